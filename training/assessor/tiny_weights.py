"""Where tiny's learning starts: weights that make "which line says what is asked?" a short way to go.

From the usual start a model of this size writes the most frequent answer to any question for thousands of steps. Here, in the spirit
of mimetic initialisation (Trockman and Kolter 2023, arXiv 2305.09828) and of induction heads (Olsson et al. 2022, arXiv
2209.11895), the residual stream is cut into parts, and some heads begin with a use:

- layer 1, with positions: every token notes the last number before it (`L14` of a resume's line, `3` of a requirement);
- layer 2, without: every token looks at tokens like it further up, and notes the number that those have noted;
- layer 3, without: what is written after `3` looks at the tokens of requirement 3, rare words first, and passes on the line
  numbers that these have found, in the place of the output's own tokens.

All else begins small and at random, all of it is learned from there.
"""

import torch

# The parts of the stream: what a token is, a constant, whether it is a number of a line, how rare it is, the number noted, and
# the number found.
CONTENT, ONE, MARK, RARE = slice(0, 112), 112, 113, 114
NOTED, FOUND = slice(115, 147), slice(147, 179)
_HEAD = 32
# Numbers of requirements lie in the first part of the content, those of lines in the second; so do they where they are noted.
_COUNTS, _LINES, _COUNTED = slice(0, 44), slice(44, 112), 12
# Gains of queries and keys, so that a head begins with most of its attention where it belongs.
_NEAREST, _ALIKE, _IN_RESUME, _SAME_NUMBER, _RARE = 1.0, 2.6, 2.0, 1.6, 0.8
# Of the content of a line's number what all of them share, so that "a line was found" is one direction.
_SHARED = 0.5


def start(model, tokenizer) -> None:
    """Sets the weights of a fresh tiny model; draws on torch's random state."""
    with torch.no_grad():
        number = torch.zeros(_HEAD, CONTENT.stop)  # what of a token is passed on as its number
        number[:_COUNTED, _COUNTS] = _orthonormal(_COUNTED, _COUNTS.stop)
        number[_COUNTED:, _LINES] = _orthonormal(_HEAD - _COUNTED, _LINES.stop - _LINES.start)
        line = number @ _lay_out_tokens(model.model.embed_tokens.weight, tokenizer)  # the direction of any line
        layers = model.model.layers
        _note_last_number(layers[0].self_attn, number)
        for head in range(2):
            _look_for_alike(layers[1].self_attn, head, line / line.norm())
        _pass_on_found(layers[2].self_attn, number)


def _orthonormal(rows: int, columns: int) -> torch.Tensor:
    return torch.linalg.qr(torch.randn(columns, rows)).Q.T


def _lay_out_tokens(tokens: torch.Tensor, tokenizer) -> torch.Tensor:
    """Returns what the numbers of lines have in common."""
    tokens.mul_(0.25)
    content = torch.randn(tokens.shape[0], CONTENT.stop)
    lines = [row for token, row in tokenizer.get_vocab().items() if token[:1] == "L" and token[1:].isdigit()]
    counts = [row for token, row in tokenizer.get_vocab().items() if token.isdigit()]
    shared = torch.randn(CONTENT.stop)
    shared[_COUNTS] = 0
    content[counts, _LINES] = 0
    content[lines, _COUNTS] = 0
    content[lines] += _SHARED * shared
    content /= content.norm(dim=1, keepdim=True)
    tokens[:, CONTENT] = content
    tokens[:, ONE] = 0.4
    tokens[:, MARK] = 0.0
    tokens[[*lines, *counts], MARK] = 0.8
    # tokens of a BPE stand in the order of their frequency
    rank = torch.arange(tokens.shape[0]).float() / tokens.shape[0]
    rank[[*lines, *counts]] = 0.0
    tokens[:, RARE] = 0.8 * rank
    return shared


def _rows(head: int) -> slice:
    return slice(head * _HEAD, (head + 1) * _HEAD)


def _note_last_number(attention, number: torch.Tensor) -> None:
    """Query and key are constants in the real half of every frequency, so nearness is all that counts among the numbers."""
    rows = _rows(0)
    for projection, column in ((attention.q_proj, ONE), (attention.k_proj, MARK)):
        projection.weight[rows] = 0
        projection.weight[rows.start : rows.start + _HEAD // 2, column] = _NEAREST
    attention.v_proj.weight[rows] = 0
    attention.v_proj.weight[rows, CONTENT] = number * 0.3
    attention.o_proj.weight[:, rows] *= 0.1
    attention.o_proj.weight[NOTED, rows] = torch.eye(_HEAD)


def _look_for_alike(attention, head: int, line: torch.Tensor) -> None:
    """A token is like itself most: tokens in lines of the resume come first, so that a requirement finds what it asks there."""
    rows, seen = _rows(head), _orthonormal(_HEAD, CONTENT.stop)
    for projection in (attention.q_proj, attention.k_proj):
        projection.weight[rows] = 0
        projection.weight[rows, CONTENT] = seen * _ALIKE
    attention.q_proj.weight[rows.start] = 0
    attention.k_proj.weight[rows.start] = 0
    attention.q_proj.weight[rows.start, ONE] = 1.0
    attention.k_proj.weight[rows.start, NOTED] = _IN_RESUME * line
    attention.v_proj.weight[rows] = 0
    attention.v_proj.weight[rows, NOTED] = 0.3 * torch.eye(_HEAD)
    attention.o_proj.weight[:, rows] *= 0.1
    attention.o_proj.weight[FOUND, rows] = torch.eye(_HEAD)


def _pass_on_found(attention, number: torch.Tensor) -> None:
    rows = _rows(0)
    for projection, extra in ((attention.q_proj, ONE), (attention.k_proj, RARE)):
        projection.weight[rows] = 0
        projection.weight[rows, NOTED] = torch.eye(_HEAD) * _SAME_NUMBER
        projection.weight[rows.start, extra] = _RARE * 4
    attention.v_proj.weight[rows] = 0
    attention.v_proj.weight[rows, FOUND] = 0.5 * torch.eye(_HEAD)
    attention.v_proj.weight[rows.start : rows.start + _COUNTED] = 0  # lines alone
    attention.o_proj.weight[:, rows] *= 0.1
    attention.o_proj.weight[CONTENT, rows] = number.T
