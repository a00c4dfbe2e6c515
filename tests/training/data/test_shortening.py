"""Prompts that are too long lose whole sections in a stated order, and never what decides the label."""

import pytest

import rjdb
from training.data.shortening import DROPPED, Shortened, shorten, split_documents, split_sections

JOB = """## Job Title
Data Engineer
## Job Summary
A summary of the job.
## Required Skills
- Proficient in Python
- SQL
## Required Experience
Minimum of 3 years as an Analyst
## Responsibilities
- Sing all day"""
RESUME = """Personal Information:
Name: Kim Lee
Email: kim@example.com
Education:
Bachelor of Arts
Skills:
- Python
- SQL
Experience:
Analyst (2012 - 2016)"""
PROMPT = rjdb.prompt("matching", job_description=JOB, resume=RESUME)
KEPT = ("Data Engineer", "Proficient in Python", "SQL", "Minimum of 3 years", "Analyst (2012 - 2016)")


def words(limit: int):
    return lambda text: len(text.split()) <= limit


def test_a_prompt_that_fits_stays_as_it_is():
    assert shorten(PROMPT, words(500)) == Shortened(PROMPT, (), True)


def test_sections_go_one_by_one_in_the_stated_order_until_it_fits():
    length = len(PROMPT.split())
    seen = set()
    for limit in range(length, 0, -1):
        short = shorten(PROMPT, words(limit))
        assert short.dropped == DROPPED[: len(short.dropped)]
        assert short.fits == (len(short.prompt.split()) <= limit)
        assert all(text in short.prompt for text in KEPT)
        seen.add(short.dropped)
    assert len(seen) == 5
    assert not short.fits and short.dropped == DROPPED
    for gone in ("A summary", "Sing all day", "Bachelor", "Kim Lee", "kim@example.com"):
        assert gone not in short.prompt


def test_the_separator_stays_whatever_goes():
    resume = "Skills:\n- SQL\nEducation:\nBachelor of Arts"
    short = shorten(rjdb.prompt("extraction", document_type="resume", document=resume), lambda text: False)
    assert short.dropped == ("education",) and short.prompt.endswith("Resume: Skills: | - SQL" + rjdb.SEPARATOR)


def test_drops_no_more_sections_than_needed():
    short = shorten(PROMPT, words(len(PROMPT.split()) - 1))
    assert short.dropped == ("summary",) and short.fits
    assert short.prompt == PROMPT.replace(" | ## Job Summary | A summary of the job.", "")


@pytest.mark.parametrize("task", rjdb.TASKS)
def test_split_documents_join_to_the_prompt(task, built):
    from training.evaluation.benchmark import Benchmark

    for row in Benchmark(str(built)).rows(task)[:100]:
        prompt = rjdb.prompt(task, **row).removesuffix(rjdb.SEPARATOR)
        heads, documents = split_documents(prompt)
        again = (head + " | ".join(text for _, text in split_sections(text)) for head, text in zip(heads, documents))
        assert "".join(again) == prompt
        assert len(documents) == (2 if task in ("matching", "explanation") else 1) and all(documents)


def test_the_end_of_the_experience_is_never_cut(built):
    from training.evaluation.benchmark import Benchmark

    for row in Benchmark(str(built)).rows("matching")[:200]:
        short = shorten(rjdb.prompt("matching", **row), lambda text: False)
        for document in (row["job_description"], row["resume"]):
            section = next((s for s in _parts(document) if s.name == "experience"), None)
            if section is not None and section.body:
                assert " ".join(section.body.splitlines()[-1].split()) in short.prompt
        assert not set(short.dropped) - set(DROPPED)


def _parts(document):
    from dataset_builder.text.sections import sections

    return sections(document)


def test_a_line_that_begins_like_its_header_stays_under_it():
    resume = "Education\nEducation at home\nSkills\nSkills in Java\nExperience\nCook (2011 - 2013)"
    prompt = rjdb.prompt("editing", section="skills", resume=resume, add_skills=["SQL"], experience_change="")
    short = shorten(prompt, lambda text: "home" not in text)
    assert short.fits and short.dropped == ("education",)
    assert short.prompt.endswith("Resume: Skills | Skills in Java | Experience | Cook (2011 - 2013)" + rjdb.SEPARATOR)


def test_text_without_sections_and_inline_headers():
    assert shorten("just words", lambda text: False) == Shortened("just words", (), False)
    document = "Skills: Java, SQL\nEducation: none\nExperience: Cook (2011 - 2013)"
    short = shorten(rjdb.prompt("extraction", document_type="resume", document=document), lambda text: False)
    assert short.dropped == ("education",)
    assert short.prompt.endswith("Resume: Skills: Java, SQL | Experience: Cook (2011 - 2013)" + rjdb.SEPARATOR)
