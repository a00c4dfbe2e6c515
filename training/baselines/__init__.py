"""Systems to compare with: majority, thresholds, overlap, list-all, copy, gradient boosting, cross-encoders."""
