"""Every system on every input, as one table and a dataset for the Hub.

    python -m training.evaluation.leaderboard --data rjdb --system rules --system boosting --system students/pointer
    python -m training.evaluation.leaderboard --data rjdb --system rules --release rjdb-original --files resumes/ \\
        --skills skillspan=FOLDER --skills green2022=FILE --documents pairs.tsv --out leaderboard

Systems that learn do so from the train split of --data, from nothing that is judged. Handwritten pairs are always judged, the rest
as it is given. Writes a dataset for the Hub, OUT/data/*.parquet, README.md, eval.yaml, errors/*.md and leaderboard.json, which
`dataset_builder publish` sends; what was measured is kept in OUT.measured, so the same command continues where it stopped. Exit codes:
0 done, 2 bad input, 3 a cap or an outage of a server ended it, 130 stopped.
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from tqdm import tqdm

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options, read_config
from dataset_builder.errors import BadInput
from dataset_builder.storage.files import write_json
from training.data.load import build_hash
from training.evaluation.leaderboard.config import LeaderboardConfig
from training.evaluation.leaderboard.folder import table, write_folder
from training.evaluation.leaderboard.inputs import INPUTS, Found, Score, Worst
from training.evaluation.predictions import code_hash
from training.systems.open_system import file_name, open_system
from training.systems.server_options import EvaluatedServer


def measure(config: LeaderboardConfig, before: Sequence[str] = (), systems: Sequence[str] = ()) -> list[Score]:
    """Judges every system on every input that was given, and writes the folder.

    `before` are commands that bring what the command of the card names, and `systems` how it names the systems there.

    Raises:
        BadInput: no such data or system, or two systems of one name.
        Stop: a cap, an outage or Ctrl-C while a server was asked.
    """
    identities, labels = {}, {}
    for name in config.systems:
        opened = open_system(name, asking=config.asking)
        identities[name], labels[name] = getattr(opened, "identity", ""), opened.name
        if list(labels.values()).count(opened.name) > 1:
            raise BadInput(f"--system {name}: {opened.name} is there already; rename the folder")
    out = Path(config.out)
    kept = out.with_name(f"{out.name}.measured")
    todo = [(name, of_input) for name in config.systems for of_input, one in INPUTS.items() if one.is_given(config)]
    scores: list[Score] = []
    worst: dict[str, dict[str, list[Worst]]] = {}
    for name, of_input in tqdm(todo, unit="input", disable=None):
        label = labels[name]
        found, wrong = _kept(config, name, of_input, identities[name], kept / file_name(label))
        scores += [replace(score, system=label) for score in found]
        worst.setdefault(label, {})[of_input] = wrong
    order = {label: at for at, label in enumerate(dict.fromkeys(score.input for score in scores))}
    scores.sort(key=lambda score: order[score.input])
    shown = [*before, command(replace(config, systems=tuple(systems) or config.systems))]
    dataset = {"name": shown_path(config.data), "build": build_hash(config.data, option="--data")}
    facts = {"commands": shown, "code": code_hash(), "dataset": dataset}
    write_folder(out, kept, scores, worst, facts)
    return scores


def _kept(config: LeaderboardConfig, name: str, of_input: str, identity: str, place: Path) -> Found:
    """What was measured before, where nothing that it depends on has changed."""
    options = {
        key: value for key, value in asdict(config).items() if key not in ("systems", "out", "asking", "answers")
    }
    key = hashlib.sha256(
        json.dumps([options, _contents(config), identity, code_hash()], default=str).encode()
    ).hexdigest()[:16]
    file = place / f"{of_input}.json"
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    if kept.get("key") == key:
        return [Score(**one) for one in kept["scores"]], [Worst(**one) for one in kept["worst"]]
    found = INPUTS[of_input].judge(config, name, place)
    write_json(file, {"key": key, "scores": list(map(asdict, found[0])), "worst": list(map(asdict, found[1]))})
    return found


def _contents(config: LeaderboardConfig) -> list:
    """What the names of the options lead to now: a dataset that was built again is measured again."""
    builds = [build_hash(name, option="--data") for name in (config.data, config.release) if name]
    paths = [Path(given.partition("=")[2]) for given in config.skills] + list(
        map(Path, (*config.files, *config.documents))
    )
    files = (file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*"))))
    return [*builds, *((file.name, found.st_size, found.st_mtime_ns) for file in files for found in [file.stat()])]


def command(config: LeaderboardConfig) -> str:
    """What measures it again; places on a machine are named by their last part."""
    words = [f"--data {shown_path(config.data)}", *(f"--system {shown_path(name)}" for name in config.systems)]
    words += [f"--release {shown_path(config.release)}"] if config.release else []
    words += [f"--files {shown_path(path)}" for path in config.files]
    words += [f"--skills {given.partition('=')[0]}=PATH" for given in config.skills]
    words += [f"--documents {shown_path(path)}" for path in config.documents]
    words += [f"--test-rows {config.test_rows}"] if config.test_rows != LeaderboardConfig.test_rows else []
    words += [f"--limit {config.limit}"] if config.limit else []
    return f"python -m training.evaluation.leaderboard {' '.join(words)}"


def shown_path(path: str) -> str:
    return Path(path).name if Path(path).is_absolute() else path


def parser() -> Parser:
    main = Parser(
        prog="python -m training.evaluation.leaderboard", description="Every system on every input, as one table."
    )
    add_options(main, LeaderboardConfig)
    add_options(main.add_argument_group("openai:MODEL"), EvaluatedServer)
    return main


def main(argv: list[str] | None = None) -> int:
    def run() -> int:
        args = parser().parse_args(argv)
        print(table(measure(read_config(LeaderboardConfig, args, asking=read_config(EvaluatedServer, args)))))
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
