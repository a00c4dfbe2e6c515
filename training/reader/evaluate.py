"""How well files are read, against truths written by hand.

    python -m training.reader evaluate resumes/ --system rules
    python -m training.reader evaluate resumes/ --system rules --system students/pointer --errors
    python -m training.reader evaluate resumes/ --system rules --system server --model gpt-4o-mini --max-usd 2

Takes every file that has a `NAME.truth.json` next to it. Prints two tables, and with --out writes results.json. Exit codes: 0
done, 2 bad input, 3 a cap or an outage ended it, 130 stopped.
"""

import argparse
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from dataset_builder.cli.options import add_options, read_config
from dataset_builder.errors import BadInput, check_least
from dataset_builder.storage.files import write_json
from training.evaluation.intervals import RESAMPLES
from training.reader.evaluation.reading_order import line_f1, order_recall
from training.reader.evaluation.records import Record, of_json_resume
from training.reader.evaluation.scores import BESIDE, FIELDS, Scores, compare
from training.reader.evaluation.tables import heading, render
from training.reader.evaluation.truths import read_truth
from training.reader.extraction import SYSTEMS, Extraction, check_system, extract_all, pointed_to
from training.reader.extraction.server import ServerOptions
from training.reader.files import ENDINGS, read_pages

TRUTH = ".truth.json"


@dataclass(frozen=True)
class EvaluateConfig:
    """The options of `evaluate`."""

    folders: tuple[str, ...] = field(
        metadata={
            "help": f"folders of files ({', '.join(ENDINGS)}) with NAME{TRUTH} next to them",
            "positional": True,
            "metavar": "DIR",
        }
    )
    systems: tuple[str, ...] = field(
        default=("rules",),
        metadata={
            "help": f"once or more: {', '.join(SYSTEMS)}, or a folder of the pointer family",
            "flag": "--system",
            "metavar": "NAME",
        },
    )
    skip: tuple[str, ...] = field(
        default=(),
        metadata={"help": "once or more: a file, by its name without ending, that is left out", "metavar": "NAME"},
    )
    only: tuple[str, ...] = field(
        default=(), metadata={"help": "once or more: judge this file alone", "metavar": "NAME"}
    )
    out: str | None = field(default=None, metadata={"help": "folder for results.json", "metavar": "DIR"})
    errors: bool = field(default=False, metadata={"help": "also print every value that is wrong or missing"})
    resamples: int = field(default=RESAMPLES, metadata={"help": "bootstrap resamples of files"})
    seed: int = field(default=0, metadata={"help": "of the bootstrap"})

    def __post_init__(self) -> None:
        check_least(self, resamples=1)
        for system in self.systems:
            check_system(system)


def evaluate(config: EvaluateConfig, server: ServerOptions | None = None) -> dict:
    """Reads all files by all systems; returns what is written to results.json.

    Raises:
        BadInput: no file has a truth, a truth cannot be read, or a system cannot be opened.
        Stop: a cap, an outage or Ctrl-C while a server was asked.
    """
    files = _files(config)
    truths = [read_truth(_truth_of(file)) for file in files]
    pages = [read_pages(file) for file in files]
    systems = {}
    for system in config.systems:
        found = extract_all(pages, system, server if system == "server" else None)
        read = [of_json_resume(one.resume.to_json()) for one in found]
        name = system if system != "server" or server is None else f"server ({server.model})"
        systems[name] = _figures(config, read, truths, files, found)
    texts = [[line.text for line in one.lines] for one in pages]
    results = {
        "config": asdict(config),
        "files": [file.name for file in files],
        "systems": systems,
        "order": _mean(order_recall(text, truth.orders) for text, truth in zip(texts, truths)),
        "lines": _mean(line_f1(text, truth.orders) for text, truth in zip(texts, truths)),
    }
    if config.out:
        write_json(Path(config.out) / "results.json", results)
    return results


def _truth_of(file: Path) -> Path:
    return file.with_name(file.stem + TRUTH)


def _files(config: EvaluateConfig) -> list[Path]:
    """Files with truths, by name; each truth must have its file."""
    found: list[Path] = []
    for folder in map(Path, config.folders):
        if not folder.is_dir():
            raise BadInput(f"{folder}: is no folder; give one with files and NAME{TRUTH} next to them")
        for truth in sorted(folder.glob(f"*{TRUTH}")):
            name = truth.name.removesuffix(TRUTH)
            if name in config.skip or (config.only and name not in config.only):
                continue
            beside = [truth.with_name(name + ending) for ending in ENDINGS if truth.with_name(name + ending).is_file()]
            if not beside:
                raise BadInput(
                    f"{truth}: no file stands next to it; put {name} there, ending in one of {', '.join(ENDINGS)}"
                )
            found.append(beside[0])
    if not found:
        raise BadInput(f"{', '.join(config.folders)}: no file has a truth; write NAME{TRUTH} next to NAME")
    return found


def _figures(
    config: EvaluateConfig, read: list[Record], truths: list[Record], files: list[Path], found: list[Extraction]
) -> dict:
    strict, lenient = compare(read, truths), compare(read, truths, lenient=True)
    bounds = strict.intervals(config.resamples, config.seed)
    return {
        "micro": strict.micro,
        "interval": [bounds["micro"].low, bounds["micro"].high],
        "precision": strict.total.precision,
        "recall": strict.total.recall,
        "macro": strict.macro,
        "lenient": lenient.micro,
        "invented": strict.invented,
        "missed": strict.missed,
        "fields": {name: _field(strict, lenient, name, bounds) for name in (*FIELDS, *BESIDE)},
        "errors": {file.name: score.wrong for file, score in zip(files, strict.files) if score.wrong},
        "notes": {file.name: list(one.notes) for file, one in zip(files, found) if one.notes},
    }


def _field(strict: Scores, lenient: Scores, name: str, bounds: dict) -> dict:
    count = strict.fields[name]
    return {
        "f1": count.f1,
        "interval": [bounds[name].low, bounds[name].high],
        "precision": count.precision,
        "recall": count.recall,
        "lenient": lenient.fields[name].f1,
        "stated": count.stated,
        "read": count.read,
        "right": count.right,
    }


def _mean(values) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def add_evaluate(verb: argparse.ArgumentParser) -> None:
    """The options of the verb; those of a server count where --system server is given."""
    add_options(verb, EvaluateConfig)
    add_options(verb.add_argument_group("--system server, and --model DIR of --system pointer"), ServerOptions)


def run_evaluate(args: argparse.Namespace) -> int:
    config = read_config(EvaluateConfig, args)
    asked = "server" in config.systems
    server = read_config(ServerOptions, args) if asked else None
    # --model is the server's where there is one
    systems = tuple(pointed_to(system, None if asked else getattr(args, "model", None)) for system in config.systems)
    config = replace(config, systems=systems)
    results = evaluate(config, server)
    print(heading(results) + "\n\n" + render(results))
    if config.errors:
        for name, system in results["systems"].items():
            for file, wrong in system["errors"].items():
                print(f"\n{name}, {file} (read | stated)\n" + "\n".join(f"  {line}" for line in wrong))
    return 0
