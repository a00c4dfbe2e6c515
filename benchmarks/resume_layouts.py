"""Resumes of an invented person in twenty layouts, as HTML that Chromium prints, with the order of their words.

The order is that of the elements in the HTML; where a layout shows them otherwise, `data-o` numbers say how they are read.
"""

import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

JOBS = (
    ("Harbour Data Engineer", "Skerry Logistics Ltd", "Leith, Scotland", "March 2019 – Present",
     ("Moved nine freight ledgers from spreadsheets to one warehouse", "Wrote the nightly checks that found 212 missing manifests",
      "Taught two colleagues to read query plans")),
    ("Business Intelligence Analyst", "Pinemark Foods", "Graz, Austria", "June 2015 – February 2019",
     ("Built a dashboard for forty bakeries",
      "Cut the month-end report from four days to one, and kept it so through two changes of the owner and a new tax law")),
    ("Junior Statistician", "Office of Upland Statistics", "Bern", "2012 – 2015", ("Drew samples for the farm survey",)),
)  # fmt: skip
SCHOOLS = (
    ("MSc Applied Statistics", "Lindqvist University", "2010 – 2012"),
    ("BSc Mathematics", "Halden College of Science", "2007 – 2010"),
)
SKILLS = {
    "Languages": ("Python", "SQL", "R"),
    "Databases": ("PostgreSQL", "DuckDB"),
    "Tools": ("Airflow", "dbt", "Git", "Docker"),
    "Methods": ("Forecasting", "Sampling"),
}
CONTACT = ("ottilie.v@example.org", "+44 20 7946 0991", "Leith, Scotland", "vanterpool.example.org")
SPOKEN = (("English", "Native"), ("German", "Fluent"), ("Dutch", "Basic"))
SUMMARY = (
    "Engineer who keeps freight data in order. Twelve years with warehouses, surveys and bakeries; likes small tables."
)
HEAD = "<h1>Ottilie Vanterpool</h1><p>Data Engineer</p>"
CSS = (
    "body{font:10.5pt Arial,sans-serif;margin:0}ul{margin:2pt 0;padding-left:14pt}h1{font-size:22pt;margin:0}p{margin:2pt 0}"
    "h2{font-size:13pt;margin:10pt 0 4pt}h3{font-size:11pt;margin:6pt 0 0}@page{size:A4;margin:14mm}"
)
STACKED = "<h3>{title}</h3><p>{employer}, {place}</p><p>{dates}</p>{tasks}"


def _list(items) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _jobs(shape: str = STACKED, jobs=JOBS) -> str:
    names = ("title", "employer", "place", "dates")
    return "".join(shape.format(**dict(zip(names, job)), tasks=_list(job[4])) for job in jobs)


def _schools(shape: str = "<h3>{title}</h3><p>{school}</p><p>{dates}</p>") -> str:
    return "".join(shape.format(title=title, school=school, dates=dates) for title, school, dates in SCHOOLS)


CONTACTS = "".join(f"<p>{one}</p>" for one in CONTACT)
SPOKEN_LINES = "".join(f"<p>{name} ({level})</p>" for name, level in SPOKEN)
SIDE = (
    f"<h2>Contact</h2>{CONTACTS}<h2>Skills</h2>" + "".join(f"<h3>{k}</h3>{_list(v)}" for k, v in SKILLS.items())
    + f"<h2>Languages</h2>{SPOKEN_LINES}"
)  # fmt: skip
MAIN = f"<h2>Profile</h2><p>{SUMMARY}</p><h2>Experience</h2>{_jobs()}<h2>Education</h2>{_schools()}"
ALL_SKILLS = [one for held in SKILLS.values() for one in held]
FLEX = ".w{display:flex;gap:18pt}.s{width:30%}.m{flex:1}"
DATED = "<div class=e><div class=d>{dates}</div><div><h3 style='margin:0'>{title}</h3><p>{employer}, {place}</p>{tasks}</div></div>"
LINED = ".e{border-left:2pt solid #39c;margin-left:90pt;padding-left:12pt;position:relative}.d{position:absolute;left:-92pt;width:80pt;text-align:right}"
BAND = "@page{margin:0}.h{background:#135;color:white;padding:20pt 30pt}.h span{margin-right:18pt}.b{padding:6pt 30pt}.c span{display:inline-block;border:1pt solid #39c;padding:1pt 6pt;margin:2pt 3pt}"
RING = "<div><svg width=50 height=50><circle cx=25 cy=25 r=20 fill=none stroke=#39c stroke-width=5 /><text x=25 y=29 font-size=10 text-anchor=middle>{}%</text></svg><p>{}</p></div>"


def _right_gutter() -> str:
    """Dates in a column of their own; each is read after the title that it stands next to."""
    found = ""
    for at, (title, employer, place, dates, tasks) in enumerate(JOBS):
        o = 100 + 10 * at
        found += f"<div class=e><div><h3 style='margin:0' data-o={o}>{title}</h3><p data-o={o + 2}>{employer}, {place}</p><span data-o={o + 3}>{_list(tasks)}</span></div><div data-o={o + 1}>{dates}</div></div>"
    return f"{HEAD}<h2>Experience</h2>{found}"


# name: style and body
LAYOUTS: dict[str, tuple[str, str]] = {
    "sidebar left": (FLEX, f"{HEAD}<div class=w><div class=s>{SIDE}</div><div class=m>{MAIN}</div></div>"),
    "sidebar right": (FLEX, f"{HEAD}<div class=w><div class=m>{MAIN}</div><div class=s>{SIDE}</div></div>"),
    "sidebar, floating": (".s{float:left;width:30%}.m{margin-left:34%}", f"<div class=s>{SIDE}</div><div class=m>{HEAD}{MAIN}</div>"),
    "sidebar, dark": (
        "@page{margin:0}.w{display:flex}.s{width:32%;background:#234;color:#fff;padding:12pt;min-height:280mm}.m{flex:1;padding:12pt}",
        f"<div class=w><div class=s>{SIDE}</div><div class=m>{HEAD}{MAIN}</div></div>",
    ),
    "two columns": (".w{columns:2;column-gap:20pt}", f"{HEAD}<div class=w>{MAIN}{SIDE}</div>"),
    "dates in a left gutter": (
        ".e{display:grid;grid-template-columns:110pt 1fr;gap:10pt}",
        f"{HEAD}<p>{' | '.join(CONTACT)}</p><h2>Experience</h2>{_jobs(DATED)}<h2>Skills</h2>"
        + "".join(f"<div class=e><b>{k}</b><div>{', '.join(v)}</div></div>" for k, v in SKILLS.items()),
    ),
    "dates in a right gutter": (".e{display:grid;grid-template-columns:1fr 110pt;gap:10pt}", _right_gutter()),
    "dates at line ends": (
        ".r{display:flex;justify-content:space-between}",
        f"{HEAD}<h2>Experience</h2>"
        + _jobs("<div class=r><b>{title}</b><span>{dates}</span></div><div class=r><i>{employer}</i><i>{place}</i></div>{tasks}")
        + "<h2>Languages</h2>" + "".join(f"<div class=r style='width:40%'><span>{a}</span><span>{b}</span></div>" for a, b in SPOKEN),
    ),
    "grid of skill cells": (
        ".g{display:grid;grid-template-columns:1fr 1fr 1fr;gap:14pt}",
        f"{HEAD}<h2>Skills</h2><div class=g>" + "".join(f"<div><h3>{k}</h3><p>advanced</p><p>{', '.join(v)}</p></div>" for k, v in SKILLS.items()) + f"</div>{MAIN}",
    ),
    "grid of skills": (".g{display:grid;grid-template-columns:1fr 1fr 1fr;gap:6pt 14pt}", f"{HEAD}<h2>Skills</h2><div class=g>" + "".join(f"<div>{one}</div>" for one in ALL_SKILLS) + f"</div>{MAIN}"),
    "tables": (
        "td{vertical-align:top;padding:4pt 8pt;border-bottom:.5pt solid #999}table{border-collapse:collapse;width:100%}",
        f"{HEAD}<h2>Experience</h2><table>" + _jobs("<tr><td style='width:22%'>{dates}</td><td><b>{title}</b><br>{employer}, {place}{tasks}</td></tr>")
        + "</table><h2>Languages</h2><table><tr><th>Language</th><th>Level</th><th>Since</th></tr>"
        + "".join(f"<tr><td>{a}</td><td>{b}</td><td>199{at}</td></tr>" for at, (a, b) in enumerate(SPOKEN)) + "</table>",
    ),
    "timeline": (LINED, f"{HEAD}<h2>Experience</h2>" + _jobs("<div class=e><div class=d>{dates}</div><b>{title}</b><p>{employer}, {place}</p>{tasks}</div>")),
    "header band and chips": (
        BAND,
        f"<div class=h>{HEAD}<p>" + " ".join(f"<span>{one}</span>" for one in CONTACT) + "</p></div><div class=b><h2>Skills</h2><div class=c>"
        + " ".join(f"<span>{one}</span>" for one in ALL_SKILLS) + f"</div>{MAIN}</div>",
    ),
    "ring charts": (
        f".g{{display:flex;gap:24pt}}{FLEX}",
        f"{HEAD}<h2>Strengths</h2><div class=g>" + "".join(RING.format(85 - 9 * at, name) for at, name in enumerate(SKILLS))
        + f"</div><div class=w><div class=m><h2>Experience</h2>{_jobs()}</div><div class=s><h2>Contact</h2>{CONTACTS}</div></div>",
    ),
    "sidebar at a page break": (
        ".w{position:relative}.s{position:absolute;right:0;top:0;width:28%}.m{width:66%}",
        f"{HEAD}<div class=w><div class=s>{SIDE}</div><div class=m><h2>Experience</h2>{_jobs(jobs=[(*job[:4], job[4] * 3) for job in JOBS] * 2)}</div></div>",
    ),
    "letters apart": ("h2{letter-spacing:5pt;text-transform:uppercase}h1{letter-spacing:8pt}", f"{HEAD}{MAIN}"),
    "contact at the right": (".t{display:flex;justify-content:space-between}", f"<div class=t><div>{HEAD}</div><div>{CONTACTS}</div></div>{MAIN}"),
    "sections next to each other": (
        ".w{display:grid;grid-template-columns:1fr 1fr;gap:20pt}h2{border-bottom:1pt solid #000}",
        f"{HEAD}<h2>Experience</h2>{_jobs()}<div class=w><div><h2>Education</h2>{_schools('<h3>{title}</h3><p>{school}, {dates}</p>')}</div>"
        f"<div><h2>Languages</h2>{SPOKEN_LINES}</div></div><h2>Profile</h2><p>{SUMMARY}</p>",
    ),
    "headings in a gutter": (
        ".e{display:grid;grid-template-columns:100pt 1fr;gap:12pt;margin-top:12pt}.l{text-align:right;font-weight:bold}",
        f"{HEAD}<div class=e><div class=l>PROFILE</div><div>{SUMMARY}</div></div><div class=e><div class=l>EXPERIENCE</div><div>{_jobs()}</div></div>"
        f"<div class=e><div class=l>SKILLS AND<br>TOOLS</div><div>{_list(ALL_SKILLS)}</div></div>",
    ),
    "grid of jobs": (
        ".w{display:grid;grid-template-columns:1fr 1fr;gap:8pt 20pt}",
        f"{HEAD}<h2>Experience</h2><div class=w>" + "".join(f"<div>{_jobs(jobs=[job])}</div>" for job in (*JOBS, JOBS[0])) + "</div>",
    ),
}  # fmt: skip


class _Order(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []
        self.found: list[tuple[int, int, str]] = []

    def handle_starttag(self, tag: str, attributes) -> None:
        if tag not in ("br", "circle", "meta"):
            self.open.append((tag, int(dict(attributes).get("data-o", self.open[-1][1] if self.open else 0))))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append((self.open[-1][1], len(self.found), data.strip()))


def order_of(name: str) -> list[str]:
    """Texts of a layout in the order in which they are read."""
    reader = _Order()
    reader.feed(LAYOUTS[name][1])
    return [text for _, _, text in sorted(reader.found)]


def printed(folder: Path, names=tuple(LAYOUTS), say: Callable[[str], None] = lambda name: None) -> dict[str, Path]:
    """PDFs of the layouts by name; empty where there is no Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    found: dict[str, Path] = {}
    for name in names if chromium else ():
        page, pdf = (folder / f"{name.replace(' ', '-').replace(',', '')}.{ending}" for ending in ("html", "pdf"))
        style, body = LAYOUTS[name]
        page.write_text(
            f"<!doctype html><html><head><meta charset=utf8><style>{CSS}{style}</style></head><body>{body}</body></html>"
        )
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
        subprocess.run([chromium, *options, page.as_uri()], capture_output=True, check=True, timeout=120)
        found[name] = pdf
        say(name)
    return found
