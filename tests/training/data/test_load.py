"""Datasets by name: what is found where, and errors that begin with the option that named it."""

import pytest

from dataset_builder.errors import BadInput
from training.data import load
from training.data.load import build_hash, dataset_folder, load_config, take_split
from training.data.spans import spanned_documents


def test_a_folder_and_rjdb_by_name_are_the_same(built, monkeypatch):
    monkeypatch.setenv("RJDB_HOME", str(built))
    assert dataset_folder("rjdb") == dataset_folder(str(built)) == built
    assert build_hash("rjdb") == build_hash(str(built))
    by_name, by_folder = (load_config(name, "matching")["test"]["id"] for name in ("rjdb", str(built)))
    assert list(by_name) == list(by_folder)


def test_a_repository_is_known_by_its_revision():
    assert dataset_folder("org/name") is None
    assert build_hash("org/name", "v1") == "v1"


@pytest.mark.parametrize(
    ("name", "config", "revision", "says"),
    [
        ("no/such/folder", "matching", None, "--data no/such/folder: no such folder; give one written by"),
        ("BUILT", "matching", "v1", "is a folder and has no revision; leave the revision out"),
        ("BUILT", "cooking", None, "config cooking: cannot be loaded ("),
        ("EMPTY", "matching", None, "holds no built RJDB dataset (no README.md); build one with"),
    ],
)
def test_errors_begin_with_the_option(name, config, revision, says, built, tmp_path):
    name = {"BUILT": str(built), "EMPTY": str(tmp_path)}.get(name, name)
    with pytest.raises(BadInput) as caught:
        load_config(name, config, revision, option="--data")
    assert str(caught.value).startswith(f"--data {name}") and says in str(caught.value)


def test_a_rjdb_home_without_a_dataset_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("RJDB_HOME", str(tmp_path))
    with pytest.raises(BadInput, match=r"--data rjdb: \$RJDB_HOME .* holds no built RJDB dataset"):
        load_config("rjdb", "matching", option="--data")


def test_a_split_without_rows_or_columns_is_refused(built):
    dataset = load_config(str(built), "matching")
    with pytest.raises(BadInput, match="d: has no split dev, only train"):
        take_split(dataset, "dev", ["id"], "d")
    with pytest.raises(BadInput, match="d, split test: has no column target"):
        take_split(dataset, "test", ["id", "target"], "d")
    dataset["test"] = dataset["test"].select([])
    with pytest.raises(BadInput, match="d, split test: is empty"):
        take_split(dataset, "test", ["id"], "d")


def test_a_mix_has_train_rows_of_each_in_turn_and_the_rest_of_the_first(built):
    alone, mix = load_config(str(built), "matching"), load_config(f"{built}+{built}", "matching")
    rows, ids = mix["train"], list(alone["train"]["id"])
    assert rows["id"][:4] == [ids[0], f"2:{ids[0]}", ids[1], f"2:{ids[1]}"] and len(rows) == 2 * len(ids)
    assert rows[0]["resume"] == rows[1]["resume"] != rows[2]["resume"]
    assert mix["test"]["id"] == alone["test"]["id"]
    assert len(load_config(f"{built}+{built}", "skills")["train"]) == len(load_config(str(built), "skills")["train"])
    assert build_hash(f"{built}+{built}") == "+".join([build_hash(str(built))] * 2)


def test_spans_of_a_mix_stay_with_their_documents(built):
    alone, mix = ({(one.id, one.document): one for one in spanned_documents(name, "train")} for name in (str(built), f"{built}+{built}"))  # fmt: skip
    assert len(mix) == 2 * len(alone) and all(mix[f"2:{key}", document].spans == one.spans for (key, document), one in alone.items())  # fmt: skip


def test_the_longer_dataset_ends_a_mix_and_other_columns_are_refused(built, monkeypatch):
    from datasets import Dataset, DatasetDict

    parts = {
        "a": DatasetDict(train=Dataset.from_dict({"id": ["1", "2", "3"]})),
        "b": DatasetDict(train=Dataset.from_dict({"id": ["1"]})),
        "c": DatasetDict(train=Dataset.from_dict({"id": ["1"], "label": [0]})),
    }
    monkeypatch.setattr(load, "_load_one", lambda name, *_: parts[name])
    assert load_config("a+b+b", "matching")["train"]["id"] == ["1", "2:1", "3:1", "2", "3"]
    with pytest.raises(
        BadInput, match=r"--data c, config matching: has other columns than a; build both with one version"
    ):
        load_config("a+c", "matching", option="--data")


def test_a_folder_whose_name_has_a_plus_is_one_dataset(tmp_path, monkeypatch):
    (tmp_path / "a+b").mkdir()
    monkeypatch.chdir(tmp_path)
    assert load.mixed_names("a+b") == ["a+b"] and load.mixed_names("a+c") == ["a", "c"]
