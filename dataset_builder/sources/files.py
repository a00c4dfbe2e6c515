"""The files of a source: found, or downloaded, and hashed."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from dataset_builder.errors import BadInput


def local_path(path_or_url: str | Path, what: str) -> Path:
    """The file or folder itself; a URL is downloaded (archives unpacked) into the datasets cache."""
    text = str(path_or_url)
    if "://" in text:
        from datasets import DownloadManager  # heavy, and only URLs need it

        try:
            return Path(DownloadManager().download_and_extract(text))
        except (OSError, ValueError) as error:  # ConnectionError, FileNotFoundError, a bad archive
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise BadInput(f"{what}: cannot download {text} ({reason}); give a file that is already here") from error
    path = Path(text)
    if not path.exists():
        raise BadInput(f"{what}: {path} does not exist; check the path")
    return path


def sha256(paths: Sequence[Path]) -> str:
    """One hash over the bytes of all files read, in the order given."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
