"""From one triple to the rows of the four tasks.

A pair's label is fixed by construction: the job with its matched resume is 1, with the unmatched one 0.
`prompt` and `completion` come from `rjdb`, so the dataset, the students and the card show the same text. What an answer
lists, it lists in the order of the document: in any other order a student would have to guess what comes next.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

import pyarrow as pa

import rjdb
from dataset_builder.pipeline.shared_facts import Places, matches, shared
from dataset_builder.sampling.facts import Experience, ExperienceEdit, Mention, Triple
from dataset_builder.storage.folder import schema_of
from dataset_builder.text.mentions import NO_ALIASES, Aliases, order_of_mention
from dataset_builder.text.sections import body, kept_sections


def asked(jobs: tuple[Experience, ...]) -> list[dict]:
    """Experience as a job description states it: years, no dates."""
    return [{"title": job.title, "years": job.years, "start_year": None, "end_year": None} for job in jobs]


def held(jobs: tuple[Experience, ...]) -> list[dict]:
    """Experience as a resume states it: dates, and the years between them."""
    return [
        {"title": job.title, "years": job.held, "start_year": job.start_year, "end_year": job.end_year} for job in jobs
    ]


def experience_change(edit: ExperienceEdit) -> str:
    """What an editor is asked to change in the unmatched resume; empty where nothing is wrong with its experience."""
    if edit.kind == "kept":
        return ""
    job = f'"{edit.title} ({edit.from_start} - {edit.from_end})"'
    if edit.kind == "dropped":
        return f"add {job}"
    return f'replace "{edit.to_title} ({edit.to_start} - {edit.to_end})" with {job}'


def as_listed(document: str, skills: tuple[str, ...], jobs: list[dict], aliases: Aliases) -> dict[str, list]:
    """The skills and jobs in the order of the document's own lists."""
    if len(skills) < 2 and len(jobs) < 2:
        return {"skills": list(skills), "experiences": jobs}
    parts = kept_sections(document)
    names = [(skill, *aliases.get(skill, ())) for skill in skills]
    titles = [(job["title"],) for job in jobs]
    return {
        "skills": [skills[at] for at in order_of_mention(names, body(parts, "skills") or "", document)],
        "experiences": [jobs[at] for at in order_of_mention(titles, body(parts, "experience") or "", document)],
    }


def matching(triple: Triple, aliases: Aliases) -> Iterator[dict]:
    texts = triple.documents
    for name, resume, label in (("matched", texts.resume_matched, 1), ("unmatched", texts.resume_unmatched, 0)):
        yield {
            "id": f"{triple.facts.id}-{name}",
            "job_description": texts.job_description,
            "resume": resume,
            "label": label,
        }


def explanation(triple: Triple, aliases: Aliases, explain_matches: bool = False) -> Iterator[dict]:
    """The verdict, what the resume lacks, and what it meets with the spans of both documents.

    `explain_matches`: a match lists what the resume meets, as in the paper; by default it lists nothing.
    """
    facts, job = triple.facts, triple.documents.job_description
    matched, unmatched = matching(triple, aliases)
    places = Places(triple)
    met, also_met = shared(facts, "resume_matched"), shared(facts, "resume_unmatched")
    listed = (met.skills, asked(met.experiences(facts))) if explain_matches else ((), [])
    yield matched | as_listed(job, *listed, aliases) | {"matches": matches(places, facts, met, "resume_matched")}
    missing = as_listed(job, facts.removed_skills, asked(facts.missing_experiences), aliases)
    yield unmatched | missing | {"matches": matches(places, facts, also_met, "resume_unmatched")}


def extraction(triple: Triple, aliases: Aliases) -> Iterator[dict]:
    facts, texts = triple.facts, triple.documents
    documents = (
        ("job", "job description", texts.job_description, facts.skills, asked(facts.asked_experiences)),
        ("matched", "resume", texts.resume_matched, facts.matched_skills, held(facts.experiences)),
        ("unmatched", "resume", texts.resume_unmatched, facts.unmatched_skills, held(facts.unmatched_experiences)),
    )
    for name, document_type, document, skills, experiences in documents:
        row = {"id": f"{facts.id}-{name}", "document_type": document_type, "document": document}
        yield row | as_listed(document, skills, experiences, aliases)


def editing(triple: Triple, aliases: Aliases) -> Iterator[dict]:
    """One row per section that has something to change; the input is the unmatched resume."""
    facts, texts = triple.facts, triple.documents
    sections = (
        ("skills", list(facts.removed_skills), "", texts.target_skills),
        ("experience", [], experience_change(facts.experience_edit), texts.target_experience),
    )
    for section, add_skills, change, target in sections:
        if (add_skills or change) and target:
            yield {
                "id": f"{facts.id}-{section}",
                "section": section,
                "resume": texts.resume_unmatched,
                "add_skills": add_skills,
                "experience_change": change,
                "target": target,
            }


# a triple's three documents stand in a dozen prompts
_flat = lru_cache(maxsize=4)(rjdb.flatten)
_ROWS = {"matching": matching, "extraction": extraction, "editing": editing}


def task_rows(task: str, triple: Triple, aliases: Aliases = NO_ALIASES, explain_matches: bool = False) -> list[dict]:
    """The triple's rows of a task, in the columns of `rjdb.FEATURES[task]`; `aliases`: other names of the skills."""
    rows = explanation(triple, aliases, explain_matches) if task == "explanation" else _ROWS[task](triple, aliases)
    return [
        row | {"prompt": rjdb.prompt_of(task, row, _flat), "completion": rjdb.completion(task, **row)} for row in rows
    ]


def triple_row(triple: Triple) -> dict:
    """The triple's row in the `triples` config."""
    return triple.facts.to_row() | triple.documents.by_column


def mention_table(triples: Sequence[Triple]) -> pa.Table:
    """The rows of the config `mentions` of some triples, in their order.

    By columns: a triple has some eighty mentions, and a dict for each would cost more than writing the text.
    """
    schema = schema_of("mentions")
    ids = [triple.facts.id for triple in triples for _ in triple.documents.mentions]
    columns = list(zip(*chain.from_iterable(triple.documents.mentions for triple in triples)))
    columns = columns or [()] * len(Mention._fields)
    by_name = {"id": ids, **dict(zip(Mention._fields, columns))}
    return pa.table([pa.array(by_name[field.name], field.type) for field in schema], schema)
