"""Facts of a triple in the words that prompts use."""

from dataset_builder.sampling.facts import Experience, Facts


def asked_text(job: Experience) -> str:
    """ "3 years as Baker": experience as a job description asks for it."""
    return f"{job.years} year{'' if job.years == 1 else 's'} as {job.title}"


def held_text(job: Experience) -> str:
    """ "Baker (2013 - 2016)": experience as a resume shows it."""
    return f"{job.title} ({job.start_year} - {job.end_year})"


def change_text(facts: Facts) -> str:
    """The change to the newest job, worded as in the original release."""
    edit = facts.experience_edit
    job = f'"{edit.title} ({edit.from_start} - {edit.from_end})"'
    if edit.kind == "dropped":
        return f"without including {job}"
    if (edit.to_title, edit.to_start, edit.to_end) == (edit.title, edit.from_start, edit.from_end):
        return "the same job experience as before"
    return f'instead of {job} use "{edit.to_title} ({edit.to_start} - {edit.to_end})"'
