"""Styles of documents: each is of matched and unmatched resumes equally often, or is named."""

from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq

from dataset_builder.report.styles import MATCHED, UNMATCHED, StyleShares, style_shares, unbalanced


def test_a_default_build_has_every_style_in_both_kinds_of_resumes(built):
    shares = style_shares(built)
    assert {"phone number", "profile", "certificates", "languages", "projects", "skill by a phrase"} <= {
        one.style for one in shares if one.matched and one.unmatched
    }
    assert {"optional skill", "denied skill", "alternative skill"} <= {one.style for one in shares if one.post}
    assert unbalanced(shares) == []


def test_a_style_of_one_kind_of_resumes_is_named():
    even = StyleShares("projects", post=0, matched=0.20, unmatched=0.22, triples=10_000)
    assert unbalanced((even,)) == []
    odd = replace(even, unmatched=0.29)
    assert unbalanced((even, odd)) == ["projects: in 20.0 % of matched and 29.0 % of unmatched resumes"]
    assert unbalanced((replace(odd, triples=50),)) == []  # so few triples cannot say


def test_shares_are_of_documents_and_not_of_mentions(tmp_path):
    for config, rows in (
        ("triples", [{"job_description": "", MATCHED: "## Profile\nx", UNMATCHED: "profile of a man"}] * 2),
        (
            "mentions",
            [
                {"id": str(number), "document": document, "kind": "company", "form_kind": "name", "role": "held"}
                for number, document in ((0, MATCHED), (0, MATCHED), (1, MATCHED), (0, UNMATCHED))
            ],
        ),
    ):
        (tmp_path / config).mkdir()
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / config / "train-00000-of-00001.parquet")
    found = {one.style: (one.matched, one.unmatched) for one in style_shares(tmp_path)}
    assert found == {"employer": (1.0, 0.5), "profile": (1.0, 0.0)}
