"""The graph: what merging keeps, what clusters cover, that a folder of it is exact and safe."""

import hashlib
import json
import pickle
import sys
import time
import types

import networkx
import numpy as np
import pytest

from dataset_builder.cli.verbs import main
from dataset_builder.errors import BadInput
from dataset_builder.graph import categories, graph_size, make_graph, nearest_titles
from dataset_builder.graph import storage as graph_folder
from dataset_builder.graph.clusters import find_clusters
from dataset_builder.graph.make_graph import GraphConfig, assemble, embedded, run_graph
from dataset_builder.sources import seed
from dataset_builder.sources.records import Record, Source, SourceData

DICE = """jobtitle,skills
Java Developer,"Java, SQL, Spring Boot, See job description"
JAVA DEVELOPER - W2,"JAVA, sql, Development"
Sr. Java Developer,"java, React.js, Development"
URGENT: Software Developer,"Java, ReactJS"
Software Engineer,"ReactJS, React JS, Software Developer, linux/unix"
Linux Administrator,"Linux, Unix, Bash"
Linux Engineer,"Linux, Unix, Bash"
Linux Architect,"Linux, Unix, Bash"
Linux Consultant,"Linux, Unix, Bash"
Unix Engineer,"Linux, Unix, Bash"
Welder,Full Time
"""


@pytest.fixture(scope="module")
def ads(tmp_path_factory):
    file = tmp_path_factory.mktemp("ads") / "dice.csv"
    file.write_text(DICE)
    return str(file)


@pytest.fixture(scope="module")
def small(ads):
    return assemble(GraphConfig(dice=ads, min_cluster_size=2, quiet=True))


def skills_of(graph, title):
    position = [occupation.title for occupation in graph.occupations].index(title)
    return {graph.skills[skill].name for skill in graph.edges[position]}


def test_ads_become_occupations(small):
    assert {row.title for row in small.occupations} == {
        "Java Developer", "Senior Java Developer", "Software Developer", "Software Engineer",
        "Linux Administrator", "Linux Engineer", "Linux Architect", "Linux Consultant", "Unix Engineer",
    }  # fmt: skip
    assert skills_of(small, "Java Developer") == {"Java", "SQL", "Spring Boot"}
    assert {row.source for row in small.occupations} == {"dice"}
    assert small.licence == "cc-by-sa-4.0"


def test_spellings_become_one_skill_and_parts_two(small):
    engineer = skills_of(small, "Software Engineer")
    assert len([name for name in engineer if "eact" in name]) == 1
    assert {"Linux", "Unix"} <= engineer
    assert "Software Developer" not in engineer  # an occupation word for word


def test_typical_skills_are_the_median_of_the_ads(small):
    typical = {row.title: row.typical_skills for row in small.occupations}
    assert typical["Java Developer"] == 2  # ads of 3 and 2
    assert all(1 <= row.typical_skills <= len(skills) for row, skills in zip(small.occupations, small.edges))


def data(name, *records, licence="cc0-1.0", titles=()):
    rows = tuple(Record(title, tuple(skills), code, row) for row, (title, code, skills) in enumerate(records, start=2))
    return SourceData(Source(name, name, licence, "", ""), rows, {}, {}, titles)


@pytest.fixture
def bls_and_onet(monkeypatch):
    """Two detailed occupations and the broad one above them; O*NET knows what they need."""
    official = data("bls", ("Carpenters", "47-2031", ()), ("Roofers", "47-2032", ()), ("Builders", "47-2030", ()),
                    ("Java Developers", "15-1252", ()), ("Ghosts", "99-9999", ()))  # fmt: skip
    known = data("onet", ("Carpenters", "47-2031.00", ["Framing", "Wood", "Design", "Saws", "Nails", "Glue"]),
                 ("Roofers", "47-2032.00", ["Wood", "Shingles"]), licence="cc-by-4.0",
                 titles=(("Wood Worker", "47-2031.00"),))  # fmt: skip
    monkeypatch.setattr(make_graph.bls, "read", lambda path: official)
    monkeypatch.setattr(make_graph.onet, "read", lambda path, threshold: known)


def test_bls_takes_skills_by_soc_code(ads, bls_and_onet):
    graph = assemble(GraphConfig(dice=ads, bls="b", onet="o", min_cluster_size=2, quiet=True))
    assert skills_of(graph, "Roofers") == {"Wood", "Shingles"}
    assert len(skills_of(graph, "Builders")) == 6  # the union below it, as many as its counterpart has or the fewest
    assert "Wood" in skills_of(graph, "Builders")  # shared by both, so it comes first
    titles = [row.title for row in graph.occupations]
    assert "Ghosts" not in titles
    assert "Java Developers" not in titles and "Java Developer" in titles  # merged with the ads'
    java = graph.occupations[titles.index("Java Developer")]
    assert java.soc_code == "15-1252"
    carpenter = graph.occupations[titles.index("Carpenters")]
    assert (carpenter.source, carpenter.category) == ("bls", "manual labor")
    assert set(graph.edge_sources[titles.index("Carpenters")]) == {"onet"}
    assert set(graph.licences) == {"cc-by-sa-4.0", "cc-by-4.0"}


def test_onet_alone_brings_its_occupations(bls_and_onet):
    graph = assemble(GraphConfig(onet="o", min_cluster_size=2, quiet=True))
    assert [row.title for row in graph.occupations] == ["Carpenters", "Roofers"]
    assert graph.licence == "cc-by-4.0"


def test_bls_alone_has_no_skills(bls_and_onet):
    with pytest.raises(BadInput, match="no occupation has a skill; add a source with skills"):
        assemble(GraphConfig(bls="b", quiet=True))


def test_seed_joins_on_request(ads):
    graph = assemble(GraphConfig(seed_graph=True, dice=ads, quiet=True))
    assert {source.name for source in graph.sources} == {"seed", "dice"}
    assert len(graph.occupations) >= len(embedded().occupations)


def test_no_source():
    with pytest.raises(BadInput, match="no source is left"):
        assemble(GraphConfig(seed_graph=False))


def test_thresholds_that_leave_nothing(ads):
    with pytest.raises(BadInput, match="no cluster reaches 100 of the 9 occupations; lower --min-cluster-size"):
        assemble(GraphConfig(dice=ads, min_cluster_size=100, quiet=True))


# The nearest titles


def test_sentence_model_takes_over(ads, bls_and_onet, monkeypatch):
    class Model:
        def __init__(self, name):
            assert name == "whaleloops/phrase-bert"

        def encode(self, titles, normalize_embeddings):
            return np.array([[len(title), 1.0] for title in titles])

    monkeypatch.setitem(sys.modules, "sentence_transformers", types.SimpleNamespace(SentenceTransformer=Model))
    nearest = nearest_titles.nearest_by("sentence-transformers:whaleloops/phrase-bert")
    assert nearest(["ab"], ["a", "abcd", "abc"]) == [1]
    assert nearest([], ["a"]) == []
    config = GraphConfig(dice=ads, bls="b", onet="o", min_cluster_size=2, quiet=True)
    assert assemble(config).occupations


def test_sentence_model_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(BadInput, match="package sentence-transformers, which is optional .*; pip install"):
        nearest_titles.nearest_by("sentence-transformers:m")


@pytest.mark.parametrize("similarity", ["cosine", "sentence-transformers", "sentence-transformers:"])
def test_similarity_unknown(similarity):
    with pytest.raises(BadInput, match="is unknown; use ngrams or sentence-transformers:MODEL"):
        nearest_titles.nearest_by(similarity)


def test_nearest_by_ngrams():
    assert nearest_titles.by_ngrams(["web developer", "zzz"], ["plumber", "web developers", "nurse"]) == [1, -1]
    assert nearest_titles.by_ngrams(["a"], []) == [-1]


def test_categories():
    assert categories.category_of("15-1252.00") == "technology"
    assert categories.category_of("11-3021") == "technology"
    assert categories.category_of("21-1022") == "healthcare"
    assert categories.category_of(None) is None
    coded = [("Registered Nurses", "29-1141"), ("Truck Drivers", "53-3032"), ("Product Managers", "11-2021")]
    titles = ["Registered Nurse", "Senior Product Manager", "Drupal Consultant", "Coded"]
    assert categories.categorise(titles, [None, None, None, "43-0000"], coded) == [
        "healthcare", "social, product and finance", "technology", "administrative",
    ]  # fmt: skip


# Clusters


def test_clusters_are_two_hop_balls():
    edges = [[0], [0, 1], [1, 2], [2], [3], [3]]
    clusters = find_clusters(edges, 4, smallest=3)
    for cluster in clusters:
        assert len(cluster) >= 3 and list(cluster) == sorted(set(cluster))
    covered = {occupation for cluster in clusters for occupation in cluster}
    assert covered == {0, 1, 2, 3}  # 4 and 5 have only each other


def test_a_hub_alone_does_not_make_one_cluster(monkeypatch):
    monkeypatch.setattr("dataset_builder.graph.clusters.MOST", 10)
    edges = [[0, 1 + group] for group in range(8) for _ in range(10)]  # all share skill 0, tens share another
    clusters = find_clusters(edges, 9)
    assert sorted(clusters) == [tuple(range(start, start + 10)) for start in range(0, 80, 10)]


def test_clusters_follow_the_seed(ads):
    one, same, other = (assemble(GraphConfig(seed=seed, quiet=True)).clusters for seed in (1, 1, 2))
    assert one == same != other


# The embedded graph


def test_embedded_is_quick_and_covers_everything():
    embedded.cache_clear()
    start = time.perf_counter()
    graph = embedded()
    assert time.perf_counter() - start < 5  # 0.6 s on an idle machine
    assert embedded() is graph
    records = seed.read().records
    assert len(graph.occupations) == len(records) >= 400
    assert {skill.name for skill in graph.skills} == {skill for record in records for skill in record.skills}
    assert {row.category for row in graph.occupations} == set(categories.CATEGORIES)
    assert graph.licence == "apache-2.0"


def test_embedded_holds_together():
    check(embedded())


def check(graph):
    """What every graph keeps to."""
    assert {occupation for cluster in graph.clusters for occupation in cluster} == set(range(len(graph.occupations)))
    assert min(map(len, graph.clusters)) >= graph.parameters["min_cluster_size"]
    for skills, sources in zip(graph.edges, graph.edge_sources):
        assert skills and list(skills) == sorted(set(skills)) and len(sources) == len(skills)
    assert all(graph.occupations_of) and sum(map(len, graph.occupations_of)) == sum(map(len, graph.edges))
    names = [skill.name.lower() for skill in graph.skills]
    aliases = [alias.lower() for skill in graph.skills for alias in skill.aliases]
    titles = [row.title.lower() for row in graph.occupations]
    assert len({*names, *aliases}) == len(names) + len(aliases)
    assert len(set(titles)) == len(titles) and not set(titles) & set(names)
    assert not any(set(name) & set(';|"\n\t') for name in [*names, *aliases, *titles])


def test_neighbours_are_two_hops_away(small):
    for occupation in range(len(small.occupations)):
        near = small.neighbours(occupation)
        assert occupation not in near
        for other in near:
            assert set(small.edges[occupation]) & set(small.edges[other])
            assert occupation in small.neighbours(other)


def test_table1(small):
    rows = {row.figure: row for row in graph_size.table1(small)}
    assert rows["occupations"].ours == 9 and rows["occupations"].paper == 8275
    assert rows["edges"].ours == sum(map(len, small.edges))
    assert "14,807" in graph_size.render(small)


# Passing it on


def test_pickle_is_small_and_exact():
    graph = embedded()
    assert graph.occupations_of and graph.aliases  # cached properties are not sent
    packed = pickle.dumps(graph)
    assert len(packed) < 300_000
    again = pickle.loads(packed)
    assert again == graph and again.occupations_of == graph.occupations_of


def test_networkx_and_graphml(tmp_path, small):
    networkx.write_graphml(small.to_networkx(), tmp_path / "graph.graphml")
    graph = networkx.read_graphml(tmp_path / "graph.graphml")
    assert graph.number_of_nodes() == len(small.occupations) + len(small.skills)
    assert graph.number_of_edges() == sum(map(len, small.edges))
    assert networkx.bipartite.is_bipartite(graph)
    node = graph.nodes["occupation:Java Developer"]
    assert (node["kind"], node["bipartite"], node["licence"]) == ("occupation", 0, "cc-by-sa-4.0")
    assert graph.edges["occupation:Java Developer", "skill:Java"]["source"] == "dice"


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_save_and_load(tmp_path, ads):
    config = GraphConfig(dice=ads, min_cluster_size=2, quiet=True, out=str(tmp_path / "graph"))
    graph = run_graph(config)
    again = graph_folder.load(tmp_path / "graph")
    assert again == graph and again.content_hash == graph.content_hash
    graph_folder.save(assemble(config), tmp_path / "twin")
    assert digests(tmp_path / "graph") == digests(tmp_path / "twin")
    assert {path.name for path in tmp_path.iterdir()} == {"graph", "twin"}  # no leftovers


def test_rows_left_out_of_each_source_are_reported_and_kept(tmp_path, capsys):
    (tmp_path / "dice.csv").write_text(DICE + ',Java\nCook,\n,"Go, Rust"\n')
    given = ["--dice", str(tmp_path / "dice.csv"), "--seed-graph", "--out", str(tmp_path / "graph"), "--quiet"]
    assert main(["graph", *given]) == 0
    lines = capsys.readouterr().err.splitlines()
    records = len(seed.read().records)
    assert lines == [
        f"seed: {records} rows read, none left out",
        "dice: 14 rows read, 3 left out (empty title: 2, empty skills: 1)",
    ]
    facts = json.loads((tmp_path / "graph/graph.json").read_text())
    assert facts["rows"][1] == {"source": "dice", "read": 14, "left_out": {"empty title": 2, "empty skills": 1}}
    assert list(map(str, graph_folder.load(tmp_path / "graph").row_counts)) == lines
    del facts["rows"]
    (tmp_path / "graph/graph.json").write_text(json.dumps(facts))
    assert graph_folder.load(tmp_path / "graph").row_counts == ()


def test_many_reasons_stay_one_line():
    counts = SourceData(
        Source("a", "", "", "", ""), (), {}, {"w": 1, "x": 4000, "y": 2, "z": 3, "none": 0}
    ).row_counts()
    assert str(counts) == "a: 4,006 rows read, 4,006 left out (x: 4,000, z: 3, y: 2, other reasons: 1)"


def test_save_spares_what_is_there(tmp_path, small):
    folder = graph_folder.save(small, tmp_path / "graph")
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    graph_folder.save(small, folder)  # the same graph: nothing is written
    assert before == {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    with pytest.raises(BadInput, match="holds another graph; add --overwrite"):
        graph_folder.save(embedded(), folder)
    assert graph_folder.load(folder) == small
    graph_folder.save(embedded(), folder, overwrite=True)
    assert graph_folder.load(folder) == embedded()


@pytest.mark.parametrize("overwrite", [False, True])
def test_save_never_replaces_other_things(tmp_path, small, overwrite):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(BadInput, match=r"holds something that is not a graph \(thesis.tex\)"):
        graph_folder.save(small, tmp_path, overwrite=overwrite)
    with pytest.raises(BadInput, match="is a file; give a folder"):
        graph_folder.save(small, tmp_path / "thesis.tex", overwrite=overwrite)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_save_leaves_nothing_half_written(tmp_path, small, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pyarrow.parquet.write_table", full)
    with pytest.raises(BadInput, match=r"writing failed \(No space left on device\); free space"):
        graph_folder.save(small, tmp_path / "graph")
    assert not list(tmp_path.iterdir())


def test_load_refuses_what_is_no_graph(tmp_path, small):
    with pytest.raises(BadInput, match="no such graph folder; make it with the graph verb"):
        graph_folder.load(tmp_path / "none")
    with pytest.raises(BadInput, match=r"graph.json: missing or broken"):
        graph_folder.load(tmp_path)
    folder = graph_folder.save(small, tmp_path / "graph")
    (folder / "edges.parquet").write_bytes(b"PAR1")
    with pytest.raises(BadInput, match="not a whole graph folder"):
        graph_folder.load(folder)
    graph_folder.save(embedded(), tmp_path / "other")
    (folder / "edges.parquet").write_bytes((tmp_path / "other/edges.parquet").read_bytes())
    with pytest.raises(BadInput, match="not a whole graph folder|they were changed"):
        graph_folder.load(folder)


def test_real_graph(shared):
    graph = assemble(
        GraphConfig(
            dice=str(shared / "dice_title_skills/dice_title_skills.csv"),
            bls=str(shared / "oes_structure/national_M2022_dl.xlsx"),
            onet=str(shared / "onet_29_xlsx"),
            quiet=True,
        )
    )
    check(graph)
    ours = {row.figure: row.ours / row.paper for row in graph_size.table1(graph)}
    assert all(0.6 < ratio < 1.5 for ratio in ours.values()), ours
    assert sum(row.source == "bls" for row in graph.occupations) > 850
    assert max(map(len, graph.clusters)) < 0.05 * len(graph.occupations)
    names = {skill.name for skill in graph.skills}
    assert {"SQL", "Java", "C++", "C#", "iOS", ".NET", "JavaScript"} <= names
    assert not {"JAVA", "See Job Description", "Development", "Full Time"} & names
