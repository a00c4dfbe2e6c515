"""The graph: what merging keeps, what clusters cover, that a folder of it is exact and safe."""

import hashlib
import json
import pickle
import time

import networkx
import pytest

from dataset_builder.cli.verbs import main
from dataset_builder.errors import BadInput
from dataset_builder.graph import categories, graph_size, make_graph, nearest_titles
from dataset_builder.graph import storage as graph_folder
from dataset_builder.graph.clusters import find_clusters
from dataset_builder.graph.make_graph import GraphConfig, assemble, embedded, run_graph
from dataset_builder.sources import authored
from dataset_builder.sources.records import Record, Source, SourceData

DICE = """jobtitle,skills
Siebel Developer,"Java, SQL, Perl, XML, Spring Boot, See job description"
SIEBEL DEVELOPER - W2,"JAVA, sql, Development, perl, XML"
Sr. Siebel Developer,"java, React.js, SQL"
URGENT: Siebel Developer,"Java, ReactJS, Perl, XML"
Siebel Developer (remote),"Java, SQL, Perl, XML"
Java Software Engineer,"ReactJS, React JS, Software Developer, SQL"
Linux Infrastructure Consultant,"Linux, Unix, Bash, Solaris, Broadband"
Linux Infrastructure Consultant,"Linux, Unix, Bash, Solaris"
Unix Consultant,"Linux, Unix, Bash, Solaris"
Welder,Full Time
"""


@pytest.fixture(scope="module")
def ads(tmp_path_factory):
    file = tmp_path_factory.mktemp("ads") / "dice.csv"
    file.write_text(DICE)
    return str(file)


@pytest.fixture(scope="module")
def small(ads):
    """The written occupations and those of a few ads."""
    return assemble(GraphConfig(dice=ads, min_cluster_size=2, quiet=True))


def skills_of(graph, title):
    position = [occupation.title for occupation in graph.occupations].index(title)
    return {graph.skills[skill].name for skill in graph.edges[position]}


def edges_of(graph, title):
    position = [occupation.title for occupation in graph.occupations].index(title)
    return {graph.skills[skill].name: edge for skill, edge in zip(graph.edges[position], graph.edge_facts[position])}


def of_ads(graph):
    return {row.title for row in graph.occupations if row.source == "dice"}


def test_ads_become_occupations(small):
    assert of_ads(small) == {"Siebel Developer", "Linux Infrastructure Consultant", "Unix Consultant"}
    assert skills_of(small, "Siebel Developer") == {"Java", "SQL", "Perl", "XML"}
    assert small.licence == "cc-by-sa-4.0"


def test_an_edge_says_how_many_ads_it_rests_on(small):
    edges = edges_of(small, "Siebel Developer")
    assert (edges["Java"].weight, edges["Java"].support) == (1.0, "4 of 4 ads")
    assert (edges["SQL"].weight, edges["SQL"].support) == (0.75, "3 of 4 ads")
    assert edges["Java"].source == "dice"


def test_a_skill_of_one_ad_needs_others_that_it_goes_with(small):
    assert "Broadband" not in skills_of(small, "Linux Infrastructure Consultant")
    assert edges_of(small, "Unix Consultant")["Linux"].support == "1 of 1 ads, goes with its title and 3 other skills"


def test_a_title_that_a_written_occupation_is_called_joins_it(small):
    assert "Java Software Engineer" not in {row.title for row in small.occupations}
    written = edges_of(small, small.find("Java Software Engineer").title)
    assert {edge.source for edge in written.values()} == {"authored"}  # one ad adds nothing


def test_typical_skills_are_the_median_of_the_ads(small):
    assert small.find("Siebel Developer").typical_skills == 4  # ads of 5, 4, 4 and 4
    assert all(1 <= row.typical_skills <= len(skills) for row, skills in zip(small.occupations, small.edges))


def data(name, *records, licence="cc0-1.0", titles=()):
    rows = tuple(Record(title, tuple(skills), code, row) for row, (title, code, skills) in enumerate(records, start=2))
    return SourceData(Source(name, name, licence, "", ""), rows, titles=titles)


@pytest.fixture
def bls_and_onet(monkeypatch):
    """Of BLS one occupation that is written and one that is not; of O*NET what carpenters' ads ask for."""
    official = data("bls", ("Carpenters", "47-2031", ()), ("Ghost Writers of Spells", "99-9999", ()))
    known = data("onet", ("Carpenters", "47-2031.00", ["Procore", "Zorbex"]), ("Ghosts", "99-9999.00", ["Procore"]),
                 licence="cc-by-4.0", titles=(("Wood Worker", "47-2031.00"),))  # fmt: skip
    monkeypatch.setattr(make_graph.bls, "read", lambda path: official)
    monkeypatch.setattr(make_graph.onet, "read", lambda path: known)


def test_bls_adds_no_occupation_that_is_written(bls_and_onet):
    graph = assemble(GraphConfig(bls="b", quiet=True))
    assert {row.title for row in graph.occupations} == {row.title for row in embedded().occupations}


def test_a_teacher_is_asked_for_what_no_written_occupation_covers(bls_and_onet):
    asked = []

    def answer(wanted):
        asked.append(wanted)
        return data("teacher:m", *((title, None, ["Incantations", "Java"]) for title in wanted), licence="other")

    graph = assemble(GraphConfig(bls="b", min_cluster_size=2, quiet=True), answer)
    assert asked == [{"Ghost Writers of Spells": make_graph.ASKED}]
    assert skills_of(graph, "Ghost Writers of Spells") == {"Incantations", "Java"}
    assert graph.licence == "other"


def test_onet_adds_known_software_that_ads_of_the_code_ask_for(bls_and_onet):
    carpenters = [row for row in authored.read().records if row.soc_code == "47-2031"]
    graph = assemble(GraphConfig(onet="o", quiet=True))
    added = [edge for facts in graph.edge_facts for edge in facts if edge.source == "onet"]
    if len(carpenters) == 1 and "Procore" in {entry.name for entry in authored.read().vocabulary}:
        assert [edge.support for edge in added] == ["in demand (O*NET)"]
    else:  # O*NET does not say which of two occupations of a code its ads are of
        assert added == []


def test_thresholds_that_leave_nothing(ads):
    with pytest.raises(BadInput, match="no cluster reaches 5000 of the .* occupations; lower --min-cluster-size"):
        assemble(GraphConfig(dice=ads, min_cluster_size=5000, quiet=True))


# By any name


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
    records = authored.read().records
    assert len(records) >= 1_150 and len(records) - len(graph.occupations) <= 3  # one shares too little for a cluster
    assert {row.category for row in graph.occupations} == set(categories.CATEGORIES)
    assert graph.licence == "cc0-1.0"


def test_embedded_holds_together():
    check(embedded())


def check(graph):
    """What every graph keeps to."""
    assert {occupation for cluster in graph.clusters for occupation in cluster} == set(range(len(graph.occupations)))
    assert min(map(len, graph.clusters)) >= graph.parameters["min_cluster_size"]
    for skills, facts in zip(graph.edges, graph.edge_facts):
        assert skills and list(skills) == sorted(set(skills)) and len(facts) == len(skills)
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
    assert rows["occupations"].ours == len(small.occupations) and rows["occupations"].paper == 8275
    assert rows["edges"].ours == sum(map(len, small.edges))
    assert "14,807" in graph_size.render(small)


# Passing it on


def test_pickle_is_small_and_exact():
    graph = embedded()
    assert graph.occupations_of and graph.aliases  # cached properties are not sent
    packed = pickle.dumps(graph)
    assert len(packed) < 2_000_000
    again = pickle.loads(packed)
    assert again == graph and again.occupations_of == graph.occupations_of


def test_networkx_and_graphml(tmp_path, small):
    networkx.write_graphml(small.to_networkx(), tmp_path / "graph.graphml")
    graph = networkx.read_graphml(tmp_path / "graph.graphml")
    assert graph.number_of_nodes() == len(small.occupations) + len(small.skills)
    assert graph.number_of_edges() == sum(map(len, small.edges))
    assert networkx.bipartite.is_bipartite(graph)
    node = graph.nodes["occupation:Siebel Developer"]
    assert (node["kind"], node["bipartite"], node["licence"]) == ("occupation", 0, "cc-by-sa-4.0")
    edge = graph.edges["occupation:Siebel Developer", "skill:Java"]
    assert (edge["source"], edge["weight"], edge["support"], edge["licence"]) == (
        "dice",
        1.0,
        "4 of 4 ads",
        "cc-by-sa-4.0",
    )
    assert graph.nodes["occupation:Registered Nurse"]["aliases"].startswith("RN | ")
    assert graph.nodes["skill:Java"]["skill_kind"] == "software"


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_save_and_load(tmp_path, ads):
    config = GraphConfig(dice=ads, min_cluster_size=2, quiet=True, out=str(tmp_path / "graph"))
    graph = run_graph(config)
    again = graph_folder.load(tmp_path / "graph")
    assert again == graph and again.content_hash == graph.content_hash
    graph_folder.save(assemble(config), tmp_path / "twin")
    assert {
        name: digest for name, digest in digests(tmp_path / "graph").items() if not name.startswith("ad_")
    } == digests(tmp_path / "twin")
    entries = (tmp_path / "graph/ad_names.csv").read_text().splitlines()
    assert entries[0] == "entry,ads,names,reason"
    assert 'See job description,1,,"contract, pay, place or way of work"' in entries
    assert {path.name for path in tmp_path.iterdir()} == {"graph", "twin"}  # no leftovers


def test_rows_left_out_of_each_source_are_reported_and_kept(tmp_path, capsys):
    (tmp_path / "dice.csv").write_text(DICE + ',Java\nCook,\n,"Go, Rust"\n')
    given = ["--dice", str(tmp_path / "dice.csv"), "--out", str(tmp_path / "graph"), "--quiet"]
    assert main(["graph", *given]) == 0
    lines = capsys.readouterr().err.splitlines()
    records = len(authored.read().records)
    assert lines == [
        f"authored: {records:,} rows read, none left out",
        "dice: 13 rows read, 3 left out (empty title: 2, empty skills: 1)",
    ]
    facts = json.loads((tmp_path / "graph/graph.json").read_text())
    assert facts["rows"][1] == {"source": "dice", "read": 13, "left_out": {"empty title": 2, "empty skills": 1}}
    assert list(map(str, graph_folder.load(tmp_path / "graph").row_counts)) == lines
    del facts["rows"]
    (tmp_path / "graph/graph.json").write_text(json.dumps(facts))
    assert graph_folder.load(tmp_path / "graph").row_counts == ()


def test_many_reasons_stay_one_line():
    counts = SourceData(
        Source("a", "", "", "", ""), (), skipped={"w": 1, "x": 4000, "y": 2, "z": 3, "none": 0}
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
    with pytest.raises(BadInput, match="no such graph folder; make one with"):
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
    assert sum(row.source == "authored" for row in graph.occupations) > 1_150
    assert sum(row.source == "dice" for row in graph.occupations) > 800
    assert {edge.source for facts in graph.edge_facts for edge in facts} == {"authored", "onet", "dice"}
    assert max(map(len, graph.clusters)) <= 0.06 * len(graph.occupations)
    names = {skill.name for skill in graph.skills}
    assert {"SQL", "Java", "C++", "C#", "iOS", ".NET", "JavaScript"} <= names
    assert (
        not {"JAVA", "See Job Description", "Development", "Full Time", "Outllook", "C/C++ PHP", "Washington"} & names
    )
