"""The pointer family as users meet it: evidence that stands in the text, decisions that follow from parts, bad input in one line."""

import json
import os
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from dataset_builder.errors import BadInput
from tests.fixtures import tiny_encoders
from tests.fixtures.pointer_parts import LETTER, POST, RESUME, Told, decision
from training.students import load
from training.students.pointer.backend import Classifier, Encoder, Weights
from training.students.pointer.extraction import Extractor, joined
from training.students.pointer.pointer import Pointer
from training.students.pointer.spans import LABELS, Span
from training.students.pointer.windows import with_line_breaks


@pytest.fixture(scope="module")
def words():
    return tiny_encoders.tokenizer([RESUME, POST, LETTER] * 3)


@pytest.fixture(scope="module")
def family(words, tmp_path_factory):
    """Four folders of random weights, as training leaves them."""
    from transformers import AutoModelForTokenClassification

    place = tmp_path_factory.mktemp("pointer")
    encoder = tiny_encoders.saved(words, place.parent / "encoder")
    labels = {"id2label": dict(enumerate(LABELS)), "label2id": {label: at for at, label in enumerate(LABELS)}}
    for name, task in (
        ("extractor", "extraction"),
        ("editor", "editing"),
        ("matcher", "matching"),
        ("explainer", "explanation"),
    ):
        folder = place / name
        if task in ("extraction", "editing"):
            AutoModelForTokenClassification.from_pretrained(encoder, num_labels=len(LABELS), **labels).save_pretrained(
                folder
            )
            with_line_breaks(tiny_encoders.tokenizer([RESUME, POST, LETTER] * 3)).save_pretrained(folder)
        else:
            tiny_encoders.saved(words, folder)
            decision().write(folder)
        (folder / "training.json").write_text(json.dumps({"family": "pointer", "tasks": [task]}))
    return place


# ------------------------------------------------------------------------------------------------- extraction


def test_what_is_extracted_stands_in_the_document_and_its_section():
    told = Told(
        ("SQL", "skill"), ("Bread baking", "skill"), ("Baker", "title"), ("Cook", "title"), ("Millhaven", "company")
    )
    (found,) = Extractor(told).extract([RESUME], ["resume"])
    assert found.skills == ("SQL", "Bread baking")
    assert [(job.title, job.start_year, job.end_year) for job in found.experiences] == [
        ("Baker", 2013, 2016),
        ("Cook", 2010, 2013),
    ]
    assert all(" ".join(one.place.of(RESUME).split()) == one.text for one in found.mentions)
    assert [one.kind for one in found.mentions] == ["skill", "skill", "title", "company", "title"]


def test_a_skill_outside_the_section_counts_only_where_there_is_none():
    told = Told(("SQL", "skill"), ("Cook", "skill"))
    (found,) = Extractor(told).extract([RESUME], ["resume"])
    assert found.skills == ("SQL", "Bread baking"), "a short item at which nothing points is a name as a whole"
    (found,) = Extractor(told).extract(["I know SQL. I was a Cook."], ["resume"])
    assert found.skills == ("SQL", "Cook")


def test_unsure_spans_and_signs_are_no_skills():
    class Unsure(Told):
        def spans(self, texts):
            return [[Span(one.start, one.end, one.kind, 0.4) for one in found] for found in super().spans(texts)]

    text = "I know SQL, + and more."
    assert Extractor(Told(("SQL", "skill"), ("+", "skill"))).extract([text], ["resume"])[0].skills == ("SQL",)
    assert Extractor(Unsure(("SQL", "skill"))).extract([text], ["resume"])[0].skills == ()


def test_pieces_of_a_title_are_joined_but_not_over_lines():
    text = "Clerk / Typist\nBaker"
    spans = [Span(0, 5, "title"), Span(8, 14, "title"), Span(15, 20, "title")]
    assert [one.of(text) for one in joined(text, spans)] == ["Clerk / Typist", "Baker"]


@pytest.mark.parametrize(
    ("line", "pointed", "title"),
    [("Adult Education Director", "Tutoring", "Adult Education Director"), ("The Perogy Barn", "Server", "Server"), ("Baker", "Cook", "Cook")],
)  # fmt: skip
def test_a_role_that_the_text_layer_reads_gives_way_to_another_role_alone(line, pointed, title):
    text = f"Experience\n{line} (2013 - 2016), {pointed}"
    (found,) = Extractor(Told((pointed, "title"))).extract([text], ["resume"])
    assert [job.title for job in found.experiences] == [title]
    assert [one.text for one in found.mentions] == [title]


def test_the_graph_names_stand_next_to_the_words_of_the_document(family):
    student = load(family)
    student.__dict__["_classifier"] = Told(("JS", "skill"), ("registered nurse", "title"))
    text = "Skills\n- JS\n\nExperience\nregistered nurse (2013 - 2016)"
    found = student.extract(text)
    assert found.skills == ("JS",) and found.experiences[0].title == "registered nurse"
    named = {one.text: (one.name, one.soc_code) for one in found.mentions}
    assert named["JS"] == ("JavaScript", "") and named["registered nurse"] == ("Registered Nurse", "29-1141")


# ------------------------------------------------------------------------------------------------- opened and asked


def test_a_folder_of_four_answers_all_tasks_and_each_alone_its_own(family):
    student = load(family)
    assert isinstance(student, Pointer) and student.tasks == ("matching", "explanation", "extraction", "editing")
    assert student.match(POST, [RESUME, RESUME])[0].label in (0, 1) and student.explain(POST, RESUME).label in (0, 1)
    assert student.edit(RESUME, "skills", add_skills=["Rye bread"]).text.endswith("Rye bread")
    assert load(family / "extractor").tasks == ("extraction",)
    with pytest.raises(ValueError, match="was not trained for matching; it knows extraction"):
        load(family / "extractor").match(POST, RESUME)


def test_the_family_is_one_repository_or_four(hub, family):
    from huggingface_hub import HfApi

    api = HfApi()
    for name, folder in (("org/rjdb-pointer", family), ("org/rjdb-extractor", family / "extractor")):
        api.create_repo(name)
        api.upload_folder(repo_id=name, folder_path=folder)
    assert load("org/rjdb-pointer").tasks == ("matching", "explanation", "extraction", "editing")
    assert load("org/rjdb-extractor").extract(RESUME) == load(family / "extractor").extract(RESUME)


def test_an_answer_does_not_depend_on_what_shares_its_batch(family):
    student = load(family)
    texts = [RESUME, POST, LETTER, RESUME * 20]
    together = student.extract(texts)
    assert together == [student.extract(text) for text in texts]
    vectors = Encoder(Weights(family / "matcher")).vectors(texts)
    assert np.allclose(
        vectors, np.stack([Encoder(Weights(family / "matcher")).vectors([text])[0] for text in texts]), atol=1e-5
    )


def test_the_standard_pipeline_reads_the_same_labels(family):
    from transformers import pipeline

    found = Classifier(Weights(family / "extractor")).spans([RESUME])[0]
    standard = pipeline("token-classification", str(family / "extractor"), aggregation_strategy="first")(RESUME)
    pieces = [(one["start"], one["end"], one["entity_group"]) for one in standard]
    assert found and all(any(a <= one.start < b and kind == one.kind for a, b, kind in pieces) for one in found)


def test_nothing_that_was_read_is_kept(family):
    student = load(family)
    student.match(POST, RESUME), student.extract(RESUME)
    matcher, extractor = student.matcher, student.__dict__["_extractor"]
    assert not matcher.likeness._vectors and not matcher.likeness._families
    readers = (matcher.rules.reader, matcher.named.reader, extractor.lookup.reader)
    assert all(reader.resume.cache_info().currsize == reader.person.cache_info().currsize == 0 for reader in readers)


@pytest.mark.parametrize("text", ["", " \n", "我是面包师，在上海工作了三年，熟悉面包制作。" * 3])
def test_what_cannot_be_read_is_one_line_or_a_problem(family, text):
    student = load(family)
    with pytest.raises(ValueError, match="^row 1: (document|resume) (holds no text|is in another script)"):
        student.extract(text)
    quiet = replace(student, raise_problems=False)
    assert quiet.extract([text, RESUME])[0].problem and not quiet.extract([text, RESUME])[1].problem
    assert quiet.match(POST, text).label is None and quiet.edit(text or " ", "skills", add_skills=["a"]).problem


def test_a_long_document_is_read_in_time(family):
    text = RESUME + "\n- bread" * 25_000
    assert len(text) > 200_000 and load(family).extract(text).problem == ""


def test_what_is_no_student_of_the_family_is_refused(family, tmp_path):
    with pytest.raises(BadInput, match="no tokenizer.json, so no offsets"):
        Weights(tmp_path)
    with pytest.raises(BadInput, match="has no model.onnx; export it"):
        Weights(family / "extractor", "onnx")
    with pytest.raises(BadInput, match="has no model_int8.onnx; export it"):
        load(family, dtype="int8").extract(RESUME)
    with pytest.raises(BadInput, match="is read in float32 or int8, not in bfloat16"):
        load(family, dtype="bfloat16")
    assert load(family).quickest == load(family), "nothing was exported"
    with pytest.raises(BadInput, match="its labels are not"):
        Classifier(Weights(family / "matcher"))
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(BadInput, match="has no weights"):
        Weights(tmp_path)


def test_an_exported_family_needs_no_torch_and_answers_the_same(family, tmp_path, capsys):
    pytest.importorskip("onnxscript")
    pytest.importorskip("onnxruntime")
    from training.trainers.pointer.export import main

    assert main([str(family / "extractor"), "--no-int8", "--no-float32"]) == 2
    assert "leave nothing to export" in capsys.readouterr().err
    assert main([str(family / "extractor"), "--out", str(tmp_path), "--no-int8"]) == 0
    assert not (tmp_path / "extractor" / "model.safetensors").exists() and os.listdir(tmp_path) == ["extractor"]
    exported = load(tmp_path)
    assert exported.tasks == ("extraction",)
    texts = [RESUME, POST * 3]
    for one, other in zip(exported.extract(texts), load(family / "extractor").extract(texts), strict=True):
        assert [a.place for a in one.mentions] == [b.place for b in other.mentions]
    alone = replace(exported, threads=1)
    assert alone.extract(texts) == exported.extract(texts)
    assert alone.classifier.weights.threads == 1 and exported.classifier.weights.threads is None
