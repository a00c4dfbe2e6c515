"""What has no business in a release: e-mail addresses of real domains, phone numbers, keys, paths of a machine.

All text is read: every string column of every Parquet file, nested ones too, and every text file. A coarse pattern runs
over whole columns in Arrow (RE2, half a gigabyte a second); only what it hits is looked at closely in Python.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dataset_builder.hub.files import File
from dataset_builder.hub.refusal import Refusal

# Findings of one kind shown per file; more of them say nothing new.
SHOWN = 3
# Vocabularies: pieces of other people's text, no text.
NO_TEXT = ("tokenizer.json", "vocab.json", "merges.txt", "vocab.txt", "spiece.model")
TEXT_SUFFIXES = (
    ".md", ".txt", ".json", ".jsonl", ".yaml", ".yml", ".toml", ".py", ".csv", ".tsv", ".html", ".css", ".js", ".svg",
    ".cfg", ".ini", ".env", ".sh", "",
)  # fmt: skip

EMAIL = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[A-Za-z]{2,}|[\w-]+\.?)")
# RFC 2606: domains that no one owns.
RESERVED = re.compile(r"(?:[\w-]+\.)*(?:example\.(?:com|net|org)|example|test|invalid|localhost)", re.IGNORECASE)
PHONE = re.compile(
    r"(?<![\w.])(?:\+\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\w)"
    r"|(?<!\w)\+\d{1,3}[ .-]?\(?\d{2,4}\)?[ .-]?\d{3,4}[ .-]?\d{2,4}(?!\w)"
)
# The numbers set aside for fiction.
NOBODYS_PHONE = re.compile(r"555[ .-]01\d\d$")
# The same in Arrow, where most resumes hold one: out of the way before the coarse pattern is asked.
_NOBODYS_IN_ARROW = r"555[ .-]01\d\d($|[^\w .-]|[ .-]+($|[^\d .-]))"
KEY = re.compile(
    r"\bhf_[A-Za-z0-9]{20,}|\bsk-[A-Za-z0-9_-]{20,}|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}"
    r"|\bxox[baprs]-[A-Za-z0-9-]{10,}|\bAIza[0-9A-Za-z_-]{35}|-----BEGIN [A-Z ]*PRIVATE KEY"
)
MACHINE = re.compile(r"(?<![\w.:/])/(?:home|Users|root|tmp|work|mnt|var/folders)/[\w.-]+|\b[A-Z]:\\Users\\\w+")

_NOT_EXAMPLE = "[^e]|e[^x]|ex[^a]|exa[^m]|exam[^p]|examp[^l]|exampl[^e]|example[^.]|example[.][^cno]"
# All that the patterns above can match and little more; RE2 knows no look-around.
COARSE = "|".join(
    [
        rf"[\w.+-]@(?:{_NOT_EXAMPLE}|example[.](?:com|net|org)[.]?[A-Za-z0-9_-])",
        r"\d{3}\)?[ .-]\d{3}[ .-]\d{4}|\+\d{1,3}[ .-]?\(?\d{2,4}\)?[ .-]?\d{3,4}",
        r"\bhf_\w{20}|\bsk-[\w-]{20}|\bAKIA|\bgh[pousr]_\w{20}|\bxox[baprs]-|\bAIza|PRIVATE KEY",
        r"/(?:home|Users|root|tmp|work|mnt|var/folders)/|:\\Users\\",
    ]
)

# What was found in a file, by its name and hash: a release sends the dataset once with the students and once with the Spaces.
_read: dict[tuple[str, str], tuple[Refusal, ...]] = {}

REMEDIES = {
    "an e-mail address": "use a reserved domain such as example.com",
    "a phone number": "take it out, or use one of the 555-01xx, which are reserved",
    "a key": "take it out and revoke it: it has been on this disk in the clear",
    "a path of a machine": "take it out, or name the file alone",
}


def findings(text: str) -> Iterator[tuple[str, str, int]]:
    """(kind, what to show, where it begins). A key is shown by its first letters only."""
    for match in EMAIL.finditer(text):
        if not RESERVED.fullmatch(match[1].rstrip(".")) and "." in match[1].rstrip("."):
            yield "an e-mail address", match[0], match.start()
    for match in PHONE.finditer(text):
        if not NOBODYS_PHONE.search(match[0]):
            yield "a phone number", match[0], match.start()
    for match in KEY.finditer(text):
        yield "a key", f"{match[0][:6]}…", match.start()
    for match in MACHINE.finditer(text):
        yield "a path of a machine", match[0], match.start()


def suspects(strings: pa.Array) -> pa.Array:
    """Which strings are to be looked at closely."""
    others = pc.replace_substring_regex(strings, _NOBODYS_IN_ARROW, r"\1")
    return pc.match_substring_regex(others, COARSE)


def personal_data(files: Iterable[File]) -> list[Refusal]:
    """Findings of all files, `SHOWN` a kind and file."""
    refusals = []
    for file in files:
        key = file.path, file.sha256
        if key not in _read:
            _read[key] = tuple(_in_file(file))
        refusals += _read[key]
    return refusals


def _in_file(file: File) -> Iterator[Refusal]:
    found: Counter[str] = Counter()
    for row, kind, shown in _in_parquet(file) if file.path.endswith(".parquet") else _in_text(file):
        found[kind] += 1
        if found[kind] <= SHOWN:
            yield Refusal(file.path, row, f"holds {kind}, {shown}", REMEDIES[kind])


def _in_text(file: File) -> Iterator[tuple[str, str, str]]:
    if file.source.suffix.lower() not in TEXT_SUFFIXES or file.source.name in NO_TEXT:
        return
    text = file.read_bytes().decode("utf-8", errors="replace")
    for kind, shown, start in findings(text):
        yield f"line {text.count(chr(10), 0, start) + 1}", kind, shown


def _in_parquet(file: File) -> Iterator[tuple[str, str, str]]:
    try:
        parquet = pq.ParquetFile(file.source)
    except pa.ArrowInvalid:
        return  # `dataset_checks` refuses a file that is no Parquet
    with parquet:
        columns = [f.name for f in parquet.schema_arrow if _holds_text(f.type)]
        first = 0
        for batch in parquet.iter_batches(batch_size=4_096, columns=columns, use_threads=False):
            for name in columns:
                column = batch.column(name)
                if pc.any(suspects(_strings(column))).as_py():
                    yield from _in_column(name, column, _names_of(batch, first))
            first += len(batch)


def _names_of(batch: pa.RecordBatch, first: int) -> list[str]:
    if "id" in batch.schema.names:
        return [f"row {name}" for name in batch.column("id").to_pylist()]
    return [f"row {first + i}" for i in range(len(batch))]


def _in_column(name: str, column: pa.Array, rows: list[str]) -> Iterator[tuple[str, str, str]]:
    """Of flat columns only the suspects are looked at."""
    if not pa.types.is_nested(column.type):
        hit = pc.indices_nonzero(suspects(column))
        column, rows = column.take(hit), [rows[at] for at in hit.to_pylist()]
    for row, value in zip(rows, column.to_pylist()):
        for text in _texts(value):
            for kind, shown, _ in findings(text):
                yield f"{row}, column {name}", kind, shown


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _holds_text(kind: pa.DataType) -> bool:
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _holds_text(kind.value_type)
    if pa.types.is_struct(kind):
        return any(_holds_text(field.type) for field in kind)
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _strings(array: pa.Array) -> pa.Array:
    """All strings of an array, at any depth, as one flat array."""
    kind = array.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _strings(array.flatten())
    if pa.types.is_struct(kind):
        parts = [_strings(part) for part, field in zip(array.flatten(), kind) if _holds_text(field.type)]
        return pa.concat_arrays(parts)
    return array
