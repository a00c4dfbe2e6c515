"""Which part of an entry's header is which: title, employer and place; degree, school and place.

Words alone do not tell "Prada & Vidal Auditores" from a title, and no order is the usual one. But the entries of a section are set
alike: what is bold, first, or behind a dash in one is so in all. So each header is labelled by its words first, then all again with
what most of the others say about line, cell, sign and type of each label (expectation maximisation with hard labels, two rounds).
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from dataset_builder.text.evidence import Evidence
from dataset_builder.text.resumes.entry_words import LABEL
from training.reader.extraction.header_words import is_remark, names_school
from training.reader.extraction.rows import Cell, Row, Style, cut

# How pieces are parted; the first that matches.
_SEPARATORS = re.compile(
    r"(?P<bar>\s*[|•·‖▪⋄◇◆¦]\s*|\s+//?\s+|\t+)|(?P<dash>\s+[–—―-]{1,2}\s+|\s*—\s*)|(?P<at>,?\s+(?:at|bei|chez|@)\s+(?=[^\W\d_a-z]))|(?P<address>\s*(?<!\w)(?:https?://|www\.)\S+|\s+(?!\d)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/\S*)?(?=\s|$))|(?P<stop>(?<=[a-zß-ÿ]{4})\.\s+(?=[A-Z]))|(?P<colon>:\s+)|(?P<semicolon>;\s+)"
    r"|(?P<comma>,\s+(?!(?:Inc|LLC|Ltd|L\.?P|PLC|Co|GmbH)(?:\.|\s*(?:$|[,|(]))|[A-Z]{2}(?:\s+\d{5}(?:-\d{4})?)?\s*(?:$|[|•·)–—-])))|(?P<open>\s+[(\[](?=[^()]*[)\]]?\s*(?:$|[,|·•–—-])))|(?P<close>(?<!\()[)\]](?=\s*(?:$|[,|·•–—-])))"
)
# What joins pieces of one value, and what each joint costs.
_JOINTS = {"comma": 0.35, "dash": 0.75, "open": 0.1, "close": 0.1, "wrap": 0.3, "colon": 0.9}
# Labels of a header (`entry_words.LABELS`) and what they label.
_CALLED = {"title": "title", "company": "employer", "place": "place"}
# What it is worth that a degree fills its line.
_WHOLE = 0.5
# What a label of a job says in an entry of a school.
_SAID = {"title": "degree", "employer": "school"}
_UNUSED, _MOST = 0.45, 5
_WEIGHT = 3.0
# Added to what was counted, so that one faint label says little.
_DOUBT = 0.5
# What is left of a sum after all was taken away.
_FAINT = 1e-6


@dataclass(frozen=True)
class Piece:
    """A part of a header. `joint`: what parts it from the piece before it."""

    text: str
    place: Evidence
    row: int
    cell: int
    at: tuple[int, bool]
    joint: str
    style: Style
    # Of the pieces of its cell that only commas part.
    number: int = 0
    # What a label before it says that it is: "Designation: Test Engineer".
    label: str = ""

    @property
    def features(self) -> tuple[tuple[str, object], ...]:
        style = (self.style.size, self.style.bold, self.style.italic, self.style.font)
        return (
            ("line", self.row),
            ("cell", (self.row, self.cell)),
            ("spot", (self.row, self.cell, self.at)),
            ("number", (self.row, self.cell, self.at[0], self.number)),
            ("joint", self.joint),
            ("style", style),
        )


@dataclass(frozen=True)
class Run:
    """Pieces of one value. `score`: what its words say."""

    first: int
    last: int
    text: str
    place: Evidence
    score: float


@dataclass(frozen=True)
class Labels:
    """What to label: two names, a place and what else there may be.

    `leads`: labels whose first piece says what they are ("Intern, Firmware"); `joins`: labels whose commas cost nothing.
    """

    names: tuple[str, ...]
    score: Callable[[str, str], float]
    leads: frozenset[str]
    joins: frozenset[str]


def pieces_of(header: Sequence[Row]) -> list[Piece]:
    """The parts of a header, in reading order."""
    found: list[Piece] = []
    for number, row in enumerate(header):
        for place, cell in enumerate(row.cells):
            joint = "cell" if place else (_wrap(header[number - 1], row) if number else "row")
            group, start, first = 0, 0, True
            said = LABEL.match(cell.text)
            if said is not None and said["mark"].strip() in (":", "："):
                start = said.end()
            bounds = [*_SEPARATORS.finditer(cell.text, start), None]
            for match in bounds:
                if match is not None and match.lastgroup == "at" and names_school(cell.text[start : match.start()]):
                    continue  # "University of Texas at Austin"
                end = len(cell.text) if match is None else match.start()
                if (piece := _piece(cell, start, end, number, place, (group, first), joint)) is not None:
                    called = _CALLED.get(_kind(said), "") if said is not None and first else ""
                    if row.label and first and not place:
                        called = row.label
                    found.append(
                        replace(
                            piece,
                            label=called,
                            number=sum((one.row, one.cell, one.at[0]) == (number, place, group) for one in found),
                        )
                    )
                if match is not None:
                    start = match.end()
                    if piece is not None or not first:
                        joint = match.lastgroup or "comma"
                        first = False
                        group += joint not in ("comma", "open", "close")
    return found


def _kind(said: re.Match) -> str:
    """Which of the labels of an entry a match is."""
    return next(name for name, value in said.groupdict().items() if value and name != "mark")


# A line that ends so goes on in the next one.
_LINKS = re.compile(r"(?:\b(?:of|and|the|for|in|de|du|des|la|und|für|et|y|del|di|e)|[-&/])$", re.IGNORECASE)


def _wrap(row: Row, following: Row) -> str:
    """What joins two lines of a header: nothing ("row"), a comma at the end of the first, or a value that goes on."""
    if not _goes_on(row, following):
        return "row"
    return "comma" if row.text.rstrip().endswith(",") else "wrap"


def _goes_on(row: Row, following: Row) -> bool:
    """Whether a value continues on the next line: the line is full, or ends with a word that wants another."""
    if not (row.wraps or _LINKS.search(row.text)):
        return False
    return _set_alike(row, following) and len(row.cells) == len(following.cells) == 1 and not following.after_space


def _set_alike(row: Row, following: Row) -> bool:
    """Whether the last word of a line is set as the first one of the next."""
    last, first = row.cells[-1].words[-1:], following.cells[0].words[:1]
    if not last or not first:
        return row.style == following.style
    return all(getattr(last[0], name) == getattr(first[0], name) for name in ("size", "bold", "italic", "font"))


def _piece(cell: Cell, start: int, end: int, row: int, number: int, at: tuple[int, bool], joint: str) -> Piece | None:
    text = cell.text[start:end]
    bare = text.strip(' \t,;:|•·–—-"“”')
    if not any(character.isalnum() for character in bare) or is_remark(bare):
        return None
    lead = text.index(bare)
    part = cut(cell, cell.place.start + start + lead, cell.place.start + start + lead + len(bare))
    return Piece(bare, part.place, row, number, at, joint, part.style)


def _runs(pieces: Sequence[Piece], text: str, name: str, labels: Labels) -> list[Run]:
    """Values that neighbouring pieces may make, the likeliest first."""
    runs = []
    free = name in labels.joins
    for first in range(len(pieces)):
        cost = 0.0
        for last in range(first, min(first + 4, len(pieces))):
            if last > first:
                joint = pieces[last].joint
                if joint not in _JOINTS or (pieces[last].row != pieces[first].row and joint not in ("wrap", "comma")):
                    break
                cost += 0.0 if free and joint in ("comma", "close", "open") else _JOINTS[joint]
                cost += 0.3 * (joint == "comma" and name not in labels.leads and not free)
            place = Evidence(pieces[first].place.start, pieces[last].place.end)
            value = text[place.start : place.end]
            if value.count("(") > value.count(")") and text[place.end : place.end + 1] == ")":
                place = Evidence(place.start, place.end + 1)
                value = text[place.start : place.end]
            value = " ".join(value.split())
            if value.count("(") != value.count(")"):
                cost += 2.0
            if name == "degree" and last > first and _fills_row(pieces, first, last, labels):
                cost = -_WHOLE
            score = labels.score(name, value) - 3.0 * (pieces[first].joint == "wrap")
            if (
                called := _SAID.get(pieces[first].label, pieces[first].label)
                if name in ("degree", "school")
                else pieces[first].label
            ):
                score += 3.0 if called == name else -3.0
            if last > first and name in labels.leads:
                score = min(score, labels.score(name, pieces[first].text))
            runs.append(Run(first, last, value, place, score - cost))
    return runs


def _fills_row(pieces: Sequence[Piece], first: int, last: int, labels: Labels) -> bool:
    """Whether a run is the whole of a row set in one type, beside rows for what else there is, and no part of it is another value.

    "Master Accounting, Control, Audit" above "University of Lyon" is one degree.
    """
    row = [at for at, piece in enumerate(pieces) if piece.row == pieces[first].row]
    whole = row == list(range(first, last + 1)) and len(row) < len(pieces)
    if not whole or any(pieces[at].joint != "comma" for at in row[1:]):
        return False
    others = labels.names[1:3]
    inner = [pieces[at].text for at in row[1:]]
    return len({pieces[at].style for at in row}) == 1 and all(
        labels.score(name, text) < 0.6 for name in others for text in inner
    )


Choice = dict[str, Run]


def label(headers: Sequence[Sequence[Row]], text: str, labels: Labels) -> list[Choice]:
    """For each header the run of each label; a label that is not there is left out."""
    split = [pieces_of(header) for header in headers]
    options = [{name: _runs(pieces, text, name, labels) for name in labels.names} for pieces in split]
    chosen = [_choose(pieces, runs, labels, None) for pieces, runs in zip(split, options)]
    seen = _Seen(labels, len(chosen))
    for pieces, choice in zip(split, chosen):
        seen.count(pieces, choice)
    for _ in range(2):
        for at, (pieces, runs) in enumerate(zip(split, options)):
            seen.count(pieces, chosen[at], -1)  # by what the others say
            chosen[at] = _choose(pieces, runs, labels, seen)
            seen.count(pieces, chosen[at])
    return chosen


class _Seen:
    """How the labels of headers are set: counts of features by label."""

    def __init__(self, labels: Labels, entries: int) -> None:
        self.counts: dict[str, Counter] = {name: Counter() for name in labels.names}
        self.totals: Counter = Counter()
        # two that agree say more than one
        self.weight = _WEIGHT * min((entries - 1) / 2, 1.0)

    def count(self, pieces: Sequence[Piece], choice: Choice, sign: int = 1) -> None:
        """Adds the labels of a header, or takes them away."""
        for name, run in choice.items():
            weight = sign * min(max(run.score, 0.7), 2.0)
            self.totals[name] += weight
            for feature in pieces[run.first].features:
                self.counts[name][feature] += weight

    def bonus(self, name: str, piece: Piece) -> float:
        """How much a piece is like those with the label, and unlike those with the others; about -3 to 3."""
        if self.totals[name] < _FAINT:
            return 0.0
        total = 0.0
        for feature in piece.features:
            mine = self.counts[name][feature] / (self.totals[name] + _DOUBT)
            others = max(
                (
                    self.counts[other][feature] / (self.totals[other] + _DOUBT)
                    for other in self.counts
                    if other != name and self.totals[other] > _FAINT
                ),
                default=0.0,
            )
            total += mine - others
        return self.weight * total / len(piece.features)


def _choose(pieces: Sequence[Piece], runs: dict[str, list[Run]], labels: Labels, seen: _Seen | None) -> Choice:
    scored: dict[str, list[tuple[float, Run | None]]] = {}
    for name in labels.names:
        ranked = [
            (
                run.score + _prior(name, pieces, run, labels) + (seen.bonus(name, pieces[run.first]) if seen else 0.0),
                run,
            )
            for run in runs[name]
        ]
        ranked.sort(key=lambda pair: -pair[0])
        least = float("-inf") if name in labels.names[:2] else -0.4
        scored[name] = [*(pair for pair in ranked[:_MOST] if pair[0] > least), (-0.1, None)]
    best: Choice = {}
    most = float("-inf")
    for combination in product(*(scored[name] for name in labels.names)):
        used: set[int] = set()
        total = 0.0
        for value, run in combination:
            total += value
            if run is None:
                continue
            span = range(run.first, run.last + 1)
            if used & set(span):
                total = float("-inf")
                break
            used |= set(span)
        if total > float("-inf"):
            total += _behind(pieces, [run for _, run in combination[:3]])
        total -= _UNUSED * (len(pieces) - len(used))
        if total > most:
            most = total
            best = {name: run for name, (_, run) in zip(labels.names, combination) if run is not None}
    return best


def _behind(pieces: Sequence[Piece], runs: Sequence[Run | None]) -> float:
    """A place stands behind the employer or school; what a comma parts from a title is mostly a part of it."""
    first, second, place = runs
    if place is None or pieces[place.first].joint not in ("comma", "open", "dash", "bar"):
        return 0.0
    if second is not None and second.last + 1 == place.first:
        return 0.5
    return -0.3 if first is not None and first.last + 1 == place.first else 0.0


def _prior(name: str, pieces: Sequence[Piece], run: Run, labels: Labels) -> float:
    """What position tells before any other entry is seen: places stand last or to the right, the two names before them."""
    piece = pieces[run.first]
    first, second, place = labels.names[:3]
    value = 0.0
    if piece.joint == "at":
        value += 1.5 if name == second else -1.0
    if run.last + 1 < len(pieces) and pieces[run.last + 1].joint == "at":
        value += 1.0 if name == first else -0.5
    if name not in (first, second, place):
        value += 0.2 * (piece.joint in ("comma", "colon", "dash")) - 0.5 * (run.first == 0)
    elif name == place:
        value += 0.4 * (piece.cell > 0) + 0.2 * (piece.joint in ("comma", "open", "bar")) - 0.6 * (run.first == 0)
    else:
        value += 0.3 * (run.first == 0) + 0.25 * piece.style.bold - 0.4 * (piece.joint == "open")
        value -= 0.15 * piece.row
    return value
