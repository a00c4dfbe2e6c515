"""What can be evaluated: a name, the tasks it knows, and a function from rows to answers.

    system = open_system("rules", names)
    system.fit(training_rows)                  # training_rows("matching") gives rows; may be empty
    system.answer("matching", rows)            # one answer a row: parsed fields, a model's text, or None

A baseline answers with fields as `rjdb.parse` gives them; a student or a teacher answers with text, which the
evaluator parses. `None` says that there is no answer; it is counted, not guessed. `workers`: processes that may
answer at once, 1 for what holds a device or a connection.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from dataset_builder.errors import BadInput
from training.baselines import simple
from training.baselines.boosting import Boosting
from training.baselines.gazetteer import Names
from training.baselines.rule_fitting import fit_rules
from training.baselines.rules import Rules

TrainingRows = Callable[[str], Sequence[dict]]
Answer = dict | str | None


class System(Protocol):
    """`fit` is called once before `answer`, in a fresh process again; it must be deterministic."""

    name: str
    tasks: tuple[str, ...]
    parallel: bool

    def fit(self, rows: TrainingRows) -> None: ...

    def answer(self, task: str, rows: Sequence[dict]) -> list[Answer]: ...


class RuleSystem:
    """`baselines.rules` as a system."""

    name, tasks, parallel = "rules", ("matching", "explanation", "extraction", "editing"), True

    def __init__(self, names: Names | None = None) -> None:
        self.names = names
        self.rules = Rules()

    def fit(self, rows: TrainingRows) -> None:
        self.rules = fit_rules(rows, self.names)

    def answer(self, task: str, rows: Sequence[dict]) -> list[Answer]:
        answer = {
            "matching": self._match,
            "explanation": self._explain,
            "extraction": self._extract,
            "editing": self._edit,
        }[task]
        return [answer(row) for row in rows]

    def _match(self, row: dict) -> dict:
        return {"label": self.rules.match(row["job_description"], row["resume"]).label}

    def _explain(self, row: dict) -> dict:
        return self.rules.explain(row["job_description"], row["resume"])

    def _extract(self, row: dict) -> dict:
        return self.rules.extract(row["document_type"], row["document"])

    def _edit(self, row: dict) -> dict:
        return self.rules.edit(row["section"], row["resume"], row["add_skills"], row["experience_change"])


BASELINES: dict[str, Callable[..., System]] = {
    "majority": lambda names: simple.Majority(),
    "length": lambda names: simple.Threshold("length", simple.length),
    "overlap": lambda names: simple.Overlap(),
    "years": lambda names: simple.Threshold("years", simple.years),
    "list-all": lambda names: simple.ListAll(),
    "copy": lambda names: simple.Copy(),
    "rules": RuleSystem,
    "boosting": Boosting,
}


def open_system(name: str, names: Names | None = None) -> System:
    """A baseline by its name; `names` is what it knows of skills and occupations before it learns.

    Raises:
        BadInput: no such baseline.
    """
    if name not in BASELINES:
        known = ", ".join(BASELINES)
        raise BadInput(
            f"--system {name}: not a baseline; give one of {known} (students and openai:MODEL are not evaluated yet)"
        )
    return BASELINES[name](names)
