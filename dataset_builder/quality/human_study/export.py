"""The verb `study export`: the human study of Table 2 as sheets that people fill in without knowing who wrote what.

python -m dataset_builder study export rjdb --jobs dice.csv --n 100 --annotators 3 --out study

study/instructions.txt            what annotators read first
study/sheets/annotator-1.csv …    one each, every item, in an order of its own; to be sent out
study/key.csv study.json          which item is generated, and its pair; to be kept
"""

import csv
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from random import Random

from dataset_builder.errors import BadInput, command
from dataset_builder.quality.human_study.real_jobs import RealJob, plain, read_real_jobs
from dataset_builder.quality.human_study.study_config import StudyConfig
from dataset_builder.quality.human_study.title_pairs import TitlePair, pair_up
from dataset_builder.quality.llm_judge.judge import sample_triples
from dataset_builder.storage.files import write_json
from dataset_builder.storage.folder import read_build, splits_of

CRITERIA = ("realism", "consistency")
COLUMNS = ("annotator", "item", "title", "job_description", *CRITERIA, "comment")
# Of which item names are made: no words, and nothing that a spreadsheet takes for a number or a date.
LETTERS = "bcdfghjkmnpqrstvwxz"


def export_study(config: StudyConfig) -> str:
    """Writes the study and says what it is.

    Raises:
        BadInput: a folder or file cannot be used, or there are too few job descriptions.
    """
    with new_study(Path(config.out)) as folder:
        pairs = pair_up(_generated(config), read_real_jobs(Path(config.jobs)), config.similarity)
        _write(folder, config, pairs)
    return _described(config, pairs)


@contextmanager
def new_study(out: Path) -> Iterator[Path]:
    """A folder to be made and filled, which is at `out` once all of it is written.

    Raises:
        BadInput: `out` holds something.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput(f"--out {out}: holds something already, perhaps sheets that were filled in; give another name")
    temporary = out.parent / f".{out.name}.exporting"
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        yield temporary
        if out.is_dir():
            out.rmdir()
        os.replace(temporary, out)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _generated(config: StudyConfig) -> list[RealJob]:
    folder = Path(config.folder)
    if read_build(folder) is None:
        raise BadInput(f"{folder}: is not an RJDB dataset; give a folder that `build` or `import` made")
    if folder.resolve() == Path(config.jobs).resolve():
        raise BadInput(f"--jobs {config.jobs}: is the dataset itself; give job descriptions that people wrote")
    splits = splits_of(folder, "triples")
    if config.split not in splits:
        raise BadInput(f"--split {config.split}: {folder} has {', '.join(splits)}; give one of these")
    rows = sample_triples(folder, config.split, config.n, config.seed)
    if len(rows) < config.n:
        raise BadInput(
            f"--n {config.n}: {folder} has {len(rows)} job descriptions in {config.split}; give a smaller --n or another --split"
        )
    return [RealJob(row["job_title"], plain(row["job_description"]), row["id"]) for row in rows]


def _write(folder: Path, config: StudyConfig, pairs: list[TitlePair]) -> None:
    (folder / "sheets").mkdir(parents=True)
    names = item_names(2 * len(pairs), config.seed)
    sides = [(side, number, pair) for number, pair in enumerate(pairs, start=1) for side in ("generated", "real")]
    items = {name: (side, number, pair, getattr(pair, side)) for name, (side, number, pair) in zip(names, sides)}
    key = ((name, side, n, job.origin, job.title, f"{p.similarity:.4f}") for name, (side, n, p, job) in items.items())
    write_csv(folder / "key.csv", ("item", "origin", "pair", "source", "title", "similarity"), sorted(key))
    for annotator in range(1, config.annotators + 1):
        order = Random(f"{config.seed}/order/{annotator}").sample(names, len(names))
        rows = ((annotator, name, items[name][3].title, items[name][3].text, "", "", "") for name in order)
        write_csv(folder / "sheets" / f"annotator-{annotator}.csv", COLUMNS, rows)
    (folder / "instructions.txt").write_text(instructions(len(names)), encoding="utf-8")
    build = read_build(Path(config.folder)) or {}
    settings = asdict(config) | {"folder": Path(config.folder).name, "jobs": Path(config.jobs).name}
    write_json(folder / "study.json", {"settings": settings, "build": build.get("hash"), "criteria": list(CRITERIA)})


def instructions(items: int) -> str:
    """What annotators read first."""
    text = files(__package__).joinpath("instructions.txt").read_text(encoding="utf-8")
    return text.replace("{items}", f"{items:,}")


def item_names(number: int, seed: int) -> list[str]:
    """Different names of five letters that tell nothing, in random order."""
    rng = Random(f"{seed}/items")
    names: dict[str, None] = {}
    while len(names) < number:
        names["".join(rng.choices(LETTERS, k=5))] = None
    return list(names)


def write_csv(path: Path, header: Iterable[str], rows: Iterable[Iterable]) -> None:
    """CSV that spreadsheets open as it is: a byte order mark for UTF-8, and no cell that they would take for a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: object) -> object:
    return f" {cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell


def read_study(folder: Path) -> dict:
    """`study.json`. Raises BadInput where there is none."""
    try:
        return json.loads((folder / "study.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{folder}: is no study; give the folder that `study export` wrote") from error


def _described(config: StudyConfig, pairs: list[TitlePair]) -> str:
    found = sorted(pair.similarity for pair in pairs)
    far = sum(similarity == 0 for similarity in found)
    near = f"title similarity ({config.similarity}) {sum(found) / len(found):.2f} on average, {found[0]:.2f} to {found[-1]:.2f}"
    strangers = f"; {far} pairs share nothing in their titles" if far else ""
    return (
        f"{config.out}: {len(pairs)} generated job descriptions, each with the nearest real one; {near}{strangers}\n"
        f"send instructions.txt and one of sheets/annotator-1.csv to annotator-{config.annotators}.csv to each annotator, "
        f"keep key.csv\nthen: {command('study import')} {config.out}"
    )
