"""The data behind it: a triple with its facts, and the tables of the release."""

from release_data import Release

from views.markup import notes, table, text


def triple(row: dict) -> str:
    """Facts first, since they were fixed before a word was written; then the three documents."""
    edit = row["experience_edit"]
    facts = [
        ("Advertised job", text(row["job_title"])),
        ("Category", text(row["category"])),
        ("Skills asked", _chips(row["skills"], row["removed_skills"])),
        ("Removed from the unmatched resume", text(", ".join(row["removed_skills"]) or "none")),
        ("Skills nobody asked for", text(", ".join(row["extra_skills"]) or "none")),
        ("Jobs asked, years held by the matched", "<br>".join(map(_job, row["experiences"]))),
        ("Last job in the unmatched resume", text(_edit(edit))),
        ("How the negative was made", text(row["negative_kind"])),
    ]
    documents = "".join(
        f'<section><h4>{title}</h4><div class="rj-document" tabindex="0" role="group" aria-label="{title}">{text(row[name])}</div></section>'
        for title, name in (
            ("Job description", "job_description"),
            ("Matched resume", "resume_matched"),
            ("Unmatched resume", "resume_unmatched"),
        )
    )
    return (
        table(("Fact", text(row["id"])), facts, "Facts, fixed before a word is written")
        + f'<div class="rj-three">{documents}</div>'
    )


def _chips(skills: list[str], removed: list[str]) -> str:
    chips = (f'<li class="{"rj-gone" if skill in removed else ""}">{text(skill)}</li>' for skill in skills)
    return f'<ul class="rj-chips">{"".join(chips)}</ul>'


def _job(job: dict) -> str:
    held = job["end_year"] - job["start_year"]
    return text(f"{job['title']}: {job['years']} asked, {held} held ({job['start_year']} – {job['end_year']})")


def _edit(edit: dict) -> str:
    to = f"{edit['to_title'] or edit['title']} ({edit['to_start']} – {edit['to_end']})"
    return edit["kind"] if edit["kind"] in ("kept", "dropped") else f"{edit['kind']}: {to}"


def figures(release: Release) -> str:
    """The gate, the tables of the paper beside this build's, and what baselines score."""
    held = release.figures
    gate = [
        (
            text(row["name"]),
            _value(row["value"]),
            "–" if row["limit"] is None else f"≤ {row['limit']:g}",
            _passed(row["passed"]),
        )
        for row in held["gate"]
    ]
    one = [(text(row["figure"]), _value(row["ours"]), _value(row["paper"])) for row in held["table1"]]
    three = [(text(row["document"]), _value(row["mean"]), _value(row["paper"][0])) for row in held["table3"]]
    four = [(text(row["figure"]), _value(row["ours"]), _value(row["paper"])) for row in held["table4"]]
    source = f"Shown: {release.source}. Teacher: {held['teacher']}, recipe: {held['recipe']}."
    return (
        notes([source])
        + table(("Measure", "Value", "Limit", "Verdict"), gate, "Gate: can surface cues tell the resumes apart?")
        + '<div class="rj-two">'
        + table(("Table 1: graph", "Here", "Paper"), one, "The graph")
        + table(("Table 3: words", "Mean here", "Paper"), three, "Length of documents")
        + table(("Table 4: a triple", "Mean here", "Paper"), four, "Size of a triple")
        + "</div>" + results(held["results"])
    )  # fmt: skip


def results(stored: dict) -> str:
    """Measure by measure: the baseline that understands nothing, and the rules, with 95 % intervals."""
    heads = ["Measure", *(f"{column}, {data}" for data in stored for column in ("surface", "rules"))]
    rows = [
        (text(name), *(_scored(stored[data][name][column]) for data in stored for column in ("surface", "rules")))
        for name in next(iter(stored.values()))
    ]
    return table(
        heads,
        rows,
        "Results of the baselines (python -m benchmarks.evaluate), percent with 95 % intervals",
        "rj-results",
    )


def _scored(cell: str) -> str:
    value, _, interval = cell.partition(" ")
    return f"{text(value or '–')}<small>{text(interval)}</small>"


def _value(value: float) -> str:
    return (
        f"{value:,}"
        if isinstance(value, int)
        else f"{value:,.3f}"
        if abs(value) < 1
        else f"{value:,.{2 if abs(value) < 10 else 1}f}"
    )


def _passed(passed: bool | None) -> str:
    return "baseline" if passed is None else "✓ passed" if passed else "✗ failed"
