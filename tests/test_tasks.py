"""From a triple to the rows of the four tasks."""

from dataset_builder import tasks
from dataset_builder.facts import Documents, Experience, ExperienceEdit, Facts, Triple

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
    rows = tasks.task_rows("matching", SHORTENED)
    assert [(row["id"], row["resume"], row["label"], row["completion"]) for row in rows] == [
        ("train-000000-matched", "the matched", 1, "match"),
        ("train-000000-unmatched", "the unmatched", 0, "no match"),
    ]


def test_explanation_lists_what_is_missing_and_nothing_for_a_match():
    matched, unmatched = tasks.task_rows("explanation", SHORTENED)
    assert (matched["skills"], matched["experiences"], matched["completion"]) == ([], [], "match")
    assert unmatched["completion"] == "no match | skills: Glazing | experience: 2 years as Baker"
    assert tasks.task_rows("explanation", KEPT)[1]["completion"] == "no match | skills: Glazing"


def test_extraction_asks_years_of_jobs_and_dates_of_resumes():
    job, matched, unmatched = tasks.task_rows("extraction", SHORTENED)
    assert job["completion"] == "skills: Kneading; Glazing | experience: 2 years as Baker; 1 year as Cook"
    assert matched["completion"] == (
        "skills: Kneading; Glazing; Icing | experience: Baker (2013 - 2016); Cook (2010 - 2011)"
    )
    assert matched["experiences"][0]["years"] == 3
    assert unmatched["completion"] == "skills: Kneading; Frying | experience: Baker (2013 - 2014); Cook (2010 - 2011)"


def test_editing_says_what_to_change_and_leaves_out_sections_without_a_change():
    def changes(triple):
        return [
            (row["section"], row["add_skills"], row["experience_change"]) for row in tasks.task_rows("editing", triple)
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
    assert tasks.task_rows("editing", KEPT)[0]["completion"] == "- Kneading | - Glazing"
