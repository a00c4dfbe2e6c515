"""What the tests of publishing share: a Hub double in this process, small folders, clients in processes of their own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from huggingface_hub import constants
from huggingface_hub.utils import close_session

from dataset_builder.hub.publish import PublishConfig, publish
from tests.doubles.hub_server import HubDouble

ROOT = Path(__file__).parents[1]
SECRET = "hf_write"
WITHOUT_PROJECT = """
import sys
sys.meta_path = [finder for finder in sys.meta_path if "__editable__" not in getattr(finder, "__module__", "")]
"""


def running_hub(monkeypatch) -> Iterator[HubDouble]:
    """The fixture `hub`: a Hub that huggingface_hub of this process talks to, as the user `user` of `org`; nobody waits between tries."""
    with HubDouble() as double:
        monkeypatch.setattr(constants, "ENDPOINT", double.url)
        template = "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", double.url + template)
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
        monkeypatch.setenv("HF_TOKEN", SECRET)
        monkeypatch.setattr(time, "sleep", lambda seconds: None)
        yield double
        close_session()


def send(*folders, **options) -> int:
    """`publish FOLDER --org org --yes`."""
    named = {} if "repo" in options else {"org": "org"}
    return publish(PublishConfig(tuple(map(str, folders)), **(named | {"yes": True, "quiet": True} | options)))


def held(double: HubDouble, kind: str, repo_id: str, revision: str = "main") -> dict[str, bytes]:
    """The content of every file of a repository, as the Hub keeps it."""
    files = double.state.repositories[(kind, repo_id)].commit_at(revision).files
    return {path: (double.folder / (blob.sha256 or blob.oid)).read_bytes() for path, blob in files.items()}


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in Path(folder).rglob("*") if p.is_file()}


def without_project(folder: Path) -> dict[str, str]:
    """Variables for a process, and for those that it starts, in which this environment's editable install is undone."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(WITHOUT_PROJECT)
    return {"PYTHONPATH": str(folder)}


def make_space(folder: Path, words: str = "first", title: str = "A small Space") -> Path:
    """A Space of three files, one of them large to the Hub."""
    folder.mkdir(parents=True, exist_ok=True)
    card = {"title": title, "emoji": "🔎", "sdk": "gradio", "sdk_version": "6.31.0", "license": "apache-2.0"}
    lines = "".join(f"{key}: {value}\n" for key, value in card.items())
    (folder / "README.md").write_text(f"---\n{lines}---\n\n# {title}\n", encoding="utf-8")
    (folder / "app.py").write_text(f"print({words!r})\n")
    (folder / "picture.png").write_bytes(b"\x89PNG" + words.encode())
    return folder


def make_student(folder: Path) -> Path:
    """A student folder as training leaves it: a tiny T5 without any training, its facts, its card, a result."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

    words = ["<pad>", "</s>", "<unk>", "match", "no", "resume", "job", "skill"]
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", unk_token="<unk>", model_max_length=64
    )
    torch.manual_seed(0)
    shape = {"d_model": 16, "d_kv": 8, "d_ff": 16, "num_layers": 1, "num_heads": 2}
    config = T5Config(vocab_size=len(words), decoder_start_token_id=0, pad_token_id=0, eos_token_id=1, **shape)
    T5ForConditionalGeneration(config).save_pretrained(folder)
    fast.save_pretrained(folder)
    base = {"name": "google/flan-t5-base", "revision": "main", "parameters": 1}
    facts = {
        "tasks": ["matching"],
        "dataset": {"name": "rjdb", "revision": "v1.0.0", "build": "0" * 12},
        "base_model": base,
    }
    (folder / "training.json").write_text(json.dumps(facts))
    (folder / "README.md").write_text(
        "---\nlicense: apache-2.0\nlanguage: en\nlibrary_name: transformers\npipeline_tag: text-generation\n"
        "base_model: google/flan-t5-base\ndatasets:\n- rjdb/rjdb\n---\n\n# Matcher\n",
        encoding="utf-8",
    )
    (folder / ".eval_results").mkdir()
    (folder / ".eval_results" / "rjdb.yaml").write_text(
        "- dataset: {id: rjdb/rjdb, task_id: matching}\n  value: 50.0\n"
    )
    return folder


def run_client(double: HubDouble, code: str, *arguments: str, home: Path, **environment: str) -> dict:
    """Runs Python code in a fresh process whose Hub is the double; the JSON of the last line it prints."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "RJDB_"))}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=home, capture_output=True, text=True, timeout=300,
        env=clean | {
            "HF_ENDPOINT": double.url, "HF_HOME": str(home / "hf"), "HF_TOKEN": SECRET, "HF_HUB_DISABLE_XET": "1",
            "HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1", "OMP_NUM_THREADS": "1",
            "PYTHONPATH": str(ROOT),
        } | environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])
