"""Train the pointer family: extractor, editor, matcher and explainer, in one folder that `load` opens as one.

    make students                                                        # the weights first, then this
    python -m training.trainers.pointer --dataset rjdb --out students/pointer
    python -m training.trainers.pointer --dataset rjdb-full --out students/pointer-full --documents 6000

The extractor by training/recipes/pointer/extractor.yaml, the matcher by matcher.yaml; the editor points with the extractor's
weights. Each folder holds its graph in 8 bits too (`export`), which the Space asks. A run that was stopped goes on with the same command, and what
is finished is not made again.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options, read_config
from dataset_builder.extras import require_extra

RECIPES = Path(__file__).parents[2] / "recipes" / "pointer"


@dataclass(frozen=True)
class FamilyConfig:
    """The options; None leaves what the recipes have."""

    dataset: str = field(default="rjdb", metadata={"help": "rjdb, a folder, or org/name"})
    out: str = field(default="students/pointer", metadata={"help": "where the four folders go"})
    encoder: str | None = field(default=None, metadata={"help": "another encoder: a folder"})
    documents: int | None = field(default=None, metadata={"help": "train documents of the extractor"})
    pairs: int | None = field(default=None, metadata={"help": "train pairs of the matcher"})


def train(config: FamilyConfig) -> list[Path]:
    """The folders that were trained now.

    Raises:
        BadInput: as the two trainers.
    """
    from training.card.student_card import save_first
    from training.trainers.pointer import extractor, matcher
    from training.trainers.pointer.export import export_family
    from training.trainers.pointer.members import member_of
    from training.trainers.recipe import read_extractor

    out = Path(config.out)
    words = [
        "--config",
        str(RECIPES / "extractor.yaml"),
        "--dataset",
        config.dataset,
        "--output_dir",
        str(out / "extractor"),
    ]
    words += ["--model_name_or_path", config.encoder] if config.encoder else []
    words += ["--documents", str(config.documents)] if config.documents else []
    made = [out / "extractor"] if extractor.train(read_extractor(words)) else []
    if not (out / "editor").is_dir():
        facts = json.loads((out / "extractor" / "training.json").read_text(encoding="utf-8"))
        facts = {key: value for key, value in facts.items() if key not in ("family", "tasks")}
        made.append(member_of(out / "extractor", out / "editor", "editing", facts))
    recipe = matcher.read_recipe(["--config", str(RECIPES / "matcher.yaml")])
    changes = {
        "dataset": config.dataset,
        "out": config.out,
        "model_name_or_path": config.encoder,
        "pairs": config.pairs,
    }
    made += matcher.train(replace(recipe, **{key: value for key, value in changes.items() if value is not None}))
    export_family(out)
    for folder in made:
        save_first(folder)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    def run() -> int:
        parser = Parser(prog="python -m training.trainers.pointer", description=(__doc__ or "").split("\n")[0])
        add_options(parser, FamilyConfig)
        config = read_config(FamilyConfig, parser.parse_args(argv))
        require_extra("training.trainers.pointer", "train")
        made = train(config)
        names = ", ".join(folder.name for folder in made) or "all four were trained already"
        print(f"{config.out}: {names}; judge it: python -m training.evaluate --system rules --system {config.out}")
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
