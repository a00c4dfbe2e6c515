"""What benchmarks/train.py keeps of its figures."""

import json

import numpy as np
import pytest

pytest.importorskip("torch")
from benchmarks import train
from benchmarks.build import Figure


def test_figures_are_kept_whatever_scalars_they_are_and_others_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(train, "RESULTS", tmp_path / "train.json")
    train.keep([Figure("loss", "difference", 1.0, "", None), Figure("speed", "ratio", 1.0, ">= 1.5", False)])
    train.keep([Figure("speed", "ratio", np.float32(2.0), ">= 1.5", np.bool_(True))])
    kept = json.loads((tmp_path / "train.json").read_text())["figures"]
    assert [(figure["question"], figure["value"], figure["passed"]) for figure in kept] == [
        ("loss", 1.0, None),
        ("speed", 2.0, True),
    ]
