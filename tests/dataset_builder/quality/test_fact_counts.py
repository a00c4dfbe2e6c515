"""Facts and their spans, counted over a folder, and what the gate makes of them."""

from dataclasses import replace

import pytest

from dataset_builder.pipeline.task_rows import mention_table
from dataset_builder.quality.fact_counts import FormShare, forms_in_use, with_forms
from dataset_builder.quality.fact_spans import found
from dataset_builder.quality.shortcut_gate import GateReport, measure
from dataset_builder.quality.triple_checks import reason_to_reject
from dataset_builder.sampling.facts import Documents, Facts, Mention, Triple
from dataset_builder.storage.folder import open_rows, shard_name
from dataset_builder.teachers.locate import locate
from tests.fixtures.synthetic import triple, write_triples
from tests.fixtures.template_triples import ALIASES, triples

SURVIVING, MISSING = "removed skills surviving", "sampled skills missing"


def located(row: dict) -> Triple:
    texts = Documents(row["job_description"], row["resume_matched"], row["resume_unmatched"], "", "")
    facts = Facts.from_row(row)
    return Triple(facts, replace(texts, mentions=locate(facts, texts, {})))


def folder_of(tmp_path, rows: list[dict], change=lambda mention: mention, size: int = 4):
    """A folder with the mentions that are there, each after `change`, which drops one by None."""
    folder = write_triples(tmp_path, {"train": [rows]}, rows_a_group=size)
    with open_rows(folder / "mentions" / shard_name("train", 0, 1), "mentions") as file:
        for at in range(0, len(rows), size):
            batch = []
            for one in map(located, rows[at : at + size]):
                kept = tuple(m for mention in one.documents.mentions if (m := change(mention)) is not None)
                batch.append(replace(one, documents=replace(one.documents, mentions=kept)))
            file.add(mention_table(batch))
    return folder


def counts(report: GateReport) -> list:
    return [row.value for name in (SURVIVING, MISSING) for row in report.rows if row.name == name]


ROWS = [triple(number) for number in range(10)]


def test_facts_with_spans_are_counted_by_document_and_kind(tmp_path):
    report = measure(folder_of(tmp_path, ROWS), {})
    assert counts(report) == [0, 0]
    shares = {(share.document, share.kind): (share.stated, share.located) for share in report.facts}
    assert shares["job_description", "skill"] == (60, 60) and shares["resume_unmatched", "skill"] == (80, 80)
    assert shares["resume_matched", "dates"] == (10, 10) and shares["resume_matched", "first_name"] == (10, 0)
    assert FormShare("skill", "name", 220) in report.forms
    assert GateReport.from_dict(report.to_dict()) == report


@pytest.mark.parametrize(
    "change",
    [
        lambda m: None,
        lambda m: m._replace(start=m.start + 1, end=m.end + 1),
        lambda m: m._replace(form="bakery", end=m.start + 6),
        lambda m: m._replace(role="denied"),
    ],
    ids=["no span", "moved", "another form", "denied"],
)
def test_a_skill_without_a_good_span_is_missing(tmp_path, change):
    skill = ROWS[6]["skills"][0]
    wrong = lambda m: change(m) if m.name == skill and m.document == "job_description" else m  # noqa: E731
    report = measure(folder_of(tmp_path, ROWS, wrong), {})
    expected = [row["id"] for row in ROWS if skill in row["skills"]]
    assert counts(report) == [0, len(expected)]
    cue = next(row.cue for row in report.rows if row.name == MISSING)
    assert cue == f"{expected[0]}: {skill} is not in the job description"


def test_a_removed_skill_survives_in_any_form_that_is_in_use(tmp_path):
    """Documents state a skill as "bakery"; where the skill was removed, the word stands in the unmatched resume."""
    skill = ROWS[0]["skills"][0]
    named = lambda m: m._replace(form="bakery", form_kind="phrase") if m.name == skill else m  # noqa: E731
    assert forms_in_use(folder_of(tmp_path / "before", ROWS, named))["skill", skill, "bakery", "phrase"] > 0
    rows = [dict(row) for row in ROWS]
    next(row for row in rows if skill in row["removed_skills"])["resume_unmatched"] += " Bakery."
    assert counts(measure(folder_of(tmp_path / "after", rows, named), {}))[0] == 1


def test_a_form_of_the_same_stems_is_looked_for_once():
    forms = {("skill", "Venipuncture", "drew blood", "phrase"): 1, ("title", "Baker", "bakery hand", "reworded"): 2}
    assert with_forms({}, forms) == {"Venipuncture": ("drew blood",)}
    assert with_forms({"Venipuncture": ("Drew Bloods",)}, forms) == {"Venipuncture": ("Drew Bloods",)}


def is_declared(mention: Mention, aliases: dict[str, tuple[str, ...]]) -> bool:
    return bool(found([mention], aliases))


def test_a_form_is_declared_by_its_source():
    def mention(form: str, form_kind: str, name: str = "Venipuncture", kind: str = "skill") -> Mention:
        return Mention("resume_matched", kind, name, form, form_kind, 0, len(form), "held", None)

    assert is_declared(mention("venipunctures", "inflection"), {}) and is_declared(mention("VENIPUNCTURE", "name"), {})
    assert is_declared(mention("blood draws", "alias"), {"Venipuncture": ("Blood Draw",)})
    assert not is_declared(mention("blood draws", "alias"), {}) and not is_declared(mention("x", "teacher"), {})
    assert is_declared(mention("ability to lift", "inflection", "Able to lift"), {})
    assert not is_declared(mention("a phrase of no list", "phrase"), {})
    assert is_declared(mention("whatever", "reworded", "Baker", "title"), {})


def test_a_line_of_the_skills_phrases_is_a_declared_form():
    from dataset_builder.sources import phrases

    phrase = next(one for one in phrases.read() if one.role == "shown")
    shown = Mention("resume_matched", "skill", phrase.skill, phrase.text.upper(), "phrase", 0, 1, "held", None)
    assert is_declared(shown, {}) and not is_declared(shown._replace(name="Another"), {})


def test_checks_reject_a_triple_whose_span_is_wrong():
    facts, documents = next(
        (f, d) for f, d in triples("facts", 40) if reason_to_reject(Triple(f, d), "facts", ALIASES) is None
    )
    moved = tuple(m._replace(start=m.start + 1, end=m.end + 1) for m in documents.mentions)
    reason = reason_to_reject(Triple(facts, replace(documents, mentions=moved)), "facts", ALIASES)
    assert reason.startswith("span does not hold its form: ") and reason.endswith("of the job description")
    skill = facts.skills[0]
    left = tuple(m for m in documents.mentions if m.name != skill or m.document != "job_description")
    reason = reason_to_reject(Triple(facts, replace(documents, mentions=left)), "facts", ALIASES)
    assert reason == f"skill missing in the job description: {skill}"
