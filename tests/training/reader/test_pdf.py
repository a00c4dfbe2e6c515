"""What is read of a PDF and what is not: hidden text, scans, glyphs, links, rotation."""

import pytest

pytest.importorskip("pypdfium2")

from tests.fixtures.pdf_files import drawn, shown
from training.reader.formats import parse

SEEN = "Resume of Ottilie Vanterpool, data engineer"
CLAIM = "expert in everything"
SEEN_LINE = shown(50, 700, SEEN)
HIDDEN = {
    "white": shown(50, 680, CLAIM, before="1 1 1 rg"),
    "nearly white": shown(50, 680, CLAIM, before=".98 .98 .98 rg"),
    "tiny": shown(50, 680, CLAIM, size=1),
    "off the page": shown(50, -80, CLAIM),
    "invisible": shown(50, 680, CLAIM, before="3 Tr"),
    "under a box": shown(50, 680, CLAIM) + "1 1 1 rg 40 670 300 30 re f\n",
    "under an image": shown(50, 680, CLAIM) + "q 300 0 0 30 40 670 cm /I1 Do Q\n",
    "clipped": "q 0 0 10 10 re W n " + shown(50, 680, CLAIM) + "Q\n",
}


def read(content: str, **options):
    return parse(drawn(content, **options), "pdf")


@pytest.mark.parametrize("way", HIDDEN)
def test_hidden_text_is_left_out_and_noted(way):
    pages = read(SEEN_LINE + HIDDEN[way])
    assert pages.text == SEEN
    (note,) = pages.notes
    assert note.startswith("page 1: 18 hidden characters (") and note.endswith(f"were left out: “{CLAIM}”")


@pytest.mark.parametrize(
    "operators", ["0.1 0.2 0.3 rg 40 670 300 30 re f\n" + HIDDEN["white"], shown(50, 680, CLAIM, before=".75 g")]
)
def test_light_text_that_is_seen_is_read(operators):
    pages = read(SEEN_LINE + operators)
    assert pages.text == f"{SEEN}\n{CLAIM}" and not pages.notes


def test_a_letter_that_fills_its_box_is_seen():
    pages = read(
        SEEN_LINE
        + shown(50, 680, "T")
        + shown(56.1, 680, "i", size=9)
        + shown(58.1, 680, "l", size=9)
        + shown(60, 660, "l", before=".7 g")
    )
    assert pages.text.split("\n")[1:] == ["Til", "l"] and not pages.notes


@pytest.mark.parametrize("over", [True, False])
def test_the_text_of_a_searchable_scan_is_read_and_noted(over):
    image = "q 612 0 0 792 0 0 cm /I1 Do Q\n"
    pages = read(image + shown(50, 700, SEEN, before="3 Tr") if over else SEEN_LINE + image)
    assert pages.text == SEEN and pages.lines[0].image
    assert pages.notes == ("page 1: is a scan; the text recognised in it by other software was read",)


def test_spaced_letters_doubled_strokes_and_ligatures():
    pages = read(
        shown(50, 700, "S K I L L S   A N D   T O O L S") + shown(50, 680, "Bold by two strokes") + shown(50.3, 680, "Bold by two strokes")
        + shown(50, 660, "of\x1bce if lost", font="F3")
    )  # fmt: skip
    assert pages.text.split("\n") == ["SKILLS AND TOOLS", "Bold by two strokes", "office if lost"]


def test_spaces_come_back_from_gaps():
    assert (
        read(shown(50, 700, "Data") + shown(73, 700, "Engineer at Skerry") + shown(157.8, 700, "Ltd")).text
        == "Data Engineer at Skerry Ltd"
    )


def test_a_turned_heading_comes_before_what_it_heads():
    turned = "q 0 1 -1 0 40 500 cm " + shown(0, 0, "EXPERIENCE") + "Q "
    pages = read(shown(60, 560, "Engineer, Skerry Ltd") + shown(60, 540, "A second line") + turned)
    assert pages.text.split("\n") == ["EXPERIENCE", "Engineer, Skerry Ltd", "A second line"]


def test_boxes_are_those_of_the_page_as_it_is_shown():
    pages = read("q 0 1 -1 0 600 0 cm " + shown(100, 100, "A page turned as a whole") + "Q", rotate=90)
    assert pages.sizes == ((792.0, 612.0),) and pages.text == "A page turned as a whole"
    assert pages.lines[0].box[:2] == pytest.approx((100, 492.5), abs=1)


def test_links_are_kept_with_their_words():
    pages = read(shown(100, 100, "See my code here, please"), link=([98, 95, 210, 112], "https://example.org/x"))
    assert pages.lines[0].links == ("https://example.org/x",)


def test_type_is_told():
    (first, second) = read(shown(50, 700, "Experience", size=14, font="F2") + shown(50, 680, "Data engineer")).lines
    assert (first.size, first.bold, second.size, second.bold) == (14, True, 10, False)
