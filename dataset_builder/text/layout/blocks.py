"""The blocks of a document: its headings with the lines below them, each line where it stands in the text.

    for block in read_blocks(text, POST_HEADINGS): block.kind, block.heading, block.lines

Known headings are found by what they say, unknown ones by their form (`headings.form`), so that what stands below them is
not taken for part of the block above. One pass over the lines; nothing here raises.
"""

import re
from dataclasses import dataclass, field, replace

from dataset_builder.text.layout.criteria import read_criteria
from dataset_builder.text.layout.headings import (
    POST_HEADINGS,
    RESUME_HEADINGS,
    Form,
    Heading,
    Headings,
    LineReader,
    key_of,
    unknown_kind,
)  # fmt: skip
from dataset_builder.text.layout.lines import Line, is_emoji, split_lines
from dataset_builder.text.layout.run_on import parted

_ASKING = ("required", "optional")


# The share of lines in capitals from which on capitals make no heading.
_SHOUTED = 0.6


@dataclass
class Block:
    """`kind` as in the table of headings, "" for an unknown heading, "head" for what stands before the first."""

    kind: str
    heading: str = ""
    start: int = 0
    lines: list[Line] = field(default_factory=list)
    # Its heading was found by form alone.
    unknown: bool = False
    # What was called the heading's rest: text on its own line.
    inline: bool = False
    # It goes on with what the heading above it leads to: "Lead with excellence:" below "Key responsibilities:".
    part: bool = False


_SENTENCES = re.compile(r"[.!]\s+[A-Z]")


_PLAIN_READER = LineReader()


def _heading(line: Line, table: Headings, reader: LineReader) -> Heading | None:
    if line.bullet and not (
        line.sign and (is_emoji(line.sign[0]) or line.sign[0] in "►▶◆■●★❖#" or line.sign[0].isdigit())
    ):
        return None
    if line.text.startswith("|") or line.kind:
        return None  # a row of a table
    found = reader.heading(line.text, table)
    if found is not None and found.kind == "denied" and _SENTENCES.search(found.rest):
        return None  # a paragraph that begins with what is not needed
    return found


def _is_listed(line: Line, around: list[Line], at: int) -> bool:
    """A numbered or signed line among others of its kind is an item: "1. Skills" between "2. ..." and so on is none."""
    near = around[max(0, at - 1) : at] + around[at + 1 : at + 2]
    return line.bullet and any(other.bullet and other.sign == line.sign for other in near)


def read_blocks(text: str, table: Headings, reader: LineReader = _PLAIN_READER) -> list[Block]:
    """All blocks in order; the first is "head" and may be empty."""
    lines = split_lines(text)
    if table is POST_HEADINGS:
        lines = parted(read_criteria(lines), table)
    known: dict[int, Heading] = {}
    for at, line in enumerate(lines):
        if (found := _heading(line, table, reader)) is not None and not (
            _is_listed(line, lines, at) and found.kind != "denied" and not _emoji_heading(line, found)
        ):
            known[at] = found
    if table is RESUME_HEADINGS:
        known = _resume_headings(lines, known)
    forms = {at: shape for at, line in enumerate(lines) if (shape := reader.form(line.text)) is not None}
    if sum(line.text.isupper() for line in lines) > _SHOUTED * len(lines):
        forms = {at: replace(shape, capitals=False) for at, shape in forms.items()}
    styles = {forms[at].style for at in known if at in forms and not known[at].rest}
    if table is POST_HEADINGS:
        known = _wished(lines, known)
    blocks = [Block("head")]
    for at, line in enumerate(lines):
        if line.kind or (at and lines[at - 1].kind):
            if not line.kind or line.kind != lines[at - 1].kind or not at:
                blocks.append(Block(line.kind, "", line.start))
            if line.kind:
                blocks[-1].lines.append(line)
                continue
        if (found := known.get(at)) is not None:
            if at == 0 and found.rest and found.kind == "required":
                found = replace(found, kind="title")  # "REQUIRED: science teacher for ..."
            blocks.append(Block(found.kind, line.text, line.start, inline=bool(found.rest)))
            if found.rest:
                blocks[-1].lines.append(Line(found.rest, line.start + found.rest_at, False, line.indent, False))
            continue
        if at in forms and _is_unknown_heading(lines, at, forms[at], styles, table, blocks[-1]):
            kind = unknown_kind(line.text, table)
            part = not kind and table is POST_HEADINGS and _has_parts(blocks[-1])
            blocks.append(Block("duties" if part else kind, line.text, line.start, unknown=True, part=part))
            continue
        if blocks[-1].inline and line.after_blank and not line.bullet:
            parent = _labelled(line, blocks) if table is POST_HEADINGS else None
            blocks.append(Block("") if parent is None else Block(parent, line.text, line.start, inline=True))
            if parent is not None:
                offset = line.text.index(":") + 1
                offset += len(line.text[offset:]) - len(line.text[offset:].lstrip())
                line = replace(line, text=line.text[offset:], start=line.start + offset)
        blocks[-1].lines.append(line)
        if table is POST_HEADINGS and (kind := _leads_to_list(lines, at, blocks[-1])):
            blocks.append(Block(kind, line.text, line.start, unknown=True))
    return blocks


def _has_parts(block: Block) -> bool:
    """Whether the heading of duties stands above headings of its own: nothing else stands below it."""
    return block.kind == "duties" and not block.inline and (block.part or not block.lines)


# How a paragraph ends that leads to the list below it: "... on the quays. We also want:", "... out of the port. You need"
_LEADS = re.compile(
    r"[.!?)]\s+(?P<lead>[^.!?]{3,80}?)(?:\s*:|(?<=need)|(?<=needs)|(?<=must have)|(?<=want)|(?<=you have))$",
    re.IGNORECASE,
)
_WANTS = re.compile(r"\b(?:(?:you(?:['’]ll| will)?|we|candidates?|applicants?)\s+(?:(?:also|will|would|then|do)\s+)*(?:need|want|ask|require|expect|must|have|bring|look(?:ing)?)|must have|looking for|requirements?)\b", re.IGNORECASE)  # fmt: skip


_LEAD_ENDS = (":", "need", "needs", "have", "want")


def _leads_to_list(lines: list[Line], at: int, block: Block) -> str:
    """The kind of the list that the last sentence of a paragraph leads to; "" where it leads to none."""
    line, below = lines[at], lines[at + 1 : at + 3]
    if (
        line.bullet
        or len(below) < 2
        or not line.text.endswith(_LEAD_ENDS)
        or block.kind in ("benefits", "apply", "legal")
    ):
        return ""
    if (found := _LEADS.search(line.text)) is None or not (below[0].bullet or below[0].after_blank):
        return ""
    if not all(one.bullet for one in below) and any(
        _SENTENCES.search(one.text) or len(one.text.split()) > 16 for one in below
    ):
        return ""
    kind = unknown_kind(found["lead"], POST_HEADINGS)
    if kind in ("required", "optional"):
        return kind
    return "required" if not kind and _WANTS.search(found["lead"]) else ""


_WISHES = re.compile(
    r"(?:(?:what|things|skills|extras|stuff) )?(?:we|i)(?:'d| would)? (?:also |really )?(?:like|love|value)(?: to see)?(?: (?:in|from) you)?"
)


def _wished(lines: list[Line], known: dict[int, Heading]) -> dict[int, Heading]:
    """ "What we would like" below "What we need" heads wishes; alone it heads all that is asked."""
    required = min((at for at, found in known.items() if found.kind == "required"), default=len(lines))
    return {
        at: replace(found, kind="optional") if at > required and _WISHES.fullmatch(key_of(lines[at].text)) else found
        for at, found in known.items()
    }


_LABEL = re.compile(r"[A-Z][a-z]+(?: [a-z]+){0,2}\s*:\s+\S")


def _labelled(line: Line, blocks: list[Block]) -> str | None:
    """The kind of a labelled paragraph ("Personal: ...") among others of its kind below an asking heading of their own."""
    if not _LABEL.match(line.text):
        return None
    parents = [block for block in blocks if not block.inline and block.kind != "head"]
    return "required" if parents and parents[-1].kind == "required" and not parents[-1].lines else None


def _emoji_heading(line: Line, found: Heading) -> bool:
    return bool(line.sign) and not found.rest and line.after_blank


# Lines below a heading, from which on they are a list though they have no bullets; words of one of them.
_LEAST_LISTED, _LONGEST_LISTED = 3, 16


# Words of the heading of a numbered section, and of the sections from which on a document is numbered.
_LONGEST_NUMBERED, _LEAST_NUMBERED = 6, 3


def _is_numbered_section(lines: list[Line], at: int, table: Headings) -> bool:
    """Whether "5. Particulars" heads a section, in a document whose sections are numbered and some of them known."""
    if lines[at + 1].bullet and lines[at + 1].sign[:1].isdigit():
        return False
    sections = [
        line
        for line in lines
        if line.sign[:1].isdigit() and line.after_blank and len(line.text.split()) <= _LONGEST_NUMBERED
    ]
    known = sum(bool(_heading(line, table, _PLAIN_READER)) for line in sections)
    return lines[at] in sections and len(sections) >= _LEAST_NUMBERED and known * 2 >= len(sections) - 1


def _heads_lines(lines: list[Line], at: int) -> bool:
    """Whether a line stands above lines that are items without bullets: short, no sentences, none of them labelled."""
    listed = 0
    for line in lines[at + 1 :]:
        if line.after_blank:
            break
        if (
            line.bullet
            or len(line.text.split()) > _LONGEST_LISTED
            or line.text.endswith((".", ":", "?"))
            or "@" in line.text
        ):
            return False
        listed += 1
    return listed >= _LEAST_LISTED and at > 1


# Kinds of labels that stand inside a job, too.
_OF_A_JOB = ("achievements", "projects", "skills", "summary", "other")


def _resume_headings(lines: list[Line], known: dict[int, Heading]) -> dict[int, Heading]:
    """Without labels inside a job ("Skills: Python" below it, "Title: Baker") and words that are a list's items."""
    kept: dict[int, Heading] = {}
    parted_by_blanks = sum(line.after_blank for line in lines) > 2
    for at, found in known.items():
        line = lines[at]
        if (
            found.kind == "other"
            and found.rest
            and not line.after_blank
            and kept
            and [*kept.values()][-1].kind == "skills"
        ):
            continue  # "Other: Figma" among labelled lines of skills
        if (
            parted_by_blanks
            and at
            and not line.after_blank
            and line.text.endswith(":")
            and found.kind in _OF_A_JOB
            and not line.text.isupper()
            and any(one.kind == "experience" for one in kept.values())
        ):
            continue  # "Duties and achievements:" below the header of a job
        if (
            at
            and not line.after_blank
            and not found.rest
            and not line.text.isupper()
            and lines[at - 1].text.count(",") >= 3
            and not line.text.startswith(("#", "*"))
        ):
            continue  # the last words of a list that is wrapped: "Distributed / Systems"
        if (
            found.rest
            and found.kind
            in (
                "experience",
                "education",
                "summary",
                "personal",
                "projects",
                "other",
                "references",
                "achievements",
                "breaks",
                "wishes",
            )
            and at
        ):
            if found.kind in ("experience", "breaks") and not line.after_blank:
                continue
            if key_of(line.text.partition(":")[0]) in (
                "project",
                "reference",
                "job",
                "role",
                "work",
                "details",
                "degree",
                "school",
                "university",
                "college",
                "company",
                "where",
            ):
                continue
        kept[at] = found
    return kept


# Words of a question that heads a block though no blank line stands above it.
_LONGEST_QUESTION = 6


def _is_unknown_heading(lines: list[Line], at: int, shape: Form, styles: set, table: Headings, block: Block) -> bool:
    """Whether a short line heads a block that no table names."""
    if at + 1 == len(lines):
        return False
    line, kind = lines[at], unknown_kind(lines[at].text, table)
    if line.bullet and not is_emoji(line.sign[:1] or "-"):
        return table is POST_HEADINGS and _heads_numbered(lines, at, kind)
    if shape.question:
        few = line.after_blank or len(line.text.split()) <= _LONGEST_QUESTION
        return table is POST_HEADINGS and at > 0 and bool(kind) and few
    if block.kind in _ASKING and not block.lines and shape.colon and not line.after_blank:
        return False  # a sentence that leads from the heading to its list
    if shape.hashes or (shape.bold and not line.bullet and line.after_blank):
        return table is POST_HEADINGS or bool(kind) or block.kind != "experience"
    if table is RESUME_HEADINGS:
        return _heads_part_of_resume(line, shape, styles, block, kind)
    return _heads_part_of_post(lines, at, shape, styles, kind)


def _heads_numbered(lines: list[Line], at: int, kind: str) -> bool:
    """ "3. Qualifications" above "3.1 ..." or a paragraph."""
    line = lines[at]
    if not line.sign[:1].isdigit() or not line.after_blank or _is_listed(line, lines, at):
        return False
    return _is_numbered_section(lines, at, POST_HEADINGS) or (not lines[at + 1].after_blank and bool(kind))


def _heads_part_of_resume(line: Line, shape: Form, styles: set, block: Block, kind: str) -> bool:
    if not kind or any(map(str.isdigit, line.text)) or "@" in line.text or "|" in line.text:
        return False
    inside = shape.colon and not line.after_blank and not shape.capitals
    if inside and block.kind == "experience" and kind in _OF_A_JOB:
        return False
    return (
        (shape.capitals or shape.colon or line.after_blank)
        and len(line.text.split()) <= 5
        and (shape.style in styles or shape.marked)
    )


def _heads_part_of_post(lines: list[Line], at: int, shape: Form, styles: set, kind: str) -> bool:
    line, following, words = lines[at], lines[at + 1], len(lines[at].text.split())
    apart = at > 0 and line.after_blank
    if apart and kind and words <= 4 and key_of(line.text).startswith(("about ", "life at ", "meet ")):
        return True
    if shape.capitals and at > 0:
        known = shape.style in styles
        if (line.after_blank or known) and (words > 1 or (line.after_blank and known)):
            return True
    if shape.colon and not line.bullet:
        return line.after_blank or bool(kind)
    if line.bullet:  # an emoji above a list of another sign
        return line.after_blank and following.bullet and following.sign != line.sign
    if not apart:
        return False
    if following.bullet:
        return (bool(kind) and words <= 10) or (
            (words <= 7 or kind == "optional") and (not following.after_blank or bool(kind))
        )
    if words <= 9 and kind == "optional":
        return True
    if following.after_blank or words > 9 or not line.text[:1].isupper():
        return False
    plain = (False, False, False) in styles and words <= 5 and line.text[-1] not in ",;"
    long = following.text.endswith(".") or len(following.text.split()) > 8
    return (bool(kind) and words <= 7) or _heads_lines(lines, at) or (plain and long and at > 1)
