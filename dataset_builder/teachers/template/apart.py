"""What a resume shows elsewhere than in its list of skills: in a job, a project, a section of certificates or languages.

Some skills are shown by a line that does not name them (`phrase_lines`), in the list too. Which ones and where depends on the
resume's own key, and on nothing that tells a matched resume from an unmatched one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from dataset_builder.sampling.facts import Facts
from dataset_builder.sampling.labels import KEPT_SHARE, LANGUAGES
from dataset_builder.teachers.template.keyed_random import Draw, Mixture
from dataset_builder.teachers.template.phrase_lines import PhraseTable, reads_as_sentence

# Held skills of few kinds of work that a phrase shows, and where: under the newest job, among projects, in the list.
PHRASE_SHARE = 0.45
_PLACES = Mixture({"job": 62, "projects": 22, "list": 16})
# Letters of a line that may stand in a list of skills; a longer one is what someone did.
_LONGEST_LISTED = 48
CERTIFICATES_APART, LANGUAGES_APART = 0.6, 0.7
# Skills that stay in the list at least.
_LEAST = 4


@dataclass(frozen=True)
class Apart:
    """Skills with the lines that show them, by place; certificates and languages are named there."""

    in_job: Mapping[str, str] = field(default_factory=dict)
    in_projects: Mapping[str, str] = field(default_factory=dict)
    in_list: Mapping[str, str] = field(default_factory=dict)
    certificates: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def skills(self) -> frozenset[str]:
        """Those that the list of skills leaves out."""
        return frozenset((*self.in_job, *self.in_projects, *self.certificates, *self.languages))


def set_apart(
    facts: Facts, matched: bool, table: PhraseTable, credentials: Collection[str], banned: Sequence[str], listing: bool,
    key: Draw,
) -> Apart:  # fmt: skip
    """`matched`: of the matched resume; `listing`: its list has a line for each skill."""
    held = facts.matched_skills if matched else facts.unmatched_skills
    jobs = facts.experiences if matched else facts.unmatched_experiences
    training = facts.id.startswith("train")
    narrow = [skill for skill in held if skill in credentials or skill not in table.wide]
    # a matched resume shows the removed skills in the ways in which an unmatched one shows what stands in for them
    free = facts.removed_skills if matched else ()
    draw = key.child("phrases")
    told = {line for skill in narrow if skill in credentials for line in table.shown.get(skill, ())}
    newest = jobs[0].title if jobs else facts.job_title
    drawn = table.drawn(
        table.shown, narrow, PHRASE_SHARE, banned, training, newest, draw, free,
        suits=lambda line: line in told or reads_as_sentence(line),
    )  # fmt: skip
    in_job, in_projects, in_list = {}, {}, {}
    # what stands in for a removed skill is none of the advertised job's, so the removed one is not shown there either
    asked_of_both = [skill for skill in facts.skills if skill not in facts.removed_skills]
    # as many as of the other kind, so that lines of the newest job fit both equally often
    kept = key.child("newest").chance(KEPT_SHARE) if matched else bool(jobs) and jobs[0].title == facts.job_title
    for skill, line in drawn.items():
        place = key.child(f"{skill}^").of(_PLACES)
        if place == "job" and kept and skill in asked_of_both and skill not in credentials:
            in_job[skill] = line
        elif (place == "projects" or len(line) > _LONGEST_LISTED) and skill not in credentials:
            if table.is_of(skill, jobs):
                in_projects[skill] = line
        elif listing:
            in_list[skill] = line
    if len(in_projects) == 1 and facts.category != "technology":  # one line makes no section
        skill, line = in_projects.popitem()
        if kept and skill in asked_of_both:
            in_job[skill] = line
    named = [skill for skill in held if skill not in in_list]
    certificates = tuple(skill for skill in named if skill in credentials)
    languages = tuple(skill for skill in named if skill in LANGUAGES)
    found = Apart(
        in_job, in_projects, in_list,
        certificates if key.child("certificates").chance(CERTIFICATES_APART) else (),
        languages if key.child("languages").chance(LANGUAGES_APART) else (),
    )  # fmt: skip
    return found if len(held) - len(found.skills) >= _LEAST else Apart(in_list=in_list)
