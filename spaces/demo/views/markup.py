"""Pieces of HTML. Everything that someone wrote goes through `text`, so that it is shown and never run."""

import html
from collections.abc import Iterable, Sequence

_TEMPLATE_SIGNS = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;", "\\": "&#92;"})


def text(written: object) -> str:
    """Escaped for HTML, attributes included, and for the templates that gradio makes of HTML."""
    return html.escape(str(written), quote=True).translate(_TEMPLATE_SIGNS)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], caption: str, classes: str = "") -> str:
    """Cells are HTML already; the first of each row is its header. Scrolls sideways where it is too wide."""
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for first, *cells in rows
    )
    return (
        f'<div class="rj-scroll" tabindex="0" role="group" aria-label="{text(caption)}"><table class="rj-table {classes}">'
        f"<caption>{text(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def notes(lines: Sequence[str]) -> str:
    """What a reader should know, above the answer."""
    return "".join(f'<p class="rj-note"><strong>Note.</strong> {text(line)}</p>' for line in lines)


def problem(message: str) -> str:
    """What went wrong, and what to do."""
    return f'<p class="rj-problem" role="alert"><strong>Not answered.</strong> {text(message)}</p>'


def details(title: str, inside: str) -> str:
    return f"<details><summary>{text(title)}</summary>{inside}</details>"


def preformatted(written: str, label: str) -> str:
    return (
        f'<h4>{text(label)}</h4><pre tabindex="0" aria-label="{text(label)}">{text(written)}</pre>' if written else ""
    )
