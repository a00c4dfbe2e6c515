"""What a job names and does not require, and what a removed fact is."""

import pytest

from dataset_builder.graph.graph import Edge, Graph, Occupation, Skill, minor_group
from dataset_builder.graph.likeness import duties_by_title, wide_skills
from dataset_builder.graph.make_graph import embedded
from dataset_builder.sampling.facts import Facts
from dataset_builder.sampling.first_names import read_first_names
from dataset_builder.sampling.labels import LANGUAGES, kinds_of
from dataset_builder.sampling.sampler import FactSampler
from dataset_builder.text.mentions import first_mentioned, stemmed


@pytest.fixture(scope="module")
def graph():
    return embedded()


@pytest.fixture(scope="module")
def sampled(graph):
    sampler = FactSampler(graph, read_first_names(), seed=3, design="facts")
    return [sampler.sample("train", i)[0] for i in range(900)]


def test_no_resume_holds_what_is_denied_or_accepted_instead(graph, sampled):
    assert sum(bool(f.denied_skills) for f in sampled) > 15 and sum(bool(f.alternatives) for f in sampled) > 15
    for facts in sampled:
        never = (*facts.denied_skills, *(one.other for one in facts.alternatives))
        held = (*facts.matched_skills, *facts.unmatched_skills)
        assert first_mentioned("".join(map(stemmed, held)), never, graph.aliases) is None
        assert {one.skill for one in facts.alternatives} <= set(facts.skills)
        assert not set(facts.optional_skills) & set(facts.skills)


def test_both_resumes_hold_welcome_skills_equally_often(sampled):
    welcome = [f for f in sampled if f.optional_skills]
    matched, unmatched = (
        sum(len(set(f.optional_skills) & set(held(f))) for f in welcome)
        for held in (lambda f: f.matched_skills, lambda f: f.unmatched_skills)
    )
    assert len(welcome) > 100 and matched > 30 and abs(matched - unmatched) < 4 * (matched + unmatched) ** 0.5


def test_a_denied_skill_is_one_of_a_close_occupation(graph, sampled):
    at = {occupation.title: i for i, occupation in enumerate(graph.occupations)}
    for facts in sampled:
        own = at[facts.job_title]
        close = graph.close_to(own)
        for other in close:
            codes = graph.occupations[own].soc_code, graph.occupations[other].soc_code
            assert minor_group(codes[0]) == minor_group(codes[1])
            assert len(set(graph.edges[own]) & set(graph.edges[other])) >= 2
        names = {graph.skills[skill].name for other in close for skill in graph.edges[other]}
        assert set(facts.denied_skills) <= names


def test_removed_facts_have_kinds(graph, sampled):
    kinds = kinds_of(graph)
    assert {kinds[name] for name in LANGUAGES} == {"language"}
    for facts in sampled:
        assert facts.removed_kinds == tuple(kinds[skill] for skill in facts.removed_skills)
    assert {"language", "licence", "certificate", "tool"} <= {kind for facts in sampled for kind in facts.removed_kinds}


def test_rows_of_earlier_versions_are_read(sampled):
    row = next(f for f in sampled if f.optional_skills and f.alternatives).to_row()
    assert Facts.from_row(row).to_row() == row
    for name in ("removed_kinds", "optional_skills", "alternatives", "denied_skills"):
        del row[name]
    old = Facts.from_row(row)
    assert (old.removed_kinds, old.optional_skills, old.alternatives, old.denied_skills) == ((), (), (), ())


def test_a_title_without_duties_has_those_of_the_nearest_occupation():
    rows = (
        Occupation("Welder", "51-4121", "manual labor", "embedded", 2, duties=("Join steel parts",)),
        Occupation("Pipe Welder II", None, "manual labor", "dice", 2),
        Occupation("Baker", "51-3011", "manual labor", "embedded", 2, duties=("Mix dough",)),
        Occupation("Poet", "27-3043", "social, product and finance", "dice", 1),
    )
    skills = tuple(Skill(name, (), "embedded") for name in ("Welding", "Cutting", "Baking", "Verse"))
    edges = ((0, 1), (0,), (1, 2), (3,))
    facts = tuple(tuple(Edge("embedded", 1, "written") for _ in row) for row in edges)
    graph = Graph(rows, skills, edges, facts, (), ())
    duties = duties_by_title(graph)
    assert duties["Pipe Welder II"] == ("Join steel parts",) and "Poet" not in duties
    assert wide_skills(graph) == frozenset()  # four minor groups of the SOC are needed
