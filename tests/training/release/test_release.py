"""A whole release of tiny shapes against the Hub double, stopped at every step and in the middle of publishing."""

import pytest

for name in ("torch", "trl", "gradio"):
    pytest.importorskip(name)

from tests.fixtures import tiny_release
from training.release import __main__ as verb


@pytest.fixture(scope="module")
def place(built, tmp_path_factory):
    folder = tmp_path_factory.mktemp("release")
    tiny_release.prepare(folder, built)
    return folder


def test_walk(place, hub, monkeypatch):
    monkeypatch.chdir(place)
    assert verb.main(tiny_release.options()) == 0
    print(sorted(hub.state.repositories))
