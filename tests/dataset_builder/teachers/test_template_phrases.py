"""Skills stated in other words than their names, and what a post names without requiring it."""

from dataclasses import replace

from dataset_builder.quality.fact_spans import found
from dataset_builder.sampling.facts import Alternative
from dataset_builder.sources.phrases import Phrase
from dataset_builder.teachers.marks import Marks, bare
from dataset_builder.teachers.template import TemplateTeacher
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.phrase_lines import PhraseTable
from dataset_builder.teachers.template.skill_lines import SkillSection, with_similar
from dataset_builder.teachers.template.skill_names import skill_name
from dataset_builder.teachers.template.style import SkillStyle
from dataset_builder.text.mentions import stemmed
from tests.fixtures.template_triples import make_facts

NAMES = {"Wall Framing": (), "Framing": (), "Roof Inspection": ("Roof Surveys",)}
LINES = [
    Phrase("Framing", "", "asked", "Wall framing"),
    Phrase("Framing", "", "shown", "Set studs at 16 inches on two hundred houses"),
    Phrase("Roof Inspection", "", "written", "Lic. 02xxxxxx"),
    Phrase("Roof Inspection", "", "near_miss", "Sold roofs"),
]


def test_a_phrase_that_names_another_skill_or_has_a_blank_is_left_out():
    table = PhraseTable.of(LINES, NAMES)
    assert table.asked == {} and table.shown == {"Framing": ("Set studs at 16 inches on two hundred houses",)}


def phrased(number: int):
    facts = make_facts(number, "facts")
    shown = {skill: (f"Polished xylem piece {at} for the abbey",) for at, skill in enumerate(facts.matched_skills)}
    table = PhraseTable(
        shown=shown
        | {s: (f"Milled quartz {s[:3]} for the abbey gate",) for s in facts.unmatched_skills if s not in shown}
    )
    return facts, table


def test_a_skill_shown_by_a_phrase_has_a_span_and_a_removed_one_no_form():
    by_phrase = 0
    for number in range(60):
        facts, table = phrased(number)
        documents = TemplateTeacher(phrases=table).write(facts)
        by_phrase += sum(mention.form_kind == "phrase" and mention.kind == "skill" for mention in documents.mentions)
        unmatched = stemmed(documents.resume_unmatched)
        assert not [line for s in facts.removed_skills for line in table.forms(s) if stemmed(line) in unmatched]
        for mention in documents.mentions:
            text = documents.by_column[mention.document]
            assert text[mention.start : mention.end] == mention.form
    assert by_phrase > 20


def test_roles_of_what_a_post_names():
    facts = make_facts(3, "facts")
    asked = facts.skills[0]
    facts = replace(
        facts, optional_skills=("Glassblowing",), denied_skills=("Falconry",), alternatives=(Alternative(asked, "Basketry"),)
    )  # fmt: skip
    roles: dict[str, set[str]] = {}
    for seed in range(20):
        documents = TemplateTeacher(seed=seed).write(facts)
        for mention in documents.mentions:
            if mention.document == "job_description" and mention.kind == "skill":
                roles.setdefault(mention.name, set()).add(mention.role)
        assert ("skill", "Falconry", None) not in found(documents.mentions, {})["job_description"]
    assert roles["Glassblowing"] == {"optional"} and roles["Falconry"] == {"denied"}
    assert roles["Basketry"] == {"alternative"} and roles[asked] == {"required"}


def test_a_skill_stands_small_in_mid_sentence_unless_it_is_a_name():
    named = [
        "Clear Aligner Therapy",
        "Modern Dance Technique",
        "Office 365",
        "ASP.NET Core",
        "Clean Air Act",
        "Epic EHR",
    ]
    assert [skill_name(name).mid for name in named] == ["clear aligner therapy", "modern dance technique", *named[2:]]


def test_an_editor_puts_a_skill_next_to_its_like():
    listed = ["Patient Education", "Microsoft Excel", "Wound Care", "Teamwork"]
    assert with_similar(listed, ["Wound Dressing"], ()) == [*listed[:3], "Wound Dressing", "Teamwork"]


def test_what_goes_with_a_skill_is_told_by_its_last_word():
    style = SkillStyle(bullet="-", form="bare", grouped=False, shuffled=False, small=True, stop="", lead_in=False)
    lines: set[str] = set()
    for key in map(Draw.keyed, "abcdefgh"):
        section = SkillSection(style, "jd", {}, key, Marks("job_description", "required"), level=1.0, rich=True)
        skills = ("Energy Audits", "Crane Rigging", "Python", "Cold Storage Logs", "Bar Admission")
        lines |= {bare(section.line((skill,))) for skill in skills}
    assert lines == {
        *("Experience conducting energy audits", "Ability to conduct energy audits"),
        *("Crane Rigging procedures", "Knowledge of crane rigging procedures"),
        *("Python programming", "Knowledge of Python programming"),
        *("Experience maintaining cold storage logs", "Ability to maintain cold storage logs"),
        "Bar Admission",
    }
