"""Reading order of the layouts that resumes have, on pages set in words."""

import pytest

from tests.fixtures.typeset import Page, read, texts
from training.reader.pdf.drawings import Drawing

NAME = "Ottilie Vanterpool"
JOB = ("Skerry Logistics Ltd, Leith", "Moved nine freight ledgers into one warehouse", "Taught two colleagues")
SECOND = ("Pinemark Foods, Graz", "Built a dashboard for forty bakeries", "Cut the report to one day")


def test_a_sidebar_is_read_before_the_main_column_and_not_through_it():
    page = Page().put(40, 60, NAME, size=20)
    page.put(40, 110, "Contact", size=13).put(40, 130, "ov@example.org", "Leith", "+44 20 7946 0991")
    page.put(40, 190, "Skills", size=13).put(40, 210, "SQL", "Python")
    page.put(200, 112, "Experience", size=13).put(200, 133, "Harbour Data Engineer", *JOB, bold=True)
    assert texts(page) == [
        NAME, "Contact", "ov@example.org", "Leith", "+44 20 7946 0991", "Skills", "SQL", "Python",
        "Experience", "Harbour Data Engineer", *JOB,
    ]  # fmt: skip


@pytest.mark.parametrize("dates_last", [False, True])
def test_dates_in_a_left_gutter_come_before_their_jobs(dates_last):
    page = Page().put(40, 80, "Experience", size=13)
    if not dates_last:
        page.put(40, 100, "2019 - now").put(130, 100, "Data Engineer", *JOB).put(40, 160, "2015 - 2019")
        page.put(130, 160, "Analyst", *SECOND)
    else:
        page.put(130, 100, "Data Engineer", *JOB).put(130, 160, "Analyst", *SECOND)
        page.put(40, 100, "2019 - now").put(40, 160, "2015 - 2019")
    assert texts(page) == ["Experience", "2019 - now", "Data Engineer", *JOB, "2015 - 2019", "Analyst", *SECOND]


def test_the_date_of_a_single_entry_is_a_label_too():
    page = (
        Page()
        .put(40, 80, "Training", size=13)
        .put(40, 100, "2007 - 2009")
        .put(130, 100, "Culinary College, Kobe", "Diploma")
    )
    assert texts(page) == ["Training", "2007 - 2009", "Culinary College, Kobe", "Diploma"]


def test_headings_over_a_gutter_of_labels_part_its_sections():
    page = Page().put(40, 80, "Experience", size=13).put(40, 100, "2019 - now").put(130, 100, "Data Engineer", *JOB)
    page.put(40, 170, "Skills", size=13)
    for at, (label, held) in enumerate([("Databases", "PostgreSQL, DuckDB"), ("Languages", "Python, SQL, R")]):
        page.put(40, 190 + 14 * at, label).put(130, 190 + 14 * at, held)
    found = " ".join(texts(page))
    assert found.endswith("Skills Databases PostgreSQL, DuckDB Languages Python, SQL, R")


def test_the_end_of_a_job_over_its_start_is_one_label():
    page = Page().put(100, 100, "Present", right=True).put(130, 100, "Data Engineer", bold=True)
    page.put(100, 112, "May 2018", right=True).put(130, 112, *JOB)
    page.put(100, 170, "April 2018", right=True).put(130, 170, "Analyst", bold=True)
    page.put(100, 182, "June 2014", right=True).put(130, 182, *SECOND)
    assert texts(page) == ["Present", "May 2018", "Data Engineer", *JOB, "April 2018", "June 2014", "Analyst", *SECOND]


def test_dates_at_the_right_end_belong_to_their_lines():
    page = Page().put(40, 100, "Data Engineer").put(540, 100, "2019 - now", right=True)
    page.put(40, 112, "Skerry Logistics Ltd").put(540, 112, "Leith", right=True).put(40, 124, *JOB[1:])
    page.put(40, 160, "Analyst").put(540, 160, "2015 - 2019", right=True).put(40, 172, "Pinemark Foods")
    lines = read(page)
    assert [line.text for line in lines][:2] == ["Data Engineer 2019 - now", "Skerry Logistics Ltd Leith"]
    assert [place.of(lines[0].text) for place in lines[0].cells] == ["Data Engineer", "2019 - now"]
    assert lines[4].text == "Analyst 2015 - 2019"


def test_a_date_that_goes_on_in_the_next_row_is_whole():
    page = (
        Page().put(40, 100, "Data Engineer").put(460, 100, "March 2019 –").put(40, 112, *JOB).put(460, 112, "Present")
    )
    assert texts(page)[0] == "Data Engineer March 2019 – Present"


def test_a_grid_of_skills_is_read_cell_by_cell():
    page = Page().put(40, 80, "Skills", size=13)
    for row, y in enumerate((100, 160)):
        for column, x in enumerate((40, 220, 400)):
            page.put(x, y, f"Group {row}{column}", bold=True).put(x, y + 12, "advanced", size=8).put(
                x, y + 24, f"Tool {row}{column}"
            )
    found = texts(page)
    assert (
        found[1:7] == ["Group 00", "advanced", "Tool 00", "Group 01", "advanced", "Tool 01"] and found[-1] == "Tool 12"
    )


def test_cells_that_were_painted_by_rows_are_still_cells():
    page = Page().put(40, 80, "Skills", size=13)
    for at, (bold, size, words) in enumerate([(True, 10, "Group"), (False, 8, "good at"), (False, 9, "Tools of")]):
        for column, x in enumerate((40, 220, 400)):
            page.put(x, 100 + 12 * at, f"{words} {column}", bold=bold, size=size)
    assert texts(page)[1:4] == ["Group 0", "good at 0", "Tools of 0"]


def test_sections_whose_cells_were_painted_before_all_headings():
    page = Page()
    for y, right in ((100, "2010 - 2012"), (200, "Databases")):
        page.put(40, y, "Left one", "Left two").put(320, y, right, "and more")
    page.put(40, 80, "Education", size=16).put(40, 180, "Skills", size=16)
    assert texts(page) == [
        "Education", "Left one", "Left two", "2010 - 2012", "and more",
        "Skills", "Left one", "Left two", "Databases", "and more",
    ]  # fmt: skip


def test_a_name_at_the_right_end_does_not_keep_the_dates_from_their_lines():
    page = Page()
    for at in range(5):
        page.put(40, 100 + 50 * at, f"Employer number {at}", "What was done there").put(
            540, 99 + 50 * at, f"0{at + 1}/2010 - now", right=True
        )
    page.put(40, 350, "She counts everything twice.").put(540, 370, "Dr A. Lund", right=True)
    found = texts(page)
    assert found[0] == "Employer number 0 01/2010 - now" and found[-2:] == [
        "She counts everything twice.",
        "Dr A. Lund",
    ]


def test_headings_in_a_gutter_between_rules():
    page = (
        Page().rule(40, 90, 540).put(40, 104, "SUMMARY").put(150, 104, "Engineer who keeps freight data", "in order.")
    )
    page.rule(40, 130, 540).put(40, 144, "EXPERIENCE").put(150, 144, "Skerry Logistics Ltd", "Nine ledgers")
    assert texts(page) == [
        "SUMMARY", "Engineer who keeps freight data", "in order.", "EXPERIENCE", "Skerry Logistics Ltd", "Nine ledgers",
    ]  # fmt: skip


def test_rules_in_a_gutter_span_their_entries():
    page = Page()
    for at, (label, rows) in enumerate([("Contact", 2), ("Location", 3), ("Skills", 4)]):
        top = 100 + 80 * at
        page.drawings.append(Drawing("path", (140, top, 141, top + 60), 0, True))
        page.put(160, top + 12, *[f"{label} row {row}" for row in range(rows)])
        page.put(40, top + 7 + 6 * rows, label)
    found = texts(page)
    assert (
        found[:3] == ["Contact", "Contact row 0", "Contact row 1"] and found[3] == "Location" and found[7] == "Skills"
    )


def test_years_at_the_top_of_pages_are_no_headers():
    pages = [Page(n).put(40, 60, f"20{n}7", size=9).put(40, 100, f"Entry of page {n}", "and more") for n in (1, 2, 3)]
    assert not any(line.repeated for line in read(*pages))


def test_a_small_heading_in_bold_capitals_ends_the_grid_above_it():
    page = Page().put(40, 80, "SKILLS", size=9, bold=True)
    for column, x in enumerate((40, 220, 400)):
        page.put(x, 100, f"Group {column}", size=11).put(x, 114, "Expert").put(x, 128, f"Tools of {column}", size=9)
    page.put(40, 152, "WORK EXPERIENCE", size=9, bold=True)
    page.put(40, 168, "Reliability Engineer at Harbourline", size=12).put(540, 168, "Mar 2021 - now", right=True)
    page.put(
        40,
        182,
        "Bristol, UK",
        "On call for a platform of fourteen services in three regions of the world, day and night",
    )
    assert texts(page)[7:12] == [
        "Group 2", "Expert", "Tools of 2", "WORK EXPERIENCE", "Reliability Engineer at Harbourline Mar 2021 - now",
    ]  # fmt: skip


def test_what_follows_a_grid_is_not_of_its_first_column():
    page = Page().put(40, 80, "SKILLS").put(40, 94, "SQL").put(220, 94, "Search").put(400, 94, "Brand strategy")
    page.put(40, 106, "Copywriting").put(220, 106, "Looker").put(40, 140, "LANGUAGES").put(
        40, 152, "Spanish", "English"
    )
    assert " ".join(texts(page)) == "SKILLS SQL Search Brand strategy Copywriting Looker LANGUAGES Spanish English"


def test_rows_of_a_table_stay_rows():
    page = Page().put(40, 80, "Languages", size=13)
    for at, cells in enumerate([("Polish", "C2", "C1"), ("German", "B2", "B1"), ("Czech", "A2", "A1")]):
        for x, cell in zip((40, 220, 400), cells):
            page.put(x, 100 + 14 * at, cell)
    assert " ".join(texts(page)) == "Languages Polish C2 C1 German B2 B1 Czech A2 A1"


def test_sections_next_to_each_other_end_where_one_goes_across():
    page = (
        Page()
        .put(40, 80, "Experience", size=13)
        .put(40, 98, "A line of text that goes over the whole width of the page")
    )
    page.put(40, 130, "Languages", size=13).put(40, 150, "English", "Swedish", "French")
    page.put(320, 130, "Strengths", size=13).put(320, 150, "Patient", "Curious", "Plain-spoken")
    page.put(40, 200, "Education", size=13).put(
        40, 220, "MSc Applied Statistics, Lindqvist University, with distinction"
    )
    assert texts(page)[2:] == [
        "Languages", "English", "Swedish", "French", "Strengths", "Patient", "Curious", "Plain-spoken",
        "Education", "MSc Applied Statistics, Lindqvist University, with distinction",
    ]  # fmt: skip


def test_white_between_chips_is_no_gutter():
    page = Page().put(40, 80, "Skills", size=13)
    for y, chips in ((100, ("Python", "SQL", "DuckDB")), (118, ("Airflow", "dbt", "Git"))):
        x = 40.0
        for chip in chips:
            page.put(x, y, chip)
            x += 5 * len(chip) + 20
    assert texts(page)[1:] == ["Python SQL DuckDB", "Airflow dbt Git"]


def test_a_rule_across_ends_a_gutter():
    page = Page().rule(40, 146, 540)
    for y, words in ((100, ("Left", "Right")), (160, ("Later", "Last"))):
        for x, word in zip((40, 300), words):
            page.put(x, y, *[f"{word} {at}" for at in range(4)])
    assert texts(page)[:5] == ["Left 0", "Left 1", "Left 2", "Left 3", "Right 0"] and texts(page)[8] == "Later 0"


def test_headers_and_footers_are_known_and_read_first_and_last():
    pages = []
    for number in (1, 2, 3):
        page = Page(number).put(40, 820, f"{NAME} - CV {number} / 3", size=8).put(40, 30, NAME, size=8)
        pages.append(page.put(40, 100, f"Text of page {number} begins", "and goes on", "and ends"))
    lines = read(*pages)
    assert [line.text for line in lines if line.page == 2][-1] == f"{NAME} - CV 2 / 3"
    assert {line.text for line in lines if line.repeated} == {NAME, *(f"{NAME} - CV {n} / 3" for n in (1, 2, 3))}


@pytest.mark.parametrize("second_sidebar", [True, False])
def test_a_sidebar_does_not_part_a_job_at_a_page_break(second_sidebar):
    first = Page(1).put(40, 80, "Experience", size=13).put(40, 100, "Data Engineer", bold=True)
    first.put(
        40,
        112,
        *[
            f"and the {word} line of what was done there in years"
            for word in ("first", "second", "third", "fourth", "fifth")
        ],
    )
    first.put(420, 80, "Skills", size=13).put(420, 101, "SQL", "Python", "R")
    second = Page(2).put(40, 80, "and the sixth line of what was done there", "and the seventh line")
    if second_sidebar:
        second.put(420, 80, "Hobbies").put(420, 93, "Walking", "Rowing")
    found = texts(first, second)
    assert found.index("and the sixth line of what was done there") == 1 + found.index(
        "and the fifth line of what was done there in years"
    )


def test_numbers_offsets_and_boxes_are_views_of_one_place():
    from dataset_builder.text.evidence import Evidence
    from training.reader.lines import Pages

    pages = Pages(tuple(read(Page().put(40, 100, "Data Engineer", "at Skerry Logistics"))))
    start = pages.text.index("Skerry")
    assert [line.n for line in pages.lines_at(Evidence(start, start + 6))] == [2]
    assert pages.places_of(Evidence(start, start + 6)) == [(1, (55.0, 104.5, 85.0, 114.0))]
    assert pages.span(2).of(pages.text) == "at Skerry Logistics"
