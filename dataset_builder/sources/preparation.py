"""How long people prepare for an occupation, and which professions no one enters from the side.

    preparation("19-4031")    # 3, a chemical technician
    preparation("19-2031")    # 4, a chemist
    profession("29-1141.02")  # "nurses"

    data/preparation.yaml
        levels:
          1: 35 37 ...            # beginnings of SOC codes, of which the longest counts
        professions:
          nurses: 29-114 29-117
          one by one: 29          # each code is a profession of its own

Written by hand, CC0. The five levels follow the idea of the job zones of O*NET (1: some weeks on the job; 5: a graduate degree).
"""

import re
from functools import cache
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.sources.authored import DATA

LEVELS = (1, 2, 3, 4, 5)
_ONE_BY_ONE, _DETAILED = "one by one", len("29-1141")
_FILE = DATA / "preparation.yaml"
_BEGINNING = re.compile(r"\d\d(?:-\d{0,4}(?:\.\d\d)?)?")


@cache
def preparation(soc_code: str) -> int:
    """The level of an occupation, by its code.

    Raises:
        BadInput: the file is not readable, or the code is of no major group of the SOC.
    """
    level = _longest(soc_code, read()["levels"])
    if level is None:
        raise BadInput(f"{_FILE}: no level for {soc_code!r}; add its major group, such as 29")
    return int(level)


@cache
def profession(soc_code: str) -> str:
    """The profession that an occupation is of, by its code: its name in the table, or the code itself; "" for none."""
    found = _longest(soc_code, read()["professions"]) or ""
    return soc_code[:_DETAILED] if found == _ONE_BY_ONE else found


@cache
def read(file: Path = _FILE) -> dict[str, dict[str, str]]:
    """Of `levels` and of `professions`, what each beginning of a SOC code stands for.

    Raises:
        BadInput: the file is not readable, or a row in it does not fit; says which.
    """
    import yaml

    try:
        tables = yaml.load(file.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{file}: not readable as YAML ({str(error).splitlines()[0]}); correct the file") from error
    if not isinstance(tables, dict) or set(tables) != {"levels", "professions"}:
        raise BadInput(f"{file}: give levels and professions, nothing else")
    if wrong := set(tables["levels"]) - set(LEVELS):
        raise BadInput(f"{file}, levels: {wrong.pop()!r} is none; write 1 to 5")
    return {name: _by_beginning(file, rows) for name, rows in tables.items()}


def _by_beginning(file: Path, rows: dict[str | int, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, codes in rows.items():
        for code in str(codes).split():
            if not _BEGINNING.fullmatch(code):
                raise BadInput(f"{file}, {name}: {code!r} begins no SOC code; write it like 29, 29-1 or 29-1131")
            if code in found:
                raise BadInput(f"{file}, {name}: {code} stands in {found[code]} too; leave one of them")
            found[code] = str(name)
    return found


def _longest(soc_code: str, table: dict[str, str]) -> str | None:
    return next((table[soc_code[:end]] for end in range(len(soc_code), 1, -1) if soc_code[:end] in table), None)
