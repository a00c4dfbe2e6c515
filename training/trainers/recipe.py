"""What a recipe holds: one flat YAML per run, any key of it also as a flag, read with TRL's parser.

    recipe = read_student(["--config", "training/recipes/students/extractor.yaml", "--learning_rate", "1e-4"])
    recipe = read_cross_encoder(["--config", "training/recipes/cross_encoder/ditto.yaml", "--output_dir", "ditto"])
    recipe.script, recipe.training, recipe.model      # what is learnt, the Trainer's arguments, TRL's ModelConfig
    recipe.flat                                       # what is written to recipe.yaml in the folder of the run

The keys are those of the dataclasses in training/trainers/arguments.py. A student's model decides which: an
encoder-decoder takes those of Seq2SeqTrainingArguments, a decoder-only model those of TRL's SFTConfig, both with other
defaults. An unknown key is an error that names the nearest one.
"""

import difflib
import json
from argparse import ArgumentError
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import yaml
from transformers import AutoConfig, TrainingArguments
from trl import ModelConfig, TrlParser

from dataset_builder.cli.options import not_utf8
from dataset_builder.errors import BadInput
from training.trainers.arguments import (
    TRAINING_ARGUMENTS,
    CrossEncoderArguments,
    ExtractorArguments,
    GrpoArguments,
    SftArguments,
)

# The model name that means: make one from a config, with a tokenizer trained on the rows (training/assessor/tiny_model.py)
TINY = "tiny"
# Keys that decide no weight: a run may be continued with others
FREE = frozenset(
    [
        *("output_dir", "report_to", "run_name", "project", "disable_tqdm", "log_level", "log_level_replica"),
        *("log_on_each_node", "dataloader_num_workers", "dataloader_pin_memory", "dataloader_persistent_workers"),
        *("dataloader_prefetch_factor", "save_total_limit", "ddp_timeout", "skip_memory_metrics"),
        *("debug", "include_for_metrics", "include_num_input_tokens_seen"),
    ]
)
_HELP = {"-h", "--help"}


@dataclass(frozen=True)
class Recipe:
    """`flat` holds every key that is not at its default, and all of `script`; `kind` is a key of `TRAINING_ARGUMENTS`."""

    script: SftArguments | GrpoArguments | CrossEncoderArguments | ExtractorArguments
    training: TrainingArguments
    model: ModelConfig
    flat: dict[str, Any]
    kind: str

    @property
    def out(self) -> Path:
        return Path(self.flat["output_dir"])

    def difference(self, other: dict[str, Any]) -> str | None:
        """The first key that decides weights and has another value in `other`, a flat recipe."""
        keys = sorted((self.flat.keys() | other.keys()) - FREE)
        return next((key for key in keys if self.flat.get(key) != other.get(key)), None)


class _Parser(TrlParser):
    """TRL's parser whose complaints are one line that names the recipe and the key."""

    recipe = ""

    @property
    def flags(self) -> list[str]:
        return list(self._option_string_actions)

    def error(self, message: str) -> None:
        raise BadInput(f"{message}; --help lists the keys")

    def set_defaults_with_config(self, **config) -> list[str]:
        known = {action.dest: action for action in reversed(self._actions)}  # before their --no_ forms
        for key, value in config.items():
            if key not in known:
                raise BadInput(f"{self.recipe}, key {key}: is unknown{_nearest(key, known)}")
            if value is not None:
                config[key] = self._typed(known[key], key, value)
        return super().set_defaults_with_config(**config)

    def _typed(self, action, key: str, value):
        """A YAML value as the flag would give it: `1e-4` is a number, and `true` is no learning rate."""
        words = [json.dumps(item) if isinstance(item, dict) else str(item) for item in _listed(value)]
        try:
            typed = [self._get_value(action, word) for word in words]
            for item in typed:
                self._check_value(action, item)
        except ArgumentError as error:
            raise BadInput(f"{self.recipe}, key {key}: {error.message}") from error
        if isinstance(value, list) != (action.nargs == "+"):
            raise BadInput(f"{self.recipe}, key {key}: is {value!r}; give {'a list' if action.nargs else 'one value'}")
        return typed if isinstance(value, list) else typed[0]


def _listed(value) -> list:
    return value if isinstance(value, list) else [value]


def _nearest(key: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    return f"; did you mean {near[0]}?" if near else "; --help lists the keys"


def read_student(argv: Sequence[str]) -> Recipe:
    """A recipe of `python -m training.sft` and the flags that win over it.

    Raises:
        BadInput: no such file, not YAML, an unknown key, a value of another type, or a model that is not there.
    """
    prog = "python -m training.sft"
    words, path, content = _opened(argv)
    kind = "seq2seq"  # of --help, where no model has been named yet
    if not _HELP & set(words):
        of_model = {key: value for key, value in content.items() if key in ModelConfig.__dataclass_fields__}
        parser, given, *_ = _parsed(prog, (ModelConfig,), words, path, of_model)
        kind = kind_of(*parser.parse_dict(given))
    return _read(prog, SftArguments, kind, words, path, content)


def read_grpo(argv: Sequence[str]) -> Recipe:
    """A recipe of `python -m training.grpo`. Raises as `read_student`."""
    recipe = _read("python -m training.grpo", GrpoArguments, "grpo", *_opened(argv))
    if not recipe.model.model_name_or_path:
        raise BadInput("model_name_or_path: is empty; give the folder of an assessor that training.sft has trained")
    return recipe


def read_cross_encoder(argv: Sequence[str]) -> Recipe:
    """A recipe of `python -m training.baselines.cross_encoder`. Raises as `read_student`."""
    prog = "python -m training.baselines.cross_encoder"
    recipe = _read(prog, CrossEncoderArguments, "cross_encoder", *_opened(argv))
    if not recipe.model.model_name_or_path:
        raise BadInput("model_name_or_path: is empty; give an encoder: a folder, or org/name")
    return recipe


def read_extractor(argv: Sequence[str]) -> Recipe:
    """A recipe of `python -m training.trainers.pointer.extractor`. Raises as `read_student`."""
    recipe = _read("python -m training.trainers.pointer.extractor", ExtractorArguments, "extractor", *_opened(argv))
    if not recipe.model.model_name_or_path:
        raise BadInput("model_name_or_path: is empty; give an encoder: a folder, or org/name")
    return recipe


def _read(prog: str, script: type, kind: str, words: list[str], path: str, content: dict) -> Recipe:
    types = (script, TRAINING_ARGUMENTS[kind], ModelConfig)
    if _HELP & set(words):
        _Parser(types, prog=prog).parse_known_args(["--help"])
    parser, given, defaults, rest = _parsed(prog, types, words, path, content)
    if unknown := [word for word in rest if word.startswith("--")] or rest:
        raise BadInput(f"{unknown[0]}: is unknown{_nearest(unknown[0], parser.flags)}")
    if not given["output_dir"]:
        raise BadInput("output_dir: is empty; give --output_dir, or output_dir: in the recipe")
    try:
        parts = parser.parse_dict(given)
    except (ValueError, ImportError) as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput(f"{path or 'flags'}: {' '.join(str(error).split())}") from error
    return Recipe(*parts, _flat(given, defaults, script), kind)


def _opened(argv: Sequence[str]) -> tuple[list[str], str, dict]:
    """The flags without --config, the path it names, and what is in that file."""
    if (name := not_utf8(argv)) is not None:
        raise BadInput(f"{name}: is not UTF-8, as file names have to be here; rename it")
    words = [part for word in argv for part in (word.split("=", 1) if word.startswith("--") else [word])]
    if "--config" not in words:
        return words, "", {}
    at = words.index("--config")
    if at + 1 == len(words):
        raise BadInput("--config: names no file; give training/recipes/students/extractor.yaml, or one's own")
    path = words[at + 1]
    try:
        content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{path}: cannot be read as YAML ({str(error).splitlines()[0]}); correct it") from error
    if not isinstance(content, dict):
        raise BadInput(f"{path}: is no mapping; give one key with its value per line")
    return words[:at] + words[at + 2 :], path, content


def _parsed(prog: str, types, words: list[str], path: str, content: dict) -> tuple[_Parser, dict, dict, list[str]]:
    """The parser, a value for every key, the defaults, and the words that are no flags."""
    parser = _Parser(types, prog=prog, allow_abbrev=False, add_help=len(types) > 1)
    parser.recipe = path
    defaults = vars(parser.parse_known_args([])[0])
    parser.set_defaults_with_config(**content)
    namespace, rest = parser.parse_known_args(words)
    return parser, vars(namespace), defaults, rest


def _flat(given: dict[str, Any], defaults: dict[str, Any], script: type) -> dict[str, Any]:
    """Plain values of all keys of `script`, and of the others that are not at their default."""
    ours = [*script.__dataclass_fields__, "output_dir"]
    others = [key for key in given if key not in ours and given[key] != defaults[key]]
    return {key: _plain(given[key]) for key in (*ours, *others)}


def _plain(value):
    return value.value if isinstance(value, Enum) else value


def kind_of(model: ModelConfig) -> str:
    """Which kind of model it is, a key of `TRAINING_ARGUMENTS`.

    Raises:
        BadInput: no name, no such model or revision, or one that is neither encoder-decoder nor causal.
    """
    name = model.model_name_or_path
    if not name:
        raise BadInput("model_name_or_path: is empty; give a folder, org/name or tiny")
    if name == TINY:
        return "causal"
    where = f"model_name_or_path {name}{f' at {model.model_revision}' if not Path(name).is_dir() else ''}"
    try:
        config = AutoConfig.from_pretrained(name, revision=model.model_revision)
    except (OSError, ValueError) as error:
        cause = str(error).strip().splitlines()[0]
        raise BadInput(f"{where}: cannot be loaded ({cause}); give a folder, or a repository and a revision") from error
    from transformers import MODEL_FOR_CAUSAL_LM_MAPPING, MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING

    if config.is_encoder_decoder and type(config) in MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING:
        return "seq2seq"
    if not config.is_encoder_decoder and type(config) in MODEL_FOR_CAUSAL_LM_MAPPING:
        return "causal"
    raise BadInput(
        f"{where}: is a {config.model_type}, neither an encoder-decoder nor a causal model; give one like Flan-T5 or Qwen3"
    )
