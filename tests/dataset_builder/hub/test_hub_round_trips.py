"""What was published comes back: the real clients, each in a new process, over HTTP from the double."""

import pytest

import rjdb
from tests.fixtures.hub_runs import ROOT, make_space, make_student, run_client, send, without_project

DATASETS = """
import json, sys
from datasets import load_dataset
folder, *configs = sys.argv[1:]
seen = {}
for config in configs:
    if config == "rejected":  # has no rows here, and datasets alone refuses it; the last one, so that others are loaded without
        import rjdb
    built = {s: d.to_list() for s, d in load_dataset(folder, config).items()}
    plain = load_dataset("org/rjdb", config, revision="v1.0.0")
    assert {s: d.to_list() for s, d in plain.items()} == built, config
    streamed = load_dataset("org/rjdb", config, streaming=True)
    assert {s: list(d) for s, d in streamed.items()} == built, config
    first = next(iter(plain))  # train, but for `handwritten`
    assert plain[first].features == streamed[first].features
    seen[config] = {s: len(rows) for s, rows in built.items()}
import rjdb
rjdb.HUB_ID = "org/rjdb"
test = load_dataset("rjdb", "matching", split="test")
assert test[0]["prompt"] == rjdb.prompt("matching", **test[0])
streamed = next(iter(load_dataset("rjdb", "extraction", split="test_unseen", streaming=True)))
print(json.dumps({"seen": seen, "by_name": {"rows": len(test), "id": test[0]["id"], "streamed": streamed["id"]}}))
"""
REVISIONS = """
import json, sys
from datasets import load_dataset
first, second = (load_dataset("org/rjdb", "triples", revision=r, split="train") for r in ("v1.0.0", "v1.1.0"))
latest = load_dataset("org/rjdb", split="train")
print(json.dumps([len(first), len(second), latest[0] == second[0]]))
"""
RESUMED = """
import json, sys, os
from pathlib import Path
from huggingface_hub import snapshot_download
cache = Path(os.environ["HF_HOME"]) / "hub" / "datasets--org--rjdb" / "blobs"
cache.mkdir(parents=True)
sha, size, part = sys.argv[1:]
(cache / f"{sha}.incomplete").write_bytes(bytes.fromhex(part))
here = Path(snapshot_download("org/rjdb", repo_type="dataset"))
print(json.dumps(sorted(p.relative_to(here).as_posix() for p in here.rglob("*") if p.is_file())))
"""
MODELS = """
import json, sys
import torch
from peft import PeftModel
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

def student(where):
    model, tokenizer = AutoModelForSeq2SeqLM.from_pretrained(where), AutoTokenizer.from_pretrained(where)
    inputs = tokenizer(["match job skill", "no resume"], padding=True, return_tensors="pt")
    logits = model(**inputs, decoder_input_ids=torch.zeros(2, 3, dtype=torch.long)).logits
    return [logits.flatten().tolist(), model.generate(**inputs, max_new_tokens=5, do_sample=False).tolist()]

def adapted(where, adapter):
    model = PeftModel.from_pretrained(AutoModelForSeq2SeqLM.from_pretrained(where), adapter).eval()
    ids = torch.tensor([[3, 6, 1]])
    return model(input_ids=ids, decoder_input_ids=torch.zeros(1, 3, dtype=torch.long)).logits.flatten().tolist()

there = [student("org/rjdb-matcher"), adapted("org/rjdb-matcher", "org/rjdb-adapter")]
print(json.dumps({"there": there, "here": [student(sys.argv[1]), adapted(sys.argv[1], sys.argv[2])]}))
"""
METRIC = """
import json, evaluate
metric = evaluate.load("org/rjdb_metric", "matching")
print(json.dumps(metric.compute(predictions=["match", "no match"], references=["match", "match"])["accuracy"]))
"""


def configs(built) -> list[str]:
    return [
        config for config in sorted(rjdb.FEATURES, key="rejected".__eq__) if list(built.glob(f"{config}/*.parquet"))
    ]


def test_every_config_plain_and_streamed_equals_what_was_built_and_loads_by_the_name_rjdb(hub, built, tmp_path):
    send(built)
    found = run_client(hub, DATASETS, str(built), *configs(built), home=tmp_path)
    seen = found["seen"]
    assert set(seen) == set(configs(built)) >= {"triples", *rjdb.TASKS} and seen["triples"]["train"] == 400
    assert found["by_name"] == {"rows": 16, "id": "test-000000-matched", "streamed": "test_unseen-000000-job"}


def test_an_old_revision_still_loads(hub, built, tmp_path, monkeypatch):
    from dataset_builder.pipeline.build import BuildConfig, build

    send(built)
    build(BuildConfig(out=str(tmp_path / "rjdb"), triples=20, seed=1, workers=1, quiet=True))
    monkeypatch.setattr("dataset_builder.hub.publish.refusals_of", lambda *_: [])  # so few are refused
    send(tmp_path / "rjdb", tag="v1.1.0")
    (tmp_path / "client").mkdir()
    old, new, latest = run_client(hub, REVISIONS, home=tmp_path / "client")
    assert (old, latest) == (400, True) and new < old


def test_an_interrupted_download_resumes(hub, built, tmp_path):
    send(built)
    files = hub.state.repositories[("dataset", "org/rjdb")].commit_at("main").files
    path, blob = max(files.items(), key=lambda item: item[1].size)
    part = (hub.folder / blob.sha256).read_bytes()[:1_000]
    there = run_client(hub, RESUMED, blob.sha256, str(blob.size), part.hex(), home=tmp_path)
    assert set(there) == set(files) and path in there


def test_a_student_and_an_adapter_give_the_same_outputs(hub, tmp_path):
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForSeq2SeqLM

    student = make_student(tmp_path / "matcher")
    adapter = tmp_path / "adapter"
    torch.manual_seed(1)
    lora = LoraConfig(
        task_type="SEQ_2_SEQ_LM", r=2, init_lora_weights=False, base_model_name_or_path="org/rjdb-matcher"
    )
    get_peft_model(AutoModelForSeq2SeqLM.from_pretrained(student), lora).save_pretrained(adapter)
    card = (
        (student / "README.md").read_text(encoding="utf-8").replace("library_name: transformers", "library_name: peft")
    )
    (adapter / "README.md").write_text(card, encoding="utf-8")
    (adapter / "training.json").write_bytes((student / "training.json").read_bytes())
    config = (adapter / "adapter_config.json").read_text().replace(str(student), "org/rjdb-matcher")
    (adapter / "adapter_config.json").write_text(config)
    assert send(student) == send(adapter) == 0
    found = run_client(hub, MODELS, str(student), str(adapter), home=tmp_path)
    assert found["there"] == found["here"]
    (plain, _), changed = found["here"]
    assert changed != plain[: len(changed)]


def test_the_metric_computes(hub, tmp_path):
    pytest.importorskip("evaluate")
    send(ROOT / "spaces" / "rjdb_metric")
    there = without_project(tmp_path / "site") | {"HF_MODULES_CACHE": str(tmp_path / "modules")}
    assert run_client(hub, METRIC, home=tmp_path, **there) == 50.0


def test_a_space_arrives_and_its_files_download(hub, tmp_path):
    send(make_space(tmp_path / "demo", "hello"))
    code = """
import json
from pathlib import Path
from huggingface_hub import snapshot_download
print(json.dumps(Path(snapshot_download("org/rjdb-demo", repo_type="space"), "app.py").read_text()))
"""
    assert run_client(hub, code, home=tmp_path) == "print('hello')\n"
