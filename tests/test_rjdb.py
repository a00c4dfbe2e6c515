"""`rjdb.py`: prompts, parsers, and the name "rjdb" in load_dataset."""

import os
import pickle
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import datasets
import pyarrow.parquet as pq
import pytest
from datasets import get_dataset_config_names, get_dataset_split_names, load_dataset

import rjdb
from dataset_builder.pipeline.build import BuildConfig, build

ROOT = Path(__file__).parents[1]
JOB = {"title": "Sr. Developer, III", "years": 1, "start_year": None, "end_year": None}
DATED = {"title": "Baker", "years": 3, "start_year": 2013, "end_year": 2016}


# ---------------------------------------------------------------------------------------------- prompts, answers


def test_flatten_keeps_lines_visible_without_newlines():
    text = "## Skills\n\n-  Java\t8\n  - C++ \n"
    assert rjdb.flatten(text) == "## Skills | - Java 8 | - C++"
    assert rjdb.unflatten(rjdb.flatten(text)) == "## Skills\n- Java 8\n- C++"


@pytest.mark.parametrize("task", rjdb.TASKS)
def test_columns_are_what_prompt_and_completion_give(built, task):
    for row in load_dataset(str(built), task, split="test"):
        assert row["prompt"] == rjdb.prompt(task, **row)
        assert row["completion"] == rjdb.completion(task, **row)
        assert row["prompt"].endswith(rjdb.SEPARATOR)
        assert "\n" not in row["prompt"].removesuffix(rjdb.SEPARATOR) + row["completion"]


@pytest.mark.parametrize("task", rjdb.TASKS)
def test_parse_gives_the_labels_back(built, task):
    for row in load_dataset(str(built), task, split="train"):
        for field, value in rjdb.parse(task, row["completion"]).items():
            if field == "target":
                value, row[field] = rjdb.flatten(value), rjdb.flatten(row[field])
            assert value == row[field], (row["id"], field)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("match", 1), ("no match", 0), ("Match.", 1), ("NO MATCH", 0), ("Yes, it meets them", 1), ("It does not match", 0),
        ("mismatch", 0), ("unmatched", 0), ("not a match", 0), ("1", 1), ("0", 0), ("", None), (None, None), ("banana", None),
        ("no match | skills: Match Making", 0), ("Answer: match", 1), ("The resume doesn't match", 0),
        ("match: no", 0), ("**Match:** No", 0), ("Match: yes", 1), ('{"match": false}', 0), ('{"match": true}', 1), ("no_match", 0),
        ("non-match", 0), ('{"reason": "nothing is missing, it does not lack a skill", "match": true}', 1), (1, 1), (0, 0), (0.0, 0), (True, 1),
    ],
)  # fmt: skip
def test_parse_label(text, label):
    assert rjdb.parse("matching", text) == {"label": label}


@pytest.mark.parametrize(
    ("text", "skills", "experiences"),
    [
        ("skills: .NET; C++; Inc. | experience: 1 year as Sr. Developer, III", [".NET", "C++", "Inc."], [JOB]),
        ("skills: Java | experience: Baker (2013 - 2016)", ["Java"], [DATED]),
        ("experience: Baker (2013 - 2016)", [], [DATED]),
        ("**Skills:** Java, C#\n**Experience:**\n- Baker, 2013–2016", ["Java", "C#"], [DATED]),
        ("Skills:\n1. Java\n2. SQL\n\nExperience:\n* Baker (2013 to 2016)", ["Java", "SQL"], [DATED]),
        ('{"skills": ["Java"], "experience": ["Baker (2013 - 2016)"]}', ["Java"], [DATED]),
        ('```json\n{"skills": ["Java"], "experiences": [{"title": "Baker", "years": 3}]}\n```', ["Java"],
         [DATED | {"start_year": None, "end_year": None}]),
        ("skills: Java; ; Java; | experience:", ["Java"], []),
        ("skills: a;b", ["a", "b"], []),
        ("skills: a ;b;c|experience: Baker (2013-2016)", ["a", "b", "c"], [DATED]),
        ("experience: Baker (2013 - 2016);1 year as Sr. Developer, III", [], [DATED, JOB]),
        ("Skills: a; b. Experience: Baker (2013 - 2016)", ["a", "b"], [DATED]),
        ("skills: a; b; experience: Baker (2013 - 2016)", ["a", "b"], [DATED]),
        ("skills: ['a', 'b']", ["a", "b"], []),
        ("skills: none | experience: None", [], []),
        ('{"skills": "a; b", "experience": null}', ["a", "b"], []),
        ('{"skills": [{"name": "a"}, null, "b"], "experience": [{"title": null}, {"title": "Baker", "years": "3"}]}', ["a", "b"],
         [DATED | {"start_year": None, "end_year": None}]),
        ("", [], []),
        ("I cannot help with that", [], []),
        ("{" * 50, [], []),
    ],
)  # fmt: skip
def test_parse_lists(text, skills, experiences):
    assert rjdb.parse("extraction", text) == {"skills": skills, "experiences": experiences}


def test_parse_explanation_reads_verdict_and_lists():
    answer = rjdb.parse("explanation", "no match | skills: A; B | experience: 1 year as Sr. Developer, III")
    assert answer == {"label": 0, "skills": ["A", "B"], "experiences": [JOB]}
    assert rjdb.parse("explanation", "match") == {"label": 1, "skills": [], "experiences": []}
    assert rjdb.parse("explanation", "Missing skills: A")["label"] == 0
    assert rjdb.parse("explanation", "no match; skills: A;B")["skills"] == ["A", "B"]
    assert rjdb.parse("explanation", '{"skills": [], "match": true}') == {"label": 1, "skills": [], "experiences": []}
    assert rjdb.parse("explanation", "???") == {"label": None, "skills": [], "experiences": []}


@pytest.mark.parametrize("task", rjdb.TASKS)
@pytest.mark.parametrize(
    "unit", ["\n", " ", "{", '{"a":', "skills: ", "(2019 - ", "; ", "| ", "match ", "- ", "\x00", "é"]
)
def test_parse_survives_any_text_in_bounded_time(task, unit):
    started = time.perf_counter()
    rjdb.parse(task, unit * (500_000 // len(unit)))
    assert time.perf_counter() - started < 5


def test_prompt_names_what_is_missing():
    with pytest.raises(ValueError, match="unknown task 'match'; the tasks are matching"):
        rjdb.prompt("match", resume="x")
    with pytest.raises(ValueError, match="missing: job_description"):
        rjdb.prompt("matching", resume="x")


def test_prompts_hold_nothing_that_t5_cannot_read(built, shared):
    tokenizers = pytest.importorskip("tokenizers")
    tokenizer = tokenizers.Tokenizer.from_file(str(shared / "t5_vocab" / "tokenizer.json"))
    unknown = tokenizer.token_to_id("<unk>")
    rows = load_dataset(str(built), "extraction", split="train")
    share = sum(tokenizer.encode(row["completion"]).ids.count(unknown) > 0 for row in rows) / len(rows)
    assert share < 0.02


# ---------------------------------------------------------------------------------------------- load_dataset("rjdb")


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_loads_by_name_from_data_dir(built, elsewhere):
    assert load_dataset("rjdb", "matching", split="test", data_dir=str(built)).num_rows == 16


def test_loads_by_name_from_rjdb_home(built, elsewhere, monkeypatch):
    monkeypatch.setenv("RJDB_HOME", str(built))
    assert load_dataset("rjdb", split="test").features == rjdb.FEATURES["triples"]
    assert set(get_dataset_config_names("rjdb")) == set(rjdb.FEATURES)
    assert get_dataset_split_names("rjdb", "triples") == list(rjdb.SPLITS)


def test_loads_by_name_beside_the_folder(built, elsewhere):
    os.symlink(built, "rjdb")
    streamed = load_dataset("rjdb", "triples", split="validation", streaming=True)
    assert [row["id"] for row in streamed] == load_dataset("rjdb", "triples", split="validation")["id"]


def test_data_dir_wins_over_rjdb_home(built, elsewhere, monkeypatch):
    monkeypatch.setenv("RJDB_HOME", str(elsewhere / "nowhere"))
    assert load_dataset("rjdb", "matching", split="test", data_dir=str(built)).num_rows == 16
    with pytest.raises(FileNotFoundError, match=r"\$RJDB_HOME .*holds no built RJDB dataset"):
        load_dataset("rjdb", "matching")


def test_without_a_folder_the_error_says_what_to_do(elsewhere):
    with pytest.raises(ConnectionError, match="build it with `python -m dataset_builder build`"):
        load_dataset("rjdb", "matching")


def test_unknown_config_lists_the_configs(built, elsewhere):
    with pytest.raises(ValueError, match="matching"):
        load_dataset("rjdb", "matchin", data_dir=str(built))


def test_a_config_without_rows_loads_as_one_plain_and_streamed(elsewhere):
    built = elsewhere / "rjdb"
    build(BuildConfig(out=str(built), triples=24, workers=1, quiet=True))  # so small that no draft is rejected
    assert rjdb.FEATURES["rejected"] == load_dataset("rjdb", "rejected", split="train", data_dir=str(built)).features
    loaded = load_dataset("rjdb", "rejected", data_dir=str(built))
    assert {split: rows.num_rows for split, rows in loaded.items()} == {"train": 0}
    assert list(load_dataset("rjdb", "rejected", split="train", data_dir=str(built), streaming=True)) == []
    assert (
        loaded["train"].map(lambda row: {"more": 1}).to_list() == loaded["train"].to_pandas().to_dict("records") == []
    )
    with pytest.raises(ValueError, match="Unknown split"):
        load_dataset("rjdb", "rejected", split="test", data_dir=str(built))
    (elsewhere / "empty.json").write_text("")
    with pytest.raises(Exception):  # noqa: B017  # what datasets says of others is theirs
        load_dataset("json", data_files=str(elsewhere / "empty.json"), split="train")


def test_other_names_are_left_alone(built):
    assert load_dataset("parquet", data_files=str(built / "triples" / "test-*"), split="train").num_rows == 8


def test_loaded_dataset_pickles_and_maps_in_processes(built, elsewhere):
    rows = load_dataset("rjdb", "matching", split="train", data_dir=str(built))
    again = pickle.loads(pickle.dumps(rows))
    mapped = again.map(lambda row: {"same": row["prompt"] == rjdb.prompt("matching", **row)}, num_proc=2)
    assert all(mapped["same"])


def test_rebuilt_folder_is_not_served_from_the_cache(built, tmp_path):
    from dataset_builder.pipeline.build import BuildConfig, build

    folder = tmp_path / "rjdb"
    for seed in (1, 2):
        build(BuildConfig(out=str(folder), triples=12, seed=seed, workers=1, quiet=True, overwrite=True))
        loaded = load_dataset(str(folder), "triples", split="train")
        on_disk = datasets.Dataset.from_parquet(
            str(folder / "triples" / "train-*.parquet"), cache_dir=str(tmp_path / str(seed))
        )
        assert loaded["job_description"] == on_disk["job_description"]


def test_works_in_a_new_process_without_the_import(built, tmp_path):
    os.symlink(built, tmp_path / "rjdb")
    code = "from datasets import load_dataset; print(load_dataset('rjdb', 'editing', split='test').column_names)"
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "experience_change" in result.stdout


def test_imports_nothing_but_datasets():
    code = """
        import sys
        import datasets
        before = set(sys.modules)
        import rjdb
        print(sorted(m for m in set(sys.modules) - before if m.split(".")[0] not in ("rjdb", "datasets")))
    """
    result = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_builder_reads_the_folder_as_a_loading_script_would(built, tmp_path):
    builder = rjdb.Rjdb(config_name="explanation", data_dir=str(built), cache_dir=str(tmp_path))
    builder.download_and_prepare()
    loaded = builder.as_dataset(split="test_unseen")
    assert loaded.features == rjdb.FEATURES["explanation"]
    assert loaded.to_list() == load_dataset(str(built), "explanation", split="test_unseen").to_list()


@pytest.mark.parametrize("streaming", [False, True])
def test_brackets_and_blanks_in_paths(built, tmp_path, monkeypatch, streaming):
    """datasets takes brackets in a folder's name for a pattern."""
    place = tmp_path / "a b [x]*"
    place.mkdir()
    shutil.copytree(built, place / "rjdb")
    monkeypatch.chdir(place)
    for data_dir in (None, str(place / "rjdb")):
        cache = str(place / f"cache [home] {bool(data_dir)}")
        rows = load_dataset("rjdb", "matching", data_dir=data_dir, split="test", streaming=streaming, cache_dir=cache)
        assert len(list(rows)) == pq.read_metadata(next((built / "matching").glob("test-*"))).num_rows
