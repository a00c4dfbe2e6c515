"""Words of a text and their stems: the tokenizer and the English stemmer of mentions, matchers and the Space's marks.

Case and punctuation do not count; `C++`, `C#`, `.NET` and `Node.js` stay whole. Nothing is cached here: who caches stems
decides how long words are kept (`mentions` for the process, `training.evaluation.matchers.Forms` for one evaluation or one
visitor's request).

No import of the project: the Space `spaces/rjdb_metric` is sent with this file next to it.
"""

import re
from collections.abc import Callable
from threading import Lock

import Stemmer

_TOKEN = re.compile(r"\.?[^\W_]+(?:\.[^\W_]+)*[+#]*")


def tokens(text: str) -> list[str]:
    """The words of a text in order, case-folded."""
    return _TOKEN.findall(text.casefold())


def written_tokens(text: str) -> list[str]:
    """The words of a text in order, as they are written."""
    return _TOKEN.findall(text)


def token_places(text: str) -> list[tuple[str, tuple[int, int]]]:
    """The words of a text, case-folded, each with its (start, end) in the text as given."""
    return [(token.casefold(), place) for token, place in written_token_places(text)]


def written_token_places(text: str) -> list[tuple[str, tuple[int, int]]]:
    """The words of a text as they are written, each with its (start, end)."""
    return [(match.group(), match.span()) for match in _TOKEN.finditer(text)]


# Words that the stemmer takes for forms of a product's name: "Excel" and "excellent" would be one.
_APART = dict.fromkeys(("excellent", "excellence", "excellently"), "excellent")


def new_stemmer() -> Callable[[str], str]:
    """A function from a token to its stem, for any number of threads. It keeps no more than the last token."""
    stemmer, one_at_a_time = Stemmer.Stemmer("english", 0), Lock()

    def stem(token: str) -> str:
        if token in _APART:
            return _APART[token]
        with one_at_a_time:  # the stemmer works on an attribute of its own
            return stemmer.stemWord(token)

    return stem
