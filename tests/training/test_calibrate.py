"""A cut set on one's own pairs, and what it is worth."""

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.quality.wilson import wilson
from training import calibrate
from training.calibrate import calibrated, read_pairs


def test_the_cut_stands_between_the_labels_and_is_judged_on_pairs_left_out():
    scores = [0.05, 0.1, 0.12, 0.2, 0.3, 0.33, 0.35, 0.4]
    made = calibrated(scores, [0, 0, 0, 0, 1, 1, 1, 1])
    assert made.cut == pytest.approx(0.25) and made.before == 0.5 and made.after == 1.0
    assert 0.6 < made.low < 0.7 and made.high == pytest.approx(1.0)


def test_noise_promises_nothing():
    made = calibrated([0.1, 0.9, 0.2, 0.8, 0.3, 0.7], [0, 0, 1, 1, 0, 1])
    assert made.low < 0.5 < made.high


def test_few_pairs_and_one_label_are_refused():
    for labels in ([1, 0, 1], [1] * 8):
        with pytest.raises(BadInput, match="give 4 or more, some 0 and some 1"):
            calibrated([0.5] * len(labels), labels)


def test_wilson_is_the_published_interval():
    assert wilson(0.8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-3)


def test_pairs_are_texts_or_paths(tmp_path):
    (tmp_path / "job.txt").write_text("Baker wanted")
    (tmp_path / "mine.csv").write_text('job,resume,label\njob.txt,"I bake, and how",1\njob.txt,gone.txt,0\n')
    with pytest.raises(BadInput, match="pair 2: gone.txt cannot be read"):
        read_pairs(str(tmp_path / "mine.csv"))
    (tmp_path / "gone.txt").write_text("I sail")
    rows = read_pairs(str(tmp_path / "mine.csv"))
    assert [(row["job_description"], row["resume"], row["label"]) for row in rows] == [
        ("Baker wanted", "I bake, and how", 1), ("Baker wanted", "I sail", 0)
    ]  # fmt: skip


def test_without_pairs_or_student_it_is_one_line(capsys, tmp_path):
    assert calibrate.main([]) == 2 and "--pairs: is missing" in capsys.readouterr().err
    (tmp_path / "mine.csv").write_text("job,resume,label\na,b,1\n")
    assert calibrate.main(["--pairs", str(tmp_path / "mine.csv"), "--system", str(tmp_path / "none")]) == 2
    assert "no such folder" in capsys.readouterr().err
