"""Layouts in columns: sidebars, gutters, halves, tables; HTML that Chromium prints."""

from benchmarks.drawn_parts import bullets, contact, head, jobs, others, schools, section, spoken
from benchmarks.drawn_people import Person


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
