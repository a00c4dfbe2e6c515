"""The keys of a run: what is learnt, and the Trainer's own arguments for each kind of model.

`SftArguments` for students, `CrossEncoderArguments` for the cross-encoder, `ExtractorArguments` for the pointer family. A recipe is read, and refused, before any Trainer is made.
"""

import sys
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import torch
from transformers import Seq2SeqTrainingArguments, TrainingArguments
from trl import GRPOConfig, SFTConfig

import rjdb
from dataset_builder.errors import BadInput

# Configs with prompt and completion.
LEARNT = (*rjdb.TASKS, "assessment")


@dataclass
class SftArguments:
    """What is learnt. Lengths are tokens, the end token included; `batch_tokens` are padded ones, of encoder and decoder."""

    dataset: str = field(
        default="rjdb",
        metadata={"help": "rjdb, a folder, or org/name; or pairs=PATH, skillspan=PATH …: data that RJDB did not write"},
    )
    dataset_revision: str | None = field(default=None, metadata={"help": "of a dataset of the Hub"})
    dataset_config: str | None = field(
        default=None,
        metadata={"help": "which config the only task is learnt from, as weak-rec-1000; its own otherwise"},
    )
    tasks: list[str] = field(default_factory=list, metadata={"help": f"configs to learn: {', '.join(LEARNT)}"})
    max_prompt_tokens: int = field(default=768, metadata={"help": "longer prompts lose whole sections"})
    cut_resumes: bool = field(
        default=False,
        metadata={"help": "resumes of assessment lose the lines that no requirement needs, at any length"},
    )
    max_completion_tokens: int = field(default=512, metadata={"help": "rows with longer ones are left out"})
    batch_tokens: int = field(default=8_192, metadata={"help": "padded tokens of a batch on one device"})
    train_rows: int | None = field(default=None, metadata={"help": "rows per task; all if not given"})
    validation_rows: int = field(default=100, metadata={"help": "rows per task that select the best checkpoint"})
    merge_adapter: bool = field(default=False, metadata={"help": "with use_peft: save one model, not an adapter"})

    def __post_init__(self) -> None:
        if not self.tasks:
            raise BadInput(f"tasks: is empty; give one or more of {', '.join(LEARNT)}")
        if unknown := [task for task in self.tasks if task not in LEARNT]:
            raise BadInput(f"tasks: {unknown[0]} is no task; give one or more of {', '.join(LEARNT)}")
        if self.cut_resumes and "assessment" not in self.tasks:
            raise BadInput("cut_resumes: is of assessment, which is none of tasks; leave it off")
        if self.dataset_config and len(self.tasks) > 1:
            raise BadInput(f"dataset_config {self.dataset_config}: holds rows of one task; give one of {self.tasks}")
        for name in ("max_prompt_tokens", "max_completion_tokens", "batch_tokens", "train_rows", "validation_rows"):
            if (value := getattr(self, name)) is not None and value <= 0:
                raise BadInput(f"{name} {value}: give more than 0")
        if self.batch_tokens < self.max_prompt_tokens + self.max_completion_tokens:
            raise BadInput(
                f"batch_tokens {self.batch_tokens}: does not hold one row of {self.max_prompt_tokens} + "
                f"{self.max_completion_tokens} tokens; raise it, or lower max_prompt_tokens or max_completion_tokens"
            )


@dataclass
class GrpoArguments:
    """What an assessor is rewarded for, and how it is watched."""

    dataset: str = field(default="rjdb", metadata={"help": "rjdb, a folder, or org/name; its config assessment"})
    dataset_revision: str | None = field(default=None, metadata={"help": "of a dataset of the Hub"})
    rewards: list[str] = field(
        default_factory=lambda: ["criteria", "evidence", "verdict", "years", "calibration"],
        metadata={"help": "of training/assessor/rewards.py, in the order of reward_weights"},
    )
    variants: list[str] = field(
        default_factory=lambda: ["matched", "unmatched", "jobs changed", "skills changed", "near"],
        metadata={"help": "whose resumes prompts are about"},
    )
    train_rows: int | None = field(default=None, metadata={"help": "prompts; all if not given"})
    max_prompt_tokens: int = field(default=768, metadata={"help": "longer prompts are left out"})
    watch_steps: int = field(default=10, metadata={"help": "steps from one look at held-out rows to the next"})
    watch_rows: int = field(default=48, metadata={"help": "held-out rows of validation that are answered greedily"})
    patience: int = field(
        default=3, metadata={"help": "looks in a row at which gold falls while reward rises, after which a run stops"}
    )

    def __post_init__(self) -> None:
        for name in ("max_prompt_tokens", "train_rows", "watch_steps", "watch_rows", "patience"):
            if (value := getattr(self, name)) is not None and value <= 0:
                raise BadInput(f"{name} {value}: give more than 0")
        if not self.rewards or not self.variants:
            raise BadInput(f"{'rewards' if not self.rewards else 'variants'}: is empty; give one or more")


@dataclass
class CrossEncoderArguments:
    """What a cross-encoder learns, and how it reads a pair."""

    dataset: str = field(
        default="rjdb",
        metadata={"help": "rjdb, a folder (of weak supervision too), org/name, or a file or folder of pairs"},
    )
    dataset_revision: str | None = field(default=None, metadata={"help": "of a dataset of the Hub"})
    dataset_config: str = field(default="matching", metadata={"help": "which config of it: matching, or a weak set"})
    serialisation: Literal["plain", "ditto"] = field(
        default="plain", metadata={"help": "documents as they stand, or as Ditto's COL name VAL text"}
    )
    max_length: int = field(default=512, metadata={"help": "tokens of a pair; longer ones lose whole sections"})

    def __post_init__(self) -> None:
        if self.max_length <= 0:
            raise BadInput(f"max_length {self.max_length}: give more than 0")


@dataclass
class ExtractorArguments:
    """What the extractor of the pointer family learns: documents with spans, read in windows of tokens."""

    dataset: str = field(default="rjdb", metadata={"help": "rjdb, a folder, or org/name"})
    dataset_revision: str | None = field(default=None, metadata={"help": "of a dataset of the Hub"})
    documents: int | None = field(default=None, metadata={"help": "train documents; all if not given"})
    reworded: float = field(
        default=0.0, metadata={"help": "share of the documents whose lists of skills are put in other words, 0 to 1"}
    )
    window: int = field(default=256, metadata={"help": "tokens that are read at once, special tokens included"})
    stride: int = field(default=64, metadata={"help": "tokens that neighbouring windows share"})
    freeze_words: bool = field(
        default=True, metadata={"help": "word embeddings stay: words that no train document holds would not move"}
    )
    random_start: bool = field(default=False, metadata={"help": "the encoder's shape with random weights, to compare"})

    def __post_init__(self) -> None:
        if self.documents is not None and self.documents <= 0:
            raise BadInput(f"documents {self.documents}: give more than 0")
        if not 0 <= self.reworded <= 1:
            raise BadInput(f"reworded {self.reworded}: give a share between 0 and 1")
        if not 0 <= self.stride < self.window - 2:
            raise BadInput(f"stride {self.stride}: give 0 or more, and less than window {self.window} leaves")


class OnLocalHardware:
    """bfloat16 without a GPU is refused unless the CPU is asked for; the same recipe is to run on both."""

    def __post_init__(self) -> None:
        if self.bf16 and not any(kind.is_available() for kind in (torch.cuda, torch.xpu, torch.mps)):
            self.use_cpu = True
        super().__post_init__()


def set_fixed(arguments: TrainingArguments, checkpoints: Path) -> None:
    """What no recipe decides: where checkpoints go, batches of any size, progress bars in a terminal only."""
    import datasets
    import transformers

    arguments.output_dir = str(checkpoints)
    arguments.accelerator_config.even_batches = False
    arguments.dataloader_pin_memory &= torch.cuda.is_available()
    arguments.disable_tqdm = arguments.disable_tqdm or not sys.stderr.isatty()
    if arguments.disable_tqdm:
        datasets.disable_progress_bars()
        transformers.utils.logging.disable_progress_bar()


@dataclass
class Seq2SeqArguments(OnLocalHardware, Seq2SeqTrainingArguments):
    """Seq2SeqTrainingArguments whose defaults select the best checkpoint by the task's metric."""

    eval_strategy: str = "steps"
    eval_steps: float = 500
    save_steps: float = 500
    save_total_limit: int = 2
    load_best_model_at_end: bool = True
    logging_steps: float = 50
    metric_for_best_model: str = "score"
    remove_unused_columns: bool = False
    logging_nan_inf_filter: bool = False


@dataclass
class CausalArguments(OnLocalHardware, SFTConfig):
    """TRL's SFTConfig whose defaults select the best checkpoint by the task's metric."""

    eval_strategy: str = "steps"
    eval_steps: float = 500
    save_steps: float = 500
    save_total_limit: int = 2
    load_best_model_at_end: bool = True
    metric_for_best_model: str = "score"
    logging_nan_inf_filter: bool = False
    completion_only_loss: bool | None = True
    max_length: int | None = None

    def __post_init__(self) -> None:
        if self.packing or self.padding_free:
            raise BadInput("packing, padding_free: rows are batched by their tokens here; leave both off")
        if not self.completion_only_loss:
            raise BadInput("completion_only_loss: a student learns its answers only; leave it on")
        self.bf16 = not self.fp16 if self.bf16 is None else self.bf16  # as TRL does
        with warnings.catch_warnings():  # TRL sets the old name by default, which no recipe can change
            warnings.filterwarnings("ignore", r"`gradient_checkpointing` is deprecated", FutureWarning)
            super().__post_init__()


@dataclass
class GrpoTrainingArguments(OnLocalHardware, GRPOConfig):
    """TRL's GRPOConfig with an anchor and without scaling by a group's own deviation, which blows the smallest term up."""

    beta: float = 0.04
    scale_rewards: str = "batch"
    num_generations: int | None = 4
    save_steps: float = 20
    save_total_limit: int | None = 2
    logging_steps: float = 5
    report_to: str = "none"


@dataclass
class CrossEncoderTrainingArguments(OnLocalHardware, TrainingArguments):
    """TrainingArguments whose defaults are those of Ditto (Li et al. 2020); no checkpoints unless save_strategy asks for them."""

    per_device_train_batch_size: int = 32
    learning_rate: float = 3e-5
    save_strategy: str = "no"
    report_to: str = "none"


@dataclass
class ExtractorTrainingArguments(OnLocalHardware, TrainingArguments):
    """TrainingArguments for a small encoder on two cores: windows of like length share a batch, bfloat16 where the CPU has it."""

    per_device_train_batch_size: int = 16
    learning_rate: float = 1e-4
    num_train_epochs: float = 1
    warmup_steps: float = 0.1
    train_sampling_strategy: str = "group_by_length"
    save_steps: float = 25
    save_total_limit: int = 1
    logging_steps: float = 10
    report_to: str = "none"


# The arguments of a Trainer, by the kind of model that it trains.
TRAINING_ARGUMENTS = {
    "seq2seq": Seq2SeqArguments,
    "causal": CausalArguments,
    "grpo": GrpoTrainingArguments,
    "cross_encoder": CrossEncoderTrainingArguments,
    "extractor": ExtractorTrainingArguments,
}
