"""Release day: from a GPU and a token to everything on the Hub, by one command that can be stopped and continued.

    python -m training.release --org ORG --dry-run       # the plan: steps, sizes, hours, memory, and what is missing; sends nothing
    python -m training.release --org ORG                 # or: make release ORG=…
    python -m training.release --org ORG --data rjdb-full --original test.jsonl

Takes or builds the dataset, trains the pointer family and four Flan-T5 students, evaluates them, writes their cards, and publishes
dataset, students, leaderboard, metric and demo; docs/release.md is the page to follow. All that is made lies in `release/`. A run
that was stopped, even killed, continues with the same command; what is done is not done again. Exit codes: 0 done, 1 something may
not be published, 2 something is missing or wrong, 130 stopped.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options, read_config
from dataset_builder.errors import BadInput
from training.release.config import ReleaseConfig


def release(config: ReleaseConfig) -> int:
    """Everything, or with `dry_run` the plan. 1 where something may not be published.

    Raises:
        BadInput: something is missing, or a step cannot be done; the same command continues.
    """
    from training.release import missing
    from training.release.hardware import find_card
    from training.release.plan import disk_needed, plan_text
    from training.release.steps import NOTES, Notes, alone, run_steps

    card = find_card()
    lacks = missing.lacking(config, card, disk_needed(config))
    print(missing.line(lacks), flush=True)
    notes = Notes(config.place / NOTES)
    if config.dry_run:
        print(plan_text(config, card, done(config, notes)))
        print("\nnothing was sent; without --dry-run it begins")
        return 0
    if stops := [lack.what for lack in lacks if lack.stops]:
        again = "run the same command again"
        raise BadInput(stops[0] if stops[0].endswith(again) else f"{stops[0]}; see to it and {again}")
    from training.release.publishing import Refused, all_addresses

    with alone(config.place):
        try:
            run_steps(steps_of(config, card), notes)
        except Refused:
            return 1
        print("\n".join(["", f"released to {config.org}:", *all_addresses(config)]))
    return 0


def steps_of(config: ReleaseConfig, card) -> list:
    """All steps in their order."""
    from training.release.data import data_steps
    from training.release.measuring import measuring_steps
    from training.release.publishing import publishing_steps
    from training.release.training import training_steps

    return [*data_steps(config), *training_steps(config, card), *measuring_steps(config), *publishing_steps(config)]


def done(config: ReleaseConfig, notes) -> dict[str, bool]:
    """Which steps have a note, for the plan; whether what they rest on has changed since is seen when they run."""
    names = {Path(path).stem for path in notes.folder.glob("*.json")} if notes.folder.is_dir() else set()
    evaluated = {name for name in names if name.startswith("evaluate-")}
    return dict.fromkeys(names, True) | {"evaluate": len(evaluated) == (4 if config.original else 3)}


def main(argv: Sequence[str] | None = None) -> int:
    def run() -> int:
        parser = Parser(prog="python -m training.release", description=(__doc__ or "").split("\n")[0])
        add_options(parser, ReleaseConfig)
        config = read_config(ReleaseConfig, parser.parse_args(argv))
        if not config.dry_run:
            from dataset_builder.extras import require_extra

            require_extra("training.release", "train")
        return release(config)

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
