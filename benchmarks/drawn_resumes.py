"""Twenty resumes of invented people in layouts that differ strongly, each with its truth next to it.

    python -m benchmarks.drawn_resumes FOLDER         # NAME.pdf, .docx, .txt or .html with NAME.truth.json
    python -m training.reader evaluate FOLDER --errors

PDFs are printed by Chromium; without one the other formats are drawn alone. `KINDS` has the layouts: what they imitate, and the
person who is set in it. `LATER` was drawn when the rules had been changed for these. `--turn` sets other people in the same layouts.
"""

import argparse
import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import drawn_columns, drawn_later, drawn_lines
from benchmarks import drawn_people as people
from benchmarks.drawn_people import Person

CSS = "body{font:10pt Arial,sans-serif;margin:0}h1{font-size:22pt;margin:0}h2{font-size:12.5pt;margin:11pt 0 4pt}h3{font-size:10.5pt;margin:6pt 0 0}p{margin:2pt 0}ul{margin:2pt 0;padding-left:14pt}@page{size:A4;margin:15mm}.r{display:flex;justify-content:space-between}"

# What draws each, the ending of its file, and who is set in it.
KINDS: dict[str, tuple[Callable[[Person], str | bytes], str, Person]] = {
    "sidebar right": (drawn_columns.sidebar_right, "pdf", people.NURSE),
    "moderncv classic": (drawn_columns.classic, "pdf", people.DEVELOPER),
    "moderncv banking": (drawn_lines.banking, "pdf", people.MARKETER),
    "moderncv casual": (drawn_columns.casual, "pdf", people.TEACHER),
    "Europass 2004": (drawn_columns.europass, "pdf", people.CLERK),
    "LinkedIn": (drawn_columns.linkedin, "pdf", people.MARKETER),
    "letter-spaced": (drawn_lines.spaced, "pdf", people.CHEF),
    "icons and chips": (drawn_lines.icons, "pdf", people.NURSE),
    "Lebenslauf": (drawn_columns.lebenslauf, "pdf", people.ELECTRICIAN),
    "French halves": (drawn_columns.half, "pdf", people.ACCOUNTANT),
    "academic": (drawn_columns.academic, "pdf", people.BIOLOGIST),
    "one line per job": (drawn_lines.one_line, "pdf", people.CLERK),
    "functional": (drawn_lines.functional, "pdf", people.MECHANIC),
    "federal": (drawn_lines.federal, "pdf", people.MECHANIC),
    "timeline": (drawn_lines.timeline, "pdf", people.DEVELOPER),
    "dark sidebar, percent": (drawn_columns.sidebar_left, "pdf", people.CHEF),
    "tables with head rows": (drawn_columns.table, "pdf", people.TEACHER),
    "plain text": (drawn_lines.plain, "txt", people.MECHANIC),
    "Word template": (drawn_lines.word, "docx", people.CHEF),
    "Word table": (drawn_lines.word_table, "docx", people.CLERK),
}  # fmt: skip
# Drawn when the rules had been changed for those above, and looked at once.
LATER: dict[str, tuple[Callable[[Person], str | bytes], str, Person]] = {
    "Google Docs": (drawn_later.swiss, "pdf", people.TEACHER),
    "Harvard": (drawn_later.harvard, "pdf", people.MARKETER),
    "three columns": (drawn_later.three_columns, "pdf", people.NURSE),
    "Awesome-CV": (drawn_later.awesome, "pdf", people.DEVELOPER),
    "for tracking systems": (drawn_later.scanned_for, "pdf", people.MECHANIC),
    "Spanish blocks": (drawn_later.spanish, "pdf", people.LOGISTICS),
    "web page": (drawn_later.page, "html", people.CLERK),
    "Word with tabs": (drawn_later.word_tabs, "docx", people.CHEF),
}  # fmt: skip


def drawn(folder: Path, kinds=KINDS, turn: int = 0, say: Callable[[str], None] = lambda name: None) -> list[Path]:
    """Files with truths. `turn`: each layout shows the person of the layout so many places further on."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    everyone = [person for _, _, person in kinds.values()]
    found = []
    for at, (name, (draw, ending, _)) in enumerate(kinds.items()):
        person = everyone[(at + turn) % len(everyone)]
        if ending == "pdf" and chromium is None:
            continue
        file = folder / f"{name.lower().replace(',', '').replace(' ', '-')}.{ending}"
        made = draw(person)
        if ending == "pdf":
            _print(
                chromium,
                f"<!doctype html><html><head><meta charset=utf8><style>{CSS}</style></head><body>{made}</body></html>",
                file,
            )
        else:
            file.write_bytes(made if isinstance(made, bytes) else made.encode())
        file.with_suffix(".truth.json").write_text(
            json.dumps(_shown(name, person, made), ensure_ascii=False), encoding="utf-8"
        )
        found.append(file)
        say(name)
    return found


def _shown(name: str, person: Person, made: str | bytes) -> dict:
    """The truth of what the layout shows of the person."""
    from docx import Document

    truth = person.truth()
    if name == "LinkedIn":
        truth["skills"] = person.all_skills[:3]
    text = made
    if isinstance(made, bytes):
        text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(made)).paragraphs)
    if person.languages and person.languages[-1][0] not in text:
        del truth["languages"]
    if name in ("Word table", "one line per job"):
        del truth["contact"]["location"]
    return truth


def _print(chromium: str, page: str, file: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        html = Path(scratch) / "page.html"
        html.write_text(page, encoding="utf-8")
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={file}")
        subprocess.run([chromium, *options, html.as_uri()], capture_output=True, check=True, timeout=120)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0], allow_abbrev=False)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--turn", type=int, default=0, help="set other people in the same layouts")
    parser.add_argument("--later", action="store_true", help="the layouts that were drawn last")
    args = parser.parse_args()
    drawn(args.folder, LATER if args.later else KINDS, args.turn, lambda name: print(name, file=sys.stderr))
    return 0


if __name__ == "__main__":
    sys.exit(main())
