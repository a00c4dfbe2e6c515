"""A student in three lines: match, explain, extract and edit with a trained folder or a repository of the Hub.

    from training.students import load
    student = load("students/matcher")                   # or load("org/name", revision="v1", device="cuda")
    student.match(job, resume)                           # Match(label=0, score=0.08, …)

Lists in, lists out: rows of alike length are read together, and the order is kept. A text stands for itself in every row
of a list, so one job can be matched with many resumes. Every result holds the `prompt` that the model read and the
`answer` it wrote; `rjdb.prompt`, `generate` and `rjdb.parse` give the same by hand. What is longer than the student was
trained on loses sections as in training, and so does every pair where it learnt short ones (`dropped` names them).
Nothing here decides about people.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from tqdm import tqdm

import rjdb
from dataset_builder.errors import BadInput
from training.generation import BATCH_ROWS, Written, generate
from training.language_model import CAUSAL_END, LanguageModel, model_folder, open_model
from training.shortening import PAIRS, Shortened, shorten

MAX_NEW_TOKENS = {"matching": 16, "explanation": 256, "extraction": 512, "editing": 768}
"""Longer than any completion of the dataset; a student's own generation config goes first."""
TRAINING_FILE, RECIPE_FILE = "training.json", "recipe.yaml"
Texts = str | Sequence[str]

# ------------------------------------------------------------------------------------------- results


@dataclass(frozen=True)
class Experience:
    """`years` alone in a job description, the dates too in a resume; None for what the answer does not say."""

    title: str
    years: int | None = None
    start_year: int | None = None
    end_year: int | None = None

    def __str__(self) -> str:
        return rjdb.experience_text(vars(self))


@dataclass(frozen=True)
class Match:
    """`label`: 1 meets every requirement, 0 does not, None where the answer holds no verdict.

    `score`: the probability of "match" against "no match", 0 to 1; what else the student could say is left out.
    """

    label: int | None
    score: float
    dropped: tuple[str, ...]
    prompt: str
    answer: str


@dataclass(frozen=True)
class Explanation:
    """What the resume lacks, nothing for a match.

    `score`: the geometric mean of the probabilities of the answer's tokens, 0 to 1.
    """

    label: int | None
    score: float
    skills: tuple[str, ...]
    experiences: tuple[Experience, ...]
    dropped: tuple[str, ...]
    prompt: str
    answer: str


@dataclass(frozen=True)
class Extraction:
    """What a document states. `score` as in `Explanation`."""

    skills: tuple[str, ...]
    experiences: tuple[Experience, ...]
    score: float
    dropped: tuple[str, ...]
    prompt: str
    answer: str


@dataclass(frozen=True)
class Edit:
    """`text`: the section after the change, line by line. `score` as in `Explanation`."""

    text: str
    score: float
    dropped: tuple[str, ...]
    prompt: str
    answer: str


# ------------------------------------------------------------------------------------------- the student


def load(source: str | Path, revision: str | None = None, device: str | None = None, dtype: Any = None) -> "Student":
    """A student from a folder or a repository of the Hub, an adapter included.

    `device` is a GPU where there is one; `dtype` ("float32", "bfloat16") is bfloat16 on a GPU, float32 elsewhere.

    Raises:
        BadInput: no such folder, repository or revision, no language model in it, or a package is missing.
    """
    return open_student(model_folder(source, revision), str(source), device, dtype)


def open_student(folder: Path, origin: str, device: str | None = None, dtype: Any = None) -> "Student":
    """`load` for a folder that is here; `origin` is how errors name it."""
    recipe = read_mapping(folder / RECIPE_FILE, origin)
    limit = recipe.get("max_prompt_tokens")
    lm = open_model(folder, device, dtype, origin, limit if isinstance(limit, int) and limit > 0 else None)
    end = CAUSAL_END if recipe and not lm.encoder_decoder else ""
    return Student(lm, known_tasks(folder, origin), end, answer_limit(folder, origin), bool(recipe.get("short_pairs")))


def answer_limit(folder: Path, origin: str) -> int | None:
    """Tokens of an answer at most: the generation config's, or the recipe's. An adapter's base learnt other answers."""
    own = read_mapping(folder / "generation_config.json", origin).get("max_new_tokens")
    return own or read_mapping(folder / RECIPE_FILE, origin).get("max_completion_tokens")


def known_tasks(folder: Path, origin: str) -> tuple[str, ...]:
    """What a student was trained for, by its training.json; a model without one may be asked anything.

    Raises:
        BadInput: the file cannot be read, or names other tasks.
    """
    training = read_mapping(folder / TRAINING_FILE, origin)
    tasks = training.get("tasks", rjdb.TASKS)
    if not isinstance(tasks, list | tuple) or not tasks or set(tasks) - set(rjdb.TASKS):
        raise BadInput(f'{origin}: {TRAINING_FILE} names no tasks of {", ".join(rjdb.TASKS)}; mend its "tasks"')
    return tuple(task for task in rjdb.TASKS if task in tasks)


def read_mapping(path: Path, origin: str) -> dict:
    """A JSON or YAML file of a student's folder, {} where there is none.

    Raises:
        BadInput: it cannot be read.
    """
    if not path.is_file():
        return {}
    try:
        content = (json.loads if path.suffix == ".json" else yaml.safe_load)(path.read_text(encoding="utf-8"))
    except (ValueError, yaml.YAMLError) as error:
        raise BadInput(f"{origin}: {path.name} cannot be read ({str(error).splitlines()[0]}); mend it") from error
    if not isinstance(content, dict):
        raise BadInput(f"{origin}: {path.name} is no mapping; mend it")
    return content


@dataclass(frozen=True)
class Student:
    """A language model with the tasks it was trained for. `end` stands between a prompt and the answer.

    `new_tokens`: tokens of an answer at most; None is the task's `MAX_NEW_TOKENS`. `short_pairs`: it learnt pairs without
    the sections that may go, and reads them so.
    """

    lm: LanguageModel
    tasks: tuple[str, ...]
    end: str = ""
    new_tokens: int | None = None
    short_pairs: bool = False

    def match(self, job: Texts, resume: Texts):
        """Whether the resume meets every requirement of the job; a student that explains can match too.

        Raises:
            ValueError: it knows neither task, lists differ in length, or a text is empty or too long.
        """
        task = "matching" if "matching" in self.tasks else "explanation"
        self._check(task, "matching")
        rows, one = _rows(job_description=job, resume=resume)
        results = []
        for shortened, written in self._whole(task, rows, verdict=True):
            label = rjdb.parse(task, written.text)["label"]
            score = 1 / (1 + math.exp(min(700, written.choices[0] - written.choices[1])))
            results.append(Match(label, score, shortened.dropped, shortened.prompt, written.text))
        return results[0] if one else results

    def explain(self, job: Texts, resume: Texts):
        """The verdict, and the skills and the experience that the resume lacks. Raises as `match`."""
        self._check("explanation")
        rows, one = _rows(job_description=job, resume=resume)
        results = []
        for shortened, written in self._whole("explanation", rows):
            said = rjdb.parse("explanation", written.text)
            lists = _lists(said)
            results.append(
                Explanation(said["label"], _mean(written), *lists, shortened.dropped, shortened.prompt, written.text)
            )
        return results[0] if one else results

    def extract(self, document: Texts, document_type: Texts = "resume"):
        """The skills and jobs that a "resume" or a "job description" states. Raises as `match`."""
        self._check("extraction")
        rows, one = _rows(document=document, document_type=document_type)
        _among(rows, "document_type", ("resume", "job description"))
        results = [
            Extraction(
                *_lists(rjdb.parse("extraction", written.text)),
                _mean(written), shortened.dropped, shortened.prompt, written.text,
            )
            for shortened, written in self._whole("extraction", rows)
        ]  # fmt: skip
        return results[0] if one else results

    def edit(
        self,
        resume: Texts,
        section: Texts,
        add_skills: Sequence[str] | Sequence[Sequence[str]] = (),
        experience_change: Texts = "",
    ):
        """The "skills" section with skills added, or the "experience" section with a change made.

        `experience_change` is in words: add "Baker (2013 - 2016)", or: replace "Baker (2013 - 2016)" with "Baker
        (2012 - 2016)". Raises as `match`, and where there is nothing to change.
        """
        self._check("editing")
        rows, one = _rows(resume=resume, section=section, add_skills=add_skills, experience_change=experience_change)
        _among(rows, "section", ("skills", "experience"))
        for at, row in enumerate(rows, start=1):
            needed = "add_skills" if row["section"] == "skills" else "experience_change"
            if not row[needed]:
                raise ValueError(f"row {at}: the {row['section']} section needs {needed}; say what is to change")
        results = [
            Edit(
                rjdb.parse("editing", written.text)["target"],
                _mean(written), shortened.dropped, shortened.prompt, written.text,
            )
            for shortened, written in self._whole("editing", rows)
        ]  # fmt: skip
        return results[0] if one else results

    def write(self, task: str, rows: Sequence[dict], verdict: bool = False) -> list[tuple[Shortened, Written | None]]:
        """What was asked and what was written for rows of a task's config, in their order.

        None where the prompt is too long even without the sections that may go. `verdict` also weighs the labels: the
        choices are those of `rjdb.LABELS`.
        """
        tokenizer, most = self.lm.tokenizer, self._new_tokens(task)
        limit = self.lm.fitting(most)
        encode = lambda text: tokenizer(text + self.end, verbose=False)["input_ids"]  # noqa: E731
        fits = lambda text: limit is None or len(encode(text)) <= limit  # noqa: E731
        always = self.short_pairs and task in PAIRS
        asked = [shorten(rjdb.prompt(task, **row), fits, always) for row in rows]
        fitting = [at for at, shortened in enumerate(asked) if shortened.fits]
        choices = [self._choice(label) for label in rjdb.LABELS] if verdict else []
        quiet = True if len(rows) <= BATCH_ROWS["cpu"] else None
        with tqdm(total=len(rows), desc=task, unit="row", leave=False, disable=quiet) as progress:
            progress.update(len(rows) - len(fitting))
            prompts = [encode(asked[at].prompt) for at in fitting]
            written = dict(zip(fitting, generate(self.lm, prompts, most, choices, progress.update)))
        return [(shortened, written.get(at)) for at, shortened in enumerate(asked)]

    def _whole(self, task: str, rows: Sequence[dict], verdict: bool = False) -> list[tuple[Shortened, Written]]:
        """`write` where an input that is too long is the caller's to mend."""
        written = self.write(task, rows, verdict)
        for at, (shortened, answer) in enumerate(written, start=1):
            if answer is None:
                gone = ", ".join(dict.fromkeys(shortened.dropped))
                raise ValueError(
                    f"row {at}: is longer than the {self.lm.fitting(self._new_tokens(task)):,} tokens that "
                    f"{self.lm.origin} reads{f', even without {gone}' if gone else ''}; shorten it"
                )
        return written

    def _new_tokens(self, task: str) -> int:
        return self.new_tokens or MAX_NEW_TOKENS[task]

    def _choice(self, answer: str) -> list[int]:
        ids = self.lm.tokenizer(answer)["input_ids"]
        return ids[:-1] if ids[-1] in self.lm.ends else ids

    def _check(self, task: str, *wanted: str) -> None:
        if task not in self.tasks:
            name = wanted[0] if wanted else task
            raise ValueError(f"{self.lm.origin}: was not trained for {name}; it knows {', '.join(self.tasks)}")


def _mean(written: Written) -> float:
    return math.exp(written.log_probability / max(written.tokens, 1))


def _lists(said: dict) -> tuple[tuple[str, ...], tuple[Experience, ...]]:
    return tuple(said["skills"]), tuple(Experience(**experience) for experience in said["experiences"])


def _rows(**columns) -> tuple[list[dict], bool]:
    """Columns as rows, and whether it is a single one. One value stands for every row.

    Raises:
        ValueError: columns differ in length, or a document is empty.
    """
    single = {name: value for name, value in columns.items() if _is_one(name, value)}
    lengths = {name: len(value) for name, value in columns.items() if name not in single}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"lists differ in length: {', '.join(f'{n} {count}' for n, count in lengths.items())}")
    number = next(iter(lengths.values()), 1)
    rows = [{name: value if name in single else value[at] for name, value in columns.items()} for at in range(number)]
    for at, row in enumerate(rows, start=1):
        for name in ("job_description", "resume", "document"):
            if name in row and not (isinstance(row[name], str) and row[name].strip()):
                raise ValueError(f"row {at}: {name} holds no text; give one")
    return rows, not lengths


def _is_one(name: str, value) -> bool:
    return isinstance(value, str) or (name == "add_skills" and all(isinstance(skill, str) for skill in value))


def _among(rows: list[dict], column: str, known: tuple[str, ...]) -> None:
    for at, row in enumerate(rows, start=1):
        if row[column] not in known:
            raise ValueError(f"row {at}: {column} {row[column]!r} is not known; give one of {', '.join(known)}")
