"""How well the reader's fields are read, strict, on three sets of files with truths by hand and on resumes drawn for it.

    python -m benchmarks.reader_fields                # the sets lie in ../shared/data, or give their folder
    python -m benchmarks.reader_fields --pointer students/pointer     # and a row of the pointer family beside each
    python -m benchmarks.reader_fields --write        # keep the figures in benchmarks/results/reader_fields.json
    python -m benchmarks.reader_fields --errors       # and every value that is wrong

`ASIDE` were set aside before the rules were written and looked at when they were done, so each set has two rows. The drawn
resumes (`drawn_resumes`) are printed by Chromium, where there is one. Exits 1 beyond a limit: those of the files that were not set aside.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tabulate import tabulate

from benchmarks.drawn_resumes import KINDS, LATER, drawn
from benchmarks.figures import KEPT
from dataset_builder.errors import BadInput
from dataset_builder.storage.files import write_json
from training.reader.evaluate import EvaluateConfig, evaluate
from training.reader.evaluation.scores import FIELDS

RESULTS = KEPT / "reader_fields.json"
DATA = Path(__file__).parents[1].parent / "shared" / "data"
# Two of the five templates, three of the eight fixtures.
ASIDE = (
    "jsonresume_stackoverflow_chromium",
    "vantage_typst",
    "google-docs-skia-proxy-minimal",
    "single-column-endash-title-company",
    "single-word-name-mononym",
)
# Least micro F1 of a set, and of each field of it.
LIMITS = {"pdf_offlinecv": 95.0, "pdf_rendercv": 92.0, "pdf_templates": 88.0}
FIELD = 80.0
# Least micro F1 of each drawn layout.
LAYOUT = 85.0


def measured(data: Path, systems: tuple[str, ...]) -> dict[str, dict]:
    """Results of `evaluate` by set: those that were not set aside, those that were, and all."""
    found: dict[str, dict] = {}
    for name in LIMITS:
        files = {path.name.removesuffix(".truth.json") for path in (data / name).glob("*.truth.json")}
        aside = tuple(sorted(files & set(ASIDE)))
        parts = {name: {}} if not aside else {
            f"{name}, in sight": {"skip": aside}, f"{name}, set aside": {"only": aside}, name: {},
        }  # fmt: skip
        for part, chosen in parts.items():
            found[part] = evaluate(EvaluateConfig((str(data / name),), systems, **chosen))
    return found


def of_drawn(systems: tuple[str, ...], scratch: Path) -> dict[str, dict]:
    """The same of the drawn layouts, with the micro F1 of each."""
    found: dict[str, dict] = {}
    for name, kinds in (("drawn", KINDS), ("drawn later", LATER)):
        folder = scratch / name
        files = drawn(folder, kinds, say=lambda kind: print(f"drawn: {kind}", file=sys.stderr))
        if len(files) < len(kinds):
            return {}  # no Chromium
        found[name] = evaluate(EvaluateConfig((str(folder),), systems))
        one_by_one = (EvaluateConfig((str(folder),), only=(file.stem,), resamples=1) for file in files)
        found[name]["layouts"] = {
            kind: evaluate(config)["systems"]["rules"]["micro"] for kind, config in zip(kinds, one_by_one)
        }
    return found


def figures(results: dict[str, dict]) -> dict[str, dict]:
    """What is kept of them: figures alone, no text of the files."""
    kept = {}
    for name, result in results.items():
        for system, read in result["systems"].items():
            kept[name if system == "rules" else f"{name}; pointer"] = {
                "files": len(result["files"]),
                **{key: read[key] for key in ("micro", "interval", "macro", "lenient", "invented", "missed")},
                "order": result["order"],
                "fields": {field: read["fields"][field]["f1"] for field in FIELDS},
                **({"layouts": result["layouts"]} if "layouts" in result and system == "rules" else {}),
            }
    return kept


def beyond(kept: dict[str, dict]) -> list[str]:
    """Limits that are not met, one line each."""
    lines = []
    for name, limit in LIMITS.items():
        found = kept.get(f"{name}, in sight", kept[name])
        if found["micro"] < limit:
            lines.append(f"{name}: micro F1 {found['micro']:.1f}, at least {limit:g}")
        lines += [
            f"{name}: {field} {value:.1f}, at least {FIELD:g}"
            for field, value in found["fields"].items()
            if value is not None and value < FIELD
        ]
    for name, one in kept.items():
        if one["invented"]:
            lines.append(f"{name}: {one['invented']} jobs invented")
        for layout, micro in one.get("layouts", {}).items():
            if micro < LAYOUT:
                lines.append(f"{name}, {layout}: micro F1 {micro:.1f}, at least {LAYOUT:g}")
    return lines


def render(kept: dict[str, dict]) -> str:
    rows = [
        [
            f"{name} ({one['files']})",
            f"{one['micro']:.1f} ({one['interval'][0]:.1f}–{one['interval'][1]:.1f})",
            f"{one['macro']:.1f}",
            f"{one['lenient']:.1f}",
            one["invented"],
            *("–" if one["fields"][field] is None else f"{one['fields'][field]:.0f}" for field in FIELDS),
        ]
        for name, one in kept.items()
    ]
    heads = ["files", "micro F1, strict (95 %)", "macro", "micro, lenient", "jobs invented", *FIELDS]
    return tabulate(rows, heads, "github", disable_numparse=True)


def blocks() -> dict[str, str]:
    """What docs/reader_fields.md shows of the kept figures."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8"))
    layouts = [[layout, f"{micro:.1f}"] for one in kept.values() for layout, micro in one.get("layouts", {}).items()]
    return {
        "reader, fields": render(kept),
        "reader, layouts": tabulate(layouts, ["layout", "micro F1, strict"], "github", disable_numparse=True),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("data", nargs="?", type=Path, default=DATA, help="the folder with pdf_templates and others")
    parser.add_argument(
        "--write", action="store_true", help="keep the figures in benchmarks/results/reader_fields.json"
    )
    parser.add_argument("--pointer", metavar="DIR", help="a folder of the pointer family, as a row beside the rules")
    parser.add_argument("--errors", action="store_true", help="print every value that is wrong")
    args = parser.parse_args()
    systems = ("rules", *([args.pointer] if args.pointer else ()))
    try:
        with tempfile.TemporaryDirectory() as scratch:
            results = measured(args.data, systems) | of_drawn(systems, Path(scratch))
    except BadInput as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    kept = figures(results)
    print(render(kept))
    for name, result in results.items() if args.errors else ():
        for file, wrong in result["systems"]["rules"]["errors"].items():
            print(f"\n{name}, {file} (read | stated)\n" + "\n".join(f"  {line}" for line in wrong))
    if args.write:
        write_json(RESULTS, kept, sort_keys=False)
    if lines := beyond(kept):
        print("\n".join(["", *lines]))
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
