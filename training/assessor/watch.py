"""Is the reward still worth something? Greedy answers to held-out rows, scored by the evaluation and not by the rewards.

    watch = Watch(rows, prompts, room, folder / "checkpoints" / "best", steps=10, patience=3)
    trainer.add_callback(watch); watch.trainer = trainer

Every `steps` steps the line `gold` of the log (criteria, evidence and verdict, 0-100) stands next to reward, KL, entropy, length, the
share selected and the share of groups without signal. The best by gold is kept; gold that falls `patience` times in a row
while the reward rises ends the run, and the log says so. It also refuses a run in which nothing can be learnt: weights that do
not move, groups that are all without signal for a whole interval of the log.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import TrainerCallback

from dataset_builder.assessment.answer import parse
from dataset_builder.errors import BadInput
from training.assessor.evaluation import gold_score, measure
from training.assessor.judgement import judged
from training.students import language_model
from training.students.generation import generate

GOLD, REWARD = "eval_assessment_gold", "reward"
_LOGGED = (
    "parses",
    "verdict accuracy",
    "criteria balanced accuracy",
    "evidence precision",
    "evidence recall",
    "years exact",
    "Brier",
)


class Watch(TrainerCallback):
    """`rows`: held out, with labels; `prompts`: their tokens; `room`: tokens an answer may have. `trainer` is set before a run."""

    trainer: Any = None

    def __init__(
        self, rows: Sequence[dict], prompts: list[list[int]], room: int, best: Path, steps: int, patience: int
    ) -> None:
        self.rows, self.prompts, self.room, self.best = rows, prompts, room, best
        self.steps, self.patience = steps, patience
        self.stopped = ""
        self._before: float | None = None

    # ------------------------------------------------------------------------------------- looks

    def look(self, state) -> float:
        """Answers the held-out rows, logs what they are worth, and keeps the model where it is the best so far."""
        trainer = self.trainer
        model = trainer.accelerator.unwrap_model(trainer.model)
        was_training = model.training
        with torch.inference_mode():
            lm = language_model.of(model.eval(), trainer.processing_class)
            texts = [written.text for written in generate(lm, self.prompts, self.room)]
        model.train(was_training)
        table = measure([judged(parse(text), row) for text, row in zip(texts, self.rows, strict=True)], self.rows)
        gold = gold_score(table)
        before = [line[GOLD] for line in state.log_history if GOLD in line]
        found = {f"eval_{name.replace(' ', '_')}": table[name] for name in _LOGGED if table[name] is not None}
        trainer.log({GOLD: gold, **found})
        if gold > max(before, default=-1.0) and trainer.args.process_index == 0:
            self._keep(model)
        return gold

    def _keep(self, model) -> None:
        unfinished = self.best.with_name(f".{self.best.name}")
        shutil.rmtree(unfinished, ignore_errors=True)
        model.save_pretrained(unfinished)
        shutil.rmtree(self.best, ignore_errors=True)
        unfinished.rename(self.best)

    def on_train_begin(self, args, state, control, **kwargs):
        self._before = self._fingerprint()
        if not any(GOLD in line for line in state.log_history):
            self.look(state)

    def on_step_end(self, args, state, control, **kwargs):
        if state.global_step % self.steps == 0 or state.global_step == state.max_steps:
            self.look(state)
            if reason := falling(state.log_history, self.patience):
                self.stopped = f"step {state.global_step}: {reason}"
                control.should_training_stop = True

    def on_log(self, args, state, control, logs=None, **kwargs):
        if not logs or REWARD not in logs or state.global_step < 2:
            return
        if logs["frac_reward_zero_std"] == 1.0:
            raise BadInput(
                f"step {state.global_step}: every group since the last line of the log had equal rewards, so nothing is "
                "learnt; raise temperature or num_generations, or begin from a model that answers in more than one way"
            )
        self._check_moved(state)

    # ------------------------------------------------------------------------------------- weights that do not move

    def _fingerprint(self) -> float | None:
        trained = [one for one in self.trainer.model.parameters() if one.requires_grad]
        if not trained:
            raise BadInput(
                "no weight of the model is to be trained (an adapter opened for inference?); give use_peft: true"
            )
        return float(sum(one.detach().double().abs().sum() for one in trained))

    def _check_moved(self, state) -> None:
        """After the first step that had a learning rate: PEFT with is_trainable=False shows healthy curves and learns nothing."""
        if self._before is None or not self.trainer.optimizer.param_groups[0]["lr"]:
            return
        if self._fingerprint() == self._before:
            raise BadInput(f"step {state.global_step}: no weight has moved; raise learning_rate, or train the adapter")
        self._before = None


def falling(log: Sequence[dict], patience: int) -> str:
    """Why a run should stop, "" where it should not: gold fell at each of the last looks while the reward rose between them."""
    looks: list[tuple[float, float | None]] = []
    rewards: list[float] = []
    for line in log:
        if REWARD in line:
            rewards.append(line[REWARD])
        if GOLD in line:
            looks.append((line[GOLD], sum(rewards) / len(rewards) if rewards else None))
            rewards = []
    last = looks[-patience - 1 :]
    if len(last) <= patience or any(reward is None for _, reward in last[1:]):
        return ""
    gold, reward = [one for one, _ in last], [one for _, one in last[1:]]
    if all(after < before for before, after in zip(gold, gold[1:])) and reward[-1] > reward[0]:
        return (
            f"gold fell from {gold[0]:.1f} to {gold[-1]:.1f} in {patience} looks while the reward rose from {reward[0]:.3f} to "
            f"{reward[-1]:.3f}: the reward is being gamed; the best model is kept"
        )
    return ""


def draw(log: Sequence[dict], headlines: Sequence[str], path: Path, best_step: int | None = None) -> None:
    """Reward and gold over the steps, and below them what tells why: KL, entropy, length, shares."""
    import matplotlib

    from dataset_builder.storage.files import replacing

    matplotlib.use("Agg")
    from matplotlib import pyplot

    panels = (
        ("reward, 0-1", ((REWARD, "reward"),)),
        ("gold on held-out rows, 0-100", ((GOLD, "gold"), ("eval_criteria_balanced_accuracy", "criteria"), ("eval_evidence_recall", "evidence recall"))),
        ("nats", (("kl", "KL to the SFT model"), ("entropy", "entropy"))),
        ("share", (("share_selected", "selected"), ("frac_reward_zero_std", "groups without signal"), ("share_parsed", "parses"))),
    )  # fmt: skip
    figure, axes = pyplot.subplots(2, 2, figsize=(10, 6.4), layout="constrained", sharex=True)
    for axis, (label, lines) in zip(axes.flat, panels, strict=True):
        for key, name in lines:
            points = [(line["step"], line[key]) for line in log if key in line]
            if points:
                axis.plot(*zip(*points), label=name, marker="o", markersize=3)
        if best_step is not None:
            axis.axvline(best_step, color="grey", linewidth=0.8, linestyle=":")
        axis.set(ylabel=label)
        axis.grid(alpha=0.3)
        if axis.get_legend_handles_labels()[0]:
            axis.legend(frameon=False, fontsize=8)
    for axis in axes[1]:
        axis.set(xlabel="step")
    with replacing(path) as temporary:
        figure.savefig(temporary, dpi=120, format="png")
    pyplot.close(figure)
