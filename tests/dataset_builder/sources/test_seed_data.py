"""What the embedded seed graph and name lists promise to the builder, checked on the CSVs alone."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]
DATA = PROJECT / "dataset_builder" / "sources" / "data"
SOC_2018 = PROJECT.parent / "shared" / "data" / "soc2018" / "soc_codes_2018.csv"

# SOC major groups of each of the paper's five groups (figure 3), with the least number of seed occupations in it.
# As in dataset_builder/graph/categories.py, protective service (33) is manual labor, personal care (39) is social.
GROUPS = {
    "technology": ({"15", "17", "19"}, 100),
    "social, product and finance": ({"11", "13", "21", "23", "25", "27", "39", "41"}, 100),
    "manual labor": ({"33", "35", "37", "45", "47", "49", "51", "53"}, 90),
    "healthcare": ({"29", "31"}, 70),
    "administrative": ({"43"}, 50),
}

FILLER = set(
    """
adaptability; analysis; analytical skills; attention to detail; collaboration; communication;
communication skills; creativity; critical thinking; customer service; decision making; design;
documentation; flexibility; interpersonal skills; leadership; management; multitasking; organization;
planning; problem solving; research; safety; teamwork; testing; time management; training; work ethic
""".strip()
    .replace("\n", " ")
    .split("; ")
)

SLASH_IN_NAME = {"A/B Testing", "CI/CD", "PL/SQL", "TCP/IP"}


def read(name: str) -> tuple[list[str], list[dict[str, str]]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or []), list(reader)


OCCUPATIONS = read("occupations.csv")[1]
ALIASES = {row["skill"]: row["aliases"].split("; ") for row in read("skills.csv")[1]}
NAMES = read("names.csv")[1]
SURNAMES = read("surnames.csv")[1]
SKILLS_OF = {row["title"]: row["skills"].split("; ") for row in OCCUPATIONS}
OCCUPATIONS_PER_SKILL = Counter(skill for skills in SKILLS_OF.values() for skill in skills)


def repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(value.casefold() for value in values).items() if count > 1]


def test_columns():
    assert read("occupations.csv")[0] == ["title", "soc_code", "skills"]
    assert read("skills.csv")[0] == ["skill", "aliases"]
    assert read("names.csv")[0] == ["name", "gender", "origin"]
    assert read("surnames.csv")[0] == ["surname", "origin"]


def test_counts():
    assert 450 <= len(OCCUPATIONS) <= 500
    assert 850 <= len(OCCUPATIONS_PER_SKILL) <= 1000
    assert len(ALIASES) >= 150


def test_rows_are_sorted():
    assert sorted(OCCUPATIONS, key=lambda row: (row["soc_code"], row["title"])) == OCCUPATIONS
    assert list(ALIASES) == sorted(ALIASES)
    assert sorted(NAMES, key=lambda row: row["name"]) == NAMES
    assert sorted(SURNAMES, key=lambda row: row["surname"]) == SURNAMES


def test_soc_codes_are_well_formed():
    assert [row["soc_code"] for row in OCCUPATIONS if not re.fullmatch(r"\d{2}-\d{4}", row["soc_code"])] == []


def test_soc_codes_exist():
    if not SOC_2018.exists():
        pytest.skip(f"{SOC_2018} is not here")
    with SOC_2018.open(encoding="utf-8-sig", newline="") as file:
        known = {row[0] for row in csv.reader(file)}
    assert [row for row in OCCUPATIONS if row["soc_code"] not in known] == []


def test_every_group_is_covered():
    majors = Counter(row["soc_code"][:2] for row in OCCUPATIONS)
    assert set(majors) <= set().union(*(codes for codes, _ in GROUPS.values()))
    for group, (codes, least) in GROUPS.items():
        assert sum(majors[code] for code in codes) >= least, group


def test_skills_per_occupation():
    assert {title: len(skills) for title, skills in SKILLS_OF.items() if not 6 <= len(skills) <= 12} == {}
    assert 8.0 <= sum(map(len, SKILLS_OF.values())) / len(SKILLS_OF) <= 9.0


def test_no_occupation_repeats_a_skill():
    assert [title for title, skills in SKILLS_OF.items() if repeated(skills)] == []


def test_skills_are_shared():
    assert sum(OCCUPATIONS_PER_SKILL.values()) / len(OCCUPATIONS_PER_SKILL) >= 3.5
    alone = [skill for skill, count in OCCUPATIONS_PER_SKILL.items() if count == 1]
    assert len(alone) / len(OCCUPATIONS_PER_SKILL) <= 0.25


def test_two_hop_balls_make_clusters():
    """A cluster under 10 occupations is dropped (section 3 of the paper), so balls must reach that size."""
    holders = defaultdict(set)
    for title, skills in SKILLS_OF.items():
        for skill in skills:
            holders[skill].add(title)
    balls = {title: set().union(*(holders[skill] for skill in skills)) for title, skills in SKILLS_OF.items()}
    large = [title for title, ball in balls.items() if len(ball) >= 10]
    assert len(large) / len(balls) >= 0.95


def test_no_filler():
    assert [skill for skill in OCCUPATIONS_PER_SKILL if skill.casefold() in FILLER] == []


def test_no_duplicates():
    assert repeated([row["title"] for row in OCCUPATIONS]) == []
    assert repeated(list(OCCUPATIONS_PER_SKILL)) == []
    titles = {title.casefold() for title in SKILLS_OF}
    assert [skill for skill in OCCUPATIONS_PER_SKILL if skill.casefold() in titles] == []


def test_skills_have_one_to_four_words():
    assert [skill for skill in OCCUPATIONS_PER_SKILL if not 1 <= len(skill.split()) <= 4] == []


def test_no_forbidden_characters():
    texts = [*SKILLS_OF, *OCCUPATIONS_PER_SKILL, *(alias for aliases in ALIASES.values() for alias in aliases)]
    assert [text for text in texts if re.search(r"[;|,\"'()\n]", text) or text != text.strip() or not text] == []
    assert [text for text in texts if "/" in text and text not in SLASH_IN_NAME] == []


def test_no_skill_contains_another_of_the_same_occupation():
    nested = [
        (title, inner, outer)
        for title, skills in SKILLS_OF.items()
        for inner in skills
        for outer in skills
        if inner != outer and f" {inner} ".casefold() in f" {outer} ".casefold()
    ]
    assert nested == []


def test_few_skills_survive_in_their_own_title():
    kept = [
        (title, skill)
        for title, skills in SKILLS_OF.items()
        for skill in skills
        if f" {skill} ".casefold() in f" {title} ".casefold()
    ]
    assert len(kept) <= 10


def test_aliases_belong_to_used_skills():
    assert [skill for skill in ALIASES if skill not in OCCUPATIONS_PER_SKILL] == []
    assert [skill for skill, aliases in ALIASES.items() if not all(len(alias) > 1 for alias in aliases)] == []


def test_aliases_are_unambiguous():
    aliases = [alias for group in ALIASES.values() for alias in group]
    assert repeated([*OCCUPATIONS_PER_SKILL, *aliases]) == []


def test_names_are_balanced_and_disjoint():
    of_gender = Counter(row["gender"] for row in NAMES)
    assert set(of_gender) == {"female", "male"}
    assert min(of_gender.values()) >= 350
    assert abs(of_gender["female"] - of_gender["male"]) <= 20
    assert repeated([row["name"] for row in NAMES]) == []


def test_surnames():
    assert 380 <= len(SURNAMES) <= 420
    assert repeated([row["surname"] for row in SURNAMES]) == []


def test_names_are_one_latin_word():
    words = [*(row["name"] for row in NAMES), *(row["surname"] for row in SURNAMES)]
    assert [word for word in words if not re.fullmatch(r"[A-Z][a-z]+", word)] == []


def test_origins_are_evenly_filled():
    origins = {row["origin"] for row in NAMES}
    assert len(origins) >= 18
    assert {row["origin"] for row in SURNAMES} == origins
    for gender in ("female", "male"):
        counts = Counter(row["origin"] for row in NAMES if row["gender"] == gender)
        assert set(counts) == origins and min(counts.values()) >= 12, gender
    assert min(Counter(row["origin"] for row in SURNAMES).values()) >= 12
