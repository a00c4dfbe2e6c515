"""A release is built again from what it records, and every file compared."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import rjdb
from dataset_builder.__main__ import main
from dataset_builder.errors import BadInput
from dataset_builder.graph import storage as graph_folder
from dataset_builder.graph.make_graph import embedded
from dataset_builder.hub.verify import VerifyConfig, verify
from dataset_builder.pipeline.author import template_code
from dataset_builder.pipeline.build import BuildConfig, build
from dataset_builder.report.dataset_card import config_hash
from dataset_builder.storage.folder import file_hashes
from tests.fixtures.hub_runs import make_space, send


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Few triples, since every build is made twice here."""
    folder = tmp_path_factory.mktemp("few") / "rjdb"
    build(BuildConfig(out=str(folder), triples=20, workers=1, quiet=True))
    return folder


@pytest.fixture(autouse=True)
def unjudged(monkeypatch):
    """The gate asks for more triples; what is refused is tested in test_publish_refusals.py."""
    monkeypatch.setattr("dataset_builder.hub.publish.refusals_of", lambda *_: [])


def test_a_published_revision_is_what_its_recipe_makes(hub, built, capsys):
    send(built)
    hub.asked.clear()
    assert verify(VerifyConfig("org/rjdb", revision="v1.0.0", workers=1, quiet=True)) == 0
    said = capsys.readouterr().out
    files = [path for path in built.rglob("*") if path.is_file()]
    assert f"all {len(files)} files are those of build" in said and "DIFFERS" not in said
    assert not any(".parquet" in request for request in hub.asked), "hashes suffice"


def test_a_changed_row_is_found_and_named(built, tmp_path, capsys):
    copy = shutil.copytree(built, tmp_path / "rjdb")
    path = next((copy / "matching").glob("train-*"))
    table = pq.read_table(path)
    rows = table.to_pylist()
    rows[7]["label"] = 1 - rows[7]["label"]
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    (copy / "eval.yaml").unlink()
    assert verify(VerifyConfig(str(copy), rebuilt=str(built))) == 1
    said = capsys.readouterr().out
    assert f"matching/{path.name}: DIFFERS in label, first at row {rows[7]['id']}" in said
    assert "eval.yaml: NOT RELEASED" in said and "2 of" in said


def by_another_pyarrow(built, folder: Path) -> Path:
    """The same build as another version of a library would have written it: other bytes, hashes and sizes, the same rows."""
    copy = shutil.copytree(built, folder)
    for path in copy.rglob("*.parquet"):
        pq.write_table(pq.read_table(path), path, compression="gzip")
    facts = json.loads((copy / "build.json").read_text())
    card = (copy / "README.md").read_text(encoding="utf-8")
    for config in facts["sizes"]:
        old = config_hash(facts["files"], config)
        card = card.replace(old, config_hash(now := file_hashes(copy), config))
    card = card.replace(f"pyarrow {facts['environment']['pyarrow']}", "pyarrow 1.0").replace(
        "download_size: 1", "download_size: 2"
    )
    (copy / "README.md").write_text(card, encoding="utf-8")
    facts["files"] = now
    facts["environment"]["pyarrow"] = "1.0"
    (copy / "build.json").write_text(json.dumps(facts))
    return copy


@pytest.mark.parametrize("where", ["folder", "hub"])
def test_another_pyarrow_gives_the_same_rows_in_other_bytes(hub, built, tmp_path, capsys, where):
    copy = by_another_pyarrow(built, tmp_path / "rjdb")
    if where == "hub":
        assert send(copy, code="https://example.com/rjdb") == 0
    capsys.readouterr()
    assert verify(VerifyConfig("org/rjdb" if where == "hub" else str(copy), rebuilt=str(built))) == 0
    said = capsys.readouterr().out
    now = json.loads((built / "build.json").read_text())["environment"]["pyarrow"]
    assert f"(pyarrow 1.0 / {now})" in said.splitlines()[-1] and "same rows as build" in said
    assert (
        "DIFFERS" not in said
        and len(said.splitlines()) < len(rjdb.FEATURES) + 10
        and "| same rows, other bytes |" in said
    )


def test_a_changed_row_is_found_among_other_bytes(hub, built, tmp_path, capsys):
    copy = by_another_pyarrow(built, tmp_path / "rjdb")
    path = next((copy / "matching").glob("train-*"))
    rows = pq.read_table(path).to_pylist()
    rows[3]["label"] = 1 - rows[3]["label"]
    pq.write_table(pa.Table.from_pylist(rows, schema=pq.read_schema(path)), path)
    assert verify(VerifyConfig(str(copy), rebuilt=str(built))) == 1
    said = capsys.readouterr().out
    assert f"matching/{path.name}: DIFFERS in label, first at row {rows[3]['id']}" in said
    assert "libraries differ (pyarrow 1.0 / " in said


def test_other_code_is_named(built, tmp_path, capsys, monkeypatch):
    copy = shutil.copytree(built, tmp_path / "rjdb")
    facts = json.loads((built / "build.json").read_text())
    facts["settings"]["code_version"] = "0.9+abc"
    (copy / "build.json").write_text(json.dumps(facts))
    assert verify(VerifyConfig(str(copy), rebuilt=str(built))) == 1
    assert f"built by code 0.9+abc, rebuilt by {template_code()}: check out" in capsys.readouterr().out


def test_where_only_the_card_differs_the_rows_are_said_to_be_the_same(built, tmp_path, capsys):
    copy = shutil.copytree(built, tmp_path / "rjdb")
    with (copy / "README.md").open("a") as file:
        file.write("\nanother template\n")
    assert verify(VerifyConfig(str(copy), rebuilt=str(built))) == 1
    assert "1 of " in (said := capsys.readouterr().out) and "; every row is the same, the code that measures" in said


def test_what_was_rebuilt_must_be_a_dataset(built, tmp_path):
    with pytest.raises(BadInput, match="is a space; only datasets"):
        verify(VerifyConfig(str(built), rebuilt=str(make_space(tmp_path / "space"))))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"teacher": "openai:m"}, "written by openai:m; with the store of its requests at hand"),
        ({"recipe": "original"}, "imported from the original release; get its file"),
        ({"graph": "0" * 64}, "built from graph 000000000000; give its folder with --graph"),
        ({"names": "0" * 12}, "built with given names 000000000000; give them with --names"),
    ],
)
def test_what_is_needed_is_asked_for(built, tmp_path, changed, said):
    copy = shutil.copytree(built, tmp_path / "rjdb")
    facts = json.loads((built / "build.json").read_text())
    facts["settings"] |= changed
    (copy / "build.json").write_text(json.dumps(facts))
    with pytest.raises(BadInput) as error:
        verify(VerifyConfig(str(copy)))
    assert said in str(error.value)


def test_a_graph_of_ones_own(tmp_path, capsys):
    graph_folder.save(embedded(), tmp_path / "graph")
    build(BuildConfig(out=str(tmp_path / "rjdb"), triples=20, graph=str(tmp_path / "graph"), workers=1, quiet=True))
    assert verify(VerifyConfig(str(tmp_path / "rjdb"), graph=str(tmp_path / "graph"), workers=1, quiet=True)) == 0
    graph_folder.save(replace(embedded(), parameters={"seed": 1}), tmp_path / "other")
    with pytest.raises(BadInput, match="other is "):
        verify(VerifyConfig(str(tmp_path / "rjdb"), graph=str(tmp_path / "other")))


def test_what_cannot_be_verified(hub, built, tmp_path, capsys):
    send(make_space(tmp_path / "space"))
    send(built)
    hub.state.create("dataset", "org/empty", private=False)
    for words, said in (
        (["org/nothing"], "no such dataset on the Hub"),
        (["org/empty"], "no build.json, so no recipe"),
        (["org/rjdb", "--revision", "v9"], "has no revision v9; it has main, v1.0.0"),
        (["nowhere"], "is no folder here and no org/name"),
        ([str(tmp_path / "space")], "is a space; only datasets can be built again"),
    ):
        capsys.readouterr()
        assert main(["verify", *words, "--quiet"]) == 2
        assert said in capsys.readouterr().err
