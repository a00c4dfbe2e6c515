"""Agreement of judges on the sheet of phrases."""

import pytest

from benchmarks import phrase_labels
from dataset_builder.errors import BadInput


def test_kappa_corrects_agreement_for_chance():
    assert phrase_labels.agreement(list("YYNN"), list("YYNN")) == (4, 1.0)
    assert phrase_labels.agreement(list("YYNN"), list("YNYN")) == (2, 0.0)
    assert phrase_labels.agreement(list("YYNN"), list("YYYN")) == (3, pytest.approx(0.5))


def test_the_kept_sheet_has_a_row_per_pair_of_judges():
    rows = phrase_labels.read()
    assert len(rows) == 200 and len(phrase_labels.table(rows).splitlines()) == 5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("table\tjudge_1\nY\tN\n", "row 2, judge_2: None; give Y or N"),
        ("table\tjudge_1\tjudge_2\nY\tN\tyes\n", "row 2, judge_2: 'yes'; give Y or N"),
    ],
)
def test_a_label_that_is_none_is_named(tmp_path, text, message):
    (tmp_path / "sheet.tsv").write_text(text)
    with pytest.raises(BadInput, match=message):
        phrase_labels.read(tmp_path / "sheet.tsv")
    with pytest.raises(BadInput, match="no such file"):
        phrase_labels.read(tmp_path / "none.tsv")
