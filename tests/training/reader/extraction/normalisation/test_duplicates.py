"""What stands twice in a resume is given once, with what each mention adds and a note."""

from training.reader.extraction import extract
from training.reader.lines import Line, Pages

TWICE = """Ada Morgan

Experience
Site Foreman, Calder Paving, Halifax
May 2019 - Present
- Ran crews of six

Groundworker, Pennine Drainage
June 2015 - April 2019

Education
MSc in Oceanography, Rivermouth University, 2012
MSc in Oceanography, Rivermouth University, 2012

Skills
Tools: Python, Go
Other: python, Rust

Work history
Site Foreman, Calder Paving
May 2019 - Present
- Hired three people

Groundworker, Pennine Drainage
March 2012 - May 2013"""


def lines(text: str) -> Pages:
    return Pages(tuple(Line(n, 1, None, one) for n, one in enumerate(text.split("\n"), start=1)))


def test_the_same_job_school_and_skill_once():
    found = extract(lines(TWICE))
    resume = found.resume
    assert [(job.position, job.startDate) for job in resume.work] == [
        ("Site Foreman", "2019-05"),
        ("Groundworker", "2015-06"),
        ("Groundworker", "2012-03"),  # a second term with the same employer
    ]
    assert resume.work[0].location == "Halifax" and resume.work[0].highlights == (
        "Ran crews of six",
        "Hired three people",
    )
    assert len(resume.education) == 1
    assert [skill.keywords for skill in resume.skills] == [("Python", "Go"), ("Rust",)]
    assert [note for note in found.notes if "once" in note] == [
        "line 20: the job 'Site Foreman, Calder Paving' stands in line 4, too; it is given once",
        "line 13: the school 'MSc, Oceanography, Rivermouth University' stands in line 12, too; it is given once",
        "skills that stand there more than once are given once: python",
    ]
