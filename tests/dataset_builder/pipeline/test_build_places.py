"""Where a dataset goes, how large it gets, and how wide its report is."""

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.pipeline.build import BuildConfig, build
from dataset_builder.pipeline.size_estimate import SizeEstimate
from dataset_builder.report.dataset_report import Report


@pytest.mark.parametrize("target", ["empty", "missing"])
def test_a_link_to_an_empty_folder_is_a_folder(tmp_path, target):
    if target == "empty":
        (tmp_path / "disk").mkdir()
    (tmp_path / "rjdb").symlink_to(tmp_path / "disk")
    config = BuildConfig(out=str(tmp_path / "rjdb"), triples=10, workers=1, quiet=True)
    if target == "missing":
        with pytest.raises(BadInput, match="rjdb: is a symbolic link to .*/disk, which is not there"):
            build(config)
        return
    assert build(config).build["hash"] == build(config).build["hash"]  # the second reads the first
    assert (tmp_path / "rjdb").is_symlink() and (tmp_path / "disk" / "build.json").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["disk", "rjdb"]


def test_the_folder_that_the_command_runs_in_is_not_replaced(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match="is the folder that this command runs in"):
        build(BuildConfig(out=".", triples=10, workers=1, quiet=True))
    assert not list(tmp_path.iterdir())


def test_a_build_beyond_the_disk_is_refused_before_it_starts(tmp_path):
    with pytest.raises(
        BadInput, match=r"^10\d\d,\d+,\d+ triples|^1,0\d+,\d+,\d+ triples take about 5,\d+.\d GB and \d+ days"
    ):
        build(BuildConfig(out=str(tmp_path / "rjdb"), triples=1_000_000_000, workers=2, quiet=True))
    assert not list(tmp_path.iterdir())


def test_a_long_build_is_announced():
    assert not SizeEstimate.of(52_000, 2, by_server=False).announced
    assert str(SizeEstimate.of(1_000_000, 2, by_server=False)).endswith(
        "take about 5.5 GB and 33 minutes at this number of workers"
    )
    assert str(SizeEstimate.of(1_000_000, 2, by_server=True)).endswith("take about 5.5 GB")


def test_a_file_in_place_of_a_graph_is_not_written_onto(tmp_path):
    (tmp_path / "ok.csv").write_text("jobtitle,skills\n")
    with pytest.raises(
        BadInput, match="ok.csv: is a file, and a graph is a folder; make one with .* --out graph`"
    ) as caught:
        build(BuildConfig(out=str(tmp_path / "rjdb"), triples=10, graph=str(tmp_path / "ok.csv"), quiet=True))
    assert "--out " + str(tmp_path) not in str(caught.value)


def test_no_line_of_a_report_passes_100_columns(built):
    report = Report.read(built)
    rows = [
        row | {"passed": False, "cue": "original-000003: " + "a very long name " * 9}
        for row in report.build["gate"]["rows"]
    ]
    failed = Report(built, report.build | {"gate": report.build["gate"] | {"rows": rows}})
    for text in (report.text(), failed.text()):
        assert max(map(len, text.splitlines())) <= 100
