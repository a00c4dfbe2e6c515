"""Each rule for titles with an example as ads write it, and the titles it must leave alone."""

import pytest

from dataset_builder.graph.ads.names import ad_name
from dataset_builder.graph.ads.titles import clean_title

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
    "Scala Developer - 02651": "Scala Developer",  # job id
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
    "Pricing Anaylst": "Pricing Analyst",
    # left as they are
    "Java Developer": "Java Developer",
    "C++ Developer": "C++ Developer",
    ".NET Developer": ".NET Developer",
    "Technical Writer": "Technical Writer",
    "Service Experience Designer": None,  # "experience" is what ads ask
    "Guest Experience Designer": "Guest Experience Designer",
    "Office 365 Consultant": "Office 365 Consultant",
    # no occupation
    "SAP PI EDI": None,
    "Developer": None,
    "Sr Developer": None,
    "Oracle ATG Web Commerce": None,
}


NAMED = {
    "Registered Nurse - 12 hr nights - $42/hr": "Registered Nurse",  # a written title
    "RN (Med/Surg)": "Registered Nurse",  # its short form
    "NOW HIRING: Line Cooks": "Line Cook",  # many wanted
    "CNA / all shifts": "Certified Nursing Assistant",
    "Miscellaneous Managers": None,  # a heading
    "Perl or Ruby Developer": None,  # a choice
    "Three Engineers": None,
    "Senior DBA Database Administrator": None,  # a role twice
    "Java, Scala and Kafka Engineer": None,  # products
    "Wearhouse Suprvisor Coordinator": None,  # words of no other title
}


@pytest.mark.parametrize(("written", "name"), TITLES.items())
def test_title(written, name):
    assert clean_title(written) == name


@pytest.mark.parametrize(("written", "name"), NAMED.items())
def test_title_of_one_ad(written, name):
    assert ad_name("title", written) == name


def test_no_separator_stays_in_a_title():
    for written in TITLES:
        assert not set(clean_title(written) or "") & set(';|"\n\t')
