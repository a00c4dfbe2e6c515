"""Layouts in one column, as HTML, text and Word files."""

import io

from benchmarks.drawn_parts import bullets, contact, head, jobs, others, schools, section, spoken
from benchmarks.drawn_people import Person


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
    return saved(made)


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
    return saved(made)


def saved(document) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()
