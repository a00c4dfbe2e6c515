"""Answers as HTML: verdict, requirements, counterfactual, highlighted text, tables. Colour never says it alone."""

import base64
import json
from collections.abc import Sequence

from documents.json_resume import to_json_job, to_json_resume
from service.counterfactual import Counterfactual
from service.highlight import pieces
from service.service import DocumentPair, Extraction

from dataset_builder.text.evidence import Evidence
from dataset_builder.text.requirement_status import Status
from training.rules.reading import read_job
from training.rules.reasons import quoted
from training.systems.protocol import Experience, Requirement
from views.markup import details, notes, preformatted, table, text

# Characters of a line that is shown whole, and of what is shown on each side of the words in a longer one.
LONGEST_QUOTE, AROUND = 100, 40
SIGNS = {Status.MET: "✓", Status.TOO_SHORT: "✗", Status.MISSING: "✗", Status.UNCLEAR: "?"}
FAILS = (Status.MISSING, Status.TOO_SHORT)
VERDICTS = {
    1: ("match", "✓", "Match", "The resume meets every requirement that was found."),
    0: ("no-match", "✗", "No match", ""),
    None: ("unsure", "?", "No verdict", "The answer holds none; what was written is below, for researchers."),
}


def verdict(pair: DocumentPair) -> str:
    """The verdict in one line, how likely a match is, and how many requirements are met."""
    found = pair.requirements
    met = sum(one.met for one in found)
    kind, sign, says, reason = VERDICTS[pair.answer.label]
    short = [one.asked for one in found if one.status in FAILS and not one.optional]
    if pair.reason:
        reason = pair.reason
    elif kind == "no-match":
        reason = f"The resume falls short on {quoted(short)}." if short else "The rules find no requirement that fails."
    elif kind == "match" and short:
        reason = f"The rules see it otherwise: they miss {quoted(short)}."
    count = f'<span class="rj-count">{met} of {len(found)} requirements met</span>' if found else ""
    return (
        f'<div class="rj-verdict rj-{kind}"><p class="rj-says"><span aria-hidden="true">{sign}</span> <strong>{says}</strong>'
        f'<span>{text(reason)}</span></p><p class="rj-measure">{count}{_score(pair)}</p></div>'
    )


def _score(pair: DocumentPair) -> str:
    score = pair.chance
    if score is None or pair.answer.label is None:
        return f'<span class="rj-by">{_by(pair)}</span>'
    percent = min(max(round(100 * score), 1), 99)
    return (
        f'<span class="rj-score"><span>Chance of a match {"&lt; 1" if score < 0.005 else "&gt; 99" if score > 0.995 else percent} %</span>'
        f'<meter min="0" max="1" value="{score:.3f}" aria-label="Chance of a match">{percent} %</meter></span>'
        f'<span class="rj-by">{_by(pair)}</span>'
    )


def _by(pair: DocumentPair) -> str:
    return "answered by the rules" if pair.system == "Rules" else text(f"answered by {pair.system}")


def match(pair: DocumentPair) -> str:
    rows = [_requirement(one, pair) for one in pair.requirements]
    heads = ("Asked", "", "Line of the resume")
    evidence = table(heads, rows, "Requirement by requirement", "rj-evidence") if rows else ""
    return verdict(pair) + notes(pair.notes) + evidence + _for_researchers(pair)


def _requirement(one: Requirement, pair: DocumentPair) -> tuple[str, str, str]:
    asked = text(one.asked) + (" <small>a plus</small>" if one.optional else "")
    status = one.status if one.status is not Status.TOO_SHORT else f"too short, {_years(one.years_held or 0)} held"
    badge = f'<span class="rj-badge rj-{one.status.replace(" ", "-")}"><span aria-hidden="true">{SIGNS[one.status]}</span> {status}</span>'
    return asked, badge, _line(one, pair)


def _line(one: Requirement, pair: DocumentPair) -> str:
    place = one.evidence
    if place is None:
        return '<span class="rj-none">no such line</span>'
    resume = pair.resume.text
    return f'<span class="rj-number">line {place.line_number(resume)}</span> <q>{_quoted(place, resume)}</q>'


def _quoted(place: Evidence, resume: str) -> str:
    """The line with the words that show it in bold; of a long line what stands around them."""
    line = place.line(resume)
    start = max(resume.find(line, resume.rfind("\n", 0, place.start) + 1), 0)
    before, shown = line[: max(place.start - start, 0)], place.of(resume).split("\n")[0].strip()
    after = line[len(before) + len(shown) :]
    if not before.strip(" \t-*•") and not after.strip(" .,;"):
        return text(line)
    if len(line) > LONGEST_QUOTE:
        before = f"… {before[-AROUND:].partition(' ')[2]}" if len(before) > AROUND else before
        after = f"{after[:AROUND].rpartition(' ')[0]} …" if len(after) > AROUND else after
    return f"{text(before)}<b>{text(shown)}</b>{text(after)}"


def _years(number: float) -> str:
    return f"{number} year{'' if number == 1 else 's'}"


def _for_researchers(pair: DocumentPair) -> str:
    score = "none" if pair.chance is None else f"{pair.chance:.4f}"
    facts = f"<p>{text(pair.system)}: label {pair.answer.label}, score {score}, {1000 * pair.seconds:.1f} ms.</p>"
    prompt = preformatted(pair.answer.prompt, "Prompt") or "<p>No prompt: nothing was generated.</p>"
    return details(
        "For researchers: score, prompt, raw output", facts + prompt + preformatted(pair.answer.answer, "Raw output")
    )


def explain(pair: DocumentPair, found: Counterfactual | int) -> str:
    """What matches, what is missing, years, and the change that flips the verdict."""
    jobs = [one for one in pair.requirements if one.kind == "experience"]
    said = [*pair.answer.skills, *(job.title for job in pair.answer.experiences)]
    own = f"<p><strong>{text(pair.system)} names as missing:</strong> {text(quoted(said, 20) or 'nothing')}</p>"
    kinds = (("Matches", (Status.MET,)), ("Missing", FAILS), ("Unclear", (Status.UNCLEAR,)))
    lists = "".join(_list(title, [one for one in pair.requirements if one.status in kind]) for title, kind in kinds)
    rows = [(text(one.asked), _number(one.years_asked), _number(one.years_held), _enough(one)) for one in jobs]
    years = table(("Job", "Years required", "Years held", "Enough"), rows, "Years required and held") if rows else ""
    return (
        verdict(pair) + notes(pair.notes) + counterfactual(pair, found) + f'<div class="rj-lists">{lists}</div>'
        + (own if pair.system != "Rules" else "") + years + _for_researchers(pair)
    )  # fmt: skip


def _list(title: str, found: Sequence[Requirement]) -> str:
    if not found and title == "Unclear":
        return ""
    said = [
        one.asked + (f" ({one.years_held} of {_years(one.years_asked)})" if one.status is Status.TOO_SHORT else "")
        for one in found
    ]
    return (
        f'<section class="rj-list"><h3>{title}</h3>{_items([text(one) for one in said]) or "<p>Nothing.</p>"}</section>'
    )


def _items(items: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{one}</li>' for one in items)}</ul>" if items else ""


def _number(years: int | None) -> str:
    return "–" if years is None else str(years)


def _enough(one: Requirement) -> str:
    return f"{SIGNS[one.status]} {'yes' if one.met else 'no' if one.status is not Status.UNCLEAR else 'unclear'}"


def counterfactual(pair: DocumentPair, found: Counterfactual | int) -> str:
    title = "The smallest change that would flip the verdict"
    if isinstance(found, int):
        tried = (
            f"{found} changed resumes were asked about and none flipped it."
            if found
            else "There was no verdict to flip."
        )
        return f'<section class="rj-flip"><h3>{title}</h3><p>{tried}</p></section>'
    to = VERDICTS[found.label][2].lower()
    sure = (
        f"{text(pair.system)} answered “{to}” when asked about the changed resume"
        + (f"; {found.tried} were tried, and nothing smaller among the changes that the rules propose did it." if found.smallest
           else f"; {found.tried} were tried, and none of these changes can be left out.")
    )  # fmt: skip
    return (
        f'<section class="rj-flip"><h3>{title} to “{to}”</h3>{_items([text(one[0].upper() + one[1:]) for one in found.changes])}'
        f"<p><small>{sure}</small></p></section>"
    )


def extraction(found: Extraction) -> str:
    """The text with marks, what was read as tables, and the same as a file."""
    skills, jobs = found.answer.skills, found.answer.experiences
    marked = "".join(
        f'<mark class="rj-mark-{label}" title="{label}">{text(part)}</mark>' if label else text(part)
        for part, label in pieces(found.document, found.marks)
    )
    rows = [(text(job.title), _number(job.years), _dates(job)) for job in jobs]
    tables = table(("Job", "Years", "Dates"), rows, f"{len(jobs)} jobs") if rows else ""
    chips = f'<ul class="rj-chips">{"".join(f"<li>{text(skill)}</li>" for skill in skills)}</ul>'
    legend = '<p class="rj-legend"><mark class="rj-mark-skill">skill</mark> <mark class="rj-mark-job">job</mark></p>'
    return (
        notes(found.notes) + f'<div class="rj-extracted"><div><h3>{len(skills)} skills</h3>{chips}{tables}{_download(found)}</div>'
        f'<div>{legend}<div class="rj-document" tabindex="0" role="group" aria-label="The text with skills and jobs marked">{marked}</div></div></div>'
        + details("For researchers: prompt, raw output", preformatted(found.answer.prompt, "Prompt") + preformatted(found.answer.answer, "Raw output"))
    )  # fmt: skip


def _dates(job: Experience) -> str:
    years = (job.start_year, job.end_year)
    return "–" if years == (None, None) else f"{years[0] or '?'} – {years[1] or 'present'}"


def _download(found: Extraction) -> str:
    """The file travels inside the link, so that the server keeps none."""
    is_resume = found.document_type == "resume"
    skills, jobs = found.answer.skills, found.answer.experiences
    content = (
        to_json_resume(found.document, skills, jobs)
        if is_resume
        else to_json_job(read_job(found.document).title, skills, jobs)
    )
    data = base64.b64encode(json.dumps(content, ensure_ascii=False, indent=2).encode()).decode()
    name = "resume.json" if is_resume else "job.json"
    return f'<p><a class="rj-button" download="{name}" href="data:application/json;base64,{data}">Download as JSON Resume ({name})</a></p>'


def comparison(found: Sequence[tuple[str, DocumentPair | str]]) -> str:
    rows = [
        (text(name), VERDICTS[one.answer.label][2], "–" if one.chance is None else f"{one.chance:.2f}", f"{1000 * one.seconds:.0f} ms")
        if isinstance(one, DocumentPair) else (text(name), text(one), "–", "–")
        for name, one in found
    ]  # fmt: skip
    return table(("System", "Verdict", "Chance of a match", "Time"), rows, "The same pair, every system")
