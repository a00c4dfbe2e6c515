"""Which spellings are one name."""

from dataset_builder.graph.ads.letter_case import Casing
from dataset_builder.graph.name_keys import plain, skill_key, title_key


def test_one_key_for_all_spellings():
    assert len({skill_key(name) for name in ("reactjs", "React.js", "React JS", "react-js")}) == 1
    assert skill_key("Web Service") == skill_key("web services")
    assert skill_key("HTTP") != skill_key("HTTPS")
    assert len({skill_key(name) for name in ("C", "C#", "C++")}) == 3


def test_one_key_for_singular_and_plural_titles():
    assert title_key("Software Developers") == title_key("software developer")
    assert title_key("Secretaries") == title_key("Secretary")
    assert title_key("Front-End Developer") == title_key("Front End Developer")
    assert title_key("C# Developer") != title_key("C++ Developer")


def test_casing_is_the_usual_one():
    written = [("Java", 5), ("JAVA", 3), ("java", 9), ("SQL", 4), ("Sql", 1), ("SENIOR ORACLE DBA", 50), ("Oracle", 1)]
    casing = Casing(written, known=[".NET"])
    assert casing.apply("JAVA and sql") == "Java and SQL"
    assert casing.apply("oracle .net developer") == "Oracle .NET Developer"
    assert casing.apply("SENIOR") == "SENIOR"  # nobody wrote it otherwise, and short words may be acronyms
    assert casing.apply("DATASTAGE") == "Datastage"


def test_a_grade_behind_a_hyphen_is_no_small_word():
    assert Casing([("CDL-A Driver", 3)]).apply("CDL-A driver") == "CDL-A Driver"


def test_no_separator_stays_in_a_name():
    assert plain('Wood; "Metal" | Stone\nClay') == "Wood, Metal , Stone Clay"
