"""Tables 8 and 9 in Markdown: the paper's rows, labelled as such, then what was measured here.

The paper's rows are about data that is not public, so they stand for how hard it is, not for a comparison.
"""

from collections.abc import Sequence

import numpy as np
from tabulate import tabulate

from training.evaluation.matchers import MATCHERS, Forms, matched_names
from training.evaluation.metrics import Scores
from training.evaluation.tables import figure

# M: trained on the data's own train split; R: on RJDB. The paper gives no formulas, intervals or matcher (its skills
# stand under "exact", as in Table 6), and its accuracy of extraction is not measured here: no definition explains it
# beside the recall.
PAPER: dict[str, dict[str, dict[str, float]]] = {
    "matching": {
        "Ditto (paper)": {"F1": 66.4, "recall": 81.7, "precision": 56.0},
        "Machop-S (paper)": {"F1": 83.5, "recall": 90.8, "precision": 77.3},
        "T5-M (paper)": {"F1": 46.7, "recall": 65.8, "precision": 36.2},
        "T5-R, zero-shot (paper)": {"F1": 80.5, "recall": 77.5, "precision": 83.8},
        "T5-M+R, weak-rec (paper)": {"F1": 45.4, "recall": 83.3, "precision": 31.2},
        "T5-M+R, weak-pre (paper)": {"F1": 50.0, "recall": 56.7, "precision": 44.4},
    },
    "skills": {
        "T5-M (paper)": {"accuracy": 84.5, "F1 exact": 90.0, "recall exact": 89.6, "precision exact": 90.9},
        "T5-R (paper)": {"accuracy": 65.5, "F1 exact": 52.0, "recall exact": 48.1, "precision exact": 61.9},
        "T5-M+R (paper)": {"accuracy": 83.1, "F1 exact": 88.1, "recall exact": 87.7, "precision exact": 89.3},
    },
    "titles": {},
}

HEADS = {
    "matching": ("Table 8, matching out of distribution", ("F1", "recall", "precision", "accuracy"), "pairs"),
    "skills": (
        "Table 9, skill extraction out of distribution",
        ("accuracy", *(f"{measure} {by}" for by in ("exact", "fuzzy") for measure in ("F1", "recall", "precision"))),
        "sentences",
    ),
    "titles": ("Job titles, ranked by likeness", ("MAP", "MRR", "nDCG@10", "nDCG"), "queries"),
}  # fmt: skip


def score_spans(answers: Sequence[dict | None], rows: Sequence[dict]) -> Scores:
    """Recall, precision and F1 of skills, pooled over all sentences, as the corpora are scored; one-to-one matching.

    Most sentences hold no skill: a mean over rows, as in Table 6, would reward a system for saying nothing.
    `missing`: sentences without an answer, which find nothing.
    """
    table, forms = np.zeros((2, len(rows), 3 * len(MATCHERS))), Forms()
    for at, (answer, row) in enumerate(zip(answers, rows)):
        listed, gold = list(dict.fromkeys((answer or {}).get("skills") or [])), row["skills"]
        for m, matcher in enumerate(MATCHERS):
            hits = matched_names(listed, gold, matcher, forms)
            table[0, at, 3 * m : 3 * m + 3] = 2 * hits, hits, hits
            table[1, at, 3 * m : 3 * m + 3] = len(listed) + len(gold), len(gold), len(listed)
    names = tuple(f"{measure} {matcher}" for matcher in MATCHERS for measure in ("F1", "recall", "precision"))
    missing = sum(not isinstance(answer, dict) for answer in answers) + len(rows) - len(answers)
    return Scores(names, *table, {"rows": len(rows), "unparsed": 0, "missing": missing})


def render(results: dict) -> str:
    """One table a data set, from what the verb writes to results.json."""
    parts = []
    for measured in results["measured"]:
        title, measures, unit = HEADS[measured["kind"]]
        rows = [[name, *(figure(row.get(m)) for m in measures), ""] for name, row in PAPER[measured["kind"]].items()]
        for name, system in measured["systems"].items():
            found = (system["measures"].get(measure) for measure in measures)
            figures = [figure(m["value"], m["low"], m["high"]) if m else "" for m in found]
            counts = system["counts"]
            rows.append([name, *figures, str(counts["unparsed"] + counts["missing"])])
        table = tabulate(rows, ["system", *measures, "no answer"], "github", disable_numparse=True)
        where = "; the paper's rows are about other, unpublished data" if PAPER[measured["kind"]] else ""
        parts.append(f"{title}: {measured['data']} ({measured['rows']:,} {unit}{where})\n\n{table}")
    return "\n\n".join(parts)
