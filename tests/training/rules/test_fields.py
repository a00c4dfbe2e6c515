"""Experience by field and trade, by arithmetic: surely in, surely outside, or open; and what is said about circumstances."""

import pytest

from dataset_builder.text.dates import Date
from dataset_builder.text.names.matching import SkillNames
from dataset_builder.text.posts.post import read_post
from dataset_builder.text.resumes.resume import read_resume
from training.rules.judging import judge
from training.rules.occupations import Trades

TODAY = Date(2026, 11)
NAMES = SkillNames([("AutoCAD", ()), ("Primavera P6", ()), ("PLC Troubleshooting", ()), ("SQL", ()), ("Tableau", ())])


def status(title: str, asked: str, resume: str) -> str:
    judged = judge(read_post(f"{title}\n\nRequirements\n- {asked}\n"), read_resume(resume, TODAY), NAMES, TODAY)
    assert len(judged) == 1, [one.point.text for one in judged]
    return judged[0].status


def jobs(*lines: str) -> str:
    return "Ada Moss\n\nExperience\n\n" + "\n\n".join(lines) + "\n"


NURSE = jobs("Staff Nurse, Arkansas River Medical Center, Aug 2025 - present", "Certified Nursing Assistant, Redbud Senior Living, June 2021 - July 2025")  # fmt: skip
CHEF = jobs("Chef de Partie, Brasserie Lorne, Feb 2021 - present")
SHOP = jobs("Shop Assistant, Hale & Sons, Jan 2018 - present\n- Counted the till")
STUDENT = jobs(
    "Backend Developer, Elbkontor GmbH, 03/2023 - present", "Trainee programmer, Alsterdata GmbH, 10/2020 - 02/2023"
)


@pytest.mark.parametrize(
    ("title", "asked", "resume", "wanted"),
    [
        ("Registered Nurse", "Minimum 2 years of acute care experience", NURSE, "too short"),
        ("Sous Chef", "At least 3 years in professional kitchens", CHEF, "met"),
        ("Assistant Store Manager", "2 years of retail experience", SHOP, "met"),
        ("Team Leader", "At least one year in a supervisory role", SHOP, "missing"),
        ("Team Leader", "Previous supervisory experience", SHOP, "missing"),
        ("Registered Nurse", "2 years of ward experience", SHOP, "missing"),
        ("Nurse", "2 years as a staff nurse, ward or clinic", NURSE, "too short"),
        ("Designer", "3 years as a graphic designer, in-house or agency", jobs("Copywriter, Hale Agency, Jan 2018 - present"), "missing"),
        ("Senior Staff Nurse", "One year's full time post qualification experience", NURSE, "met"),
        ("Senior Staff Nurse", "Three years' full time post qualification experience", NURSE, "too short"),
        ("Backend Engineer", "5 years of professional experience in backend development", STUDENT, "too short"),
        ("Retail Sales Associate", "2 years as a Retail Sales Associate", SHOP, "met"),
        ("Data Analyst", "2+ years of experience in data analysis", jobs("Data Analyst, Tumkur, Sep 2023 - present"), "met"),
        ("Electrician", "3 years of experience in commercial fit-out", jobs("Electrician, Lee Valley, Sept 2021 - present\n- fit-out of offices and shop units"), "met"),
        ("Machinist", "3 years on 5-axis mills", jobs("Machinist, Aerofab, 2018 - 2025\n- 3-axis mills"), "unclear"),
        ("Site Engineer", "Sound understanding of AutoCAD and Primavera P6 is a must", SHOP + "\nSkills\nAutoCAD\n", "missing"),
        ("Electrician", "Sound understanding of PLC Troubleshooting is a must", SHOP, "missing"),
        ("Analyst", "Good in SQL queries", SHOP + "- Wrote joins and stored procedures in Oracle\n", "unclear"),
        ("Analyst", "Experience with a CRM system", SHOP + "- Kept Salesforce up to date\n", "met"),
        ("Analyst", "Expert in Tableau", SHOP + "- basic Tableau\n", "unclear"),
        ("Analyst", "Empathy", SHOP, "unclear"),
        ("Driver", "Own transport", SHOP + "\nPersonal\nOwn car\n", "met"),
        ("Clerk", "Open to weekends", SHOP + "\nPersonal\nAvailable Monday to Friday, not weekends\n", "missing"),
        ("Clerk", "Willing to work weekends", SHOP, "unclear"),
        ("Porter", "Able to lift 20 kg", SHOP + "- Unloaded 25 kg sacks\n", "met"),
        ("Bar staff", "Must be over 18", SHOP, "met"),
        ("Nurse", "ACLS within 6 months of hire", SHOP, "unclear"),
        ("Cook", "Food hygiene certificate no more than three years old", SHOP + "\nTraining\nFood Hygiene Level 2 (2019)\n", "missing"),
        ("Planner", "CPC holder (national)", SHOP + "\nLicences\nDriver CPC to 2029\n", "missing"),
        ("Nurse", "Registered nurse with current NMC registration", SHOP + "\nTraining\nNMC PIN 17XXXXXE, renewed April 2026\n", "met"),
        ("Driver", "UAE driving license", SHOP + "\nLicences\nIndian driving license LMV\n", "missing"),
        ("Driver", "Full clean driving licence", SHOP + "\nLicences\nDriving: learner permit, test booked\n", "missing"),
        ("Carer", "Garda vetting", SHOP, "unclear"),
        ("Officer", "Fluency in English, Kiswahili and Dholuo", SHOP + "\nLanguages\nEnglish, Kiswahili (fluent), Luhya (native)\n", "missing"),
    ],
)  # fmt: skip
def test_decided(title, asked, resume, wanted):
    assert status(title, asked, resume) == wanted


def test_titles_by_what_is_written_of_occupations():
    trades = Trades()
    assert trades.same("Shop Assistant", "Retail Sales Associate")
    assert not trades.same("Shop Assistant", "Store Manager")
    assert trades.near("DevOps Engineer", "Backend Developer")
    assert trades.far("Warehouse Picker", "Staff Nurse") and trades.far(
        "Registered Nurse", "Certified Nursing Assistant"
    )
    assert not trades.far("Site Engineer", "Structural Engineer")
    assert not trades.far("Bulldozer Whisperer", "Staff Nurse")  # a title that is not known is never far
    assert trades.of_trade("kitchens", "Chef de Partie") and not trades.of_trade("kitchens", "Staff Nurse")
