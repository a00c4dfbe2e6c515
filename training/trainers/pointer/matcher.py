"""Fit the matcher and the explainer of the pointer family: what is weighed next to a frozen encoder.

    python -m training.trainers.pointer.matcher --config training/recipes/pointer/matcher.yaml

The encoder stays as it was published: fine-tuned on our templates it learns our wording and loses real pairs. What is fitted
are few numbers: of a line that may show what is asked (on `phrases`, each question among a resume's worth of other lines), of
that beside what else the resume shows (on the handwritten pairs for developing), of a pair by what words and arithmetic say of its
lists, and of a listed skill where the pair is no match (on `explanation`, whose labels say what is missing).
"""

import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

import numpy as np
import yaml

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options, read_config
from dataset_builder.errors import BadInput
from dataset_builder.extras import require_extra
from dataset_builder.sources import handwritten
from dataset_builder.text.dates import Date
from dataset_builder.text.requirement_status import Status
from training.baselines.features import FEATURES
from training.data.load import build_hash, load_config, take_split
from training.evaluation.matchers import Forms, alike
from training.evaluation.metrics import score
from training.evaluation.points import ReadPoint, align
from training.rules.fitting import SAME_JOBS
from training.students.folder import RECIPE_FILE, TRAINING_FILE, read_mapping
from training.students.pointer.backend import Encoder, Weights
from training.students.pointer.context import FEATURES as CONTEXT_FEATURES
from training.students.pointer.decision import Decision, Weighed
from training.students.pointer.likeness import FEATURES as LINE_FEATURES
from training.students.pointer.likeness import Likeness
from training.students.pointer.matching import ITEM_FEATURES, Matcher, OpenPoint, Pair
from training.students.pointer.trees import Trees
from training.systems.row_adapter import answer_of
from training.trainers.pointer.members import member_of

PAIR_COLUMNS = ("id", "job_description", "resume", "label", "skills", "experiences")
# Other lines of the resume that a question of `phrases` is asked of.
LINES = 14
# Resumes of other fields of work that each handwritten post is asked of.
OTHER_RESUMES = 3
# Skills of `phrases` that are asked about.
QUESTIONS = 400
# Unmatched pairs that set the limits of explanations.
EXPLAINED = 1_000
# Likelihoods that are tried, the first where none is better.
NAMED_BELOW = (0.5, 0.4, 0.3, 0.6)
# What reads lists alone needs none.
NOT_FITTED = Decision(Weighed((0.0,) * len(LINE_FEATURES), 0.0), Trees(0.0, []), Trees(0.0, []))
# Pairs that are read together.
BLOCK = 200


@dataclass(frozen=True)
class MatcherConfig:
    """The options; a YAML file of --config holds the same keys."""

    model_name_or_path: str = field(default="weights/all-MiniLM-L6-v2", metadata={"help": "folder of the encoder"})
    dataset: str = field(default="rjdb", metadata={"help": "rjdb, a folder, or org/name"})
    pairs: int = field(default=8_000, metadata={"help": "pairs of train that the verdict is fitted on"})
    met: float = field(default=0.4, metadata={"help": "likelihood from which a line by itself shows what is asked"})
    in_context: float = field(default=0.7, metadata={"help": "the same beside what else the resume shows"})
    missing: float = field(default=0.0, metadata={"help": "likelihood below which none does"})
    out: str = field(default="students/pointer", metadata={"help": "where matcher/ and explainer/ go"})


def phrase_questions(rows: Sequence[dict], number: int, seed: int = 0) -> list[tuple[str, tuple[str, ...], int]]:
    """(asked, lines of a resume, whether one of them shows it): half of them shown, near misses among the others."""
    rng = random.Random(seed)
    by_skill: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row["skill"]:
            by_skill[row["skill"]][row["role"]].append(row["text"])
    skills = [name for name, roles in by_skill.items() if roles["asked"] and roles["shown"]]
    pool = [(name, line) for name in skills for line in by_skill[name]["shown"]]
    questions = []
    for name in rng.sample(skills, min(number, len(skills))):
        roles = by_skill[name]
        for shown in (1, 0):
            lines = [line for other, line in rng.sample(pool, min(LINES, len(pool))) if other != name]
            if shown:
                lines.append(rng.choice(roles["shown"]))
            elif roles["near_miss"] and rng.random() < 0.5:
                lines.append(rng.choice(roles["near_miss"]))
            questions.append((rng.choice(roles["asked"]), tuple(rng.sample(lines, len(lines))), shown))
    return questions


@dataclass(frozen=True)
class Read:
    """A train row and what was read of it; `numbers` of its skills where it is no match, else none."""

    row: dict
    pair: Pair
    numbers: tuple[tuple[float, ...], ...]


def fit(config: MatcherConfig, likeness: Likeness) -> Decision:
    line, questions = weigh_lines(config, likeness)
    context, points = weigh_context(likeness, line)
    read, forms = read_pairs(config, likeness), Forms()
    facts = {"rows": {"explanation": len(read), "phrases": questions, "handwritten points": points},
             "line": LINE_FEATURES, "context": CONTEXT_FEATURES, "item": ITEM_FEATURES, "pair": FEATURES}  # fmt: skip
    pair = Trees.fitted(np.array([one.pair.words for one in read]), [one.row["label"] for one in read])
    failed = [one for one in read if one.row["label"] == 0]
    decision = Decision(
        line,
        weigh_items(failed, forms),
        pair,
        config.met,
        config.missing,
        facts=facts,
        context=context,
        in_context=config.in_context,
    )
    return explaining(decision, likeness, failed, forms)


def weigh_lines(config: MatcherConfig, likeness: Likeness) -> tuple[Weighed, int]:
    """How likely a line shows what a sentence asks, and the number of questions of `phrases` that it was fitted on."""
    where = f"dataset {config.dataset}, config phrases"
    phrases = take_split(load_config(config.dataset, "phrases"), "train", ("skill", "role", "text"), where)
    questions = phrase_questions(phrases.to_list(), QUESTIONS)
    numbers = [one.numbers for one in likeness.shown([(asked, lines) for asked, lines, _ in questions])]
    return weighed(numbers, [shown for *_, shown in questions]), len(questions)


def weigh_context(likeness: Likeness, line: Weighed) -> tuple[Weighed, int]:
    """How likely an open point is met, beside what else is shown, and the number of points it was fitted on: the required ones of the
    handwritten pairs for developing, asked of the resume that was sent for the post, and of resumes of other fields of work, which
    count as showing none."""
    matcher = Matcher(likeness, replace(NOT_FITTED, line=line))
    matcher = replace(matcher, named=replace(matcher.named, today=Date(*handwritten.READ_ON)))
    numbers, met = [], []
    pairs = handwritten.developing()
    for pair in pairs:
        left = _required(matcher.open_points(pair.job_description, pair.resume))
        read = [
            ReadPoint(one.judged.point.text, one.judged.point.place.start, one.judged.point.place.end) for one in left
        ]
        for asked, at in align(pair.job_description, pair.requirements, read):
            if (status := pair.requirements[asked].status) is not Status.UNCLEAR:
                numbers.append(left[at].context)
                met.append(int(status is Status.MET))
    for pair, other in handwritten.of_other_fields(pairs, OTHER_RESUMES):
        left = _required(matcher.open_points(pair.job_description, other.resume))
        numbers += [one.context for one in left]
        met += [0] * len(left)
    return weighed(numbers, met, class_weight="balanced"), len(met)


def _required(left: Sequence[OpenPoint]) -> list[OpenPoint]:
    return [one for one in left if one.line is not None and not one.judged.point.optional]


def read_pairs(config: MatcherConfig, likeness: Likeness) -> list[Read]:
    """The train pairs, as their lists say."""
    where = f"dataset {config.dataset}, config explanation"
    rows = take_split(load_config(config.dataset, "explanation"), "train", PAIR_COLUMNS, where)
    rows = rows.select(range(min(config.pairs, len(rows)))).select_columns(list(PAIR_COLUMNS)).to_list()
    if len({row["label"] for row in rows}) < 2:
        raise BadInput(f"{where}: has pairs of one label only; build more triples")
    matcher, read = Matcher(likeness, NOT_FITTED), []
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        pairs = [matcher.listed(row["job_description"], row["resume"]) for row in block]
        numbers = iter(matcher.item_numbers([pair for row, pair in zip(block, pairs) if row["label"] == 0]))
        read += [Read(row, pair, () if row["label"] else next(numbers)) for row, pair in zip(block, pairs)]
        print(f"{len(read):,} of {len(rows):,} pairs read", file=sys.stderr, flush=True)
    return read


def weigh_items(failed: Sequence[Read], forms: Forms) -> Trees:
    """How likely a listed skill of a pair that is no match is shown."""
    numbers, shown = [], []
    for one in failed:
        asked = [check.asked for check in one.pair.skills]
        missing = (
            alike(asked, one.row["skills"], forms).any(axis=1) if one.row["skills"] else np.zeros(len(asked), bool)
        )
        numbers += one.numbers
        shown += [int(not is_missing) for is_missing in missing]
    return Trees.fitted(np.array(numbers), shown, signs=[1] * len(ITEM_FEATURES))


def explaining(decision: Decision, likeness: Likeness, failed: Sequence[Read], forms: Forms) -> Decision:
    """With the limits that serve the F1 of explanations of unmatched pairs best, the mean of strict and lenient: how alike titles
    must be, and how likely a skill is shown that is not named. As many skills are named at most as one of the pairs lacks."""
    decision = replace(decision, most_skills=max(len(one.row["skills"]) for one in failed) or None)
    rows = [one.row for one in failed[:EXPLAINED]]

    def f1(tried: Decision) -> float:
        matcher = Matcher(likeness, tried)
        told = (
            matcher.explanation(
                replace(one.pair, jobs=matcher.jobs(one.row["job_description"], one.row["resume"])), 0.0, one.numbers
            )
            for one in failed[:EXPLAINED]
        )
        found = score("explanation", [*map(answer_of, told)], rows, forms)
        return (found.value("F1 strict") or 0.0) + (found.value("F1 lenient") or 0.0)

    decision = max((replace(decision, same_job=limit) for limit in SAME_JOBS), key=f1)
    return max((replace(decision, named_below=limit) for limit in NAMED_BELOW), key=f1)


def weighed(numbers: Sequence[Sequence[float]], labels: Sequence[int], **options: str) -> Weighed:
    """Logistic regression; `options` are scikit-learn's."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(max_iter=1_000, **options).fit(np.array(numbers), labels)
    return Weighed(tuple(map(float, model.coef_[0])), float(model.intercept_[0]))


def save(config: MatcherConfig, decision: Decision, seconds: float) -> list[Path]:
    """matcher/ and explainer/: the encoder as it was, what is weighed, and training.json last."""
    facts = {
        "dataset": {
            "name": config.dataset,
            "revision": None,
            "build": build_hash(config.dataset),
            "rows": decision.facts["rows"],
        },
        "base_model": {
            "name": config.model_name_or_path,
            "revision": None,
            "parameters": Weights(Path(config.model_name_or_path), "torch").model().num_parameters(),
        },
        "trainer": {"seconds": round(seconds, 1)},
    }

    def prepare(folder: Path) -> None:
        decision.write(folder)
        text = yaml.safe_dump(asdict(config), sort_keys=False, allow_unicode=True)
        (folder / RECIPE_FILE).write_text(text, encoding="utf-8")

    source = Path(config.model_name_or_path)
    return [member_of(source, Path(config.out) / name, task, facts, prepare)
            for name, task in (("matcher", "matching"), ("explainer", "explanation"))]  # fmt: skip


def train(config: MatcherConfig) -> list[Path]:
    """Fits and saves both, unless they are there by the same recipe.

    Raises:
        BadInput: no encoder there, data that cannot be used, or the folders hold others.
    """
    folders = [Path(config.out) / name for name in ("matcher", "explainer")]
    for folder in folders:
        there = read_mapping(folder / RECIPE_FILE, str(folder))
        if there and there != asdict(config):
            key = next(key for key in asdict(config) if there.get(key) != asdict(config)[key])
            raise BadInput(f"{folder}: was fitted by another recipe ({key}); give --out another name, or remove it")
    if all((folder / TRAINING_FILE).is_file() for folder in folders):
        return []
    if not (Path(config.model_name_or_path) / "config.json").is_file():
        raise BadInput(f"{config.model_name_or_path}: no encoder there; run make weights, or give another folder")
    start = time.perf_counter()
    likeness = Likeness(Encoder(Weights(Path(config.model_name_or_path), "torch")))
    return save(config, fit(config, likeness), time.perf_counter() - start)


def read_recipe(argv: Sequence[str] | None) -> MatcherConfig:
    """The options, and before them those of a YAML file that --config names."""
    parser = Parser(prog="python -m training.trainers.pointer.matcher", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--config", metavar="FILE", help="a recipe: one key with its value per line")
    add_options(parser, MatcherConfig)
    arguments = parser.parse_args(argv)
    if arguments.config:
        if not Path(arguments.config).is_file():
            raise BadInput(f"--config {arguments.config}: no such file; give training/recipes/pointer/matcher.yaml")
        content = read_mapping(Path(arguments.config), arguments.config)
        known = {item.name: item.default for item in fields(MatcherConfig)}
        for key, value in content.items():
            if key not in known:
                raise BadInput(f"{arguments.config}, key {key}: is unknown; --help lists the options")
            if not isinstance(value, (int, float) if isinstance(known[key], float) else type(known[key])):
                raise BadInput(f"{arguments.config}, key {key}: is {value!r}; give a value like {known[key]!r}")
        parser.set_defaults(**content)
        arguments = parser.parse_args(argv)
    return read_config(MatcherConfig, arguments)


def main(argv: Sequence[str] | None = None) -> int:
    def run() -> int:
        config = read_recipe(argv)
        require_extra("training.trainers.pointer.matcher", "train")
        for folder in train(config):
            print(f"{folder}: fitted")
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
