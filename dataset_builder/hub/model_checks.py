"""Why a student must not be sent: weights that can run code, evaluation results that the Hub cannot read."""

from collections.abc import Iterator

import yaml
from huggingface_hub import parse_eval_result_entries

from dataset_builder.hub.refusal import Refusal
from dataset_builder.hub.release import Release

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
