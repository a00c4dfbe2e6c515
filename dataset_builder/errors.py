"""The one error a user is meant to read: what is wrong, where, and what to do next; and checks of settings that raise it."""

import sys
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints


class BadInput(ValueError):
    """Input that cannot be used. The message is one line: what, where (file, row, field), what to do.

    The command line prints it as ``error: …`` and exits with 2.
    """


def command(verb: str = "") -> str:
    """How a verb is run where this process was started: as `rjdb VERB`, or as `python -m dataset_builder VERB`."""
    by_script = Path(sys.argv[0]).name in ("rjdb", "rjdb.exe")
    return f"{'rjdb' if by_script else 'python -m dataset_builder'} {verb}".strip()


def check_least(config: Any, **least: float) -> None:
    """Raises BadInput for a field below its least value. None is a setting that was not given."""
    for name, smallest in least.items():
        value = getattr(config, name)
        if value is not None and not value >= smallest:
            raise BadInput(f"{_option(name)} {value}: give {smallest} or more")


def check_positive(config: Any, *names: str) -> None:
    """Raises BadInput for a field that is not above 0. None is a setting that was not given."""
    for name in names:
        value = getattr(config, name)
        if value is not None and not value > 0:
            raise BadInput(f"{_option(name)} {value}: give more than 0")


def check_choices(config: Any) -> None:
    """Raises BadInput for a field annotated with `Literal`, or with a tuple of it, that holds another value."""
    hints = get_type_hints(type(config))
    for item in fields(config):
        value = getattr(config, item.name)
        many = get_origin(hints[item.name]) is tuple
        literals = [part for part in (hints[item.name], *get_args(hints[item.name])) if get_origin(part) is Literal]
        if not literals or value is None:
            continue
        known = get_args(literals[0])
        for given in value if many else (value,):
            if given not in known:
                name = item.name if item.metadata.get("positional") else _option(item.name)
                raise BadInput(f"{name} {given!r}: give one of {', '.join(known)}")


def _option(field_name: str) -> str:
    return f"--{field_name.replace('_', '-')}"
