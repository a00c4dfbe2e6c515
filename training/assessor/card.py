"""The card of an assessor: README.md of its folder, from training.json, recipe.yaml and model_cards/assessor.md.

save_first(Path("assessors/tiny-grpo"))         # training.sft and training.grpo do this at their end
"""

from pathlib import Path

import yaml
from huggingface_hub import ModelCard, ModelCardData

from dataset_builder.report.card_text import CITATION, code_block
from dataset_builder.storage.files import replacing
from training.card.student_card import TEXTS
from training.students.folder import RECIPE_FILE, TRAINING_FILE, read_mapping


def save_first(folder: Path) -> None:
    """Writes the card of an assessor that has just been trained; a card that is there stays."""
    if not (folder / "README.md").is_file():
        with replacing(folder / "README.md") as temporary:
            temporary.write_text(write_card(folder), encoding="utf-8")


def write_card(folder: Path) -> str:
    facts, recipe = read_mapping(folder / TRAINING_FILE, str(folder)), read_mapping(folder / RECIPE_FILE, str(folder))
    best, trainer, data = facts["best"], facts["trainer"], facts["dataset"]
    name = folder.resolve().name
    front = ModelCardData(
        license="apache-2.0", language="en", library_name="transformers", pipeline_tag="text-generation",
        tags=["rjdb", "resume-assessment", "grpo" if "rewards" in recipe else "sft"],
    )  # fmt: skip
    card = ModelCard.from_template(
        front,
        template_path=str(TEXTS / "assessor.md"),
        name=name,
        method="SFT, then GRPO" if "rewards" in recipe else "SFT",
        code=code_block("train"),
        parameters=f"{facts['base_model']['parameters'] / 1e6:.1f} M",
        base=Path(facts["base_model"]["name"]).name,
        rows=f"{data['rows']['train']:,}",
        build=data.get("build"),
        steps=trainer["steps"],
        minutes=f"{trainer['seconds'] / 60:.1f}",
        hardware=trainer["hardware"],
        gold="not measured" if best["value"] is None else f"{best['value']:.1f}",
        before=f"{best['before']:.1f}" if best.get("before") is not None else "",
        step=best["step"],
        stopped=facts.get("stopped") or "",
        short=bool(recipe.get("cut_resumes") or facts.get("cut_resumes")),
        recipe=yaml.safe_dump(_public(recipe), sort_keys=False, width=100).strip(),
        citation=CITATION,
    )
    return str(card).rstrip() + "\n"


def _public(recipe: dict) -> dict:
    """The recipe without places of a machine."""
    return {
        key: Path(value).name if key in ("output_dir", "model_name_or_path", "dataset") and value else value
        for key, value in recipe.items()
    }
