"""Where documents that nobody marked state their facts."""

from dataclasses import replace

import pytest

from dataset_builder.quality.fact_spans import broken_span, stated, without_span
from dataset_builder.sampling.facts import Documents, Experience
from dataset_builder.teachers.locate import locate
from tests.fixtures.template_triples import ALIASES, make_facts, triples

BAKER, CLERK = Experience("Bakers, All Other", 2, 2013, 2016), Experience("Clerk", 1, 2010, 2011)
FACTS = replace(
    make_facts(0, "facts"), job_title=BAKER.title, skills=("Database Management", "Management", "JavaScript"), extra_skills=(),
    removed_skills=("JavaScript",), unmatched_skills=("Management",), experiences=(BAKER, CLERK), first_name="Chloé",
    unmatched_experiences=(CLERK,),
)  # fmt: skip
JOB = "Job title: Baker\n\nSkills\n- Managing a team\n- database management\n- JS\n\nExperience\n- Two years' work as a baker\n- 1 year as Records Clerk"
MATCHED = (
    "Name: Chloé Brown-Ray\nEmail: c.brown@example.com\n\nSkills: Database management, JS, management\n\n"
    "Experience\nBaker\nMarch 2013 – 06/2016\nClerk, 2010 to 2011"
)
UNMATCHED = "Chloé\n\nSkills\nManagement\n\nExperience\nClerk (until 2011)"


def found(job: str = JOB, matched: str = MATCHED, unmatched: str = UNMATCHED):
    return locate(FACTS, Documents(job, matched, unmatched, "", ""), ALIASES)


def forms(mentions, document: str, kind: str) -> list[tuple]:
    return [(m.name, m.form, m.form_kind, m.item) for m in mentions if (m.document, m.kind) == (document, kind)]


def test_a_skill_is_found_by_its_words_and_stems_and_not_within_a_longer_one():
    mentions = found()
    assert forms(mentions, "job_description", "skill") == [
        ("Management", "Managing", "inflection", None),
        ("Database Management", "database management", "name", None),
        ("JavaScript", "JS", "alias", None),
    ]
    assert {m.role for m in mentions if m.document == "job_description" and m.kind == "skill"} == {"required"}


def test_titles_go_with_the_years_and_dates_next_to_them():
    mentions = found()
    assert forms(mentions, "job_description", "years") == [
        ("2 years", "Two years", "words", 0),
        ("1 year", "1 year", "digits", 1),
    ]
    titles = [(m.form, m.role, m.item) for m in mentions if (m.document, m.kind) == ("job_description", "title")]
    assert titles == [("Baker", "advertised", None), ("baker", "required", 0), ("Clerk", "required", 1)]
    assert forms(mentions, "resume_matched", "dates") == [
        ("2013 - 2016", "March 2013 – 06/2016", "month", 0), ("2010 - 2011", "2010 to 2011", "year", 1),
    ]  # fmt: skip
    assert forms(mentions, "resume_matched", "start_date")[0] == ("2013", "March 2013", "month", 0)
    assert [form for _, form, _, _ in forms(mentions, "resume_matched", "title")] == ["Baker", "Clerk"]


def test_the_person_is_found_and_what_is_not_there_is_not():
    mentions = found()
    assert forms(mentions, "resume_matched", "name") == [("Chloé Brown-Ray", "Chloé Brown-Ray", "name", None)]
    assert forms(mentions, "resume_matched", "email")[0][1] == "c.brown@example.com"
    assert forms(mentions, "resume_unmatched", "last_name") == []
    missing = without_span(FACTS, mentions, ALIASES)
    assert missing == [("resume_unmatched", ("dates", "2010 - 2011", 0))]


def test_empty_documents_state_nothing():
    assert found("", "", "") == ()
    assert len(without_span(FACTS, (), ALIASES)) == sum(map(len, stated(FACTS).values()))


@pytest.mark.parametrize("design", ["facts", "paper"])
def test_what_the_template_teacher_marks_is_found_where_it_is(design):
    """The search against the record: the same facts, and nearly always the same places."""
    kinds, same, marked = ("skill", "title", "dates", "years"), 0, 0
    for facts, documents in triples(design, 120):
        mentions = locate(facts, documents, ALIASES)
        assert broken_span(mentions, documents.by_column) is None
        own = {(m.document, m.kind, m.name, m.start, m.item) for m in documents.mentions if m.kind in kinds}
        marked += len(own)
        same += len(own & {(m.document, m.kind, m.name, m.start, m.item) for m in mentions})
    assert same / marked > 0.97
