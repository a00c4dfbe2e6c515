"""Training data that RJDB did not write, where a recipe says `dataset: KIND=PATH`: for models that go on with ours (T5-M+R).

dataset: pairs=machop            # a folder with train.* and valid.* of job, resume, 0/1; or one file, without validation
dataset: skillspan=skillspan     # a skill corpus as it was published; its validation split is `dev`
"""

from collections.abc import Callable, Sequence
from functools import partial

from dataset_builder.errors import BadInput
from training.evaluation.out_of_distribution.pair_files import pair_rows
from training.evaluation.out_of_distribution.skill_corpora import CORPORA, skill_rows

PAIRS = "pairs"
# What our splits are called in files of each kind.
_VALIDATION = {PAIRS: "valid"}


def other_data(name: str, tasks: Sequence[str]) -> Callable[[str], list[dict]] | None:
    """Reads a split ("train", "validation") of what `KIND=PATH` names; None for the name of a dataset of RJDB.

    Raises:
        BadInput: no such kind, or data that the tasks cannot be learnt from.
    """
    kind, equals, path = name.partition("=")
    if not equals:
        return None
    if kind != PAIRS and kind not in CORPORA:
        raise BadInput(
            f"dataset {name}: KIND is none of {', '.join((PAIRS, *CORPORA))}; give KIND=PATH with one of these"
        )
    task = "matching" if kind == PAIRS else "extraction"
    if list(tasks) != [task]:
        raise BadInput(f"dataset {name}: teaches {task} alone; give tasks: [{task}]")
    return partial(_split, pair_rows if kind == PAIRS else partial(skill_rows, kind), path, kind)


def _split(read: Callable[..., list[dict]], path: str, kind: str, split: str) -> list[dict]:
    return read(path, split=_VALIDATION.get(kind, "dev") if split == "validation" else split)
