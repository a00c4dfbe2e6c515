"""What tells matched from unmatched resumes without reading the job, and the gate that it is measured by."""

import json

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.quality import shortcut_gate
from dataset_builder.quality.shortcut_gate import GateReport, measure
from dataset_builder.quality.surface_baselines import baselines, overlap, years_asked, years_held
from dataset_builder.storage.row_groups import spread, triple_groups
from tests.fixtures.synthetic import SKILLS, triple, write_triples

AUC, SHAPE = "resume-only AUC", "shape-only pairwise accuracy"
SURVIVING, MISSING = "removed skills surviving", "sampled skills missing"


def train(count: int = 240, **change) -> list[dict]:
    """Rows of train; each `change` maps a column's text to what is to stand there."""
    rows = [triple(number) for number in range(count)]
    return [row | {column: edit(row[column]) for column, edit in change.items()} for row in rows]


def row(report: GateReport, name: str) -> shortcut_gate.GateRow:
    return next(row for row in report.rows if row.name == name)


def gate(tmp_path, rows: list[dict], **options) -> GateReport:
    return measure(write_triples(tmp_path, {"train": [rows]}), options.pop("aliases", {}), **options)


def test_a_balanced_dataset_passes(tmp_path):
    report = gate(tmp_path, train())
    assert report.passed and report.triples == 240 and report.failures == []
    assert [row.name for row in report.rows if row.limit is not None] == [AUC, SHAPE, SURVIVING, MISSING]
    assert [row.passed for row in report.rows] == [True] * 4 + [None] * 5
    assert GateReport.from_dict(json.loads(json.dumps(report.to_dict()))) == report
    assert {len(line) for line in report.table()} == {len(shortcut_gate.HEADERS)}


@pytest.mark.parametrize(
    ("column", "change", "cue"),
    [
        ("resume_matched", lambda text: text + "\n\n#", "ends with # (more in matched)"),
        ("resume_matched", lambda text: text + "#", "ends with # (more in matched)"),
        ("resume_unmatched", lambda text: text + " ", "trailing whitespace (more in unmatched)"),
        ("resume_unmatched", lambda text: text + "\n", "trailing newlines (more in unmatched)"),
        ("resume_unmatched", lambda text: text.replace("- ", "* "), "lines with bullet - (more in matched)"),
        ("resume_matched", lambda text: text.replace("Baker", "BAKER"), "words in capitals (more in matched)"),
    ],
)
def test_a_planted_shape_fails_and_is_named(tmp_path, column, change, cue):
    report = gate(tmp_path, train(200, **{column: change}))
    found = row(report, SHAPE)
    assert not report.passed and found.passed is False and found.value > 0.95
    assert f"{cue}, alone 1.000" in found.cue
    assert any(SHAPE in failure and cue in failure for failure in report.failures)


def test_length_alone_fails_the_shape_gate(tmp_path):
    report = gate(tmp_path, train(resume_unmatched=lambda text: text[: len(text) * 2 // 3]))
    assert row(report, SHAPE).passed is False
    assert row(report, "longer resume, pairwise").value > 0.9


def test_a_planted_word_fails_the_auc_and_is_named(tmp_path):
    # in the place of a word of the same length and case, so that no shape betrays it
    report = gate(tmp_path, train(resume_unmatched=lambda text: text.replace("## Experience", "## Deletedjob")))
    assert row(report, AUC).passed is False and row(report, AUC).value > 0.95
    assert '"deletedjob" (unmatched)' in row(report, AUC).cue
    assert row(report, SHAPE).passed and not report.passed


def test_the_classifier_sees_no_resume_of_a_triple_it_judges():
    # every pair shares words of its own: a split inside pairs would learn them
    matched = [f"own{number} own{number} common" for number in range(250)]
    auc, _ = shortcut_gate.resume_only(matched, list(matched))
    assert auc == 0.5


def test_surviving_and_missing_skills_are_counted_in_every_row(tmp_path):
    rows = [triple(number) for number in range(20)]
    other = [triple(number, "test_unseen") for number in range(5)]
    first, second = rows[7]["removed_skills"]
    rows[7]["resume_unmatched"] += f" {first.upper()} and {second}"
    other[4]["resume_unmatched"] += f" {other[4]['removed_skills'][1]}"
    gone = rows[11]["skills"][3]
    rows[11]["job_description"] = rows[11]["job_description"].replace(gone, "")
    gone_extra = rows[12]["extra_skills"][0]
    rows[12]["resume_matched"] = rows[12]["resume_matched"].replace(gone_extra, "")
    other[0]["resume_unmatched"] = ""
    folder = write_triples(tmp_path, {"train": [rows[:10], rows[10:]], "test_unseen": [other]}, rows_a_group=4)
    report = measure(folder, {}, max_triples=5)
    assert (row(report, SURVIVING).value, row(report, MISSING).value) == (3, 2 + len(other[0]["unmatched_skills"]))
    assert row(report, SURVIVING).cue == f"train-000007: {first} is in the unmatched resume"
    assert row(report, MISSING).cue == f"train-000011: {gone} is not in the job description"
    assert not report.passed


def test_an_alias_counts_as_the_skill(tmp_path):
    rows = [triple(number) for number in range(3)]
    asked, removed = rows[0]["skills"][5], rows[1]["removed_skills"][0]
    rows[0]["job_description"] = rows[0]["job_description"].replace(asked, "another name")
    rows[1]["resume_unmatched"] += " another name"
    folder = write_triples(tmp_path, {"train": [rows]})
    plain, aliased = measure(folder, {}), measure(folder, {asked: ("Another Name",), removed: ("Another Name",)})
    assert [row(plain, name).value for name in (SURVIVING, MISSING)] == [0, 1]
    assert [row(aliased, name).value for name in (SURVIVING, MISSING)] == [1, 0]


def test_processes_count_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(shortcut_gate, "POOL_ROWS", 0)
    rows = train(30, resume_unmatched=lambda text: f"{text} {SKILLS[0]}")
    folder = write_triples(tmp_path, {"train": [rows]}, rows_a_group=10)
    assert measure(folder, {}, workers=2) == measure(folder, {}, workers=1)


def test_few_triples_are_not_judged(tmp_path):
    report = gate(tmp_path, train(199, resume_matched=lambda text: text + "#"))
    assert report.passed
    for name in (AUC, SHAPE):
        assert row(report, name).passed is None and "too few triples to judge (199" in row(report, name).cue


def test_a_folder_without_triples_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="holds no triples"):
        measure(tmp_path, {})


def test_the_sample_is_spread_over_all_files(tmp_path):
    files = [[triple(number) for number in range(start, start + 20)] for start in (0, 20, 40)]
    groups = triple_groups(write_triples(tmp_path, {"train": files, "test": [[triple(0, "test")]]}, 8), "train")
    ids = [row["id"] for row in spread(groups, ("id",), 6)]
    assert ids == [f"train-{number:06d}" for number in (0, 10, 20, 30, 40, 50)]
    assert len(spread(groups, ("id",), 1_000)) == 60


def test_rules_read_years_and_overlap():
    assert (
        years_asked("Minimum of 3 years as A; two (2) years; 5+ yrs in B; 4-year degree; since 2020") == 3 + 2 + 5 + 4
    )
    assert years_held("A (2015 - 2019)\nB, from Jan 2010 to March 2013\nBorn 1990\nC 2009–2010") == 4 + 3 + 1
    assert overlap("Bake bread daily", "I bake, daily.") == pytest.approx(2 / 3)
    rules = dict(baselines(["2 years"] * 4, ["A (2018 - 2020) x"] * 4, ["A (2018 - 2019)"] * 4))
    assert rules == {
        "overlap rule, pairwise": 0.5,
        "overlap rule, accuracy": 0.5,
        "year rule, pairwise": 1.0,
        "year rule, accuracy": 1.0,
        "longer resume, pairwise": 1.0,
    }


def test_the_original_release_fails_as_measured(shared):
    """As measured on the release: six surface features tell 99 % of the pairs; the year rule 90 %."""
    lines = (shared / "rjdb_original" / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    jobs, matched, unmatched = (
        [json.loads(line)[key] for line in lines] for key in ("Job-Description", "Resume-matched", "Resume-unmatched")
    )
    assert shortcut_gate.shape_only(matched, unmatched)[0] > 0.97
    assert shortcut_gate.resume_only(matched, unmatched)[0] > 0.65
    assert dict(baselines(jobs, matched, unmatched))["year rule, pairwise"] > 0.9
