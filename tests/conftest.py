"""Every test runs offline, with a Hugging Face cache of its own."""

import os
import tempfile
from pathlib import Path

os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="rjdb-tests-")  # read when the libraries are imported
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_DISABLE_PROGRESS_BARS"] = "1"
os.environ.pop("RJDB_HOME", None)

import pytest
from filelock import FileLock

from dataset_builder.pipeline.build import BuildConfig, build

SHARED = Path(__file__).parents[1].parent / "shared" / "data"
TRIPLES = 416


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real inputs that lie beside the checkout on some machines."""
    if not SHARED.is_dir():
        pytest.skip("the real inputs (../shared/data) are not here")
    return SHARED


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """A small dataset of the `facts` recipe on the embedded graph: 400 / 8 / 8 / 8 triples. Read only, made once a run:
    the first of the test processes builds it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "built" / "rjdb"
    with FileLock(f"{folder.parent}.lock"):
        if not (folder / "build.json").exists():
            build(BuildConfig(out=str(folder), triples=TRIPLES, workers=1, quiet=True))
    return folder


@pytest.fixture(scope="module")
def one_thread():
    """torch on one thread: tests run beside each other."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def hub(monkeypatch):
    """A Hub double on loopback that huggingface_hub of this process talks to; see `tests.fixtures.hub_runs`."""
    from tests.fixtures.hub_runs import running_hub

    yield from running_hub(monkeypatch)
