"""A tokenizer of the built dataset's words, and a tiny T5 that reads them. Read only."""

from pathlib import Path

import pytest

from tests.fixtures import tiny_models


@pytest.fixture(scope="session")
def words(built):
    return tiny_models.tokenizer(tiny_models.texts(built))


@pytest.fixture(scope="session")
def tiny(words, tmp_path_factory) -> Path:
    return tiny_models.saved(tiny_models.t5(words, dropout_rate=0.1), words, tmp_path_factory.mktemp("m") / "tiny")
