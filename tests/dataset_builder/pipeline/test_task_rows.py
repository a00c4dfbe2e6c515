"""From a triple to the rows of the four tasks."""

from dataclasses import replace

import pytest

from dataset_builder.pipeline import task_rows
from dataset_builder.sampling.facts import Documents, Experience, ExperienceEdit, Facts, Triple
from dataset_builder.text.mentions import order_of_mention

BAKER = Experience("Baker", 2, 2013, 2016)
COOK = Experience("Cook", 1, 2010, 2011)


def triple(edit: ExperienceEdit, unmatched: tuple[Experience, ...]) -> Triple:
    facts = Facts(
        id="train-000000", job_title="Baker", category="manual labor", cluster=0, skills=("Kneading", "Glazing"),
        extra_skills=("Icing",), experiences=(BAKER, COOK), first_name="Ann", gender="female",
        removed_skills=("Glazing",), unmatched_skills=("Kneading", "Frying"), experience_edit=edit,
        unmatched_experiences=unmatched, negative_kind="neighbour",
    )  # fmt: skip
    return Triple(facts, Documents("the job", "the matched", "the unmatched", "- Kneading\n- Glazing", "Baker …"))


SHORTENED = triple(
    ExperienceEdit("shortened", "Baker", 2013, 2016, 2013, 2014, "Baker"), (Experience("Baker", 1, 2013, 2014), COOK)
)
KEPT = triple(
    ExperienceEdit("kept", "Baker", 2013, 2016, 2013, 2015, "Baker"), (Experience("Baker", 2, 2013, 2015), COOK)
)
DROPPED = triple(ExperienceEdit("dropped", "Baker", 2013, 2016, None, None, None), (COOK,))
REPLACED = triple(
    ExperienceEdit("replaced", "Baker", 2013, 2016, 2013, 2016, "Waiter"), (Experience("Waiter", 3, 2013, 2016), COOK)
)


def test_matching_pairs_the_job_with_both_resumes():
    rows = task_rows.task_rows("matching", SHORTENED)
    assert [(row["id"], row["resume"], row["label"], row["completion"]) for row in rows] == [
        ("train-000000-matched", "the matched", 1, "match"),
        ("train-000000-unmatched", "the unmatched", 0, "no match"),
    ]


def test_explanation_lists_what_is_missing_and_nothing_for_a_match():
    matched, unmatched = task_rows.task_rows("explanation", SHORTENED)
    assert (matched["skills"], matched["experiences"], matched["completion"]) == ([], [], "match")
    assert unmatched["completion"] == "no match | skills: Glazing | experience: 2 years as Baker"
    assert task_rows.task_rows("explanation", KEPT)[1]["completion"] == "no match | skills: Glazing"


def test_extraction_asks_years_of_jobs_and_dates_of_resumes():
    job, matched, unmatched = task_rows.task_rows("extraction", SHORTENED)
    assert job["completion"] == "skills: Kneading; Glazing | experience: 2 years as Baker; 1 year as Cook"
    assert matched["completion"] == (
        "skills: Kneading; Glazing; Icing | experience: Baker (2013 - 2016); Cook (2010 - 2011)"
    )
    assert matched["experiences"][0]["years"] == 3
    assert unmatched["completion"] == "skills: Kneading; Frying | experience: Baker (2013 - 2014); Cook (2010 - 2011)"


def test_editing_says_what_to_change_and_leaves_out_sections_without_a_change():
    def changes(triple):
        return [
            (row["section"], row["add_skills"], row["experience_change"])
            for row in task_rows.task_rows("editing", triple)
        ]

    skills = ("skills", ["Glazing"], "")
    assert changes(SHORTENED) == [
        skills,
        ("experience", [], 'replace "Baker (2013 - 2014)" with "Baker (2013 - 2016)"'),
    ]
    assert changes(DROPPED) == [skills, ("experience", [], 'add "Baker (2013 - 2016)"')]
    assert changes(REPLACED) == [
        skills,
        ("experience", [], 'replace "Waiter (2013 - 2016)" with "Baker (2013 - 2016)"'),
    ]
    assert changes(KEPT) == [skills]
    assert task_rows.task_rows("editing", KEPT)[0]["completion"] == "- Kneading | - Glazing"


JOB = """## Job summary
The baker of ours masters glazing and, above all, kneading.

## Required skills
- Strong in glazing
- Dough work

## Required experience
- 1 year as a Cook
- 2 years as a Baker"""
RESUME = """## Skills
- Deep frying

## Experience
- Pastry Cook (2011 - 2012)
- Cook (2010 - 2011)
- Baker (2013 - 2014)"""


def test_an_answer_lists_in_the_order_of_the_document():
    pastry = Experience("Pastry Cook", 1, 2011, 2012)
    told = replace(SHORTENED.facts, unmatched_experiences=(BAKER, COOK, pastry), removed_skills=("Kneading", "Glazing"))
    texts = replace(SHORTENED.documents, job_description=JOB, resume_unmatched=RESUME)
    triple, aliases = Triple(told, texts), {"Kneading": ("Dough Work",)}
    job, _, unmatched = task_rows.task_rows("extraction", triple, aliases)
    assert job["skills"] == ["Glazing", "Kneading"]
    assert [asked["title"] for asked in job["experiences"]] == ["Cook", "Baker"]
    assert job["completion"] == "skills: Glazing; Kneading | experience: 1 year as Cook; 2 years as Baker"
    assert [held["title"] for held in unmatched["experiences"]] == ["Pastry Cook", "Cook", "Baker"]
    assert task_rows.task_rows("explanation", triple, aliases)[1]["skills"] == ["Glazing", "Kneading"]


@pytest.mark.parametrize(
    "items, part, text, order",
    [
        ("Cook|Pastry Cook", "pastry cook, then cook", "", "10"),  # not the cook of the pastry cook
        ("Cook|Pastry Cook", "cook, then pastry cook", "", "01"),
        ("C|C++", "c++ and c", "", "10"),
        ("Baking|Icing", "", "icing before baking", "10"),  # no such part: the whole text
        ("Icing|Sewing|Baking", "baking, icing", "", "201"),  # Sewing is nowhere: it stays behind Icing
        ("Go|Ada", "Ada, going, Go", "", "10"),
        ("Baking|Baking", "baking, Baking", "", "01"),
    ],
)
def test_order_of_mention(items, part, text, order):
    names = [(item,) for item in items.split("|")]
    assert order_of_mention(names, part, text) == [int(at) for at in order]
