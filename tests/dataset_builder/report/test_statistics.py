"""The figures of a dataset: lengths, counts, shares, next to the paper's."""

import json
from dataclasses import asdict, replace

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.report import figures, statistics, text_lengths
from dataset_builder.report.asked_experience import RELATIONS
from dataset_builder.report.statistics import CategoryFigures, Words, measure
from dataset_builder.storage.folder import shard_name, write_rows
from tests.fixtures.synthetic import EDIT, JOB, triple, write_triples

TEXTS = {"job_description": "word " * 10, "resume_matched": "a b\n\nc  d ", "resume_unmatched": "a b"}


@pytest.fixture
def folder(tmp_path):
    """Three triples of train in two files and one of test, all counted by hand below."""
    first = triple(0, **TEXTS, category="healthcare", cluster=4, gender="male", skills=["x"], removed_skills=["x"])
    second = triple(
        1, **TEXTS, category="technology", cluster=4, gender="male", skills=["x", "y"], removed_skills=["y"]
    )
    third = triple(
        2,
        **TEXTS | {"job_description": "word " * 16},
        category="healthcare",
        cluster=4,
        gender="female",
        skills=["x", "y", "z"],
        removed_skills=["x", "y"],
        experiences=[JOB, JOB],
        negative_kind="deletion",
        experience_edit=EDIT | {"kind": "dropped"},
    )
    fourth = triple(0, "test", **TEXTS, cluster=9, gender="female", skills=["x", "y"], removed_skills=["x"])
    write_triples(tmp_path, {"train": [[first, second], [third]], "test": [[fourth]]}, rows_a_group=1)
    occupations = [
        {"title": title, "soc_code": "", "category": "technology", "clusters": clusters, "source": "seed"}
        for title, clusters in (("A", [0, 1]), ("B", [0]), ("C", [0, 1]), ("D", [1]))
    ]
    edges = [("A", "x"), ("A", "y"), ("B", "x"), ("C", "x"), ("C", "y"), ("D", "x")]
    for config, rows in {
        "occupations": occupations,
        "skills": [{"skill": name, "aliases": [], "source": "seed"} for name in "xy"],
        "edges": [{"occupation": title, "skill": skill, "source": "seed"} for title, skill in edges],
    }.items():
        write_rows(tmp_path / config / shard_name("train", 0, 1), config, [rows])
    return tmp_path


def test_tables_are_counted_by_hand(folder):
    found = measure(folder)
    assert found.table3 == (
        Words("job description", 11.5, 10, 16, (181.1, 70, 427)),
        Words("matched resume", 4.0, 4, 4, (101.9, 30, 604)),
        Words("unmatched resume", 2.0, 2, 2, (87.1, 23, 395)),
    )
    assert [(row.figure, row.ours, row.paper) for row in found.table4] == [
        ("skills", 2.0, 6.43),
        ("jobs", 1.25, 2.44),
        ("removed skills", 1.25, 1.9),
    ]
    assert [(row.figure, row.ours) for row in found.table1] == [
        ("occupations", 4),
        ("skills", 2),
        ("edges", 6),
        ("skills per occupation", 1.5),
        ("occupations per skill", 3.0),
        ("clusters", 2),
        ("occupations per cluster", 3.0),
    ]
    assert found.categories == (
        CategoryFigures("technology", 1, 2.0, 10.0, 3.0),
        CategoryFigures("manual labor", 1, 2.0, 10.0, 3.0),
        CategoryFigures("healthcare", 2, 2.0, 13.0, 3.0),
    )
    assert found.negatives == (("neighbour", 3), ("deletion", 1))
    assert found.edits == (("kept", 3), ("dropped", 1))
    assert (found.clusters_used, found.gender_imbalance) == (2, 1)
    assert found.cluster_sizes == (3, 3)
    assert found.rows["triples"] == {"train": 3, "test": 1} and found.rows["edges"] == {"train": 6}
    json.dumps(asdict(found))


def test_the_text_shows_ours_beside_the_papers(folder):
    text = statistics.markdown(measure(folder))
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    for line in (
        ["skills per occupation", "1.5", "8.5"],
        ["edges", "6", "70,661"],
        ["job description", "11.5", "10", "16", "181.1", "70", "427"],
        ["jobs", "1.25", "2.44"],
        ["healthcare", "2", "50.0 %", "2.0", "13.0", "3.0"],
        ["neighbour", "3", "75.0 %"],
        ["triples", "3", "", "1", ""],
    ):
        assert line in lines
    assert "Male and female differ by at most 1 triples within each of 2 clusters." in text


def test_asked_experience_is_counted_by_how_it_stands_to_the_advertised_job(tmp_path):
    codes = {"Nurse": "29-1141", "Midwife": "29-1161", "Aide": "31-1131", "Welder": "51-4121", "Medic": "29-2042"}
    occupations = [
        {"title": title, "soc_code": code, "category": "healthcare", "clusters": [0], "source": "authored",
         "feeders": ["Aide"] if title == "Nurse" else []}
        for title, code in codes.items()
    ]  # fmt: skip
    jobs = [JOB | {"title": title} for title in (*codes, "Odd Job")] + [JOB | {"title": "Welder", "years": 0}]
    folder = write_triples(tmp_path, {"test": [[triple(0, "test", job_title="Nurse", experiences=jobs)]]})
    write_rows(folder / "occupations" / shard_name("train", 0, 1), "occupations", [occupations])
    found = measure(folder)
    assert found.asked == tuple((relation, 1) for relation in RELATIONS)
    assert ["another major group", "1", "16.7 %"] in [
        [cell.strip() for cell in line.strip("|").split("|")] for line in statistics.markdown(found).splitlines()
    ]


def test_what_an_imported_dataset_lacks_is_left_out(tmp_path):
    rows = [triple(number, "test", category="", gender="") for number in range(4)]
    found = measure(write_triples(tmp_path, {"test": [rows]}))
    assert (found.table1, found.cluster_sizes, found.gender_imbalance) == ((), (), None)
    text = statistics.markdown(found)
    assert "Table 1" not in text and "Male" not in text and "(none)" in text


def test_lexical_variety_reads_the_same_number_of_words(tmp_path):
    same = dict.fromkeys(TEXTS, "one two three four five six seven eight")
    write_triples(tmp_path / "same", {"train": [[triple(number, **same) for number in range(10)]]})
    write_triples(tmp_path / "mixed", {"train": [[triple(number) for number in range(10)]]})
    job, *_ = text_lengths.lexical_variety(tmp_path / "same", most=80)
    # 80 words: 8 distinct ones; 77 runs of four, of which 8 distinct
    assert (job.words, job.types, job.four_grams) == (80, 0.1, round(8 / 77, 3))
    assert job.release is None
    mixed, *_ = text_lengths.lexical_variety(tmp_path / "mixed", most=80)
    assert mixed.words == 80 and mixed.types > 2 * job.types and mixed.four_grams > 0.9


def test_variety_of_the_release_is_what_the_table_says(shared, tmp_path):
    keys = ("Job-Description", "Resume-matched", "Resume-unmatched")
    lines = (shared / "rjdb_original" / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [dict(zip(TEXTS, (json.loads(line)[key] for key in keys))) for line in lines]
    rows = [triple(number, "test", **columns) for number, columns in enumerate(texts)]
    measured = text_lengths.lexical_variety(write_triples(tmp_path, {"test": [rows]}))
    assert {v.document: (v.types, v.four_grams) for v in measured} == {v.document: v.release for v in measured}


def test_token_lengths(folder, tmp_path):
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    tokenizer = Tokenizer(models.WordLevel({"<unk>": 0, "</s>": 1}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    tokenizer.enable_truncation(5)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    job, matched, both = text_lengths.t5_lengths(folder, tmp_path / "tokenizer.json")
    assert (job.mean, job.largest) == (13.0, 17)  # 11, 11, 17
    assert (matched.mean, matched.p95, matched.largest) == (5.0, 5, 5)
    assert (both.mean, both.largest) == (17.0, 21)
    assert "| both in one input | " in text_lengths.t5_markdown((job, matched, both))


def test_a_file_that_is_no_tokenizer_is_bad_input(folder, tmp_path):
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(BadInput, match=r"x\.json"):
        text_lengths.t5_lengths(folder, tmp_path / "x.json")


def test_figures_are_pictures_and_always_the_same(folder, tmp_path):
    from matplotlib.image import imread

    found = measure(folder)
    paths = figures.draw(found, tmp_path / "once")
    again = figures.draw(found, tmp_path / "twice")
    assert [path.name for path in paths] == [
        "categories.png",
        "skills_and_words.png",
        "cluster_sizes.png",
        "neighbourhood.png",
    ]
    for path, other in zip(paths, again):
        content = path.read_bytes()
        assert content.startswith(b"\x89PNG\r\n\x1a\n") and content == other.read_bytes()
        picture = imread(path)[..., :3]
        assert picture.shape[0] > 400 and picture.shape[1] > 1_000
        colours = {tuple(pixel) for pixel in (picture[::7, ::7] * 255).round().astype(int).reshape(-1, 3).tolist()}
        assert len(colours) > 10 and 0.01 < (picture < 0.9).any(axis=-1).mean() < 0.9
    assert not [path for path in (tmp_path / "once").iterdir() if path.suffix != ".png"]
    few = replace(found, categories=(), neighbourhood=None, cluster_sizes=(10, 11, 90))
    [other] = figures.draw(few, tmp_path / "other")
    assert other.name == paths[2].name and other.read_bytes() != paths[2].read_bytes()


def test_a_figure_without_data_is_left_out(folder, tmp_path):
    paths = figures.draw(replace(measure(folder), cluster_sizes=(), neighbourhood=None), tmp_path / "some")
    assert [path.stem for path in paths] == ["categories", "skills_and_words"]
