"""What a recipe may say, and what is refused in one line before anything is trained."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

pytest.importorskip("torch")
pytest.importorskip("trl")
import transformers

import training
from dataset_builder.errors import BadInput
from tests.fixtures import tiny_models
from training import sft
from training.trainers.recipe import read_student

RECIPES = Path(training.__file__).parent / "recipes"
ASSESSORS = sorted(path for path in RECIPES.glob("assessor/*.yaml") if "grpo" not in path.stem)


@pytest.fixture
def recipe(tiny, built, tmp_path):
    """Writes a recipe; gives its path."""

    def write(**more) -> str:
        given = {
            "dataset": str(built),
            "tasks": "[matching]",
            "model_name_or_path": str(tiny),
            "output_dir": str(tmp_path / "out"),
        }
        path = tmp_path / "recipe.yaml"
        path.write_text("".join(f"{key}: {value}\n" for key, value in {**given, **more}.items() if value is not ...))
        return str(path)

    return write


def refused(words: list[str], capsys) -> str:
    assert sft.main(words) == 2
    error = capsys.readouterr().err.strip().splitlines()
    assert error[-1].startswith("error: ")
    return error[-1]


def test_flags_win_over_the_recipe_and_numbers_are_numbers(recipe):
    read_in = read_student(
        ["--config", recipe(learning_rate="3e-4", seed=5, bf16="false"), "--seed", "7", "--max_steps=3"]
    )
    assert (read_in.training.learning_rate, read_in.training.seed, read_in.training.max_steps) == (3e-4, 7, 3)
    assert read_in.flat["seed"] == 7 and read_in.kind == "seq2seq"
    assert read_in.script.max_prompt_tokens == 768


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"learning_rat": 1}, "recipe.yaml, key learning_rat: is unknown; did you mean learning_rate?"),
        ({"qqq": 1}, "recipe.yaml, key qqq: is unknown; --help lists the keys"),
        ({"learning_rate": "fast"}, "recipe.yaml, key learning_rate: invalid float value: 'fast'"),
        ({"seed": "[1, 2]"}, "recipe.yaml, key seed: is [1, 2]; give one value"),
        ({"cut_resumes": "true"}, "cut_resumes: is of assessment, which is none of tasks"),
        ({"tasks": "matching"}, "recipe.yaml, key tasks: is 'matching'; give a list"),
        ({"tasks": "[]"}, "tasks: is empty; give one or more of matching, explanation"),
        ({"tasks": "[matching, grading]"}, "tasks: grading is no task"),
        ({"batch_tokens": 100}, "batch_tokens 100: does not hold one row of 768 + 512 tokens"),
        ({"validation_rows": 0}, "validation_rows 0: give more than 0"),
        (
            {"metric_for_best_model": "bleu"},
            "metric_for_best_model bleu: is none of this run's; give matching_accuracy",
        ),
        ({"save_steps": 3, "eval_steps": 2}, "saving steps to be a"),
        ({"output_dir": ...}, "output_dir: is empty"),
        ({"model_name_or_path": ...}, "model_name_or_path: is empty"),
        ({"model_name_or_path": "no/such-model"}, "model_name_or_path no/such-model at main: cannot be loaded ("),
        ({"dataset": "no/such-data"}, "dataset no/such-data, config matching: cannot be loaded ("),
        (
            {"dataset": "no/such-data", "dataset_revision": "v9"},
            "dataset no/such-data at revision v9, config matching: ",
        ),
    ],
)
def test_recipes_that_cannot_be_run(keys, says, recipe, capsys, tmp_path):
    assert says in refused(["--config", recipe(**keys)], capsys)
    assert not (tmp_path / "out" / "checkpoints" / "checkpoint-1").exists()


def test_flags_and_files_that_cannot_be_read(recipe, capsys, tmp_path):
    assert "--learning_rte: is unknown; did you mean --learning_rate?" in refused(
        ["--config", recipe(), "--learning_rte", "1"], capsys
    )
    assert "argument --seed: invalid int value: 'x'" in refused(["--config", recipe(), "--seed", "x"], capsys)
    assert "--config: names no file" in refused(["--config"], capsys)
    (tmp_path / "list.yaml").write_text("- a\n")
    assert "list.yaml: is no mapping" in refused(["--config", str(tmp_path / "list.yaml")], capsys)
    (tmp_path / "broken.yaml").write_text("a: [\n")
    assert "broken.yaml: cannot be read as YAML" in refused(["--config", str(tmp_path / "broken.yaml")], capsys)
    assert "none.yaml: cannot be read" in refused(["--config", str(tmp_path / "none.yaml")], capsys)


def test_a_model_of_another_kind_is_refused(recipe, words, tmp_path, capsys):
    config = transformers.BertConfig(
        vocab_size=50, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8
    )
    config.model_type = "bert"
    small = {"vocab_size": 50, "d_model": 8, "d_kv": 8, "d_ff": 8, "num_layers": 1, "num_heads": 1}
    encoder = transformers.T5EncoderModel(transformers.T5Config(**small))
    folder = tiny_models.saved(encoder, words, tmp_path / "encoder")
    says = refused(["--config", recipe(model_name_or_path=str(folder))], capsys)
    assert "neither an encoder-decoder nor a causal model; give one like Flan-T5 or Qwen3" in says


def test_data_that_cannot_be_learnt_from(recipe, built, tmp_path, capsys):
    def dataset(name: str, change) -> str:
        folder = tmp_path / name / "matching"
        folder.mkdir(parents=True)
        for split in ("train", "validation"):
            table = pq.read_table(sorted((built / "matching").glob(f"{split}-*"))[0])
            pq.write_table(change(table, split), folder / f"{split}-00000-of-00001.parquet")
        (tmp_path / name / "README.md").write_text(
            "---\nconfigs:\n- config_name: matching\n  data_files:\n  - split: train\n    path: matching/train-*\n"
            "  - split: validation\n    path: matching/validation-*\n---\n"
        )
        return str(tmp_path / name)

    bare = dataset("bare", lambda table, split: table.drop_columns(["prompt"]))
    assert "split train: has no column prompt" in refused(["--config", recipe(dataset=bare)], capsys)
    empty = dataset("empty", lambda table, split: table.slice(0, 0 if split == "validation" else 5))
    assert "split validation: is empty" in refused(["--config", recipe(dataset=empty)], capsys)
    (tmp_path / "nothing").mkdir()
    assert "holds no built RJDB dataset" in refused(["--config", recipe(dataset=str(tmp_path / "nothing"))], capsys)
    long = ["--max_prompt_tokens", "20", "--max_completion_tokens", "20"]
    assert "all 800 rows: are longer than max_prompt_tokens 20" in refused(["--config", recipe(), *long], capsys)


def test_a_folder_that_holds_something_else_is_refused(recipe, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("x")
    assert "holds something else than a training run" in refused(["--config", recipe()], capsys)


def test_sections_that_went_and_rows_left_out_are_counted(built, words):
    from training.data.rows import TaskRows, encode

    data = TaskRows.read(str(built), None, ["matching"]).limited(30, 1, 0)
    whole = encode(data.train, words, 5_000, 100)
    assert whole.shortened == {} == whole.left_out and len(whole) == 30
    limit = int(sorted(whole.lengths[:, 0])[15])
    short = encode(data.train, words, limit, 100)
    assert short.shortened["summary"] >= 10 and len(short) + short.left_out.get("prompt too long", 0) == 30
    assert short.lengths[:, 0].max() <= limit < whole.lengths[:, 0].max()
    with pytest.raises(BadInput, match="all 30 rows: are longer"):
        encode(data.train, words, 5_000, 1)


@pytest.mark.parametrize("path", sorted(RECIPES.glob("students/*.yaml")) + ASSESSORS, ids=lambda path: path.stem)
def test_the_recipes_here_can_be_read_and_their_metric_is_theirs(path, tiny, tmp_path, words):
    from training.trainers.run import headlines

    model = tiny
    if "qwen3" in path.stem or path in ASSESSORS:
        model = tiny_models.saved(tiny_models.qwen3(words), words, tmp_path / "qwen")
    recipe = read_student(
        [
            "--config",
            str(path),
            "--model_name_or_path",
            str(model),
            "--output_dir",
            str(tmp_path / "out"),
            "--bf16",
            "false",
        ]
    )
    assert headlines(recipe)


def test_help_lists_the_keys(capsys):
    with pytest.raises(SystemExit) as ending:
        sft.main(["--help"])
    said = capsys.readouterr().out
    assert ending.value.code == 0
    assert all(f"--{key}" in said for key in ("batch_tokens", "learning_rate", "use_peft", "merge_adapter"))
