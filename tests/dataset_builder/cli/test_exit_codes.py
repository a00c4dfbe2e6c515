"""What ends a verb: signals, killed workers, homes that cannot be written."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.storage.unwritable import variable_of
from dataset_builder.workers import WorkerDied

ROOT = Path(__file__).parents[3]


def raising(error: BaseException):
    def verb() -> int:
        raise error

    return verb


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_sigterm_ends_a_build_as_ctrl_c_does(tmp_path, number):
    command = [sys.executable, "-m", "dataset_builder", "build", "--triples", "3000", "--out", str(tmp_path / "rjdb")]
    process = subprocess.Popen(
        [*command, "--workers", "2"], cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list(tmp_path.rglob("*.tmp")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, number)  # workers too, as a terminal and a scheduler do
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130 and "Traceback" not in errors
    assert errors.splitlines()[-1] == "stopped; the same command continues where it was"
    assert not list(tmp_path.rglob("*.tmp")) and not (tmp_path / "rjdb").exists()


def test_sigterm_reaches_who_handles_ctrl_c_and_its_handler_comes_back(capsys):
    before = signal.getsignal(signal.SIGTERM)
    assert exit_code(lambda: os.kill(os.getpid(), signal.SIGTERM) or time.sleep(5) or 0) == 130
    assert signal.getsignal(signal.SIGTERM) is before
    assert capsys.readouterr().err == "stopped; the same command continues where it was\n"


def test_a_worker_that_was_killed_is_one_line(capsys):
    assert exit_code(raising(WorkerDied("a worker process was killed (signal 9)"))) == 2
    assert capsys.readouterr().err == "error: a worker process was killed (signal 9)\n"


def test_a_module_of_the_project_that_is_missing_is_a_defect_and_no_line():
    with pytest.raises(ModuleNotFoundError):
        exit_code(raising(ModuleNotFoundError("No module named 'training.nothing'", name="training.nothing")))


@pytest.mark.parametrize(
    ("variable", "where"),
    [
        ("HF_HOME", "datasets/downloads"),
        ("XDG_CACHE_HOME", "fontconfig"),
        ("MPLCONFIGDIR", ""),
        ("GRADIO_TEMP_DIR", "x"),
    ],
)
def test_a_folder_that_cannot_be_written_names_its_variable(variable, where, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    for name in ("HF_HOME", "MPLCONFIGDIR", "GRADIO_TEMP_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(variable, str(tmp_path / "file" / "cache"))  # a file is in the way, for every user
    error = NotADirectoryError(20, "Not a directory", str(tmp_path / "file" / "cache" / where))
    assert exit_code(raising(error)) == 2
    assert f"; set {variable} to a folder that can be written, and run" in capsys.readouterr().err


def test_a_home_that_cannot_be_written_is_moved_by_hf_home(tmp_path, monkeypatch):
    for name in ("HF_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "home").touch()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert variable_of(NotADirectoryError(20, "", str(tmp_path / "home" / ".cache"))) == "HF_HOME"
    assert variable_of(PermissionError(13, "", str(tmp_path / "elsewhere"))) is None


def test_an_evaluation_with_such_a_home_is_one_line(built, tmp_path):
    (tmp_path / "home").touch()
    here = {name: value for name, value in os.environ.items() if name not in ("HF_HOME", "XDG_CACHE_HOME")}
    words = ["-m", "training.evaluate", "--data", str(built), "--out", str(tmp_path / "out"), "--limit", "2"]
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=here | {"HOME": str(tmp_path / "home")}, capture_output=True, text=True
    )
    assert done.returncode == 2 and done.stderr.splitlines()[-1].endswith(
        "; set HF_HOME to a folder that can be written, and run the same command again"
    )
