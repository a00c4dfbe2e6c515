"""The import verb: the original release in, the same folder out, every row accounted for."""

import json

import pytest
from datasets import load_dataset

from dataset_builder.__main__ import main
from dataset_builder.errors import BadInput
from dataset_builder.pipeline.import_original import ImportConfig, import_release

ROW = {
    "Job-Description": "## Job title\nBaker\n\n## Required Skills\n- Kneading\n- Glazing\n\n## Required Experience\n- 3 years as a Baker",
    "Resume-matched": "## Personal Information\nName: Ann Doe\nEmail: ann@example.com\n\n## Skills\n- Kneading\n- Glazing\n\n## Experience\n- Baker (2013 - 2016)",
    "Resume-unmatched": "## Personal Information\nName: Ann Doe\nEmail: ann@example.com\n\n## Skills\n- Kneading\n\n## Experience\n- Baker (2013 - 2014)",
    "Skills": ["Kneading", "Glazing"],
    "Experiences": ["Baker"],
    "Experiences-years": [[["3 years as a Baker"], ["Baker (2013 - 2016)"]], 2016, [3]],
    "Filtered-information": {
        "Skills": ["Glazing"],
        "Experience": 'instead of "Baker (2013 - 2016)" use "Baker (2013 - 2014)"',
    },
}


def write(path, *rows):
    path.write_text(
        "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8"
    )
    return path


def test_a_row_becomes_a_triple_with_its_labels(tmp_path):
    import_release(ImportConfig(str(write(tmp_path / "validation.jsonl", ROW)), str(tmp_path / "out")))
    (triple,) = load_dataset(str(tmp_path / "out"), split="validation")
    assert (triple["job_title"], triple["removed_skills"]) == ("Baker", ["Glazing"])
    assert triple["experience_edit"]["kind"] == "shortened"
    assert triple["job_description"] == ROW["Job-Description"], "text stays as released"
    explained = load_dataset(str(tmp_path / "out"), "explanation", split="validation")["completion"]
    assert explained == ["match", "no match | skills: Glazing | experience: 3 years as Baker"]


def test_rows_in_are_rows_out_plus_rejected(tmp_path, capsys):
    half = {"Job-Description": "half a pair \ud800", "Skills": 3}
    path = write(tmp_path / "train.jsonl", ROW, "not json", {**ROW, "Skills": 7}, half, ROW)
    assert main(["import", str(path), "--out", str(tmp_path / "out")]) == 0
    assert "5 rows = 2 kept + 3 rejected" in capsys.readouterr().out
    rejected = load_dataset(str(tmp_path / "out"), "rejected", split="train")
    assert [reason.split(",")[1].strip() for reason in rejected["reason"]] == ["row 2", "row 3", "row 4"]
    assert all("train.jsonl" in reason for reason in rejected["reason"])
    assert load_dataset(str(tmp_path / "out"), "matching", split="train").num_rows == 4


def test_split_comes_from_the_option_then_the_name_then_test(tmp_path):
    path = write(tmp_path / "sample.jsonl", ROW)
    import_release(ImportConfig(str(path), str(tmp_path / "a")))
    assert set(load_dataset(str(tmp_path / "a"))) == {"test"}
    import_release(ImportConfig(str(path), str(tmp_path / "b"), split="train"))
    assert set(load_dataset(str(tmp_path / "b"))) == {"train"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "No such file"),
        ("hello\n", "no line is a JSON object"),
        ("[1]\n", "no line is a JSON object"),
        ("{}\n", "no row can be used; the first, .*row 1"),
    ],
)
def test_a_file_that_is_no_release_is_one_line_and_leaves_nothing(tmp_path, content, message):
    path = tmp_path / "x.jsonl"
    if content is not None:
        path.write_text(content)
    with pytest.raises(BadInput, match=message) as caught:
        import_release(ImportConfig(str(path), str(tmp_path / "out")))
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_the_real_sample_is_accounted_for_row_by_row(tmp_path, shared):
    report = import_release(ImportConfig(str(shared / "rjdb_original" / "sample.jsonl"), str(tmp_path / "out")))
    assert report.build["sizes"]["triples"]["test"]["rows"] + report.build["rejected"]["rows"] == 300
    assert not report.passed, "the gate sees the release's surface cues"
    noise = report.build["label_noise"]
    assert abs(noise["skills_in_job_description"] - 0.968) < 0.01
    assert abs(noise["removed_in_unmatched"] - 0.167) < 0.04
    assert "label noise" in report.text()
