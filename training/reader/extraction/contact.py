"""The person: name, headline, addresses, phone and place, from the head of the first page and the contact section.

The name is the line at the head that is set largest and reads like one, not the first line: sidebars and document titles
("Curriculum vitae") stand above it. No photograph, date of birth, nationality, gender or age is read.
"""

import re
from collections.abc import Sequence

from dataset_builder.text.evidence import Evidence
from dataset_builder.text.layout.headings import RESUME_HEADINGS, heading
from dataset_builder.text.resumes.resume import clean_person_name, is_person_name
from dataset_builder.text.titles.role_words import HEADS
from dataset_builder.text.titles.roles import is_role
from training.reader.extraction.header_words import place_score, title_score
from training.reader.extraction.normalisation.values import country_of, phone, url
from training.reader.extraction.outline import Section
from training.reader.extraction.resume import Basics, Location, Printed, Profile
from training.reader.extraction.rows import Cell, Row, Style, body_style, cut
from training.reader.lines import Pages

_EMAIL = re.compile(r"[A-Za-z0-9][\w.+'-]*@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"(?<![@\w])(?:https?://\S+|www\.\S+|(?:[a-z0-9-]+\.)+(?:[a-z]{2,12})(?:/[\w./~%#?=&+-]*)?)", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?<![\w/.-])(?:\+|00)?\(?\+?\d[\d\s().\u00a0/–-]{5,22}\d(?:\s?(?:ext|x)\.?\s?\d{1,5})?(?![\w/@-])"
)
_LABEL = re.compile(
    r"^\W*(?:(?:full |home |postal |current )?(?:address|adresse|location|city|name|phone|tel(?:ephone|éfono|efone)?|telefon|mobile|mobil|cell|e-?mail|mail|web(?:site)?|homepage|portfolio|linkedin|github|contact|based in|lives in|where)\b)\s*[:.]?\s+|^[\W_]+(?=\w)",
    re.IGNORECASE,
)
_BARS = re.compile(
    r"\s*[|•·‖▪⋄◇◆¦✉☎]\s*|\s+/\s+|\s+[–—-]\s+|\t+|\s{3,}|(?<=\S),\s+(?=[\w.+-]+@|\+?\(?\d{2,}[\d\s()-]{6,})"
)
_NAME = re.compile(r"^[^\W\d_][\w.'’`-]*(?:\s+[^\W\d_(“\"'][\w.'’`)”\"-]*){0,5}$")
_DOCUMENT = re.compile(
    r"^\W*(?:curriculum vitae|curriculum|vitae|r[ée]sum[ée]|cv|lebenslauf|hoja de vida|page\b.*|last updated.*)\W*$",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"\b(?:date of birth|born|geburtsdatum|birth ?date|nationality|citizen\w*|gender|sex|marital|age|religion|driving|licen[cs]e|visa)\b",
    re.IGNORECASE,
)
NETWORKS = {
    "linkedin": "LinkedIn", "github": "GitHub", "gitlab": "GitLab", "orcid": "ORCID", "scholar": "Google Scholar", "stackoverflow": "Stack Overflow", "twitter": "Twitter",
    "x.com": "X", "behance": "Behance", "dribbble": "Dribbble", "xing": "XING", "medium": "Medium", "kaggle": "Kaggle", "researchgate": "ResearchGate", "mastodon": "Mastodon",
}  # fmt: skip
# Rows of the head that are looked at where no section follows.
_MOST = 25


def read_basics(pages: Pages, rows: Sequence[Row], sections: Sequence[Section]) -> Basics:
    """What the head and the contact section state."""
    zone = _zone(rows, sections)
    name = read_name(rows, sections)
    email = _email(pages, zone)
    parts = [part for row in zone for cell in row.cells for part in _parts(cell)]
    if name is not None:
        parts = [
            part for part in parts if not (part.place.start < name.place.end and part.place.end > name.place.start)
        ]
    location = _location(parts)
    country = location.countryCode if location else None
    number = _phone(parts + _wrapped(zone), country) or _phone(
        [part for row in rows if row.n <= 3 or row.n >= rows[-1].n - 2 for cell in row.cells for part in _parts(cell)],
        None,
    )
    profiles, page = _addresses(zone, email)
    return Basics(name, _label(parts, name), email, number, page, _summary(sections, zone), location, profiles)


def reaches(text: str) -> bool:
    """Whether an address or a number stands in a text by which a person is reached."""
    return _EMAIL.search(text) is not None or any(
        len(re.sub(r"\D", "", match.group())) >= 7 for match in _PHONE.finditer(text)
    )


def _zone(rows: Sequence[Row], sections: Sequence[Section]) -> list[Row]:
    """Rows before the first section, and those of sections of contact details."""
    found = [row for section in sections if section.kind in ("head", "personal") for row in section.rows]
    known = {id(row) for row in found}
    # a sidebar without headings, or a document without any
    first = [row for row in rows if row.line.page == 1][:_MOST]
    extra = [
        row
        for row in (*first, *rows[-3:])
        if id(row) not in known and (_EMAIL.search(row.text) or (_PHONE.search(row.text) and not row.spans))
    ]
    return (found if len(found) <= 3 * _MOST else found[:_MOST]) + extra


def _parts(cell: Cell) -> list[Cell]:
    """What bars and dots part in a cell, without labels and icons."""
    parts, start = [], 0
    for match in [*_BARS.finditer(cell.text), None]:
        end = len(cell.text) if match is None else match.start()
        text = cell.text[start:end]
        if text.strip():
            lead = len(text) - len(text.lstrip())
            if (
                (label := _LABEL.match(text)) is not None
                and label.end() < len(text.rstrip())
                and text.lstrip()[:1] not in "+("
            ):
                lead = label.end()
            parts += _apart(cut(cell, cell.place.start + start + lead, cell.place.start + end))
        if match is not None:
            start = match.end()
    return parts


def _apart(cell: Cell) -> list[Cell]:
    """A part with addresses and numbers cut from what commas and blanks join them to."""
    bounds = [0, len(cell.text)]
    for match in (*_EMAIL.finditer(cell.text), *_PHONE.finditer(cell.text)):
        bounds += match.span()
    bounds = sorted(set(bounds))
    found = []
    for start, end in zip(bounds, bounds[1:]):
        text = cell.text[start:end]
        bare = text.strip(" ,;|/")
        if any(character.isalnum() for character in bare):
            lead = cell.place.start + start + text.index(bare)
            found.append(cut(cell, lead, lead + len(bare)))
    return found


# ------------------------------------------------------------------------------------------------- the name


def read_name(rows: Sequence[Row], sections: Sequence[Section]) -> Printed | None:
    """The largest line of the first page that reads like a name."""
    first = [row for row in rows if row.line.page == 1]
    body = body_style(first)
    email = next((match.group() for row in rows if (match := _EMAIL.search(row.text))), "").partition("@")[0].casefold()
    core = next(
        (at for at, section in enumerate(sections) if section.kind in ("experience", "education")), len(sections)
    )
    below = {id(row) for section in sections[core:] for row in section.rows}
    best: tuple[float, Printed] | None = None
    for at, row in enumerate(first):
        for text, place, style in _name_texts(first, at):
            bare = clean_person_name(re.sub(r"\n", "", re.sub(r"(?<!-)\n", " ", text)))
            words = bare.split()
            if (
                not bare
                or not _NAME.match(bare)
                or _DOCUMENT.match(bare)
                or any(character.isdigit() for character in bare)
            ):
                continue
            if len(words) == 1 and not (style.size > body.size + 4 or at == 0):
                continue
            no_name = not is_person_name(bare)
            alike = sum(len(word) > 2 and word.casefold().strip(".,") in email for word in words)
            score = (
                (style.size - body.size) / 8
                + 0.6 * style.bold
                + 1.2 * min(alike, 2)
                - 0.12 * min(at, 20)
                + 0.5 * (len(words) in (2, 3))
            )
            score -= 1.0 * no_name + 1.5 * (no_name and words[-1].casefold() in HEADS and not alike)
            score -= (
                1.5 * (heading(text, RESUME_HEADINGS) is not None)
                + 0.8 * (place_score(bare) > 1)
                + 1.0 * (id(row) in below)
            )
            score += 0.4 * text.count("\n")  # set on several lines
            score -= 1.5 * bare.endswith("-")  # the rest stands on the next line
            if best is None or score > best[0]:
                start = place.start + text.find(words[0])
                end = place.start + text.find(bare) + len(bare) if bare in text else place.end
                best = score, Printed(bare, Evidence(max(start, place.start), end))
    return best[1] if best else None


def _name_texts(rows: Sequence[Row], at: int) -> list[tuple[str, Evidence, Style]]:
    """A row's first cell, the row, and it with the next one where a name is set on two lines."""
    row = rows[at]
    found = [(cell.text, cell.place, cell.style) for cell in row.cells]
    if len(row.cells) > 1:
        found.append((" ".join(cell.text for cell in row.cells), row.place, row.style))
    text, last = row.text, row
    for following in rows[at + 1 : at + 3]:
        if len(last.cells) != 1 or len(following.cells) != 1 or last.style.size < 28:
            break
        if abs(last.style.size - following.style.size) > 1 or last.style.bold != following.style.bold:
            break
        if _DOCUMENT.match(text) or _DOCUMENT.match(following.text):
            break
        text = f"{text}\n{following.text}"
        found.append((text, Evidence(row.place.start, following.place.end), row.style))
        last = following
    return found


def _label(parts: Sequence[Cell], name: Printed | None) -> Printed | None:
    """The headline: a title that stands with the name."""
    for part in parts[:12]:
        if name is not None and part.place.start < name.place.start:
            continue
        if title_score(part.text) > 1.5 and is_role(part.text) and len(part.text.split()) <= 8:
            return Printed(part.text, part.place)
    return None


# ------------------------------------------------------------------------------------------------- how to reach


def _email(pages: Pages, zone: Sequence[Row]) -> Printed | None:
    for row, following in zip(zone, [*zone[1:], None], strict=False):
        if match := _EMAIL.search(row.text):
            if following is not None and (whole := _broken_email(row, match, following)) is not None:
                return whole
            start = (
                row.place.start + match.start()
                if row.text == pages.text[row.place.start : row.place.end]
                else pages.text.find(match.group(), row.place.start)
            )
            return Printed(match.group().strip("."), Evidence(start, start + len(match.group())))
    if match := _EMAIL.search(pages.text):
        return Printed(match.group(), Evidence(*match.span()))
    for line in pages.lines:
        at = pages.span(line.n).start
        for word in line.words:
            if word.link and word.link.startswith("mailto:") and _EMAIL.fullmatch(word.link[7:].partition("?")[0]):
                return Printed(word.link[7:].partition("?")[0], Evidence(at, at + len(word.text)))
            at += len(word.text) + 1
    return None


def _broken_email(row: Row, match: re.Match, following: Row) -> Printed | None:
    """An address that a narrow column parts before a dot."""
    if match.end() < len(row.text.rstrip()) or not re.fullmatch(r"\.[A-Za-z]{2,6}", following.text.strip()):
        return None
    place = Evidence(row.place.start + match.start(), following.place.start + len(following.text.strip()))
    return Printed(match.group() + following.text.strip(), place)


def _wrapped(zone: Sequence[Row]) -> list[Cell]:
    """Neighbouring lines as one, for numbers that a narrow column parts."""
    return [
        Cell(f"{row.text} {following.text}", Evidence(row.place.start, following.place.end))
        for row, following in zip(zone, zone[1:])
        if row.wraps and following.n == row.n + 1 and not row.spans
    ]


def _phone(parts: Sequence[Cell], country: str | None) -> Printed | None:
    """The first number of 7 to 15 digits that is no date, no address and no part of a link."""
    for part in parts:
        if _EMAIL.search(part.text) and not _PHONE.search(_EMAIL.sub("", part.text)):
            continue
        for match in _PHONE.finditer(part.text):
            digits = re.sub(r"\D", "", match.group())
            text = match.group().strip()
            if (
                not 7 <= len(digits) <= 15
                or re.fullmatch(r"(?:19|20)\d\d\D+(?:19|20)\d\d", text)
                or re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}.*", text)
            ):
                continue
            before = part.text[: match.start()]
            if re.search(r"[/\d]$", before) or _PERSONAL.search(before):
                continue
            if "(" in text and text.count("(") != text.count(")"):
                text = text.strip("() ")
            start = part.place.start + match.start() + match.group().find(text)
            return Printed(text, Evidence(start, start + len(text)), phone(text, country))
    return None


def _addresses(zone: Sequence[Row], email: Printed | None) -> tuple[tuple[Profile, ...], Printed | None]:
    """Profiles at known networks, and the first page of another kind."""
    profiles: list[Profile] = []
    page: Printed | None = None
    seen: set[str] = set()
    for row in zone:
        found: list[tuple[str, Evidence]] = []
        for cell in row.cells:
            text = _EMAIL.sub(lambda match: " " * len(match.group()), cell.text)
            for match in _URL.finditer(text):
                found.append(
                    (
                        match.group().rstrip(".,;)"),
                        Evidence(cell.place.start + match.start(), cell.place.start + match.end()),
                    )
                )
            at = cell.place.start
            for word in cell.words:
                if word.link and word.link.startswith("http"):
                    found.append((word.link, Evidence(at, at + len(word.text))))
                at += len(word.text) + 1
        for address, place in found:
            key = re.sub(r"^https?://(?:www\.)?|/+$", "", address.casefold())
            if key in seen or (email and key in email.casefold()):
                continue
            seen.add(key)
            network = next(
                (name for sign, name in NETWORKS.items() if sign in key.partition("/")[0] or f".{sign}" in key), None
            )
            if network is not None:
                user = key.rstrip("/").rpartition("/")[2]
                profiles.append(
                    Profile(network, Printed(user, place) if "/" in key else None, Printed(url(address), place))
                )
            elif page is None and row.line.page == 1:
                page = Printed(url(address), place)
    return tuple(profiles), page


def _location(parts: Sequence[Cell]) -> Location | None:
    """The part of the head that reads most like a place; lines of an address below each other are one."""
    best: tuple[float, int] | None = None
    for at, part in enumerate(parts):
        if (
            _EMAIL.search(part.text)
            or _URL.fullmatch(part.text)
            or is_role(part.text)
            or _PERSONAL.search(part.text)
            or len(part.text) > 90
        ):
            continue
        if re.search(r"[.!?]$", part.text) and len(part.text.split()) > 6:
            continue
        if _PHONE.fullmatch(part.text):
            continue
        score = place_score(part.text)
        if re.search(r"\d.*,|,.*\d", part.text) and len(part.text.split()) <= 10:
            score += 0.6
        elif (
            re.fullmatch(r"[^\W\d_][\w .'’-]*,\s*[^\W\d_][\w .'’-]*(?:,\s*[^\W\d_][\w .'’-]*)?", part.text)
            and len(part.text.split()) <= 7
        ):
            score += 0.7
        if score > 0.3 and (best is None or score > best[0]):
            best = score, at
    if best is None:
        return None
    at = best[1]
    first = at
    while first and at - first < 2 and _address_line(parts[first - 1], parts[first]):
        first -= 1
    text = ", ".join(part.text.rstrip(",") for part in parts[first : at + 1])
    country = country_of(text.rpartition(",")[2]) or ("US" if re.search(r",\s*[A-Z]{2}(?:\s+\d{5})?$", text) else None)
    return Location(Printed(text, Evidence(parts[first].place.start, parts[at].place.end), country), country)


def _address_line(part: Cell, below: Cell) -> bool:
    """Whether a part is the line of an address above another."""
    if (
        part.place.end + 1 != below.place.start
        or part.style != below.style
        or _EMAIL.search(part.text)
        or _URL.search(part.text)
    ):
        return False
    return (
        len(part.text.split()) <= 5
        and not _PHONE.fullmatch(part.text)
        and "," not in below.text
        and not is_role(part.text)
    )


def _summary(sections: Sequence[Section], zone: Sequence[Row]) -> Printed | None:
    """The text of the summary's section, else the sentences of the head."""
    for section in sections:
        if section.kind == "summary" and section.rows:
            return paragraph(section.rows)
    long = [row for row in zone if row.sentence and not _EMAIL.search(row.text)]
    return paragraph([row for row in zone if long[0].n <= row.n <= long[-1].n]) if long else None


def paragraph(rows: Sequence[Row]) -> Printed:
    """Rows as one text; a word parted at the end of a line is whole again."""
    text = ""
    for row in rows:
        text = text[:-1] + row.text if text.endswith("-") and row.text[:1].islower() else f"{text} {row.text}".strip()
    return Printed(text, Evidence(rows[0].place.start, rows[-1].place.end))
