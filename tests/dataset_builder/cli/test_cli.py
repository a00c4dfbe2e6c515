"""The command line: exit codes, one-line errors, help, and options that are the fields of dataclasses."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal, get_args, get_type_hints

import pytest

import rjdb
from dataset_builder.__main__ import main
from dataset_builder.cli.options import Parser, add_options, read_config
from dataset_builder.cli.verbs import VERBS, command_parser
from dataset_builder.errors import BadInput, check_choices
from dataset_builder.graph.graph_config import GraphConfig
from dataset_builder.hub.configs import PublishConfig, VerifyConfig
from dataset_builder.llm.request_listing import RequestsConfig
from dataset_builder.llm.server import ServerConfig
from dataset_builder.pipeline.configs import BuildConfig, ImportConfig, PlanConfig
from dataset_builder.quality.human_study.study_config import StudyConfig
from dataset_builder.quality.llm_judge.judge_config import JudgeConfig
from dataset_builder.sampling.labels import DESIGNS
from dataset_builder.teachers.llm_config import TeacherConfig
from training import evaluate, sft
from training.baselines import cross_encoder
from training.card import __main__ as card
from training.evaluation import robustness, weak_supervision
from training.evaluation.out_of_distribution import __main__ as out_of_distribution
from training.systems.server_options import EvaluatedServer

ROOT = Path(__file__).parents[3]
# What takes a second or more to import, alone or together.
LARGE = {"datasets", "huggingface_hub", "matplotlib", "numpy", "openai", "pyarrow", "scipy", "sklearn"}
TRAINING_VERBS = (evaluate, out_of_distribution, weak_supervision)
CONFIGS = {
    "graph": (GraphConfig,),
    "build": (BuildConfig, TeacherConfig),
    "plan": (BuildConfig, TeacherConfig, PlanConfig),
    "requests": (RequestsConfig,),
    "import": (ImportConfig,),
    "judge": (JudgeConfig,),
    "study": (StudyConfig,),
    "publish": (PublishConfig,),
    "verify": (VerifyConfig,),
}


def run(*args: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "dataset_builder", *args], cwd=ROOT, capture_output=True, text=True)


def actions(parser: Parser, verb: str | None = None) -> Iterator[argparse.Action]:
    """Those of a parser and of the verbs below it; of one verb where it is named."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                if verb in (None, name):
                    yield from actions(below)
        else:
            yield action


def shown(capsys, parser: Parser, *words: str) -> str:
    """The help, on one line."""
    with pytest.raises(SystemExit) as stopped:
        parser.parse_args([*words, "--help"])
    assert stopped.value.code == 0
    return " ".join(capsys.readouterr().out.split())


# ---------------------------------------------------------------------------------------------- errors


def test_bad_input_exits_2_with_one_line(tmp_path):
    result = run("build", "--recipe", "fact", "--out", str(tmp_path / "rjdb"))
    assert result.returncode == 2
    assert result.stderr == "error: --recipe 'fact': give one of facts, paper\n"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["build", "--tripels", "5"], "--tripels is unknown, perhaps --triples is meant"),
        (["build", "--trip=5"], "--trip is unknown, perhaps --triples is meant"),
        (["judge", "rjdb", "--mod", "m"], "--mod is unknown, perhaps --model is meant"),
        (
            ["study", "export", "rjdb", "--jobs", "x", "--annotator", "2"],
            "--annotator is unknown, perhaps --annotators",
        ),
        (["build", "--qqq"], "--qqq is unknown; --help lists the options"),
        (["build", "rjdb"], "rjdb is unknown"),
        (["build", "--triples", "many"], "argument --triples: invalid int value: 'many'"),
        (["import", "x.jsonl"], "the following arguments are required: --out"),
        (["bulid"], "invalid choice: 'bulid'"),
        ([], "the following arguments are required: VERB"),
    ],
)
def test_options_that_cannot_be_read_are_one_line_and_exit_2(words, line, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(words)
    printed = capsys.readouterr()
    assert stopped.value.code == 2 and not printed.out
    assert printed.err.startswith("error: ") and line in printed.err and printed.err.count("\n") == 1


@pytest.mark.parametrize("verb", [robustness, card])
def test_training_verbs_of_one_student_refuse_abbreviations(verb, capsys):
    with pytest.raises(SystemExit) as stopped:
        verb.main(["student", "--ro", "3", "--evalua", "x"])
    assert stopped.value.code == 2 and " is unknown" in capsys.readouterr().err


@pytest.mark.parametrize("verb", [sft, cross_encoder])
def test_recipes_refuse_abbreviations(verb, tmp_path, capsys):
    (tmp_path / "config.json").write_text('{"model_type": "t5"}')
    words = ["--model_name_or_path", str(tmp_path), "--output_dir", str(tmp_path / "out"), "--learning_rat", "1"]
    assert verb.main(words) == 2
    assert "--learning_rat: is unknown; did you mean --learning_rate?" in capsys.readouterr().err


def test_a_file_name_that_is_not_utf8_is_one_line(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["build", "--out", "r\udce9sum\udce9"])
    assert stopped.value.code == 2
    assert (
        capsys.readouterr().err == "error: r\\udce9sum\\udce9: is not UTF-8, as file names have to be here; rename it\n"
    )


@pytest.mark.parametrize("verb", TRAINING_VERBS)
def test_training_verbs_refuse_abbreviations_in_one_line(verb, capsys):
    with pytest.raises(SystemExit) as stopped:
        verb.main(["--dat", "rjdb"])
    assert stopped.value.code == 2
    assert capsys.readouterr().err == "error: --dat is unknown, perhaps --data is meant; --help lists the options\n"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["requests", "look"], "action 'look': give one of ls, show, export"),
        (["build", "--teacher", "me"], "--teacher 'me': give one of template, openai"),
        (["graph", "--out", "g", "--teacher", "me"], "--teacher 'me': give one of openai"),
        (
            ["build", "--teacher", "openai", "--model", "m", "--batch", "on"],
            "--batch 'on': give one of off, submit, canc",
        ),
        (["build", "--teacher", "openai"], "--model is missing; give the name of a model that the server knows"),
        (["judge", "rjdb"], "--model is missing; give the name of a model that the server knows"),
        (["judge", "rjdb", "--model", "m", "--timeout", "0"], "--timeout 0.0: give more than 0"),
    ],
)
def test_values_that_cannot_be_used_are_one_line_and_exit_2(words, line, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {line}") and error.count("\n") == 1
    assert not list(tmp_path.iterdir())


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


# ---------------------------------------------------------------------------------------------- help


@pytest.mark.parametrize("words", [[], *([verb] for verb in VERBS), ["study", "export"]], ids=" ".join)
def test_help_imports_no_large_library(words):
    code = f"""
import sys
from dataset_builder.__main__ import main
try:
    main({[*words, "--help"]})
except SystemExit:
    print(sorted({LARGE} & set(sys.modules)))
"""
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout
    assert printed.startswith(" ".join(["usage: python -m dataset_builder", *words])) and printed.endswith("[]\n")
    assert words or all(f"\n    {verb} " in printed for verb in VERBS)


def test_version():
    result = run("--version")
    assert result.returncode == 0 and result.stdout.startswith("rjdb 1.")


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_of_every_verb_has_a_help_text(verb, capsys):
    parser = command_parser(verb)
    assert all(action.help for action in actions(parser, verb))
    assert f"python -m dataset_builder {verb}" in shown(capsys, parser, verb)


@pytest.mark.parametrize("verb", TRAINING_VERBS)
def test_every_option_of_training_verbs_has_a_help_text(verb, capsys):
    assert all(action.help for action in actions(verb.parser()))
    shown(capsys, verb.parser())


@pytest.mark.parametrize("verb", CONFIGS)
def test_every_field_of_a_config_is_an_option(verb):
    options = {action.dest for action in actions(command_parser(verb), verb)}
    for config_class in CONFIGS[verb]:
        assert {item.name for item in fields(config_class)} <= options, config_class


# ---------------------------------------------------------------------------------------------- defaults


def test_defaults_of_the_command_line_are_those_of_the_dataclasses():
    def read(config_class, *words: str):
        return read_config(config_class, command_parser(words[0]).parse_args(list(words)))

    assert read(BuildConfig, "build") == BuildConfig()
    assert read(GraphConfig, "graph", "--out", "g") == GraphConfig(out="g")
    assert read(TeacherConfig, "build", "--model", "m") == TeacherConfig(model="m")
    assert read(JudgeConfig, "judge", "a", "b", "--model", "m") == JudgeConfig(("a", "b"), model="m")
    assert read(RequestsConfig, "requests") == RequestsConfig()
    given = evaluate.parser().parse_args(["--system", "a", "--system", "b", "--shots", "0", "--shots", "5"])
    assert read_config(evaluate.EvaluateConfig, given) == evaluate.EvaluateConfig(systems=("a", "b"))
    assert read_config(EvaluatedServer, given) == EvaluatedServer(shots=(0, 5))


def test_choices_are_those_that_the_code_knows():
    assert get_args(get_type_hints(BuildConfig)["recipe"]) == tuple(DESIGNS)
    assert get_args(get_args(get_type_hints(ImportConfig)["split"])[0]) == rjdb.SPLITS


@pytest.mark.parametrize("config_class", [TeacherConfig, JudgeConfig, EvaluatedServer])
def test_whoever_asks_a_server_has_the_defaults_of_one_class(config_class):
    for item in fields(ServerConfig):
        assert getattr(config_class, item.name) == getattr(ServerConfig, item.name)
        assert item.name not in vars(config_class).get("__annotations__", {}) or item.name == "model"
    assert RequestsConfig.store == ServerConfig.store


def test_the_defaults_of_a_server_are_written_once():
    """In the code of the two packages and the Space; documentation may name them."""
    for text in (ServerConfig.base_url, ServerConfig.api_key_env, ServerConfig.store):
        holders = [
            path.relative_to(ROOT).as_posix()
            for folder in ("dataset_builder", "training", "spaces")
            for path in sorted((ROOT / folder).rglob("*.py"))
            if f'"{text}"' in path.read_text(encoding="utf-8")
        ]
        assert holders == ["dataset_builder/llm/server.py"], text


@pytest.mark.parametrize("words", [("build",), ("plan",), ("graph",), ("judge",), ()])
def test_help_shows_the_defaults_of_a_server(words, capsys):
    text = shown(capsys, command_parser(*words), *words) if words else shown(capsys, evaluate.parser())
    for name in ("base_url", "api_key_env", "concurrency", "timeout"):
        assert f"(default: {getattr(ServerConfig, name)})" in text
    assert text.count("USD per million tokens") == 1


# ---------------------------------------------------------------------------------------------- options of a dataclass


@dataclass(frozen=True)
class Example:
    path: str = field(metadata={"help": "one", "positional": True})
    rest: tuple[str, ...] = field(default=(), metadata={"help": "more", "positional": True})
    kind: Literal["a", "b"] = field(default="a", metadata={"help": "100 % of it"})
    sizes: tuple[int, ...] = field(default=(1, 2), metadata={"help": "once or more", "flag": "--size"})
    rate: float | None = field(default=None, metadata={"help": "a number"})
    keep: bool = field(default=True, metadata={"help": "on"})
    force: bool = field(default=False, metadata={"help": "off"})
    hidden: int = 7

    def __post_init__(self) -> None:
        check_choices(self)


def read_example(*words: str) -> Example:
    parser = Parser()
    add_options(parser, Example)
    return read_config(Example, parser.parse_args(words))


def test_options_of_each_kind():
    assert read_example("x") == Example("x")
    given = read_example(
        "x", "y", "z", "--kind", "b", "--size", "3", "--size", "4", "--rate", "0.5", "--no-keep", "--force"
    )
    assert given == Example("x", ("y", "z"), "b", (3, 4), 0.5, False, True)
    with pytest.raises(BadInput, match="--kind 'c': give one of a, b"):
        read_example("x", "--kind", "c")


def test_help_of_a_dataclass(capsys):
    parser = Parser()
    add_options(parser, Example)
    text = shown(capsys, parser)
    assert "--kind {a,b} 100 % of it (default: a)" in text and "once or more (default: 1, 2)" in text
    assert "--force off" in text and "a number" in text and "default: None" not in text and "hidden" not in text


def test_a_part_of_the_options():
    parser = Parser()
    add_options(parser, Example, only=("rate", "keep"), but=("keep",))
    assert vars(parser.parse_args(["--rate", "1"])) == {"rate": 1.0}
