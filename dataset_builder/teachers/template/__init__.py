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
from dataset_builder.teachers.template.apart import Apart, set_apart
from dataset_builder.teachers.template.duties import Duties
from dataset_builder.teachers.template.job_description import write_job_description
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.person import Person, person
from dataset_builder.teachers.template.person.education import needs_degree
from dataset_builder.teachers.template.phrase_lines import PhraseTable
from dataset_builder.teachers.template.resume import Resume, resume_style
from dataset_builder.teachers.template.skill_lines import with_similar
from dataset_builder.teachers.template.style import OTHER_HEADING, Heading, heading
from dataset_builder.text.mentions import kept_stems, stems_of

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
    # Skills that are certificates or licences.
    credentials: frozenset[str] = frozenset()
    # Duties by title.
    occupations: Duties = field(default_factory=lambda: Duties({}))
    # Lines that ask for skills and show them in other words than their names; none in the design `paper`.
    phrases: PhraseTable = field(default_factory=PhraseTable)
    # SOC codes by title: what people of an occupation have learnt.
    codes: Mapping[str, str] = field(default_factory=dict)
    name: str = field(default="template", init=False)
    licence: str = field(default="cc0-1.0", init=False)

    def __post_init__(self) -> None:
        if self.design not in ("facts", "paper"):
            raise ValueError(f"unknown design {self.design!r}; use 'facts' or 'paper'")

    def write(self, facts: Facts, attempt: int = 0) -> Documents:
        """The documents for these facts; another attempt gives other words for the same facts."""
        key = Draw.keyed(f"{self.seed}/{facts.id}/{attempt}")
        headings, removed = _headings(key.child("headings")), self._avoidable(facts)
        applicant = self._person(facts, key, removed, ())
        description, mentions = write_job_description(
            facts,
            headings[0],
            self.aliases,
            self.occupations,
            self.credentials,
            self.phrases,
            applicant,
            key.child("job description"),
            self.codes if self.design == "facts" else None,
        )
        resumes = self._resumes(facts, headings, applicant, key, removed, ())
        for rewrite in range(_REWRITES):
            stems = kept_stems(resumes[1][0])
            if not any(ban in stems for ban in removed):
                break
            again = key if rewrite == 0 else key.child(str(rewrite))
            resumes = self._resumes(
                facts, headings, self._person(facts, again, removed, removed), again, removed, removed
            )
        (matched, held), (unmatched, also_held), *targets = resumes
        return Documents(description, matched, unmatched, *targets, mentions + held + also_held)

    def _resumes(
        self, facts: Facts, headings: tuple[Heading, ...], who: Person, key: Draw, removed: tuple[str, ...],
        banned: tuple[str, ...],
    ) -> tuple[Marked, Marked, str, str]:  # fmt: skip
        """(matched, unmatched, target skills, target experience); no phrase holds a stem of `removed`, and with `banned`
        every line is worded around it."""
        paper = self.design == "paper"
        keys = [key.child("matched"), key.child("matched" if paper else "unmatched")]
        spoken = [facts.unmatched_skills if paper else facts.matched_skills, facts.unmatched_skills]
        styles = [resume_style(key.child("style"), not paper) for key in keys]
        apart = [Apart(), Apart()]
        if not paper:
            # of both alike: what the matched resume may not say either would show which one it is
            apart = [
                set_apart(
                    facts,
                    i == 0,
                    self.phrases,
                    self.credentials,
                    removed,
                    styles[i].skills.lists,
                    keys[i].child("apart"),
                )
                for i in range(2)
            ]
        matched, unmatched = (
            Resume(
                facts, styles[i], headings[1 + i], who, self.aliases, self.occupations, keys[i], spoken[i],
                banned if paper or i else (), frozenset(facts.removed_skills), apart[i], Marks(document, "held", self.credentials), self.codes,
            )
            for i, document in enumerate(("resume_matched", "resume_unmatched"))
        )  # fmt: skip
        section = matched.skill_section()
        elsewhere = matched.apart.skills
        listed = [skill for skill in facts.matched_skills if skill not in elsewhere]
        matched_skills = section.body(section.groups(section.ordered(listed)))
        unmatched_skills, target_skills = self._edited_skills(facts, unmatched)
        return (
            matched.marks.read(matched.write(matched_skills, facts.experiences)),
            unmatched.marks.read(unmatched.write(unmatched_skills, facts.unmatched_experiences)),
            bare(target_skills),
            bare(unmatched.experience(_corrected_jobs(facts))),
        )

    def _person(self, facts: Facts, key: Draw, removed: tuple[str, ...], banned: tuple[str, ...]) -> Person:
        """Whose resumes both are. The post may ask for their degree, which then is the same in every wording."""
        first_year = min(job.start_year for job in chain(facts.experiences, facts.unmatched_experiences))
        paper, held = self.design == "paper", (*facts.matched_skills, *facts.unmatched_skills)
        code = None if paper else self.codes.get(facts.job_title, "")
        return person(
            facts.first_name,
            facts.category,
            facts.job_title,
            first_year,
            banned if paper else removed,
            key.child("person"),
            code,
            any(skill in self.credentials and needs_degree(skill) for skill in held),
        )

    def _avoidable(self, facts: Facts) -> tuple[str, ...]:
        """Stems of every form of the removed skills and of what would do in their place, but for those that the facts
        themselves name in what must stay."""
        stays = "".join(
            stems_of(text) for text in (*facts.unmatched_skills, *(job.title for job in facts.unmatched_experiences))
        )
        removed = (*facts.removed_skills, *(a.other for a in facts.alternatives if a.skill in facts.removed_skills))
        names = (
            name for skill in removed for name in (skill, *self.aliases.get(skill, ()), *self.phrases.forms(skill))
        )
        return tuple(stems for name in names if (stems := stems_of(name)) not in stays)

    def _edited_skills(self, facts: Facts, resume: Resume) -> tuple[str, str]:
        """The skills section of the unmatched resume, as it is and with the removed skills put back."""
        section, removed = resume.skill_section(), frozenset(facts.removed_skills)
        if self.design == "paper":
            whole = section.groups(section.ordered(_with_removed(facts)))
        else:
            elsewhere = resume.apart.skills
            listed = [skill for skill in facts.unmatched_skills if skill not in elsewhere]
            whole = section.groups(with_similar(section.ordered(listed), facts.removed_skills, self.credentials))
        left = [tuple(skill for skill in group if skill not in removed) for group in whole]
        return section.body([group for group in left if group]), section.body(whole)


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
