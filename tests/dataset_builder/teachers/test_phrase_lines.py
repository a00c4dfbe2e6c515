"""Skills that are asked for or shown by lines which do not name them."""

from dataclasses import replace

from dataset_builder.quality.teacher_failures import edit_talk, gibberish, placeholder
from dataset_builder.sampling.facts import Alternative
from dataset_builder.sources import phrases
from dataset_builder.sources.phrases import Phrase
from dataset_builder.teachers.template import TemplateTeacher
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.phrase_lines import PhraseTable, asks, is_out_of_place, reads_as_sentence
from dataset_builder.text.mentions import stemmed
from tests.fixtures.template_triples import ALIASES, make_facts


def phrase(skill: str, text: str, role: str = "shown") -> Phrase:
    return Phrase(skill, "Welder", role, text)


# One skill in ten is of the test split, by its name.
TESTED = next(name for name in map("Trade {}".format, range(100)) if phrase(name, "").split == "test")
NAMES = {"Welding": (), TESTED: (), "Forklift Operation": ("Forklift",)}


def test_lines_of_a_table():
    rows = [
        phrase("Welding", "Ran beads on pipe."),
        phrase("Welding", "Joins steel", "asked"),
        phrase("Welding", "card 02xx"),  # a number to fill in
        phrase("Welding", "Forklift"),  # the name of another skill
        phrase("Baking", "Kneads dough"),  # not of this graph
        phrase(TESTED, "Sorts patients at the door"),
    ]
    table = PhraseTable.of(rows, NAMES)
    assert table.shown == {"Welding": ("Ran beads on pipe",), TESTED: ("Sorts patients at the door",)}
    assert table.forms("Welding") == ("Joins steel", "Ran beads on pipe")
    draw = Draw.keyed("x")
    assert table.drawn(table.shown, list(NAMES), 1.0, (), True, "Welder", draw) == {"Welding": "Ran beads on pipe"}
    assert set(table.drawn(table.shown, list(NAMES), 1.0, (), False, "Welder", draw)) == {"Welding", TESTED}
    banned = (stemmed("beads"),)
    assert table.drawn(table.shown, ["Welding"], 1.0, banned, True, "Welder", draw) == {}
    assert table.drawn(table.shown, ["Welding"], 1.0, banned, True, "Welder", draw, free=["Welding"])


def test_a_matched_resume_may_show_a_removed_skill_by_a_phrase_and_an_unmatched_never():
    facts = [make_facts(number, "facts") for number in range(150)]
    skills = {skill for one in facts for skill in (*one.matched_skills, *one.unmatched_skills)}
    rows = [
        phrase(skill, f"Drew the line called {chr(97 + i // 26)}{chr(97 + i % 26)} for them")
        for i, skill in enumerate(sorted(skills))
    ]
    table = PhraseTable.of(rows, dict.fromkeys(skills, ()))
    teacher, shown = TemplateTeacher(aliases=ALIASES, phrases=table), 0
    for one in facts:
        documents = teacher.write(one)
        lines = [stemmed(line) for skill in one.removed_skills for line in table.forms(skill)]
        shown += any(line in stemmed(documents.resume_matched) for line in lines)
        assert not any(line in stemmed(documents.resume_unmatched) for line in lines)
    assert shown > 10


def test_only_lines_that_someone_would_say_so_show_a_skill():
    assert reads_as_sentence("Reconciled the safe and two drawers after every shift")
    assert not any(
        map(
            reads_as_sentence,
            (
                "C18, gradient, caffeine and impurities, 80 runs",
                "Fixed pumps",
                "LAMP back end, EXPLAIN on joins, move of 90 tables",
                "Issued and read 900 badges and dosimeters, monthly, letters",
                "Wrote 140 permits: dose alarm, dress, stay time, hold points",
            ),
        )
    )
    assert asks("Read weld symbols") and not asks("Numbs the area by infiltration") and not asks("Component 1")


def test_a_post_names_every_alternative_and_denied_skill_once_in_its_role():
    teacher = TemplateTeacher(aliases=ALIASES)
    for number in range(200):
        facts = make_facts(number, "facts")
        facts = replace(
            facts, alternatives=(Alternative(facts.skills[0], "Underwater Basketry"),), denied_skills=("Glass Blowing",)
        )
        documents = teacher.write(facts)
        roles = {(m.name, m.role) for m in documents.mentions if m.document == "job_description" and m.kind == "skill"}
        assert {("Underwater Basketry", "alternative"), ("Glass Blowing", "denied")} <= roles
        assert {name for name, role in roles if role == "required"} >= set(facts.skills)


def test_no_line_that_documents_take_is_taken_for_a_teachers_failure():
    names = {phrase.skill: () for phrase in phrases.read() if phrase.skill}
    table = PhraseTable.of(phrases.read(), names)
    lines = [line for found in (table.asked, table.shown) for of_skill in found.values() for line in of_skill]
    refused = {
        line: reason for line in lines for check in (gibberish, placeholder, edit_talk) if (reason := check(line))
    }
    assert len(lines) > 10_000 and not refused


def test_a_line_that_names_a_state_is_out_of_place():
    for line in (
        "Driving Instructor License, California DMV",
        "CNA (TX), active",
        "Certified CHW, Massachusetts board",
        "LPN, OH",
    ):
        assert is_out_of_place(line), line
    for line in (
        "Ran GC-MS on soil extracts",
        "Matched ID to face and boarding pass",
        "Screwed in and set 400 VT types, torque checked",
    ):
        assert not is_out_of_place(line), line
