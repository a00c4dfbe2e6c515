"""Maps what a verb raises to an exit code: 0 done, 1 the gate failed, 2 bad input, 3 a cap was reached, 130 stopped."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from dataset_builder.errors import BadInput
from dataset_builder.extras import explained
from dataset_builder.llm.budget import Stop
from dataset_builder.storage.unwritable import FREE_SPACE, is_disk_full, remedy
from dataset_builder.workers import WorkerDied


def exit_code(verb: Callable[[], int]) -> int:
    """Runs a verb; what it cannot do becomes one line on stderr and an exit code.

    SIGTERM, which schedulers and containers send, ends it as Ctrl-C does.
    """
    with _sigterm_like_ctrl_c() as terminated:
        try:
            return verb()
        except BadInput as error:
            line, code = f"error: {error}", 2
        except Stop as stop:
            line, code = f"stopped: {stop}", stop.exit_code
        except KeyboardInterrupt:
            line, code = "stopped; the same command continues where it was", 130
        except BrokenPipeError:
            return 0
        except WorkerDied as error:
            if terminated:  # the signal went to the workers too
                line, code = "stopped; the same command continues where it was", 130
            else:
                line, code = f"error: {error}", 2
        except ModuleNotFoundError as error:
            if (missing := explained(error)) is None:
                raise
            line, code = f"error: {missing}", 2
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            todo = FREE_SPACE if is_disk_full(error) else remedy(error)
            line, code = f"error: {where}{error.strerror or error}; {todo}", 2
        except Exception as error:
            if not is_disk_full(error):
                raise
            line, code = f"error: the disk is full; {FREE_SPACE}", 2
    print(line, file=sys.stderr)
    return code


@contextmanager
def _sigterm_like_ctrl_c() -> Iterator[list[int]]:
    """Hands SIGTERM on as SIGINT, to whatever handles that at the moment; yields the signals that came."""
    came: list[int] = []

    def hand_on(number, frame) -> None:
        came.append(number)
        if signal.getsignal(signal.SIGINT) in (signal.SIG_IGN, None):  # a shell has what it starts with & ignore Ctrl-C
            raise KeyboardInterrupt
        signal.raise_signal(signal.SIGINT)

    if threading.current_thread() is not threading.main_thread():  # only that one may set handlers
        yield came
        return
    before = signal.signal(signal.SIGTERM, hand_on)
    try:
        yield came
    finally:
        with suppress(TypeError):  # a handler that Python did not set cannot be set again
            signal.signal(signal.SIGTERM, before)
