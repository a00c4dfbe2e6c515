"""Every general occupation, written by hand for this project: what it asks for, what it is called, what its day holds.

    data/occupations/NN-….yaml   one file per SOC major group: title, soc, aliases, feeders, skills, duties
    data/skills.csv              the one vocabulary: skill, kind, aliases joined by "; "
    data/technologies.csv        the same of technologies that job ads name and no written occupation asks for
    data/support.csv             what O*NET says to a skill of an occupation, where it says something (`onet_support`)

The paper asked GPT-4 for these skills (prompt 2.1) and did not publish the answers. These are open (CC0), so that they can
be read, corrected and used alone. A skill without a row in support.csv rests on its author's word.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from dataset_builder.errors import BadInput
from dataset_builder.sources.files import sha256
from dataset_builder.sources.records import Record, SkillEntry, Source, SourceData
from dataset_builder.sources.table import columns, read_table

DATA = Path(__file__).parent / "data"
URL = "https://arxiv.org/abs/2311.06383"
Kind = Literal["task", "tool", "software", "method", "knowledge", "licence", "certificate", "language"]
KINDS: tuple[str, ...] = get_args(Kind)
CREDENTIALS = ("licence", "certificate")
_LISTS = ("aliases", "feeders", "skills", "duties")


@cache
def read(folder: Path = DATA) -> SourceData:
    """Occupations by SOC code and title, the vocabulary by name.

    Raises:
        BadInput: a file, row or name that does not fit the rest; says which.
    """
    files = sorted((folder / "occupations").glob("*.yaml"))
    if not files:
        raise BadInput(f"{folder}/occupations: no YAML file; restore the folder from the repository")
    vocabularies, supported = [folder / "skills.csv", folder / "technologies.csv"], folder / "support.csv"
    claimed: dict[str, str] = {}
    vocabulary = tuple(entry for file in vocabularies for entry in _read_vocabulary(file, claimed))
    records = tuple(record for file in files for record in _read_occupations(file))
    _check_names(records, {entry.name for entry in vocabulary})
    source = Source(
        "authored", "RJDB occupations, written by hand", "cc0-1.0", URL, sha256([*files, *vocabularies, supported])
    )
    return SourceData(source, records, vocabulary, support=_read_support(supported))


def _read_vocabulary(file: Path, claimed: dict[str, str]) -> Iterator[SkillEntry]:
    """`claimed` are all names so far, in lower case, with the skill that each is a name of."""
    rows = read_table(file, separator=",")
    at = columns(rows[0], ("skill", "kind", "aliases"), str(file))
    for number, row in enumerate(rows[1:], start=2):
        name, kind, aliases = (row[position].strip() for position in at)
        if kind not in KINDS:
            raise BadInput(f"{file}, row {number}, kind of {name}: {kind!r}; give one of {', '.join(KINDS)}")
        entry = SkillEntry(name, kind, tuple(alias.strip() for alias in aliases.split(";") if alias.strip()))
        for form in (name, *entry.aliases):
            other = claimed.setdefault(form.lower(), name)
            if other != name or (form != name and form.lower() == name.lower()):
                raise BadInput(
                    f"{file}, row {number}: {form} is a name of {other} and of {name}; keep it for one of them"
                )
        yield entry


def _read_occupations(file: Path) -> Iterator[Record]:
    import yaml

    try:
        rows = yaml.load(file.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{file}: not readable as YAML ({str(error).splitlines()[0]}); correct the file") from error
    if not isinstance(rows, list):
        raise BadInput(f"{file}: not a list of occupations; give `- title: …` entries")
    for number, row in enumerate(rows, start=1):
        yield _occupation(row, f"{file}, occupation {number}", number)


def _occupation(row: Any, where: str, number: int) -> Record:
    known = {"title", "soc", *_LISTS}
    if not isinstance(row, dict) or not row.get("title"):
        raise BadInput(f"{where}: no title; give title, soc and skills")
    where = f"{where} ({row['title']})"
    if unknown := sorted(set(row) - known):
        raise BadInput(f"{where}: unknown field {unknown[0]}; give one of {', '.join(sorted(known))}")
    if not row.get("soc") or not row.get("skills"):
        raise BadInput(
            f"{where}: no {'skills' if row.get('soc') else 'soc'}; an occupation needs title, soc and skills"
        )
    lists = {name: tuple(str(item) for item in row.get(name) or ()) for name in _LISTS}
    return Record(
        str(row["title"]), lists["skills"], str(row["soc"]), number, lists["aliases"], lists["feeders"], lists["duties"]
    )


def _check_names(records: Iterable[Record], vocabulary: set[str]) -> None:
    """Every skill stands in the vocabulary, every feeder is an occupation, no two occupations share a name."""
    records = list(records)
    titles = {record.title for record in records}
    claimed: dict[str, str] = {}
    for record in records:
        for name in (record.title, *record.aliases):
            other = claimed.setdefault(name.lower(), record.title)
            if other != record.title:
                raise BadInput(
                    f"occupations {other} and {record.title} are both called {name}; keep the name for one of them"
                )
        for skill in record.skills:
            if skill not in vocabulary:
                raise BadInput(
                    f"{record.title}: skill {skill} is not in skills.csv; add it there or use the name that is"
                )
        for feeder in record.feeders:
            if feeder not in titles or feeder == record.title:
                raise BadInput(f"{record.title}: feeder {feeder} is no other occupation; use the title of one")


def _read_support(file: Path) -> dict[tuple[str, str], str]:
    rows = read_table(file, separator=",")
    at = columns(rows[0], ("title", "skill", "support"), str(file))
    return {(row[at[0]], row[at[1]]): row[at[2]] for row in rows[1:]}
