"""Reading order and lines: how much of what stands in a row on the page stands in a row in the reading.

    order_recall([line.text for line in pages.lines], truth.orders)      # 0 to 1
    line_f1(...)                                                          # whole lines, as units of a layout

Recall of 4-grams of words over the whole file, without case and signs. Of several right orders the best counts.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence

N = 4


def words(lines: Sequence[str]) -> list[str]:
    """Words of all lines; what holds no letter or digit (bullets, icons, dashes) is none."""
    text = unicodedata.normalize("NFKC", " ".join(lines)).casefold().replace("\u00ad", "")
    bare = ("".join(character for character in word if character.isalnum()) for word in text.split())
    return [word for word in bare if word]


def grams(lines: Sequence[str], n: int = N) -> Counter:
    found = words(lines)
    return Counter(tuple(found[at : at + n]) for at in range(max(len(found) - n + 1, 0)))


def order_recall(read: Sequence[str], orders: Sequence[Sequence[str]], n: int = N) -> float | None:
    """0 to 1, of the order that fits best; None where no order is known or it has fewer than `n` words."""
    mine = grams(read, n)
    shares = [sum((mine & stated).values()) / stated.total() for order in orders if (stated := grams(order, n)).total()]
    return max(shares, default=None)


def line_f1(read: Sequence[str], orders: Sequence[Sequence[str]]) -> float | None:
    """F1 of whole lines, whatever their order, 0 to 1: what stands in one row of a block is one line."""
    mine = Counter(line for text in read if (line := " ".join(words([text]))))
    shares = []
    for order in orders:
        stated = Counter(line for text in order if (line := " ".join(words([text]))))
        if stated:
            shares.append(2 * (mine & stated).total() / (mine.total() + stated.total()))
    return max(shares, default=None)
