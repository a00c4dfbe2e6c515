"""Which triple a row was cut from, and which kind of its task's rows it is."""

import rjdb


def triple_of(row_id: str) -> str:
    """The triple a row was cut from: "t000017-matched" -> "t000017"."""
    return row_id.rpartition("-")[0] or row_id


def row_kind(row: dict) -> str:
    """Its section, document type or label."""
    return row.get("section") or row.get("document_type") or rjdb.LABELS[row["label"]]
