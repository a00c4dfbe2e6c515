"""Maps what a verb raises to an exit code: 0 done, 1 the gate failed, 2 bad input, 3 a cap was reached, 130 stopped."""

import sys
from collections.abc import Callable

from dataset_builder.errors import BadInput
from dataset_builder.llm.budget import Stop


def exit_code(verb: Callable[[], int]) -> int:
    """Runs a verb; what it cannot do becomes one line on stderr and an exit code."""
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
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        line, code = f"error: {where}{error.strerror or error}; fix that and run the same command again", 2
    print(line, file=sys.stderr)
    return code
