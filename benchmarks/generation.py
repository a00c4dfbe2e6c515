"""How much faster students write than `model.generate` called row by row, with the same words.

    python -m benchmarks.generation                          # a small T5 with random weights
    python -m benchmarks.generation students/extractor  # a student, on what it really writes

Prompts are extraction prompts of a small dataset that is built for the purpose, or of --data. A model with random weights
never says that it is done, so every answer ends with the first of a few tokens drawn at random: lengths then vary as
they do in earnest, and both ways are told of the same tokens. Times are CPU seconds of this process and wall seconds.
"""

import argparse
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tabulate import tabulate

# A T5 of 4.8 M parameters, and the tokens of its tokenizer.
WORDS = 14_000
SHAPE = {"d_model": 192, "d_kv": 32, "num_heads": 6, "d_ff": 384, "num_layers": 3, "num_decoder_layers": 2}
MAX_NEW_TOKENS = 160
ROWS = 64
TRIPLES = 416
# One token in so many ends an answer of a random model.
ENDS = 40


@dataclass(frozen=True)
class Measured:
    """Seconds for the same `rows`; `equal` answers of the two ways; tokens are means, and the largest answer."""

    rows: int
    parameters: int
    prompt_tokens: float
    answer_tokens: float
    longest_answer: int
    equal: int
    row_by_row: float
    batched: float
    row_by_row_cpu: float
    batched_cpu: float

    @property
    def ratios(self) -> tuple[float, float]:
        """By wall and by CPU seconds; where other work shares the cores, the second is the one to trust."""
        return self.row_by_row / self.batched, self.row_by_row_cpu / self.batched_cpu


def measure(folder: Path | None = None, data: str | None = None, rows: int = ROWS) -> Measured:
    """A student's folder, or a small T5 with random weights; on a CPU with as many threads as torch takes."""
    import torch

    import rjdb
    from training.evaluation.benchmark import Benchmark
    from training.students.generation import generate
    from training.students.language_model import of, open_model

    with tempfile.TemporaryDirectory() as scratch:
        benchmark = Benchmark(data or small_dataset(Path(scratch)), limit=rows)
        given = benchmark.rows("extraction")
        lm = open_model(folder, device="cpu") if folder else of(*_random(benchmark))
    if folder is None:
        chosen = torch.randperm(len(lm.tokenizer), generator=torch.Generator().manual_seed(0))
        lm = replace(lm, ends=frozenset(chosen[: len(lm.tokenizer) // ENDS].tolist()))
    prompts = [lm.tokenizer(rjdb.prompt("extraction", **row))["input_ids"] for row in given]
    generate(lm, prompts[:2], 4)  # what is loaded on first use is not timed
    alone, slow = _timed(lambda: [_alone(lm, ids) for ids in prompts])
    together, fast = _timed(lambda: generate(lm, prompts, MAX_NEW_TOKENS))
    return Measured(
        rows=len(prompts),
        parameters=sum(weights.numel() for weights in lm.model.parameters()),
        prompt_tokens=sum(map(len, prompts)) / len(prompts),
        answer_tokens=sum(answer.tokens for answer in together) / len(together),
        longest_answer=max(answer.tokens for answer in together),
        equal=sum(answer.text == text for answer, text in zip(together, alone)),
        row_by_row=slow[0], batched=fast[0], row_by_row_cpu=slow[1], batched_cpu=fast[1],
    )  # fmt: skip


def small_dataset(place: Path, triples: int = TRIPLES) -> str:
    """Builds one for the purpose; its folder."""
    from dataset_builder.pipeline.build import BuildConfig, build

    build(BuildConfig(out=str(place / "rjdb"), triples=triples, quiet=True))
    return str(place / "rjdb")


def _random(benchmark):
    """Large weights, so that an answer is no loop of one token."""
    from tests.fixtures.tiny_models import t5
    from tests.fixtures.tiny_models import tokenizer as tokenizer_of

    rows = benchmark.training_rows("extraction")
    tokenizer = tokenizer_of([row["document"] + row["completion"] for row in rows], WORDS)
    return t5(tokenizer, **SHAPE, initializer_factor=4.0).eval(), tokenizer


def _alone(lm, ids: list[int]) -> str:
    import torch

    written = lm.model.generate(
        input_ids=torch.tensor([ids]), max_new_tokens=MAX_NEW_TOKENS, do_sample=False, eos_token_id=sorted(lm.ends)
    )
    return lm.tokenizer.decode(written[0, 0 if lm.encoder_decoder else len(ids) :], skip_special_tokens=True)


def _timed(work) -> tuple[list, tuple[float, float]]:
    start, cpu = time.perf_counter(), time.process_time()
    done = work()
    return done, (time.perf_counter() - start, time.process_time() - cpu)


def table(measured: Measured) -> str:
    told = asdict(measured)
    rows = [
        ["row by row, model.generate", f"{told['row_by_row']:.1f}", f"{told['row_by_row_cpu']:.1f}", ""],
        [
            "students", f"{told['batched']:.1f}", f"{told['batched_cpu']:.1f}",
            "{:.1f} times by wall, {:.1f} by CPU".format(*measured.ratios)
            + f", {measured.equal} of {measured.rows} answers equal",
        ],
    ]  # fmt: skip
    head = (
        f"{measured.rows} rows, {measured.parameters / 1e6:.1f} M parameters, {measured.prompt_tokens:.0f} prompt tokens, "
        f"{measured.answer_tokens:.0f} answer tokens (longest {measured.longest_answer})"
    )
    return f"{head}\n\n" + tabulate(rows, ["generation", "wall, s", "CPU, s", ""], "github", disable_numparse=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("student", nargs="?", type=Path, help="a student's folder")
    parser.add_argument("--data", help="a built dataset")
    parser.add_argument("--rows", type=int, default=ROWS)
    args = parser.parse_args()
    measured = measure(args.student, args.data, args.rows)
    print(table(measured))
    return 0 if measured.equal == measured.rows and min(measured.ratios) >= 2 else 1


if __name__ == "__main__":
    sys.exit(main())
