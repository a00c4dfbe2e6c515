"""What explanations say of what a resume meets."""

import pytest
from datasets import load_dataset

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.pipeline.build import BuildConfig, command
from dataset_builder.pipeline.shared_facts import shared
from dataset_builder.pipeline.task_rows import task_rows
from dataset_builder.sampling.facts import Triple
from tests.fixtures.template_triples import triples

KINDS = ("kept", "shortened", "dropped", "replaced")
BY_KIND = {kind: [t for t in triples("facts", 300) if t[0].experience_edit.kind == kind] for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_met_and_what_is_missing_are_all_that_is_asked(kind):
    assert len(BY_KIND[kind]) > 10
    for facts, _ in BY_KIND[kind]:
        met = shared(facts, "resume_unmatched")
        assert sorted([*met.skills, *facts.removed_skills]) == sorted(facts.skills)
        assert [*facts.missing_experiences, *met.experiences(facts)] == list(facts.experiences)
        for asked, held in met.jobs:
            assert facts.experiences[asked].title == facts.unmatched_experiences[held].title
            assert facts.experiences[asked].years <= facts.unmatched_experiences[held].held
        assert shared(facts, "resume_matched").experiences(facts) == facts.experiences


def test_the_offsets_hold_what_is_met_in_both_documents():
    for facts, documents in triples("facts", 60):
        for row in task_rows("explanation", Triple(facts, documents)):
            for met in row["matches"]:
                job = row["job_description"][met["job_start"] : met["job_end"]]
                resume = row["resume"][met["resume_start"] : met["resume_end"]]
                assert job and resume
                if met["kind"] == "experience":
                    assert "year" in job.casefold() and any(digit.isdigit() for digit in resume)
            assert {met["kind"] for met in row["matches"]} <= {"skill", "experience"}


def test_a_fact_that_was_not_located_is_met_nowhere():
    facts, documents = triples("facts", 1)[0]
    (row, _) = task_rows("explanation", Triple(facts, type(documents)(*documents.by_column.values(), "", "")))
    assert [met["name"] for met in row["matches"][: len(facts.skills)]] == list(facts.skills)
    assert all(value is None for met in row["matches"] for name, value in met.items() if name not in ("kind", "name"))


def test_a_match_is_explained_by_what_it_shares_only_when_asked_for():
    facts, documents = triples("paper", 1)[0]
    (plain, missing), (explained, same) = (
        task_rows("explanation", Triple(facts, documents), {}, told) for told in (False, True)
    )
    assert plain["completion"] == "match" and missing == same
    read = rjdb.parse("explanation", explained["completion"])
    assert read["label"] == 1 and sorted(read["skills"]) == sorted(facts.skills)
    assert sorted(job["years"] for job in read["experiences"]) == sorted(job.years for job in facts.experiences)
    assert explained["completion"] == rjdb.completion("explanation", **explained)


def test_the_papers_explanations_go_with_the_papers_recipe():
    with pytest.raises(BadInput, match="--recipe paper"):
        BuildConfig(explain_matches=True)
    assert command(BuildConfig(explain_matches=True, recipe="paper")) == (
        "python -m dataset_builder build --recipe paper --explain-matches"
    )


def test_the_column_is_in_the_folder(built):
    row = load_dataset(str(built), "explanation", split="test")[1]
    assert row["label"] == 0 and {met["kind"] for met in row["matches"]} <= {"skill", "experience"}
