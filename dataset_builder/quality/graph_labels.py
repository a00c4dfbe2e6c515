"""Is the graph true? A blind sheet of its names and pairs for people to label, and the table of their labels.

    python -m dataset_builder graph --sample 200 --graph graph --out labels.tsv
    python -m dataset_builder graph --judged labels.tsv --graph graph

The sheet mixes the graph's own entries with those of the embedded graph and, where a folder of it is given, of the original
release; labels.key.tsv says which is which and is for no judge to read. Judges fill `label_1` and `label_2`; with
`--teacher` a model fills `label_model`, which counts only where no person's label does.
"""

import csv
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.graph.graph import Graph
from dataset_builder.storage.files import replacing

# Label: what it says. The first is the good one.
CRITERIA = {
    "skill": {
        "S": "a specific skill, tool, method, field of knowledge, licence, certificate or language that a resume could list",
        "V": "real, but too vague to say anything by itself",
        "M": "two or more skills glued together",
        "D": "damaged: misspelled, cut off, or missing a part",
        "N": "no skill: a place, company, contract form, benefit, adjective or job title",
    },
    "title": {
        "T": "a title that a post or a resume would use",
        "C": "a heading of a classification (a plural, several jobs, 'miscellaneous')",
        "R": "a title with noise in it, or a list of products",
        "N": "no title",
    },
    "pair": {
        "Y": "the skill is typical of, or clearly plausible for, this occupation in particular",
        "G": "the skill is asked for in almost any job",
        "W": "the skill is wrong for this occupation, or implausible",
        "X": "the skill is not a skill",
    },
}
KINDS = tuple(CRITERIA)
PEOPLE, MODEL = ("label_1", "label_2"), "label_model"
COLUMNS = ("id", "kind", "name", "occupation", *PEOPLE, MODEL)


@dataclass(frozen=True)
class Entry:
    """A name or pair to be judged, and the part of which graph it was drawn from."""

    kind: str
    name: str
    occupation: str
    drawn_from: str


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


def wilson(share: float, number: float, z: float = 1.96) -> tuple[float, float]:
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    width = z * sqrt(share * (1 - share) / number + z * z / (4 * number * number)) / (1 + z * z / number)
    return max(0.0, middle - width), min(1.0, middle + width)


def draw(graph: Graph, embedded: Graph, release: Path | None, number: int, seed: int) -> list[Entry]:
    """`number` entries of each kind and part, in random order, none twice."""
    rng = random.Random(seed)
    parts = {"graph": graph} | ({"embedded": embedded} if embedded.content_hash != graph.content_hash else {})
    entries: list[Entry] = []
    for name, one in parts.items():
        pairs = [(skill, at) for at, skills in enumerate(one.edges) for skill in skills]
        general = [pair for pair in pairs if one.occupations[pair[1]].soc_code]
        from_ads = [pair for pair in pairs if not one.occupations[pair[1]].soc_code]
        skills = rng.sample(one.skills, min(number, len(one.skills)))
        entries += [Entry("skill", skill.name, "", f"{name}, by node") for skill in skills]
        used = dict.fromkeys(one.skills[skill].name for skill, _ in rng.sample(pairs, min(3 * number, len(pairs))))
        entries += [Entry("skill", skill, "", f"{name}, as used") for skill in list(used)[:number]]
        titles = rng.sample(one.occupations, min(number, len(one.occupations)))
        entries += [Entry("title", row.title, "", name) for row in titles]
        for part, pool in (("general occupations", general), ("occupations of ads", from_ads)):
            drawn = rng.sample(pool, min(number, len(pool)))
            entries += [Entry("pair", one.skills[skill].name, one.occupations[at].title, f"{name}, {part}") for skill, at in drawn]
    entries += _of_release(release, number, rng) if release else []
    rng.shuffle(entries)
    return entries


def _of_release(folder: Path, number: int, rng: random.Random) -> list[Entry]:
    """Skills, titles and pairs that triples of an imported release use."""
    from dataset_builder.storage.folder import read_rows

    rows = [row for split in ("train", "validation", "test") for row in read_rows(folder, "triples", split)]
    rows = rng.sample(rows, min(number, len(rows)))
    found = []
    for row in rows:
        skill = rng.choice(row["skills"])
        found += [
            Entry("skill", skill, "", "release, as used"),
            Entry("title", row["job_title"], "", "release"),
            Entry("pair", skill, row["job_title"], "release"),
        ]
    return found


def write_sheet(entries: Sequence[Entry], file: Path, labels: Sequence[str] = ()) -> None:
    """The sheet, and beside it the key that only the table may read. `labels` are a model's, one per entry."""
    given = list(labels) or [""] * len(entries)
    with replacing(file) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        for number, (entry, label) in enumerate(zip(entries, given), start=1):
            writer.writerow([number, entry.kind, entry.name, entry.occupation, "", "", label])
    with replacing(key_of(file)) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(["id", "drawn_from"])
        writer.writerows([number, entry.drawn_from] for number, entry in enumerate(entries, start=1))


def key_of(sheet: Path) -> Path:
    return sheet.with_name(f"{sheet.stem}.key.tsv")


def instructions() -> str:
    """What a judge reads before the first entry."""
    lines = ["One letter per entry, by the entry alone:"]
    for kind, labels in CRITERIA.items():
        lines += [f"{kind}:", *(f"  {label}  {meaning}" for label, meaning in labels.items())]
    return "\n".join(lines)


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
            raise BadInput(f"{sheet}, row {number}: kind {row['kind']!r}, id {row['id']}: not an entry of this sheet's key; draw it again")
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
    shares = [Share(kind, part, len(found), dict(Counter(found))) for (kind, part), found in sorted(labels.items(), key=_order)]
    return shares, [_agreement(kind, [pair for k, *pair in both if k == kind]) for kind in KINDS if any(k == kind for k, *_ in both)]


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
    """One table per kind, percent of the judgements; the interval is of the first label."""
    from tabulate import tabulate

    texts = []
    for kind, criteria in CRITERIA.items():
        rows = [
            [share.drawn_from, share.number, *(f"{share.percent(label):.1f}" for label in criteria), "{:.1f} to {:.1f}".format(*share.interval())]
            for share in shares
            if share.kind == kind
        ]
        if rows:
            header = [kind, "labels", *criteria, f"95 % of {next(iter(criteria))}"]
            texts.append(tabulate(rows, header, disable_numparse=True, colalign=("left", *["right"] * (len(header) - 1))))
    return "\n\n".join([*texts, "\n".join(notes)]).strip()


def as_json(shares: Iterable[Share]) -> list[dict]:
    return [asdict(share) for share in shares]
