"""Entries of ads' lists: the names they hold, the reasons why they hold none, and what only a corpus tells."""

import pytest

from dataset_builder.graph.ads.corpus import NEEDED, AdCorpus, Form, form_of
from dataset_builder.graph.ads.names import ad_name, vocabulary
from dataset_builder.graph.ads.skills import Reason, read_entry
from dataset_builder.sources.records import Record

KNOWN = {
    "experience with SQL": ["SQL"],
    "5+ years of Java": ["Java"],
    "Java experience is a plus": ["Java"],
    "Java 8": ["Java"],  # versions
    "Angular 2+": ["Angular"],
    "SQL Server 2008 R2": ["Microsoft SQL Server"],
    "Exchange 2013": ["Microsoft Exchange"],
    "MS SQL": ["Microsoft SQL Server"],  # other names
    "Java Script": ["JavaScript"],
    "Excel": ["Microsoft Excel"],
    "k8s": ["Kubernetes"],
    "Python programming": ["Python"],  # words around
    "Jenkins tool": ["Jenkins"],
    "C++ ": ["C++"],  # marks that belong to the name
    "C#": ["C#"],
    "A+": ["CompTIA A+"],
    "R": ["R Programming"],
    "Chef": ["Chef"],  # a tool, not a cook
    "TCP/IP": ["TCP/IP"],
    "C/C++ PHP": ["C", "C++", "PHP"],  # glued
    "Angular/Ember/jQuery": ["Angular", "Ember.js", "jQuery"],
    "HTML CSS": ["HTML", "CSS"],
    "REST/SOAP": ["REST APIs", "SOAP Web Services"],
    "Java or Scala": ["Java", "Scala"],
}
NOTHING = {
    "See job description": Reason.CONDITIONS,
    "(See Job Description)": Reason.CONDITIONS,
    "SEE BELOW": Reason.CONDITIONS,
    "Telecommuting not available Travel not required": Reason.CONDITIONS,
    "Full Time": Reason.CONDITIONS,
    "Contract to hire": Reason.CONDITIONS,
    "Contract W2": Reason.CONDITIONS,
    "dental insurance": Reason.CONDITIONS,
    "401(k)": Reason.CONDITIONS,
    "High School diploma or GED required": Reason.CONDITIONS,
    "TAD PGS, INC. specializes in delivering secure, reliable and rapidly implemented workforce solutions": Reason.CONDITIONS,
    "5+ years experience required": Reason.REMARK,
    "V9.x": Reason.MARKS,
    "Ability to think logically": Reason.REMARK,
    "Test Engineer with Linux": Reason.REMARK,
    "Development": Reason.VAGUE,  # a tag that the board sets by itself
    "Patience": Reason.VAGUE,
    "MDM": Reason.VAGUE,  # two things
    "Santa Clara": Reason.PLACE,
    "New Jersey": Reason.PLACE,
    "Preferably": Reason.DAMAGED,
    "Estimat": Reason.DAMAGED,
    "Project Manager": Reason.TITLE,
    "java developer": Reason.TITLE,
    "Personalization /Targeting": Reason.GLUED,
}


@pytest.mark.parametrize(("entry", "names"), KNOWN.items())
def test_known(entry, names):
    assert list(read_entry(entry, vocabulary()).known) == names


@pytest.mark.parametrize(("entry", "reason"), NOTHING.items())
def test_nothing(entry, reason):
    reading = read_entry(entry, vocabulary())
    assert (reading.known, reading.unknown, reading.reason) == ((), "", reason)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("QlikView Publishing", Form.OF_KNOWN),
        ("Wire Transfer Processing", Form.ENDS),
        ("IP Interfaces", Form.VAGUE_END),
        ("eFoo", Form.PRODUCT),
        ("RSX", Form.SHORT),
        ("WSRX", Form.ACRONYM),
        ("Acute Frobs", Form.PHRASE),
        ("Zorbex", Form.NAME),
        ("Ladder", Form.WORD),
    ],
)
def test_forms(name, form):
    assert form_of(name, vocabulary()) is form


def ads(*lists):
    return [Record("", tuple(skills), None, row) for row, skills in enumerate(lists, start=2)]


def test_an_unknown_name_needs_as_many_ads_as_its_form_asks():
    few = NEEDED[Form.NAME] - 1
    rare, enough = (
        AdCorpus(ads(*[["Zorbex"]] * few), vocabulary()),
        AdCorpus(ads(*[["Zorbex"]] * (few + 1)), vocabulary()),
    )
    assert rare.skills(ads(["Zorbex"])[0]) == []
    assert enough.skills(ads(["Zorbex"])[0]) == ["Zorbex"]


def test_a_plain_word_is_no_skill_however_many_ads_name_it():
    assert AdCorpus(ads(*[["Ladder"]] * 50), vocabulary()).skills(ads(["Ladder"])[0]) == []


def test_slips_join_the_name_they_mean():
    corpus = AdCorpus(
        ads(["Kubernates"], ["Outllook"], ["Anit-Virus"], *[["Zorbexion"]] * 20, ["Zorbexoin"]), vocabulary()
    )
    named = {entry: corpus.skills(ads([entry])[0]) for entry in ("Kubernates", "Outllook", "Anit-Virus", "Zorbexoin")}
    assert named == {
        "Kubernates": ["Kubernetes"], "Outllook": ["Microsoft Outlook"],
        "Anit-Virus": ["Antivirus Software"], "Zorbexoin": ["Zorbexion"],
    }  # fmt: skip


def test_digits_and_the_first_letter_make_another_name():
    corpus = AdCorpus(ads(*[["Zorbex7000"]] * 20, ["Zorbex7001"], ["Borbex7000"]), vocabulary())
    assert corpus.skills(ads(["Zorbex7001"])[0]) == ["Zorbex7001"]
    assert corpus.skills(ads(["Borbex7000"])[0]) == ["Borbex7000"]


def test_rows_say_what_became_of_each_entry():
    rows = {row.entry: row for row in AdCorpus(ads(["Java 8", "SEE BELOW"], ["Java 8", "Java"]), vocabulary()).rows()}
    assert (rows["Java 8"].ads, rows["Java 8"].names, rows["Java 8"].reason) == (2, ("Java",), "")
    assert (rows["SEE BELOW"].names, rows["SEE BELOW"].reason) == ((), Reason.CONDITIONS)
    assert "Java" not in rows  # its own name


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("Phython", "Python"),
        ("Bonus", None),
        ("Contract-to-hire", None),
        ("C/C++ PHP", "C"),
        ("strong communication skills", None),
    ],
)
def test_one_entry_alone(entry, name):
    assert ad_name("skill", entry) == name
