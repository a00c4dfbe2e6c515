"""The rows a student learns: `prompt` and `completion` of a dataset's configs, tokenised; several tasks mixed.

    data = TaskRows.read("rjdb", None, ["matching", "explanation"])          # by name, a folder, or org/name
    rows = encode(data.train, tokenizer, max_prompt_tokens=768, max_completion_tokens=512)
    rows[0]["input_ids"], rows.lengths, rows.ids, rows.shortened, rows.left_out

A prompt beyond the limit loses sections (training/data/shortening.py); a row that is too long even then is left out of training
and counted, never cut. A completion beyond its limit is left out too: half an answer would teach to stop early.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from datasets import Dataset

from dataset_builder.assessment.answer import parse
from dataset_builder.assessment.question import cut, unpack
from dataset_builder.errors import BadInput
from training.data.encoded_rows import EncodedRows
from training.data.load import build_hash, load_config, take_split
from training.data.other_data import other_data
from training.data.shortening import shorten

COLUMNS = ("prompt", "completion")
_BLOCK = 1_000


@dataclass(frozen=True)
class TaskRows:
    """Datasets by task and split; `build` is the hash of a folder's build, or the revision of a repository."""

    tasks: tuple[str, ...]
    train: dict
    validation: dict
    build: str | None

    @classmethod
    def read(
        cls, name: str, revision: str | None, tasks: Sequence[str], config: str | None = None, validated: bool = True
    ) -> "TaskRows":
        """`config`: the one that the only task is read from, where that is not its own. `validated`: with a validation split.

        Raises:
            BadInput: no such dataset, revision or config; a split or a column is missing, or a split is empty.
        """
        splits = ("train", "validation") if validated else ("train",)
        if (read_split := other_data(name, tasks)) is not None:
            read = {split: {tasks[0]: Dataset.from_list(read_split(split))} for split in splits}
            return cls(tuple(tasks), read["train"], read.get("validation", {}), None)
        loaded = {task: load_config(name, config or task, revision) for task in tasks}
        read = {
            split: {
                task: take_split(loaded[task], split, COLUMNS, f"dataset {name}, config {config or task}")
                for task in tasks
            }
            for split in splits
        }
        return cls(tuple(tasks), read["train"], read.get("validation", {}), build_hash(name, revision))

    def limited(self, train_rows: int | None, validation_rows: int | None, seed: int) -> "TaskRows":
        """At most so many rows per task: the first of a seeded shuffle."""
        train, validation = (
            {task: _chosen(rows, limit, seed) for task, rows in split.items()}
            for split, limit in ((self.train, train_rows), (self.validation, validation_rows))
        )
        return replace(self, train=train, validation=validation)

    def texts(self) -> Iterator[str]:
        """Prompts and completions of the train rows, for a tokenizer to learn from."""
        for _, block in _blocks(self.train):
            yield from (text for column in COLUMNS for text in block[column])


# ------------------------------------------------------------------------------------------- as tokens


def _chosen(rows, limit: int | None, seed: int):
    return rows if limit is None or limit >= len(rows) else rows.shuffle(seed=seed).select(range(limit))


def encode(
    splits: dict,
    tokenizer,
    max_prompt_tokens: int,
    max_completion_tokens: int,
    cut_resumes: bool = False,
) -> EncodedRows:
    """Rows of all tasks, task after task. `splits`: one dataset per task; `cut_resumes`: prompts of `assessment` are cut to
    what their requirements need, at any length.

    Raises:
        BadInput: no row is short enough.
    """
    from tqdm import tqdm

    ids, prompts, completions, shortened, left_out = [], [], [], Counter(), Counter()
    total = sum(map(len, splits.values()))
    with tqdm(total=total, desc="tokens", unit="row", leave=False, disable=None) as progress:
        for task, block in _blocks(splits):
            progress.update(len(block["prompt"]))
            if task == "assessment":
                encoded = encode_questions(block["prompt"], tokenizer, max_prompt_tokens, cut_resumes)
            else:
                encoded = encode_prompts(block["prompt"], tokenizer, max_prompt_tokens, shortened)
            answers = tokenizer(text_target=block["completion"], verbose=False)["input_ids"]
            names = block.get("id") or [f"row {at}" for at in range(len(answers))]
            for at, (name, prompt, answer) in enumerate(zip(names, encoded, answers)):
                if prompt is None or len(answer) > max_completion_tokens:
                    left_out[f"{'prompt' if prompt is None else 'completion'} too long"] += 1
                    continue
                if (
                    task == "assessment"
                    and cut_resumes
                    and not keeps_cited(block["prompt"][at], block["completion"][at])
                ):
                    left_out["a line that shows something was cut"] += 1
                    continue
                ids.append(f"{task}/{name}")
                prompts.append(np.asarray(prompt, dtype=np.int32))
                completions.append(np.asarray(answer, dtype=np.int32))
    if not ids:
        raise BadInput(
            f"all {total:,} rows: are longer than max_prompt_tokens {max_prompt_tokens} or max_completion_tokens "
            f"{max_completion_tokens}; raise them"
        )
    lengths = np.array([[0, 0], *([len(p), len(c)] for p, c in zip(prompts, completions))], dtype=np.int64)
    return EncodedRows(
        ids,
        np.concatenate(prompts),
        np.concatenate(completions),
        np.cumsum(lengths, axis=0),
        dict(shortened),
        dict(left_out),
    )


def _blocks(splits: dict) -> Iterator[tuple[str, dict]]:
    for task, rows in splits.items():
        columns = [column for column in ("id", *COLUMNS) if column in rows.column_names]
        for block in rows.select_columns(columns).with_format(None).iter(batch_size=_BLOCK):
            yield task, block


def encode_prompts(
    prompts: list[str],
    tokenizer,
    limit: int,
    shortened: Counter | None = None,
    whole: bool = False,
) -> list[list[int] | None]:
    """Tokens of each prompt, shortened where it has to be; adds what went to `shortened`.

    A prompt that is still too long is None, or what is left of it with `whole`.
    """
    encoded = tokenizer(prompts, verbose=False)["input_ids"]
    for at, (prompt, tokens) in enumerate(zip(prompts, encoded)):
        if len(tokens) <= limit:
            continue
        short = shorten(prompt, lambda text: len(tokenizer(text, verbose=False)["input_ids"]) <= limit)
        if shortened is not None:
            shortened.update(short.dropped)
        encoded[at] = tokenizer(short.prompt, verbose=False)["input_ids"] if short.fits or whole else None
    return encoded


def encode_questions(
    prompts: Sequence[str], tokenizer, limit: int, short: bool, whole: bool = False
) -> list[list[int] | None]:
    """Tokens of each prompt of `assessment`; cut to what its requirements need where it is too long, or `short`.

    A prompt that is still too long is None, or with `whole` its tokens all the same.
    """
    encoded: list[list[int] | None] = []
    for prompt in prompts:
        tokens = None if short else tokenizer(prompt, verbose=False)["input_ids"]
        if tokens is None or len(tokens) > limit:
            tokens = tokenizer(cut(prompt), verbose=False)["input_ids"]
        encoded.append(tokens if whole or len(tokens) <= limit else None)
    return encoded


def keeps_cited(prompt: str, completion: str) -> bool:
    """Whether every line that an answer cites is left in the cut prompt."""
    answer = parse(completion)
    lines = {number for number, _ in unpack(cut(prompt))[0]}
    return answer is not None and lines.issuperset(line for one in answer.findings for line in one.lines)


def counts_text(counts: dict[str, int]) -> str:
    """Counts as text for the log, "none" where there are none."""
    return ", ".join(f"{name} {count:,}" for name, count in counts.items()) or "none"
