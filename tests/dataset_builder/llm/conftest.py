"""A store of its own for each test, and a client that waits little between tries."""

import pytest

from dataset_builder.llm import client
from dataset_builder.llm.request_store import Store


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "requests.sqlite") as store:
        yield store


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(client, "FIRST_BACKOFF", 0.005)
