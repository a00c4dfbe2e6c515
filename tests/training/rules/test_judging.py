"""Decided only where words and arithmetic are sure: a thing said in other words is unclear, never missing."""

import pytest

from dataset_builder.text.dates import Date
from dataset_builder.text.names.matching import SkillNames
from dataset_builder.text.posts.post import read_post
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.resume import read_resume
from training.rules.judging import judge

TODAY = Date(2026, 11)
NAMES = SkillNames(
    [
        ("Kafka", ("Apache Kafka",)),
        ("SQL", ()),
        ("Python", ()),
        ("React", ("React.js",)),
        ("Salesforce", ()),
        ("HubSpot", ()),
        ("Zoning Regulations", ()),
        ("Architect License", ()),
        ("IRS Correspondence", ()),
        ("Bank Reconciliation", ()),
        ("Color Theory", ()),
        ("Fall Protection", ()),
        ("SAP ERP", ()),
        ("GED Preparation", ()),
    ]
)
MET, UNCLEAR, MISSING, SHORT = Status.MET, Status.UNCLEAR, Status.MISSING, Status.TOO_SHORT


def status(asked: str, resume: str) -> Status:
    judged = judge(read_post(f"Job\n\nRequirements\n- {asked}\n"), read_resume(resume, TODAY), NAMES, TODAY)
    assert len(judged) == 1, [one.point.text for one in judged]
    return judged[0].status


JOB = "Ada Moss\n\nExperience\nShop Assistant, Hale & Sons\nJan 2018 - Dec 2021\n- Counted the till every evening\n"


@pytest.mark.parametrize(
    ("asked", "resume", "wanted"),
    [
        ("Kafka at any scale", JOB + "\nSkills\nTills, SQL\n", MISSING),
        ("Kafka at any scale", JOB, UNCLEAR),
        ("TWIC card", JOB, MISSING),
        ("Conducted interviews and kept notes", JOB, UNCLEAR),
        ("Able to calm an angry guest", JOB, UNCLEAR),
        ("No more than 6 points", JOB, UNCLEAR),
        ("Full clean driving licence", JOB, UNCLEAR),
        ("Competent in CRRT", JOB + "- continuous renal replacement on two wards\n", UNCLEAR),
        ("CKA", JOB + "\nCertificates\nCertified Kubernetes Administrator, 2025\n", MET),
        ("Food safety at Level 3", JOB + "\nCertificates\nFood safety Level 2\n", MISSING),
        ("First aid certificate, in date", JOB + "\nCertificates\nFirst aid certificate, expired 2022\n", MISSING),
        ("CPR", JOB + "\nCertificates\nCPR, 2022 (good for two years; renewed Oct 2026)\n", MET),
        ("React in production", JOB + "\nCourses\nReact: the basics (online course, 6 hours)\n", MISSING),
        ("Salesforce or HubSpot, kept tidy without nagging", JOB + "- Kept HubSpot clean\n", MET),
        ("Patients with dementia", JOB + "- Washed patients\n", UNCLEAR),
        ("Balancing the till each evening", JOB, UNCLEAR),
        ("Evening till counts", JOB, MET),
    ],
)  # fmt: skip
def test_what_is_missing_is_surely_missing(asked, resume, wanted):
    assert status(asked, resume) is wanted


@pytest.mark.parametrize(
    ("asked", "resume", "wanted"),
    [
        ("3 years in a shop", JOB, MET),
        ("5 years in a shop", JOB, SHORT),
        ("3 years in retail banking", JOB, UNCLEAR),
        ("At least 3 years working as a foreman on housing", "Experience\nForeman, Doyle Homes\nJan 2024 - Dec 2024\nCarpenter, Doyle Homes\nJan 2015 - Dec 2023\n", SHORT),
        ("2 years as an Electrician", "Experience\nApprentice Electrician, Volt Ltd\nJan 2018 - Dec 2021\n", MISSING),
        ("2 years as a Nanny", "NANNY\n\nExperience\nTeacher, Hill School\nJan 2018 - Dec 2021\n", UNCLEAR),
    ],
)  # fmt: skip
def test_years_count_where_the_jobs_own_words_name_the_field(asked, resume, wanted):
    assert status(asked, resume) is wanted


@pytest.mark.parametrize(
    ("asked", "line", "wanted"),
    [
        ("Right to work in the UK", "EU Settled Status since 2020", MET),
        ("Full clean driving licence, category B", "Driving: B and BE, no penalty points", MET),
        ("Valid Code B (08) licence", "Drivers: Code 08, own bakkie", MET),
        ("Class A CDL", "Texas Class A, X and T endorsements, no restrictions", MET),
        ("18th Edition", "BS 7671:2018 Amendment 2 (2022)", MET),
        ("Fluent English and Afrikaans", "Afrikaans and English both from home", MET),
        ("Spanish or Navajo", "English; Diné bizaad with my grandparents", UNCLEAR),
        ("Basic English", "Hindi, English speak and write, little Konkani", MET),
    ],
)
def test_credentials_and_languages_as_people_write_them(asked, line, wanted):
    assert (
        status(
            asked,
            f"{JOB}\nLanguages\n{line}\n" if "ngl" in asked or "Navajo" in asked else f"{JOB}\nLicences\n{line}\n",
        )
        is wanted
    )


@pytest.mark.parametrize(
    ("asked", "line", "wanted"),
    [
        ("Full B licence, held 3 years or more", "Full driving licence category B since May 2019", MET),
        ("Full B licence, held 3 years or more", "Full driving licence category B since May 2025", MISSING),
        ("No more than 3 penalty points", "Driving licence, 6 penalty points", MISSING),
        ("No more than 6 penalty points", "Driving licence, three points since 2025", MET),
        ("Class 2 full licence", "Classes 1, 2 and 4 full", MET),
        ("Passenger endorsement, current", "Passenger endorsement, but I let it go in 2023", MISSING),
        ("You hold, or can get, a Confidential clearance", "Vetted to SECRET, lapsed in 2022", MET),
        ("You hold a Confidential clearance", "Vetted to SECRET, lapsed in 2022", MISSING),
        ("MSc degree in mathematics", "2015 - 2017 | Polytechnic of Lodz | MSc programme in Mathematics", UNCLEAR),
        ("MSc degree in mathematics", "2017 | Polytechnic of Lodz | MSc in Mathematics", MET),
        ("Bachelor's degree in electronics", "Inginer diplomat, Applied Electronics, Technical University of Iasi, 2018", MET),
        ("Associate degree, or a pass in the Marlow Assessment", "Marlow Assessment, pass with 471 points", MET),
        ("Degree in physics or chemistry", "Sold chemistry sets", MISSING),
        ("Eligible to work in Ireland", "Stamp 4, no end date", MET),
        ("Irish", "Worked in Irish creches for years", UNCLEAR),
        # categories in a list, and what a licence for automatic cars covers
        ("Full category D licence", "Driving licence: B, C, CE, D (since 2019)", MET),
        ("Category C+E licence", "Driving licence: B, C", MISSING),
        ("Full manual driving licence", "Full UK driving licence (automatic only)", MISSING),
        ("Full manual driving licence", "Full UK driving licence, manual and automatic", MET),
        ("CDL Class A with hazmat endorsement", "CDL-A, H, N and T endorsements", MET),
        ("CDL Class A with hazmat endorsement", "CDL-A, N and T endorsements", MISSING),
        # days of expiry as a card has them
        ("Safe Pass", "Safe Pass exp. Jan 2026", MISSING),
        ("Safe Pass", "Safe Pass exp. Jan 2028", MET),
        ("SIA Door Supervisor licence", "SIA Door Supervisor licence exp 04/26", MISSING),
        ("Working at Heights (current)", "Working at Heights (exp. 04/2026)", MISSING),
        ("Working at Heights (current)", "Working at Heights (exp. 04/2029)", MET),
        # names in other forms, codes, and steps that include others
        ("High Risk Work Licence - Dogging (DG)", "HRWL: DG, WP", MET),
        ("High Risk Work Licence - Dogging (DG)", "HRWL: LF, WP", MISSING),
        ("FoodSafe Level 1", "Food Safe Level 1, 2023", MET),
        ("Digital tachograph card", "Tacho card", MET),
        ("Cosmetology license", "Licensed Cosmetologist, Texas", MET),
        ("CPR certified", "BLS for Healthcare Providers, 2025", MET),
        ("BLS certification", "CPR (adult and child), 2025", MISSING),
        ("TEFL certificate", "CELTA, Cambridge, 2019", MET),
        ("CIPD Level 5", "CIPD Level 3 (Foundation), studying Level 5", MISSING),
        ("CIPD Level 3", "CIPD Level 3 (Foundation), studying Level 5", MET),
        ("IPAF 3b", "IPAF 3a, 1b", UNCLEAR),
        ("Completed apprenticeship as a carpenter", "Apprentice carpenter, 2019 - 2023", MET),
        ("Completed apprenticeship as a carpenter", "Apprentice carpenter, 2024 - present", UNCLEAR),
    ],
)  # fmt: skip
def test_credentials_by_their_terms(asked, line, wanted):
    assert status(asked, f"{JOB}\nLicences\n{line}\n") is wanted


FIELDS = "Iva Sand\n\nExperience\nSQL Developer, Corvid Apps\nJan 2023 - present\n- Kept 40 SQL reports and their tests for the whole of the firm, wrote each new one and trained two colleagues\nPHP Developer, Brome Web\nJan 2019 - Dec 2022\n- Web shops and back ends for estate agents, a wine club and two schools, with their data and their pages\n"


@pytest.mark.parametrize(
    ("title", "asked", "resume", "wanted"),
    [
        ("SQL Developer", "5+ years building SQL reports professionally", FIELDS, SHORT),
        ("SQL Developer", "3+ years building SQL reports professionally", FIELDS, MET),
        ("Courier", "6 months of multi drop, courier, groceries", "Experience\nParcel Courier, Azul\nJan 2024 - present\n", MET),
        ("Nursery Lead", "At least 2 years working in an early years room in Ireland or abroad", "Experience\nEarly Years Assistant, Wrens\nJan 2022 - present\n- toddler room\n", MET),
        ("Statistician", "Minimum 2 years of modelling in Python for trials", "Experience\nStatistician, Medi\nJan 2022 - present\n\nWhat I do at Medi\n- modelling in Python every day\n", MET),
    ],
)  # fmt: skip
def test_years_in_a_field_by_products_alternatives_and_the_whole_page(title, asked, resume, wanted):
    judged = judge(read_post(f"{title}\n\nRequirements\n- {asked}\n"), read_resume(resume, TODAY), NAMES, TODAY)
    assert [one.status for one in judged] == [wanted]


@pytest.mark.parametrize(
    ("asked", "line", "wanted"),
    [
        ("To be free every other weekend", "Weekends are fine with me", MET),
        ("Availability for the on-call roster, currently one night in eight", "On call one week in six", MET),
        ("Able to lift and move pupils or equipment up to 20 kg", "Unloaded trucks, cases to 22 kg all shift", MET),
        ("Ready to work nights and every second weekend", "Permanent nights incl. weekends", MET),
    ],
)
def test_circumstances_in_more_words(asked, line, wanted):
    assert status(asked, f"{JOB}- {line}\n") is wanted


LISTED = "Ada Moss\n\nSkills\n- {}\n- Sewing\n\nExperience\nClerk, Hale & Sons\nJan 2018 - Dec 2021\n"


@pytest.mark.parametrize(
    ("asked", "line", "wanted"),
    [
        # a list of skills with a credential among them: each by its kind
        ("Zoning Regulations, Architect License", "Zoning Regulations\n- Architect License (current)", MET),
        ("Zoning Regulations, Architect License", "Architect License (current)", MISSING),
        # the first holds a name in capitals, the second none
        ("Demonstrated experience with IRS correspondence and bank reconciliation", "IRS correspondence", UNCLEAR),
        ("IRS correspondence and bank reconciliation", "IRS correspondence\n- bank reconciliation", MET),
        # the name of what is asked is no word about a course
        ("Hands-on work with Color Theory", "Confident with color theory", MET),
        ("Hands-on work with Color Theory", "Color theory (online course)", MISSING),
        ("Fall Protection: Several years of practice preferred", "Experienced in Fall Protection", MET),
        # one product is not another of its kind
        ("Experience with SAP ERP", "NetSuite", MISSING),
        # a name that holds the word of a credential
        ("Knowledge of GED preparation", "Skilled in GED Preparation", MET),
        ("Knowledge of GED preparation", "Master of Education", MISSING),
        # a school gives no licence to work
        ("Cosmetology License required", "Certificate, Cosmetology, Marlow Technical College", UNCLEAR),
        ("Cosmetology License required", "Cosmetology License (current)", MET),
    ],
)
def test_names_that_stand_together_are_read_by_themselves(asked, line, wanted):
    assert status(asked, LISTED.format(line)) is wanted


def titled(asked: str, held: str) -> Status:
    """Of two years as one thing, after six as another."""
    return status(f"2 years as a {asked}", f"Ada Moss\n\nExperience\n{held}, Brightwell Ltd, Jan 2018 - Dec 2023\n- did the work well\n")  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "held", "wanted"),
    [
        # what stands before the word for the person names a trade
        ("night porter", "Kitchen Porter", MISSING),
        ("kitchen porter", "Night Porter", MISSING),
        ("hospital porter", "Kitchen Porter", MISSING),
        ("store manager", "Case Manager", MISSING),
        ("staff nurse", "Dental Nurse", MISSING),
        ("dental nurse", "Staff Nurse", UNCLEAR),
        ("software tester", "Soil Tester", MISSING),
        ("forklift driver", "Bus Driver", MISSING),
        ("bank manager", "Store Manager", MISSING),
        ("night receptionist", "Dental Receptionist", MISSING),
        ("nurse", "Dental Nurse", UNCLEAR),
        ("porter", "Kitchen Porter", UNCLEAR),
        # a rank, a shift, an employer's kind or a size does not
        ("night porter", "Hotel Porter", MET),
        ("kitchen porter", "Kitchen Porter (nights)", MET),
        ("part-time cleaner", "Office Cleaner", MET),
        ("bank nurse", "Staff Nurse", MET),
        ("night nurse", "Ward Nurse", MET),
        ("nurse", "ICU Nurse", MET),
        ("electrician", "Maintenance Electrician", MET),
        ("CNC operator", "Machine Operator", UNCLEAR),
        ("Java developer", "Software Developer", UNCLEAR),
        ("shift manager", "Duty Manager", UNCLEAR),
    ],
)
def test_a_word_for_a_trade_before_the_head_of_a_title_counts(asked, held, wanted):
    assert titled(asked, held) is wanted


def test_the_line_of_the_right_trade_is_the_evidence():
    resume = "Ada Moss\n\nExperience\nKitchen Porter, Blue Hotel, Jan 2019 - Dec 2020\n- pots\nNight Receptionist, Grand Inn, Jan 2021 - Dec 2024\n- check in\n"
    asked = "1 year as a night receptionist or as a night porter"
    judged = judge(read_post(f"Night Porter\n\nRequirements\n- {asked}\n"), read_resume(resume, TODAY), NAMES, TODAY)
    (one,) = judged
    assert one.status is MET and one.evidence is not None
    assert resume[one.evidence.start : one.evidence.end].startswith("Night Receptionist")


SKILLS = "\nSkills\nExcel, SQL\n"


@pytest.mark.parametrize(
    ("asked", "line", "wanted"),
    [
        # another product of the kind is not the one that is asked by its name
        ("Proficient in OPERA PMS", "Property runs on Protel", MISSING),
        ("LabWare LIMS", "Empower 3, STARLIMS", MISSING),
        ("A property management system", "Property runs on Protel", MET),
        # said in other words or short forms
        ("Karl Fischer titration", "KF coulometric and volumetric", UNCLEAR),
        ("Photography", "Took the pictures for the catalogue", UNCLEAR),
        ("Lean / 5S", "5S audits every Friday", MET),
        ("Membership of the Chartered Institute of Fundraising", "MCIOF (Dip) since 2024", UNCLEAR),
        # credentials by their terms
        ("Current QLD Blue Card", "Blue Card - exp. 06/2028", UNCLEAR),
        ("Current HLTAID012 (first aid in an education and care setting)", "HLTAID012 - done 21 Feb 2024", MET),
        ("Safe Pass that is in date", "Safe Pass - expires 14 October 2026 (course booked for 12 December)", MISSING),
        ("AWS certification, Associate or up", "AWS Solutions Architect Associate - passed June 2022 (3 years)", MISSING),
        ("Lifeguard qualification", "Lifeguard qualification - awarded 18/09/2025 (2 yr)", MET),
        ("Full member of ACCA", "ACCA - 11 of 13 papers passed", MISSING),
        ("Class A CDL with tanker endorsement", "Class A commercial license, endorsements X and T", MET),
        ("Class A CDL with tanker endorsement", "Class A commercial license, endorsement P", MISSING),
        ("DOT medical card", "Medical examiner's certificate good until 8/2027", MET),
        ("STCW II/1 Officer of the Watch", "Watchkeeper, STCW II/3, 2022", UNCLEAR),
        ("NDIS Worker Screening Check issued within the last three years", "NDIS Worker Screening clearance - issued August 2024", UNCLEAR),
        ("Graduate in any stream", "B.Com, 2022, Harinath Degree College", MET),
    ],
)  # fmt: skip
def test_kinds_of_what_realistic_resumes_say(asked, line, wanted):
    assert status(asked, f"{JOB}{SKILLS}\nLicences\n{line}\n") is wanted


@pytest.mark.parametrize(
    ("asked", "line", "wanted"),
    [
        ("Welsh", "English. No Welsh beyond the anthem", MISSING),
        ("English", "English. No Welsh beyond the anthem", MET),
        ("isiXhosa", "Home language Afrikaans; English fluent. No isiXhosa yet.", MISSING),
        ("Fluent German", "German (good)", UNCLEAR),
        ("German C1", "German B2", MISSING),
        ("German at B2 level", "German: B1 (Goethe, 2024), attending a B2 evening course until summer", MISSING),
        ("Dutch at B1 level at least", "Meetings in English, notes partly in Dutch", UNCLEAR),
    ],
)
def test_languages_that_are_denied_and_levels_in_words(asked, line, wanted):
    assert status(asked, f"{JOB}\nLanguages\n{line}\n") is wanted


@pytest.mark.parametrize(
    ("title", "asked", "resume", "wanted"),
    [
        ("Chef de Partie", "2+ years at chef de partie level", "Experience\nDemi Chef de Partie, Gannet Inn\nJune 2022 - present\n", MISSING),
        ("Chef de Partie", "2+ years at chef de partie level", "Experience\nChef de Partie, Gannet Inn\nJune 2022 - present\n", MET),
        ("Solicitor", "Three years' post-qualification experience in private client work", "Experience\nSolicitor, private client, Dix\nSept 2024 - present\nParalegal, private client, Wrekin\nJuly 2019 - Aug 2024\n", SHORT),
        ("Analyst", "3 years of Tableau", "Technical Matrix\nSkill            Years    Last used\nTableau Desktop   1     2023\nExcel   9     today\n\nExperience\nAnalyst, Loess\nNov 2022 - present\n- rebuilt a Tableau book\n", SHORT),
    ],
)  # fmt: skip
def test_years_at_a_level_since_qualifying_and_in_a_table(title, asked, resume, wanted):
    judged = judge(read_post(f"{title}\n\nRequirements\n- {asked}\n"), read_resume(f"Iva Sand\n\n{resume}", TODAY), NAMES, TODAY)  # fmt: skip
    assert [one.status for one in judged] == [wanted]


def test_no_employment_law_is_a_language():
    assert status("Practical knowledge of Irish employment law", f"{JOB}\nLanguages\nIrish (native)\n") is UNCLEAR


def test_making_beds_is_no_degree_and_a_lower_level_is_shown_by_the_name():
    listed = JOB + "\nSkills\nBed Making, SQL, Rigging\n"
    for asked in ("Bed Making", "Intermediate SQL", "Experience performing rigging"):
        assert status(asked, listed) is MET, asked
    assert status("BEd or MEd", JOB) is MISSING


TWO = "Ada Moss\n\nExperience\nQuantitative Analyst, Hale & Sons\nJan 2022 - Dec 2023\n\nRisk Analyst, Vale Ltd\nJan 2016 - Dec 2021\n"


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("3 years as a Quantitative Analyst", SHORT),
        ("3 years in the role of a Quantitative Analyst", SHORT),
        ("3 years as a Quantitative Analyst or in a similar role", UNCLEAR),
        ("Quantitative Analyst: at least 3 years of experience in a team environment", SHORT),
    ],
)
def test_who_held_the_asked_title_itself_held_no_other_by_it(asked, wanted):
    assert status(asked, TWO) is wanted


def test_a_licence_is_shown_by_its_own_line_rather_than_by_the_title_of_who_holds_it():
    resume = (
        "Ada Moss\n\nSummary\nPolygraph Examiner, two years\n\nCertificates\nPolygraph Examiner License (current)\n"
    )
    (judged,) = judge(
        read_post("Job\n\nRequirements\n- Polygraph Examiner License\n"), read_resume(resume, TODAY), NAMES, TODAY
    )
    assert judged.status is MET and "(current)" in judged.evidence.line(resume)


def test_an_employer_behind_with_is_no_part_of_a_title():
    (job,) = read_resume(
        "Ada Moss\n\nExperience\nServed as an Optometrist with Vale Eye Care (2018 to 2021).\n", TODAY
    ).jobs
    assert job.title == "Optometrist"


@pytest.mark.parametrize(
    ("asked", "line", "wanted"),
    [
        ("Full category D driving licence (D1 is not sufficient)", "Driving licence: categories B, BE, D1", MISSING),
        ("Full category D driving licence", "Full PCV licence, category D", MET),
        ("D1 driving licence", "PCV category D", MET),
    ],
)
def test_a_licence_for_minibuses_drives_no_bus(asked, line, wanted):
    assert status(asked, f"{JOB}\nLicences\n{line}\n") is wanted


def test_a_course_leaves_open_whether_it_was_done():
    assert status("Kafka experience", f"{JOB}\nTraining\nKafka basics, three day course, 2024\n") is UNCLEAR
    assert status("Kafka experience", f"{JOB}- Ran Kafka for two years\n") is MET
    assert status("Kafka experience", f"{JOB}- Kafka in the workshop and for the online shop\n") is MET
    assert status("Kafka", f"{JOB}\nTraining\nKafka, three day course, 2024\n") is MET
