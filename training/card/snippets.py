"""The code that a student's card shows. Tests take it from rendered cards and run it."""

from collections.abc import Sequence

from training.students.student import MAX_NEW_TOKENS


def snippet(repository: str, tasks: Sequence[str], texts: dict) -> str:
    """With this project: `training.students.student`. `texts` is model_cards/facts.yaml."""
    calls = "\n\n".join(texts["snippets"][task] for task in tasks)
    return f'from training.students import load\n\nstudent = load("{repository}")\n{sample(tasks, texts)}\n\n{calls}'


def plain_snippet(repository: str, task: str, texts: dict, adapter: bool, causal: bool, new_tokens: int | None) -> str:
    """With transformers and `rjdb` alone; an adapter needs peft. `new_tokens` is the student's own limit of an answer."""
    kind = "CausalLM" if causal else "Seq2SeqLM"
    model = f"AutoPeftModelFor{kind}" if adapter else f"AutoModelFor{kind}"
    imports = f"from peft import {model}\nfrom transformers import AutoTokenizer"
    if not adapter:
        imports = f"from transformers import {model}, AutoTokenizer"
    answer = 'written[0, inputs["input_ids"].shape[1] :]' if causal else "written[0]"
    return f"""import rjdb
{imports}

name = "{repository}"
tokenizer, model = AutoTokenizer.from_pretrained(name), {model}.from_pretrained(name)
{sample([task], texts)}
prompt = {texts["prompts"][task]}
inputs = tokenizer(prompt, return_tensors="pt", return_token_type_ids=False)
written = model.generate(**inputs, max_new_tokens={new_tokens or MAX_NEW_TOKENS[task]}, do_sample=False)
answer = tokenizer.decode({answer}, skip_special_tokens=True)
print(rjdb.parse("{task}", answer))"""


def sample(tasks: Sequence[str], texts: dict) -> str:
    names = ["job", "resume"] if {"matching", "explanation"} & set(tasks) else ["resume"]
    return "\n".join(f'{name} = "{texts["sample"][name]}"' for name in names)
