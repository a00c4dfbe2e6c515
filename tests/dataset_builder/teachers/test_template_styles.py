"""The mixture of styles in which the template teacher writes, against the measured one."""

import re
import statistics
from collections import Counter
from dataclasses import replace

import pytest

from dataset_builder.sampling import career
from dataset_builder.sampling.facts import Experience
from dataset_builder.teachers.template import TemplateTeacher
from dataset_builder.teachers.template.duties import Duties, past_of
from dataset_builder.teachers.template.english import phrases
from dataset_builder.teachers.template.job_description import RICH_EXPERIENCE, job_description_style
from dataset_builder.teachers.template.keyed_random import Draw
from dataset_builder.teachers.template.resume import resume_style
from dataset_builder.teachers.template.surroundings import Setting, sections_around, terms_of
from dataset_builder.teachers.template.titles import title
from dataset_builder.text.requirements import asked_in
from dataset_builder.text.sections import body, sections
from tests.fixtures.template_triples import ALIASES, make_facts, texts, triples


def shares(found) -> dict:
    counts = Counter(found)
    return {option: 100 * count / counts.total() for option, count in counts.items()}


def near(found: dict, wanted: dict, tolerance: float) -> None:
    assert {k: round(found.get(k, 0)) for k, share in wanted.items() if abs(found.get(k, 0) - share) > tolerance} == {}


def head(text: str) -> str:
    line = text.split("\n", 1)[0]
    return (
        "bold"
        if line.startswith("**")
        else f"{'#' * (len(line) - len(line.lstrip('#')))}{':' if line.endswith(':') else ''}"
    )


def bullet(line: str) -> str:
    return "1." if re.match(r"\d+\. ", line) else line[0] if re.match(r"[-*•] ", line) else ""


def last_line(text: str, name: str) -> str:
    return body(sections(text), name).split("\n")[-1]


def test_headers():
    heads = [[head(text) for text in texts(documents)] for _, documents in triples("facts", 1_500)]
    near(shares(first for first, *_ in heads), {"##": 84, "": 11.5, ":": 1.7, "##:": 0.7, "bold": 0.6}, 2.5)
    assert 0.97 < sum(len(set(three)) == 1 for three in heads) / len(heads) < 1


def test_bullets_and_forms():
    rows = [documents for _, documents in triples("facts", 1_500)]
    near(shares(bullet(last_line(d.job_description, "skills")) for d in rows), {"-": 70, "1.": 11, "*": 9, "•": 5}, 3)
    paper = [documents for _, documents in triples("paper", 1_500)]
    for text in ("resume_matched", "resume_unmatched"):
        near(
            shares(bullet(last_line(getattr(d, text), "skills")) for d in paper), {"-": 68, "1.": 9, "*": 9, "•": 5}, 3
        )
    styles = [Draw.keyed(str(i)) for i in range(4_000)]
    jobs, resumes = [job_description_style(s) for s in styles], [resume_style(s, rich=False) for s in styles]
    near(
        shares(s.skills.form for s in jobs),
        {"phrase": 45, "short": 18, "bare": 11, "sentence": 10, "description": 7, "mixed": 4},
        2,
    )
    near(
        shares(s.skills.form for s in resumes),
        {"phrase": 40, "short": 25, "bare": 10, "sentence": 8, "description": 5, "comma": 5},
        2,
    )
    near(shares(s.skills.shuffled for s in jobs), {False: 68}, 2.5)
    near(shares(s.skills.shuffled for s in resumes), {False: 74}, 2.5)
    near(
        shares(s.lines for s in jobs),
        {"minimum": 26, "years_as": 18, "years_of": 17, "at_least": 13.5, "sentence": 13.5},
        2,
    )
    near(
        shares(s.lines for s in resumes),
        {"plain": 38, "described": 15, "punctuated": 13, "employer": 9, "sentence": 8},
        2,
    )


def test_matched_and_unmatched_are_styled_alike():
    # a resume that lacks a job has a blank line less
    rows = [documents for facts, documents in triples("facts", 1_500) if facts.experience_edit.kind != "dropped"]
    for measure in (
        lambda text: text.endswith("."),
        lambda text: bullet(last_line(text, "skills")) == "",
        lambda text: "Name:" in text,
        lambda text: text.count("\n\n") == 3,
    ):
        matched, unmatched = (
            statistics.mean(measure(getattr(d, name)) for d in rows) for name in ("resume_matched", "resume_unmatched")
        )
        assert abs(matched - unmatched) < 0.04


def test_openers_titles_dates_and_people():
    rows = triples("facts", 1_500)
    lines = [  # of the recipe that repeats them within a document as the release does
        re.sub(r"^(?:[-*•]|\d+\.) ", "", line)
        for _, d in triples("paper", 1_500)
        for line in body(sections(d.resume_matched), "skills").split("\n")
    ]
    near(
        shares(line.split()[0] for line in lines if line),
        {"Proficient": 7.5, "Strong": 3.5, "Excellent": 3.3, "Expert": 3.7, "Proficiency": 2.2, "Exceptional": 2},
        3,
    )
    singular = [(f, d) for f, d in rows if title(f.job_title).plural and f.experience_edit.kind != "dropped"]
    kept = [f.job_title in body(sections(d.resume_matched), "experience") for f, d in singular]
    assert statistics.mean(kept) < 0.05  # one person holds the jobs of a resume
    rows = triples("paper", 1_500)
    plural = [(f, d) for f, d in rows if title(f.job_title).plural]
    whole = [f.job_title in body(sections(d.resume_matched), "experience") for f, d in plural]
    one = [title(f.job_title).one in body(sections(d.resume_matched), "experience") for f, d in plural]
    assert 0.42 < statistics.mean(whole) < 0.65 and statistics.mean(one) - statistics.mean(whole) + 0.35 > 0.25
    dice = [f.job_title in d.resume_matched for f, d in rows if not title(f.job_title).plural]
    assert 0.75 < statistics.mean(dice) < 0.95
    resumes = [d.resume_matched for _, d in rows]
    near(
        shares("Name: " in r and not re.search(r"\*\*|- Name|\* Name|• Name|First Name", r) for r in resumes),
        {True: 87},
        3,
    )
    near(
        shares(bool(re.search(r"\(\d{4} ?- ?\d{4}\)|\([A-Z][a-z]+ \d{4} ?- ?[A-Z]", r)) for r in resumes), {True: 68}, 9
    )
    mails = [re.search(r"(\S+)@", r).group(1) for r in resumes]
    near(shares("." in m for m in mails), {True: 46}, 6)
    words = [bool(re.search(r"\b(?:one|two|three|four|five) year", d.job_description, re.I)) for _, d in rows]
    near(shares(words), {True: 13}, 3)


def test_no_line_of_a_job_is_repeated_where_the_occupation_has_few_duties():
    facts = make_facts(3, "facts")
    duties = Duties({job.title: ("Wash the van", "Feed, water and walk the dogs") for job in facts.experiences})
    teacher = TemplateTeacher(aliases=ALIASES, occupations=duties)
    for attempt in range(30):
        lines = teacher.write(facts, attempt).resume_matched.splitlines()
        assert sum("ashed the van" in line for line in lines) <= len(facts.experiences)
        assert not any("Feeded" in line or "Fed, water and" in line for line in lines)


@pytest.mark.parametrize(
    ("duty", "done", "doing"),
    [
        ("swap parts and record every change", "Swapped parts and recorded every change", "swapping parts and recording every change"),
        ("strip, clean, and oil movements", "Stripped, cleaned, and oiled movements", "stripping, cleaning, and oiling movements"),
        ("write findings and recommend remedies", "Wrote findings and recommended remedies", "writing findings and recommending remedies"),
        ("protect the shove and ride cars", None, None),  # "ride" is a noun of another duty
        ("reconcile bank and card accounts", None, None),
        ("prepare bills of lading and export papers", None, None),
        ("explain repair or replace choices", None, None),
        ("train staff to open doors and write letters", None, None),  # the staff write, or the trainer does
        ("record mailings and win-back calls", None, None),
        ("clean shelves and stock new lines", None, None),  # a noun of another duty, and the verb of none
        ("clean shelves and card new wool", "Cleaned shelves and carded new wool", "cleaning shelves and carding new wool"),
        ("record make-or-replace choices and write-or-replace choices", None, None),
        ("strip paint above and below the rail", "Stripped paint above and below the rail", "stripping paint above and below the rail"),
        ("clean stock and leak-test the tanks", "Cleaned stock and leak-tested the tanks", "cleaning stock and leak-testing the tanks"),
    ],
)  # fmt: skip
def test_every_verb_of_a_duty_changes_or_the_duty_is_left_out(duty, done, doing):
    verbs = (
        "swap stock",
        "record sales",
        "strip paint",
        "clean up",
        "oil chains",
        "write code",
        "recommend remedies",
        "replace bulbs",
        "open tills",
        "back up drives",
        "test alarms",
    )
    others = (
        *verbs,
        "ride a bus",
        "join the ride",
        "card wool",
        "pay by card",
        "export goods",
        "reconcile tills",
        "explain rules",
        "carry it on the back",
    )
    duties = Duties({"Clerk": (duty,), "Other": others}, ("Export Documentation",))
    assert duties.of_known_verbs("Clerk") == (() if done is None else (duty,))
    if done is not None:
        assert (duties.done(duty), duties.doing(duty)) == (done, doing)


@pytest.mark.parametrize(
    "duty",
    [
        "greet families before they visit the ward",
        "call staff before it breaks out",
        "write the changes they call for",
        "check consent before the patient rolls in",
    ],
)
def test_a_duty_with_a_clause_that_keeps_its_tense_is_not_told_of_the_past(duty):
    assert past_of((duty, "check consent before surgery")) == ("check consent before surgery",)


@pytest.mark.parametrize(("code", "hourly"), [("43-4151", True), ("29-1141", False), ("35-3023", True), ("", False)])
def test_pay_and_hours_suit_the_occupation(code, hourly):
    """No clerk is paid like a surgeon, and no nurse may choose a laptop."""
    terms, pays = terms_of(code), []
    for number in range(300):
        before, behind = sections_around(
            Setting(terms, "general", "Marlow"), "Acme", False, "-", Draw.keyed(f"{code}{number}")
        )
        text = "\n".join((*before.values(), *behind.values()))
        assert "{" not in text and text.count("Medical, dental") <= 1 and ("laptop" not in text)
        pays += re.findall(r"(?<!to )\$([\d,.]+)(?=/|,? (?:an hour|a year|to \$|depending))", text)
    yearly = [float(pay.replace(",", "")) * (2_080 if hourly else 1) for pay in pays]
    assert len(yearly) > 20 and 0.9 * terms.low * 1_000 < min(yearly) and max(yearly) < 1.3 * terms.high * 1_000
    assert all((float(pay.replace(",", "")) < 100) == hourly for pay in pays)


def test_each_section_around_a_post_holds_what_its_heading_says():
    closings, seen = phrases("around")["closings"], Counter()
    for number in range(400):
        setting = Setting(terms_of("29-1141"), "hospital", "Marlow", 4)
        _, behind = sections_around(setting, "Acme", number % 2 == 0, "-", Draw.keyed(str(number)))
        for head, text in behind.items():
            seen[head] += 1
            if head in closings["apply"]["heads"]:
                assert "@" in text
            if head in closings["equal"]["heads"]:
                assert not re.search("agenc|drug|E-Verify|close on", text)
            if head in phrases("around")["paid_heads"] and head not in phrases("around")["offer_heads"]:
                assert "$" in text
            if re.search(r"close on|Apply by (?!email)", text):
                assert "March" in text  # the work begins in May
            assert number % 2 or head not in phrases("around")["hours_heads"]
    assert {"Schedule", "How to Apply", "Equal Opportunity", "Other Information"} <= set(seen)


def test_a_list_of_a_post_is_of_names_or_of_one_shape():
    """Not a new frame around each skill; the verb or quality that goes with a skill is its own."""
    own = re.compile(r"^[\W\d]+|^.*, |\b(?:(?<=to )\w+|\w+ing|accurate|safe|timely) $")
    frames = []
    for facts, documents in triples("facts", 300):
        lines = body(sections(documents.job_description), "skills").lower().split("\n")
        found = {
            own.sub("", line.partition(skill.lower())[0])
            for skill in facts.skills
            for line in lines
            if skill.lower() in line
        }
        frames.append(len(found - {""}))
    assert statistics.mean(count > 3 for count in frames) < 0.05
    assert statistics.mean(count == 0 for count in frames) > 0.1


VERBS = [
    "paint",
    "clean",
    "sand",
    "check",
    "load",
    "weigh",
    "lift",
    "push",
    "stack",
    "pack",
    "sort",
    "label",
    "count",
    "mark",
    "fold",
]


def test_the_profile_repeats_no_line_of_the_newest_job():
    duties = tuple(f"{verb} the hull by hand" for verb in VERBS)
    teacher, told = TemplateTeacher(), 0
    for number in range(200):
        facts = make_facts(number, "facts")
        teacher = replace(teacher, occupations=Duties({job.title: duties for job in facts.experiences[:1]}))
        text = teacher.write(facts).resume_matched
        for verb in VERBS:
            told += f"{verb}ing the hull" in text
            assert not (f"{verb}ing the hull" in text and re.search(rf"^\W*{verb}ed the hull", text, re.I | re.M))
    assert told > 5


def test_a_profile_counts_the_years_of_its_occupation_alone():
    """A bank teller who has welded for five years has six as a teller and clerk, and eleven only where all are spoken of."""
    codes, told = {"Bank Teller": "43-3071", "Payroll Clerk": "43-3051", "Welder": "51-4121"}, 0
    held = (("Bank Teller", 4, 2021, 2025), ("Payroll Clerk", 2, 2019, 2021), ("Welder", 5, 2014, 2019))
    jobs = tuple(Experience(*row) for row in held)
    edit, _ = career.keep(jobs[0], 2021, 2025)
    for number in range(150):
        facts = make_facts(number, "facts")
        facts = replace(
            facts, category="administrative", experiences=jobs, unmatched_experiences=jobs, experience_edit=edit
        )
        text = TemplateTeacher(codes=codes).write(facts).resume_matched
        every = re.findall(r"^.*\b(?:11|eleven) years\b.*$", text, re.I | re.M)
        assert all(re.search(r"overall|in all|work experience", line) for line in every)
        told += bool(re.search(r"\b(?:6|six) years\b", text, re.I))
    assert told > 5


def test_two_jobs_with_most_duties_in_common_tell_none_twice():
    duties = {f"{verb} the hull" for verb in VERBS}
    mine, theirs = tuple(sorted(duties)), tuple(sorted(duties))[3:]
    for number in range(60):
        facts = make_facts(number, "facts")
        if len(facts.experiences) < 2:
            continue
        titles = [job.title for job in facts.experiences[:2]]
        teacher = TemplateTeacher(occupations=Duties({titles[0]: mine, titles[1]: theirs}))
        lines = re.findall(r"^\W*(\w+ed the hull)", teacher.write(facts).resume_matched, re.M)
        assert len(lines) == len(set(lines))


def test_the_tense_of_a_duty_changes_only_where_no_second_verb_follows():
    duties = Duties(
        {
            "Clerk": ("Certify copies and administer oaths", "Step and repeat labels", "Repeat the order aloud", "Tag, bag and rack coats"),
            "Baker": ("Shape loaves and rolls before dawn", "Weigh flour, salt and water"),
        }
    )  # fmt: skip
    assert duties.of_one_verb("Clerk") == ("repeat the order aloud",)
    assert duties.of_one_verb("Baker") == ("shape loaves and rolls before dawn", "weigh flour, salt and water")


def test_no_two_lines_of_a_list_share_a_frame():
    """ "Proficiency in welding", "Proficiency in riveting": not in one document, until the frames run out."""
    found = {}
    for design in ("facts", "paper"):
        repeated = []
        for facts, documents in triples(design, 300):
            lines = [line.lower() for line in body(sections(documents.resume_matched), "skills").split("\n")]
            frames = Counter(
                frame
                for skill in facts.matched_skills
                for line in lines
                if (frame := re.sub(r"^[\W\d]+", "", line.partition(skill.lower())[0])) and skill.lower() in line
            )
            repeated.append(max(frames.values(), default=0) > 1)
        found[design] = statistics.mean(repeated)
    assert found["facts"] < 0.1 < 0.2 < found["paper"]


def test_a_line_that_two_versions_of_a_section_share_is_the_same_in_both():
    for _, documents in triples("facts", 300):
        before = body(sections(documents.resume_unmatched), "skills").split("\n")
        after = documents.target_skills.split("\n")
        if re.match(r"\d+\. ", before[0]) or len(before) < 3:
            continue
        assert len(set(before) - set(after)) <= 2, (before, after)


def test_experience_is_read_from_every_frame():
    for form, frames in RICH_EXPERIENCE.items():
        for frame in frames:
            text = frame.replace("{n_of}", "3 years'").replace("{n}", "3 years")
            text = text.replace("{one}", "a Line Cook").replace("{title}", "Line Cook")
            (asked,) = asked_in(text)
            assert (asked.months, asked.title.removeprefix("a ")) == (36, "Line Cook"), (form, text, asked)
