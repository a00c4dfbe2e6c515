"""Table 9 by people: sheets of listed skills, what comes back, accuracy and extra skills."""

import csv
import json
from pathlib import Path

import pytest

from dataset_builder.__main__ import main
from dataset_builder.errors import BadInput
from dataset_builder.quality.human_study.skill_study import export_skill_study
from dataset_builder.quality.human_study.study_config import SkillStudyConfig

TEXTS = {"a-1": "Kneads dough and bakes bread.", "b-1": "Keeps the oven clean, speaks French.", "c-1": "Sings."}
GOLD = {"a-1": ["kneads dough"], "b-1": ["French"], "c-1": []}
LISTED = {
    "rules": {"a-1": ["Kneads Dough", "bread"], "b-1": ["French", "french"], "c-1": []},
    "student": {"a-1": ["kneads dough", "physics"], "b-1": ["cleaning"], "c-1": ["Sings"]},
}


def answers(folder: Path, **listed) -> list[str]:
    paths = []
    for system, by_text in (LISTED | listed).items():
        path = folder / f"{system}.jsonl"
        rows = (
            {"system": system, "id": id, "text": TEXTS[id], "skills": skills, "gold": GOLD[id]}
            for id, skills in by_text.items()
        )
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        paths.append(str(path))
    return paths


def read(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def study(tmp_path) -> Path:
    out = tmp_path / "study"
    assert "6 skills that 2 systems list of 3 texts" in export_skill_study(
        SkillStudyConfig(tuple(answers(tmp_path)), str(out), n=3, annotators=2)
    )
    return out


def fill(study: Path, verdict) -> None:
    for path in sorted((study / "sheets").glob("*.csv")):
        rows = read(path)
        for row in rows:
            row["stated"] = verdict(row)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


def test_sheets_are_blind_and_a_skill_that_two_systems_list_is_judged_once(study):
    sheets = [read(path) for path in sorted((study / "sheets").glob("*.csv"))]
    assert [sorted(row["skill"] for row in sheet) for sheet in sheets] == [
        ["French", "Kneads Dough", "Sings", "bread", "cleaning", "physics"]
    ] * 2
    assert list(sheets[0][0]) == ["annotator", "item", "text", "skill", "stated", "comment"]
    sent = b"".join(path.read_bytes() for path in [*(study / "sheets").iterdir(), study / "instructions.txt"])
    assert b"rules" not in sent and b"student" not in sent and b"6 rows" in sent
    texts = [row["text"] for row in sheets[0]]
    assert [text for at, text in enumerate(texts) if text not in texts[:at]] == list(dict.fromkeys(texts))
    assert sum(texts[at] != texts[at - 1] for at in range(1, len(texts))) == 2, "rows of one text follow each other"


def test_accuracy_and_extra_skills_per_text(study, capsys):
    wrong = {"physics": "no", "cleaning": "no"}
    fill(
        study,
        lambda row: "yes" if row["skill"] == "cleaning" and row["annotator"] == "2" else wrong.get(row["skill"], "Yes"),
    )
    assert main(["study", "import", str(study)]) == 0
    said = capsys.readouterr().out
    found = json.loads((study / "results.json").read_text())["systems"]
    # rules: 3 of 3, extra: bread of 3 texts; student: dough, Sings and half of cleaning of 4, extra: Sings and the half
    assert found["rules"]["listed"] == 3 and found["rules"]["accuracy"]["value"] == 100
    assert found["rules"]["extra"]["value"] == pytest.approx(1 / 3)
    assert found["student"]["accuracy"]["value"] == pytest.approx(100 * 2.5 / 4)
    assert found["student"]["extra"]["value"] == pytest.approx(1.5 / 3)
    assert "Table 9, by people: skills listed of 3 texts, 2 annotators" in said


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (lambda row: "maybe" if row["skill"] == "bread" else "yes", "stated: is 'maybe'; give yes or no"),
        (lambda row: "", "stated: is ''; give yes or no"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_one_line(study, capsys, verdict, said):
    fill(study, verdict)
    assert main(["study", "import", str(study)]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1


def test_a_row_that_was_lost_or_added_is_named(study, capsys):
    fill(study, lambda row: "yes")
    path = study / "sheets" / "annotator-1.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join(lines[:-1]), encoding="utf-8-sig")
    assert main(["study", "import", str(study)]) == 2
    assert "is missing, of 1 that are" in capsys.readouterr().err
    path.write_text("\n".join([*lines, lines[-1]]), encoding="utf-8-sig")
    assert main(["study", "import", str(study)]) == 2
    assert "stands twice" in capsys.readouterr().err


def test_answers_that_do_not_fit_are_refused(tmp_path):
    with pytest.raises(BadInput, match="3 texts are answered by all of 2 systems"):
        export_skill_study(SkillStudyConfig(tuple(answers(tmp_path)), str(tmp_path / "x"), n=4))
    (tmp_path / "bad.jsonl").write_text('{"system": "a", "id": "1"}\n')
    with pytest.raises(BadInput, match="bad.jsonl, row 1: has no gold"):
        export_skill_study(SkillStudyConfig((str(tmp_path / "bad.jsonl"),), str(tmp_path / "x"), n=1))
    none = {"rules": {"a-1": []}, "student": {"a-1": []}}
    with pytest.raises(BadInput, match="no system lists a skill"):
        export_skill_study(SkillStudyConfig(tuple(answers(tmp_path, **none)), str(tmp_path / "x"), n=1))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "sheet.csv").write_text("x")
    with pytest.raises(BadInput, match="holds something already"):
        export_skill_study(SkillStudyConfig(tuple(answers(tmp_path)), str(tmp_path / "full"), n=1))
