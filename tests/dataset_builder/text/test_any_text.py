"""Whatever is typed: no exception, no negative time, time linear in the length of the text, and no phantom skills."""

import random
import time

import pytest

from dataset_builder.graph.make_graph import embedded
from dataset_builder.text.amounts import amounts
from dataset_builder.text.dates import Date, covered, read_spans
from dataset_builder.text.mentions import mentions, stemmed
from dataset_builder.text.names.matching import SkillNames, words_of
from dataset_builder.text.posts.post import read_post
from dataset_builder.text.resumes.resume import read_resume
from training.rules.judging import judge, label_of

TODAY = Date(2026, 11)
PIECES = [
    "Experience", "Skills:", "## Education", "• ", "- ", "\t", "|", "\n", "\n\n", "(", ")", "[2019.04~2021.10]", "Jan 2020 – Present",
    "2018-03-01 to 2021-05-31", "06.2018 - 09.2021", "5+ years", "18 months", "one and a half years", "Data Analyst", "Ward Nurse, RN",
    "Python, SQL & Docker", "C++17", "at least two of: Java, Go, Rust", "or", "HGV Class 1 (C+E)", "German C1", "First Aid (expired 2021)",
    "<ul><li>Python</li></ul>", "&lt;p&gt;", "&#43;", "🎓", "\u00ad", "\u200b", "\0", "\ud800", "é匭ß", "No degree required", "nice to have",
    "We offer dental insurance", "Name: Ada Moss", "Designation: Baker", "| Skill | Years |", "★★★☆☆", "90%", ";", ":", ".", ",", "/", "1)", "a",
]  # fmt: skip


def typed(rng: random.Random) -> str:
    return "".join(rng.choice(PIECES) + rng.choice(("", " ", "\n", ", ")) for _ in range(rng.randrange(1, 60)))


def test_any_text_is_read_and_no_time_is_negative():
    rng, names = random.Random(30), SkillNames([("SQL", ("Structured Query Language",))])
    for _ in range(300):
        job, resume = typed(rng), typed(rng)
        held = read_resume(resume, TODAY)
        spans = [span for one in held.jobs if (span := one.months(TODAY)) is not None]
        assert all(first <= after for first, after in spans) and covered(spans) >= 0
        post = read_post(job)
        judged = judge(post, held, names, TODAY)
        assert label_of(judged) in (0, 1)
        assert all(0 <= one.point.place.start <= one.point.place.end <= len(job) for one in judged)
        assert all(one.evidence is None or one.evidence.end <= len(resume) for one in judged)
        assert all(amount.least >= 0 for amount in amounts(job))
        for span in read_spans(resume, TODAY):
            assert span.start is None or span.end is None or span.end.last >= span.start.first


def test_blocks_may_stand_in_any_order():
    blocks = [
        "Ada Moss\nada@example.org",
        "Skills\n- SQL\n- Excel",
        "Experience\nData Analyst, Brightwell, 2016 - 2020\n- Built reports",
        "Education\nBSc Statistics, University of Fenmoor, 2010 - 2014",
        "Licences\nCategory B driving licence",
    ]
    rng = random.Random(3)
    for _ in range(30):
        rng.shuffle(blocks)
        found = read_resume("\n\n".join(blocks), TODAY)
        assert [(job.title, job.company, job.dates) for job in found.jobs] == [
            ("Data Analyst", "Brightwell", ("2016", "2020"))
        ]
        assert {skill.name for skill in found.skills} == {"SQL", "Excel"}


@pytest.mark.parametrize("unit", PIECES)
def test_200_000_characters_of_anything_end_soon(unit):
    """Linear: the limit leaves room for a busy machine; quadratic code would take minutes."""
    text = (unit + " ") * (200_000 // (len(unit) + 1))
    started = time.process_time()
    judge(read_post(text), read_resume(text, TODAY), SkillNames(), TODAY)
    assert time.process_time() - started < 4


# Two pages of plain English in our own words: what no resume says about any trade.
PLAIN = """
It was a long walk from the station to the house at the end of the lane, and by the time we got there it had begun to rain. A man in a grey
coat stood under the tree as if he had been told to wait for us. He said that the door was open and that there was a fire in the back room, so
we went in, put our bags on the floor, and sat down to eat. At first nobody spoke. Then an old woman came in with a pot of soup and a loaf of
bread, and asked whether we had seen her dog on the way up. We had not. She went to the window, looked out at the field, and shook her head.

In the morning the sky was clear. The road ran down to a river, over a bridge and up a hill on the other side, where a few white stones marked
the place at which two farms met. My brother wanted to go on to the town; I wanted to stay by the water, since it was the first warm day of the
year and I had brought something to read. In the end we did both: he took the path, and I sat on the bank until noon with my feet in the stream.
A heron stood at the bend and did not move for an hour. When it flew off it went low over the reeds, and a child on the far side clapped.

There is not much to tell about the week that followed. We slept late, ate what there was, and went out when it was dry. On the third day a boy
brought a letter from the village, which said that our cousin would come on Friday if the weather held, and that she would bring the cat. It did
hold. She came up the lane at four, on a horse that was much too large for her, and the cat sat in a basket and looked as though it had walked
all the way. That night we played cards until the lamp went out. I lost, as I always do, and was given the smallest room as a prize.

What I remember best is the sound of the place: wind in the chimney, the clock in the hall that was always slow, somebody laughing two rooms away.
Years later I went back to look for it. The house was still there, but the tree had gone, and a young couple with a baby opened the door. They had
never heard of the old woman or her dog. They let me stand for a minute in the kitchen, where the light fell on the table as it used to, and then
I thanked them and walked back down to the road, past the river, to where the bus would stop at ten to six or not at all.
"""


def names_of_graph() -> list[tuple[str, str]]:
    graph = embedded()
    return [(skill.name, form) for skill in graph.skills for form in (skill.name, *skill.aliases)] + [
        (one.title, one.title) for one in graph.occupations
    ]


def test_plain_english_names_no_skill_and_no_title():
    graph = embedded()
    names = SkillNames((skill.name, skill.aliases) for skill in graph.skills)
    words, stems = words_of(PLAIN), stemmed(PLAIN)
    assert names.named_in(words) == []
    assert [form for _, form in names_of_graph() if names.find(form, words)] == []
    aliases = graph.aliases
    assert [skill.name for skill in graph.skills if mentions(stems, skill.name, aliases)] == []
    assert [one.title for one in graph.occupations if mentions(stems, one.title)] == []


def test_an_abbreviation_is_no_inflected_word():
    """ "AED" was stemmed to "a" and "ATS" to "at", so that every page mentioned a defibrillator."""
    aliases = {"Automated External Defibrillator": ("AED",), "Applicant Tracking Systems": ("ATS",)}
    text = stemmed("A walk at noon; as it is, an AED hangs in the hall and the ATSs were sold.")
    assert mentions(text, "Automated External Defibrillator", aliases) and mentions(
        text, "Applicant Tracking Systems", aliases
    )
    plain = stemmed("A walk at noon; as it is.")
    assert not any(mentions(plain, skill, aliases) for skill in aliases)


@pytest.mark.parametrize(
    ("resume", "name"),
    [
        ("Experience\nPorter (2013 - 2016)\nCarried crates up four floors daily", ""),
        ("MARISOL DE LA CRUZ\n\nExperience\nPorter (2013 - 2016)", "MARISOL DE LA CRUZ"),
        ("Resume of Ana van der Berg\nSkills\n- Bread", "Ana van der Berg"),
    ],
)
def test_a_name_is_read_at_the_head_and_no_sentence_is_one(resume, name):
    assert read_resume(resume, TODAY).name == name
