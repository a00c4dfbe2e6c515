"""Train an assessor by what its answers are worth: GRPO from the model that training.sft has saved.

    python -m training.sft --config training/recipes/assessor/tiny.yaml
    python -m training.grpo --config training/recipes/assessor/tiny_grpo.yaml

Rewards are checked against facts (training/assessor/rewards.py), hacking is watched by other code (training/assessor/watch.py). The folder is like
that of training.sft: the model that was best on held-out rows, recipe.yaml, training.json, log.jsonl, learning_curve.png with
reward against gold, README.md. A run that is stopped continues with the same command; one that is finished is not run again.
"""

import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import print_version
from dataset_builder.extras import require_extra


def main(argv: Sequence[str] | None = None) -> int:
    def run() -> int:
        words = sys.argv[1:] if argv is None else argv
        if print_version(words):
            return 0
        require_extra("training.grpo", "train")
        from training.trainers import recipe

        return train(recipe.read_grpo(words))

    return exit_code(run)


def train(recipe) -> int:
    """Trains into the recipe's output_dir, or continues; does nothing but say so where it is finished.

    Raises:
        BadInput: what the recipe names cannot be used, the folder holds another run, nothing can be learnt.
        KeyboardInterrupt: stopped; a checkpoint of the last step is there.
    """
    from training.trainers import grpo
    from training.trainers.arguments import set_fixed
    from training.trainers.resume import run_trainer
    from training.trainers.run_folder import RunFolder

    folder = RunFolder(recipe.out)
    folder.check(recipe)
    if folder.is_finished:
        print(f"{folder.path}: is trained already")
        return 0
    grpo.sft_model(recipe)
    folder.open(recipe)
    folder.discard_torn_checkpoints()
    set_fixed(recipe.training, folder.checkpoints)
    run = grpo.prepare(recipe, folder)
    folder.check_data(run.data)
    seconds = run_trainer(folder, run.trainer)
    return finish(recipe, folder, run, seconds)


def finish(recipe, folder, run, seconds: float) -> int:
    from training.assessor.card import save_first
    from training.assessor.watch import draw
    from training.trainers import grpo
    from training.trainers.run import PACKAGES

    trainer, log = run.trainer, grpo.short_log(run.trainer.state.log_history)
    best = grpo.best_of(log)
    grpo.weights_of(trainer, run.watch.best)
    model = trainer.accelerator.unwrap_model(trainer.model)
    if recipe.model.use_peft:
        model = model.merge_and_unload()
    model.config.use_cache = True
    model.save_pretrained(folder.path)
    trainer.processing_class.save_pretrained(folder.path)
    facts = {
        "tasks": ["assessment"],
        "cut_resumes": run.short,
        "dataset": {"name": recipe.script.dataset, "revision": recipe.script.dataset_revision, **run.data},
        "base_model": {
            "name": recipe.model.model_name_or_path,
            "revision": None,
            "parameters": sum(p.numel() for p in model.parameters()),
        },
        "trainer": {
            "steps": trainer.state.global_step,
            "seconds": round(seconds, 1),
            "hardware": f"{platform.machine()}",
            "versions": {"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        },
        "best": best,
        "stopped": run.watch.stopped or None,
        "log": "log.jsonl",
    }
    folder.finish(facts, log, ["assessment_gold"], draw)
    save_first(folder.path)
    if run.watch.stopped:
        print(f"{folder.path}: stopped at {run.watch.stopped}")
    gain = best["value"] - best["before"]
    print(
        f"{folder.path}: trained, {trainer.state.global_step} steps; gold on held-out rows {best['before']:.1f} -> "
        f"{best['value']:.1f} at step {best['step']}" + ("" if gain > 0 else ": no gain")
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
