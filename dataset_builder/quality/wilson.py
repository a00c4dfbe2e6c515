"""How sure a share is."""

from math import sqrt


def wilson(share: float, number: float, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share of `number` (Wilson 1927), which keeps inside 0 and 1 for few."""
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    width = z * sqrt(share * (1 - share) / number + z * z / (4 * number * number)) / (1 + z * z / number)
    return max(0.0, middle - width), min(1.0, middle + width)
