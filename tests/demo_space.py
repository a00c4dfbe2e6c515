"""The Space's modules for tests, and the running app as visitors meet it: `with serve() as url`."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SPACE = Path(__file__).parents[1] / "spaces" / "demo"
STARTED_WITHIN = 300

if str(SPACE) not in sys.path:
    sys.path.append(str(SPACE))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serve(scratch: Path, folder: Path = SPACE, **environment: str) -> Iterator[str]:
    """The app in a process of its own, from its own folder; temporary files and output go to `scratch`."""
    url, log = f"http://127.0.0.1:{(port := free_port())}", scratch / "app.log"
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "RJDB_HOME")}
    own = {"GRADIO_SERVER_PORT": str(port), "GRADIO_TEMP_DIR": str(scratch / "uploads"), "HF_HUB_OFFLINE": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=folder, env=kept | own | environment, stdout=output, stderr=output
        )
    try:
        _wait(url, process, log)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(STARTED_WITHIN * 10):
        if process.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(log.read_text())
