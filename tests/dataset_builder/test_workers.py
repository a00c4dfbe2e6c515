"""Worker processes: scripts of all kinds, kills at any moment, parents that are gone, and how many a machine bears."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import psutil
import pytest

from dataset_builder import workers
from dataset_builder.workers import WorkerDied, WorkerPool

ROOT = Path(__file__).parents[2]
BUILD = [sys.executable, "-m", "dataset_builder", "build", "--triples", "1200", "--workers", "2", "--quiet", "--out"]


def test_results_and_errors_come_back_in_order():
    with WorkerPool(2) as pool:
        assert list(pool.map(divmod, range(20), [3] * 20)) == [divmod(n, 3) for n in range(20)]
        with pytest.raises(ZeroDivisionError):
            pool.submit(divmod, 1, 0).result()


@pytest.mark.parametrize("way", ["stdin", "no guard"], ids=["a script on stdin", "a script without a main guard"])
def test_any_script_may_start_workers(way, tmp_path):
    script = "from dataset_builder.workers import WorkerPool\nwith WorkerPool(2) as pool: print(sum(pool.map(len, ['ab', 'c'])))"
    (tmp_path / "script.py").write_text(script)
    words, given = ([], script) if way == "stdin" else ([str(tmp_path / "script.py")], None)
    command, environment = [sys.executable, *(words or ["-"])], os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, input=given, env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout == "3\n", done.stderr


@pytest.mark.parametrize("start", [os.abort, None], ids=["while it starts", "at its first task"])
def test_a_worker_that_dies_is_reported_at_once(start):
    begun = time.monotonic()
    line = "was killed .signal .*out of memory. run the same command with --workers 1"
    with pytest.raises(WorkerDied, match=line), WorkerPool(2, start) as pool:
        pool.submit(len if start else os.abort, *(["a"] if start else [])).result()
    assert time.monotonic() - begun < 10


class Unreadable:
    """Goes into a pipe, and cannot be read out of it."""

    def __reduce__(self):
        return int, ("no number",)


def test_a_task_that_a_worker_cannot_read_says_why(capfd):
    with pytest.raises(WorkerDied), WorkerPool(1) as pool:
        pool.submit(len, Unreadable()).result()
    assert "ValueError: invalid literal for int()" in capfd.readouterr().err


def test_what_is_large_reaches_a_worker_that_dies_before_it_reads():
    with pytest.raises(WorkerDied), WorkerPool(1, os._exit, 3) as pool:
        pool.submit(len, b"x" * 10_000_000).result()


def test_no_worker_outlives_its_pool_or_its_parent(tmp_path):
    script = (
        "import time\nfrom dataset_builder.workers import WorkerPool\n"
        "with WorkerPool(2) as pool:\n    list(pool.map(print, 'ab'))\n    pool.submit(time.sleep, 60)\n    print('on', flush=True)\n    time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout.readline() == "on\n"
    children = psutil.Process(process.pid).children()
    assert len(children) == 2
    process.kill()
    process.communicate()
    _, alive = psutil.wait_procs(children, timeout=5)
    assert not alive


# ---------------------------------------------------------------------------------------------- builds


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def kill_within(folder: Path, seconds: float, who: str) -> tuple[float, str, int, list]:
    """Kills a worker of a build (or the build) after some seconds: how long it took to end, its last line, its exit code, and
    the workers that are left 5 seconds later."""
    process = subprocess.Popen(
        [*BUILD, str(folder)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    parent, deadline, children = psutil.Process(process.pid), time.monotonic() + 60, []
    while not children and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
        children = parent.children()
    time.sleep(seconds)
    children = parent.children() if process.poll() is None else []
    victim = parent if who == "parent" else children[0] if children else None
    begun = time.monotonic()
    if victim:
        victim.kill()
    _, errors = process.communicate(timeout=300)
    _, alive = psutil.wait_procs(children, timeout=5)
    return (
        time.monotonic() - begun,
        (errors.strip().splitlines() or [""])[-1],
        process.returncode,
        alive if victim else None,
    )


def build_through_kills(folder: Path, moments: list[tuple[str, float]]) -> None:
    for who, seconds in moments:
        took, line, code, alive = kill_within(folder, seconds, who)
        if alive is None or code == 0:  # it was done before
            continue
        assert not alive and took < 10, (who, seconds, took)
        if who == "worker":
            assert code == 2 and line.startswith("error: a worker process was killed") and "--workers 1" in line, line
    done = subprocess.run([*BUILD, str(folder)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_killed_worker_ends_the_build_in_one_line_and_the_same_command_continues(tmp_path):
    process = subprocess.Popen(
        [*BUILD, str(tmp_path / "rjdb")], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    children, deadline = [], time.monotonic() + 60
    while not children and time.monotonic() < deadline:
        time.sleep(0.01)
        children = psutil.Process(process.pid).children()
    children[0].kill()
    begun = time.monotonic()
    _, errors = process.communicate(timeout=60)
    assert time.monotonic() - begun < 10 and process.returncode == 2
    assert errors.splitlines()[-1].startswith("error: a worker process was killed (signal 9): out of memory?")


@pytest.mark.slow
def test_killed_workers_and_parents_at_random_moments_leave_the_same_bytes(tmp_path):
    """Twenty workers, the first while they start, and ten parents; some moments lie behind the end of the build."""
    rng = Random(0)
    subprocess.run([*BUILD, str(tmp_path / "whole")], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    for round_number in range(5):
        moments = [("worker", 0.0), *(("worker", rng.uniform(0, 8)) for _ in range(3))]
        moments += [("parent", rng.uniform(0, 8)) for _ in range(2)]
        folder = tmp_path / f"{round_number}" / "whole"
        build_through_kills(folder, moments)
        assert digest(folder) == digest(tmp_path / "whole")


# ---------------------------------------------------------------------------------------------- how many


def control_groups(folder: Path, files: dict[str, str]) -> tuple[Path, Path]:
    for name, text in files.items():
        (folder / "fs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "fs" / name).write_text(text)
    return folder / "fs", folder / "own"


@pytest.mark.parametrize(
    ("own", "files", "cores", "free"),
    [
        ("0::/job/step\n", {"job/cpu.max": "200000 100000", "job/step/memory.max": "max", "job/memory.max": "900000000", "job/memory.current": "100000000"}, 2, 800_000_000),
        ("0::/\n", {"cpu.max": "max 100000", "memory.max": "700000000", "memory.current": "500000000", "memory.stat": "anon 1\ninactive_file 50000000\n"}, 8, 250_000_000),
        ("4:memory:/box\n3:cpu,cpuacct:/box\n", {"memory/box/memory.limit_in_bytes": "600000000", "memory/box/memory.usage_in_bytes": "0", "cpu,cpuacct/box/cpu.cfs_quota_us": "150000", "cpu,cpuacct/box/cpu.cfs_period_us": "100000"}, 1, 600_000_000),
        ("3:cpu:/docker/abc\n", {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, 8, None),
        ("", {}, 8, None),
    ],
    ids=["version 2, nested", "version 2 in a container", "version 1", "version 1 without a limit", "none"],
)  # fmt: skip
def test_a_control_group_limits_cores_and_memory(own, files, cores, free, tmp_path, monkeypatch):
    root, membership = control_groups(tmp_path, files)
    (tmp_path / "fs").mkdir(exist_ok=True)
    membership.write_text(own)
    real = workers.own_groups
    monkeypatch.setattr(workers, "own_groups", lambda controller: real(controller, root, membership))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert workers.available_cores() == cores
    if free is not None:
        assert workers.available_bytes() == free


@pytest.mark.parametrize(
    ("cores", "free", "expected"), [(8, 512 << 20, 1), (8, 10 << 30, 8), (2, 10 << 30, 2), (8, 0, 1), (8, 1 << 30, 3)]
)
def test_workers_are_as_many_as_cores_and_memory_allow(cores, free, expected, monkeypatch):
    monkeypatch.setattr(workers, "available_cores", lambda: cores)
    monkeypatch.setattr(workers, "available_bytes", lambda: free)
    assert workers.available_workers() == expected
