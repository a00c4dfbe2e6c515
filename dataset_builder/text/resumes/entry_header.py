"""The header of a resume's entry: its title, employer and place among the pieces of a few short lines.

    read_header(["Plumber — Castell Heating Services, Leeds"])      # Header("Plumber", "Castell Heating Services", True)

Pieces are parted by bars, dots, dashes, wide blanks, "at" and commas. A piece is a title if it ends in a word for a person,
an employer by its words ("Ltd", "School") or by standing next to the title, a place by its name or form.
"""

import re
from dataclasses import dataclass

from dataset_builder.text.job_titles import ROLE_OF, title_in
from dataset_builder.text.layout.headings import without_signs
from dataset_builder.text.resumes.entry_words import DURATION, EMPLOYER, EMPLOYMENT, LABELS, PLACE, SURE_EMPLOYER
from dataset_builder.text.titles.roles import is_head, is_role

_COARSE = re.compile(
    r"(?!\s[–—―‒-]\s[a-z])(?:\s*[|•·‖¦▪]\s*|\s+[–—―‒-]{1,2}\s+|\t+|\s{3,}|\s*[→»]\s*|\s+//\s+|\s*—\s*|;\s+|:\s+)"
)
_AT = re.compile(r",?\s+(?:@|at|bei|chez)\s*(?=[A-Z0-9\[])|\s*@\s*(?!\S+\.\w)")
_WITH = re.compile(r"\s+(?:with|for|in)\s+(?:an?\s+)?(?=[A-Z])")
_COMMA = re.compile(r",\s*(?!(?:Inc|LLC|Ltd|L\.?P|PLC|Co)\b\.?)")
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]?")
_EDGE = " \t#,.;:|*_\"“”'`-–—·•~()[]/"
_EMPLOYER_LABEL = re.compile(r"\s*(?:organi[sz]ation|company|employer|firm|location)\b", re.IGNORECASE)
_TITLE = re.compile(rf"^\W{{0,3}}(?:{LABELS['title']})\s*:\s*", re.IGNORECASE)
# "Now: Backend developer", "Before that: Clerk"
_WHEN = re.compile(
    r"^\W{0,3}(?:now|currently|today|before(?: that)?|previously|earlier|then|since then|after that)\s*:\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Header:
    """`company` is "" where none is there. `own_line`: the employer stands on a line without the title."""

    title: str
    company: str
    own_line: bool = False
    is_role: bool = False


@dataclass
class _Piece:
    text: str
    line: int
    group: int
    role: bool
    employer: bool
    sure: bool
    place: bool


def clean_line(text: str) -> str:
    """A header's line without durations, marks and what kind of employment it was."""
    text = without_signs(DURATION.sub(" ", _TITLE.sub("", _WHEN.sub("", text))))
    text = re.sub(r"[(\[]\s*[)\]]", " ", text.replace("**", " ").replace("__", " "))
    bare = text.rstrip(_EDGE[:-4] + " ").lstrip(_EDGE[:-4].replace(".", "") + " ")
    return f"{bare}." if bare.endswith(("Sr", "Jr")) and f"{bare}." in text else bare


def _split(text: str, line: int, group: int) -> list[_Piece]:
    found = []
    for coarse in _coarse(text):
        group += 1
        for number, part in enumerate(_at(coarse)):
            if not part.strip(_EDGE):
                continue
            for sub in _commas(part):
                bare = _strip(_BRACKET.sub(" ", sub)) or _strip(sub)
                if not bare or not any(letter.isalpha() for letter in bare):
                    continue
                if EMPLOYMENT.sub("", bare).strip(_EDGE + "&,") == "" and not is_role(bare):
                    continue
                sure = SURE_EMPLOYER.search(bare)
                role = is_role(bare) and not (sure and not is_head(bare.split()[-1]))
                found.append(
                    _Piece(
                        bare,
                        line,
                        group,
                        role,
                        EMPLOYER.search(bare) and not role,
                        sure and not role,
                        # "at Fyrtorn AB" is a company, whatever Alberta is called
                        PLACE.match(bare) is not None and not role and not (number and EMPLOYER.search(bare)),
                    )
                )
    return found


def _at(text: str) -> list[str]:
    """What stands before and after "at"; also after "with" and "for" where an employer follows."""
    if (
        (match := _WITH.search(text))
        and is_role(text[: match.start()])
        and EMPLOYER.search(text[match.end() :].split(",")[0])
    ):
        return [text[: match.start()], text[match.end() :]]
    return _AT.split(text, maxsplit=1)


def _coarse(text: str) -> list[str]:
    """Pieces between bars, dots and dashes; a title before "at" keeps its dashes, and so does a plural one."""
    parts = [piece for part in _COARSE.split(text) if part and part.strip(_EDGE) for piece in _slashed(part)]
    if len(parts) < 2:
        return parts
    at = _AT.search(text)
    if (
        at is not None
        and (title := text[: at.start()])
        and len(title.split()) <= 9
        and is_role(parts[0])
        and not any(SURE_EMPLOYER.search(part) or PLACE.match(part) for part in parts[1:] if part in title)
    ):
        return [title, *_coarse(text[at.end() :])]
    words = parts[0].split()
    if (
        words
        and words[-1].endswith("s")
        and is_head(words[-1])
        and not is_role_singular(words[-1])
        and not SURE_EMPLOYER.search(text)
        and not re.search(r"[|•·\t]", text)
    ):
        return [text]
    return parts


_SLASH = re.compile(r"\s+/\s+(?=[A-Z\d]|$)")


def _slashed(text: str) -> list[str]:
    """ "HR Officer / Burren Foods": a title and who employed; two titles with a slash between are one piece."""
    parts = [part for part in _SLASH.split(text) if part.strip(_EDGE)]
    return (
        parts
        if len(parts) > 1 and is_role(_BRACKET.sub(" ", parts[0])) and not is_role(_BRACKET.sub(" ", parts[1]))
        else [text]
    )


def _strip(text: str) -> str:
    """Without signs around; the dot of ".NET" stays."""
    bare = text.strip(_EDGE)
    at = text.find(bare)
    return (
        f".{bare}"
        if at > 0 and text[at - 1] == "." and bare[:1].isalpha() and (at == 1 or text[at - 2].isspace())
        else bare
    )


def _commas(text: str) -> list[str]:
    """Pieces between commas outside brackets; a plural title keeps its commas ("Cooks, Institution and Cafeteria")."""
    masked = _BRACKET.sub(lambda match: match.group().replace(",", "\0"), text)
    parts = [part.replace("\0", ",") for part in _COMMA.split(masked)]
    first = parts[0].strip(_EDGE)
    words = first.split()
    plural = (
        len(parts) > 1 and words and words[-1].endswith("s") and is_head(words[-1]) and not is_role_singular(words[-1])
    )
    if plural and not any(
        SURE_EMPLOYER.search(part) or PLACE.match(part.strip(_EDGE)) or _EMPLOYER_LABEL.match(part)
        for part in parts[1:]
    ):
        return [text]
    return parts


def is_role_singular(word: str) -> bool:
    """Words for one person that end in "s"."""
    return word.casefold() in (
        "sales",
        "operations",
        "boss",
        "waitress",
        "hostess",
        "stewardess",
        "seamstress",
        "governess",
        "chess",
        "commis",
    )


# "Brightwell Ltd, Leeds: Baker": the title behind a colon.
_COLON = re.compile(r"^(?P<who>[^:|]{3,60}):\s+(?P<title>[^:|]{3,60}?)(?=\s*(?:\||$))")


def _named(match: re.Match) -> str:
    who = match["who"].split(",")[0].rstrip()
    if is_role(match["title"].strip(" .,")) and (who.endswith("s") or not is_role(who)):
        return f"{match['title']} | {match['who']}"
    return match.group()


def read_header(lines: list[str], first: int = 0, plain: bool = False) -> Header:
    """Title and employer in the lines of a header, dates taken out. `first`: the line that the date stands on.

    `plain`: entries around it are titles alone, so dashes and commas are parts of the title unless an employer follows.
    """
    if (
        plain
        and len(lines) == 1
        and " | " not in lines[0]
        and not _AT.search(lines[0])
        and not EMPLOYER.search(lines[0].partition(",")[2])
    ):
        text = title_in(clean_line(lines[0]))
        if text and not SURE_EMPLOYER.search(text):
            return Header(text, "", False, is_role(text))
    lines = [_COLON.sub(_named, line) for line in lines]
    pieces: list[_Piece] = []
    order = [first, *(at for at in range(len(lines)) if at != first)] if lines else []
    for at in range(len(lines)):
        pieces += _split(clean_line(lines[at]), at, len(pieces) * 10)
    if not pieces:
        return Header("", "")
    roles = [piece for piece in pieces if piece.role]
    if not all(names_persons(piece.text) for piece in roles):  # "Yarrow Partners" above "Psychologist": a firm
        for piece in roles:
            if names_persons(piece.text):
                piece.role, piece.employer, piece.sure = False, True, True
        roles = [piece for piece in roles if piece.role]
    title = next((piece for piece in roles if not piece.employer), roles[0] if roles else None)
    if title is None:
        title = _untitled(pieces, order)
    rest = [piece for piece in pieces if piece is not title]
    company = _company(title, rest)
    if title is None and company is not None and len(pieces) == 1 and any(map(is_head, company.text.split())):
        title, company = company, None  # "Project Leader Digital Healthcare Solutions"
    if title is None:
        return Header("", company.text if company else "")
    text = _title_text(title, lines)
    own = company is not None and company.line != title.line
    return Header(text, _company_text(company) if company else "", own, title.role)


def names_persons(text: str) -> bool:
    """Whether a title is a plural, as the names of firms are: "Harbor Consultants"."""
    words = text.strip(_EDGE).split()
    return (
        len(words) > 1 and words[-1].endswith("s") and not words[-1].endswith("ss") and not is_role_singular(words[-1])
    )


def _untitled(pieces: list[_Piece], order: list[int]) -> _Piece | None:
    """What is most likely a title where no piece ends in a word for a person: the first that is no employer or place."""
    candidates = [piece for piece in pieces if not piece.sure and not piece.place]
    by_line = [piece for at in sorted({piece.line for piece in candidates}) for piece in candidates if piece.line == at]
    plain = [piece for piece in by_line if not piece.employer]
    if plain:
        return plain[0]
    return by_line[0] if by_line and by_line[0].line == order[0] else None


def _company(title: _Piece | None, rest: list[_Piece]) -> _Piece | None:
    """The employer among the pieces that are not the title."""
    rest = [
        piece
        for piece in rest
        if not piece.role
        and piece.text[:1]
        and not piece.text[:1].islower()
        and len(piece.text.split()) <= 8
        and _is_proper(piece.text)
    ]
    sure = [piece for piece in rest if piece.sure]
    if sure:
        return sure[0]
    likely = [piece for piece in rest if piece.employer and not piece.place]
    named = [piece for piece in rest if not piece.place]
    if (
        likely
        and named
        and likely[0] is not named[0]
        and title is not None
        and named[0].line == title.line
        and likely[0].line == title.line
    ):
        return named[0]
    if likely:
        return likely[0]
    if named:
        # a city after the employer's line is no employer; one piece alone is
        return named[0]
    if title is not None and (
        odd := [piece for piece in rest if piece.place and piece.line != title.line and piece.text.isalpha()]
    ):
        return odd[0] if len(odd) > 1 else None
    return None


def _is_proper(text: str) -> bool:
    """Whether most words are written like a name's."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if len(word) > 3]
    return sum(word[0].isupper() for word in words) * 2 >= len(words)


def _title_text(title: _Piece, lines: list[str]) -> str:
    text = " ".join(title.text.split())
    if match := ROLE_OF.match(text):
        text = text[match.end() :]
    text = re.sub(r"^(?:experienced?(?: as an?)?|worked as an?|former|ex-)\s+(?=\S)", "", text, flags=re.IGNORECASE)
    note = (
        re.search(re.escape(title.text) + r"\s*(\([^()]{1,40}\))", lines[title.line])
        if title.line < len(lines)
        else None
    )
    if (
        note
        and not EMPLOYMENT.search(note[1])
        and not any(character.isdigit() for character in note[1])
        and not EMPLOYER.search(note[1])
    ):
        text = f"{text} {note[1]}"
    return text.rstrip(_EDGE.replace("(", "").replace(")", "")).lstrip(
        _EDGE.replace("(", "").replace(")", "").replace(".", "")
    )


def _company_text(company: _Piece) -> str:
    return " ".join(company.text.split()).strip(_EDGE)
