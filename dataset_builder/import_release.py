"""Imports a file of the original release (Megagon Labs, CC BY-SA 4.0) into the same folder as a build.

    python -m dataset_builder import test.jsonl --out rjdb-original

Labels come from the release's metadata and the text stays as released: what is wrong with it is measured, not
mended. Every row ends in `triples` or, with its reason, in `rejected`.
"""

from dataclasses import asdict, dataclass, field
from pathlib import Path

import rjdb
from dataset_builder import folder as folders
from dataset_builder.build import Shard, code_version, settings_hash, write_triples
from dataset_builder.errors import BadInput
from dataset_builder.facts import Triple
from dataset_builder.folder import Workplace, shard_name
from dataset_builder.label_noise import label_noise
from dataset_builder.original import Rejected, read_original
from dataset_builder.report import Origin, Report, finish
from dataset_builder.sources import Source, sha256

LICENCE = "cc-by-sa-4.0"
URL = "https://github.com/megagonlabs/rjdb"


@dataclass(frozen=True)
class ImportConfig:
    """What is imported, and where the rows go."""

    path: str = field(metadata={"help": "a file of the original release", "metavar": "JSONL", "positional": True})
    out: str = field(metadata={"help": "where the dataset goes", "metavar": "FOLDER"})
    split: str | None = field(
        default=None,
        metadata={"help": "train, validation or test; the file's name decides otherwise, else test"},
    )
    clean: bool = field(default=False, metadata={"help": "strip debris around the documents"})
    overwrite: bool = field(default=False, metadata={"help": "replace another dataset there"})
    quiet: bool = False

    def __post_init__(self) -> None:
        if self.split is not None and self.split not in rjdb.SPLITS:
            raise BadInput(f"--split {self.split}: the splits are {', '.join(rjdb.SPLITS)}")


def import_release(config: ImportConfig) -> Report:
    """Imports `config.path` to `config.out`.

    Raises:
        BadInput: the file is missing or is not JSON lines, or the output folder cannot be used.
    """
    path = Path(config.path)
    triples, rejected = read_original(path, clean=config.clean)
    if not triples:
        raise BadInput(f"{path}: no row can be used; the first, {rejected[0].reason}")
    settings = {
        "recipe": "original",
        "teacher": "gpt-4",
        "file": sha256([path]),
        "split": config.split or (path.stem if path.stem in rjdb.SPLITS else "test"),
        "clean": config.clean,
        "code_version": code_version(),
    }
    place = Workplace(Path(config.out), settings_hash(settings), config.overwrite)
    if not place.open():
        return Report.read(place.out)
    shard = Shard(settings["split"], 0, 1, 0, len(triples))
    receipt = write_triples(
        place.path, shard, ((t, _provenance(t)) for t in triples), list(map(_rejected_row, rejected))
    )
    _write_graph_configs(place.path, triples)
    origin = Origin(
        settings=settings,
        command=f"python -m dataset_builder import {path.name}" + " --clean" * config.clean,
        sources=(Source("original", "RJDB, the original release", LICENCE, URL, settings["file"]),),
        licence=LICENCE,
        teacher_licence=LICENCE,
        aliases={},
        label_noise=asdict(label_noise(triples)),
    )
    return finish(place, [receipt], origin, workers=1)


def _provenance(triple: Triple) -> dict:
    row = dict.fromkeys(rjdb.FEATURES["provenance"]) | {"id": triple.facts.id, "recipe": "original", "teacher": "gpt-4"}
    return row | {"walk": [job.title for job in triple.facts.experiences], "code_version": code_version()}


def _rejected_row(row: Rejected) -> dict:
    """As much of a rejected row as is text; its labels are what could not be read."""
    texts = {
        "job_description": "Job-Description",
        "resume_matched": "Resume-matched",
        "resume_unmatched": "Resume-unmatched",
    }
    held = {
        column: text.encode("utf-8", "backslashreplace").decode()  # half a surrogate pair is no text
        for column, key in texts.items()
        if isinstance(text := row.raw.get(key), str)
    }
    return dict.fromkeys(rjdb.FEATURES["rejected"]) | held | {"id": row.id, "attempt": 0, "reason": row.reason}


def _write_graph_configs(place: Path, triples: list[Triple]) -> None:
    """Titles and skills that the rows name; the skills belong to the oldest job of a row, as in the release."""
    categories: dict[str, str] = {}
    edges: dict[tuple[str, str], None] = {}
    for facts in (triple.facts for triple in triples):
        for job in facts.experiences:
            categories.setdefault(job.title, facts.category)
        edges |= dict.fromkeys((facts.experiences[-1].title, skill) for skill in facts.skills)
    skills = dict.fromkeys(skill for _, skill in edges)
    rows = {
        "occupations": [
            {"title": title, "soc_code": None, "category": category, "clusters": [], "source": "original"}
            for title, category in categories.items()
        ],
        "skills": [{"skill": skill, "aliases": [], "source": "original"} for skill in skills],
        "edges": [{"occupation": title, "skill": skill, "source": "original"} for title, skill in edges],
    }
    for config, config_rows in rows.items():
        folders.write_rows(place / config / shard_name("train", 0, 1), config, [config_rows])
