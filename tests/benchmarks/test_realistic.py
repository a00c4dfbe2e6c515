"""Read points are aligned with what is asked by their offsets in the post, each once."""

from benchmarks.realistic import Asked, Pair, Tally, align
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.posts.points import Point
from dataset_builder.text.posts.requirement_kinds import Kind
from dataset_builder.text.requirement_status import Status
from training.rules.judging import Judged

JOB = "Needs: two years in a bakery and a hygiene certificate. We sing."


def read(text: str, status: Status = Status.MET) -> Judged:
    at = JOB.index(text)
    return Judged(Point(text, Evidence(at, at + len(text)), Kind.SKILL), status)


def pair(*quotes: str, offsets: bool = True) -> Pair:
    places = [(JOB.index(quote), JOB.index(quote) + len(quote)) if offsets else (None, None) for quote in quotes]
    asked = tuple(Asked(quote, "met", "skill", *place) for quote, place in zip(quotes, places, strict=True))
    return Pair(JOB, "", 1, asked)


def test_half_of_the_words_of_a_quote_find_it():
    one = pair("two years in a bakery")
    assert align(one, [read("two years in")]) and not align(one, [read("two years")])


def test_one_read_point_finds_one_quote():
    both = pair("two years in a bakery", "a hygiene certificate")
    assert len(align(both, [read("two years in a bakery and a hygiene certificate")])) == 1


def test_surplus_lies_outside_every_quote():
    tally = Tally()
    tally.add(pair("two years in a bakery"), [read("two years in"), read("bakery"), read("We sing")])
    assert (tally.found, tally.surplus, tally.read) == (1, 1, 3)


def test_decided_and_right_are_counted_by_kind():
    tally = Tally()
    tally.add(
        pair("two years in a bakery", "a hygiene certificate"),
        [read("two years in a bakery", Status.UNCLEAR), read("a hygiene certificate", Status.MISSING)],
    )
    assert tally.kinds == {"skill": [2, 2, 1, 0]} and (tally.decided, tally.right) == (1, 0)


def test_without_offsets_the_words_are_compared():
    assert (
        len(align(pair("two years in a bakery", offsets=False), [read("two years in a bakery and"), read("We sing")]))
        == 1
    )
