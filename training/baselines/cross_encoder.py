"""Cross-encoders for matching: an encoder of the user's choice reads job and resume together and says match or not.

    python -m training.baselines.cross_encoder --config training/recipes/cross_encoder/plain.yaml --model_name_or_path ENCODER --output_dir cross-encoder
    python -m training.baselines.cross_encoder --config training/recipes/cross_encoder/ditto.yaml --model_name_or_path ENCODER --dataset pairs/ --output_dir ditto
    python -m training.evaluation.out_of_distribution --pairs pairs/ --system cross-encoder:ditto

Ditto (Li et al. 2020), the paper's first row of Table 8, is the same model on documents written as COL name VAL text; its
augmentation and its domain knowledge are left out, so this is its plain form. What is not Ditto's own is transformers'
Trainer. A pair that is longer than `max_length` loses whole sections as students' prompts do (training/data/shortening.py);
only what is still too long then is cut, the longer document first. Recipes, output folder and resuming are those of
`training.sft`: a finished run is not made again.
"""

import hashlib
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import rjdb
from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import print_version
from dataset_builder.errors import BadInput
from dataset_builder.extras import require, require_extra
from dataset_builder.text.sections import sections
from training.data.load import build_hash, load_config, take_split
from training.data.shortening import Part, drop_sections
from training.evaluation.out_of_distribution.pair_files import pair_rows
from training.students.folder import RECIPE_FILE, TRAINING_FILE, read_mapping
from training.systems.protocol import ByRows, Match

COLUMNS = ("id", "job_description", "resume", "label")

# ------------------------------------------------------------------------------------------- what the encoder reads


def serialise(document: str, serialisation: str) -> list[Part]:
    """Its sections, each on one line: as it stands, or as Ditto's COL name VAL text."""
    parts = sections(document)
    if serialisation == "plain":
        return [(part.name, " ".join(f"{part.header} {part.body}".split())) for part in parts]
    return [
        (part.name, f"COL {part.name if part.header else 'text'} VAL {' '.join(part.body.split())}") for part in parts
    ]


def encode(tokenizer, row: dict, serialisation: str, max_length: int) -> dict:
    """Job and resume as one input of at most `max_length` tokens."""

    def texts(documents: list[list[Part]]) -> list[str]:
        return [" ".join(text for _, text in parts) for parts in documents]

    def fits(documents: list[list[Part]]) -> bool:
        return len(tokenizer(*texts(documents), verbose=False)["input_ids"]) <= max_length

    documents = [serialise(row[column] or "", serialisation) for column in ("job_description", "resume")]
    if not fits(documents):
        documents, *_ = drop_sections(documents, fits)
    return dict(tokenizer(*texts(documents), truncation="longest_first", max_length=max_length))


def training_rows(arguments) -> tuple[list[dict], str | None]:
    """The train pairs, those of a user's file or of a dataset's config, and what fixes the latter's rows."""
    name, path = arguments.dataset, Path(arguments.dataset)
    if path.is_file() or (path.is_dir() and not (path / "README.md").is_file()):
        return pair_rows(path, "train"), None
    config, revision = arguments.dataset_config, arguments.dataset_revision
    dataset = load_config(name, config, revision)
    rows = take_split(dataset, "train", COLUMNS, f"dataset {name}, config {config}")
    return rows.select_columns(COLUMNS).to_list(), build_hash(name, revision)


# ------------------------------------------------------------------------------------------- training


def train(recipe) -> bool:
    """Trains the recipe's model into its output_dir, or continues; False if that very run is finished there.

    Raises:
        BadInput: data or model cannot be used, or the folder holds something else.
        KeyboardInterrupt: stopped; a checkpoint of the last step is there.
    """
    from transformers import AutoModelForSequenceClassification, DataCollatorWithPadding, Trainer, set_seed

    from training.trainers.arguments import set_fixed
    from training.trainers.resume import run_trainer
    from training.trainers.run import read_model
    from training.trainers.run_folder import RunFolder

    folder, script = RunFolder(recipe.out), recipe.script
    folder.check(recipe)
    if folder.is_finished:
        return False
    rows, build = training_rows(script)
    set_seed(recipe.training.seed)
    model, tokenizer = read_model(
        AutoModelForSequenceClassification,
        recipe.model.model_name_or_path,
        recipe.model,
        num_labels=len(rjdb.LABELS),
        id2label=dict(enumerate(rjdb.LABELS)),
        label2id={label: at for at, label in enumerate(rjdb.LABELS)},
    )
    encoded = [
        encode(tokenizer, row, script.serialisation, script.max_length) | {"labels": row["label"]} for row in rows
    ]
    folder.open(recipe)
    folder.discard_torn_checkpoints()
    data = {"build": build, "rows": len(rows)}
    folder.check_data(data)
    set_fixed(recipe.training, folder.checkpoints)
    collator = DataCollatorWithPadding(tokenizer)
    trainer = Trainer(model=model, args=recipe.training, train_dataset=encoded, data_collator=collator)
    seconds = run_trainer(folder, trainer)
    model.save_pretrained(folder.path)
    tokenizer.save_pretrained(folder.path)
    facts = {
        "tasks": ["matching"],
        "dataset": {"name": script.dataset, "revision": script.dataset_revision, **data},
        "base_model": {"name": recipe.model.model_name_or_path, "revision": recipe.model.model_revision},
        "trainer": {"steps": trainer.state.global_step, "seconds": round(seconds, 1)},
        "best": {"step": None},
    }
    folder.finish(facts, trainer.state.log_history, headlines=[])
    return True


# ------------------------------------------------------------------------------------------- as a system


class CrossEncoder(ByRows):
    """A trained folder as a system of the evaluators; it has learnt before, so `fit` does nothing.

    Raises:
        BadInput: the folder holds no cross-encoder, or torch or transformers is missing.
    """

    tasks, parallel = ("matching",), False
    batch = 32

    def __init__(self, folder: str | Path) -> None:
        self.folder, origin = Path(folder), f"--system cross-encoder:{folder}"
        if not (self.folder / TRAINING_FILE).is_file():
            raise BadInput(
                f"{origin}: has no {TRAINING_FILE}; train one with python -m training.baselines.cross_encoder"
            )
        require(origin, "torch", "transformers", "trl")
        recipe = read_mapping(self.folder / RECIPE_FILE, origin)
        if missing := [key for key in ("serialisation", "max_length") if key not in recipe]:
            raise BadInput(f"{origin}: {RECIPE_FILE} has no {missing[0]}, so this is no cross-encoder; train one")
        self.name = self.folder.resolve().name
        self.serialisation, self.max_length = recipe["serialisation"], recipe["max_length"]

    @cached_property
    def identity(self) -> str:
        """Changes with the weights and with how documents are written."""
        digest = hashlib.sha256(f"{self.serialisation} {self.max_length}".encode())
        for path in sorted(self.folder.glob("*.safetensors")):
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()[:16]

    @cached_property
    def _loaded(self):
        import torch
        from transformers import AutoModelForSequenceClassification
        from trl import ModelConfig

        from training.trainers.run import read_model

        model, tokenizer = read_model(AutoModelForSequenceClassification, str(self.folder), ModelConfig())
        return model.eval().to("cuda" if torch.cuda.is_available() else "cpu"), tokenizer

    def fit(self, rows) -> None:
        pass

    def results(self, task: str, rows: Sequence[dict]) -> list[Match]:
        import torch

        model, tokenizer = self._loaded
        encoded = [encode(tokenizer, row, self.serialisation, self.max_length) for row in rows]
        order = sorted(
            range(len(rows)), key=lambda at: len(encoded[at]["input_ids"])
        )  # similar lengths need little padding
        labels = [0] * len(rows)
        with torch.inference_mode():
            for start in range(0, len(order), self.batch):
                chosen = order[start : start + self.batch]
                inputs = tokenizer.pad([encoded[at] for at in chosen], return_tensors="pt").to(model.device)
                for at, label in zip(chosen, model(**inputs).logits.argmax(-1).tolist()):
                    labels[at] = label
        return [Match(label) for label in labels]


def main(argv: Sequence[str] | None = None) -> int:
    def run() -> int:
        words = sys.argv[1:] if argv is None else argv
        if print_version(words):
            return 0
        require_extra("training.baselines.cross_encoder", "train")
        from training.trainers.recipe import read_cross_encoder

        recipe = read_cross_encoder(words)
        done = train(recipe)
        state = "trained" if done else "is trained already"
        print(f"{recipe.out}: {state}; evaluate it with --system cross-encoder:{recipe.out}")
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
