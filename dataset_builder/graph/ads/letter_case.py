"""Upper and lower case of words, decided by the whole corpus, since "JAVA", "Java" and "java" are one word.

Ads written in capitals and words in small letters say little: a word takes the form that well-cased
text uses most ("Java", "SQL", "iOS", ".NET", "jQuery").
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

SMALL = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "via", "with"]
)
PARTS = re.compile(r"([\s/\-&,+]+(?![+#]))")


def parts(text: str) -> list[str]:
    """Words with the separators between them: "Front-End Developer" -> Front, -, End, space, Developer."""
    return PARTS.split(text)


KNOWN = 10  # ads that one name of a curated source outweighs
SHOUTING = 6  # letters; a longer text in capitals says nothing about its words


def capital(word: str) -> str:
    """A word never seen well-cased: "periproducer" -> "Periproducer", a short "ACFL" stays as it is."""
    return word if word.isupper() and len(word) <= SHOUTING else word[:1].upper() + word[1:].lower()


class Casing:
    """Word forms by frequency. `known` names are written by people who care and outweigh ads."""

    def __init__(self, texts: Iterable[tuple[str, int]], known: Iterable[str] = ()) -> None:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for weight, text in [*((times, text) for text, times in texts), *((KNOWN, text) for text in known)]:
            if text.isupper() and len(text) > SHOUTING:
                continue
            for word in parts(text):
                if word and word != word.lower():
                    counts[word.lower()][word] += weight
        self._forms = {word: max(sorted(forms), key=forms.__getitem__) for word, forms in counts.items()}

    def apply(self, text: str) -> str:
        """The text with every word in its usual form; unknown words get a capital, small words none."""
        written = []
        for position, word in enumerate(parts(text)):
            lowered = word.lower()
            if lowered in SMALL and position and written[-1].isspace():
                written.append(lowered)
            else:
                written.append(self._forms.get(lowered) or capital(word))
        return "".join(written)
