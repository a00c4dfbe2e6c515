"""Every verb without the packages of any extra, and without those of the base: one line that says what to run."""

import json
import re

import pytest

from dataset_builder import extras
from dataset_builder.cli.verbs import VERBS
from dataset_builder.errors import BadInput
from tests.fixtures.missing_packages import ROOT, run_without

ALL = {name for modules in extras.EXTRAS.values() for name in modules} | {"safetensors", "tokenizers"}
NEEDS_TRAIN = (
    "training.sft", "training.grpo", "training.baselines.cross_encoder", "training.trainers.pointer.extractor",
)  # fmt: skip
VERBS_OF_TRAINING = (
    *NEEDS_TRAIN, "training.evaluate", "training.card", "training.evaluation.robustness",
    "training.evaluation.weak_supervision", "training.evaluation.out_of_distribution", "training.cases", "training.trainers.pointer.weights",
    "training.evaluation.leaderboard", "training.assessor.fit", "training.rules.asking",
    "training.reader", "training.assess", "training.calibrate", "training.trainers.pointer", "training.trainers.pointer.matcher", "training.trainers.pointer.export",
    "training.release", "training.evaluation.calibration",
)  # fmt: skip


def one_line(code: int, errors: str) -> str:
    assert code in (1, 2) and "Traceback" not in errors, errors
    (line,) = errors.splitlines()
    assert line.startswith("error: ") and "rjdb[" not in line.replace(str(ROOT), "")
    return line


def test_every_module_that_is_a_verb_is_tried():
    found = set()
    for path in (ROOT / "training").rglob("*.py"):
        if 'if __name__ == "__main__":' in path.read_text(encoding="utf-8"):
            found.add(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__main__"))
    assert found == set(VERBS_OF_TRAINING)


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> dict[str, tuple[int, str, str]]:
    """Status, output and errors of every verb's --help and --version, one after the other in one Python without extras."""
    verbs = [*VERBS_OF_TRAINING, *(f"dataset_builder {verb}" for verb in VERBS), "dataset_builder"]
    asked = [f"{verb} {option}" for option in ("--help", "--version") for verb in verbs]
    done = run_without(ALL, tmp_path_factory.mktemp("runs"), "-c", RUN_ALL, *asked)
    assert done.returncode == 0, done.stderr
    return {asked: tuple(run) for asked, run in json.loads(done.stdout).items()}


RUN_ALL = """
import contextlib, io, json, runpy, sys
runs = {}
for asked in sys.argv[1:]:
    out, err, code = io.StringIO(), io.StringIO(), 0
    module, *words = asked.split()
    sys.argv = [module, *words]
    sys.modules.pop(module, None)  # another verb may have imported it
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        except SystemExit as end:
            code = end.code or 0
    runs[asked] = code, out.getvalue(), err.getvalue()
print(json.dumps(runs))
"""


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_the_builder_needs_no_extra(verb, runs):
    code, out, errors = runs[f"dataset_builder {verb} --help"]
    assert code == 0 and out.startswith("usage: ") and not errors


@pytest.mark.parametrize("verb", VERBS_OF_TRAINING)
def test_help_of_training_needs_no_extra_or_names_it(verb, runs):
    code, out, errors = runs[f"{verb} --help"]
    if verb in NEEDS_TRAIN:
        assert f"needs {' and '.join(extras.EXTRAS['train'])}" in one_line(code, errors)
    else:
        assert code == 0 and out.startswith("usage: ") and not errors


def test_the_plan_of_a_release_needs_no_extra(tmp_path):
    done = run_without(ALL, tmp_path, "-m", "training.release", "--org", "org", "--dry-run")
    assert done.returncode == 0 and done.stdout.startswith("missing: ") and "| matcher" in done.stdout, done.stderr


@pytest.mark.parametrize("verb", ["dataset_builder", "dataset_builder build", *VERBS_OF_TRAINING])
def test_every_verb_says_its_version(verb, runs):
    code, out, errors = runs[f"{verb} --version"]
    assert re.fullmatch(r"rjdb \d+\.\d+\.\d+\n", out) and not errors and code == 0


def test_rules_are_judged_without_any_extra(built, tmp_path):
    words = ("--data", str(built), "--system", "rules", "--system", "overlap", "--limit", "4")
    done = run_without(ALL, tmp_path, "-m", "training.evaluate", *words, "--out", str(tmp_path / "out"))
    assert done.returncode == 0 and "| rules" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("-m training.sft --config training/recipes/students/matcher.yaml", "torch"),
        ("-m training.evaluate --data BUILT --system openai:M", "openai"),
        ("-m dataset_builder build --teacher openai --model M --base-url http://127.0.0.1:9/v1 --out OUT --store OUT.s", "openai"),
        ("-m dataset_builder judge BUILT --model M --base-url http://127.0.0.1:9/v1 --out OUT --store OUT.s", "openai"),
        ("spaces/demo/app.py", "gradio"),
        ("spaces/rjdb_metric/app.py", "evaluate"),
    ],
)  # fmt: skip
def test_what_needs_an_extra_names_a_command(built, tmp_path, words, names):
    filled = [word.replace("BUILT", str(built)).replace("OUT", str(tmp_path / "out")) for word in words.split()]
    done = run_without(ALL, tmp_path, *filled)
    line = one_line(done.returncode, done.stderr)
    assert names in line and re.search(r"`(make|python -m pip) ", line)


@pytest.mark.parametrize(
    "words", ["dataset_builder build", "training.evaluate", "training.card x", "training.sft --help"]
)
def test_an_interpreter_without_the_base_is_named(words, tmp_path):
    done = run_without(extras.BASE, tmp_path, "-m", *words.split(), "--out", str(tmp_path / "out"))
    line = one_line(done.returncode, done.stderr)
    assert re.search(r"^error: \w+ is not installed for .*python.*; run `", line)


@pytest.mark.parametrize("home", ["in .venv", "elsewhere", "no checkout"])
def test_the_advice_exists_where_it_is_given(home, tmp_path, monkeypatch):
    monkeypatch.setattr(extras, "ROOT", tmp_path)
    if home != "no checkout":
        (tmp_path / "Makefile").touch()
    monkeypatch.setattr("sys.prefix", str(tmp_path / ".venv" if home == "in .venv" else tmp_path / "conda"))
    expected = {
        "in .venv": f"run `make .venv/train` in {tmp_path}",
        "elsewhere": f"run `python -m pip install -c constraints.txt -e '.[train]'` in {tmp_path}",
        "no checkout": "python -m pip install no_such_torch",
    }
    monkeypatch.setitem(extras.EXTRAS, "train", ("no_such_torch",))
    with pytest.raises(BadInput) as caught:
        extras.require("--system s", "no_such_torch")
    assert str(caught.value) == f"--system s: needs no_such_torch; {expected[home]}"
