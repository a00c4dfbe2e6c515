"""`eval.yaml` of the dataset folder: the four tasks as a benchmark that the Hub lists and inspect-ai runs.

    inspect eval hf/rjdb/rjdb/matching --model openai/gpt-4o-mini

Its scorers are those that inspect-ai has: exact answer, or overlap of words. The paper's measures, which read the
answer, are those of `training.evaluate` and of the metric Space.
"""

import yaml

import rjdb

SCORERS = {"matching": "exact", "explanation": "f1", "extraction": "f1", "editing": "f1"}
SPLIT = "test"
DESCRIPTION = (
    "Four tasks on resumes and job descriptions: match, explain, extract, edit. Input is the column prompt, target the "
    "column completion. Scores by word overlap are a first look; rjdb_metric computes the measures of arXiv 2311.06383."
)


def write_eval_file(sizes: dict, name: str = "RJDB", description: str = DESCRIPTION) -> str | None:
    """The YAML for the tasks whose test split is there; None where none is. `sizes` as in build.json."""
    tasks = [
        {
            "id": task,
            "config": task,
            "split": SPLIT,
            "field_spec": {"input": "prompt", "target": "completion", "metadata": ["id"]},
            "solvers": [{"name": "generate"}],
            "scorers": [{"name": SCORERS[task]}],
        }
        for task in rjdb.TASKS
        if SPLIT in sizes.get(task, {})
    ]
    if not tasks:
        return None
    content = {"name": name, "description": description, "evaluation_framework": "inspect-ai", "tasks": tasks}
    return yaml.safe_dump(content, sort_keys=False, width=120)
