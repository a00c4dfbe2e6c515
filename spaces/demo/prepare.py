"""Writes `release/`, what the Space knows without a dataset: fitted rules, example triples, figures.

    python prepare.py --data ../../rjdb-full     # from this folder; a dataset of the embedded graph, whose licence is ours

rules.json    thresholds and names that the rules learn from the train split, a calibration fitted on the validation
              split, and both measured on the test split
triples.json  test triples to read and try
figures.json  the tables of the build, its gate, and the results of `benchmarks/results/evaluate.json`
"""

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from documents.resume_sections import find_section, put_section
from release_data import STORED, choose_examples, figures_of
from systems.stored_rules import stored

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser
from dataset_builder.errors import BadInput
from dataset_builder.report.dataset_report import Report
from dataset_builder.storage.files import replacing
from training.data.load import load_config
from training.evaluation.benchmark import Benchmark
from training.rules.calibration import calibration_error, fit
from training.rules.editing import change_experience
from training.rules.fitting import fit_rules
from training.rules.gazetteer import Names
from training.rules.rule_system import Rules

RESULTS = Path(__file__).resolve().parents[2] / "benchmarks" / "results" / "evaluate.json"
MORE_TRIPLES = 30


def fitted(folder: Path, build: str) -> dict:
    judged, held_out = (Benchmark(str(folder), split=split) for split in ("validation", "test"))
    rules = fit_rules(judged.training_rows, Names.embedded())
    pairs = pairs_of(judged, folder)
    labels = [label for *_, label in pairs]
    rules = replace(rules, calibration=fit([rules.verdict(job, resume) for job, resume, _ in pairs], labels))
    return {
        "command": "python prepare.py",
        "build": build,
        "fitted_on": f"{judged.fitted_on}; calibration on {len(labels):,} pairs from validation",
        "measured": measured(rules, held_out, folder),
        **stored(rules),
    }


def pairs_of(benchmark: Benchmark, folder: Path) -> list[tuple[str, str, int]]:
    """(job, resume, label) of the split, and one more kind: every unmatched resume of the dataset lacks skills, so that a score fitted
    on these alone would not know what a job that is too short means when nothing else is wrong."""
    pairs = [(row["job_description"], row["resume"], row["label"]) for row in benchmark.rows("matching")]
    return pairs + [(job, resume, 0) for job, resume in only_too_short(folder, benchmark.split)]


def only_too_short(folder: Path, split: str) -> list[tuple[str, str]]:
    """Matched resumes whose newest job got the years of the unmatched one."""
    found = []
    for row in load_config(str(folder), "triples", option="--data")[split]:
        edit, resume = row["experience_edit"], row["resume_matched"]
        if edit["kind"] != "shortened":
            continue
        old, new = (f"{edit['title']} ({edit[f'{at}_start']} - {edit[f'{at}_end']})" for at in ("from", "to"))
        text = change_experience(resume, f'replace "{old}" with "{new}"')
        changed = put_section(resume, "experience", text, find_section(resume, "experience"))
        if len(changed) == len(resume) and changed != resume:  # only a year changed
            found.append((row["job_description"], changed))
    return found


def measured(rules: Rules, benchmark: Benchmark, folder: Path) -> dict:
    """Shares (0-1) on the test split, of verdicts as the Space gives them; `calibration_error` is the mean distance between score and share of matches."""
    pairs = pairs_of(benchmark, folder)
    labels = [label for *_, label in pairs]
    answers = [rules.match(job, resume) for job, resume, _ in pairs]
    scores = [rules.calibration.probability(rules.verdict(job, resume)) for job, resume, _ in pairs]
    plain = len(benchmark.rows("matching"))
    right = [answer.label == label for answer, label in zip(answers, labels)]
    return {
        "pairs": plain,
        "accuracy": round(sum(right[:plain]) / plain, 4),
        "calibration_error": round(calibration_error(scores[:plain], labels[:plain]), 4),
        "pairs_only_too_short": len(labels) - plain,
        "accuracy_only_too_short": round(sum(right[plain:]) / max(len(labels) - plain, 1), 4),
        "mean_score_only_too_short": round(sum(scores[plain:]) / max(len(labels) - plain, 1), 4),
    }


def stored_triples(folder: Path) -> dict:
    rows = load_config(str(folder), "triples", option="--data")["test"].to_list()
    examples = choose_examples(rows)
    taken = {row["id"] for row in examples}
    more = [row for row in rows if row["id"] not in taken][:MORE_TRIPLES]
    return {"examples": [row["id"] for row in examples], "rows": examples + more}


def prepare(folder: Path) -> int:
    report = Report.read(folder)
    licence = report.build["licence"]
    if licence != "cc0-1.0":
        raise BadInput(f"--data {folder}: its graph is {licence}; give a dataset of the embedded graph")
    written = {
        "rules": fitted(folder, report.build["hash"]),
        "triples": stored_triples(folder),
        "figures": figures_of(report.build) | {"results": json.loads(RESULTS.read_text(encoding="utf-8"))},
    }
    STORED.mkdir(exist_ok=True)
    for name, content in written.items():
        with replacing(STORED / f"{name}.json") as temporary:
            temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({key: written["rules"][key] for key in ("fitted_on", "measured", "thresholds")}, indent=1))
    return 0


if __name__ == "__main__":
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a built dataset of the embedded graph")
    args = parser.parse_args()
    sys.exit(exit_code(lambda: prepare(args.data)))
