"""How long people prepare for an occupation: levels by SOC code that agree with what people of it have learnt."""

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.graph.make_graph import embedded
from dataset_builder.sources.preparation import preparation, profession, read
from dataset_builder.teachers.template.person.education import DEGREES, OCCUPATIONS, occupation_of

YEARS = {"none": 11, "diploma": 12, "certificate": 13, "associate": 14, "bachelor": 16, "master": 18, "doctor": 21}


def test_levels_rise_with_the_years_of_school_that_people_of_an_occupation_have():
    years: dict[int, list[float]] = {}
    for row in embedded().occupations:
        held = OCCUPATIONS[occupation_of(row.title, row.soc_code, row.category)]["hold"]
        mean = sum(YEARS[DEGREES[kind]["level"]] * share for kind, share in held.items()) / sum(held.values())
        years.setdefault(preparation(row.soc_code), []).append(mean)
    means = [sum(years[level]) / len(years[level]) for level in sorted(years)]
    assert means == sorted(means) and len(means) == 5
    assert max(years[1]) < 14 and min(years[5]) > 16


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("29-1141.02", "nurses"),
        ("29-1171", "nurses"),
        ("29-1216", "general physicians"),
        ("29-1223", "29-1223"),
        ("23-2011", ""),
        ("47-2111", ""),
    ],
)
def test_professions(code, name):
    assert profession(code) == name


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("levels: {1: 29}", "give levels and professions"),
        ("levels: {6: 29}\nprofessions: {}", "write 1 to 5"),
        ("levels: {1: 2x}\nprofessions: {}", "begins no SOC code"),
        ("levels: {1: 29, 2: 29}\nprofessions: {}", "stands in 1 too"),
        ("levels: [", "not readable as YAML"),
    ],
)
def test_a_bad_table_is_one_line(tmp_path, text, message):
    file = tmp_path / "preparation.yaml"
    file.write_text(text)
    with pytest.raises(BadInput, match=message):
        read(file)
