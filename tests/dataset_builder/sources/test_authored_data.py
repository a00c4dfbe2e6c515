"""What the written occupations, their vocabulary and the name lists promise to the builder."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.graph.make_graph import embedded
from dataset_builder.sources import authored, bls, onet

PROJECT = Path(__file__).parents[3]
DATA = PROJECT / "dataset_builder" / "sources" / "data"
SOC_2018 = PROJECT.parent / "shared" / "data" / "soc2018" / "soc_codes_2018.csv"
SLASH_IN_NAME = {"A/B Testing", "CI/CD", "PL/SQL", "TCP/IP"}
# True of almost any job, so of no use in saying what one asks.
FILLER = set(
    """
adaptability; analysis; analytical skills; attention to detail; collaboration; communication;
communication skills; creativity; critical thinking; customer service; decision making; design;
documentation; flexibility; interpersonal skills; leadership; management; multitasking; organization;
planning; problem solving; research; safety; science; software; teamwork; testing; time management; training; work ethic
""".strip()
    .replace("\n", " ")
    .split("; ")
)


def read(name: str) -> tuple[list[str], list[dict[str, str]]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or []), list(reader)


OCCUPATIONS = authored.read().records
VOCABULARY = authored.read().vocabulary
NAMES = read("names.csv")[1]
SURNAMES = read("surnames.csv")[1]
USED = Counter(skill for row in OCCUPATIONS for skill in row.skills)


def repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(value.casefold() for value in values).items() if count > 1]


def test_every_general_occupation_is_there(shared):
    """Of the detailed occupations of BLS, all but those that it makes of others for its survey."""
    official = {row.soc_code for row in bls.read(shared / "oes_structure/national_M2022_dl.xlsx").records}
    written = {row.soc_code[:7] for row in OCCUPATIONS}
    detailed = {code for code in official if not code.endswith("0")}
    assert len(OCCUPATIONS) >= 1_150
    assert len(detailed - written) <= 8
    assert {
        row.soc_code for row in onet.read(shared / "onet_29_xlsx").records if row.soc_code[:7] not in written
    } == set()


def test_codes_exist():
    if not SOC_2018.exists():
        pytest.skip(f"{SOC_2018} is not here")
    with SOC_2018.open(encoding="utf-8-sig", newline="") as file:
        known = {row[0] for row in csv.reader(file)}
    assert [row.title for row in OCCUPATIONS if row.soc_code[:7] not in known] == []


def test_each_group_has_its_file():
    for file in (DATA / "occupations").glob("*.yaml"):
        codes = re.findall(r"^  soc: (\d\d)", file.read_text(encoding="utf-8"), re.M)
        assert codes and set(codes) == {file.name[:2]}


def test_an_occupation_says_what_it_asks_and_what_its_day_holds():
    assert {row.title: len(row.skills) for row in OCCUPATIONS if not 6 <= len(row.skills) <= 15} == {}
    assert {row.title: len(row.duties) for row in OCCUPATIONS if not 6 <= len(row.duties) <= 10} == {}
    assert [row.title for row in OCCUPATIONS if not 2 <= len(row.aliases) <= 9] == []


def test_titles_are_no_headings():
    heading = re.compile(r"\b(?:miscellaneous|all other|workers|and related|except|not elsewhere)\b|, ", re.I)
    assert [row.title for row in OCCUPATIONS if heading.search(row.title)] == []


def test_no_occupation_repeats_a_skill():
    assert [row.title for row in OCCUPATIONS if repeated(list(row.skills))] == []


def test_skills_are_shared():
    alone = sum(count == 1 for count in USED.values())
    assert sum(USED.values()) / len(USED) >= 2.5
    assert sum(USED.values()) - alone >= 0.75 * sum(USED.values())


def test_most_occupations_reach_a_cluster():
    """A cluster under 10 occupations is dropped (section 3 of the paper), so two-hop balls must reach that size."""
    assert len(OCCUPATIONS) - len(embedded().occupations) <= 3


def test_no_filler():
    assert [skill for skill in USED if skill.casefold() in FILLER] == []


def test_duties_are_plain_sentences_in_the_base_form():
    duties = [duty for row in OCCUPATIONS for duty in row.duties]
    assert [duty for duty in duties if not re.fullmatch(r"[A-Z][^.;|]{8,118}", duty)] == []
    assert [duty for duty in duties if len(duty.split()) > 16] == []
    assert len(duties) - len({duty.casefold() for duty in duties}) <= 0.005 * len(duties)


def test_no_duplicates():
    assert repeated([row.title for row in OCCUPATIONS]) == []
    names = [name for entry in VOCABULARY for name in (entry.name, *entry.aliases)]
    assert repeated(names) == []
    titles = {row.title.casefold() for row in OCCUPATIONS}
    assert [skill for skill in USED if skill.casefold() in titles] == []


def test_skills_have_one_to_five_words():
    assert [skill for skill in USED if not 1 <= len(skill.split()) <= 5] == []


def test_no_forbidden_characters():
    texts = [
        *(row.title for row in OCCUPATIONS),
        *(name for entry in VOCABULARY for name in (entry.name, *entry.aliases)),
    ]
    assert [text for text in texts if re.search(r"[;|,\"\n]", text) or text != text.strip() or not text] == []
    assert [skill for skill in USED if "/" in skill and skill not in SLASH_IN_NAME] == []


def test_no_skill_contains_another_of_the_same_occupation():
    nested = [
        (row.title, inner, outer)
        for row in OCCUPATIONS
        for inner in row.skills
        for outer in row.skills
        if inner != outer and f" {inner} ".casefold() in f" {outer} ".casefold()
    ]
    assert nested == []


def test_few_skills_survive_in_their_own_title():
    kept = [
        (row.title, s) for row in OCCUPATIONS for s in row.skills if f" {s} ".casefold() in f" {row.title} ".casefold()
    ]
    assert len(kept) <= 10


def test_support_is_of_skills_that_are_there():
    data = authored.read()
    edges = {(row.title, skill) for row in data.records for skill in row.skills}
    assert set(data.support) <= edges and len(data.support) > 1_500
    form = re.compile(r"task \d+|technology(?: in demand)?|knowledge of importance \d\.\d")
    assert [text for text in data.support.values() if not form.fullmatch(text.removesuffix(" (O*NET)"))] == []


def folder(tmp_path, occupations, skills="Welding,task,\nMIG,method,\n", technologies=""):
    (tmp_path / "occupations").mkdir()
    (tmp_path / "occupations" / "51-production.yaml").write_text(occupations)
    (tmp_path / "skills.csv").write_text(f"skill,kind,aliases\n{skills}")
    (tmp_path / "technologies.csv").write_text(f"skill,kind,aliases\n{technologies}")
    (tmp_path / "support.csv").write_text("title,skill,support\n")
    return tmp_path


ONE = "- title: Welder\n  soc: 51-4121\n  skills: [Welding]\n"


@pytest.mark.parametrize(
    ("occupations", "more", "message"),
    [
        ("- title: Welder\n  soc: 51-4121\n", {}, r"51-production.yaml, occupation 1 \(Welder\): no skills"),
        (ONE + "  colour: red\n", {}, r"occupation 1 \(Welder\): unknown field colour; give one of aliases"),
        (ONE + "  feeders: [Baker]\n", {}, "Welder: feeder Baker is no other occupation"),
        (ONE.replace("[Welding]", "[Brazing]"), {}, "Welder: skill Brazing is not in skills.csv; add it there"),
        (
            ONE + "  aliases: [Fabricator]\n" + ONE.replace("Welder", "Fitter") + "  aliases: [Fabricator]\n", {},
            "occupations Welder and Fitter are both called Fabricator; keep the name for one of them",
        ),
        (ONE, {"skills": "Welding,craft,\n"}, "skills.csv, row 2, kind of Welding: 'craft'; give one of task, tool"),
        (ONE, {"technologies": "GMAW,software,MIG\n"}, "technologies.csv, row 2: MIG is a name of MIG and of GMAW"),
        ("title: Welder\n", {}, "not a list of occupations"),
        ("- [\n", {}, "not readable as YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_data_is_named(tmp_path, occupations, more, message):
    with pytest.raises(BadInput, match=message) as caught:
        authored.read(folder(tmp_path, occupations, **more))
    assert "\n" not in str(caught.value)


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
