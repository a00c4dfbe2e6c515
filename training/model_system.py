"""A student as a system: any encoder-decoder or causal model that transformers loads, from a folder or the Hub.

    python -m training.evaluate --data rjdb --system rules --system students/extractor --task extraction
    python -m training.evaluate --system org/name@revision

It is given the dataset's prompts as they stand, without a chat template, and answers greedily, in batches of alike
lengths; in bfloat16 on a GPU, in float32 elsewhere. Nothing is cut: a prompt longer than the model's positions has no
answer, and the tables count it.
"""

import hashlib
import importlib.util
import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from tqdm import tqdm

import rjdb
from dataset_builder.errors import BadInput

MAX_NEW_TOKENS = {"matching": 16, "explanation": 256, "extraction": 512, "editing": 768}
"""Longer than any completion of the dataset; what runs on beyond is no answer worth waiting for."""
BATCH_TOKENS = {"cpu": 8_192, "cuda": 65_536}
"""Prompt tokens of a batch with its padding."""
BATCH_ROWS = {"cpu": 32, "cuda": 256}
_DECIDES = (".json", ".safetensors", ".bin", ".model", ".jinja", ".txt")
"""Files of a model folder on which its answers depend; cards and results do not count."""
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+(@[\w./-]+)?")


class ModelSystem:
    """Checks are made when it is opened, weights are loaded when the first row is asked.

    Raises:
        BadInput: torch or transformers is missing, no such folder, or no model in it.
    """

    tasks, parallel = rjdb.TASKS, False

    def __init__(self, name: str) -> None:
        self._origin, self._folder = f"--system {name}", Path(name) if Path(name).is_dir() else None
        if self._folder is None:
            if not _REPOSITORY.fullmatch(name) or name.startswith("."):
                raise BadInput(f"{self._origin}: no such folder; give one with a model, or a repository as org/name")
            self.name, (self._source, _, self._revision) = name, name.partition("@")
        else:
            self.name, self._source, self._revision = self._folder.resolve().name, name, ""
            if not (self._folder / "config.json").is_file():
                if (self._folder / "adapter_config.json").is_file():
                    raise BadInput(f"{self._origin}: is an adapter; save it merged into its model (merge_and_unload)")
                raise BadInput(f"{self._origin}: no model is there (no config.json); give what save_pretrained wrote")
        if missing := [module for module in ("torch", "transformers") if importlib.util.find_spec(module) is None]:
            raise BadInput(f"{self._origin}: needs {' and '.join(missing)}; pip install 'rjdb[train]'")

    @cached_property
    def identity(self) -> str:
        """Changes with whatever decides the answers; a repository without a revision is taken as it was first seen."""
        digest = hashlib.sha256(json.dumps([self.name, MAX_NEW_TOKENS]).encode())
        for path in sorted(self._folder.iterdir()) if self._folder else ():
            if path.suffix in _DECIDES and path.is_file():
                digest.update(path.name.encode())
                with path.open("rb") as file:
                    while block := file.read(1 << 20):
                        digest.update(block)
        return digest.hexdigest()[:16]

    def fit(self, rows) -> None:
        """It has learnt before."""

    @cached_property
    def _loaded(self):
        """(tokenizer, model), the model on its device."""
        import torch
        import transformers

        device = "cuda" if torch.cuda.is_available() else "cpu"
        revision = {"revision": self._revision} if self._revision else {}
        try:
            config = transformers.AutoConfig.from_pretrained(self._source, **revision)
            kind = "AutoModelForSeq2SeqLM" if config.is_encoder_decoder else "AutoModelForCausalLM"
            side = "right" if config.is_encoder_decoder else "left"
            tokenizer = transformers.AutoTokenizer.from_pretrained(self._source, padding_side=side, **revision)
            dtype = torch.bfloat16 if device == "cuda" else torch.float32
            model, loading = getattr(transformers, kind).from_pretrained(
                self._source, dtype=dtype, output_loading_info=True, **revision
            )
        except Exception as error:  # damaged files raise all kinds
            cause = next(iter(str(error).strip().splitlines()), type(error).__name__)
            raise BadInput(f"{self._origin}: no model can be loaded from there ({cause})") from error
        if lacking := sorted(loading["missing_keys"]):
            raise BadInput(f"{self._origin}: {len(lacking)} weights are missing, {lacking[0]} for one; save it anew")
        if tokenizer.pad_token is None:
            tokenizer.pad_token = tokenizer.eos_token
        if tokenizer.pad_token is None:
            raise BadInput(f"{self._origin}: the tokenizer has no padding token and no end token; give it one")
        return tokenizer, model.to(device).eval()

    def answer(self, task: str, rows: Sequence[dict]) -> list[str | None]:
        tokenizer, model = self._loaded
        prompts = [tokenizer(rjdb.prompt(task, **row), verbose=False)["input_ids"] for row in rows]
        answers: list[str | None] = [None] * len(rows)
        room = getattr(model.config, "max_position_embeddings", None) or float("inf")
        if not model.config.is_encoder_decoder:
            room -= MAX_NEW_TOKENS[task]
        fitting = [at for at, tokens in enumerate(prompts) if len(tokens) <= room]
        device = model.device.type
        batches = list(by_length(fitting, prompts, BATCH_TOKENS[device], BATCH_ROWS[device]))
        progress = tqdm(total=len(rows), desc="rows", unit="row", position=1, leave=False, disable=None)
        with progress:
            progress.update(len(rows) - len(fitting))
            for batch in batches:
                texts = self._generate([prompts[at] for at in batch], MAX_NEW_TOKENS[task])
                for at, text in zip(batch, texts):
                    answers[at] = text
                progress.update(len(batch))
        return answers

    def _generate(self, prompts: list[list[int]], tokens: int) -> list[str]:
        """A batch's answers; one that does not fit into the GPU's memory is halved."""
        import torch

        tokenizer, model = self._loaded
        try:
            given = tokenizer.pad({"input_ids": prompts}, return_tensors="pt").to(model.device)
            with torch.inference_mode():
                written = model.generate(
                    input_ids=given["input_ids"],
                    attention_mask=given["attention_mask"],
                    max_new_tokens=tokens,
                    do_sample=False,
                    num_beams=1,
                    pad_token_id=tokenizer.pad_token_id,
                )
        except torch.cuda.OutOfMemoryError:
            written = None  # outside the clause, where the error no longer holds the memory
        if written is None:
            if len(prompts) == 1:
                raise BadInput(f"{self._origin}: the GPU has no memory for one row of {len(prompts[0]):,} tokens")
            torch.cuda.empty_cache()
            middle = len(prompts) // 2
            return self._generate(prompts[:middle], tokens) + self._generate(prompts[middle:], tokens)
        if not model.config.is_encoder_decoder:
            written = written[:, given["input_ids"].shape[1] :]
        return tokenizer.batch_decode(written, skip_special_tokens=True)


def by_length(positions: list[int], prompts: list[list[int]], tokens: int, rows: int) -> Iterator[list[int]]:
    """Positions in batches, longest first: what does not fit into memory is seen at once, and padding is little."""
    batch: list[int] = []
    longest = 0
    for at in sorted(positions, key=lambda at: -len(prompts[at])):
        longest = longest or len(prompts[at])
        if batch and ((len(batch) + 1) * longest > tokens or len(batch) == rows):
            yield batch
            batch, longest = [], len(prompts[at])
        batch.append(at)
    if batch:
        yield batch
