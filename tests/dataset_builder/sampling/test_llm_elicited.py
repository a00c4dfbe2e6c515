"""The paper's questions on the command line: skills of a graph's occupations, how many skills, which order."""

import json

import pytest

pytest.importorskip("openai")

from datasets import load_dataset

from dataset_builder.__main__ import main
from dataset_builder.graph import Graph, make_graph
from dataset_builder.graph import storage as graph_folder
from dataset_builder.llm.request_store import Store, replay
from dataset_builder.pipeline.build import BuildConfig, open_author
from dataset_builder.pipeline.llm_session import Session
from dataset_builder.sources.records import Record, Source, SourceData
from dataset_builder.teachers.llm_config import TeacherConfig
from tests.doubles import openai_server
from tests.doubles.openai_server import Behaviour, Double

TITLES = ("Rune Carvers", "Star Readers", "Moth Herders", "Fog Weavers", "Dream Clerks", "Bell Tuners")


@pytest.fixture
def bls(monkeypatch):
    """Six official titles whose codes no written occupation covers."""
    rows = tuple(Record(title, (), f"99-10{row}1", row) for row, title in enumerate(TITLES, start=2))
    source = Source("bls", "bls", "cc0-1.0", "", "")
    monkeypatch.setattr(make_graph.bls, "read", lambda path: SourceData(source, rows))


def graph_command(folder, double, *more: str) -> int:
    words = ["graph", "--bls", "b", "--min-cluster-size", "2", "--out", str(folder / "graph"), "--quiet"]
    words += ["--teacher", "openai", "--base-url", double.base_url, "--model", "m", "--store", str(folder / "s.sqlite")]
    return main([*words, *more])


def edges_of(graph: Graph) -> dict[str, set[str]]:
    """The skills of the occupations that the teacher filled."""
    pairs = zip(graph.occupations, graph.edges)
    return {o.title: {graph.skills[s].name for s in skills} for o, skills in pairs if o.source == "teacher:m"}


def test_a_teacher_names_skills_and_the_graph_says_so(bls, tmp_path, capsys):
    with Double() as double:
        assert graph_command(tmp_path, double) == 0
        assert len(double.asked) == len(TITLES)
        graph = graph_folder.load(tmp_path / "graph")
        assert set(edges_of(graph)) == set(TITLES)
        assert edges_of(graph)["Rune Carvers"] >= {"Rune Carver Methods"}
        assert all(len(skills) == make_graph.ASKED for skills in edges_of(graph).values())
        facts = [edge for row in graph.edge_facts for edge in row if edge.source == "teacher:m"]
        assert {edge.support for edge in facts} == {"named by a model"}
        assert (graph.licence, graph.licences["other"]) == ("other", len(facts))
        (teacher,) = [source for source in graph.sources if source.name == "teacher:m"]
        assert teacher.licence == "other" and teacher.sha256 and "127.0.0.1" not in str(graph.sources)
        assert graph_command(tmp_path, double) == 0, "the same graph is there"
        assert sum(double.asked.values()) == len(TITLES), "nothing is asked twice"


def test_a_cap_ends_the_questions_and_the_same_command_goes_on(bls, tmp_path, capsys):
    with Double() as double:
        assert graph_command(tmp_path, double, "--max-tokens", "200", "--concurrency", "1") == 3
        assert "of 6 occupations are answered; the same command continues" in capsys.readouterr().err
        assert not (tmp_path / "graph").exists() and 0 < len(double.asked) < 6
        assert graph_command(tmp_path, double) == 0
        assert max(double.asked.values()) == 1 and len(double.asked) == 6


def test_an_occupation_whose_answers_cannot_be_used_stays_out(bls, tmp_path, monkeypatch, capsys):
    real = openai_server.write_knowledge
    monkeypatch.setattr(
        openai_server, "write_knowledge", lambda p, rng: "Ovens" if "Rune Carvers" in p else real(p, rng)
    )
    with Double() as double:
        assert graph_command(tmp_path, double) == 0
        assert len(double.asked) == 7, "the reason was sent back once"
    assert set(edges_of(graph_folder.load(tmp_path / "graph"))) == set(TITLES) - {"Rune Carvers"}
    err = capsys.readouterr().err
    assert "teacher:m: 6 rows read, 1 left out (there are 1 skills, not 8: 1)" in err


def test_a_batch_makes_the_same_graph(bls, tmp_path):
    graphs = []
    for name, more in (("live", ()), ("batch", ("--batch", "submit"))):
        with Double() as double:
            assert graph_command(tmp_path / name, double, *more) == 0
            assert bool(double.batches) == (name == "batch")
            graphs.append(graph_folder.load(tmp_path / name / "graph"))
    assert graphs[0].content_hash == graphs[1].content_hash


def test_no_server_is_one_line_before_anything_is_asked(bls, tmp_path, capsys):
    words = ["graph", "--bls", "b", "--out", str(tmp_path / "graph"), "--teacher", "openai", "--model", "m"]
    words += ["--store", str(tmp_path / "s.sqlite"), "--quiet"]
    assert main([*words, "--base-url", "http://127.0.0.1:9/v1"]) == 2
    assert main([*words, "--base-url", "http://127.0.0.1:9/v1", "--price", "x"]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert "does not answer" in first and "--price 'x'" in second


# ---------------------------------------------------------------------------------------------- careers


def compose(folder, double, count: int = 12, **settings) -> tuple[list, Session]:
    config = BuildConfig(recipe="paper", triples=max(count, 10), quiet=True)
    settings = {"knowledge": "teacher", "concurrency": 8, "price": "1,2"} | settings
    teacher = TeacherConfig(base_url=double.base_url, model="m", store=str(folder / "s.sqlite"), **settings)
    author = open_author(config, teacher)
    composed: list = []
    with Store(teacher.store) as store:
        session = Session(author, teacher, store, count, quiet=True)
        session.ask((("train", i) for i in range(count)), composed.append)
        again = [replay(author.conversation("train", i), store, author.endpoint) for i in range(count)]
    composed.sort(key=lambda c: c.triple.facts.id)
    assert composed == again, "the store alone decides"
    return composed, session


def test_the_teacher_says_how_many_skills_and_which_order(tmp_path, monkeypatch):
    """A teacher that answers 3, and puts careers into the order of the alphabet, earliest first."""
    real = openai_server.write_knowledge

    def sorting(prompt, rng):
        if prompt.startswith("On average"):
            return "3"
        answer = real(prompt, rng)
        return "\n".join(sorted(answer.split("\n"))) if answer else answer

    monkeypatch.setattr(openai_server, "write_knowledge", sorting)
    with Double() as double:
        composed, _ = compose(tmp_path, double)
    facts = [c.triple.facts for c in composed]
    assert any(len(f.experiences) > 2 for f in facts)
    for f in facts:
        titles = [job.title for job in f.experiences]
        assert titles == sorted(titles, reverse=True) and f.job_title == titles[0]
        assert len(f.skills) == 3
    row = composed[0].provenance
    assert json.loads(row["parameters"])["knowledge"] == "teacher" and len(row["requests"]) > 1
    with Store(tmp_path / "s.sqlite", writing=False) as store:
        labels = dict(store.rows("SELECT address, label FROM requests"))
    assert any("skill count" in labels[a] for c in composed for a in c.provenance["requests"])
    assert any(labels[a].startswith("order of") for c in composed for a in c.provenance["requests"])


def test_answers_that_cannot_be_used_leave_it_to_the_offline_rules(tmp_path, monkeypatch):
    monkeypatch.setattr(
        openai_server,
        "write_knowledge",
        lambda p, rng: None if p.startswith("Write") else "That depends on a lot.\nPoets",
    )
    with Double() as double:
        composed, session = compose(tmp_path, double, 8)
        assert any("there is no number" in m["content"] for body in double.bodies for m in body["messages"][2:])
        assert any("not every name stands there once" in m["content"] for b in double.bodies for m in b["messages"][2:])
    graph = session.author.sampler.graph
    pools = {o.title: len(skills) for o, skills in zip(graph.occupations, graph.edges)}
    for c in composed:
        assert 2 <= len(c.triple.facts.skills) <= pools[c.triple.facts.experiences[-1].title]


def test_faults_change_nothing(tmp_path):
    folders = [tmp_path / name for name in ("clean", "faulty")]
    for folder in folders:
        folder.mkdir()
    with Double() as double:
        clean, _ = compose(folders[0], double)
    with Double(Behaviour(busy=0.1, retry_after=0.01, errors=0.05, drops=0.05)) as double:
        faulty, _ = compose(folders[1], double)
    assert [c.triple for c in faulty] == [c.triple for c in clean]


def test_a_build_with_elicited_facts_records_it_in_its_command(tmp_path):
    with Double() as double:
        words = ["build", "--recipe", "paper", "--triples", "12", "--out", str(tmp_path / "rjdb"), "--workers", "1", "--quiet"]  # fmt: skip
        words += ["--teacher", "openai", "--knowledge", "teacher", "--base-url", double.base_url, "--model", "m"]
        assert main([*words, "--store", str(tmp_path / "s.sqlite")]) in (0, 1)  # the gate judges the recipe
        asked = sum(double.asked.values())
        assert asked == len(double.asked)
    rows = load_dataset(str(tmp_path / "rjdb"), "provenance", split="train")
    assert all('"knowledge": "teacher"' in row["parameters"] for row in rows)
    assert "--knowledge teacher" in (tmp_path / "rjdb" / "README.md").read_text()
