"""What fixes a row: which files enter the version of the code, and that nothing else does."""

import ast
import shutil
import sys
from importlib import metadata
from pathlib import Path

import pytest

from dataset_builder.pipeline import code_version as module
from dataset_builder.pipeline.author import template_code
from dataset_builder.pipeline.code_version import ROOT, ROW_CODE, closure, code_version, digest
from dataset_builder.pipeline.llm_author import llm_code
from dataset_builder.pipeline.original_release import original_code
from dataset_builder.report.dataset_report import environment
from training.evaluation import predictions

WRITERS = {
    "author": ("dataset_builder.pipeline.author", *ROW_CODE),
    "llm_author": ("dataset_builder.pipeline.llm_author", "dataset_builder.llm.protocol.completion", *ROW_CODE),
    "original": ("dataset_builder.pipeline.original_release", *ROW_CODE),
}


def files(writer: str, root: Path = ROOT) -> set[str]:
    return {
        path.relative_to(root).as_posix().removeprefix("dataset_builder/")
        for path in closure(*WRITERS[writer], root=root)
    }


@pytest.fixture
def tree(tmp_path) -> Path:
    """A copy of the packages, to change."""
    unread = shutil.ignore_patterns("__pycache__")
    for name in ("dataset_builder", "training"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=unread)
    shutil.copy(ROOT / "rjdb.py", tmp_path)
    return tmp_path


def forget() -> None:
    for cached in (closure, digest, code_version):
        cached.cache_clear()


def versions(tree: Path) -> dict[str, str]:
    forget()
    return {name: code_version(*roots, root=tree) for name, roots in WRITERS.items()}


def comment(tree: Path, path: str) -> None:
    with (tree / path).open("a", encoding="utf-8") as file:
        file.write("# another word\n")


def test_the_version_does_not_depend_on_where_the_code_lies(tree):
    for name, version in (("author", template_code()), ("llm_author", llm_code()), ("original", original_code())):
        assert code_version(*WRITERS[name], root=tree) == version
    assert len({template_code(), llm_code(), original_code()}) == 3


def test_what_only_measures_shows_or_sends_leaves_the_version(tree):
    before = versions(tree)
    for path in (
        "report/dataset_card.py", "report/card_text.py", "report/datasheet.py", "report/dataset_report.py", "report/figures.py",
        "report/statistics.py", "quality/shortcut_gate.py", "pipeline/build.py",
        "pipeline/llm_session.py", "teachers/llm_config.py", "__main__.py", "hub/publish.py", "hub/card_values.yaml",
        "quality/llm_judge/geval.py", "graph/labels.json",
        "prompts/judge/factuality_job.txt", "llm/progress.py", "llm/cost_plan.py", "llm/pricing.py",
        "llm/pricing.yaml", "llm/client.py",
    ):  # fmt: skip
        comment(tree, f"dataset_builder/{path}")
        assert versions(tree) == before, path


def test_what_decides_a_row_changes_the_version_of_who_writes_it(tree):
    template, llm, original = {"author"}, {"llm_author"}, {"original"}
    for path, writers in {
        "sampling/sampler.py": template | llm,
        "text/mentions.py": template | llm | original,
        "pipeline/task_rows.py": template | llm | original,
        "pipeline/shards.py": template | llm | original,
        "graph/merge_sources.py": template | llm | original,  # titles of the release get the category of their nearest
        "sources/authored.py": template | llm | original,
        "sources/data/skills.csv": template | llm | original,
        "sources/data/occupations/29-healthcare-practitioners.yaml": template | llm | original,
        "teachers/template/phrases/resume.yaml": template,
        "teachers/template/__init__.py": template,
        "prompts/resume.txt": llm,
        "sampling/llm_elicited.py": llm,
        "llm/protocol/unsupported_parameters.py": llm,
        "llm/protocol/reasoning.py": llm,
        "pipeline/original_release.py": original,
        "../rjdb.py": template | llm | original,
    }.items():
        before = versions(tree)
        comment(tree, f"dataset_builder/{path}")
        after = versions(tree)
        assert {name for name in WRITERS if before[name] != after[name]} == writers, path


def test_all_data_of_the_writers_is_hashed():
    for writer, folder in (
        ("author", "sources/data"),
        ("author", "teachers/template/phrases"),
        ("llm_author", "prompts"),
    ):
        there = [path for path in (ROOT / "dataset_builder" / folder).iterdir() if path.suffix in module.DATA]
        assert there and {f"{folder}/{path.name}" for path in there} <= files(writer)


def test_the_place_of_a_file_counts(tmp_path):
    """The same names with the same content in the same order, but the list lies in another package."""
    digests = set()
    for name in ("a", "b"):
        root = tmp_path / name
        for path in ("a/m.py", "b/zz.py", f"{name}/z.csv"):
            (root / "training" / path).parent.mkdir(parents=True, exist_ok=True)
            (root / "training" / path).write_text("")
        digests.add(digest("training.a.m", "training.b.zz", root=root))
    assert len(digests) == 2


def test_imports_in_every_form_are_followed(tmp_path):
    package = tmp_path / "training"
    (package / "inner" / "lists").mkdir(parents=True)
    for name, text in {
        "__init__": "",
        "root": "import training.a\nfrom training import b, not_a_module\nfrom training.inner import c\n"
        "def late():\n    import training.d\nif TYPE_CHECKING:\n    import training.e\nelse:\n    import training.f\n",
        "a": "try:\n    from .inner import lists\nexcept ImportError:\n    pass\nimport numpy.random\n",
        "b": "import training.root\n", "d": "", "e": "", "f": "", "unused": "",
        "inner/__init__": "", "inner/c": "from . import g\nfrom ..b import late\nopen('lists')\n", "inner/g": "", "inner/unused": "",
    }.items():  # fmt: skip
        (package / f"{name}.py").write_text(text)
    for name in ("inner/words.txt", "inner/unused.yaml", "inner/lists/one.csv", "table.csv", "inner/lists/notes.md"):
        (package / name).write_text("")
    found = {path.relative_to(package).as_posix() for path in closure("training.root", root=tmp_path)}
    modules = {"__init__", "root", "a", "b", "d", "f", "inner/__init__", "inner/c", "inner/g"}
    assert found == {f"{name}.py" for name in modules} | {"inner/words.txt", "inner/lists/one.csv", "table.csv"}
    without = closure("training.root", "training.inner.g", without=("training.inner",), root=tmp_path)
    assert {path.name for path in without if path.parent.name == "inner"} == {"g.py", "words.txt"}
    for roots, left_out in ((("training.nothing",), ()), (("training.root",), ("training.nothing",))):
        with pytest.raises(ModuleNotFoundError, match=r"training\.nothing: no such module"):
            closure(*roots, without=left_out, root=tmp_path)


def libraries(*roots: str) -> set[str]:
    """The top-level modules of other people, and of Python, that the closure imports."""
    found: set[str] = set()
    for path in closure(*roots):
        for node in ast.walk(ast.parse(path.read_bytes())) if path.suffix == ".py" else ():
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(module.PACKAGES)


def test_libraries_that_decide_rows_are_recorded():
    idle = {  # what they are imported for decides no row of a build
        "tqdm", "filelock", "tabulate", "networkx", "huggingface_hub",
        "sentence_transformers", "python_calamine",  # the graph verb alone; its graph is an input with a hash of its own
    }  # fmt: skip
    used = set().union(*(libraries(*roots) for roots in WRITERS.values())) - set(sys.stdlib_module_names) - idle
    distributions = metadata.packages_distributions()
    assert used and {distributions[name][0].lower() for name in used} <= {name.lower() for name in environment()}


def test_predictions_are_kept_where_no_answer_changes(tree):
    def code(path: str | None = None) -> str:
        if path:
            comment(tree, path)
        forget()
        return predictions.code_hash(tree)

    before = code()
    assert before == predictions.code_hash()
    for path in ("training/evaluation/tables.py", "training/evaluation/intervals.py", "training/card/student_card.py", "training/sft.py", "training/evaluate.py", "training/evaluation/error_pages.py", "training/recipes/students/extractor.yaml", "dataset_builder/report/dataset_card.py", "dataset_builder/llm/pricing.yaml", "dataset_builder/teachers/template/resume.py"):  # fmt: skip
        assert code(path) == before, path
    for path in ("training/rules/rule_system.py", "training/systems/open_system.py", "training/students/student.py", "training/systems/server_system.py", "training/evaluation/predictions.py", "dataset_builder/text/experience.py", "dataset_builder/llm/request.py", "rjdb.py"):  # fmt: skip
        assert code(path) != before, path
        before = code()
