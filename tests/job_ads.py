"""Job ads as people bring them, for tests."""

import csv
from pathlib import Path

LONG = "You will work with us. " * 12


def kaggle_file(folder: Path) -> Path:
    """Twelve ads in the columns of the Dice CSV at Kaggle, with junk among them."""
    path = folder / "dice.csv"
    titles = ["Nurse", "Baker", "Sales Manager", "Java Developer", "Welder", "Office Clerk", "Data Analyst", "Teacher"]
    rows = [[title, f"=<p>{LONG}</p><b>{title}</b> &amp; more", "x"] for title in [*titles, "Cook", "Driver"]]
    rows += [["Remark", "see below", "x"], ["", LONG, "x"], ["Nurse again", rows[0][1], "x"], ["Endless", "word " * 9_000, "x"]]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["jobtitle", "jobdescription", "skills"], *rows])
    return path
