"""Edits point: all that was there stays, and what comes is what was asked, in words and signs of the section."""

import random
import re

import pytest

from dataset_builder.text.evidence import Evidence
from training.students.pointer.editing import apply, edited, section_place
from training.students.pointer.spans import Span
from training.systems.protocol import Change

RESUME = """## Personal
Name: X

## Skills
1. Proficient in SQL.
2. Proficient in Excel.

## Experience
- Baker (2013 - 2016)
Made bread.
- Cook at Diner (2010 - 2013)

## Education
BA"""


def span(form: str, kind: str, text: str = RESUME) -> Span:
    return Span(text.index(form), text.index(form) + len(form), kind)


SPANS = (
    span("SQL", "skill"),
    span("Excel", "skill"),
    span("Baker", "title"),
    span("2013 - 2016", "dates"),
    span("Cook", "title"),
)


def test_a_skill_stands_as_its_neighbours_do():
    edit = edited(RESUME, "skills", ["Rye bread", "Python"], "", SPANS)
    assert edit.text.splitlines()[2:] == ["3. Rye bread", "4. Python"]
    assert apply(RESUME, edit.changes).replace("\n3. Rye bread\n4. Python", "") == RESUME


@pytest.mark.parametrize(
    ("section", "skills", "expected"),
    [
        ("- Baking\n- Cooking", ["Dicing"], "- Baking\n- Cooking\n- Dicing"),
        ("- Baking\n- Cooking\n- Washing", ["Dicing"], "- Baking\n- Cooking\n- Dicing\n- Washing"),
        (
            "1. Baking\n2. Cooking\n3. Washing",
            ["Dicing", "Zesting"],
            "1. Baking\n2. Cooking\n3. Dicing\n4. Washing\n5. Zesting",
        ),
        ("Baking, Cooking, Washing", ["Dicing"], "Baking, Cooking, Washing, Dicing"),
        ("Baking | Cooking", ["Dicing", "Rye"], "Baking | Cooking | Dicing | Rye"),
        ("• Strong Baking skills\n• Cooking", ["Dicing"], "• Strong Baking skills\n• Cooking\n• Dicing"),
    ],
)
def test_bullets_order_and_separators_are_those_of_the_section(section, skills, expected):
    resume = f"Skills\n{section}\n\nEducation\nBA"
    names = [name for name in ("Baking", "Cooking", "Washing") if name in resume]
    spans = [span(name, "skill", resume) for name in names]
    assert edited(resume, "skills", skills, "", spans).text == expected


@pytest.mark.parametrize(
    ("change", "first"),
    [
        ('replace "Baker (2013 - 2016)" with "Baker (2013 - 2014)"', "- Baker (2013 - 2014)"),
        ('replace "Baker (2013 - 2016)" with "Pastry Cook (2012 - 2016)"', "- Pastry Cook (2012 - 2016)"),
        ('add "Chef (2016 - 2019)"', "- Chef (2016 - 2019)\n- Baker (2013 - 2016)"),
        ('replace "Chef (2016 - 2018)" with "Chef (2016 - 2019)"', "- Chef (2016 - 2019)\n- Baker (2013 - 2016)"),
    ],
)
def test_a_job_changes_where_it_stands(change, first):
    edit = edited(RESUME, "experience", [], change, SPANS)
    assert edit.text.startswith(first) and edit.text.endswith("Made bread.\n- Cook at Diner (2010 - 2013)")


def test_a_section_that_is_missing_is_written_behind_the_rest():
    edit = edited("Hello", "skills", ["Python"], "")
    assert edit.text == "- Python" and apply("Hello", edit.changes) == "Hello\n\nSkills\n- Python"
    assert edited("Hello", "experience", [], "what?").problem


def test_changes_at_one_place_keep_their_order():
    here = Evidence(1, 1)
    assert apply("ab", [Change(here, "1"), Change(here, "2"), Change(Evidence(1, 2), "c")]) == "a12c"


WORDS = (
    "Baker",
    "SQL",
    "2013",
    "2016",
    "-",
    "•",
    "1.",
    "2)",
    ",",
    "Skills",
    "## Experience",
    "Café",
    "(",
    ")",
    "\n",
    "\n\n",
    " ",
    "**",
    "\t",
    "😀",
)


@pytest.mark.parametrize("seed", range(40))
def test_nothing_is_lost_and_nothing_invented_in_any_text(seed):
    """Without what was inserted, and with replaced spans put back, every text is as it was."""
    rng = random.Random(seed)
    resume = (
        "Skills\n"
        + "".join(rng.choice(WORDS) + rng.choice(("", " ")) for _ in range(60))
        + "\nExperience\nBaker 2013 - 2016"
    )
    places = sorted(rng.sample(range(len(resume)), 8))
    spans = [Span(a, b, rng.choice(("skill", "title", "dates"))) for a, b in zip(places[::2], places[1::2])]
    for section, change in (("skills", ""), ("experience", 'add "Chef (2016 - 2019)"'),
                            ("experience", 'replace "Baker (2013 - 2016)" with "Chef (2012 - 2016)"')):  # fmt: skip
        edit = edited(resume, section, ["Rye bread", "Zumba"], change, spans)
        after, back, at = apply(resume, edit.changes), [], 0
        moved = 0
        for one in sorted(edit.changes, key=lambda c: (c.place.start, c.place.end)):
            start = one.place.start + moved
            back += [after[at:start], one.place.of(resume)]
            at, moved = start + len(one.text), moved + len(one.text) - (one.place.end - one.place.start)
            allowed = set(re.findall(r"\w+", f"{resume} Rye bread Zumba {change} Skills Experience")) | set(
                map(str, range(1, 100))
            )
            assert set(re.findall(r"\w+", one.text)) <= allowed
        assert "".join([*back, after[at:]]) == resume
        if section == "skills":
            assert "Rye bread" in edit.text and "Zumba" in edit.text
        if (place := section_place(resume, section)) is not None:
            assert after[place.start : place.start + len(edit.text)] == edit.text
