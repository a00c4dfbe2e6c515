"""Data that RJDB did not write: how it is read, scored and refused, and the tables of the verb."""

import json

import numpy as np
import pytest

import rjdb
from dataset_builder.errors import BadInput
from training.data.row_ids import triple_of
from training.evaluation.out_of_distribution.__main__ import OutOfDistributionConfig, main, measure
from training.evaluation.out_of_distribution.pair_files import ditto_text, pair_rows
from training.evaluation.out_of_distribution.skill_corpora import skill_rows, spans
from training.evaluation.out_of_distribution.tables import PAPER, score_spans
from training.evaluation.out_of_distribution.titles import RANKERS, read_titles, score_ranking

SENTENCE = {
    "idx": 4, "source": "tech", "tokens": ["We", "use", "Docker", "and", "teach", "people"],
    "tags_skill": ["O", "O", "O", "O", "B", "I"], "tags_knowledge": ["O", "O", "B", "O", "O", "O"],
}  # fmt: skip


@pytest.fixture
def skillspan(tmp_path):
    folder = tmp_path / "skillspan"
    folder.mkdir()
    other = SENTENCE | {"tokens": ["We", "are", "kind"], "tags_skill": ["O"] * 3, "tags_knowledge": ["O"] * 3}
    for split in ("train", "test"):
        (folder / f"{split}.json").write_text(json.dumps(SENTENCE) + "\n" + json.dumps(other) + "\n")
    return folder


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


# ------------------------------------------------------------------------------------------- skills


def test_skillspan(skillspan):
    row, empty = skill_rows("skillspan", skillspan)
    assert row["document"] == "We use Docker and teach people"
    assert row["skills"] == ["teach people", "Docker"]
    assert set(row) == set(rjdb.FEATURES["extraction"])
    assert row["completion"] == "skills: teach people; Docker" and empty["skills"] == []
    assert triple_of(row["id"]) == triple_of(empty["id"]) == "skillspan_test_tech4"  # one ad, drawn as one
    assert skill_rows("skillspan", skillspan / "test.json") == [row, empty]


def test_conll_and_csv(tmp_path):
    path = write(tmp_path / "test.conll", "team\tB-Skill\nspirit\tI-Skill\n,\tO\n\n\nkind\tB-Skill\n")
    rows = skill_rows("sayfullina", path)
    assert [row["skills"] for row in rows] == [["team spirit"], ["kind"]]
    assert len({triple_of(row["id"]) for row in rows}) == 2
    csv = 'sentence_id,word,pos,tag\n1,senior,JJ,B-Occupation\n1,chef,NN,I-Occupation\n2,baking,VBG,B-Skill\n2,",",",",O\n'
    assert [row["skills"] for row in skill_rows("green2022", write(tmp_path / "df_testset.csv", csv))] == [
        [],
        ["baking"],
    ]


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("B I O B", ["a b", "d"]),
        ("O I I O", ["b c"]),
        ("B B I O", ["a", "b c"]),
        ("B-Skill I-Job I-Job B-Skill", ["a", "d"]),
        ("O O O O", []),
    ],
)
def test_spans(tags, found):
    assert spans(["a", "b", "c", "d"], tags.split(), "Skill") == found


def test_spans_are_pooled_over_sentences():
    rows = [{"skills": ["team work", "SQL"]}, {"skills": []}, {"skills": ["Baking"]}]
    scores = score_spans([{"skills": ["sql", "Java", "sql"]}, {"skills": ["a"]}, None], rows)
    assert scores.value("recall exact") == pytest.approx(100 / 3)
    assert scores.value("precision exact") == pytest.approx(100 / 3)  # the same name twice is one
    assert scores.counts["missing"] == 1
    perfect = score_spans(rows, rows)
    assert {perfect.value(name) for name in perfect.names} == {100}
    silent = score_spans([{"skills": []}] * 3, rows)
    assert silent.value("F1 exact") == 0 and silent.value("precision exact") is None


# ------------------------------------------------------------------------------------------- pairs

TABLE = 'job,resume,label\n"Baker, 3 years","Kim\nbaker",1\nCook,Lee,0\n'


def test_pairs_in_every_format(tmp_path):
    objects = [{"job_description": "Cook", "resume": "Lee", "label": label} for label in (0, "1")]
    files = {
        "a.csv": TABLE,
        "b.tsv": "cv\tjd\tmatch\nLee\tCook\t0\n",
        "c.csv": "Cook,Lee,0\n",
        "d.jsonl": "\n".join(map(json.dumps, objects)),
        "e.txt": 'COL title VAL Cook COL skills VAL soup, "hot\tCOL name VAL Lee COL age VAL \t0\n',
    }
    rows = {name: pair_rows(write(tmp_path / name, text)) for name, text in files.items()}
    assert [(row["job_description"], row["label"]) for row in rows["a.csv"]] == [("Baker, 3 years", 1), ("Cook", 0)]
    assert rows["a.csv"][0]["resume"] == "Kim\nbaker"
    assert all(set(row) == set(rjdb.FEATURES["matching"]) for found in rows.values() for row in found)
    for name in ("b.tsv", "c.csv", "d.jsonl"):
        assert (rows[name][0]["job_description"], rows[name][0]["resume"], rows[name][0]["label"]) == ("Cook", "Lee", 0)
    assert rows["d.jsonl"][1]["label"] == 1
    assert triple_of(rows["d.jsonl"][0]["id"]) == triple_of(rows["d.jsonl"][1]["id"])  # the same job
    assert rows["e.txt"][0]["job_description"] == '## title\nCook\n\n## skills\nsoup, "hot'
    assert rows["e.txt"][0]["resume"] == "## name\nLee\n\n## age\n"
    swapped = pair_rows(tmp_path / "c.csv", resume_first=True)[0]
    assert (swapped["job_description"], swapped["resume"]) == ("Lee", "Cook")


def test_text_that_is_not_dittos_stays():
    assert ditto_text("Uses COL and VAL") == "Uses COL and VAL"
    assert ditto_text(" plain ") == "plain"


# ------------------------------------------------------------------------------------------- titles


@pytest.fixture
def titles(tmp_path):
    folder = tmp_path / "titles"
    folder.mkdir()
    write(folder / "queries.tsv", "q1\tBaker\nq2\tData Scientist\nq3\tPilot\n")
    write(folder / "corpus_documents.tsv", "d1\tBakers\nd2\tScientist of Data\nd3\tCook\nd4\tPastry Baker\n")
    write(folder / "annotations.tsv", "q1\t0\td1\t1\nq1\t0\td4\t1\nq2\t0\td2\t1\nq2\t0\td3\t0\n")
    return folder


def test_titles(titles):
    ranking = read_titles(titles)
    assert ranking.queries == ("Baker", "Data Scientist")  # nothing is relevant to the pilot
    assert ranking.relevant.tolist() == [[1, 0, 0, 1], [0, 1, 0, 0]]
    perfect = score_ranking(ranking.relevant.astype(float), ranking.relevant)
    assert set(perfect.values().values()) == {100}
    letters = score_ranking(RANKERS["TF-IDF, letters"](ranking.queries, ranking.documents), ranking.relevant)
    assert letters.value("MRR") == 100
    assert RANKERS["exact (stems)"](["Baker"], ["Bakers", "Cook"]).tolist() == [[1, 0]]


def test_equal_titles_share_their_ranks():
    gold = np.array([[1, 0, 0, 0]])
    for order in (gold, gold[:, ::-1]):
        scores = score_ranking(np.zeros((1, 4)), order)
        assert scores.value("MAP") == pytest.approx(25)
        assert scores.value("MRR") == pytest.approx(40)  # rank 2.5


# ------------------------------------------------------------------------------------------- the verb


def test_tables_8_and_9(skillspan, titles, tmp_path, capsys):
    pairs = tmp_path / "pairs"
    pairs.mkdir()
    for split in ("train", "test"):
        write(pairs / f"{split}.csv", TABLE + 'Baker,Ann,0\nPilot,"Pilot (2001 - 2019)",1\n')
    flags = ["--skills", f"skillspan={skillspan}", "--pairs", str(pairs), "--titles", str(titles), "--system", "rules"]
    flags += ["--system", "majority", "--learn-from", "nothing", "--learn-from", "corpus", "--resamples", "20"]
    out = tmp_path / "out"
    assert main([*flags, "--workers", "1", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert printed.strip() == (out / "tables.md").read_text().strip()
    assert "Table 8" in printed and "Table 9" in printed and "TF-IDF, letters" in printed
    for kind in ("matching", "skills"):
        assert all(name in printed and "(paper)" in name for name in PAPER[kind])
    measured = json.loads((out / "results.json").read_text())["measured"]
    skills, matching, _ = (part["systems"] for part in measured)
    assert set(skills) == {"rules, learnt from nothing", "rules, learnt from skillspan"}
    assert skills["rules, learnt from skillspan"]["measures"]["recall exact"]["value"] == 100
    assert skills["rules, learnt from nothing"]["measures"]["recall exact"]["value"] < 100
    assert matching["majority, learnt from nothing"]["measures"]["recall"]["value"] == 100
    assert list((out / "predictions" / "skillspan" / "corpus" / "rules" / "extraction").glob("*.parquet"))


@pytest.mark.slow
def test_learning_from_rjdb(skillspan, built, tmp_path):
    config = OutOfDistributionConfig(
        skills=(f"skillspan={skillspan}",), learn_from=("rjdb", "both"), data=str(built), out=str(tmp_path), resamples=5,
        workers=1,
    )  # fmt: skip
    systems = measure(config)["measured"][0]["systems"]
    assert set(systems) == {"rules, learnt from rjdb", "rules, learnt from both"}
    assert systems["rules, learnt from both"]["measures"]["recall exact"]["value"] == 100


def test_the_papers_rows():
    assert PAPER["matching"]["T5-R, zero-shot (paper)"] == {"F1": 80.5, "recall": 77.5, "precision": 83.8}
    assert PAPER["skills"]["T5-M+R (paper)"]["F1 exact"] == 88.1


# ------------------------------------------------------------------------------------------- what is refused

BAD_PAIRS = [
    ("p.csv", "job,cv,label\nBaker,Kim,2\n", "p.csv, row 2, column label: is '2'; give 0 or 1"),
    ("p.csv", "job,cv,label\nBaker,,1\n", "p.csv, row 2, column resume: holds no text"),
    ("p.csv", "job,cv,label\nBaker,1\n", "p.csv, row 2: has 2 columns, not 3"),
    ("p.csv", "job,label\nBaker,1\n", "p.csv, row 1: needs one column resume (or cv, right"),
    ("p.jsonl", '{"job": "a"\n', "p.jsonl, row 1: is not JSON"),
    ("p.jsonl", "[1]\n", "p.jsonl, row 1: is not an object"),
    ("p.csv", "", "is empty"),
    ("p.xlsx", "", "the format shows in the name"),
]
BAD_SKILLS = [
    ("skillspan", "{", "line 1: is not JSON"),
    ("skillspan", '{"tokens": "a b"}', "line 1, field tokens: is not a list"),
    (
        "skillspan",
        '{"tokens": ["a"], "tags_skill": []}',
        "line 1, field tags_skill: needs a tag for each of the 1 tokens",
    ),
    ("sayfullina", "team\tB-Skill\nspirit\n", "line 2: needs a token and a tag"),
    ("sayfullina", "team\tSkill\n", "line 1: 'Skill' is no BIO tag"),
    ("green2022", "\n\n", "holds no sentence"),
]


@pytest.mark.parametrize(("name", "text", "says"), BAD_PAIRS)
def test_bad_pairs(name, text, says, tmp_path):
    with pytest.raises(BadInput) as caught:
        pair_rows(write(tmp_path / name, text))
    assert says in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(("corpus", "text", "says"), BAD_SKILLS)
def test_bad_skills(corpus, text, says, tmp_path):
    with pytest.raises(BadInput) as caught:
        skill_rows(corpus, write(tmp_path / "bad.txt", text))
    assert says in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_pairs_in_another_encoding_with_another_separator(tmp_path, separator, encoding):
    path = tmp_path / "x.csv"
    path.write_bytes(separator.join(("Bäcker, Köln", "Kim", "1")).encode(encoding) + "\n".encode(encoding)[-2:])
    (row,) = pair_rows(path)
    assert (row["job_description"], row["resume"], row["label"]) == ("Bäcker, Köln", "Kim", 1)


def test_a_long_document_in_a_pair(tmp_path):
    (row,) = pair_rows(write(tmp_path / "p.csv", f'"{"many words " * 200_000}",Kim,1\n'))
    assert len(row["job_description"]) > 2_000_000


def test_files_that_are_not_text(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"job,cv,label\n\x00\x01,b,1\n")
    for read in (pair_rows, lambda path: skill_rows("green2022", path)):
        with pytest.raises(BadInput, match="holds binary data"):
            read(path)


def test_bad_titles(titles):
    with (titles / "annotations.tsv").open("a") as file:
        file.write("q9\t0\td1\t1\n")
    with pytest.raises(BadInput, match=r"annotations.tsv, line 5: 'q9' is not in queries.tsv"):
        read_titles(titles)


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        ([], "nothing to judge"),
        (["--skills", "esco=x"], "give NAME=PATH, where NAME is one of skillspan, sayfullina, green2022"),
        (["--skills", "skillspan=no/such"], "no such file or folder"),
        (["--pairs", "no.csv"], "no such file"),
        (["--titles", "nowhere"], "queries.tsv: cannot be read"),
        (["--pairs", "no.csv", "--system", "gpt"], "not a baseline"),
        (["--pairs", "no.csv", "--learn-from", "books"], "give one of nothing, rjdb, corpus, both"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(flags, says, tmp_path, capsys):
    assert main([*flags, "--out", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: ") and says in error and error.count("\n") == 1


def test_one_file_has_nothing_to_learn_from(skillspan, tmp_path, capsys):
    given = f"skillspan={skillspan / 'test.json'}"
    assert main(["--skills", given, "--learn-from", "corpus", "--out", str(tmp_path / "out")]) == 2
    assert "give its folder with a train split" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------- the published corpora


@pytest.mark.parametrize(
    ("corpus", "path", "split", "sentences", "skills"),
    [
        ("skillspan", "skillspan", "dev", 3_174, 1_070 + 1_093),
        ("sayfullina", "sayfullina", "test", 1_851, 1_849),
        ("green2022", "green2022", "test", 336, 674),
        ("green2022", "green2022/testset.txt", "test", 336, 674),
    ],
)
def test_published_corpora(corpus, path, split, sentences, skills, shared):
    rows = skill_rows(corpus, shared / path, split)
    assert len(rows) == sentences
    assert sum(len(row["skills"]) for row in rows) == pytest.approx(skills, abs=2)  # a name twice in a sentence is one


def test_title_baselines_on_published_titles(shared):
    ranking = read_titles(shared / "job_title_similarity_en")
    assert ranking.relevant.shape == (105, 2_619) and ranking.relevant.sum() == 2_420
    words, letters = (
        score_ranking(RANKERS[name](ranking.queries, ranking.documents), ranking.relevant)
        for name in ("TF-IDF, words", "TF-IDF, letters")
    )
    assert words.value("MAP") == pytest.approx(27.6, abs=1)
    assert letters.value("MAP") == pytest.approx(35.7, abs=1)
