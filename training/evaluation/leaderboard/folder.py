"""A leaderboard as a folder: a dataset of figures for the Hub, its card with the table, `eval.yaml`, and a page of errors a system.

OUT/data/scores.parquet       one row a figure: system, input, measure, value, low, high, rows
OUT/README.md, OUT/eval.yaml  the card; the tasks as a benchmark that the Hub lists
OUT/errors/SYSTEM.md          the worst of each input; documents are shown where they are ours or written by hand
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from tabulate import tabulate

import rjdb
from dataset_builder.report.eval_file import write_eval_file
from dataset_builder.storage.files import replacing
from training.evaluation.leaderboard.inputs import Score, Worst
from training.evaluation.tables import figure
from training.systems.open_system import file_name

SCHEMA = pa.schema(
    [("system", pa.string()), ("input", pa.string()), ("measure", pa.string()), ("value", pa.float64()), ("low", pa.float64()),
     ("high", pa.float64()), ("rows", pa.int64())]
)  # fmt: skip
SHOWN = 20


def write_folder(
    out: Path, measured: Path, scores: Sequence[Score], worst: dict[str, dict[str, list[Worst]]], command: str
) -> None:
    """`measured`: where pages of errors lie; `worst` by system and input; `command` is what measures it again."""
    data = out / "data" / "scores.parquet"
    with replacing(data) as temporary:
        pq.write_table(pa.Table.from_pylist([asdict(score) for score in scores], schema=SCHEMA), temporary)
    _write(out / "README.md", _card(scores, command))
    _write(out / "eval.yaml", write_eval_file({task: {"test": {}} for task in rjdb.TASKS}) or "")
    for page in sorted(measured.glob("*/*/errors/*.md")):  # of training.evaluate, one a task
        _write(out / "errors" / f"{page.stem}-{page.parts[-3]}.md", page.read_text(encoding="utf-8"))
    for system, inputs in worst.items():
        if any(inputs.values()):
            _write(out / "errors" / f"{file_name(system)}.md", _page(system, inputs))


def _write(path: Path, text: str) -> None:
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def table(scores: Sequence[Score]) -> str:
    """Inputs and measures down, systems across; 95 % intervals where there are."""
    systems = list(dict.fromkeys(score.system for score in scores))
    found = {(score.input, score.measure, score.system): score for score in scores}
    lines = []
    for of_input, measure in dict.fromkeys((score.input, score.measure) for score in scores):
        row = [found.get((of_input, measure, system)) for system in systems]
        judged = next(one.rows for one in row if one)
        shown = [figure(one.value, one.low, one.high) if one else "" for one in row]
        lines.append([of_input, measure, f"{judged:,}", *shown])
    return tabulate(lines, ["input", "measure", "rows", *systems], "github", disable_numparse=True)


def _card(scores: Sequence[Score], command: str) -> str:
    front = {
        "license": "cc0-1.0",
        "pretty_name": "RJDB leaderboard",
        "tags": ["leaderboard", "human-resources", "resumes"],
        "configs": [{"config_name": "scores", "data_files": "data/scores.parquet", "default": True}],
    }
    return (
        f"---\n{yaml.safe_dump(front, sort_keys=False)}---\n\n# RJDB leaderboard\n\n"
        "Systems that match, explain, extract and edit, on text that RJDB did not write, and on its own test split. Percent with 95 % bootstrap "
        "intervals; phantom skills are a count, less is better. Nothing was learnt from the rows that are judged: systems that "
        "learn here learn from RJDB's train split. What each input is, `python -m training.evaluation.leaderboard --help` says.\n\n"
        f"```bash\n{command}\n```\n\n{table(scores)}\n\n"
        "Where each system fails stands in `errors/`: of documents that may not be passed on, ids and counts alone. "
        "A ranking of models on synthetic and handwritten documents says nothing about the people whom a system would be used on.\n"
    )


def _page(system: str, inputs: dict[str, list[Worst]]) -> str:
    parts = [f"# {system}: where it fails"]
    for name, found in inputs.items():
        if found:
            parts.append(f"## {name}, the worst {min(SHOWN, len(found))} of {len(found)}")
            parts += [f"### {one.title}\n\n{one.text}".rstrip() for one in found[:SHOWN]]
    return "\n\n".join(parts) + "\n"
