"""Rows of `assessment`: labels follow from facts, lines from places, and the answer from both."""

import pytest
from datasets import load_dataset

from dataset_builder.assessment.answer import outcome, parse
from dataset_builder.assessment.question import ask, unpack
from dataset_builder.assessment.rows import assessment_rows
from dataset_builder.assessment.sheets import Place, Sheet, months_written, with_section
from dataset_builder.pipeline.author import TemplateAuthor
from dataset_builder.pipeline.build import open_author
from dataset_builder.pipeline.configs import BuildConfig
from dataset_builder.storage.folder import read_build

VARIANTS = ("matched", "unmatched", "jobs changed", "skills changed", "near", "far")


@pytest.fixture(scope="module")
def rows(built) -> list[dict]:
    return load_dataset(str(built), "assessment", split="train").to_list()


@pytest.fixture(scope="module")
def facts(built) -> dict[str, dict]:
    return {row["id"]: row for row in load_dataset(str(built), "triples", split="train").to_list()}


def test_labels_of_the_triples_own_resumes_are_those_of_matching(rows):
    assert {row["variant"] for row in rows} == set(VARIANTS)
    for row in rows:
        if row["variant"] in ("matched", "unmatched"):
            assert row["label"] == (row["variant"] == "matched"), row["id"]
        assert row["fit"] <= 1 and (row["fit"] == 1) == (row["label"] == 1)


def test_fit_is_a_scale(rows):
    mean = {
        v: sum(r["fit"] for r in rows if r["variant"] == v) / sum(r["variant"] == v for r in rows) for v in VARIANTS
    }
    assert mean["matched"] == 1 > mean["jobs changed"] > mean["unmatched"] > mean["near"] > mean["far"]


def test_the_completion_says_what_the_columns_say(rows):
    for row in rows:
        answer = parse(row["completion"])
        required = [n for n, one in enumerate(row["requirements"], 1) if not one["optional"]]
        found = outcome(answer, required, row["line_numbers"])
        assert (found.label, found.fit) == (row["label"], pytest.approx(row["fit"]))
        for one, gold in zip(answer.findings, row["requirements"], strict=True):
            assert (one.status, list(one.lines)) == (gold["status"], gold["lines"])
            assert one.months == (gold["months_held"] if gold["status"] == "too short" else None)


def test_every_cited_line_is_shown_and_prompts_are_what_is_asked(rows):
    for row in rows[:200]:
        lines, requirements = unpack(row["prompt"])
        assert [number for number, _ in lines] == row["line_numbers"]
        assert [text for text, _ in requirements] == [one["text"] for one in row["requirements"]]
        assert {n for one in row["requirements"] for n in one["lines"]} <= set(row["line_numbers"])
        shown = {line.number: line.text for line in ask(row["job_description"], row["resume"]).lines}
        assert dict(lines) == shown


def test_a_job_that_was_shortened_is_short_by_its_months(rows, facts):
    seen = 0
    for row in rows:
        edit = facts[row["id"].rpartition("-")[0]]["experience_edit"]
        if row["variant"] == "unmatched" and edit["kind"] == "shortened":
            short = [one for one in row["requirements"] if one["status"] == "too short"]
            assert {one["months_held"] // 12 for one in short} == {edit["to_end"] - edit["to_start"]}, row["id"]
            seen += 1
    assert seen > 50


@pytest.mark.parametrize(
    ("dates", "years", "months"),
    [
        ("2020 - 2022", 2, 24),
        ("Apr 2020 - Jun 2022", 2, 27),
        ("03/2021 to 06/2024", 3, 40),
        ("May 2020 - present", 2, 24),
        ("May 2020 - June 2024", 2, 24),
    ],
)
def test_months_are_those_of_the_dates_as_far_as_facts_agree(dates, years, months):
    assert months_written(dates, years) == months


def test_what_the_text_layer_reads_otherwise_is_counted(built, rows):
    counts = read_build(built)["assessment"]
    sizes = read_build(built)["sizes"]["assessment"]
    assert counts["rows"] == sum(size["rows"] for size in sizes.values())
    assert set(counts) >= {"a fact in no point", "points without a fact"}
    assert counts["a fact in no point"] < 0.15 * counts["rows"]


def test_a_triple_with_a_fact_without_a_place_has_no_rows():
    author = open_author(BuildConfig(triples=10))
    assert isinstance(author, TemplateAuthor)
    triple, _ = author.write("train", 0, [])
    from dataclasses import replace

    bare = replace(triple, documents=replace(triple.documents, mentions=()))
    assert assessment_rows([triple])[0]
    rows, counts = assessment_rows([bare])
    assert rows == [] and counts["triples with a fact without a place"] == 1


def test_a_section_of_another_resume_brings_its_places():
    mine = Sheet(
        "Skills\nSQL\n\nExperience\nBaker (2016 - 2019)\n",
        (Place("skill", "SQL", 7, 10), Place("experience", "Baker", 23, 28, 36, 0)),
    )
    other = Sheet(
        "Experience\nlong ago: Cook\n\nSkills\nrye, GMP\n",
        (Place("experience", "Cook", 21, 25, 12, 0), Place("skill", "rye", 34, 37), Place("skill", "GMP", 39, 42)),
    )
    swapped = with_section(mine, other, "skills")
    assert swapped.text == "Skills\nrye, GMP\n\nExperience\nBaker (2016 - 2019)\n"
    assert [(p.name, swapped.text[p.start : p.end]) for p in swapped.places] == [
        ("rye", "rye"),
        ("GMP", "GMP"),
        ("Baker", "Baker"),
    ]
    assert with_section(mine, Sheet("Skills\nrye", ()), "experience") is None


def test_a_duty_that_names_a_held_skill_shows_it_too():
    """Every line that states the name of a skill on another line of the resume is gold, but for wishes."""
    from dataset_builder.assessment.sheets import named_again

    text = "Skills\n- Progress Notes\n\nExperience\nWrote progress notes daily.\nWould like to learn progress notes.\n"
    again = named_again(text, [Place("skill", "Progress Notes", 9, 23)])
    assert [text[place.start : place.end] for place in again] == ["progress notes"]
    assert text[: again[0].start].count("\n") == 4
