"""What the rules find in a pair of job and resume, before it becomes an answer."""

from dataclasses import dataclass

from training.rules.requirements import JobCheck, SkillCheck


@dataclass(frozen=True)
class Verdict:
    """Whether a resume meets a job, and why. `score` is 0 (nothing is met) to 1 (everything); `gap` see `rule_system.skill_gap`."""

    label: int
    score: float
    gap: float
    jobs: tuple[JobCheck, ...]
    skills: tuple[SkillCheck, ...]
    # Lines of skills that the job asks for and the resume lists.
    items: tuple[int, int]

    @property
    def says(self) -> tuple[str, ...]:
        """One line a check, the failed ones first."""
        jobs = sorted(self.jobs, key=lambda check: not check.failed)
        skills = sorted(self.skills, key=lambda check: check.coverage)
        return tuple(check.says for check in (*jobs, *skills))
