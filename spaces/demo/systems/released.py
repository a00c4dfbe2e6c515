"""The students of the release that this Space belongs to: release/students.json, which `training.release` writes.

Each family is one system: its repositories, each at the commit that was published with this Space, and how fast it answered where
it was measured. A checkout has no such file: then RJDB_STUDENTS names students, or the rules answer.
"""

import json
from pathlib import Path

from release_data import STORED

from systems.students import Students

FILE = STORED / "students.json"


def released(path: Path = FILE) -> list[Students]:
    """The families in the order of the file; none where there is no file."""
    if not path.is_file():
        return []
    content = json.loads(path.read_text(encoding="utf-8"))
    measured = content["measured"]
    return [
        Students(
            family["name"],
            [f"{one['repository']}@{one['revision']}" for one in family["students"]],
            timed=measured["seconds"].get(family["name"]),
            card=measured["card"],
        )
        for family in content["families"]
    ]
