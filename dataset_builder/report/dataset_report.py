"""What a finished dataset says of itself: `build.json`, the card, the figures, the lines a build prints."""

import platform
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from textwrap import fill

import pyarrow.parquet as pq
from tabulate import tabulate

import rjdb
from dataset_builder.errors import BadInput, command
from dataset_builder.quality import shortcut_gate
from dataset_builder.quality.near_duplicates import across_splits
from dataset_builder.quality.near_duplicates import markdown as duplicates_markdown
from dataset_builder.quality.shortcut_gate import GateReport
from dataset_builder.report import figures, statistics, text_lengths
from dataset_builder.report.dataset_card import noise_table, write_card
from dataset_builder.report.datasheet import write_datasheet
from dataset_builder.report.eval_file import write_eval_file
from dataset_builder.report.fact_tables import located
from dataset_builder.sources.records import Source
from dataset_builder.storage import files
from dataset_builder.storage import folder as folders
from dataset_builder.storage.folder import Size
from dataset_builder.text.mentions import Aliases

# Columns of a terminal that no line of a report passes.
WIDTH = 100


@dataclass(frozen=True)
class Report:
    """A folder and the content of its build.json."""

    folder: Path
    build: dict

    @classmethod
    def read(cls, folder: Path) -> "Report":
        """Raises BadInput where the folder is not an RJDB dataset."""
        build = folders.read_build(folder)
        if build is None or "gate" not in build:
            raise BadInput(f"{folder}: is not an RJDB dataset; give a folder written by `{command('build')}`")
        return cls(Path(folder), build)

    @property
    def gate(self) -> GateReport:
        return GateReport.from_dict(self.build["gate"])

    @property
    def passed(self) -> bool:
        """Whether the gate lets the dataset be published."""
        return self.gate.passed

    def text(self) -> str:
        """The report as a terminal shows it."""
        rejected = self.build["rejected"]
        rows = sum(size["rows"] for size in self.build["sizes"]["triples"].values())
        parts = [
            self.build["statistics_markdown"],
            *([noise_table(self.build["label_noise"])] if "label_noise" in self.build else []),
            _gate_table(self.gate.table()),
            *([located(self.gate.facts)] if self.gate.facts else []),
            f"{rejected['rows']:,} drafts rejected by checks, {100 * rejected['share']:.2f} % of all written\n"
            f"{self.folder}: {rows:,} triples, build {self.build['hash']}",
        ]
        parts += [fill(f"gate failed: {failure}", WIDTH, subsequent_indent="  ") for failure in self.gate.failures]
        parts += ["publish refuses a dataset that fails the gate"] * bool(self.gate.failures)
        return "\n\n".join(parts)


def _gate_table(rows: list[list[str]]) -> str:
    """The last column, the cue, takes what the others leave of the width, on as many lines as it needs."""
    headers = shortcut_gate.HEADERS
    # tabulate gives a header two blanks more, and a cell a bar and two blanks
    widths = [max(len(header) + 2, *map(len, cells)) for header, *cells in zip(headers, *rows)][:-1]
    left = WIDTH - sum(width + 3 for width in widths) - len("|  |")
    return tabulate(rows, headers, "github", disable_numparse=True, maxcolwidths=[*(None for _ in widths), left])


@dataclass(frozen=True)
class Origin:
    """Where a dataset comes from: what the card says of sources, licences and the way to build it again."""

    settings: dict
    command: str
    sources: tuple[Source, ...]
    licence: str
    teacher_licence: str
    aliases: Aliases
    label_noise: dict | None = None
    # Rows of `quality.graph_labels`, where the graph has been judged.
    graph_labels: tuple[dict, ...] = ()


@dataclass(frozen=True)
class ShardTotals:
    """Rows and bytes of the shards by config and split, rejected drafts by reason, and the libraries that wrote them."""

    sizes: dict[str, dict[str, dict]]
    rejected: dict[str, int]
    environment: dict[str, str]
    # Rows of `assessment`, and what its text layer reads otherwise than the facts, by reason.
    assessment: dict[str, int]

    @classmethod
    def of_receipts(cls, folder: Path, receipts: Iterable[dict]) -> "ShardTotals":
        receipts, reasons, assessment = list(receipts), Counter(), Counter()
        for receipt in receipts:
            reasons.update(receipt["rejected"])
            assessment.update(receipt["assessment"])
        return cls(_sizes(folder, receipts), dict(sorted(reasons.items())), environment(), dict(assessment))

    @classmethod
    def of_build(cls, build: dict) -> "ShardTotals":
        """Of a build.json, whose keys are sorted: a card written anew has its configs and splits where they were."""
        sizes = {
            config: {split: build["sizes"][config][split] for split in rjdb.SPLITS if split in build["sizes"][config]}
            for config in rjdb.FEATURES
            if config in build["sizes"]
        }
        held = build["environment"]
        ordered = {name: held[name] for name in ("python", *LIBRARIES) if name in held} | held
        return cls(sizes, build["rejected"]["reasons"], ordered, build["assessment"])


def write_report(folder: Path, build_hash: str, totals: ShardTotals, origin: Origin, workers: int) -> dict:
    """Measures what was written into `folder`, and writes figures, card, datasheet and build.json, which is returned."""
    sizes, rejected = totals.sizes, sum(totals.rejected.values())
    drafts = sum(size["rows"] for size in sizes["triples"].values()) + rejected
    measured = statistics.measure(folder)
    gate = shortcut_gate.measure(folder, origin.aliases, workers)
    figures.draw(measured, folder / "figures")
    build = {
        "hash": build_hash,
        "command": origin.command,
        "settings": origin.settings,
        "sources": [asdict(source) for source in origin.sources],
        "licence": origin.licence,
        "teacher_licence": origin.teacher_licence,
        "sizes": sizes,
        "rejected": {"rows": rejected, "share": rejected / drafts, "reasons": totals.rejected},
        "assessment": totals.assessment,
        "statistics": asdict(measured),
        "statistics_markdown": statistics.markdown(measured),
        "gate": gate.to_dict(),
        "environment": totals.environment,
    } | {
        name: value
        for name, value in (("label_noise", origin.label_noise), ("graph_labels", list(origin.graph_labels)))
        if value
    }
    for name, text in (("DATASHEET.md", write_datasheet(build)), ("eval.yaml", write_eval_file(sizes))):
        if text is not None:
            with files.replacing(folder / name) as temporary:
                temporary.write_text(text, encoding="utf-8")
    build["files"] = folders.file_hashes(folder)
    bytes_on_disk = {config: sum(path.stat().st_size for path in folders.shards(folder, config)) for config in sizes}
    with files.replacing(folder / "README.md") as temporary:
        card = write_card(build, bytes_on_disk, build["statistics_markdown"], gate.table())
        temporary.write_text(card, encoding="utf-8")
    files.write_json(folder / folders.BUILD_FILE, build)
    return build


def write_report_again(folder: Path, origin: Origin, workers: int) -> Report:
    """The report of a finished folder, and its card, with the measures and words of the code as it is now; no row changes."""
    build = Report.read(folder).build
    totals = ShardTotals.of_build(build)
    return Report(Path(folder), write_report(folder, build["hash"], totals, origin, workers))


# Distributions that decide rows (the code in `code_version` imports them), the bytes of files, or what is measured.
LIBRARIES = (
    "datasets", "matplotlib", "numpy", "pyarrow", "PyStemmer", "PyYAML", "rapidfuzz", "scikit-learn", "scipy",
)  # fmt: skip


def environment() -> dict[str, str]:
    """Versions of Python and `LIBRARIES`: with others the same code may write other rows, or the same in other bytes."""
    return {"python": platform.python_version()} | {name: metadata.version(name) for name in LIBRARIES}


def _sizes(folder: Path, receipts: list[dict]) -> dict[str, dict[str, dict]]:
    """Rows and bytes by config and split."""
    totals: dict[str, dict[str, Size]] = {config: {} for config in rjdb.FEATURES}
    for receipt in receipts:
        for config, size in receipt["sizes"].items():
            totals[config].setdefault(receipt["split"], Size()).add(**size)
    for config in rjdb.FEATURES:
        if config not in rjdb.SPLIT_CONFIGS:
            for split in folders.splits_of(folder, config):
                tables = [pq.read_table(path) for path in folders.shards(folder, config, split)]
                totals[config][split] = Size(sum(t.num_rows for t in tables), sum(t.nbytes for t in tables))
    return {
        config: {split: asdict(splits[split]) for split in rjdb.SPLITS if split in splits}
        for config, splits in totals.items()
    }


def measure_again(
    folder: Path, tokenizer: str | None, near_duplicates: bool, figures_to: str | None, workers: int
) -> Report:
    """Measures a finished folder anew, draws its figures, and prints what only costs time when asked for."""
    report = Report.read(folder)
    measured = statistics.measure(folder)
    aliases = folders.read_aliases(folder)
    gate = shortcut_gate.measure(folder, aliases, workers)
    figures.draw(measured, Path(figures_to) if figures_to else folder / "figures")
    text = statistics.markdown(measured)
    if tokenizer:
        text += "\n\n" + text_lengths.t5_markdown(text_lengths.t5_lengths(folder, Path(tokenizer)))
    if near_duplicates:
        text += "\n\n" + duplicates_markdown(across_splits(folder, workers=workers))
    return Report(folder, report.build | {"statistics_markdown": text, "gate": gate.to_dict()})
