"""Train a student: one recipe, one run, one folder that is a Hub repository.

    python -m training.sft --config training/recipes/students/extractor.yaml
    python -m training.sft --config training/recipes/students/matcher.yaml --output_dir students/matcher-lora --use_peft true
    accelerate launch --config_file training/recipes/accelerate/ddp.yaml -m training.sft --config training/recipes/students/matcher.yaml

An encoder-decoder (Flan-T5) is trained by training/trainers/seq2seq.py, a decoder-only model (Qwen3) by TRL's SFTTrainer in
training/trainers/causal.py; both leave the same folder: model, tokenizer, recipe.yaml, training.json, log.jsonl, learning_curve.png
and README.md, the card, which `python -m training.card` writes anew once the student is evaluated.
A run that is stopped, even killed, continues with the same command from its last whole checkpoint to the same weights; one
that is finished (training.json is there) is not run again; a folder of another recipe is refused.
"""

import shutil
import sys
from collections.abc import Sequence
from contextlib import contextmanager

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import print_version
from dataset_builder.errors import BadInput
from dataset_builder.extras import require_extra
from dataset_builder.storage.unwritable import FREE_SPACE, is_disk_full


def main(argv: Sequence[str] | None = None) -> int:
    def run() -> int:
        words = sys.argv[1:] if argv is None else argv
        if print_version(words):
            return 0
        require_extra("training.sft", "train")
        from training.trainers import recipe

        return train(recipe.read_student(words))

    return exit_code(run)


def train(recipe) -> int:
    """Trains the recipe's student into its output_dir, or continues; does nothing but say so where it is finished.

    Raises:
        BadInput: what the recipe names cannot be used, the folder holds another run, disk or memory is full, a loss is not finite.
        KeyboardInterrupt: stopped; a checkpoint of the last step is there.
    """
    from accelerate import PartialState

    from training.assessor import card as assessor_card
    from training.card import student_card
    from training.trainers import causal, seq2seq
    from training.trainers.arguments import set_fixed
    from training.trainers.resume import run_trainer
    from training.trainers.run_folder import RunFolder

    folder = RunFolder(recipe.out)
    assesses = recipe.script.tasks == ["assessment"]
    save_first = assessor_card.save_first if assesses else student_card.save_first
    folder.check(recipe)
    main_process = recipe.training.process_index == 0
    if folder.is_finished:
        if main_process:
            print(f"{folder.path}: is trained already")
            save_first(folder.path)
        return 0
    prepare = {"seq2seq": seq2seq.prepare, "causal": causal.prepare}[recipe.kind]
    PartialState().wait_for_everyone()  # a process that checks late would find a folder that is just being opened, and refuse it
    with recipe.training.main_process_first(local=False, desc="opening the folder"):
        if main_process:
            folder.open(recipe)
            folder.discard_torn_checkpoints()
    set_fixed(recipe.training, folder.checkpoints)
    run = prepare(recipe, folder)
    with recipe.training.main_process_first(local=False, desc="checking the data"):
        if main_process:
            folder.check_data(run.data)
            check_disk(recipe, run.trainer.model)
    with explain_full_memory(recipe, folder):
        seconds = run_trainer(folder, run.trainer)
        run.save(recipe, folder)
    if main_process:
        folder.finish(run.facts(recipe, seconds), run.trainer.state.log_history, run.headlines)
        save_first(folder.path)
        best = run.trainer.state
        print(
            f"{folder.path}: trained, {best.global_step:,} steps; judge it: python -m "
            f"{'benchmarks.assessor' if assesses else 'training.evaluate'} --system {folder.path}"
        )
    return 0


def check_disk(recipe, model) -> None:
    """
    Raises:
        BadInput: the checkpoints a run keeps at once do not fit.
    """
    trained = sum(p.numel() for p in model.parameters() if p.requires_grad)
    saved = trained if recipe.model.use_peft else sum(p.numel() for p in model.parameters())
    kept = (recipe.training.save_total_limit or 2) + 1
    needed = kept * (4 * saved + 8 * trained) + 4 * saved  # weights, Adam's two moments
    if (free := shutil.disk_usage(recipe.out).free) < needed:
        raise BadInput(
            f"{recipe.out}: has {free / 1e9:.1f} GB free, {kept} checkpoints take {needed / 1e9:.1f}; free some space, or "
            "give --output_dir on another disk"
        )


@contextmanager
def explain_full_memory(recipe, folder):
    """Turns what a full GPU, memory or disk raises into one line that says what to do."""
    import torch

    smaller = (
        f"is full at batch_tokens {recipe.script.batch_tokens}; lower it and raise gradient_accumulation_steps, set "
        "activation_checkpointing: true, bf16: true, or use_peft: true"
    )
    try:
        yield
    except torch.cuda.OutOfMemoryError as error:
        raise BadInput(f"the GPU's memory {smaller}") from error
    except BadInput:
        raise
    except Exception as error:  # tokenizers raises no narrower class
        if "can't allocate memory" in str(error):
            raise BadInput(f"this machine's memory {smaller}") from error
        if is_disk_full(error):
            raise BadInput(f"{folder.path}: the disk is full; {FREE_SPACE}") from error
        raise


if __name__ == "__main__":
    sys.exit(main())
