"""The original release as input: every oddity of it in a row made up for the tests."""

import copy
import json

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.pipeline.original_release import first_name, nearest_categories, read_original
from dataset_builder.quality.label_noise import label_noise
from dataset_builder.sampling.facts import Experience, ExperienceEdit
from dataset_builder.text.sections import body, sections

JOB = """

## Job title
Baker

## Job Summary
Early hours.

## Required Skills
- Dough Making
- Oven Operation

## Required Experience
- 3 years as a Baker
- 2 years as a Cook

## Responsibilities
- Bake
"""
MATCHED = """

## Personal Information
Name: Alva Lind
Email: alva.lind@example.com

## Education
Diploma in Baking

## Skills
- Dough Making
- Oven Operation

## Experience
- Baker (2013 - 2016)
- Cook (2011 - 2013)

#
"""
UNMATCHED = MATCHED.replace("- Oven Operation\n", "").replace("2016", "2014").rstrip("#\n ")
ROW = {
    "Job-Description": JOB,
    "Resume-matched": MATCHED,
    "Resume-unmatched": UNMATCHED,
    "Skills": ["Dough Making", "Oven Operation"],
    "Experiences": ["Cook", "Baker"],
    "Experiences-years": [
        [["3 years as a Baker", "2 years as a Cook"], ["Baker (2013 - 2016)", "Cook (2011 - 2013)"]],
        2016,
        [3, 2],
    ],
    "Filtered-information": {
        "Skills": ["Oven Operation"],
        "Experience": 'instead of "Baker (2013 - 2016)" use "Baker (2013 - 2014)"',
    },
}
BAKER, COOK = Experience("Baker", 3, 2013, 2016), Experience("Cook", 2, 2011, 2013)


def changed(**fields):
    return {**copy.deepcopy(ROW), **{key.replace("_", "-"): value for key, value in fields.items()}}


def filtered(skills, said):
    return changed(Filtered_information={"Skills": skills, "Experience": said})


def career(*jobs, last):
    """`Experiences-years` of (title, years, start) triples."""
    asked = [f"{years} years as a {title}" for title, years, _ in jobs]
    held = [f"{title} ({start} - {start + years})" for title, years, start in jobs]
    return [[asked, held], last, [years for _, years, _ in jobs]]


def read(tmp_path, *rows, **options):
    path = tmp_path / "release.jsonl"
    path.write_text(
        "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8"
    )
    return read_original(path, lambda titles: ["healthcare"] * len(titles), **options)


def only(tmp_path, row, **options):
    triples, rejected = read(tmp_path, row, **options)
    assert not rejected, rejected
    return triples[0]


def test_a_row_becomes_a_triple(tmp_path):
    triple = only(tmp_path, ROW)
    facts, texts = triple.facts, triple.documents
    assert (facts.id, facts.job_title, facts.category, facts.cluster) == ("original-000001", "Baker", "healthcare", -1)
    assert (facts.skills, facts.extra_skills) == (("Dough Making", "Oven Operation"), ())
    assert (facts.removed_skills, facts.unmatched_skills) == (("Oven Operation",), ("Dough Making",))
    assert facts.experiences == (BAKER, COOK)
    assert facts.experience_edit == ExperienceEdit("shortened", "Baker", 2013, 2016, 2013, 2014, "Baker")
    assert facts.unmatched_experiences == (Experience("Baker", 1, 2013, 2014), COOK)
    assert (facts.first_name, facts.gender, facts.negative_kind) == ("Alva", "unknown", "deletion")
    assert (texts.job_description, texts.resume_matched, texts.resume_unmatched) == (JOB, MATCHED, UNMATCHED)
    assert texts.target_skills == "- Dough Making\n- Oven Operation"
    assert texts.target_experience.startswith("- Baker (2013 - 2016)\n- Cook")


def test_cleaning_is_an_option(tmp_path):
    texts = only(tmp_path, ROW, clean=True).documents
    assert texts.resume_matched == MATCHED.strip("\n #").replace("Personal", "## Personal", 1)
    assert texts.target_experience == "- Baker (2013 - 2016)\n- Cook (2011 - 2013)"


@pytest.mark.parametrize(
    ("said", "kind", "left"),
    [
        ('without including "Baker (2013 - 2016)"', "dropped", (COOK,)),
        ("the same job experience as before", "kept", (BAKER, COOK)),
        (None, "kept", (BAKER, COOK)),
        ("", "kept", (BAKER, COOK)),
    ],
)
def test_every_edit_is_read(tmp_path, said, kind, left):
    facts = only(tmp_path, filtered(["Oven Operation"], said)).facts
    assert (facts.experience_edit.kind, facts.unmatched_experiences) == (kind, left)
    stands = (None, None, None) if kind == "dropped" else (2013, 2016, "Baker")
    edit = facts.experience_edit
    assert (edit.to_start, edit.to_end, edit.to_title) == stands


def test_a_missing_edit_keeps_the_job(tmp_path):
    facts = only(tmp_path, changed(Filtered_information={"Skills": ["Oven Operation"]})).facts
    assert facts.experience_edit.kind == "kept"


@pytest.mark.parametrize(
    ("removed", "left"),
    [
        ({"Oven Operation": 1}, ("Dough Making",)),
        ({}, ("Dough Making", "Oven Operation")),
        (None, ("Dough Making", "Oven Operation")),
        (["Oven Operation "], ("Dough Making",)),
        (["Dough Making", "Oven Operation"], ()),
    ],
)
def test_removed_skills_come_as_list_dict_or_not_at_all(tmp_path, removed, left):
    assert only(tmp_path, filtered(removed, "the same job experience as before")).facts.unmatched_skills == left


def test_skills_lose_blanks_and_doubles(tmp_path):
    row = changed(Skills=["Dough Making ", "", "Oven Operation", "Dough Making"])
    assert only(tmp_path, row).facts.skills == ("Dough Making", "Oven Operation")


def test_a_title_split_at_its_commas_stays_as_the_documents_have_it(tmp_path):
    jobs = career(("and tenders", 1, 2015), ("Oven setters", 4, 2011), last=2016)
    row = changed(
        Experiences=["Oven setters, and tenders"],
        Experiences_years=jobs,
        Filtered_information={"Skills": [], "Experience": 'without including "and tenders (2015 - 2016)"'},
    )
    facts = only(tmp_path, row).facts
    assert [job.title for job in facts.experiences] == ["and tenders", "Oven setters"]


def test_a_merged_numbered_list_becomes_one_line(tmp_path):
    title = "1. Baker (night)\n2. Cook"
    said = f'instead of "{title} (2014 - 2016)" use "{title} (2014 - 2015)"'
    row = changed(
        Experiences=["Baker (night)", "Cook"],
        Experiences_years=career((title, 2, 2014), last=2016),
        Filtered_information={"Skills": ["Oven Operation"], "Experience": said},
    )
    facts = only(tmp_path, row).facts
    assert facts.job_title == facts.experience_edit.title == "Baker (night) / Cook"
    assert facts.unmatched_experiences == (Experience("Baker (night) / Cook", 1, 2014, 2015),)


def test_quotes_and_parentheses_in_titles(tmp_path):
    title = 'Baker "the best" (2013 - 2014) (Oslo)'
    row = changed(
        Experiences_years=career((title, 3, 2013), last=2016),
        Filtered_information={
            "Skills": [],
            "Experience": f'instead of "{title} (2013 - 2016)" use "{title} (2013 - 2015)"',
        },
    )
    assert only(tmp_path, row).facts.experience_edit == ExperienceEdit(
        "shortened", title, 2013, 2016, 2013, 2015, title
    )


def without(key):
    row = copy.deepcopy(ROW)
    del row[key]
    return row


BAD = [
    (without("Skills"), "Skills: missing"),
    (without("Filtered-information"), "Filtered-information: missing"),
    (changed(Job_Description=None), "Job-Description: text expected"),
    (changed(Resume_matched="  \n"), "Resume-matched: empty"),
    (changed(Resume_unmatched="a \ud800 b"), "Resume-unmatched: half a character"),
    (changed(Skills="Dough Making"), "Skills: list of texts expected"),
    (changed(Skills=["Dough Making", 3]), "Skills: list of texts expected"),
    (changed(Skills=[""]), "Skills: none"),
    (changed(Experiences_years=[]), "Experiences-years: [[list, list]"),
    (changed(Experiences_years=[[[], []], 2016, []]), "Experiences-years: 0, 0 and 0 jobs"),
    (changed(Experiences_years=[[["3 years as a Baker"], ["Baker"]], 2016, [3]]), 'Experiences-years: job 1: "N years'),
    (
        changed(Experiences_years=career(("Baker", 3, 2013), ("Cook", 2, 2012), last=2016)),
        "Experiences-years: job 2: ends after",
    ),
    (changed(Experiences_years=career(("Baker", 3, 2013), last=2020)), "Experiences-years: last year 2020"),
    (
        changed(Experiences_years=[[["4 years as a Baker"], ["Baker (2013 - 2016)"]], 2016, [3]]),
        "Experiences-years: job 1: 4 years asked",
    ),
    (changed(Filtered_information=["Skills"]), "Filtered-information: object expected"),
    (
        filtered(["Singing"], "the same job experience as before"),
        "Filtered-information.Skills: 'Singing' is not in Skills",
    ),
    (filtered([], "use less of it"), "Filtered-information.Experience: cannot read"),
    (filtered([], ["x"]), "Filtered-information.Experience: text expected"),
    (
        filtered([], 'without including "Cook (2011 - 2013)"'),
        "Filtered-information.Experience: does not name the newest job",
    ),
    (
        filtered([], 'instead of "Baker (2013 - 2016)" use "Cook (2013 - 2016)"'),
        "Filtered-information.Experience: more than the last year",
    ),
    (
        filtered([], 'instead of "Baker (2013 - 2016)" use "Baker (2013 - 2018)"'),
        "Filtered-information.Experience: 2018 does not shorten",
    ),
    ('{"Job-Description": "cut', "line: not JSON"),
    ("[1, 2]", "line: not a JSON object"),
    ("[" * 100_000, "line: not JSON"),
]


def test_every_bad_row_is_rejected_with_file_row_and_field(tmp_path):
    triples, rejected = read(tmp_path, ROW, "", *(row for row, _ in BAD), ROW)
    assert [triple.facts.id for triple in triples] == ["original-000001", f"original-{len(BAD) + 3:06d}"]
    assert len(rejected) == len(BAD)
    for number, (found, (row, reason)) in enumerate(zip(rejected, BAD), start=3):
        assert found.reason.startswith(f"release.jsonl, row {number}, {reason}"), found.reason
        assert (found.row, found.id) == (number, f"original-{number:06d}")
        assert found.raw == (row if isinstance(row, dict) else {})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_release_in_another_encoding_is_read(tmp_path, encoding):
    path = tmp_path / "release.jsonl"
    path.write_text(f"{json.dumps(ROW)}\r\n" * 2, encoding=encoding, newline="")
    triples, rejected = read_original(path)
    assert len(triples) == 2 and not rejected


def test_bytes_that_are_no_text_reject_their_row(tmp_path):
    path = tmp_path / "release.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(ROW).encode() + b"\r\n\xff\xfe\n")
    triples, rejected = read_original(path)
    assert len(triples) == 1 and rejected[0].reason == "release.jsonl, row 2, line: not UTF-8"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"a,b\n1,2\n", b"\x00\x01\x02", b"[\n]\n"])
def test_a_file_of_another_kind_is_bad_input(tmp_path, content):
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"other\.csv: (no line is a JSON object; give|holds binary data)"):
        read_original(path)


def test_a_missing_file_is_bad_input(tmp_path):
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(BadInput) as error:
            read_original(path)
        assert "\n" not in str(error.value) and str(path) in str(error.value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Name: Alva Lind", "Alva"),
        ("**Name:** Alva Lind", "Alva"),
        ("- Name – Alva Lind", "Alva"),
        ("# Name:Aloïs Lind", "Aloïs"),
        ("First Name: Mary-Ann\nLast Name: Lind", "Mary-Ann"),
        ("Alva Lind\nalva@example.com", "Alva"),
        ("Email: alva@example.com", ""),
        ("Email: alva@example.com\nName: Alva", "Alva"),
    ],
)
def test_first_name(text, name):
    assert first_name(f"## Personal Information\n{text}\n\n## Education\nNone") == name


def test_categories_come_from_the_nearest_coded_title():
    assert nearest_categories(["PHP Developer needed", "Registered nurses"]) == ["technology", "healthcare"]
    assert nearest_categories(["Bakers"], [("Bakers", "51-3011"), ("Nurse", "29-1141")]) == ["manual labor"]
    assert nearest_categories([]) == []


def test_label_noise_counts_what_survived(tmp_path):
    leaky = changed(Resume_unmatched=MATCHED.replace("Diploma in Baking", "Diploma. Oven operations has been removed."))
    noise = label_noise(read(tmp_path, ROW, leaky)[0])
    assert noise.rows == 2
    assert noise.skills_in_job_description == noise.skills_in_matched == 1
    assert noise.removed_in_unmatched == noise.removed_in_unmatched_skills == 0.5
    assert noise.removed_gone_rows == noise.edits_applied == noise.minimal_edit_rows == noise.edit_talk_rows == 0.5
    assert noise.gibberish_rows == 0 and noise.debris_rows == 1
    assert label_noise([]).skills_in_matched is None


def test_the_real_sample(shared):
    triples, rejected = read_original(shared / "rjdb_original" / "sample.jsonl")
    assert (len(triples), rejected) == (300, [])
    for triple in triples:
        facts, found = triple.facts, sections(triple.documents.resume_matched)
        assert all(job.held == job.years >= 1 for job in facts.experiences)
        assert [job.end_year for job in facts.experiences[1:]] == [job.start_year for job in facts.experiences[:-1]]
        assert facts.experience_edit.kind in ("shortened", "dropped", "kept") and "\n" not in facts.job_title
        assert set(facts.removed_skills) | set(facts.unmatched_skills) == set(facts.skills)
        assert triple.documents.target_skills == body(found, "skills") != ""
        assert triple.documents.target_experience == body(found, "experience") != ""
    assert sum(triple.facts.first_name == "" for triple in triples) <= 1
    noise = label_noise(triples)
    assert noise.skills_in_job_description == pytest.approx(0.968, abs=0.01)
    assert noise.skills_in_matched == pytest.approx(0.935, abs=0.015)
    assert noise.removed_in_unmatched == pytest.approx(0.167, abs=0.03)
    assert noise.removed_in_unmatched_skills == pytest.approx(0.034, abs=0.01)
    assert noise.removed_gone_rows == pytest.approx(0.739, abs=0.03)
    assert noise.edits_applied > 0.98
    assert noise.minimal_edit_rows == pytest.approx(0.08, abs=0.04)
