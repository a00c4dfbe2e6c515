"""The wordings that stand in most documents: what gives a build away to whoever reads ten of them.

    python -m benchmarks.wordings rjdb --release rjdb-original

A wording is five words in a row within a sentence, of which at most one is masked: names (capitalised words within a sentence) and
numbers. Headings and other lines of fewer words have none. Of wordings in the same documents one is listed. Exits 1 where a
wording stands in more than a tenth of the folder's posts or resumes. Behind them, the share of documents of whose list of
skills two lines, or three, begin with the same two words ("Proficiency in").
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from tabulate import tabulate

from dataset_builder.errors import BadInput
from dataset_builder.storage.row_groups import spread, triple_groups
from dataset_builder.text.sections import body, sections

WORDS, TENTH, MOST, LISTED = 5, 0.1, 1_000, 8
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d.,]*")
_SENTENCE = re.compile(r"\n|(?<=[.!?:])\s+")
DOCUMENTS = {"posts": ("job_description",), "resumes": ("resume_matched", "resume_unmatched")}


def wordings(text: str) -> set[str]:
    """The masked word sequences of a document, each within a sentence."""
    found = set()
    for line in _SENTENCE.split(text):
        words = [_plain(match, line) for match in _WORD.finditer(line)]
        for at in range(len(words) - WORDS + 1):
            run = words[at : at + WORDS]
            if run.count("…") <= 1:
                found.add(" ".join(run))
    return found


def _plain(match: re.Match[str], line: str) -> str:
    word = match[0]
    opens = not line[: match.start()].rstrip(" -*•#")
    return "…" if word[0].isdigit() or (word[0].isupper() and not opens) else word.lower()


def most_frequent(texts: list[str], count: int) -> Iterator[tuple[float, str]]:
    """(share of the documents, wording), the most frequent first."""
    documents: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for wording in wordings(text):
            documents[wording].add(number)
    shown: list[set[int]] = []
    for wording, where in sorted(documents.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        if len(shown) == count:
            return
        if all(len(where & other) < 0.8 * len(where) for other in shown):
            shown.append(where)
            yield len(where) / len(texts), wording


def share_opening_alike(texts: list[str], lines: int) -> float:
    """The share of the documents in whose skills section so many lines begin with the same two words."""
    return sum(_most_alike(text) >= lines for text in texts) / len(texts)


def _most_alike(text: str) -> int:
    skills = body(sections(text), "skills").lower().split("\n")
    openings = Counter(tuple(words[:2]) for line in skills if len(words := _WORD.findall(line)) > 2)
    return max(openings.values(), default=0)


def documents_of(folder: Path, most: int = MOST) -> dict[str, list[str]]:
    """Posts and resumes of at most `most` evenly spaced triples.

    Raises:
        BadInput: the folder holds no triples.
    """
    rows = list(
        spread(triple_groups(folder), tuple(column for columns in DOCUMENTS.values() for column in columns), most)
    )
    return {kind: [row[column] for row in rows for column in columns] for kind, columns in DOCUMENTS.items()}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dataset", type=Path, help="folder of a build")
    parser.add_argument("--release", type=Path, help="folder of the imported release, listed next to it")
    options = parser.parse_args(arguments)
    over = False
    for folder in filter(None, (options.dataset, options.release)):
        try:
            documents = documents_of(folder)
        except BadInput as error:
            print(f"error: {error}", file=sys.stderr)
            return 2
        for kind, texts in documents.items():
            found = list(most_frequent(texts, LISTED))
            print(
                tabulate(
                    [(f"{share:.3f}", wording) for share, wording in found], (f"{folder}, {kind}", "wording"), "github"
                )
            )
            alike = (f"{share_opening_alike(texts, lines):.3f} of {lines} lines" for lines in (2, 3))
            print(f"skills that open alike: {', '.join(alike)}\n")
            over |= folder == options.dataset and bool(found) and found[0][0] > TENTH
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
