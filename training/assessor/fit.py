"""Fit what an assessor that is no language model needs to read pairs jointly and to say how sure it is.

    python -m training.assessor.fit --data rjdb                                     # the rules: training/assessor/rules.json
    python -m training.assessor.fit --data rjdb --system students/pointer           # the pointer: assessment.json next to its decision.json

From rows of train of `assessment` the likelihood of a pair, from others and from validation how sure verdicts are. A minute of CPU for the
rules, two for the pointer.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options, read_config
from dataset_builder.errors import check_least
from training.assessor.rules import FIT_ROWS, FITTED, RulesAssessor
from training.data.load import build_hash, load_config, take_split

# Of train: those that the likelihood of a pair is fitted on, and some that it is not.
ROWS = FIT_ROWS + 1_000
COLUMNS = ("id", "job_description", "resume", "label", "requirements", "line_numbers")


@dataclass(frozen=True)
class FitConfig:
    data: str = field(default="rjdb", metadata={"help": "rjdb, a folder, or org/name", "metavar": "NAME"})
    system: str = field(
        default="rules", metadata={"help": "rules, or a folder of the pointer family", "metavar": "NAME"}
    )
    rows: int = field(default=ROWS, metadata={"help": "train rows that are read"})

    def __post_init__(self) -> None:
        check_least(self, rows=1)


def fit(config: FitConfig) -> Path:
    """The file that was written.

    Raises:
        BadInput: no such data or system, or rows of one label.
    """
    system, path = RulesAssessor(jointly=True), FITTED
    if config.system != "rules":
        from training.assessor.pointer import PointerAssessor

        system = PointerAssessor(config.system)
        path = system.kept
    splits = load_config(config.data, "assessment", option="--data")
    train, held_out = (
        take_split(splits, name, COLUMNS, f"--data {config.data}, config assessment")
        for name in ("train", "validation")
    )
    train = train.select(range(min(config.rows, len(train))))
    system.fitted = None
    system.fit(train.to_list(), held_out.to_list())
    facts = {"build": build_hash(config.data), "rows": {"train": len(train), "validation": len(held_out)}}
    replace(system.fitted, facts=facts).write(path)
    return path


def main(argv: Sequence[str] | None = None) -> int:
    def run() -> int:
        parser = Parser(prog="python -m training.assessor.fit", description=(__doc__ or "").split("\n")[0])
        add_options(parser, FitConfig)
        print(f"{fit(read_config(FitConfig, parser.parse_args(argv)))}: fitted")
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
