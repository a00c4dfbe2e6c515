"""What runs the encoder: torch, or onnxruntime where the folder was exported and torch is not wanted.

    classifier = Classifier(folder)            # labels' probabilities per word of a document
    encoder = Encoder(folder)                  # a unit vector per text

Tokens are made by the `tokenizers` library from the folder's tokenizer.json, as transformers makes them, so that bulk readers
need neither torch nor transformers: `rjdb[read]`.
"""

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from dataset_builder.errors import BadInput
from dataset_builder.extras import missing, require
from training.students.pointer.spans import LABELS, Span, spans_of
from training.students.pointer.windows import Window, read_windows

# Exported files, the quantised first: `python -m training.trainers.pointer.export`.
ONNX_FILES = ("model_int8.onnx", "model.onnx")
# Tokens of a batch. What one of more computes leaves the processor's cache: in int8 twice as slow.
BATCH_TOKENS = {"torch": 1_024, "onnx": 512}
# Tokens of a line that are read.
LONGEST_LINE = 128

Run = Callable[[np.ndarray, np.ndarray], np.ndarray]


class Weights:
    """A model's folder as a function of token ids and mask: batch x tokens -> batch x tokens x outputs (or states).

    `backend`: "torch", "onnx", which takes the quantised graph where there is one, or "int8", which takes no other; by default torch
    where it is installed and the weights are there. `threads`: of one batch in ONNX; None: as many as there are cores.

    Raises:
        BadInput: the folder lacks a file, or neither torch nor onnxruntime is installed.
    """

    def __init__(
        self, folder: Path, backend: str | None = None, origin: str | None = None, threads: int | None = None
    ) -> None:
        self.folder, self.origin, self.threads = folder, origin or str(folder), threads
        if not (folder / "tokenizer.json").is_file():
            raise BadInput(f"{self.origin}: has no tokenizer.json, so no offsets; save its fast tokenizer there")
        graphs = ONNX_FILES[:1] if backend == "int8" else ONNX_FILES
        self.onnx = next((folder / name for name in graphs if (folder / name).is_file()), None)
        if backend in ("onnx", "int8") and self.onnx is None:
            raise BadInput(f"{self.origin}: has no {graphs[-1]}; export it: python -m training.trainers.pointer.export")
        whole = (folder / "model.safetensors").is_file()
        here = whole and (self.onnx is None or not missing("torch", "transformers"))
        self.backend = "onnx" if backend == "int8" else backend or ("torch" if here or self.onnx is None else "onnx")
        if self.backend == "torch" and not whole:
            raise BadInput(
                f"{self.origin}: has no weights (no model.safetensors); save it anew, or finish its training"
            )
        require(self.origin, *(("torch", "transformers") if self.backend == "torch" else ("onnxruntime",)))

    def tokenizer(self):
        """A new one, without truncation and padding."""
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def config(self) -> dict:
        return json.loads((self.folder / "config.json").read_text(encoding="utf-8"))

    def run(self, ids: Sequence[Sequence[int]]) -> list[np.ndarray]:
        """The outputs of each row of ids, tokens x outputs; rows of like length share a batch."""
        order, most = sorted(range(len(ids)), key=lambda at: len(ids[at])), BATCH_TOKENS[self.backend]
        found: list[np.ndarray] = [np.zeros(0)] * len(ids)
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order) and (end + 1 - start) * len(ids[order[end]]) <= most:
                end += 1
            rows = order[start:end]
            width = max(len(ids[at]) for at in rows)
            padded = np.zeros((len(rows), width), np.int64)
            mask = np.zeros((len(rows), width), np.int64)
            for i, at in enumerate(rows):
                padded[i, : len(ids[at])] = ids[at]
                mask[i, : len(ids[at])] = 1
            for at, out in zip(rows, self._run(padded, mask), strict=True):
                found[at] = out[: len(ids[at])]
            start = end
        return found

    @cached_property
    def _run(self) -> Run:
        return self._onnx() if self.backend == "onnx" else self._torch()

    def _onnx(self) -> Run:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads or 0
        # a thread without work sleeps: spinning costs a third of the processor's time and gains nothing here
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = onnxruntime.InferenceSession(str(self.onnx), options, providers=["CPUExecutionProvider"])
        return lambda ids, mask: session.run(None, {"input_ids": ids, "attention_mask": mask})[0]

    def model(self):
        """The torch model: a token classifier, or an encoder."""
        from transformers import AutoModel, AutoModelForTokenClassification

        kinds = self.config.get("architectures") or [""]
        kind = AutoModelForTokenClassification if kinds[0].endswith("ForTokenClassification") else AutoModel
        return kind.from_pretrained(self.folder, local_files_only=True).eval()

    def _torch(self) -> Run:
        import torch

        model = self.model()

        def run(ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
            kept = None if mask.all() else torch.from_numpy(mask)  # attention without a mask is faster
            with torch.inference_mode():
                out = model(input_ids=torch.from_numpy(ids), attention_mask=kept)
            return out[0].float().numpy()

        return run


class Encoder:
    """Sentence vectors: the mean of the tokens' states, of unit length, as all-MiniLM-L6-v2 is published."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        # its own: what it cuts is set once, since threads may share it
        self._tokenizer = weights.tokenizer()
        self._tokenizer.enable_truncation(max_length=LONGEST_LINE)

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """texts x width, float32."""
        ids = [read.ids for read in self._tokenizer.encode_batch(list(texts))]
        states = [state.mean(axis=0) for state in self.weights.run(ids)]
        vectors = np.stack(states) if states else np.zeros((0, self.weights.config["hidden_size"]), np.float32)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


class Classifier:
    """A token classifier as it was trained: its windows, its labels."""

    def __init__(self, weights: Weights, window: int = 256, stride: int = 64) -> None:
        self.weights, self.window, self.stride = weights, window, stride
        self._tokenizer = weights.tokenizer()
        labels = weights.config.get("id2label") or {}
        if tuple(labels[str(at)] for at in range(len(labels))) != LABELS:
            raise BadInput(f"{weights.origin}: its labels are not {', '.join(LABELS[1::2])}; train it as an extractor")

    def spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """The spans of each text, in its order. Of two windows that hold a word, the one where it stands further inside decides."""
        windows = read_windows(self._tokenizer, texts, self.window, self.stride)
        found: list[_Words] = [{} for _ in texts]
        for window, outputs in zip(windows, self.weights.run([window.ids for window in windows]), strict=True):
            words = found[window.document]
            for start, end, at in _words_of(window):
                inside = min(at, len(window.ids) - at)
                if start not in words or inside > words[start][0]:
                    words[start] = (inside, end, outputs[at])
        return [_spans(words) for words in found]


# By where a word starts: how far inside its window, its end, the labels' scores of its first token.
_Words = dict[int, tuple[int, int, np.ndarray]]


def _words_of(window: Window) -> list[tuple[int, int, int]]:
    """Start and end of each word, and the place of its first token."""
    words: list[tuple[int, int, int]] = []
    before = None
    for at, (word, (start, end)) in enumerate(zip(window.words, window.offsets, strict=True)):
        if word is not None and word == before:
            words[-1] = (words[-1][0], end, words[-1][2])
        elif word is not None:
            words.append((start, end, at))
        before = word
    return words


def _spans(words: _Words) -> list[Span]:
    if not words:
        return []
    starts = sorted(words)
    scores = np.stack([words[start][2] for start in starts])
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return spans_of([(start, words[start][1]) for start in starts], scores / scores.sum(axis=1, keepdims=True))
