"""What to do where a file cannot be written: for a cache in a home that cannot be, the variable that moves it."""

import errno
import os
import tempfile
from pathlib import Path

AGAIN = "run the same command again"
FREE_SPACE = "free some space and run the same command to continue"
# What libraries say where the disk is full: Python and Arrow, torch's zip writer, safetensors and tokenizers, SQLite.
_FULL = ("No space left", "enforce fail at inline_container", "os error 28", "disk is full")


def is_disk_full(error: BaseException) -> bool:
    """Whether it, or what led to it, says that the disk is full: torch and safetensors raise no OSError for that."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if (isinstance(error, OSError) and error.errno == errno.ENOSPC) or any(sign in str(error) for sign in _FULL):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def remedy(error: OSError) -> str:
    """The end of a line that reports the error, without the "; " before it."""
    variable = variable_of(error)
    return f"set {variable} to a folder that can be written, and {AGAIN}" if variable else f"fix that and {AGAIN}"


def variable_of(error: OSError) -> str | None:
    """The environment variable that moves the folder in which the error came; None where none does, or it can be written."""
    if not error.filename:
        return None
    path = Path(os.fsdecode(error.filename)).absolute()
    related = (
        variable
        for variable, folder in _folders().items()
        if (path.is_relative_to(folder) or folder.is_relative_to(path)) and not _can_be_written(folder)
    )
    return next(related, None)


def _folders() -> dict[str, Path]:
    """Where libraries keep their files, by the variable that moves them; the special ones first."""
    home = Path(os.environ.get("HOME") or os.path.expanduser("~"))
    cache = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return {
        "HF_HOME": Path(os.environ.get("HF_HOME") or cache / "huggingface"),
        "MPLCONFIGDIR": Path(os.environ.get("MPLCONFIGDIR") or home / ".config" / "matplotlib"),
        "GRADIO_TEMP_DIR": Path(os.environ.get("GRADIO_TEMP_DIR") or Path(tempfile.gettempdir()) / "gradio"),
        "XDG_CACHE_HOME": cache,
    }


def _can_be_written(folder: Path) -> bool:
    """Whether the folder, or the one in which it would be made, can be; by trying, since rights alone do not say."""
    place = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError:
        return False
