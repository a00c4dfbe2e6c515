"""What a benchmark measured: figures beside their limits, printed as a table and kept in benchmarks/results/*.json."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tabulate import tabulate

from dataset_builder.storage.files import write_json

KEPT = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Figure:
    """`value` is a text where one number does not say it; `passed` is None where there is no limit."""

    question: str
    name: str
    value: float | str
    limit: str = ""
    passed: bool | None = None


def at_most(question: str, name: str, value: float, limit: float) -> Figure:
    return Figure(question, name, value, f"<= {limit:g}" if limit else "0", value <= limit)


def render(figures: Iterable[Figure], questions: bool = True) -> str:
    """`questions`: with a column of them, for figures whose names do not say it all."""
    verdicts = {True: "ok", False: "BEYOND", None: ""}
    rows = [(f.question, f.name, _shown(f.value), f.limit, verdicts[f.passed]) for f in figures]
    heads = ("measured", "figure", "value", "limit", "")
    if not questions:
        rows, heads = [row[1:] for row in rows], ("measured", *heads[2:])
    return tabulate(rows, heads, "github", disable_numparse=True)


def _shown(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,.4g}" if value < 1000 else f"{value:,.0f}"


def read(path: Path) -> list[Figure]:
    return [Figure(**figure) for figure in json.loads(path.read_text(encoding="utf-8"))["figures"]]


def keep(path: Path, figures: Iterable[Figure], **more: object) -> None:
    """Writes the figures; those to other questions stay as they were measured before, each in its place."""
    figures = list(figures)
    asked = {figure.question for figure in figures}
    before = read(path) if path.is_file() else []
    place = {question: at for at, question in enumerate(dict.fromkeys(f.question for f in [*before, *figures]))}
    kept = [figure for figure in before if figure.question not in asked]
    together = sorted([*kept, *figures], key=lambda figure: place[figure.question])
    write_json(path, {**more, "figures": [_plain(figure) for figure in together]}, sort_keys=False)


def _plain(figure: Figure) -> dict:
    """Scalars of numpy and torch as Python's."""
    value = figure.value if isinstance(figure.value, str) else float(figure.value)
    return asdict(figure) | {"value": value, "passed": None if figure.passed is None else bool(figure.passed)}


def exit_code(figures: Iterable[Figure]) -> int:
    """1 where a figure is beyond its limit."""
    return int(any(figure.passed is not None and not figure.passed for figure in figures))
