"""The build as a whole: the folder, its determinism, its interruptions, and what it refuses."""

import errno
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from datasets import load_dataset

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.pipeline import shards
from dataset_builder.pipeline.build import BuildConfig, build
from dataset_builder.pipeline.shards import plan_shards
from dataset_builder.report.dataset_report import Report
from dataset_builder.sampling.facts import Facts
from dataset_builder.storage import folder as folders

ROOT = Path(__file__).parents[3]


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def small(out: Path, **settings) -> BuildConfig:
    return BuildConfig(out=str(out), **{"triples": 104, "workers": 1, "quiet": True} | settings)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """What `small` builds when nothing goes wrong. Read only; `copied` is one's own."""
    folder = tmp_path_factory.mktemp("whole") / "rjdb"
    build(small(folder))
    return folder


@pytest.fixture
def copied(whole, tmp_path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "rjdb"))


# ---------------------------------------------------------------------------------------------- the folder


CONFIGS = list(rjdb.FEATURES)


@pytest.mark.parametrize("config", CONFIGS)
def test_every_config_loads_plain_and_streamed_with_its_features(built, config):
    own = {"handwritten": ("validation", "test"), "phrases": ("train", "test")}
    splits = rjdb.SPLITS if config in rjdb.SPLIT_CONFIGS else own.get(config, ("train",))
    loaded = load_dataset(str(built), config)
    assert tuple(loaded) == splits
    for split in splits:
        assert loaded[split].features == rjdb.FEATURES[config]
        streamed = load_dataset(str(built), config, split=split, streaming=True)
        assert list(streamed.take(3)) == loaded[split].select(range(min(3, len(loaded[split])))).to_list()


def test_rows_follow_from_the_triples(built):
    loaded = {config: load_dataset(str(built), config) for config in rjdb.SPLIT_CONFIGS}
    rows = {config: {s: len(split) for s, split in loaded[config].items()} for config in loaded}
    assert rows["triples"] == {"train": 400, "validation": 8, "test": 8, "test_unseen": 8}
    for split in rjdb.SPLITS:
        triples = loaded["triples"][split]
        assert rows["matching"][split] == rows["explanation"][split] == 2 * len(triples)
        assert rows["extraction"][split] == 3 * len(triples)
        kept = sum(edit["kind"] == "kept" for edit in triples["experience_edit"])
        assert rows["editing"][split] == 2 * len(triples) - kept
        assert loaded["provenance"][split]["id"] == triples["id"]


def test_triples_are_facts_again(built):
    for row in load_dataset(str(built), "triples", split="test"):
        assert set(Facts.from_row(row).to_row()) <= set(row)


def test_card_counts_what_is_there(built):
    head = yaml.safe_load((built / "README.md").read_text(encoding="utf-8").split("---")[1])
    assert [entry["config_name"] for entry in head["configs"]] == CONFIGS
    assert [entry["config_name"] for entry in head["configs"] if entry.get("default")] == ["triples"]
    for info in head["dataset_info"]:
        config = info["config_name"]
        for split in info["splits"]:
            files = folders.shards(built, config, split["name"])
            assert split["num_examples"] == sum(pq.read_metadata(path).num_rows for path in files)
        assert info["download_size"] == sum(path.stat().st_size for path in folders.shards(built, config))


def test_card_shows_gate_tables_licences_and_the_command(built):
    text = (built / "README.md").read_text(encoding="utf-8")
    build_json = json.loads((built / "build.json").read_text(encoding="utf-8"))
    for part in ("## Quality", "## Licences", "## Splits", "Prohibited", build_json["hash"], build_json["command"]):
        assert part in text
    for row in build_json["gate"]["rows"]:
        assert row["name"] in text
    assert "None" not in text and "nan" not in text.split()


def test_report_is_read_back_from_the_folder(built):
    report = Report.read(built)
    assert report.passed
    assert "removed skills" in report.text()


def test_nothing_else_is_left_behind(built):
    assert {path.name for path in built.parent.iterdir()} == {"rjdb"}
    assert {path.name for path in built.iterdir()} == {
        "README.md", "DATASHEET.md", "build.json", "eval.yaml", "figures", *CONFIGS,
    }  # fmt: skip
    assert not list(built.rglob(".*"))


# ---------------------------------------------------------------------------------------------- determinism


def test_workers_do_not_change_a_byte(whole, tmp_path):
    build(small(tmp_path / "two", workers=2))
    assert digest(tmp_path / "two") == digest(whole)


def test_a_triple_does_not_depend_on_the_size_of_the_build(built, whole):
    few = load_dataset(str(whole), "triples", split="train").to_list()
    many = {row["id"]: row for row in load_dataset(str(built), "triples", split="train")}
    assert all(row == many[row["id"]] for row in few)


def test_shards_cover_every_id_once_and_leave_work_for_each_core():
    for triples in (10, 104, 2_000, 52_000):
        planned = plan_shards(triples)
        train = [i for shard in planned if shard.split == "train" for i in range(shard.start, shard.stop)]
        assert train == list(range(len(train)))
        assert sum(s.stop - s.start for s in planned if s.split != "test_unseen") == triples
    assert sum(shard.split == "train" for shard in plan_shards(2_000)) == 4


def test_of_a_large_split_assessment_has_evenly_spaced_triples(tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "ASSESSED", 10)
    build(small(tmp_path / "rjdb", triples=30))
    triples = load_dataset(str(tmp_path / "rjdb"), "triples", split="train")["id"]
    assessed = load_dataset(str(tmp_path / "rjdb"), "assessment", split="train")["id"]
    found = {one.rsplit("-", 1)[0] for one in assessed}
    assert (
        len(triples) == 28 and found <= set(triples[::3]) and len(found) > 5
    )  # a post that is read otherwise has none


@pytest.mark.slow
def test_killed_at_any_moment_the_next_call_finishes_to_the_same_bytes(tmp_path):
    build(small(tmp_path / "whole", triples=1_200))
    command = [sys.executable, "-m", "dataset_builder", "build", "--triples", "1200", "--workers", "2", "--quiet"]
    kills = 0
    for wait in (2.0, 2.6, 3.2, 3.8, 4.4):
        process = subprocess.Popen(
            [*command, "--out", str(tmp_path / "rjdb")], cwd=ROOT, start_new_session=True, stdout=-3
        )
        time.sleep(wait)
        kills += process.poll() is None
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        process.wait()
        assert not (tmp_path / "rjdb" / "README.md").exists() or process.returncode == 0
    subprocess.run([*command, "--out", str(tmp_path / "rjdb")], cwd=ROOT, check=True, stdout=-3)
    assert kills
    assert digest(tmp_path / "rjdb") == digest(tmp_path / "whole")
    assert {path.name for path in tmp_path.iterdir()} == {"rjdb", "whole"}


def test_an_interrupted_build_keeps_finished_shards_and_continues(whole, tmp_path, monkeypatch):
    from dataset_builder.pipeline import shards as module

    real, calls = module.write_triples, []

    def stop_at_third(place, shard, *args):
        calls.append(shard)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(place, shard, *args)

    monkeypatch.setattr(module, "write_triples", stop_at_third)
    with pytest.raises(KeyboardInterrupt):
        build(small(tmp_path / "rjdb"))
    assert not (tmp_path / "rjdb").exists()
    build(small(tmp_path / "rjdb"))
    assert len(calls) == len(set(calls)) + 1, "only the shard that was stopped is written twice"
    assert digest(tmp_path / "rjdb") == digest(whole)


def test_a_build_that_ends_before_its_first_shard_leaves_nothing(tmp_path, monkeypatch):
    from dataset_builder.pipeline import shards as module

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "write_triples", stop)
    with pytest.raises(KeyboardInterrupt):
        build(small(tmp_path / "rjdb"))
    assert not list(tmp_path.iterdir())
    monkeypatch.undo()
    assert build(small(tmp_path / "rjdb", seed=1)).passed, "with other settings, in the same process"


def test_what_a_killed_writer_left_does_not_get_into_the_dataset(tmp_path, monkeypatch):
    from dataset_builder.pipeline import build as module

    monkeypatch.setattr(module, "write_graph_configs", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        build(small(tmp_path / "rjdb"))
    monkeypatch.undo()
    (tmp_path / ".rjdb.building" / "matching" / ".train-00000-of-00001.parquet.7.tmp").write_bytes(b"half")
    build(small(tmp_path / "rjdb"))
    assert not list((tmp_path / "rjdb").rglob(".*"))


def test_the_same_build_again_is_not_built_again(copied):
    before = {path: path.stat().st_mtime_ns for path in copied.rglob("*")}
    assert build(small(copied)).passed is not False
    assert before == {path: path.stat().st_mtime_ns for path in copied.rglob("*")}


def test_overwrite_of_the_same_build_writes_card_and_report_anew_and_no_row(copied):
    out, report = copied, Report.read(copied)
    rows = {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")}
    before = digest(out)
    (out / "README.md").write_text("a card of other code")
    (out / "build.json").write_text(json.dumps(report.build | {"statistics_markdown": "measured by other code"}))
    (out / "figures" / "categories.png").unlink()
    assert build(small(out)).build["statistics_markdown"] == "measured by other code"
    again = build(small(out, overwrite=True)).build
    assert again["statistics_markdown"] == report.build["statistics_markdown"]
    assert digest(out) == before
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")} == rows


def test_overwrite_of_the_same_build_makes_rows_anew_that_were_edited(copied, tmp_path):
    before = digest(copied)
    next((copied / "triples").iterdir()).write_bytes(b"edited")
    build(small(copied, overwrite=True))
    assert digest(copied) == before
    assert {path.name for path in tmp_path.iterdir()} == {"rjdb"}


# ---------------------------------------------------------------------------------------------- refusals


def test_a_folder_of_something_else_is_never_touched(tmp_path):
    out = tmp_path / "rjdb"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    for overwrite in (False, True):
        with pytest.raises(BadInput, match="holds something that is not an RJDB dataset"):
            build(small(out, overwrite=overwrite))
    assert digest(out) == {"thesis.txt": hashlib.sha256(b"mine").hexdigest()}
    assert {path.name for path in tmp_path.iterdir()} == {"rjdb"}


def test_another_build_is_replaced_only_when_asked(copied, tmp_path):
    before = digest(tmp_path / "rjdb")
    with pytest.raises(BadInput, match="holds another build .*--overwrite"):
        build(small(tmp_path / "rjdb", seed=1))
    assert digest(tmp_path / "rjdb") == before
    build(small(tmp_path / "rjdb", seed=1, overwrite=True))
    assert digest(tmp_path / "rjdb") != before
    assert {path.name for path in tmp_path.iterdir()} == {"rjdb"}


def test_an_unfinished_build_with_other_settings_is_not_mixed_in(tmp_path, monkeypatch):
    from dataset_builder.pipeline import build as module

    monkeypatch.setattr(module, "write_graph_configs", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        build(small(tmp_path / "rjdb"))
    monkeypatch.undo()
    with pytest.raises(BadInput, match="an unfinished build with other settings"):
        build(small(tmp_path / "rjdb", seed=1))


def test_a_full_disk_is_one_line_and_finished_shards_stay(whole, tmp_path, monkeypatch):
    real = pq.ParquetWriter.write_table

    def full(self, table, **options):
        if "walk" in table.column_names and table["id"][0].as_py().startswith("test-"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, table, **options)

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(BadInput, match="the disk is full; free some space and run the same command") as caught:
        build(small(tmp_path / "rjdb"))
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.rglob("*.tmp")) and not (tmp_path / "rjdb").exists()
    monkeypatch.undo()
    build(small(tmp_path / "rjdb"))
    assert digest(tmp_path / "rjdb") == digest(whole)


@pytest.mark.slow
def test_a_worker_that_cannot_write_ends_the_build_in_one_line(tmp_path):
    def no_large_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    command = [sys.executable, "-m", "dataset_builder", "build", "--triples", "1200", "--workers", "2", "--quiet"]
    command += ["--out", str(tmp_path / "rjdb")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=no_large_files)
    assert ran.returncode == 2, ran.stderr
    assert ran.stderr.startswith("error: ") and ran.stderr.count("\n") == 1
    assert "cannot be written" in ran.stderr and not list(tmp_path.rglob("*.tmp"))
    assert subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL).returncode == 0, "the same command continues"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"recipe": "fact"}, "--recipe 'fact': give one of facts, paper"),
        ({"triples": 3}, "--triples 3: a dataset with all splits needs 10 or more"),
        ({"max_removed": 9}, "--max-removed 9"),
        ({"workers": 0}, "--workers 0"),
        ({"graph": "nowhere"}, "nowhere"),
        ({"names": "nowhere.csv"}, r"nowhere\.csv"),
    ],
)
def test_bad_settings_are_one_line(tmp_path, monkeypatch, settings, message):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match=message) as caught:
        build(small(tmp_path / "rjdb", **settings))
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_out_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "rjdb").write_text("mine")
    with pytest.raises(BadInput, match="is not a folder"):
        build(small(tmp_path / "rjdb"))


# ---------------------------------------------------------------------------------------------- checks at work


def test_rejected_drafts_keep_their_reason_and_the_id_is_drawn_again(tmp_path, monkeypatch):
    from dataset_builder.teachers.template import TemplateTeacher

    real = TemplateTeacher.write

    def careless(self, facts, attempt=0):
        from dataclasses import replace

        written = real(self, facts, attempt)
        if attempt or not facts.id.endswith("3"):
            return written
        return replace(written, resume_unmatched=written.resume_unmatched + f"\nAlso {facts.removed_skills[0]}")

    monkeypatch.setattr(TemplateTeacher, "write", careless)
    report = build(small(tmp_path / "rjdb"))
    rejected = load_dataset(str(tmp_path / "rjdb"), "rejected", split="train")
    assert {row["id"][-1] for row in rejected} == {"3"} and len(rejected) == 10 + 0 + 0
    assert all(row["reason"].startswith("removed skill survives in the unmatched resume") for row in rejected)
    assert report.build["rejected"]["rows"] == len(rejected)
    again = {row["id"]: row["attempt"] for row in load_dataset(str(tmp_path / "rjdb"), "provenance", split="train")}
    assert all(again[row["id"]] == 1 for row in rejected)
    assert len(again) == 100
