"""Files that appear whole or not at all: written under a temporary name, then renamed."""

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dataset_builder.errors import BadInput


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path that takes the name `path` when the block ends well, and goes when it does not.

    Raises:
        BadInput: the file cannot be written: the disk is full, the folder is not ours, …
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        full = error.errno == errno.ENOSPC or "No space left" in str(error)
        remedy = "free some space" if full else f"it cannot be written ({error.strerror or error}); fix that"
        raise BadInput(
            f"{path}: {'the disk is full; ' if full else ''}{remedy} and run the same command to continue"
        ) from error
    finally:
        with suppress(OSError):  # there may be no folder to hold it
            temporary.unlink(missing_ok=True)


def real_folder(path: Path) -> Path:
    """Where a folder lies that may be named by a symbolic link, so that it can be replaced under its own name.

    Raises:
        BadInput: the link leads to nothing, or in a circle.
    """
    if not path.is_symlink():
        return path if path.name else path.resolve()
    if not path.exists():
        raise BadInput(
            f"{path}: is a symbolic link to {os.readlink(path)}, which is not there; make that, or remove the link"
        )
    return path.resolve()


def drop_temporaries(folder: Path) -> None:
    """Removes what processes that were killed while they wrote (`replacing`) left in a folder."""
    for leftover in folder.rglob(".*.tmp"):
        leftover.unlink(missing_ok=True)


def write_json(path: Path, content: dict, sort_keys: bool = True) -> None:
    text = json.dumps(content, indent=2, ensure_ascii=False, sort_keys=sort_keys)
    with replacing(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(2**20):
            digest.update(piece)
    return digest.hexdigest()
