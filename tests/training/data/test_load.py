"""Datasets by name: what is found where, and errors that begin with the option that named it."""

import pytest

from dataset_builder.errors import BadInput
from training.data.load import build_hash, dataset_folder, load_config, take_split


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
