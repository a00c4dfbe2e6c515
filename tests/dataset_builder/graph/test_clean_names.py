"""Each rule of the normaliser with an example as it stands in the Dice file, and the words it must leave alone."""

import pytest

from dataset_builder.graph.canonical_names import slips
from dataset_builder.graph.clean_names import (
    clean_skill,
    clean_title,
    joined_parts,
    known_name,
    plain,
    skill_key,
    title_key,
)
from dataset_builder.graph.letter_case import Casing

TITLES = {
    "Java Tech Lead - Spring, Hibernate, Web Services in Richmond VA": "Java Tech Lead",  # stack, city and state
    "Siebel Admin Consultant the need in Naperville IL, USA?": "Siebel Administrator Consultant",
    "Pharma Regulatory Publishing Consultant || Irvine, CA": "Pharma Regulatory Publishing Consultant",
    "SAP Hana Lead consultant@ CA, CT, PA": "SAP Hana Lead consultant",
    ".NET Software Developer ($70-80K)": ".NET Software Developer",  # salary
    "Front-End Web Developer - W2": "Front End Web Developer",  # form of contract
    "Full Stack C#/.NET Developer - W2 ONLY": "Full Stack C#/.NET Developer",
    "MetaSolv Solutions Analyst (C2C OK)": "MetaSolv Solutions Analyst",
    "Data Architect/Big Data Architect (long term contract)": "Data Architect",
    "Tableau Developer - 02651": "Tableau Developer",  # job id
    "20111Network Administrator, Associate,": "Network Administrator",
    "Senior Security Analyst - Req ID: 1534": "Senior Security Analyst",
    "Data Analyst (5+ years)": "Data Analyst",  # years
    "Sr Project Manager with Financial Services - F2F Interview Required": "Senior Project Manager",
    "Direct hire for Desktop Support Analyst with Mac Experience": "Desktop Support Analyst",  # call
    "REMOTE: F5 Application Delivery Engineer": "F5 Application Delivery Engineer",
    "Director of Cyber Security - 100% REMOTE!!!": "Director of Cyber Security",
    "Robert Half Technology Account Executive CS": "Account Executive",  # agency
    "Sr. Fullstack PHP Software Engineer": "Senior Full Stack PHP Software Engineer",  # rank, spelling
    "PeopleSoft HCM Functional Analyst IV": "PeopleSoft HCM Functional Analyst",  # grade
    "SharePoint 2013 Developer": "SharePoint Developer",  # version
    "Director, Project and Change Management": "Director of Project and Change Management",
    "Staff Software Engineer Product Engineering": "Staff Software Engineer",
    "BSA / Business Systems Analyst with Payments/Checkout (eComm/Retail)": "Business Systems Analyst",
    "ETL - Informatica - Datastage - Teradata -Hadoop / UI- J2EE /.Net Developers/Architects.": ".Net Developer",
    "Java Full Stack Developer_New York, NY": "Java Full Stack Developer",
    "Software Development Engineer in Test II (SDET)": "Software Development Engineer in Test",
    "A&E Project Manager in Denver CO": "A&E Project Manager",
    "Programmer Anaylst": "Programmer Analyst",
    # left as they are
    "Java Developer": "Java Developer",
    "C++ Developer": "C++ Developer",
    ".NET Developer": ".NET Developer",
    "Technical Writer": "Technical Writer",
    "User Experience Designer": "User Experience Designer",
    "Office 365 Consultant": "Office 365 Consultant",
    # no occupation
    "SAP PI EDI": None,
    "Developer": None,
    "Sr Developer": None,
    "Oracle ATG Web Commerce": None,
}

SKILLS = {
    "See job description": None,
    "(See Job Description)": None,
    "SEE BELOW": None,
    "Refer to Job Description": None,
    "Telecommuting not available Travel not required": None,
    "Full Time": None,
    "Inquire": None,
    "Contract W2": None,
    "Null": None,
    "#NAME?": None,
    "TAD PGS, INC. specializes in delivering secure, reliable and rapidly implemented workforce solutions": None,
    "Local to Greenville": None,
    "High School diploma or GED required": None,
    "5+ years experience required": None,
    "Ability to think logically": None,
    "Troubleshooting and resolving application and network problems": None,
    "Development": None,  # tags that Dice sets by itself
    "Management": None,
    "Project": None,
    "Research": None,
    "Project Manager": None,  # titles
    "java developer": None,
    "Oracle DBA": None,
    "experience with SQL": "SQL",
    "5+ years of Java": "Java",
    "Java experience is a plus": "Java",
    '"automation" and selenium"': "automation and selenium",
    "C++ ": "C++",
    ".Net": ".Net",
    "C#": "C#",
    "iOS": "iOS",
    "A+": "CompTIA A+",
    "Security+": "CompTIA Security+",
    "R": "R",
    "Chef": "Chef",  # a tool, not a cook
    "Help Desk": "Help Desk",
    "MS SQL": "SQL Server",
    "Java Script": "JavaScript",
    "Excel": "Microsoft Excel",
    "AT&amp;T": "AT&T",
    "TCP/IP": "TCP/IP",
}


@pytest.mark.parametrize(("written", "name"), TITLES.items())
def test_title(written, name):
    assert clean_title(written) == name


@pytest.mark.parametrize(("written", "name"), SKILLS.items())
def test_skill(written, name):
    assert clean_skill(written) == name


def test_one_key_for_all_spellings():
    assert len({skill_key(name) for name in ("reactjs", "React.js", "React JS", "react-js")}) == 1
    assert skill_key("Web Service") == skill_key("web services")
    assert skill_key("HTTP") != skill_key("HTTPS")
    assert len({skill_key(name) for name in ("C", "C#", "C++")}) == 3


def test_one_key_for_singular_and_plural_titles():
    assert title_key("Software Developers") == title_key("software developer")
    assert title_key("Secretaries") == title_key("Secretary")
    assert title_key("Front-End Developer") == title_key("Front End Developer")
    assert title_key("C# Developer") != title_key("C++ Developer")


def test_joined_names_are_taken_apart():
    assert joined_parts("linux/unix") == ("linux", "unix")
    assert joined_parts("C or C++") == ("C", "C++")
    assert joined_parts("PL/SQL") == ("PL/SQL",)


def test_casing_is_the_usual_one():
    written = [("Java", 5), ("JAVA", 3), ("java", 9), ("SQL", 4), ("Sql", 1), ("SENIOR ORACLE DBA", 50), ("Oracle", 1)]
    casing = Casing(written, fixed=[".NET"])
    assert casing.apply("JAVA and sql") == "Java and SQL"
    assert casing.apply("oracle .net developer") == "Oracle .NET Developer"
    assert casing.apply("SENIOR") == "SENIOR"  # nobody wrote it otherwise, and short words may be acronyms
    assert casing.apply("DATASTAGE") == "Datastage"


def test_slips_of_the_pen():
    times = {"kubernetes": 40, "kubernates": 1, "windows7": 40, "windows8": 1, "java": 90, "lava": 1}
    assert slips(times) == {"kubernates": "kubernetes"}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Computer aided design CAD software", "Computer aided design software"),
        ("Dassault Systemes SolidWorks", "SolidWorks"),
        ("ESRI ArcGIS software", "ArcGIS"),
        ("MEDITECH software", "MEDITECH"),
        ("Spreadsheet software", "Spreadsheet software"),
        ("Structured query language SQL", "SQL"),
        ("Property damage, bodily injury, and liability estimation software", None),
    ],
)
def test_onet_name(written, name):
    assert known_name(written) == name


def test_no_separator_stays_in_a_name():
    assert plain('Wood; "Metal" | Stone\nClay') == "Wood, Metal , Stone Clay"
    for written in [*TITLES, *SKILLS]:
        for name in (clean_title(written), clean_skill(written)):
            assert name is None or not set(name) & set(';|"\n\t')
