"""What a triple must say, fixed before a word of it is written.

A `Facts` holds every label of a triple: what the job asks for, what the matched resume holds, what the
unmatched one lacks. Teachers turn it into text, checks read the text back against it, and the task rows
are cut from it, so a label never depends on what a teacher happened to write.
"""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

EditKind = Literal["shortened", "dropped", "replaced", "kept"]
NegativeKind = Literal["deletion", "neighbour"]


@dataclass(frozen=True)
class Experience:
    """One job of a career.

    `years` is what the job description asks for, 0 where it does not ask for this job; the resume holds
    `end_year - start_year`, which is never less. In the design `paper`, and in an unmatched resume, both are the same number.
    """

    title: str
    years: int
    start_year: int
    end_year: int

    @property
    def held(self) -> int:
        """Years the resume shows."""
        return self.end_year - self.start_year


@dataclass(frozen=True)
class ExperienceEdit:
    """How the newest job of the unmatched resume differs from the matched one's.

    shortened: same job, too few years. dropped: the job is gone. replaced: another occupation in its place
    (`to_title`). kept: it still meets the requirement. `to_*` are None where the job is dropped.
    """

    kind: EditKind
    title: str
    from_start: int
    from_end: int
    to_start: int | None
    to_end: int | None
    to_title: str | None


@dataclass(frozen=True)
class Alternative:
    """A job asks for `skill` or `other`; its resumes hold `skill` or neither."""

    skill: str
    other: str


@dataclass(frozen=True)
class Facts:
    """All labels of one triple. Experiences are newest first; the first one is the advertised job."""

    id: str
    job_title: str
    category: str
    cluster: int
    # Asked by the job; the matched resume has them all.
    skills: tuple[str, ...]
    # On the matched resume but not asked by the job.
    extra_skills: tuple[str, ...]
    experiences: tuple[Experience, ...]
    first_name: str
    gender: str
    # Asked by the job, absent from the unmatched resume.
    removed_skills: tuple[str, ...]
    # Everything the unmatched resume lists.
    unmatched_skills: tuple[str, ...]
    experience_edit: ExperienceEdit
    unmatched_experiences: tuple[Experience, ...]
    negative_kind: NegativeKind
    # What each removed skill is: task, tool, software, method, knowledge, licence, certificate, language, or skill where it
    # is not known.
    removed_kinds: tuple[str, ...] = ()
    # Named by the job and not required: welcome, good in place of a required one, or said not to be needed.
    optional_skills: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    denied_skills: tuple[str, ...] = ()

    @property
    def matched_skills(self) -> tuple[str, ...]:
        """Everything the matched resume lists."""
        return self.skills + self.extra_skills

    @property
    def asked_experiences(self) -> tuple[Experience, ...]:
        """The jobs that the job description asks for: the advertised one, and those of the career that lead to it."""
        return tuple(job for job in self.experiences if job.years)

    @property
    def missing_experiences(self) -> tuple[Experience, ...]:
        """The job's requirements that the unmatched resume fails: the newest job, or none if it was kept."""
        return () if self.experience_edit.kind == "kept" else self.experiences[:1]

    def required_only(self) -> "Facts":
        """The same without skills that the job names and does not require."""
        return replace(self, optional_skills=(), alternatives=(), denied_skills=())

    def to_row(self) -> dict:
        """Plain lists and dicts, keyed like the columns of the `triples` config."""
        row = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}
        for name in (
            "experiences",
            "unmatched_experiences",
            "alternatives",
        ):  # dataclasses.asdict is twenty times slower
            row[name] = [dict(vars(job)) for job in row[name]]
        return row | {"experience_edit": dict(vars(self.experience_edit))}

    @classmethod
    def from_row(cls, row: dict) -> "Facts":
        """The inverse of `to_row`; further columns are ignored."""

        def jobs(name: str) -> tuple[Experience, ...]:
            return tuple(Experience(**job) for job in row[name])

        plain = {f: row[f] for f in ("id", "job_title", "category", "cluster", "first_name", "gender", "negative_kind")}
        skills = {f: tuple(row[f]) for f in ("skills", "extra_skills", "removed_skills", "unmatched_skills")}
        # columns that folders of earlier versions do not have
        skills |= {f: tuple(row.get(f) or ()) for f in ("removed_kinds", "optional_skills", "denied_skills")}
        return cls(
            **plain,
            **skills,
            experiences=jobs("experiences"),
            unmatched_experiences=jobs("unmatched_experiences"),
            alternatives=tuple(Alternative(**one) for one in row.get("alternatives") or ()),
            experience_edit=ExperienceEdit(**row["experience_edit"]),
        )


class Mention(NamedTuple):
    """Where a document states a fact: `form` is `text[start:end]` of the triple's column `document`.

    A tuple in the order of the columns of the config `mentions`, whose meaning `rjdb.FEATURES` documents; a triple has some
    hundred of them.
    """

    document: str
    kind: str
    name: str | None
    form: str
    form_kind: str
    start: int
    end: int
    role: str
    item: int | None


@dataclass(frozen=True)
class Documents:
    """The text a teacher wrote for one `Facts`, and where it states them.

    The targets are the two sections of the unmatched resume as an editor should leave them: the removed
    skills put back, the newest job corrected, everything else as it was.
    """

    job_description: str
    resume_matched: str
    resume_unmatched: str
    target_skills: str
    target_experience: str
    mentions: tuple[Mention, ...] = ()

    @property
    def by_column(self) -> dict[str, str]:
        """The three documents under the names of their columns in `triples`."""
        columns = ("job_description", "resume_matched", "resume_unmatched")
        return {column: getattr(self, column) for column in columns}


@dataclass(frozen=True)
class Triple:
    """One row of the dataset: the facts and the text that states them."""

    facts: Facts
    documents: Documents
