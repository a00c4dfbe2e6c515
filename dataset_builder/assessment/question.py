"""What an assessor is asked: the requirements of a job, numbered, and the lines of a resume, blind.

    question = ask(job_description, resume)
    question.prompt                      # ready text; ends with a line break, as every prompt of the dataset does
    question.requirements[0].text, question.lines[0].number

Requirements are the points that the text layer reads, in its order; lines bear the number that they have in the text as given.
The resume stands first, so that a decoder-only model reads a requirement when it knows the lines. Name and contact block
are left out, and what says age, gender, origin or family; the name is masked where it stands elsewhere.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import rjdb
from dataset_builder.text import words
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.layout.headings import LineReader
from dataset_builder.text.names.families import family
from dataset_builder.text.posts.post import Point, Post, read_post
from dataset_builder.text.resumes.resume import ResumeLine, read_lines

INSTRUCTION = (
    "For each requirement say met, missing, short or unclear, with the lines that show it (and months held, if too short); "
    "then how sure you are, 0 to 9. Example:\n1 met L4\n2 missing\n3 short L9+L12 38m\nsure 7"
)
_RESUME, _ASKED, OPTIONAL = "Resume:", "Requirements:", "(optional) "
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w|https?://|www\.|\b(?:linkedin|github|xing)\b.{0,3}(?:\.com|/)", re.IGNORECASE
)
# Eight digits and more that hold no year.
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d(?:[\s().-]{0,3}\d){7,14}(?!\w)")
# What says who somebody is, wherever it stands; and labels of a contact block, which are words of work elsewhere ("Mobile: Swift").
_PERSONAL = re.compile(
    r"^\W*(?:full name|date of birth|birth ?date|born|d\.?o\.?b\.?|birth ?place|place of birth|age|gender|sex|pronouns?|marital status"
    r"|family status|children|nationality|citizenship|religion|ethnicity|race|photo)\s*[:：]",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:first name|surname|last name|name|e-?mail|mail|phone|telephone|tel|mobile|cell|address|location|city|residence|home"
    r"|linkedin|github|website|portfolio|web)\s*(?:[:：]|\s[-–]\s)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b\d{1,5} [\w' ]{2,30}\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|blvd)\b|\b\d{5}\b", re.I
)
# Points of an answer that a model is asked for at most; a post with more is read to here.
MOST_REQUIREMENTS = 60
LONGEST_LINE = 400
_WORD = re.compile(r"[^\W_][\w+#.'’-]*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Asked:
    """Requirement `number` of a job. `shared`: other points stand in the same words ("2 years as a Baker and 1 as a Cook")."""

    number: int
    point: Point
    shared: bool = False

    @cached_property
    def text(self) -> str:
        """As written; of several jobs in one sentence the one that is meant."""
        if self.shared and self.point.title:
            asked = "" if self.point.months is None else f", {self.point.months} months"
            return f"{' '.join(self.point.title.split())}{asked}"[:LONGEST_LINE]
        return " ".join(self.point.text.split())[:LONGEST_LINE]

    @property
    def optional(self) -> bool:
        return self.point.optional


@dataclass(frozen=True)
class ShownLine:
    """Line `number` of the resume as given, `place` in it; `text` as the prompt shows it."""

    number: int
    text: str
    place: Evidence


@dataclass(frozen=True)
class Question:
    requirements: tuple[Asked, ...]
    lines: tuple[ShownLine, ...]

    @property
    def required(self) -> tuple[int, ...]:
        return tuple(asked.number for asked in self.requirements if not asked.optional)

    @property
    def line_numbers(self) -> tuple[int, ...]:
        return tuple(line.number for line in self.lines)

    @property
    def prompt(self) -> str:
        return prompt(
            [(line.number, line.text) for line in self.lines], [(one.text, one.optional) for one in self.requirements]
        )

    def of(self, points: Iterable[Point]) -> "Question":
        """The same about some of the points, numbered anew."""
        return Question(numbered(tuple(points)), self.lines)


def ask(job_description: str, resume: str) -> Question:
    """The question about one job and one resume. Never raises for any text; both lists may be empty."""
    return Question(asked_of(read_post(job_description)), blind_lines(resume))


def asked_of(post: Post) -> tuple[Asked, ...]:
    """The requirements of a question about a job."""
    return numbered(post.points[:MOST_REQUIREMENTS])


def numbered(points: Sequence[Point]) -> tuple[Asked, ...]:
    """The points as requirements, in their order."""
    sharing = Counter(point.place for point in points)
    return tuple(Asked(number, point, sharing[point.place] > 1) for number, point in enumerate(points, start=1))


def prompt(
    lines: Sequence[tuple[int, str]], requirements: Sequence[tuple[str, bool]], instruction: str = INSTRUCTION
) -> str:
    """The text of a question. `requirements`: text, and whether it is optional."""
    shown = [f"L{number} {text}" for number, text in lines]
    asked = [f"{at} {OPTIONAL if optional else ''}{text}" for at, (text, optional) in enumerate(requirements, start=1)]
    head = [instruction] if instruction else []
    return "\n".join([*head, _RESUME, *shown, _ASKED, *asked]) + rjdb.SEPARATOR


def blind_lines(resume: str, reader: LineReader | None = None) -> tuple[ShownLine, ...]:
    """The lines of a resume that may be shown: no name, no contact block. What the text layer splits stays one line."""
    name, lines = read_lines(resume, reader)
    parts: dict[int, list[ResumeLine]] = {}
    for line in lines:
        if line.evidence and not _is_personal(line, name, line.place.line(resume)):
            parts.setdefault(line.place.line_number(resume), []).append(line)
    shown = []
    for number in sorted(parts):
        said = " ".join(" ".join(line.text for line in parts[number]).split())[:LONGEST_LINE]
        if name and name.casefold() in said.casefold():
            said = re.sub(re.escape(name), "___", said, flags=re.IGNORECASE)
        place = Evidence(min(one.place.start for one in parts[number]), max(one.place.end for one in parts[number]))
        shown.append(ShownLine(number, said, place))
    return tuple(shown)


def _is_personal(line: ResumeLine, name: str, written: str) -> bool:
    """`written`: the whole line, with the label that may have been read as a heading ("Nationality: ...")."""
    if _PERSONAL.match(line.text) or _PERSONAL.match(written):
        return True
    phone = any(_YEAR.search(match.group()) is None for match in _PHONE.finditer(line.text))
    if (phone or _CONTACT.search(line.text) is not None) and len(line.text) < 200:
        return True
    if line.kind not in ("head", "personal"):
        return False
    labelled = _LABEL.match(line.text) or _LABEL.match(written) or _ADDRESS.search(line.text)
    return bool(labelled) or bool(name and name.casefold() in line.text.casefold())


# ------------------------------------------------------------------------------------------------- cut to what is asked


def cut(ready: str) -> str:
    """A ready prompt without the instruction and the lines that no requirement needs: for a small model, half as long.

    A line stays if it shares a word with a requirement, or is dated: reading, not labels, so it serves any question. Numbers stay
    as they are.
    """
    lines, requirements = unpack(ready)
    wanted = {root for text, _ in requirements for root in roots(text)}
    kept = [(number, text) for number, text in lines if _YEAR.search(text) or not wanted.isdisjoint(roots(text))]
    return prompt(kept, requirements, instruction="")


def unpack(ready: str) -> tuple[list[tuple[int, str]], list[tuple[str, bool]]]:
    """Lines and requirements of a prompt, as `prompt` takes them."""
    every = ready.removesuffix(rjdb.SEPARATOR).split("\n")
    start = every.index(_RESUME)
    middle = len(every) - 1 - every[::-1].index(_ASKED)
    lines = [line[1:].split(" ", 1) for line in every[start + 1 : middle]]
    texts = [line.split(" ", 1)[1] for line in every[middle + 1 :]]
    return (
        [(int(number), text) for number, text in lines],
        [(text.removeprefix(OPTIONAL), text.startswith(OPTIONAL)) for text in texts],
    )


_PLAIN = words("""
the and for with from that this you our are will have has skill experience work ability knowledge use job role year
month strong good excellent required require minimum least must can
""")


def roots(text: str) -> set[str]:
    found = (family(word.strip(".'’-").casefold()) for word in _WORD.findall(text) if len(word) > 1)
    return {root for root in found if root not in _PLAIN and not root.isdigit()}
