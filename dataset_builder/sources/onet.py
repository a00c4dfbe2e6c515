"""The O*NET database folder, as xlsx or as tab-separated text: software that employers ask for, and other titles.

O*NET marks software that the job ads of an occupation name ("In Demand"). That enters, for occupations of the same code.
Its generic skills, knowledge areas, kinds of software and office programs do not: two blind judges found 23 % of the pairs
made from them wrong and 15 % true of almost any job (docs/graph.md). What they say is the support of written skills
instead (`onet_support`).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.sources.files import located, sha256
from dataset_builder.sources.records import Record, Source, SourceData
from dataset_builder.sources.table import columns, read_table

URL = "https://www.onetcenter.org/database.html"
CODE = "O*NET-SOC Code"
# Share of occupations whose ads name a program, from which it says nothing about any of them (office programs).
COMMON = 0.09


def find(folder: Path, name: str) -> Path:
    """The table as xlsx or text; a downloaded archive holds it one folder down."""
    for pattern in (f"{name}.xlsx", f"{name}.txt", f"*/{name}.xlsx", f"*/{name}.txt"):
        for path in sorted(folder.glob(pattern)):
            return path
    raise BadInput(f"O*NET: {folder} holds no {name}.xlsx or {name}.txt; give the folder of the O*NET database")


def table(path: Path, wanted: Sequence[str]) -> list[tuple[str, ...]]:
    """The wanted columns of all rows, the header left out."""
    rows = read_table(path, wanted, quotes=False)
    positions = columns(rows[0], wanted, str(path))
    width = max(positions)
    return [tuple(str(row[at]) for at in positions) for row in rows[1:] if len(row) > width and row[positions[0]]]


def in_demand(path: Path) -> dict[str, list[str]]:
    """Per occupation code the programs that its ads ask for, those of nearly every occupation left out."""
    demanded: dict[str, list[str]] = defaultdict(list)
    codes = set()
    for code, example, flag in table(path, (CODE, "Example", "In Demand")):
        codes.add(code)
        if flag == "Y":
            demanded[code].append(example)
    times = Counter(name for names in demanded.values() for name in set(names))
    most = COMMON * len(codes)
    return {code: [name for name in names if times[name] <= most] for code, names in demanded.items()}


def read(path: str | Path) -> SourceData:
    """One record per occupation whose ads name software, in code order; all its titles as `titles`."""
    with located(path, "O*NET") as folder:
        return _read(folder)


def check_folder(folder: Path) -> None:
    """Raises BadInput where it is none."""
    if not folder.is_dir():
        raise BadInput(f"O*NET: {folder} is not a folder; give the folder of the O*NET database")


def _read(folder: Path) -> SourceData:
    check_folder(folder)
    names = ("Occupation Data", "Technology Skills", "Alternate Titles")
    files = dict(zip(names, [find(folder, name) for name in names], strict=True))
    demanded = in_demand(files["Technology Skills"])
    records, titles, skipped = [], [], {"no software in demand": 0}
    for number, (code, title) in enumerate(table(files["Occupation Data"], (CODE, "Title")), start=2):
        titles.append((title, code))
        if demanded.get(code):
            records.append(Record(title, tuple(demanded[code]), code, number))
        else:
            skipped["no software in demand"] += 1
    titles += [(title, code) for code, title in table(files["Alternate Titles"], (CODE, "Alternate Title"))]
    source = Source("onet", "O*NET database (US Department of Labor)", "cc-by-4.0", URL, sha256(list(files.values())))
    return SourceData(source, tuple(records), skipped=skipped, titles=tuple(titles))
