"""Names that a clause asks for and a resume does not say: likeness cannot show them."""

import pytest

from dataset_builder.text.names.matching import SkillNames
from training.rules.certainty import lacks_a_listed_name

NAMES = SkillNames([("QuickBooks", ()), ("SAP", ()), ("Prometheus", ()), ("Grafana", ()), ("Loki", ())])


@pytest.mark.parametrize(
    ("asked", "resume", "lacks"),
    [
        ("Hands-on experience with ELISA or flow cytometry", "GC-FID, titration, viscosity", True),
        ("Hands-on experience with ELISA or flow cytometry", "Cytometry of blood samples", False),
        ("Hands-on experience with ELISA or flow cytometry", "ELISA plates, 96 wells", False),
        ("Hands-on experience with ELISA or similar assays", "GC-FID, titration, viscosity", False),
        ("SAP or QuickBooks", "Xero every day", True),
        ("Prometheus, Grafana and Loki", "Prometheus and Grafana", True),
        ("Prometheus, Grafana and Loki", "Prometheus, Grafana, Loki", False),
    ],
)
def test_a_name_that_is_asked_and_not_said_is_lacking(asked, resume, lacks):
    assert lacks_a_listed_name(asked, NAMES, resume) is lacks
