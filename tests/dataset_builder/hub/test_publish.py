"""Publishing against a Hub on loopback: the plan, one commit, a tag, nothing twice, and what must not be overwritten."""

import json
import re
import shutil
from functools import partial
from pathlib import Path

import pytest

from dataset_builder.__main__ import main
from dataset_builder.errors import BadInput
from dataset_builder.hub import release
from dataset_builder.hub.bundled_code import with_project
from dataset_builder.hub.publish import PublishConfig
from dataset_builder.pipeline.build import BuildConfig, build
from tests.fixtures.hub_runs import ROOT, content, held, make_space, send

TAG = "v1.0.0"


@pytest.fixture(scope="module")
def other(tmp_path_factory) -> Path:
    """A second release: another seed, other triples."""
    folder = tmp_path_factory.mktemp("other") / "rjdb"
    build(BuildConfig(out=str(folder), triples=220, seed=1, workers=1, quiet=True))
    return folder


def writes(double) -> list[str]:
    """Requests that changed something."""
    reads = ("GET", "HEAD")
    return [r for r in double.asked if not r.startswith(reads) and "validate-yaml" not in r and "preupload" not in r]


def test_dry_run_shows_the_plan_and_sends_nothing(hub, built, capsys):
    assert send(built, yes=False) == 0
    said = capsys.readouterr().out
    rows = json.loads((built / "build.json").read_text())["sizes"]["matching"]
    matching = next(line for line in said.splitlines() if line.startswith("| matching/"))
    assert "dataset org/rjdb (new)" in said and f"then tag {TAG}" in said
    assert matching.split("|")[-2].strip() == f"{sum(split['rows'] for split in rows.values()):,}"
    assert "nothing was sent; --yes sends it" in said
    assert writes(hub) == [] and hub.state.repositories == {}


def test_one_commit_then_a_tag_and_every_byte_arrives(hub, built, capsys):
    assert send(built) == 0
    repository = hub.state.repositories[("dataset", "org/rjdb")]
    assert [c.title for c in repository.history("main")] == [f"Release {TAG}", "initial commit"]
    assert repository.tags == {TAG: repository.branches["main"]}
    arrived, here = held(hub, "dataset", "org/rjdb", TAG), content(built)
    card = arrived.pop("README.md").decode()
    assert arrived == {k: v for k, v in here.items() if k != "README.md"} | {
        ".gitattributes": arrived[".gitattributes"]
    }
    assert 'load_dataset("org/rjdb", ' in card and card.count("\n") <= here["README.md"].decode().count("\n") + 1
    assert sum("/commit/" in request for request in hub.asked) == 1
    assert "read back the same" in capsys.readouterr().out


def test_the_same_content_twice_changes_and_downloads_nothing(hub, built, capsys):
    send(built)
    hub.asked.clear()
    assert send(built) == 0
    assert writes(hub) == [] and not any("resolve" in request for request in hub.asked)
    assert f"main is this release already, tag {TAG}" in capsys.readouterr().out


def test_a_tag_that_was_not_set_is_set_by_the_next_run(hub, built):
    send(built)
    repository = hub.state.repositories[("dataset", "org/rjdb")]
    repository.tags.clear()
    assert send(built) == 0
    assert repository.tags == {TAG: repository.branches["main"]} and len(repository.commits) == 2


def test_a_second_release_needs_a_new_tag_and_keeps_the_old(hub, built, other, capsys):
    send(built)
    before = held(hub, "dataset", "org/rjdb", TAG)
    capsys.readouterr()
    for yes in (False, True):
        with pytest.raises(BadInput, match="tag v1.0.0 names another release.*the next version is free: --tag v1.1.0"):
            send(other, yes=yes)
        said = capsys.readouterr().out
        assert "rows now" in said and "; tag v1.0.0 is taken" in said
    assert send(other, tag="v1.1.0") == 0
    said = capsys.readouterr().out
    assert "rows now" in said and "main at" in said
    assert held(hub, "dataset", "org/rjdb", TAG) == before
    assert held(hub, "dataset", "org/rjdb", "v1.1.0")["build.json"] == (other / "build.json").read_bytes()


def test_the_next_version_is_a_patch_where_no_row_changes_and_one_that_is_free(hub, tmp_path):
    space = make_space(tmp_path / "space")
    send(space)
    hub.state.repositories[("space", "org/rjdb-space")].tags["v1.0.1"] = "0" * 40
    make_space(space, "second")
    with pytest.raises(BadInput, match="--tag v1.0.2$"):
        send(space)


def test_two_folders_of_one_name_are_refused_before_anything_is_sent(hub, tmp_path):
    first, second = make_space(tmp_path / "demo"), make_space(tmp_path / "other" / "rjdb-Demo")
    for folders in ((first, second), (first, first)):
        with pytest.raises(BadInput, match="would both be org/rjdb-[dD]emo; rename one of the folders"):
            send(*folders)
    assert writes(hub) == [] and hub.state.repositories == {}


def test_what_a_release_no_longer_has_is_removed(hub, tmp_path):
    space = make_space(tmp_path / "space")
    (space / "old.py").write_text("")
    send(space)
    (space / "old.py").unlink()
    make_space(space, "second")
    send(space, tag="v2")
    assert set(held(hub, "space", "org/rjdb-space")) == {".gitattributes", "README.md", "app.py", "picture.png"}
    assert "old.py" in held(hub, "space", "org/rjdb-space", TAG)


def test_columns_that_come_and_go_are_told(hub, built, other, capsys, tmp_path):
    send(built)
    repository = hub.state.repositories[("dataset", "org/rjdb")]
    head = repository.commit_at("main")
    card = held(hub, "dataset", "org/rjdb")["README.md"].replace(b"name: negative_kind", b"name: kind_of_negative")
    blob = head.files["README.md"]
    (hub.folder / "changed").write_bytes(card)
    object.__setattr__(blob, "oid", "changed")
    capsys.readouterr()
    send(other, tag="v1.1.0", yes=False)
    assert "triples: loses kind_of_negative; gains negative_kind" in capsys.readouterr().out


def test_a_moved_head_stops_before_anything_changes(hub, tmp_path, monkeypatch):
    space = make_space(tmp_path / "space")
    send(space)
    repository = hub.state.repositories[("space", "org/rjdb-space")]
    make_space(space, "second")
    from dataset_builder.hub import publish as publishing

    plans_for = publishing.plans_for

    def and_then_somebody_commits(*arguments):
        plans = plans_for(*arguments)
        head = repository.commit_at("main")
        hub.state.add_commit(repository, "main", dict(head.files), "theirs", head.sha)
        return plans

    monkeypatch.setattr(publishing, "plans_for", and_then_somebody_commits)
    with pytest.raises(BadInput, match="somebody else has committed since.*run the same command again"):
        send(space, tag="v2")
    assert next(c.title for c in repository.history("main")) == "theirs" and "v2" not in repository.tags


def test_private_branch_and_pull_request(hub, tmp_path, capsys):
    space = make_space(tmp_path / "space")
    assert send(space, private=True) == 0
    repository = hub.state.repositories[("space", "org/rjdb-space")]
    assert repository.private
    make_space(space, "second")
    with pytest.raises(BadInput, match="has no branch next, only main; --create-branch makes it"):
        send(space, revision="next")
    assert list(repository.branches) == ["main"]
    assert send(space, revision="next", create_branch=True) == 0
    assert held(hub, "space", "org/rjdb-space", "next")["app.py"] == b"print('second')\n"
    assert held(hub, "space", "org/rjdb-space")["app.py"] == b"print('first')\n"
    make_space(space, "third")
    assert send(space, pr=True) == 0
    assert list(repository.requests) == ["refs/pr/1"] and "discussions/1" in capsys.readouterr().out
    hub.asked.clear()
    assert send(space, pr=True) == 0
    assert list(repository.requests) == ["refs/pr/1"] and not any("/commit/" in request for request in hub.asked)
    assert f"{hub.url}/spaces/org/rjdb-space/discussions/1 proposes this already" in capsys.readouterr().out
    assert send(space, pr=True, yes=False) == 0
    assert "proposes this already\nnothing to send" in capsys.readouterr().out
    repository.closed.add("refs/pr/1")
    assert send(space, pr=True) == 0
    assert list(repository.requests) == ["refs/pr/1", "refs/pr/2"], "what was turned down can be proposed again"
    assert list(repository.tags) == [TAG]


def test_several_folders_go_together_and_into_a_collection(hub, built, tmp_path, capsys):
    space = make_space(tmp_path / "demo")
    assert send(built, space, collection="RJDB") == 0
    assert send(built, space, collection="RJDB") == 0
    (collection,) = hub.state.collections.values()
    assert [(i["type"], i["id"]) for i in collection["items"]] == [("dataset", "org/rjdb"), ("space", "org/rjdb-demo")]
    assert "2 items" in capsys.readouterr().out


def test_one_refused_folder_stops_all(hub, built, tmp_path, capsys):
    space = make_space(tmp_path / "demo")
    (space / "app.py").write_text("mail = 'jane.roe@acme.com'\n")
    assert send(built, space) == 1
    assert "nothing was sent" in capsys.readouterr().out and hub.asked == []


def test_the_plan_counts_what_comes_from_the_project(hub, capsys):
    assert send(ROOT / "spaces" / "rjdb_metric", ROOT / "spaces" / "demo", yes=False) == 0
    said = capsys.readouterr().out
    assert re.search(r"\| metrics.py +\| +1 ", said) and re.search(r"\| dataset_builder/ +\| +\d+ ", said)


def test_a_space_changes_with_the_project(hub, tmp_path, monkeypatch, capsys):
    """What is sent from the project is compared like the Space's own files; rewritten imports are no change."""
    project = tmp_path / "project"
    for package in ("dataset_builder", "training"):
        shutil.copytree(ROOT / package, project / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "rjdb.py", project)
    monkeypatch.setattr(release, "with_project", partial(with_project, project=project))
    metric = ROOT / "spaces" / "rjdb_metric"
    assert send(metric) == 0 and send(metric) == 0
    assert "is this release already" in capsys.readouterr().out.splitlines()[-1]
    with (project / "training" / "evaluation" / "intervals.py").open("a") as file:
        file.write("# another line\n")
    assert send(metric, tag="v1.1.0") == 0
    assert "0 files added, 1 changed, 0 removed" in capsys.readouterr().out
    held_now = held(hub, "space", "org/rjdb_metric")
    assert held_now["intervals.py"] == (project / "training" / "evaluation" / "intervals.py").read_bytes()
    assert b"\nfrom .metrics import TASKS, score\n" in held_now["rjdb_metric.py"]


def test_caches_are_left_out(hub, tmp_path):
    space = make_space(tmp_path / "demo")
    (space / "package" / "__pycache__").mkdir(parents=True)
    (space / "package" / "module.py").write_text("x = 1\n")
    (space / "package" / "__pycache__" / "module.pyc").write_bytes(b"")
    assert send(space) == 0
    assert {p for p in held(hub, "space", "org/rjdb-demo") if p.startswith("package")} == {"package/module.py"}


def test_somebody_elses_repository_is_not_overwritten(hub, built, tmp_path):
    theirs = hub.state.create("dataset", "org/rjdb", private=False)
    from tests.doubles.hub_state import Blob

    blob = Blob(4, hub.state.keep(b"data"))
    hub.state.add_commit(theirs, "main", {"data.csv": blob}, "theirs", theirs.branches["main"])
    with pytest.raises(BadInput, match="holds a dataset that is none of this project's; give --repo another name"):
        send(built)
    with pytest.raises(BadInput, match="org/rjdb: is a dataset on the Hub, .* is a space"):
        send(make_space(tmp_path / "rjdb"))
    send(make_space(tmp_path / "one", title="One"), repo="org/same")
    with pytest.raises(BadInput, match="holds a space that is none of this project's"):
        send(make_space(tmp_path / "two", title="Two"), repo="org/same", tag="v2")


def test_verb_and_options(hub, tmp_path, capsys):
    space = make_space(tmp_path / "space")
    assert main(["publish", str(space), "--repo", "user/mine", "--yes", "--quiet"]) == 0
    assert ("space", "user/mine") in hub.state.repositories
    assert main(["publish", str(space), "--repo", "mine"]) == 2
    assert main(["publish", str(space), "--pr", "--tag", "v1"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    for option, name in (
        ("--tag", "v1 0"),
        ("--tag", "v1..0"),
        ("--tag", "-v"),
        ("--revision", "a:b"),
        ("--tag", "x.lock"),
    ):
        assert main(["publish", str(space), f"{option}={name}"]) == 2
        assert f"{option} {name!r}: is no name that git takes" in capsys.readouterr().err
    assert main(["publish", str(space), "--code", "https://user:pw@host/x"]) == 2
    assert "--code https://user:pw@host/x: give an address" in capsys.readouterr().err
    assert main(["publish", str(space), str(space), "--repo", "user/mine"]) == 2
    assert main(["publish", str(tmp_path / "nothing")]) == 2
    assert main(["publish", str(tmp_path)]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 3 and all(line.startswith("error: ") for line in errors)


def test_default_names():
    with pytest.raises(BadInput, match="--repo x/y: names one repository"):
        PublishConfig(("a", "b"), repo="x/y")


def test_a_folder_of_a_release_that_was_moved_stays_the_same_release(hub, built, tmp_path, capsys):
    send(built)
    shutil.copytree(built, tmp_path / "rjdb")
    assert send(tmp_path / "rjdb") == 0
    assert "is this release already" in capsys.readouterr().out.splitlines()[-1]


def test_a_student_names_the_dataset_given_with_it_or_published_before_else_the_projects(hub, built, tmp_path, capsys):
    from tests.fixtures.hub_runs import make_student

    def named(repo_id: str) -> set[str]:
        files = held(hub, "model", repo_id)
        return set(re.findall(r"\b\w+/rjdb\b", (files["README.md"] + files[".eval_results/rjdb.yaml"]).decode()))

    assert send(make_student(tmp_path / "alone")) == 0 and named("org/rjdb-alone") == {"rjdb/rjdb"}
    assert send(built, make_student(tmp_path / "together")) == 0 and named("org/rjdb-together") == {"org/rjdb"}
    build_hash = json.loads((built / "build.json").read_text())["hash"]
    assert (
        f"was trained on build {'0' * 12}, and the dataset given with it is org/rjdb {build_hash}"
        in capsys.readouterr().out
    )
    assert send(make_student(tmp_path / "later")) == 0 and named("org/rjdb-later") == {"org/rjdb"}


def test_the_codes_address_is_said_to_be_missing_where_nothing_is_known_of_it(hub, tmp_path, capsys, monkeypatch):
    from dataset_builder.hub import publish as publishing

    monkeypatch.setattr(publishing, "metadata", lambda name: Message())
    send(make_space(tmp_path / "one"), yes=False)
    assert "note: no address of the code is known" in capsys.readouterr().out
    monkeypatch.setattr(publishing, "metadata", lambda name: Message("Repository, https://example.com/hr"))
    assert publishing.code_address() == "https://example.com/hr"
    send(make_space(tmp_path / "one"), yes=False)
    assert "note:" not in capsys.readouterr().out


class Message:
    """A package's metadata as far as its links go."""

    def __init__(self, *links: str) -> None:
        self.links = links

    def get_all(self, name: str) -> list[str]:
        return list(self.links)
