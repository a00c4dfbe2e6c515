"""The command line: exit codes, one-line errors, help."""

import subprocess
import sys
from pathlib import Path

import pytest

from dataset_builder.__main__ import main, parser

ROOT = Path(__file__).parents[1]


def run(*args: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "dataset_builder", *args], cwd=ROOT, capture_output=True, text=True)


def test_bad_input_exits_2_with_one_line(tmp_path):
    result = run("build", "--recipe", "fact", "--out", str(tmp_path / "rjdb"))
    assert result.returncode == 2
    assert result.stderr == "error: unknown recipe 'fact'; the recipes are facts, paper\n"


@pytest.mark.parametrize("verb", ["graph", "build", "import", "assess", "study", "stats"])
def test_every_verb_explains_itself(verb, capsys):
    with pytest.raises(SystemExit) as stopped:
        parser().parse_args([verb, "--help"])
    assert stopped.value.code == 0
    assert f"python -m dataset_builder {verb}" in capsys.readouterr().out


def test_unknown_option_exits_2(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["build", "--tripels", "5"])
    assert stopped.value.code == 2


def test_defaults_of_the_command_line_are_those_of_the_dataclasses():
    from dataclasses import asdict

    from dataset_builder.__main__ import _config
    from dataset_builder.graph.assembly import GraphConfig
    from dataset_builder.pipeline import BuildConfig

    assert _config(BuildConfig, parser().parse_args(["build"])) == BuildConfig()
    graph = asdict(_config(GraphConfig, parser().parse_args(["graph", "--out", "g"])))
    assert graph == asdict(GraphConfig(out="g"))


def test_a_build_that_fails_the_gate_exits_1_and_names_the_cue(tmp_path, capsys):
    code = main(
        ["build", "--recipe", "paper", "--triples", "260", "--workers", "1", "--quiet", "--out", str(tmp_path / "p")]
    )
    printed = capsys.readouterr().out
    assert code == 1
    assert "gate failed: " in printed and "publish refuses" in printed


def test_stats_of_something_else_is_one_line(tmp_path, capsys):
    assert main(["stats", str(tmp_path)]) == 2
    assert "is not an RJDB dataset" in capsys.readouterr().err
