"""Limits of the reader's fields, and the table of the kept figures."""

import json

from benchmarks.reader_fields import ASIDE, FIELD, LIMITS, RESULTS, beyond, render


def kept() -> dict:
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def test_the_kept_figures_meet_their_limits():
    figures = kept()
    assert beyond(figures) == [] and set(LIMITS) <= set(figures)
    assert sum(one["files"] for name, one in figures.items() if name.endswith("set aside")) == len(ASIDE)


def test_each_kind_of_limit_is_named():
    figures = kept()
    poor = figures["pdf_rendercv"]
    poor |= {"micro": 50.0, "invented": 2, "fields": poor["fields"] | {"title": FIELD - 1}}
    assert [line.split(": ")[1].split()[0] for line in beyond(figures)] == ["micro", "title", "2"]


def test_a_row_for_each_part_of_a_set():
    table = render(kept())
    assert "pdf_templates, in sight (3)" in table and "pdf_templates, set aside (2)" in table
