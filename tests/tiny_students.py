"""Students that have learnt nothing but answer every prompt differently, for tests that ask rather than train."""

import json
from collections.abc import Iterable
from pathlib import Path

import torch
import transformers

from tests import tiny_models
from tests.tiny_models import tokenizer as tokenizer_of

__all__ = ["adapter", "gpt2", "plainly", "saved", "t5", "tokenizer_of"]


def t5(tokenizer, seed: int = 1, new_tokens: int | None = 12, factor: float = 4.0):
    """A small `factor` makes it undecided: all tokens are nearly as likely, and all answers alike."""
    torch.manual_seed(seed)
    config = transformers.T5Config(
        vocab_size=len(tokenizer), d_model=32, d_kv=8, d_ff=64, num_layers=1, num_heads=4,
        pad_token_id=0, eos_token_id=1, decoder_start_token_id=0, initializer_factor=factor,
    )  # fmt: skip
    model = transformers.T5ForConditionalGeneration(config).eval()
    model.generation_config.max_new_tokens = new_tokens
    return model


def gpt2(tokenizer, seed: int = 1, positions: int = 1_000, new_tokens: int | None = 12):
    torch.manual_seed(seed)
    config = transformers.GPT2Config(
        vocab_size=len(tokenizer), n_embd=32, n_layer=2, n_head=2, n_positions=positions, bos_token_id=1,
        eos_token_id=1, pad_token_id=0, initializer_range=1.0,
    )  # fmt: skip
    model = transformers.GPT2LMHeadModel(config).eval()
    model.generation_config.max_new_tokens = new_tokens
    return model


def saved(model, tokenizer, folder: Path, tasks: Iterable[str] = (), limit: int | None = None) -> Path:
    """A folder of a plain model, or of a student where `tasks` or a `limit` say that it was trained."""
    tiny_models.saved(model, tokenizer, folder)
    if tasks:
        (folder / "training.json").write_text(json.dumps({"tasks": list(tasks)}))
    if limit:
        (folder / "recipe.yaml").write_text(f"max_prompt_tokens: {limit}\n")
    return folder


def adapter(base: Path, folder: Path, tokenizer, seed: int = 5) -> Path:
    """A LoRA adapter of the model in `base` that changes its answers."""
    import peft

    config = transformers.AutoConfig.from_pretrained(base)
    kind, task, parts = transformers.AutoModelForSeq2SeqLM, "SEQ_2_SEQ_LM", ["q", "v"]
    if not config.is_encoder_decoder:
        kind, task, parts = transformers.AutoModelForCausalLM, "CAUSAL_LM", ["c_attn"]
    model = kind.from_pretrained(base)
    torch.manual_seed(seed)
    lora = peft.LoraConfig(r=4, lora_alpha=64, target_modules=parts, task_type=task, init_lora_weights=False)
    return tiny_models.saved(peft.get_peft_model(model, lora), tokenizer, folder)


def plainly(folder: Path, prompt: str, **settings) -> str:
    """What transformers alone gives for one prompt."""
    config = transformers.AutoConfig.from_pretrained(folder)
    kind = transformers.AutoModelForSeq2SeqLM if config.is_encoder_decoder else transformers.AutoModelForCausalLM
    tokenizer, model = transformers.AutoTokenizer.from_pretrained(folder), kind.from_pretrained(folder)
    given = tokenizer(prompt, return_tensors="pt", return_token_type_ids=False)
    written = model.generate(**given, do_sample=False, **settings)[0]
    if not config.is_encoder_decoder:
        written = written[given["input_ids"].shape[1] :]
    return tokenizer.decode(written, skip_special_tokens=True)
