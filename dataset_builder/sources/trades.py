"""Words that tell of whose work a line is: "pet" of a vet's, "pupil" of a teacher's.

    data/trades.yaml
        pets:
          at: 29-1131 39-2 ...      # beginnings of SOC codes; "!29-1131" excepts what another beginning covers
          words: pet dog puppy ...

Written by hand, CC0. A word may stand in several trades, and then is at home in each.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.sources.authored import DATA

_BEGINNING = re.compile(r"!?\d\d(?:-\d{0,4}(?:\.\d\d)?)?")


@dataclass(frozen=True)
class Home:
    """Where a word is at home: beginnings of SOC codes, and those of them that are not meant."""

    at: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    def __contains__(self, soc_code: str) -> bool:
        return soc_code.startswith(self.at) and not soc_code.startswith(self.but)


@cache
def read(file: Path = DATA / "trades.yaml") -> dict[str, tuple[Home, ...]]:
    """By word, as it is written, its homes.

    Raises:
        BadInput: the file is not readable, or a trade in it does not fit; says which.
    """
    import yaml

    try:
        trades = yaml.load(file.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{file}: not readable as YAML ({str(error).splitlines()[0]}); correct the file") from error
    if not isinstance(trades, dict):
        raise BadInput(f"{file}: give trades with at and words")
    found: dict[str, tuple[Home, ...]] = {}
    for trade, row in trades.items():
        if not isinstance(row, dict) or set(row) != {"at", "words"}:
            raise BadInput(f"{file}, {trade}: give at and words, nothing else")
        codes = str(row["at"]).split()
        if wrong := next((code for code in codes if not _BEGINNING.fullmatch(code)), None):
            raise BadInput(f"{file}, {trade}: {wrong!r} begins no SOC code; write it like 29, 29-1 or 29-1131")
        home = Home(
            tuple(code for code in codes if code[0] != "!"), tuple(code[1:] for code in codes if code[0] == "!")
        )
        for word in str(row["words"]).split():
            found[word] = (*found.get(word, ()), home)
    return found
