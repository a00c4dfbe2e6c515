"""Fields of pages set in words: one layout a test, named by what it is about."""

import time

import pytest

from dataset_builder.text.dates import Date
from tests.fixtures.typeset import Page, read
from training.reader.extraction.rules import read_resume
from training.reader.lines import Line, Pages

TODAY = Date(2026, 11)
HEAD = [[(40, "Ada Morgan", {"size": 20, "bold": True})], [(40, "ada@example.org | +44 131 555 0107 | Leeds, UK", {})]]


def sheet(*rows) -> Pages:
    """A page of rows, each a list of (x, text, options) on one baseline; an empty row is a gap."""
    page, y = Page(), 60.0
    for row in rows:
        for x, text, options in row:
            page.put(x, y, text, **options)
        y += 14 if row else 10
    return Pages(tuple(read(page)), (), ((595.0, 842.0),), "pdf")


def heading(text: str):
    return [(40, text, {"size": 13, "bold": True})]


def line(text: str, x: float = 40, **options):
    return [(x, text, options)]


def jobs(pages: Pages) -> list[tuple]:
    found = read_resume(pages, TODAY)[0].work
    return [(job.position, job.name, job.startDate, job.endDate) for job in found]


# ways of setting the same two jobs
BOLD = {"bold": True}
JOBS = [
    ("Site Foreman", "Calder Paving", "Halifax", "May 2019 - Present"),
    ("Groundworker", "Pennine Drainage", "Hebden", "June 2015 - April 2019"),
]
READ = [
    ("Site Foreman", "Calder Paving", "2019-05", None),
    ("Groundworker", "Pennine Drainage", "2015-06", "2019-04"),
]
LAYOUTS = {
    "title and date, employer and place": lambda t, e, p, d: [
        [(40, t, BOLD), (420, d, {})], [(40, e, {}), (420, p, {})]
    ],
    "employer first": lambda t, e, p, d: [[(40, e, BOLD), (420, p, {})], [(40, t, {}), (420, d, {})]],
    "one line, commas": lambda t, e, p, d: [[(40, f"{t}, {e}, {p}", BOLD)], [(40, d, {})]],
    "one line, dash": lambda t, e, p, d: [[(40, f"{t} - {e}", BOLD)], [(40, f"{d} | {p}", {})]],
    "one line, at": lambda t, e, p, d: [[(40, f"{t} at {e}", BOLD), (420, d, {})]],
    "one line, bars": lambda t, e, p, d: [[(40, f"{t} | {e} | {p} | {d}", {})]],
    "date above": lambda t, e, p, d: [[(40, d, {})], [(40, t, BOLD)], [(40, f"{e}, {p}", {})]],
    "date below": lambda t, e, p, d: [[(40, t, BOLD)], [(40, f"{e} · {p}", {})], [(40, d, {"size": 8})]],
    "dates in a gutter": lambda t, e, p, d: [[(40, d, {}), (200, t, BOLD)], [(200, f"{e}, {p}", {})]],
    "colon after the date": lambda t, e, p, d: [[(40, f"{d}: {t}, {e} ({p})", {})]],
    "labelled": lambda t, e, p, d: [
        [(40, f"Designation: {t}", {})], [(40, f"Organisation: {e}, {p}", {})], [(40, f"Duration: {d}", {})]
    ],
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_jobs_however_they_are_set(layout):
    set_in = 200 if "gutter" in layout else 40
    rows = [heading("Experience")]
    for title, employer, place, date in JOBS:
        rows += [
            *LAYOUTS[layout](title, employer, place, date),
            line("• Ran crews of six on two sites at once.", set_in),
            [],
        ]
    assert jobs(sheet(*HEAD, [], *rows)) == READ


def test_an_unknown_title_takes_the_place_of_the_known_ones():
    """ "Internship" names no person, but it stands where the other titles stand."""
    rows = [heading("Work history")]
    for title, employer, date in (
        ("Bridge Engineer", "Severn Structures Ltd", "2016 - 2020"),
        ("Internship", "Tamar Roads Office", "2014 - 2015"),
        ("Track Engineer", "Donau Bahnbau GmbH", "2011 - 2013"),
    ):
        rows += [line(title, size=12), line(employer), line(date), line("• Surveyed 37 masonry bridges."), []]
    assert [job[:2] for job in jobs(sheet(*HEAD, [], *rows))] == [
        ("Bridge Engineer", "Severn Structures Ltd"),
        ("Internship", "Tamar Roads Office"),
        ("Track Engineer", "Donau Bahnbau GmbH"),
    ]


def test_several_jobs_of_one_employer():
    pages = sheet(
        *HEAD, [], heading("Experience"),
        line("Freightwise", size=12, bold=True),
        [(40, "Senior Buyer", {}), (420, "2021 - Present", {})], line("• Four buyers."),
        [(40, "Buyer", {}), (420, "2018 - 2021", {})], line("• Dairy and grains."),
        line("Palm Grocers", size=12, bold=True),
        [(40, "Stock Clerk", {}), (420, "2015 - 2018", {})], line("• Night shifts."),
    )  # fmt: skip
    assert [job[:2] for job in jobs(pages)] == [
        ("Senior Buyer", "Freightwise"), ("Buyer", "Freightwise"), ("Stock Clerk", "Palm Grocers"),
    ]  # fmt: skip


def test_stacked_dates_have_their_end_on_top():
    rows = [heading("Experience")]
    for upper, lower, header in (
        ("Present", "October 2018", "Solution Architect, Fundy Ferries Inc., Canada"),
        ("September 2018", "February 2014", "Java Developer, Gullwing Ports Ltd, Canada"),
    ):
        rows += [
            [(60, upper, {}), (180, header, {})],
            [(60, lower, {}), (200, "Split the monolith into eleven services", {})],
            [],
        ]
    assert [job[2:] for job in jobs(sheet(*HEAD, [], *rows))] == [("2018-10", None), ("2014-02", "2018-09")]


def test_dates_to_the_right_of_the_description_belong_to_the_header():
    pages = sheet(
        *HEAD, [], heading("Experience"),
        [(40, "Nexus, Head Chemist", BOLD), (470, "Llanera", {})],
        [(50, "• Colour release of every batch in a paint factory", {}), (470, "2015 - now", {})],
        line("• Audits"),
        [(40, "Aceros, Quality Analyst", BOLD), (470, "Avilés", {})],
        [(50, "• Slag analysis by fluorescence, night and day shifts", {}), (470, "2010 - 2015", {})],
    )  # fmt: skip
    assert jobs(pages) == [
        ("Head Chemist", "Nexus", "2015", None), ("Quality Analyst", "Aceros", "2010", "2015"),
    ]  # fmt: skip


def test_a_year_in_a_bullet_is_no_job():
    pages = sheet(
        *HEAD, [], heading("Experience"),
        [(40, "Researcher, Delta Labs", BOLD), (420, "2019 - 2022", {})],
        line("• ICML 2022 main conference paper, cited 340 times"), line("• Opened the data to the public in 2021"),
    )  # fmt: skip
    assert jobs(pages) == [("Researcher", "Delta Labs", "2019", "2022")]


def test_jobs_without_a_heading_are_found_by_their_dates():
    pages = sheet(
        *HEAD, [], heading("Highlights"), line("Eight years of test engineering across web and mobile platforms."), [],
        line("Test Engineer, Northwind Systems, Leeds (Mar 2021 - Present) Leads the guild of testers."),
        line("• Cut the nightly run"), [],
        line("Test Analyst, Contoso Labs, York (Jun 2018 - Feb 2021)"), line("• Wrote the first suite"), [],
        heading("Education"), line("BSc Physics, University of Ridgemont"),
    )  # fmt: skip
    assert [job[:2] for job in jobs(pages)] == [
        ("Test Engineer", "Northwind Systems"), ("Test Analyst", "Contoso Labs"),
    ]  # fmt: skip


def schools(pages: Pages) -> list[tuple]:
    return [(one.studyType, one.area, one.institution) for one in read_resume(pages, TODAY)[0].education]


@pytest.mark.parametrize(
    "rows",
    [
        [[(40, "MSc in Oceanography", BOLD), (420, "2010 - 2012", {})], line("Rivermouth University, Southampton")],
        [line("Rivermouth University", bold=True), line("MSc in Oceanography"), line("2010 - 2012", size=8)],
        [line("MSc in Oceanography, Rivermouth University, 2012")],
        [line("MSc", bold=True), line("Rivermouth University, Oceanography"), line("2010 - 2012")],
        [line("Rivermouth University | MSc in Oceanography. GPA: 3.9 | 2010 - 2012")],
    ],
)
def test_degree_subject_and_school(rows):
    assert schools(sheet(*HEAD, [], heading("Education"), *rows)) == [("MSc", "Oceanography", "Rivermouth University")]


def test_the_name_of_a_university_keeps_its_town():
    pages = sheet(
        *HEAD, [], heading("Education"), line("BA History"), line("University of Texas at Austin 2012 - 2016")
    )
    assert schools(pages) == [("BA", "History", "University of Texas at Austin")]


def skills(*rows) -> list[str]:
    found = read_resume(sheet(*HEAD, [], heading("Skills"), *rows, [], heading("Interests"), line("Chess")), TODAY)[
        0
    ].skills
    return [name for skill in found for name in (skill.keywords or (skill.name,))]


@pytest.mark.parametrize(
    "rows",
    [
        [line("Python, Go, C++")],
        [line("Python · Go · C++")],
        [line("• Python"), line("• Go"), line("• C++")],
        [line("Languages: Python, Go"), line("Others: C++")],
        [[(40, "Programming", BOLD), (110, "Python, Go, C++", {})]],
        [[(40, "Python", {}), (200, "Go", {}), (360, "C++", {})]],
        [[(40, "Python", {}), (300, "Expert", {})], [(40, "Go", {}), (300, "Advanced", {})], [(40, "C++", {}), (300, "Basic", {})]],
        [line("Python ●●●●○"), line("Go ●●●○○"), line("C++ ●●○○○")],
    ],
)  # fmt: skip
def test_the_same_skills_however_they_are_listed(rows):
    assert skills(*rows) == ["Python", "Go", "C++"]


def test_other_lists_among_skills_are_none():
    assert skills(line("Technologies: Linux, Docker"), line("Interests: Gardening, Tennis")) == ["Linux", "Docker"]


def test_a_heading_that_no_table_has_is_one_by_its_type():
    pages = sheet(
        *HEAD, [], heading("Experience"), [(40, "Diver, Corrib Institute", {}), (420, "2014 - 2016", {})], [],
        heading("Field Work"), line("Transect surveys"), line("Boat handling"), [], heading("Education"), line("BSc Biology, Brest University"),
    )  # fmt: skip
    assert [skill.name for skill in read_resume(pages, TODAY)[0].skills] == ["Transect surveys", "Boat handling"]


def test_the_name_is_the_largest_line_of_the_head():
    pages = sheet(
        line("Curriculum vitae"), line("Personal information"), line("Tobias Lindqvist", x=180, size=16),
        line("tobias@example.org", x=180), heading("Experience"), [(40, "Welder, Kiel Yard", {}), (420, "2014 - 2016", {})],
    )  # fmt: skip
    assert read_resume(pages, TODAY)[0].basics.name == "Tobias Lindqvist"


def test_contact_details():
    basics = read_resume(
        sheet(line("Rita Sand", size=20), line("Date of birth: 02/11/1990 | Phone: (+40) 215550134 | rita@example.ro"), line("Cluj, Romania")), TODAY
    )[0].basics  # fmt: skip
    assert (basics.email, basics.phone, basics.phone.form) == ("rita@example.ro", "(+40) 215550134", "+40215550134")
    assert (basics.location.address, basics.location.countryCode) == ("Cluj, Romania", "RO")


def test_every_value_stands_where_its_evidence_says():
    pages = sheet(
        *HEAD, [], heading("Experience"), [(40, "Site Foreman, Calder Paving", BOLD), (420, "May 2019 - Present", {})], line("• Ran crews."),
        [], heading("Education"), line("MSc in Oceanography, Rivermouth University, 2012"), [], heading("Skills"), line("Python, Go"),
    )  # fmt: skip
    resume, _ = read_resume(pages, TODAY)
    places = {tuple(one.pointer.split("/")[1:]): one.place.of(pages.text) for one in resume.stated("rules")}
    assert places["basics", "name"] == "Ada Morgan" and places["basics", "email"] == "ada@example.org"
    assert (
        places["work", "0", "position"] == "Site Foreman" and places["work", "0", "startDate"] == "May 2019 - Present"
    )
    assert places["education", "0", "area"] == "Oceanography" and places["skills", "1", "name"] == "Go"
    assert places["work", "0", "highlights", "0"] == "Ran crews."


def test_what_was_not_read_is_said():
    pages = sheet(
        *HEAD, [], heading("Experience"), [(40, "Welder, Kiel Yard", {}), (420, "2014 - 2016", {})], [],
        heading("My Philosophy"), line("Count first and argue about the numbers much later."), [], heading("Skills"), line("TIG"),
    )  # fmt: skip
    assert any("My Philosophy" in note for note in read_resume(pages, TODAY)[1])


def test_plain_text_without_boxes_is_read_too():
    text = """Ada Morgan
ada@example.org

EXPERIENCE
Site Foreman, Calder Paving, Halifax
May 2019 - Present
- Ran crews of six

EDUCATION
MSc in Oceanography, Rivermouth University, 2012

SKILLS
Python, Go"""
    lines = tuple(Line(n, 1, None, one) for n, one in enumerate(text.split("\n"), start=1))
    resume, _ = read_resume(Pages(lines), TODAY)
    assert resume.basics.name == "Ada Morgan" and jobs(Pages(lines)) == [
        ("Site Foreman", "Calder Paving", "2019-05", None)
    ]
    assert [skill.name for skill in resume.skills] == ["Python", "Go"]


def test_an_empty_file_has_nothing():
    assert read_resume(Pages(()), TODAY)[1] == ("no line holds text",)


def test_a_text_without_job_school_or_skill_is_asked_about():
    """A letter, a licence or a page of photographs in a folder of resumes becomes a row; the row says so."""
    said = "no job, school or skill was read; is it a resume?"
    letter = plain("Dear Ms Holt,", "", "Thank you for the parcel, which came on Friday.", "Yours sincerely,", "Ada")
    assert said in read_resume(letter, TODAY)[1]
    assert said not in read_resume(plain("Ada Morgan", "", "Skills", "Welding, Rigging"), TODAY)[1]


@pytest.mark.parametrize(
    "text", ["x" * 20_000, "a." * 5_000, "Skills\n" + "(" * 5_000, "Education\n" + "BSc in X, Uni, 2010\n" * 400]
)
def test_reading_is_linear(text):
    start = time.process_time()
    read_resume(Pages(tuple(Line(n, 1, None, one) for n, one in enumerate(text.split("\n"), start=1))), TODAY)
    assert time.process_time() - start < 3


def plain(*lines: str) -> Pages:
    return Pages(tuple(Line(n, 1, None, one) for n, one in enumerate(lines, start=1)))


@pytest.mark.parametrize("label", ["Languages", "Talen", "Sprachen"])
def test_languages_below_the_last_job_end_the_jobs(label):
    """What stands there without a heading is no job of the employer above, and is said not to have been read."""
    written = ["Ann Ash", "Experience", "03/2018 - 2021 Mechanic, Velo South", "2016 - 2018 Barista, Quay Coffee"]
    foot = [
        f"{label}: Dutch (mother tongue), English C1",
        "E-bike certificate 2023",
        "Welding: TIG course, Hill College 2019",
    ]
    resume, notes = read_resume(plain(*written, *foot), TODAY)
    assert [job.position for job in resume.work] == ["Mechanic", "Barista"]
    assert [one.language for one in resume.languages] == ["Dutch", "English"]
    assert any("stand below the jobs without a heading" in note for note in notes)
    resume, _ = read_resume(plain(*written, "Languages: Java, Go", "2014 - 2016 Porter, Hotel Elm"), TODAY)
    assert len(resume.work) == 3
