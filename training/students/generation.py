"""How students write: greedily, many prompts at once, with the probability of what they wrote.

    written = generate(lm, prompts, max_new_tokens=512)              # prompts: lists of token ids
    written = generate(lm, prompts, 16, choices=[yes_ids, no_ids])   # and how likely each of two answers is

It gives what `model.generate(do_sample=False)` gives for each prompt alone, and is faster: prompts of similar length share a
batch, rows that have ended leave it, and an encoder-decoder reads its prompt once for the answer and the choices. Of the
generation config only the start and end tokens count. In float32 an answer does not depend on what shares its batch; in
bfloat16 it can, where two tokens are nearly as likely.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dataset_builder.errors import BadInput
from training.students.language_model import LanguageModel

# Prompt tokens of a batch with its padding.
BATCH_TOKENS = {"cpu": 8_192, "cuda": 65_536}
BATCH_ROWS = {"cpu": 32, "cuda": 256}
# Ended rows leave once at most this share of the batch is still being written: leaving costs a copy of the cache.
_CROWDED = 0.75


@dataclass(frozen=True)
class Written:
    """`log_probability`: natural logarithm, of all `tokens`, the end token included.

    `choices`: the logarithm of the probability of each choice, without what follows it.
    """

    text: str
    log_probability: float
    tokens: int
    choices: tuple[float, ...] = ()


def generate(
    lm: LanguageModel,
    prompts: Sequence[list[int]],
    max_new_tokens: int,
    choices: Sequence[list[int]] = (),
    advance: Callable[[int], object] = lambda rows: None,
) -> list[Written]:
    """The answers in the order of the prompts. `advance` is called with the number of rows of each finished batch.

    Raises:
        BadInput: the GPU has no memory for a single prompt.
    """
    answers: list[Written | None] = [None] * len(prompts)
    kind = lm.device.type
    for batch in by_length(range(len(prompts)), prompts, BATCH_TOKENS[kind], BATCH_ROWS[kind]):
        for at, written in zip(batch, _in_memory(lm, [prompts[at] for at in batch], max_new_tokens, choices)):
            answers[at] = written
        advance(len(batch))
    return answers


def by_length(positions: Sequence[int], prompts: Sequence[list[int]], tokens: int, rows: int) -> Iterator[list[int]]:
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


def _in_memory(lm: LanguageModel, prompts: list[list[int]], most: int, choices: Sequence[list[int]]) -> list[Written]:
    """A batch's answers; one that does not fit into the GPU's memory is halved."""
    import torch

    try:
        with torch.inference_mode():
            return _write(lm, prompts, most, choices)
    except torch.cuda.OutOfMemoryError:
        pass  # goes on outside the clause, where the error no longer holds the memory
    if len(prompts) == 1:
        raise BadInput(f"{lm.origin}: the GPU has no memory for one row of {len(prompts[0]):,} tokens")
    torch.cuda.empty_cache()
    middle = len(prompts) // 2
    return _in_memory(lm, prompts[:middle], most, choices) + _in_memory(lm, prompts[middle:], most, choices)


def _write(lm: LanguageModel, prompts: list[list[int]], most: int, choices: Sequence[list[int]]) -> list[Written]:
    import torch

    given = lm.tokenizer.pad({"input_ids": prompts}, return_tensors="pt").to(lm.device)
    reading = (_Seq2Seq if lm.encoder_decoder else _Causal)(lm, given["input_ids"], given["attention_mask"])
    likely = zip(*(reading.log_probabilities(choice) for choice in choices)) if choices else [()] * len(prompts)
    likely = list(likely)
    tokens: list[list[int]] = [[] for _ in prompts]
    gained, ended = [0.0] * len(prompts), [False] * len(prompts)
    places = list(range(len(prompts)))  # of the batch's rows among the prompts
    last = reading.first
    for _ in range(most):
        logits = reading.extend(last[:, None])[:, -1].float()
        last = logits.argmax(-1)
        gains = logits.amax(-1) - logits.logsumexp(-1)
        for place, token, gain in zip(places, last.tolist(), gains.tolist()):
            if not ended[place]:
                tokens[place].append(token)
                gained[place] += gain
                ended[place] = token in lm.ends
        going = [row for row, place in enumerate(places) if not ended[place]]
        if not going:
            break
        if len(going) <= _CROWDED * len(places):
            kept = torch.tensor(going, device=lm.device)
            reading.keep(kept)
            last, places = last[kept], [places[row] for row in going]
    texts = lm.tokenizer.batch_decode(tokens, skip_special_tokens=True)
    return [
        Written(text, gain, len(ids), tuple(chosen)) for text, gain, ids, chosen in zip(texts, gained, tokens, likely)
    ]


class _Reading:
    """Prompts that the model has read, and what has been written after them: `extend` adds tokens to every row.

    `first` are the tokens that the first `extend` takes, shape (rows,).
    """

    cache = None

    def extend(self, tokens):
        """The logits after each of `tokens`, (rows, new) -> (rows, new, vocabulary)."""
        raise NotImplementedError

    def keep(self, rows) -> None:
        self.mask = self.mask[rows]
        self.cache.batch_select_indices(rows)

    def take_back(self, tokens: int) -> None:
        self.cache.crop(-tokens)

    def log_probabilities(self, choice: list[int]) -> list[float]:
        """Of a text that could be written first; afterwards nothing is written."""
        import torch

        ids = torch.tensor(choice, device=self.first.device).expand(len(self.first), -1)
        logits = self.extend(torch.cat([self.first[:, None], ids[:, :-1]], 1)).float()
        self.take_back(ids.shape[1])
        return logits.log_softmax(-1).gather(2, ids[:, :, None]).sum((1, 2)).tolist()


class _Seq2Seq(_Reading):
    """The encoder has read the prompts; the decoder writes."""

    def __init__(self, lm: LanguageModel, ids, mask) -> None:
        self.model, self.mask = lm.model, mask
        self.hidden = lm.model.get_encoder()(input_ids=ids, attention_mask=mask).last_hidden_state
        self.first = ids.new_full((len(ids),), lm.starts)

    def extend(self, tokens):
        output = self.model(
            decoder_input_ids=tokens,
            encoder_outputs=(self.hidden,),
            attention_mask=self.mask,
            past_key_values=self.cache,
            use_cache=True,
        )
        self.cache = output.past_key_values
        return output.logits

    def keep(self, rows) -> None:
        super().keep(rows)
        self.hidden = self.hidden[rows]


class _Causal(_Reading):
    """The model has read the prompts, padded on the left, but for their last token."""

    def __init__(self, lm: LanguageModel, ids, mask) -> None:
        self.model, self.mask = lm.model, mask
        self.positions = (mask.cumsum(-1) - 1).clamp(min=0)
        self.first, self.length = ids[:, -1], ids.shape[1] - 1
        # the model without its head: logits inside a prompt are not needed
        self.cache = lm.model.base_model(
            input_ids=ids[:, :-1], attention_mask=mask[:, :-1], position_ids=self.positions[:, :-1], use_cache=True
        ).past_key_values

    def extend(self, tokens):
        new = self.length + tokens.shape[1] - self.mask.shape[1]
        self.mask = self._grown(self.mask, 0, new)
        self.positions = self._grown(self.positions, 1, new)
        output = self.model(
            input_ids=tokens,
            attention_mask=self.mask,
            position_ids=self.positions[:, self.length :],
            past_key_values=self.cache,
            use_cache=True,
        )
        self.length, self.cache = self.mask.shape[1], output.past_key_values
        return output.logits

    @staticmethod
    def _grown(columns, step: int, new: int):
        import torch

        added = columns[:, -1:] + step * torch.arange(1, new + 1, device=columns.device)
        return torch.cat([columns, added], 1)

    def keep(self, rows) -> None:
        super().keep(rows)
        self.positions = self.positions[rows]

    def take_back(self, tokens: int) -> None:
        super().take_back(tokens)
        self.length -= tokens
        self.mask, self.positions = self.mask[:, : self.length + 1], self.positions[:, : self.length + 1]
