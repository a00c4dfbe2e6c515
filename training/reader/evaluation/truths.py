"""Truths on disk: `NAME.truth.json` next to NAME."""

import json
from pathlib import Path

from dataset_builder.errors import BadInput
from training.reader.evaluation.records import Record, of_truth


def read_truth(path: Path) -> Record:
    """Raises BadInput where the file is no truth of either form."""
    try:
        truth = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadInput(f"{path}: is no JSON that can be read ({error}); write the truth as JSON in UTF-8") from None
    if not isinstance(truth, dict) or not ({"contact", "experience", "basics", "work"} & truth.keys()):
        raise BadInput(
            f"{path}: holds neither contact and experience nor basics and work; see docs/reader.md for the forms"
        )
    return of_truth(truth)
