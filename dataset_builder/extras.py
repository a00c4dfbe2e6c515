"""Packages that only some verbs need: which extra brings them, and the command that installs it where the code runs.

No package index has this project, so `pip install 'rjdb[train]'` is never the advice. In a checkout it is a target of the
Makefile, or pip on the checkout where another interpreter is used; elsewhere, in a Space say, the packages by name.
"""

import importlib.util
import sys
from pathlib import Path

from dataset_builder.errors import BadInput

ROOT = Path(__file__).parents[1]
# The modules that `make rjdb` brings and that verbs import; a test compares them with pyproject.toml.
BASE = (
    "datasets", "datasketch", "filelock", "httpx2", "huggingface_hub", "krippendorff", "matplotlib", "networkx",
    "numpy", "pyarrow", "python_calamine", "rapidfuzz", "rouge_score", "scipy", "sklearn", "Stemmer", "tabulate",
    "tqdm", "yaml",
)  # fmt: skip
EXTRAS = {
    "openai": ("openai", "aiohttp"),
    "evaluate": ("evaluate",),
    "read": ("babel", "docx", "onnxruntime", "phonenumbers", "pypdfium2", "tokenizers"),
    "train": ("accelerate", "jinja2", "onnx", "onnxruntime", "onnxscript", "peft", "torch", "transformers", "trl"),
    "demo": ("gradio",),
}
# Where the package is not called like the module.
_PACKAGES = {
    "yaml": "PyYAML",
    "Stemmer": "PyStemmer",
    "sklearn": "scikit-learn",
    "python_calamine": "python-calamine",
    "docx": "python-docx",
}


def missing(*modules: str) -> list[str]:
    return [name for name in modules if importlib.util.find_spec(name) is None]


def require(what: str, *modules: str) -> None:
    """Raises BadInput where one of the modules is not installed; `what` begins it and names what needs them."""
    if absent := missing(*modules):
        raise BadInput(f"{what}: needs {' and '.join(absent)}; {advice(*absent)}")


def require_extra(what: str, extra: str) -> None:
    """Raises BadInput where a module of the extra is not installed."""
    require(what, *EXTRAS[extra])


def explained(error: ModuleNotFoundError) -> BadInput | None:
    """The error of one line for a package that is not installed; None for a module of this project, which is a defect."""
    module = (error.name or "").partition(".")[0]
    if module not in BASE and extra_of(module) is None:
        return None
    return BadInput(f"{module} is not installed for {sys.executable}; {advice(module)}")


def extra_of(module: str) -> str | None:
    return next((extra for extra, modules in EXTRAS.items() if module in modules), None)


def advice(*modules: str) -> str:
    """What to do for modules that are missing, as a command that exists here."""
    extra = next(filter(None, map(extra_of, modules)), None)
    if not (ROOT / "Makefile").is_file():
        packages = " ".join(_PACKAGES.get(name, name) for name in modules)
        return f"python -m pip install {packages}"
    where = "" if Path.cwd() == ROOT else f" in {ROOT}"
    environment = ROOT / ".venv"
    if Path(sys.prefix).resolve() == environment.resolve():
        return f"run `make .venv/{extra or 'base'}`{where}"
    if extra is None and (environment / "base").is_file():
        return f"run `. .venv/bin/activate`{where} first: that environment has it"
    if extra is None:
        return f"run `make rjdb`{where}, then `. .venv/bin/activate`"
    return f"run `python -m pip install -c constraints.txt -e '.[{extra}]'`{where}"


def check_interpreter() -> None:
    """Ends `python -m training.…` with one line where the interpreter has not what every verb there imports.

    Python imports a package before the module of it that it is to run, and sys.argv begins with "-m" as long as it does.
    """
    if sys.argv[:1] == ["-m"] and (absent := missing(*BASE)):
        sys.exit(f"error: {absent[0]} is not installed for {sys.executable}; {advice(*absent)}")
