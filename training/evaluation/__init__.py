"""What is measured and compared: metrics, matchers, intervals, tables, robustness, data of other people."""
