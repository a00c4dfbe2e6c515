"""What the card says of the config `mentions`: how many facts have a span, and in which forms they are stated."""

from tabulate import tabulate

from dataset_builder.quality.fact_counts import FactShare, FormShare
from dataset_builder.storage.row_groups import DOCUMENTS

# Where a form of each kind comes from.
_SOURCES = {
    "name": "the name in the graph, whatever its case",
    "alias": "other names, config `skills`",
    "inflection": "the same words with other endings, or `ability to` for `able to`",
    "phrase": "lines that show the skill, config `phrases`",
    "singular": "the singular of a plural title",
    "reordered": "the parts of the title in another order",
    "reworded": "signs and abbreviations of the title written in another way",
    "digits": "a number",
    "words": "a number in words",
    "year": "years alone",
    "month": "with the month",
}


def located(facts: tuple[FactShare, ...]) -> str:
    """One line for the terminal: how many facts have a span."""
    stated, found = sum(share.stated for share in facts), sum(share.located for share in facts)
    return f"{found:,} of {stated:,} facts have a span, {100 * found / max(stated, 1):.1f} %"


def tables(facts: tuple[FactShare, ...], forms: tuple[FormShare, ...]) -> str:
    """Both tables in Markdown."""
    kinds = list(dict.fromkeys(share.kind for share in facts))
    by_key = {(share.kind, share.document): share for share in facts}
    rows = [
        [kind.replace("_", " "), *(_share_of(by_key.get((kind, document))) for document in DOCUMENTS)] for kind in kinds
    ]
    totals = {kind: sum(form.mentions for form in forms if form.kind == kind) for kind in {f.kind for f in forms}}
    form_rows = [
        [
            form.kind,
            form.form_kind,
            f"{100 * form.mentions / totals[form.kind]:.1f} %",
            _SOURCES.get(form.form_kind, ""),
        ]
        for form in forms
    ]
    return (
        "Facts that have a span (config `mentions`), of all that the document has to state:\n\n"
        + tabulate(rows, ["fact", *DOCUMENTS.values()], "github", disable_numparse=True)
        + "\n\nForms that they are stated in, share of the mentions:\n\n"
        + tabulate(form_rows, ["fact", "form", "share", "where the form comes from"], "github", disable_numparse=True)
    )


def _share_of(share: FactShare | None) -> str:
    return "" if share is None else f"{100 * share.located / share.stated:.1f} % of {share.stated:,}"
