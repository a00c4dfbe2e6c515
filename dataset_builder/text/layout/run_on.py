"""Lines of a post that hold several: bullets in one line, labels in a paragraph, text whose line ends were lost.

    "Requirements: • Picking • English Benefits: • Weekly pay"     # five lines, two of them headings
    "Must: After Effects. Nice: French. Day rate 400"              # a line for each label that the table of headings knows
    "RequirementsGDC registrationBenefitsUniform provided"         # where pasting a page dropped its line ends

Each piece keeps its place in the text. Linear in the text: a line is cut once, by one pattern of each form.
"""

import re
from dataclasses import replace
from itertools import pairwise

from dataset_builder.text import words
from dataset_builder.text.layout.headings import Headings, heading
from dataset_builder.text.layout.lines import Line

_STRONG_SIGN = re.compile(r"[•●▪◦‣✓✔✅➢►▶➤❖■🔹🔸⭐🌟]\ufe0f?\s*")
_WEAK_SIGN = re.compile(r"(?:(?<=\s)|(?<=:))[-–*]\s+(?=[\w“\"'])")
_NUMBER = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.)]\s+(?=[A-Za-z“\"'])")
_LONG = 160
# A sentence's end, or the start of the line, before a short label with a colon.
_LABEL = re.compile(r"(?:(?<=[.!?;)|])|(?<=[.!?] ))\s*(?=[A-Z][\w'’/&-]*(?: [\w'’/&()-]+){0,5}\s?:\s)")
# A capital where a small letter, a bracket or a stop ends what stands before it, without a blank.
_GLUE = re.compile(r"(?<=[a-z.!?)%:])(?=[A-Z£$€])|(?<=\s[A-Z])(?=[A-Z][a-z]{2})|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})")
_CAMEL = words("""
javascript typescript powerpoint postgresql mongodb github gitlab sharepoint wordpress autocad solidworks quickbooks hubspot
linkedin youtube devops devsecops phd onenote openshift cloudformation tensorflow pytorch graphql mysql nosql dynamodb
bigquery powershell onedrive salesforce indesign coreldraw labview matlab ios macos whatsapp facebook tiktok paypal
servicenow bitbucket circleci jquery nodejs nextjs reactjs vuejs angularjs webgl opengl opencv docusign mailchimp
""")  # fmt: skip
_ASKING = ("required", "optional")


def parted(lines: list[Line], table: Headings) -> list[Line]:
    """The lines of a post, those that hold several in pieces."""
    found: list[Line] = []
    for line in lines:
        for cut in (_unglued, _unbulleted, _unlabelled):
            pieces = cut(line, table)
            if len(pieces) > 1:
                # what was glued may hold bullets in its turn
                found += parted(pieces, table) if cut is _unglued else pieces
                break
        else:
            found.append(line)
    return found


def _piece(line: Line, start: int, end: int, bullet: bool, sign: str = "") -> Line | None:
    text = line.text[start:end]
    lead = len(text) - len(text.lstrip())
    if not text.strip():
        return None
    return replace(
        line, text=text.strip(), start=line.start + start + lead, bullet=bullet, sign=sign, after_blank=line.after_blank and start == 0
    )  # fmt: skip


def _pieces(line: Line, cuts: list[int]) -> list[Line]:
    bounds = [0, *cuts, len(line.text)]
    made = (_piece(line, start, end, line.bullet and start == 0, line.sign) for start, end in pairwise(bounds))
    return [piece for piece in made if piece is not None]


def _unglued(line: Line, table: Headings) -> list[Line]:
    text = line.text
    if len(text) < 80:
        return [line]
    cuts = []
    for match in _GLUE.finditer(text):
        at = match.start()
        before, after = text[max(0, at - 20) : at], text[at : at + 20]
        token = re.split(r"[^\w]", before)[-1] + re.split(r"[^\w]", after)[0]
        if token.casefold() not in _CAMEL and not re.search(r"(?:^|\W)(?:Mc|Mac|O|De|Le|La|e|i)$", before):
            cuts.append(at)
    if len(cuts) < 3:
        return [line]
    pieces = _pieces(line, cuts)
    known = sum(heading(piece.text, table) is not None for piece in pieces[1:])
    if not known:
        return [line]
    # a page's line ends stand for blank lines before its headings
    return [replace(piece, after_blank=heading(piece.text, table) is not None) for piece in pieces]


def _unbulleted(line: Line, table: Headings) -> list[Line]:
    text = line.text
    if len(text) < 20 or not (":" in text or line.bullet or len(text) > _LONG):
        return [line]
    for pattern, least in ((_STRONG_SIGN, 2), (_WEAK_SIGN, 3)):
        signs = list(pattern.finditer(text))
        first = text[: signs[0].start()].rstrip() if signs else ""
        listed = first.endswith(":") or (line.bullet and pattern is _STRONG_SIGN and signs)
        if len(signs) >= least - bool(line.bullet) and (
            listed or (least == 2 and len(text) > _LONG and len(signs) > 3)
        ):
            return _listed(line, [(match.start(), match.end()) for match in signs], signs[0].group().strip(), table)
    numbers = list(_NUMBER.finditer(text))
    inline = [match for at, match in enumerate(numbers) if int(match[1]) == at + 1 + bool(line.bullet)]
    if (
        len(inline) >= 3 - bool(line.bullet)
        and inline == numbers
        and (line.bullet or text[: inline[0].start()].rstrip().endswith(":"))
    ):
        return _listed(line, [(match.start(), match.end()) for match in inline], "1.", table)
    return [line]


def _listed(line: Line, signs: list[tuple[int, int]], sign: str, table: Headings) -> list[Line]:
    """The items behind the signs, with a heading that ends an item on a line of its own."""
    bounds = [
        (0, signs[0][0], False),
        *((end, following, True) for (_, end), (following, _) in pairwise([*signs, (len(line.text), 0)])),
    ]
    found = []
    for start, end, item in bounds:
        at = _ending_heading(line.text[start:end], table)
        pieces = [(start, end, item)] if at is None else [(start, start + at, item), (start + at, end, False)]
        for first, last, bullet in pieces:
            piece = _piece(line, first, last, bullet or (line.bullet and first == 0), sign)
            if piece is not None:
                found.append(piece)
    return found


def _ending_heading(text: str, table: Headings) -> int | None:
    """Where a known heading with a colon begins at the end of a text: "Right to work documents Benefits:"."""
    if not text.rstrip().endswith(":"):
        return None
    found = None
    for match in list(re.finditer(r"\b[A-Z]", text[-60:]))[::-1]:
        at = max(0, len(text) - 60) + match.start()
        if ":" in text[at:].rstrip()[:-1]:
            break
        if heading(text[at:].strip(), table) is not None:
            found = at
    return found or None


def _unlabelled(line: Line, table: Headings) -> list[Line]:
    text = line.text
    if line.bullet or text.count(":") == 0 or len(text) < 30:
        return [line]
    labels: list[tuple[int, str]] = []
    for match in _LABEL.finditer(text):
        label = text[match.end() : text.index(":", match.end()) + 1]
        if (known := heading(label, table)) is not None:
            labels.append((match.end(), known.kind))
    first = heading(text, table)
    if not any(kind in _ASKING for _, kind in labels) and not (
        labels and first is not None and first.kind in (*_ASKING, "duties")
    ):
        return [line]
    return _pieces(line, [at for at, _ in labels])
