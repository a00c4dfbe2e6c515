"""RJDB, the Resume–Job Description Benchmark: what every reader of the dataset shares.

Configs and their features, the four tasks' prompts and parsers, and `load_dataset("rjdb", …)`:

    import rjdb
    from datasets import load_dataset

    matching = load_dataset("rjdb", "matching")                   # $RJDB_HOME, ./rjdb, then the Hub
    matching = load_dataset("rjdb", "matching", data_dir="path")  # a folder built elsewhere

    row = matching["test"][0]
    assert row["prompt"] == rjdb.prompt("matching", **row)
    rjdb.parse("matching", "no match")                            # {"label": 0}

Without the import, `load_dataset("rjdb", …)` works next to a folder `rjdb/`. On datasets 2.x and 3.x this file
is also a loading script: `load_dataset("path/to/rjdb.py", "matching", trust_remote_code=True)`.
"""

import functools
import json
import os
import re
from pathlib import Path

import datasets
from datasets import ClassLabel, Features, Value

HUB_ID = "rjdb/rjdb"
VERSION = "1.0.0"
CATEGORIES = ("technology", "social, product and finance", "manual labor", "healthcare", "administrative")
LABELS = ("no match", "match")
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
}
_pair = {"id": _text, "job_description": _text, "resume": _text, "label": _label}
_documents = {"job_description": _text, "resume_matched": _text, "resume_unmatched": _text}

FEATURES: dict[str, Features] = {
    "triples": Features({**_facts, **_documents}),
    "matching": Features({**_pair, **_seq2seq}),
    "explanation": Features({**_pair, "skills": _texts, "experiences": _experiences, **_seq2seq}),
    "extraction": Features(
        {
            "id": _text,
            "document_type": _text,
            "document": _text,
            "skills": _texts,
            "experiences": _experiences,
            **_seq2seq,
        }
    ),
    "editing": Features(
        {
            "id": _text,
            "section": _text,
            "resume": _text,
            "add_skills": _texts,
            "experience_change": _text,
            "target": _text,
            **_seq2seq,
        }
    ),
    "occupations": Features(
        {
            "title": _text,
            "soc_code": _text,
            "category": _text,
            "clusters": [_int],
            "aliases": _texts,
            "feeders": _texts,
            "duties": _texts,
            "source": _text,
            "licence": _text,
        }
    ),
    "skills": Features({"skill": _text, "kind": _text, "aliases": _texts, "source": _text, "licence": _text}),
    "edges": Features(
        {
            "occupation": _text,
            "skill": _text,
            "weight": Value("float64"),
            "support": _text,
            "source": _text,
            "licence": _text,
        }
    ),
    "provenance": Features(
        {
            "id": _text,
            "recipe": _text,
            "teacher": _text,
            "seed": Value("int64"),
            "walk": _texts,
            "attempt": _int,
            "model": _text,
            "fingerprint": _text,
            "parameters": _text,
            "requests": _texts,
            "prompt_hash": _text,
            "usage": {"prompt_tokens": _int, "completion_tokens": _int},
            "cost_usd": Value("float64"),
            "code_version": _text,
        }
    ),
    "rejected": Features({**_facts, **_documents, "attempt": _int, "reason": _text}),
}
TASKS = ("matching", "explanation", "extraction", "editing")
# Configs with the splits of `SPLITS`; the others have `train` only.
SPLIT_CONFIGS = ("triples", *TASKS, "provenance")

# ------------------------------------------------------------------------------------------- prompts and answers
# T5's tokenizer drops newlines and knows neither braces nor angle brackets, so lines are joined by " | ", which
# it keeps as one token, and lists by "; ". Names in the dataset hold neither sign.


def flatten(document: str) -> str:
    """One line that keeps the document's lines visible: blank ones dropped, the rest joined by " | "."""
    return " | ".join(filter(None, (" ".join(line.split()) for line in document.splitlines())))


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


def _prompt_matching(job_description: str, resume: str) -> str:
    return (
        "Does the resume meet every requirement of the job? Answer: match, or: no match. "
        f"Job: {flatten(job_description)} Resume: {flatten(resume)}"
    )


def _prompt_explanation(job_description: str, resume: str) -> str:
    return (
        "Does the resume meet every requirement of the job? Answer: match, or: no match | skills: missing; missing "
        "| experience: 3 years as missing job. "
        f"Job: {flatten(job_description)} Resume: {flatten(resume)}"
    )


def _prompt_extraction(document_type: str, document: str) -> str:
    job = {"job description": "3 years as job", "resume": "job (2013 - 2016)"}[document_type]
    return (
        f"List the skills and experience of this {document_type}. Answer: skills: skill; skill | experience: {job}; "
        f"{job}. {document_type.capitalize()}: {flatten(document)}"
    )


def _prompt_editing(section: str, resume: str, add_skills: list[str], experience_change: str) -> str:
    change = f"add {'; '.join(add_skills)}" if section == "skills" else experience_change
    return f"Rewrite the {section} section of this resume: {change}. Resume: {flatten(resume)}"


_PROMPTS = {
    "matching": (_prompt_matching, ("job_description", "resume")),
    "explanation": (_prompt_explanation, ("job_description", "resume")),
    "extraction": (_prompt_extraction, ("document_type", "document")),
    "editing": (_prompt_editing, ("section", "resume", "add_skills", "experience_change")),
}


def prompt(task: str, **fields) -> str:
    """The `prompt` column of a task. Takes a whole row: columns that the task's prompt does not show are ignored.

    matching, explanation: job_description, resume. extraction: document_type ("job description" or "resume"),
    document. editing: section ("skills" or "experience"), resume, add_skills, experience_change.

    Raises:
        ValueError: unknown task, or a field the task needs is missing.
    """
    if task not in TASKS:
        raise ValueError(f"unknown task {task!r}; the tasks are {', '.join(TASKS)}")
    write, needed = _PROMPTS[task]
    if missing := [name for name in needed if name not in fields]:
        raise ValueError(f"the {task} prompt needs {', '.join(needed)}; missing: {', '.join(missing)}")
    return write(**{name: fields[name] for name in needed})


def _listing(skills: list[str], experiences: list[dict]) -> list[str]:
    parts = [f"skills: {'; '.join(skills)}"] if skills else []
    return parts + ([f"experience: {'; '.join(map(experience_text, experiences))}"] if experiences else [])


def completion(task: str, **fields) -> str:
    """The `completion` column of a task from the row's labels; `parse` reads it back."""
    if task == "matching":
        return LABELS[fields["label"]]
    if task == "explanation":
        return " | ".join([LABELS[fields["label"]], *_listing(fields["skills"], fields["experiences"])])
    if task == "extraction":
        return " | ".join(_listing(fields["skills"], fields["experiences"]))
    if task == "editing":
        return flatten(fields["target"])
    raise ValueError(f"unknown task {task!r}; the tasks are {', '.join(TASKS)}")


_LABEL = re.compile(r"\b(no|not|does ?n['o]t|mis-?match\w*|unmatched|false|0)\b|\b(match\w*|meets|yes|true|1)\b", re.I)
_STRICT = re.compile(
    r"(?:(?:no )?match(?: \| |$))?(?:skills: (?P<skills>[^|\n]*?)(?: \| |$))?(?:experience: (?P<experience>[^|\n]*))?"
)
_PART = re.compile(
    r"(?:^|[|\n]|\bmatch\b)[\s\"'{*#-]{0,8}(?:missing )?(skill|experience)s?\b[\"'*]{0,3}\s{0,3}[:=][*]{0,2}", re.I
)
_SPAN = re.compile(r"\s{0,3}[(,]?\s{0,3}((?:19|20)\d\d) {0,3}(?:-|–|—|to|until) {0,3}((?:19|20)\d\d) {0,3}\)?")
_YEARS = re.compile(r"^(?:at least )?(\d{1,2})\+? ?(?:years?|yrs?)?(?: of experience)? (?:as|in)(?: an?)? (.+)$", re.I)
_BULLET = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+")


def _split_list(text: str, at_commas: bool) -> list[str]:
    text = text.strip()
    sep = r"[;|\n]" if re.search(r"[;|\n]", text) or not at_commas else ","
    items = (_BULLET.sub("", item.strip()).strip(" \t\"'[]{},*").removesuffix(".") for item in re.split(sep, text))
    return list(dict.fromkeys(item for item in items if item))


def _parse_experience(item: str) -> dict:
    experience = {"title": item, "years": None, "start_year": None, "end_year": None}
    if span := _SPAN.search(item):
        start, end = int(span[1]), int(span[2])
        title = (item[: span.start()] + item[span.end() :]).strip(" ,()")
        return experience | {"title": title, "years": max(end - start, 0), "start_year": start, "end_year": end}
    if asked := _YEARS.match(item):
        return experience | {"title": asked[2].strip(), "years": int(asked[1])}
    return experience


def _parse_json(text: str) -> dict | None:
    """The lists of an answer that is a JSON object, as language models like to give it."""
    try:
        answer = json.loads(text[text.index("{") : text.rindex("}") + 1])
    except (ValueError, RecursionError):
        return None
    lists = {}
    for key, value in answer.items():
        name = "skills" if "skill" in key.lower() else "experiences" if "experience" in key.lower() else None
        if name and isinstance(value, list):
            lists[name] = value
    if not lists:
        return None
    experiences = [
        {key: item[key] if isinstance(item.get(key), int) else None for key in ("years", "start_year", "end_year")}
        | {"title": str(item.get("title", ""))}
        if isinstance(item, dict)
        else _parse_experience(str(item))
        for item in lists.get("experiences", [])
    ]
    return {"skills": [str(skill) for skill in lists.get("skills", [])], "experiences": experiences}


def _parse_lists(text: str) -> dict:
    if strict := _STRICT.fullmatch(text):  # as `completion` writes it: names come back to the letter
        skills, experiences = ((strict[part] or "").split("; ") for part in ("skills", "experience"))
        return {"skills": list(filter(None, skills)), "experiences": [_parse_experience(e) for e in experiences if e]}
    if (lists := _parse_json(text)) is not None:
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


def parse(task: str, text: str | None) -> dict:
    """A model's answer as the task's fields; never raises on what a model wrote.

    matching: {"label"}. explanation: {"label", "skills", "experiences"}. extraction: {"skills", "experiences"}.
    editing: {"target"}. The label is 1, 0, or None where the answer holds no verdict; experiences are dicts
    like the columns of the same name, with None for what the answer does not say.
    """
    if task not in TASKS:
        raise ValueError(f"unknown task {task!r}; the tasks are {', '.join(TASKS)}")
    text = (text or "").strip()
    if task == "matching":
        return {"label": _parse_label(text)}
    if task == "editing":
        return {"target": unflatten(text.replace("\n", "|"))}
    lists = _parse_lists(text)
    if task == "extraction":
        return lists
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


def _teach_datasets_the_name() -> None:
    # datasets 4 and later have no loading scripts and no plugins, so the function that turns a path into a
    # dataset is wrapped in the two modules that hold a reference to it.
    import datasets.inspect
    import datasets.load

    for module in (datasets.load, datasets.inspect):
        if not hasattr(module.dataset_module_factory, "knows_rjdb"):
            module.dataset_module_factory = _resolving(module.dataset_module_factory)


_teach_datasets_the_name()


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
                yield f"{number}_{part}", pa.Table.from_batches([batch])
