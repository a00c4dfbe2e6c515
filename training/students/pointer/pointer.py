"""The pointer family: all four tasks by one small encoder, with answers that are places in the text that was given.

    from training.students import load
    student = load("students/pointer")           # a folder of four, or one of them: load("students/pointer/extractor")
    student.extract(resume).mentions[0].place.line(resume)

No answer is generated, so no answer needs words that training showed: skills and titles are spans, verdicts follow from points
with their lines, edits are insertions. Where `training.json` says `"family": "pointer"`, `load` opens the folder as this.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.extras import missing
from training.rules.gazetteer import Gazetteer, Lookup, Names
from training.rules.reading import LONGEST, Reader
from training.rules.rule_system import Rules
from training.students.folder import TRAINING_FILE, known_tasks, read_mapping
from training.students.pointer.backend import ONNX_FILES, Classifier, Encoder, Weights
from training.students.pointer.decision import Decision
from training.students.pointer.editing import edited
from training.students.pointer.extraction import Extractor
from training.students.pointer.likeness import Likeness
from training.students.pointer.matching import Matcher
from training.systems.graph_names import GraphNames
from training.systems.protocol import ByRows, Edit, Explanation, Extraction, Match, Result

FAMILY = "pointer"
_EMPTY = {"matching": Match, "explanation": Explanation}
_BACKENDS = {"float32": "torch", "int8": "int8"}
# The sign of a text that an encoder for English does not read: most of its letters are of another script.
_LATIN = "ɏ"


@dataclass(frozen=True)
class Pointer(ByRows):
    """`folders`: of each task that it answers, where its weights lie. Loaded when the first row is asked. `threads`: of one batch in int8;
    who asks several batches at a time gets most out of one each.

    Raises ValueError as `training.students.student.Student` does; with `raise_problems` off the result names the `problem`.
    """

    origin: str
    folders: dict[str, Path]
    backend: str | None = None
    raise_problems: bool = True
    threads: int | None = None

    @property
    def name(self) -> str:
        return self.origin

    @property
    def tasks(self) -> tuple[str, ...]:
        return tuple(task for task in rjdb.TASKS if task in self.folders)

    @cached_property
    def _classifier(self) -> Classifier:
        return Classifier(self._weights("extraction", "editing"))

    def _weights(self, task: str, other: str) -> Weights:
        """Those of a task, or of another that has the same."""
        folder = self.folders.get(task) or self.folders[other]
        return Weights(folder, self.backend, self.origin, self.threads)

    @cached_property
    def _extractor(self) -> Extractor:
        from dataset_builder.graph.make_graph import embedded

        lookup = Lookup()
        return Extractor(self._classifier, lookup, GraphNames.of(embedded(), lookup.reader.forms.stems))

    @cached_property
    def _matcher(self) -> Matcher:
        weights = self._weights("matching", "explanation")
        names = Rules(Lookup(Gazetteer.of(Names.embedded()), Reader()))
        return Matcher(Likeness(Encoder(weights)), Decision.read(weights.folder, self.origin), named=names)

    @property
    def quickest(self) -> "Pointer":
        """The same in int8 where all of it was exported so and can be run here, else as it is."""
        exported = all((folder / ONNX_FILES[0]).is_file() for folder in self.folders.values())
        return replace(self, backend="int8") if exported and not missing("onnxruntime") else self

    @property
    def classifier(self) -> Classifier:
        """What points at spans of a text, for who joins them otherwise."""
        return self._classifier

    @property
    def matcher(self) -> Matcher:
        """What reads a pair point by point, for who wants more than the verdict."""
        return self._matcher

    def results(self, task: str, rows: Sequence[dict]) -> list[Result]:
        if task not in self.folders:
            raise ValueError(f"{self.origin}: was not trained for {task}; it knows {', '.join(self.tasks)}")
        problems = [_problem(task, row) for row in rows]
        for at, problem in enumerate(problems, start=1):
            if problem and self.raise_problems:
                raise ValueError(f"row {at}: {problem}")
        answered = iter(self._answered(task, [row for row, problem in zip(rows, problems) if not problem]))
        return [_unanswered(task, problem) if problem else next(answered) for problem in problems]

    def _answered(self, task: str, rows: Sequence[dict]) -> list[Result]:
        if not rows:
            return []
        if task == "extraction":
            documents = [_cut(row["document"]) for row in rows]
            return self._extractor.fresh().extract(documents, [row["document_type"] for row in rows])
        if task == "editing":
            spans = self._classifier.spans([_cut(row["resume"]) for row in rows])
            return [
                edited(row["resume"], row["section"], row["add_skills"], row["experience_change"] or "", found)
                for row, found in zip(rows, spans, strict=True)
            ]
        matcher = self._matcher.fresh()  # what one visitor typed is not kept for the next
        answer = matcher.matched if task == "matching" else matcher.explained
        return [*answer([(row["job_description"], row["resume"]) for row in rows])]


def _cut(text: str) -> str:
    """What is read of a text: as much as the text layer reads."""
    return text[:LONGEST]


def _problem(task: str, row: dict) -> str:
    """Why a row cannot be answered, "" where it can."""
    for name in ("job_description", "resume", "document"):
        if name not in row:
            continue
        text = row[name]
        if not (isinstance(text, str) and text.strip()):
            return f"{name} holds no text; give one"
        letters = [letter for letter in text[:2000] if letter.isalpha()]
        if letters and 2 * sum(letter <= _LATIN for letter in letters) < len(letters):
            return (
                f"{name} is in another script than the Latin one, which this student does not read; give it in English"
            )
    if task == "editing" and not row[needed := "add_skills" if row["section"] == "skills" else "experience_change"]:
        return f"the {row['section']} section needs {needed}; say what is to change"
    return ""


def _unanswered(task: str, problem: str) -> Result:
    if task == "editing":
        return Edit("", problem=problem)
    if task == "extraction":
        return Extraction(problem=problem)
    return _EMPTY[task](None, problem=problem)


def members(folder: Path) -> Iterator[Path]:
    """The students of this family that a folder is or holds."""
    for path in (folder / TRAINING_FILE, *sorted(folder.glob(f"*/{TRAINING_FILE}"))):
        if read_mapping(path, str(path.parent)).get("family") == FAMILY:
            yield path.parent


def open_pointer(folder: Path, origin: str, backend: str | None = None, dtype: object = None) -> Pointer | None:
    """A student of this family, or a folder of them as one; None for a folder that holds none.

    `backend` as in `Weights`; `dtype` says the same as users of transformers do: "float32" or "int8".

    Raises:
        BadInput: another dtype.
    """
    folders: dict[str, Path] = {}
    for member in members(folder):
        folders |= {task: member for task in known_tasks(member, origin) if task not in folders}
    if folders and dtype is not None:
        name = str(dtype).removeprefix("torch.")
        if name not in _BACKENDS:
            raise BadInput(f"{origin}: is read in {' or '.join(_BACKENDS)}, not in {name}; give one of these as dtype")
        backend = _BACKENDS[name]
    return Pointer(origin, folders, backend) if folders else None
