"""Is a credential that a line names held on a day? What has expired, lapsed or is only planned is not.

Without a date of expiry it is taken as valid.
"""

import re

from dataset_builder.text.amounts import amounts
from dataset_builder.text.dates import Date, read_spans
from dataset_builder.text.resumes.statements import DENIAL, WISH

_GONE = re.compile(
    r"\b(?:expired|exp'd|lapsed|revoked|suspended|withdrawn|surrendered|cancelled|canceled|invalid|out[- ]of[- ]date|no longer (?:valid|current|held|active|registered)|not (?:current|valid|active|renewed|in date)|inactive|former(?:ly)?|previously held|terminated|disqualified|banned|ran out|has run out|overdue|let (?:it|them|that) (?:go|lapse|expire)|gave (?:it|them) up|did(?: not|n['’]t) renew|(?:never|not) renewed|abgelaufen|ungültig|périmé|expiré|caducado|vencido)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:expir(?:y|es|ing|ation)(?:\s+(?:date|on|in))?|exp\.?|valid(?:\s+(?:until|till|til|to|thru|through|up to))?|until|till|good (?:until|to|through|till)|renew(?:al|s)?\b(?:\s+(?:due|date|by|on))?|due|runs (?:out|until|to)|current (?:to|until)|in date (?:to|until)|gültig bis|valable jusqu['’]au|vence|caduca|valid)\s*:?\s*(?:end of |in |on |the )?",
    re.IGNORECASE,
)
# What only a credential has.
_EXPIRES = re.compile(
    r"\b(?:exp\.?|expir(?:y|es|ed|ing|ation)(?:\s+(?:date|on|in))?|valid (?:until|till|til|to|thru|through|up to))\s*:?\s*(?:end of |in |on |the )?(?=\w)",
    re.IGNORECASE,
)
_GOOD_FOR = re.compile(r"\b(?:good|valid|lasts|validity)\s*(?:for|:)?\s*(?:\d|one|two|three|four|five)", re.IGNORECASE)
_LASTING = re.compile(r"\b(?:passed|awarded|issued|obtained|dated|done|taken|gained|renewed|certified)\b[^();|]{0,30}\d{4}\s*\((?P<years>\d)\s?(?:years?|yrs?)\)", re.IGNORECASE)  # fmt: skip
# How old a credential may be.
AT_MOST = re.compile(
    r"\b(?:(?:no|not) (?:more|older) than|within(?: the)?(?: last| past)?|less than|(?:in|from) the (?:last|past)|up to)\s+(?P<amount>\S+ (?:years?|months?))(?: old)?",
    re.IGNORECASE,
)
# A date since which a credential must have been given or renewed.
SINCE = re.compile(
    r"\b(?:trained|refreshed|renewed|issued|taken|dated|passed|completed|obtained|gained|updated)(?:,?\s+(?:or|and)\s+\w+)?\s+(?:since|after|no earlier than|from)\s+(?=\w)",
    re.IGNORECASE,
)
# A credential must be recent.
RECENT = re.compile(
    r"\b(?:since (?:19|20|january|february|march|april|may|june|july|august|september|october|november|december)|(?:within|in) the (?:last|past)|recent|refreshed|dated? (?:within|after))\b",
    re.IGNORECASE,
)
RENEWED = re.compile(r"(?<!not )(?<!never )\b(?:renewed|refreshed|recertified|requalified)\b", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(?:(?:assessment|exams?|dissertation|thesis|completion) due|(?:first|second|third|1st|2nd|3rd) year completed|starting\b(?! (?:salary|point))|(?:to|will) (?:start|begin|sit|take)|beginning in|due to (?:start|begin|sit|take)|in progress|part[- ]qualified|partly|part[- ]complete\w*|nearly|almost|finalist|student member|expected|anticipated|pending|studying (?:for|towards?)|working towards?|ongoing|planned(?! (?:giving|gifts?|maintenance|preventi\w+|outages?|shutdowns?|works?|care|service|parenthood)\b)|enrolled(?! (?:nurs|agent|midwi|member|teacher|in continuous))|(?:assessment|portfolio|coursework) due|began [^.;|]{0,40}\bdue\b|booked|awaiting|to be (?:taken|completed|obtained)|scheduled|applied for|(?-i:[A-Z]{2,6})(?: level \w+)? candidate|candidate (?:for|engineer|technologist|technician|architect|attorney|planner|valuer)|application (?:for|sent|submitted|in|made|with|lodged|pending|under)|(?:paperwork|forms?) (?:sent|in|with|submitted|lodged)|sent (?:off )?(?:the |my )?(?:\w+ )?(?:paperwork|application|forms?)|waiting (?:list|for)|(?:start|starts) (?:in|on) (?:january|february|march|april|may|june|july|august|september|october|november|december)|if I (?:get|pass)|in training|not (?:yet )?(?:taken|started|begun|completed|passed|obtained|finished|attempted|sat|awarded|issued|received|arrived)|dropped out|incomplete|\d+ (?:of|out of) \d+ (?:papers|modules|exams?|units|parts|levels|subjects|stages|sections)|(?:papers?|modules?|exams?) (?:remaining|left|outstanding|to go)|did not (?:finish|complete)|unfinished|left before)\b",
    re.IGNORECASE,
)


def is_held(text: str, today: Date) -> bool:
    """Whether the credential of a line (or piece of one) is held on the day."""
    return not (is_expired(text, today) or is_planned(text))


def is_fresh(asked: str, line: str, today: Date) -> bool | None:
    """Whether the credential of a line is as recent as a clause asks, by the latest date; None where that is not told."""
    if (since := SINCE.search(asked)) is not None:
        return _is_since(asked[since.end() :], line, today)
    match = AT_MOST.search(asked)
    said = amounts(match["amount"]) if match else []
    dates = [span.start for span in read_spans(line, today) if span.start is not None]
    if not said or not dates:
        return None
    return today.first - max(date.last if date.month else date.year * 12 + 11 for date in dates) <= said[0].least


def _is_since(asked: str, line: str, today: Date) -> bool | None:
    """Whether the latest date of a line is no earlier than the one at the start of a text; None where one has none."""
    wanted = [span.start for span in read_spans(asked, today) if span.start is not None and span.place[0] < 12]
    dates = [date for span in read_spans(line, today) for date in (span.start, span.end) if date]
    if not wanted or not dates:
        return None
    return max((date.last for date in dates if date.first <= today.first), default=0) >= wanted[0].first


def is_held_long(asked: str, line: str, today: Date) -> bool | None:
    """Whether a licence is held for as long as a clause asks, by the dates and years of its line; None where that is not told."""
    least = max((amount.least for amount in amounts(asked)), default=0)
    starts = [span.start for span in read_spans(line, today) if span.start is not None]
    stated = [amount.least for amount in amounts(line)]
    if not least or not (starts or stated):
        return None
    return max([today.first - start.first for start in starts] + stated) >= least


def has_run_out(text: str, today: Date) -> bool:
    """Whether a text says in words that a credential is valid no more, or names a day of expiry that has passed."""
    for match in _EXPIRES.finditer(text):
        end = _first_date(text[match.end() : match.end() + 24], today)
        if end is not None and end.last < today.first:
            return True
    return re.search(r"\b(?:licen[cs]e|certificat\w+|ticket|card|registration|permit)\b[^.;|]{0,40}\b(?:expired|lapsed|revoked|suspended|ran out|no longer valid|out[- ]of[- ]date)\b", text, re.IGNORECASE) is not None  # fmt: skip


def is_planned(text: str) -> bool:
    return _PLANNED.search(text) is not None or DENIAL.search(text) or WISH.search(text)


def is_expired(text: str, today: Date) -> bool:
    """Whether a line says that it is no longer valid, or names a day of expiry that has passed."""
    if _GONE.search(text):
        return True
    for match in _UNTIL.finditer(text):
        end = _first_date(text[match.end() : match.end() + 24], today)
        if end is not None and end.last < today.first:
            return True
    if (lasting := _LASTING.search(text)) is not None:  # "awarded 18/09/2024 (2 yr)"
        given = read_spans(text[: lasting.start("years")], today)
        if given and given[-1].start is not None and not RENEWED.search(text[lasting.end() :]):
            return given[-1].start.last + 12 * int(lasting["years"]) < today.first
    if (
        _GOOD_FOR.search(text)
        and not RENEWED.search(text)
        and (spans := read_spans(text, today))
        and spans[0].start is not None
        and (times := amounts(text))
    ):
        return spans[0].start.last + times[-1].least < today.first
    spans = [
        span for span in read_spans(text, today) if span.start is not None and not span.single and not span.present
    ]
    return (
        bool(spans)
        and all(span.end is not None and span.end.last < today.first for span in spans)
        and not _studied(text)
    )


def _studied(text: str) -> bool:
    """Years beside a degree or an apprenticeship are when it was earned, not how long it is valid."""
    return (
        re.search(
            r"\b(?:bachelor|master|degree|university|college|school|ph\.?d|diploma|b\.?sc|m\.?sc|apprentice\w*|academy|institute|studied|nvq|course|polytechnic|b\.?a\b|b\.?e\b|b\.?tech|mba|pgce)\b",
            text,
            re.IGNORECASE,
        )
        is not None
    )


_MONTH_AND_YEAR = re.compile(r"\s*(?P<month>0?[1-9]|1[0-2])/(?P<year>[2-4]\d)\b(?!/)")


def _first_date(text: str, today: Date) -> Date | None:
    """The date at the start of a piece, also in the future."""
    if (card := _MONTH_AND_YEAR.match(text)) is not None:  # as on a card: "exp 04/26"
        return Date(2000 + int(card["year"]), int(card["month"]))
    spans = read_spans(text, Date(today.year + 60, 12))
    return spans[0].start if spans and spans[0].start is not None and spans[0].place[0] <= 3 else None
