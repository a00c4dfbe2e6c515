"""The config `mentions` of a built folder: every span holds its form, and every fact has a span."""

import pytest
from datasets import load_dataset

import rjdb
from dataset_builder.pipeline.task_rows import mention_table
from dataset_builder.sampling.facts import Facts


@pytest.mark.parametrize("split", rjdb.SPLITS)
def test_every_span_holds_its_form_and_every_fact_has_one(built, split):
    triples = {row["id"]: row for row in load_dataset(str(built), "triples", split=split)}
    held: dict[tuple[str, str], set[tuple]] = {}
    for row in load_dataset(str(built), "mentions", split=split):
        assert triples[row["id"]][row["document"]][row["start"] : row["end"]] == row["form"], row
        held.setdefault((row["id"], row["document"]), set()).add((row["kind"], row["name"], row["item"]))
    for id, row in triples.items():
        facts = Facts.from_row(row)
        asked = {("skill", skill, None) for skill in facts.skills}
        asked |= {("title", job.title, item) for item, job in enumerate(facts.experiences)}
        assert asked <= held[id, "job_description"]
        for document, skills, jobs in (
            ("resume_matched", facts.matched_skills, facts.experiences),
            ("resume_unmatched", facts.unmatched_skills, facts.unmatched_experiences),
        ):
            shown = {("skill", skill, None) for skill in skills}
            for item, job in enumerate(jobs):
                shown |= {("title", job.title, item), ("dates", f"{job.start_year} - {job.end_year}", item)}
            assert shown <= held[id, document]


def test_without_triples_there_is_a_table_without_rows():
    table = mention_table([])
    assert table.num_rows == 0 and table.column_names == list(rjdb.FEATURES["mentions"])
