"""The leaderboard of a release: every system on every set of rows, as a static page with its figures in a CSV file.

A Space of its own (`sdk: static`), made from the results.json files of `training.evaluate`, so that no figure is written by hand.
"""

import csv
import html
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

from dataset_builder.storage.files import replacing
from training.card.results import HEADLINE
from training.evaluation.tables import figure
from training.release.config import ReleaseConfig
from training.release.measuring import evaluation_folder, judged_sets

COLUMNS = ("rows", "task", "measure", "system", "value", "low", "high", "judged")
# The measures that are shown, by task: the one that a card leads with, and those that show its other side.
SHOWN = {
    "matching": ("accuracy", "F1"),
    "explanation": (HEADLINE["explanation"], "F1 lenient", "false alarms"),
    "extraction": tuple(f"{field} F1 {by}" for field in ("resume skills", "resume experience", "JD skills", "JD experience") for by in ("exact", "fuzzy")),
    "editing": tuple(f"{section} {measure}" for section in ("skills", "experience") for measure in ("F_add", "ROUGE-2")),
}  # fmt: skip
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1f2937;background:#fff}"
    "table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #d1d5db;padding:.3rem .6rem;text-align:left}"
    "td.best{font-weight:700}caption{text-align:left;font-weight:600;padding:.3rem 0}"
)


def figures(config: ReleaseConfig) -> Iterator[dict]:
    """A row of `COLUMNS` per set, task, measure and system."""
    for one in judged_sets(config):
        results = json.loads((evaluation_folder(config, one) / "results.json").read_text(encoding="utf-8"))
        for task in one.tasks:
            for measure in SHOWN[task]:
                for system, tasks in results["systems"].items():
                    found = tasks.get(task, {}).get("measures", {}).get(measure)
                    if found:
                        yield dict(
                            zip(
                                COLUMNS,
                                (
                                    one.name,
                                    task,
                                    measure,
                                    system,
                                    *(round(found[key], 2) for key in ("value", "low", "high")),
                                    found["rows"],
                                ),
                            )
                        )


def write_leaderboard(config: ReleaseConfig, out: Path) -> Path:
    """The folder of the Space, whole or not there."""
    rows = list(figures(config))
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    files = {"README.md": _card(config), "index.html": _page(rows), "leaderboard.csv": table.getvalue()}
    if out.is_dir() and {path.name for path in out.iterdir()} - set(files):
        shutil.rmtree(out)
    for name, text in files.items():
        with replacing(out / name) as temporary:
            temporary.write_text(text, encoding="utf-8")
    return out


def _card(config: ReleaseConfig) -> str:
    front = {
        "title": "RJDB leaderboard", "emoji": "📊", "colorFrom": "blue", "colorTo": "green", "sdk": "static",
        "app_file": "index.html", "license": "apache-2.0", "pinned": False, "datasets": ["rjdb/rjdb"],
        "tags": ["leaderboard", "human-resources", "resumes"],
    }  # fmt: skip
    names = ", ".join(one.name for one in judged_sets(config))
    part = f" Only the first {config.limit:,} rows of each task were judged." if config.limit else ""
    return (
        f"---\n{yaml.safe_dump(front, sort_keys=False, allow_unicode=True)}---\n\n# RJDB leaderboard\n\n"
        f"Every system of this release on {names}, 0–100 with 95 % bootstrap intervals over triples, as `python -m training.evaluate` "
        f"measured it.{part} `leaderboard.csv` holds the figures. It ranks models on synthetic and handwritten documents; it says "
        "nothing about a person, and no model here may rank applicants.\n"
    )


def _page(rows: list[dict]) -> str:
    parts = []
    for name in dict.fromkeys(row["rows"] for row in rows):
        parts.append(f"<h2>{html.escape(name)}</h2>")
        for task in SHOWN:
            if chosen := [row for row in rows if row["rows"] == name and row["task"] == task]:
                parts.append(_table(task, chosen))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>RJDB leaderboard</title><style>{_STYLE}</style></head><body>\n<h1>RJDB leaderboard</h1>\n"
        '<p>0–100 with 95 % intervals; the figures are in <a href="leaderboard.csv">leaderboard.csv</a>. '
        "It ranks models, not people.</p>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def _table(task: str, rows: list[dict]) -> str:
    measures = list(dict.fromkeys(row["measure"] for row in rows))
    by = {(row["system"], row["measure"]): row for row in rows}
    systems = list(dict.fromkeys(row["system"] for row in rows))
    heads = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in ("system", *measures))
    lines = []
    for system in systems:
        cells = [_cell(by.get((system, measure))) for measure in measures]
        lines.append(f'<tr><th scope="row">{html.escape(system)}</th>{"".join(cells)}</tr>')
    return f"<table><caption>{html.escape(task)}</caption><tr>{heads}</tr>\n" + "\n".join(lines) + "</table>"


def _cell(row: dict | None) -> str:
    return f"<td>{figure(row['value'], row['low'], row['high'])}</td>" if row else "<td></td>"
