"""A leaderboard as a folder: a dataset of figures for the Hub, its card with the table, `eval.yaml`, and pages of errors.

OUT/data/scores.parquet       one row per figure: system, input, measure, value, low, high, rows
OUT/data/handwritten.parquet  the pairs written by hand as rows of matching, which OUT/eval.yaml makes a benchmark that the Hub lists
OUT/README.md                 the card, with the table
OUT/errors/SYSTEM.md          the worst of each input; documents are shown where they are ours or written by hand
OUT/leaderboard.json          what measured it, and the hashes of the files: `dataset_builder publish` refuses others
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from tabulate import tabulate

import rjdb
from dataset_builder.hub.release import LEADERBOARD_FILE
from dataset_builder.report.card_text import code_block
from dataset_builder.report.eval_file import write_eval_file
from dataset_builder.sources import handwritten
from dataset_builder.storage.files import replacing, sha256_of, write_json
from training.evaluation.leaderboard.inputs import Score, Worst
from training.evaluation.tables import figure
from training.systems.open_system import file_name

SCHEMA = pa.schema(
    [("system", pa.string()), ("input", pa.string()), ("measure", pa.string()), ("value", pa.float64()), ("low", pa.float64()),
     ("high", pa.float64()), ("rows", pa.int64())]
)  # fmt: skip
SHOWN = 20
DESCRIPTION = (
    "Pairs of resume and job description, written by hand: is every requirement met? Input is the column prompt, target the "
    "column completion. The other figures of the leaderboard are in the config scores."
)


def write_folder(
    out: Path, measured: Path, scores: Sequence[Score], worst: dict[str, dict[str, list[Worst]]], facts: dict
) -> None:
    """`measured`: where pages of errors lie; `worst` by system and input; `facts["commands"]` is what measures it again.

    leaderboard.json is written last; files of an earlier leaderboard that this one does not have go.
    """
    for name, rows, schema in (
        ("scores", list(map(asdict, scores)), SCHEMA),
        ("handwritten", _handwritten_rows(), None),
    ):
        with replacing(out / "data" / f"{name}.parquet") as temporary:
            pq.write_table(pa.Table.from_pylist(rows, schema=schema), temporary)
    _write(out / "README.md", _card(scores, facts["commands"], facts["dataset"]["build"]))
    _write(out / "eval.yaml", write_eval_file({"matching": {"test": {}}}, "RJDB leaderboard", DESCRIPTION) or "")
    pages = {
        f"errors/{file_name(system)}.md": _page(system, found) for system, found in worst.items() if any(found.values())
    }
    for system in worst:
        for page in sorted(measured.glob(f"{file_name(system)}/*/errors/*.md")):  # of training.evaluate, one a task
            pages[f"errors/{page.stem}-{page.parts[-3]}.md"] = page.read_text(encoding="utf-8")
    for name, text in pages.items():
        _write(out / name, text)
    made = {"data/scores.parquet", "data/handwritten.parquet", "eval.yaml", *pages}
    for path in (out / "errors").glob("*.md"):
        if f"errors/{path.name}" not in made:
            path.unlink()
    write_json(out / LEADERBOARD_FILE, facts | {"files": {name: sha256_of(out / name) for name in sorted(made)}})


def _handwritten_rows() -> list[dict]:
    """The pairs with the prompt and the completion of matching: what `eval.yaml` asks."""
    rows = []
    for pair in handwritten.kept_apart():
        fields = {"job_description": pair.job_description, "resume": pair.resume, "label": pair.label}
        answer = {"prompt": rjdb.prompt("matching", **fields), "completion": rjdb.completion("matching", **fields)}
        rows.append({"id": pair.pair_id} | fields | answer)
    return rows


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


def _card(scores: Sequence[Score], commands: Sequence[str], build: str | None) -> str:
    front = {
        "license": "cc0-1.0",
        "language": ["en"],
        "pretty_name": "RJDB leaderboard",
        "tags": ["leaderboard", "human-resources", "resumes"],
        "configs": [
            {
                "config_name": "scores",
                "data_files": [{"split": "test", "path": "data/scores.parquet"}],
                "default": True,
            },
            {"config_name": "matching", "data_files": [{"split": "test", "path": "data/handwritten.parquet"}]},
        ],
    }
    learnt = "RJDB's train split" + (f" (build `{build}`)" if build else "")
    lines = "\n".join(commands)
    return (
        f"---\n{yaml.safe_dump(front, sort_keys=False)}---\n\n# RJDB leaderboard\n\n"
        "Systems that match, explain, extract and edit, on text that RJDB did not write, and on its own test splits. Percent with 95 % bootstrap "
        "intervals; phantom skills are a count, less is better. Nothing was learnt from the rows that are judged: systems that "
        f"learn here learn from {learnt}. What each input is, `python -m training.evaluation.leaderboard --help` says.\n\n"
        f"{table(scores)}\n\n"
        "## Use\n\n"
        '```python\nfrom datasets import load_dataset\n\nfor row in load_dataset("leaderboard", "scores", split="test"):\n'
        '    print(row["input"], row["measure"], row["system"], row["value"], row["low"], row["high"])\n```\n\n'
        "The config `matching` holds the pairs written by hand as prompts with their verdicts; `eval.yaml` names it, so that inspect-ai can "
        "ask any model. What measures the table again:\n\n"
        f"```bash\n{lines}\n```\n\n{code_block('train')}\n\n"
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
