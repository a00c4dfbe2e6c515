"""Truths of both forms, and readings, as records that can be compared."""

import json

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.text.dates import Date
from training.reader.evaluation.records import JobRecord, of_json_resume, of_truth
from training.reader.evaluation.truths import read_truth

TRUTH = {
    "contact": {"full_name": "Ada Morgan", "email": "ada@example.org", "phone": None, "location": "Leeds, UK"},
    "experience": [
        {"title": "Foreman", "company": "Calder Paving", "dates": "May 2019 - Present"},
        {"title": "Labourer", "company": "Pennine", "dates": "2013 – 2014"},
        {"title": "Helper", "company": "Aire", "dates": None},
        {"title": "Clerk", "company": "Wharfe", "dates": "2011"},
    ],
    "education": [{"degree": "MSc in Oceanography", "institution": "Rivermouth University", "dates": "2012"}],
    "skills": ["Python"],
    "languages": ["English"],
    "lines": [["Ada Morgan", "Foreman"], ["Skills"]],
}


def test_a_truth_with_contact_and_experience():
    record = of_truth(TRUTH)
    assert (record.name, record.emails, record.phones, record.location) == (
        "Ada Morgan",
        ("ada@example.org",),
        (),
        "Leeds, UK",
    )
    assert record.jobs == (
        JobRecord("Foreman", "Calder Paving", Date(2019, 5), None, True),
        JobRecord("Labourer", "Pennine", Date(2013), Date(2014)),
        JobRecord("Helper", "Aire"),
        JobRecord("Clerk", "Wharfe", Date(2011), Date(2011)),
    )
    assert record.schools[0].degrees == ("MSc in Oceanography",) and record.orders == (
        ("Ada Morgan", "Foreman", "Skills"),
    )


def test_json_resume_as_truth_and_as_reading():
    resume = {
        "basics": {"name": "Ada Morgan", "email": "ada@example.org", "location": {"address": "Leeds, UK"}},
        "work": [{"position": "Foreman", "name": "Calder Paving", "startDate": "2019-05-17"}],
        "education": [{"institution": "Rivermouth University", "studyType": "MSc", "area": "Oceanography"}],
        "skills": [{"name": "Programming", "keywords": ["Python", "Go"]}, {"name": "Welding"}],
    }
    record = of_json_resume(resume)
    assert record.jobs == (JobRecord("Foreman", "Calder Paving", Date(2019, 5), None, True),)
    assert "MSc in Oceanography" in record.schools[0].degrees and record.skills == ("Python", "Go", "Welding")
    assert of_truth(resume) == record


def test_what_a_truth_leaves_out_beside_the_scored_fields_is_not_compared():
    record = of_truth({"contact": {"full_name": "Ada"}, "experience": []})
    assert record.languages is None and record.location is None


@pytest.mark.parametrize("text", ["{", "[]", '{"name": "Ada"}'])
def test_a_file_that_is_no_truth_is_named(tmp_path, text):
    path = tmp_path / "a.truth.json"
    path.write_text(text)
    with pytest.raises(BadInput, match="a.truth.json"):
        read_truth(path)


def test_a_truth_is_read_from_its_file(tmp_path):
    path = tmp_path / "a.truth.json"
    path.write_text(json.dumps(TRUTH))
    assert read_truth(path) == of_truth(TRUTH)
