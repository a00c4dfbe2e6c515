"""A trained assessor: prompts in, answers out, greedily or the best of several.

model = AssessorModel("assessors/tiny-grpo")
model.answers(prompts)                          # (Answer or None, text) of each prompt
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from dataset_builder.assessment.answer import Answer, parse
from dataset_builder.errors import BadInput
from dataset_builder.extras import require
from training.assessor.judgement import Judgement, judged
from training.data.rows import encode_questions
from training.students.folder import RECIPE_FILE, TRAINING_FILE, read_mapping
from training.students.language_model import LanguageModel, model_folder, open_model

# Tokens of an answer at most: a line takes about six, and a post asks for a dozen points.
NEW_TOKENS = 512


class AssessorModel:
    """Checked when it is opened; weights are loaded with the first prompt.

    Raises:
        BadInput: no model is there, or one that was trained for something else.
    """

    def __init__(self, folder: str | Path, samples: int = 1) -> None:
        origin = f"--system {folder}"
        require(origin, "torch", "transformers")
        self._folder, self._origin = model_folder(folder, origin=origin), origin
        facts = read_mapping(self._folder / TRAINING_FILE, origin)
        if facts.get("tasks") != ["assessment"]:
            raise BadInput(f"{origin}: was not trained for assessment; give the folder of an assessor, or rules")
        recipe = read_mapping(self._folder / RECIPE_FILE, origin)
        self.short = bool(facts.get("cut_resumes") or recipe.get("cut_resumes"))
        self.samples = samples
        self.name = Path(folder).resolve().name + (f", best of {samples}" if samples > 1 else "")

    @cached_property
    def lm(self) -> LanguageModel:
        from transformers.utils import logging

        logging.disable_progress_bar()  # "Loading weights" between the lines of an assessment
        return open_model(self._folder, origin=self._origin)

    def fit(self, rows: Sequence[dict], held_out: Sequence[dict] = ()) -> None:
        """It is trained already."""

    def judge(self, rows: Sequence[dict]) -> list[Judgement]:
        found = self.answers([row["prompt"] for row in rows])
        return [judged(answer, row) for (answer, _), row in zip(found, rows, strict=True)]

    def answers(self, prompts: Sequence[str]) -> list[tuple[Answer | None, str]]:
        """Of several samples the most probable one that parses is the answer; a prompt that is too long has none."""
        from training.students.generation import generate

        limit = self.lm.fitting(NEW_TOKENS) or 1_000_000
        tokens = encode_questions(prompts, self.lm.tokenizer, limit, self.short)
        asked = [one for one in tokens if one is not None]
        texts = iter(
            [one.text for one in generate(self.lm, asked, NEW_TOKENS)] if self.samples == 1 else self._best(asked)
        )
        found = []
        for one in tokens:
            text = "" if one is None else next(texts)
            found.append((parse(text), text))
        return found

    def _best(self, prompts: list[list[int]]) -> list[str]:
        """The most probable of `samples` sampled answers that parse, else the first."""
        import torch

        lm, best = self.lm, []
        with torch.random.fork_rng(devices=[]), torch.inference_mode():
            torch.manual_seed(0)
            for prompt in prompts:
                ids = torch.tensor([prompt], device=lm.device)
                written = lm.model.generate(
                    ids, attention_mask=torch.ones_like(ids), do_sample=True, temperature=1.0, top_k=0, max_new_tokens=NEW_TOKENS,
                    num_return_sequences=self.samples, pad_token_id=lm.tokenizer.pad_token_id,
                    output_scores=True, return_dict_in_generate=True,
                )  # fmt: skip
                gained = lm.model.compute_transition_scores(written.sequences, written.scores, normalize_logits=True)
                gained = gained.masked_fill(~torch.isfinite(gained), 0).sum(1).tolist()
                texts = lm.tokenizer.batch_decode(written.sequences[:, len(prompt) :], skip_special_tokens=True)
                ranked = sorted(zip(texts, gained), key=lambda pair: (parse(pair[0]) is None, -pair[1]))
                best.append(ranked[0][0])
        return best
