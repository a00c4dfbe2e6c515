"""What is missing on release day is one line before anything is made, and the plan comes without a network."""

import shutil
from collections import namedtuple

import pytest
from huggingface_hub import constants

from dataset_builder.errors import BadInput
from tests.doubles.hub_state import Blob
from training.release import __main__ as verb
from training.release import missing, training
from training.release.config import BASE, BASE_REVISION, ReleaseConfig
from training.release.hardware import Card

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def base(hub):
    """A base model on the double, at the commit that the release asks for."""
    repository = hub.state.create("model", BASE, private=False)
    hub.state.add_commit(repository, "main", {"config.json": _blob(hub)}, "weights", None)
    repository.tags[BASE_REVISION] = repository.branches["main"]
    return repository


def _blob(hub):
    content = b'{"model_type": "t5"}'
    return Blob(len(content), hub.state.keep(content))


def said(org: str = "org", card=None, disk: int = 0, **more) -> str:
    return missing.line(missing.lacking(ReleaseConfig(org=org, **more), card, disk))


def test_nothing_is_missing_with_token_card_disk_and_the_release(hub, base, tmp_path):
    (tmp_path / "test.jsonl").write_text("{}\n")
    assert said(card=Card.named("A10G"), original=str(tmp_path / "test.jsonl")) == "nothing is missing"


@pytest.mark.parametrize(
    ("token", "org", "says"),
    [
        (None, "org", "missing: a token (`hf auth login`, or HF_TOKEN)"),
        ("hf_wrong", "org", "missing: a token that is valid"),
        ("hf_read", "org", "rights: the token of user may only read"),
        ("hf_other", "org", "rights: other is not in org; ask to be let in, or give --org one of other"),
        ("hf_fine", "org", "rights, perhaps: the token of user names no organisation org"),
        ("hf_write", "user", "missing: a GPU"),
    ],
)
def test_the_token_is_looked_at_first(hub, base, monkeypatch, token, org, says):
    monkeypatch.setenv("HF_TOKEN", token) if token else monkeypatch.delenv("HF_TOKEN")
    assert says in said(org)


def test_a_base_model_that_cannot_be_had_is_named_with_its_remedy(hub, base, tmp_path):
    assert "google/none is not on the Hub, or not for this token; it may have been renamed" in said(base="google/none")
    assert f"{BASE} has no revision v9; give --base-revision" in said(base_revision="v9")
    base.gated = True
    assert f"{BASE} is gated; ask for access on {hub.url}/{BASE}" in said()
    for config in (ReleaseConfig(org="org"), ReleaseConfig(org="org", base="google/none")):
        with pytest.raises(BadInput, match=r"--base: .*(is gated; ask for access|it may have been renamed)"):
            training.fetch_base(config)


def test_a_base_model_of_another_name_is_refused(hub, monkeypatch):
    """The Hub answers the old name of a renamed repository with the new one."""
    monkeypatch.setattr(
        "huggingface_hub.HfApi.model_info", lambda *_, **__: namedtuple("Info", "id sha")("google/t5", "a" * 40)
    )
    with pytest.raises(BadInput, match="is called google/t5 now; give --base google/t5 --base-revision a{40}"):
        training.fetch_base(ReleaseConfig(org="org", base="google/renamed"))


def test_disk_and_number_format_are_looked_at(hub, base, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda place: Usage(0, 0, 5_000_000_000))
    assert "disk: release has 5.0 GB free, 19.0 are needed; free some, or give another --out" in said(
        disk=19_000_000_000
    )
    assert "bf16 (T4 has none; leave --precision out)" in said(card=Card.named("T4"), precision="bf16")


def test_a_release_without_a_token_ends_with_one_line_and_makes_nothing(hub, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HF_TOKEN")
    assert verb.main(["--org", "org", "--base", str(tmp_path)]) == 2
    out, error = capsys.readouterr()
    assert out.startswith("missing: a token") and error.count("\n") == 1
    assert "error: a token (`hf auth login`, or HF_TOKEN); see to it and run the same command again" in error
    assert not (tmp_path / "release").exists()


def test_the_plan_comes_without_a_network_and_sends_nothing(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert verb.main(["--org", "demo", "--dry-run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("missing: the Hub (HF_HUB_OFFLINE is set: unset it); a GPU")
    assert any(line.startswith("| matcher ") and "100,000 rows" in line for line in lines)
    assert lines[-1] == "nothing was sent; without --dry-run it begins" and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "--org '': give the user or organisation"),
        (["--org", "a/b"], "--org 'a/b'"),
        (["--org", "a", "--data", "nothing"], "--data nothing: no such folder"),
        (["--org", "a", "--original", "nothing"], "--original nothing: no such file"),
        (["--org", "a", "--tag", "a b"], "--tag 'a b': is no name that git takes"),
        (["--org", "a", "--precision", "int4"], "--precision 'int4': give one of auto, bf16, fp16, float32"),
        (["--org", "a", "--recipes", "."], "matcher.yaml: cannot be read"),
    ],
)
def test_bad_options_are_one_line(words, says, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert verb.main([*words, "--dry-run"]) == 2
    error = capsys.readouterr().err
    assert says in error and error.count("\n") == 1
