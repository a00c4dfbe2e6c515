"""The rules of the Space: thresholds, names and calibration that `prepare.py` fits and keeps in `release/rules.json`."""

import json
from pathlib import Path

from release_data import STORED

from training.evaluation.matchers import Forms, vocabulary
from training.rules.calibration import Calibration
from training.rules.gazetteer import Gazetteer, Lookup
from training.rules.reading import Reader
from training.rules.rule_system import Rules

THRESHOLDS = ("same_job", "unit", "shown", "count_items", "most_gap", "listed", "most_skills", "decide")


def load_rules(folder: Path = STORED) -> Rules:
    """Rules to make `fresh` ones of, for each question. Stems of the stored triples' words are worked out once."""
    stored, triples = (json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("rules", "triples"))
    gazetteer = Gazetteer(**{field: stored["names"][field] for field in ("seen", "skills", "titles", "declared")})
    calibration = Calibration(tuple(stored["calibration"]["weights"]), stored["calibration"]["bias"])
    texts = [row[name] for row in triples["rows"] for name in ("job_description", "resume_matched", "resume_unmatched")]
    words = vocabulary([*texts, *gazetteer.seen.values(), *gazetteer.titles.values()])
    return Rules(Lookup(gazetteer, Reader(Forms(words))), calibration=calibration, **stored["thresholds"])


def stored(rules: Rules) -> dict:
    """What `load_rules` reads."""
    known = rules.lookup.gazetteer
    return {
        "thresholds": {name: getattr(rules, name) for name in THRESHOLDS},
        "calibration": {"weights": rules.calibration.weights, "bias": rules.calibration.bias},
        "names": {
            "seen": dict(known.seen),
            "skills": dict(known.skills),
            "titles": dict(known.titles),
            "declared": dict(known.declared),
        },
    }
