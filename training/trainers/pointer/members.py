"""A folder of the family made of another model's files: the editor of the extractor, the matcher of the encoder."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.storage.files import write_json
from training.students.folder import TRAINING_FILE
from training.students.pointer.pointer import FAMILY

# Of a folder that is copied: what the model itself is.
_MODEL = (".json", ".safetensors", ".txt", ".model", ".yaml")
_OWN = (TRAINING_FILE, "trainer_state.json", "robustness.json")


def member_of(
    source: Path, out: Path, task: str, facts: dict, prepare: Callable[[Path], None] = lambda folder: None
) -> Path:
    """`out` with the model of `source`, what `prepare` adds, and a training.json for the task; it appears whole.

    Raises:
        BadInput: `out` holds something else.
    """
    if out.exists() and any(out.iterdir()):
        raise BadInput(f"{out}: holds something already; remove it, or give another folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as temporary:
        made = Path(temporary) / out.name
        for path in sorted(source.rglob("*")):
            hidden = any(part.startswith(".") or part == "checkpoints" for part in path.relative_to(source).parts)
            if path.is_file() and path.suffix in _MODEL and path.name not in _OWN and not hidden:
                place = made / path.relative_to(source)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)
        prepare(made)
        write_json(made / TRAINING_FILE, {"family": FAMILY, "tasks": [task], **facts})
        if out.exists():
            out.rmdir()
        os.replace(made, out)
    return out
