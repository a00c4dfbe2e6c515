"""Measures, honest baselines and, later, students of RJDB; `python -m training.evaluate` prints the paper's tables."""
