"""Where a dataset folder grows until it is whole: a hidden sibling that takes its name at the end."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from dataset_builder.errors import BadInput
from dataset_builder.storage.files import drop_temporaries, real_folder, replacing
from dataset_builder.storage.folder import has_its_rows, read_build


@dataclass
class StagingFolder:
    """Where a folder grows until it is whole: a hidden sibling of `out`, kept when a build is interrupted.

    Raises (from `open`):
        BadInput: `out` holds something that is not ours or another build, or the unfinished one is another build.
    """

    out: Path
    build_hash: str
    overwrite: bool = False
    path: Path = field(init=False)
    _lock: FileLock = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.out = real_folder(Path(self.out))
        self.path = self.out.parent / f".{self.out.name}.building"

    def open(self) -> bool:
        """Ready to write; False if `out` already holds this very build. With `overwrite` its rows must be whole for that."""
        if self.out.is_file():
            raise BadInput(f"{self.out}: is not a folder; give --out another name")
        if self.out.is_dir() and self.out.samefile(Path.cwd()):
            raise BadInput(f"{self.out}: is the folder that this command runs in; give --out a new folder in it")
        if self.out.is_dir() and any(self.out.iterdir()):
            existing = read_build(self.out)
            if existing is None or "hash" not in existing:
                raise BadInput(f"{self.out}: holds something that is not an RJDB dataset; give --out another name")
            if existing["hash"] == self.build_hash and (not self.overwrite or has_its_rows(self.out)):
                return False
            if not self.overwrite:
                raise BadInput(
                    f"{self.out}: holds another build ({existing['hash']}); give --out another name, or --overwrite"
                )
        unfinished = self.path / "hash"
        if self.path.exists() and not any((self.path / name).is_file() for name in ("hash", "lock")):
            raise BadInput(f"{self.path}: this name is needed for unfinished work but holds something else; move it")
        self._enter()
        if unfinished.is_file() and unfinished.read_text() != self.build_hash:
            if not self.overwrite:
                raise BadInput(
                    f"{self.path}: an unfinished build with other settings or code lies here; finish it with its own "
                    "command, or start over with --overwrite"
                )
            for child in self.path.iterdir():
                if child.is_dir():
                    shutil.rmtree(child)
                elif child.name != "lock":
                    child.unlink()
        drop_temporaries(self.path)
        with replacing(unfinished) as temporary:
            temporary.write_text(self.build_hash)
        return True

    def _enter(self) -> None:
        """Locks the place, until the folder is done or the process ends, against other processes."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self.path / "lock", is_singleton=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            reason = "another process is building this; wait for it, or give --out another name"
            raise BadInput(f"{self.out}: {reason}") from None
        except OSError as error:
            reason = f"cannot be written ({error.strerror or error}); fix that, or give --out another name"
            raise BadInput(f"{self.out}: {reason}") from error

    def leave(self) -> None:
        """After an interruption: finished shards stay for the same command, a place without any goes."""
        if not any((self.path / ".shards").glob("*.json")):
            shutil.rmtree(self.path)
            self._lock.release(force=True)

    def done(self) -> None:
        """Moves the finished folder to its name; what an earlier build left there goes only now."""
        self._lock.release(force=True)
        (self.path / "lock").unlink(missing_ok=True)
        (self.path / "hash").unlink()
        shutil.rmtree(self.path / ".shards", ignore_errors=True)
        if self.out.exists():
            old = self.out.parent / f".{self.out.name}.old"
            os.replace(self.out, old)
            os.replace(self.path, self.out)
            shutil.rmtree(old)
        else:
            os.replace(self.path, self.out)
