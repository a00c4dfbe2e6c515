"""What makes a document one to reject, and what only looks like it."""

import pytest

from dataset_builder.quality.teacher_failures import (
    edit_talk,
    failure,
    gibberish,
    missing_sections,
    placeholder,
    wrong_kind,
)
from tests.fixtures.example_triple import JOB, MATCHED, UNMATCHED


@pytest.mark.parametrize(
    "text",
    [
        "- SQL (has been removed)", "- Two skills were omitted here: the skill was removed", "As requested, a shorter one.",
        "This is the unmatched resume.", "Same as in Resume 1", "Note: no oven.", "(Note: education is not given)",
        "The above resume lacks two skills.", "As an AI, I bake.", "Here is the modified resume you wanted",
    ],
)  # fmt: skip
def test_talk_about_the_edit_is_recognised(text):
    assert edit_talk(f"{MATCHED}\n{text}").startswith("talk about the edit: ")


@pytest.mark.parametrize(
    "text",
    [
        "Name: [Name]", "Name: Alva [Last Name]", "- Baker, [Company] (2013 - 2016)", "- Baker (20XX - 20XX)", "Phone: XXX-XXXX",
        "Lorem ipsum dolor", "<insert skill>", "Diploma, {university}", "Alva Lastname", "Degree [Year]", "City, State",
    ],
)  # fmt: skip
def test_placeholders_are_recognised(text):
    assert placeholder(f"{MATCHED}\n{text}").startswith("placeholder: ")


@pytest.mark.parametrize(
    "text",
    [
        "very " * 6,
        "- Bakes bread and cake\n" * 5,
        "- Keeps the oven at 匭the right heat",
        "- Keeps the ovennnnnnn hot",
        "Frontal loaf interior kelmot sourdine partment weekend brisket permansou zarty glide claver lily solano beds",
        "He xqzt brfpl dkwn vrrts mlgh pqrs tnkl wrst of the bread and of the cake.",
        ("the oven is hot and the dough is cold so " * 20),
        "x" * 30_000,
    ],
)
def test_gibberish_is_recognised(text):
    assert gibberish(f"{MATCHED}\n{text}").startswith("gibberish: ")


def test_a_good_document_has_no_failure():
    for text, kind in ((JOB, "job description"), (MATCHED, "resume"), (UNMATCHED, "resume")):
        assert failure(text, kind) is None
    careful = MATCHED.replace("Diploma in Baking", "Diploma, Zoë Łukasz Škoda School (class notes kept)").replace(
        "(2013 - 2016)", "(2013 - 2016) [Crumb Hospital], removed hazardous waste; CSS3, XXL loaves, C#"
    )
    assert failure(careful, "resume") is None


def test_swapped_and_missing_parts_are_recognised():
    assert wrong_kind(MATCHED, "job description").startswith("swapped parts")
    assert wrong_kind(JOB, "resume").startswith("swapped parts")
    assert wrong_kind(JOB, "job description") is None and wrong_kind(MATCHED, "resume") is None
    assert missing_sections(MATCHED.replace("## Skills", ""), "resume") == "missing section: skills"
    assert (
        missing_sections(JOB.replace("- Minimum of 3 years as a Baker", "---"), "job description")
        == "empty section: experience"
    )
    assert missing_sections(MATCHED.replace("- Baker (2013 - 2016)", ""), "resume") is None
    assert failure(" \n", "resume") == "empty document"
