"""Job titles ranked by likeness, as people judged it: how far letters alone name the same occupation.

The folder is that of Avature's job title similarity dataset (Deniz et al. 2024): queries.tsv and
corpus_documents.tsv with an id and a title, annotations.tsv with trec_eval's query, 0, document, relevance.
The paper has no such table; it is here because the graph merges titles by their words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dataset_builder.errors import BadInput
from dataset_builder.sources.text_files import read_text_file
from training.evaluation.matchers import Forms
from training.evaluation.metrics import Scores

MEASURES = ("MAP", "MRR", "nDCG@10", "nDCG")


@dataclass(frozen=True)
class TitleRanking:
    """`relevant`: queries x documents, 1 where people called the two titles alike."""

    queries: tuple[str, ...]
    documents: tuple[str, ...]
    relevant: np.ndarray


def _table(path: Path, width: int) -> list[tuple[int, list[str]]]:
    lines = read_text_file(path).splitlines()
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line.strip()]
    for number, row in rows:
        if len(row) != width:
            raise BadInput(f"{path}, line {number}: has {len(row)} columns, not {width}; separate them by tabs")
    return rows


def read_titles(folder: str | Path) -> TitleRanking:
    """Queries without any relevant title are left out: they have no ranking to be right about.

    Raises:
        BadInput: a file is missing, or a line names an id that does not exist.
    """
    folder = Path(folder)
    queries, documents = (
        dict(row for _, row in _table(folder / name, 2)) for name in ("queries.tsv", "corpus_documents.tsv")
    )
    query_at, document_at = ({name: at for at, name in enumerate(titles)} for titles in (queries, documents))
    relevant = np.zeros((len(queries), len(documents)), dtype=np.int8)
    path = folder / "annotations.tsv"
    for number, (query, _, document, grade) in _table(path, 4):
        for name, known, file in ((query, query_at, "queries.tsv"), (document, document_at, "corpus_documents.tsv")):
            if name not in known:
                raise BadInput(f"{path}, line {number}: {name!r} is not in {file}; add it there or drop the line")
        if grade.strip() not in ("0", "1"):
            raise BadInput(f"{path}, line {number}, column 4: is {grade!r}; give 0 or 1")
        relevant[query_at[query], document_at[document]] = int(grade)
    kept = relevant.any(axis=1)
    if not kept.any():
        raise BadInput(f"{path}: names no relevant title; give the dataset as published")
    titles = tuple(title for title, keep in zip(queries.values(), kept) if keep)
    return TitleRanking(titles, tuple(documents.values()), relevant[kept])


def _tfidf(analyzer: str, ngrams: tuple[int, int]) -> Callable[[Sequence[str], Sequence[str]], np.ndarray]:
    def rank(queries: Sequence[str], documents: Sequence[str]) -> np.ndarray:
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(analyzer=analyzer, ngram_range=ngrams, sublinear_tf=True)
        vectors = vectorizer.fit_transform(documents)
        return (vectorizer.transform(queries) @ vectors.T).toarray()

    return rank


def _exact(queries: Sequence[str], documents: Sequence[str]) -> np.ndarray:
    """1 where the stems are the same."""
    forms = Forms()
    held = np.array([forms.stems(title) for title in documents])
    return np.array([held == forms.stems(query) for query in queries], dtype=float)


# From queries and documents to likeness, queries x documents.
RANKERS: dict[str, Callable[[Sequence[str], Sequence[str]], np.ndarray]] = {
    "exact (stems)": _exact,
    "TF-IDF, words": _tfidf("word", (1, 2)),
    "TF-IDF, letters": _tfidf("char_wb", (2, 4)),
}


def score_ranking(likeness: np.ndarray, relevant: np.ndarray) -> Scores:
    """MAP, MRR and nDCG by scikit-learn, a row a query. Titles that are equally like share their ranks: a ranker that
    gives everything the same figure earns what chance does, in any order of the file."""
    from sklearn.metrics import average_precision_score, ndcg_score

    rows = [
        (
            average_precision_score(gold, values),
            _reciprocal_rank(values, gold),
            ndcg_score([gold], [values], k=10),
            ndcg_score([gold], [values]),
        )
        for values, gold in zip(likeness, relevant)
    ]
    above = np.array(rows, dtype=float)
    return Scores(MEASURES, above, np.ones_like(above), {"rows": len(rows), "unparsed": 0, "missing": 0})


def _reciprocal_rank(values: np.ndarray, gold: np.ndarray) -> float:
    """1 / rank of the first relevant title; among equals it stands where it would on average."""
    best = values[gold == 1].max()
    tied = values == best
    expected = (tied.sum() + 1) / ((tied & (gold == 1)).sum() + 1)
    return 1 / ((values > best).sum() + expected)
