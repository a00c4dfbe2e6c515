"""Triples by the template teacher of made-up facts, for its tests: awkward titles, skills and names."""

from functools import cache
from random import Random

from dataset_builder.sampling.facts import Documents, Experience, ExperienceEdit, Facts
from dataset_builder.teachers.template import TemplateTeacher
from dataset_builder.text.mentions import first_mentioned, stemmed

ALIASES = {"JavaScript": ("JS",), "Cardiopulmonary Resuscitation": ("CPR",), "Electronic Health Records": ("EHR",)}
JOBS = {
    "technology": (
        ["Sr. Java/J2EE Developer", ".NET Developer III", "SOC Security Analyst - SecureWorks", "Network Engineer",
         "Software Developers", "Civil Engineers", "QA Tester", "Computer Network Architects", "ETL Developer (Contract)"],
        ["Java", "C++", "C#", ".NET", "Node.js", "SQL", "Kubernetes", "Data Modeling", "Unit Testing", "JavaScript", "TCP/IP",
         "Microsoft Excel", "REST APIs", "Embedded", "Business Analyst", "Security", "Release", "Technical Writing", "SAP ERP",
         "Management", "Development", "5+ years of Python, must have Django"],
    ),
    "social, product and finance": (
        ["Accountants and Auditors", "Loan Officers", "School Principal", "Social Workers, All Other", "Graphic Designers",
         "Economics Teachers, Postsecondary", "Real Estate Sales Agents", "Hair Stylist"],
        ["Budget Preparation", "GAAP", "Lesson Planning", "Customer Service", "Negotiation Skills", "Public Speaking", "Fundraising",
         "Knowledge of Design Trends", "Ability to Work in a Team", "Patience", "Adobe Photoshop", "Grant Writing", "Market Research", "Reporting"],
    ),
    "manual labor": (
        ["Heavy and Tractor-Trailer Truck Drivers", "Bakers", "Welder", "Electricians", "Helpers--Carpenters", "Line Cook", "Security Guards",
         "First-Line Supervisors of Construction Trades and Extraction Workers", "Molders, Shapers, and Casters, Except Metal and Plastic"],
        ["Welding", "Blueprint Reading", "Forklift Operation", "Physical Strength and Stamina", "Equipment Maintenance", "Knife Skills",
         "Manual Dexterity", "OSHA Regulations", "Sauce Making", "CNC Machining", "Ability to Use GPS Devices", "Attention to Detail", "Conduit Bending"],
    ),
    "healthcare": (
        ["Registered Nurses", "EKG Technician", "Home Health Aides", "Physical Therapists", "Surgeons, All Other", "Dental Hygienists"],
        ["Cardiopulmonary Resuscitation", "Wound Care", "Electronic Health Records", "Triage", "Medical Terminology", "Patient Assessment", "Empathy",
         "Active Listening", "Venipuncture", "Infection Control", "Vital Signs Monitoring", "First Aid", "Experience with Infants"],
    ),
    "administrative": (
        ["Executive Assistant", "Office Clerks, General", "Receptionists and Information Clerks", "Bank Teller", "Chief Executives", "Payroll Clerk"],
        ["Data Entry", "Microsoft Office", "Calendar Management", "Mail Sorting", "Record Keeping Skills", "Detail-oriented", "Organizational",
         "Invoice Processing", "Cash Handling", "Multi-Line Phones", "Time Management", "Typing", "Bookkeeping"],
    ),
}  # fmt: skip
NAMES = ("Azaria", "Björn", "Chloé", "Dejan", "Łucja", "Mina", "O'Shea", "Siobhán", "Wei", "Zuzanna")


def make_facts(number: int, recipe: str) -> Facts:
    """Facts as the sampler draws them: kept skills and kept titles name no removed skill."""
    rng = Random(f"{recipe}/{number}")
    category = rng.choice(list(JOBS))
    titles, pool = JOBS[category]
    titles = rng.sample(titles, min(len(titles), rng.choices((1, 2, 3, 4, 5), (25, 32, 23, 14, 6))[0]))
    chosen = rng.sample(pool, min(len(pool), rng.choice((4, 5, 6, 6, 7, 8, 9))))
    removed = chosen[: rng.choice((1, 2, 3))]
    kept = [s for s in chosen if s not in removed and not first_mentioned(stemmed(s), removed, ALIASES)]
    skills = removed + kept
    rng.shuffle(skills)
    others = [s for s in pool if s not in chosen and not first_mentioned(stemmed(s), removed, ALIASES)]
    extra, added = (others[:1], others[1 : 1 + len(removed)]) if recipe == "facts" else ([], [])
    jobs, end = [], rng.randint(2015, 2023)
    for name in titles:
        years = rng.randint(1, 5)
        jobs.append(Experience(name, years, end - years, end))
        end -= years
    newest, kinds = jobs[0], ["kept", "dropped"] if len(jobs) > 1 else ["kept"]
    kind = rng.choice(kinds + ["shortened"] * (newest.held > 1) + ["replaced"] * (recipe == "facts"))
    edited = {
        "kept": [newest],
        "dropped": [],
        "shortened": [Experience(newest.title, newest.held - 1, newest.start_year, newest.end_year - 1)],
        "replaced": [Experience("Office Manager", newest.held, newest.start_year, newest.end_year)],
    }[kind]
    to = edited[0] if edited else None
    edit = ExperienceEdit(
        kind,
        newest.title,
        newest.start_year,
        newest.end_year,
        to and to.start_year,
        to and to.end_year,
        to and to.title,
    )
    return Facts(
        id=f"train-{number:06d}", job_title=newest.title, category=category, cluster=0, skills=tuple(skills),
        extra_skills=tuple(extra), experiences=tuple(jobs), first_name=rng.choice(NAMES), gender="female",
        removed_skills=tuple(removed), unmatched_skills=tuple([s for s in skills if s in kept] + extra + added),
        experience_edit=edit, unmatched_experiences=tuple(edited + jobs[1:]), negative_kind="deletion",
    )  # fmt: skip


@cache
def triples(recipe: str, count: int) -> list[tuple[Facts, Documents]]:
    teacher = TemplateTeacher(aliases=ALIASES, recipe=recipe)
    return [(facts, teacher.write(facts)) for facts in (make_facts(number, recipe) for number in range(count))]


def texts(documents: Documents) -> tuple[str, ...]:
    return documents.job_description, documents.resume_matched, documents.resume_unmatched
