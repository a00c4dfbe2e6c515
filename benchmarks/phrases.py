"""What phrases are worth: telling lines that show a skill from lines that do not, by words, frozen and fine-tuned encoders.

    make weights                                             # all-MiniLM-L6-v2 into weights/, checked by hash
    python -m benchmarks.phrases                             # length, words and frozen vectors
    python -m benchmarks.phrases --share 0.1 0.3 1           # fine-tuned on shares of the train skills
    python -m benchmarks.phrases --cross-encoder 0.3         # a cross-encoder on 30 % of them
    python -m benchmarks.phrases --release sample.jsonl      # and judged on a file of the original release

Judged by AUC, pooled over all questions of a set: the shown lines of test skills against their near misses and against the
shown lines of three other test skills each; the skill points of the pairs of `handwritten`, met against missing, by the
resume's best line, and those that are met against three resumes of other fields of work; required skills of the release's unmatched resumes, kept against removed, by name and
best line. `HELD` train skills never fine-tune an encoder: on them scores are weighed together (logistic regression).
A run that was interrupted goes on from its checkpoint in weights/. Exits 1 beyond a limit.
"""

import argparse
import hashlib
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
from tabulate import tabulate

from benchmarks.bi_encoder import BiEncoder
from benchmarks.cross_encoder import CrossEncoder
from benchmarks.figures import KEPT, Figure, exit_code, keep, render
from benchmarks.fine_tuning import Example, FitConfig
from benchmarks.phrase_questions import (
    NEAR,
    OTHER,
    Question,
    examples_of,
    handwritten_questions,
    other_resumes,
    pair_questions,
    questions_of,
    release_questions,
    skills_of,
)
from dataset_builder.errors import BadInput
from dataset_builder.text.stems import new_stemmer, tokens

RESULTS = KEPT / "phrases.json"
WEIGHTS = Path("weights")
ENCODER = WEIGHTS / "all-MiniLM-L6-v2"
HELD = 200
TEST_AUC, RELEASE_AUC = 0.95, 0.859
TEST = "test skills"
RUN = ("skills", "shown lines", "epochs", "seconds")
RELEASE = "release, required skills by name"
CROSS = "cross-encoder"


class Words:
    """Share of the asked stems, weighed by idf, that stand in a line."""

    def __init__(self, lines: Sequence[str]):
        stem = new_stemmer()
        self.stem = cache(stem)
        counts = Counter(word for line in lines for word in self.stems(line))
        self.idf = {word: math.log((1 + len(lines)) / (1 + count)) for word, count in counts.items()}
        self.unseen = math.log(1 + len(lines))

    def stems(self, text: str) -> set[str]:
        return {self.stem(word) for word in tokens(text)}

    def score(self, question: Question) -> float:
        lines = [self.stems(line) for line in question.lines]
        return max(self._share(self.stems(asked), line) for asked in question.asked for line in lines or [set()])

    def _share(self, asked: set[str], line: set[str]) -> float:
        weight = {word: self.idf.get(word, self.unseen) for word in asked}
        return sum(weight[word] for word in asked & line) / max(sum(weight.values()), 1e-9)


def lengths(questions: Sequence[Question]) -> np.ndarray:
    """Characters of the longest line: what a line gives away by its form alone, whatever is asked."""
    return np.array([max(map(len, one.lines), default=0) for one in questions])


def cosines(encoder: BiEncoder, questions: Sequence[Question]) -> np.ndarray:
    """The best cosine of a way of asking and a line, per question."""
    texts = list(dict.fromkeys(text for one in questions for text in (*one.asked, *one.lines)))
    at = {text: row for row, text in enumerate(texts)}
    vectors = encoder.encode(texts)
    return np.array(
        [
            (vectors[[at[text] for text in one.asked]] @ vectors[[at[text] for text in one.lines]].T).max()
            if one.lines
            else -1.0
            for one in questions
        ]
    )


def logits(encoder: CrossEncoder, questions: Sequence[Question]) -> np.ndarray:
    """The best logit of a way of asking and a line, per question; that of a resume without lines is very low."""
    pairs = list(dict.fromkeys((asked, line) for one in questions for asked in one.asked for line in one.lines))
    found = dict(zip(pairs, encoder.score(pairs).tolist(), strict=True))
    return np.array(
        [max((found[asked, line] for asked in one.asked for line in one.lines), default=-20.0) for one in questions]
    )


def auc(questions: Sequence[Question], scores: np.ndarray, kind: str = "") -> float:
    """`kind`: against the negatives of one kind only."""
    from sklearn.metrics import roc_auc_score

    kept = [at for at, one in enumerate(questions) if one.shown or not kind or one.kind == kind]
    return float(roc_auc_score([questions[at].shown for at in kept], scores[kept]))


@dataclass(frozen=True)
class Scores:
    """One scorer's answers: per judged set, and on the held train skills."""

    sets: dict[str, np.ndarray]
    held: np.ndarray


class Bench:
    """The sets that are judged, and one of train skills on which scores are weighed together."""

    def __init__(self, sets: dict[str, list[Question]], held: list[Question], limits: dict[str, float] | None = None):
        self.sets, self.held, self.limits = sets, held, limits or {}

    def scores(self, scorer: Callable[[Sequence[Question]], np.ndarray]) -> Scores:
        asked = [*self.sets.values(), self.held]
        ends = np.cumsum([len(questions) for questions in asked])
        *found, held = np.split(scorer([one for questions in asked for one in questions]), ends[:-1])
        return Scores(dict(zip(self.sets, found, strict=True)), held)

    def together(self, *parts: Scores) -> Scores:
        """The parts weighed by a logistic regression, fit on the held train skills."""
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
        held = np.column_stack([part.held for part in parts])
        model.fit(held, [one.shown for one in self.held])
        columns = {name: np.column_stack([part.sets[name] for part in parts]) for name in self.sets}
        return Scores({name: model.decision_function(rows) for name, rows in columns.items()},
                      model.decision_function(held))  # fmt: skip

    def figures(self, way: str, scores: Scores, limited: bool = False) -> list[Figure]:
        """`limited`: the goals hold for this way of scoring."""
        found = []
        for name, asked in self.sets.items():
            kinds = {TEST: "", NEAR: NEAR, OTHER: OTHER} if name == TEST else {name: ""}
            for shown, kind in kinds.items():
                value, least = auc(asked, scores.sets[name], kind), self.limits.get(shown) if limited else None
                passed = None if least is None else value >= least
                found.append(Figure(way, shown, value, "" if least is None else f">= {least:g}", passed))
        return found


def table(figures: Sequence[Figure]) -> str:
    """AUC of each way of scoring (rows) on each set (columns)."""
    value = {(one.question, one.name): one.value for one in figures}
    sets = [one.name.partition(":")[0] for one in figures if one.question == "questions"]
    sets = [kind for name in sets for kind in ((TEST, NEAR, OTHER) if name == TEST else (name,))]
    ways = [way for way in dict.fromkeys(one.question for one in figures) if (way, TEST) in value]
    rows = [[way, *(f"{value[way, name]:.3f}" if (way, name) in value else "" for name in sets)] for way in ways]
    return tabulate(rows, ["AUC", *sets], "github", disable_numparse=True)


def runs(figures: Sequence[Figure]) -> str:
    """What each fine-tuning read, and how long it took."""
    found: dict[str, dict[str, float | str]] = defaultdict(dict)
    for one in figures:
        if one.name in RUN:
            found[one.question][one.name] = one.value
    rows = [[way, *(f"{values[name]:,.0f}" for name in RUN)] for way, values in found.items()]
    return tabulate(rows, ["run", *RUN], "github", disable_numparse=True)


def named(share: float) -> str:
    return f"fine-tuned on {100 * share:g} % of the train skills"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.phrases", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--share",
        type=float,
        nargs="*",
        default=(),
        help="of the train skills to fine-tune on, one run each, instead of words and frozen vectors",
    )
    parser.add_argument(
        "--cross-encoder",
        type=float,
        nargs="?",
        const=1.0,
        metavar="SHARE",
        help="fine-tune a cross-encoder, on this share of the train skills (all)",
    )
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--weights", type=Path, default=ENCODER, help="folder of all-MiniLM-L6-v2 (`make weights`)")
    parser.add_argument("--release", type=Path, help="a file of the original release, JSON lines")
    parser.add_argument("--pairs", type=Path, help="pairs with their requirements, one JSON object per line")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in benchmarks/results/{RESULTS.name}")
    args = parser.parse_args(arguments)
    crossed = [] if args.cross_encoder is None else [args.cross_encoder]
    for option, shares in (("--share", args.share), ("--cross-encoder", crossed)):
        if wrong := [share for share in shares if not 0 < share <= 1]:
            parser.error(f"{option} {wrong[0]:g}: give a share above 0, 1 at most")
    if not (args.weights / "config.json").is_file():
        parser.error(f"{args.weights}: no encoder there; run `make weights`")
    figures: list[Figure] = []
    try:
        for part in measured(args):
            figures += part
            print(render(part), flush=True)
            if args.write:
                keep(RESULTS, part)
    except BadInput as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return exit_code(figures)


def measured(args: argparse.Namespace) -> Iterator[list[Figure]]:
    """The figures of length, words and frozen vectors, then those of each run. `keep` takes all of a question together."""
    train, test = skills_of("train"), skills_of("test")
    held, fitted = train[:HELD], train[HELD:]
    sets = {TEST: questions_of(test), "handwritten, skill points": handwritten_questions()}
    sets["handwritten, resumes of other fields"] = other_resumes()
    if args.pairs is not None:
        sets["given pairs, required skill points"] = pair_questions(args.pairs)
    if args.release is not None:
        sets[RELEASE] = release_questions(args.release)
    bench = Bench(sets, questions_of(held), {TEST: TEST_AUC, RELEASE: RELEASE_AUC})
    scorer = Words([line for skill in train for line in (*skill.asked, *skill.shown, *skill.near_misses)])
    words = bench.scores(lambda questions: np.array([scorer.score(one) for one in questions]))
    encoder = BiEncoder(args.weights, args.threads)
    before, frozen = encoder.model.state_dict(), bench.scores(partial(cosines, encoder))
    if not args.share and args.cross_encoder is None:
        counts = [
            Figure("questions", f"{name}: shown, not shown",
                   f"{sum(q.shown for q in asked)}, {sum(not q.shown for q in asked)}")
            for name, asked in sets.items()
        ]  # fmt: skip
        yield counts + bench.figures("the line's length", bench.scores(lengths)) + bench.figures("words alone", words)
        yield bench.figures("frozen", frozen)
        yield bench.figures("words and frozen", bench.together(words, frozen))
    config = FitConfig(epochs=args.epochs)

    def of_share(share: float) -> list[Example]:
        return examples_of(fitted[: max(1, round(share * len(fitted)))])

    for share in args.share:
        tuned = BiEncoder(args.weights)
        run = fine_tuned(named(share), tuned, of_share(share), config)
        alone = bench.scores(partial(cosines, tuned))
        yield run + bench.figures(named(share), alone)
        tuned.average(before)
        averaged = bench.scores(partial(cosines, tuned))
        yield bench.figures(f"{named(share)}, averaged with frozen", averaged)
        yield bench.figures(f"words and {named(share)}", bench.together(words, alone))
        yield bench.figures(
            f"words, frozen, averaged and {named(share)}", bench.together(words, frozen, alone, averaged), limited=True
        )
    if args.cross_encoder is not None:
        way = f"{CROSS}, {named(args.cross_encoder)}"
        cross = CrossEncoder(args.weights, args.threads)
        run = fine_tuned(way, cross, of_share(args.cross_encoder), config)
        alone = bench.scores(partial(logits, cross))
        yield run + bench.figures(way, alone)
        yield bench.figures(f"words and {way}", bench.together(words, alone))
        yield bench.figures(f"words, frozen and {way}", bench.together(words, frozen, alone), limited=True)


def fine_tuned(name: str, encoder, examples, config: FitConfig) -> list[Figure]:
    """Fits in place. The figures of the run."""
    key = hashlib.sha256(repr((type(encoder).__name__, examples, config)).encode()).hexdigest()[:12]
    seconds = encoder.fit(examples, config, WEIGHTS / f"phrases-{key}.pt")
    values = (len({one.skill for one in examples}), len(examples), config.epochs, seconds)
    return [Figure(name, label, value) for label, value in zip(RUN, values, strict=True)]


if __name__ == "__main__":
    sys.exit(main())
