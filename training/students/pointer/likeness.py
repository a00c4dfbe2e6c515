"""How alike in meaning a point of a post and the lines of a resume are, and how many words they share.

    likeness = Likeness(encoder)
    likeness.shown([("Able to lift heavy boxes", lines)])      # of each: the best line, and the numbers that `Decision` weighs

Cosines of sentence vectors of an encoder that is left as it was published: fine-tuned on our phrases it is better on our
phrases and worse on resumes that people wrote (docs/phrases.md). Vectors are kept as long as the object lives, so that a
post is read once for many resumes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from dataset_builder.text.names.families import family
from training.rules.certainty import WEAK
from training.students.pointer.backend import Encoder

FEATURES = ("best cosine", "second cosine", "words on the best line", "words on any line", "words of what is asked")
_KEPT = 200_000


@dataclass(frozen=True)
class Shown:
    """`line`: the number of the line that comes nearest, None where there are no lines. `numbers`: as `FEATURES`."""

    line: int | None
    numbers: tuple[float, ...]


class Likeness:
    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, np.ndarray] = {}
        self._families: dict[str, frozenset[str]] = {}

    def fresh(self) -> "Likeness":
        """The same encoder, nothing kept of what was read."""
        return Likeness(self._encoder)

    def vectors(self, texts: Iterable[str]) -> dict[str, np.ndarray]:
        """A unit vector for each of the texts."""
        wanted = list(dict.fromkeys(texts))
        if new := [text for text in wanted if text not in self._vectors]:
            if len(self._vectors) + len(new) > _KEPT:
                self._vectors.clear()
                new = wanted
            self._vectors.update(zip(new, self._encoder.vectors(new), strict=True))
        return {text: self._vectors[text] for text in wanted}

    def shown(self, questions: Sequence[tuple[str, Sequence[str]]]) -> list[Shown]:
        """For each (asked, lines): the line that comes nearest to what is asked, and how near."""
        vectors = self.vectors(text for asked, lines in questions for text in (asked, *lines))
        found = []
        for asked, lines in questions:
            wanted = self._words(asked)
            if not lines:
                found.append(Shown(None, (0.0, 0.0, 0.0, 0.0, float(len(wanted)))))
                continue
            cosines = np.stack([vectors[line] for line in lines]) @ vectors[asked]
            shares = [self._share(wanted, self._words(line)) for line in lines]
            at = int(np.argmax(cosines + np.array(shares)))
            ordered = np.sort(cosines)[::-1]
            second = float(ordered[1]) if len(ordered) > 1 else 0.0
            numbers = (float(ordered[0]), second, shares[at], max(shares), float(len(wanted)))
            found.append(Shown(at, numbers))
        return found

    def _words(self, text: str) -> frozenset[str]:
        """The families of the words that say something."""
        if text not in self._families:
            if len(self._families) > _KEPT:
                self._families.clear()
            words = (word.strip(".,;:()'’\"-–!?") for word in text.casefold().split())
            found = frozenset(family(word) for word in words if len(word) > 1) - WEAK
            self._families[text] = found
        return self._families[text]

    @staticmethod
    def _share(wanted: frozenset[str], held: frozenset[str]) -> float:
        return len(wanted & held) / max(len(wanted), 1)
