"""The human study: blind sheets, every way a sheet can come back wrong, means and agreement."""

import csv
import html
import json
from pathlib import Path

import numpy as np
import pytest

from dataset_builder.__main__ import main
from dataset_builder.errors import BadInput
from dataset_builder.quality.human_study import results
from dataset_builder.quality.human_study.annotation_page import Annotation, page
from dataset_builder.quality.human_study.export import StudyConfig, export_study
from dataset_builder.quality.human_study.results import import_study
from dataset_builder.quality.human_study.sheets import read_key
from dataset_builder.sources.table import cell_text
from tests.dataset_builder.sources.test_sources import workbook
from tests.fixtures.job_ads import kaggle_file

N = 6


@pytest.fixture(scope="module")
def ads(tmp_path_factory) -> Path:
    return kaggle_file(tmp_path_factory.mktemp("ads"))


@pytest.fixture
def study(built, ads, tmp_path) -> Path:
    folder = tmp_path / "study"
    export_study(StudyConfig(str(built), str(ads), str(folder), n=N, annotators=3))
    return folder


def read(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def fill(study: Path, score=lambda annotator, row: 50) -> None:
    """Scores in every sheet; `score` sees the annotator's number and the row of the key."""
    key = read_key(study)
    for path in sorted((study / "sheets").glob("*.csv")):
        rows = read(path)
        for row in rows:
            row["realism"] = score(int(row["annotator"]), key[row["item"]])
            row["consistency"] = 100 - row["realism"]
        write(path, rows)


# ---------------------------------------------------------------------------------------------- sheets


def test_sheets_are_blind_complete_and_in_orders_of_their_own(study, built):
    sheets = [read(path) for path in sorted((study / "sheets").glob("*.csv"))]
    key = {row["item"]: row for row in read(study / "key.csv")}
    assert len(sheets) == 3 and {len(sheet) for sheet in sheets} == {2 * N}
    assert len({tuple(row["item"] for row in sheet) for sheet in sheets}) == 3
    texts = {(row["item"], row["title"], row["job_description"]) for sheet in sheets for row in sheet}
    assert len(texts) == 2 * N == len(key)
    assert list(sheets[0][0]) == ["annotator", "item", "title", "job_description", "realism", "consistency", "comment"]
    assert {row["realism"] + row["consistency"] + row["comment"] for sheet in sheets for row in sheet} == {""}
    sent = b"".join(path.read_bytes() for path in [*(study / "sheets").iterdir(), study / "instructions.txt"])
    assert not any(row["source"].encode() in sent for row in key.values()) and b"generated" not in sent
    assert sorted(row["origin"] for row in key.values()) == ["generated"] * N + ["real"] * N
    assert sorted(row["pair"] for row in key.values()) == sorted(2 * [str(number) for number in range(1, N + 1)])


def test_origin_does_not_show_in_order_or_name(study):
    key = {row["item"]: row["origin"] for row in read(study / "key.csv")}
    orders = [[key[row["item"]] for row in read(path)] for path in (study / "sheets").glob("*.csv")]
    turns = [sum(a != b for a, b in zip(order, order[1:])) for order in orders]
    assert all(1 < turn < 2 * N - 1 for turn in turns)


def test_a_spreadsheet_opens_a_sheet_as_it_is(study):
    for path in (study / "sheets").iterdir():
        assert path.read_bytes().startswith(b"\xef\xbb\xbfannotator,item,") and b"\r\n" in path.read_bytes()
        for row in read(path):
            assert not any(cell[:1] in ("=", "+", "-", "@") for cell in row.values())
            assert row["item"].isalpha() and not set(row["item"]) & set("aeiou")
            assert max(map(len, row.values())) < 32_767


def test_the_same_settings_give_the_same_study(study, built, ads, tmp_path):
    export_study(StudyConfig(str(built), str(ads), str(tmp_path / "again"), n=N, annotators=3))
    for path in (path for path in study.rglob("*.csv")):
        assert (tmp_path / "again" / path.relative_to(study)).read_bytes() == path.read_bytes()


def test_export_never_touches_sheets_that_may_hold_scores(study, built, ads):
    with pytest.raises(BadInput, match="holds something already, perhaps sheets that were filled in"):
        export_study(StudyConfig(str(built), str(ads), str(study), n=N))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n": 1}, "--n 1: give 2 or more"),
        ({"annotators": 0}, "--annotators 0: give 1 or more"),
        ({"n": 9}, "--n 9: .* has 8 job descriptions in test; give a smaller --n or another --split"),
        ({"n": 12, "split": "train"}, "--n 12: there are 10 real job descriptions"),
        ({"split": "dev"}, "--split dev: .* has train, validation"),
    ],
)
def test_studies_that_cannot_be(built, ads, tmp_path, settings, message):
    with pytest.raises(BadInput, match=message):
        export_study(
            StudyConfig(**{"folder": str(built), "jobs": str(ads), "out": str(tmp_path / "s"), "n": 4} | settings)
        )
    assert not list(tmp_path.iterdir())


def test_the_dataset_is_not_its_own_real_side(built, tmp_path):
    with pytest.raises(BadInput, match="is the dataset itself; give job descriptions that people wrote"):
        export_study(StudyConfig(str(built), str(built), str(tmp_path / "s")))


# ---------------------------------------------------------------------------------------------- what comes back


def set_cell(field, value, at=3):
    def change(rows):
        rows[at][field] = value

    return change


def drop(rows):
    del rows[4]


def double(rows):
    rows.append(dict(rows[2]))


def lose_column(rows):
    for row in rows:
        del row["consistency"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (set_cell("realism", ""), r"annotator-2.csv, row 5, realism: has no score; fix it and import again"),
        (set_cell("consistency", "good"), r"row 5, consistency: 'good' is no number"),
        (set_cell("realism", "101"), r"row 5, realism: 101 is not between 0 and 100"),
        (set_cell("realism", "-1"), r"row 5, realism: -1 is not between 0 and 100"),
        (set_cell("realism", "nan"), r"row 5, realism: nan is not between 0 and 100"),
        (set_cell("realism", "80 %"), r"row 5, realism: '80 %' is no number"),
        (set_cell("item", "bbbbb"), r"row 5, item: 'bbbbb' is no item of this study \(and 1 more problems in this file\)"),
        (set_cell("item", ""), r"row 5, item: '' is no item of this study"),
        (double, r"row 14, item: [a-z]{5} stands in row 4 already"),
        (drop, r"item: [a-z]{5} is missing"),
        (lose_column, r"row 1: no column consistency; send back the sheet with its header"),
        (set_cell("annotator", "3"), r"annotator: is 2, 3; every row of a sheet has the number that export gave, 1 to 3"),
        (lambda rows: [set_cell("annotator", "4", at)(rows) for at in range(12)], r"annotator: is 4; every row"),
        (lambda rows: [set_cell("annotator", "1", at)(rows) for at in range(12)], r"annotator-2.csv, row 2, annotator: is 1, as in .*annotator-1.csv"),
    ],
)  # fmt: skip
def test_every_bad_sheet_is_told_by_file_row_and_field(study, change, message):
    fill(study)
    path = study / "sheets" / "annotator-2.csv"
    rows = read(path)
    change(rows)
    write(path, rows)
    with pytest.raises(BadInput, match=message):
        import_study(study, [])
    assert not (study / "results.json").exists()


def test_sheets_that_are_none(study, tmp_path):
    fill(study)
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "utf16.csv").write_text("annotator,item,realism\n", encoding="utf-16")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04")
    for name, message in (("empty.csv", "empty"), ("utf16.csv", "row 1: no column"), ("broken.xlsx", "not an Excel"), ("no.csv", "cannot be read")):  # fmt: skip
        with pytest.raises(BadInput, match=message):
            import_study(study, [tmp_path / name])
    for path in (study / "sheets").iterdir():
        path.unlink()
    with pytest.raises(BadInput, match="holds no sheet"):
        import_study(study, [])
    with pytest.raises(BadInput, match="is no study; give the folder that `study export` wrote"):
        import_study(tmp_path, [])


def test_sheets_may_be_sorted_saved_with_semicolons_or_as_workbooks(study, tmp_path):
    fill(study, lambda annotator, row: 10.5 * annotator + row.pair)
    expected = import_study(study, [])
    first, second, third = sorted((study / "sheets").glob("*.csv"))
    rows = sorted(read(first), key=lambda row: row["item"])
    commas = [row | {name: row[name].replace(".", ",") for name in ("realism", "consistency")} for row in rows]
    european = write(tmp_path / "a.csv", commas, ";")
    filled = [{name: html.escape(cell) for name, cell in row.items()} for row in read(second)]
    workbook(tmp_path / "b.xlsx", [list(filled[0]), *(list(row.values()) for row in filled), []])
    assert import_study(study, [tmp_path / "b.xlsx", european, third]) == expected
    assert cell_text([2.0, 62.5], 0) == "2"  # a workbook has no whole numbers


def test_means_intervals_and_paired_differences_by_hand(study):
    spread = {1: 0, 2: -10, 3: 10}
    fill(study, lambda annotator, row: 40 + 2 * row.pair + spread[annotator] + (5 if row.origin == "generated" else 0))
    printed = import_study(study, [])
    found = json.loads((study / "results.json").read_text())
    real, generated, difference = (found["realism"][name] for name in ("real", "generated", "difference"))
    assert real["value"] == pytest.approx(47) and generated["value"] == pytest.approx(52)
    assert real["low"] < 47 < real["high"] and real["high"] - real["low"] < 8
    assert (difference["value"], difference["low"], difference["high"]) == pytest.approx((5, 5, 5))
    assert found["consistency"]["difference"]["value"] == pytest.approx(-5)
    assert (found["annotators"], found["pairs"]) == (3, N)
    assert "| 47.0 [" in printed and "5.0 [5.0, 5.0]" in printed
    assert "| realism (paper)" in printed and "| 63.4" in printed and "| 67.9" in printed and "| 65.4" in printed


def test_fewer_annotators_than_planned_are_told(study):
    fill(study, lambda annotator, row: 10 * row.pair)
    printed = import_study(study, [study / "sheets" / "annotator-3.csv"])
    assert "1 of 3 annotators" in printed
    assert json.loads((study / "results.json").read_text())["realism"]["alpha"] is None


def test_alpha_is_that_of_the_literature():
    """Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: four observers, twelve units."""
    n = np.nan
    data = np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, n, n, n],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, n, 3],
            [n, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, n],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, n],
        ]
    )
    assert results.alpha(data) == pytest.approx(0.849, abs=0.0005)


def test_alpha_by_hand_and_where_it_has_no_value():
    # observed disagreement 2*(10^2)/4 = 50; expected over all ordered pairs of 0, 0, 10, 20: 2*(100+400+100+400+100)/12
    assert results.alpha(np.array([[0.0, 10.0], [0.0, 20.0]])) == pytest.approx(1 - 50 / (2 * 1100 / 12))
    assert results.alpha(np.array([[50.0, 50.0], [50.0, 50.0]])) is None
    assert results.alpha(np.array([[1.0, 2.0, 3.0]])) is None


def test_agreement_of_the_sheets_is_computed_per_criterion(study):
    noise = np.random.default_rng(0)
    fill(study, lambda annotator, row: 10 * row.pair + (20 if row.origin == "real" else 0))
    for path in (study / "sheets").glob("*.csv"):
        write(path, [row | {"consistency": str(noise.integers(0, 101))} for row in read(path)])
    import_study(study, [])
    found = json.loads((study / "results.json").read_text())
    assert found["realism"]["alpha"] == pytest.approx(1) and abs(found["consistency"]["alpha"]) < 0.4


def test_the_command_line(built, ads, tmp_path, capsys):
    out = str(tmp_path / "study")
    assert main(["study", "export", str(built), "--jobs", str(ads), "--n", "3", "--annotators", "2", "--out", out]) == 0
    assert "3 generated job descriptions, each with the nearest real one; title similarity" in capsys.readouterr().out
    assert main(["study", "import", out]) == 2
    assert capsys.readouterr().err.endswith(
        "realism: has no score (and 11 more problems in this file); fix it and import again\n"
    )
    fill(tmp_path / "study")
    assert main(["study", "import", out]) == 0
    assert "Table 2: 3 generated job descriptions and the nearest real ones, 2 annotators" in capsys.readouterr().out


def test_the_original_release_can_be_the_real_side(built, shared, tmp_path):
    from dataset_builder.pipeline.import_original import ImportConfig, import_release

    release = tmp_path / "release"
    import_release(ImportConfig(str(shared / "rjdb_original" / "sample.jsonl"), str(release)))
    export_study(StudyConfig(str(built), str(release), str(tmp_path / "study"), n=5))
    assert {row["source"][:8] for row in read(tmp_path / "study" / "key.csv") if row["origin"] == "real"} == {
        "original"
    }


# ---------------------------------------------------------------------------------------------- in a browser


def test_an_annotation_is_kept_item_by_item(study):
    path = study / "sheets" / "annotator-1.csv"
    before, annotation = read(path), Annotation(path)
    assert (annotation.first_left(), annotation.done()) == (0, 0)
    assert annotation.keep(0, [62.5, 100], "odd\nduties") is None
    assert annotation.keep(1, [None, 3], "") == "realism: please give a number from 0 to 100"
    assert annotation.keep(1, [3, 101], "") == "consistency: please give a number from 0 to 100"
    again = Annotation(path)
    assert (again.first_left(), again.done()) == (1, 1)
    assert read(path)[0] == before[0] | {"realism": "62.5", "consistency": "100", "comment": "odd duties"}
    assert read(path)[1:] == before[1:]
    with pytest.raises(BadInput, match="is no sheet; give one that `study export` wrote"):
        Annotation(study / "key.csv")


def test_the_page_fills_in_a_sheet_that_can_be_imported(study, monkeypatch):
    gradio = pytest.importorskip("gradio")
    client = pytest.importorskip("gradio_client")
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
    fill(study)
    path = study / "sheets" / "annotator-2.csv"
    write(path, [row | {"realism": "", "consistency": "", "comment": ""} for row in read(path)])
    blocks = page(Annotation(path))
    _, url, _ = blocks.launch(prevent_thread_lock=True, quiet=True, server_name="127.0.0.1")
    try:
        visitor = client.Client(url, verbose=False)
        rows = read(path)
        _head, title, text, *empty = visitor.predict(api_name="/open")
        assert (title, text) == (rows[0]["title"], rows[0]["job_description"]) and empty[:2] == [None, None]
        for number in range(2 * N):
            if number == 3:
                refused = visitor.predict(101, 5, "odd", api_name="/save")
                assert (
                    "3 scored" in refused[0] and refused[3:] == (101, 5, "odd") and len(read(path)[3]["comment"]) == 0
                )
            shown = visitor.predict(10 * (number % 3), 70, "fine", api_name="/save")
            assert f"{number + 1} scored" in shown[0]
        assert visitor.predict(api_name="/back")[1] == rows[-2]["title"]
    finally:
        blocks.close()
        gradio.close_all()
    assert [row["realism"] for row in read(path)] == [str(10 * (number % 3)) for number in range(2 * N)]
    assert "3 annotators" in import_study(study, [])
