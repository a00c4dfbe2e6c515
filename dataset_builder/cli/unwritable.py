"""What to do where a file cannot be written: for a cache in a home that is not ours, the variable that moves it."""

import errno
import os
import tempfile
from pathlib import Path

# Which variable moves what lies in a folder; the first that holds the path is named.
_REMEDY = "fix that and run the same command again"


def remedy(error: OSError) -> str:
    """The end of the line that reports the error."""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and error.filename:
        path = Path(os.fsdecode(error.filename)).absolute()
        for variable, folder in _moved_by().items():
            if path.is_relative_to(folder) or folder.is_relative_to(path):
                return f"set {variable} to a folder that can be written, and run the same command again"
    return _REMEDY


def _moved_by() -> dict[str, Path]:
    """Folders of libraries by the variable that moves them, the special ones first."""
    home = Path(os.environ.get("HOME") or Path.home())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return {
        "HF_HOME": Path(os.environ.get("HF_HOME") or cache / "huggingface"),
        "MPLCONFIGDIR": Path(os.environ.get("MPLCONFIGDIR") or home / ".config" / "matplotlib"),
        "GRADIO_TEMP_DIR": Path(os.environ.get("GRADIO_TEMP_DIR") or Path(tempfile.gettempdir()) / "gradio"),
        "XDG_CACHE_HOME": cache,
    }
