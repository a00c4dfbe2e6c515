"""What phrases are worth: telling lines that show a skill from lines that do not, by words, frozen and fine-tuned vectors.

    make weights                                             # all-MiniLM-L6-v2 into weights/, checked by hash
    python -m benchmarks.phrases                             # words and frozen vectors
    python -m benchmarks.phrases --share 0.1 0.3 --write     # fine-tuned on a tenth of the train skills, and on 30 %
    python -m benchmarks.phrases --release sample.jsonl      # and judged on a file of the original release

Judged by AUC, pooled over all questions of a set: the shown lines of test skills against their near misses and against the
shown lines of three other test skills each; the skill points of the pairs of `handwritten`, met against missing, by the
resume's best line, and those that are met against three resumes of other fields of work; required skills of the release's unmatched resumes, kept against removed, by name and
best line. `HELD` train skills never fine-tune the encoder: on them words and cosines are weighed (logistic regression).
A run that was interrupted goes on from its checkpoint in weights/. Exits 1 beyond a limit.
"""

import argparse
import hashlib
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from tabulate import tabulate

from benchmarks.bi_encoder import BiEncoder, Example, FitConfig
from benchmarks.figures import KEPT, Figure, exit_code, keep, render
from dataset_builder.errors import BadInput
from dataset_builder.sources import handwritten, phrases
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.stems import new_stemmer, tokens

RESULTS = KEPT / "phrases.json"
WEIGHTS = Path("weights")
ENCODER = WEIGHTS / "all-MiniLM-L6-v2"
HELD = 200
OTHERS = 3
TEST_AUC, RELEASE_AUC = 0.95, 0.859
TEST, NEAR, OTHER = "test skills", "test skills, near misses only", "test skills, other skills only"
RUN = ("skills", "shown lines", "epochs", "seconds")
RELEASE = "release, required skills by name"


@dataclass(frozen=True)
class SkillPhrases:
    name: str
    asked: tuple[str, ...]
    shown: tuple[str, ...]
    near_misses: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """Is what is asked (in one or more ways) shown by one of the lines? `kind` of a negative is `NEAR` or `OTHER`."""

    asked: tuple[str, ...]
    lines: tuple[str, ...]
    shown: bool
    kind: str = ""


def skills_of(split: str) -> list[SkillPhrases]:
    """Skills with asked and shown lines, in an order that only their names decide."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in phrases.read():
        if one.skill and one.split == split:
            found[one.skill][one.role].append(one.text)
    skills = [
        SkillPhrases(name, tuple(roles["asked"]), tuple(roles["shown"]), tuple(roles["near_miss"]))
        for name, roles in found.items()
        if roles["asked"] and roles["shown"]
    ]
    return sorted(skills, key=lambda skill: hashlib.sha256(f"order {skill.name}".encode()).hexdigest())


def examples_of(skills: Iterable[SkillPhrases]) -> list[Example]:
    return [
        Example(skill.name, (*skill.asked, skill.name), line, skill.near_misses)
        for skill in skills
        for line in skill.shown
    ]


def questions_of(skills: Sequence[SkillPhrases]) -> list[Question]:
    """Each shown line, each near miss and the shown lines of `OTHERS` other skills, a line a question."""
    rng = random.Random(0)
    questions = []
    for at, skill in enumerate(skills):
        questions += [Question(skill.asked, (line,), True) for line in skill.shown]
        questions += [Question(skill.asked, (line,), False, NEAR) for line in skill.near_misses]
        for other in rng.sample([one for one in range(len(skills)) if one != at], min(OTHERS, len(skills) - 1)):
            questions += [Question(skill.asked, (line,), False, OTHER) for line in skills[other].shown]
    return questions


def handwritten_questions() -> list[Question]:
    """Skill points, optional ones too: only a few of the required ones are missing."""
    return [
        Question((point.text,), lines_of(pair.resume), point.status is Status.MET)
        for pair in handwritten.read()
        for point in pair.requirements
        if point.kind == "skill" and point.status in (Status.MET, Status.MISSING)
    ]


def other_resumes() -> list[Question]:
    """Required skill points that are met, each asked of its resume and of `OTHERS` resumes of other fields of work."""
    rng = random.Random(0)
    pairs = handwritten.read()
    questions = []
    for pair in pairs:
        others = [other for other in pairs if other.field != pair.field]
        for point in pair.requirements:
            if point.kind == "skill" and not point.optional and point.status is Status.MET:
                questions.append(Question((point.text,), lines_of(pair.resume), True))
                for other in rng.sample(others, OTHERS):
                    questions.append(Question((point.text,), lines_of(other.resume), False, OTHER))
    return questions


def pair_questions(path: Path) -> list[Question]:
    """The required skill points of pairs {resume, requirements: [{text, kind, optional, status}]}, one per line."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return [
        Question((point["text"],), lines_of(row["resume"]), point["status"] == "met")
        for row in rows
        for point in row["requirements"]
        if point["kind"] == "skill" and not point["optional"] and point["status"] in ("met", "missing")
    ]


def release_questions(path: Path) -> list[Question]:
    from dataset_builder.pipeline.original_release import read_original

    triples, _ = read_original(path)
    return [
        Question((skill,), lines_of(triple.documents.resume_unmatched), kept)
        for triple in triples
        for names, kept in ((triple.facts.unmatched_skills, True), (triple.facts.removed_skills, False))
        for skill in names
    ]


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for raw in text.split("\n") if len(line := raw.strip(" \t•-*#|")) > 2))


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


def auc(questions: Sequence[Question], scores: np.ndarray, kind: str = "") -> float:
    """`kind`: against the negatives of one kind only."""
    from sklearn.metrics import roc_auc_score

    kept = [at for at, one in enumerate(questions) if one.shown or not kind or one.kind == kind]
    return float(roc_auc_score([questions[at].shown for at in kept], scores[kept]))


class Bench:
    """The sets that are judged, with their word scores; one train set to weigh words and cosines on."""

    def __init__(self, sets: dict[str, list[Question]], held: list[Question], words: Words):
        self.sets, self.held = sets, held
        self.words = {name: np.array([words.score(one) for one in asked]) for name, asked in sets.items()}
        self.held_words = np.array([words.score(one) for one in held])

    def figures(self, question: str, scores: dict[str, np.ndarray], limits: dict[str, float]) -> list[Figure]:
        found = []
        for name, asked in self.sets.items():
            kinds = {TEST: "", NEAR: NEAR, OTHER: OTHER} if name == TEST else {name: ""}
            for shown, kind in kinds.items():
                value, least = auc(asked, scores[name], kind), limits.get(shown)
                passed = None if least is None else value >= least
                found.append(Figure(question, shown, value, "" if least is None else f">= {least:g}", passed))
        return found

    def of_encoder(self, encoder: BiEncoder, name: str, limits: dict[str, float]) -> list[Figure]:
        """Cosines alone, and weighed with words."""
        from sklearn.linear_model import LogisticRegression

        asked = [*self.sets.values(), self.held]
        ends = np.cumsum([len(questions) for questions in asked])
        *scores, of_held = np.split(cosines(encoder, [one for questions in asked for one in questions]), ends[:-1])
        alone, held = dict(zip(self.sets, scores, strict=True)), np.column_stack([self.held_words, of_held])
        model = LogisticRegression(class_weight="balanced").fit(held, [one.shown for one in self.held])
        both = {
            one: model.decision_function(np.column_stack([self.words[one], scores])) for one, scores in alone.items()
        }
        return [*self.figures(name, alone, limits), *self.figures(f"words and {name}", both, limits)]


def fine_tuned(skills: Sequence[SkillPhrases], share: float, config: FitConfig, weights: Path, threads: int | None):
    """(encoder, figures of the run)."""
    chosen = skills[: max(1, round(share * len(skills)))]
    examples = examples_of(chosen)
    encoder = BiEncoder(weights, threads)
    key = hashlib.sha256(repr((examples, config)).encode()).hexdigest()[:12]
    seconds = encoder.fit(examples, config, WEIGHTS / f"phrases-{key}.pt")
    values = (len(chosen), len(examples), config.epochs, seconds)
    return encoder, [Figure(named(share), name, value) for name, value in zip(RUN, values, strict=True)]


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
    parser.add_argument("--epochs", type=int, default=FitConfig.epochs)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--weights", type=Path, default=ENCODER, help="folder of all-MiniLM-L6-v2 (`make weights`)")
    parser.add_argument("--release", type=Path, help="a file of the original release, JSON lines")
    parser.add_argument("--pairs", type=Path, help="pairs with their requirements, one JSON object per line")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in benchmarks/results/{RESULTS.name}")
    args = parser.parse_args(arguments)
    if wrong := [share for share in args.share if not 0 < share <= 1]:
        parser.error(f"--share {wrong[0]:g}: give a share above 0, 1 at most")
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
    """The figures of words and frozen vectors, then those of each run. `keep` takes all of a question together."""
    train, test = skills_of("train"), skills_of("test")
    held, fitted = train[:HELD], train[HELD:]
    sets = {TEST: questions_of(test), "handwritten, skill points": handwritten_questions()}
    sets["handwritten, resumes of other fields"] = other_resumes()
    if args.pairs is not None:
        sets["given pairs, required skill points"] = pair_questions(args.pairs)
    if args.release is not None:
        sets[RELEASE] = release_questions(args.release)
    words = Words([line for skill in train for line in (*skill.asked, *skill.shown, *skill.near_misses)])
    bench = Bench(sets, questions_of(held), words)
    limits = {TEST: TEST_AUC, RELEASE: RELEASE_AUC}
    counts = [
        Figure("questions", f"{name}: shown, not shown", f"{sum(q.shown for q in asked)}, {sum(not q.shown for q in asked)}")
        for name, asked in sets.items()
    ]  # fmt: skip
    if not args.share:
        yield counts + bench.figures("words alone", bench.words, {})
        yield bench.of_encoder(BiEncoder(args.weights, args.threads), "frozen", {})
    config = FitConfig(epochs=args.epochs)
    for share in args.share:
        encoder, run = fine_tuned(fitted, share, config, args.weights, args.threads)
        yield run + bench.of_encoder(encoder, named(share), limits)


if __name__ == "__main__":
    sys.exit(main())
