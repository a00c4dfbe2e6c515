"""Proxies and certificates of the environment: one line wherever something is asked over the network."""

import pytest

pytest.importorskip("openai")

from dataset_builder import network
from dataset_builder.errors import BadInput
from dataset_builder.hub import repository
from dataset_builder.llm import batch
from dataset_builder.llm.budget import Budget
from dataset_builder.llm.progress import Progress
from dataset_builder.llm.request_config import RequestConfig
from tests.doubles.openai_server import Double
from tests.fixtures.llm_runs import run, toy

PROXIES = ("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY")
SECRET = "proxy-password"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def ask_live(store):
    run([toy()], store, "http://127.0.0.1:9/v1")


def ask_in_batches(store):
    settings = RequestConfig(base_url="http://127.0.0.1:9/v1", model="m", batch="submit")
    batch.run_batches(settings, store, lambda: iter([toy()]), Budget(), Progress(1, quiet=True))


def open_the_hub(store):
    repository.open_hub()


@pytest.fixture
def store(tmp_path):
    from dataset_builder.llm.request_store import Store

    with Store(tmp_path / "requests.sqlite") as store:
        yield store


@pytest.mark.parametrize("call", [ask_live, ask_in_batches, open_the_hub])
@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        (
            "ALL_PROXY",
            f"socks5h://me:{SECRET}@10.0.0.1:1080",
            "ALL_PROXY=socks5h://10.0.0.1.* needs socksio; .*NO_PROXY",
        ),
        (
            "https_proxy",
            f"foo://me:{SECRET}@10.0.0.1:1080",
            "https_proxy=foo://10.0.0.1.* is no proxy that can be used",
        ),
        ("SSL_CERT_FILE", "/nowhere/ca.pem", "SSL_CERT_FILE=/nowhere/ca.pem is not there"),
    ],
)
def test_what_the_environment_names_and_cannot_be_used_is_one_line(call, variable, value, message, store, monkeypatch):
    monkeypatch.setattr(network, "missing", lambda *names: list(names))  # of a machine without SOCKS
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadInput, match=message) as caught:
        call(store)
    assert "\n" not in str(caught.value) and SECRET not in str(caught.value)


def test_certificates_that_cannot_be_read_are_one_line(store, monkeypatch, tmp_path):
    (tmp_path / "ca.pem").write_text("nonsense")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with pytest.raises(BadInput, match="the certificates of SSL_CERT_FILE cannot be read"):
        ask_in_batches(store)


def test_a_batch_api_that_is_a_sign_in_page_is_one_line(store, monkeypatch):
    page = b"<html><head><title>Sign in</title></head></html>"
    monkeypatch.setattr(Double, "batch_api", lambda self, *_: (200, (), page))
    with Double() as double, pytest.raises(BadInput, match="sign in to the network, or check --base-url") as caught:
        settings = RequestConfig(base_url=double.base_url, model="m", batch="submit")
        batch.run_batches(settings, store, lambda: iter([toy()]), Budget(), Progress(1, quiet=True))
    assert "\n" not in str(caught.value)
