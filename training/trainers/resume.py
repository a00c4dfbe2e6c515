"""A run that is stopped continues from its last whole checkpoint: how it is stopped, where it starts again, how long it took."""

import signal
import sys
import time

from transformers import TrainerCallback, TrainerState


class GracefulStop(TrainerCallback):
    """Stops a run after a step when asked to; puts the `seconds` of training, earlier parts included, into every line of the log.

    The first SIGINT or SIGTERM lets the step end and saves a checkpoint, the second one stops at once. Several processes
    would receive it at different steps, so there the signal keeps its usual effect.
    """

    def __init__(self, log: list[dict]) -> None:
        self.before = max((line.get("seconds", 0.0) for line in log), default=0.0)
        self.started: float | None = None
        self.stopped = False
        self._handlers: dict = {}

    @property
    def seconds(self) -> float:
        return self.before + (time.perf_counter() - self.started if self.started else 0.0)

    def on_train_begin(self, args, state, control, **kwargs):
        self.started = time.perf_counter()
        if args.world_size == 1:
            for number in (signal.SIGINT, signal.SIGTERM):
                self._handlers[number] = signal.signal(number, self._ask)

    def _ask(self, number, frame) -> None:
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True
        print("\nstopping after this step; once more stops at once", file=sys.stderr)

    def on_step_end(self, args, state, control, **kwargs):
        if self.stopped:
            control.should_save = control.should_training_stop = True
            args.save_total_limit = None  # at 1 the Trainer would end by deleting this checkpoint for the best one

    def on_log(self, args, state, control, **kwargs):
        state.log_history[-1]["seconds"] = round(self.seconds, 1)

    def on_train_end(self, args, state, control, **kwargs):
        self.hand_back()

    def hand_back(self) -> None:
        """The handlers that stood before; a training that raises ends without `on_train_end`."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers.clear()


def run_trainer(folder, trainer) -> float:
    """Trains from the last whole checkpoint; returns the seconds of training, earlier parts included."""
    last = folder.last_checkpoint()
    stop = GracefulStop(last.state["log_history"] if last else [])
    trainer.add_callback(stop)
    try:
        if last and last.is_last:
            resume_run(trainer, last)
        else:
            trainer.train(resume_from_checkpoint=str(last.path) if last else None)
    finally:
        stop.hand_back()
    if stop.stopped:
        raise KeyboardInterrupt
    return stop.seconds


def resume_run(trainer, last) -> None:
    """A run that was killed after its last step: its state and its best weights, nothing trained."""
    trainer.state = TrainerState.load_from_json(str(last.path / "trainer_state.json"))
    trainer._load_from_checkpoint(str(last.path))
    if trainer.args.load_best_model_at_end and trainer.state.best_model_checkpoint:
        trainer._load_best_model()
