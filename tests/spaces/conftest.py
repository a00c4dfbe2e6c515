"""The demo's stored rules, and its service with the rules alone."""

import pytest

from tests.fixtures import demo_space


@pytest.fixture(scope="session")
def rules():
    from systems.stored_rules import load_rules

    return load_rules(demo_space.SPACE / "release")


@pytest.fixture(scope="session")
def service(rules):
    from service.service import DemoService
    from systems.choice import Systems

    return DemoService(Systems(rules))
