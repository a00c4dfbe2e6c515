"""Why a student must not be sent: weights that can run code, evaluation results that the Hub cannot read."""

import json
from collections.abc import Iterator
from pathlib import Path

import yaml
from huggingface_hub import parse_eval_result_entries

from dataset_builder.hub.refusal import Refusal
from dataset_builder.hub.release import Release, adapter_base, is_hub_id

UNSAFE = (".bin", ".pt", ".pth", ".ckpt", ".h5", ".msgpack", ".pkl", ".pickle", ".joblib", ".npy", ".npz")
HEADER_BYTES = 8


def model_refusals(release: Release) -> Iterator[Refusal]:
    for path in release.files:
        if path.endswith(UNSAFE):
            yield Refusal(path, None, "is not safetensors: loading it can run code", "save the weights as safetensors")
    weights = [path for path in release.files if path.endswith(".safetensors")]
    if not weights:
        yield Refusal("model.safetensors", None, "is missing", "finish the training, or save the model again")
    for path in weights:
        if not _is_safetensors(release, path):
            yield Refusal(path, None, "is no safetensors file, whatever its name", "save the weights as safetensors")
    if "config.json" not in release.files and "adapter_config.json" not in release.files:
        yield Refusal("config.json", None, "is missing", "save the model again")
    for path in release.files:
        if path.startswith(".eval_results/"):
            yield from _results(release, path)


def adapter_refusals(release: Release, base: Path | None, together: frozenset[Path]) -> Iterator[Refusal]:
    """An adapter can be loaded only where its base can; `base` is its folder on this machine, where it has one."""
    if "adapter_config.json" not in release.files:
        return
    name, remedy = (
        adapter_base(release),
        "give the base's folder in the same command, or train with --merge_adapter true",
    )
    if name and (is_hub_id(name) or base in together):
        return
    what = f"{name!r} is a folder of this machine, so no one else could load the adapter" if name else "is missing"
    yield Refusal("adapter_config.json", "field base_model_name_or_path", what, remedy)


def is_encoder_decoder(release: Release) -> bool:
    """By its own configuration; an adapter says so by its task."""
    for name, key, value in (("config.json", "is_encoder_decoder", True), ("adapter_config.json", "task_type", "SEQ_2_SEQ_LM")):  # fmt: skip
        if name in release.files:
            try:
                return json.loads(release.files[name].read_bytes()).get(key) == value
            except (ValueError, AttributeError):
                return False
    return False


def _is_safetensors(release: Release, path: str) -> bool:
    """The length of the header, the header in JSON, then the tensors: the header must fit the file."""
    file = release.files[path]
    with file.source.open("rb") as stream:
        length = int.from_bytes(stream.read(HEADER_BYTES), "little")
        return HEADER_BYTES + length <= file.size and stream.read(1) == b"{"


def _results(release: Release, path: str) -> Iterator[Refusal]:
    remedy = "evaluate the student again"
    try:
        entries = parse_eval_result_entries(yaml.safe_load(release.files[path].source.read_text(encoding="utf-8")))
    except (yaml.YAMLError, TypeError, KeyError, ValueError, AttributeError) as error:
        yield Refusal(path, None, f"the Hub cannot read it ({' '.join(str(error).split())})", remedy)
        return
    if not entries:
        yield Refusal(path, None, "holds no result", remedy)
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry.value, (int, float)):
            yield Refusal(path, f"entry {number}", f"{entry.value!r} is no number", remedy)
