"""Nearest titles: which coded title an ad's title belongs to."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from dataset_builder.errors import BadInput

BLOCK = 512  # queries a sparse product: bounds its memory
MANY = 2000


def nearest_titles(queries: Sequence[str], titles: Sequence[str], most: int) -> Iterator[list[tuple[int, float]]]:
    """Per query up to `most` (position, cosine) of titles that share anything, nearest first: TF-IDF over character
    3- and 4-grams within words. N-grams in more than 4 % of many titles ("eng", "er ") are skipped: they
    cost most of the time and discriminate least."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not titles:
        yield from ([] for _ in queries)
        return
    common = 0.04 if len(titles) > MANY else 1.0
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 4), max_df=common, sublinear_tf=True, dtype=np.float32
    )
    index = vectorizer.fit_transform(titles).T.tocsr()
    for start in range(0, len(queries), BLOCK):
        scores = vectorizer.transform(queries[start : start + BLOCK]) @ index
        for begin, end in pairwise(scores.indptr):
            data, columns = np.round(scores.data[begin:end], 4), scores.indices[begin:end]
            if len(data) > most:  # every title as near as the last one kept, so that ties fall the same way everywhere
                near = data >= np.partition(data, -most)[-most]
                data, columns = data[near], columns[near]
            order = np.lexsort((columns, -data))[:most]
            yield [(int(columns[at]), float(data[at])) for at in order]


def by_ngrams(queries: Sequence[str], titles: Sequence[str]) -> list[int]:
    """Per query the position of the nearest title, -1 where nothing is shared."""
    return [near[0][0] if near else -1 for near in nearest_titles(queries, titles, 1)]


def sentence_encoder(model: str) -> Callable[[Sequence[str]], np.ndarray]:
    """Unit vectors by a sentence-transformers model, such as the Phrase-BERT of the paper ("whaleloops/phrase-bert")."""
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise BadInput(
            f"--similarity sentence-transformers:{model} needs the package sentence-transformers, which is optional "
            "and in no extra of this project; pip install sentence-transformers, or leave the option out"
        ) from error
    encoder = SentenceTransformer(model)
    return lambda texts: np.asarray(encoder.encode(list(texts), normalize_embeddings=True))
