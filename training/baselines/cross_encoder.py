"""Cross-encoders for matching: an encoder of the user's choice reads job and resume together and says match or not.

    python -m training.baselines.cross_encoder training/recipes/cross_encoder/plain.yaml --model ENCODER --out cross-encoder
    python -m training.baselines.cross_encoder training/recipes/cross_encoder/ditto.yaml --model ENCODER --data pairs/ --out ditto
    python -m training.evaluation.out_of_distribution --pairs pairs/ --system cross-encoder:ditto

Ditto (Li et al. 2020), the paper's first row of Table 8, is the same model on documents written as COL name VAL text; its
augmentation and its domain knowledge are left out, so this is its plain form. What is not Ditto's own is transformers'
Trainer. Where a pair is longer than the encoder reads, whole sections go first, in the order of `DROPPED`, those that
hold no requirement before those that do; only what is still too long then is cut, the longer document first.
A run whose model is there already is not made again.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from pathlib import Path

import yaml

import rjdb
from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options
from dataset_builder.errors import BadInput
from dataset_builder.text.sections import Section, sections
from training.evaluation.out_of_distribution.pair_files import pair_rows
from training.systems.protocol import ByRows, Match

SERIALISATIONS = ("plain", "ditto")
# Sections that go where room is short, the first one first. Skills, experience and the job's title never do.
DROPPED = ("other", "personal information", "education", "summary", "responsibilities")
RUN_FILE = "run.yaml"


@dataclass(frozen=True)
class CrossEncoderConfig:
    """One run. The defaults are Ditto's, but for `max_length`: its 256 tokens hold no resume."""

    model: str = field(default="", metadata={"help": "an encoder: a folder, or org/name on the Hub"})
    out: str = field(default="", metadata={"help": "where the model goes", "metavar": "FOLDER"})
    revision: str | None = field(default=None, metadata={"help": "of a model from the Hub"})
    data: str = field(
        default="rjdb",
        metadata={"help": "an RJDB folder, one of weak supervision, or a file or folder of pairs", "metavar": "PATH"},
    )
    config: str = field(default="matching", metadata={"help": "which config of an RJDB folder"})
    serialisation: str = "plain"
    max_length: int = 512
    epochs: float = 3.0
    max_steps: int = field(default=-1, metadata={"help": "above 0: ends a run before its epochs do"})
    batch_size: int = 32
    learning_rate: float = 3e-5
    warmup_steps: int = 0
    weight_decay: float = 0.0
    seed: int = field(default=0, metadata={"help": "of weights and of the order of rows"})

    def __post_init__(self) -> None:
        for name in ("model", "out"):
            if not getattr(self, name):
                raise BadInput(f"{name}: is empty; give --{name}, or {name}: in the recipe")
        if self.serialisation not in SERIALISATIONS:
            raise BadInput(f"serialisation {self.serialisation}: give one of {', '.join(SERIALISATIONS)}")
        for name in ("max_length", "batch_size", "epochs", "learning_rate"):
            if getattr(self, name) <= 0:
                raise BadInput(f"{name} {getattr(self, name)}: give more than 0")

    @classmethod
    def read(cls, recipe: str | Path, **given) -> "CrossEncoderConfig":
        """From a YAML recipe; what is `given` wins.

        Raises:
            BadInput: no such file, not YAML, an unknown key, or a value of another type.
        """
        try:
            values = yaml.safe_load(Path(recipe).read_text(encoding="utf-8")) or {}
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise BadInput(f"{recipe}: cannot be read as YAML ({str(error).splitlines()[0]}); mend it") from error
        if not isinstance(values, dict):
            raise BadInput(f"{recipe}: is no mapping; give a key and its value a line")
        known = {item.name: type(item.default) for item in fields(cls)}
        for key, value in values.items():
            if key not in known:
                raise BadInput(f"{recipe}, key {key}: is unknown; give one of {', '.join(known)}")
            kind = str if key == "revision" else known[key]
            number = isinstance(value, int) and not isinstance(value, bool) and kind is float
            if not (type(value) is kind or number or (key == "revision" and value is None)):
                raise BadInput(f"{recipe}, key {key}: is {value!r}; give a {kind.__name__} (3.0e-5, not 3e-5)")
        return cls(**values | given)


# ------------------------------------------------------------------------------------------- what the encoder reads


def serialised(parts: Sequence[Section], serialisation: str) -> str:
    """A document on one line: as it stands, or Ditto's COL name VAL text, a column a section."""
    if serialisation == "plain":
        return " ".join(" ".join(f"{part.header} {part.body}".split()) for part in parts)
    return " ".join(f"COL {part.name if part.header else 'text'} VAL {' '.join(part.body.split())}" for part in parts)


def encode(tokenizer, row: dict, serialisation: str, max_length: int) -> dict:
    """Job and resume as one input of at most `max_length` tokens."""
    job, resume = (list(sections(row[column] or "")) for column in ("job_description", "resume"))
    droppable = [(parts, name) for name in DROPPED for parts in (resume, job)]
    while True:
        texts = [serialised(parts, serialisation) for parts in (job, resume)]
        whole = tokenizer(*texts, truncation=False, verbose=False)
        if len(whole["input_ids"]) <= max_length:
            return dict(whole)
        while droppable:
            parts, name = droppable.pop(0)
            if any(part.name == name for part in parts):
                parts[:] = [part for part in parts if part.name != name]
                break
        else:
            return dict(tokenizer(*texts, truncation="longest_first", max_length=max_length))


def training_rows(config: CrossEncoderConfig) -> list[dict]:
    """The train pairs: those of a user's file, or of a dataset's config."""
    path = Path(config.data)
    if path.is_file() or (path.is_dir() and not (path / "README.md").is_file()):
        return pair_rows(path, "train")
    import datasets

    try:
        dataset = datasets.load_dataset("rjdb", config.config, data_dir=None if config.data == "rjdb" else config.data)
    except (FileNotFoundError, ConnectionError, ValueError) as error:
        raise BadInput(f"data {config.data}, config {config.config}: {str(error).splitlines()[0]}") from error
    columns = ["id", "job_description", "resume", "label"]
    if "train" not in dataset or set(columns) - set(dataset["train"].column_names):
        raise BadInput(
            f"data {config.data}, config {config.config}: has no train split of pairs; give matching, or a weak set"
        )
    return dataset["train"].select_columns(columns).to_list()


# ------------------------------------------------------------------------------------------- training


def train(config: CrossEncoderConfig) -> bool:
    """Trains and saves model, tokenizer and resolved config to `config.out`; False if that very run is there already.

    Raises:
        BadInput: data or model cannot be used, or `out` holds something else.
    """
    out = Path(config.out)
    resolved = yaml.safe_dump(asdict(config), sort_keys=False)
    if (out / RUN_FILE).is_file() and (out / RUN_FILE).read_text(encoding="utf-8") == resolved:
        return False
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput(f"{out}: holds something else, or another run; give --out another name")
    rows = training_rows(config)
    import torch
    import transformers

    transformers.set_seed(config.seed)
    model, tokenizer = _load(config.model, config.revision)
    encoded = [
        encode(tokenizer, row, config.serialisation, config.max_length) | {"labels": row["label"]} for row in rows
    ]
    place = out.parent / f".{out.name}.training"  # takes its name when it is whole
    shutil.rmtree(place, ignore_errors=True)
    arguments = transformers.TrainingArguments(
        output_dir=str(place),
        num_train_epochs=config.epochs,
        max_steps=config.max_steps,
        per_device_train_batch_size=config.batch_size,
        learning_rate=config.learning_rate,
        warmup_steps=config.warmup_steps,
        weight_decay=config.weight_decay,
        seed=config.seed,
        save_strategy="no",
        report_to="none",
        dataloader_pin_memory=torch.cuda.is_available(),
        disable_tqdm=not sys.stderr.isatty(),
    )
    collator = transformers.DataCollatorWithPadding(tokenizer)
    trainer = transformers.Trainer(model=model, args=arguments, train_dataset=encoded, data_collator=collator)
    trainer.train()
    model.save_pretrained(place)
    tokenizer.save_pretrained(place)
    (place / RUN_FILE).write_text(resolved, encoding="utf-8")
    if out.is_dir():
        out.rmdir()
    os.replace(place, out)
    return True


def _load(model: str, revision: str | None):
    """(model, tokenizer), with a head of two labels."""
    import transformers

    names = dict(enumerate(rjdb.LABELS))
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(model, revision=revision)
        loaded = transformers.AutoModelForSequenceClassification.from_pretrained(
            model, revision=revision, num_labels=2, id2label=names, label2id={name: at for at, name in names.items()}
        )
    except (OSError, ValueError) as error:
        raise BadInput(
            f"model {model}: cannot be loaded ({str(error).splitlines()[0]}); give a folder or a Hub id"
        ) from error
    return loaded, tokenizer


# ------------------------------------------------------------------------------------------- as a system


class CrossEncoder(ByRows):
    """A trained folder as a system of the evaluators; it has learnt before, so `fit` does nothing.

    Raises:
        BadInput: the folder holds no cross-encoder, or torch or transformers is missing.
    """

    tasks, parallel = ("matching",), False
    batch = 32

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        if not (self.folder / RUN_FILE).is_file():
            raise BadInput(
                f"--system cross-encoder:{folder}: has no {RUN_FILE}; train one with python -m training.baselines.cross_encoder"
            )
        if missing := [name for name in ("torch", "transformers") if importlib.util.find_spec(name) is None]:
            raise BadInput(f"--system cross-encoder:{folder}: needs {' and '.join(missing)}; pip install 'rjdb[train]'")
        self.name = self.folder.resolve().name
        self.run = CrossEncoderConfig.read(self.folder / RUN_FILE)

    @cached_property
    def identity(self) -> str:
        """Changes with the weights and with how documents are written."""
        digest = hashlib.sha256(json.dumps(asdict(self.run)).encode())
        for path in sorted(self.folder.glob("*.safetensors")):
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
        return digest.hexdigest()[:16]

    @cached_property
    def _loaded(self):
        import torch

        model, tokenizer = _load(str(self.folder), None)
        return model.eval().to("cuda" if torch.cuda.is_available() else "cpu"), tokenizer

    def fit(self, rows) -> None:
        pass

    def results(self, task: str, rows: Sequence[dict]) -> list[Match]:
        import torch

        model, tokenizer = self._loaded
        encoded = [encode(tokenizer, row, self.run.serialisation, self.run.max_length) for row in rows]
        order = sorted(range(len(rows)), key=lambda at: len(encoded[at]["input_ids"]))  # alike lengths pad little
        labels = [0] * len(rows)
        with torch.inference_mode():
            for start in range(0, len(order), self.batch):
                chosen = order[start : start + self.batch]
                inputs = tokenizer.pad([encoded[at] for at in chosen], return_tensors="pt").to(model.device)
                for at, label in zip(chosen, model(**inputs).logits.argmax(-1).tolist()):
                    labels[at] = label
        return [Match(label) for label in labels]


def parser() -> Parser:
    main = Parser(prog="python -m training.baselines.cross_encoder", description="Train a cross-encoder to match.")
    main.add_argument(
        "recipe", metavar="YAML", help="training/recipes/cross_encoder/plain.yaml, ditto.yaml, or one's own"
    )
    keys = main.add_argument_group("keys of the recipe", "What is given here wins over the recipe.")
    add_options(keys, CrossEncoderConfig)
    return main


def main(argv: list[str] | None = None) -> int:
    def run() -> int:
        config = CrossEncoderConfig.read(**vars(parser().parse_args(argv)))
        try:
            done = train(config)
        except ModuleNotFoundError as error:
            raise BadInput(f"{error.name} is not installed; pip install 'rjdb[train]'") from error
        state = "trained" if done else "is trained already"
        print(f"{config.out}: {state}; judge it with --system cross-encoder:{config.out}")
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
