"""Lists in other words: the names stay the spans, the rest of a document stays as it is, and a seed gives one text."""

import pytest

from training.data.rewording import reworded
from training.data.spans import SpannedDocument, spanned_documents
from training.students.pointer.spans import Span

NAMES = ("Java", "Cash Handling", "Forklift License", "X-Ray Fluorescence Analysis", "SQL", "Crop Planning")


def document(at: int, kind: str = "resume_matched", names: tuple[str, ...] = NAMES) -> SpannedDocument:
    lines = "".join(f"- {name}\n" for name in names)
    text = f"Name: Ada Sole\n\n## Skills\n{lines}\n## Responsibilities\n- Wash the floor of the barn\n\n## Experience\n- Farmer (2018 - 2020)\n- Sowed rye in rows\n"
    places = [text.index(f"- {name}\n") + 2 for name in names]
    spans = [Span(start, start + len(name), "skill") for start, name in zip(places, names)]
    title, told = text.index("Farmer"), text.index("Sowed rye in rows")
    phrase = Span(told, told + 17, "skill")
    spans += [Span(6, 14, "name"), Span(title, title + 6, "title"), phrase]
    return SpannedDocument(f"train-{at}", kind, text, tuple(sorted(spans)), frozenset([phrase]))


DOCUMENTS = [document(at, kind) for at in range(60) for kind in ("job_description", "resume_matched")]


def names_of(one: SpannedDocument) -> list[Span]:
    return [span for span in one.spans if span.kind == "skill" and span not in one.told]


@pytest.fixture(scope="module")
def changed():
    return reworded(DOCUMENTS, 1.0, seed=3)


def test_every_list_is_in_other_words_and_the_rest_stays(changed):
    for old, new in zip(DOCUMENTS, changed):
        head, tail = old.text.index("- Java"), old.text.index("\n## Responsibilities")
        assert new.text.startswith(old.text[:head]) and new.text.endswith(old.text[tail:])
        others = [(one.kind, one.of(old.text)) for one in old.spans if one.kind != "skill"]
        assert [(one.kind, one.of(new.text)) for one in new.spans if one.kind != "skill"] == others
        assert [one.of(new.text) for one in new.told & set(new.spans)] == ["Sowed rye in rows"]
    assert sum(old.text != new.text for old, new in zip(DOCUMENTS, changed)) > 110


def test_spans_are_whole_names(changed):
    for new in changed:
        skills = [one.of(new.text) for one in names_of(new)]
        assert len(skills) >= 3
        assert all(a.end <= b.start for a, b in zip(new.spans, new.spans[1:]))
        assert all(name.strip() == name and "\n" not in name and len(name.split()) <= 4 for name in skills)
        assert not {name.casefold() for name in skills} & {"strong", "proficient in", "skills", ""}
    names = {one.of(new.text).casefold() for new in changed for one in names_of(new)}
    assert {name.casefold() for name in NAMES} <= names and "attention to detail" in names


def test_names_stand_in_many_surroundings(changed):
    before = {new.text[: one.start].rpartition("\n")[2] for new in changed for one in names_of(new)}
    behind = {new.text[one.end :].partition("\n")[0] for new in changed for one in names_of(new)}
    assert len(before) > 150 and len(behind) > 100
    assert any("wash the floor of the barn" in text.lower() for text in behind)


def test_one_seed_gives_one_text(changed):
    assert reworded(DOCUMENTS, 1.0, seed=3) == changed != reworded(DOCUMENTS, 1.0, seed=4)
    assert reworded(DOCUMENTS[:2] * 1, 0.0) == DOCUMENTS[:2]
    some = reworded(DOCUMENTS, 0.5, seed=3)
    assert 30 < sum(old == new for old, new in zip(DOCUMENTS, some)) < 90


def test_what_lists_nothing_is_left():
    for text in ("", "Skills", "## Skills\n- Java\n", "Farmer in Ohio"):
        one = SpannedDocument("train-0", "resume_matched", text, ())
        assert reworded([one], 1.0) == [one]


def test_names_with_commas_are_parted_by_other_signs():
    names = ("Sales, retail", "Care, track and record museum objects")
    for new in reworded([document(at, names=names) for at in range(40)], 1.0):
        spans = names_of(new)
        between = [new.text[a.end : b.start] for a, b in zip(spans, spans[1:])]
        with_comma = any("," in one.of(new.text) for one in spans)
        assert not (with_comma and any(sign.strip() == "," for sign in between))


def test_lists_of_a_dataset(built):
    documents = spanned_documents(str(built), "train", limit=60)
    new = reworded(documents, 1.0)
    assert sum(a != b for a, b in zip(documents, new)) > 40
    for one in new:
        assert all(span.of(one.text).strip() == span.of(one.text) != "" for span in one.spans)
        assert all(a.end <= b.start for a, b in zip(one.spans, one.spans[1:]))
