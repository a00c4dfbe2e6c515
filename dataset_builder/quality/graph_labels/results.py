"""The table of a sheet: how many judgements gave each label, by kind and source, with intervals and agreement."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.quality.graph_labels.sheet import COLUMNS, CRITERIA, MODEL, PEOPLE, key_of
from dataset_builder.quality.wilson import wilson

KINDS = tuple(CRITERIA)


@dataclass(frozen=True)
class Share:
    """One row of the table: how many of `number` judgements gave each label."""

    kind: str
    drawn_from: str
    number: int
    labels: dict[str, int]

    def percent(self, label: str) -> float:
        return 100 * self.labels.get(label, 0) / self.number

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the good label, in percent. Two judges of one entry count as one judgement, not two."""
        good = next(iter(CRITERIA[self.kind]))
        return tuple(100 * bound for bound in wilson(self.labels.get(good, 0) / self.number, self.number / 2))


def read_judged(sheet: Path) -> tuple[list[Share], list[str]]:
    """The table's rows, and a sentence each on agreement and on what was not judged.

    Raises:
        BadInput: a label that is none of its kind's, a judge's column half filled, a row without a key; names the row.
    """
    drawn_from = {row["id"]: row["drawn_from"] for row in _read_tsv(key_of(sheet), ("id", "drawn_from"))}
    rows = list(_read_tsv(sheet, COLUMNS))
    filled = [name for name in PEOPLE if any(row[name].strip() for row in rows)] or [MODEL]
    labels: dict[tuple[str, str], list[str]] = {}
    both: list[tuple[str, str, str]] = []
    for number, row in enumerate(rows, start=2):
        if row["kind"] not in CRITERIA or row["id"] not in drawn_from:
            raise BadInput(
                f"{sheet}, row {number}: kind {row['kind']!r}, id {row['id']}: not an entry of this sheet's key; draw it again"
            )
        given = []
        for name in filled:
            label = row[name].strip().upper()
            if label not in CRITERIA[row["kind"]]:
                wanted = ", ".join(CRITERIA[row["kind"]])
                what = f"{label!r} is no label of a {row['kind']}" if label else "is empty while other rows are filled"
                raise BadInput(f"{sheet}, row {number}, {name}: {what}; give one of {wanted}")
            given.append(label)
        labels.setdefault((row["kind"], drawn_from[row["id"]]), []).extend(given)
        if len(given) == 2:
            both.append((row["kind"], *given))
    shares = [
        Share(kind, part, len(found), dict(Counter(found)))
        for (kind, part), found in sorted(labels.items(), key=_order)
    ]
    return shares, [
        _agreement(kind, [pair for k, *pair in both if k == kind]) for kind in KINDS if any(k == kind for k, *_ in both)
    ]


def _order(item: tuple[tuple[str, str], list[str]]) -> tuple[int, str]:
    return KINDS.index(item[0][0]), item[0][1]


def _agreement(kind: str, pairs: Sequence[Sequence[str]]) -> str:
    """Raw agreement of two judges, and Cohen's kappa."""
    same = sum(first == second for first, second in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    kappa = f"{(same - chance) / (1 - chance):.2f}" if chance < 1 else "not defined, all labels are equal"
    return f"{kind}: judges agree on {100 * same:.1f} % of {len(pairs)} (kappa {kappa})"


def _read_tsv(file: Path, wanted: Sequence[str]) -> Iterator[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.DictReader(source, delimiter="\t")
            if missing := [name for name in wanted if name not in (reader.fieldnames or ())]:
                raise BadInput(f"{file}, row 1: no column {missing[0]}; give a sheet that `graph --sample` wrote")
            yield from ({name: row[name] or "" for name in wanted} for row in reader)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file}: cannot be read ({error}); give a sheet that `graph --sample` wrote") from error


def render(shares: Iterable[Share], notes: Iterable[str]) -> str:
    """The tables of all kinds, then the notes."""
    return "\n\n".join([tables(list(shares)), "\n".join(notes)]).strip()


def tables(shares: Sequence[Share], style: str = "simple") -> str:
    """One table per kind, percent of the judgements; the interval is of the first label."""
    from tabulate import tabulate

    texts = []
    for kind, criteria in CRITERIA.items():
        rows = [
            [
                share.drawn_from,
                share.number,
                *(f"{share.percent(label):.1f}" for label in criteria),
                "{:.1f} to {:.1f}".format(*share.interval()),
            ]
            for share in shares
            if share.kind == kind
        ]
        if rows:
            header = [kind, "labels", *criteria, f"95 % of {next(iter(criteria))}"]
            align = ("left", *["right"] * (len(header) - 1))
            texts.append(tabulate(rows, header, style, disable_numparse=True, colalign=align))
    return "\n\n".join(texts)


def as_json(shares: Iterable[Share]) -> list[dict]:
    return [asdict(share) for share in shares]
