"""The table of the pointer family: measures as rows, systems as columns, what lies between the first and the last, the floor where there is one."""

from benchmarks.figures import Figure
from benchmarks.pointer import RELEASE, short, table

FIGURES = [
    Figure("release, rules", "matching, accuracy", "84.8 [82.3, 87.3]"),
    Figure("release, boosting", "matching, accuracy", "86.3 [83.3, 88.8]"),
    Figure("release, pointer", "matching, accuracy", "90.5 [88.0, 92.8]", ">= 90.0", True),
    Figure("release, pointer less rules", "matching, accuracy", "+5.7 [+2.8, +8.6]"),
    Figure("release, cut on 20 real pairs", "matching, accuracy, mean of draws and their 95 %", "91.0 [85.0, 93.0]"),
    Figure("30 handwritten pairs, kept apart, pointer", "of the decided right, %", 95.0, ">= 90", True),
]


def test_systems_stand_next_to_each_other_and_the_rest_below():
    shown = table(FIGURES).splitlines()
    (row,) = [line for line in shown if "matching, accuracy " in line and "84.8" in line]
    assert [cell.strip() for cell in row.split("|")[3:8]] == [
        "84.8 [82.3, 87.3]", "86.3 [83.3, 88.8]", "90.5 [88.0, 92.8]", "+5.7 [+2.8, +8.6]", ">= 90.0"
    ]  # fmt: skip
    assert any("cut on 20 real pairs" in line for line in shown) and any("kept apart" in line for line in shown)
    assert "kept apart" not in short(FIGURES) and "90.5" in short(FIGURES)


def test_every_task_of_the_release_has_a_floor():
    assert {task for task, _ in RELEASE} == {"matching", "explanation", "extraction", "editing"}
