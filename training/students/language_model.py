"""A model with its tokenizer, opened from a folder or the Hub: encoder-decoder or decoder-only, whole or as an adapter.

    lm = open_model(model_folder("students/extractor"))
    lm.model, lm.tokenizer, lm.limit

training/students/generation.py writes with it, training/students/student.py gives it its tasks. An adapter is merged into its base, which answers the same
and faster. What cannot be opened is one line that says what to do.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataset_builder.errors import BadInput
from dataset_builder.extras import require

_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_FILES = ("*.json", "*.safetensors", "*.onnx", "*.model", "*.txt", "*.jinja", "recipe.yaml")
_LANGUAGE_MODELS = ("ForConditionalGeneration", "ForCausalLM", "LMHeadModel", "ForSeq2SeqLM")
_DTYPES = ("float32", "bfloat16", "float16", "float64")


@dataclass(frozen=True)
class LanguageModel:
    """`origin` is how errors name it; `starts` is what the decoder of an encoder-decoder begins with.

    `limit`: tokens of a prompt that the model takes, None where it has no bound; `room`: tokens of prompt and answer
    together that a decoder-only model has positions for.
    """

    origin: str
    model: Any
    tokenizer: Any
    encoder_decoder: bool
    ends: frozenset[int]
    starts: int | None
    limit: int | None
    room: int | None

    @property
    def device(self):
        return self.model.device

    def fitting(self, new_tokens: int) -> int | None:
        """Tokens a prompt may have where an answer of `new_tokens` follows; None where there is no bound."""
        bounds = [self.limit, self.room]
        if self.room is not None and not self.encoder_decoder:
            bounds[1] = self.room - new_tokens
        return min((bound for bound in bounds if bound is not None), default=None)


def model_folder(source: str | Path, revision: str | None = None, origin: str | None = None) -> Path:
    """Where a model lies on this machine; what is on the Hub is fetched into its cache.

    Raises:
        BadInput: no such folder, repository or revision, or no model in it.
    """
    origin = origin or str(source)
    folder = local_folder(source, revision, origin)
    if not any((folder / name).is_file() for name in ("config.json", "adapter_config.json")):
        raise BadInput(f"{origin}: no model is there (no config.json); give what save_pretrained wrote")
    if not any((*folder.glob("*.safetensors"), *folder.glob("*.bin"))):
        raise BadInput(f"{origin}: the model has no weights (no *.safetensors); save it anew, or finish its training")
    return folder


def local_folder(source: str | Path, revision: str | None, origin: str) -> Path:
    """The folder itself, or where a repository of the Hub was fetched to. Raises as `model_folder`, but for what it holds."""
    path = Path(source)
    if path.is_dir():
        if revision:
            raise BadInput(f"{origin}: is a folder and has no revision {revision}; leave the revision out")
        return path
    if _REPOSITORY.fullmatch(str(source)) and not str(source).startswith("."):
        return _fetched(str(source), revision, origin)
    raise BadInput(f"{origin}: no such folder; give one with a model, or a repository as org/name")


def _fetched(repository: str, revision: str | None, origin: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError, RevisionNotFoundError

    try:
        # not the checkpoints of a run
        found = snapshot_download(repository, revision=revision, allow_patterns=_FILES, ignore_patterns="checkpoints/*")
        if not any(Path(found).glob("*.safetensors")):
            found = snapshot_download(repository, revision=revision, allow_patterns=[*_FILES, "*.bin"])
    except RevisionNotFoundError as error:
        raise BadInput(
            f"{origin}: {repository} has no revision {revision}; give a branch, tag or commit of it"
        ) from error
    except RepositoryNotFoundError as error:
        raise BadInput(f"{origin}: the Hub has no {repository} that you may read; check the name, or log in") from error
    except (HfHubHTTPError, OSError, ValueError) as error:
        raise BadInput(f"{origin}: cannot be fetched ({_first_line(error)}); give a folder, or try again") from error
    return Path(found)


def open_model(
    folder: Path, device: str | None = None, dtype: Any = None, origin: str | None = None, limit: int | None = None
) -> LanguageModel:
    """Loads it onto `device`: a GPU where there is one. `dtype` is float32 on a CPU and bfloat16 on a GPU by default.

    Raises:
        BadInput: torch, transformers or peft is missing, the files are damaged or incomplete, it is no language model,
            or there is no such device.
    """
    origin = origin or str(folder)
    needed = ["torch", "transformers"] + (["peft"] if (folder / "adapter_config.json").is_file() else [])
    require(origin, *needed)
    import torch

    place = _device(device, origin)
    number = _dtype(dtype, place, origin)
    try:
        model = _adapted(folder, number, origin) if needed[2:] else _whole(folder, number, origin)
        tokenizer = _tokenizer(folder, model, origin)
    except BadInput:
        raise
    except Exception as error:  # damaged files raise all kinds
        raise BadInput(f"{origin}: no model can be loaded from there ({_first_line(error)}); save it anew") from error
    return of(model.to(torch.device(place)).eval(), tokenizer, origin, limit)


def of(model, tokenizer, origin: str = "model", limit: int | None = None) -> LanguageModel:
    """A model that is in memory already."""
    settings, config = model.generation_config, model.config
    ends = settings.eos_token_id if settings.eos_token_id is not None else tokenizer.eos_token_id
    starts = settings.decoder_start_token_id
    return LanguageModel(
        origin=origin,
        model=model,
        tokenizer=tokenizer,
        encoder_decoder=bool(config.is_encoder_decoder),
        ends=frozenset(ends if isinstance(ends, list) else [ends] if ends is not None else []),
        starts=starts if starts is not None else getattr(config, "decoder_start_token_id", None),
        limit=limit,
        room=getattr(config, "max_position_embeddings", None),
    )


def _device(device: str | None, origin: str) -> str:
    import torch

    if device is None:
        return "cuda" if torch.cuda.is_available() else "cpu"
    try:
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError) as error:
        raise BadInput(f"{origin}: device {device} cannot be used ({_first_line(error)}); give cpu or cuda") from error
    return str(device)


def _dtype(dtype: Any, device: str, origin: str):
    import torch

    if dtype is None:
        return torch.bfloat16 if device.startswith("cuda") else torch.float32
    name = str(dtype).removeprefix("torch.")
    if name not in _DTYPES:
        raise BadInput(f"{origin}: dtype {dtype} is not known; give one of {', '.join(_DTYPES)}")
    return getattr(torch, name)


def _whole(folder: Path, dtype: Any, origin: str):
    """A model with all its weights."""
    import transformers

    config = transformers.AutoConfig.from_pretrained(folder)
    kinds = config.architectures or []
    if kinds and not any(kind.endswith(_LANGUAGE_MODELS) for kind in kinds):
        raise BadInput(f"{origin}: is a {kinds[0]}, not a language model; give one that writes text")
    kind = transformers.AutoModelForSeq2SeqLM if config.is_encoder_decoder else transformers.AutoModelForCausalLM
    model, loading = kind.from_pretrained(folder, dtype=dtype, output_loading_info=True)
    if lacking := sorted(loading["missing_keys"]):
        raise BadInput(f"{origin}: {len(lacking)} weights are missing, {lacking[0]} for one; save it anew")
    return model


def _adapted(folder: Path, dtype: Any, origin: str):
    """A LoRA adapter merged into its base. It is merged in float32, so that rounding does not change its answers."""
    import torch
    from peft import PeftModel

    place = adapter_base(folder, origin)
    model = PeftModel.from_pretrained(_whole(place, torch.float32, origin), folder)
    return model.merge_and_unload().to(dtype)


def adapter_base(folder: Path, origin: str) -> Path | None:
    """Where the base model of an adapter lies, None for a whole model. A base that was moved together with it is found next to it.

    Raises:
        BadInput: the adapter names no base, or it cannot be had.
    """
    if not (folder / "adapter_config.json").is_file():
        return None
    try:
        adapter = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
        base, revision = adapter.get("base_model_name_or_path"), adapter.get("revision")
    except (ValueError, AttributeError) as error:
        raise BadInput(f"{origin}: adapter_config.json cannot be read ({_first_line(error)}); save it anew") from error
    if not base:
        raise BadInput(f"{origin}: the adapter names no base model (base_model_name_or_path); save it anew")
    here = [place for place in (Path(base), folder.parent / Path(base).name) if place.is_dir()]
    try:
        return model_folder(here[0], origin=origin) if here else model_folder(base, revision, origin)
    except BadInput as error:
        reason = str(error).removeprefix(f"{origin}: ")
        raise BadInput(f"{origin}: is an adapter of {base}, which cannot be had: {reason}") from error


def _tokenizer(folder: Path, model, origin: str):
    import transformers

    side = "right" if model.config.is_encoder_decoder else "left"
    own = (folder / "tokenizer_config.json").is_file()
    source = folder if own else model.name_or_path
    tokenizer = transformers.AutoTokenizer.from_pretrained(source, padding_side=side)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    if tokenizer.pad_token is None:
        raise BadInput(f"{origin}: the tokenizer has no padding token and no end token; give it one")
    return tokenizer


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
