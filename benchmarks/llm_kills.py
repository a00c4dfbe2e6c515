"""A build by a server's teacher, killed at random moments: what is asked again, what is lost, whether the bytes differ.

Run by `python -m benchmarks.llm kills`.
"""

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from benchmarks.figures import Figure
from tests.doubles.openai_server import Behaviour, Double

ROOT = Path(__file__).parents[1]
SCRIPT = """
import sys
from dataset_builder.pipeline import shards
from dataset_builder.pipeline.build import BuildConfig, build
from dataset_builder.teachers.llm_config import TeacherConfig
if __name__ == "__main__":
    shards.SHARD_TRIPLES = (25, 2_500)
    out, url, store, triples = sys.argv[1:]
    build(BuildConfig(out=out, triples=int(triples), workers=1, quiet=True),
          TeacherConfig(base_url=url, model="m", store=store, concurrency=16, price="1,2"))
"""


def kills(folder: Path, quick: bool) -> list[Figure]:
    times, triples = (4, 100) if quick else (25, 400)
    script = folder / "go.py"
    script.write_text(SCRIPT)
    rng = Random(0)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    killed = again = lost = 0
    behaviour = Behaviour(
        latency=0.05, busy=0.05, retry_after=0.1, errors=0.03, drops=0.02, truncated=0.02, malformed=0.05
    )
    with Double(behaviour) as double:
        double.keep_bodies = False

        def command(name: str) -> list[str]:
            return [
                sys.executable,
                str(script),
                str(folder / name),
                double.base_url,
                str(folder / f"{name}.sqlite"),
                str(triples),
            ]

        subprocess.run(command("whole"), cwd=ROOT, env=environment, check=True)
        double.asked.clear()
        committed: dict[str, int] = {}
        while killed < times:
            process = subprocess.Popen(command("killed"), cwd=ROOT, env=environment, start_new_session=True)
            step = rng.randint(1, 2 * 3 * triples // times)
            goal = len(committed) + step
            seen = lambda: len(double.asked)  # noqa: E731
            while seen() < goal and process.poll() is None:
                time.sleep(rng.uniform(0, 0.01))
            if process.poll() is not None:
                break
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
            time.sleep(0.1)
            found = committed_bodies(folder / "killed.sqlite")
            lost += len(set(committed) - found)
            committed |= {body: double.asked[body] for body in found - set(committed)}
        subprocess.run(command("killed"), cwd=ROOT, env=environment, check=True)
        again = sum(double.asked[body] - asked for body, asked in committed.items())
    same = digest(folder / "whole") == digest(folder / "killed")
    return [
        Figure(
            "kills",
            f"kill -9 at {killed} random moments: committed answers asked again; lost",
            f"{again}; {lost}",
            "0; 0",
            not again and not lost,
        ),
        Figure("kills", "final bytes against an undisturbed build", "equal" if same else "different", "equal", same),
    ]


def committed_bodies(store: Path) -> set[str]:
    if not store.exists():
        return set()
    connection = sqlite3.connect(store)
    try:
        return {
            Double.digest(json.loads(body))
            for (body,) in connection.execute("SELECT body FROM requests JOIN answers USING (address)")
        }
    except sqlite3.OperationalError:  # killed before the tables were there
        return set()
    finally:
        connection.close()


def digest(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }
