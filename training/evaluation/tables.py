"""Tables 5, 6 and 7 of the paper with its own rows, and every system's figures with their intervals."""

from tabulate import tabulate

from training.systems.server_options import flags_of

# On the original release's 1,000 test triples; the paper names neither matcher nor formulas, and gives no intervals.
PAPER: dict[str, dict[str, dict[str, float]]] = {
    "matching": {"GPT-4 (paper)": {"accuracy": 83.2, "F1": 82.8}, "T5 (paper)": {"accuracy": 93.1, "F1": 93.1}},
    "explanation": {"GPT-4 (paper)": {"recall strict": 37.8}, "T5 (paper)": {"recall strict": 53.7}},
    "extraction": {
        "GPT-4 (paper)": {
            "resume skills recall exact": 79.2, "resume skills F1 exact": 81.9,
            "resume experience recall exact": 56.6, "resume experience F1 exact": 57.7,
            "JD skills recall exact": 83.9, "JD skills F1 exact": 77.1,
            "JD experience recall exact": 41.5, "JD experience F1 exact": 40.1,
        },
        "T5 (paper)": {
            "resume skills recall exact": 60.8, "resume skills F1 exact": 73.9,
            "resume experience recall exact": 55.5, "resume experience F1 exact": 64.5,
            "JD skills recall exact": 60.5, "JD skills F1 exact": 73.6,
            "JD experience recall exact": 53.3, "JD experience F1 exact": 63.1,
        },
    },
    "editing": {
        "GPT-4 (paper)": {
            "skills ROUGE-2": 34.7, "skills F_add": 26.2, "experience ROUGE-2": 39.1, "experience F_add": 37.4,
        },
        "T5 (paper)": {
            "skills ROUGE-2": 27.8, "skills F_add": 27.1, "experience ROUGE-2": 32.8, "experience F_add": 51.3,
        },
    },
}  # fmt: skip

_FIELDS = ("resume skills", "resume experience", "JD skills", "JD experience")
TABLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Table 5, matching", "matching", ("accuracy", "F1", "recall", "precision")),
    (
        "Table 5, explanation",
        "explanation",
        ("recall strict", "precision strict", "F1 strict", "recall lenient", "precision lenient", "false alarms"),
    ),
    *(
        (
            f"Table 6, {field}",
            "extraction",
            tuple(
                f"{field} {measure}"
                for measure in ("recall exact", "precision exact", "F1 exact", "F1 stems", "F1 fuzzy", "set exact")
            ),
        )
        for field in _FIELDS
    ),
    *(
        (f"Table 7, {section}", "editing", tuple(f"{section} {m}" for m in ("ROUGE-2", "F_add", "SARI", "copied")))
        for section in ("skills", "experience")
    ),
)
# Measures whose paired differences are printed.
HEADLINES = {
    "matching": ("accuracy", "F1"),
    "explanation": ("recall strict", "F1 strict"),
    "extraction": tuple(f"{field} F1 {matcher}" for field in _FIELDS for matcher in ("exact", "fuzzy")),
    "editing": tuple(
        f"{section} {measure}" for section in ("skills", "experience") for measure in ("ROUGE-2", "F_add")
    ),
}


def figure(value: float | None, low: float | None = None, high: float | None = None) -> str:
    """ "91.3 [88.9, 93.6]"; empty where nothing was measured."""
    if value is None:
        return ""
    return f"{value:.1f}" if low is None or high is None else f"{value:.1f} [{low:.1f}, {high:.1f}]"


def render(results: dict) -> str:
    """All tables in GitHub's Markdown from what `evaluate` writes to results.json."""
    parts = []
    for title, task, measures in TABLES:
        systems = {name: tasks[task] for name, tasks in results["systems"].items() if task in tasks}
        if not systems:
            continue
        prefix = title.split(", ")[1] + " "
        rows = [[name, *(figure(row.get(m)) for m in measures), ""] for name, row in PAPER[task].items()]
        for name, scored in systems.items():
            figures = (figure(*_triple(scored["measures"].get(measure))) for measure in measures)
            rows.append([name, *figures, _unanswered(scored["counts"])])
        number = max(
            (scored["measures"].get(m, {}).get("rows", 0) for scored in systems.values() for m in measures), default=0
        )
        headers = ["system", *(measure.removeprefix(prefix) for measure in measures), "unparsed"]
        parts.append(f"{title} ({number:,} rows)\n\n{tabulate(rows, headers, 'github', disable_numparse=True)}")
    if differences := _differences(results):
        parts.append(differences)
    return "\n\n".join(parts)


def _triple(measured: dict | None) -> tuple:
    return (measured["value"], measured["low"], measured["high"]) if measured else (None,)


def _unanswered(counts: dict) -> str:
    """Answers that could not be read, with those that never came."""
    return f"{counts['unparsed']}" + (f", {counts['missing']} missing" if counts["missing"] else "")


def _differences(results: dict) -> str:
    rows = [
        [f"{pair['system']} - {pair['other']}", task, measure, figure(d["value"], d["low"], d["high"])]
        for pair in results["differences"]
        for task, measures in pair["tasks"].items()
        for measure, d in measures.items()
        if measure in HEADLINES[task]
    ]
    if not rows:
        return ""
    table = tabulate(rows, ["systems", "task", "measure", "difference"], "github", disable_numparse=True)
    return f"Paired differences (95 % interval; without 0 inside the systems differ)\n\n{table}"


def heading(results: dict) -> str:
    """What the tables were made from, and the command that makes them again."""
    config = results["config"]
    flags = [f"--data {config['data']}", *(f"--system {name}" for name in config["systems"])]
    flags += flags_of(config["asking"]) if any(name.startswith("openai:") for name in config["systems"]) else []
    flags += [f"--split {config['split']}"] if config["split"] != "test" else []
    flags += [
        f"--{name.replace('_', '-')} {config[name]}" for name in ("limit", "fit_triples", "graph") if config[name]
    ]
    return (
        f"`python -m training.evaluate {' '.join(flags)}`: {config['data']}, split {config['split']}; baselines learn from "
        f"{results['fitted_on']}. 95 % bootstrap intervals over triples."
    )
