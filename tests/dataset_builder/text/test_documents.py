"""Free-form teacher text: parts, sections, items, jobs. All text here is made up for the tests."""

import json
import random
import time
from dataclasses import astuple

import pytest

from dataset_builder.quality.teacher_failures import (
    edit_talk,
    failure,
    gibberish,
    placeholder,
    trailing_debris,
)
from dataset_builder.text.dates import Date
from dataset_builder.text.documents import Parts, clean, split_parts
from dataset_builder.text.experience import resume_jobs
from dataset_builder.text.qualifications.validity import is_held
from dataset_builder.text.requirements import required_jobs
from dataset_builder.text.resumes.statements import stating
from dataset_builder.text.sections import body, items, sections
from tests.fixtures.example_triple import JOB, MATCHED, UNMATCHED, answer


def is_usable(parts: Parts) -> bool:
    return not any(map(failure, astuple(parts), ("job description", "resume", "resume")))


@pytest.mark.parametrize(
    "text",
    [
        answer(),
        answer(("# Job Description", "# Resume 1", "# Resume 2")),
        answer(("**Job-description**", "**Resume 1:**", "**Resume 2:**")),
        answer(("1. Job-description", "2. Resume 1", "3. Resume 2")),
        answer(("JOB DESCRIPTION:", "RESUME #1", "RESUME #2")),
        answer(("### Part 1: Job description", "### Part 2: Matched Resume", "### Part 3: Unmatched Résumé")),
        answer(("##### Job-description", "##### Resume 1 (for Alva)", "##### Resume 2 (modified)")),
        "Sure! Here are the documents.\n\n" + answer() + "\n\nI hope this helps!",
        "```markdown\n" + answer() + "\n```",
        answer().replace("\n", "\r\n"),
        answer().replace("\n\n##### Resume", "\n---\n\n##### Resume") + "\n\n#",
        answer(("##### Resume 2", "##### Job-description", "##### Resume 1"), (UNMATCHED, JOB, MATCHED)),
        answer().removeprefix("##### Job-description\n"),
        answer().replace("##### Resume 1", "##### Resume 1\n**Resume 1**"),
        answer(texts=(JOB, MATCHED, UNMATCHED + "\n\nNote: Oven Operation was left out of the second resume.")),
    ],
)
def test_an_answer_is_split_however_it_is_headed(text):
    parts = split_parts(text)
    assert isinstance(parts, Parts), parts
    assert parts.job_description == JOB
    assert parts.resume_matched.removeprefix("**Resume 1**\n") == MATCHED
    assert parts.resume_unmatched == UNMATCHED
    assert is_usable(Parts(JOB, MATCHED, UNMATCHED))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "missing part: Job-description"),
        ("I cannot help with that.", "missing part: Job-description"),
        (answer(("##### Job-description", "##### Resume 1", "")), "missing part: Resume 2"),
        (answer(texts=(JOB, MATCHED, "\n---\n#\n")), "empty part: Resume 2"),
        (answer() + "\n\n" + answer(), "duplicate part: Job-description"),
        (answer(("##### Job-description", "##### Resume 1", "##### Resume 1")), "duplicate part: Resume 1"),
    ],
)
def test_an_answer_without_its_parts_gives_a_reason(text, reason):
    assert split_parts(text) == reason


def test_a_section_called_job_description_is_no_second_part():
    text = JOB.replace("## Job Summary", "## Job Description")
    parts = split_parts(answer(("## Job-description", "## Resume 1", "## Resume 2"), (text, MATCHED, UNMATCHED)))
    assert isinstance(parts, Parts) and parts.job_description == text


def restyled(text, style):
    return "\n".join(style(line[3:]) if line.startswith("## ") else line for line in text.split("\n"))


STYLES = {
    "six hashes": lambda name: f"###### {name}",
    "no blank": lambda name: f"##{name}",
    "plain": lambda name: name,
    "colon": lambda name: f"{name}:",
    "hashes and colon": lambda name: f"## {name}:",
    "bold": lambda name: f"**{name}**",
    "bold colon": lambda name: f"**{name}:**",
    "hashes and bold": lambda name: f"### **{name}**",
    "numbered": lambda name: f"3. {name}",
    "upper case": str.upper,
    "indented": lambda name: f"\t## {name}",
    "closed hashes": lambda name: f"## {name} ##",
    "rule below": lambda name: f"{name}\n-----",
}
JOB_NAMES = ["job title", "summary", "skills", "experience", "responsibilities"]
RESUME_NAMES = ["personal information", "education", "skills", "experience"]


@pytest.mark.parametrize("style", STYLES)
def test_sections_are_found_in_every_style(style):
    for text, names in ((JOB, JOB_NAMES), (MATCHED, RESUME_NAMES)):
        found = sections(restyled(text, STYLES[style]))
        assert [section.name for section in found] == names
        assert items(body(found, "skills")) == ["Dough Making", "Oven Operation"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Qualifications", "skills"), ("Key Skills", "skills"), ("Skills & Qualifications", "skills"),
        ("Core Competencies", "skills"), ("Work Experience", "experience"), ("Employment History", "experience"),
        ("Professional Experience", "experience"), ("Requiredd Experience", "experience"), ("Profile", "summary"),
        ("Objective", "summary"), ("Duties", "responsibilities"), ("Contact Information", "personal information"),
        ("Educational Background", "education"), ("Certifications", "other"), ("Fun Facts", "other"),
    ],
)  # fmt: skip
def test_synonyms_have_canonical_names(header, name):
    found = sections(f"## Job Summary\nBaking.\n\n## {header}\nSomething\n\n## Benefits\nBread")
    assert [section.name for section in found][1] == name
    assert found[1].header == f"## {header}" and found[1].body == "Something"


def test_labels_within_a_job_head_no_section():
    resume = MATCHED.replace(
        "- Baker (2013 - 2016)",
        "Job Title: Baker\nCompany: Crumb\nExperience: 2013 - 2016\nResponsibilities:\n- Baked\n\nDuties\nbread",
    )
    for text in (resume, restyled(resume, STYLES["plain"])):
        found = sections(text)
        assert [section.name for section in found] == RESUME_NAMES
        assert found[-1].body.endswith("bread") and "Job Title: Baker" in found[-1].body


def test_text_may_follow_a_header_on_its_line():
    found = sections(
        "Job Title: Baker\nSummary: Early hours.\nSkills: Dough Making, Oven Operation\nExperience: 3 years"
    )
    assert [(s.name, s.body) for s in found][2:] == [
        ("skills", "Dough Making, Oven Operation"),
        ("experience", "3 years"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a b\n- c", ["a b", "c"]),
        ("* a\n* **B**: c", ["a", "**B**: c"]),
        ("• a\n• b", ["a", "b"]),
        ("1. a\n2) b\n(3) c", ["a", "b", "c"]),
        ("-2 years\n-.NET", ["2 years", ".NET"]),
        ("#.Net\n#C# and F#", [".Net", "C# and F#"]),
        ("Must have:\n- a\n- b", ["a", "b"]),
        ("- a long line\n  that goes on\n- b", ["a long line that goes on", "b"]),
        ("SQL, Node.js, C++ (11, 14), and Git", ["SQL", "Node.js", "C++ (11, 14)", "Git"]),
        ("SQL | Git | C#", ["SQL", "Git", "C#"]),
        ("SQL\nGit\nLinux\n\n---\n#", ["SQL", "Git", "Linux"]),
        (
            "He has worked with Oracle for many long years. He also plans the work of a team of four. Sr. staff like it.",
            ["He has worked with Oracle for many long years", "He also plans the work of a team of four", "Sr. staff like it"],
        ),
        ("", []),
    ],
)  # fmt: skip
def test_items(text, expected):
    assert items(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Baker (2013 - 2016)", [("Baker", 2013, 2016)]),
        ("1. Pump operators - except wellhead(2013-2016)", [("Pump operators - except wellhead", 2013, 2016)]),
        ("Baker – 2013 – 2016", [("Baker", 2013, 2016)]),
        ("* Baker [2013 - 2016]: kneaded dough", [("Baker", 2013, 2016)]),
        ("- Baker, Crumb Inc (Jan 2013 - Dec 2016)", [("Baker", 2013, 2016)]),
        ("- Baker at Crumb & Sons (2013 to present)", [("Baker", 2013, None)]),
        ("2013 - 2016: Baker. Kneaded dough.", [("Baker", 2013, 2016)]),
        ("(2013 - 2016) Baker", [("Baker", 2013, 2016)]),
        ("- Worked as a Baker from 2013 to 2016.", [("Baker", 2013, 2016)]),
        ("- Served as an Oven Operator between 2013 and 2016", [("Oven Operator", 2013, 2016)]),
        ("- From 2013 to 2016 employed as a Baker.", [("Baker", 2013, 2016)]),
        ("Baker\n2013 - 2016\n- Kneaded dough all night", [("Baker", 2013, 2016)]),
        ("Role: Baker\nCompany: Crumb\nDuration: 2013 - 2016\nDuties: kneaded", [("Baker", 2013, 2016)]),
        ("Baker\nCrumb Corporation (2013 - 2016)", [("Baker", 2013, 2016)]),
        ("**Baker (2013 - 2016)**\nKneaded.\n\n**Cook** _(2010 - 2013)_", [("Baker", 2013, 2016), ("Cook", 2010, 2013)]),
        ("As Baker (2013 - 2016) I kneaded. As a Cook (2010 - 2013), I cooked.", [("Baker", 2013, 2016), ("Cook", 2010, 2013)]),
        ("- Baker (2013-16)\n- Line Cook", [("Baker", 2013, 2016), ("Line Cook", None, None)]),
        ("- .NET Developer (2013 - 2016)\n- Java Developer Sr. (2010 - 2013)",
         [(".NET Developer", 2013, 2016), ("Java Developer Sr.", 2010, 2013)]),
        ("- Baker\n- Cook", [("Baker", None, None), ("Cook", None, None)]),
        ("", []),
    ],
)  # fmt: skip
def test_resume_jobs(text, expected):
    assert [(job.title, job.start_year, job.end_year) for job in resume_jobs(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Minimum of 3 years as a Baker", [("Baker", 3)]),
        ("- 3+ years of experience as an Oven Operator.", [("Oven Operator", 3)]),
        ("- At least three years' experience in the role of a Baker is required", [("Baker", 3)]),
        ("- One-year experience as a Baker", [("Baker", 1)]),
        ("- Three (3) years working as Baker", [("Baker", 3)]),
        ("- Baker: min 4 years", [("Baker", 4)]),
        ("- Worked as a Baker for at least 2 years", [("Baker", 2)]),
        ("- Prior experience as a Baker", [("Baker", None)]),
        ("5 years as a Baker, 2 years of experience as a Cook, and a year as a Waiter.", [("Baker", 5), ("Cook", 2), ("Waiter", 1)]),
        ("Applicants should have:\n- 3 years in a Baker role", [("Baker", 3)]),
        ("- 2 years of Pastry Chef experience", [("Pastry Chef", 2)]),
        ("Cloud Engineer: at least 3 years of experience in a team environment", [("Cloud Engineer", 3)]),
        ("Data Analyst - minimum 4 years' experience in a fast-paced environment", [("Data Analyst", 4)]),
        ("Cloud Engineer: 3+ years in a similar role", [("Cloud Engineer", 3)]),
        ("", []),
    ],
)  # fmt: skip
def test_required_jobs(text, expected):
    assert [(job.title, job.years) for job in required_jobs(text)] == expected


@pytest.mark.parametrize("debris", ["\n#", "\n---", "\n\n```", "\n######\n", "\n***", " #", "\n----------\n#\n\n"])
def test_debris_is_recognised_and_cleaned(debris):
    assert trailing_debris(MATCHED + debris).startswith("trailing debris")
    assert clean(MATCHED + debris) == MATCHED
    assert clean("```\n---\n" + MATCHED.replace("\n", "  \n") + debris) == MATCHED


def test_cleaning_leaves_content_alone():
    for text in ("- knows C#", "- knows C++", "## Skills\n\n- a\n---\n- b", "  - indented", "- (a)", "- 100 %"):
        assert clean(text) == text and trailing_debris(text) is None
    assert clean("\n#\n") == "" and clean("") == ""


CALLS = {
    "clean": clean, "split_parts": split_parts, "sections": sections, "items": items, "resume_jobs": resume_jobs,
    "required_jobs": required_jobs, "failure": lambda text: failure(text, "resume"), "gibberish": gibberish,
    "edit_talk": edit_talk, "placeholder": placeholder, "trailing_debris": trailing_debris,
}  # fmt: skip
UNITS = ["a", " ", "#", "*", "- ", "(", "[", "<a ", "“\"'", "a, ", ". A", "é匭ß", "\n", "\r", "\t \n", "3 years as a Cook, ",
         "Cook (2010 - 2012), ", "2010 ", "- Cook (2010 - 2012)\n", "## Skills\n", "Skills: ", "##### Resume 1\n", "1. ",
         "note: ", "was been ", "as a ", "and to ", " #", "\0", "\ud800", "- Cook\n"]  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_a_megabyte_takes_bounded_time(name):
    """Quadratic code would take minutes; the limit leaves room for a busy machine."""
    for unit in UNITS:
        text = unit * (1_000_000 // len(unit))
        start = time.process_time()
        CALLS[name](text)
        assert time.process_time() - start < 3, (name, unit)


def mutated(rng, text):
    """Cut, shuffled, header-mangled, with what breaks parsers thrown in."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 5)):
        match rng.randrange(6):
            case 0:
                lines = lines[: rng.randrange(len(lines) + 1)] or [""]
            case 1:
                rng.shuffle(lines)
            case 2:
                lines = [
                    rng.choice(("#", "**", ":", "1. ", "")) + line.replace("#", "", rng.randrange(4)) for line in lines
                ]
            case 3:
                lines.insert(rng.randrange(len(lines) + 1), rng.choice(UNITS) * rng.randrange(1, 400))
            case 4:
                at = rng.randrange(len(lines))
                lines[at] = "".join(rng.sample(lines[at], len(lines[at])))
            case 5:
                lines += lines[rng.randrange(len(lines)) :]
        lines = lines[:300]
    return "\n".join(lines)


def test_500_mutated_answers_raise_nothing_and_take_bounded_time():
    rng, start, kept = random.Random(7), time.process_time(), 0
    for _ in range(500):
        text = mutated(rng, answer())
        parts = split_parts(text)
        kept += isinstance(parts, Parts) and is_usable(parts)
        assert isinstance(parts, Parts) or parts.partition(":")[0] in ("missing part", "empty part", "duplicate part")
        for call in CALLS.values():
            call(text)
    assert 0 < kept < 500
    assert time.process_time() - start < 30


def test_real_documents_parse(shared):
    rows = [json.loads(line) for line in (shared / "rjdb_original" / "sample.jsonl").open(encoding="utf-8")]
    missing = []
    for number, row in enumerate(rows):
        job, *resumes = (sections(row[key]) for key in ("Job-Description", "Resume-matched", "Resume-unmatched"))
        assert {"job title", "summary", "skills", "responsibilities"} <= {section.name for section in job}
        assert all({*RESUME_NAMES} <= {section.name for section in resume} for resume in resumes)
        assert len(job) <= 5 and all(len(resume) == 4 for resume in resumes)
        if body(job, "experience") is None:
            missing.append(number)
    assert len(missing) == 10  # these job descriptions have no such section


def test_real_jobs_are_read(shared):
    """Spans of years and years asked; titles are scored by the baselines' own tests."""
    held = asked = total = 0
    for line in (shared / "rjdb_original" / "sample.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        (_, spans), _, years = row["Experiences-years"]
        resume = body(sections(row["Resume-matched"]), "experience")
        found = {f"({job.start_year} - {job.end_year})" for job in resume_jobs(resume)}
        held += sum(span[-13:] in found for span in spans)
        wanted = [job.years for job in required_jobs(body(sections(row["Job-Description"]), "experience") or "")]
        asked += sum(min(wanted.count(number), years.count(number)) for number in set(years))
        total += len(years)
    assert held / total > 0.95 and asked / total > 0.88


def test_real_documents_are_rarely_called_gibberish(shared):
    rows = [json.loads(line) for line in (shared / "rjdb_original" / "sample.jsonl").open(encoding="utf-8")]
    texts = ("Job-Description", "Resume-matched", "Resume-unmatched")
    assert 4 <= sum(any(gibberish(row[key]) for key in texts) for row in rows) <= 8
    assert 3 <= sum(any(edit_talk(row[key]) for key in texts) for row in rows) <= 5


@pytest.mark.parametrize(
    ("text", "jobs"),
    [
        ("Yarrow Partners\nForensic Psychologist (2018 - 2023)\nWrote reports.", [("Forensic Psychologist", "Yarrow Partners")]),
        ("Linden Partners (2016 - 2021)\nIT Manager", [("IT Manager", "Linden Partners")]),
        (
            "- Technician (2013 - 2018)\nSet robots, pickers, and degaters.\n- Kiln Operator (2018 - 2022)\nWatched burners.",
            [("Technician", ""), ("Kiln Operator", "")],
        ),
    ],
)  # fmt: skip
def test_firms_and_duties_that_name_persons_are_no_titles(text, jobs):
    assert [(job.title, job.company) for job in resume_jobs(text)] == jobs


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Built machine learning models", True),
        ("Set up learning centers in class", True),
        ("Learning Python", False),
        ("Currently learning Rust", False),
    ],
)
def test_learning_is_a_wish_where_it_is_a_verb(text, stated):
    assert bool(stating(text).strip()) is stated


def test_a_name_that_begins_with_planned_is_held():
    assert is_held("Certified Public Accountant, Planned Giving", Date(2026, 11))
    assert not is_held("Certified Public Accountant, planned for 2027", Date(2026, 11))
