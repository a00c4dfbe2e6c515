"""What a GPU is worth for this project: training, memory, writing, the pointer family and GRPO, in ten minutes.

    python benchmarks/gpu.py                           # all of it; gpu.json fills as parts end
    python benchmarks/gpu.py sft memory --minutes 4    # some parts, in less time
    python benchmarks/gpu.py --write                   # into benchmarks/results/gpu_CARD.json, for `python -m benchmarks.readme`
    python benchmarks/gpu.py --tiny                    # tiny shapes, in seconds: whether it runs, on a CPU too

sft         tokens per second and share of the card's peak: Flan-T5-base and Qwen3-0.6B, our batches against the stock trainer
memory      peak of a step of Flan-T5-base by padded tokens of a batch, activations kept and computed again
generation  greedy answers of Flan-T5-base with and without batches by length
pointer     the extractor of the pointer family: training and reading; --weights FOLDER takes all-MiniLM-L6-v2 from there
grpo        GRPO steps of the assessor; needs trl and datasets

Shapes are the true ones, weights random, tokens random in the lengths of the dataset's rows, so figures are of speed alone. Needs torch,
transformers and accelerate; nothing from the network. What lacks a package is skipped with a line. The fields of the JSON
are in docs/benchmarks.md.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import re
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if (
    __name__ == "__main__"
):  # called by its path: the project is found where it lies, and benchmarks/*.py hide no library
    sys.path[:] = [str(ROOT), *(place for place in sys.path if Path(place or ".").resolve() != ROOT / "benchmarks")]

from benchmarks.gpu_shapes import STUDENT_TASKS, peak_of, shape_of  # noqa: E402
from dataset_builder.errors import BadInput  # noqa: E402
from dataset_builder.extras import missing  # noqa: E402
from dataset_builder.storage.files import write_json  # noqa: E402

KEPT = ROOT / "benchmarks" / "results"
PACKAGES = ("torch", "transformers", "accelerate", "trl", "peft", "datasets")
# Shares of the time that parts may measure for; what is left goes to loading, and a part is stopped at twice its share.
SHARES = {"sft": 0.36, "memory": 0.12, "generation": 0.1, "pointer": 0.08, "grpo": 0.12}
ON_CPU = "measured on a CPU: it shows that the script runs, and nothing about a GPU"


@dataclass
class Report:
    """The result, in its file after each entry. `skipped`: what was not measured, and why."""

    path: Path
    facts: dict[str, Any]
    began: float = field(default_factory=perf_counter)
    parts: dict[str, list[dict]] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)

    def add(self, part: str, entry: dict[str, Any]) -> None:
        self.parts.setdefault(part, []).append(entry)
        print(f"{part}: {line_of(entry)}", flush=True)
        self.save()

    def skip(self, part: str, reason: str) -> None:
        self.skipped[part] = reason
        print(f"{part}: skipped, {reason}", flush=True)
        self.save()

    def save(self) -> None:
        content = self.facts | {"seconds": round(perf_counter() - self.began, 1)}
        write_json(self.path, content | self.parts | {"skipped": self.skipped}, sort_keys=False)


def line_of(entry: dict[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in entry.items() if value is not None)


# ------------------------------------------------------------------------------------------- the machine


def facts_of(tiny: bool, device: str) -> dict[str, Any]:
    """What the figures are of: the card, its peak, versions, shapes."""
    import torch

    card: dict[str, Any] = {"card": platform.machine(), "note": ON_CPU}
    if device == "cuda":
        this = torch.cuda.get_device_properties(0)
        card = {
            "card": this.name, "memory_gib": round(this.total_memory / 2**30, 1), "capability": f"{this.major}.{this.minor}",
            "peak_flops": peak_of(this.name),
        }  # fmt: skip
    versions: dict[str, str | None] = {"python": platform.python_version(), "cuda": torch.version.cuda}
    for name in PACKAGES:
        versions[name] = None if missing(name) else importlib.metadata.version(name)
    names = ("flan-t5-base", "qwen3-0.6b", "all-MiniLM-L6-v2")
    return {
        "device": device,
        **card,
        "tiny": tiny,
        "versions": versions,
        "shapes": {one: shape_of(one, tiny) for one in names},
    }


def precision_of(device: str, asked: str | None) -> str:
    """bfloat16 where the card multiplies it, Ampere and later; else float32, since T5 overflows in float16."""
    import torch

    if asked or device == "cpu":
        return asked or "bfloat16"
    return "bfloat16" if torch.cuda.get_device_capability(0) >= (8, 0) else "float32"


def device_of(tiny: bool) -> str:
    """
    Raises:
        BadInput: there is no GPU, and true shapes are asked for.
    """
    import torch

    if torch.cuda.is_available():
        return "cuda"
    if not tiny:
        raise BadInput(
            "no GPU is here (torch.cuda.is_available() is false); --tiny shows on a CPU whether the script runs"
        )
    return "cpu"


def quieten() -> None:
    """No bars of a second each, and no word about names that trl and transformers change between themselves."""
    import transformers

    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    warnings.filterwarnings("ignore", category=FutureWarning, module=r"transformers|trl")


# ------------------------------------------------------------------------------------------- parts and their time


class TimeIsUp(Exception):
    """A part has had twice its time."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raises TimeIsUp in what runs longer, where the system has an alarm; elsewhere parts look at the clock themselves."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(number, frame) -> None:
        raise TimeIsUp

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.1))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


Part = Callable[[float], Iterator[dict[str, Any]]]


def parts_of(machine, out: str, weights: str | None) -> dict[str, Part]:
    from benchmarks import gpu_answers, gpu_training

    def sft(seconds: float) -> Iterator[dict[str, Any]]:
        yield from gpu_training.sft("flan-t5-base", STUDENT_TASKS, machine, seconds / 2, out)
        yield from gpu_training.sft("qwen3-0.6b", ("extraction",), machine, seconds / 2, out)

    return {
        "sft": sft,
        "memory": lambda seconds: gpu_training.memory(machine, seconds, out),
        "generation": lambda seconds: gpu_answers.generation(machine, seconds),
        "pointer": lambda seconds: gpu_training.extractor(machine, seconds, out, weights),
        "grpo": lambda seconds: gpu_answers.grpo(machine, seconds, out),
    }


def measure(
    report: Report, chosen: Sequence[str], parts: dict[str, Part], seconds: float, each: float | None = None
) -> int:
    """Runs the parts, each within its share of `seconds`, measuring for `each` seconds if given; 1 where one of them failed."""
    failed, ends = 0, perf_counter() + seconds
    whole = sum(SHARES[name] for name in chosen)
    for name in chosen:
        if absent := missing("trl", "datasets", "peft") if name == "grpo" else []:
            report.skip(name, f"{' and '.join(absent)} not installed")
            continue
        share = 0.8 * seconds * SHARES[name] / whole
        left = ends - perf_counter()
        if left < share / 4:
            report.skip(name, "the time was up before it began")
            continue
        try:
            with stopped_after(min(2 * share, left)):
                for entry in parts[name](each or share):
                    report.add(name, entry)
        except TimeIsUp:
            report.skip(name, f"stopped when its time was up, {len(report.parts.get(name, []))} figures kept")
        except (
            Exception
        ) as error:  # of a card or a version that was never tried: the other parts are still worth having
            if type(error).__name__ == "OutOfMemoryError":
                report.skip(name, "the card has no memory for it")
                continue
            traceback.print_exc()
            report.skip(name, f"failed: {type(error).__name__}: {next(iter(str(error).splitlines()), '')}")
            failed = 1
    return failed


# ------------------------------------------------------------------------------------------- what was kept


def kept(folder: Path = KEPT) -> str:
    """The SFT figures of every card that was measured, for docs/benchmarks.md; a line where there is none."""
    from tabulate import tabulate

    rows = []
    for path in sorted(folder.glob("gpu_*.json")):
        result = json.loads(path.read_text(encoding="utf-8"))
        runs = {(one["model"], one["trainer"]): one for one in result.get("sft", []) if one["fits"]}
        for (model, trainer), one in runs.items():
            stock = runs.get((model, "stock"))
            ratio = one["tokens_per_second"] / stock["tokens_per_second"] if stock and trainer != "stock" else None
            share = one["share_of_peak"]
            rows.append([
                result["card"], model, trainer, one["precision"], f"{one['tokens_per_second']:,.0f}",
                "" if share is None else f"{100 * share:.0f} %", "" if ratio is None else f"{ratio:.2f}",
                f"{one['peak_memory_mib']:,}",
            ])  # fmt: skip
    if not rows:
        return "Not measured: no GPU was at hand. `python benchmarks/gpu.py --write` measures it."
    heads = [
        "card",
        "model",
        "trainer",
        "precision",
        "tokens per second",
        "share of peak",
        "times stock",
        "peak memory, MiB",
    ]
    return tabulate(rows, heads, "github", disable_numparse=True)


# ------------------------------------------------------------------------------------------- the command


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python benchmarks/gpu.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )  # fmt: skip
    parser.add_argument("parts", nargs="*", choices=[*SHARES, []], help="all of them if none is named")
    parser.add_argument("--minutes", type=float, default=10.0, help="at most, in all")
    parser.add_argument("--tiny", action="store_true", help="tiny shapes, a few seconds; a CPU will do")
    parser.add_argument("--weights", help="folder of all-MiniLM-L6-v2, as `make weights` has it")
    parser.add_argument("--precision", choices=("bfloat16", "float16", "float32"), help="by the card if not given")
    parser.add_argument("--out", type=Path, help="the result; gpu.json if not given")
    parser.add_argument("--write", action="store_true", help="keep it as benchmarks/results/gpu_CARD.json")
    args = parser.parse_args(argv)
    try:
        return run(args)
    except BadInput as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def run(args: argparse.Namespace) -> int:
    """
    Raises:
        BadInput: no GPU, a package or the weights are missing, or figures are to be kept that are none of a GPU.
    """
    began = perf_counter()
    if args.minutes <= 0:
        raise BadInput(f"--minutes {args.minutes:g}: give more than 0")
    if absent := missing("torch", "transformers", "accelerate"):
        raise BadInput(f"{' and '.join(absent)}: not installed; install torch, transformers and accelerate, from a folder of "
                       "wheels too: pip install --no-index --find-links FOLDER torch transformers accelerate")  # fmt: skip
    if args.weights and not (Path(args.weights) / "config.json").is_file():
        raise BadInput(f"--weights {args.weights}: no model is there (no config.json); give the folder of make weights")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "0")  # the figures are of one card
    os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
    device = device_of(args.tiny)
    facts = facts_of(args.tiny, device)
    if args.write and (device == "cpu" or args.tiny):
        raise BadInput("--write: keeps figures of a GPU with true shapes only; give --out FILE instead")
    if args.weights and args.tiny:
        raise BadInput("--weights: has its own shape, --tiny another; give one of them")
    quieten()
    from benchmarks.gpu_training import Machine

    name = re.sub(r"\W+", "_", facts["card"]).strip("_").lower()
    report = Report(KEPT / f"gpu_{name}.json" if args.write else args.out or Path("gpu.json"), facts, began)
    machine = Machine(device, precision_of(device, args.precision), args.tiny, facts.get("peak_flops"))
    print(f"{facts['card']}, {machine.precision}: {facts.get('note') or 'into ' + str(report.path)}", flush=True)
    seconds = 60 * args.minutes - (perf_counter() - began)
    with tempfile.TemporaryDirectory() as out:
        parts = parts_of(machine, out, args.weights)
        failed = measure(report, args.parts or list(SHARES), parts, seconds, 0.1 if args.tiny else None)
    print(f"{report.path}: {sum(map(len, report.parts.values()))} figures, {perf_counter() - began:.0f} s")
    return failed


if __name__ == "__main__":
    sys.exit(main())
