"""Command-line options made from a dataclass, in the convention of transformers' HfArgumentParser.

    @dataclass(frozen=True)
    class BuildConfig:
        triples: int = field(default=2_000, metadata={"help": "train, validation and test; 52000 in the paper"})

    add_options(parser, BuildConfig)                          # --triples TRIPLES
    config = read_config(BuildConfig, parser.parse_args())

A field with a help text is an option, so name, type, default and help stand in the dataclass alone. `metadata` may also
hold `positional`, `flag` (where the option is not named like the field) and what `add_argument` takes: `metavar`,
`required`. A bool is a flag, with a `--no-` form unless it is off by default; a tuple is an option given once or more,
or several positionals; choices are shown from `Literal`, and checked by the dataclass (`errors.check_choices`).
transformers' own parser is not used because a base install has no transformers.
"""

import argparse
import difflib
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import MISSING, Field, fields
from types import UnionType
from typing import Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

Config = TypeVar("Config")


class Parser(argparse.ArgumentParser):
    """Refuses abbreviated options; knows --version. A complaint is one line on stderr, and exit code 2."""

    def __init__(self, **settings) -> None:
        super().__init__(allow_abbrev=False, **settings)
        text = "print the version and exit"
        self.add_argument("--version", action=_Version, nargs=0, default=argparse.SUPPRESS, help=text)

    def parse_args(self, args=None, namespace=None) -> argparse.Namespace:
        if (name := not_utf8(sys.argv[1:] if args is None else args)) is not None:
            self.exit(2, f"error: {name}: is not UTF-8, as file names have to be here; rename it\n")
        found, unknown = self.parse_known_args(args, namespace)
        if unknown:
            word = next((word for word in unknown if word.startswith("-")), unknown[0]).partition("=")[0]
            near = difflib.get_close_matches(word, self._known(), n=1)
            self.error(f"{word} is unknown" + (f", perhaps {near[0]} is meant" if near else ""))
        return found

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {message}; --help lists the options\n")

    def _known(self) -> Iterator[str]:
        for action in self._actions:
            yield from action.option_strings
            if isinstance(action, argparse._SubParsersAction):
                for verb in action.choices.values():
                    yield from verb._known()


class _Version(argparse.Action):
    def __call__(self, parser, *_) -> None:
        print_version(["--version"])
        parser.exit()


def print_version(words: Sequence[str]) -> bool:
    """Prints the version where the words ask for it; for verbs whose parser is not `Parser`."""
    if "--version" not in words:
        return False
    import rjdb  # takes a second

    print(f"rjdb {rjdb.VERSION}")
    return True


def not_utf8(words: Sequence[str]) -> str | None:
    """The first word that holds bytes of another encoding, as it can be shown: Parquet takes no such path."""
    bad = (word for word in words if not word.isascii() and any("\ud800" <= letter <= "\udfff" for letter in word))
    return next((word.encode("utf-8", "backslashreplace").decode() for word in bad), None)


def add_options(
    parser: Any, config_class: type, only: Collection[str] | None = None, but: Collection[str] = ()
) -> None:
    """Adds an option for each field with a help text to a parser or an argument group: for all, `only` some, all `but` some."""
    hints = get_type_hints(config_class)
    for item in fields(config_class):
        if "help" in item.metadata and item.name not in but and (only is None or item.name in only):
            _add(parser, item, hints[item.name])


def _add(parser: Any, item: Field, hint: Any) -> None:
    # What is not given stays out of the namespace: the dataclass alone knows its defaults.
    settings = {"default": argparse.SUPPRESS} | dict(item.metadata)
    positional, flag = settings.pop("positional", False), settings.pop("flag", f"--{item.name.replace('_', '-')}")
    settings["help"] = (settings["help"] + _shown(item.default)).replace("%", "%%")
    kind, many = _value_type(hint)
    if get_origin(kind) is Literal:
        settings.setdefault("metavar", "{" + ",".join(get_args(kind)) + "}")
    elif kind is bool:
        settings["action"] = "store_true" if item.default is False else argparse.BooleanOptionalAction
    else:
        settings["type"] = kind
    if positional:
        nargs = {(True, True): "+", (True, False): "*", (False, False): "?"}
        parser.add_argument(item.name, nargs=nargs.get((many, item.default is MISSING)), **settings)
        return
    if many:
        settings["action"] = "append"
    settings.setdefault("required", item.default is MISSING)
    parser.add_argument(flag, dest=item.name, **settings)


def _value_type(hint: Any) -> tuple[Any, bool]:
    """The type of one value, and whether there may be several."""
    if get_origin(hint) in (Union, UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    return (get_args(hint)[0], True) if get_origin(hint) is tuple else (hint, False)


def _shown(default: Any) -> str:
    """The default, for the help; nothing where it says nothing."""
    if isinstance(default, tuple):
        default = ", ".join(map(str, default))
    silent = default is MISSING or default is False or default in (None, "")
    return "" if silent else f" (default: {default})"


def read_config(config_class: type[Config], args: argparse.Namespace, **more: Any) -> Config:
    """The dataclass of the options that were given; `more` are fields that are no options. Raises what its checks raise."""
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in vars(args).items()}
    return config_class(**{item.name: given[item.name] for item in fields(config_class) if item.name in given}, **more)


def names_of(config_class: type) -> tuple[str, ...]:
    """The names of its fields, for `only` and `but`."""
    return tuple(item.name for item in fields(config_class))
