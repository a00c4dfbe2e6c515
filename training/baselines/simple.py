"""Baselines that hardly read: the most frequent label, one number and a threshold, listing everything, copying.

They bound what a figure means: "match" every time has F1 66.7, listing every requirement finds most modifications,
and a copied section beats the paper's editors at ROUGE-2.
"""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from dataset_builder.quality.surface_baselines import years_asked, years_held
from dataset_builder.text.experience import Job
from dataset_builder.text.requirements import RequiredJob
from training.rules.editing import section_text
from training.rules.fitting import best_threshold
from training.rules.reading import Reader
from training.systems.protocol import NOTHING_LEARNT, ByRows, Edit, Experience, Explanation, Extraction, Match, Result

MATCHING = ("matching",)


class Majority(ByRows):
    """The most frequent label of the training rows; "match" where they are balanced, for that has the better F1."""

    name, tasks, parallel = "majority", MATCHING, False

    def __init__(self) -> None:
        self.label = 1

    def fit(self, rows) -> None:
        counts = Counter(row["label"] for row in rows("matching"))
        self.label = 0 if counts[0] > counts[1] else 1

    def results(self, task: str, rows: Sequence[dict]) -> list[Match]:
        return [Match(self.label)] * len(rows)


def length(row: dict) -> float:
    """Words of the resume."""
    return len((row["resume"] or "").split())


def years(row: dict) -> float:
    """Years that the resume's dates span minus years that the job description names."""
    return years_held(row["resume"] or "") - years_asked(row["job_description"] or "")


class Threshold(ByRows):
    """A match where one number of the pair reaches what separates the training rows best; 0 where there are none."""

    tasks, parallel = MATCHING, False

    def __init__(self, name: str, number: Callable[[dict], float]) -> None:
        self.name, self.number, self.threshold = name, number, 0.0

    def fit(self, rows) -> None:
        if training := rows("matching"):
            numbers, labels = [self.number(row) for row in training], [row["label"] for row in training]
            self.threshold, _ = best_threshold(numbers, labels)

    def results(self, task: str, rows: Sequence[dict]) -> list[Match]:
        return [Match(int(self.number(row) >= self.threshold)) for row in rows]


class Overlap(ByRows):
    """A match where the TF-IDF vectors of job and resume are close: words and pairs of words, learnt from training rows."""

    name, tasks, parallel = "overlap", MATCHING, False
    _BLOCK = 2_000

    def __init__(self) -> None:
        self.vectorizer, self.threshold = None, 0.0

    def fit(self, rows) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        training = rows("matching")
        if not training:
            return
        self.vectorizer = TfidfVectorizer(
            ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"\w+", dtype=np.float32
        )
        texts = {row[column] or "" for row in training for column in ("job_description", "resume")}
        self.vectorizer.fit(sorted(texts))
        self.threshold, _ = best_threshold(self._likeness(training), [row["label"] for row in training])

    def _likeness(self, rows: Sequence[dict]) -> np.ndarray:
        blocks = [rows[i : i + self._BLOCK] for i in range(0, len(rows), self._BLOCK)]
        return np.concatenate([self._block_likeness(block) for block in blocks])

    def _block_likeness(self, rows: Sequence[dict]) -> np.ndarray:
        jobs, resumes = (
            self.vectorizer.transform([row[c] or "" for row in rows]) for c in ("job_description", "resume")
        )
        return np.asarray(jobs.multiply(resumes).sum(axis=1)).ravel()

    def results(self, task: str, rows: Sequence[dict]) -> list[Match]:
        if self.vectorizer is None or not rows:
            return [NOTHING_LEARNT] * len(rows)
        return [Match(int(value >= self.threshold)) for value in self._likeness(rows)]


class ListAll(ByRows):
    """Lists every line: all that a job asks for as missing, all lines of a section as its skills."""

    name, tasks, parallel = "list-all", ("explanation", "extraction"), True

    def __init__(self) -> None:
        self.reader = Reader()

    def fit(self, rows) -> None:
        pass

    def results(self, task: str, rows: Sequence[dict]) -> list[Result]:
        return [self._explain(row) if task == "explanation" else self._extract(row) for row in rows]

    def _explain(self, row: dict) -> Explanation:
        job = self.reader.job(row["job_description"])
        jobs = tuple(Experience(asked.line, asked.years) for asked in job.jobs)
        return Explanation(0, skills=job.skills, experiences=jobs)

    def _extract(self, row: dict) -> Extraction:
        read = self.reader.resume if row["document_type"] == "resume" else self.reader.job
        reading = read(row["document"])
        return Extraction(reading.skills, tuple(map(_whole_line, reading.jobs)))


def _whole_line(job: Job | RequiredJob) -> Experience:
    if isinstance(job, RequiredJob):
        return Experience(job.line, job.years)
    return Experience(job.line, None, job.start_year, job.end_year)


class Copy(ByRows):
    """The section as it stands in the unmatched resume."""

    name, tasks, parallel = "copy", ("editing",), True

    def fit(self, rows) -> None:
        pass

    def results(self, task: str, rows: Sequence[dict]) -> list[Edit]:
        return [Edit(section_text(row["resume"], row["section"])) for row in rows]
