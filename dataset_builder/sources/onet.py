"""The O*NET database folder, as xlsx or as tab-separated text: what occupations know and use.

An occupation's skills are, the most specific first and alternating between
- software: an example that O*NET marks as hot or in demand ("Autodesk AutoCAD", "Python"), or else the
  kind it belongs to ("Inventory management software"); O*NET's other 8,600 examples name products of one
  vendor for one occupation, which no other occupation shares;
- knowledge and skills of an importance (1-5) at or above the threshold ("Building and Construction").
Where employers ask for software by name it leads, else knowledge does. What more than a quarter of all
occupations need ("Active Listening", "Word processing software") says nothing about any of them.
"""

from collections import Counter, defaultdict
from collections.abc import Set
from itertools import chain, zip_longest
from math import log
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.sources.files import located, sha256
from dataset_builder.sources.records import Record, Source, SourceData
from dataset_builder.sources.table import columns, read_table

URL = "https://www.onetcenter.org/database.html"
THRESHOLD = 3.0  # "important" on O*NET's scale
COMMON = 1 / 4  # share of occupations from which a skill says nothing
SHARED = 8  # occupations that make a skill one that people share
FEWEST, MOST = 6, 14  # skills kept per occupation; common ones fill up to the fewest
NOTHING: tuple[list[str], list[str]] = ([], [])
CODE = "O*NET-SOC Code"


def find(folder: Path, name: str) -> Path:
    """The table as xlsx or text; a downloaded archive holds it one folder down."""
    for pattern in (f"{name}.xlsx", f"{name}.txt", f"*/{name}.xlsx", f"*/{name}.txt"):
        for path in sorted(folder.glob(pattern)):
            return path
    raise BadInput(f"O*NET: {folder} holds no {name}.xlsx or {name}.txt; give the folder of the O*NET database")


def table(path: Path, wanted: tuple[str, ...]) -> list[tuple[object, ...]]:
    """The wanted columns of all rows, the header left out."""
    rows = read_table(path, wanted, quotes=False)
    positions = columns(rows[0], wanted, str(path))
    width = max(positions)
    return [tuple(row[at] for at in positions) for row in rows[1:] if len(row) > width and row[positions[0]]]


def importances(path: Path, threshold: float) -> dict[str, dict[str, float]]:
    """Per occupation code the elements at or above the threshold with their importance, 1-5."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    rows = table(path, (CODE, "Element Name", "Scale ID", "Data Value"))
    for code, element, scale, value in rows:
        if scale != "IM":
            continue
        try:
            importance = float(value)
        except ValueError as error:
            raise BadInput(f"{path}: Data Value {value!r} of {code}, {element} is not a number; correct it") from error
        if importance >= threshold:
            found[str(code)][str(element)] = importance
    return found


def technologies(path: Path) -> tuple[dict[str, dict[str, float]], set[tuple[str, str]]]:
    """Per occupation code the software it uses with a weight, and the (code, name) pairs employers ask for.

    An occupation that uses six CAD programs draws for a living, one that uses a single disassembler does not:
    a name weighs as the logarithm of its kind's examples, a little more if hot and more if in demand.
    """
    rows = table(path, (CODE, "Example", "Commodity Title", "Hot Technology", "In Demand"))
    examples = Counter((code, kind) for code, _, kind, _, _ in rows)
    found: dict[str, dict[str, float]] = defaultdict(dict)
    demanded = set()
    for code, example, kind, hot, in_demand in rows:
        many = log(1 + examples[code, kind])
        if in_demand == "Y":
            found[str(code)][str(example)] = 2 * many
            demanded.add((str(code), str(example)))
        elif hot == "Y":
            found[str(code)][str(example)] = 0.8 * many
        else:
            found[str(code)].setdefault(str(kind), 0.8 * many)
    return found, demanded


def ranked(
    weights: dict[str, dict[str, float]], kept: Set[tuple[str, str]] = frozenset()
) -> dict[str, tuple[list[str], list[str]]]:
    """Per occupation its names by weight times rarity: the specific ones, and separately those that more than
    `COMMON` of the occupations have (unless `kept` holds them). What fewer than `SHARED` have is left out."""
    shared = Counter(chain.from_iterable(weights.values()))
    total = len(weights)
    few = min(SHARED, total // 100)
    order: dict[str, tuple[list[str], list[str]]] = {}
    for code, names in weights.items():
        best = sorted(names, key=lambda name: (-names[name] * log(1 + total / shared[name]), name))
        specific = {name for name in best if few <= shared[name] <= max(2, COMMON * total) or (code, name) in kept}
        common = [name for name in best if name not in specific and shared[name] >= few]
        order[code] = [name for name in best if name in specific], common
    return order


def read(path: str | Path, threshold: float = THRESHOLD) -> SourceData:
    """One record per occupation with skills, in code order; alternate titles as `titles`."""
    with located(path, "O*NET") as folder:
        return _read(folder, threshold)


def _read(folder: Path, threshold: float) -> SourceData:
    if not folder.is_dir():
        raise BadInput(f"O*NET: {folder} is not a folder; give the folder of the O*NET database")
    names = ("Occupation Data", "Skills", "Knowledge", "Technology Skills", "Alternate Titles")
    files = dict(zip(names, [find(folder, name) for name in names], strict=True))
    occupations = table(files["Occupation Data"], (CODE, "Title"))
    knowledge = importances(files["Knowledge"], threshold)
    for code, elements in importances(files["Skills"], threshold).items():
        knowledge[code].update(elements)
    software, demanded = technologies(files["Technology Skills"])
    known, used = ranked(knowledge), ranked(software, demanded)
    asked_for = Counter(code for code, _ in demanded)
    records, skipped = [], {"no skills": 0}
    for number, (code, title) in enumerate(occupations, start=2):
        software_and_knowledge = (used.get(str(code), NOTHING), known.get(str(code), NOTHING))
        lead = software_and_knowledge if asked_for[str(code)] >= 3 else software_and_knowledge[::-1]
        specific, common = (
            list(filter(None, chain.from_iterable(zip_longest(*both)))) for both in zip(*lead, strict=True)
        )
        skills = (*specific[:MOST], *common[: max(0, FEWEST - len(specific))])
        if skills:
            records.append(Record(str(title), skills, str(code), number))
        else:
            skipped["no skills"] += 1
    if not records:
        raise BadInput(f"{folder}: no occupation has a skill at importance {threshold}; lower --onet-threshold")
    alternates = table(files["Alternate Titles"], (CODE, "Alternate Title"))
    titles = tuple((str(title), str(code)) for code, title in alternates)
    source = Source("onet", "O*NET database (US Department of Labor)", "cc-by-4.0", URL, sha256(list(files.values())))
    return SourceData(source, tuple(records), {}, skipped, titles)
