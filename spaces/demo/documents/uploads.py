"""The text of an uploaded file, parsed by a process of its own whose memory and time are limited (`training.reader.sandbox`)."""

from dataset_builder.errors import BadInput
from training.reader.files import read_bytes
from training.reader.lines import Pages
from training.reader.sandbox.limits import Refused


def read_file(content: bytes, name: str, most_bytes: int) -> Pages:
    """The lines of an uploaded PDF, Word, HTML or text file in reading order, with notes; `name` is "Job" or "Resume".

    Raises:
        BadInput: too large, no text, or a file that cannot be read.
    """
    if len(content) > most_bytes:
        raise BadInput(
            f"{name}: the file is larger than {most_bytes // 2**20} MB; upload a smaller one or paste the text"
        )
    try:
        return read_bytes(content, "")
    except Refused as refused:
        raise BadInput(f"{name}: the file {refused}") from None
