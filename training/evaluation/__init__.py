"""What is measured and compared: metrics, matchers, intervals, tables, robustness, data that RJDB did not write."""
