"""Documents that say nearly the same, within and across splits."""

import pytest

from dataset_builder.quality import near_duplicates
from dataset_builder.quality.near_duplicates import DuplicatePair, across_splits, markdown, shingles
from tests.fixtures.synthetic import triple, write_triples


def test_shingles_ignore_layout():
    text = "One two three four five six"
    assert shingles(text) == shingles("## one two\n- three, FOUR: five\n\nsix.")
    assert len(shingles(text)) == 2 and len(shingles("too short")) == 1 and shingles(" - ") == set()


@pytest.fixture
def rows():
    """100 rows of train and 10 of each other split, none like another."""
    sizes = {"train": 100, "validation": 10, "test": 10, "test_unseen": 10}
    return {split: [triple(number, split) for number in range(size)] for split, size in sizes.items()}


def find(tmp_path, rows, **options):
    return across_splits(write_triples(tmp_path, {split: [part] for split, part in rows.items()}, 20), **options)


def test_different_documents_are_no_duplicates(tmp_path, rows):
    rows["test"][0]["job_description"] = rows["validation"][0]["job_description"] = ""
    found = find(tmp_path, rows)
    assert found.pairs == () and found.compared == (100, 30)
    assert found.counts == {"job_description": 0, "resume_matched": 0, "resume_unmatched": 0}


def test_planted_duplicates_are_found_with_their_ids(tmp_path, rows):
    rows["test"][3]["job_description"] = rows["train"][77]["job_description"].upper()
    words = [f"w{number}" for number in range(104)]  # 100 shingles, of which one changed word takes 5
    rows["train"][5]["resume_matched"] = " ".join(words)
    words[50] = "changed"
    rows["test_unseen"][9]["resume_matched"] = "\n".join(words)
    rows["validation"][0]["resume_unmatched"] = rows["train"][5]["resume_unmatched"]
    found = find(tmp_path, rows)
    assert found.pairs == (
        DuplicatePair("resume_matched", "train-000005", "test_unseen-000009", "test_unseen", round(95 / 105, 3)),
        DuplicatePair("resume_unmatched", "train-000005", "validation-000000", "validation", 1.0),
        DuplicatePair("job_description", "train-000077", "test-000003", "test", 1.0),
    )
    assert found.counts == {"job_description": 1, "resume_matched": 1, "resume_unmatched": 1}
    assert "train-000077" in markdown(found) and "0.905" in markdown(found)


def test_within_a_split_and_between_kinds_nothing_is_compared(tmp_path, rows):
    rows["train"][1]["job_description"] = rows["train"][0]["job_description"]
    rows["test"][1]["resume_matched"] = rows["test"][0]["resume_matched"]
    rows["test"][2]["resume_matched"] = rows["train"][2]["resume_unmatched"]
    rows["test"][4]["resume_matched"] = rows["validation"][4]["resume_matched"]
    assert find(tmp_path, rows).pairs == ()


def test_the_threshold_is_exact(tmp_path, rows):
    words = [f"w{number}" for number in range(104)]
    rows["train"][0]["job_description"] = " ".join(words)
    words[20], words[60] = "x", "y"  # 90 shared of 110
    rows["test"][0]["job_description"] = " ".join(words)
    words[90] = "z"  # 85 of 115
    rows["test"][1]["job_description"] = " ".join(words)
    found = find(tmp_path, rows)
    assert [(pair.id, pair.jaccard) for pair in found.pairs] == [("test-000000", 0.818)]
    assert len(across_splits(tmp_path, threshold=0.7).pairs) == 2


def test_processes_find_the_same(tmp_path, rows, monkeypatch):
    monkeypatch.setattr(near_duplicates, "POOL_ROWS", 0)
    for number in (0, 50, 99):
        rows["test"][number // 10]["job_description"] = rows["train"][number]["job_description"]
    found = find(tmp_path, rows, workers=2)
    assert len(found.pairs) == 3 and found == across_splits(tmp_path, workers=1)
