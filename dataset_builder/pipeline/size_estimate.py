"""How much room and time a build takes, said before a long one starts."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from dataset_builder.errors import BadInput

# Of a triple with all its rows, from `python -m benchmarks.build` at 52,000 triples; a machine may be twice as slow or fast.
BYTES, CPU_SECONDS = 5_500, 0.004
# From which on a build is announced.
LONG_SECONDS, LARGE_BYTES = 600, 5e9


@dataclass(frozen=True)
class SizeEstimate:
    """Of the triples that are still to be written. `seconds` is None where a server writes them: `plan` measures that."""

    triples: int
    bytes: float
    seconds: float | None

    @classmethod
    def of(cls, triples: int, workers: int, by_server: bool) -> "SizeEstimate":
        return cls(triples, triples * BYTES, None if by_server else triples * CPU_SECONDS / workers)

    @property
    def announced(self) -> bool:
        return (self.seconds or 0) >= LONG_SECONDS or self.bytes >= LARGE_BYTES

    def __str__(self) -> str:
        time = "" if self.seconds is None else f" and {_duration(self.seconds)} at this number of workers"
        return f"{self.triples:,} triples take about {self.bytes / 1e9:,.1f} GB{time}"

    def check_room(self, folder: Path) -> None:
        """
        Raises:
            BadInput: the disk of the folder, which exists, has not the room.
        """
        if (free := shutil.disk_usage(folder).free) < self.bytes:
            raise BadInput(
                f"{self}, and {folder.parent.absolute()} has {free / 1e9:,.1f} GB free; give fewer --triples, or --out on "
                "another disk"
            )


def _duration(seconds: float) -> str:
    for unit, length in (("days", 86_400), ("hours", 3_600)):
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {unit}"
    return f"{max(1, round(seconds / 60)):,} minutes"
