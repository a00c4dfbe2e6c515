"""The text of an uploaded file. A PDF is read by a process of its own, whose memory and time are limited.

    python documents/uploads.py < resume.pdf     # the text, or one line on stderr that says what is wrong, and exit code 2

A PDF can hold a few bytes that unpack to gigabytes, or make a parser fail: the process ends, the app does not.
"""

import ctypes
import subprocess
import sys
from pathlib import Path

MOST_PAGES = 20
# Of a processor; a resume takes a tenth. An overloaded machine may need more by the clock.
MOST_SECONDS = 3
LONGEST_WAIT = 20.0
MOST_MEMORY = 512 * 2**20
# Characters that are handed on; what is too long for a resume is told from them.
MOST_TEXT = 200_000
MAGIC = b"%PDF-"
ADVICE = {
    "encrypted": "is encrypted; save a copy without password and upload that",
    "damaged": "is damaged, or not a PDF; save it again from where it was written and upload that",
    "pages": "has {pages:,} pages and at most {most} are read; upload only the pages that count",
    "no text": "holds no text, only images; upload a PDF made from text, or paste the text",
    "too much": "takes too long or too much memory to read; save it again as a plain PDF, or paste the text",
}


def read_file(content: bytes, name: str, most_bytes: int) -> str:
    """The text of an uploaded PDF or text file; `name` is "Job" or "Resume".

    Raises:
        BadInput: too large, no text, or a PDF that cannot be read.
    """
    from dataset_builder.errors import BadInput

    if len(content) > most_bytes:
        raise BadInput(
            f"{name}: the file is larger than {most_bytes // 2**20} MB; upload a smaller one or paste the text"
        )
    if MAGIC in content[:1024]:
        text, reason = read_pdf(content)
        if reason:
            raise BadInput(f"{name}: the PDF {reason}")
        return text
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise BadInput(f"{name}: the file is neither PDF nor text; upload one of these or paste the text")


def read_pdf(content: bytes) -> tuple[str, str]:
    """(text, "") or ("", what is wrong and what to do)."""
    command = [sys.executable, str(Path(__file__).resolve())]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=LONGEST_WAIT)
    except subprocess.TimeoutExpired:
        return "", ADVICE["too much"]
    if done.returncode == 0:
        return done.stdout.decode("utf-8", "replace"), ""
    told = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return "", told[-1] if done.returncode == 2 and told else ADVICE["too much"]


# ------------------------------------------------------------------------------- inside the process of its own


def limit_resources() -> None:
    """Processor seconds and memory, where the system knows such limits (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def refuse(reason: str, **values) -> int:
    print(ADVICE[reason].format(**values), file=sys.stderr)
    return 2


def main() -> int:
    import pypdfium2

    limit_resources()
    try:
        pdf = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        if len(pdf) > MOST_PAGES:
            return refuse("pages", pages=len(pdf), most=MOST_PAGES)
        text = "\n".join(page_text(pdf, number) for number in range(len(pdf)))
    except pypdfium2.PdfiumError as error:
        return refuse("encrypted" if "password" in str(error).lower() else "damaged")
    except (MemoryError, ctypes.ArgumentError):
        return refuse("too much")
    if sum(character.isalnum() for character in text) < 10:
        return refuse("no text")
    sys.stdout.buffer.write(text[:MOST_TEXT].encode("utf-8", "replace"))
    return 0


def page_text(pdf, number: int) -> str:
    """Lines in the order of the page; words that were parted at a line's end are whole again."""
    text = pdf[number].get_textpage().get_text_bounded(errors="replace")
    return "\n".join(
        line.rstrip() for line in text.replace("\r", "\n").replace("\ufffe", "").split("\n") if line.strip()
    )


if __name__ == "__main__":
    sys.exit(main())
