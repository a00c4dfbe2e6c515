"""Export students of the pointer family to ONNX, for readers in bulk that install no torch: `rjdb[read]`.

    python -m training.trainers.pointer.export students/pointer               # model.onnx and model_int8.onnx in each folder
    python -m training.trainers.pointer.export students/pointer --out reader  # and no other weights, in a folder of its own

The graph is torch's own export, batch and length left open; `model_int8.onnx` is onnxruntime's dynamic quantisation of it
(weights in 8 bits), which training leaves there. `load` takes them where torch or the weights are missing, or is told `dtype="int8"`;
benchmarks.pointer measures what they cost.
"""

import logging
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options, read_config
from dataset_builder.errors import BadInput
from dataset_builder.extras import require
from dataset_builder.storage.files import replacing
from training.students.folder import TRAINING_FILE
from training.students.pointer.backend import ONNX_FILES, Weights
from training.students.pointer.pointer import members

# What a reader needs next to the graph.
_KEPT = ("config.json", "tokenizer.json", "tokenizer_config.json", "decision.json", TRAINING_FILE)


@dataclass(frozen=True)
class ExportConfig:
    """The options."""

    out: str | None = field(default=None, metadata={"help": "a folder for readers; next to the weights by default"})
    int8: bool = field(default=True, metadata={"help": "quantise too"})
    float32: bool = field(default=True, metadata={"help": "keep the graph as it was before that"})


def export(folder: Path, out: Path, int8: bool = True, float32: bool = True) -> list[Path]:
    """The graph of a member's encoder in `out`, in `float32` and quantised in `int8`; files appear whole."""
    weights = Weights(folder, "torch")
    out.mkdir(parents=True, exist_ok=True)
    if out != folder:
        for name in _KEPT:
            if (folder / name).is_file():
                shutil.copyfile(folder / name, out / name)
    quantised, plain = ONNX_FILES
    with tempfile.TemporaryDirectory(dir=out) as temporary, _quiet():
        graph = Path(temporary) / plain
        _write_graph(weights.model(), graph)
        made = [graph] if float32 else []
        if int8:
            from onnxruntime.quantization import QuantType, quantize_dynamic

            quantize_dynamic(graph, Path(temporary) / quantised, weight_type=QuantType.QInt8)
            made.append(Path(temporary) / quantised)
        for path in made:
            os.replace(path, out / path.name)
    return [out / path.name for path in made]


def export_family(out: Path) -> list[Path]:
    """`model_int8.onnx` next to the weights of all four, where it is not there yet; two and two have the same weights."""
    made = []
    for name, twin in (("extractor", "editor"), ("matcher", "explainer")):
        graph, other = (out / one / ONNX_FILES[0] for one in (name, twin))
        if not graph.is_file():
            made += export(graph.parent, graph.parent, float32=False)
        if not other.is_file():
            with replacing(other) as temporary:
                shutil.copyfile(graph, temporary)
            made.append(other)
    return made


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what the exporter and the quantiser tell those who write them."""
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)


def _write_graph(model, path: Path) -> None:
    import torch

    class First(torch.nn.Module):
        """The model's first output alone: logits, or states."""

        def __init__(self, model) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids, attention_mask):
            return self.model(input_ids=input_ids, attention_mask=attention_mask)[0]

    batch, length = torch.export.Dim("batch", min=1, max=512), torch.export.Dim("length", min=2, max=512)
    # two tensors: one object given twice would become one input
    ids, mask = (torch.full((2, 16), value, dtype=torch.int64) for value in (2, 1))
    program = torch.onnx.export(
        First(model).eval(), (ids, mask), dynamo=True, verbose=False, input_names=["input_ids", "attention_mask"],
        output_names=["outputs"], dynamic_shapes=({0: batch, 1: length}, {0: batch, 1: length}),
    )  # fmt: skip
    program.save(path, external_data=False)


def main(argv: Sequence[str] | None = None) -> int:
    def run() -> int:
        parser = Parser(prog="python -m training.trainers.pointer.export", description=(__doc__ or "").split("\n")[0])
        parser.add_argument("folder", type=Path, help="a student of the family, or the folder of all of them")
        add_options(parser, ExportConfig)
        arguments = parser.parse_args(argv)
        config = read_config(ExportConfig, arguments)
        if not (config.int8 or config.float32):
            raise BadInput("--no-int8 --no-float32: leave nothing to export; leave one of them out")
        require("training.trainers.pointer.export", "torch", "transformers", "onnx", "onnxscript", "onnxruntime")
        folders = list(members(arguments.folder))
        if not folders:
            raise BadInput(f"{arguments.folder}: holds no student of the pointer family; train one with make students")
        for folder in folders:
            out = Path(config.out) / folder.name if config.out else folder
            for path in export(folder, out, config.int8, config.float32):
                print(f"{path}: {path.stat().st_size / 1e6:.0f} MB")
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
