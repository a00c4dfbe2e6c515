"""Small real-world cases of reading: our own, and those beside the checkout where they are there."""

import json
from pathlib import Path

import pytest

from dataset_builder.errors import BadInput
from tests.conftest import SHARED
from training.cases import KINDS, main, read_cases, run_case

OWN = Path(__file__).parent / "reading_cases.jsonl"
GIVEN = SHARED.parent / "cases" / "reading.jsonl"


@pytest.mark.parametrize("case", read_cases(OWN), ids=lambda case: f"{case['kind']}-{case['id']}")
def test_own_cases(case):
    result = run_case(case)
    assert result["passed"], result["got"]


def test_the_given_cases_pass(tmp_path, capsys):
    if not GIVEN.is_file():
        pytest.skip("the given cases are not here")
    assert main([str(GIVEN), "--json", str(tmp_path / "results.json")]) == 0
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert len(results) == len(read_cases(GIVEN)) and all(one["passed"] for one in results)
    assert set(results[0]) == {"id", "kind", "passed", "got"}
    assert "| all" in capsys.readouterr().out


def test_a_failed_case_is_named_with_what_was_got(tmp_path, capsys):
    case = {"id": "x", "kind": "person", "input": {"resume": "Ada Moss\nada@example.org"}, "expect": {"name": "Eve"}}
    (tmp_path / "cases.jsonl").write_text(json.dumps(case) + "\n", encoding="utf-8")
    assert main([str(tmp_path / "cases.jsonl")]) == 1
    assert 'x: got {"name": "Ada Moss"}, expected {"name": "Eve"}' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "line 1: no JSON"),
        ('{"id": "a", "kind": "span", "input": {}}', "line 1: no field expect"),
        ('{"id": "a", "kind": "sum", "input": {}, "expect": {}}', "kind 'sum': not known"),
        ("[1]", "line 1: no field id"),
    ],
)
def test_what_is_no_case_is_refused_with_its_line(tmp_path, text, says):
    (tmp_path / "cases.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=says):
        read_cases(tmp_path / "cases.jsonl")


def test_no_such_file():
    with pytest.raises(BadInput, match="no such file"):
        read_cases(Path("nowhere.jsonl"))


def test_a_case_with_other_fields_is_refused():
    with pytest.raises(BadInput, match="case a: KeyError"):
        run_case({"id": "a", "kind": "span", "input": {"text": ""}, "expect": {}})


def test_every_kind_has_cases_of_our_own():
    counted = {case["kind"] for case in read_cases(OWN)}
    assert counted >= set(KINDS) - {"ad_name"}
