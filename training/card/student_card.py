"""The card of a student, README.md of its folder, and `.eval_results/*.yaml`: written from what was measured.

    python -m training.card students/pointer/matcher --evaluation evaluation/test --evaluation evaluation/release
    python -m training.card students/pointer/matcher --repository org/rjdb-matcher --evaluation evaluation/test
    python -m training.card training/recipes/students/extractor.yaml --out extractor.md     # not trained: the card says so

Figures come from training.json, recipe.yaml, robustness.json and calibration.json (`python -m training.evaluation.robustness`,
`training.evaluation.calibration`) and the evaluations' results.json; sentences from model_cards/. What was not measured is said to be missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from huggingface_hub import ModelCard, ModelCardData, eval_result_entries_to_yaml

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.hub.release import is_hub_id
from dataset_builder.report.card_text import CITATION, code_block
from dataset_builder.storage.files import replacing
from dataset_builder.storage.folder import read_build
from training.card import pointer_card, results
from training.card.results import Evaluation, eval_entries, results_text
from training.card.snippets import plain_snippet, snippet
from training.data.load import mixed_names
from training.evaluation.calibration import CALIBRATION_FILE, calibration_text
from training.evaluation.robustness import ROBUSTNESS_FILE, robustness_text
from training.students.folder import RECIPE_FILE, TRAINING_FILE, known_tasks, read_mapping
from training.students.language_model import adapter_base
from training.students.pointer.pointer import FAMILY
from training.students.student import answer_limit
from training.systems.model_system import identity_of

# A wheel holds them next to this module, a checkout at its top.
_PACKED = Path(__file__).with_name("model_cards")
TEXTS = _PACKED if _PACKED.is_dir() else Path(__file__).parents[2] / "model_cards"
RESULTS_FOLDER = ".eval_results"
_CURVE = "learning_curve.png"


@dataclass(frozen=True)
class CardFacts:
    """What is known of a student. `training` and `identity` are empty for one that is a recipe only.

    `repository` is how the card's snippets load it.
    """

    name: str
    repository: str
    recipe: dict
    training: dict
    tasks: tuple[str, ...]
    adapter: bool = False
    causal: bool = False
    curve: bool = False
    identity: str | None = None
    robustness: dict | None = None
    calibration: dict | None = None
    new_tokens: int | None = None

    @property
    def is_pointer(self) -> bool:
        return self.training.get("family") == FAMILY

    @property
    def base(self) -> str:
        return self.training.get("base_model", {}).get("name") or self.recipe.get("model_name_or_path") or ""

    @property
    def dataset(self) -> str:
        return self.training.get("dataset", {}).get("name") or self.recipe.get("dataset") or "rjdb"

    @property
    def datasets(self) -> list[str]:
        """The names of `dataset`: several of a mix."""
        return mixed_names(self.dataset)


def read_facts(source: str | Path, repository: str | None = None) -> CardFacts:
    """Of a finished student's folder, or of a recipe.

    Raises:
        BadInput: neither is there, the training is not finished, or a file cannot be read.
    """
    path, origin = Path(source), str(source)
    if path.is_file():
        recipe = read_mapping(path, origin)
        tasks = tuple(task for task in rjdb.TASKS if task in (recipe.get("tasks") or ()))
        if not tasks:
            raise BadInput(f"{origin}: is no recipe of a student (it has no tasks); give one, or a student's folder")
        new_tokens = recipe.get("max_completion_tokens")
        return CardFacts(path.stem, repository or path.stem, recipe, {}, tasks, new_tokens=new_tokens)
    if not path.is_dir():
        raise BadInput(f"{origin}: no such folder or recipe; give a student's folder, or a recipe as YAML")
    if not (path / TRAINING_FILE).is_file():
        raise BadInput(f"{origin}: has no {TRAINING_FILE}, so its training is not finished; finish it first")
    name = path.resolve().name
    adapter = read_mapping(path / "adapter_config.json", origin)
    config = read_mapping((adapter_base(path, origin) or path) / "config.json", origin)
    return CardFacts(
        name,
        repository or name,
        read_mapping(path / RECIPE_FILE, origin),
        read_mapping(path / TRAINING_FILE, origin),
        known_tasks(path, origin),
        adapter=bool(adapter),
        causal=not config.get("is_encoder_decoder", False),
        curve=(path / _CURVE).is_file(),
        identity=identity_of(path, origin),
        robustness=read_mapping(path / ROBUSTNESS_FILE, origin) or None,
        calibration=read_mapping(path / CALIBRATION_FILE, origin) or None,
        new_tokens=answer_limit(path, origin),
    )


def write_card(facts: CardFacts, evaluations: Sequence[Evaluation]) -> str:
    """The whole README.md."""
    texts = read_texts()
    card = ModelCard.from_template(
        _front_matter(facts, texts),
        template_path=str(TEXTS / ("pointer.md" if facts.is_pointer else "student.md")),
        title=_title(facts, texts),
        code=code_block("train"),
        tasks="\n".join(f"- {texts['tasks'][task]}" for task in facts.tasks),
        data=_data(facts),
        recipe=yaml.safe_dump(_without_places(facts.recipe), sort_keys=False, allow_unicode=True, width=100).strip(),
        curve=facts.curve,
        results=results_text(evaluations, results.Student(facts.name, facts.tasks, facts.identity)),
        calibration=_calibration(facts),
        licence=_licence(facts),
        citation=CITATION,
        **(_of_pointer(facts, texts) if facts.is_pointer else _of_language_model(facts, texts)),
    )
    return str(card).rstrip() + "\n"


def _of_pointer(facts: CardFacts, texts: dict) -> dict[str, str]:
    task = facts.tasks[0]
    limits = (*texts["pointer_limits"], *(texts["task_limits"][one] for one in facts.tasks if one != "extraction"))
    return {
        "summary": pointer_card.summary(facts.training["base_model"]["parameters"], _short(facts.base), facts.tasks),
        "snippet": pointer_card.evidence_snippet(facts.repository, facts.tasks, texts),
        "plain_snippet": pointer_card.plain_snippet(facts.repository, task),
        "evidence": pointer_card.EVIDENCE[task],
        "how": pointer_card.HOW[task],
        "training": pointer_card.trained(facts.training, task),
        "limits": "\n".join(f"- {text}" for text in limits),
    }


def _of_language_model(facts: CardFacts, texts: dict) -> dict[str, str]:
    return {
        "summary": _summary(facts),
        "snippet": snippet(facts.repository, facts.tasks, texts),
        "plain_snippet": plain_snippet(
            facts.repository, facts.tasks[0], texts, facts.adapter, facts.causal, facts.new_tokens
        ),
        "lost": _lost(facts),
        "training": _training(facts),
        "robustness": robustness_text(facts.robustness),
        "limits": "\n".join(
            f"- {text}" for text in (*texts["limits"], *(texts["task_limits"][t] for t in facts.tasks))
        ),
    }


def _calibration(facts: CardFacts) -> str:
    """ "" for a student that gives no verdict, and so no score of one."""
    return calibration_text(facts.calibration) if "matching" in facts.tasks and facts.training else ""


def _lost(facts: CardFacts) -> str:
    limit = f"{facts.recipe['max_prompt_tokens']:,}" if "max_prompt_tokens" in facts.recipe else "the model's"
    return f"an input beyond {limit} tokens lost"


def read_texts() -> dict:
    if not (TEXTS / "facts.yaml").is_file():
        raise BadInput(f"{TEXTS}: the sentences of cards are not here; install the project anew")
    return yaml.safe_load((TEXTS / "facts.yaml").read_text(encoding="utf-8"))


def _front_matter(facts: CardFacts, texts: dict) -> ModelCardData:
    data = [rjdb.HUB_ID if name == "rjdb" else name for name in facts.datasets if name == "rjdb" or is_hub_id(name)]
    return ModelCardData(
        language="en",
        license=_licence_name(facts),
        library_name="peft" if facts.adapter else "transformers",
        # transformers 5 has no pipeline() for an encoder-decoder that writes text, and the Hub would show one for any tag
        pipeline_tag=_pipeline_tag(facts),
        base_model=facts.base if is_hub_id(facts.base) else None,
        base_model_relation="adapter" if facts.adapter and is_hub_id(facts.base) else None,
        datasets=data or None,
        metrics=list(dict.fromkeys(metric for task in facts.tasks for metric in texts["metrics"][task])),
        tags=["rjdb", "resumes", "job-descriptions", "human-resources", *(texts["names"][t] for t in facts.tasks)],
    )


def _pipeline_tag(facts: CardFacts) -> str | None:
    if facts.is_pointer:
        return pointer_card.PIPELINE[facts.tasks[0]]
    return "text-generation" if facts.causal else None


def _title(facts: CardFacts, texts: dict) -> str:
    """What it is, and its name where that says more."""
    kind = " and ".join(texts["names"][task] for task in facts.tasks)
    return f"RJDB {kind}" if facts.name == kind else f"RJDB {kind}: {facts.name}"


def _without_places(recipe: dict) -> dict:
    """Without where things lie on one machine."""
    return {
        key: Path(value).name if isinstance(value, str) and Path(value).is_absolute() else value
        for key, value in recipe.items()
    }


def _short(name: str) -> str:
    return Path(name).name if Path(name).is_absolute() else name


def _summary(facts: CardFacts) -> str:
    kind = "a decoder-only model" if facts.causal else "an encoder–decoder"
    if not facts.training:
        return (
            f"**Not trained.** This is the card of the recipe `{facts.name}`, which would train `{facts.base}`: there are no "
            "weights and no results. The command below makes them."
        )
    size = facts.training["base_model"]["parameters"] / 1e6
    start = f"trained from `{_short(facts.base)}`"
    form = f", as a LoRA adapter of `{_short(facts.base)}`" if facts.adapter else ""
    return (
        f"A student of [RJDB](https://arxiv.org/abs/2311.06383): {kind} of {size:.1f} M parameters, {start}{form}, for "
        f"{', '.join(facts.tasks)} on resumes and job descriptions."
    )


def _data(facts: CardFacts) -> str:
    name = "+".join(rjdb.HUB_ID if one == "rjdb" else _short(one) for one in facts.datasets)
    if not facts.training:
        revision = facts.recipe.get("dataset_revision")
        return f"`{name}`{f' at revision `{revision}`' if revision else ''}, tasks {', '.join(facts.tasks)}."
    data = facts.training["dataset"]
    known = [f"{key} `{data[key]}`" for key in ("revision", "build") if data.get(key)]
    rows = ", ".join(f"{count:,} rows of {split}" for split, count in data["rows"].items())
    parts = [f"`{name}`{', ' + ', '.join(known) if known else ''}: {rows}."]
    for key, what in (("shortened", "Inputs that lost a section because they were too long"), ("left_out", "Left out")):
        if counts := facts.training.get(key):
            parts.append(f"{what}: " + ", ".join(f"{section} {count:,}" for section, count in counts.items()) + ".")
    return " ".join(parts) + " All of it is synthetic: no person is described."


def _training(facts: CardFacts) -> str:
    command = f"`python -m training.sft --config {RECIPE_FILE}`"
    if not facts.training:
        return f"{command} with what follows."
    run, best = facts.training["trainer"], facts.training.get("best") or {}
    versions = ", ".join(f"{name} {version}" for name, version in run["versions"].items())
    chosen = (
        f"The checkpoint with the best {best['metric']} on validation was kept: {best['value']:.2f} at step "
        f"{best['step']:,}. "
        if best.get("value") is not None
        else ""
    )
    return (
        f"{command}: {run['steps']:,} steps, {run['tokens']:,} tokens, {run['seconds'] / 60:.1f} minutes on "
        f"{run['hardware']}. {chosen}{versions}."
    )


def _licence_name(facts: CardFacts) -> str:
    """That of the data; of a mix one that binds, where any does."""
    builds = [read_build(Path(name)) or {} for name in facts.datasets if Path(name).is_dir()]
    binding = [build["licence"] for build in builds if build.get("licence") not in (None, "apache-2.0")]
    return binding[0] if binding else "apache-2.0"


def _licence(facts: CardFacts) -> str:
    base = "" if not facts.base else f" The terms of `{_short(facts.base)}` apply as well."
    return f"Weights: {_licence_name(facts)}. The data's own card lists the licence of each of its sources.{base}"


def save_first(folder: Path) -> None:
    """The card of a student that has just been trained, or that lacks one: nothing is measured yet, and it says so."""
    if (folder / "README.md").is_file():
        return
    try:
        save(folder, read_facts(folder), [])
    except BadInput as error:  # the training is whole without it
        print(f"no card was written: {error}")


def save(folder: Path, facts: CardFacts, evaluations: Sequence[Evaluation]) -> list[Path]:
    """README.md and `.eval_results/`; results that were not measured again go."""
    paths = [folder / "README.md", folder / RESULTS_FOLDER / "rjdb.yaml"]
    text = write_card(facts, evaluations)
    entries = eval_entries(evaluations, results.Student(facts.name, facts.tasks, facts.identity))
    if entries:
        with replacing(paths[1]) as temporary:
            content = eval_result_entries_to_yaml(entries)
            temporary.write_text(yaml.safe_dump(content, sort_keys=False, width=200), encoding="utf-8")
    else:
        paths.pop().unlink(missing_ok=True)
    with replacing(paths[0]) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return paths
