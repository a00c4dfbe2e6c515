"""The pointer family next to rules and boosting that learn from the same data: real triples, our splits, realistic pairs, speed.

    python -m benchmarks.pointer --data rjdb-full --release rjdb-original            # all of it, students/pointer
    python -m benchmarks.pointer --data rjdb-full+rjdb-paper ...                     # as it is trained by `make students`: rules and boosting too
    python -m benchmarks.pointer --data rjdb-full --release rjdb-original --write    # and kept in benchmarks/results/pointer.json
    python -m benchmarks.pointer --part handwritten speed                            # parts of it

`--data` is what the family was trained on, `--release` the imported original release, which nothing learns from. Parts: release,
test and unseen are `training.evaluate` with the same rows for every system; `handwritten` asks how many points of realistic
pairs are decided, how many of these rightly, and what is said of resumes of other fields (those kept apart are measured only); `calibrated` sets the matcher's cut on 20
real pairs, 200 times, and judges the rest; `without encoder` is what the encoder adds to the points that words and arithmetic decide, paired;
`speed` times a document and a pair, float32 and int8 where exported, and says what a folder weighs. Exits 1 below a floor.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from tabulate import tabulate

from benchmarks import realistic
from benchmarks.figures import KEPT, Figure, exit_code, keep, render
from dataset_builder.errors import BadInput
from dataset_builder.sources import handwritten as sources
from dataset_builder.text.dates import Date
from dataset_builder.text.requirement_status import Status
from training.calibrate import calibrated
from training.data.load import load_config, mixed_names
from training.evaluate import EvaluateConfig, evaluate
from training.evaluation.intervals import Interval, interval_of
from training.rules.judging import Judged, label_of
from training.students.pointer.matching import Matcher
from training.students.pointer.pointer import Pointer, open_pointer

RESULTS = KEPT / "pointer.json"
STUDENTS = Path("students/pointer")
TODAY = Date(2026, 11)
# (task, measure): floor on the release; the higher of it and what rules or boosting reach there counts.
RELEASE = {
    ("extraction", "resume skills F1 fuzzy"): 76.0,
    ("extraction", "JD skills F1 fuzzy"): 74.0,
    ("extraction", "resume experience F1 fuzzy"): 0.0,
    ("extraction", "JD experience F1 fuzzy"): 0.0,
    ("extraction", "resume experience F1 exact"): 0.0,
    ("extraction", "JD experience F1 exact"): 0.0,
    ("matching", "accuracy"): 90.0,
    ("explanation", "F1 strict"): 0.0,
    ("explanation", "F1 lenient"): 0.0,
    ("editing", "skills F_add"): 0.0,
    ("editing", "experience F_add"): 0.0,
}
DECIDED, RIGHT = 70.0, 90.0
REAL_PAIRS, DRAWS = 20, 200
OTHER_RESUMES = 4
DOCUMENT_MS, PAIR_MS = 30.0, 60.0
SYSTEMS = ("rules", "boosting", "pointer")
PAIRED = "pointer less rules"


# ------------------------------------------------------------------------------------------- the tables of evaluate


def judged(args: argparse.Namespace, data: str, split: str, question: str, floors: bool) -> list[Figure]:
    """Rules, boosting and the family on the same rows, and the family less the rules, paired; what learns here learns from the train
    split of `--data`."""
    with tempfile.TemporaryDirectory() as scratch:
        systems = ("rules", "boosting", str(args.students))
        fit = args.data if data != args.data else None
        config = EvaluateConfig(data, split, systems, out=scratch, limit=args.limit, fit_data=fit, workers=1)
        results = evaluate(config)
    found = results["systems"]
    names = {"rules": "rules", "boosting": "boosting", Path(args.students).resolve().name: "pointer"}
    values = {names[name]: tasks for name, tasks in found.items()}
    figures = []
    for (task, measure), floor in RELEASE.items():
        row = {name: values[name].get(task, {}).get("measures", {}).get(measure) for name in SYSTEMS}
        least = max([floor, *(one["value"] for name, one in row.items() if one and name != "pointer")])
        for name, one in row.items():
            if one is None:
                continue
            shown = f"{one['value']:.1f} [{one['low']:.1f}, {one['high']:.1f}]"
            # at the precision that is shown
            passed = round(one["value"], 1) >= round(least, 1) if floors and name == "pointer" else None
            limit = f">= {least:.1f}" if passed is not None else ""
            figures.append(Figure(f"{question}, {name}", f"{task}, {measure}", shown, limit, passed))
    paired = next(one["tasks"] for one in results["differences"] if names[one["other"]] == "pointer")
    for task, measure in RELEASE:
        less = paired[task][measure]  # of the rules less the pointer
        bounds = Interval(-less["high"], -less["low"])
        figures.append(_gain(f"{question}, {PAIRED}", f"{task}, {measure}", -less["value"], bounds))
    return figures


def release(args: argparse.Namespace) -> list[Figure]:
    return judged(args, args.release, "test", "release", floors=True)


def test(args: argparse.Namespace) -> list[Figure]:
    return judged(args, own(args), "test", "test", floors=False)


def unseen(args: argparse.Namespace) -> list[Figure]:
    return judged(args, own(args), "test_unseen", "unseen", floors=False)


def own(args: argparse.Namespace) -> str:
    """The dataset whose test and unseen rows are judged: of a mix the first."""
    return mixed_names(args.data)[0]


# ------------------------------------------------------------------------------------------- pairs


def student_of(args: argparse.Namespace, backend: str | None = None) -> Pointer:
    """The family."""
    student = open_pointer(Path(args.students), str(args.students), backend)
    if student is None:
        raise BadInput(f"{args.students}: no student of the pointer family; run make students, or give --students")
    return student


def on_the_day(matcher: Matcher) -> Matcher:
    """The same, reading as on the day on which the pairs were written."""
    return replace(matcher, named=replace(matcher.named, today=TODAY), rules=replace(matcher.rules, today=TODAY))


def handwritten(args: argparse.Namespace) -> list[Figure]:
    """Points of realistic pairs, required ones alone as the family is judged, and verdicts."""
    matcher = on_the_day(student_of(args).matcher)
    systems = {"rules": matcher.named.judged, "pointer": lambda job, resume: matcher.read(job, resume).points}
    figures = []
    for name in realistic.PARTS:
        pairs = realistic.handwritten_pairs(name)
        for system, answer in systems.items():
            labels, counts = 0, Counter[str]()
            for pair in pairs:
                points = answer(pair.job, pair.resume)
                verdict = label_of(points) if system == "rules" else int(matcher.verdict(pair.job, pair.resume, points))
                labels += verdict == pair.label
                counts["asked"] += sum(not point.optional for point in pair.asked)
                for point, got in realistic.align(pair, points):
                    if point.optional or got.status is Status.UNCLEAR:
                        continue
                    is_right, is_met = got.status == point.status, got.status is Status.MET
                    counts.update(decided=1, right=is_right, met=is_right and is_met)
                    counts["shown"] += is_right and is_met and point.is_shown_by(got.evidence)
                    counts.update(failed=not is_met, rightly_failed=not is_met and is_right)
            question = f"{len(pairs)} handwritten pairs, {counts['asked']} required points, {name}, {system}"
            share, of_these, shown = (
                100 * counts[part] / max(counts[whole], 1)
                for part, whole in (("decided", "asked"), ("right", "decided"), ("shown", "met"))
            )
            last = system == "pointer" and name == "kept apart"
            figures += [
                Figure(question, "required points decided, %", share, f">= {DECIDED:g}" if last else "", share >= DECIDED if last else None),
                Figure(question, "of these right, %", of_these, f">= {RIGHT:g}" if last else "", of_these >= RIGHT if last else None),
                Figure(question, "said to be missing or too short, right", f"{counts['rightly_failed']} of {counts['failed']}"),
                Figure(question, "of those rightly met, shown by a line that the reader names, %", shown),
                Figure(question, "verdicts right", f"{labels} of {len(pairs)}"),
            ]  # fmt: skip
        if name in ("developing", "kept apart"):
            figures += _of_other_fields(name, systems)
    return figures


def _of_other_fields(name: str, systems: Mapping[str, realistic.Answer]) -> list[Figure]:
    """What is said of resumes of other fields of work, which show little of what a post requires."""
    crossed = list(sources.of_other_fields(realistic.PARTS[name](), OTHER_RESUMES))
    figures = []
    for system, answer in systems.items():
        read = [answer(pair.job_description, other.resume) for pair, other in crossed]
        required = [point.status is Status.MET for points in read for point in points if not point.point.optional]
        question = f"{len(crossed)} posts of these with resumes of other fields, {name}, {system}"
        figures.append(Figure(question, "required points met, %", 100 * float(np.mean(required))))
    return figures


def calibrated_on_real_pairs(args: argparse.Namespace) -> list[Figure]:
    """Accuracy on the release at the cut of 20 pairs of it, drawn anew each time, judged on the others."""
    rows = load_config(args.release, "matching")["test"].to_list()[: args.limit]
    found = student_of(args).match([row["job_description"] for row in rows], [row["resume"] for row in rows])
    scores, labels = np.array([one.score for one in found]), np.array([row["label"] for row in rows])
    rng, values, spent = random.Random(0), [], 0
    while len(values) < DRAWS and spent < 10 * DRAWS:
        chosen = rng.sample(range(len(rows)), min(REAL_PAIRS, len(rows) // 2))
        spent += 1
        if len(set(labels[chosen].tolist())) < 2:
            continue
        rest = np.setdiff1d(np.arange(len(rows)), chosen)
        cut = calibrated(scores[chosen], labels[chosen]).cut
        values.append(100 * float(np.mean((scores[rest] >= cut) == labels[rest])))
    low, high = np.percentile(values, (2.5, 97.5))
    shown = f"{np.mean(values):.1f} [{low:.1f}, {high:.1f}]"
    return [Figure("release, cut on 20 real pairs", "matching, accuracy, mean of draws and their 95 %", shown)]


def without_encoder(args: argparse.Namespace) -> list[Figure]:
    """What the encoder adds, paired, to the required points of realistic pairs over the rules, which leave open what words do not say.
    What it would add to verdicts on lists is in benchmarks/pointer_curve.py."""
    matcher, figures = on_the_day(student_of(args).matcher), []
    for name in realistic.PARTS:
        pairs = realistic.handwritten_pairs(name)
        rights = [
            np.array([_right(pair, answer(pair.job, pair.resume)) for pair in pairs], float)
            for answer in (lambda job, resume: matcher.read(job, resume).points, matcher.named.judged)
        ]
        asked = np.array([sum(not point.optional for point in pair.asked) for pair in pairs], float)
        bounds = interval_of(rights[0] - rights[1], asked)
        gain = 100 * (rights[0] - rights[1]).sum() / asked.sum()
        question = f"{len(pairs)} handwritten pairs, {name}, with the encoder less without"
        figures.append(_gain(question, "required points decided rightly, % of those asked", gain, bounds))
    return figures


def _gain(question: str, name: str, gain: float, bounds: Interval) -> Figure:
    shown, low, high = (f"{round(value, 1) + 0.0:+.1f}" for value in (gain, bounds.low, bounds.high))  # no "-0.0"
    return Figure(question, name, f"{shown} [{low}, {high}]")


def _right(pair: realistic.Pair, points: Sequence[Judged]) -> int:
    """Required points of a pair that are decided rightly."""
    decided = [(point, got) for point, got in realistic.align(pair, points) if got.status is not Status.UNCLEAR]
    return sum(got.status == point.status for point, got in decided if not point.optional)


# ------------------------------------------------------------------------------------------- speed


def speed(args: argparse.Namespace) -> list[Figure]:
    rows = load_config(own(args), "matching")["test"].to_list()[:32]
    jobs, resumes = [row["job_description"] for row in rows], [row["resume"] for row in rows]
    figures = []
    for backend in ("torch", "onnx"):
        try:
            student = student_of(args, backend)
            student.extract(resumes[:2]), student.match(jobs[:2], resumes[:2])
        except BadInput as error:
            figures.append(Figure(f"speed, {backend}", "not measured", str(error)))
            continue
        # a request keeps nothing for the next, so every try reads all texts anew
        asked: dict[str, tuple[Callable[[], object], float]] = {
            "a document extracted": (lambda s=student: s.extract(resumes), DOCUMENT_MS),
            "a pair judged": (lambda s=student: s.match(jobs, resumes), PAIR_MS),
        }
        for name, (ask, limit) in asked.items():
            tries = [_seconds(ask) for _ in range(3)]
            clock, spent = (min(column) / len(rows) * 1_000 for column in zip(*tries, strict=True))
            figures += [
                Figure(f"speed, {backend}", f"{name}, ms by the clock, batch of 32", clock, f"<= {limit:g}", clock <= limit),
                Figure(f"speed, {backend}", f"{name}, CPU ms, batch of 32", spent),
            ]  # fmt: skip
    folders = set(student_of(args).folders.values())
    for name in ("model.safetensors", "model.onnx", "model_int8.onnx"):
        sizes = [(folder / name).stat().st_size for folder in folders if (folder / name).is_file()]
        if sizes:
            figures.append(Figure("on disk", f"{name}, MB each", max(sizes) / 1e6))
    return figures


def _seconds(ask: Callable[[], object]) -> tuple[float, float]:
    """By the clock, which the limits are of, and of CPU: where other work shares the cores, the clock says little."""
    clock, spent = time.perf_counter(), time.process_time()
    ask()
    return time.perf_counter() - clock, time.process_time() - spent


PARTS = {"release": release, "calibrated": calibrated_on_real_pairs, "handwritten": handwritten, "test": test, "unseen": unseen,
         "without encoder": without_encoder, "speed": speed}  # fmt: skip


def table(figures: list[Figure]) -> str:
    """Inputs and measures as rows, systems as columns; then what is of one system, as it is."""
    cells: dict[tuple[str, str], dict[str, str]] = {}
    rest = []
    for one in figures:
        asked, _, system = one.question.rpartition(", ")
        if system in (*SYSTEMS, PAIRED):
            row = cells.setdefault((asked, one.name), {})
            row[system] = one.value if isinstance(one.value, str) else f"{one.value:.1f}"
            row["floor"] = row.get("floor") or one.limit
        else:
            rest.append(one)
    columns = (*SYSTEMS, PAIRED, "floor")
    # what the pointer does not do is no row of the family
    shown = [[*row, *(found.get(name, "") for name in columns)] for row, found in cells.items() if "pointer" in found]
    parts = [tabulate(shown, ["", "", *columns], "github", disable_numparse=True)] if shown else []
    return "\n\n".join([*parts, *([render(rest)] if rest else [])])


# What the README shows of the release; docs/students.md has all of it.
DECIDING = (
    "extraction, resume skills F1 fuzzy", "extraction, resume experience F1 fuzzy", "matching, accuracy", "explanation, F1 strict",
    "explanation, F1 lenient", "editing, skills F_add",
)  # fmt: skip


def short(figures: list[Figure]) -> str:
    """What the README shows: the family next to rules and boosting on the release."""
    released = (one for one in figures if one.question.startswith("release, ") and one.name in DECIDING)
    return table([one for one in released if one.question.partition(", ")[2] in (*SYSTEMS, PAIRED)])


def measured(args: argparse.Namespace) -> Iterator[list[Figure]]:
    for part in args.part or PARTS:
        yield PARTS[part](args)


def trained_on(folder: Path) -> dict[str, dict]:
    """Rows, steps and seconds of each student."""
    facts = {
        path.parent.name: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*/training.json"))
    }
    return {name: {**one["dataset"]["rows"], **one["trainer"]} for name, one in facts.items()}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pointer", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--students", type=Path, default=STUDENTS, help="the family's folder")
    parser.add_argument("--data", default="rjdb", help="the dataset that it was trained on")
    parser.add_argument("--release", default="rjdb-original", help="the imported original release")
    parser.add_argument("--part", nargs="+", choices=[*PARTS], help="only these; all otherwise")
    parser.add_argument("--limit", type=int, help="the first N rows of each task only; the table says so by its counts")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in benchmarks/results/{RESULTS.name}")
    args = parser.parse_args(argv)
    figures: list[Figure] = []
    try:
        for part in measured(args):
            figures += part
            print(render(part), flush=True)
            if args.write:
                keep(RESULTS, part, trained_on=trained_on(Path(args.students)))
    except BadInput as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print("\n" + table(figures))
    return exit_code(figures)


if __name__ == "__main__":
    sys.exit(main())
