"""A student in three lines: match, explain, extract and edit with a trained folder or a repository of the Hub.

    from training.students import load
    student = load("students/matcher")                   # or load("org/name", revision="v1", device="cuda")
    student.match(job, resume)                           # Match(label=0, score=0.08, …)

Every method takes one input or a list, batches by length and keeps the order (methods and results: `systems.protocol`). A
single text is repeated for every row of a list, so one job can be matched with many resumes. Every result holds
the `prompt` that the model read and the `answer` it wrote; `rjdb.prompt`, `generate` and `rjdb.parse` give the same by
hand. What is longer than the student was trained on loses sections as in training (`dropped` names them). Nothing here
decides about people.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

import rjdb
from training.data.shortening import Shortened, shorten
from training.students.folder import RECIPE_FILE, known_tasks, read_mapping
from training.students.generation import BATCH_ROWS, Written, generate
from training.students.language_model import LanguageModel, local_folder, model_folder, open_model
from training.students.pointer.pointer import Pointer, open_pointer
from training.systems.prompted import Prompted, PromptedAnswer
from training.systems.protocol import Result

# Longer than any completion of the dataset; a student's own generation config goes first.
MAX_NEW_TOKENS = {"matching": 16, "explanation": 256, "extraction": 512, "editing": 768}

# ------------------------------------------------------------------------------------------- the student


def load(
    source: str | Path, revision: str | None = None, device: str | None = None, dtype: Any = None
) -> "Student | Pointer":
    """A student from a folder or a repository of the Hub: a language model, an adapter, or one or all of the pointer family.

    `device` is a GPU where there is one; `dtype` ("float32", "bfloat16") is bfloat16 on a GPU, float32 elsewhere. The pointer family
    reads on the CPU, in float32 or, where it was exported (`training.trainers.pointer.export`), in "int8".

    Raises:
        BadInput: no such folder, repository or revision, no language model in it, or a package is missing.
    """
    folder = local_folder(source, revision, str(source))
    if (pointer := open_pointer(folder, str(source), dtype=dtype)) is not None:
        return pointer
    return open_student(model_folder(folder, origin=str(source)), str(source), device, dtype)


def open_student(folder: Path, origin: str, device: str | None = None, dtype: Any = None) -> "Student | Pointer":
    """`load` for a folder that is here; `origin` is how errors name it."""
    if (pointer := open_pointer(folder, origin, dtype=dtype)) is not None:
        return pointer
    recipe = read_mapping(folder / RECIPE_FILE, origin)
    limit = recipe.get("max_prompt_tokens")
    lm = open_model(folder, device, dtype, origin, limit if isinstance(limit, int) and limit > 0 else None)
    return Student(lm, known_tasks(folder, origin), answer_limit(folder, origin))


def answer_limit(folder: Path, origin: str) -> int | None:
    """Tokens of an answer at most: the generation config's, or the recipe's. An adapter's base learnt other answers."""
    own = read_mapping(folder / "generation_config.json", origin).get("max_new_tokens")
    return own or read_mapping(folder / RECIPE_FILE, origin).get("max_completion_tokens")


@dataclass(frozen=True)
class Student(Prompted):
    """A language model with the tasks it was trained for, as in `protocol`.

    `new_tokens`: tokens of an answer at most; None is the task's `MAX_NEW_TOKENS`. Its methods raise ValueError where it
    knows no such task, lists differ in length, a text is empty or too long, or there is nothing to change; with
    `raise_problems` off the result names the `problem` instead.
    """

    lm: LanguageModel
    tasks: tuple[str, ...]
    new_tokens: int | None = None
    raise_problems: bool = True

    @property
    def name(self) -> str:
        return self.lm.origin

    def results(self, task: str, rows: Sequence[dict]) -> list[Result]:
        if task not in self.tasks and not (task == "matching" and "explanation" in self.tasks):
            raise ValueError(f"{self.lm.origin}: was not trained for {task}; it knows {', '.join(self.tasks)}")
        if self.raise_problems:
            check_rows(task, rows)
        results = super().results(task, rows)
        for at, result in enumerate(results, start=1):
            if result.problem and self.raise_problems:
                raise ValueError(f"row {at}: {result.problem}")
        return results

    def answer_prompts(self, task: str, rows: Sequence[dict], verdict: bool = False) -> list[PromptedAnswer]:
        return [self._prompted_answer(task, *pair) for pair in self.write(task, rows, verdict)]

    def write(self, task: str, rows: Sequence[dict], verdict: bool = False) -> list[tuple[Shortened, Written | None]]:
        """What was asked and what was written for rows of a task's config, in their order.

        None where the prompt is too long even without the sections that may go. `verdict` also weighs the labels: the
        choices are those of `rjdb.LABELS`.
        """
        tokenizer, most = self.lm.tokenizer, self._new_tokens(task)
        limit = self.lm.fitting(most)
        encode = lambda text: tokenizer(text, verbose=False)["input_ids"]  # noqa: E731
        fits = lambda text: limit is None or len(encode(text)) <= limit  # noqa: E731
        asked = [shorten(rjdb.prompt(task, **row), fits) for row in rows]
        fitting = [at for at, shortened in enumerate(asked) if shortened.fits]
        choices = [self._choice(label) for label in rjdb.LABELS] if verdict else []
        quiet = True if len(rows) <= BATCH_ROWS["cpu"] else None
        with tqdm(total=len(rows), desc=task, unit="row", leave=False, disable=quiet) as progress:
            progress.update(len(rows) - len(fitting))
            prompts = [encode(asked[at].prompt) for at in fitting]
            written = dict(zip(fitting, generate(self.lm, prompts, most, choices, progress.update)))
        return [(shortened, written.get(at)) for at, shortened in enumerate(asked)]

    def _prompted_answer(self, task: str, asked: Shortened, written: Written | None) -> PromptedAnswer:
        if written is None:
            gone = ", ".join(dict.fromkeys(asked.dropped))
            problem = (
                f"is longer than the {self.lm.fitting(self._new_tokens(task)):,} tokens that "
                f"{self.lm.origin} reads{f', even without {gone}' if gone else ''}; shorten it"
            )
            return PromptedAnswer(asked.prompt, dropped=asked.dropped, problem=problem)
        mean = math.exp(written.log_probability / max(written.tokens, 1))
        match = None
        if written.choices:
            match = 1 / (1 + math.exp(min(700, written.choices[0] - written.choices[1])))
        return PromptedAnswer(asked.prompt, written.text, mean, match, asked.dropped)

    def _new_tokens(self, task: str) -> int:
        return self.new_tokens or MAX_NEW_TOKENS[task]

    def _choice(self, answer: str) -> list[int]:
        ids = self.lm.tokenizer(answer)["input_ids"]
        return ids[:-1] if ids[-1] in self.lm.ends else ids


def check_rows(task: str, rows: Sequence[dict]) -> None:
    """Raises ValueError where a document is empty, or there is nothing to change."""
    for at, row in enumerate(rows, start=1):
        for name in ("job_description", "resume", "document"):
            if name in row and not (isinstance(row[name], str) and row[name].strip()):
                raise ValueError(f"row {at}: {name} holds no text; give one")
        if task == "editing" and not row[needed := "add_skills" if row["section"] == "skills" else "experience_change"]:
            raise ValueError(f"row {at}: the {row['section']} section needs {needed}; say what is to change")
