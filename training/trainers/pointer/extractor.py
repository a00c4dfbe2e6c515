"""Train the extractor of the pointer family: an encoder as a token classifier, on documents with their spans.

    python -m training.trainers.pointer.extractor --config training/recipes/pointer/extractor.yaml
    python -m training.trainers.pointer.extractor --config training/recipes/pointer/extractor.yaml --dataset rjdb-full --documents 8000

What is learnt are positions, BIO labels of tokens, so the student answers with pointers into a document whose words it has
never met. Recipes, output folder and resuming are those of `training.sft`: a run that was stopped goes on from its last whole
checkpoint, a finished run is not made again.
"""

import sys
from collections.abc import Sequence

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import print_version
from dataset_builder.extras import require_extra
from training.data.load import build_hash
from training.data.rewording import reworded
from training.data.spans import SpannedDocument, spanned_documents
from training.students.pointer.spans import IGNORED, LABELS, token_labels
from training.students.pointer.windows import read_windows, with_line_breaks


def encode(tokenizer, documents: Sequence[SpannedDocument], window: int, stride: int) -> list[dict]:
    """Windows with their labels."""
    windows = read_windows(tokenizer.backend_tokenizer, [document.text for document in documents], window, stride)
    tokenizer.backend_tokenizer.no_truncation()  # what is saved reads whole documents
    rows = []
    for one in windows:
        document = documents[one.document]
        labels = token_labels(one.offsets, one.words, document.spans)
        if any(label != IGNORED for label in labels):
            rows.append({"input_ids": one.ids, "labels": labels})
    return rows


def no_attention_dropout(encoder: str, revision: str | None) -> dict[str, float]:
    """Settings of an encoder's config: without dropout in attention a step takes half the time on a processor, since torch
    then has a fused kernel for it and draws no number for each pair of tokens. The other dropouts stay."""
    from transformers import AutoConfig

    try:
        config = AutoConfig.from_pretrained(encoder, revision=revision)
    except (OSError, ValueError):
        return {}  # `read_model` says what is wrong with it
    return {name: 0.0 for name in ("attention_probs_dropout_prob", "attention_dropout") if hasattr(config, name)}


def train(recipe) -> bool:
    """Trains the recipe's extractor into its output_dir, or continues; False if that very run is finished there.

    Raises:
        BadInput: data or model cannot be used, or the folder holds something else.
        KeyboardInterrupt: stopped; a checkpoint of the last step is there.
    """
    from transformers import (
        AutoModelForTokenClassification,
        DataCollatorForTokenClassification,
        Trainer,
        set_seed,
    )

    from training.trainers.arguments import set_fixed
    from training.trainers.resume import run_trainer
    from training.trainers.run import read_model
    from training.trainers.run_folder import RunFolder

    folder, script = RunFolder(recipe.out), recipe.script
    folder.check(recipe)
    if folder.is_finished:
        return False
    set_seed(recipe.training.seed)
    encoder = recipe.model.model_name_or_path
    labels = {"id2label": dict(enumerate(LABELS)), "label2id": {label: at for at, label in enumerate(LABELS)}}
    labels |= no_attention_dropout(encoder, recipe.model.model_revision)
    model, tokenizer = read_model(
        AutoModelForTokenClassification, encoder, recipe.model, num_labels=len(LABELS), **labels
    )
    if script.random_start:
        model = AutoModelForTokenClassification.from_config(model.config)
    elif script.freeze_words:
        model.get_input_embeddings().weight.requires_grad = False
    tokenizer = with_line_breaks(tokenizer, encoder)
    documents = spanned_documents(
        script.dataset, "train", script.dataset_revision, script.documents, recipe.training.seed
    )
    documents = reworded(documents, script.reworded, recipe.training.seed)
    rows = encode(tokenizer, documents, script.window, script.stride)
    folder.open(recipe)
    folder.discard_torn_checkpoints()
    data = {
        "build": build_hash(script.dataset, script.dataset_revision),
        "rows": {"train": len(documents)},
        "windows": len(rows),
    }
    folder.check_data(data)
    set_fixed(recipe.training, folder.checkpoints)
    collator = DataCollatorForTokenClassification(tokenizer)
    trainer = Trainer(model=model, args=recipe.training, train_dataset=rows, data_collator=collator)
    print(f"{len(documents):,} documents, {len(rows):,} windows", flush=True)
    seconds = run_trainer(folder, trainer)
    tokenizer.model_max_length = script.window
    model.save_pretrained(folder.path)
    tokenizer.save_pretrained(folder.path)
    facts = {
        "family": "pointer",
        "tasks": ["extraction"],
        "dataset": {"name": script.dataset, "revision": script.dataset_revision, **data},
        "base_model": {"name": encoder, "revision": recipe.model.model_revision, "parameters": model.num_parameters()},
        "trainer": {"steps": trainer.state.global_step, "seconds": round(seconds, 1)},
        "best": {"step": None},
    }
    folder.finish(facts, trainer.state.log_history, headlines=[])
    return True


def main(argv: Sequence[str] | None = None) -> int:
    def run() -> int:
        words = sys.argv[1:] if argv is None else argv
        if print_version(words):
            return 0
        require_extra("training.trainers.pointer.extractor", "train")
        from training.trainers.recipe import read_extractor

        recipe = read_extractor(words)
        state = "trained" if train(recipe) else "is trained already"
        print(f"{recipe.out}: {state}")
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
