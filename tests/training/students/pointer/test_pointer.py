"""The pointer family as users meet it: evidence that stands in the text, decisions that follow from parts, bad input in one line."""

import json
import os
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from dataset_builder.errors import BadInput
from dataset_builder.text.requirement_status import Status
from tests.fixtures import tiny_encoders
from training.evaluation.matchers import Forms
from training.students import load
from training.students.pointer.backend import Classifier, Encoder, Weights
from training.students.pointer.decision import Decision, Weighed
from training.students.pointer.extraction import Extractor, joined
from training.students.pointer.likeness import FEATURES, Likeness
from training.students.pointer.matching import ITEM_FEATURES, PAIR_FEATURES, Matcher
from training.students.pointer.pointer import Pointer
from training.students.pointer.spans import LABELS, Span
from training.students.pointer.trees import Trees
from training.students.pointer.windows import with_line_breaks
from training.trainers.pointer.matcher import explaining

RESUME = """Name: Ann Lee

Skills
- Proficient in SQL
- Bread baking

Experience
Baker, Millhaven (2013 - 2016)
Cook (2010 - 2013)"""
POST = "Job title\nBaker\n\nRequired skills\n- SQL\n- Kubernetes\n\nRequired experience\n- 2 years as a Baker"
LETTER = "We are a bakery. You have patience with the public and you can lift heavy sacks of flour all day."


def stump(feature: int, threshold: float, low: float, high: float) -> Trees:
    return Trees(0.0, [[[feature, -2, -2], [threshold, -2, -2], [1, -1, -1], [2, -1, -1], [0, low, high]]])


def decision(met: float = 0.5, missing: float = 0.0) -> Decision:
    """A line shows what is asked by its cosine alone, an item by its words; a pair whose first job failed is no match."""
    line = Weighed((10.0, *(0.0,) * (len(FEATURES) - 1)), -5.0)
    item = Weighed((10.0, *(0.0,) * (len(ITEM_FEATURES) - 1)), -5.0)
    pair = stump(PAIR_FEATURES.index("items not shown, by likeness"), 0.5, 3.0, -3.0)
    unmatched = stump(ITEM_FEATURES.index("words on one line"), 0.5, -3.0, 3.0)
    return Decision(line, item, unmatched, pair, met, missing)


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


class Told:
    """A classifier that says what it is told."""

    def __init__(self, *forms: tuple[str, str]) -> None:
        self.forms = forms

    def spans(self, texts):
        return [
            sorted(
                Span(text.index(form), text.index(form) + len(form), kind) for form, kind in self.forms if form in text
            )
            for text in texts
        ]


class Vectors:
    """An encoder for which texts are alike that share a word of the two."""

    def __init__(self, *alike: tuple[str, str]) -> None:
        self.alike = alike

    def vectors(self, texts):
        found = np.zeros((len(texts), max(len(self.alike), 1)), np.float32)
        for row, text in zip(found, texts, strict=True):
            for at, pair in enumerate(self.alike):
                row[at] = any(word in text.casefold() for word in pair)
            row /= max(np.linalg.norm(row), 1.0)
        return found


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


# ------------------------------------------------------------------------------------------------- matching


def test_an_item_that_no_line_shows_fails_the_pair_and_is_named():
    matcher = Matcher(Likeness(Vectors()), decision())
    match, explanation = matcher.match(POST, RESUME), matcher.explain(POST, RESUME)
    assert match.label == 0 and match.score < 0.1
    assert explanation.skills == ("Kubernetes",) and explanation.experiences == ()
    assert matcher.match(POST.replace("Kubernetes", "bread baking"), RESUME).label == 1


def test_a_point_in_other_words_is_decided_by_the_line_that_comes_nearest():
    resume = "Experience\nPorter (2013 - 2016)\nCarried crates up four floors daily\nKept calm with visitors"
    alike = Vectors(("lift", "crates"), ("patience", "calm"))
    by_words = Matcher(Likeness(Vectors()), decision()).read(LETTER, resume).points
    assert {one.status for one in by_words} == {Status.UNCLEAR}
    points = Matcher(Likeness(alike), decision()).read(LETTER, resume).points
    assert {one.evidence.line(resume) for one in points} <= {
        "Carried crates up four floors daily",
        "Kept calm with visitors",
    }
    assert (
        all(one.status is Status.MET for one in points)
        and Matcher(Likeness(alike), decision()).match(LETTER, resume).label == 1
    )
    nowhere = Matcher(Likeness(Vectors()), decision(missing=0.3)).read(LETTER, resume).points
    assert {one.status for one in nowhere} == {Status.MISSING}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("Observability: Prometheus, Grafana and Loki", Status.UNCLEAR),
        ("Observability: Prometheus and Grafana", Status.MET),
        ("Observability: Prometheus, Grafana or Loki", Status.MET),
        ("Hands-on HPLC and GC", Status.UNCLEAR),
    ],
)
def test_likeness_does_not_stand_in_for_a_name_that_is_asked_with_others(asked, status):
    resume = "Experience\nSite engineer, Boxwerk (2018 - 2022)\nWatched clusters with Prometheus, made Grafana boards\nRan HPLC"
    matcher = Matcher(Likeness(Vectors(("observability", "watched"), ("hands-on", "hplc"))), decision())
    (point,) = matcher.read(f"Requirements\n- {asked}", resume).points
    assert point.status is status


def test_years_are_not_decided_by_likeness():
    post = "Requirements\n- 9 years of experience as a zookeeper"
    matcher = Matcher(Likeness(Vectors(("zookeeper", "baker"))), decision())
    assert all(one.status is not Status.MET for one in matcher.read(post, RESUME).points)


def test_trees_with_signs_follow_them():
    """Whatever the training rows say: here they say the opposite of the second sign."""
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(400, 2))
    trees = Trees.fitted(numbers, (numbers[:, 0] + numbers[:, 1] > 0).astype(int), (1, -1))
    line = np.linspace(-2, 2, 9)
    more, less = (trees.probability(np.stack(pair, axis=1)) for pair in ((line, 0 * line), (0 * line, line)))
    assert (np.diff(more) >= 0).all() and more[-1] > 0.7 > 0.3 > more[0] and (np.diff(less) <= 0).all()


def test_an_explanation_asks_what_is_missing_where_the_pair_is_no_match():
    """Of pairs at large nearly all items are shown; where the pair is no match, one that no line names is rather the reason."""
    post = "Job title\nBaker\n\nRequired skills\n- SQL\n- Kubernetes\n- Terraform\n\nRequired experience\n- 2 years as a Baker"
    kinder = replace(decision(), item=Weighed((1.0, *(0.0,) * (len(ITEM_FEATURES) - 1)), 3.0))
    no_match = replace(kinder, cut=1.0)
    found = Matcher(Likeness(Vectors(())), no_match).explain(post, RESUME)
    assert found.label == 0 and set(found.skills) == {"Kubernetes", "Terraform"}


def test_an_explanation_names_the_least_shown_skills_and_no_more_than_training_rows_lacked():
    post = "Job title\nBaker\n\nRequired skills\n- Kubernetes\n- Terraform\n- Ansible\n\nRequired experience\n- 2 years as a Baker"
    matcher = Matcher(Likeness(Vectors(())), replace(decision(), cut=1.0, most_skills=2))
    assert len(matcher.explain(post, RESUME).skills) == 2


@pytest.mark.parametrize(
    ("asked", "same_job", "told"),
    [("Head Baker", 55.0, ()), ("Head Baker", 99.0, ("Head Baker",)), ("zoo keeper", 55.0, ("zoo keeper",)), ("Cook", 99.0, ())],
)  # fmt: skip
def test_a_job_of_another_title_is_missing_where_the_pair_is_no_match(asked, same_job, told):
    """How alike titles must be is the decision's; a title in small letters may be no title, but not where the pair fails and years are asked."""
    post = f"Job title\nBaker\n\nRequired skills\n- SQL\n\nRequired experience\n- 2 years as a {asked}"
    matcher = Matcher(Likeness(Vectors(())), replace(decision(), cut=1.0, same_job=same_job))
    assert tuple(job.title for job in matcher.explain(post, RESUME).experiences) == told


def test_the_likeness_of_titles_is_the_one_that_explains_training_pairs_best():
    post, resume = POST.replace("as a Baker", "as a Bar Keeper"), "Skills\n- SQL\n\nExperience\nBaker (2013 - 2016)"
    row = {"job_description": post, "resume": resume, "label": 0, "skills": ["Kubernetes"],
           "experiences": [{"title": "Bar Keeper", "years": 2}]}  # fmt: skip
    likeness = Likeness(Vectors())
    pair = Matcher(likeness, decision()).listed(post, resume)
    fitted = explaining(decision(), likeness, [(row, pair)], Forms())
    assert fitted.same_job > 70 and fitted.most_skills == 1
    held = row | {"experiences": []}
    assert explaining(decision(), likeness, [(held, pair)], Forms()).same_job == 55


def test_pairs_that_are_read_together_are_judged_as_each_alone():
    pairs = [(POST, RESUME), (LETTER, RESUME), (POST.replace("SQL", "Java"), "Skills\n- Java"), (POST, RESUME)]
    matcher = Matcher(Likeness(Vectors(("lift", "cook"))), decision())
    assert matcher.matched(pairs) == [matcher.match(*one) for one in pairs]
    assert matcher.explained(pairs) == [matcher.explain(*one) for one in pairs]
    assert matcher.matched([]) == []


def test_trees_asked_side_by_side_answer_as_one_after_another():
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(300, 3))
    trees = Trees.fitted(numbers, (numbers[:, 0] * numbers[:, 1] > 0).astype(int))

    def value(tree, row):
        feature, threshold, left, right, of = tree
        at = 0
        while feature[at] != -2:
            at = left[at] if row[feature[at]] <= threshold[at] else right[at]
        return of[at]

    rows = numbers[:20].astype(np.float32)
    totals = np.array([trees.start + sum(value(tree, row) for tree in trees.nodes) for row in rows])
    assert np.allclose(trees.probability(rows), 1 / (1 + np.exp(-totals)))
    assert Trees(0.0, []).probability(np.zeros((2, 3))).tolist() == [0.5, 0.5]


def test_a_decision_is_read_as_it_was_written(tmp_path):
    replace(decision(met=0.7), same_job=85.0, most_skills=3).write(tmp_path)
    again = Decision.read(tmp_path)
    assert (again.met, again.same_job, again.most_skills) == (0.7, 85.0, 3) and again.match(
        np.zeros((1, len(PAIR_FEATURES)))
    ) > 0.9
    (tmp_path / "decision.json").write_text('{"line": 1}')
    with pytest.raises(BadInput, match="decision.json cannot be read"):
        Decision.read(tmp_path, "mine")


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
    with pytest.raises(BadInput, match="its labels are not"):
        Classifier(Weights(family / "matcher"))
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(BadInput, match="has no weights"):
        Weights(tmp_path)


def test_an_exported_family_needs_no_torch_and_answers_the_same(family, tmp_path):
    pytest.importorskip("onnxscript")
    pytest.importorskip("onnxruntime")
    from training.trainers.pointer.export import main

    assert main([str(family / "extractor"), "--out", str(tmp_path), "--no-int8"]) == 0
    assert not (tmp_path / "extractor" / "model.safetensors").exists() and os.listdir(tmp_path) == ["extractor"]
    exported = load(tmp_path)
    assert exported.tasks == ("extraction",)
    texts = [RESUME, POST * 3]
    for one, other in zip(exported.extract(texts), load(family / "extractor").extract(texts), strict=True):
        assert [a.place for a in one.mentions] == [b.place for b in other.mentions]
