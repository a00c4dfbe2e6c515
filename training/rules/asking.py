"""Learns which sentences of a post ask: weights of `dataset_builder.text.posts.asking` from posts marked by hand.

    python -m training.rules.asking              # how well, each tenth of the posts judged by the others
    python -m training.rules.asking --write      # and the weights from all of them into asking.csv

From the marked posts and the handwritten pairs for developing; those kept apart are for measuring only. Half a minute.
"""

import csv
import sys
from collections.abc import Sequence

import numpy as np

from dataset_builder.cli.options import Parser
from dataset_builder.sources import handwritten, marked_posts
from dataset_builder.text.layout.blocks import read_blocks
from dataset_builder.text.layout.headings import POST_HEADINGS
from dataset_builder.text.layout.plain_text import plain_text
from dataset_builder.text.posts.asking import LIKELY, UNLIKELY, WEIGHTS, features, sentences

# Weights below are left out: they decide no sentence.
_LEAST = 0.02
_FOLDS, _C = 10, 2.0
# A feature of fewer sentences says nothing of others.
_LEAST_SEEN = 2
# The part of the shorter of sentence and mark that both share, from which the sentence asks.
_SHARED = 0.5


def sentences_that_ask(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[set[str], bool]]:
    """Each sentence of a post as features, and whether one of the spans stands in it."""
    plain = plain_text(text)
    found = []
    for one in sentences(read_blocks(plain.text, POST_HEADINGS)):
        start, end = plain.place(one.start, one.start + len(one.text))
        asks = any(
            min(end, last) - max(start, first) >= _SHARED * min(end - start, last - first) for first, last in spans
        )
        found.append((features(one), asks))
    return found


def posts() -> list[list[tuple[set[str], bool]]]:
    marked = [(post.text, [(mark.start, mark.end) for mark in post.marks]) for post in marked_posts.read()]
    pairs = handwritten.developing()
    marked += [(pair.job_description, [(one.start, one.end) for one in pair.requirements]) for pair in pairs]
    return [sentences_that_ask(text, spans) for text, spans in marked]


def fit(rows: Sequence[tuple[set[str], bool]]) -> dict[str, float]:
    """The weights by feature, and "bias"."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen: dict[str, int] = {}
    for names, _ in rows:
        for name in names:
            seen[name] = seen.get(name, 0) + 1
    kept = {name for name, count in seen.items() if count >= _LEAST_SEEN}
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([dict.fromkeys(sorted(names & kept), 1.0) for names, _ in rows])
    # liblinear takes 32-bit places alone
    table.indices, table.indptr = table.indices.astype(np.int32), table.indptr.astype(np.int32)
    model = LogisticRegression(C=_C, solver="liblinear", max_iter=400, random_state=0)
    model.fit(table, np.array([asks for _, asks in rows]))
    weights = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True))
    return {"bias": float(model.intercept_[0])} | {
        name: round(float(weight), 3) for name, weight in weights.items() if abs(weight) >= _LEAST
    }


def chances(weights: dict[str, float], rows: Sequence[tuple[set[str], bool]]) -> np.ndarray:
    scores = np.array([weights["bias"] + sum(weights.get(name, 0.0) for name in names) for names, _ in rows])
    return 1 / (1 + np.exp(-scores))


def main() -> int:
    parser = Parser(prog="python -m training.rules.asking", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true", help=f"keep the weights in {WEIGHTS.name}")
    args = parser.parse_args()
    all_posts = posts()
    got, asked = [], []
    for fold in range(_FOLDS):
        rest = [row for number, post in enumerate(all_posts) if number % _FOLDS != fold for row in post]
        own = [row for post in all_posts[fold::_FOLDS] for row in post]
        got.append(chances(fit(rest), own))
        asked.append(np.array([asks for _, asks in own]))
    chance, asks = np.concatenate(got), np.concatenate(asked)
    yes = chance >= LIKELY
    print(
        f"{len(all_posts)} posts, {len(asks):,} sentences, {asks.mean():.1%} of them ask; of those in posts not learnt from, "
        f"{yes[asks].mean():.1%} are found, {asks[yes].mean():.1%} of the found ask, and {asks[chance < UNLIKELY].mean():.1%} "
        f"of the {np.mean(chance < UNLIKELY):.1%} below {UNLIKELY}"
    )
    if args.write:
        weights = fit([row for post in all_posts for row in post])
        with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(
                sorted((name, f"{weight:g}") for name, weight in weights.items())
            )
        print(f"{len(weights):,} weights in {WEIGHTS.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
