"""Which systems a visitor can choose: the rules always, students that the operator names, a teacher where a key is set.

RJDB_STUDENTS="students/matcher,students/explainer" python app.py     # folders, or repositories of the Hub
"""

import os
from collections.abc import Sequence
from functools import cached_property

from answers import System
from release import STORED
from rule_reader import RuleReader
from student_reader import StudentReader
from teacher_reader import TeacherReader

from dataset_builder.errors import BadInput

STUDENTS = "RJDB_STUDENTS"


class Systems:
    """By name, the rules first. A student that cannot be loaded is told once and the rules answer in its place."""

    def __init__(self, rules: RuleReader, others: Sequence[System] = ()) -> None:
        self.rules = rules
        self._others = {system.name: system for system in others}
        self._failed: dict[str, str] = {}

    @classmethod
    def of_environment(cls) -> "Systems":
        named = [source.strip() for source in os.environ.get(STUDENTS, "").split(",") if source.strip()]
        students = [StudentReader("Students", named)] if named else []
        teacher = TeacherReader.of_environment()
        return cls(RuleReader.load(STORED / "rules.json"), [*students, *([teacher] if teacher else [])])

    @property
    def names(self) -> list[str]:
        return [self.rules.name, *self._others]

    def find(self, name: str | None) -> tuple[System, str]:
        """The system, and a note where the rules answer instead of it.

        Raises:
            BadInput: there is no system of that name.
        """
        if not name or name.casefold() == self.rules.name.casefold():
            return self.rules, ""
        known = {own.casefold(): system for own, system in self._others.items()}
        system = known.get(name.casefold())
        if system is None:
            raise BadInput(f"System {name[:60]}: is not there; choose one of {', '.join(self.names)}")
        if system.name not in self._failed and isinstance(system, StudentReader):
            try:
                system.open()
            except BadInput as error:
                self._failed[system.name] = str(error)
        if reason := self._failed.get(system.name):
            return self.rules, f"{system.name} cannot be loaded here ({reason}). The rules answer instead."
        return system, ""

    @cached_property
    def notice(self) -> str:
        """What the page says of the choice, in one sentence."""
        if not self._others:
            return "No model checkpoint is loaded here, so the rules answer: they read section headings, skill names and years."
        return f"Choose who answers: {', '.join(self.names)}. Evidence is always found by the rules."
