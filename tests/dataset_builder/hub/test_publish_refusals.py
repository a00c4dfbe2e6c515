"""Every reason not to publish, with the file, the row and the remedy it names; a folder without faults has none."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from dataset_builder.errors import BadInput
from dataset_builder.hub import files, personal_data
from dataset_builder.hub.publish import refusals_of
from dataset_builder.hub.release import Release
from dataset_builder.pipeline.import_original import ImportConfig, import_release
from tests.fixtures.hub_runs import ROOT, make_space, make_student, send


@pytest.fixture
def copy(built, tmp_path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "rjdb"))


def refusals(folder, **options) -> list[str]:
    return [str(refusal) for refusal in refusals_of(Release.open(folder), **options)]


def one(folder, *parts: str, **options) -> str:
    """The refusal that holds all parts; the remedy is behind the last semicolon."""
    told = refusals(folder, **options)
    found = [line for line in told if all(part in line for part in parts)]
    assert len(found) == 1 and "; " in found[0], told
    return found[0]


def change_build(folder: Path, **changes) -> None:
    build = json.loads((folder / "build.json").read_text())
    (folder / "build.json").write_text(json.dumps(build | changes))


def change_card(folder: Path, **changes) -> None:
    """A field set, or taken out with None."""
    _, head, text = (folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    card = {k: v for k, v in (yaml.safe_load(head) | changes).items() if v is not None}
    (folder / "README.md").write_text(f"---\n{yaml.safe_dump(card)}---\n{text}", encoding="utf-8")


def change_rows(path: Path, change) -> None:
    table = pq.read_table(path)
    rows = table.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)


def test_what_build_left_is_not_refused(built):
    assert refusals(built) == []


# ------------------------------------------------------------------------------------------------- quality


def test_gate_failed(copy):
    gate = json.loads((copy / "build.json").read_text())["gate"]
    gate["rows"][0] |= {"value": 0.9, "passed": False}
    change_build(copy, gate=gate)
    assert "resume-only AUC: 0.900, limit 0.600" in one(copy, "triples: gate failed")
    gate["rows"][0] |= {"value": None, "passed": None}
    change_build(copy, gate=gate)
    assert "was not judged" in one(copy, "build with more --triples")


def test_checks_failed_names_the_row(copy):
    path = next((copy / "triples").glob("train-*"))

    def put_a_skill_back(rows):
        rows[3]["resume_unmatched"] += f"\n- Proficient in {rows[3]['removed_skills'][0]}"

    change_rows(path, put_a_skill_back)
    row = pq.read_table(path)["id"][3].as_py()
    name = f"triples/{path.name}"
    assert one(copy, name, f"row {row}", "check failed: ").endswith("build again with --overwrite")
    assert "changed after the build" in one(copy, name, "nothing has judged it")


def test_files_added_changed_and_missing(copy):
    (copy / "matching" / "train-99999-of-99999.parquet").write_bytes(b"")
    (copy / "notes.md").write_text("")
    (copy / "rjdb.py").write_text("")
    next((copy / "editing").glob("test-*")).unlink()
    assert "was not written by this build" in one(copy, "matching/train-99999")
    assert "is no file of a dataset" in one(copy, "notes.md")
    assert "makes load_dataset raise" in one(copy, "rjdb.py", "Python file")
    assert "is missing" in one(copy, "editing/test-", "missing")


def test_label_noise_names_a_row(tmp_path, shared):
    sample = next(shared.rglob("*sample*.jsonl"), None) or next(shared.rglob("*.jsonl"))
    lines = sample.read_text(encoding="utf-8").splitlines()[:60]
    (tmp_path / "sample.jsonl").write_text("\n".join(lines), encoding="utf-8")
    import_release(ImportConfig(str(tmp_path / "sample.jsonl"), out=str(tmp_path / "rjdb"), split="test"))
    noise = json.loads((tmp_path / "rjdb" / "build.json").read_text())["label_noise"]
    told = one(tmp_path / "rjdb", "label noise", "still in the unmatched resume")
    assert f"{100 * noise['removed_in_unmatched']:.1f} %" in told and "row original-" in told


def test_no_recipe(copy):
    build = json.loads((copy / "build.json").read_text())
    del build["files"]
    (copy / "build.json").write_text(json.dumps(build))
    assert "build again with this version" in one(copy, "build.json: has no files")


# -------------------------------------------------------------------------------------------- cards, licences


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("license", None, "is missing"),
        ("license", "my-own", "'my-own' is not known to the Hub"),
        ("language", "english", "'english' is not known"),
        ("task_categories", ["resume-reading"], "'resume-reading' is not known"),
        ("size_categories", ["1M<n<10M"], "is not [n<1K]"),
        ("pretty_name", None, "is missing"),
        ("configs", [], "the folder has triples"),
        ("dataset_info", [], "has no features of matching"),
    ],
)
def test_dataset_card(copy, field, value, said):
    change_card(copy, **{field: value})
    told = [line for line in refusals(copy) if f"README.md, field {field}" in line]
    assert any(said in line for line in told), refusals(copy)


def test_dataset_card_that_lies_about_rows(copy):
    text = (copy / "README.md").read_text(encoding="utf-8")
    (copy / "README.md").write_text(text.replace("num_examples: 400", "num_examples: 401", 1), encoding="utf-8")
    one(copy, "field dataset_info", "401")


@pytest.mark.parametrize("card", ["no card", "---\na: [\n---\n"])
def test_card_that_cannot_be_read(copy, card):
    (copy / "README.md").write_text(card)
    one(copy, "README.md: has no YAML" if card == "no card" else "README.md: its YAML cannot be read")


def test_licence_of_a_source_and_terms_of_a_vendor(copy):
    source = {"name": "jobs", "title": "A job board", "licence": "cc-by-nc-4.0", "url": "", "sha256": ""}
    change_build(copy, sources=[source], teacher_licence="other")
    told = one(copy, "source jobs", "A job board has licence cc-by-nc-4.0")
    assert told.startswith("occupations, skills, edges")
    one(copy, "has the terms of its vendor", "add --terms-accepted")
    assert not any("vendor" in line for line in refusals(copy, terms_accepted=True))


# ------------------------------------------------------------------------------------------- personal data


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to jane.roe@acme.co.uk", "an e-mail address, jane.roe@acme.co.uk"),
        ("jane@example.com.evil.io", "an e-mail address"),
        ("jane@examples.com", "an e-mail address"),
        ("call (212) 867-5309", "a phone number, (212) 867-5309"),
        ("call +49 30 901820", "a phone number"),
        ("token hf_abcdefghijklmnopqrstuvwx", "a key, hf_abc…"),
        ("sk-proj-abcdefghijklmnopqrstuvwx", "a key, sk-pro…"),
        ("AKIAABCDEFGHIJKLMNOP", "a key"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a key"),
        ("see /home/jane/notes.txt", "a path of a machine, /home/jane"),
        (r"see C:\Users\jane", "a path of a machine"),
    ],
)
def test_personal_data_in_columns_and_text(copy, text, kind):
    """Found in a text column, in a nested one and in a file, each with its row or line."""
    matching, triples = (next((copy / config).glob("test-*")) for config in ("matching", "triples"))
    change_rows(matching, lambda rows: rows[5].update(resume=f"Jane\n{text}"))
    change_rows(triples, lambda rows: rows[2]["unmatched_experiences"][0].update(title=text))
    with (copy / "README.md").open("a", encoding="utf-8") as card:
        card.write(f"\n{text}\n")
    line = (copy / "README.md").read_text(encoding="utf-8").count("\n")
    rows = pq.read_table(matching)["id"][5].as_py(), pq.read_table(triples)["id"][2].as_py()
    told = [str(refusal) for refusal in personal_data.personal_data(Release.open(copy).files.values())]
    assert len(told) == 3 and all(f"holds {kind}" in line for line in told)
    assert told[0].startswith(f"README.md, line {line}: ")
    assert told[1].startswith(f"matching/{matching.name}, row {rows[0]}, column resume: ")
    assert told[2].startswith(f"triples/{triples.name}, row {rows[1]}, column unmatched_experiences: ")


@pytest.mark.parametrize(
    "text",
    ["jane.roe@example.com", "Jane@Example.ORG.", "a@mail.example.net, b@host.test", "call 555-0142 or (212) 555-0142",
     "2011-2015, 2016 - 2018", "C++11", "https://example.com/home/jane", "risk-based", "@dataclass"],
)  # fmt: skip
def test_what_is_nobodys_passes(text):
    assert list(personal_data.findings(text)) == []


def test_the_coarse_pattern_misses_nothing_the_fine_ones_find():
    """Else a column would never be looked at closely; numbers of fiction beside the others hide none."""
    texts = ["a@b.io", "a@example.com.io", "a@example.de", "a@Example.io", "a@exam.io", "(212) 867-5309", "212.867.5309",
             "+1 212 867 5309", "+4930901820", "hf_" + "a" * 30, "xoxb-1234567890", "AIza" + "b" * 35, "ghp_" + "c" * 36,
             "/tmp/x", "/var/folders/x", "D:\\Users\\x"]  # fmt: skip
    beside = ("{}", "212-555-0142, {}", "{} 212 555 0142", "555-0142 {}", "{}\n555-0142", "555-0142/{}")
    for text in (frame.format(text) for text in texts for frame in beside):
        assert personal_data.suspects(pa.array([text]))[0].as_py() or not list(personal_data.findings(text)), text
    assert all(list(personal_data.findings(text)) for text in texts)
    assert not personal_data.suspects(pa.array(["call 555-0142 or (212) 555-0142"]))[0].as_py()


def test_many_findings_are_told_a_few_times(copy):
    path = next((copy / "matching").glob("train-*"))
    change_rows(path, lambda rows: [row.update(resume="jane@acme.com") for row in rows])
    told = [line for line in refusals(copy) if "e-mail" in line]
    assert len(told) == personal_data.SHOWN


# ------------------------------------------------------------------------------------------ students, Spaces


def test_student_without_faults(tmp_path):
    assert refusals(make_student(tmp_path / "matcher")) == []


@pytest.mark.parametrize("name", ["pytorch_model.bin", "optimizer.pt", "training_args.bin", "model.pkl"])
def test_weights_not_safetensors(tmp_path, name):
    student = make_student(tmp_path / "matcher")
    (student / name).write_bytes(b"\x80")
    assert "save the weights as safetensors" in one(student, f"{name}: is not safetensors")


def test_weights_in_name_only_or_missing(tmp_path):
    student = make_student(tmp_path / "matcher")
    (student / "model.safetensors").write_bytes(b"\x80\x04 a pickle")
    one(student, "model.safetensors: is no safetensors file")
    (student / "model.safetensors").unlink()
    one(student, "model.safetensors: is missing")


def test_checkpoints_are_left_out(tmp_path):
    student = make_student(tmp_path / "matcher")
    (student / "checkpoints" / "checkpoint-1").mkdir(parents=True)
    (student / "checkpoints" / "checkpoint-1" / "optimizer.pt").write_bytes(b"\x80")
    assert refusals(student) == []
    assert not any(path.startswith("checkpoints") for path in Release.open(student).files)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("license", "mine", "not known to the Hub"),
        ("language", None, "is missing"),
        ("pipeline_tag", "text-generation", "has no pipeline() in transformers 5 for an encoder-decoder"),
        ("base_model", "google/other", "is not 'google/flan-t5-base' of training.json"),
        ("library_name", None, "is missing"),
    ],
)
def test_model_card(tmp_path, field, value, said):
    student = make_student(tmp_path / "matcher")
    change_card(student, **{field: value})
    assert said in one(student, f"README.md, field {field}")


def test_student_that_does_not_say_what_taught_it(tmp_path):
    student = make_student(tmp_path / "matcher")
    facts = json.loads((student / "training.json").read_text())
    (student / "training.json").write_text(json.dumps(facts | {"dataset": {"name": "rjdb"}, "base_model": {}}))
    one(student, "training.json, field dataset", "neither revision nor build")
    change_card(student, datasets=None)
    told = one(student, "README.md, field datasets", "the dataset that the student was trained on")
    assert told.endswith(f"write it with: python -m training.card {student}")
    one(student, "training.json, field base_model", "is missing")


def test_student_without_a_card_is_not_told_to_build(tmp_path):
    student = make_student(tmp_path / "matcher")
    (student / "README.md").unlink()
    assert one(student, "README.md: is missing").endswith(f"; write it with: python -m training.card {student}")
    assert not any("build again" in line for line in refusals(student))


def make_adapter(folder, base: str):
    student = make_student(folder)
    (student / "adapter_config.json").write_text(
        json.dumps({"base_model_name_or_path": base, "task_type": "SEQ_2_SEQ_LM"})
    )
    return student


def test_adapter_of_a_folder_needs_its_base_with_it(tmp_path, monkeypatch):
    make_student(tmp_path / "students" / "base")
    monkeypatch.chdir(tmp_path)
    for base in ("students/base", str(tmp_path / "students" / "base")):
        adapter = make_adapter(tmp_path / "students" / "adapter", base)
        told = one(adapter, "adapter_config.json, field base_model_name_or_path", "no one else could load the adapter")
        assert told.endswith("give the base's folder in the same command, or train with --merge_adapter true")
        assert refusals(adapter, together=frozenset({tmp_path / "students" / "base"})) == []
        shutil.rmtree(adapter)
    assert refusals(make_adapter(tmp_path / "adapter", "google/flan-t5-base")) == []


def test_adapter_of_a_model_that_is_nowhere(hub, tmp_path):
    with pytest.raises(BadInput, match="is an adapter of students/gone, which is neither on the Hub nor given here"):
        send(make_adapter(tmp_path / "adapter", "students/gone"))
    assert hub.state.repositories == {}


def test_evaluation_results_that_the_hub_cannot_read(tmp_path):
    student = make_student(tmp_path / "matcher")
    results = student / ".eval_results" / "rjdb.yaml"
    results.write_text("- dataset: {id: rjdb/rjdb}\n  value: 3\n")
    one(student, ".eval_results/rjdb.yaml: the Hub cannot read it")
    results.write_text("- dataset: {id: rjdb/rjdb, task_id: matching}\n  value: good\n")
    one(student, ".eval_results/rjdb.yaml, entry 1: 'good' is no number")


def test_space_card_links_and_size(tmp_path, monkeypatch):
    space = make_space(tmp_path / "demo")
    assert refusals(space) == []
    assert refusals(ROOT / "spaces" / "rjdb_metric") == refusals(ROOT / "spaces" / "demo") == []
    change_card(space, sdk="flask", license="mine", colorFrom="taupe", app_file="main.py")
    for field in ("sdk", "license", "colorFrom"):
        one(space, f"README.md, field {field}", "not known to the Hub")
    change_card(space, sdk="gradio", license="mit", colorFrom="red")
    one(space, "field app_file", "main.py is not in the folder")
    change_card(space, app_file="app.py")
    for name, target in (("other.py", "app.py"), ("gone.py", "nothing.py"), ("round", ".")):
        (space / name).symlink_to(target)
        one(space, f"{name}: is a symbolic link; put the file itself in its place")
        (space / name).unlink()
    monkeypatch.setitem(files.LIMITS, "space", (2, 10**6))
    assert "3 files" in one(space, "more than a space needs")
