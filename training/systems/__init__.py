"""Systems that answer the four tasks, behind one protocol: rules, baselines, students, models behind servers."""
