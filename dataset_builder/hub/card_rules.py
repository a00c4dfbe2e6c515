"""The YAML of a card against the Hub's rules, offline: huggingface_hub's and datasets' own where they have them.

What these do not know (licences, tasks, colours) lies in card_values.yaml.
"""

import importlib.resources
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyarrow as pa
import yaml
from datasets.info import DatasetInfosDict
from datasets.utils import resources
from huggingface_hub import DatasetCardData, ModelCardData, SpaceCardData
from huggingface_hub.constants import SPACES_SDK_TYPES

import rjdb
from dataset_builder.hub.model_checks import is_encoder_decoder
from dataset_builder.hub.refusal import Refusal
from dataset_builder.hub.release import CARD_REMEDY, TRAINING_FILE, Release, is_hub_id
from dataset_builder.report.dataset_card import size_category
from dataset_builder.storage.folder import sizes

CLASSES = {"dataset": DatasetCardData, "model": ModelCardData, "space": SpaceCardData}


@cache
def values() -> dict[str, list[str]]:
    return yaml.safe_load(Path(__file__).with_name("card_values.yaml").read_text(encoding="utf-8"))


@cache
def languages() -> frozenset[str]:
    """ISO 639 codes, as `datasets` ships them."""
    return frozenset(json.loads((importlib.resources.files(resources) / "languages.json").read_text("utf-8")))


def card_refusals(release: Release) -> Iterator[Refusal]:
    if not release.card:
        return  # said already: there is none that can be read
    try:
        CLASSES[release.kind](**release.card, ignore_metadata_errors=False)
    except (ValueError, TypeError, KeyError) as error:
        yield _refusal("model-index" if "model-index" in str(error) else "YAML", " ".join(str(error).split()), "fix it")
    yield from _RULES[release.form](release)


def _refusal(field: str, what: str, remedy: str) -> Refusal:
    return Refusal("README.md", f"field {field}", what, remedy)


def _listed(card: dict, field: str, allowed, many: bool = False) -> Iterator[Refusal]:
    """The field is there and each of its values is known to the Hub."""
    held = card.get(field)
    if not held:
        yield _refusal(field, "is missing", "give it, as the card of a release has it")
        return
    for value in held if isinstance(held, list) else [held]:
        if value not in allowed:
            yield _refusal(
                field, f"{value!r} is not known to the Hub", f"give one such as {', '.join(sorted(allowed)[:3])}"
            )
    if many and not isinstance(held, list):
        yield _refusal(field, "is not a list", "write it as one")


def _dataset(release: Release) -> Iterator[Refusal]:
    card, build = release.card, release.facts
    yield from _listed(card, "license", values()["licences"])
    yield from _listed(card, "language", languages())
    yield from _listed(card, "task_categories", values()["dataset_tasks"], many=True)
    if not card.get("pretty_name"):
        yield _refusal("pretty_name", "is missing", "build again")
    if card.get("license") and "licence" in build and card["license"] != build["licence"]:
        yield _refusal("license", f"{card['license']} is not {build['licence']} of build.json", "build again")
    try:
        held = sizes(release.folder)
    except pa.ArrowInvalid as error:
        yield _refusal("dataset_info", f"cannot be compared with a broken Parquet file ({error})", "build again")
        return
    right = size_category(sum(held.get("triples", {}).values()))
    if card.get("size_categories") != [right]:
        yield _refusal("size_categories", f"{card.get('size_categories')} is not [{right}]", "build again")
    yield from _configs(card, held)


def _configs(card: dict, held: dict[str, dict[str, int]]) -> Iterator[Refusal]:
    """`configs` and `dataset_info` say what the Parquet files hold."""
    named = [entry.get("config_name") for entry in card.get("configs") or []]
    if sorted(map(str, named)) != sorted(held):
        yield _refusal(
            "configs", f"names {', '.join(map(str, named))}; the folder has {', '.join(held)}", "build again"
        )
    try:
        infos = DatasetInfosDict.from_dataset_card_data(DatasetCardData(**card))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        yield _refusal("dataset_info", f"cannot be read ({' '.join(str(error).split())})", "build again")
        return
    for config, rows in held.items():
        info = infos.get(config)
        if info is None or info.features is None:
            yield _refusal("dataset_info", f"has no features of {config}", "build again")
            continue
        said = {name: split.num_examples for name, split in (info.splits or {}).items()}
        if said != rows:
            yield _refusal("dataset_info", f"{config} has rows {said}, its files {rows}", "build again")
        if info.features != rjdb.FEATURES[config]:
            yield _refusal("dataset_info", f"{config} has other columns than rjdb.py", "build again")


def _model(release: Release) -> Iterator[Refusal]:
    card, facts = release.card, release.facts
    yield from _listed(card, "license", values()["licences"])
    yield from _listed(card, "language", languages())
    again = CARD_REMEDY["model"].format(folder=release.folder)
    if not is_encoder_decoder(release):
        yield from _listed(card, "pipeline_tag", values()["pipeline_tags"])
    elif card.get("pipeline_tag"):
        what = f"{card['pipeline_tag']} has no pipeline() in transformers 5 for an encoder-decoder"
        yield _refusal("pipeline_tag", what, f"take it out, or {again}")
    yield from _listed(card, "library_name", ("transformers", "peft"))
    base = (facts.get("base_model") or {}).get("name")
    if base and is_hub_id(base) and card.get("base_model") not in (base, [base]):
        yield _refusal("base_model", f"{card.get('base_model')!r} is not {base!r} of {TRAINING_FILE}", again)
    if not base:
        yield Refusal(
            TRAINING_FILE, "field base_model", "is missing", "train again: it says what the student was before"
        )
    dataset = facts.get("dataset") or {}
    if not card.get("datasets") and not dataset.get("build"):
        yield _refusal("datasets", "is missing: the dataset that the student was trained on", again)
    if not (dataset.get("revision") or dataset.get("build")):
        yield Refusal(
            TRAINING_FILE, "field dataset", "has neither revision nor build", "train on a folder that build wrote"
        )


def _leaderboard(release: Release) -> Iterator[Refusal]:
    card, again = release.card, CARD_REMEDY["leaderboard"].format(folder=release.folder)
    yield from _listed(card, "license", values()["licences"])
    yield from _listed(card, "language", languages())
    if not card.get("pretty_name"):
        yield _refusal("pretty_name", "is missing", again)
    named = {entry.get("path") for one in card.get("configs") or [] for entry in one.get("data_files") or []}
    if named != (held := {path for path in release.files if path.endswith(".parquet")}):
        yield _refusal(
            "configs", f"names {', '.join(sorted(map(str, named)))}; the folder has {', '.join(sorted(held))}", again
        )


def _space(release: Release) -> Iterator[Refusal]:
    card = release.card
    for field in ("title", "emoji"):
        if not card.get(field):
            yield _refusal(field, "is missing", "the Hub shows it; give one")
    yield from _listed(card, "sdk", SPACES_SDK_TYPES)
    yield from _listed(card, "license", values()["licences"])
    for field in ("colorFrom", "colorTo"):
        if card.get(field):
            yield from _listed(card, field, values()["space_colours"])
    app = card.get("app_file", "app.py")
    if card.get("sdk") in ("gradio", "streamlit") and app not in release.files:
        yield _refusal("app_file", f"{app} is not in the folder", "name the file that starts the app")


_RULES = {"dataset": _dataset, "model": _model, "leaderboard": _leaderboard, "space": _space}
