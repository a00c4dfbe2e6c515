"""Opens what can be evaluated by its name: systems of the `protocol` that are first fitted on training rows.

system = open_system("rules", names)
system.fit(training_rows)                  # training_rows("matching") gives rows; may be empty
answers(system, "matching", rows)          # of `row_adapter`: one per row, as evaluation scores them
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from dataset_builder.errors import BadInput
from dataset_builder.llm.budget import Budget
from training.baselines import simple
from training.baselines.boosting import Boosting
from training.rules.fitting import fit_rules
from training.rules.gazetteer import Names
from training.rules.rule_system import Rules
from training.systems import protocol
from training.systems.server_options import EvaluatedServer

TrainingRows = Callable[[str], Sequence[dict]]


class Evaluated(protocol.System, Protocol):
    """`fit` is called once before it is asked, and again in each worker process; it must be deterministic.

    `parallel`: whether several processes may answer at once; False where it holds a device or a connection. A system may
    also have an `identity`, text that changes with what decides its answers besides our code, and a `block`, how many
    rows it is asked at once. What cannot be answered is a result with a `problem`, no error.
    """

    parallel: bool

    def fit(self, rows: TrainingRows) -> None: ...


class FittedRules(protocol.ByRows):
    """`training.rules.rule_system.Rules`, fitted on the rows of the evaluation; what they read is kept until it ends."""

    name, tasks, parallel = "rules", Rules.tasks, True

    def __init__(self, names: Names | None = None) -> None:
        self.names = names
        self.rules = Rules()

    def fit(self, rows: TrainingRows) -> None:
        self.rules = fit_rules(rows, self.names)

    def results(self, task: str, rows: Sequence[dict]) -> list[protocol.Result]:
        return self.rules.results(task, rows)


BASELINES: dict[str, Callable[..., Evaluated]] = {
    "majority": lambda names: simple.Majority(),
    "length": lambda names: simple.Threshold("length", simple.length),
    "overlap": lambda names: simple.Overlap(),
    "years": lambda names: simple.Threshold("years", simple.years),
    "list-all": lambda names: simple.ListAll(),
    "copy": lambda names: simple.Copy(),
    "rules": FittedRules,
    "boosting": Boosting,
}


def open_system(
    name: str,
    names: Names | None = None,
    asking: EvaluatedServer | None = None,
    shots: int = 0,
    budget: Budget | None = None,
) -> Evaluated:
    """A baseline by its name, `openai:MODEL`, `cross-encoder:FOLDER`, a model's folder or Hub repository, or a folder of students.

    `names` is what a baseline knows of skills and occupations before it learns.

    Raises:
        BadInput: no such system, or it lacks something that can be checked now.
    """
    if name in BASELINES:
        return BASELINES[name](names)
    if name.startswith("openai:"):
        from training.systems.server_system import ServerSystem

        return ServerSystem(name.removeprefix("openai:"), asking or EvaluatedServer(), shots, budget)
    if name.startswith("cross-encoder:"):
        from training.baselines.cross_encoder import CrossEncoder

        return CrossEncoder(name.removeprefix("cross-encoder:"))
    if "/" in name or Path(name).is_dir():
        from training.systems.model_system import Family, ModelSystem, is_family

        return (Family if is_family(name) else ModelSystem)(name)
    known = ", ".join(BASELINES)
    raise BadInput(
        f"--system {name}: not a baseline; give one of {known}, openai:MODEL, cross-encoder:FOLDER, a student's folder, "
        "or org/name on the Hub"
    )


def open_systems(
    given: Sequence[str], names: Names | None = None, asking: EvaluatedServer | None = None
) -> list[Evaluated]:
    """All systems of a command; those of one server share its budget, and each number of shots is a system.

    Raises:
        BadInput: as `open_system`, or two have one name.
    """
    asking = asking or EvaluatedServer()
    budget, systems = asking.budget(), []
    for name in given:
        for shots in asking.shots if name.startswith("openai:") else (0,):
            systems.append(open_system(name, names, asking, shots, budget))
            if file_name(systems[-1].name) in map(file_name, [system.name for system in systems[:-1]]):
                raise BadInput(f"--system {name}: {systems[-1].name} is there already; rename the folder")
    return systems


def file_name(name: str) -> str:
    """A system's name as part of a path."""
    return re.sub(r"[^\w.@-]+", "-", name)
