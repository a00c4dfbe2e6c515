"""Worker processes: scripts of all kinds, kills at any moment, parents that are gone, and how many a machine bears."""

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import psutil
import pytest

from dataset_builder import workers
from dataset_builder.errors import BadInput
from dataset_builder.workers import WorkerDied, WorkerPool

ROOT = Path(__file__).parents[2]
BUILD = [sys.executable, "-m", "dataset_builder", "build", "--triples", "60", "--workers", "2", "--quiet", "--out"]


def alive_after(children: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that still run; an ended one that no one has waited for yet does not."""
    _, there = psutil.wait_procs(children, timeout=seconds)
    return [child for child in there if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]


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


def test_a_task_that_a_worker_cannot_read_says_why_and_the_worker_goes_on():
    with WorkerPool(1) as pool:
        with pytest.raises(ValueError, match="invalid literal for int"):
            pool.submit(len, Unreadable()).result()
        assert pool.submit(len, "ab").result() == 2


def test_a_worker_that_imports_for_long_ends_with_its_parent(tmp_path):
    """Even where its task is of the module that it imports."""
    (tmp_path / "slow_to_import.py").write_text("import time\ntime.sleep(60)\ndef answer(): return 1\n")
    script = (
        "import sys, threading, time\nfrom dataset_builder.workers import WorkerPool, in_thread\n"
        "import types; there = sys.modules['slow_to_import'] = types.ModuleType('slow_to_import')\n"
        "def answer(): pass\nanswer.__module__ = 'slow_to_import'; there.answer = answer\n"
        "pool = WorkerPool(1, answer); pool.submit(answer)\ntime.sleep(2); print('on', flush=True); time.sleep(60)"
    )
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{tmp_path}"}
    process = subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "on\n"
    children = psutil.Process(process.pid).children()
    process.kill()
    process.communicate()
    assert children and not alive_after(children, 5)


def test_what_is_large_reaches_a_worker_that_dies_before_it_reads():
    with pytest.raises(WorkerDied), WorkerPool(1, os._exit, 3) as pool:
        pool.submit(len, b"x" * 10_000_000).result()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM], ids=lambda how: how.name)
def test_no_worker_outlives_its_pool_or_its_parent(how):
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
    process.send_signal(how)  # to the parent alone
    process.communicate()
    assert process.returncode == -how and not alive_after(children, 5)


def test_workers_need_no_shared_memory(tmp_path):
    """Containers often have no /dev/shm, or 64 MB of it; semaphores and queues of multiprocessing live there."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys; sys.modules |= {'_multiprocessing': None, '_posixshmem': None}"
    )
    script = (
        "from dataset_builder.workers import WorkerPool\n"
        "with WorkerPool(2) as pool: print(sum(pool.map(len, ['ab', 'c'])))\n"
        "import multiprocessing; multiprocessing.Lock()"
    )
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}:{ROOT}"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout == "3\n" and "_multiprocessing" in done.stderr, done.stderr


def test_what_workers_read_cannot_be_written_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(
        BadInput, match="gone: it cannot be written .No such file or directory.; fix that, or set TMPDIR"
    ):
        WorkerPool(1, len, "a")


# ---------------------------------------------------------------------------------------------- builds


def digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def begun_build(folder: Path) -> tuple[subprocess.Popen, list[psutil.Process]]:
    """A build and its workers, as soon as the first is there; none where it ended without."""
    process = subprocess.Popen(
        [*BUILD, str(folder)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    while process.poll() is None:
        if children := psutil.Process(process.pid).children():
            return process, children
        time.sleep(0.01)
    return process, []


def ended(process: subprocess.Popen) -> tuple[float, str]:
    """Seconds until it has ended, and its last line."""
    begun = time.monotonic()
    _, errors = process.communicate()
    return time.monotonic() - begun, (errors.strip().splitlines() or [""])[-1]


def seconds_with_workers(folder: Path) -> float:
    process, children = begun_build(folder)
    begun = time.monotonic()
    psutil.wait_procs(children)
    took = time.monotonic() - begun
    ended(process)
    assert process.returncode == 0
    return took


def kill_after(folder: Path, seconds: float, who: str, rng: Random) -> bool | None:
    """Kills a worker of a build, or the build, so long after its first worker started. True where it had to end by that, False
    where it was done before, None where it needed no worker. The limits count from the kill, whatever else the machine does."""
    process, children = begun_build(folder)
    if not children:
        assert process.wait() == 0
        return None
    time.sleep(seconds)
    try:
        parent = psutil.Process(process.pid)
        children = parent.children()
        (parent if who == "parent" else rng.choice(children)).kill()
    except (psutil.NoSuchProcess, IndexError):  # all was written
        ended(process)
        return False
    took, line = ended(process)
    assert not alive_after(children, max(0, 5 - took)) and took < (5 if who == "parent" else 10), (who, seconds, took)
    if process.returncode == 0:  # the worker had written its last shard
        return False
    assert who == "parent" or process.returncode == 2
    assert who == "parent" or (line.startswith("error: a worker process was killed") and "--workers 1" in line), line
    return True


def test_a_killed_worker_ends_the_build_in_one_line_and_the_same_command_continues(tmp_path):
    process, children = begun_build(tmp_path / "rjdb")
    children[0].kill()
    took, line = ended(process)
    assert took < 10 and process.returncode == 2
    assert line.startswith("error: a worker process was killed (signal 9): out of memory?")


@pytest.mark.slow
def test_killed_workers_and_parents_at_random_moments_leave_the_same_bytes(tmp_path):
    """Twenty workers, every fourth while they start, and ten parents, in builds that go on until they are complete."""
    rng, kills = Random(0), {"worker": 0, "parent": 0}
    span, due = seconds_with_workers(tmp_path / "0" / "whole"), ["worker", "worker", "parent"] * 10
    wanted, builds = digest(tmp_path / "0" / "whole"), 1
    while due:
        folder, killed = tmp_path / str(builds) / "whole", True
        while killed and due:
            at_start = due[0] == "worker" and kills["worker"] % 4 == 0
            killed = kill_after(folder, 0 if at_start else rng.uniform(0, span), due[0], rng)
            if killed:
                kills[due.pop(0)] += 1
                print(kills, flush=True)
        process, _ = begun_build(folder)  # says that it is complete, or completes it
        ended(process)
        assert process.returncode == 0 and digest(folder) == wanted
        builds += 1
    assert kills == {"worker": 20, "parent": 10}


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
