"""What is good enough: checks of a triple, the gate against shortcuts, near-duplicates, label noise, judges and people."""
