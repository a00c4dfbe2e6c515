"""The template teacher: writes triples offline, in the mixture of styles of the original release.

    from dataset_builder.teachers.template import TemplateTeacher
    documents = TemplateTeacher(seed=0).write(facts)

No model and no key: phrases come from `phrases/*.yaml`, the style of each document is sampled from the shares
measured on the original release (`style.py`). The seed, the id of the facts and the attempt fix every word.

Design `facts`: the two resumes are worded independently, each in a style of its own, so that no surface cue
shows which of them matches. Design `paper`: the unmatched resume is the matched one with the edit applied.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from dataset_builder.sampling.facts import Documents, Facts, Mention
from dataset_builder.teachers.marks import Marks, bare
from dataset_builder.teachers.template.job_description import write_job_description
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.person import person
from dataset_builder.teachers.template.resume import Resume, resume_style
from dataset_builder.teachers.template.style import OTHER_HEADING, Heading, heading
from dataset_builder.text.mentions import stemmed

# A document and what it mentions.
Marked = tuple[str, tuple[Mention, ...]]
# Keys tried until the unmatched resume names no removed skill across the end of a line either.
_REWRITES = 6


@dataclass(frozen=True)
class TemplateTeacher:
    """Writes triples from phrases. Immutable and picklable; equal teachers write equal text."""

    seed: int = 0
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    design: str = "facts"
    name: str = field(default="template", init=False)
    licence: str = field(default="cc0-1.0", init=False)

    def __post_init__(self) -> None:
        if self.design not in ("facts", "paper"):
            raise ValueError(f"unknown design {self.design!r}; use 'facts' or 'paper'")

    def write(self, facts: Facts, attempt: int = 0) -> Documents:
        """The documents for these facts; another attempt gives other words for the same facts."""
        key = Draw.keyed(f"{self.seed}/{facts.id}/{attempt}")
        headings = _headings(key.child("headings"))
        description, mentions = write_job_description(facts, headings[0], self.aliases, key.child("job description"))
        resumes = self._resumes(facts, headings, key, ())
        removed = _avoidable(facts, self.aliases)
        for rewrite in range(_REWRITES):
            stems = stemmed(resumes[1][0])
            if not any(ban in stems for ban in removed):
                break
            resumes = self._resumes(facts, headings, key if rewrite == 0 else key.child(str(rewrite)), removed)
        (matched, held), (unmatched, also_held), *targets = resumes
        return Documents(description, matched, unmatched, *targets, mentions + held + also_held)

    def _resumes(
        self, facts: Facts, headings: tuple[Heading, ...], key: Draw, banned: tuple[str, ...]
    ) -> tuple[Marked, Marked, str, str]:
        """(matched, unmatched, target skills, target experience); with `banned`, every line is worded around it."""
        paper = self.design == "paper"
        first_year = min(job.start_year for job in chain(facts.experiences, facts.unmatched_experiences))
        who = person(facts.first_name, facts.category, facts.job_title, first_year, banned, key.child("person"))
        keys = [key.child("matched"), key.child("matched" if paper else "unmatched")]
        spoken = [facts.unmatched_skills if paper else facts.matched_skills, facts.unmatched_skills]
        resumes = [
            Resume(
                facts, resume_style(keys[i].child("style")), headings[1 + i], who, self.aliases, keys[i], spoken[i],
                banned if paper or i else (), frozenset(facts.removed_skills), Marks(document, "held"),
            )
            for i, document in enumerate(("resume_matched", "resume_unmatched"))
        ]  # fmt: skip
        matched, unmatched = resumes
        section = matched.skill_section()
        matched_skills = section.body(section.groups(section.ordered(facts.matched_skills)))
        unmatched_skills, target_skills = self._edited_skills(facts, unmatched)
        experience = unmatched.experience(facts.unmatched_experiences)
        return (
            matched.marks.read(matched.write(matched_skills, matched.experience(facts.experiences))),
            unmatched.marks.read(unmatched.write(unmatched_skills, experience)),
            bare(target_skills),
            bare(unmatched.experience(_corrected_jobs(facts))),
        )

    def _edited_skills(self, facts: Facts, resume: Resume) -> tuple[str, str]:
        """The skills section of the unmatched resume, as it is and with the removed skills put back."""
        section, removed = resume.skill_section(), frozenset(facts.removed_skills)
        whole = section.groups(section.ordered(_with_removed(facts)))
        left = [tuple(skill for skill in group if skill not in removed) for group in whole]
        return section.body([group for group in left if group]), section.body(whole)


def _avoidable(facts: Facts, aliases: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Stems of the removed skills, but for those that the facts themselves name in what must stay (design `paper`)."""
    stays = "".join(
        stemmed(text) for text in (*facts.unmatched_skills, *(job.title for job in facts.unmatched_experiences))
    )
    names = (name for skill in facts.removed_skills for name in (skill, *aliases.get(skill, ())))
    return tuple(stems for name in names if (stems := stemmed(name)) not in stays)


def _with_removed(facts: Facts) -> list[str]:
    """All skills the edited resume lists: removed ones after their neighbour in the job description."""
    found, asked = list(facts.unmatched_skills), list(facts.skills)
    for skill in facts.removed_skills:
        before = (
            next((s for s in reversed(asked[: asked.index(skill)]) if s in found), None) if skill in asked else None
        )
        found.insert(found.index(before) + 1 if before else 0 if skill in asked else len(found), skill)
    return found


def _corrected_jobs(facts: Facts):
    """The jobs of the unmatched resume with the newest one as the matched resume has it."""
    jobs, edit = facts.unmatched_experiences, facts.experience_edit
    if edit.kind == "kept":
        return jobs
    return facts.experiences[:1] + (jobs if edit.kind == "dropped" else jobs[1:])


def _headings(draw: Draw) -> tuple[Heading, ...]:
    """Of the job description and the two resumes: the same style, but for one triple in eighty."""
    usual = heading(draw)
    if not draw.chance(OTHER_HEADING):
        return (usual, usual, usual)
    other, odd = heading(draw), draw.below(3)
    return tuple(other if i == odd else usual for i in range(3))
