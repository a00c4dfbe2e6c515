"""How likely each sentence of a post is to ask something of the applicant: a small linear model of its words.

    asking = Asking(read_blocks(post, POST_HEADINGS))
    asking.chance(at)          # of the sentence that stands at this offset, 0 to 1

Logistic regression over the words of a sentence, pairs of words, how it begins and ends, the section it stands in, the kind of
what it names, and the words of the sentence before it. Its weights are `asking.csv`, one feature per row, learnt from posts that
were marked by hand (`python -m training.rules.asking`). Cues say what asks in the forms that somebody thought of; the model
says it of sentences in other forms, and takes back what only looks like a cue.
"""

import csv
import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path

from dataset_builder.text.layout.blocks import Block
from dataset_builder.text.posts.clauses import OWN_SUBJECT, sentences_of, split_at
from dataset_builder.text.posts.requirement_kinds import kind_of

WEIGHTS = Path(__file__).with_name("asking.csv")
# From the first on a sentence asks without a cue, below the second it does not with one: set on posts by another writer.
LIKELY, UNLIKELY = 0.5, 0.1
# A strong cue counts from the first on, a fragment among sentences that ask from the second.
SLIGHT, SOME = 0.02, 0.25
CUED = 0.3
# And from here on, whatever words of benefits stand in it, or of an application.
CERTAIN, SURE = 0.8, 0.95
# Words of a sentence that are looked at, of the sentence before it, and of a fragment whose kind is looked at.
_MOST_WORDS, _MOST_BEFORE, _FRAGMENT = 50, 25, 12
# Words whose weight depends on the section.
_TELLING = frozenset(("you", "we", "our", "must", "experience", "have", "will", "need", "if", "no", "is", "are", "or"))
_TOKEN = re.compile(r"[\w+#']+|[£$€?!:%()]")
_DIGITS = re.compile(r"\d+")
_SHORT = (("can't", "can not"), ("won't", "will not"), ("n't", " not"), ("'ll", " will"), ("'d", " would"), ("'ve", " have"), ("'re", " are"), ("'m", " am"))  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """A sentence with where it stands: `start` in the plain text, `kind` of its block, `first` in the block.

    `words` are its own, `heading` those of its block's heading, `before` those of the sentence before it.
    """

    text: str
    start: int
    kind: str
    bullet: bool
    first: bool
    words: Sequence[str]
    heading: Sequence[str]
    before: Sequence[str]


def sentences(blocks: Sequence[Block]) -> Iterator[Sentence]:
    before: list[str] = []
    for block in blocks:
        kind = block.kind or ("unknown" if block.unknown else "none")
        listed = False
        heading = tokens_of(block.heading)
        for number, line in enumerate(block.lines):
            listed = listed or line.bullet
            if listed and not line.bullet and line.after_blank:
                kind = "after"  # a paragraph below a list is no longer of its heading
            elif line.bullet:
                kind = block.kind or ("unknown" if block.unknown else "none")
            for whole, place in sentences_of(line.text):
                for text, at in split_at(whole, OWN_SUBJECT, place):
                    words = tokens_of(text)
                    yield Sentence(text, line.start + at, kind, line.bullet, number == 0, words, heading, before)
                    before = words


def tokens_of(text: str) -> list[str]:
    """The words of a text as the model knows them: in small letters, short forms written out, numbers as 0, and a few signs."""
    text = text.casefold().replace("’", "'")
    if "'" in text:
        for short, full in _SHORT:
            text = text.replace(short, full)
    return _TOKEN.findall(_DIGITS.sub("0", text))


def features(sentence: Sentence) -> set[str]:
    """The names of what is true of a sentence."""
    words = sentence.words[:_MOST_WORDS]
    found = {f"in:{sentence.kind}", f"in:{sentence.kind} {'item' if sentence.bullet else 'line'}"}
    found.add("first" if sentence.first else "later")
    found.add(f"length:{sum(len(words) > limit for limit in (2, 5, 10, 20))}")
    last = "^"
    for word in words:
        found.add(word)
        found.add(f"{last} {word}")
        if len(word) > 4:
            found.add(f"~{word[-3:]}")
        if len(word) > 5:
            found.add(f"{word[:5]}~")
        if word in _TELLING:
            found.add(f"in:{sentence.kind} {word}")
        last = word
    if words:
        found |= {f"^{' '.join(words[:2])}", f"^{' '.join(words[:3])}", f"{words[-1]} $"}
    if len(words) <= _FRAGMENT:
        found.add(f"kind:{kind_of(sentence.text, False)}")
    found.update(f"heading:{word}" for word in sentence.heading[:8])
    found.update(f"before:{word}" for word in sentence.before[:_MOST_BEFORE])
    return found


@cache
def _weights() -> dict[str, float]:
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        return {name: float(weight) for name, weight in csv.reader(file)}


# Sentences of a post that says all in one.
_SHORT_POST = 3


class Asking:
    """The chances of a post's sentences, by where they stand; each is reckoned when it is asked for."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._sentences = sorted(sentences(blocks), key=lambda one: one.start)
        self._starts = [sentence.start for sentence in self._sentences]
        self._chances: dict[int, float] = {}

    @property
    def is_short(self) -> bool:
        """Whether the post is a sentence or two: who is sought is all that it can ask."""
        return len(self._sentences) <= _SHORT_POST

    def chance(self, at: int) -> float:
        """Of the sentence that begins at or before an offset of the plain text; a half where none does."""
        place = bisect_right(self._starts, at) - 1
        if place < 0:
            return 0.5
        if place not in self._chances:
            weights = _weights()
            score = weights["bias"] + sum(map(weights.get, features(self._sentences[place]), repeat(0.0)))
            self._chances[place] = 1 / (1 + math.exp(-score))
        return self._chances[place]

    def most(self, start: int, end: int) -> float:
        """The highest of the sentences between two offsets."""
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end)
        return max((self.chance(at) for at in self._starts[max(first, 0) : last]), default=0.5)

    def mean(self, starts: Sequence[int]) -> float:
        """Of the sentences at some offsets; a half where there are none."""
        return sum(map(self.chance, starts)) / len(starts) if starts else 0.5
