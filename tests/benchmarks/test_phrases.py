"""What the benchmark of phrases asks and how it scores, on tiny data, and an encoder of a few thousand weights that learns."""

import json

import numpy as np
import pytest

from benchmarks import phrase_questions
from benchmarks import phrases as bench
from benchmarks.bi_encoder import BiEncoder, batches_of
from benchmarks.cross_encoder import CrossEncoder, pair_batches
from benchmarks.fine_tuning import Example, FitConfig
from benchmarks.phrase_questions import NEAR, OTHER, Question, SkillPhrases
from benchmarks.phrases import Bench, Scores, Words

SKILLS = [
    SkillPhrases(
        "Till Work",
        ("runs a till",),
        ("balanced three drawers", "cashed up nightly"),
        ("tilled a field with a plough and two horses",),
    ),
    SkillPhrases(
        "Baking", ("bakes bread",), ("proved 200 loaves a night",), ("sold bread and cakes at a counter in town",)
    ),
    SkillPhrases("Welding", ("joins steel",), ("ran MIG beads on frames",), ()),
    SkillPhrases(
        "Nursing",
        ("cares for patients",),
        ("dressed wounds on a ward of 24",),
        ("nursed a grudge against the head of the ward", "fed pigs"),
    ),
]
EXAMPLES = phrase_questions.examples_of(SKILLS)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("encoder")
    words = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    lines = [line for one in SKILLS for line in (*one.asked, one.name, *one.shown, *one.near_misses)]
    words.train_from_iterator(lines, trainers.WordLevelTrainer(special_tokens=["[PAD]", "[UNK]"], show_progress=False))
    PreTrainedTokenizerFast(tokenizer_object=words, pad_token="[PAD]", unk_token="[UNK]").save_pretrained(folder)
    torch.manual_seed(0)
    shape = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 2}
    model = BertModel(BertConfig(vocab_size=words.get_vocab_size(), **shape, hidden_dropout_prob=0.0,
                                 attention_probs_dropout_prob=0.0))  # fmt: skip
    model.save_pretrained(folder)
    return folder


def test_questions_are_shown_lines_near_misses_and_lines_of_other_skills():
    questions = phrase_questions.questions_of(SKILLS)
    shown = sum(len(skill.shown) for skill in SKILLS)
    assert sum(one.shown for one in questions) == shown
    assert sum(one.kind == NEAR for one in questions) == 4
    # each skill meets the lines of the three others
    assert sum(one.kind == OTHER for one in questions) == 3 * shown
    assert not any(one.shown and one.kind for one in questions)


def test_the_splits_share_no_skill_and_their_order_is_fixed():
    train, test = phrase_questions.skills_of("train"), phrase_questions.skills_of("test")
    assert not {one.name for one in train} & {one.name for one in test}
    assert len(test) > 300 and len(train) > 3_000
    assert [one.name for one in train] != sorted(one.name for one in train)
    assert train == phrase_questions.skills_of("train")


def test_handwritten_questions_are_skills_that_are_met_or_missing():
    questions = phrase_questions.handwritten_questions()
    assert len({one.shown for one in questions}) == 2 and all(one.lines and one.asked[0] for one in questions)
    others = phrase_questions.other_resumes()
    assert sum(not one.shown for one in others) == phrase_questions.OTHERS * sum(one.shown for one in others)


def test_pairs_with_requirements(tmp_path):
    point = {"text": "SQL", "kind": "skill", "optional": False, "status": "met"}
    points = [point, point | {"status": "missing"}, point | {"optional": True}, point | {"kind": "degree"},
              point | {"status": "unclear"}]  # fmt: skip
    (tmp_path / "pairs.jsonl").write_text(json.dumps({"resume": "Skills\n- SQL\n", "requirements": points}) + "\n")
    found = phrase_questions.pair_questions(tmp_path / "pairs.jsonl")
    assert [one.shown for one in found] == [True, False] and found[0].lines == ("Skills", "SQL")


def test_words_are_stems_weighed_by_how_rare_they_are():
    words = Words(["the ward", "the till", "the bread", "the steel"])
    asked = ("bakes the bread",)
    of_rare, of_common = Question(asked, ("breads",), True), Question(asked, ("the field",), False)
    assert words.score(of_rare) > words.score(of_common) == 0.0  # a word of every line weighs nothing
    assert words.score(Question(asked, ("cook", "baking bread"), True)) == pytest.approx(1.0)
    assert words.score(Question(asked, (), False)) == 0.0


def test_auc_against_one_kind_of_negatives():
    asked = [Question((), (), True), Question((), (), False, NEAR), Question((), (), False, OTHER)]
    scores = np.array([0.5, 0.6, 0.1])
    assert [bench.auc(asked, scores, kind) for kind in ("", NEAR, OTHER)] == [0.5, 0.0, 1.0]


def test_the_seed_decides_the_batches():
    config = FitConfig(epochs=2, batch=3)
    batches = batches_of(EXAMPLES, config)
    assert [len(batch) for batch in batches] == [3, 2, 3, 2] and batches == batches_of(EXAMPLES, config)
    assert {near for batch in batches for skill, _, _, near in batch if skill == "Welding"} == {""}


def test_fine_tuning_brings_shown_lines_closer_than_near_misses(encoder):
    questions = phrase_questions.questions_of(SKILLS)
    model = BiEncoder(encoder, threads=1)
    before = bench.auc(questions, bench.cosines(model, questions))
    model.fit(EXAMPLES, FitConfig(epochs=60, batch=5, learning_rate=3e-3))
    assert bench.auc(questions, bench.cosines(model, questions)) > max(before, 0.95)


def test_an_interrupted_run_goes_on_from_its_checkpoint(encoder, tmp_path, monkeypatch):
    from benchmarks import fine_tuning

    monkeypatch.setattr(fine_tuning, "CHECKPOINT_STEPS", 2)
    config = FitConfig(epochs=4, batch=5, learning_rate=1e-3)
    texts = [one.shown for one in EXAMPLES]
    whole = BiEncoder(encoder, threads=1)
    whole.fit(EXAMPLES, config)
    stopped, loss, calls = BiEncoder(encoder, threads=1), BiEncoder._loss, []

    def interrupted(self, batch):
        calls.append(batch)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return loss(self, batch)

    monkeypatch.setattr(BiEncoder, "_loss", interrupted)
    with pytest.raises(KeyboardInterrupt):
        stopped.fit(EXAMPLES, config, tmp_path / "run.pt")
    monkeypatch.setattr(BiEncoder, "_loss", loss)
    resumed = BiEncoder(encoder, threads=1)
    resumed.fit(EXAMPLES, config, tmp_path / "run.pt")
    np.testing.assert_allclose(resumed.encode(texts), whole.encode(texts), atol=1e-3)


def test_a_second_line_of_a_skill_is_no_negative(encoder):
    """Of two lines of one skill, each would push the other away."""
    model = BiEncoder(encoder, threads=1)
    rows = [("Till Work", "runs a till", line, "") for line in SKILLS[0].shown]
    assert model._loss(rows).item() == pytest.approx(0.0)
    assert model._loss([rows[0], ("Baking", "bakes bread", "proved 200 loaves a night", "")]).item() > 0


def test_short_near_misses_are_not_learnt():
    """Their length gives them away."""
    assert [one.near_misses for one in EXAMPLES if one.skill == "Nursing"] == [
        ("nursed a grudge against the head of the ward",)
    ]


def test_averaging_lies_between_the_encoders(encoder):
    model, frozen = BiEncoder(encoder, threads=1), BiEncoder(encoder, threads=1)
    before = frozen.model.state_dict()
    model.fit(EXAMPLES, FitConfig(epochs=2, batch=5, learning_rate=3e-3))
    name = "encoder.layer.0.output.dense.weight"
    tuned = model.model.state_dict()[name].clone()
    model.average(before, 0.25)
    np.testing.assert_allclose(model.model.state_dict()[name], 0.25 * tuned + 0.75 * before[name], atol=1e-6)


def test_pairs_of_the_cross_encoder():
    """Each shown line with a near miss, one of the same group and one of any; no line of the skill itself as a negative."""
    pairs = [pair for batch in pair_batches(EXAMPLES, FitConfig(epochs=20, batch=3)) for pair in batch]
    shown = {one.skill: {line.shown for line in EXAMPLES if line.skill == one.skill} for one in EXAMPLES}
    asked = {text: one.skill for one in EXAMPLES for text in one.asked}
    assert {label for *_, label in pairs} == {0.0, 1.0}
    assert all((line in shown[asked[text]]) == (label == 1.0) for text, line, label in pairs)
    # welding alone has no near miss: what it is asked with are lines of other skills
    assert {line for text, line, label in pairs if asked[text] == "Welding" and not label} <= set().union(
        *shown.values()
    )
    assert sum(label for *_, label in pairs) == 20 * len(EXAMPLES)


def test_a_cross_encoder_learns_and_goes_on_from_its_checkpoint(encoder, tmp_path):
    questions = phrase_questions.questions_of(SKILLS)
    model = CrossEncoder(encoder, threads=1)
    before = bench.auc(questions, bench.logits(model, questions))
    config = FitConfig(epochs=60, batch=5, learning_rate=1e-2)
    model.fit(EXAMPLES, config, tmp_path / "run.pt")
    found = bench.logits(model, questions)
    assert bench.auc(questions, found) > max(before, 0.75)
    again = CrossEncoder(encoder, threads=1)
    again.fit(EXAMPLES, config, tmp_path / "run.pt")
    np.testing.assert_allclose(bench.logits(again, questions), found, atol=1e-3)
    assert bench.logits(model, [Question(("bakes bread",), (), False)])[0] == -20.0


def test_scores_are_weighed_on_the_held_skills():
    asked = [Question((), (), True), Question((), (), False, NEAR)]
    board = Bench({bench.TEST: asked}, asked * 5, {bench.TEST: 0.95})
    right = board.scores(lambda questions: np.array([float(one.shown) for one in questions]))
    noise = Scores({bench.TEST: np.array([0.0, 1.0])}, np.zeros(10))
    figures = board.figures("both", board.together(right, noise), limited=True)
    assert figures[0].value == 1.0 and figures[0].passed and figures[0].limit == ">= 0.95"
    assert board.figures("noise", noise)[0].value == 0.0


def test_the_length_of_a_line():
    assert bench.lengths([Question((), ("a", "abc"), True), Question((), (), False)]).tolist() == [3, 0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--share", "2"], "give a share above 0, 1 at most"), (["--weights", "nowhere"], "run `make weights`")],
)
def test_what_cannot_run_is_one_line(arguments, message, capsys):
    with pytest.raises(SystemExit):
        bench.main(arguments)
    assert message in capsys.readouterr().err


def test_an_example_knows_its_skill_by_name_too():
    assert EXAMPLES[0] == Example(
        "Till Work",
        ("runs a till", "Till Work"),
        "balanced three drawers",
        ("tilled a field with a plough and two horses",),
    )


def test_the_table_has_a_row_per_way_of_scoring_and_a_column_per_set():
    way = bench.named(0.1)
    assert way == "fine-tuned on 10 % of the train skills"
    figures = [bench.Figure("questions", f"{bench.TEST}: shown, not shown", "2, 3")]
    figures += [bench.Figure("words alone", name, 0.5) for name in (bench.TEST, NEAR, OTHER)]
    figures += [bench.Figure(way, name, value) for name, value in zip(bench.RUN, (437, 1_226, 3, 60.4))]
    figures += [bench.Figure(way, bench.TEST, 0.75)]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in bench.table(figures).splitlines()]
    assert rows[0] == ["AUC", bench.TEST, NEAR, OTHER]
    assert rows[2:] == [["words alone", "0.500", "0.500", "0.500"], [way, "0.750", "", ""]]
    assert [cell.strip() for cell in bench.runs(figures).splitlines()[2].split("|")[1:-1]] == [
        way,
        "437",
        "1,226",
        "3",
        "60",
    ]
