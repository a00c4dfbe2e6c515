"""How far to trust a line that is merely like what is asked: what else the resume shows of the post tells.

Somewhere in any resume stands a line that comes near to "frequent travel". In one that shows half of what is required in the words of
the post it is likely meant; in a resume of another trade, hardly ever.
"""

import math
from collections.abc import Sequence

# What `Decision.context` weighs of a point that words leave open.
FEATURES = (
    "line, log odds",
    "share of the required points that words show",
    "other open required points, mean log odds of their lines",
)
# Stand beside few points: two that words show by a quarter, and two open ones of these odds.
_BESIDE, _SHOWN, _ODDS = 2, 0.25, -1.0


def context_numbers(
    likely: Sequence[float], required: Sequence[bool], shown: int, asked: int
) -> list[tuple[float, ...]]:
    """`FEATURES` of each open point of a pair.

    Args:
        likely: how likely the nearest line of each open point shows it, by itself.
        required: whether each is.
        shown: required points that words show.
        asked: all required points.
    """
    odds = [_log_odds(one) for one in likely]
    total, number = sum(odd for odd, one in zip(odds, required) if one), sum(required)
    found = []
    for odd, one in zip(odds, required):
        others = number - one
        share = (shown + _BESIDE * _SHOWN) / (asked - one + _BESIDE)
        found.append((odd, share, (total - odd * one + _BESIDE * _ODDS) / (others + _BESIDE)))
    return found


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-3), 1 - 1e-3)
    return math.log(bounded / (1 - bounded))
