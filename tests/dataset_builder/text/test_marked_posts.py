"""Posts as people write them, with what they ask marked by reading: [[required]], {{optional}}, before the rules were tuned to them.

A marked point is found, and what is read is surplus, as `benchmarks.realistic` defines it.
"""

from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace

import pytest

from benchmarks.realistic import Asked, Pair, align, is_inside, unaligned
from dataset_builder.sources import marked_posts as marked
from dataset_builder.text.posts.post import Post, read_post

FOUND, SURPLUS = 94, 6


@cache
def marked_posts() -> tuple[Pair, ...]:
    return tuple(
        Pair(
            post.text,
            "",
            1,
            tuple(
                Asked(
                    post.text[mark.start : mark.end],
                    "met",
                    "optional" if mark.optional else "required",
                    mark.start,
                    mark.end,
                )
                for mark in post.marks
            ),
        )
        for post in marked.read()
    )


@dataclass(frozen=True)
class Read:
    """A marked post as it is read: what was aligned with its marks, and what is surplus."""

    pair: Pair
    post: Post
    aligned: list
    surplus: list


@cache
def read() -> tuple[Read, ...]:
    found = []
    for pair in marked_posts():
        post = read_post(pair.job)
        judged = [SimpleNamespace(point=point, status="met") for point in post.points]
        aligned = align(pair, judged)
        surplus = [one for one in unaligned(judged, aligned) if not is_inside(one, pair.asked)]
        found.append(Read(pair, post, aligned, surplus))
    return tuple(found)


def test_nearly_all_that_posts_ask_is_found():
    asked = sum(len(one.pair.asked) for one in read())
    assert 100 * sum(len(one.aligned) for one in read()) >= FOUND * asked


def test_little_is_read_that_no_one_asks():
    points = sum(len(one.post.points) for one in read())
    assert 100 * sum(len(one.surplus) for one in read()) <= SURPLUS * points


def test_no_post_is_refused():
    assert [one.pair.job[:40] for one in read() if not one.aligned] == []


def test_what_is_optional_is_rarely_taken_for_required():
    optional = [(asked, got) for one in read() for asked, got in one.aligned if asked.kind == "optional"]
    assert sum(got.point.optional for _, got in optional) >= 0.93 * len(optional)


def test_every_point_stands_where_it_says():
    for one in read():
        for point in one.post.points:
            # an aside in brackets may be left out of the middle
            written = one.pair.job[point.place.start :].startswith(point.text[:15])
            assert one.post.plain.offsets is not None or written


@pytest.mark.parametrize(
    ("post", "asked"),
    [
        ("Cook\n\n| Criteria | E/D |\n|---|---|\n| Two years in a kitchen | E |\n| Fluent Welsh | D |\n", ["Two years in a kitchen", "(Fluent Welsh)"]),
        ("Cook\n\n\tEssential\tDesirable\nSkills\tPastry; bread\tSugar work\n", ["Pastry", "bread", "(Sugar work)"]),
        ("Picker. Pay: £13. Requirements: • Able to lift 20 kg • Basic English Benefits: • Weekly pay • Parking", ["Able to lift 20 kg", "Basic English"]),
        ("Editor, remote.\n\nWe cut films in Ghent. Must: Avid Media Composer. Nice: French. Day rate 400.", ["Avid Media Composer", "(French)"]),
        ("Nurse\n\nWhat do I need?\nAn NMC pin. You should be happy on nights.\n\nWhat do I get?\nA hot meal.", ["NMC pin", "happy on nights"]),
        ("Baker\n\nWe bake rye. If you have worked in a bakery, we would love to hear from you.", ["worked in a bakery"]),
        ("Clerk\n\nRequirements\n- Fluent English, German is a plus\n- Very good Excel, SAP not needed\n", ["Fluent English", "(German is a plus)", "Very good Excel"]),
        ("Clerk\n\nRequirements\n- German (C1) fluent and good English\n- SQL\n", ["German (C1) fluent", "good English", "SQL"]),
        ("Vet nurse\n\nRequirements\nGDC registration\n\nYou don't need a degree: we train. You must be able to lift a dog.", ["GDC registration", "able to lift a dog"]),
    ],
)  # fmt: skip
def test_forms_of_posts(post, asked):
    points = read_post(post).points
    texts = [point.text.strip(" .;") for point in points]
    assert [f"({text})" if point.optional else text for text, point in zip(texts, points, strict=True)] == asked


def test_text_that_lost_its_line_ends():
    post = (
        "Dental NursePermanent, full timeWoking, SurreyAbout usWe are a six surgery practice.RequirementsGDC registration"
        "Immunised against Hepatitis BenefitsUniform provided"
    ).replace("Hepatitis Benefits", "hepatitisBenefits")
    assert [point.text for point in read_post(post).points] == ["GDC registration", "Immunised against hepatitis"]
