"""README.md and docs/: their figures are those that were measured, what they name exists, and the quick blocks run."""

import re
from pathlib import Path

import pytest

from benchmarks import readme
from tests.fixtures.pasted_blocks import blocks, environment, run_block

TEXTS = readme.texts()
README = TEXTS[readme.README]
# The repository's documents whose links are followed.
LINKING = TEXTS | readme.texts([readme.ROOT / "CONTRIBUTING.md"])


def names(path: Path) -> str:
    return path.relative_to(readme.ROOT).as_posix()


def test_stored_figures_are_current():
    current = readme.written(TEXTS, readme.stored())
    assert [names(path) for path in TEXTS if current[path] != TEXTS[path]] == [], "run python -m benchmarks.readme"


@pytest.mark.slow
def test_what_commands_print_is_current():
    current = readme.written(TEXTS, readme.printed())
    assert [names(path) for path in TEXTS if current[path] != TEXTS[path]] == [], "run python -m benchmarks.readme"


def test_every_block_is_made_by_one_of_the_two():
    held = [match[2] for text in TEXTS.values() for match in readme.BLOCK.finditer(text)]
    assert set(held) == {*readme.stored(), *readme.PRINTED}


def test_a_block_that_nothing_makes_or_no_document_holds_is_an_error():
    text = README + "\n<!-- python -m benchmarks.readme: graf -->\n<!-- end -->\n"
    with pytest.raises(ValueError, match=r"README\.md: block graf is not made"):
        readme.written(TEXTS | {readme.README: text}, readme.stored())
    with pytest.raises(ValueError, match="no document has a block named shortcuts"):
        readme.written(TEXTS, readme.stored() | {"shortcuts": ""})


def test_the_readme_is_at_most_200_lines():
    assert len(README.splitlines()) <= 200


def test_every_folder_of_the_map_exists():
    tree = re.search(r"## Folders\n.*?```\n(.*?)```", TEXTS[readme.ROOT / "docs/architecture.md"], re.DOTALL)[1]
    above: list[Path] = []
    for line in tree.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        found = [name for name in line[:25].split() if name.endswith(("/", ".py"))]
        assert found, line
        above[depth:] = [(above[depth - 1] if depth else readme.ROOT) / found[0]]
        assert above[depth].exists(), line
        for name in found[1:]:
            assert (above[depth].parent / name).exists(), line
    mapped = {above.rstrip("/") for above in re.findall(r"^ *([\w/]+/) ", tree, re.MULTILINE)}
    for room in ("dataset_builder", "training"):
        rooms = {path.name for path in (readme.ROOT / room).iterdir() if path.is_dir() and path.name[0] not in "_."}
        assert rooms <= mapped, f"{room}: not in the map"


def test_every_named_verb_exists():
    for text in LINKING.values():
        for verb in re.findall(r"python -m ([\w.]+)", text):
            path = readme.ROOT / verb.rstrip(".").replace(".", "/")
            assert path.with_suffix(".py").exists() or (path / "__main__.py").exists() or verb in ("venv", "pytest"), (
                verb
            )


def test_every_link_within_the_repository_leads_somewhere():
    for path, text in LINKING.items():
        for target, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)", text):
            file = (path.parent / target).resolve() if target else path
            assert file.exists(), f"{names(path)}: {target}"
            if anchor:
                headings = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
                slugs = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
                assert anchor in slugs, f"{names(path)}: {target}#{anchor}"


def test_python_blocks_run_in_an_empty_folder(built, tmp_path):
    """Next to a dataset folder `rjdb`, as `make rjdb` leaves one; tests/test_readme_walk.py runs all blocks."""
    found = [code for language, code in blocks(README) if language == "python"]
    assert found
    (tmp_path / "reader").mkdir()
    (tmp_path / "reader" / "rjdb").symlink_to(built)
    variables = environment(None, tmp_path / "tools", project=True)
    for code in found:
        assert run_block("python", code, tmp_path / "reader", variables)


def test_no_path_of_this_machine():
    for path, text in LINKING.items():
        assert not re.search(r"(?<!\w)/(tmp|home|root|work)/", text) and str(Path.home()) not in text, names(path)
