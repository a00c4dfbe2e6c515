"""What the double of a chat server writes: triples, fields, knowledge and scores, from the prompt alone."""

import hashlib
import json
import math
import re
from random import Random


def _list(text: str, head: str) -> list[str]:
    """The `- ` lines behind a line that ends with `head`."""
    _, found, rest = text.partition(head)
    match = re.match(r"[^\n]*\n((?:- .*\n?)*)", rest) if found else None
    return [line[2:] for line in (match[1].splitlines() if match else []) if line != "- none"]


def write_triple(prompt: str, careless: bool) -> str:
    title = re.search(r'job title "(.*)"\. It requires', prompt)[1]
    name = re.search(r"first name is (.*)\. The resume", prompt)[1]
    skills, asked = _list(prompt, "only these skills:"), _list(prompt, "with their years:")
    held, removed = _list(prompt, "with their dates:"), _list(prompt, "without these skills:")
    change = re.search(r"change to the last experience: (.*)\.\n", prompt)[1]
    job = (
        f"## Job title\n{title}\n\n## Job Summary\nWe look for somebody to work as {title}.\n\n## Required Skills\n"
        + "\n".join(f"- Proficient in {s}" for s in (skills[1:] if careless else skills))
        + "\n\n## Required Experience\n" + "\n".join(f"- Minimum of {a}" for a in asked)
        + "\n\n## Responsibilities\n- Do the daily work well\n- Help the team"
    )  # fmt: skip

    def resume(skills: list[str], jobs: list[str]) -> str:
        return (
            f"## Personal Information\nName: {name} Miller\nEmail: {name.lower()}.miller@example.com\n\n## Education\n"
            "Bachelor of Science\n\n## Skills\n" + "\n".join(f"- Proficient in {s}" for s in skills)
            + "\n\n## Experience\n" + "\n".join(f"- {j}: worked with care" for j in jobs)
        )  # fmt: skip

    changed = list(held)
    if match := re.match(r'instead of "(.*)" use "(.*)"', change):
        changed = [match[2] if j == match[1] else j for j in held]
    elif match := re.match(r'without including "(.*)"', change):
        changed = [j for j in held if j != match[1]]
    parts = (job, resume(skills, held), resume([s for s in skills if s not in removed], changed))
    heads = ("##### Job-description", "##### Resume 1", "##### Resume 2")
    return "\n\n".join(f"{head}\n{part}" for head, part in zip(heads, parts))


SKILLS = (
    "Record Keeping", "Customer Service", "Safety Procedures", "Scheduling", "Inventory Control", "Data Entry",
    "Equipment Maintenance", "Budgeting", "Report Writing", "Quality Inspection", "Teamwork", "Problem Solving",
    "Regulatory Compliance", "Training of Staff", "Blueprint Reading", "Negotiation",
)  # fmt: skip


def write_knowledge(prompt: str, rng: Random) -> str | None:
    """The answer to prompts 2.1, 2.2 and 2.3; None for any other."""
    if match := re.match(r"Generate (\d+) required skills that are necessary for the occupation (.*)\.\n", prompt):
        own = f"{match[2].split(',')[0].removesuffix('s')} Methods"
        return "\n".join(
            f"{n}. {skill}" for n, skill in enumerate([own, *rng.sample(SKILLS, int(match[1]) - 1)], start=1)
        )
    if prompt.startswith("On average, how many skills"):
        return rng.choice(("{}", "About {} skills.")).format(rng.randint(4, 9))
    if prompt.startswith("Given the previous experiences"):
        titles = _list(prompt, "individuals with\n")
        return "\n".join(rng.sample(titles, len(titles)))
    return None


def write_fields(prompt: str, rng: Random, careless: bool) -> str:
    wanted = re.findall(r'^"(\w+)":', prompt, re.M)
    is_job = prompt.startswith("Write a job description")
    skills = _list(prompt, "Required skills." if is_job else "Skills.")
    jobs = _list(prompt, "Required experience." if is_job else "Jobs, newest first.")
    if careless and "skills" in wanted:
        skills = skills[1:]
    opener = rng.choice(("Proficient in {}", "Skilled with {} at work", "{}", "Knowledge of {} and its use"))
    duty = rng.choice(("worked with care", "helped the team", "kept the records in order"))
    values = {
        "summary": f"We look for somebody to join us. {duty.capitalize()} is what matters here.",
        "skills": [opener.format(s) for s in skills],
        "experience": [f"Minimum of {j}" if is_job else f"{j}: {duty}" for j in jobs],
        "responsibilities": ["Do the daily work well", "Help the team", "Report to the manager"],
        "last_name": rng.choice(("Miller", "Okafor", "Lindqvist", "Tanaka")),
        "education": [rng.choice(("Bachelor of Science", "High school diploma", "Master of Arts"))],
    }
    return json.dumps({name: values[name] for name in wanted})


UNFIT = (
    "I'm sorry, but I can't rate people.",
    "The resume lists 3 jobs and reads well.",
    "Consistency: 4\nFactuality: 2",
    "- Consistency: 7",
    "",
)


def judge(prompt: str, rng: Random, unfit: bool) -> tuple[str, list[dict]]:
    """A score and its tokens with their alternatives. It is drawn around a mean that the document alone decides: how
    many of the facts it states, or, without facts, a number made of its letters."""
    document = prompt.split('"""')[1]
    facts = [
        fact.rpartition(" as ")[2].split(" (")[0] for fact in re.findall(r"^- (.+)$", prompt.split('"""')[0], re.M)
    ]
    stated = sum(fact.casefold() in document.casefold() for fact in facts)
    mean = 1 + 4 * stated / len(facts) if facts else 3 + hashlib.sha256(document.encode()).digest()[0] / 128
    weights = [math.exp(-((score - mean) ** 2)) for score in range(1, 6)]
    score = rng.choices(range(1, 6), weights)[0]
    if unfit:
        return (text := rng.choice(UNFIT)), [{"token": text, "top_logprobs": [{"token": text, "logprob": 0.0}]}]
    shares = [(str(score), 0.6 * w / sum(weights)) for score, w in enumerate(weights, start=1)]
    shares += [(f" {score}", 0.3 * w / sum(weights)) for score, w in enumerate(weights, start=1)] + [("The", 0.1)]
    others = [{"token": token, "logprob": math.log(share)} for token, share in sorted(shares, key=lambda s: -s[1])]
    return str(score), [{"token": str(score), "logprob": others[0]["logprob"], "top_logprobs": others}]
