"""What a job post asks of an applicant: its lines and clauses as written, each with its kind, strength and place.

    post = read_post(text)
    for point in post.points: point.text, point.place, point.kind, point.optional

A point is never dropped because no known name stands in it, and none is made of a sentence about the employer, its
benefits, pay, shifts, the law or how to apply. Lists below headings that ask are read line by line; elsewhere a sentence asks
only where it says so. What is left unread is in `unread`: a list that nothing was made of. Linear in the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dataset_builder.text.layout.blocks import Block, read_blocks
from dataset_builder.text.layout.headings import POST_HEADINGS, without_signs
from dataset_builder.text.layout.lines import Line, is_emoji
from dataset_builder.text.layout.plain_text import Plain, plain_text
from dataset_builder.text.posts.any_case import AnyCase
from dataset_builder.text.posts.asked_parts import asked_parts
from dataset_builder.text.posts.asking import CERTAIN, LIKELY, SOME, UNLIKELY, Asking
from dataset_builder.text.posts.asking_lists import is_asking_list, is_term
from dataset_builder.text.posts.clause_words import EXPLAINS, is_optional
from dataset_builder.text.posts.clauses import clauses, split_at
from dataset_builder.text.posts.cues import CUE, STRONG_CUE
from dataset_builder.text.posts.items import is_parent, terse_items, wrapped
from dataset_builder.text.posts.points import Point, points_of, without_headlines
from dataset_builder.text.posts.prose import AGE_LINE, FACTS, MOST_POINTS, of_prose, of_sentences
from dataset_builder.text.posts.requirement_kinds import Kind, kind_of
from dataset_builder.text.posts.silent_lines import asks_nothing
from dataset_builder.text.requirements import asked_amounts
from dataset_builder.text.titles.roles import is_role

_ASKS = ("required", "optional")
_SILENT = ("benefits", "about", "apply", "legal", "terms", "title", "denied")


@dataclass(frozen=True)
class Post:
    """A post as read. `unread`: headings whose lists asked for nothing that could be read."""

    title: str
    points: tuple[Point, ...]
    unread: tuple[str, ...] = ()
    plain: Plain = field(default_factory=lambda: Plain(""), repr=False)

    def of(self, kind: Kind) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.kind is kind)


def read_post(text: str) -> Post:
    """Everything that a post asks, in its order."""
    plain = plain_text(text)
    blocks = read_blocks(plain.text, POST_HEADINGS)
    asking = Asking(blocks)
    listed: list[Point] = []
    said: list[Point] = []
    unread: list[str] = []
    for block in blocks:
        if block.kind == "head" and is_asking_list(bullets := _bullets(block), asking):
            listed += _of_list(bullets, plain, asking)
        if block.kind in _ASKS or is_asking_list(block, asking):
            found = _of_list(block, plain, asking)
            listed += found
            if not found and block.lines and not block.inline:
                unread.append(block.heading)
        elif block.kind not in _SILENT:
            said += of_prose(block, plain, asking)
        elif block.kind not in ("title", "denied"):
            said += _of_silent(block, plain, asking)
        elif block.kind == "title" and block.inline and len(blocks) <= 2 and len(block.lines) == 1:
            said += _of_call(block.lines[0], plain)
        if len(listed) > MOST_POINTS:
            break
    seen = [_words(point.text) for point in listed]
    said = [point for point in said if not any(_repeats(_words(point.text), words) for words in seen)]
    if not listed and not said:  # a post of duties alone asks for what they take
        said = [point for block in blocks if block.kind == "duties" for point in _of_list(block, plain, asking)]
    points = sorted([*listed, *said], key=lambda point: point.place.start)[:MOST_POINTS]
    points = without_headlines(points)
    return Post(_title(blocks), tuple(_once(points)), tuple(unread), plain)


_CALL = re.compile(r"(?P<who>[\w/&' -]{2,50}?)\s+(?:with\s+|(?=(?:who|able|having|holding)\s))", re.IGNORECASE)


def _of_call(line: Line, plain: Plain) -> list[Point]:
    """What stands behind the title where that is all of the post: "Wanted: gardener who knows roses and owns tools"."""
    called = _CALL.match(line.text)
    if called is None or not is_role(called["who"]):
        return []
    return [
        point
        for part, at in asked_parts(line.text[called.end() :])
        for point in points_of(part, line.start + called.end() + at, False, plain, True)
    ]


# A credential that one must have is asked wherever it stands, also below the pay.
_MUST_WORK = AnyCase(r"\b(?:you|applicants?|candidates?) (?:must|need to|will need to) (?:already )?(?:have|be|hold)\b")


def _of_silent(block: Block, plain: Plain, asking: Asking) -> list[Point]:
    """What must be had, below a heading of pay, benefits or the law: credentials, and below terms what surely asks."""
    found: list[Point] = []
    for line in block.lines:
        if _MUST_WORK.search(line.text):
            said = of_sentences(line, plain, asking, _MUST_WORK, False)
            found += [point for point in said if point.kind not in (Kind.SKILL, Kind.OTHER, Kind.EXPERIENCE)]
        elif AGE_LINE.match(line.text):
            found += points_of(line.text, line.start, False, plain, True)
        elif block.kind == "terms":
            found += of_sentences(line, plain, asking, STRONG_CUE, False, least=CERTAIN)
    return found


def _title(blocks: list[Block]) -> str:
    for block in blocks:
        if block.kind == "title" and block.lines:
            return _bare_title(block.lines[0].text)
    lines = [line.text for line in (blocks[0].lines if blocks else [])[:3]]
    if len(blocks) > 1 and (blocks[1].unknown or (blocks[1].inline and not lines)):
        lines = [*lines, blocks[1].heading]
    titled = [line for line in lines if is_role(_bare_title(line))]
    return _bare_title((titled or lines or [""])[0])


def _bare_title(line: str) -> str:
    line = without_signs(re.sub(r"^\s*\[[^\]\n]{1,24}\]", "", without_signs(line.strip(" #*_\t")))).strip(" *_")
    line = re.sub(
        r"^(?:job title|title|position|role|vacancy|hiring|now hiring|wanted|we are hiring|urgent)\b\s*[:!–—-]+\s*",
        "",
        line,
        flags=re.IGNORECASE,
    )
    line = re.split(r"\s+[|–—•·@-]\s+|\s*\(|\s*\||,\s|\s{2,}|\sat\s(?=[A-Z])|\s/\s(?=\S+\s)", line)[0]
    return " ".join(line.split())[:120]


_WORD = re.compile(r"[\w+#]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in _WORD.findall(text.casefold()) if len(word) > 2 or not word.isalpha())


def _repeats(words: frozenset[str], listed: frozenset[str]) -> bool:
    return bool(words) and len(words & listed) >= 0.6 * min(len(words), len(listed)) and bool(words & listed)


def _once(points: list[Point]) -> list[Point]:
    """Without points said twice in the same words; what is required anywhere is required."""
    kept: dict[str, Point] = {}
    for point in points:
        key = f"{' '.join(point.text.casefold().split()).strip(' .')} {point.title.casefold()}"
        if key not in kept:
            kept[key] = point
        elif kept[key].optional and not point.optional:
            kept[key] = replace(kept[key], optional=False)
    return list(kept.values())


# ------------------------------------------------------------------------------------------------- lists


def _of_list(block: Block, plain: Plain, asking: Asking) -> list[Point]:
    """The points of a list: its items, and the sentences of paragraphs among and below them."""
    found: list[Point] = []
    lines = [item for line in wrapped(block.lines) for item in terse_items(line)]
    bulleted = any(line.bullet for line in lines)
    left = False  # the list ended, and a paragraph goes on
    for at, line in enumerate(lines):
        if len(found) >= MOST_POINTS:
            break
        left = not line.bullet and (left or _ends_list(lines, at, bulleted))
        if _is_passed_over(block, lines, at, asking):
            continue
        inline = block.inline and at == 0
        demands = line.after_blank and at > 0 and _DEMANDS.search(line.text) is not None
        if left or (not line.bullet and _is_prose(line, inline)):
            wished = block.kind == "optional" and not demands
            found += of_sentences(line, plain, asking, CUE if not left else STRONG_CUE, wished, not left)
        else:
            wished = block.kind == "optional" and not (demands and not line.bullet)
            found += _of_item(line, plain, asking, wished, inline, MOST_POINTS - len(found))
    return found


def _ends_list(lines: Sequence[Line], at: int, bulleted: bool) -> bool:
    """Whether a paragraph begins behind a list."""
    line, words = lines[at], len(lines[at].text.split())
    if not at or not line.after_blank:
        return False
    if bulleted:
        return words > 8
    if words > 25 and len(lines[0].text.split()) <= 15:
        return True
    before = lines[at - 1]
    told = _has_sentences(line) or (line.text.endswith(".") and not before.text.endswith("."))
    return at >= 2 and not before.after_blank and told


def _is_passed_over(block: Block, lines: Sequence[Line], at: int, asking: Asking) -> bool:
    """Whether a line of a list asks for nothing: a fact beside it, what leads to other lines, a term, a question."""
    line = lines[at]
    if line.bullet and (_is_apart(lines, at) or line.sign in FACTS) and not STRONG_CUE.search(line.text):
        return True
    unlikely = asking.chance(line.start) < (UNLIKELY if line.bullet else SOME)
    silent = (unlikely and (not block.kind or not line.bullet)) or (
        asks_nothing(line.text) and asks_nothing(line.text, asking.chance(line.start))
    )
    leads = at + 1 < len(lines) and line.text.endswith(":") and not line.bullet
    if (silent and not _has_sentences(line)) or leads:
        return True
    if block.unknown and not block.kind and is_term(line.text):
        return True
    return is_parent(lines, at) or (line.text.endswith("?") and not _ASKS_YOU.match(line.text))


def _is_prose(line: Line, inline: bool) -> bool:
    return _has_sentences(line) or _says_who(line) or (not inline and len(line.text.split()) > 25)


def _of_item(line: Line, plain: Plain, asking: Asking, wished: bool, inline: bool, most: int) -> list[Point]:
    """The points of an item. `inline`: it stands behind its heading; `most`: how many are wanted."""
    found: list[Point] = []
    for clause in clauses(line.text, wished):
        if len(found) >= most:
            break
        inner = clause.at or _has_sentences(line)
        likely = asking.chance(line.start + clause.at) if inner else 1.0
        if inner and asks_nothing(clause.text, likely):
            continue
        apart = ";" in line.text[max(0, clause.at - 3) : clause.at] and not _DOING.match(clause.text)
        told = likely < LIKELY and not _is_more(clause.text)
        if clause.at and not inline and not apart and (told or EXPLAINS.match(clause.text)):
            continue
        for text, start in _of_label(clause.text) if inline else [(clause.text, 0)]:
            found += points_of(text, line.start + clause.at + start, clause.optional, plain, not inline)
    return found


def _is_apart(lines: Sequence[Line], at: int) -> bool:
    """Whether a picture leads a line behind the items of a list, which have a sign of their own."""
    sign = lines[at].sign
    return (
        sign != lines[0].sign
        and bool(sign)
        and is_emoji(sign[0])
        and lines[0].bullet
        and all(line.sign == lines[0].sign for line in lines[: min(at, 2)])
        and all(line.sign != lines[0].sign for line in lines[at:])
    )


def _has_sentences(line: Line) -> bool:
    """Whether a line says several things, so that what is true of one is not true of all."""
    return not line.bullet and _SENTENCE_END.search(line.text) is not None


def _says_who(line: Line) -> bool:
    """Whether a line is a sentence with its subject: "you will have built a team and had to lead it"."""
    return (
        re.match(
            r"(?:you|we|candidates?|applicants?|whoever|the (?:ideal|successful|right|person|candidate|applicant|post ?holder))\b",
            line.text,
            re.IGNORECASE,
        )
        is not None
    )


# "Are you a patient listener?" in a list asks; "What's the money?" does not.
_ASKS_YOU = re.compile(r"(?:do|does|are|can|could|have|has|would|will|is) (?:you|it|this)\b", re.IGNORECASE)
# Below a list of what would be nice: "This position requires a criminal record check."
_DEMANDS = re.compile(r"\b(?:must|requires|(?:is|are) (?:required|essential|mandatory))\b", re.IGNORECASE)
# "Strong SQL; you will be querying the core system"
_DOING = re.compile(r"(?:you(?:['’]ll| will)? be \w+ing|but|our|we|it|this|that|the|they)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!]\s+[A-Z]")
_COMMA = re.compile(r",\s+(?:and\s+)?|\s+and\s+(?=(?:anything|any|some|experience|knowledge)\b)")
# The last part of "A, B or C"; in "D, experience with a tool such as E or F" the alternatives are of the part alone.
_LAST_OF_ALTERNATIVES = re.compile(
    r"(?:or\b|(?:(?!\b(?:such as|like|e\.g|with|in|of)\b).)*?\bor\b(?! (?:higher|above|better|equivalent|similar)))",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^(?:including|especially|particularly|such|ideally|preferably|with|without|in|on|of|up|as|or|for|to|at|both|either|etc|not|no|even|written|spoken)\b",
    re.IGNORECASE,
)


_BRACKET = re.compile(r"\([^()]*\)")


def _of_label(text: str) -> list[tuple[str, int]]:
    """What the text of a heading's own line enumerates: "Good to have: ISTQB foundation, exposure to banking"."""
    parts = split_at(text, _COMMA)
    kinds = [kind_of(part, False) for part, _ in parts]
    if len(parts) < 2 or any(len(part.split()) > 10 or _LEANS.match(part) for part, _ in parts):
        return [(text, 0)]
    amounts = [bool(asked_amounts(part)) for part, _ in parts]
    apart = len(set(kinds[1:])) > 1 or len(set(kinds)) > 2 or (any(amounts) and len(set(kinds[1:]) - {kinds[0]}) > 0)
    # "some Dutch, Python for test rigs", not "fluent English, spoken at meetings"
    apart = apart or (
        kinds[0] is Kind.LANGUAGE
        and Kind.LANGUAGE not in kinds[1:]
        and all(re.match(r"(?:an? |some )?[A-Z]|experience|knowledge", part) for part, _ in parts[1:])
    )
    if (
        len(parts) > 2
        and all(len(part.split()) <= 6 for part, _ in parts)
        and not any(" or " in _BRACKET.sub(" ", part) for part, _ in parts)
    ):
        return parts
    if (kinds[0] in (Kind.DEGREE, Kind.LANGUAGE) or any(amounts)) and not apart:
        return [(text, 0)]
    if all(len(part.split()) <= 2 for part, _ in parts) and len(set(kinds)) == 1:
        return [(text, 0)]
    if _LAST_OF_ALTERNATIVES.match(parts[-1][0]) and kinds[0] is kinds[-1]:
        return [(text, 0)]
    return parts


def _bullets(head: Block) -> Block:
    """The list at the start of a post that has no heading above it."""
    return replace(head, kind="", unknown=True, lines=[line for line in head.lines if line.bullet])


_MORE = re.compile(
    r"\b(?:experience|knowledge|skills?|ability|able to|familiar\w*|degree|licen[cs]e|certif\w+|years?|months|fluen\w+|proficien\w+|understanding)\b",
    re.IGNORECASE,
)


def _is_more(text: str) -> bool:
    """Whether a second sentence of a line asks for more, or only tells about the first."""
    return CUE.search(text) or is_optional(text) or _MORE.search(text) is not None or len(text.split()) <= 5
