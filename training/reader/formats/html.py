"""An HTML file to lines: what a browser would show of it, block by block."""

import re
from html.parser import HTMLParser

from dataset_builder.text import words
from training.reader.formats.plain import decoded, pages_of
from training.reader.lines import Pages
from training.reader.sandbox.limits import Refused

_BLOCKS = words("""
address article aside blockquote body br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul
""")
# After these a new block begins.
_PARTING = words("""
address article aside div dl h1 h2 h3 h4 h5 h6 header hr li ol p section table tr ul
""")
_SKIPPED = frozenset(
    ["head", "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "select", "title"]
)
_EMPTY = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt)?\s*(?:;|$)"
    r"|(?:^|;)\s*color\s*:\s*(?:white|#fff(?:fff)?|transparent)\b(?!.*background)|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.I,
)
_DEEPEST = 2_000
_SAMPLE = 60


def parse_html(content: bytes) -> Pages:
    reader = _Reader()
    reader.feed(decoded(content))
    reader.close()
    reader.end_line()
    hidden = " ".join(" ".join(reader.hidden).split())
    notes = []
    if sum(character.isalnum() for character in hidden) > 1:
        short = hidden if len(hidden) <= _SAMPLE else f"{hidden[: _SAMPLE - 1]}…"
        notes = [f"{len(hidden.replace(' ', '')):,} hidden characters (by their style) were left out: “{short}”"]
    return pages_of(reader.lines, "html", notes)


class _Reader(HTMLParser):
    """Collects lines; cells of a row become parts of a line where each is short, as a browser shows them next to each other."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.hidden: list[str] = []
        self._line: list[str] = []
        # (tag, shown) of each element that is open; shown is "yes", "hidden" or "skipped"
        self._open: list[tuple[str, str]] = []

    @property
    def _shown(self) -> str:
        return self._open[-1][1] if self._open else "yes"

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_line(parting=tag in _PARTING)
        if tag in ("td", "th") and self._line:
            self._line.append("\t")
        if tag == "li" and self._shown == "yes":
            self._line.append("• ")
        if tag in _EMPTY:
            return
        if len(self._open) > _DEEPEST:
            raise Refused("too much")
        given = dict(attributes)
        shown = self._shown
        if shown == "yes":
            if tag in _SKIPPED:
                shown = "skipped"
            elif "hidden" in given or _HIDING.search(given.get("style") or ""):
                shown = "hidden"
        self._open.append((tag, shown))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS and tag not in _EMPTY:
            self.end_line(parting=tag in _PARTING)
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == tag:
                del self._open[at:]
                break

    def handle_data(self, data: str) -> None:
        if self._shown == "hidden":
            self.hidden.append(data)
        elif self._shown == "yes":
            preformatted = any(tag == "pre" for tag, _ in self._open[-5:])
            parts = data.split("\n") if preformatted else [re.sub(r"\s+", " ", data)]
            for at, part in enumerate(parts):
                if at:
                    self.end_line()
                self._line.append(part)

    def end_line(self, parting: bool = False) -> None:
        text, self._line = "".join(self._line), []
        if text.strip(" •\t"):
            self.lines.append(text)
        if parting and self.lines and self.lines[-1]:
            self.lines.append("")
