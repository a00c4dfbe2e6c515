"""RJDB, the Resume–Job Description Benchmark: what every reader of the dataset shares.

Configs and their features, the four tasks' prompts and parsers, and `load_dataset("rjdb", …)`:

    import rjdb
    from datasets import load_dataset

    matching = load_dataset("rjdb", "matching")                   # $RJDB_HOME, ./rjdb, then the Hub
    matching = load_dataset("rjdb", "matching", data_dir="path")  # a folder built elsewhere

    row = matching["test"][0]
    assert row["prompt"] == rjdb.prompt("matching", **row)
    rjdb.parse("matching", "no match")                            # {"label": 0}

`prompt` and `completion` are joined as they stand: a prompt ends with a line break (`SEPARATOR`), which it holds
nowhere else. Trainers of decoder-only models, such as TRL's SFTTrainer, tokenize `prompt + completion` and take as the
answer what follows the prompt's tokens; without the break "…2016)" + "match" ends in tokens that belong to both. It stands
in the prompt, not in the completion, so that the prompt alone is what a model reads before it answers (generation,
GRPO, a server), and the completion is the label to the letter (few-shot turns, references of a metric). T5's tokenizer
drops it.

Without the import, `load_dataset("rjdb", …)` works next to a folder `rjdb/`, but for a config without rows. On datasets
2.x and 3.x this file is also a loading script: `load_dataset("path/to/rjdb.py", "matching", trust_remote_code=True)`.
"""

import ast
import functools
import glob
import json
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import datasets
from datasets import ClassLabel, Features, Value

__all__ = [
    "CATEGORIES", "DOCUMENT_TYPES", "FEATURES", "HUB_ID", "LABELS", "SECTIONS", "SEPARATOR", "SPLITS", "SPLIT_CONFIGS", "TASKS", "VERSION", "Rjdb", "completion",
    "experience_text", "find_folder", "flatten", "parse", "plain", "prompt", "prompt_of", "text_of", "texts_of", "unflatten",
]  # fmt: skip

HUB_ID = "rjdb/rjdb"
# The one place of the version: the wheel, the card, CITATION.cff and the loading script take it from here.
__version__ = VERSION = "1.0.0"
CATEGORIES = ("technology", "social, product and finance", "manual labor", "healthcare", "administrative")
LABELS = ("no match", "match")
DOCUMENT_TYPES = ("resume", "job description")
SECTIONS = ("skills", "experience")
SPLITS = ("train", "validation", "test", "test_unseen")

# ------------------------------------------------------------------------------------------- configs and columns

_text, _int = Value("string"), Value("int32")
_texts = [_text]
_experiences = [{"title": _text, "years": _int, "start_year": _int, "end_year": _int}]
_label = ClassLabel(names=list(LABELS))
_seq2seq = {"prompt": _text, "completion": _text}

_facts = {
    "id": _text,
    "job_title": _text,
    "category": _text,
    "cluster": _int,
    "skills": _texts,
    "extra_skills": _texts,
    "experiences": _experiences,
    "first_name": _text,
    "gender": _text,
    "removed_skills": _texts,
    "unmatched_skills": _texts,
    "experience_edit": {
        "kind": _text,
        "title": _text,
        "from_start": _int,
        "from_end": _int,
        "to_start": _int,
        "to_end": _int,
        "to_title": _text,
    },
    "unmatched_experiences": _experiences,
    "negative_kind": _text,
    "removed_kinds": _texts,
    "optional_skills": _texts,
    "alternatives": [{"skill": _text, "other": _text}],
    "denied_skills": _texts,
}
_pair_of_texts = {"job_description": _text, "resume": _text, "label": _label}
_pair = {"id": _text, **_pair_of_texts}
_documents = {"job_description": _text, "resume_matched": _text, "resume_unmatched": _text}
# What the resume meets: a skill, or an experience by its title, from where to where in each document; null where not located.
_met = {"kind": _text, "name": _text, "job_start": _int, "job_end": _int, "resume_start": _int, "resume_end": _int}
_extraction = {"id": _text, "document_type": _text, "document": _text, "skills": _texts, "experiences": _experiences}
_editing = {"id": _text, "section": _text, "resume": _text, "add_skills": _texts, "experience_change": _text}
_editing |= {"target": _text}
_provenance = {"id": _text, "recipe": _text, "teacher": _text, "seed": Value("int64"), "walk": _texts, "attempt": _int}
_provenance |= {"model": _text, "fingerprint": _text, "parameters": _text, "requests": _texts, "prompt_hash": _text}
_provenance |= {"usage": {"prompt_tokens": _int, "completion_tokens": _int}, "cost_usd": Value("float64")}
_provenance |= {"code_version": _text}

# Where a document states a fact: `form` is `text[start:end]` of the column `document` of the triple `id`. kind: skill, title,
# years, dates with its start_date and end_date, description, company; name with its first_name and last_name, email, phone, location, link, language; degree
# with its field, school, graduated. name: the fact as the columns of `triples` have it; null for a description. form_kind: what
# the form is to it: name, alias, inflection, phrase, ... role: required, optional, alternative or denied in a job description,
# advertised of its own title; held in a resume. item: the place of a job among the document's jobs from 0, newest first, as
# in `experiences` (in `unmatched_experiences` for resume_unmatched), or of a degree; null for what belongs to neither.
_mention = dict.fromkeys(("id", "document", "kind", "name", "form", "form_kind"), _text)
_mention |= {"start": _int, "end": _int, "role": _text, "item": _int}
_said = {"source": _text, "licence": _text}
_occupation = {"title": _text, "soc_code": _text, "category": _text, "clusters": [_int]}
_occupation |= {"aliases": _texts, "feeders": _texts, "duties": _texts}
# Offsets are of characters in the job description, and in the resume for evidence.
_quote = {"text": _text, "start": _int, "end": _int}
_asked = {**_quote, "kind": _text, "optional": Value("bool"), "status": _text}
_asked |= {"months_asked": _int, "months_held": _int}
_handwritten = {"pair_id": _text, "field": _text, **_pair_of_texts, "reasons": _texts}
# `lines` and `line_numbers` count the lines of the resume from 1.
_assessment = {"id": _text, "variant": _text, **_pair_of_texts, "fit": Value("float64"), "line_numbers": [_int]}

FEATURES: dict[str, Features] = {
    "triples": Features({**_facts, **_documents}),
    "matching": Features({**_pair, **_seq2seq}),
    "explanation": Features({**_pair, "skills": _texts, "experiences": _experiences, "matches": [_met], **_seq2seq}),
    "extraction": Features({**_extraction, **_seq2seq}),
    "editing": Features({**_editing, **_seq2seq}),
    "mentions": Features(_mention),
    "occupations": Features({**_occupation, **_said}),
    "skills": Features({"skill": _text, "kind": _text, "aliases": _texts, **_said}),
    "edges": Features({"occupation": _text, "skill": _text, "weight": Value("float64"), "support": _text, **_said}),
    "provenance": Features(_provenance),
    "rejected": Features({**_facts, **_documents, "attempt": _int, "reason": _text}),
    "phrases": Features({"skill": _text, "occupation": _text, "role": _text, "text": _text, "note": _text, **_said}),
    "handwritten": Features({**_handwritten, "requirements": [{**_asked, "evidence": [_quote]}]}),
    "assessment": Features({**_assessment, "requirements": [{**_asked, "lines": [_int]}], **_seq2seq}),
}
TASKS = ("matching", "explanation", "extraction", "editing")
# Configs with the splits of `SPLITS`; the others have `train` only, `handwritten` `validation` and `test`, `phrases` `train` and `test`.
SPLIT_CONFIGS = ("triples", *TASKS, "mentions", "provenance", "assessment")

# ------------------------------------------------------------------------------------------- rows as people hold them
# A row may come from datasets, pandas, polars, arrow, numpy, torch or a CSV file, where lists are text.


def plain(value):
    """A cell of any of these libraries as Python holds it: str, int, float, list, dict; None for what is missing."""
    if value is None or type(value) in (str, int, bool):
        return value
    if type(value) not in (list, dict):
        for method in ("as_py", "to_pylist", "to_list", "tolist"):  # arrow scalar, arrow array, Series, numpy and torch
            if hasattr(value, method):
                value = getattr(value, method)()
                break
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return list(map(plain, value))
    if (isinstance(value, float) and value != value) or type(value).__name__ in ("NAType", "NaTType"):
        return None
    return value


def text_of(value, where: str) -> str:
    """One text. `where` begins the error, as in "matching, resume".

    Raises:
        ValueError: the value is missing, or no text.
    """
    text = plain(value)
    if not isinstance(text, str):
        raise ValueError(f"{where}: is {_shown(text)}, not text; give one text")
    return str(text)


def texts_of(value, where: str) -> list[str]:
    """A list of texts: any sequence, JSON or a printed list (as CSV files hold it), or names joined by ";".

    Raises:
        ValueError: the value is missing, or no list of texts.
    """
    items = plain(value)
    if isinstance(items, str):
        items = _printed_list(items, where) if items.strip().startswith("[") else _SEMICOLON.split(items.strip())
        items = [item for item in items if item != ""]
    if not isinstance(items, list):
        raise ValueError(f"{where}: is {_shown(items)}, not a list of texts; give a list")
    return [text_of(item, f"{where} {at}") for at, item in enumerate(items, start=1)]


def _experiences_of(value, where: str) -> list[dict]:
    items = plain(value)
    if isinstance(items, str):
        items = _printed_list(items, where) if items.strip() else []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        shown = "a list of something else" if isinstance(items, list) else _shown(items)
        raise ValueError(f"{where}: is {shown}, not a list of jobs; give dicts with title, years, start_year, end_year")
    return [
        {"title": text_of(item.get("title"), f"{where} {at}, title")}
        | {name: _whole_number(item.get(name), f"{where} {at}, {name}") for name in ("years", "start_year", "end_year")}
        for at, item in enumerate(items, start=1)
    ]


def _whole_number(value, where: str) -> int | None:
    """Years; pandas makes floats of a column where some are missing."""
    if value is None or value == "":
        return None
    try:
        if int(value) == float(value):
            return int(value)
    except (TypeError, ValueError, OverflowError):
        pass
    raise ValueError(f"{where}: is {_shown(value)}, not a number of years; give a whole number or None")


def _label_of(value, where: str) -> int:
    label = plain(value)
    if isinstance(label, str) and label.strip().lower() in LABELS:
        return LABELS.index(label.strip().lower())
    if isinstance(label, float | str) and str(label).strip() in ("0", "1", "0.0", "1.0"):
        label = int(float(label))
    if label not in (0, 1):
        raise ValueError(f"{where}: is {_shown(label)}; give 1 (match) or 0 (no match)")
    return int(label)


def _choice_of(value, where: str, known: tuple[str, ...]) -> str:
    text = text_of(value, where)
    if text not in known:
        raise ValueError(f"{where}: is {_shown(text)}; give one of {', '.join(known)}")
    return text


def _shown(value) -> str:
    """A value as errors name it, on one line."""
    if value is None:
        return "missing (None or NaN)"
    if isinstance(value, list | dict):
        return f"a {type(value).__name__} of {len(value)}"
    text = repr(value)
    return text if len(text) <= 40 and "\n" not in text else f"a {type(value).__name__} like {text[:30]!r}"


_SEMICOLON = re.compile(r"\s*;\s*")
_QUOTED = re.compile(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", re.S)


def _printed_list(text: str, where: str) -> list:
    """A list from JSON, or as Python or numpy print it; numpy puts no commas, which would join texts into one."""
    try:
        return plain(json.loads(text))
    except (ValueError, RecursionError):
        pass
    parts = _QUOTED.split(text)  # texts at odd places, what stands between them at even ones
    for at in range(0, len(parts), 2):
        between = re.sub(r"\}\s+\{", "}, {", re.sub(r"\bnan\b|<NA>", "None", parts[at]))
        parts[at] = between if between.strip() or at in (0, len(parts) - 1) else ", "
    try:
        return plain(ast.literal_eval("".join(parts).strip()))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise ValueError(f"{where}: is text that is no list ({_shown(text)}); give a list, or JSON") from None


# ------------------------------------------------------------------------------------------- prompts and answers
# T5's tokenizer drops newlines and knows neither braces nor angle brackets, so lines are joined by " | ", which
# it keeps as one token, and lists by "; ". Names in the dataset hold neither sign.

# What ends a prompt, so that no token of a byte-level BPE belongs to prompt and completion both.
SEPARATOR = "\n"


def flatten(document: str) -> str:
    """One line that keeps the document's lines visible: blank ones dropped, the rest joined by " | "."""
    return " | ".join(filter(None, map(" ".join, map(str.split, document.splitlines()))))


def unflatten(text: str) -> str:
    """The lines of a flattened text."""
    return "\n".join(line.strip() for line in text.split("|") if line.strip())


def experience_text(experience: dict) -> str:
    """ "Baker (2013 - 2016)" where the years are dated, "3 years as Baker" where they are not."""
    title, years = experience["title"], experience.get("years")
    if experience.get("start_year") is not None and experience.get("end_year") is not None:
        return f"{title} ({experience['start_year']} - {experience['end_year']})"
    if years is None:
        return title
    return f"{years} year{'' if years == 1 else 's'} as {title}"


_Flat = Callable[[str], str]


def _prompt_matching(flat: _Flat, job_description: str, resume: str) -> str:
    return (
        "Does the resume meet every requirement of the job? Answer: match, or: no match. "
        f"Job: {flat(job_description)} Resume: {flat(resume)}"
    )


def _prompt_explanation(flat: _Flat, job_description: str, resume: str) -> str:
    return (
        "Does the resume meet every requirement of the job? Answer: match, or: no match | skills: missing; missing "
        "| experience: 3 years as missing job. "
        f"Job: {flat(job_description)} Resume: {flat(resume)}"
    )


def _prompt_extraction(flat: _Flat, document_type: str, document: str) -> str:
    job = {"job description": "3 years as job", "resume": "job (2013 - 2016)"}[document_type]
    return (
        f"List the skills and experience of this {document_type}. Answer: skills: skill; skill | experience: {job}; "
        f"{job}. {document_type.capitalize()}: {flat(document)}"
    )


def _prompt_editing(flat: _Flat, section: str, resume: str, add_skills: list[str], experience_change: str) -> str:
    change = f"add {'; '.join(add_skills)}" if section == "skills" else experience_change
    return f"Rewrite the {section} section of this resume: {change}. Resume: {flat(resume)}"


# What a task's prompt is written by, and the columns it needs.
_PROMPTS = {
    "matching": (_prompt_matching, ("job_description", "resume")),
    "explanation": (_prompt_explanation, ("job_description", "resume")),
    "extraction": (_prompt_extraction, ("document_type", "document")),
    "editing": (_prompt_editing, ("section", "resume", "add_skills", "experience_change")),
}
# The columns that a task's completion needs.
_COMPLETIONS = {
    "matching": ("label",),
    "explanation": ("label", "skills", "experiences"),
    "extraction": ("skills", "experiences"),
    "editing": ("target",),
}
# How a column is read; the others are one text.
_READ = {
    "label": _label_of,
    "skills": texts_of,
    "add_skills": texts_of,
    "experiences": _experiences_of,
    "document_type": functools.partial(_choice_of, known=DOCUMENT_TYPES),
    "section": functools.partial(_choice_of, known=SECTIONS),
}


def _read(task: str, what: str, needed: tuple[str, ...], fields: dict) -> dict:
    """The columns that are needed, as Python holds them."""
    if missing := [name for name in needed if name not in fields]:
        raise ValueError(f"the {task} {what} needs {', '.join(needed)}; missing: {', '.join(missing)}")
    if "section" in needed:  # the other section's column may be empty
        section = text_of(fields["section"], f"{task}, section")
        fields = fields | ({"experience_change": ""} if section == "skills" else {"add_skills": []})
    return {name: _READ.get(name, text_of)(fields[name], f"{task}, {name}") for name in needed}


def _check_task(task: str) -> None:
    if task not in TASKS:
        raise ValueError(f"unknown task {task!r}; the tasks are {', '.join(TASKS)}")


def prompt(task: str, **fields) -> str:
    """The `prompt` column of a task, which ends with `SEPARATOR`.

    Takes a whole row, as datasets, pandas, polars, arrow or a CSV file gives it; columns that the task's prompt does not
    show are ignored.

    matching, explanation: job_description, resume. extraction: document_type ("job description" or "resume"),
    document. editing: section ("skills" or "experience"), resume, add_skills, experience_change.

    Raises:
        ValueError: unknown task, or a field the task needs is missing or cannot be read.
    """
    return prompt_of(task, fields)


def prompt_of(task: str, fields: dict, flat: _Flat = flatten) -> str:
    """`prompt` of a row, with `flat` in place of `flatten`: who writes many prompts of a document may keep what it gives."""
    _check_task(task)
    write, needed = _PROMPTS[task]
    return write(flat, **_read(task, "prompt", needed, fields)) + SEPARATOR


def _listing(skills: list[str], experiences: list[dict]) -> list[str]:
    parts = [f"skills: {'; '.join(skills)}"] if skills else []
    return parts + ([f"experience: {'; '.join(map(experience_text, experiences))}"] if experiences else [])


def completion(task: str, **fields) -> str:
    """The `completion` column of a task from a row with its labels, as `prompt` takes it; `parse` reads it back.

    Raises:
        ValueError: unknown task, or a label the task needs is missing or cannot be read.
    """
    _check_task(task)
    labels = _read(task, "completion", _COMPLETIONS[task], fields)
    if task == "matching":
        return LABELS[labels["label"]]
    if task == "explanation":
        return " | ".join([LABELS[labels["label"]], *_listing(labels["skills"], labels["experiences"])])
    if task == "extraction":
        return " | ".join(_listing(labels["skills"], labels["experiences"]))
    return flatten(labels["target"])


_LABEL = re.compile(
    r"\b(match\w*[\"'*]{0,3}\s{0,3}[:=][\s\"'*]{0,6}(?:no|not|false|0)|(?:no|non|not|un|mis)[_-]?match\w*|no|not|does ?n['o]t|false|0)\b"
    r"|\b(match\w*|meets|yes|true|1)\b",
    re.I,
)
_STRICT = re.compile(
    r"(?:(?:no )?match(?: \| |$))?(?:skills: (?!\[)(?P<skills>[^|\n]*?)(?: \| |$))?(?:experience: (?!\[)(?P<experience>[^|\n]*))?"
)
_PART = re.compile(
    r"(?:^|[|\n;.,]|\bmatch\b)[\s\"'{*#-]{0,8}(?:missing )?(skill|experience)s?\b[\"'*]{0,3}\s{0,3}[:=][*]{0,2}", re.I
)
_SPAN = re.compile(r"\s{0,3}[(,]?\s{0,3}((?:19|20)\d\d) {0,3}(?:-|–|—|to|until) {0,3}((?:19|20)\d\d) {0,3}\)?")
_YEARS = re.compile(r"^(?:at least )?(\d{1,2})\+? ?(?:years?|yrs?)?(?: of experience)? (?:as|in)(?: an?)? (.+)$", re.I)
_BULLET = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+")


def _split_list(text: str, at_commas: bool) -> list[str]:
    text = text.strip()
    sep = r"[;|\n]" if re.search(r"[;|\n]", text) or not at_commas else ","
    items = (_BULLET.sub("", item.strip()).strip(" \t\"'[]{},*").removesuffix(".") for item in re.split(sep, text))
    return list(dict.fromkeys(_stated(items)))


def _stated(items: Iterable[str]) -> list[str]:
    """Without empty ones, and without the word for an empty list."""
    items = list(filter(None, items))
    return [] if len(items) == 1 and items[0].lower() in ("none", "n/a", "nothing", "-") else items


def _parse_experience(item: str) -> dict:
    experience = {"title": item, "years": None, "start_year": None, "end_year": None}
    if span := _SPAN.search(item):
        start, end = int(span[1]), int(span[2])
        title = (item[: span.start()] + item[span.end() :]).strip(" ,()")
        return experience | {"title": title, "years": max(end - start, 0), "start_year": start, "end_year": end}
    if asked := _YEARS.match(item):
        return experience | {"title": asked[2].strip(), "years": int(asked[1])}
    return experience


def _json_object(text: str) -> dict:
    """An answer that is a JSON object, as language models like to give it; {} where it is none."""
    try:
        return json.loads(text[text.index("{") : text.rindex("}") + 1])
    except (ValueError, RecursionError):
        return {}


def _json_lists(answer: dict) -> dict | None:
    lists = {}
    for key, value in answer.items():
        name = "skills" if "skill" in key.lower() else "experiences" if "experience" in key.lower() else None
        if name and isinstance(value, str):
            value = _split_list(value, at_commas=name == "skills")
        if name and isinstance(value, list):
            lists[name] = value
    if not lists:
        return None
    skills = (_named(item, "skill", "name", "title") for item in lists.get("skills", []))
    experiences = (_json_experience(item) for item in lists.get("experiences", []))
    return {"skills": [name for name in skills if name], "experiences": [job for job in experiences if job["title"]]}


def _named(item, *keys: str) -> str:
    """A list's item as text: itself, or what one of the keys holds."""
    if isinstance(item, dict):
        item = next((item[key] for key in keys if item.get(key)), None)
    return "" if item is None or isinstance(item, list | dict) else str(item).strip()


def _json_experience(item) -> dict:
    if not isinstance(item, dict):
        return _parse_experience(_named(item))
    numbers = {key: _parse_number(item.get(key)) for key in ("years", "start_year", "end_year")}
    return {"title": _named(item, "title", "job", "name")} | numbers


def _parse_number(value) -> int | None:
    if isinstance(value, str) and (digits := re.match(r"\s{0,9}(\d{1,4})\b", value)):
        return int(digits[1])
    return int(value) if type(value) in (int, float) and abs(value) < 10_000 else None


def _json_label(answer: dict) -> int | None:
    for key, value in answer.items():
        if re.search(r"match|label|verdict|meets|answer", key, re.I) and isinstance(value, bool | int | str):
            return _parse_label(str(value))
    return None


def _parse_lists(text: str) -> dict:
    strict = _STRICT.fullmatch(text)
    if strict and not _PART.search(strict["skills"] or ""):  # as `completion` writes it: names come back to the letter
        skills, experiences = (_SEMICOLON.split((strict[part] or "").strip()) for part in ("skills", "experience"))
        return {"skills": _stated(skills), "experiences": list(map(_parse_experience, _stated(experiences)))}
    if (lists := _json_lists(_json_object(text))) is not None:
        return lists
    parts = {"skill": "", "experience": ""}
    found = list(_PART.finditer(text))
    for here, after in zip(found, [*found[1:], None]):
        parts[here[1].lower()] += "\n" + text[here.end() : after.start() if after else len(text)]
    experiences = [_parse_experience(item) for item in _split_list(parts["experience"], at_commas=False)]
    return {"skills": _split_list(parts["skill"], at_commas=True), "experiences": experiences}


def _parse_label(text: str) -> int | None:
    found = _LABEL.search(text)
    return None if found is None else 0 if found[1] else 1


def _answer_text(task: str, answer) -> str:
    """What a model wrote, as text; pandas holds no answer as NaN, and labels may come as numbers."""
    answer = plain(answer)
    if isinstance(answer, int | float) and answer % 1 == 0:
        answer = str(int(answer))
    if not isinstance(answer, str | None):
        raise ValueError(
            f"{task}: an answer is {_shown(answer)}, not text; give one answer, or None where there is none"
        )
    return (answer or "").strip()


def parse(task: str, text: str | None) -> dict:
    """A model's answer as the task's fields; whatever a model wrote, it is read as well as it can be.

    matching: {"label"}. explanation: {"label", "skills", "experiences"}. extraction: {"skills", "experiences"}.
    editing: {"target"}. The label is 1, 0, or None where the answer holds no verdict; experiences are dicts
    like the columns of the same name, with None for what the answer does not say. None and NaN are no answer.

    Raises:
        ValueError: unknown task, or what was given is no text.
    """
    _check_task(task)
    text = _answer_text(task, text)
    if task == "matching":
        label = _json_label(_json_object(text))
        return {"label": _parse_label(text) if label is None else label}
    if task == "editing":
        return {"target": unflatten(text.replace("\n", "|"))}
    lists = _parse_lists(text)
    if task == "extraction":
        return lists
    label = _json_label(_json_object(text))
    if label is None:
        found = _PART.search(text)
        label = _parse_label(text[: found.start() + 9] if found else text)
    if label is None and (lists["skills"] or lists["experiences"]):
        label = 0
    return {"label": label, **lists}


# ------------------------------------------------------------------------------------------- load_dataset("rjdb")


def find_folder(data_dir: str | os.PathLike | None = None) -> Path | None:
    """The built dataset on this machine: `data_dir`, $RJDB_HOME, or ./rjdb; None means the Hub.

    Raises:
        FileNotFoundError: `data_dir` or $RJDB_HOME is given but holds no built dataset.
    """
    for given, origin in ((data_dir, "data_dir"), (os.environ.get("RJDB_HOME"), "$RJDB_HOME")):
        if given:
            if not (Path(given) / "README.md").is_file():
                raise FileNotFoundError(
                    f"{origin} {str(given)!r} holds no built RJDB dataset (no README.md); "
                    "build one with: python -m dataset_builder build --out " + str(given)
                )
            return Path(given)
    return Path("rjdb") if Path("rjdb/README.md").is_file() else None


def _resolving(module_factory):
    """`dataset_module_factory` that knows the name "rjdb"."""

    @functools.wraps(module_factory)
    def resolve(path, *args, data_dir=None, **kwargs):
        if path != "rjdb":
            return module_factory(path, *args, data_dir=data_dir, **kwargs)
        folder = find_folder(data_dir)
        if folder is not None:
            module = module_factory(str(folder), *args, **kwargs)
            module.builder_kwargs["data_dir"] = None  # the folder is the repository, not a place inside one
            return module
        try:
            return module_factory(HUB_ID, *args, **kwargs)
        except (ConnectionError, FileNotFoundError) as error:
            hint = "build it with `python -m dataset_builder build`, or point data_dir or $RJDB_HOME at a built one"
            raise type(error)(f"no rjdb here, and {HUB_ID} was not loaded from the Hub ({error}); {hint}") from error

    resolve.knows_rjdb = True
    return resolve


def _taking_folders_literally(resolve_pattern):
    """`resolve_pattern` of datasets, which takes brackets in the name of a local folder for a pattern and finds nothing."""

    @functools.wraps(resolve_pattern)
    def resolve(pattern, base_path, *args, **kwargs):
        if base_path and os.path.isdir(base_path):
            base_path = glob.escape(os.path.abspath(base_path))
        return resolve_pattern(pattern, base_path, *args, **kwargs)

    resolve.knows_rjdb = True
    return resolve


def _teach_datasets_the_name() -> None:
    # datasets 4 and later have no loading scripts and no plugins, so the function that turns a path into a
    # dataset is wrapped in the two modules that hold a reference to it.
    import datasets.data_files
    import datasets.inspect
    import datasets.load

    for module in (datasets.load, datasets.inspect):
        if not hasattr(module.dataset_module_factory, "knows_rjdb"):
            module.dataset_module_factory = _resolving(module.dataset_module_factory)
    if not hasattr(datasets.data_files.resolve_pattern, "knows_rjdb"):
        datasets.data_files.resolve_pattern = _taking_folders_literally(datasets.data_files.resolve_pattern)


_teach_datasets_the_name()


def _reading_no_rows(read):
    """`ArrowReader.read` that gives our configs without rows as what they are; datasets refuses a split without rows."""

    @functools.wraps(read)
    def read_or_empty(self, name, instructions, split_infos, *args, **kwargs):
        info, rows = self._info, sum(split.num_examples for split in split_infos)
        if rows or info is None or info.features != FEATURES.get(info.config_name):
            return read(self, name, instructions, split_infos, *args, **kwargs)
        self.get_file_instructions(name, instructions, split_infos)  # raises for a split that is not there
        table = datasets.table.InMemoryTable.from_batches([], schema=info.features.arrow_schema)
        return {"arrow_table": table, "info": info, "split": datasets.Split(str(instructions))}

    read_or_empty.knows_rjdb = True
    return read_or_empty


if not hasattr(datasets.arrow_reader.BaseReader.read, "knows_rjdb"):
    datasets.arrow_reader.BaseReader.read = _reading_no_rows(datasets.arrow_reader.BaseReader.read)


class Rjdb(datasets.ArrowBasedBuilder):
    """The loading script of datasets 2.x and 3.x."""

    VERSION = datasets.Version(VERSION)
    BUILDER_CONFIGS = [datasets.BuilderConfig(name=name, version=datasets.Version(VERSION)) for name in FEATURES]
    DEFAULT_CONFIG_NAME = "triples"

    def _info(self):
        return datasets.DatasetInfo(features=FEATURES[self.config.name])

    def _split_generators(self, dl_manager):
        folder = find_folder(self.config.data_dir)
        if folder is None:
            from huggingface_hub import snapshot_download

            folder = Path(snapshot_download(HUB_ID, repo_type="dataset", allow_patterns=f"{self.config.name}/*"))
        files: dict[str, list[str]] = {}
        for path in sorted((folder / self.config.name).glob("*.parquet")):
            files.setdefault(path.name.split("-")[0], []).append(str(path))
        return [datasets.SplitGenerator(split, {"files": files[split]}) for split in SPLITS if split in files]

    def _generate_tables(self, files):
        import pyarrow as pa
        import pyarrow.parquet as pq

        for number, path in enumerate(files):
            for part, batch in enumerate(pq.ParquetFile(path).iter_batches()):
                table, schema = pa.Table.from_batches([batch]), FEATURES[self.config.name].arrow_schema
                for field in schema:  # a dataset that was built before the column was there
                    if field.name not in table.column_names:
                        table = table.append_column(field, pa.nulls(len(table), field.type))
                yield f"{number}_{part}", table.select(schema.names)
