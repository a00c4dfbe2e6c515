"""A line of a post in clauses, each with how strongly it asks: required, optional or denied.

    clauses("SQL (required), Tableau (preferred)")      # [Clause("SQL (required)", 0, False), Clause("Tableau (preferred)", 16, True)]

Strength belongs to the clause, not to the line; a denied clause asks for nothing and is left out.
"""

import re
from dataclasses import dataclass

from dataset_builder.text.layout.headings import POST_HEADINGS, heading
from dataset_builder.text.posts.clause_words import OPTIONAL, REQUIRED, is_denied, is_optional, may_be_optional

# Both patterns are tried at every character: what none of their alternatives begins with, they pass over at once.
SENTENCE_END = re.compile(
    r"(?=[.!?;\s])(?:(?=[.!?])(?<!\b[A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bSr)(?<!\bJr)(?<!\bSt)(?<!\bInc)(?<!\bNo)(?<!\b[Mm]in)(?<!\bapprox)(?<!\bincl)(?<!\byrs)(?<!\bvs)(?<!\b[Cc]at)(?<!\b[Dd]r)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\b[Ee]xp)(?<!\bCo)(?<!\bLtd)(?<!\bCorp)(?<!\bMio)(?<!\bMrd)(?<!\bca)(?<!\bbzw)(?<!\binkl)(?<!\bz\.B)[.!?]{1,3}\s+(?=(?:[a-z]{1,3})?[A-Z0-9(\"'“•$£€₹\U0001f300-\U0001faff\u2600-\u27bf])|(?=[.!?])(?:(?<=\b(?:and|AND) [A-Z])|(?<=\b(?:class|Class|grade|Grade|level|Level) [A-Z]))[.!?]\s+(?=[A-Z])|\s+[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?\s+|\s*;\s+(?!(?:or|OR)\b)|\s+[•|]\s+)"
)
_OPENS = re.compile(
    r"(?:(?:,|\s[–—-]|\.)\s*|\s+(?=(?:and|but) (?:ideally|preferably)))(?=(?:and |but |or )?(?:ideally(?!\W*$|\s+(?:before|by|after)\s[\w ]{2,20}\W*$)|preferably|(?:by|for) preference|bonus if|bonus points|nice to have|a plus if|plus points|preference for)\b)",
    re.IGNORECASE,
)
# "X would be an advantage, as would Y": each is a clause of its own, with the strength of the first.
_AS_WOULD = re.compile(r",?\s+(?:as|so) (?:would|will|does|is|are)(?: be)?\s+(?=\S)", re.IGNORECASE)
_BUT = re.compile(r",?\s+(?:but|though|although)\s+", re.IGNORECASE)
_DASH = re.compile(r"\s+[–—-]\s+")
_PARTS = re.compile(r",\s+(?:and |but )?|\s+(?:but|while|whereas)\s+")
# "inspect your own parts, mics, gages, CMM a plus": without a verb the mark is of the last item alone.
_LAST_PLUS = re.compile(
    r",\s+(?=(?:(?!\b(?:and|or|is|are|would)\b)[^,]){1,40}\s+(?:an? (?:\w+ )?(?:plus|bonus|asset|advantage)|preferred|desirable|ideally|preferably)\W*$)"
)
_BRACKETED = re.compile(
    r"\((?:[^()]*?)\b(?:required|preferred|optional|desirable|essential|mandatory|a plus|plus|nice to have|bonus|must have|must|desired|preferable)\)",
    re.IGNORECASE,
)


# Where a sentence goes on with a subject and a verb of its own: ", so you have to", "and we need", ", and a van would help".
OWN_SUBJECT = re.compile(
    r"(?=[,;\s])(?:(?:,|;|\s[–—-])\s+(?:(?:and|but|so|because|as|since|though|although|while|therefore|plus|or)\s+)*(?=(?:you|we|it|they|there|i|he|she|nobody|everyone)(?:['’]\w+)?\s+\w)"
    r"|\s+(?:and|but|so|because|since|though|although|while)\s+(?=(?:(?:if|when) )?(?:you|we|they|it|there|i)(?:['’]\w+)?\s+\w)"
    r"|,\s+(?:so|therefore)\s+(?=\S)"
    r"|,\s+(?:and|but)\s+(?=(?!who\b|which\b|that\b)[^,;]{2,60}?\s(?:would|will|is|are|must|should|has|have to|matters?|helps?)\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clause:
    """`at`: where it starts in the line. `optional`: it is asked only as a plus."""

    text: str
    at: int
    optional: bool = False


def split_at(text: str, pattern: re.Pattern, at: int = 0) -> list[tuple[str, int]]:
    """The pieces between matches that stand outside brackets, each with its place."""
    places: list[tuple[int, int]] = []
    start = counted = depth = 0
    for match in pattern.finditer(text):
        between = text[counted : match.start()]
        depth += between.count("(") + between.count("[") - between.count(")") - between.count("]")
        counted = match.start()
        outside = depth <= 0
        if (match.start() and outside) or (match.group().strip()[:1] == "("):
            places.append((start, match.start()))
            start = match.end()
    places.append((start, len(text)))
    found = []
    for first, last in places:
        piece = text[first:last]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            found.append((piece.strip(), at + first + lead))
    return found


_WORD = re.compile(r"[^\W_]")
# Text without capitals has its sentences at stops alone.
_LOWER_END = re.compile(
    r"(?<=[a-z)]{3})(?<!\bmin)(?<!\bmax)(?<!\bexp)(?<!\betc)(?<!\byrs)(?<!\bincl)[.!?]{1,3}\s+(?=[a-z0-9])"
)


def sentences_of(text: str, at: int = 0) -> list[tuple[str, int]]:
    """The sentences of a line with their places; a question goes with the short answer that says how much is asked."""
    pieces = split_at(text, _LOWER_END if text.islower() else SENTENCE_END, at)
    found: list[tuple[str, int]] = []
    for piece, place in pieces:
        if not _WORD.search(piece):  # signs alone ask for nothing
            continue
        if (
            found
            and len(piece.split()) <= _SHORT_ANSWER
            and (is_optional(piece) or REQUIRED.search(piece) or _PLEASED.match(piece))
        ):
            before, start = found[-1]
            if text[start - at + len(before) : place - at].lstrip()[:1] == "?":
                found[-1] = (text[start - at : place - at + len(piece)], start)
                continue
        found.append((piece, place))
    return found


# What answers a question that asks for something: "Outreach or Salesloft? Lovely."
_PLEASED = re.compile(
    r"(?:(?:even|all the|so much the|that['’]s|absolutely|just)\s+)?(?:lovely|great|brilliant|perfect|fab\w*|amazing|ideal|better|best|nice|good|excellent|wonderful|sweet|cool|hooray|yes please)\b[^.!?]{0,24}[.!]*$",
    re.IGNORECASE,
)
_ANSWERED = re.compile(r"\?\s+\S")
# Words of "Gluten-free baking? Bonus."
_SHORT_ANSWER = 7


def clauses(line: str, optional: bool = False) -> list[Clause]:
    """The clauses of a line that ask for something; `optional`: the heading above the line says so of all."""
    found: list[Clause] = []
    line_kind = None
    label = heading(line, POST_HEADINGS) if ":" in line[:50] else None
    start = 0
    if label is not None and label.rest:
        if label.kind in ("denied", "benefits", "about", "apply", "legal", "terms", "duties") and not (
            label.kind == "terms" and "travel" in line[:10].casefold()
        ):
            ends = SENTENCE_END.search(label.rest)
            if ends is None or label.kind in ("benefits", "apply", "legal"):
                return []
            start = label.rest_at + ends.end()  # the label is of its own sentence; what follows may ask
        else:
            line_kind = label.kind
            start = label.rest_at
    optional = optional or line_kind == "optional"
    for sentence, at in sentences_of(line[start:], start):
        inner = heading(sentence, POST_HEADINGS) if at and ":" in sentence[:40] else None
        if inner is not None and inner.rest:
            if inner.kind in ("duties", "terms", "about", "title", "denied"):
                continue  # its own sentence; what follows may ask
            if inner.kind not in ("required", "optional"):
                break
            found += [
                Clause(one.text, at + inner.rest_at + one.at, one.optional)
                for one in clauses(inner.rest, inner.kind == "optional")
            ]
            continue
        shared = (
            (" as " in sentence or " so " in sentence)
            and _AS_WOULD.search(sentence) is not None
            and is_optional(sentence)
        )
        for piece, where in (part for whole in _by_strength(sentence, at) for part in _without_aside(*whole)):
            likewise = found and found[-1].optional and _LIKEWISE.match(piece) is not None
            pleased = "?" in piece and (answer := _ANSWERED.search(piece)) and _PLEASED.match(piece, answer.end() - 1)
            wanted = is_optional(piece) or pleased or shared or likewise or IF_BETTER.match(piece) is not None
            if is_denied(piece) and (kept := _not_denied(piece)):
                found.append(Clause(kept, where, optional or IF_BETTER.match(piece) is not None))
                continue
            if is_denied(piece) and (after := _after_denied(piece)) is not None:
                found.append(Clause(piece[after:], where + after, optional))
                continue
            if is_denied(piece) and not (
                wanted and re.search(r"\bbut\b|\bnot (?:required|essential|necessary|needed)\b", piece)
            ):
                continue
            found.append(Clause(piece, where, optional or (wanted and not _required_too(piece))))
    return found


# "If you know our tills, brilliant"
IF_BETTER = re.compile(
    r"if (?:you|it|they|your)\b.{3,160}?,\s*(?:then )?(?:(?:that(?:['’]s| is| would be) )?(?:even |so much |all the )?(?:brilliant|great|better|fantastic|lovely|wonderful|perfect|excellent|bonus|good)\b|we['’]d love|(?:please )?(?:say so|mention it|let us know|tell us|shout)\b|(?:that(?:['’]s| is) )?an? (?:big |huge )?(?:plus|bonus)|(?:then )?(?!(?:you|we|please|they|i|it|apply|call|ring|write|text|email|this|come|let|get|tell|don)\b)(?:[\w'’]+\s*){1,4}[.!]?$)"
    r"|if (?:you|it|they|your)\b.{3,120}?\s(?:then (?:good|great|brilliant|lovely|perfect|better|all the better)|(?:even |so much |all the )better)\b",
    re.IGNORECASE,
)
_LIKEWISE = re.compile(r"(?:so|as) (?:would|is|are|does)\b|likewise\b|ditto\b", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\(([^()]*)\)")
STRENGTH = re.compile(
    rf"{OPTIONAL.pattern}|\b(?:but|not|required|is|are|a|an|very|highly|strongly|also|it|that|they|would|be|s)\b|\W+",
    re.IGNORECASE,
)


def _without_aside(piece: str, at: int) -> list[tuple[str, int]]:
    """ "Nursing degree (BSN preferred)": what is asked, and what would be nice, in brackets."""
    for match in _ASIDE.finditer(piece):
        inner = match[1]
        if is_optional(inner) and match.start() and STRENGTH.sub("", inner):
            rest = (piece[: match.start()] + piece[match.end() :]).strip()
            if rest and not is_optional(rest) and inner.casefold().endswith(" welcome"):
                return [(rest, at)]  # "auditing (Big Four welcome)": an invitation
            if rest and not is_optional(rest):
                return [(rest, at), (inner, at + match.start(1))]
    return [(piece, at)]


_LAST_DENIED = re.compile(
    r"\s*[,–—(-]\s*(?=(?:(?!,| or | and ).){2,40}\b(?:not|no|isn['’]t|aren['’]t)\b)", re.IGNORECASE
)


def _after_denied(piece: str) -> int | None:
    """ "QTS is not necessary but a certificate is": where begins what is asked instead."""
    found = _BUT.search(piece)
    if found is None or not is_denied(piece[: found.start()]) or is_denied(right := piece[found.end() :]):
        return None
    return found.end() if not is_optional(right) and len(STRENGTH.sub("", right)) > 5 else None


def _not_denied(piece: str) -> str:
    """ "Very good English, Czech not needed": what is asked before the one thing that is not."""
    found = _LAST_DENIED.search(piece)
    left = "" if found is None else piece[: found.start()]
    return (
        left
        if _STANDS_LEFT.search(left)
        and not re.match(r"(?:no|not|we|you|don)\b", left, re.IGNORECASE)
        and not is_denied(left)
        else ""
    )


def _required_too(piece: str) -> bool:
    """ "3 years required, 5 preferred" asks for three."""
    required = REQUIRED.search(
        re.sub(
            r"\b(?:not|isn['’]t|aren['’]t|never|no|neither is|neither are|rather than|more than|instead of) (?:strictly |absolutely |at all )?(?:required|essential|necessary|mandatory|a must|needed|requirement)\b",
            "",
            piece,
            flags=re.IGNORECASE,
        )
    )
    return required is not None


def _by_strength(sentence: str, at: int) -> list[tuple[str, int]]:
    """The sentence in parts where parts differ in strength."""
    found: list[tuple[str, int]] = []
    if (
        (" as " in sentence or " so " in sentence)
        and len(same := split_at(sentence, _AS_WOULD, at)) > 1
        and (is_optional(sentence) or REQUIRED.search(sentence))
    ):
        return same
    if not may_be_optional(sentence):
        return split_at(sentence, _OPENS, at)
    dashed = _DASH.split(sentence, maxsplit=1)
    if len(dashed) != 2:
        dashed = [] if is_denied(sentence) or _IF_LAST.match(sentence) else _BUT.split(sentence, maxsplit=1)
    if (
        len(dashed) == 2
        and is_optional(dashed[1])
        and not is_optional(dashed[0])
        and len(STRENGTH.sub("", dashed[1])) > 2
    ):
        # "Trados Studio - memoQ is a plus"
        return [(dashed[0], at), (dashed[1], at + len(sentence) - len(dashed[1]))]
    for piece, where in split_at(sentence, _OPENS, at):
        parts = split_at(piece, _PARTS, where)
        if not is_optional(piece) or (len(parts) < 2 and _last_alone(piece) is None):
            found.append((piece, where))
            continue
        if (last := _LAST_PLUS.search(piece) or _last_alone(piece)) is not None:
            found += [(piece[: last.start()], where), (piece[last.end() :], where + last.end())]
            continue
        marked = [is_optional(part) for part, _ in parts]
        bracketed = _BRACKETED.search(piece) is not None
        required = [_required_too(part) and not mark for (part, _), mark in zip(parts, marked, strict=True)]
        amount = all(re.search(r"\d|years", part) for part, _ in parts[:2])
        if bracketed or (any(required) and any(marked) and not amount):
            found += _joined(
                parts, [mark or need for mark, need in zip(marked, required, strict=True)], bracketed, sentence, at
            )
        else:
            found.append((piece, where))
    return found


# "It'd be lovely, though not a deal-breaker, if you'd touched Terraform": what is wished stands last.
_IF_LAST = re.compile(r"(?:it|we)(?:['’]d|\s+would)\b[^.;]{2,60}\bif you\b", re.IGNORECASE)
# "Fluent English, German is a plus", "English is needed and Arabic would help": the mark is of the last thing alone.
_LAST_IS = re.compile(
    r",\s+(?:and\s+|any\s+|some\s+)?(?=(?:(?!\b(?:and|or|is|are|would|both)\b)[^,]){2,40}\s+(?:is|would be|['’]s)\s)|\s+and\s+(?=[^,]{2,60}\s(?:is|are|would be|would)\s)"
)
_STANDS_LEFT = re.compile(
    r"\b(?:fluent|good|strong|excellent|at least|minimum|experience|knowledge|years?|degree|certificate|licen[cs]e|required|needed|essential|must|able|ability|native|business|advanced|[ABC][12])\b",
    re.IGNORECASE,
)


def _last_alone(piece: str) -> re.Match | None:
    """Where the last thing of a clause begins, if only that is marked as a plus and what stands before it can stand alone."""
    for match in reversed(list(_LAST_IS.finditer(piece))):
        left, right = piece[: match.start()], piece[match.end() :]
        sure = _required_too(left) if match.group().strip() == "and" else _STANDS_LEFT.search(left) is not None
        if sure and is_optional(right) and not is_optional(left):
            return match
    return None


def _joined(
    parts: list[tuple[str, int]], marks: list[bool], bracketed: bool, sentence: str, at: int
) -> list[tuple[str, int]]:
    """Each part by itself where marks are in brackets, else with the unmarked parts before it."""
    if bracketed:
        return parts
    found, start = [], None
    for (part, where), mark in zip(parts, marks, strict=True):
        start = where if start is None else start
        if mark:
            found.append((sentence[start - at : where - at + len(part)], start))
            start = None
    if start is not None:
        found.append((sentence[start - at :].strip(), start))
    return found
