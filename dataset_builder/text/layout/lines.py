"""The lines of a document that hold something, each without its bullet and with its place in the text."""

import re
from dataclasses import dataclass, replace

from dataset_builder.text.layout.headings import without_signs
from dataset_builder.text.sections import is_rule

# Lines and characters that are read of a document.
MOST_LINES, LONGEST_TEXT = 2_000, 100_000
_BULLET = re.compile(
    r"[\s|]*(?:[-–—−•●·▪◦‣∙➢✓✔►▶▸▹▻»›◆◇■□★☆○❖➤➔→⇒⁃※\uf0b7\uf0a7\uf0d8](?!-)\s*|\*(?!\*|[^*\n]*\*\s*$)\s*|[+~]\s+(?=[A-Za-z\d])|o\s+(?=\S)|#(?=[^\s#])|\d{1,2}(?:\.\d{1,2}){1,2}[.)]?\s+(?=[A-Z])|\(?\d{1,2}[.)]\s+(?=\S)|\(?[a-h][.)]\s+|\(?[ivx]{1,4}[.)]\s+"
    r"|\[[ xX]?\]\s+|>{1,2}\s+|[\d#*]\ufe0f?\u20e3\s*)(?=\S)"
)


@dataclass(frozen=True)
class Line:
    """A line without its bullet. `start`: where its text begins in the document; `after_blank`: a blank line precedes it."""

    text: str
    start: int
    bullet: bool
    indent: int
    after_blank: bool
    sign: str = ""
    # "required" or "optional" of a cell of a table that says so, else "".
    kind: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def is_emoji(character: str) -> bool:
    return not character.isascii() and without_signs(character) == "" and not character.isspace()


def split_lines(text: str) -> list[Line]:
    """The lines that are not empty, of the start of a text."""
    found: list[Line] = []
    at, blank = 0, True
    for raw in text[:LONGEST_TEXT].split("\n"):
        start = at
        at += len(raw) + 1
        stripped = raw.lstrip()
        if not stripped or (not stripped[0].isalnum() and is_rule(raw) and "|" not in raw):
            blank = True
            continue
        bullet, sign, offset = False, "", 0
        if match := _BULLET.match(raw):
            bullet, sign, offset = True, match.group().strip(), match.end()
        elif is_emoji(stripped[0]):
            rest = without_signs(stripped)
            bullet, sign = True, stripped[0]
            offset = raw.find(rest) if rest else 0
        indent = len(raw) - len(stripped)
        body = raw[offset:].lstrip() if offset else stripped
        lead = len(raw) - offset - len(body)
        body = body.rstrip()
        if not body:
            continue
        found.append(Line(body, start + offset + lead, bullet, indent, blank, sign))
        blank = False
        if len(found) >= MOST_LINES:
            break
    return _labelled(_lettered(_hashed(found)))


_HASH = re.compile(r"#\s+(?=\S)")


def _hashed(lines: list[Line]) -> list[Line]:
    """Items that a hash begins, three in a row without a blank line between them; a heading stands alone."""
    run: list[int] = []
    for at, line in enumerate([*lines, None]):
        if line is not None and _HASH.match(line.text) and not (run and line.after_blank):
            run.append(at)
            continue
        if len(run) >= _LEAST_IN_A_ROW:
            for item in run:
                found = lines[item]
                offset = _HASH.match(found.text).end()
                lines[item] = replace(
                    found, text=found.text[offset:], start=found.start + offset, bullet=True, sign="#"
                )
        run = [at] if line is not None and _HASH.match(line.text) else []
    return lines


_LABEL = re.compile(r"[A-Z]\d{1,2}(?:[.):]\s*|\s{2,}|\t)(?=\S)")


def _labelled(lines: list[Line]) -> list[Line]:
    """Criteria of a table that a letter and a number begin ("B2  Teaching to examination"), where there are several."""
    labels = {at: match for at, line in enumerate(lines) if not line.bullet and (match := _LABEL.match(line.text))}
    essential_or_not = all(lines[at].text[0] in "ED" for at in labels)
    if len(labels) < _LEAST_IN_A_ROW or essential_or_not:
        return lines
    for at, match in labels.items():
        line = lines[at]
        lines[at] = replace(line, text=line.text[match.end() :], start=line.start + match.end(), bullet=True, sign="A1")
    return lines


_LETTER = re.compile(r"([A-Z])[.)]\s+(?=\S)")
# Lines in a row that begin with A., B., C., or with a hash, from which on these are signs of a list, and no initials or headings.
_LEAST_IN_A_ROW = 3


def _lettered(lines: list[Line]) -> list[Line]:
    """Items that capital letters number, in a row from A on; headings may stand between."""
    letters = {at: match for at, line in enumerate(lines) if (match := _LETTER.match(line.text))}
    run: list[int] = []
    for at, match in letters.items():
        if match[1] == chr(ord("A") + len(run)):
            run.append(at)
        elif match[1] == "A":
            run = [at]
    if len(run) < _LEAST_IN_A_ROW or run[2] - run[0] > _LEAST_IN_A_ROW:
        return lines
    for at in run:
        line, offset = lines[at], letters[at].end()
        lines[at] = replace(line, text=line.text[offset:], start=line.start + offset, bullet=True, sign="A.")
    return lines
