"""What a card says where it is published: its own repository, its dataset, its base model, its code.

A card on this machine names folders, since nothing is known yet of where it will go: `load_dataset("rjdb", …)`,
`load("matcher")`. `publish` knows, and sends the card with the names of the Hub; the file on this machine stays as it is.

    addressed(release, Addresses("org/rjdb-matcher", dataset="org/rjdb", code="https://…"))
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

import rjdb
from dataset_builder.hub.files import File
from dataset_builder.hub.release import Release, adapter_base, is_hub_id
from dataset_builder.report.card_text import CODE_BLOCK, code_block, use_text

CARD = "README.md"
ADAPTER_FILE = "adapter_config.json"
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_BLOCK = re.compile(r"^```(python|bash)\n.*?^```$", re.DOTALL | re.MULTILINE)
_USE = re.compile(r"^## Use\n.*?(?=^## )", re.DOTALL | re.MULTILINE)
_DATASET_CALL = r'(?<=load_dataset\()"[^"]*"'
# How blocks of a card name the repository that the card is of.
_OWN = {
    "model": (
        r'(?<![\w.])(?<=load\()"[^"]*"',
        r'(?<=^name = )"[^"]*"',
        r'(?<=pipeline\("token-classification", )"[^"]*"',
        r'(?<=SentenceTransformer\()"[^"]*"',
    ),
    "leaderboard": (_DATASET_CALL,),
    "space": (r'(?<=evaluate\.load\()"[^"]*"', r'(?<=Client\()"[^"]*"'),
}
_DOWNLOAD = re.compile(r"(?<=hf download )\S+")
_MEASURED_DATA = re.compile(r"(?<=evaluation\.leaderboard --data )\S+")
_INSTALL = re.compile(r'@ git\+(https?://[^\s"]+)"')


@dataclass(frozen=True)
class Addresses:
    """`own` is the repository of the card, `dataset` the one it was trained on or shows, `base` that of a base model that lies
    in a folder here. `code` is where the project's code can be installed from; None where that is not known."""

    own: str
    dataset: str = rjdb.HUB_ID
    code: str | None = None
    base: str | None = None


def addressed(release: Release, addresses: Addresses) -> Release:
    """The release with what it says of places turned into repositories; only its own copy in memory changes."""
    changed = {
        path: File(path, release.files[path].source, content.encode())
        for path, content in _texts(release, addresses)
        if content.encode() != release.files[path].read_bytes()
    }
    return replace(release, files=release.files | changed) if changed else release


def _texts(release: Release, addresses: Addresses):
    rewrite: dict[str, Callable[[str], str]] = {CARD: lambda text: card_text(release, text, addresses)}
    if release.kind == "model":
        results = (path for path in release.files if path.startswith(".eval_results/"))
        rewrite |= dict.fromkeys(results, lambda text: text.replace(rjdb.HUB_ID, addresses.dataset))
        if addresses.base:
            rewrite[ADAPTER_FILE] = lambda text: _based(text, addresses.base)
    for path, change in rewrite.items():
        if path in release.files:
            yield path, change(release.files[path].read_bytes().decode("utf-8"))


def card_text(release: Release, text: str, addresses: Addresses) -> str:
    """README.md as it is published."""
    if release.form == "dataset":
        return dataset_card(text, addresses.own, addresses.code)
    text = _BLOCK.sub(lambda block: _calls(block[0], release.form, addresses), _coded(text, addresses.code))
    text = _with_front(text, lambda front: _front(front, release, addresses))
    if release.kind == "model":
        text = _student(text, release, addresses)
    return text


def dataset_card(text: str, own: str, code: str | None) -> str:
    """A dataset's README.md as it is published under this name."""
    text = _USE.sub(lambda _: f"## Use\n\n{use_text(own, code)}\n\n", text, count=1)
    text = re.sub(r"(?<=--data )[\w./-]+", own, text)
    return re.sub(
        r"(?<=dataset_builder verify )\S+(?: --rebuilt rjdb)?$", f"{own} --rebuilt rjdb", text, flags=re.MULTILINE
    )


def published_as(text: str) -> tuple[str, str | None] | None:
    """The repository and the code that a dataset's README.md names; None for one that was not published."""
    own = re.search(r'load_dataset\("([^"/]+/[^"/]+)"', text)
    code = _INSTALL.search(text)
    return (own[1], code[1] if code else None) if own else None


def names_dataset(release: Release) -> bool:
    """Whether the card names the project's dataset, so that it has to be known where that lies."""
    if release.kind == "model":
        return not is_hub_id((release.facts.get("dataset") or {}).get("name") or "")
    if release.form == "dataset" or CARD not in release.files:
        return False
    return bool(release.card.get("datasets")) or "load_dataset(" in release.files[CARD].read_bytes().decode("utf-8")


def base_folder(release: Release) -> Path | None:
    """Where the base of an adapter, or what a student was trained from, lies on this machine; None where it does not."""
    name = adapter_base(release) or (release.facts.get("base_model") or {}).get("name")
    places = (Path(name), release.folder.resolve().parent / Path(name).name) if name else ()
    return next((place.resolve() for place in places if place.is_dir()), None)


# ------------------------------------------------------------------------------------------------- parts of a card


def _coded(text: str, code: str | None) -> str:
    return CODE_BLOCK.sub(lambda found: code_block(found["extra"], code), text)


def _calls(block: str, form: str, addresses: Addresses) -> str:
    block = re.sub(_DATASET_CALL, f'"{addresses.dataset}"', block)
    for pattern in _OWN[form]:
        block = re.sub(pattern, f'"{addresses.own}"', block, flags=re.MULTILINE)
    if form == "leaderboard":  # it downloads systems, and measures them on the dataset
        return _MEASURED_DATA.sub(addresses.dataset, block)
    return _DOWNLOAD.sub(addresses.own, block)


def _with_front(text: str, change: Callable[[dict], dict]) -> str:
    found = _FRONT.match(text)
    front = yaml.safe_load(found[1]) if found else None
    if not isinstance(front, dict) or (changed := change(front)) == front:
        return text
    return f"---\n{yaml.safe_dump(changed, sort_keys=False, allow_unicode=True, width=1_000)}---\n{text[found.end() :]}"


def _front(front: dict, release: Release, addresses: Addresses) -> dict:
    if release.kind == "model":
        front = front | ({"datasets": [addresses.dataset]} if names_dataset(release) else {})
        return front | ({"base_model": addresses.base} if addresses.base else {})
    return front | ({"datasets": [addresses.dataset]} if front.get("datasets") else {})


def _student(text: str, release: Release, addresses: Addresses) -> str:
    """Prose of a student's card: the data it learnt from, and the model it started from."""
    if names_dataset(release):
        text = re.sub(r"(?<=^## Training data\n\n`)[^`]+(?=`)", addresses.dataset, text, count=1, flags=re.MULTILINE)
        command = f"training.sft --config recipe.yaml --dataset {addresses.dataset}"
        text = re.sub(r"training\.sft --config recipe\.yaml(?: --dataset [\w./-]+)?", command, text)
    name = (release.facts.get("base_model") or {}).get("name")
    if addresses.base and name:
        text = re.sub(f"`{re.escape(name)}`|`{re.escape(Path(name).name)}`", f"`{addresses.base}`", text)
    return text


def _based(text: str, base: str) -> str:
    return json.dumps(json.loads(text) | {"base_model_name_or_path": base}, indent=2, sort_keys=True)
