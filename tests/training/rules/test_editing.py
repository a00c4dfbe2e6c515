"""Edits by rules: a section changed in its own style."""

import pytest

from training.rules.editing import add_skills, change_experience, section_text


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("- Ada\n- Cobol\n- SQL", "- Ada\n- Cobol\n- Java\n- SQL"),
        ("- SQL\n- Ada\n- Cobol", "- SQL\n- Ada\n- Cobol\n- Java"),
        ("1. SQL\n2. Ada\n3. Cobol", "1. SQL\n2. Ada\n3. Cobol\n4. Java"),
        ("SQL, Ada, Cobol.", "SQL, Ada, Cobol, Java"),
    ],
)
def test_a_skill_is_added_in_the_sections_style(section, expected):
    assert add_skills(f"## Skills\n{section}\n\n## Experience\nBaker (2018 - 2019)", ["Java"]) == expected


@pytest.mark.parametrize(
    ("section", "change", "expected"),
    [
        ("- Baker (2018 - 2019): bread", 'replace "Baker (2018 - 2019)" with "Baker (2018 - 2022)"', "- Baker (2018 - 2022): bread"),
        ("- Cook (2018 - 2019)", 'replace "Cook (2018 - 2019)" with "Baker (2018 - 2022)"', "- Baker (2018 - 2022)"),
        ("1. Cook (2016 - 2018)", 'add "Baker (2018 - 2022)"', "1. Baker (2018 - 2022)\n2. Cook (2016 - 2018)"),
        ("- Cook from 2016 to 2018", 'add "Baker (2018 - 2022)"', "- Baker from 2018 to 2022\n- Cook from 2016 to 2018"),
        ("- Cook (2016 - 2018)", "gibberish", "- Cook (2016 - 2018)"),
    ],
)  # fmt: skip
def test_experience_is_changed_where_it_stands(section, change, expected):
    assert change_experience(f"## Skills\n- SQL\n\n## Experience\n{section}", change) == expected


def test_copy_is_the_section_itself():
    assert section_text("## Skills\n- Python\n- SQL\n\n## Experience\nBaker", "skills") == "- Python\n- SQL"
    assert section_text("no section here", "skills") == ""
