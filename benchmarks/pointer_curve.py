"""The pointer family by what it learns from and how: sizes of data, seeds and parts left out, of the extractor and of the verdict.

    python -m benchmarks.pointer_curve --data rjdb-full+rjdb-paper --embedded rjdb+rjdb-paper --release rjdb-original --write
    python -m benchmarks.pointer_curve --only "500 documents" "random start"    # some of them; the others stay as measured
    python -m benchmarks.pointer_curve --only verdicts                          # the second table

Each row is one training by training/recipes/pointer/extractor.yaml with what its name says changed, judged on the release, on text of ours
and on text of ours about occupations that training never showed: mean fuzzy F1 of skills, and of jobs with their years, which the text layer
joins. A training that is in --work is not made again, and one that was stopped goes on. The second table is of the verdict by the number of
pairs, with the encoder's numbers and with words and arithmetic alone, mean and range of five seeds of the trees. An hour and a half of one
core; the rows may be shared among processes by --only.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
from tabulate import tabulate

from benchmarks.figures import KEPT, Figure, keep, read
from benchmarks.item_likeness import WithLikeness
from training.data.load import load_config, mixed_names, take_split
from training.data.row_ids import triple_of
from training.data.spans import DOCUMENTS, SpannedDocument, apart, spanned_documents
from training.evaluation.intervals import intervals
from training.evaluation.metrics import score
from training.students.pointer.backend import Encoder, Weights
from training.students.pointer.likeness import Likeness
from training.students.pointer.matching import Matcher
from training.students.pointer.pointer import open_pointer
from training.students.pointer.spans import Span
from training.students.pointer.trees import Trees
from training.systems.row_adapter import answer_of
from training.trainers.pointer import extractor
from training.trainers.pointer.__main__ import RECIPES
from training.trainers.pointer.matcher import NOT_FITTED, MatcherConfig, read_pairs
from training.trainers.recipe import read_extractor

RESULTS = KEPT / "pointer_curve.json"
MEASURES = {
    "resume skills": "resume skills F1 fuzzy", "post skills": "JD skills F1 fuzzy",
    "resume jobs": "resume experience F1 fuzzy", "post jobs": "JD experience F1 fuzzy",
}  # fmt: skip
VERDICTS, PAIRS, SEEDS = "verdicts", (250, 500, 1_000, 2_000, 4_000, 8_000), range(5)
# What is shown: of the release all four, of our own text the skills, on which training differs most.
SHOWN = tuple(("release", name) for name in MEASURES) + tuple(
    (where, name) for where in ("test", "unseen") for name in ("resume skills", "post skills")
)


def found_by_search(
    name: str, split: str, revision: str | None = None, limit: int | None = None, seed: int = 0
) -> list[SpannedDocument]:
    """The same documents with spans as one has them without the writer's records: where a name of the facts stands literally."""
    triples = take_split(load_config(name, "triples", revision), split, ("id", *DOCUMENTS), name)
    names = {
        row["id"]: [("skill", one) for one in row["skills"] + row["extra_skills"]]
        + [("title", one["title"]) for one in row["experiences"]]
        for row in triples.select_columns(["id", "skills", "extra_skills", "experiences"]).to_list()
    }
    documents = []
    for one in spanned_documents(name, split, revision, limit, seed):
        text, spans = one.text.casefold(), []
        for kind, wanted in names[one.id]:
            start = text.find(wanted.casefold())
            if start >= 0:
                spans.append(Span(start, start + len(wanted), kind))
        documents.append(SpannedDocument(one.id, one.document, one.text, apart(spans)))
    return documents


def without_line_breaks(tokenizer, origin: str = "encoder"):
    """The encoder's own tokenizer, which drops line breaks."""
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    return tokenizer


@dataclass(frozen=True)
class Setting:
    """`flags` of the recipe; `data`: "full" or "embedded", or "alone" for the first dataset of the mix; `swapped`: a function of the
    trainer that another one stands in for."""

    flags: tuple[str, ...] = ()
    data: str = "full"
    swapped: tuple[str, Callable] | None = None


SETTINGS = {
    "4,000 documents": Setting(),
    **{f"{number:,} documents": Setting(("--documents", str(number))) for number in (250, 500, 1_000, 2_000, 8_000)},
    "seed 1": Setting(("--seed", "1")),
    "seed 2": Setting(("--seed", "2")),
    "random start": Setting(("--random_start", "true")),
    "lists as they are": Setting(("--reworded", "0")),
    "one design": Setting(data="alone"),
    "embedded graph": Setting(data="embedded"),
    "spans by search": Setting(swapped=("spanned_documents", found_by_search)),
    "no line breaks": Setting(swapped=("with_line_breaks", without_line_breaks)),
}


@contextmanager
def _swapped(setting: Setting) -> Iterator[None]:
    if setting.swapped is None:
        yield
    else:
        with patch.object(extractor, *setting.swapped):
            yield


def trained(name: str, setting: Setting, args: argparse.Namespace) -> Path:
    """The folder of the setting's extractor, which holds it alone."""
    data = args.embedded if setting.data == "embedded" else args.data
    if setting.data == "alone":
        data = mixed_names(data)[0]
    out = args.work / name.replace(" ", "-").replace(",", "")
    recipe = ["--config", str(RECIPES / "extractor.yaml"), "--dataset", data, "--output_dir", str(out / "extractor")]
    with _swapped(setting):
        extractor.train(read_extractor([*recipe, *setting.flags]))
    return out


def judged(folder: Path, args: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    """(where, measure, value with its interval over triples)."""
    student = open_pointer(folder, str(folder))
    own = mixed_names(args.data)[0]
    for where, data, split in (
        ("release", args.release, "test"),
        ("test", own, "test"),
        ("unseen", own, "test_unseen"),
    ):
        rows = load_config(data, "extraction")[split].to_list()[: args.limit]
        found = score("extraction", [*map(answer_of, student.results("extraction", rows))], rows)
        bounds = intervals(found, [triple_of(row["id"]) for row in rows])
        for name, measure in MEASURES.items():
            yield where, name, f"{found.value(measure):.1f} [{bounds[measure].low:.1f}, {bounds[measure].high:.1f}]"


# ------------------------------------------------------------------------------------------- verdicts


def verdicts(args: argparse.Namespace) -> Iterator[Figure]:
    """Accuracy by the number of train pairs, by words alone, as the family does it, and with the encoder, on the same rows."""
    likeness = Likeness(Encoder(Weights(args.encoder, "torch")))
    matcher = Matcher(likeness, NOT_FITTED)
    read = read_pairs(
        MatcherConfig(model_name_or_path=str(args.encoder), dataset=args.data, pairs=args.pairs), likeness
    )
    rows, pairs = [one.row for one in read], [one.pair for one in read]
    numbers, own, judged_on = matcher.item_numbers(pairs), mixed_names(args.data)[0], {}
    for where, data, split in (
        ("release", args.release, "test"),
        ("test", own, "test"),
        ("unseen", own, "test_unseen"),
    ):
        asked = load_config(data, "matching")[split].to_list()[: args.limit]
        listed = [matcher.listed(row["job_description"], row["resume"]) for row in asked]
        judged_on[where] = listed, matcher.item_numbers(listed), np.array([row["label"] for row in asked])
    for number in (one for one in PAIRS if one <= len(read)):
        words, labels = np.array([pair.words for pair in pairs[:number]]), [row["label"] for row in rows[:number]]
        found: dict[tuple[str, str], list[float]] = {}
        for seed in SEEDS:
            encoder = WithLikeness.fitted(pairs[:number], numbers[:number], rows[:number], seed)
            alone = Trees.fitted(words, labels, seed=seed)
            for where, (listed, of_listed, truth) in judged_on.items():
                with_it = encoder.probability(listed, of_listed)
                without = alone.probability(np.array([pair.words for pair in listed]))
                for name, scores in (("encoder and words", with_it), ("words alone", without)):
                    found.setdefault((where, name), []).append(100 * float(np.mean((scores >= 0.5) == truth)))
        for (where, name), values in found.items():
            shown = f"{np.mean(values):.1f} [{min(values):.1f}, {max(values):.1f}]"
            yield Figure(f"{number:,} pairs", f"{where}, {name}", shown)


def verdict_table(figures: Sequence[Figure]) -> str:
    """A row for each number of pairs."""
    values = {(one.question, one.name): str(one.value) for one in figures if one.question.endswith(" pairs")}
    heads = [
        f"{where}, {name}" for where in ("release", "test", "unseen") for name in ("encoder and words", "words alone")
    ]
    rows = [[question, *(values[question, head] for head in heads)] for question in dict.fromkeys(q for q, _ in values)]
    return tabulate(rows, ["learnt from", *heads], "github", disable_numparse=True) if rows else ""


# ------------------------------------------------------------------------------------------- tables


def table(figures: Sequence[Figure]) -> str:
    """A row for each setting; values without their intervals, which the file of results keeps."""
    values = {(one.question, one.name): str(one.value).partition(" ")[0] for one in figures}
    names = [name for name in SETTINGS if any(question == name for question, _ in values)]
    rows = [[name, *(values.get((name, f"{where}, {what}"), "") for where, what in SHOWN)] for name in names]
    heads = ["learnt from", *(f"{where}, {what}" for where, what in SHOWN)]
    return tabulate(rows, heads, "github", disable_numparse=True, colalign=("left", *["right"] * len(SHOWN)))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.pointer_curve", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--data", default="rjdb", help="the dataset, or mix, that the family learns from")
    parser.add_argument("--embedded", default="rjdb", help="the same on the embedded graph")
    parser.add_argument("--release", default="rjdb-original", help="the imported original release")
    parser.add_argument("--work", type=Path, default=Path("students/curve"), help="where the trainings are kept")
    parser.add_argument("--encoder", type=Path, default=Path("weights/all-MiniLM-L6-v2"), help="folder of the encoder")
    parser.add_argument(
        "--only", nargs="+", choices=[*SETTINGS, VERDICTS], help="these rows; all otherwise", metavar="ROW"
    )
    parser.add_argument("--pairs", type=int, default=max(PAIRS), help="train pairs that verdicts learn from at most")
    parser.add_argument("--limit", type=int, help="the first N rows of each input only")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in benchmarks/results/{RESULTS.name}")
    args = parser.parse_args(argv)
    figures: list[Figure] = []
    for name in args.only or (*SETTINGS, VERDICTS):
        if name == VERDICTS:
            made = [*verdicts(args)]
        else:
            folder = trained(name, SETTINGS[name], args)
            made = [Figure(name, f"{where}, {what}", value) for where, what, value in judged(folder, args)]
        print(table(made) if name in SETTINGS else verdict_table(made), flush=True)
        if args.write:
            keep(RESULTS, made)
        figures += made
    shown = read(RESULTS) if args.write else figures
    print(f"\n{table(shown)}\n\n{verdict_table(shown)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
