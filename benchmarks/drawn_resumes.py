"""Twenty resumes of invented people in layouts that differ strongly, each with its truth next to it.

    python -m benchmarks.drawn_resumes FOLDER         # NAME.pdf, .docx, .txt or .html with NAME.truth.json
    python -m training.reader evaluate FOLDER --errors

PDFs are printed by Chromium; without one the other formats are drawn alone. `KINDS` has the layouts: what they imitate, and the
person who is set in it. `SHUFFLED` sets other people in the same layouts.
"""

import argparse
import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import drawn_people as people
from benchmarks.drawn_people import Job, Person, School

CSS = "body{font:10pt Arial,sans-serif;margin:0}h1{font-size:22pt;margin:0}h2{font-size:12.5pt;margin:11pt 0 4pt}h3{font-size:10.5pt;margin:6pt 0 0}p{margin:2pt 0}ul{margin:2pt 0;padding-left:14pt}@page{size:A4;margin:15mm}.r{display:flex;justify-content:space-between}"
GERMAN = {
    "Experience": "Berufserfahrung",
    "Education": "Ausbildung",
    "Skills": "Kenntnisse",
    "Languages": "Sprachen",
    "Profile": "Profil",
    "Contact": "Kontakt",
}
FRENCH = {
    "Experience": "Expérience professionnelle",
    "Education": "Formation",
    "Skills": "Compétences",
    "Languages": "Langues",
    "Profile": "Profil",
    "Contact": "Coordonnées",
}


def words(person: Person) -> dict[str, str]:
    """Headings in the language of the person's resume."""
    return GERMAN if person.email.endswith(".de") else FRENCH if person.email.endswith(".fr") else {}


def head(person: Person, name: str) -> str:
    return words(person).get(name, name)


def bullets(items: Iterable[str], sign: str = "") -> str:
    return (
        "".join(f"<p>{sign} {one}</p>" for one in items)
        if sign
        else "<ul>" + "".join(f"<li>{one}</li>" for one in items) + "</ul>"
    )


def jobs(person: Person, shape: Callable[[Job], str]) -> str:
    return "".join(map(shape, person.jobs))


def schools(person: Person, shape: Callable[[School], str]) -> str:
    return "".join(map(shape, person.schools))


def others(person: Person, tag: str = "h2") -> str:
    return "".join(
        f"<{tag}>{title}</{tag}>" + "".join(f"<p>{line}</p>" for line in lines) for title, lines in person.other.items()
    )


def spoken(person: Person, shape: str = "<p>{} ({})</p>") -> str:
    return "".join(shape.format(*one) for one in person.languages)


def contact(person: Person, sign: str = " | ") -> str:
    return sign.join((person.place, person.phone, person.email))


def section(person: Person, name: str, body: str, tag: str = "h2") -> str:
    return f"<{tag}>{head(person, name)}</{tag}>{body}" if body else ""


def sidebar_right(p: Person) -> str:
    side = (
        section(p, "Contact", "".join(f"<p>{one}</p>" for one in (p.email, p.phone, p.place)))
        + section(p, "Skills", bullets(p.all_skills))
        + section(p, "Languages", spoken(p))
    )
    main = section(p, "Profile", f"<p>{p.summary}</p>") + section(
        p,
        "Experience",
        jobs(
            p,
            lambda j: (
                f"<h3>{j.title}</h3><p style='color:#555'>{j.employer} · {j.place} · {j.dates}</p>{bullets(j.tasks)}"
            ),
        ),
    )
    main += section(
        p, "Education", schools(p, lambda s: f"<h3>{s.degree}</h3><p style='color:#555'>{s.school} · {s.dates}</p>")
    ) + others(p)
    return f"<style>@page{{margin:0}}.w{{display:flex}}.m{{flex:1;padding:30pt}}.s{{width:150pt;background:#e8edf2;padding:30pt 16pt;min-height:275mm}}</style><div class=w><div class=m><h1>{p.name}</h1><p>{p.label}</p>{main}</div><div class=s>{side}</div></div>"


def classic(p: Person) -> str:
    """moderncv classic: everything in two columns of a grid, headings with a bar, doubled items of skills."""
    row = "<div class=g><div class=d>{}</div><div>{}</div></div>".format
    body = f"<h2><span class=b></span>{head(p, 'Experience')}</h2>" + jobs(
        p, lambda j: row(j.dates, f"<b>{j.title}</b>, <i>{j.employer}</i>, {j.place}.{bullets(j.tasks)}")
    )
    body += f"<h2><span class=b></span>{head(p, 'Education')}</h2>" + schools(
        p, lambda s: row(s.dates, f"<b>{s.degree}</b>, <i>{s.school}</i>, {s.place}.")
    )
    body += f"<h2><span class=b></span>{head(p, 'Languages')}</h2>" + "".join(
        row(name, f"{level}") for name, level in p.languages
    )
    groups = list(p.skills.items())
    double = "".join(f"<div class=q><div class=d>{k}</div><div>{', '.join(v)}</div></div>" for k, v in groups)
    body += f"<h2><span class=b></span>{head(p, 'Skills')}</h2><div class=t>{double}</div>"
    right = f"<div style='text-align:right;font-style:italic;color:#555;font-size:9pt'><p>{p.place}</p><p>☎ {p.phone}</p><p>✉ {p.email}</p></div>"
    style = ".g{display:grid;grid-template-columns:115pt 1fr;gap:10pt;margin:3pt 0}.d{text-align:right}.b{display:inline-block;width:115pt;height:5pt;background:#395;margin-right:10pt}h2{font-weight:normal;color:#395}h1{font-weight:normal;font-size:30pt}.t{display:grid;grid-template-columns:1fr 1fr;gap:8pt}.q{display:grid;grid-template-columns:80pt 1fr;gap:10pt}"
    return f"<style>{style}</style><div class=r><div><h1>{p.name}</h1><p style='font-size:14pt;color:#777'>{p.label}</p></div>{right}</div>{body}"


def banking(p: Person) -> str:
    """moderncv banking: a centred head, employers in bold with the place to the right, titles in italics with the date."""
    pair = "<div class=r><b>{}</b><b>{}</b></div><div class=r><i>{}</i><i>{}</i></div>".format
    body = section(p, "Experience", jobs(p, lambda j: pair(j.employer, j.place, j.title, j.dates) + bullets(j.tasks)))
    body += section(p, "Education", schools(p, lambda s: pair(s.school, s.place, s.degree, s.dates)))
    body += (
        section(p, "Skills", "".join(f"<p><b>{k}:</b> {', '.join(v)}</p>" for k, v in p.skills.items()))
        + section(p, "Languages", "".join(f"<p><b>{n}:</b> {v}</p>" for n, v in p.languages))
        + others(p)
    )
    return f"<style>body{{font-family:serif}}h2{{border-bottom:1pt solid #a33;color:#a33}}</style><div style='text-align:center'><h1>{p.name}</h1><p>{contact(p, ' • ')}</p><p><i>{p.summary}</i></p></div>{body}"


def casual(p: Person) -> str:
    """moderncv casual: the contact details stand in the footer, titles first, all on one line."""
    body = section(
        p,
        "Education",
        schools(
            p,
            lambda s: (
                f"<div class=g><div class=d>{s.dates}</div><div><b>{s.degree}</b>, {s.school}, {s.place}</div></div>"
            ),
        ),
    )
    body += section(
        p,
        "Experience",
        jobs(
            p,
            lambda j: (
                f"<div class=g><div class=d>{j.dates}</div><div><b>{j.title}</b>, {j.employer}, {j.place}<br><small>{'<br>'.join('– ' + t for t in j.tasks)}</small></div></div>"
            ),
        ),
    )
    body += section(
        p,
        "Skills",
        "".join(f"<div class=g><div class=d>{k}</div><div>{', '.join(v)}</div></div>" for k, v in p.skills.items()),
    )
    style = ".g{display:grid;grid-template-columns:110pt 1fr;gap:9pt;margin:3pt 0}.d{text-align:right}h2{margin-left:119pt;color:#d70}.f{position:fixed;bottom:0;left:0;right:0;text-align:center;color:#777;font-size:9pt}"
    return f"<style>{style}</style><h1 style='font-size:32pt'>{p.name}</h1><p style='font-size:15pt;color:#888'>{p.label}</p>{body}<div class=f><p>{p.place}</p><p>☎ {p.phone} • ✉ {p.email}</p></div>"


def europass(p: Person) -> str:
    """The Europass of 2004: labels in the left column, values in the right one."""
    row = "<tr><td class=d>{}</td><td>{}</td></tr>".format
    first = p.name.split()
    body = (
        row("<b>Personal information</b>", "")
        + row("First name(s) / Surname(s)", f"<b style='font-size:14pt'>{p.name}</b>")
        + row("Address", p.place)
        + row("Telephone", p.phone)
        + row("E-mail", p.email)
        if first
        else ""
    )
    body += row("<b>Work experience</b>", "") + jobs(
        p,
        lambda j: (
            row("Dates", j.dates)
            + row("Occupation or position held", j.title)
            + row("Main activities and responsibilities", "; ".join(j.tasks))
            + row("Name and address of employer", f"{j.employer}, {j.place}")
            + row("&nbsp;", "")
        ),
    )
    body += row("<b>Education and training</b>", "") + schools(
        p,
        lambda s: (
            row("Dates", s.dates)
            + row("Title of qualification awarded", s.degree)
            + row("Name and type of organisation providing education and training", s.school)
            + row("&nbsp;", "")
        ),
    )
    body += (
        row("<b>Personal skills and competences</b>", "")
        + row("Mother tongue(s)", p.languages[0][0] if p.languages else "")
        + row("Other language(s)", ", ".join(n for n, _ in p.languages[1:]))
    )
    body += "".join(row(f"{k} skills and competences", ", ".join(v)) for k, v in p.skills.items())
    return f"<style>td{{vertical-align:top;padding:1.5pt 7pt}}.d{{text-align:right;width:150pt;border-right:.7pt solid #555}}table{{border-collapse:collapse}}</style><p style='text-align:right;width:150pt;font-size:14pt'><b>Europass Curriculum Vitae</b></p><table>{body}</table>"


def linkedin(p: Person) -> str:
    """What LinkedIn saves as PDF: employer, title, dates with their length, place, each on a line."""
    side = (
        f"<h4>Contact</h4><p>{p.phone} (Mobile)</p><p>{p.email}</p><p>www.linkedin.com/in/{p.name.split()[0].lower()}-x (LinkedIn)</p><h4>Top Skills</h4>"
        + "".join(f"<p>{one}</p>" for one in p.all_skills[:3])
        + ("<h4>Languages</h4>" + spoken(p) if p.languages else "")
    )
    length = "(3 years 2 months)"
    main = (
        f"<h1>{p.name}</h1><p>{p.label}</p><p style='color:#777'>{p.place}</p><h2>Summary</h2><p>{p.summary}</p><h2>Experience</h2>"
        + jobs(
            p,
            lambda j: (
                f"<p class=e>{j.employer}</p><p>{j.title}</p><p class=k>{j.dates} {length}</p><p class=k>{j.place}</p><p>{'<br>'.join(j.tasks)}</p>"
            ),
        )
    )
    main += "<h2>Education</h2>" + schools(
        p, lambda s: f"<p class=e>{s.school}</p><p class=k>{s.degree} · ({s.dates})</p>"
    )
    return f"<style>@page{{margin:0}}.w{{display:flex}}.s{{width:140pt;background:#293e49;color:#eee;padding:30pt 14pt;min-height:275mm;font-size:9pt}}.m{{flex:1;padding:30pt 24pt}}h2{{font-weight:normal;font-size:15pt}}h4{{margin:9pt 0 3pt;font-size:11pt}}.e{{font-size:11.5pt;margin-top:7pt}}.k{{color:#777;font-size:9pt}}</style><div class=w><div class=s>{side}</div><div class=m>{main}</div></div>"


def spaced(p: Person) -> str:
    """Letter-spaced capitals, centred, between rules."""
    body = section(p, "Profile", f"<p>{p.summary}</p>") + section(
        p,
        "Experience",
        jobs(
            p,
            lambda j: (
                f"<p class=c><b>{j.title.upper()}</b></p><p class=c>{j.employer} — {j.place}</p><p class=c><i>{j.dates}</i></p>{bullets(j.tasks)}"
            ),
        ),
    )
    body += section(
        p, "Education", schools(p, lambda s: f"<p class=c><b>{s.degree}</b></p><p class=c>{s.school} — {s.dates}</p>")
    ) + section(p, "Skills", f"<p class=c>{' / '.join(p.all_skills)}</p>")
    return f"<style>h1{{letter-spacing:9pt;font-weight:normal;text-transform:uppercase;font-size:19pt}}h2{{letter-spacing:6pt;text-transform:uppercase;font-weight:normal;border-top:.7pt solid #999;border-bottom:.7pt solid #999;padding:3pt;text-align:center}}.c{{text-align:center}}</style><div class=c><h1>{p.name}</h1><p style='letter-spacing:3pt'>{p.label.upper()}</p><p>{contact(p, '  ·  ')}</p></div>{body}"


def icons(p: Person) -> str:
    """Icons before everything, chips for skills, dates on the right under the titles."""
    side = f"<p>✉ {p.email}</p><p>☎ {p.phone}</p><p>⌂ {p.place}</p>"
    body = f"<h2>★ {head(p, 'Experience')}</h2>" + jobs(
        p,
        lambda j: (
            f"<div class=r><h3>{j.employer}</h3><span>📍 {j.place}</span></div><div class=r><span>{j.title}</span><span>📅 {j.dates}</span></div>{bullets(j.tasks, '➤')}"
        ),
    )
    body += f"<h2>🎓 {head(p, 'Education')}</h2>" + schools(
        p, lambda s: f"<div class=r><h3>{s.school}</h3><span>📅 {s.dates}</span></div><p>{s.degree}</p>"
    )
    body += (
        f"<h2>🛠 {head(p, 'Skills')}</h2><div>"
        + " ".join(f"<span class=c>{one}</span>" for one in p.all_skills)
        + "</div>"
    )
    return f"<style>.c{{display:inline-block;background:#def;border-radius:6pt;padding:2pt 7pt;margin:2pt}}</style><div class=r><div><h1>{p.name}</h1><p>{p.label}</p></div><div>{side}</div></div>{body}"


def lebenslauf(p: Person) -> str:
    """A German table: headings left, dates below them, months as numbers, personal data first."""
    row = "<tr><td class=d>{}</td><td>{}</td></tr>".format
    body = (
        row("<b>Persönliche Daten</b>", "")
        + row("Name", p.name)
        + row("Anschrift", p.place)
        + row("Telefon", p.phone)
        + row("E-Mail", p.email)
        + row("Geboren", "12.03.1988 in Merseburg")
        + row("Staatsangehörigkeit", "deutsch")
    )
    body += row(f"<b>{head(p, 'Experience')}</b>", "") + jobs(
        p, lambda j: row(j.dates, f"<b>{j.title}</b><br>{j.employer}, {j.place}{bullets(j.tasks)}")
    )
    body += row(f"<b>{head(p, 'Education')}</b>", "") + schools(
        p, lambda s: row(s.dates, f"<b>{s.degree}</b><br>{s.school}, {s.place}")
    )
    body += (
        row(f"<b>{head(p, 'Skills')}</b>", "")
        + "".join(row(k, ", ".join(v)) for k, v in p.skills.items())
        + row(f"<b>{head(p, 'Languages')}</b>", "")
        + "".join(row(n, v) for n, v in p.languages)
    )
    return f"<style>td{{vertical-align:top;padding:2pt 8pt 4pt 0}}.d{{width:130pt}}b{{font-size:10.5pt}}</style><h1>Lebenslauf</h1><table>{body}</table><p>{p.place}, den 3. Mai 2025</p>"


def half(p: Person) -> str:
    """Two columns of equal width, jobs left, the rest right; headings on bars."""
    left = section(
        p,
        "Experience",
        jobs(
            p, lambda j: f"<p class=k>{j.dates}</p><h3>{j.title}</h3><p>{j.employer}, {j.place}</p>{bullets(j.tasks)}"
        ),
    )
    right = (
        section(p, "Education", schools(p, lambda s: f"<p class=k>{s.dates}</p><h3>{s.degree}</h3><p>{s.school}</p>"))
        + section(p, "Skills", "".join(f"<h3>{k}</h3><p>{', '.join(v)}</p>" for k, v in p.skills.items()))
        + section(p, "Languages", spoken(p, "<p>{} : {}</p>"))
        + others(p)
    )
    return f"<style>.w{{display:grid;grid-template-columns:1fr 1fr;gap:22pt}}h2{{background:#264;color:#fff;padding:3pt 6pt}}.k{{color:#264;font-size:9pt;margin-top:6pt}}</style><h1>{p.name}</h1><p>{p.label}</p><p>{contact(p, ' – ')}</p><p>{p.summary}</p><div class=w><div>{left}</div><div>{right}</div></div>"


def academic(p: Person) -> str:
    """Serif, years left, publications and grants longer than all else, appointments for jobs."""
    row = "<div class=g><div>{}</div><div>{}</div></div>".format
    body = (
        "<h2>Education</h2>"
        + schools(p, lambda s: row(s.dates, f"{s.degree}, {s.school}, {s.place}"))
        + "<h2>Academic Appointments</h2>"
        + jobs(p, lambda j: row(j.dates, f"{j.title}, {j.employer}, {j.place}"))
    )
    body += (
        others(p)
        + section(p, "Skills", "".join(f"<p>{k}: {', '.join(v)}</p>" for k, v in p.skills.items()))
        + section(p, "Languages", f"<p>{', '.join(f'{n} ({v})' for n, v in p.languages)}</p>")
    )
    return f"<style>body{{font-family:serif}}.g{{display:grid;grid-template-columns:90pt 1fr;gap:8pt;margin:2pt 0}}h2{{font-variant:small-caps;font-weight:bold}}</style><div style='text-align:center'><h1>{p.name}</h1><p>{p.label}</p><p>{p.place}</p><p>{p.email} · {p.phone}</p></div>{body}"


def one_line(p: Person) -> str:
    """One line per job, no descriptions."""
    body = section(
        p, "Experience", jobs(p, lambda j: f"<p>{j.dates}: {j.title}, {j.employer} ({j.place})</p>")
    ) + section(p, "Education", schools(p, lambda s: f"<p>{s.dates}: {s.degree}, {s.school}</p>"))
    body += (
        section(p, "Skills", f"<p>{', '.join(p.all_skills)}.</p>")
        + section(p, "Languages", f"<p>{', '.join(f'{n} ({v})' for n, v in p.languages)}</p>")
        + others(p)
    )
    return f"<p><b>{p.name}</b></p><p>{contact(p, ', ')}</p>{body}"


def functional(p: Person) -> str:
    """Skills first, with what was done under each; jobs as a short list at the end."""
    tasks = [task for job in p.jobs for task in job.tasks]
    groups = "".join(f"<h3>{k}</h3>{bullets(tasks[at::2])}" for at, k in enumerate(p.skills))
    body = (
        section(p, "Summary", f"<p>{p.summary}</p>")
        + f"<h2>Relevant Experience</h2>{groups}<h2>Work History</h2>"
        + jobs(
            p,
            lambda j: (
                f"<div class=r><span><b>{j.title}</b>, {j.employer}, {j.place}</span><span>{j.dates}</span></div>"
            ),
        )
    )
    body += section(
        p,
        "Education",
        schools(p, lambda s: f"<div class=r><span><b>{s.degree}</b>, {s.school}</span><span>{s.dates}</span></div>"),
    ) + section(p, "Core Competencies", f"<div class=t>{''.join(f'<div>• {one}</div>' for one in p.all_skills)}</div>")
    return f"<style>.t{{display:grid;grid-template-columns:1fr 1fr 1fr}}h2{{border-bottom:2pt solid #555}}</style><h1 style='text-align:right'>{p.name}</h1><p style='text-align:right'>{contact(p)}</p>{body}"


def federal(p: Person) -> str:
    """Labelled fields, as US federal applications want them."""
    body = section(
        p,
        "Work Experience",
        jobs(
            p,
            lambda j: (
                f"<p>Employer: {j.employer}</p><p>Job Title: {j.title}</p><p>Location: {j.place}</p><p>Dates Employed: {j.dates}</p><p>Hours per week: 40</p><p>Duties:</p>{bullets(j.tasks)}<br>"
            ),
        ),
    )
    body += (
        section(
            p,
            "Education",
            schools(
                p,
                lambda s: (
                    f"<p>School: {s.school}, {s.place}</p><p>Degree: {s.degree}</p><p>Dates Attended: {s.dates}</p><br>"
                ),
            ),
        )
        + section(p, "Job Related Skills", bullets(p.all_skills))
        + others(p)
    )
    return f"<h1 style='font-size:15pt'>{p.name}</h1><p>Address: {p.place}</p><p>Phone: {p.phone}</p><p>Email: {p.email}</p>{body}"


def timeline(p: Person) -> str:
    """A line with badges of years; employers in capitals, titles behind a dash."""
    entry = "<div class=e><span class=y>{}</span><p><b>{}</b> – {}</p><p class=k>{}</p>{}</div>".format
    body = section(
        p, "Experience", jobs(p, lambda j: entry(j.dates, j.employer, j.title, j.place, bullets(j.tasks)))
    ) + section(p, "Education", schools(p, lambda s: entry(s.dates, s.school, s.degree, s.place, "")))
    dots = "".join(
        f"<div class=r style='width:180pt'><span>{one}</span><span>{'●' * (5 - at % 3)}{'○' * (at % 3)}</span></div>"
        for at, one in enumerate(p.all_skills)
    )
    return f"<style>.e{{border-left:2pt solid #80c;padding:0 0 8pt 12pt;margin-left:6pt}}.y{{background:#80c;color:#fff;border-radius:7pt;padding:1pt 7pt;font-size:8.5pt}}.k{{color:#888}}</style><div class=r><h1>{p.name}</h1><div><p>{p.email}</p><p>{p.phone}</p><p>{p.place}</p></div></div><p>{p.label}</p>{body}{section(p, 'Skills', dots)}{section(p, 'Languages', spoken(p, '<p>{} – {}</p>'))}"


def sidebar_left(p: Person) -> str:
    """A dark sidebar with the name in it; skills as bars with percentages; schools in the sidebar."""
    side = (
        f"<h1>{p.name.replace(' ', '<br>', 1)}</h1><p>{p.label}</p>"
        + section(p, "Contact", f"<p>{p.phone}</p><p>{p.email}</p><p>{p.place}</p>")
        + section(p, "Education", schools(p, lambda s: f"<p>{s.dates}</p><p><b>{s.degree}</b></p><p>{s.school}</p>"))
    )
    side += section(
        p,
        "Skills",
        "".join(
            f"<div class=r><span>{one}</span><span>{95 - 5 * at}%</span></div><div class=b></div>"
            for at, one in enumerate(p.all_skills)
        ),
    ) + section(p, "Languages", spoken(p, "<p>{} – {}</p>"))
    main = (
        section(p, "Profile", f"<p>{p.summary}</p>")
        + section(
            p,
            "Experience",
            jobs(
                p,
                lambda j: (
                    f"<div class=r><h3>{j.title}</h3><i>{j.dates}</i></div><p>{j.employer} | {j.place}</p>{bullets(j.tasks)}"
                ),
            ),
        )
        + others(p)
    )
    return f"<style>@page{{margin:0}}.w{{display:flex}}.s{{width:185pt;background:#1d2b36;color:#fff;padding:24pt 14pt;min-height:280mm}}.m{{flex:1;padding:24pt}}.b{{height:3pt;background:#7ad;margin:1pt 0 4pt}}</style><div class=w><div class=s>{side}</div><div class=m>{main}</div></div>"


def table(p: Person) -> str:
    """Everything in ruled tables with head rows."""
    body = section(
        p,
        "Experience",
        "<table><tr><th>Period</th><th>Position</th><th>Company</th><th>Location</th></tr>"
        + jobs(p, lambda j: f"<tr><td>{j.dates}</td><td>{j.title}</td><td>{j.employer}</td><td>{j.place}</td></tr>")
        + "</table>",
    )
    body += section(
        p,
        "Education",
        "<table><tr><th>Period</th><th>Qualification</th><th>Institution</th></tr>"
        + schools(p, lambda s: f"<tr><td>{s.dates}</td><td>{s.degree}</td><td>{s.school}</td></tr>")
        + "</table>",
    )
    body += section(
        p,
        "Skills",
        "<table>" + "".join(f"<tr><th>{k}</th><td>{', '.join(v)}</td></tr>" for k, v in p.skills.items()) + "</table>",
    )
    return f"<style>table{{border-collapse:collapse;width:100%}}td,th{{border:.5pt solid #666;padding:3pt 6pt;text-align:left}}</style><h1>{p.name}</h1><p>{contact(p)}</p>{body}"


def plain(p: Person) -> str:
    """Text with underlined headings."""

    def under(name: str, body: str) -> str:
        return f"{head(p, name).upper()}\n{'=' * 40}\n{body}\n"

    text = f"{p.name}\n{p.email} | {p.phone} | {p.place}\n\n" + under("Profile", p.summary + "\n")
    text += under(
        "Experience",
        "\n".join(
            f"{j.title}, {j.employer}, {j.place}\n{j.dates}\n" + "\n".join(f"  * {t}" for t in j.tasks) + "\n"
            for j in p.jobs
        ),
    )
    text += under("Education", "\n".join(f"{s.degree}\n{s.school}, {s.dates}\n" for s in p.schools))
    return (
        text
        + under("Skills", "\n".join(f"{k}: {', '.join(v)}" for k, v in p.skills.items()) + "\n")
        + "\n".join(f"{title.upper()}\n{'=' * 40}\n" + "\n".join(lines) + "\n" for title, lines in p.other.items())
    )


def word(p: Person) -> bytes:
    """Word's own template: heading styles, capitals with bars, a tab before dates."""
    from docx import Document

    made = Document()
    made.add_heading(p.name, 0)
    made.add_paragraph(contact(p, " | "))
    made.add_paragraph(p.summary)
    made.add_heading(head(p, "Experience"), 1)
    for job in p.jobs:
        made.add_heading(f"{job.title} | {job.employer} | {job.dates}", 2)
        for task in job.tasks:
            made.add_paragraph(task, style="List Bullet")
    made.add_heading(head(p, "Education"), 1)
    for one in p.schools:
        made.add_heading(f"{one.degree} | {one.dates} | {one.school}", 2)
    made.add_heading("Skills & Abilities", 1)
    for names in p.skills.values():
        for name in names:
            made.add_paragraph(name, style="List Bullet")
    return _saved(made)


def word_table(p: Person) -> bytes:
    """A Word table: dates in the left cell, everything else in the right one."""
    from docx import Document

    made = Document()
    made.add_paragraph().add_run(p.name).bold = True
    made.add_paragraph(f"{p.email}, {p.phone}")
    for name, rows in (
        (head(p, "Experience"), [(j.dates, j.title, f"{j.employer}, {j.place}", j.tasks) for j in p.jobs]),
        (head(p, "Education"), [(s.dates, s.degree, s.school, ()) for s in p.schools]),
    ):
        made.add_paragraph().add_run(name.upper()).bold = True
        held = made.add_table(rows=0, cols=2)
        for dates, title, place, tasks in rows:
            cells = held.add_row().cells
            cells[0].text = dates
            cells[1].paragraphs[0].add_run(title).bold = True
            cells[1].add_paragraph(place)
            for task in tasks:
                cells[1].add_paragraph(task, style="List Bullet")
    made.add_paragraph().add_run(head(p, "Skills").upper()).bold = True
    for group, names in p.skills.items():
        made.add_paragraph(f"{group}: {', '.join(names)}")
    return _saved(made)


def _saved(document) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


# What draws each, the ending of its file, and who is set in it.
KINDS: dict[str, tuple[Callable[[Person], str | bytes], str, Person]] = {
    "sidebar right": (sidebar_right, "pdf", people.NURSE),
    "moderncv classic": (classic, "pdf", people.DEVELOPER),
    "moderncv banking": (banking, "pdf", people.MARKETER),
    "moderncv casual": (casual, "pdf", people.TEACHER),
    "Europass 2004": (europass, "pdf", people.CLERK),
    "LinkedIn": (linkedin, "pdf", people.MARKETER),
    "letter-spaced": (spaced, "pdf", people.CHEF),
    "icons and chips": (icons, "pdf", people.NURSE),
    "Lebenslauf": (lebenslauf, "pdf", people.ELECTRICIAN),
    "French halves": (half, "pdf", people.ACCOUNTANT),
    "academic": (academic, "pdf", people.BIOLOGIST),
    "one line per job": (one_line, "pdf", people.CLERK),
    "functional": (functional, "pdf", people.MECHANIC),
    "federal": (federal, "pdf", people.MECHANIC),
    "timeline": (timeline, "pdf", people.DEVELOPER),
    "dark sidebar, percent": (sidebar_left, "pdf", people.CHEF),
    "tables with head rows": (table, "pdf", people.TEACHER),
    "plain text": (plain, "txt", people.MECHANIC),
    "Word template": (word, "docx", people.CHEF),
    "Word table": (word_table, "docx", people.CLERK),
}  # fmt: skip


def drawn(folder: Path, turn: int = 0, say: Callable[[str], None] = lambda name: None) -> list[Path]:
    """Files with truths. `turn`: each layout shows the person of the layout so many places further on."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    everyone = [person for _, _, person in KINDS.values()]
    found = []
    for at, (name, (draw, ending, _)) in enumerate(KINDS.items()):
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
    args = parser.parse_args()
    drawn(args.folder, args.turn, lambda name: print(name, file=sys.stderr))
    return 0


if __name__ == "__main__":
    sys.exit(main())
