"""Layouts that were drawn when the rules had been changed for the others, to see what a first look is worth."""

from benchmarks.drawn_lines import saved
from benchmarks.drawn_parts import bullets, contact, jobs, others, schools, section, spoken
from benchmarks.drawn_people import Person


def swiss(p: Person) -> str:
    """Google Docs: employer in bold with the title behind a dash, the date in small capitals below, sections by thin headings."""
    body = section(
        p,
        "Experience",
        jobs(
            p,
            lambda j: (
                f"<p style='margin-top:9pt'><b>{j.employer},</b> {j.place} — <i>{j.title}</i></p><p class=k>{j.dates.upper()}</p>{bullets(j.tasks)}"
            ),
        ),
    )
    body += section(
        p,
        "Education",
        schools(
            p,
            lambda s: (
                f"<p style='margin-top:9pt'><b>{s.school},</b> {s.place} — <i>{s.degree}</i></p><p class=k>{s.dates.upper()}</p>"
            ),
        ),
    )
    side = section(p, "Skills", "".join(f"<p>{one}</p>" for one in p.all_skills)) + section(
        p, "Languages", f"<p>{', '.join(name for name, _ in p.languages)}</p>" if p.languages else ""
    )
    return f"<style>.k{{color:#777;font-size:8pt}}h2{{color:#2079c7;font-size:9pt;text-transform:uppercase}}.w{{display:grid;grid-template-columns:1fr 140pt;gap:26pt}}</style><div class=w><div><h1 style='font-size:30pt'>{p.name}</h1><p>{p.label}</p></div><div><p>{p.place}</p><p><b>{p.phone}</b></p><p><b>{p.email}</b></p></div><div>{body}</div><div>{side}</div></div>"


def harvard(p: Person) -> str:
    """Serif, centred head, education first; employers with places, titles with dates at the line's end."""
    pair = "<div class=r><b>{}</b><span>{}</span></div><div class=r><span>{}</span><span>{}</span></div>".format
    body = section(p, "Education", schools(p, lambda s: pair(s.school, s.place, s.degree, s.dates))) + section(
        p, "Experience", jobs(p, lambda j: pair(j.employer, j.place, f"<b>{j.title}</b>", j.dates) + bullets(j.tasks))
    )
    body += (
        "<h2>Skills &amp; Interests</h2>"
        + "".join(f"<p><b>{k}:</b> {', '.join(v)}</p>" for k, v in p.skills.items())
        + "<p><b>Interests:</b> Rowing, early maps</p>"
    )
    return f"<style>body{{font-family:serif}}h2{{text-align:center;font-size:11pt;border-bottom:.7pt solid #000}}</style><div style='text-align:center'><h1 style='font-size:16pt'>{p.name}</h1><p>{p.place} • {p.email} • {p.phone}</p></div>{body}"


def three_columns(p: Person) -> str:
    """A narrow column at either side of the jobs."""
    left = section(p, "Contact", f"<p>{p.email}</p><p>{p.phone}</p><p>{p.place}</p>") + section(
        p, "Skills", "".join(f"<p>{one}</p>" for one in p.all_skills)
    )
    right = section(
        p, "Education", schools(p, lambda s: f"<p><b>{s.degree}</b></p><p>{s.school}</p><p>{s.dates}</p>")
    ) + section(p, "Languages", spoken(p, "<p>{} · {}</p>"))
    mid = section(
        p,
        "Experience",
        jobs(p, lambda j: f"<h3>{j.title}</h3><p>{j.employer}, {j.place}</p><p><i>{j.dates}</i></p>{bullets(j.tasks)}"),
    )
    return f"<style>.w{{display:grid;grid-template-columns:120pt 1fr 120pt;gap:18pt}}h2{{font-size:11pt}}</style><h1 style='text-align:center'>{p.name}</h1><p style='text-align:center'>{p.label}</p><div class=w><div>{left}</div><div>{mid}</div><div>{right}</div></div>"


def awesome(p: Person) -> str:
    """Awesome-CV: employers in bold with places in italics, titles in small capitals with dates; the kind of skill to the left of the list."""
    pair = "<div class=r><b>{}</b><i style='color:#c33'>{}</i></div><div class=r style='color:#777;font-size:8.5pt'><span class=s>{}</span><i>{}</i></div>".format
    body = section(
        p, "Experience", jobs(p, lambda j: pair(j.employer, j.place, j.title, j.dates) + bullets(j.tasks))
    ) + section(p, "Education", schools(p, lambda s: pair(s.school, s.place, s.degree, s.dates)))
    body += section(
        p, "Skills", "".join(f"<div class=g><b>{k}</b><span>{', '.join(v)}</span></div>" for k, v in p.skills.items())
    )
    first, _, last = p.name.partition(" ")
    return f"<style>.s{{font-variant:small-caps}}.g{{display:grid;grid-template-columns:90pt 1fr;gap:12pt}}.g b{{text-align:right}}h2{{display:flex;align-items:center;gap:6pt}}h2:after{{content:'';flex:1;border-top:.7pt solid #999}}</style><div style='text-align:center'><h1 style='font-weight:normal;font-size:28pt;color:#888'>{first} <b style='color:#222'>{last}</b></h1><p style='color:#c33' class=s>{p.label}</p><p><i>{p.place}</i></p><p>{p.phone} | {p.email}</p></div>{body}"


def scanned_for(p: Person) -> str:
    """Plain, for applicant tracking: employer and place in capitals with dates behind a bar, the title below, skills between dots."""
    body = section(p, "Profile", f"<p>{p.summary}</p>") + section(p, "Skills", f"<p>{' • '.join(p.all_skills)}</p>")
    body += section(
        p,
        "Experience",
        jobs(
            p,
            lambda j: (
                f"<p style='margin-top:7pt'><b>{j.employer.upper()}</b>, {j.place} | {j.dates}</p><p><b>{j.title}</b></p>{bullets(j.tasks, '•')}"
            ),
        ),
    ) + section(p, "Education", schools(p, lambda s: f"<p><b>{s.school.upper()}</b> | {s.dates}</p><p>{s.degree}</p>"))
    return f"<style>h2{{text-transform:uppercase;font-size:11pt}}</style><p style='font-size:15pt'><b>{p.name.upper()}</b></p><p>{contact(p)}</p>{body}{others(p)}"


def spanish(p: Person) -> str:
    """Headings in blocks of colour at the left, their sections at the right."""
    row = "<div class=g><div class=l>{}</div><div>{}</div></div>".format
    body = row("PERFIL", f"<p>{p.summary}</p>") + row(
        "EXPERIENCIA LABORAL",
        jobs(p, lambda j: f"<p><b>{j.title}</b> ({j.dates})</p><p>{j.employer}, {j.place}</p>{bullets(j.tasks)}"),
    )
    body += (
        row(
            "FORMACIÓN ACADÉMICA",
            schools(p, lambda s: f"<p><b>{s.degree}</b> ({s.dates})</p><p>{s.school}, {s.place}</p>"),
        )
        + row("COMPETENCIAS", bullets(p.all_skills))
        + row("IDIOMAS", spoken(p, "<p>{}: {}</p>"))
    )
    return f"<style>.g{{display:grid;grid-template-columns:120pt 1fr;gap:14pt;margin-top:9pt}}.l{{background:#dde;padding:5pt;font-weight:bold;align-self:start}}</style><h1>{p.name}</h1><p>{p.label}</p><p>{contact(p, ' / ')}</p>{body}"


def page(p: Person) -> str:
    """A page of the web with lists of terms, not printed."""
    body = (
        "<h2>Experience</h2><dl>"
        + jobs(
            p,
            lambda j: (
                f"<dt>{j.title}, {j.employer} <small>{j.dates}</small></dt><dd>{j.place}<ul>{''.join(f'<li>{t}</li>' for t in j.tasks)}</ul></dd>"
            ),
        )
        + "</dl>"
    )
    body += (
        "<h2>Education</h2>"
        + schools(p, lambda s: f"<p><strong>{s.degree}</strong><br>{s.school}, {s.dates}</p>")
        + "<h2>Skills</h2><ul>"
        + "".join(f"<li>{one}</li>" for one in p.all_skills)
        + "</ul>"
    )
    return f"<!doctype html><html><head><meta charset='utf-8'><title>CV</title></head><body><h1>{p.name}</h1><p>{p.label}</p><address>{p.place}<br><a href='mailto:{p.email}'>{p.email}</a><br>{p.phone}</address>{body}</body></html>"


def word_tabs(p: Person) -> bytes:
    """A Word file without heading styles: bold capitals, tabs before dates and places."""
    from docx import Document

    made = Document()
    made.add_paragraph().add_run(p.name.upper()).bold = True
    made.add_paragraph(contact(p, " · "))
    made.add_paragraph().add_run("EXPERIENCE").bold = True
    for job in p.jobs:
        made.add_paragraph().add_run(f"{job.title}\t{job.dates}").bold = True
        made.add_paragraph(f"{job.employer}\t{job.place}")
        for task in job.tasks:
            made.add_paragraph(f"- {task}")
    made.add_paragraph().add_run("EDUCATION").bold = True
    for one in p.schools:
        made.add_paragraph().add_run(f"{one.degree}\t{one.dates}").bold = True
        made.add_paragraph(f"{one.school}\t{one.place}")
    made.add_paragraph().add_run("SKILLS").bold = True
    made.add_paragraph(", ".join(p.all_skills))
    return saved(made)
