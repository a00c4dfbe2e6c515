"""Random choices that a key fixes: the same key makes the same choices, independent of other draws.

A linear congruential generator, because a triple takes some two hundred choices and `random.Random` needs
longer to be seeded than the triple needs to be written.
"""

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1


class Mixture:
    """Options with their shares; the shares need not add up to anything."""

    __slots__ = ("options", "steps")

    def __init__(self, shares: Mapping[str, float] | Iterable[tuple[T, float]]) -> None:
        pairs = list(shares.items() if isinstance(shares, Mapping) else shares)
        self.options = [option for option, _ in pairs]
        total = sum(share for _, share in pairs)
        self.steps = [step / total for step in accumulate(share for _, share in pairs)][:-1]


class Draw:
    """A stream of choices, and the root of further streams by name."""

    __slots__ = ("seed", "state")

    def __init__(self, seed: int) -> None:
        seed &= _MASK
        mixed = ((seed ^ (seed >> 33)) * 0xFF51AFD7ED558CCD) & _MASK
        self.seed = self.state = mixed ^ (mixed >> 29)

    @classmethod
    def keyed(cls, key: str) -> "Draw":
        data = key.encode()
        return cls(zlib.crc32(data) | zlib.adler32(data[::-1]) << 32)

    def child(self, key: str) -> "Draw":
        """A stream that depends on this one's key and on `key`, not on what was drawn so far."""
        return Draw(self.seed ^ (zlib.crc32(key.encode()) * 0x9E3779B97F4A7C15))

    def below(self, limit: int) -> int:
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & _MASK
        return ((self.state >> 32) * limit) >> 32

    def chance(self, share: float) -> bool:
        return self.below(1 << 20) < share * (1 << 20)

    def pick(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]

    def of(self, mixture: Mixture):
        return mixture.options[bisect_right(mixture.steps, self.below(1 << 20) / (1 << 20))]

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """Up to `count` different ones, in random order."""
        left = list(options)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]
