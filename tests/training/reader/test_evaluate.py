"""The verb: files with truths next to them, tables, and what is wrong with the input."""

import json

import pytest

from dataset_builder.errors import BadInput
from training.reader.__main__ import main
from training.reader.evaluate import EvaluateConfig, evaluate

RESUME = """Ada Morgan
ada@example.org

EXPERIENCE
Site Foreman, Calder Paving, Halifax
May 2019 - Present
- Ran crews of six

EDUCATION
MSc in Oceanography, Rivermouth University, 2012

SKILLS
Python, Go
"""
TRUTH = {
    "contact": {"full_name": "Ada Morgan", "email": "ada@example.org"},
    "experience": [{"title": "Site Foreman", "company": "Calder Paving", "dates": "May 2019 - Present"}],
    "education": [{"degree": "MSc in Oceanography", "institution": "Rivermouth University"}],
    "skills": ["Python", "Go", "Rust"],
    "lines": [[line for line in RESUME.split("\n") if line]],
}


@pytest.fixture
def folder(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(RESUME)
        (tmp_path / f"{name}.truth.json").write_text(json.dumps(TRUTH))
    (tmp_path / "other.txt").write_text("no truth stands next to this one")
    return tmp_path


def test_figures_and_their_file(folder, tmp_path):
    results = evaluate(EvaluateConfig((str(folder),), out=str(tmp_path / "out"), resamples=50))
    rules = results["systems"]["rules"]
    assert results["files"] == ["a.txt", "b.txt"] and results["order"] == results["lines"] == 1
    assert rules["fields"]["skills"] == rules["fields"]["skills"] | {"right": 4, "read": 4, "stated": 6}
    assert rules["fields"]["title"]["f1"] == 100 and rules["invented"] == 0
    assert rules["errors"] == {name: ["skills: - | Rust"] for name in ("a.txt", "b.txt")}
    assert json.loads((tmp_path / "out" / "results.json").read_text())["systems"]["rules"]["micro"] == rules["micro"]


def test_tables_and_errors_are_printed(folder, capsys):
    assert main(["evaluate", str(folder), "--skip", "b", "--errors", "--resamples", "50"]) == 0
    printed = capsys.readouterr().out
    assert "1 file with truths" in printed and "micro F1" in printed and "skills: - | Rust" in printed


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda folder: (folder / "a.txt").unlink(), "a.truth.json: no file stands next to it"),
        (lambda folder: [truth.unlink() for truth in folder.glob("*.truth.json")], "no file has a truth"),
        (lambda folder: (folder / "a.truth.json").write_text("{"), "a.truth.json: is no JSON"),
    ],
)
def test_what_is_wrong_is_one_line(folder, change, message):
    change(folder)
    with pytest.raises(BadInput, match=message):
        evaluate(EvaluateConfig((str(folder),)))


def test_a_server_needs_a_model(folder, capsys):
    assert main(["evaluate", str(folder), "--system", "server"]) == 2
    assert "--model is missing" in capsys.readouterr().err


def test_systems_are_named_before_anything_is_read():
    with pytest.raises(BadInput, match="the systems are rules"):
        EvaluateConfig(("nowhere",), systems=("guess",))


def test_a_file_is_read_by_the_verb_with_and_without_a_system(folder, capsys):
    pytest.importorskip("docx")
    assert main(["read", str(folder / "a.txt")]) == 0
    assert "Site Foreman" in capsys.readouterr().out
    assert main(["read", str(folder / "a.txt"), "--system", "rules", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["resume"]["basics"]["name"] == "Ada Morgan"
    assert main(["read", str(folder / "a.txt"), "--system", "server"]) == 2
    assert "--model is missing" in capsys.readouterr().err
