"""The figures of an evaluation as Markdown."""

from tabulate import tabulate

from training.reader.evaluation.scores import BESIDE, FIELDS


def render(results: dict) -> str:
    """One table of totals, one of F1 by field, in the order of the systems."""
    rows = [(name, system) for name, system in results["systems"].items()]
    totals = [
        [
            name,
            _figure(system["micro"], system["interval"]),
            _figure(system["precision"]),
            _figure(system["recall"]),
            _figure(system["macro"]),
            _figure(system["lenient"]),
            system["invented"],
            system["missed"],
        ]
        for name, system in rows
    ]
    heads = [
        "system",
        "micro F1 (95 %)",
        "precision",
        "recall",
        "macro F1",
        "micro F1 lenient",
        "jobs invented",
        "jobs missed",
    ]
    parts = [tabulate(totals, heads, tablefmt="github", disable_numparse=True)]
    fields = [
        [name, *(_figure(system["fields"].get(field, {}).get("f1")) for field in (*FIELDS, *BESIDE))]
        for name, system in rows
    ]
    parts.append(
        tabulate(
            fields, ["F1, strict", *FIELDS, *(f"({name})" for name in BESIDE)], tablefmt="github", disable_numparse=True
        )
    )
    if results["order"] is not None:
        order, lines = results["order"], results["lines"]
        parts.append(f"Reading order: recall of the truth's 4-grams of words {order:.3f}; whole lines, F1 {lines:.3f}.")
    return "\n\n".join(parts)


def heading(results: dict) -> str:
    number = len(results["files"])
    return (
        f"{number} file{'' if number == 1 else 's'} with truths, strict matching; fields in brackets are in no average"
    )


def _figure(value: float | None, interval: list[float] | None = None) -> str:
    if value is None:
        return "–"
    return f"{value:.1f}" + (f" ({interval[0]:.1f}–{interval[1]:.1f})" if interval else "")
