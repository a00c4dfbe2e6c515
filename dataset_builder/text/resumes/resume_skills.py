"""The skills that a resume lists: names as written, without labels, levels, versions' brackets, stars, years and percentages.

    held_skills(lines)      # lines of a section of skills

Bullets, commas, bars, dots, tabs, tables with or without column names, labelled lines, nested bullets and wrapped lines are
read. Years that stand with a skill are kept in `months`.
"""

import re
from dataclasses import dataclass

from dataset_builder.text.amounts import amounts
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.layout.lines import Line
from dataset_builder.text.names.alternatives import clean_name, enumerated
from dataset_builder.text.resumes.statements import stating

_LEVELS = r"expert|advanced|intermediate|beginner|basic|basics|proficient|fluent|native|good|very good|excellent|strong|familiar|working knowledge|novice|competent|skilled|high|medium|low|master|daily use|daily|professional|conversational|elementary|c[12]|b[12]|a[12]|mother tongue|learning|some|solid|fundamentals|pro|senior|mid|junior|average|fair"
_LEVEL = re.compile(
    rf"(?:\s+|\s*[-–—:=|(\[]\s*)+(?:{_LEVELS})(?:\s+(?:level|user|knowledge|proficiency|speaker))?\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_ONLY_LEVEL = re.compile(rf"^\W*(?:{_LEVELS})(?:\s+(?:level|user|knowledge))?\W*$", re.IGNORECASE)
_NOTE = re.compile(r"\s*[(\[](?P<note>[^()\[\]]*)[)\]]")
_STARS = re.compile(r"[★☆●○◉◯■□▪▫▮▯⬤✭✩⭐*•]{2,}|\b\d(?:\.\d)?\s?/\s?(?:5|10)\b|\b\d{1,3}\s?%")
_LAST = re.compile(
    r"\b(?:last used|since|used (?:in|until)|from)\b.*$|\b(?:19|20)\d\d(?:\s?[-–]\s?(?:(?:19|20)\d\d|present|now))?\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\s*[^:|,;]{1,45}:\s+|^[A-Z][\w &/-]{2,28}\s[–—-]\s(?!\d)(?=[^,]+,)|^[A-Z][^:|,;]{1,45}:(?=\S)")
_SPLIT = re.compile(r"\s*(?:[;|•·‣▪◦●✓✔➤►▶★☆\t]|\s{3,}|,(?!\d)|\s/\s)\s*")
_COLUMN = re.compile(
    r"^(?:skills?|technolog(?:y|ies)|tools?|area|category|name|software|language|level|proficiency|rating|years?(?: used| of experience| exp(?:erience)?)?|experience|exp|last used|last year used|used|competenc(?:y|ies)|version|project|months|since|type|description|domain|#|no\.?|sl\.? ?no\.?)$",
    re.IGNORECASE,
)
_SKILL_COLUMN = re.compile(
    r"^(?:skills?|technolog(?:y|ies)|tools?|name|software|language|competenc(?:y|ies))$", re.IGNORECASE
)
_GROUP_COLUMN = re.compile(r"^(?:area|category|type|domain|group)$", re.IGNORECASE)
_YEARS_COLUMN = re.compile(r"^(?:years?.*|exp.*|months)$", re.IGNORECASE)
_TOLD = re.compile(
    r"^\W*(?:i|we)(?:['’](?:ve|m)|\s+(?:have|am|can|was))?\s+(?:(?:also|been|mostly|mainly|regularly|often|currently|a|lot)\s+)*(?:work(?:ed|ing)?|us(?:ed?|ing)|experienced?|proficient|skilled|fluent|familiar|comfortable|know|program(?:med)?|cod(?:ed?|ing)|build|built|develop(?:ed)?|write|wrote)\s+(?:(?:with|in|on|using|of|things in)\s+)?",
    re.IGNORECASE,
)
_NO_SKILL = re.compile(
    r"\b(?:notice period|ctc|total experience|date of birth|marital|nationality|salary|i hereby|declare|references?|passport|phone|mobile|e-?mail|address|linkedin|github\.com)\b|@|https?:|^\W*\d[\d\s.,%+/-]*\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class HeldSkill:
    """A skill as written, with the months that stand with it, and where."""

    name: str
    place: Evidence
    months: int | None = None
    listed: bool = True


def held_skills(lines: list[Line]) -> list[HeldSkill]:
    """The skills of a section's lines, in order."""
    lines = _unwrapped(_without_parents(lines))
    found: list[HeldSkill] = []
    columns: list[str] | None = None
    for line in lines:
        text = stating(line.text)
        if not text.strip() or set(text.strip()) <= set("|-: "):
            continue
        wide = _barred(text).split("|") if "|" not in text and _WIDE.search(text) else []
        if len(wide) > 1 and (columns is not None or all(_COLUMN.match(cell.strip()) for cell in wide)):
            text = "|".join(wide)
        if "|" in text or columns is not None:
            values = _cells(text)
            names = [value for _, value in values]
            if len(names) > 1 and all(_COLUMN.match(name) for name in names if name):
                columns = names
                continue
            if columns is not None and len(values) >= 2:
                found += _of_row(values, columns, line)
                continue
            if text.strip().startswith("|") and len(values) >= 2:
                for at, value in values[1:] if len(values) == 2 else values:
                    found += _of_text(value, line.start + at)
                continue
        found += _of_text(text, line.start)
    return [skill for skill in found if skill.name and not _NO_SKILL.search(skill.name)]


# Blanks between the columns of a table without bars.
_WIDE = re.compile(r"(?<=\S)(?:\s{3,}|\t+)(?=\S)")


def _barred(text: str) -> str:
    """A row whose columns are parted by blanks, with a bar in each gap; every word keeps its place."""
    return _WIDE.sub(lambda gap: "|".ljust(len(gap.group())), text)


def _cells(text: str) -> list[tuple[int, str]]:
    body = text.strip()
    at = len(text) - len(text.lstrip())
    found = []
    for cell in body.split("|"):
        if cell.strip():
            found.append((at + len(cell) - len(cell.lstrip()), cell.strip(" *_")))
        at += len(cell) + 1
    return found


def _of_row(values: list[tuple[int, str]], columns: list[str], line: Line) -> list[HeldSkill]:
    columns = [name for name in columns if name]
    at = next((i for i, name in enumerate(columns) if _SKILL_COLUMN.match(name)), 0)
    if _GROUP_COLUMN.match(columns[0]) and len(columns) > 1:
        at = next((i for i, name in enumerate(columns) if _SKILL_COLUMN.match(name)), 1)
    if at >= len(values):
        return []
    months = None
    for (_, value), name in zip(values, columns, strict=False):
        if _YEARS_COLUMN.match(name):
            said = amounts(value)
            number = re.fullmatch(r"\s*(\d{1,2}(?:\.\d)?)\+?\s*", value)
            months = (
                said[0].least
                if said
                else round(float(number[1]) * (1 if name.casefold().startswith("month") else 12))
                if number
                else None
            )
    start, value = values[at]
    return [
        HeldSkill(one.name, one.place, months if one.months is None else one.months)
        for one in _of_text(value, line.start + start)
    ]


def _without_parents(lines: list[Line]) -> list[Line]:
    """Without bullets that only head the deeper ones below them."""
    kept = []
    listed = False
    for at, line in enumerate(lines):
        listed = listed or line.bullet
        if listed and not line.bullet and line.after_blank and not re.search(r"[,;|:\t•·]", line.text):
            continue  # a line of its own below a list of bullets
        following = lines[at + 1] if at + 1 < len(lines) else None
        if (
            following is not None
            and following.bullet
            and following.indent > line.indent
            and len(line.text.split()) <= 4
            and "," not in line.text
        ):
            continue
        if line.text.endswith(":") and len(line.text.split()) <= 5:
            continue
        kept.append(line)
    return kept


def _unwrapped(lines: list[Line]) -> list[Line]:
    """A list that goes on on the next line, with its last name torn: "..., Distributed / Systems"."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if (
            last is not None and not line.bullet and not line.after_blank and not _LABEL.match(line.text) and "|" not in line.text and "\t" not in line.text
            and last.text.count(",") >= 2 and (last.text.rstrip().endswith((",", "&", "and", "/")) or len(last.text) > 55)
        ):  # fmt: skip
            found[-1] = Line(
                f"{last.text} {line.text}", last.start, last.bullet, last.indent, last.after_blank, last.sign
            )
            continue
        found.append(line)
    return found


def _of_text(text: str, start: int) -> list[HeldSkill]:
    """The skills in a piece of a list."""
    label = _LABEL.match(text)
    if label and not re.match(r"https?:", text) and not _only_measure(text[label.end() :]):
        start += label.end()
        text = text[label.end() :]
    if told := _TOLD.match(text):
        start += told.end()
        text = re.sub(
            r"\s+(?:at scale|at work|in production|daily|every day|on a daily basis|in anger)\b", "", text[told.end() :]
        ).rstrip(" .")
    found: list[HeldSkill] = []
    for at, piece in _pieces(text):
        months = None
        if said := amounts(piece):
            months = said[0].least
        notes = [match["note"] for match in _NOTE.finditer(piece)]
        bare = _NOTE.sub(" ", piece)
        bare = _STARS.sub(" ", bare)
        for amount in reversed(amounts(bare)):
            bare = bare[: amount.place[0]] + " " + bare[amount.place[1] :]
        bare = (
            re.sub(
                r"\b(?:\d+\+?\s*)?(?:yrs?|years?)\b\.?(?: of)?(?: experience)?(?: (?:with|in))?",
                " ",
                bare,
                flags=re.IGNORECASE,
            )
            if months is not None
            else bare
        )
        dotted = re.match(r"\W*(?=\.[A-Z])", bare)
        bare = _LAST.sub("", bare).strip(" \t.,;:-–—*_|")
        bare = f".{bare}" if dotted else bare  # ".NET Core"
        while (shorter := _LEVEL.sub("", bare)) != bare and shorter:
            bare = shorter
        if not bare or (_ONLY_LEVEL.match(bare) and len(bare) > 2):
            continue
        names = enumerated(bare).names if not dotted and (len(bare.split()) > 1 or "/" in bare) else (bare,)
        for name in names or (clean_name(bare),):
            if name:
                found.append(HeldSkill(name, _place(text, start, at, piece, name), months))
        for note in notes:
            if not amounts(note) and not _ONLY_LEVEL.match(note) and not re.search(r"\d{4}|last used", note):
                for inner_at, inner in _pieces(note):
                    if 0 < len(inner.split()) <= 4 and not _ONLY_LEVEL.match(inner):
                        found.append(
                            HeldSkill(
                                inner.strip(),
                                _place(text, start, at + inner_at, piece, inner.strip()),
                                months,
                                listed=False,
                            )
                        )
    return found


def _only_measure(text: str) -> bool:
    """Whether all that stands behind a label is a level or years: the label is the skill."""
    for amount in reversed(amounts(text)):
        text = text[: amount.place[0]] + text[amount.place[1] :]
    text = _STARS.sub("", text).strip(" .,;()+")
    return not text or _ONLY_LEVEL.match(text) is not None


def _place(text: str, start: int, at: int, piece: str, name: str) -> Evidence:
    exact = text.find(name, at)
    if exact < 0:
        return Evidence(start + at, start + at + len(piece))
    return Evidence(start + exact, start + exact + len(name))


def _pieces(text: str) -> list[tuple[int, str]]:
    """Pieces between signs that stand outside brackets, each with its place."""
    depth, inside = 0, []
    for character in text:
        depth = depth + (character in "([") - (character in ")]" and depth > 0)
        inside.append(depth > 0)
    found, start = [], 0
    for match in _SPLIT.finditer(text):
        if match.end() > match.start() and not inside[match.start()]:
            found.append((start, text[start : match.start()]))
            start = match.end()
    found.append((start, text[start:]))
    return [(at + len(piece) - len(piece.lstrip()), piece.strip()) for at, piece in found if piece.strip()]
