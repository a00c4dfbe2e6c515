"""The rows that systems are judged on, and those that baselines may learn from.

Where a dataset has a train split, baselines learn from the start of it. Where it has none (the imported original
release is one test file), they learn from the first half of the triples and all systems are judged on the other half.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import rjdb
from dataset_builder.errors import BadInput
from training.data.load import load_config, take_split
from training.data.row_ids import triple_of
from training.rules.gazetteer import Names

# The split of pairs that people wrote: config `handwritten`, which holds verdicts.
HANDWRITTEN = "handwritten"
# Rows a task that baselines learn from at most.
TRAINING_ROWS = 8_000


@dataclass
class Benchmark:
    """One split of a dataset. `data` is "rjdb", a folder or org/name, as in `training.data.load`.

    `fit_data`: another dataset, whose train split is learnt from; all rows here are judged then.
    `fit_triples`: how many triples are learnt from where the dataset has no train split; None is half of them.
    `limit`: judge only the first rows of each task.

    Raises:
        BadInput: no dataset there, no such split, or nothing left to judge.
    """

    data: str
    split: str = "test"
    limit: int | None = None
    fit_triples: int | None = None
    fit_data: str | None = None
    _tasks: dict = field(default_factory=dict, repr=False)
    _training: dict[str, list[dict]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        matching = self._load("matching")
        self.has_train = "train" in matching and self.split != "train"
        ids = list(dict.fromkeys(map(triple_of, matching[self.split]["id"])))
        self._learnt: frozenset[str] = frozenset()
        if self.fit_data is not None:
            if self.fit_triples is not None:
                raise BadInput("--fit-triples: is of the judged data, and --fit-data names another; leave one out")
            self._fitting(self.fit_data, "matching")
        elif not self.has_train:
            half = len(ids) // 2 if self.fit_triples is None else self.fit_triples
            if not 0 <= half < len(ids):
                raise BadInput(
                    f"--fit-triples {half}: {self.split} has {len(ids)} triples and some must be left to judge"
                )
            self._learnt = frozenset(ids[:half])

    @property
    def fitted_on(self) -> str:
        if self.fit_data is not None:
            return f"the first {TRAINING_ROWS:,} rows of train of {self.fit_data}"
        if self.has_train:
            return f"the first {TRAINING_ROWS:,} rows of train"
        return f"the first {len(self._learnt)} triples of {self.split}, which are not judged"

    def _load(self, task: str):
        if task not in self._tasks:
            self._tasks[task] = load_config(self.data, task, option="--data")
            if self.split == HANDWRITTEN and task == "matching":
                self._tasks[task][HANDWRITTEN] = self._handwritten()
            elif task in rjdb.SPLIT_CONFIGS and self.split not in (HANDWRITTEN, *self._tasks[task]):
                raise BadInput(f"--split {self.split}: {self.data} has {', '.join(self._tasks[task])}")
        return self._tasks[task]

    def _handwritten(self):
        """The pairs as rows of matching; each is a group of its own for the bootstrap."""
        columns = ["pair_id", "job_description", "resume", "label"]
        pairs = take_split(load_config(self.data, HANDWRITTEN, option="--data"), "test", columns, f"--data {self.data}")
        return pairs.select_columns(columns).map(lambda row: {"id": f"{row['pair_id']}-pair"}).remove_columns("pair_id")

    def _fitting(self, name: str, task: str):
        """The train split of another dataset."""
        return take_split(
            load_config(name, task, option="--fit-data"), "train", ("id",), f"--fit-data {name}, config {task}"
        )

    def rows(self, task: str) -> list[dict]:
        """The rows to judge, in order.

        Raises:
            BadInput: the split holds no rows of this task.
        """
        if self.split == HANDWRITTEN and task != "matching":
            raise BadInput(f"--split {HANDWRITTEN}: holds verdicts and no rows of {task}; give --task matching")
        dataset = self._load(task)[self.split]
        dataset = dataset.remove_columns([name for name in ("prompt",) if name in dataset.column_names])
        ids = dataset["id"]
        kept = [at for at, row_id in enumerate(ids) if triple_of(row_id) not in self._learnt][: self.limit]
        return dataset.select(kept).to_list() if kept else []

    def training_rows(self, task: str) -> Sequence[dict]:
        """The rows to learn from, at most `TRAINING_ROWS`; kept, since every system asks for them."""
        if task not in self._training:
            if self.fit_data is not None:
                dataset = self._fitting(self.fit_data, task)
            else:
                dataset = self._load(task)["train" if self.has_train else self.split]
            dataset = dataset.remove_columns("prompt")
            if self.has_train or self.fit_data is not None:
                kept = range(min(TRAINING_ROWS, len(dataset)))
            else:
                kept = [at for at, row_id in enumerate(dataset["id"]) if triple_of(row_id) in self._learnt][
                    :TRAINING_ROWS
                ]
            self._training[task] = dataset.select(kept).to_list() if len(kept) else []
        return self._training[task]

    def triples(self) -> dict[str, dict]:
        """The facts of each triple by its id, for the breakdown of errors; without documents."""
        columns = ["id", "category", "removed_skills", "experience_edit", "negative_kind"]
        dataset = self._load("triples")[self.split].select_columns(columns)
        return {row["id"]: row for row in dataset.to_list()}

    def names(self) -> Names:
        """The skills with their aliases and the occupations that the dataset that is learnt from publishes with its rows."""
        load = self._load if self.fit_data is None else partial(self._fitted_config, self.fit_data)
        skills, occupations = (load(config)["train"] for config in ("skills", "occupations"))
        pairs = zip(skills["skill"], skills["aliases"])
        return Names(tuple((name, tuple(aliases or ())) for name, aliases in pairs), tuple(occupations["title"]))

    @staticmethod
    def _fitted_config(name: str, config: str):
        return load_config(name, config, option="--fit-data")

    def fingerprint(self, task: str) -> str:
        """Changes with the rows to judge and what is learnt from."""
        digest = hashlib.sha256()
        for row in (*self.rows(task), *self.training_rows(task)):
            digest.update("\0".join(map(str, row.values())).encode())
        return digest.hexdigest()[:16]
