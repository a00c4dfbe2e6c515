"""Canonical names and codes stand next to the words of the document, never in their place."""

import pytest

from dataset_builder.errors import BadInput
from training.reader.extraction import extract
from training.reader.lines import Line, Pages

RESUME = """Ada Morgan

Experience
Senior Registered Nurse, Calder Infirmary
May 2019 - Present
Lighthouse Ghost, Skerry Trust
June 2015 - April 2019

Skills
Excel, Haunting"""


def test_words_stay_and_names_stand_next_to_them():
    pages = Pages(tuple(Line(n, 1, None, one) for n, one in enumerate(RESUME.split("\n"), start=1)))
    found = extract(pages)
    assert [job.position for job in found.resume.work] == ["Senior Registered Nurse", "Lighthouse Ghost"]
    assert [skill.name for skill in found.resume.skills] == ["Excel", "Haunting"]
    named = {one.pointer: (one.canonical, one.code) for one in found.evidence if one.canonical}
    assert named == {
        "/" + "work/0/position": ("Registered Nurse", "29-1141"),
        "/skills/0/name": ("Microsoft Excel", None),
    }


def test_a_graph_that_is_none_is_one_line(tmp_path):
    with pytest.raises(BadInput, match="no such graph folder"):
        extract(Pages((Line(1, 1, None, "Ada Morgan"),)), graph=str(tmp_path / "gone"))
