"""Imports a file of the original release (Megagon Labs, CC BY-SA 4.0) into the same folder as a build.

    python -m dataset_builder import test.jsonl --out rjdb-original

Labels come from the release's metadata and the text stays as released: what is wrong with it is measured, not
fixed. Every row ends in `triples` or, with its reason, in `rejected`.
"""

from dataclasses import asdict
from pathlib import Path

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.pipeline.build import finish, report_again
from dataset_builder.pipeline.configs import ImportConfig
from dataset_builder.pipeline.original_release import (
    LICENCE,
    graph_rows,
    original_code,
    provenance,
    read_original,
    rejected_row,
)
from dataset_builder.pipeline.shards import Shard, write_graph_configs, write_triples
from dataset_builder.quality.label_noise import label_noise
from dataset_builder.report.dataset_report import Origin, Report
from dataset_builder.sources.files import sha256
from dataset_builder.sources.records import Source
from dataset_builder.storage.folder import settings_hash
from dataset_builder.storage.staging import StagingFolder

URL = "https://github.com/megagonlabs/rjdb"


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
        "code_version": original_code(),
    }
    place = StagingFolder(Path(config.out), settings_hash(settings), config.overwrite)
    origin = Origin(
        settings=settings,
        command=f"python -m dataset_builder import {path.name}" + " --clean" * config.clean,
        sources=(Source("original", "RJDB, the original release", LICENCE, URL, settings["file"]),),
        licence=LICENCE,
        teacher_licence=LICENCE,
        aliases={},
        label_noise=asdict(label_noise(triples)),
    )
    if not place.open():
        return report_again(place, origin, workers=1)
    shard = Shard(settings["split"], 0, 1, 0, len(triples))
    rows = ((triple, provenance(triple)) for triple in triples)
    receipt = write_triples(place.path, shard, rows, list(map(rejected_row, rejected)))
    write_graph_configs(place.path, graph_rows(triples))
    return finish(place, [receipt], origin, workers=1)
