"""Documents scored by people: the study of Table 2 as sheets out and results in."""
