"""The files of a source: found, or downloaded, and hashed."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.storage.unwritable import variable_of


@contextmanager
def located(path_or_url: str | Path, what: str) -> Iterator[Path]:
    """The file or folder itself; a URL is downloaded (archives unpacked) into the datasets cache.

    What is wrong with a downloaded file is said of its URL, since its name in the cache means nothing.

    Raises:
        BadInput: nothing is there, or the download fails.
    """
    text = str(path_or_url)
    if "://" not in text:
        if not Path(text).exists():
            raise BadInput(f"{what}: {text} does not exist; check the path")
        yield Path(text)
        return
    path = _downloaded(text, what)
    try:
        yield path
    except BadInput as error:
        raise BadInput(str(error).replace(str(path), text)) from error


def _downloaded(url: str, what: str) -> Path:
    from datasets import DownloadManager  # heavy, and only URLs need it

    try:
        path = Path(DownloadManager().download_and_extract(url))
    except (OSError, ValueError) as error:  # ConnectionError, FileNotFoundError, a bad archive
        if isinstance(error, OSError) and variable_of(error):
            raise  # the cache cannot be written, and the other side is not to blame
        raise BadInput(f"{what}: cannot download {url} ({_reason(error, url)}); give a file that is here") from error
    held = list(path.iterdir()) if path.is_dir() else []
    return held[0] if len(held) == 1 else path  # an archive of one file, such as Kaggle's


def _reason(error: BaseException, url: str) -> str:
    """What the other side said: fsspec repeats the URL and leaves the rest in the cause."""
    last: BaseException | None = error
    while last is not None:
        text = str(last).strip().removesuffix(f", url='{url}'").replace(", message=", " ")
        if text and text != url:
            return " ".join(text.split())[:200]
        last = last.__cause__ or last.__context__
    return type(error).__name__


def sha256(paths: Sequence[Path]) -> str:
    """One hash over the bytes of all files read, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
