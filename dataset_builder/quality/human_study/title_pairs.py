"""Generated job descriptions, each with a real one of its own whose title is nearest.

The paper finds the nearest Dice ad by an embedding of the title. Offline, nearness is the cosine of TF-IDF over
character 3- and 4-grams; `sentence-transformers:MODEL` takes a model folder or Hub id as the paper does. No real ad
is used twice: the pairs are those of largest total similarity.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dataset_builder.errors import BadInput
from dataset_builder.graph.nearest_titles import nearest_titles, sentence_encoder
from dataset_builder.quality.human_study.real_jobs import RealJob


@dataclass(frozen=True)
class TitlePair:
    # Title, text and triple id of what the teacher wrote.
    generated: RealJob
    real: RealJob
    # Cosine of the titles, 0 to 1.
    similarity: float


def similarities(titles: Sequence[str], others: Sequence[str], similarity: str) -> np.ndarray:
    """len(titles) x len(others). With n-grams only the len(titles) nearest of each are above 0."""
    if similarity == "ngrams":
        found = np.zeros((len(titles), len(others)))
        for row, nearest in enumerate(nearest_titles(titles, others, len(titles))):
            for column, cosine in nearest:
                found[row, column] = cosine
        return found
    kind, _, model = similarity.partition(":")
    if kind != "sentence-transformers" or not model:
        raise BadInput(f"--similarity {similarity} is unknown; use ngrams or sentence-transformers:MODEL")
    encode = sentence_encoder(model)
    return encode(titles) @ encode(others).T


def pair_up(generated: Sequence[RealJob], real: Sequence[RealJob], similarity: str = "ngrams") -> list[TitlePair]:
    """A pair for each generated job description.

    Raises:
        BadInput: there are fewer real ads than generated ones, or the similarity is unknown.
    """
    from scipy.optimize import linear_sum_assignment

    if len(real) < len(generated):
        raise BadInput(f"--n {len(generated)}: there are {len(real)} real job descriptions; give a smaller --n")
    found = similarities([job.title for job in generated], [job.title for job in real], similarity)
    rows, columns = linear_sum_assignment(found, maximize=True)
    return [TitlePair(generated[r], real[c], float(found[r, c])) for r, c in zip(rows, columns)]
