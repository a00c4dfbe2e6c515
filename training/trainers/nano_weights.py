"""Where nano's learning starts: weights that make copying from the input a short way to go.

From T5's own start a model of this size writes the most frequent names for any input, for thousands of steps, and
never finds out which of a job's skills a resume lacks. Here (in the spirit of mimetic initialisation, Trockman and Kolter
2023, arXiv 2305.09828) what a list-maker needs is laid out:

- tokens that differ in case only ("press releases", "Press Releases") start with nearly the same vector;
- the space is cut into one part a head, the same cuts in encoder and decoder, and the first encoder layer notes in them:
  the token before, the token after, what came last, what comes next, and similar tokens further on and further back;
- tokens with no match attend to the end token, an attention sink (Xiao et al. 2023, arXiv 2309.17453). So its note
  differs by one fixed vector from that of a token that comes again: a requirement the resume meets, from one it does not;
- the decoder notes what it wrote last in the same place; two heads of its cross-attention seek the input tokens whose
  note fits what was written (an induction head, Olsson et al. 2022, arXiv 2209.11895) and pass the token on as it is;
- later layers and feed-forwards begin near nothing.

All of it is a start: every weight is learned from there. Adam moves a weight by about the learning rate a step, however
small the weight, and would wash this away before it is of use. So it is written large: weights are multiplied, and layer
norms take the factor back, which leaves the function as it is and the steps small relative to the weights.
"""

from collections import defaultdict

import torch
from transformers import PreTrainedTokenizerFast, T5ForConditionalGeneration

# The heads of the first encoder layer, and the parts of the space that they write to.
BEFORE, AFTER, LAST, NEXT, FURTHER_ON, FURTHER_BACK = range(6)

# Gain of what a head notes; the parts noted faintly hold the token itself.
_NOTED = {BEFORE: 0.3, AFTER: 0.05, LAST: 0.3, NEXT: 0.05, FURTHER_ON: 0.15, FURTHER_BACK: 0.15}
_FAINT = 0.05
# Added to the logits of the place that a head looks at: nearly all of its attention, for any token there.
_LOOKING = 10.0
# Gain of queries times that of keys, for heads that look by place, for those that seek similar tokens, and later ones.
_BY_PLACE, _BY_LIKENESS, _LATER = 0.002, 0.5, 0.2
# Logit of the end token for a head that seeks similar tokens: theirs is about 16, that of any other within 8 of none.
_SINK = 11.5
_SEEKING, _PASSED_ON = 0.29, 0.3
# The other heads of cross-attention look at everything, and pass its mean on.
_MEAN = (0.01, 1.0)
# Cosine of tokens that differ in case only; where similar tokens are sought they are the same.
_ALIKE = 0.9
# How many times larger all that is written into the residual stream is, and what the first encoder layer reads with.
_STREAM, _FIRST_LAYER = 3.0, 4.0


def start_as_a_copier(model: T5ForConditionalGeneration, tokenizer: PreTrainedTokenizerFast) -> None:
    """Sets the weights of a fresh T5 of six heads whose parts fill its width; draws on torch's random state."""
    heads, part = model.config.num_heads, model.config.d_kv
    if heads != len(_NOTED) or heads * part != model.config.d_model:
        raise ValueError(f"needs {len(_NOTED)} heads that fill d_model, not {heads} x {part} of {model.config.d_model}")
    with torch.no_grad():
        model.shared.weight.mul_(model.config.d_model**-0.5)
        parts = _orthogonal(model.config.d_model)
        for stack in (model.encoder, model.decoder):
            for number, block in enumerate(stack.block):
                _start_self_attention(block.layer[0].SelfAttention, parts, part, bool(number), stack is model.decoder)
                if stack is model.decoder:
                    _start_cross_attention(block.layer[1].EncDecAttention, parts, part)
                block.layer[-1].DenseReluDense.wo.weight.mul_(model.config.d_model**-0.5)
        _look_by_place(model)
        seeking = model.encoder.block[0].layer[0].SelfAttention.q.weight[FURTHER_ON * part :].unflatten(0, (2, part))
        _lay_out_tokens(model.shared.weight, tokenizer, seeking * _BY_LIKENESS**-0.5)
        _write_large(model)


def _lay_out_tokens(tokens: torch.Tensor, tokenizer: PreTrainedTokenizerFast, seeking: torch.Tensor) -> None:
    """`tokens`: vocabulary x width, unit vectors on entry and after. `seeking`: the bases, heads x part x width, in which
    similar tokens are sought. Of each the first axis is the sink's; in the others all tokens are of one length, so that
    every token finds its match equally well."""
    same_but_case = defaultdict(list)
    for token, row in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1]):
        same_but_case[token.casefold()].append(row)
    for first, *others in same_but_case.values():
        for row in others:
            tokens[row] = _ALIKE * tokens[first] + (1 - _ALIKE**2) ** 0.5 * tokens[row]
    (_, part, width), sink = seeking.shape, seeking[:, 0]
    for basis in seeking[:, 1:]:
        inside = tokens @ basis.T
        for first, *others in same_but_case.values():
            if others:
                inside[others] = inside[first].clone()
        inside *= (part / width) ** 0.5 / inside.norm(dim=1, keepdim=True)
        tokens += (inside - tokens @ basis.T) @ basis
    tokens -= tokens @ sink.T @ sink
    share = _SINK / (_BY_LIKENESS * width / len(sink))  # of the sink in every token
    tokens *= (1 - share**2) ** 0.5 / tokens.norm(dim=1, keepdim=True)
    towards = sink.sum(0) / len(sink) ** 0.5
    tokens += share * towards
    tokens[tokenizer.eos_token_id] = towards


def _start_self_attention(attention, parts: torch.Tensor, part: int, later: bool, decoder: bool) -> None:
    gains = torch.full((len(_NOTED),), _LATER)
    noted = torch.full((len(_NOTED),), _FAINT)
    if not later:
        gains[:FURTHER_ON] = _BY_PLACE
        if decoder:
            noted[LAST] = _NOTED[LAST]
        else:
            gains[FURTHER_ON:] = _BY_LIKENESS
            noted = torch.tensor(list(_NOTED.values()))
    queries = _orthogonal(len(parts)) * gains.sqrt().repeat_interleave(part)[:, None]
    values = _orthogonal(len(parts)) if later else parts
    attention.q.weight.copy_(queries)
    attention.k.weight.copy_(queries)  # similar tokens find each other
    attention.v.weight.copy_(values)
    attention.o.weight.copy_(values.T * noted.repeat_interleave(part))


def _start_cross_attention(attention, parts: torch.Tensor, part: int) -> None:
    """Head 0 seeks tokens that stand behind the one just written, head 1 those whose last one fits."""
    queries, values = _orthogonal(len(parts)) * _MEAN[0] ** 0.5, _orthogonal(len(parts))
    passed_on = torch.full((len(parts),), _MEAN[1])
    for head, (sought, passed) in enumerate(((BEFORE, AFTER), (LAST, NEXT))):
        here = slice(head * part, (head + 1) * part)
        queries[here] = parts[sought * part : (sought + 1) * part] * _SEEKING**0.5
        values[here] = parts[passed * part : (passed + 1) * part]
        passed_on[here] = _PASSED_ON
    attention.q.weight.copy_(queries)
    attention.k.weight.copy_(queries)
    attention.v.weight.copy_(values)
    attention.o.weight.copy_(values.T * passed_on)


def _look_by_place(model: T5ForConditionalGeneration) -> None:
    """The relative position biases, which all layers of a stack share. Of the encoder's buckets the first half is
    of tokens before, nearest first, the second half of those behind."""
    buckets = model.config.relative_attention_num_buckets
    after = buckets // 2
    fading = _LOOKING - torch.arange(after, dtype=torch.float)
    bias = model.encoder.block[0].layer[0].SelfAttention.relative_attention_bias.weight.zero_()
    bias[1, BEFORE] = bias[after + 1, AFTER] = _LOOKING
    bias[1:after, LAST] = fading[1:]
    bias[after + 1 :, NEXT] = fading[1:]
    bias[:after, FURTHER_ON] = bias[after:, FURTHER_BACK] = -_LOOKING
    bias[[0, after], FURTHER_BACK] = bias[after, FURTHER_ON] = -_LOOKING  # a similar token, not itself
    bias = model.decoder.block[0].layer[0].SelfAttention.relative_attention_bias.weight.zero_()
    bias[1:, LAST] = _LOOKING - torch.arange(1, buckets, dtype=torch.float)
    for head, distance in ((BEFORE, 1), (AFTER, 2), (NEXT, 3)):
        bias[distance, head] = _LOOKING


def _write_large(model: T5ForConditionalGeneration) -> None:
    model.shared.weight.mul_(_STREAM)
    for stack in (model.encoder, model.decoder):
        for block in stack.block:
            for layer in block.layer[:-1]:
                (layer.SelfAttention if layer is block.layer[0] else layer.EncDecAttention).o.weight.mul_(_STREAM)
            block.layer[-1].DenseReluDense.wo.weight.mul_(_STREAM)
    model.decoder.final_layer_norm.weight.div_(_STREAM)  # the logits stay as they were
    first = model.encoder.block[0].layer[0]
    first.layer_norm.weight.div_(_FIRST_LAYER)
    for read in (first.SelfAttention.q, first.SelfAttention.k, first.SelfAttention.v):
        read.weight.mul_(_FIRST_LAYER)


def _orthogonal(size: int) -> torch.Tensor:
    return torch.nn.init.orthogonal_(torch.empty(size, size))
