"""What rules read of documents whose headings and lists are not those of the dataset."""

import pytest

from dataset_builder.text.names.skill_names import parts_of
from training.evaluation.matchers import Forms
from training.rules.gazetteer import Lookup
from training.rules.reading import read_job, read_resume
from training.rules.requirements import check_skill, check_skills

FORMS = Forms()


@pytest.mark.parametrize(
    ("item", "names"),
    [
        ("Hypervisors: Experience in patching and upgrading Xen hosts.", ("Hypervisors",)),
        ("Group Rules: writing and testing rules for 1,800 desks", ("Group Rules",)),
        ("Languages: Kotlin, Swift and Dart", ("Languages", "Kotlin", "Swift", "Dart")),
        ("Advanced Excel (pivot tables, lookups, and macros)", ("Excel",)),
        ("Good Self Management, as you will often travel alone", ("Self Management",)),
        ("Statistics, both descriptive and inferential", ("Statistics",)),
        ("Proficient in PHP, MySQL and CSS", ("PHP", "MySQL", "CSS")),
    ],
)
def test_what_is_told_about_a_name_is_no_further_name(item, names):
    assert parts_of(item) == names


POST = """**Threat Analyst**

**Key Skills**
Log Analysis, Incident Response, Linux

**Why Fernhill?**
We pay for exams and offer flexible hours.

**How to apply**
Upload your resume.
"""


def test_a_bold_heading_that_is_not_known_ends_a_list():
    assert read_job(POST).skills == ("Log Analysis", "Incident Response", "Linux")


def test_a_plain_heading_and_prose_behind_bullets_end_a_list():
    post = (
        "Florist\n\nQualifications\n- Floral Design\n- Wire Work\n- Customer Service\n\nPrevious work experience\n- Florist, 2 years\n\n"
        "Pay and perks\nThe hourly rate is $18. We provide aprons and free flowers."
    )
    assert read_job(post).skills == ("Floral Design", "Wire Work", "Customer Service")


def test_a_sub_heading_of_skills_does_not_end_them():
    post = "Job title: Tutor\n\nSkills:\n- Algebra\n- Geometry\n\nSoft skills\n- Patience\n- Active Listening\n"
    assert {"Algebra", "Geometry", "Patience", "Active Listening"} <= set(read_job(post).skills)


NAMED = """Network Engineer

What you bring
• Cisco Routers – installing and upgrading routers
• Routing Protocols – a solid grasp of OSPF and BGP
• Network Monitoring – use of tools to find slow links
• Problem Solving – a calm way of finding causes

Experience You Will Need
• 4 years as a Network Engineer
"""


def test_a_list_of_names_under_another_heading_is_read():
    assert [one.partition(" –")[0] for one in read_job(NAMED).skills] == [
        "Cisco Routers", "Routing Protocols", "Network Monitoring", "Problem Solving",
    ]  # fmt: skip


def test_sentences_about_the_applicant_are_no_list_of_names():
    post = (
        "What you bring\n- You have taken an audit and fixed what was in it\n- You enjoy working with our designers every day\n"
        "- You write tests that your colleagues can read\n- Confident with React\n"
    )
    assert read_job(post).skills == ()


@pytest.mark.parametrize(
    ("line", "jobs"),
    [
        ("Experience as a Support Specialist (1 year) and Sales Clerk (2 years)", [("Support Specialist", 1), ("Sales Clerk", 2)]),
        ("Automation Engineer for at least 3 years; Manual Tester for at least 2 years.", [("Automation Engineer", 3), ("Manual Tester", 2)]),
        ("Required work experience: Counselor (at least 3 years); Social Worker (at least 2 years).", [("Counselor", 3), ("Social Worker", 2)]),
        ("Cook Supervisors (3 years), Cooks, Institution and Cafeteria (2 years).", [("Cook Supervisors", 3), ("Cooks, Institution and Cafeteria", 2)]),
        ("3 years as a Baker and 2 years as a Cook", [("Baker", 3), ("Cook", 2)]),
        ("$1,000 a year for books", []),
        ("Duration: 12 months, likely extension", []),
    ],
)  # fmt: skip
def test_jobs_that_a_line_lists_each_have_their_own_years(line, jobs):
    assert [(job.title, job.years) for job in read_job(f"Required experience\n{line}").jobs if job.years] == jobs


def test_the_age_of_a_firm_is_no_experience():
    post = "Medical Assistant\n\nFernhill Doctors has been caring for families for 35 years. Now we need one more Medical Assistant.\n"
    assert all(job.years is None for job in read_job(post).jobs)


def skills_of(resume: str) -> tuple[str, ...]:
    return read_resume(resume, FORMS).skills


def test_skills_under_an_unusual_heading_are_read():
    resume = "Jo Castell\n\nWhat I work with\n- Modern JavaScript\n- Version control with Git\n\nWhere I have worked\nDesigner, Lark, 2020 - 2023\n"
    assert skills_of(resume) == ("Modern JavaScript", "Version control with Git")


def test_a_resume_without_a_list_shows_skills_in_its_sentences():
    resume = "Lu Farrow\nAtlanta, GA\n\nI write fast formulas and load data with the loader.\n\nExperience\nConsultant, Bram, 2019 - 2023\n• Ran workshops\n"
    assert "I write fast formulas and load data with the loader." in skills_of(resume)
    assert "Ran workshops" in skills_of(resume)


@pytest.mark.parametrize(
    ("asked", "shown", "least"),
    [("CSS", "CSS3", 0.8), ("Microsoft Excel", "MS Excel", 1.0), ("Microsoft Excel", "Excel macros", 1.0)],
)
def test_versions_and_makers_do_not_hide_a_name(asked, shown, least):
    lookup = Lookup()
    resume = read_resume(f"Skills\n- {shown}\n- Ledger\n- Payroll\n", lookup.reader.forms)
    assert check_skill(asked, asked, resume, lookup).coverage >= least


def test_another_number_is_another_name():
    lookup = Lookup()
    resume = read_resume("Skills\n- CS30\n- Ledger\n- Payroll\n", lookup.reader.forms)
    assert check_skill("CS38", "CS38", resume, lookup).coverage == 0


def test_a_general_word_does_not_stand_for_a_product():
    lookup = Lookup()
    resume = read_resume("Skills\n- Project Management\n- Budgets\n- Scrum\n", lookup.reader.forms)
    assert check_skill("Microsoft Project", "Microsoft Project", resume, lookup).coverage <= 0.5


def test_a_product_is_not_the_word_that_praises():
    assert FORMS.stems("Excel") != FORMS.stems("excellent")
    assert FORMS.fuzzy("Microsoft Excel") == "excel microsoft"
    assert FORMS.fuzzy("excellent communication") == FORMS.fuzzy("communication")


def test_items_with_other_signs_are_items():
    assert read_job("Job title: Clerk\n\nSkills:\n■ Typing\n■ Filing\n■ Multitasking\n").skills == (
        "Typing",
        "Filing",
        "Multitasking",
    )


@pytest.mark.parametrize(
    ("item", "least"),
    [
        ("Routing Protocols such as OSPF and BGP", 1.0),
        ("Experience with AWS or OSPF", 1.0),
        ("Experience with AWS and OSPF", 0.0),
    ],
)
def test_of_alternatives_one_is_enough(item, least):
    lookup = Lookup()
    resume = read_resume("Skills\n- OSPF\n- Ledger\n- Payroll\n", lookup.reader.forms)
    job = read_job(f"Skills:\n- {item}\n- Ledger\n- Payroll\n")
    assert min(one.coverage for one in check_skills(job, resume, lookup) if one.item == item) == least
