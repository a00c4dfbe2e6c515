"""The fields in which documents are requested, and how they are read from a model's answer."""

import json
import re
from typing import Any

from dataset_builder.text.sections import BULLET, items, sections

JOB, MATCHED, UNMATCHED = "job description", "matched resume", "unmatched resume"
_TEXTS = {"summary": "two or three sentences about the job", "last_name": "a last name that goes with the first name"}
_LISTS = {
    JOB: {"skills": "the required skills", "experience": "the required experience", "responsibilities": "three to five duties"},
    MATCHED: {"education": "one line", "skills": "the skills", "experience": "the jobs, newest first"},
}  # fmt: skip
_LISTS[UNMATCHED] = _LISTS[MATCHED]
FIELDS = {
    JOB: ("summary", "skills", "experience", "responsibilities"),
    MATCHED: ("last_name", "education", "skills", "experience"),
    UNMATCHED: ("last_name", "education", "skills", "experience"),
}


def described(document: str, name: str) -> str:
    if name in _TEXTS:
        return f'"{name}": {_TEXTS[name]}, as a string'
    return f'"{name}": {_LISTS[document][name]}, as a list of strings, one a line'


def schema_of(fields: tuple[str, ...]) -> dict:
    text = {"type": "string"}
    return {
        "type": "object",
        "properties": {name: text if name in _TEXTS else {"type": "array", "items": text} for name in fields},
        "required": list(fields),
        "additionalProperties": False,
    }


def read_fields(text: str, fields: tuple[str, ...]) -> dict[str, Any] | str:
    """The fields of an answer, or why they cannot be read. JSON, fenced JSON, or sections under headers."""
    found = _json_object(text)
    if found is None:
        named = {section.name.replace("personal information", "last_name"): section.body for section in sections(text)}
        found = {name: value for name, value in named.items() if name in fields}
        if "last_name" in found:
            found["last_name"] = _last_name(found["last_name"])
        if not found:
            return "the answer is not the JSON object that was asked for"
    values: dict[str, Any] = {}
    for name in fields:
        if name not in found:
            return f"the JSON object has no field {name}"
        lines = _lines_of(found[name])
        if not lines and name != "experience":
            return f"the field {name} is empty"
        values[name] = " ".join(lines) if name in _TEXTS else lines
    return values


def _json_object(text: str) -> dict | None:
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        found = json.loads(text[start : end + 1], strict=False)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _lines_of(value: Any) -> list[str]:
    """The lines of a field given as a list, object or string: one per list item, without bullets and line breaks."""
    if isinstance(value, str):
        value = items(value) if "\n" in value else [value]
    elif isinstance(value, dict):
        value = [f"{key}: {item}" for key, item in value.items()]
    elif not isinstance(value, list):
        value = [] if value is None else [value]
    lines = (", ".join(map(str, v.values())) if isinstance(v, dict) else "" if v is None else str(v) for v in value)
    cleaned = (
        " ".join(BULLET.sub("", line, count=1).split()) if BULLET.match(line) else " ".join(line.split())
        for line in lines
    )
    return [line for line in cleaned if line]


def _last_name(text: str) -> str:
    """The last word of the line with the name."""
    line = next((line for line in text.split("\n") if "name" in line.casefold()), text.split("\n")[0])
    return (re.findall(r"[^\W\d_][\w'’-]*", line) or [""])[-1]
