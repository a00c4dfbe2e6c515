"""The readers: formats, encodings, and one line about whatever is wrong."""

import csv
import gzip
import shutil
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.sources import bls, dice, onet

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


@pytest.fixture
def server(tmp_path, monkeypatch):
    """The URL of a server that serves the folder `served`."""
    folder = tmp_path / "served"
    folder.mkdir()
    monkeypatch.setattr("datasets.config.DOWNLOADED_DATASETS_PATH", tmp_path / "cache")
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", False)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args) -> None:
        pass


def test_an_archive_of_one_file_is_that_file(tmp_path, server):
    with zipfile.ZipFile(tmp_path / "served" / "ads.zip", "w") as archive:
        archive.writestr("dice.csv", "jobtitle;skills\nWelder;Welding\n")
    assert dice.read(f"{server}/ads.zip").records[0].skills == ("Welding",)


def test_a_url_that_fails_says_why(tmp_path, server):
    (tmp_path / "served" / "page.csv").write_text("<!DOCTYPE html><title>Sign in</title>")
    (tmp_path / "served" / "other.csv").write_text("a,b\n1,2\n")
    for url, reason in {
        f"{server}/no.csv": r"cannot download .*/no.csv \(404 'File not found'\)",
        "http://127.0.0.1:9/ads.csv": r"cannot download .*/ads.csv \(Cannot connect to host 127.0.0.1:9 .*failed",
        "xyz://a/ads.csv": r"cannot download xyz://a/ads.csv \(Protocol not known: xyz\)",
        f"{server}/page.csv": f"^{server}/page.csv: is a web page or XML",
        f"{server}/other.csv": f"^{server}/other.csv, row 1: no column jobtitle or skills",
    }.items():
        with pytest.raises(BadInput, match=reason) as caught:
            dice.read(url)
        assert str(caught.value).isprintable() and "cache" not in str(caught.value)


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
    elif case == "open quote":
        file.write_text('jobtitle,skills\nNurse,Care\nWelder,"Welding\n' + "Cook,Baking\n" * 20_000)
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
        (dice.read, "empty", "is empty; give a file"),
        (dice.read, "columns", "row 1: no column jobtitle or skills; expected jobtitle, skills, found title, salary"),
        (dice.read, "no ads", r"no row has both jobtitle and skills \(1 rows read\)"),
        (dice.read, "open quote", "row 3: a quote is opened and never closed"),
        (bls.read, "missing", "does not exist"),
        (bls.read, "folder", "give the workbook itself"),
        (bls.read, "columns", "no column OCC_CODE or OCC_TITLE or O_GROUP; .* found title, salary"),
        (bls.read, "empty", "is empty; give a file"),
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


AD = [["uniq_id", "JobTitle", "skills"], ["1", "Ingénieur, Développeur", "Java, C#"]]


def as_text(rows, separator):
    quoted = (",".join(f'"{cell}"' for cell in row) for row in rows)
    return "".join(line.replace('","', f'"{separator}"') + "\r\n" for line in quoted)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_separator_in_every_encoding(tmp_path, separator, encoding):
    file = tmp_path / "ads.csv"
    file.write_bytes(as_text(AD, separator).encode(encoding))
    (record,) = dice.read(file).records
    assert (record.title, record.skills) == ("Ingénieur, Développeur", ("Java", "C#"))


def test_the_first_line_that_excel_understands(tmp_path):
    file = tmp_path / "ads.csv"
    file.write_text("sep=;\r\n" + as_text(AD, ";"))
    assert dice.read(file).records[0].skills == ("Java", "C#")


def test_a_workbook_is_one_whatever_its_name(tmp_path):
    assert dice.read(workbook(tmp_path / "ads.csv", AD)).records[0].skills == ("Java", "C#")
    groups = [["OCC_CODE", "OCC_TITLE", "O_GROUP"], ["11-1011", "Chief Executives", "detailed"]]
    (tmp_path / "national.xlsx").write_text(as_text(groups, ";"), encoding="utf-16")
    assert bls.read(tmp_path / "national.xlsx").records[0].soc_code == "11-1011"
    folder = onet_folder(tmp_path / "db")
    rows = [line.split("\t") for line in ONET_TABLES["Technology Skills"].splitlines()]
    workbook(folder / "Technology Skills.txt", rows)
    assert onet.read(folder).records[0].skills == ("Python",)


def test_tabs_with_quotes_that_are_letters(tmp_path):
    file = tmp_path / "ads.tsv"
    file.write_text('jobtitle\tskills\nWelder\t"hot" work\nCook\t"Baking\n')
    assert [record.skills for record in dice.read(file).records] == [('"hot" work',), ('"Baking',)]


def test_one_foreign_byte_changes_no_letter_around_it(tmp_path):
    file = tmp_path / "ads.csv"
    file.write_bytes("jobtitle,skills\nDéveloppeur,Résumé".encode() + b" writer\x92s tools\n")
    (record,) = dice.read(file).records
    assert (record.title, record.skills) == ("Développeur", ("Résumé writer\u2019s tools",))


def test_a_cell_of_two_megabytes(tmp_path):
    before = csv.field_size_limit()
    file = tmp_path / "ads.csv"
    file.write_text('jobtitle,description,skills\nWelder,"' + "many words " * 200_000 + '","Welding, Cutting"\n')
    assert dice.read(file).records[0].skills == ("Welding", "Cutting")
    assert csv.field_size_limit() == before  # other libraries keep theirs


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"PK\x03\x04", "not an Excel workbook"),
        (gzip.compress(b"jobtitle,skills", mtime=0), "is a gzip archive; unpack it"),
        (b"%PDF-1.7", "is a PDF"),
        (b"PAR1", "is a Parquet file"),
        (b"\n<!DOCTYPE html><html>Sign in", "is a web page or XML, as a download that asks for a login gives"),
        (b"version https://git-lfs.github.com/spec/v1", "is a pointer of Git LFS; .* `git lfs pull`"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "holds binary data"),
        ("jobtitle,skills\nW".encode("utf-16") + b"\x00", "is cut off or damaged"),
    ],
)
@pytest.mark.parametrize("read", [dice.read, bls.read])
def test_what_is_no_table_is_named(tmp_path, read, start, what):
    (tmp_path / "file.csv").write_bytes(start)
    with pytest.raises(BadInput, match=what) as caught:
        read(tmp_path / "file.csv")
    assert str(caught.value).isprintable()


def test_an_archive_that_holds_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "ads.csv", "w") as archive:
        archive.writestr("dice.csv", "jobtitle,skills")
    with pytest.raises(BadInput, match="is a zip archive or an Office document; unpack it"):
        dice.read(tmp_path / "ads.csv")
