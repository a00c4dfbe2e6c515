"""The model of asking sentences: its weights, its features, and that it learns from marks."""

import pytest

from dataset_builder.sources import marked_posts
from dataset_builder.text.layout.blocks import read_blocks
from dataset_builder.text.layout.headings import POST_HEADINGS
from dataset_builder.text.posts.asking import LIKELY, UNLIKELY, Asking, Sentence, features, tokens_of
from dataset_builder.text.posts.post import read_post
from training.rules.asking import chances, fit, sentences_that_ask


def chance(post: str, sentence: str) -> float:
    return Asking(read_blocks(post, POST_HEADINGS)).chance(post.index(sentence))


def test_a_sentence_asks_by_its_words_and_its_neighbours():
    post = "Potter in Hove\n\nWe fire two kilns and the sea is near. You'd have two years of raku behind you, or a degree in ceramics.\n"
    assert chance(post, "You'd have") > LIKELY
    assert chance(post, "We fire") < UNLIKELY


def test_before_the_first_sentence_nothing_is_known():
    assert Asking([]).chance(0) == 0.5


def test_contractions_are_written_out_and_digits_are_one():
    one, other = (features(Sentence(text, 0, "head", False, True, tokens_of(text), (), ())) for text in ("You'll need 3 years", "you will need 12 years"))  # fmt: skip
    assert one == other


def test_it_learns_from_marks():
    posts = [
        (f"Cook {town}\n\nYou must have a knife. We bake rye in {town}.\n", [(17, 38)])
        for town in ("York", "Hull", "Bath", "Kiel")
    ]
    rows = [row for text, spans in posts for row in sentences_that_ask(text, [(text.index("You"), text.index(" We"))])]  # fmt: skip
    weights = fit(rows)
    got = chances(weights, rows)
    asks = [asks for _, asks in rows]
    assert min(got[asks]) > max(got[[not one for one in asks]])


def test_a_post_without_a_mark_is_named(tmp_path):
    file = tmp_path / "posts.txt"
    file.write_text("=== 01 | cook\nWe bake.\n", encoding="utf-8")
    with pytest.raises(marked_posts.BadInput, match=r"posts\.txt: post '01 \| cook' marks nothing"):
        marked_posts.read(file)


@pytest.mark.parametrize(
    ("post", "asked"),
    [
        ("Baker\n\nThere is a step and flour bags are 25 kilos, so you have to be able to lift that safely.\n", ["be able to lift that safely"]),
        ("Paralegal\n\nBecause our clients farm, conversational Spanish is a real plus.\n", ["(conversational Spanish is a real plus)"]),
        ("Designer\n\nYou must have a portfolio. Sourdough photography? A bonus.\n", ["portfolio", "(Sourdough photography? A bonus)"]),
        ("cook\n\nwe bake rye. you must have two years in a kitchen. we close on mondays.\n", ["two years in a kitchen"]),
        ("Rep\n\nYou must be fluent in English. Zulu would make you very popular.\n", ["fluent in English", "(Zulu would make you very popular)"]),
        ("Clerk\n\nRequirements\n- Knowledge of dental terminology\n- Current registration with the Dental Council of Leith\n", ["Knowledge of dental terminology", "Current registration with the Dental Council of Leith"]),
    ],
)  # fmt: skip
def test_what_prose_asks_without_the_usual_words(post, asked):
    points = read_post(post).points
    assert [f"({point.text.strip(' .')})" if point.optional else point.text.strip(" .") for point in points] == asked
