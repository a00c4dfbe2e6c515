"""Labelled spans to a resume."""

from dataset_builder.text.evidence import Evidence, find
from training.reader.extraction.spans import Span, resume_of
from training.reader.lines import Line, Pages

TEXT = """Ada Morgan, Leeds, France
Site Foreman, Calder Paving, May 2019 - Present
Ran crews of six
Groundworker, Pennine Drainage
MSc in Oceanography, Rivermouth University 2012
French"""
PAGES = Pages(tuple(Line(n, 1, None, text) for n, text in enumerate(TEXT.split("\n"), start=1)))


def span(label: str, text: str, entry: int = 0) -> Span:
    place = find(PAGES.text, text)
    assert place is not None
    return Span(label, place, entry)


def test_spans_make_entries_by_their_numbers():
    resume = resume_of(
        PAGES,
        [
            span("title", "Groundworker", 1), span("employer", "Pennine Drainage", 1), span("title", "Site Foreman", 0), span("employer", "Calder Paving", 0),
            span("dates", "May 2019 - Present", 0), span("description", "Ran crews of six", 0), span("name", "Ada Morgan"), span("location", "Leeds, France"),
            span("degree", "MSc in Oceanography"), span("school", "Rivermouth University"), span("study_dates", "2012"), span("language", "French"),
        ],
    )  # fmt: skip
    first, second = resume.work
    assert (first.position, first.name, first.startDate, first.endDate) == (
        "Site Foreman",
        "Calder Paving",
        "2019-05",
        None,
    )
    assert first.highlights == ("Ran crews of six",) and (second.position, second.name) == (
        "Groundworker",
        "Pennine Drainage",
    )
    school = resume.education[0]
    assert (school.studyType, school.area, school.startDate) == ("MSc", "Oceanography", "2012")
    assert school.area.place.of(PAGES.text) == "Oceanography"
    assert resume.basics.location.countryCode == "FR" and resume.languages[0].language.form == "fr"


def test_a_label_that_comes_twice_keeps_its_first_span():
    place = find(PAGES.text, "Groundworker")
    resume = resume_of(PAGES, [span("title", "Site Foreman"), Span("title", Evidence(place.start, place.end))])
    assert [job.position for job in resume.work] == ["Site Foreman"]
