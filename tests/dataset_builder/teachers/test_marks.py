"""Marks around facts while text is composed, and the spans that are read off them."""

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.pipeline.build import BuildConfig, open_author
from dataset_builder.teachers.marks import MOST, Marks, bare, first
from dataset_builder.teachers.template.english import article, capitalised, listed, uncapitalised
from dataset_builder.teachers.template.style import bulleted
from dataset_builder.text.mentions import stemmed
from tests.fixtures.template_triples import ALIASES, texts, triples

DESIGNS = pytest.mark.parametrize("design", ["facts", "paper"])


def marks() -> Marks:
    return Marks("resume_matched", "held")


def test_spans_survive_joining_bullets_replacing_and_capitals():
    own = marks()
    sql, excel = (
        own.around("sql queries", "skill", "SQL Queries"),
        own.around("Excel", "skill", "Microsoft Excel", "alias"),
    )
    lines = bulleted([capitalised(sql), "Uses {skills} daily".replace("{skills}", listed([excel, sql]))], "1.")
    text, mentions = own.read("## Skills\n" + "\n".join(lines))
    assert text == "## Skills\n1. Sql queries\n2. Uses Excel and sql queries daily"
    assert [(m.name, m.form, m.form_kind) for m in mentions] == [
        ("SQL Queries", "Sql queries", "name"), ("Microsoft Excel", "Excel", "alias"), ("SQL Queries", "sql queries", "name"),
    ]  # fmt: skip
    assert all(text[m.start : m.end] == m.form and m.role == "held" for m in mentions)


def test_marks_nest_and_the_outer_one_comes_first():
    own = marks()
    inner = own.around("2015", "start_date", "2015", item=0)
    text, mentions = own.read(f"Baker ({own.around(f'{inner} - 2017', 'dates', '2015 - 2017', item=0)})")
    assert text == "Baker (2015 - 2017)"
    assert [(m.kind, m.start, m.end, m.item) for m in mentions] == [("dates", 7, 18, 0), ("start_date", 7, 11, 0)]


def test_signs_are_no_words_no_letters_and_no_blanks():
    own = marks()
    text = f"Uses {own.around('C++', 'skill', 'C++')}, {own.around('node.js', 'skill', 'Node.js')}."
    assert bare(text) == "Uses C++, node.js." and stemmed(text) == stemmed(bare(text))
    assert text.count(" ") == bare(text).count(" ") and first(own.around("x", "skill", "x")) == 2
    one = own.around("Accountant", "title", "Accountants")
    assert article(one) == "an" and bare(uncapitalised(one)) == "accountant"
    assert bare(capitalised(own.around("iOS", "skill", "iOS"))) == "iOS" and capitalised("") == ""


def test_a_document_holds_as_many_facts_as_there_are_codes():
    own = marks()
    text = "".join(own.around("x", "skill", str(number)) for number in range(MOST))
    assert [m.name for m in own.read(text)[1]] == list(map(str, range(MOST)))
    own.around("x", "skill", "0")  # a fact that is known needs no code
    with pytest.raises(ValueError, match=f"more than {MOST} facts"):
        own.around("x", "skill", "one more")


@DESIGNS
def test_every_fact_of_a_document_has_a_span_that_holds_its_form(design):
    for facts, documents in triples(design, 300):
        by_document = dict(zip(("job_description", "resume_matched", "resume_unmatched"), texts(documents)))
        found: dict[str, set[tuple]] = {name: set() for name in by_document}
        for m in documents.mentions:
            assert by_document[m.document][m.start : m.end] == m.form and m.start < m.end, m
            found[m.document].add((m.kind, m.name, m.item))
        job = {("skill", skill, None) for skill in facts.skills} | {("title", facts.job_title, None)}
        for item, asked in enumerate(facts.experiences):
            time = f"{asked.years} year{'' if asked.years == 1 else 's'}"
            job |= {("title", asked.title, item), ("years", time, item)}
        assert job <= found["job_description"]
        for document, skills, jobs in (
            ("resume_matched", facts.matched_skills, facts.experiences),
            ("resume_unmatched", facts.unmatched_skills, facts.unmatched_experiences),
        ):
            resume = {("skill", skill, None) for skill in skills} | {("first_name", facts.first_name, None)}
            for item, held in enumerate(jobs):
                resume |= {("title", held.title, item), ("dates", f"{held.start_year} - {held.end_year}", item)}
                resume |= {("start_date", str(held.start_year), item), ("end_date", str(held.end_year), item)}
            assert resume <= found[document]
            assert not any(name in facts.removed_skills for _, name, _ in found["resume_unmatched"])
            emails = [m for m in documents.mentions if m.kind == "email" and m.document == document]
            assert len(emails) == 1 and emails[0].form.count("@") == 1


def test_forms_say_where_they_come_from():
    kinds = {
        (m.name, m.form, m.form_kind)
        for number in range(300)
        for m in _mentions(number)
        if m.kind in ("skill", "title")
    }
    assert ("JavaScript", "JS", "alias") in kinds and ("JavaScript", "JavaScript", "name") in kinds
    assert ("Loan Officers", "Loan Officer", "singular") in kinds
    assert {kind for _, _, kind in kinds} >= {"name", "alias", "singular", "reordered", "reworded"}
    aliases = {(skill, form) for skill, forms in ALIASES.items() for form in forms}
    assert {(name, form) for name, form, kind in kinds if kind == "alias"} <= aliases


def _mentions(number: int):
    return triples("facts", 300)[number][1].mentions


def test_targets_of_editing_hold_no_marks():
    for _, documents in triples("facts", 300):
        for text in (*texts(documents), documents.target_skills, documents.target_experience):
            assert text == bare(text)


def test_a_name_that_holds_a_sign_is_refused_before_anything_is_written(tmp_path):
    names = tmp_path / "names.csv"
    names.write_text("name,gender\nAnn,female\nBo\ufdd0b,male\n", encoding="utf-8")
    with pytest.raises(BadInput, match="holds a Unicode noncharacter"):
        open_author(BuildConfig(names=str(names)))
