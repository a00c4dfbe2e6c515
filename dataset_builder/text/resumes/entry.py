"""One job of a resume as read, and what is dated but no job."""

import re
from dataclasses import dataclass

from dataset_builder.text.dates import Span
from dataset_builder.text.resumes.entry_words import BREAK, DEGREE, NO_JOB
from dataset_builder.text.titles.role_words import DONE
from dataset_builder.text.titles.roles import is_head, is_role

# Words for persons that stand with what is no job.
_NO_WORKERS = frozenset(("member", "fellow", "winner", "student", "students", "scholar", "volunteer", "volunteers", "speaker", "host", "judge", "author", "partner",
                         "first-aider"))  # fmt: skip


# "30 hours since returning from maternity leave": of a job that goes on.
_RETURNED = re.compile(r"\b(?:since|after|on|following|before) (?:my )?(?:return\w*(?: from)?|coming back from) [^,;()]*", re.IGNORECASE)  # fmt: skip
# Who works with others; no membership.
_STAFF = re.compile(r"\b(?:team|crew|cast|staff|faculty) member\b", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One job. `span` is None where it has no date. `own_line`: its employer stands on a line
    without its title. `line`: the text of its dated line (else its header's first)."""

    title: str
    company: str
    span: Span | None
    line: str
    start: int
    # What stands with the date on its line, dashes and all.
    written: str = ""
    own_line: bool = False


def is_no_job(text: str) -> bool:
    """Whether a dated line is about something else than a job."""
    text = _RETURNED.sub(" ", text)
    if BREAK.search(text) or (
        DEGREE.match(text)
        and not re.match(
            r"\W*(?:high school|student|diploma)\b.*\b(?:teacher|nurse|counsel\w+|principal|librarian|coach|adviser|advisor)\b",
            text,
            re.IGNORECASE,
        )
    ):
        return True
    text = _STAFF.sub("worker", text)
    if NO_JOB.search(text):
        return not any(
            is_head(word) and word.casefold() not in _NO_WORKERS for word in re.findall(r"[^\W\d_][\w'’-]*", text)
        )
    return False


def is_of_break(above: str, line: str) -> bool:
    """Whether a short dated line stands below one that names a break: "Looking after my father"."""
    short = len(line.split()) <= 5 and not any(map(str.isdigit, above))  # a dated break is one of its own
    return short and not is_role(line) and BREAK.search(above)


_HALF_BRACKET = re.compile(r"[(\[]\s*$|^\s*[)\]]")
_AROUND_DATES = re.compile(
    r"\s+\b(?:from|between|since|dated?|in|for|during)\b\s*:?\s*$|\b(?:from|between|since|dated?)\s*:?\s*$|[\s,;|(\[–—-]+$|^(?:[\s,;|)\]–—:-]|\.(?!\w))+",
    re.IGNORECASE,
)


def tidy(part: str) -> str:
    return _AROUND_DATES.sub("", _HALF_BRACKET.sub("", part)).strip()


def first_span(spans: list[Span]) -> Span | None:
    return next((span for span in spans if span.start is not None), spans[0] if spans else None)


# Words of a header at most.
LONGEST_HEADER = 14
# "Council houses and shops. Rewires, landlord checks": two sentences head nothing.
_SENTENCES = re.compile(r"[a-z]{5}\.\s+[A-Z][a-z]")


def is_sentence(text: str) -> bool:
    """Whether a short line ends as a sentence does, and not as the name of a firm: "Wrote plans with teachers."."""
    return len(text.split()) > 2 and text.endswith(".") and _SHORTENED.search(text) is None


_SHORTENED = re.compile(r"\b(?:Inc|Ltd|Co|Corp|Sr|Jr|Pvt|Bros|[A-Z])\.$")


def is_prose(text: str) -> bool:
    words = [word for word in text.split() if len(word) > 1 or word.isalnum()]
    if len(words) > LONGEST_HEADER:
        return True
    if _SENTENCES.search(text):
        return True
    if len(words) > 2 and words[0].endswith("ed") and words[0].casefold() not in DONE:
        return True
    if text[:1].islower() and len(words) > 3 and not is_role(text.split(",")[0]):
        return True
    return len(words) > 5 and text.rstrip().endswith(".") and not _SHORTENED.search(text.rstrip())
