"""The paper's own release (github.com/megagonlabs/rjdb) as triples: JSON lines in, `Triple`s out.

Labels come from `Experiences-years` and `Filtered-information`, the strings that stood in the teacher's prompt, and
not from `Experiences`, which disagrees with what was written in 6 % of rows: titles were split at their commas and
numbered lists merged into one title, and the documents follow the split and merged ones. Text is kept as released.
A row that cannot be read is returned with its reason; rows in = triples + rejected, blank lines aside.

`provenance`, `rejected_row` and `graph_rows` are the rows of the other configs.
"""

import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.pipeline.code_version import ROW_CODE, code_version
from dataset_builder.sampling import career
from dataset_builder.sampling.facts import Documents, Experience, ExperienceEdit, Facts, Triple
from dataset_builder.sources.text_files import HEAD, encoding_of
from dataset_builder.teachers.locate import locate
from dataset_builder.text.documents import clean as cleaned
from dataset_builder.text.mentions import NO_ALIASES
from dataset_builder.text.sections import body, kept_sections

# Titles to categories, all at once.
Categorise = Callable[[Sequence[str]], list[str]]

LICENCE = "cc-by-sa-4.0"
TEXTS = ("Job-Description", "Resume-matched", "Resume-unmatched")
KEYS = (*TEXTS, "Skills", "Experiences", "Experiences-years", "Filtered-information")


@dataclass(frozen=True)
class Rejected:
    """A line that is no triple: its number in the file (from 1), what it held, and why (file, row, field)."""

    row: int
    id: str
    reason: str
    raw: dict


class _Unreadable(ValueError):
    """Why one row is rejected: `field: what is wrong`."""


def read_original(
    path: Path | str, categorise: Categorise | None = None, clean: bool = False
) -> tuple[list[Triple], list[Rejected]]:
    """All rows of a file of the release. `clean` strips debris around the documents.

    Raises BadInput where the file is missing or holds no JSON object at all.
    """
    path = Path(path)
    read: list[tuple[Facts, Documents]] = []
    rejected: list[Rejected] = []
    objects = 0
    for number, raw in _lines(path):
        name = f"original-{number:06d}"
        objects += isinstance(raw, dict)
        try:
            if not isinstance(raw, dict):
                raise _Unreadable(f"line: {raw if isinstance(raw, str) else 'not a JSON object'}")
            read.append(_triple(name, raw, clean))
        except _Unreadable as error:
            kept = raw if isinstance(raw, dict) else {}
            rejected.append(Rejected(number, name, f"{path.name}, row {number}, {error}", kept))
    if not objects:
        raise BadInput(
            f"{path}: no line is a JSON object; give a file of the original release, JSON lines with {', '.join(KEYS)}"
        )
    categories = (categorise or nearest_categories)([facts.job_title for facts, _ in read])
    triples = [
        Triple(replace(facts, category=category), texts)
        for (facts, texts), category in zip(read, categories, strict=True)
    ]
    return triples, rejected


def _lines(path: Path) -> Iterator[tuple[int, object]]:
    """(row from 1, the line's JSON value, or a text that says why it has none)."""
    try:
        with path.open("rb") as file:
            encoding = encoding_of(file.read(HEAD), str(path))
            file.seek(0)
            # UTF-16 has no lines of bytes; of UTF-8 a line that is damaged is one row
            lines = file if encoding == "utf-8-sig" else io.TextIOWrapper(file, encoding, newline="\n")
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    yield number, json.loads(line.decode("utf-8-sig") if isinstance(line, bytes) else line)
                except UnicodeDecodeError:
                    yield number, "not UTF-8"
                except (ValueError, RecursionError):
                    yield number, "not JSON"
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: is damaged ({error.reason} in {error.encoding}); save it again as UTF-8") from error
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or error}; give a file of the original release") from error


def nearest_categories(titles: Sequence[str], coded: Sequence[tuple[str, str | None]] = ()) -> list[str]:
    """The category of the coded title (title, SOC code) that shares most character n-grams with each title.

    Without `coded` the embedded occupations serve; a graph with BLS titles knows the release's better. A title
    that shares none ("GA") gets the release's most frequent category.
    """
    from dataset_builder.graph.categories import TECHNOLOGY, category_of
    from dataset_builder.graph.nearest_titles import by_ngrams
    from dataset_builder.sources import authored

    coded = coded or [(record.title, record.soc_code) for record in authored.read().records]
    known = [(title, category) for title, code in coded if (category := category_of(code))]
    nearest = by_ngrams(titles, [title for title, _ in known]) if titles else []
    return [known[at][1] if at >= 0 else TECHNOLOGY for at in nearest]


def _triple(name: str, raw: dict, clean: bool) -> tuple[Facts, Documents]:
    for key in KEYS:
        if key not in raw:
            raise _Unreadable(f"{key}: missing")
    texts = [_text(raw, key) for key in TEXTS]
    if clean:
        texts = [cleaned(text) for text in texts]
    skills = _skills(raw["Skills"], "Skills")
    if not skills:
        raise _Unreadable("Skills: none")
    experiences = _experiences(raw["Experiences-years"])
    removed, edit, left = _filtered(raw["Filtered-information"], skills, experiences)
    matched = kept_sections(texts[1])
    facts = Facts(
        id=name,
        job_title=experiences[0].title,
        category="",
        cluster=-1,
        skills=skills,
        extra_skills=(),
        experiences=experiences,
        first_name=first_name(texts[1]) or first_name(texts[2]),
        gender="unknown",
        removed_skills=removed,
        unmatched_skills=tuple(skill for skill in skills if skill not in removed),
        experience_edit=edit,
        unmatched_experiences=left,
        negative_kind="deletion",
    )
    targets = body(matched, "skills") or "", body(matched, "experience") or ""
    documents = Documents(*texts, *targets)
    return facts, replace(documents, mentions=locate(facts, documents, NO_ALIASES))


def _text(raw: dict, key: str) -> str:
    text = raw[key]
    if not isinstance(text, str):
        raise _Unreadable(f"{key}: text expected, found {type(text).__name__}")
    if not text.strip():
        raise _Unreadable(f"{key}: empty")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _Unreadable(f"{key}: half a character at {error.start}") from error
    return text


def _skills(value: object, field: str) -> tuple[str, ...]:
    """Names in order, each once, without blanks around them; a dict {skill: 1} counts as its keys."""
    if not isinstance(value, list | dict) or not all(isinstance(skill, str) for skill in value):
        raise _Unreadable(f"{field}: list of texts expected")
    return tuple(dict.fromkeys(skill.strip() for skill in value if skill.strip()))


_SPAN = re.compile(r"(?P<title>.*) \((?P<start>\d{4}) - (?P<end>\d{4})\)", re.DOTALL)
_ASKED = re.compile(r"(?P<years>\d{1,2}) years? as an? (?P<title>.*)", re.DOTALL)
_NUMBERING = re.compile(r"\s*\d{1,2}[.)]\s+")


def _title(text: str) -> str:
    """One line; the merged list "1. A\\n2. B" becomes "A / B", as the documents put it."""
    if "\n" not in text:
        return text.strip()
    return " / ".join(_NUMBERING.sub("", line, count=1).strip() for line in text.split("\n") if line.strip())


def _experiences(value: object) -> tuple[Experience, ...]:
    """From [[what the JD says, what the resume says], last year, [years]], newest first."""
    field = "Experiences-years"
    match value:
        case [[list() as asked, list() as held], int(), list() as years]:
            pass
        case _:
            raise _Unreadable(f"{field}: [[list, list], last year, [years]] expected")
    if not held or not len(asked) == len(held) == len(years):
        raise _Unreadable(f"{field}: {len(asked)}, {len(held)} and {len(years)} jobs")
    jobs = []
    for number, (ask, hold, count) in enumerate(zip(asked, held, years, strict=True), start=1):
        where = f"{field}: job {number}"
        wanted = _ASKED.fullmatch(ask) if isinstance(ask, str) else None
        span = _SPAN.fullmatch(hold) if isinstance(hold, str) else None
        if not wanted or not span or not isinstance(count, int):
            raise _Unreadable(f'{where}: "N years as a T" and "T (a - b)" expected')
        job = Experience(_title(span["title"]), count, int(span["start"]), int(span["end"]))
        if not job.title:
            raise _Unreadable(f"{where}: no title")
        if not job.held == count == int(wanted["years"]) or count < 1:
            raise _Unreadable(f"{where}: {wanted['years']} years asked, {job.start_year} - {job.end_year} held")
        if jobs and job.end_year > jobs[-1].start_year:
            raise _Unreadable(f"{where}: ends after the job before it starts; newest first expected")
        jobs.append(job)
    if jobs[0].end_year != value[1]:
        raise _Unreadable(f"{field}: last year {value[1]}, the newest job ends in {jobs[0].end_year}")
    return tuple(jobs)


_SHORTENED = re.compile(
    rf'instead of "{_SPAN.pattern}" use "(?P<other>.*) \((?P<since>\d{{4}}) - (?P<until>\d{{4}})\)"\W*', re.DOTALL
)
_DROPPED = re.compile(rf'without including "{_SPAN.pattern}"\W*', re.DOTALL)
_KEPT = "the same job experience as before"


def _filtered(
    value: object, skills: tuple[str, ...], experiences: tuple[Experience, ...]
) -> tuple[tuple[str, ...], ExperienceEdit, tuple[Experience, ...]]:
    """(removed skills, edit, jobs of the unmatched resume). No word about experience means that it was kept."""
    field = "Filtered-information"
    if not isinstance(value, dict):
        raise _Unreadable(f"{field}: object expected")
    removed = _skills(value.get("Skills") or [], f"{field}.Skills")
    if unknown := [skill for skill in removed if skill not in skills]:
        raise _Unreadable(f"{field}.Skills: {unknown[0]!r} is not in Skills")
    said = value.get("Experience") or _KEPT
    if not isinstance(said, str):
        raise _Unreadable(f"{field}.Experience: text expected")
    newest, older = experiences[0], experiences[1:]
    if said.strip().rstrip(".") == _KEPT:
        edit, job = career.keep(newest, newest.start_year, newest.end_year)
        return removed, edit, (job, *older)
    match = _SHORTENED.fullmatch(said.strip()) or _DROPPED.fullmatch(said.strip())
    if not match:
        raise _Unreadable(f"{field}.Experience: cannot read {said[:80]!r}")
    if (_title(match["title"]), int(match["start"]), int(match["end"])) != (
        newest.title,
        newest.start_year,
        newest.end_year,
    ):
        raise _Unreadable(f"{field}.Experience: does not name the newest job, {newest.title!r}")
    if "until" not in match.groupdict():
        return removed, career.drop(newest), older
    if _title(match["other"]) != newest.title or int(match["since"]) != newest.start_year:
        raise _Unreadable(f"{field}.Experience: more than the last year changes")
    if not newest.start_year <= int(match["until"]) < newest.end_year:
        raise _Unreadable(f"{field}.Experience: {match['until']} does not shorten the job")
    edit, job = career.shorten(newest, int(match["until"]))
    return removed, edit, (job, *older)


_NAME_LABEL = re.compile(r"^[\W_]*(?:first |full |given )?name\b[\W_]*", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*")


def first_name(resume: str) -> str:
    """The given name on a resume: behind "Name", else the first line of its personal information; "" if none."""
    found = kept_sections(resume)
    lines = [line for line in (body(found, "personal information") or resume[:500]).split("\n") if line.strip()]
    labelled = [line[match.end() :] for line in lines if (match := _NAME_LABEL.match(line))]
    plain = [line for line in lines[:1] if ":" not in line and "@" not in line and 2 <= len(line.split()) <= 4]
    for line in labelled or plain:
        if match := _NAME.search(line):
            return match.group()
    return ""


def provenance(triple: Triple) -> dict:
    row = dict.fromkeys(rjdb.FEATURES["provenance"]) | {"id": triple.facts.id, "recipe": "original", "teacher": "gpt-4"}
    return row | {"walk": [job.title for job in triple.facts.experiences], "code_version": original_code()}


def rejected_row(row: Rejected) -> dict:
    """As much of a rejected row as is text; its labels are what could not be read."""
    texts = {
        "job_description": "Job-Description",
        "resume_matched": "Resume-matched",
        "resume_unmatched": "Resume-unmatched",
    }
    held = {
        column: text.encode("utf-8", "backslashreplace").decode()  # half a surrogate pair is no text
        for column, key in texts.items()
        if isinstance(text := row.raw.get(key), str)
    }
    return dict.fromkeys(rjdb.FEATURES["rejected"]) | held | {"id": row.id, "attempt": 0, "reason": row.reason}


def graph_rows(triples: Sequence[Triple]) -> dict[str, list[dict]]:
    """Titles and skills that the rows name; the skills belong to the oldest job of a row, as in the release."""
    categories: dict[str, str] = {}
    edges: dict[tuple[str, str], None] = {}
    for facts in (triple.facts for triple in triples):
        for job in facts.experiences:
            categories.setdefault(job.title, facts.category)
        edges |= dict.fromkeys((facts.experiences[-1].title, skill) for skill in facts.skills)
    skills = dict.fromkeys(skill for _, skill in edges)
    said = {"source": "original", "licence": LICENCE}
    none = {"aliases": [], "feeders": [], "duties": []}
    return {
        "occupations": [
            {"title": title, "soc_code": None, "category": category, "clusters": [], **none, **said}
            for title, category in categories.items()
        ],
        "skills": [{"skill": skill, "kind": None, "aliases": [], **said} for skill in skills],
        "edges": [
            {"occupation": title, "skill": skill, "weight": 1.0, "support": "named by the release", **said}
            for title, skill in edges
        ],
    }


def original_code() -> str:
    """Version of the code that decides the rows of an imported file."""
    return code_version("dataset_builder.pipeline.original_release", *ROW_CODE)
