"""Wordings are counted once a document, with names and numbers masked."""

import pytest

from benchmarks import wordings


def test_names_and_numbers_are_masked():
    assert wordings.wordings("You will report to Anna in 2019") == {
        "you will report to …",
        "will report to … in",
    }


def test_headings_have_no_wording():
    assert wordings.wordings("## What You Will Do\n- Weld") == set()


def test_the_most_frequent_wording_counts_documents_once():
    texts = ["You meet the owner of Marlow first. You meet the owner of Elmwood first.", "You meet the owner of 3 shops", "Weld pipes"]  # fmt: skip
    assert list(wordings.most_frequent(texts, 1)) == [(pytest.approx(2 / 3), "meet the owner of …")]


def test_a_folder_without_triples_is_one_line(tmp_path, capsys):
    assert wordings.main([str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_lists_that_open_alike():
    listed = "## Skills\n- {} in welding\n- {} in rigging\n- Welding\n\n## Experience\n- Welder"
    texts = [listed.format("Skilled", "Skilled"), listed.format("Skilled", "Trained")]
    assert wordings.share_opening_alike(texts, 2) == 0.5 and wordings.share_opening_alike(texts, 3) == 0
