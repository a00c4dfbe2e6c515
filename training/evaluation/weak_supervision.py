"""Training sets for matching on data that RJDB did not write (section 5, Table 8), cut from an RJDB dataset.

    python -m training.evaluation.weak_supervision --data rjdb --out rjdb-weak
    load_dataset("rjdb-weak", "weak-rec-1000")           # also zero-shot, weak-rec, weak-pre, each -1000 and -500

What the paper says: T5-R is trained on RJDB and judged zero-shot; weak supervision calls unmatched resumes with the
largest edits matches (noisy positives), random pairs no matches, some 12,000 in all, once for recall (weak-rec) and once
for precision (weak-pre); there are subsets of 1,000 and 500.
Our reading, where it says no more:
- The size of an edit is the share of the job's requirements that the unmatched resume fails, removed skills and the
  edited job alike, then the years lost: facts, not letters, since resumes may be worded independently.
- weak-rec has as many positives as negatives, weak-pre three negatives to a positive: a student that meets more
  negatives says "match" less often. Nothing else differs, and weak-pre's positives are those of the larger edits.
- A random pair is a job with a resume, matched or unmatched, of another triple that advertises another title.
- zero-shot is RJDB's own pairs, of as many triples as make the same size. A subset keeps the balance; the smaller is in
  the larger.
Rows have the columns of the matching config. The same dataset and seed give the same bytes. Only train is read.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import DatasetInfo
from datasets.info import DatasetInfosDict
from datasets.splits import SplitDict, SplitInfo
from huggingface_hub import DatasetCardData
from tabulate import tabulate

import rjdb
from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options, read_config
from dataset_builder.errors import BadInput
from dataset_builder.pipeline.code_version import code_version
from dataset_builder.storage.files import replacing, write_json
from dataset_builder.storage.folder import BUILD_FILE, Size, read_build, settings_hash, shard_name, write_rows
from dataset_builder.storage.folder import shards as shards_of
from dataset_builder.storage.staging import StagingFolder
from training.data.load import dataset_folder

# Sets and their shares of positives.
POSITIVES = {"zero-shot": 0.5, "weak-rec": 0.5, "weak-pre": 0.25}
SUBSETS = (1_000, 500)
TEXT = {
    "zero-shot": "RJDB's own pairs: the matched resume is a match, the unmatched one is not",
    "weak-rec": "noisy positives: unmatched resumes with the largest edits; as many random pairs as negatives",
    "weak-pre": "noisy positives: unmatched resumes with the largest edits; three random pairs to each as negatives",
}
_DOCUMENTS = ("job_description", "resume_matched", "resume_unmatched")
_FACTS = ("id", "job_title", "skills", "experiences", "removed_skills", "experience_edit")


@dataclass(frozen=True)
class WeakSupervisionConfig:
    """The options."""

    data: str = field(
        default="rjdb", metadata={"help": "a built dataset, or rjdb: ./rjdb or $RJDB_HOME", "metavar": "FOLDER"}
    )
    out: str = field(default="rjdb-weak", metadata={"help": "where the sets go", "metavar": "FOLDER"})
    size: int = field(default=12_000, metadata={"help": "pairs of each full set"})
    seed: int = field(default=0, metadata={"help": "another seed, other pairs"})
    overwrite: bool = field(default=False, metadata={"help": "replace other sets there"})

    def __post_init__(self) -> None:
        if self.size < 8 or self.size % 4:
            raise BadInput(f"--size {self.size}: give a multiple of 4 from 8, so that a quarter of it is whole")


@dataclass(frozen=True)
class TrainingPair:
    """Where a row's texts stand: the triple of the job, that of the resume, and which of its resumes."""

    job: int
    resume: int
    column: str
    label: int


def edit_size(row: dict) -> tuple[float, int]:
    """How far the unmatched resume is from the job: the share of requirements it fails, then the years it lost."""
    edit = row["experience_edit"]
    failed = len(row["removed_skills"]) + (edit["kind"] != "kept")
    span = edit["from_end"] - edit["from_start"]
    lost = {"kept": 0, "shortened": span - ((edit["to_end"] or 0) - (edit["to_start"] or 0))}.get(edit["kind"], span)
    return failed / max(len(row["skills"]) + len(row["experiences"]), 1), lost


def own_pairs(triples: int, size: int, random: Random) -> tuple[list[TrainingPair], list[TrainingPair]]:
    """Both pairs of some triples, positives and negatives in the same order."""
    chosen = random.sample(range(triples), size // 2)
    return (
        [TrainingPair(at, at, "resume_matched", 1) for at in chosen],
        [TrainingPair(at, at, "resume_unmatched", 0) for at in chosen],
    )


def weak_pairs(
    facts: Sequence[dict], size: int, share: float, random: Random
) -> tuple[list[TrainingPair], list[TrainingPair]]:
    """Noisy positives and random negatives; chance decides between edits of the same size."""
    number = round(size * share)
    order = random.sample(range(len(facts)), len(facts))
    largest = sorted(order, key=lambda at: edit_size(facts[at]), reverse=True)[:number]  # stable: ties stay shuffled
    random.shuffle(largest)
    titles = [row["job_title"] for row in facts]
    if len(set(titles)) < 2:
        raise BadInput(f"--data: all triples advertise {titles[0]!r}, so no random pair is a negative; build more")
    pairs: dict[TrainingPair, None] = {}
    while len(pairs) < size - number:
        job, resume = random.randrange(len(facts)), random.randrange(len(facts))
        if titles[job] != titles[resume]:
            pairs[TrainingPair(job, resume, random.choice(_DOCUMENTS[1:]), 0)] = None
    return [TrainingPair(at, at, "resume_unmatched", 1) for at in largest], list(pairs)


def subset(
    positives: list[TrainingPair], negatives: list[TrainingPair], size: int, random: Random
) -> list[TrainingPair]:
    """The first of both, as balanced as they are, in shuffled order."""
    number = round(size * len(positives) / (len(positives) + len(negatives)))
    chosen = positives[:number] + negatives[: size - number]
    random.shuffle(chosen)
    return chosen


def _rows(pairs: Sequence[TrainingPair], triples: pa.Table) -> Iterator[list[dict]]:
    """Batches of rows, the texts taken from the triples only now."""
    ids, job_texts = triples["id"].to_pylist(), triples["job_description"]
    for start in range(0, len(pairs), 1_000):
        yield [_row(pair, ids, job_texts, triples[pair.column]) for pair in pairs[start : start + 1_000]]


def _row(pair: TrainingPair, ids: list[str], jobs: pa.ChunkedArray, resumes: pa.ChunkedArray) -> dict:
    name = pair.column.removeprefix("resume_")
    row = {
        # what stands before the last hyphen is the job's triple, as everywhere
        "id": f"{ids[pair.job]}-{name}"
        + (f"_of_{ids[pair.resume]}".replace("-", "_") if pair.job != pair.resume else ""),
        "job_description": jobs[pair.job].as_py(),
        "resume": resumes[pair.resume].as_py(),
        "label": pair.label,
    }
    return row | {"prompt": rjdb.prompt("matching", **row), "completion": rjdb.completion("matching", **row)}


def read_triples(data: str, size: int) -> tuple[Path, pa.Table]:
    """The train triples of a dataset folder, enough for `size` pairs.

    Raises:
        BadInput: no dataset there, no train split, or too few triples.
    """
    folder = dataset_folder(data, "--data")
    if folder is None:
        raise BadInput(
            f"--data {data}: is no folder here; build one with `python -m dataset_builder build --out {data}`"
        )
    paths = shards_of(folder, "triples", "train")
    if not paths:
        raise BadInput(
            f"--data {folder}: has no train split of triples; give a dataset that was built, not one test file"
        )
    triples = pa.concat_tables(pq.read_table(path, columns=[*_FACTS, *_DOCUMENTS]) for path in paths)
    if triples.num_rows < size // 2:
        raise BadInput(
            f"--data {folder}: has {triples.num_rows:,} train triples, and {size:,} pairs need {size // 2:,}; build "
            f"more, or give --size {triples.num_rows // 4 * 4}"
        )
    return folder, triples


def write_sets(config: WeakSupervisionConfig) -> dict:
    """Writes the folder `config.out`; returns its build.json. A folder that already is this one is left alone.

    Raises:
        BadInput: the dataset or the output folder cannot be used.
    """
    folder, triples = read_triples(config.data, config.size)
    source = read_build(folder) or {}
    code = code_version("training.evaluation.weak_supervision", without=("dataset_builder.llm",))
    settings = {"size": config.size, "seed": config.seed, "dataset": source.get("hash"), "code_version": code}
    place = StagingFolder(Path(config.out), settings_hash(settings), config.overwrite)
    if not place.open():
        return read_build(place.out)
    facts = triples.select(_FACTS).to_pylist()
    sizes: dict[str, Size] = {}
    for name, share in POSITIVES.items():
        random = Random(f"{config.seed}/{name}")
        own = name == "zero-shot"
        positives, negatives = (
            own_pairs(len(facts), config.size, random) if own else weak_pairs(facts, config.size, share, random)
        )
        for number in (config.size, *(size for size in SUBSETS if size < config.size)):
            set_name = name if number == config.size else f"{name}-{number}"
            pairs = subset(positives, negatives, number, Random(f"{config.seed}/{set_name}"))
            path = place.path / set_name / shard_name("train", 0, 1)
            sizes[set_name] = write_rows(path, "matching", _rows(pairs, triples))
    build = {
        "hash": place.build_hash,
        "settings": settings,
        "licence": source.get("licence"),
        "sizes": {name: asdict(size) for name, size in sizes.items()},
    }
    write_json(place.path / BUILD_FILE, build)
    with replacing(place.path / "README.md") as temporary:
        temporary.write_text(card(build), encoding="utf-8")
    place.done()
    return build


def card(build: dict) -> str:
    """README.md: YAML that the Hub and load_dataset read, and what each set is."""
    infos = DatasetInfosDict()
    for name, size in build["sizes"].items():
        splits = SplitDict()
        splits.add(SplitInfo("train", size["num_bytes"], size["rows"]))
        infos[name] = DatasetInfo(features=rjdb.FEATURES["matching"], config_name=name, splits=splits)
    data = DatasetCardData(
        language="en",
        license=build["licence"],
        pretty_name="RJDB, sets for weak supervision",
        arxiv="2311.06383",
        configs=[
            {
                "config_name": name,
                "description": f"{_text(name)} (build {build['hash']})",  # a new hash, a new cache
                "data_files": [{"split": "train", "path": f"{name}/train-*"}],
            }
            for name in build["sizes"]
        ],
    )
    infos.to_dataset_card_data(data)
    settings = build["settings"]
    rows = [[f"`{name}`", _text(name), f"{size['rows']:,}"] for name, size in build["sizes"].items()]
    return (
        f"---\n{data.to_yaml().rstrip()}\n---\n\n# RJDB, sets for weak supervision\n\n"
        "Training pairs for matching on other data (arXiv 2311.06383, section 5), cut from the train split of RJDB "
        f"`{settings['dataset']}`. Labels of the weak sets are wrong on purpose: a resume that fails some requirements is "
        "called a match. Do not evaluate on them.\n\n"
        + tabulate(rows, ["config", "what it holds", "pairs"], "github")
        + f"\n\n```bash\npython -m training.evaluation.weak_supervision --size {settings['size']} --seed {settings['seed']}\n```\n"
    )


def _text(name: str) -> str:
    base = next(known for known in TEXT if name.startswith(known))
    return TEXT[base] + ("" if name == base else f"; a subset of {name.removeprefix(base + '-')}")


def parser() -> Parser:
    main = Parser(
        prog="python -m training.evaluation.weak_supervision",
        description="Sets for weak supervision, from an RJDB dataset.",
    )
    add_options(main, WeakSupervisionConfig)
    return main


def main(argv: list[str] | None = None) -> int:
    def run() -> int:
        build = write_sets(read_config(WeakSupervisionConfig, parser().parse_args(argv)))
        rows = [[name, _text(name), f"{size['rows']:,}"] for name, size in build["sizes"].items()]
        print(tabulate(rows, ["config", "what it holds", "pairs"], "github"))
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
