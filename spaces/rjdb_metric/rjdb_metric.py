"""The measures of RJDB as an `evaluate` metric, config by config like `load_dataset("rjdb", config)`.

In a checkout it imports the installed project. `publish` puts the modules that `publish.yaml` names next to this file
and makes these imports relative (`from .metrics import …`), because `evaluate` copies what the import lines of this
file name in that form, and only that: `stems` is imported for `matchers`. It takes a comment after an import for a
download address.
"""
# ruff: noqa: F401

import json

import datasets
import evaluate

from dataset_builder.text.date_words import DASHES
from dataset_builder.text.dates import Date
from dataset_builder.text.stems import tokens
from rjdb import parse, plain
from training.evaluation.intervals import RESAMPLES, intervals
from training.evaluation.matchers import MATCHERS
from training.evaluation.metrics import TASKS, score
from training.reader.evaluation.matchers import LIKE
from training.reader.evaluation.records import Record, of_json_resume, of_truth
from training.reader.evaluation.scores import BESIDE, FIELDS, compare

_CITATION = """\
@article{rjdb2023, title={Resume-Job Description Benchmark}, journal={arXiv preprint arXiv:2311.06383}, year={2023}}
"""
_DESCRIPTION = f"""\
Accuracy and F1 of matching; recall, precision and F1 of explanations; recall, precision and F1 of extracted skills and
experience under named matchers ({", ".join(MATCHERS)}); ROUGE-2, F_add, SARI and the share of copies of edits. The measures of the
Resume-Job Description Benchmark, each with what keeps it honest beside it. The config `reading` compares resumes as data: jobs and
schools aligned one to one, then strict F1 by field (texts at {LIKE} of 100), micro and macro, and jobs that were invented.
"""
_INPUTS = """
Args:
    predictions: what a model wrote, one text a row; None or "" is no answer. Matching also takes labels 0 and 1.
    references: the dataset's `completion` column; matching also takes `label`. In `reading` both are JSON: predictions in the form of
        jsonresume.org, references in that or with contact, experience, education and skills.
    document_type: extraction only, the column of that name.
    section, resume: editing only, the columns of those names.
    ids: optional, the `id` column; with it, intervals are drawn over triples.
    resamples: optional, bootstrap resamples; 0, the default, gives no intervals.
Returns:
    measures by name, 0-100; `rows`, and `unparsed` and `missing` answers; `intervals` where asked for.
"""
_READING = "reading"
_CONFIGS = (*TASKS, _READING)
_COLUMNS = {
    "matching": (),
    "explanation": (),
    "extraction": ("document_type",),
    "editing": ("section", "resume"),
    _READING: (),
}


def _text(value) -> str:
    """Texts as they are, labels as "0" and "1", and nothing for None and NaN."""
    value = plain(value)
    return "" if value is None else str(value)


@evaluate.utils.file_utils.add_start_docstrings(_DESCRIPTION, _INPUTS)
class RjdbMetric(evaluate.Metric):
    """One config a task."""

    def _info(self):
        if self.config_name not in _CONFIGS:
            raise ValueError(f"no config {self.config_name!r}; give one of {', '.join(_CONFIGS)}")
        names = ("predictions", "references", *_COLUMNS[self.config_name])
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation=_CITATION,
            inputs_description=_INPUTS,
            features=datasets.Features({name: datasets.Value("string") for name in names}),
        )

    def compute(self, *, predictions=None, references=None, **kwargs):
        """Compute the measures. Answers that are missing at the end are counted; more answers than references are refused.

        Raises:
            ValueError: more predictions than references, or a column of another length.
        """
        self._missing = 0
        if predictions is not None and references is not None:
            predictions, references = list(predictions), list(references)
            self._missing = _missing(predictions, references, kwargs)
            predictions += [None] * self._missing
        return evaluate.Metric.compute(self, predictions=predictions, references=references, **kwargs)

    def add_batch(self, *, predictions=None, references=None, **kwargs):
        """Add a batch of answers and references."""
        kwargs = {name: list(map(_text, values)) for name, values in kwargs.items()}
        predictions, references = list(map(_text, predictions)), list(map(_text, references))
        evaluate.Metric.add_batch(self, predictions=predictions, references=references, **kwargs)

    def add(self, *, prediction=None, reference=None, **kwargs):
        """Add one answer and its reference."""
        self.add_batch(predictions=[prediction], references=[reference], **{name: [v] for name, v in kwargs.items()})

    def _compute(self, predictions, references, ids=None, resamples=0, **columns):
        task = self.config_name
        if task == _READING:
            return _reading(predictions, references, self._missing, resamples)
        rows = [parse(task, reference) for reference in references]
        for name in columns:
            rows = [row | {name: value} for row, value in zip(rows, columns[name])]
        answers = [parse(task, text) if text.strip() else None for text in predictions]
        answers = answers[: len(answers) - self._missing] if self._missing else answers
        scores = score(task, answers, rows)
        result = {name: value for name, value in scores.values().items() if value is not None}
        result |= scores.counts
        if resamples or ids is not None:
            groups = [_triple(name) for name in ids] if ids is not None else range(len(rows))
            bounds = intervals(scores, groups, resamples or RESAMPLES)
            result["intervals"] = {name: (bounds[name].low, bounds[name].high) for name in bounds if name in result}
        return result


def _reading(predictions, references, missing, resamples):
    """Strict F1 of resumes as data. A prediction that is no JSON object is an empty one, and counted as `unparsed`."""
    stated = [of_truth(_object(reference) or {}) for reference in references]
    objects = [_object(text) for text in predictions]
    read = [Record() if one is None else of_json_resume(one) for one in objects]
    scores = compare(read, stated)
    lenient = compare(read, stated, lenient=True)
    figures = {"micro F1": scores.micro, "macro F1": scores.macro, "micro F1 lenient": lenient.micro}
    figures |= {"precision": scores.total.precision, "recall": scores.total.recall}
    figures |= {f"{name} F1": scores.fields[name].f1 for name in (*FIELDS, *BESIDE)}
    result = {name: value for name, value in figures.items() if value is not None}
    result |= {"jobs invented": scores.invented, "jobs missed": scores.missed, "rows": len(stated)}
    result |= {"unparsed": sum(one is None for one in objects) - missing, "missing": missing}
    if resamples:
        bounds = scores.intervals(resamples)
        named = {"micro" if name == "micro F1" else name.removesuffix(" F1"): name for name in result}
        result["intervals"] = {named[name]: (bounds[name].low, bounds[name].high) for name in bounds if name in named}
    return result


def _object(text):
    """A JSON object; None for any other text."""
    try:
        found = json.loads(text)
    except (TypeError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _missing(predictions: list, references: list, columns: dict) -> int:
    """How many predictions are missing at the end."""
    given, expected = len(predictions), len(references)
    if given > expected:
        raise ValueError(f"{given:,} predictions for {expected:,} references; give one prediction for each reference")
    for name in ("document_type", "section", "resume", "ids"):
        if columns.get(name) is not None and len(columns[name]) != expected:
            raise ValueError(f"{name} has {len(columns[name]):,} values for {expected:,} references; give one for each")
    return expected - given


def _triple(row_id: str) -> str:
    """The triple that a row was cut from; the rows of one triple are resampled together."""
    return row_id.rpartition("-")[0] or row_id
