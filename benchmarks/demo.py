"""The Space under visitors: how soon it shows, how soon it answers, fifty at once for a minute, and a full queue.

    python -m benchmarks.demo              # two minutes; starts the app by itself
    python -m benchmarks.demo --seconds 10 # a quick look
    python -m benchmarks.demo --students students/pointer    # the same visitors ask students, next to the rules; two minutes more
    python -m benchmarks.demo --write      # keep the figures in benchmarks/results/demo.json, which the README shows

Visitors are asyncio clients in a process of their own; each has a session, asks /match with another pair each time, and
again as soon as the answer is there. First paint is Chromium's own figure, the median of fresh visits. Exits 1 beyond a limit.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import shutil
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import psutil
from tqdm import tqdm

from benchmarks.figures import KEPT, Figure, at_most, exit_code, keep, render
from benchmarks.measured import resident_mib
from tests.fixtures.demo_space import SPACE, serve

RESULTS = KEPT / "demo.json"
USERS, SECONDS, CROWD = 50, 60, 400
# What a visitor chooses.
RULES, STUDENTS = "Rules", "Students"
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]  # fmt: skip


def pairs(system: str) -> list[list[str]]:
    rows = json.loads((SPACE / "release" / "triples.json").read_text(encoding="utf-8"))["rows"]
    return [
        [row["job_description"], row[f"resume_{kind}"], system] for row in rows for kind in ("matched", "unmatched")
    ]


async def endpoint(http, url: str) -> int:
    """The number by which the queue knows /match."""
    dependencies = (await http.get(f"{url}/config")).json()["dependencies"]
    return next(one["id"] for one in dependencies if one["api_name"] == "match")


async def ask(http, url: str, number: int, session: str, given: list[str]) -> tuple[float, str]:
    """Seconds, and what went wrong ("" for an answer with a verdict): the two requests that a page makes."""
    start = time.perf_counter()
    asked = {"data": given, "fn_index": number, "session_hash": session}
    try:
        joined = await http.post(f"{url}/gradio_api/queue/join", json=asked)
        if joined.status_code != 200:
            return time.perf_counter() - start, joined.text
        answer = await http.get(f"{url}/gradio_api/queue/data", params={"session_hash": session})
        right = '"process_completed"' in answer.text and '"requirements"' in answer.text
        return time.perf_counter() - start, "" if right else answer.text
    except Exception as error:
        return time.perf_counter() - start, f"{type(error).__name__}: {error}"


async def _visit(url: str, users: int, seconds: float, system: str) -> list[tuple[float, str]]:
    import httpx

    given, took = pairs(system), []
    async with httpx.AsyncClient(
        timeout=60, limits=httpx.Limits(max_connections=users + 10, keepalive_expiry=2)
    ) as http:
        number = await endpoint(http, url)
        end = time.perf_counter() + seconds

        async def user(one: int) -> None:
            at = one
            while time.perf_counter() < end:
                took.append(await ask(http, url, number, f"visitor{one}", given[at % len(given)]))
                at += 7

        await asyncio.gather(*map(user, range(users)))
    return took


async def _crowd(url: str, size: int) -> list[tuple[float, str]]:
    import httpx

    given = pairs(RULES)
    async with httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=size, keepalive_expiry=2)) as http:
        number = await endpoint(http, url)
        asked = (ask(http, url, number, f"crowd{at}", given[at % len(given)]) for at in range(size))
        return await asyncio.gather(*asked)


def visit(url: str, users: int, seconds: float, system: str = RULES) -> list[tuple[float, str]]:
    return asyncio.run(_visit(url, users, seconds, system))


def crowd(url: str, number: int) -> list[tuple[float, str]]:
    return asyncio.run(_crowd(url, number))


def first_paint(url: str, visits: int = 5) -> tuple[float, float] | None:
    """Seconds to the first paint with content, and to the verdict; None without Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        return None
    from playwright.sync_api import sync_playwright

    paints, verdicts = [], []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        for _ in range(visits):
            page = browser.new_page()
            start = time.perf_counter()
            page.goto(url)
            page.wait_for_selector("#match .rj-verdict")
            verdicts.append(time.perf_counter() - start)
            script = "performance.getEntriesByName('first-contentful-paint').map((one) => one.startTime)[0]"
            paints.append(page.evaluate(script) / 1000)
            page.close()
        browser.close()
    return statistics.median(paints), statistics.median(verdicts)


def memory() -> float:
    """MiB of the app, which is this process's child."""
    return sum(resident_mib(child.pid) for child in psutil.Process().children() if "app.py" in child.cmdline())


def one_visitor(url: str, outside: ProcessPoolExecutor, seconds: float) -> list[Figure]:
    question, figures = "one visitor", []
    if painted := first_paint(url):
        figures.append(at_most(question, "first paint, s", painted[0], 2))
        figures.append(Figure(question, "first example's verdict shown, s", painted[1]))
    took = [one for one, _ in outside.submit(visit, url, 1, min(seconds, 10)).result()]
    figures.append(at_most(question, "verdict by rules, median, ms", 1000 * statistics.median(took), 300))
    figures.append(at_most(question, "verdict by rules, 95 %, ms", 1000 * np.quantile(took, 0.95), 300))
    return figures


def many_visitors(url: str, outside: ProcessPoolExecutor, seconds: float, system: str = RULES) -> list[Figure]:
    """Memory is compared after a warm-up of the same kind, when threads and connections are there."""
    outside.submit(visit, url, USERS, min(seconds, 20), system).result()
    before = memory()
    took = outside.submit(visit, url, USERS, seconds, system).result()
    question, wrong = f"{USERS} visitors for {seconds:g} s", sum(bool(error) for _, error in took)
    if system != RULES:
        question = f"{question}, {system.lower()}"
    return [
        Figure(question, "answers", len(took) - wrong),
        at_most(question, "errors", wrong, 0),
        at_most(question, "time of an answer, 95 %, s", np.quantile([one for one, _ in took], 0.95), 2),
        Figure(question, "memory before, MiB", before),
        at_most(question, "memory after / before", memory() / before, 1.1),
    ]


def too_many(url: str, outside: ProcessPoolExecutor) -> list[Figure]:
    question = f"{CROWD} requests at once"
    told = [error for _, error in outside.submit(crowd, url, CROWD).result()]
    full = sum("queue is full" in error.lower() for error in told)
    after = outside.submit(visit, url, 1, 1).result()
    return [
        Figure(question, "answered", told.count("")),
        Figure(question, "refused, the queue is full", full),
        at_most(question, "other errors", len(told) - told.count("") - full, 0),
        at_most(question, "errors afterwards", sum(bool(error) for _, error in after), 0),
    ]


def measure(seconds: float, students: str | None = None) -> list[Figure]:
    spawn = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as scratch,
        ProcessPoolExecutor(1, mp_context=spawn) as outside,
        tqdm(total=3 + bool(students), desc="demo", unit="part") as parts,
        serve(Path(scratch), **({"RJDB_STUDENTS": str(Path(students).resolve())} if students else {})) as url,
    ):
        figures = []
        for part in (one_visitor, many_visitors):
            figures += part(url, outside, seconds)
            parts.update()
        if students:
            figures += many_visitors(url, outside, seconds, STUDENTS)
            parts.update()
        figures += too_many(url, outside)
        parts.update()
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long fifty visitors stay")
    parser.add_argument("--students", help="folder of students that the visitors ask too")
    parser.add_argument("--write", action="store_true", help="keep the figures in the repository")
    args = parser.parse_args()
    load = os.getloadavg()[0]
    figures = measure(args.seconds, args.students)
    print(render(figures), f"load of the machine before: {load:.1f} on {os.cpu_count()} cores", sep="\n")
    if args.write:
        keep(RESULTS, figures, load=round(load, 1))
    return exit_code(figures)


if __name__ == "__main__":
    sys.exit(main())
