"""Labels of tokens and spans of text say the same; long documents lose no word between windows."""

import numpy as np
import pytest

pytest.importorskip("transformers")

from dataset_builder.errors import BadInput
from tests.fixtures import tiny_encoders
from training.students.pointer.spans import IGNORED, KINDS, LABELS, Span, spans_of, token_labels
from training.students.pointer.windows import LINE_BREAK, read_windows, with_line_breaks

TEXT = "Skills\n- SQL Server, bread\n\nExperience\nBaker at Café Müller (2013 - 2016)"
SPANS = tuple(
    Span(TEXT.index(form), TEXT.index(form) + len(form), kind)
    for form, kind in (("SQL Server", "skill"), ("bread", "skill"), ("Baker", "title"), ("Café Müller", "company"),
                       ("2013 - 2016", "dates"))
)  # fmt: skip


@pytest.fixture(scope="module")
def words():
    return with_line_breaks(tiny_encoders.tokenizer([TEXT] * 4))


def test_labels_say_where_spans_stand_and_back(words):
    (window,) = read_windows(words.backend_tokenizer, [TEXT], 128, 16)
    labels = token_labels(window.offsets, window.words, SPANS)
    first = {}
    for (start, end), word, label in zip(window.offsets, window.words, labels, strict=True):
        if word is None or word in first:
            assert label == IGNORED
            if word is not None:
                first[word] = (first[word][0], end, first[word][2])
        else:
            first[word] = (start, end, label)
    probabilities = np.eye(len(LABELS))[[label for *_, label in first.values()]]
    assert [one.of(TEXT) for one in spans_of([(a, b) for a, b, _ in first.values()], probabilities)] == [
        one.of(TEXT) for one in SPANS
    ]


def test_two_neighbours_of_a_kind_are_two_and_an_end_without_its_beginning_is_one():
    row = {name: np.eye(len(LABELS))[at] for at, name in enumerate(LABELS)}
    found = spans_of(
        [(0, 1), (2, 3), (4, 5), (6, 7)], np.stack([row["B-skill"], row["B-skill"], row["I-skill"], row["I-title"]])
    )
    assert [(one.start, one.end, one.kind) for one in found] == [(0, 1, "skill"), (2, 5, "skill"), (6, 7, "title")]
    assert set(KINDS) == {label[2:] for label in LABELS[1:]}


def test_line_breaks_are_tokens_also_of_a_tokenizer_that_was_saved(words, tmp_path):
    from transformers import AutoTokenizer

    words.save_pretrained(tmp_path)
    again = AutoTokenizer.from_pretrained(tmp_path)
    read = again(TEXT, return_offsets_mapping=True)
    breaks = [at for at, token in enumerate(read.tokens()) if token == LINE_BREAK]
    assert [TEXT[slice(*read["offset_mapping"][at])] for at in breaks] == ["\n"] * TEXT.count("\n")


def test_windows_hold_every_word_and_overlap(words):
    text = "\n".join(f"- line {at} of bread" for at in range(200))
    windows = read_windows(words.backend_tokenizer, [text, ""], 64, 16)
    held = {place for window in windows for place, word in zip(window.offsets, window.words) if word is not None}
    whole = words(text, return_offsets_mapping=True)
    assert held == {place for place, word in zip(whole["offset_mapping"], whole.word_ids()) if word is not None}
    assert windows[-1].document == 1 and len(windows) > 10
    assert set(windows[0].offsets[-17:-1]) <= set(windows[1].offsets)


def test_what_cannot_point_is_refused():
    class Slow:
        is_fast = False

    with pytest.raises(BadInput, match="no fast tokenizer, so no offsets"):
        with_line_breaks(Slow(), "encoder")
    with pytest.raises(BadInput, match=f"has no {LINE_BREAK}"):
        with_line_breaks(tiny_encoders.tokenizer([TEXT], signs="-"), "encoder")
