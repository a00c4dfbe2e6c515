"""Whose work a line about a skill is of."""

import pickle

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.graph.graph import Edge, Graph, Occupation, Skill
from dataset_builder.graph.kinds_of_work import NEUTRAL, OTHER, OWN, KindsOfWork
from dataset_builder.graph.likeness import duties_by_title
from dataset_builder.sources import authored, phrases, trades
from dataset_builder.sources.phrases import Phrase
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.phrase_lines import PhraseTable

SOLAR, INSURANCE = "Solar Sales Representative", "Insurance Agent"
LEADS = "Lead Qualification"
ROOF = "Checked roof age, shade, bill and credit before booking a visit"
VET, NURSE, CLINIC, BARTENDER, DEVELOPER = (
    "Veterinarian",
    "Registered Nurse",
    "Pet Clinic Nurse",
    "Bartender",
    "Go Developer",
)
FORMS = ("asked", "shown", "written")
PREOP, WINE, REST = "Preoperative Assessment", "Wine Service", "REST APIs"
SPAYED = "Bloods, heart listen and ASA grade for every pet to be spayed"
WARD = "Took consent from inpatients on the ward the day before"
PLAIN = "Fasting, allergies and consent checked on 300 mornings"


@pytest.fixture(scope="module")
def work() -> KindsOfWork:
    def row(title: str, code: str | None, *duties: str, category: str = "healthcare") -> Occupation:
        return Occupation(title, code, category, "authored", 4, duties=duties)

    rows = (
        row(VET, "29-1131", "Vaccinate animals"),
        row(NURSE, "29-1141"),
        row(CLINIC, "29-1141", "Ready a pet for being spayed"),
        row(BARTENDER, "35-3011", category="manual labor"),
        row(DEVELOPER, None, category="technology"),
        row(SOLAR, "41-4011.07", "Measure the roof", "Read the electric bill"),
        row(INSURANCE, "41-3021", "Explain limits and deductibles"),
    )
    skills = tuple(Skill(name, (), "authored") for name in (PREOP, WINE, REST, LEADS))
    edges = ((0,), (0,), (0,), (1,), (2,), (3,), (3,))
    facts = tuple((Edge("authored", 1.0, "written"),) for _ in edges)
    return KindsOfWork(Graph(rows, skills, edges, facts, (), ()))


@pytest.mark.parametrize(
    "line, title, fit",
    [
        (SPAYED, NURSE, OTHER),
        (SPAYED, VET, OWN),
        (SPAYED, CLINIC, OWN),  # of a nurse's code, and its duties have the words
        (WARD, VET, OTHER),
        (WARD, NURSE, OWN),
        (PLAIN, NURSE, NEUTRAL),
        (PLAIN, BARTENDER, OTHER),  # no occupation of its minor group has the skill
        ("Lifted a Cat 336 onto the bed", NURSE, NEUTRAL),  # a name, no animal
        (PLAIN, "Astronaut", NEUTRAL),
        (WARD, "Astronaut", OTHER),
    ],
)
def test_fit(work, line, title, fit):
    assert work.fit(line, PREOP, title) == fit
    assert pickle.loads(pickle.dumps(work)).fit(line, PREOP, title) == fit


def test_what_a_program_is_for_is_any_trades(work):
    assert work.fit("Endpoints for the wards of a hotel and its kitchen", REST, DEVELOPER) == NEUTRAL


def drawn(work: KindsOfWork, lines: dict[str, list[str]], title: str, share: float, seed: int = 0) -> dict[str, str]:
    rows = [Phrase(skill, "", "shown", line) for skill, of_skill in lines.items() for line in of_skill]
    table = PhraseTable.of(rows, dict.fromkeys(lines, ()), work=work)
    return table.drawn(table.shown, list(lines), share, (), False, title, Draw.keyed(str(seed)))


def test_duties_of_the_occupations_with_the_skill_tell_whose_work_a_line_is_of(work):
    assert work.fit(ROOF, LEADS, SOLAR) == OWN
    assert work.fit(ROOF, LEADS, INSURANCE) == OTHER
    assert work.fit("Sorted web leads into hot and cold before lunch", LEADS, INSURANCE) == NEUTRAL


def test_lines_of_the_work_at_hand_come_first(work):
    lines = {PREOP: [SPAYED, PLAIN, WARD]}
    assert {drawn(work, lines, NURSE, 1.0, seed)[PREOP] for seed in range(20)} == {WARD}
    assert {drawn(work, lines, VET, 1.0, seed)[PREOP] for seed in range(20)} == {SPAYED}
    lines = {PREOP: [SPAYED, PLAIN]}
    assert {drawn(work, lines, NURSE, 1.0, seed)[PREOP] for seed in range(20)} == {PLAIN}


def test_a_skill_whose_lines_are_all_of_another_trade_is_named_and_leaves_its_turn(work):
    assert drawn(work, {PREOP: [SPAYED]}, NURSE, 1.0) == {}
    lines = {PREOP: [PLAIN], WINE: ["Poured and told the vintage"]}
    found = [drawn(work, lines, NURSE, 0.5, seed) for seed in range(400)]
    assert all(set(one) <= {PREOP} for one in found)
    # shown where either has its turn: three times of four
    assert 0.68 < sum(map(bool, found)) / len(found) < 0.82


def test_the_table_is_of_the_graphs_codes_and_of_words_that_lines_have():
    codes = {row.soc_code for row in authored.read().records}
    homes = trades.read()
    unknown = {
        start
        for of_word in homes.values()
        for home in of_word
        for start in home.at + home.but
        if not any(code.startswith(start) for code in codes)
    }
    assert not unknown
    assert all(word == word.lower() or word[0].isupper() for word in homes)
    read = KindsOfWork(Graph((), (), (), (), (), ()))
    used = set().union(*(read.told_by(phrase.text) for phrase in phrases.read() if phrase.role in FORMS))
    assert used == read.homes.keys() and len(used) > 400


@pytest.mark.parametrize(
    "text, said",
    [
        ("pets: {at: 29-1131}", "pets: give at and words"),
        ("pets: {at: vets, words: dog}", "pets: 'vets' begins no SOC code"),
        ("- pets", "give trades with at and words"),
        ("pets: [", "not readable as YAML"),
    ],
)
def test_a_table_that_does_not_fit_is_told(tmp_path, text, said):
    file = tmp_path / "trades.yaml"
    file.write_text(text)
    with pytest.raises(BadInput, match=said):
        trades.read(file)


def test_managers_that_only_ads_know_have_the_duties_of_managers():
    budget, cable = ("Set the budget", "Hire people", "Report spending"), ("Pull cable", "Test lines", "Label ports")

    def row(title: str, code: str | None, *duties: str, category: str = "technology") -> Occupation:
        return Occupation(title, code, category, "authored", 4, duties=duties)

    rows = (
        row("IT Manager", "11-3021", *budget),
        row("Network Engineer", "15-1241", *cable),
        row("Network Director", None),
        row("Network Specialist", None, category="social, product and finance"),
    )
    skills = tuple(Skill(name, (), "authored") for name in ("ITIL", "Cisco IOS"))
    edges = ((0, 1), (0, 1), (0, 1), (0, 1))
    facts = tuple((Edge("authored", 1.0, "written"),) * 2 for _ in edges)
    graph = Graph(rows, skills, edges, facts, (), ())
    plain, by_rank = duties_by_title(graph), duties_by_title(graph, by_rank=True)
    assert plain["Network Director"] == cable and "Network Specialist" not in plain
    assert by_rank["Network Director"] == budget and by_rank["Network Specialist"] == cable


def test_a_title_that_only_ads_know_has_no_duties_of_things_that_it_lacks():
    """An administrator of Hadoop is near to who shares Hadoop, not to who is an administrator too; and fixes no printers."""
    rows = (
        Occupation("Network Administrator", "15-1244", "technology", "authored", 4, duties=("Fix printers", "Set routers", "Plan VLANs")),
        Occupation(
            "Data Engineer", "15-1243", "technology", "authored", 4,
            duties=("Move jobs to Hadoop", "Answer alerts for late data", "Set printers up", "Watch the cluster"),
        ),
        Occupation("Hadoop Administrator", None, "technology", "ads", 4),
    )  # fmt: skip
    skills = tuple(Skill(name, (), "authored") for name in ("Linux", "Hadoop", "Hive", "Printers"))
    edges = ((0, 3), (1, 2, 3), (0, 1, 2))
    facts = tuple((Edge("authored", 1.0, "written"),) * len(row) for row in edges)
    duties = duties_by_title(Graph(rows, skills, edges, facts, (), ()), by_rank=True)
    assert duties["Hadoop Administrator"] == ("Move jobs to Hadoop", "Answer alerts for late data", "Watch the cluster")
