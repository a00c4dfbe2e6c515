"""The readers: formats, encodings, and one line about whatever is wrong."""

import csv
import shutil
import zipfile

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.sources import bls, dice, onet
from dataset_builder.sources.files import local_path

# Thirty occupations whose ads ask for an office program, so that it is common; two ask for something else too.
OFFICE = "".join(f"11-{number:04}.00\tMicrosoft Excel\t43232110\tSpreadsheet software\tY\tY\n" for number in range(30))
ONET_TABLES = {
    "Occupation Data": "O*NET-SOC Code\tTitle\tDescription\n15-1252.00\tSoftware Developers\tDevelop\n"
    "47-2111.00\tElectricians\tWire \"hot\" lines\n",
    "Technology Skills": "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n"
    "15-1252.00\tPython\t43232408\tWeb platform development software\tY\tY\n"
    "15-1252.00\tMicrosoft Excel\t43232110\tSpreadsheet software\tY\tY\n"
    "15-1252.00\tObscure Forge\t43232402\tDevelopment environment software\tN\tN\n"
    "47-2111.00\tRust\t43232402\tDevelopment environment software\tY\tN\n" + OFFICE,
    "Alternate Titles": "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n15-1252.00\tApp Builder\t\t08\n",
}  # fmt: skip


def onet_folder(path, **changes):
    path.mkdir()
    for name, text in (ONET_TABLES | changes).items():
        (path / f"{name}.txt").write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_dice_encodings(tmp_path, encoding):
    file = tmp_path / "dice.csv"
    file.write_bytes('uniq_id,JobTitle,skills\n1,Ingénieur Développeur,"Java, C#"\n'.encode(encoding))
    (record,) = dice.read(file).records
    assert record.title == "Ingénieur Développeur"
    assert record.skills == ("Java", "C#")
    assert record.row == 2


def test_dice_counts_what_it_skips(tmp_path):
    file = tmp_path / "dice.csv"
    blurb = "TAD PGS, INC. specializes in delivering secure, reliable workforce solutions"
    file.write_text(f'jobtitle,skills\nWelder,\n,Java\nWelder,Welding\nWelder\nWelder,"{blurb}"\n')
    data = dice.read(file)
    assert [record.skills for record in data.records] == [("Welding",)]
    assert data.skipped == {"empty title": 1, "empty skills": 2, "company blurb": 1}


@pytest.mark.parametrize(
    ("cell", "skills"),
    [
        ("Java and J2ee and Spring", ("Java", "J2ee", "Spring")),
        ("Research and Development", ("Research and Development",)),
        ("ETL tools (Talend, HBase); Ab Initio", ("ETL tools", "Talend", "HBase", "Ab Initio")),
        ("Create customers - Issue refunds", ("Create customers", "Issue refunds")),
        ("DOCKER OR JENKINS", ("DOCKER", "JENKINS")),
        ("Java, " + "x" * 180 + ", Communicatio", ("Java", "x" * 180)),
        ("e-commerce | T-SQL\tPL/SQL", ("e-commerce", "T-SQL", "PL/SQL")),
    ],
)
def test_dice_cells(cell, skills):
    assert dice.split_cell(cell) == skills


def test_bls_levels(tmp_path):
    file = workbook(
        tmp_path / "bls.xlsx",
        [
            ["OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP"],
            ["00-0000", "All Occupations", "total", "1"],
            ["11-1000", "Top Executives", "minor", "1"],
            ["11-1010", "Chief Executives", "broad", "1"],
            ["11-1011", "Chief Executives", "detailed", "1"],
            ["11-1030", "Legislators", "broad", "1"],
            ["11-9999", "", "detailed", "1"],
        ],
    )
    data = bls.read(file)
    assert [(record.title, record.soc_code) for record in data.records] == [
        ("Chief Executives", "11-1011"),
        ("Legislators", "11-1030"),
    ]
    assert data.skipped == {"empty cell": 1, "other level": 2, "same title": 1}


def test_onet_gives_what_ads_ask_for_and_not_what_all_ask_for(tmp_path):
    data = onet.read(onet_folder(tmp_path / "db"))
    (developers,) = data.records
    assert developers.skills == ("Python",)
    assert data.skipped == {"no software in demand": 1}  # electricians' is hot, and no ad asks for it
    assert data.titles == (
        ("Software Developers", "15-1252.00"), ("Electricians", "47-2111.00"), ("App Builder", "15-1252.00"),
    )  # fmt: skip


def test_another_release_of_onet_is_named(tmp_path):
    old = "O*NET-SOC Code\tT2 Type\tT2 Example\n15-1252.00\tTechnology\tPython\n"
    with pytest.raises(BadInput, match="Technology Skills.txt, row 1: no column Example or In Demand; expected"):
        onet.read(onet_folder(tmp_path / "db", **{"Technology Skills": old}))


def test_onet_in_an_archive_lies_one_folder_down(tmp_path):
    onet_folder(tmp_path / "db_29")
    assert len(onet.read(tmp_path).records) == 1


def test_a_url_is_downloaded(tmp_path, monkeypatch):
    monkeypatch.setattr("datasets.DownloadManager.download_and_extract", lambda self, url: str(tmp_path / url[-8:]))
    (tmp_path / "dice.csv").write_text("jobtitle,skills\nWelder,Welding\n")
    assert len(dice.read("https://example.org/dice.csv").records) == 1


def test_a_url_that_fails(monkeypatch):
    def refuse(self, url):
        raise ConnectionError("no route to host\nat all")

    monkeypatch.setattr("datasets.DownloadManager.download_and_extract", refuse)
    with pytest.raises(BadInput, match=r"cannot download https://example.org/x.csv \(no route to host\)"):
        local_path("https://example.org/x.csv", "Dice")


def workbook(path, rows):
    """A workbook without a library that writes them: calamine reads inline strings."""
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in rows
    )
    main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org"
    relations = f"{office}/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship '
        f'Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0"?>' + text)
    return path


def broken(tmp_path, case):
    file = tmp_path / "file"
    if case == "folder":
        file.mkdir()
    elif case == "empty":
        file.write_bytes(b"")
    elif case == "columns":
        file.write_text("title,salary\nWelder,1\n")
    elif case == "no ads":
        file.write_text("jobtitle,skills\nWelder,\n")
    elif case == "huge field":
        file.write_text('jobtitle,skills\nWelder,"' + "x" * 200_000 + '"\n')
    elif case == "workbook columns":
        workbook(file, [["CODE", "TITLE"], ["11-1011", "Chief"]])
    elif case == "workbook rows":
        workbook(file, [["OCC_CODE", "OCC_TITLE", "O_GROUP"], ["00-0000", "All", "total"]])
    return file


@pytest.mark.parametrize(
    ("read", "case", "message"),
    [
        (dice.read, "missing", "does not exist; check the path"),
        (dice.read, "folder", "is a folder; give the CSV file"),
        (dice.read, "empty", "empty; give a file"),
        (dice.read, "columns", "row 1: no column jobtitle or skills; expected jobtitle, skills, found title, salary"),
        (dice.read, "no ads", r"no row has both jobtitle and skills \(1 rows read\)"),
        (dice.read, "huge field", "row 2: not a table"),
        (bls.read, "missing", "does not exist"),
        (bls.read, "folder", "give the workbook itself"),
        (bls.read, "columns", "not an Excel workbook"),
        (bls.read, "empty", "not an Excel workbook"),
        (bls.read, "workbook columns", "no column OCC_CODE or OCC_TITLE or O_GROUP; .* found CODE, TITLE"),
        (bls.read, "workbook rows", "no row has O_GROUP detailed or broad"),
        (onet.read, "missing", "does not exist"),
        (onet.read, "columns", "is not a folder"),
        (onet.read, "folder", r"holds no Occupation Data.xlsx or Occupation Data.txt"),
    ],
)
def test_bad_input_is_told_in_one_line(tmp_path, read, case, message):
    with pytest.raises(BadInput, match=message) as caught:
        read(broken(tmp_path, case))
    assert "\n" not in str(caught.value)


def test_real_files(shared):
    ads = dice.read(shared / "dice_title_skills/dice_title_skills.csv")
    assert len(ads.records) > 21_000
    assert sum(ads.skipped.values()) + len(ads.records) == 21_992
    assert ads.source.sha256.startswith("65fed05f")
    titles = bls.read(shared / "oes_structure/national_M2022_dl.xlsx").records
    assert 1_000 < len(titles) < 1_112
    assert len({record.title for record in titles}) == len(titles)


def test_onet_as_workbooks(shared, tmp_path):
    data = onet.read(shared / "onet_29_xlsx")
    assert len(data.records) > 250
    assert len(data.titles) > 50_000
    by_title = {record.title: record.skills for record in data.records}
    assert "Python" in by_title["Data Scientists"]
    assert not any("Microsoft Excel" in skills for skills in by_title.values())
    shutil.copy(shared / "onet_29_xlsx/Skills.xlsx", tmp_path)
    with pytest.raises(BadInput, match="holds no Occupation Data"):
        onet.read(tmp_path)


def test_a_huge_field_is_told_even_where_another_library_raised_csvs_limit(tmp_path):
    before = csv.field_size_limit(10_000_000)
    try:
        (tmp_path / "ads.csv").write_text('jobtitle,skills\nWelder,"' + "x" * 200_000 + '"\n')
        with pytest.raises(BadInput, match="row 2: not a table"):
            dice.read(tmp_path / "ads.csv")
    finally:
        csv.field_size_limit(before)
