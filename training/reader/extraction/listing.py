"""Lists: skills with their groups, languages with their levels.

Items are what commas, bars, bullets and lines part, and gaps of the page: chips and grids have no sign between them. A line that
ends where its column ends goes on in the next one. Names stay as printed; levels, stars and years beside them are left out.
"""

import re
from collections.abc import Iterator, Sequence

from dataset_builder.text.evidence import Evidence
from dataset_builder.text.layout.headings import RESUME_HEADINGS, heading, key_of
from dataset_builder.text.posts.requirement_kinds import LANGUAGES
from training.reader.extraction.normalisation.values import languages
from training.reader.extraction.outline import Section
from training.reader.extraction.resume import Language, Printed, Skill
from training.reader.extraction.rows import Cell, Row, chips, cut

_SPLIT = re.compile(r"\s*(?:[;|•·‣▪◦●✓✔➤►▶★☆◆⋄¦\t]|\s{3,}|,(?!\d)|\s/\s|(?<=[a-z])\s+[–—]\s+(?=[A-Z]))\s*")
_LABEL = re.compile(
    r"^\s*(?P<label>[^:|,;•]{1,45}?)\s*:\s+(?=\S)|^(?P<dashed>[A-Z][\w &/-]{2,28}?)\s[–—-]\s(?!\d)(?=[^,]+,)"
)
_LEVEL_WORDS = (
    r"(?:expert|advanced|intermediate|beginner|basics?|basic|proficient|fluent|native|good|very good|excellent|strong|familiar|working knowledge|novice|competent|skilled|high|medium|low|master|daily use|daily"
    r"|professional|conversational|elementary|c[12]|b[12]|a[12]|mother tongue|bilingual|learning|some|solid|fundamentals|average|fair|limited|full professional|professional working|native or bilingual|muttersprache|fließend|verhandlungssicher|grundkenntnisse|courant|langue maternelle|nativo|lengua materna|avanzado|fluido|madrelingua)"
)
_LEVEL = re.compile(
    rf"\s*[-–—:=|(\[,]*\s*(?<!\w){_LEVEL_WORDS}(?:\s+(?:level|user|knowledge|proficiency|speaker))?(?:\s*[/,]\s*{_LEVEL_WORDS})?\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_ONLY_LEVEL = re.compile(rf"^\W*{_LEVEL_WORDS}(?:\s+(?:level|user|knowledge|proficiency|speaker))?\W*$", re.IGNORECASE)
_STARS = re.compile(
    r"\s*(?:[★☆●○◉◯■□▪▫▮▯⬤✭✩⭐*•·\uf000-\uf8ff]{2,}|\b\d(?:\.\d)?\s?/\s?(?:5|10)\b|\(?\b\d{1,3}\s?%\)?|\(?\b\d{1,2}\+?\s*(?:years?|yrs?)\b\.?(?: of experience)?\)?)\s*"
)
_NO_SKILL = re.compile(
    r"@|https?:|www\.|^\W*\d[\d\s.,%+/-]*\W*$|^\W*(?:references?|available on request)\b", re.IGNORECASE
)
_OTHER_LABELS = frozenset(
    (
        "interests",
        "languages",
        "references",
        "personal",
        "education",
        "certificates",
        "achievements",
        "volunteering",
        "memberships",
        "publications",
    )
)
LONGEST_SKILL = 8
# Points at the end of a line of a list that are as good as none.
_ROOM = 6


def units(section: Section) -> Iterator[tuple[str, Printed | None, Cell]]:
    """Cells of a list with the kind of the label they stand under, and the label; wrapped lines are joined."""
    label: Printed | None = None
    kind, bullets = "", 0
    rows = section.rows
    at = 0
    while at < len(rows):
        row = rows[at]
        if row.named is not None:
            label, kind = _label(row.named.text, row.named.place), ""
        if _labels(section, at):
            label, kind = _label(row.text, row.place), section.labels.get(at, _kind_of(row.text))
            at += 1
            continue
        if not row.bullet and bullets > 1 and _stands_outside(row, rows[at - 1]):
            at += 1
            continue  # behind the last bullet another thing begins
        bullets = bullets + 1 if row.bullet else 0
        parts = list(row.cells)
        if row.bullet and len(parts) > 1:
            parts = [_without_sign(cell) for cell in parts]
        while at + 1 < len(rows) and not _labels(section, at + 1) and _goes_on(rows[at], rows[at + 1]):
            at += 1
            parts[-1] = _joined(parts[-1], rows[at].cells[0])
            parts += rows[at].cells[1:]
        head = _head(parts)
        if head is not None:
            name, parts = head
            label, kind = _label(name.text, name.place), _kind_of(name.text)
        for cell in parts:
            yield kind, label, cell
        if head is not None:
            label, kind = None, ""
        at += 1


def _head(parts: list[Cell]) -> tuple[Cell, list[Cell]] | None:
    """A label at the start of a line: a cell of its own before a list, or words in bold before others that are not."""
    if (
        len(parts) == 2
        and not _SPLIT.search(parts[0].text.strip(" :"))
        and len(parts[0].text.split()) <= 4
        and "," in parts[1].text
    ):
        return parts[0], parts[1:]
    words = parts[0].words if parts else ()
    bold = next((at for at, word in enumerate(words) if not word.bold), len(words))
    if 0 < bold <= 4 and bold < len(words):
        end = parts[0].place.start + sum(len(word.text) + 1 for word in words[:bold])
        if len(parts[0].text) == parts[0].place.end - parts[0].place.start:
            return cut(parts[0], parts[0].place.start, end - 1), [cut(parts[0], end, parts[0].place.end), *parts[1:]]
    return None


def _labels(section: Section, at: int) -> bool:
    """Whether a line of a list heads those below it: by its words, unless it is set like any item, or by how it is set."""
    return (at in section.labels and not _one_of_many(section.rows, at)) or _is_label(section.rows, at)


def _one_of_many(rows: Sequence[Row], at: int) -> bool:
    """Whether a line is set and placed like its neighbours: an item of a list, though its words may be a heading."""
    row = rows[at]
    around = [other for other in (*rows[max(at - 1, 0) : at], *rows[at + 1 : at + 2]) if other.box is not None]
    if row.box is None or not around or row.text.rstrip().endswith(":"):
        return False
    return all(other.style == row.style and abs(other.box[0] - row.box[0]) < 2 for other in around if other.box)


def heads_a_group(section: Section, at: int, kind: str) -> bool:
    """Whether a label that may be another section's is one of the groups of a list: set like other labels of it."""
    row = section.rows[at]
    alike = [other for other in section.rows if other is not row and other.style == row.style and not other.bullet]
    plain = [other for other in section.rows if other.style != row.style]
    return (
        kind not in _OTHER_LABELS
        and bool(alike)
        and bool(plain)
        and any(_kind_of(other.text) in ("", "skills") for other in alike)
    )


def heads_a_line(rows: Sequence[Row], at: int) -> bool:
    """Whether a line stands in a gutter beside the next one, or is an item among others."""
    return _beside(rows[at], rows[at + 1]) or _one_of_many(rows, at) if at + 1 < len(rows) else _one_of_many(rows, at)


def _beside(row: Row, following: Row) -> bool:
    return (
        following.box is not None
        and row.box is not None
        and following.box[0] > row.box[2]
        and abs(following.box[1] - row.box[1]) < 6
    )


def _stands_outside(row: Row, bullet: Row) -> bool:
    """Whether a line below a list of bullets is none of it."""
    if row.line.box is None or bullet.line.box is None:
        return not _SPLIT.search(row.text)
    return row.line.box[0] < bullet.line.box[0] - 2 or not _SPLIT.search(row.text)


def _label(text: str, place: Evidence) -> Printed:
    """A label without its colon."""
    bare = text.rstrip(" :")
    return Printed(bare, Evidence(place.start, place.start + len(bare)))


def _kind_of(text: str) -> str:
    found = heading(text.strip(" :"), RESUME_HEADINGS)
    return found.kind if found is not None and not found.rest else ""


def _without_sign(cell: Cell) -> Cell:
    lead = len(cell.text) - len(cell.text.lstrip(" •-–▪◦●·*›»◆"))
    return cut(cell, cell.place.start + lead, cell.place.end)


def _goes_on(row: Row, following: Row) -> bool:
    """Whether a list or an item continues on the next line."""
    if (
        following.bullet
        or following.named is not None
        or len(row.cells) > 1
        or row.style.size != following.style.size
        or row.line.column != following.line.column
    ):
        return False
    text = row.text.rstrip()
    if text.endswith((",", "&", "/", ";", "|", "·", "•")) or following.text[:1] in ",;|·•&/":
        return True
    if len(_SPLIT.split(text)) > 2 or text.count(",") >= 2:
        # where a date at the margin is further out than the text
        return row.room < _ROOM and not _LABEL.match(following.text)
    return row.wraps and (following.text[:1].islower() or bool(row.bullet)) and not following.after_space


def _joined(cell: Cell, following: Cell) -> Cell:
    return Cell(
        f"{cell.text} {following.text}",
        Evidence(cell.place.start, following.place.end),
        (*cell.words, *following.words),
    )


def _is_label(rows: Sequence[Row], at: int) -> bool:
    """Whether a line heads the lines below it: in bold or with a colon, and they are neither."""
    row = rows[at]
    if (
        row.bullet
        or len(row.cells) > 1
        or at + 1 >= len(rows)
        or len(row.text.split()) > 5
        or _SPLIT.search(row.text.strip(" :"))
    ):
        return False
    following = rows[at + 1]
    if row.text.rstrip().endswith(":"):
        return True
    if row.style.bold and not following.style.bold:
        return True
    if _beside(row, following) and (_SPLIT.search(following.text) or row.style != following.style):
        return True  # it stands in a gutter beside the list
    return bool(following.bullet) and not row.bullet and row.style == following.style and at == 0


def items(cell: Cell, gaps: bool = True) -> Iterator[Cell]:
    """What signs and gaps part in a cell, outside brackets."""
    for part in chips(cell) if gaps else [cell]:
        depth, start = 0, 0
        inside = []
        for character in part.text:
            depth = max(depth + (character in "([") - (character in ")]"), 0)
            inside.append(depth > 0)
        for match in [*_SPLIT.finditer(part.text), None]:
            if match is not None and (match.end() == match.start() or inside[match.start()]):
                continue
            end = len(part.text) if match is None else match.start()
            if part.text[start:end].strip():
                yield _within(part, start, end)
            if match is not None:
                start = match.end()


def _within(cell: Cell, start: int, end: int) -> Cell:
    text = cell.text[start:end]
    lead = len(text) - len(text.lstrip(" \t.,;:–—-*_•·"))
    bare = text[lead:].rstrip(" \t,;:–—*_•·")
    bare = (
        bare.rstrip(".")
        if bare.endswith(".") and not re.search(r"\b\w\.$|\b(?:etc|inc|co)\.$", bare, re.IGNORECASE)
        else bare
    )
    first = cell.place.start + start + lead
    return Cell(bare, Evidence(first, first + len(bare)), cell.words)


def read_skills(sections: Sequence[Section]) -> tuple[Skill, ...]:
    """Groups and single skills of all lists of them, as often as they stand there."""
    groups: dict[str, list[Printed]] = {}
    labels: dict[str, Printed | None] = {}
    for section in sections:
        for kind, label, cell in units(section):
            if kind in _OTHER_LABELS and not (kind == "languages" and not is_languages([cell])):
                continue
            own = label
            if (match := _LABEL.match(cell.text)) is not None and not _ONLY_LEVEL.match(cell.text[match.end() :]):
                text = match["label"] or match["dashed"]
                kind = _kind_of(text)
                rest = cut_text(cell, match.end())
                if kind in _OTHER_LABELS and not (kind == "languages" and not is_languages([rest])):
                    continue
                own, cell = Printed(text, Evidence(cell.place.start, cell.place.start + len(text))), rest
            if _is_prose(cell.text):
                continue
            for item in items(cell):
                if (name := _skill(item)) is None:
                    continue
                key = own.casefold() if own is not None and own.strip() else ""
                groups.setdefault(key, []).append(name)
                labels.setdefault(key, own)
    found: list[Skill] = []
    for key, names in groups.items():
        found += [Skill(labels[key], tuple(names))] if key else [Skill(name) for name in names]
    return tuple(found)


def _is_prose(text: str) -> bool:
    """Whether a line says something instead of listing."""
    words = text.split()
    return len(words) >= 8 and len(words) > 4.5 * len([part for part in _SPLIT.split(text) if part.strip()])


def cut_text(cell: Cell, at: int) -> Cell:
    """The rest of a cell; its words stay whole where it was joined from lines."""
    if len(cell.text) == cell.place.end - cell.place.start:
        return cut(cell, cell.place.start + at, cell.place.end)
    return Cell(cell.text[at:], Evidence(cell.place.start + at, cell.place.end), cell.words)


def _skill(item: Cell) -> Printed | None:
    """The name of a skill without its level; None for what is none."""
    text = _STARS.sub(" ", item.text)
    while (shorter := _LEVEL.sub("", text)) != text and shorter.strip():
        text = shorter
    text = " ".join(text.strip(" \t,;:–—-*_•·|").split())
    text = re.sub(r"^(?:and|und|et|y|&)\s+", "", text)
    if (
        not text
        or _NO_SKILL.search(text)
        or _ONLY_LEVEL.match(item.text)
        or not any(character.isalnum() for character in text)
    ):
        return None
    if len(text.split()) > LONGEST_SKILL:
        return None
    at = max(item.text.find(text), 0)
    return Printed(text, Evidence(item.place.start + at, item.place.start + at + len(text)))


def is_languages(cells: Sequence[Cell]) -> bool:
    """Whether most items of a list name languages that people speak."""
    names = [item for cell in cells for item in items(cell)]
    known = sum(
        _is_language(_bare_language(item.text))
        or (len(item.text.split()) <= 4 and any(True for _ in _languages_of(item)))
        for item in names
    )
    return bool(names) and 2 * known >= len(names)


def _bare_language(text: str) -> str:
    return re.split(r"\s*[-–—:(,/]\s*", _LEVEL.sub("", text).strip())[0].casefold().strip(" .*")


def _is_language(name: str) -> bool:
    return name in LANGUAGES or name in languages()


def read_languages(sections: Sequence[Section]) -> tuple[Language, ...]:
    """Each language once, with the level that stands with it."""
    found: dict[str, Language] = {}
    for section in sections:
        if section.kind != "languages":
            for kind, _, cell in units(section):
                match = _LABEL.match(cell.text)
                if (kind == "languages" or (match and _kind_of(match["label"] or "") == "languages")) and is_languages(
                    [cell if not match else cut_text(cell, match.end())]
                ):
                    for name, fluency in _languages_of(cell):
                        found.setdefault(name.casefold(), Language(name, fluency))
            continue
        known = sum(any(True for _ in _languages_of(row)) for row in section.rows)
        others = sum(bool(_unknown(row)) and not any(True for _ in _languages_of(row)) for row in section.rows)
        for row in section.rows:
            read = list(_languages_of(row)) or (_unknown(row) if known >= 2 and 2 * others <= known else [])
            for name, fluency in read:
                found.setdefault(name.casefold(), Language(name, fluency))
    return tuple(found.values())


def _languages_of(row: Row | Cell) -> Iterator[tuple[Printed, Printed | None]]:
    """Names at the starts of cells and items; what stands behind one, up to the next, is its level."""
    names: list[tuple[Printed, int]] = []
    text = row.text
    for match in re.finditer(r"(?<![\w-])[^\W\d_][^\W\d_’'-]*", text):
        pair = re.match(r"[^\W\d_]+[ -][^\W\d_]+", text[match.start() :])
        for length in ([pair.group()] if pair else []) + [match.group()]:
            if _is_language(length.casefold()) and len(length) > 2:
                place = Evidence(row.place.start + match.start(), row.place.start + match.start() + len(length))
                names.append((Printed(length, place, languages().get(length.casefold())), match.start() + len(length)))
                break
    for number, (name, end) in enumerate(names):
        until = names[number + 1][0].place.start - row.place.start if number + 1 < len(names) else len(text)
        behind = text[end:until].strip(" ,;:–—-()|·•/")
        level = re.search(rf"(?<!\w){_LEVEL_WORDS}(?!\w)", behind, re.IGNORECASE)
        yield (
            name,
            Printed(behind, Evidence(row.place.start + end, row.place.start + until))
            if level and len(behind) < 60
            else None,
        )


def _unknown(row: Row) -> list[tuple[Printed, None]]:
    """A language that no table has, in a list of those that are known: the first cell, where it is a word or two."""
    name = _within(row.cells[0], 0, len(row.cells[0].text))
    bare = _LEVEL.sub("", _STARS.sub("", name.text)).strip(" –-:")
    good = 0 < len(bare.split()) <= 2 and bare[:1].isupper() and bare.isalpha() and not _ONLY_LEVEL.match(bare)
    return (
        [(Printed(bare, Evidence(name.place.start, name.place.start + len(bare))), None)]
        if good and len(row.cells) <= 2
        else []
    )


def is_other_list(title: str) -> bool:
    """Whether an unknown heading names something that is no skill."""
    return bool(
        re.search(
            r"interest|hobb|reference|personal|date|signature|contact|driving|licen|thesis|dissertation|abschlussarbeit|publica|patent",
            key_of(title),
        )
    )
