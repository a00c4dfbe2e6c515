"""Which systems a visitor can choose: the rules always, students of the release or those that the operator names, a teacher where
a key is set.

RJDB_STUDENTS="students/matcher,students/explainer" python app.py     # folders, or repositories of the Hub
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from dataset_builder.errors import BadInput
from systems.released import released
from systems.stored_rules import load_rules
from systems.students import Students
from systems.teacher import Teacher
from training.rules.rule_system import Rules
from training.systems.protocol import System

STUDENTS = "RJDB_STUDENTS"
RULE_TRIES = 400


class Offered(System, Protocol):
    """`tries`: changed resumes that it may be asked about for one counterfactual."""

    tries: int


@dataclass(frozen=True)
class Chosen:
    """Who answers one question, `rules` to find evidence with, and a note where the rules answer instead of another."""

    system: System
    tries: int
    rules: Rules
    note: str = ""


class Systems:
    """By name, the rules first. A student that cannot be loaded is told once and the rules answer in its place."""

    def __init__(self, rules: Rules, others: Sequence[Offered] = ()) -> None:
        self.rules = rules
        self._others = {system.name: system for system in others}
        self._failed: dict[str, str] = {}

    @classmethod
    def of_environment(cls) -> "Systems":
        named = [source.strip() for source in os.environ.get(STUDENTS, "").split(",") if source.strip()]
        students = [Students("Students", named)] if named else released()
        teacher = Teacher.of_environment()
        return cls(load_rules(), [*students, *([teacher] if teacher else [])])

    @property
    def names(self) -> list[str]:
        return [self.rules.name, *self._others]

    @property
    def default(self) -> str:
        """Who answers on the page until a visitor chooses: students that need no GPU, where they are loaded, else the rules."""
        loaded = (name for name in self._others if name not in self._failed)
        light = (name for name in loaded if isinstance(one := self._others[name], Students) and one.answers_on_cpu)
        return next(light, self.rules.name)

    def choose(self, name: str | None = None) -> Chosen:
        """For one question: what the rules read of it is gone with it.

        Raises:
            BadInput: there is no system of that name.
        """
        rules = self.rules.fresh()
        by_rules = Chosen(rules, RULE_TRIES, rules)
        if not name or name.casefold() == rules.name.casefold():
            return by_rules
        known = {own.casefold(): system for own, system in self._others.items()}
        system = known.get(name.casefold())
        if system is None:
            raise BadInput(f"System {name[:60]}: is not there; choose one of {', '.join(self.names)}")
        self._opened(system)
        if reason := self._failed.get(system.name):
            note = f"{system.name} cannot be loaded here ({reason}). The rules answer instead."
            return replace(by_rules, note=note)
        return Chosen(system, system.tries, rules)

    def _opened(self, system: Offered, how: str = "open") -> None:
        if system.name not in self._failed and isinstance(system, Students):
            try:
                getattr(system, how)()
            except BadInput as error:
                self._failed[system.name] = str(error)

    def ready(self) -> None:
        """Loads all students, before the page is served: a visitor does not wait for it, and ZeroGPU wants weights by then."""
        for system in self._others.values():
            self._opened(system, "ready")

    @cached_property
    def notice(self) -> str:
        """What the page says of the choice: who answers, how fast, and who cannot."""
        if not self._others:
            return "No model checkpoint is loaded here, so the rules answer: they read section headings, skill names and years."
        speeds = {name: getattr(system, "speed", "") for name, system in self._others.items()}
        names = [name if not speeds.get(name) else f"{name} ({speeds[name]})" for name in self.names]
        lost = "".join(
            f" {name} cannot be loaded here ({why}), so the rules answer for it." for name, why in self._failed.items()
        )
        return f"Choose who answers: {', '.join(names)}. A system that checks point by point shows its own evidence; for others the rules find it.{lost}"
