"""Triples without a teacher: resumes that differ in their skills and in nothing that the gate may see."""

from pathlib import Path
from random import Random

from dataset_builder.storage.folder import shard_name, write_rows

SKILLS = tuple(
    f"{a}{b}" for a in ("kelo", "mura", "tavi", "soni", "beru", "lapo") for b in ("ware", "graph", "lytics", "base")
)
WORDS = tuple(
    f"{a}{b}" for a in ("ba", "de", "fi", "go", "hu", "ka", "le", "mi") for b in ("ran", "sol", "tep", "vin", "wod")
)
JOB = {"title": "Baker", "years": 2, "start_year": 2018, "end_year": 2020}
EDIT = {"kind": "kept", "title": "Baker", "from_start": 2018, "from_end": 2020, "to_start": 2018, "to_end": 2020}


def _resume(rng: Random, skills: list[str]) -> str:
    story = " ".join(rng.choices(WORDS, k=rng.randint(20, 40)))
    return f"## Skills\n- {chr(10) + '- '.join(skills)}\n\n## Experience\nBaker (2018 - 2020): {story}."


def triple(number: int, split: str = "train", **columns) -> dict:
    """A row of the `triples` config; `columns` replace what is sampled."""
    rng = Random(f"{split}/{number}")
    skills = rng.sample(SKILLS, 10)
    asked, extra, instead = skills[:6], skills[6:8], skills[8:]
    unmatched = asked[2:] + instead
    unmatched += [skills[6], skills[7]]
    rng.shuffle(unmatched)
    matched = asked + extra
    story = " ".join(rng.choices(WORDS, k=rng.randint(40, 80)))
    return {
        "id": f"{split}-{number:06d}",
        "job_title": "Baker",
        "category": "manual labor",
        "cluster": number % 3,
        "skills": asked,
        "extra_skills": extra,
        "experiences": [JOB],
        "first_name": "Kim",
        "gender": ("female", "male")[number // 3 % 2],
        "removed_skills": asked[:2],
        "unmatched_skills": unmatched,
        "experience_edit": EDIT | {"to_title": "Baker"},
        "unmatched_experiences": [JOB],
        "negative_kind": "neighbour",
        "job_description": f"Baker. 2 years as Baker. Needs {', '.join(asked)}. {story}.",
        "resume_matched": _resume(rng, rng.sample(matched, len(matched))),
        "resume_unmatched": _resume(rng, unmatched),
    } | columns


def write_triples(folder: Path, files: dict[str, list[list[dict]]], rows_a_group: int = 50) -> Path:
    """A dataset folder of the `triples` config alone; `files` holds the rows of each file of each split."""
    for split, parts in files.items():
        for number, rows in enumerate(parts):
            groups = [rows[start : start + rows_a_group] for start in range(0, len(rows), rows_a_group)]
            write_rows(folder / "triples" / shard_name(split, number, len(parts)), "triples", groups)
    return folder
