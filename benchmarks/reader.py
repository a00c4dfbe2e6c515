"""How well pages become lines, how fast, and what hostile files do: reading order, seconds per page, files per second, memory.

    python -m benchmarks.reader                 # the templates lie in ../shared/data, or give their folder
    python -m benchmarks.reader --write         # keep the figures in benchmarks/results/reader.json
    python -m benchmarks.reader --pictures docs/reader    # pages of our own layouts with the boxes of their lines

Reading order is the recall of the truth's 4-grams of words over all lines of a file. `ASIDE` were set aside while the order
was written and looked at when it was done. Our own layouts (`resume_layouts`) are printed by Chromium, where there is one; "painted
by rows" is the same page as a program that writes it row by row would have painted it. Exits 1 beyond a limit.
"""

import argparse
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from pathlib import Path

from benchmarks.figures import KEPT, Figure, at_most, exit_code, keep, read, render
from benchmarks.resume_layouts import order_of, printed
from dataset_builder.errors import BadInput
from training.reader.bulk import ReadConfig, read_all
from training.reader.draw import DrawConfig, draw
from training.reader.evaluation.reading_order import order_recall
from training.reader.extraction import extract
from training.reader.files import read_pages
from training.reader.formats import kind_of, parse
from training.reader.lines import Pages
from training.reader.sandbox.limits import Refused
from training.reader.sandbox.pool import Parser

RESULTS = KEPT / "reader.json"
DATA = Path(__file__).parents[1].parent / "shared" / "data"
ASIDE = ("jsonresume_stackoverflow_chromium", "vantage_typst")
ORDER, ORDER_ASIDE, PAGE_SECONDS, FILES_A_SECOND, MEBIBYTES = 0.985, 0.97, 0.25, 8.0, 300
PICTURED = ("dates in a left gutter", "sidebar, dark", "grid of skill cells")
# Files of the throughput, made of the templates.
COPIES = 120


def at_least(question: str, name: str, value: float, limit: float) -> Figure:
    return Figure(question, name, value, f">= {limit:g}", value >= limit)


def recall(pages: Pages, truth: list[str]) -> float:
    return order_recall([line.text for line in pages.lines], [truth]) or 0.0


def order_of_templates(data: Path) -> Iterator[Figure]:
    import pypdfium2

    found: dict[str, tuple[float, float]] = {}
    for file in sorted((data / "pdf_templates").glob("*.truth.json")):
        truth = [line for page in json.loads(file.read_text(encoding="utf-8"))["lines"] for line in page]
        pdf = file.with_name(file.name.replace(".truth.json", ".pdf"))
        plain = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
        found[pdf.stem] = recall(read_pages(pdf), truth), order_recall(plain, [truth]) or 0.0
    question = "reading order, pdf_templates"
    for name, (ours, plain) in found.items():
        yield Figure(
            question, f"{name}{' (once set aside)' if name in ASIDE else ''}; pypdfium2 {plain:.3f}", round(ours, 4)
        )
    for name, names, limit in (("all five", found, ORDER), ("the two once set aside", ASIDE, ORDER_ASIDE)):
        plain = statistics.mean(found[one][1] for one in names)
        yield at_least(
            question, f"mean of {name}; pypdfium2 {plain:.3f}", statistics.mean(found[one][0] for one in names), limit
        )


def order_of_layouts(pdfs: dict[str, Path]) -> Iterator[Figure]:
    question = "reading order, our own layouts"
    means: dict[str, list[float]] = {"as painted": [], "painted by rows": []}
    for name, pdf in pdfs.items():
        truth = order_of(name)
        both = [recall(parse(pdf.read_bytes(), "pdf"), truth), recall(_painted_by_rows(pdf), truth)]
        for mean, value in zip(means.values(), both):
            mean.append(value)
        yield Figure(question, name, f"{both[0]:.3f}; by rows {both[1]:.3f}")
    for name, values in means.items():
        if values:
            yield Figure(question, f"mean of {len(values)}, {name}", round(statistics.mean(values), 4))


def _painted_by_rows(pdf: Path) -> Pages:
    from training.reader.pdf import document

    words_of = document.words_of

    def by_rows(found, page):
        words = sorted(words_of(found, page), key=lambda one: (round(one.base), one.word.box[0]))
        return [replace(one, first=at) for at, one in enumerate(words)]

    document.words_of = by_rows
    try:
        return parse(pdf.read_bytes(), "pdf")
    finally:
        document.words_of = words_of


def speed(data: Path, scratch: Path) -> Iterator[Figure]:
    """From files to data by the rules. Seconds of a processor are those of an idle machine; the clock's are of this one now."""
    files = sorted(data.glob("pdf_*/*.pdf"))
    question = "speed, digital PDFs to data (rules)"
    cpu, clock = [], []
    for file in files:
        content = file.read_bytes()
        start, clocked = time.process_time(), time.perf_counter()
        pages = parse(content, "pdf")  # in this process, so that its seconds are counted
        extract(pages)
        cpu.append((time.process_time() - start) / len(pages.sizes))
        clock.append((time.perf_counter() - clocked) / len(pages.sizes))
    yield at_most(
        question, f"seconds of a processor per page, median of {len(files)} files", statistics.median(cpu), PAGE_SECONDS
    )
    yield Figure(question, f"the same by the clock, load {_load()} on {os.cpu_count()} cores", statistics.median(clock))
    folder = scratch / "many"
    folder.mkdir()
    for at in range(COPIES):
        # other bytes each, as the same file twice is read once
        (folder / f"{at:04}.pdf").write_bytes(files[at % len(files)].read_bytes() + f"\n% {at}\n".encode())
    used, clocked = _seconds_used(), time.perf_counter()
    with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere):
        read_all(ReadConfig(str(folder), str(scratch / "out"), workers=2))
    yield at_least(
        question,
        f"files per second of two processors, {COPIES} files, two parsing processes",
        2 * COPIES / (_seconds_used() - used),
        FILES_A_SECOND,
    )
    yield Figure(
        question,
        f"the same by the clock, load {_load()} on {os.cpu_count()} cores",
        COPIES / (time.perf_counter() - clocked),
    )


def _seconds_used() -> float:
    """Of processors, by this process and those that it has ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _load() -> str:
    return f"{os.getloadavg()[0]:.0f}"


def hostile() -> Iterator[Figure]:
    from tests.fixtures.hostile_files import HOSTILE

    question = "hostile files"
    parser, peak = Parser(), 0.0
    good = b"Ottilie Vanterpool\nData Engineer"
    for name, (content, _) in HOSTILE.items():
        start = time.perf_counter()
        try:
            parser.parse(content, kind_of(content, name))
            said = "was read"
        except Refused as refused:
            said = str(refused).partition(";")[0]
        seconds = time.perf_counter() - start
        after = parser.parse(good, "text").text == good.decode()
        peak = max(peak, _peak(parser))
        yield Figure(question, name, f"{said} ({seconds:.1f} s)", "the next file is read", after)
    yield at_most(question, "peak memory of a parsing process that went on, MiB", peak, MEBIBYTES)
    parser.close()


def _peak(parser: Parser) -> float:
    """MiB, as Linux counts it; 0 elsewhere."""
    try:
        status = Path(f"/proc/{parser.process_id}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def blocks() -> dict[str, str]:
    """What docs/reader.md shows of the kept figures."""
    figures = read(RESULTS)
    order = [figure for figure in figures if figure.question.startswith("reading order")]
    return {"reader, order": render(order), "reader, speed": render([one for one in figures if one not in order])}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("data", nargs="?", type=Path, default=DATA, help="the folder with pdf_templates and others")
    parser.add_argument("--write", action="store_true", help="keep the figures in benchmarks/results/reader.json")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="write pictures of our own layouts there")
    args = parser.parse_args()
    if not args.data.is_dir():
        print(f"error: {args.data} does not exist; give the folder with pdf_templates", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        pdfs = printed(Path(scratch), say=lambda name: print(f"printed: {name}", file=sys.stderr))
        for name in PICTURED if args.pictures and pdfs else ():
            for picture in draw(DrawConfig(str(pdfs[name]), str(args.pictures), 1.2)):
                print(picture, file=sys.stderr)
        try:
            figures = [
                *order_of_templates(args.data),
                *order_of_layouts(pdfs),
                *speed(args.data, Path(scratch)),
                *hostile(),
            ]
        except BadInput as error:
            print(f"error: {error}", file=sys.stderr)
            return 2
    print(render(figures))
    if args.write:
        keep(RESULTS, figures)
    return exit_code(figures)


if __name__ == "__main__":
    sys.exit(main())
