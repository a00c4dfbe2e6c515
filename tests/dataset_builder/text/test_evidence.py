"""Where readings stand in the text they were read from."""

import pytest

from dataset_builder.text.evidence import Evidence, find, in_order

RESUME = """Summary
SQL and Excel.

Skills
- SQL
- budgets of
  large teams
- Excel, SQL

Experience
Baker (2013 - 2016), Cook (2010 - 2013)"""


def test_line_and_number_derive_from_the_offset():
    place = find(RESUME, "Baker (2013 - 2016)")
    assert place.of(RESUME) == "Baker (2013 - 2016)" == RESUME[place.start : place.end]
    assert place.line_number(RESUME) == 11 and place.line(RESUME) == "Baker (2013 - 2016), Cook (2010 - 2013)"
    assert Evidence(0, 7).line_number(RESUME) == 1 and Evidence(0, 7).line(RESUME) == "Summary"


def test_readings_stand_in_their_order_and_where_their_section_is():
    places = in_order(RESUME, ("SQL", "budgets of large teams", "Excel", "SQL"), RESUME.index("Skills"))
    assert [place.line_number(RESUME) for place in places] == [5, 6, 8, 8]
    assert places[1].of(RESUME) == "budgets of\n  large teams"
    assert places[0] != places[3]


def test_two_jobs_of_one_line_stand_on_it():
    line = RESUME.split("\n")[-1]
    first, second = in_order(RESUME, (line, line))
    assert first == second and first.of(RESUME) == line


@pytest.mark.parametrize("said", ["", "  ", "Ada Moss", "SQL and Excel. Skills and more"])
def test_what_is_not_there_has_no_place(said):
    assert find(RESUME, said) is None and in_order(RESUME, [said]) == (None,)
    assert find(RESUME, "Excel", end=5) is None
