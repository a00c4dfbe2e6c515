"""A teacher's free text: split into its three documents and cleaned.

Figure 7 of the paper asks for `##### Job-description`, `##### Resume 1` and `##### Resume 2`; models answer with
other levels, bold, numbering, fences, a preamble or a kind word at the end. Nothing here raises: a text that is
not what was asked for gives a reason, one line that can be sent back to the teacher. All of it is linear in the length of
the text. Sections are read by `sections`, jobs by `experience` and `requirements`, bad text by `quality.teacher_failures`.
"""

import re
from dataclasses import dataclass

from dataset_builder.text.sections import body, is_rule, sections

PART_NAMES = ("Job-description", "Resume 1", "Resume 2")


@dataclass(frozen=True)
class Parts:
    """The three documents of one answer, cleaned."""

    job_description: str
    resume_matched: str
    resume_unmatched: str


FENCE = re.compile(r"\s*(?:```|~~~)\s*\w{0,12}\s*")
# Marks after the last word; `C#` is a word.
TAIL = re.compile(r"(?<=\s)[#=~>`]+\s*$")
_LONGEST_HEADER = 80
_JOB = re.compile(
    r"(?:(?:part|section|document|output) )?(?:[1-3abc] )?(?:the )?(?:job description|jd|job posting|job ad)\b"
)
_RESUME = re.compile(
    r"(?:(?:part|section|document|output) )?(?:[1-3abc] )?(?:the )?(?:candidate )?"
    r"(?:(?P<first>matched|matching|first|original)|(?P<second>unmatched|mismatched|non ?matching|second|modified|edited))? ?"
    r"(?:resume|cv)(?: (?:no|number|version))?(?: (?P<number>1|one|i|a|first|2|two|ii|b|second)\b)?"
    r"(?: (?P<first_after>matched|matching|original)\b| (?P<second_after>unmatched|mismatched|modified|edited)\b)?"
)
_AFTERWORD = re.compile(
    r"(?:[*_(>\s]*)(?:please note|note\b|n\.b\.|i hope|hope this|let me know|feel free|if you (?:need|would|want)|these (?:three|two)"
    r"|the (?:above|second|unmatched|modified)|as (?:you can see|requested)|this (?:resume|version|completes)|in (?:this|the) (?:second|unmatched"
    r"|modified)|both resumes|resume [12])",
    re.IGNORECASE,
)


def _part(line: str) -> tuple[int, str] | None:
    """(index of the part that a line heads, style of the header)."""
    text = line.strip()
    if not text or len(text) > _LONGEST_HEADER or text[0] in "-•":
        return None
    words = re.sub(r"[\W_]+", " ", text.casefold().replace("é", "e")).strip()
    if match := _JOB.match(words):
        part = 0
    elif match := _RESUME.match(words):
        first = match["first"] or match["first_after"] or (match["number"] or "") in ("1", "one", "i", "a", "first")
        second = match["second"] or match["second_after"] or match["number"]
        if not (first or second):
            return None
        part = 1 if first else 2
    else:
        return None
    hashes = len(text) - len(text.lstrip("#"))
    bold = text.lstrip("# ").startswith(("**", "__"))
    rest = words[match.end() :].split()
    if len(rest) > (6 if hashes or bold else 0):
        return None
    return part, f"{hashes}{bold}"


def split_parts(answer: str) -> Parts | str:
    """The three documents of an answer, or why one is missing. Parts may come in any order."""
    if "\n" not in answer and "\\n" in answer:
        answer = answer.replace("\\n", "\n")
    lines = answer.split("\n")
    heads: list[tuple[int, int, str]] = []
    repeated: set[int] = set()
    for number, line in enumerate(lines):
        if (found := _part(line)) is None:
            continue
        part, style = found
        own = [head for head in heads if head[1] == part]
        if not own:
            heads.append((number, part, style))
        elif style == own[0][2]:
            # "## Job Description" may also head a section of the job description, before its skills
            between = "\n".join(lines[heads[-1][0] + 1 : number])
            if heads[-1] != own[0] or part in repeated or body(sections(between), "skills") is not None:
                return f"duplicate part: {PART_NAMES[part]}"
            repeated.add(part)
    texts: dict[int, str] = {}
    ends = [number for number, _, _ in heads[1:]] + [len(lines)]
    for (number, part, _), end in zip(heads, ends, strict=False):
        texts[part] = clean(_without_afterword("\n".join(lines[number + 1 : end])))
    if 0 not in texts and heads:
        preamble = clean("\n".join(lines[: heads[0][0]]))
        if {"job title", "skills"} <= {section.name for section in sections(preamble)}:
            texts[0] = preamble
    for part, name in enumerate(PART_NAMES):
        if part not in texts:
            return f"missing part: {name}"
        if not any(character.isalnum() for character in texts[part][:10_000]):
            return f"empty part: {name}"
    return Parts(texts[0], texts[1], texts[2])


def _without_afterword(text: str) -> str:
    """The text without a last paragraph that is addressed to the reader."""
    text = text.rstrip()
    cut = text.rfind("\n\n")
    return text[:cut] if cut > 0 and _AFTERWORD.match(text, cut + 2) else text


def clean(document: str) -> str:
    """The document without the debris around it: fences, rules and hashes at either end, blanks at line ends."""
    lines = [line.rstrip() for line in document.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    start, end = 0, len(lines)
    while start < end and (is_rule(lines[start]) or FENCE.fullmatch(lines[start])):
        start += 1
    while end > start and (is_rule(lines[end - 1]) or FENCE.fullmatch(lines[end - 1])):
        end -= 1
    if start < end and len(lines[end - 1]) < 10_000:
        lines[end - 1] = TAIL.sub("", lines[end - 1]).rstrip()
    return "\n".join(lines[start:end])
