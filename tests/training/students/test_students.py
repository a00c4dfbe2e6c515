"""Students in three lines: the same answers as transformers gives, whatever shares their batch; bad input in one line."""

import json
import math
import shutil
from dataclasses import FrozenInstanceError

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
import torch
import transformers
from huggingface_hub import HfApi

import rjdb
from benchmarks.generation import measure, table
from dataset_builder.errors import BadInput
from tests.fixtures import tiny_students
from tests.fixtures.hub_runs import running_hub
from tests.fixtures.tiny_students import plainly, saved
from training.evaluation.benchmark import Benchmark
from training.students import generation, language_model
from training.students import student as student_module
from training.students.student import load
from training.systems.protocol import Experience

JOB = "## Job title\nBaker\n\n## Required Skills\n- bread\n\n## Required Experience\n2 years as Baker"
RESUME = "## Summary\nA baker who bakes.\n\n## Skills\n- bread\n- cake\n\n## Experience\nBaker (2013 - 2016)"


@pytest.fixture(scope="module")
def pairs(built) -> list[dict]:
    return Benchmark(str(built)).rows("matching")


@pytest.fixture(scope="module")
def texts(pairs):
    return [rjdb.prompt("explanation", **row) + row["completion"] for row in pairs] + ["match", "no match | skills: a"]


@pytest.fixture(scope="module")
def tokenizer(texts):
    return tiny_students.tokenizer_of(texts)


@pytest.fixture(scope="module")
def folder(tokenizer, tmp_path_factory):
    return saved(tiny_students.t5(tokenizer), tokenizer, tmp_path_factory.mktemp("s") / "student", rjdb.TASKS, 2_000)


@pytest.fixture(scope="module")
def student(folder):
    return load(folder)


@pytest.fixture(scope="module")
def causal(texts, tmp_path_factory):
    tokenizer = tiny_students.tokenizer_of([*texts, "\n"], ends=False)
    place = tmp_path_factory.mktemp("c") / "reader"
    return saved(tiny_students.gpt2(tokenizer, positions=2_000), tokenizer, place, ["matching", "extraction"], 1_500)


def columns(rows: list[dict]) -> tuple[list[str], list[str]]:
    return [row["job_description"] for row in rows], [row["resume"] for row in rows]


# ------------------------------------------------------------------------------------------- the same answers


def test_transformers_rjdb_prompt_and_rjdb_parse_give_the_same_answers(student, folder, pairs):
    for row, match in zip(pairs[:3], student.match(*columns(pairs[:3]))):
        assert match.prompt == rjdb.prompt("matching", **row) and match.answer == plainly(folder, match.prompt)
        assert match.label == rjdb.parse("matching", match.answer)["label"]
    extraction = student.extract(RESUME)
    prompt = rjdb.prompt("extraction", document=RESUME, document_type="resume")
    assert extraction.prompt == prompt and extraction.answer == plainly(folder, prompt)
    edit = student.edit(RESUME, "skills", add_skills=["rye", "wheat"])
    prompt = rjdb.prompt("editing", resume=RESUME, section="skills", add_skills=["rye", "wheat"], experience_change="")
    assert edit.prompt == prompt and edit.answer == plainly(folder, prompt)
    assert edit.text == rjdb.parse("editing", edit.answer)["target"]
    explained = student.explain(JOB, RESUME)
    assert explained.answer == plainly(folder, rjdb.prompt("explanation", job_description=JOB, resume=RESUME))


@pytest.mark.parametrize("kind", ["folder", "causal"])
def test_an_answer_and_its_score_do_not_depend_on_what_shares_the_batch(kind, pairs, request, monkeypatch):
    student, rows = load(request.getfixturevalue(kind)), pairs[:10]
    alone = [student.match(row["job_description"], row["resume"]) for row in rows]
    assert len({match.answer for match in alone}) > 5
    for batch in (3, 32):
        monkeypatch.setitem(generation.BATCH_ROWS, "cpu", batch)
        together = student.match(*columns(rows[::-1]))[::-1]
        assert [match.answer for match in together] == [match.answer for match in alone]
        assert [match.score for match in together] == pytest.approx([match.score for match in alone], abs=1e-3)


def test_rows_that_end_early_leave_their_batch_and_change_nothing(tokenizer, pairs, monkeypatch):
    """Answers end at different steps once a few of their tokens count as ends."""
    model = tiny_students.t5(tokenizer, 11, 40, factor=2.0).double()  # what differs is no rounding
    prompts = [tokenizer(rjdb.prompt("matching", **row))["input_ids"] for row in pairs[:12]]
    alone = [model.generate(torch.tensor([ids]), do_sample=False)[0, 1:].tolist() for ids in prompts]
    ends = {1, *(ids[at % len(ids)] for ids, at in zip(alone[::2], (25, 6, 12, 18, 9, 3)))}
    lm = language_model.LanguageModel("m", model, tokenizer, True, frozenset(ends), 0, None, None)
    monkeypatch.setitem(generation.BATCH_TOKENS, "cpu", 50_000)
    sizes, forward = [], model.forward
    model.forward = lambda **given: sizes.append(len(given["decoder_input_ids"])) or forward(**given)
    written = generation.generate(lm, prompts, 40)
    cut = [next((at for at, token in enumerate(ids) if token in ends), len(ids) - 1) + 1 for ids in alone]
    assert [answer.tokens for answer in written] == cut and len(set(cut)) > 3
    assert [answer.text for answer in written] == [
        tokenizer.decode(ids[:n], skip_special_tokens=True) for ids, n in zip(alone, cut)
    ]
    assert sizes[0] == 12 and min(sizes) <= 12 // 2 and len(sizes) == max(cut)
    single = [generation.generate(lm, [ids], 40)[0].log_probability for ids in prompts]
    assert [answer.log_probability for answer in written] == pytest.approx(single, abs=1e-5)


def test_a_causal_student_writes_after_a_line_break(causal):
    student = load(causal)
    extraction = student.extract([RESUME, JOB], document_type=["resume", "job description"])[0]
    assert extraction.prompt.endswith("\n") and extraction.answer == plainly(causal, extraction.prompt)
    assert extraction.answer != plainly(causal, extraction.prompt.rstrip())


def test_an_adapter_answers_as_peft_does_and_not_as_its_base(folder, tokenizer, tmp_path):
    import peft

    place = tiny_students.adapter(folder, tmp_path / "adapter", tokenizer)
    (place / "recipe.yaml").write_text("max_completion_tokens: 8\n")  # it learnt shorter answers than its base
    answer = load(place).extract(RESUME)
    assert answer.answer != load(folder).extract(RESUME).answer
    model = transformers.AutoModelForSeq2SeqLM.from_pretrained(folder)
    model = peft.PeftModel.from_pretrained(model, place).eval()
    given = tokenizer(answer.prompt, return_tensors="pt", return_token_type_ids=False)
    assert answer.answer == tokenizer.decode(model.generate(**given, max_new_tokens=8)[0], skip_special_tokens=True)
    moved = tmp_path / "elsewhere"
    shutil.copytree(folder, moved / "student")
    shutil.copytree(place, moved / "adapter")
    config = json.loads((moved / "adapter" / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = "trained/there/student"
    (moved / "adapter" / "adapter_config.json").write_text(json.dumps(config))
    assert load(moved / "adapter").extract(RESUME) == answer  # the base is beside it


def test_bfloat16_on_a_cpu(folder, student):
    half = load(folder, device="cpu", dtype="bfloat16")
    assert half.lm.model.dtype == torch.bfloat16 and student.lm.model.dtype == torch.float32
    assert 0 <= half.match(JOB, RESUME).score <= 1 and half.extract(RESUME).answer


@pytest.fixture
def hub(monkeypatch):
    yield from running_hub(monkeypatch)


def test_a_repository_is_loaded_at_its_revision(hub, folder, student, tokenizer, tmp_path):
    api = HfApi()
    api.create_repo("user/extractor")
    old = shutil.copytree(folder, tmp_path / "old")
    (old / "checkpoints").mkdir()
    (old / "checkpoints" / "state.json").write_text("{}")
    api.upload_folder(repo_id="user/extractor", folder_path=old)
    api.create_tag("user/extractor", tag="v1")
    new = saved(tiny_students.t5(tokenizer, 2), tokenizer, tmp_path / "new", ["extraction"])
    api.upload_folder(repo_id="user/extractor", folder_path=new)
    asked = len(hub.asked)
    assert load("user/extractor", revision="v1").extract(RESUME).answer == student.extract(RESUME).answer
    assert not any("checkpoints" in request for request in hub.asked[asked:] if "resolve" in request)
    latest = load("user/extractor")
    assert latest.tasks == ("extraction",) and latest.extract(RESUME).answer != student.extract(RESUME).answer
    for source, revision, says in (
        ("user/extractor", "v2", "user/extractor has no revision v2; give a branch, tag or commit of it"),
        ("user/nobody", None, "the Hub has no user/nobody that you may read; check the name, or log in"),
    ):
        with pytest.raises(BadInput) as caught:
            load(source, revision)
        assert str(caught.value) == f"{source}: {says}"


# ------------------------------------------------------------------------------------------- scores


def test_the_score_of_a_match_weighs_its_two_answers(tokenizer, pairs, tmp_path):
    model, row = tiny_students.t5(tokenizer, factor=0.5), pairs[0]
    match = load(saved(model, tokenizer, tmp_path / "s")).match(row["job_description"], row["resume"])
    given = tokenizer(match.prompt, return_tensors="pt", return_token_type_ids=False)
    likelihood = {}
    for answer in rjdb.LABELS:
        labels = tokenizer(answer, return_tensors="pt")["input_ids"][:, :-1]  # whatever follows, so no end token
        logits = model(**given, labels=labels).logits.log_softmax(-1)
        likelihood[answer] = logits.gather(2, labels[:, :, None]).sum().exp().item()
    expected = likelihood["match"] / (likelihood["match"] + likelihood["no match"])
    assert 1e-6 < expected < 1 - 1e-6  # an answer of two tokens has little: about 1 of 2,000 at random
    assert 1 - match.score == pytest.approx(1 - expected, rel=0.01)


def test_the_score_of_an_extraction_is_the_mean_probability_of_its_tokens(student, folder):
    found = student.extract(RESUME)
    given = student.lm.tokenizer(found.prompt, return_tensors="pt", return_token_type_ids=False)
    ids = student.lm.model.generate(**given)[0, 1:]
    logits = student.lm.model(**given, labels=ids[None]).logits.log_softmax(-1)[0]
    expected = math.exp(logits.gather(1, ids[:, None]).mean().item())
    assert 1e-6 < 1 - expected < 0.9
    assert 1 - found.score == pytest.approx(1 - expected, rel=0.01)


def test_a_verdict_is_likelier_than_not_when_the_student_says_it(tokenizer, tmp_path):
    """Trained to say one thing, it says it with certainty."""
    model = tiny_students.t5(tokenizer)
    given = tokenizer(rjdb.prompt("matching", job_description=JOB, resume=RESUME), return_tensors="pt")
    labels = tokenizer("match", return_tensors="pt")["input_ids"]
    optimizer = torch.optim.Adam(model.parameters(), 0.03)
    for _ in range(40):
        optimizer.zero_grad()
        model(given["input_ids"], labels=labels).loss.backward()
        optimizer.step()
    match = load(saved(model, tokenizer, tmp_path / "m", ["matching"])).match(JOB, RESUME)
    assert (match.label, match.answer) == (1, "match") and match.score > 0.9


# ------------------------------------------------------------------------------------------- speed


def test_the_benchmark_compares_the_same_words(built, folder):
    measured = measure(folder, str(built), rows=6)
    assert measured.equal == measured.rows == 6 and min(measured.row_by_row, measured.batched) > 0
    assert f"{measured.ratios[0]:.1f} times by wall" in table(measured) and "6 of 6 answers equal" in table(measured)


# ------------------------------------------------------------------------------------------- rows


def test_a_text_stands_for_itself_in_every_row_and_order_is_kept(student):
    resumes = [RESUME, RESUME + "\nCook (2010 - 2012)", "short"]
    said = lambda results: [(result.prompt, result.answer) for result in results]  # noqa: E731
    assert said(student.match(JOB, resumes)) == said(student.match(JOB, resume) for resume in resumes)
    assert said(student.edit(resumes, "skills", ["rye"])) == said(
        student.edit(resume, "skills", add_skills=["rye"]) for resume in resumes
    )
    different = student.edit([RESUME, RESUME], "skills", add_skills=[["rye"], ["oat", "spelt"]])
    assert "add rye." in different[0].prompt and "add oat; spelt." in different[1].prompt
    assert said(student.match([JOB], [RESUME])) == said([student.match(JOB, RESUME)])
    assert student.extract([]) == []


def test_results_are_frozen_and_hold_what_parse_gives(student, monkeypatch):
    said = "no match | skills: bread; cake | experience: 3 years as Baker"
    monkeypatch.setattr(
        student_module, "generate", lambda lm, prompts, *rest: [generation.Written(said, -1.0, 4, (-0.1, -2.0))]
    )
    explained = student.explain(JOB, RESUME)
    assert explained.label == 0 and explained.skills == ("bread", "cake")
    assert explained.experiences == (Experience("Baker", 3),) and str(explained.experiences[0]) == "3 years as Baker"
    assert explained.score == pytest.approx(math.exp(-0.25))
    assert str(Experience("Baker", 3, 2013, 2016)) == "Baker (2013 - 2016)"
    with pytest.raises(FrozenInstanceError):
        explained.label = 1


def test_an_overlong_input_loses_sections_as_in_training_and_says_which(tokenizer, tmp_path):
    short = len(tokenizer(rjdb.prompt("extraction", document=RESUME, document_type="resume"))["input_ids"])
    student = load(saved(tiny_students.t5(tokenizer), tokenizer, tmp_path / "s", ["extraction"], short - 1))
    found = student.extract(RESUME)
    assert found.dropped == ("summary",) and "bakes" not in found.prompt and "Baker (2013 - 2016)" in found.prompt
    assert student.extract(RESUME.replace("A baker who bakes.\n", "")).dropped == ()
    with pytest.raises(ValueError, match=r"row 2: is longer than the \d+ tokens that .* reads, even without summary;"):
        student.extract([RESUME, RESUME + "\nBaker (2013 - 2016)" * 40])


# ------------------------------------------------------------------------------------------- what it refuses


def test_a_student_answers_what_it_was_trained_for(tokenizer, tmp_path):
    explainer = load(saved(tiny_students.t5(tokenizer), tokenizer, tmp_path / "explainer", ["explanation"]))
    match = explainer.match(JOB, RESUME)
    assert match.prompt == rjdb.prompt("explanation", job_description=JOB, resume=RESUME)
    with pytest.raises(ValueError, match=r"was not trained for extraction; it knows explanation$"):
        explainer.extract(RESUME)
    extractor = load(saved(tiny_students.t5(tokenizer), tokenizer, tmp_path / "extractor", ["extraction"]))
    with pytest.raises(ValueError, match=r"was not trained for matching; it knows extraction$"):
        extractor.match(JOB, RESUME)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda s: s.match([JOB, JOB], [RESUME]), "lists differ in length: job_description 2, resume 1"),
        (lambda s: s.match(JOB, ["x", " "]), "row 2: resume holds no text"),
        (lambda s: s.extract(RESUME, "letter"), "row 1: document_type 'letter' is not known; give one of resume, job"),
        (lambda s: s.edit(RESUME, "summary", ["x"]), "row 1: section 'summary' is not known"),
        (lambda s: s.edit(RESUME, "skills"), "row 1: the skills section needs add_skills"),
        (lambda s: s.edit(RESUME, "experience", ["x"]), "row 1: the experience section needs experience_change"),
    ],
)
def test_invalid_calls_are_one_line(student, call, says):
    with pytest.raises(ValueError) as caught:
        call(student)
    assert says in str(caught.value) and "\n" not in str(caught.value)


def test_folders_that_are_no_student_are_one_line(folder, tokenizer, tmp_path):
    def copy(name: str):
        return shutil.copytree(folder, tmp_path / name)

    (tmp_path / "empty").mkdir()
    (copy("weightless") / "model.safetensors").unlink()
    (copy("damaged") / "model.safetensors").write_bytes(b"not weights")
    (copy("odd tasks") / "training.json").write_text('{"tasks": ["cooking"]}')
    (copy("torn") / "training.json").write_text('{"tasks": ')
    (copy("no mapping") / "recipe.yaml").write_text("- a\n- b\n")
    config = transformers.BertConfig(vocab_size=50, hidden_size=8, num_hidden_layers=1, num_attention_heads=1)
    saved(transformers.BertForSequenceClassification(config), tokenizer, tmp_path / "classifier")
    tiny_students.adapter(folder, tmp_path / "orphan", tokenizer)
    adapted = json.loads((tmp_path / "orphan" / "adapter_config.json").read_text())
    (tmp_path / "orphan" / "adapter_config.json").write_text(
        json.dumps(adapted | {"base_model_name_or_path": "no/such/base"})
    )
    for name, says in (
        ("empty", "no model is there (no config.json)"),
        ("weightless", "the model has no weights (no *.safetensors)"),
        ("damaged", "no model can be loaded from there ("),
        ("odd tasks", "training.json names no tasks of matching, explanation, extraction, editing"),
        ("torn", "training.json cannot be read ("),
        ("no mapping", "recipe.yaml is no mapping"),
        ("classifier", "is a BertForSequenceClassification, not a language model"),
        ("orphan", "is an adapter of no/such/base, which cannot be had: no such folder"),
        ("nowhere", "no such folder; give one with a model, or a repository as org/name"),
    ):
        with pytest.raises(BadInput) as caught:
            load(tmp_path / name)
        assert str(caught.value).startswith(f"{tmp_path / name}: {says}"), str(caught.value)
        assert "\n" not in str(caught.value)
    for arguments, says in (
        ({"revision": "v1"}, "is a folder and has no revision v1"),
        ({"device": "cuda:7"}, "device cuda:7 cannot be used ("),
        ({"dtype": "int3"}, "dtype int3 is not known; give one of float32, bfloat16, float16, float64"),
    ):
        with pytest.raises(BadInput, match=f"^{folder}: {says}".replace("(", r"\(")):
            load(folder, **arguments)
