"""Sets for weak supervision: what is in them, that a seed decides them, and how they load."""

from collections import Counter
from random import Random

import pyarrow.parquet as pq
import pytest
from datasets import load_dataset

import rjdb
from dataset_builder.errors import BadInput
from training.evaluation.weak_supervision import (
    POSITIVES,
    WeakSupervisionConfig,
    edit_size,
    main,
    weak_pairs,
    write_sets,
)

SIZE = 200


@pytest.fixture(scope="module")
def sets(built, tmp_path_factory):
    out = tmp_path_factory.mktemp("weak") / "rjdb-weak"
    write_sets(WeakSupervisionConfig(data=str(built), out=str(out), size=SIZE))
    return out


@pytest.fixture(scope="module")
def triples(built):
    return {row["id"]: row for row in load_dataset("rjdb", "triples", data_dir=str(built))["train"]}


def rows_of(folder, name):
    return [row for path in sorted((folder / name).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def test_balance_and_columns(sets):
    for name, share in POSITIVES.items():
        rows = rows_of(sets, name)
        assert len(rows) == len({row["id"] for row in rows}) == SIZE
        assert sum(row["label"] for row in rows) == SIZE * share
        assert set(rows[0]) == set(rjdb.FEATURES["matching"])
        assert all(row["prompt"] == rjdb.prompt("matching", **row) for row in rows[:5])
        assert all(row["completion"] == rjdb.LABELS[row["label"]] for row in rows)
        assert len({row["label"] for row in rows[:20]}) == 2  # shuffled


def test_noisy_positives_are_the_unmatched_resumes_with_the_largest_edits(sets, triples):
    for name in ("weak-rec", "weak-pre"):
        positives = [row for row in rows_of(sets, name) if row["label"]]
        chosen = {row["id"].removesuffix("-unmatched") for row in positives}
        assert all(
            row["resume"] == triples[row["id"].removesuffix("-unmatched")]["resume_unmatched"] for row in positives
        )
        smallest = min(edit_size(triples[id]) for id in chosen)
        assert all(edit_size(row) <= smallest for id, row in triples.items() if id not in chosen)


def test_negatives_are_random_pairs_of_other_titles(sets, triples):
    negatives = [row for row in rows_of(sets, "weak-rec") if not row["label"]]
    for row in negatives:
        job, _, resume = row["id"].partition("-unmatched_of_" if "-unmatched_of_" in row["id"] else "-matched_of_")
        job, resume = triples[job], triples[resume.replace("_", "-")]
        assert job["job_title"] != resume["job_title"]
        assert row["job_description"] == job["job_description"]
        assert row["resume"] in (resume["resume_matched"], resume["resume_unmatched"])


def test_a_job_is_never_paired_with_its_own_title():
    edit = {"kind": "dropped", "from_start": 2010, "from_end": 2012, "to_start": None, "to_end": None}
    facts = [
        {"job_title": "ab"[at % 2], "skills": [], "experiences": [], "removed_skills": [], "experience_edit": edit}
        for at in range(20)
    ]
    _, negatives = weak_pairs(facts, 40, 0.5, Random(0))
    assert len(negatives) == 20 and all(pair.job % 2 != pair.resume % 2 for pair in negatives)
    with pytest.raises(BadInput, match="all triples advertise 'a'"):
        weak_pairs(facts[::2], 8, 0.5, Random(0))


def test_zero_shot_is_rjdb_itself(sets, triples):
    rows = rows_of(sets, "zero-shot")
    assert Counter(Counter(row["id"].rpartition("-")[0] for row in rows).values()) == {2: SIZE // 2}
    for row in rows:
        triple = triples[row["id"].rpartition("-")[0]]
        assert row["resume"] == triple["resume_matched" if row["label"] else "resume_unmatched"]


def test_subsets_are_nested_and_as_balanced(built, tmp_path, monkeypatch):
    monkeypatch.setattr("training.evaluation.weak_supervision.SUBSETS", (100, 40))
    build = write_sets(WeakSupervisionConfig(data=str(built), out=str(tmp_path / "w"), size=SIZE))
    assert {name: size["rows"] for name, size in build["sizes"].items() if name.startswith("weak-pre")} == {
        "weak-pre": SIZE, "weak-pre-100": 100, "weak-pre-40": 40,
    }  # fmt: skip
    ids = [{row["id"] for row in rows_of(tmp_path / "w", f"weak-pre{tail}")} for tail in ("", "-100", "-40")]
    assert ids[2] < ids[1] < ids[0]
    assert sum(row["label"] for row in rows_of(tmp_path / "w", "weak-pre-40")) == 10


def test_a_seed_decides_every_byte(built, sets, tmp_path):
    again, other = tmp_path / "again", tmp_path / "other"
    write_sets(WeakSupervisionConfig(data=str(built), out=str(again), size=SIZE))
    write_sets(WeakSupervisionConfig(data=str(built), out=str(other), size=SIZE, seed=1))
    files = sorted(path.relative_to(sets) for path in sets.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert all((sets / path).read_bytes() == (again / path).read_bytes() for path in files)
    assert rows_of(sets, "weak-rec") != rows_of(other, "weak-rec")


def test_the_folder_loads(sets):
    loaded = load_dataset(str(sets), "weak-pre")
    assert loaded["train"].features == rjdb.FEATURES["matching"]
    assert loaded["train"].num_rows == SIZE
    assert load_dataset("rjdb", "zero-shot", data_dir=str(sets))["train"].num_rows == SIZE
    assert "Do not evaluate on them" in (sets / "README.md").read_text()


def test_the_size_of_an_edit():
    row = {"skills": ["a", "b", "c"], "experiences": [{}], "removed_skills": ["a"]}
    edit = {"from_start": 2010, "from_end": 2015, "to_start": None, "to_end": None}
    kept = row | {"experience_edit": edit | {"kind": "kept", "to_start": 2010, "to_end": 2015}}
    shortened = row | {"experience_edit": edit | {"kind": "shortened", "to_start": 2013, "to_end": 2015}}
    dropped = row | {"experience_edit": edit | {"kind": "dropped"}}
    assert edit_size(kept) == (0.25, 0) < edit_size(shortened) == (0.5, 3) < edit_size(dropped) == (0.5, 5)


def test_the_verb_reports_what_it_wrote_and_what_is_wrong(built, tmp_path, capsys):
    out = str(tmp_path / "w")
    assert main(["--data", str(built), "--out", out, "--size", "40"]) == 0
    assert "weak-pre" in capsys.readouterr().out
    assert main(["--data", str(built), "--out", out, "--size", "44"]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert main(["--data", str(built), "--out", str(tmp_path / "x")]) == 2
    assert "12,000 pairs need 6,000" in capsys.readouterr().err
    assert main(["--data", str(tmp_path / "none"), "--out", out]) == 2
    with pytest.raises(BadInput, match="multiple of 4"):
        WeakSupervisionConfig(size=10)
