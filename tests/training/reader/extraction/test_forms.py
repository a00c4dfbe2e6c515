"""Forms, tables and gutters: labels say what values are, and are no values themselves."""

import pytest

from dataset_builder.text.dates import Date
from tests.fixtures.typeset import Page, read
from training.reader.extraction.forms.labels import kind_of, labelled
from training.reader.extraction.rules import read_resume
from training.reader.lines import Line, Pages

TODAY = Date(2026, 11)
BOLD = {"bold": True}
READ = [
    ("Site Foreman", "Calder Paving", "2019-05", None),
    ("Groundworker", "Pennine Drainage", "2015-06", "2019-04"),
]
JOBS = [
    ("Site Foreman", "Calder Paving", "May 2019 - Present"),
    ("Groundworker", "Pennine Drainage", "June 2015 - April 2019"),
]
HEADING = {"size": 13, "bold": True}


def sheet(*rows, step: float = 14.0) -> Pages:
    """Rows of (x, text, options); an empty one is a gap."""
    page, y = Page(), 60.0
    for row in rows:
        for x, text, options in row:
            page.put(x, y, text, **options)
        y += step if row else 10
    return Pages(tuple(read(page)), (), ((595.0, 842.0),), "pdf")


def plain(text: str) -> Pages:
    return Pages(tuple(Line(n, 1, None, one) for n, one in enumerate(text.split("\n"), start=1)))


def jobs(pages: Pages) -> list[tuple]:
    return [(job.position, job.name, job.startDate, job.endDate) for job in read_resume(pages, TODAY)[0].work]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Name and address of employer", "employer"),
        ("Occupation or position held", "title"),
        ("Beruf oder Funktion:", "title"),
        ("Nom et adresse de l’employeur", "employer"),
        ("Social skills and competences", "skills"),
        ("Mother tongue(s)", "languages"),
        ("Calder Paving", ""),
        ("Skills", ""),  # a heading
    ],
)
def test_labels_of_forms(text, kind):
    assert kind_of(text) == kind


def test_a_label_before_a_value():
    assert labelled("Dates Employed: 2017 - 2020") == ("dates", 16)
    assert labelled("Position: Baker") == ("title", 10) and labelled("Positioned: well") is None


def test_labelled_lines_of_an_application():
    blocks = [
        f"Employer: {e}\nJob Title: {t}\nDates Employed: {d}\nHours per week: 40\nDuties:\n- Ran crews"
        for t, e, d in JOBS
    ]
    text = "Ada Morgan\n\nWork Experience\n" + "\n\n".join(blocks)
    text += "\n\nEducation\nSchool: Rivermouth University\nDegree: MSc in Oceanography\nDates Attended: 2010 - 2012"
    assert jobs(plain(text)) == READ
    (school,) = read_resume(plain(text), TODAY)[0].education
    assert (school.institution, school.studyType, school.area) == ("Rivermouth University", "MSc", "Oceanography")


def test_a_column_of_labels_that_is_painted_first():
    page, y, values = Page().put(215, 40, "Ada Morgan", size=20, bold=True), 60.0, []
    labels = ("Dates", "Occupation or position held", "Main activities", "Name and address of employer")
    page.put(40, y, "Work experience", **BOLD)
    for title, employer, dates in JOBS:
        for label, value in zip(labels, (dates, title, "Ran crews", employer), strict=True):
            y += 14
            page.put(190, y, label, right=True)
            values.append((y, value))
        y += 14
    page.put(190, y + 14, "Social skills and competences", right=True)
    values.append((y + 14, "Mentoring, Negotiation"))
    page.put(190, y + 28, "Mother tongue(s)", right=True)
    values.append((y + 28, "Welsh"))
    for at, value in values:
        page.put(215, at, value)
    pages = Pages(tuple(read(page)), (), ((595.0, 842.0),), "pdf")
    resume, _ = read_resume(pages, TODAY)
    assert [(job.position, job.name, job.startDate) for job in resume.work] == [one[:3] for one in READ]
    assert [skill.keywords for skill in resume.skills] == [("Mentoring", "Negotiation")]
    assert [one.language for one in resume.languages] == ["Welsh"]


def test_the_head_row_of_a_table_is_no_job():
    pages = sheet(
        [(40, "Ada Morgan", {"size": 20, "bold": True})], [], [(40, "Experience", HEADING)],
        [(x, text, BOLD) for x, text in zip((40, 220, 400), ("Period", "Position", "Company"), strict=True)],
        *([(40, d, {}), (220, t, {}), (400, e, {})] for t, e, d in JOBS),
    )  # fmt: skip
    assert jobs(pages) == READ


def test_names_between_commas_that_end_with_a_stop_are_a_header():
    rows = [
        [[(40, d, {}), (200, f"{t}, {e}, Halifax.", {})], [(214, "Ran crews of six and more", {})]] for t, e, d in JOBS
    ]
    pages = sheet(
        [(40, "Ada Morgan", {"size": 20})], [], [(200, "Experience", HEADING)], *(line for job in rows for line in job)
    )
    assert jobs(pages) == READ


def test_a_label_in_a_gutter_is_cut_from_its_list():
    page = Page().put(40, 60, "Ada Morgan", size=20, bold=True).put(40, 100, "Skills", **HEADING)
    for y, label, names in ((116, "Trade", "Welding, Paving"), (130, "Office", "Excel, Xero")):
        page.put(130, y, label, right=True).put(150, y, names)
    # so near to its list that the two are one cell
    page.put(142, 144, "Practice", right=True).put(150, 144, "Code review, Incident response")
    skills = read_resume(Pages(tuple(read(page)), (), ((595.0, 842.0),), "pdf"), TODAY)[0].skills
    assert [(one.name, one.keywords) for one in skills] == [
        ("Trade", ("Welding", "Paving")),
        ("Office", ("Excel", "Xero")),
        ("Practice", ("Code review", "Incident response")),
    ]


def test_an_item_of_a_list_stays_one_though_its_words_may_be_a_heading():
    pages = sheet(
        [(40, "Ada Morgan", {"size": 20, "bold": True})], [], [(40, "Skills", HEADING)],
        *([(54, name, {})] for name in ("Triage", "Mentoring", "Rota planning")),
    )  # fmt: skip
    assert [one.name for one in read_resume(pages, TODAY)[0].skills] == ["Triage", "Mentoring", "Rota planning"]


def test_a_group_of_skills_stays_one_though_its_words_may_be_a_heading():
    pages = sheet(
        [(40, "Ada Morgan", {"size": 20, "bold": True})], [], [(40, "Skills", HEADING)],
        [(40, "Teaching", BOLD)], [(40, "Curriculum design, Assessment", {})], [(40, "Digital", BOLD)], [(40, "GeoGebra, Desmos", {})],
    )  # fmt: skip
    assert [one.keywords for one in read_resume(pages, TODAY)[0].skills] == [
        ("Curriculum design", "Assessment"),
        ("GeoGebra", "Desmos"),
    ]


def test_contact_details_at_the_foot_are_no_skills():
    page = (
        Page()
        .put(40, 60, "Ada Morgan", size=20, bold=True)
        .put(40, 100, "Skills", **HEADING)
        .put(40, 116, "Welding, Paving")
    )
    page.put(200, 790, "Halifax, UK", "ada@example.org | +44 131 555 0107")
    resume, _ = read_resume(Pages(tuple(read(page)), (), ((595.0, 842.0),), "pdf"), TODAY)
    assert [one.name for one in resume.skills] == ["Welding", "Paving"]
    assert resume.basics.location.address == "Halifax, UK"


def test_a_heading_on_two_lines_is_one():
    page = Page().put(40, 60, "Ada Morgan", size=20, bold=True)
    page.put(40, 100, "EXPERIENCIA", "LABORAL", **BOLD).put(200, 100, "Jefa de obra (2019 - 2021)", **BOLD)
    page.put(200, 112, "Puentes del Sur")
    pages = Pages(tuple(read(page)), (), ((595.0, 842.0),), "pdf")
    assert jobs(pages) == [("Jefa de obra", "Puentes del Sur", "2019", "2021")]


def test_who_works_for_himself_is_employed_by_no_one_else():
    text = "Ada Morgan\n\nExperience\nForeman, Calder Paving, Halifax\n2019 - 2021\n\nPrivate Tutor, Self-employed, Glasgow\n2015 - 2019"
    assert [job[:2] for job in jobs(plain(text))] == [("Foreman", "Calder Paving"), ("Private Tutor", "Self-employed")]


def test_a_degree_of_several_parts_fills_its_line():
    text = "Ada Morgan\n\nEducation\nMaster Accounting, Control, Audit\nRivermouth University, 2010 - 2012\n\nDiploma Welding\nKiel College, 2008 - 2010"
    schools = read_resume(plain(text), TODAY)[0].education
    assert [(one.studyType, one.area) for one in schools] == [
        ("Master", "Accounting, Control, Audit"),
        ("Diploma", "Welding"),
    ]


def test_what_was_done_under_headings_is_no_job_next_to_a_history():
    pages = sheet(
        [(40, "Ada Morgan", {"size": 20, "bold": True})], [], [(40, "Relevant Experience", HEADING)], [(40, "Systems", BOLD)],
        [(54, "Cut repeat defects by a third", {})], [(54, "Changed engines on the line", {})], [], [(40, "Work History", HEADING)],
        *([(40, f"{t}, {e}", {}), (400, d, {})] for t, e, d in JOBS),
    )  # fmt: skip
    assert jobs(pages) == READ


def test_an_address_may_run_over_the_edge_of_its_column():
    page = Page().put(40, 30, "Ada Morgan", size=20, bold=True).put(40, 60, "Contact", **BOLD)
    page.put(40, 74, "ada.morgan.paving@example.org", "+44 131 555 0107", "Leeds, UK")
    page.put(40, 130, "Skills", **BOLD).put(40, 144, "Welding", "Paving", "Triage", "Excel", "Xero")
    page.put(150, 60, "Experience", **BOLD)
    for at, (title, employer, dates) in enumerate(JOBS):
        page.put(150, 90 + 60 * at, title, **BOLD).put(150, 102 + 60 * at, employer, dates, "• Ran crews of six")
    pages = Pages(tuple(read(page)), (), ((595.0, 842.0),), "pdf")
    assert jobs(pages) == READ and len(read_resume(pages, TODAY)[0].skills) == 5


def test_a_thesis_is_no_list_of_skills():
    pages = sheet(
        [(40, "Ada Morgan", {"size": 20, "bold": True})], [], [(40, "Skills", HEADING)], [(40, "Welding, Paving", {})], [],
        [(40, "Master thesis", HEADING)], [(40, "Cold joints", {})], [(40, "Supervisor Dr Ann Lee", {})],
    )  # fmt: skip
    assert [one.name for one in read_resume(pages, TODAY)[0].skills] == ["Welding", "Paving"]
