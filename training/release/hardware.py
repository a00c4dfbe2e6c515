"""The card that is here, and how a recipe runs on it: number format, tokens of a batch, steps that are added up.

nvidia-smi is asked, not torch: the plan needs an answer within seconds. Where it is not there, there is no card for this verb.
"""

import os
import subprocess
from dataclasses import dataclass

# Peaks that vendors publish, dense, in TFLOPS: (name within nvidia-smi's, 16-bit tensor cores, float32, memory in GB, bfloat16).
# NVIDIA's data sheets: T4 (2019), V100, A10G, A10, L4, L40S, A100, H100 SXM and PCIe, H200, B200, GeForce RTX 3090 and 4090.
PEAKS: tuple[tuple[str, float, float, float, bool], ...] = (
    ("T4", 65.0, 8.1, 16, False),
    ("V100", 125.0, 15.7, 16, False),
    ("A10G", 70.0, 35.0, 24, True),
    ("A100", 312.0, 19.5, 40, True),
    ("A10", 125.0, 31.2, 24, True),
    ("L40S", 362.0, 91.6, 48, True),
    ("L4", 121.0, 30.3, 24, True),
    ("H100 PCIe", 756.0, 51.2, 80, True),
    ("H100", 989.4, 66.9, 80, True),
    ("H200", 989.4, 66.9, 141, True),
    ("B200", 2250.0, 75.0, 180, True),
    ("RTX 3090", 71.0, 35.6, 24, True),
    ("RTX 4090", 165.2, 82.6, 24, True),
)
# Bytes per weight while it is trained: float32 weight, gradient, Adam's two moments.
TRAINED_BYTES = 16
# Of a card's free memory, what a batch and the weights may take by estimate.
USABLE = 0.85
AMPERE = 8.0


@dataclass(frozen=True)
class Card:
    """Memory in bytes; `peak16` and `peak32` in FLOPS, None where the card is not in `PEAKS`."""

    name: str
    memory: int
    free: int
    bf16: bool
    peak16: float | None = None
    peak32: float | None = None

    @classmethod
    def named(cls, name: str) -> "Card":
        """One of `PEAKS` with all its memory free: what a plan for another machine is made of."""
        known, peak16, peak32, memory, bf16 = next(one for one in PEAKS if one[0] == name)
        return cls(known, int(memory * 1e9), int(memory * 1e9), bf16, peak16 * 1e12, peak32 * 1e12)

    def peak(self, precision: str) -> float | None:
        return self.peak32 if precision == "float32" else self.peak16


@dataclass(frozen=True)
class Settings:
    """How a recipe runs here. `batch_tokens * accumulation` is the recipe's own product."""

    precision: str
    batch_tokens: int
    accumulation: int

    def flags(self) -> list[str]:
        bf16, fp16 = (str(self.precision == name).lower() for name in ("bf16", "fp16"))
        return [
            "--batch_tokens", str(self.batch_tokens), "--gradient_accumulation_steps", str(self.accumulation),
            "--bf16", bf16, "--fp16", fp16,
        ]  # fmt: skip

    def halved(self) -> "Settings":
        return Settings(self.precision, self.batch_tokens // 2, self.accumulation * 2)


def find_card() -> Card | None:
    """The first NVIDIA GPU that this process may use."""
    asked = os.environ.get("CUDA_VISIBLE_DEVICES")
    if asked is not None and asked.strip() in ("", "-1", "NoDevFiles"):
        return None
    chosen = ["-i", asked.split(",")[0].strip()] if asked else []
    query = [
        "nvidia-smi",
        *chosen,
        "--query-gpu=name,memory.total,memory.free,compute_cap",
        "--format=csv,noheader,nounits",
    ]
    try:
        said = subprocess.run(query, capture_output=True, text=True, timeout=8, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    return read_card(said)


def read_card(said: str) -> Card | None:
    """What nvidia-smi says, "name, MiB, MiB, 8.6" per card; the first one."""
    parts = [part.strip() for part in (said.strip().splitlines() or [""])[0].rsplit(",", 3)]
    try:
        name, memory, free, capability = parts[0], int(parts[1]) << 20, int(parts[2]) << 20, float(parts[3])
    except (IndexError, ValueError):
        return None
    known = next((one for one in PEAKS if set(one[0].split()) <= set(name.replace("-", " ").split())), None)
    peaks = (known[1] * 1e12, known[2] * 1e12) if known else (None, None)
    return Card(name, memory, free, capability >= AMPERE, *peaks)


def precision_of(card: Card | None, asked: str = "auto") -> str:
    """bf16 where the card has it; float32 elsewhere, since T5's activations leave the range of fp16."""
    if asked != "auto":
        return asked
    return "bf16" if card and card.bf16 else "float32"


def activation_bytes(recipe: dict, precision: str) -> float:
    """Bytes that a padded token holds from the forward to the backward pass, an upper estimate for Flan-T5-base.

    Korthikanti et al. (2022), equation 2: a layer holds width * (34 + 5 * heads * length / width) bytes in 16 bits. On top
    the logits of the answer: 14 bytes per word of the vocabulary (16 bits, their float32, softmax, gradient).
    """
    width, heads, layers, vocabulary = 768, 12, 12, 32_128
    prompt, answer = recipe["max_prompt_tokens"], recipe["max_completion_tokens"]
    layer = width * (34 + 5 * heads * prompt / width)
    share = answer / (prompt + answer)
    stack = layers * layer * (2 if precision == "float32" else 1)
    return stack + share * 14 * vocabulary


def settings_for(
    recipe: dict, card: Card | None, precision: str, parameters: int, batch_tokens: int | None = None
) -> Settings:
    """The recipe's step, in as few parts as the card's free memory allows by estimate; without a card as the recipe has it."""
    budget, accumulation = recipe["batch_tokens"], recipe["gradient_accumulation_steps"]
    least = recipe["max_prompt_tokens"] + recipe["max_completion_tokens"]
    room = card.free * USABLE - TRAINED_BYTES * parameters if card else float("inf")
    per_token = activation_bytes(recipe, precision)
    found = Settings(precision, budget, accumulation)
    while found.batch_tokens // 2 >= least and (
        found.batch_tokens > batch_tokens if batch_tokens else found.batch_tokens * per_token > room
    ):
        found = found.halved()
    return found
