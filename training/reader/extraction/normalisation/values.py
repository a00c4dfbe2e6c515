"""Values in one form beside the words of the document: phones, countries, addresses of pages, degrees, dates.

    phone("(415) 555-0173", "US")     # the same digits behind "+1"
    country_of("Deutschland")         # "DE"
    split_degree("MSc in Oceanography")   # ("MSc", "Oceanography")

Nothing here changes what was printed; a value that has no form of this kind is None.
"""

import re
from functools import cache

from dataset_builder.text.dates import Span

# Languages in whose names countries and languages are known.
_LOCALES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi", "cs", "tr")
_ALSO = {
    "uk": "GB", "u.k.": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "usa": "US", "u.s.a.": "US",
    "u.s.": "US", "us": "US", "united states of america": "US", "uae": "AE", "the netherlands": "NL", "holland": "NL", "czech republic": "CZ", "south korea": "KR",
    "korea": "KR", "russia": "RU", "hong kong": "HK", "macedonia": "MK", "turkey": "TR", "ivory coast": "CI", "viet nam": "VN", "deutschland": "DE",
}  # fmt: skip
_KIND = re.compile(
    r"^(?P<kind>(?:(?:executive|integrated|joint|double|honou?rs|advanced|higher|national|postgraduate|graduate|professional)\s+)?(?:"
    r"(?:bachelor|master|associate|doctor|licence|licenciatura|máster|master|magister|diploma|diplom|laurea)(?:['’]?s)?(?:\s+(?:degree|diploma))?(?:\s+of\s+(?:applied\s+)?(?:science|arts|engineering|laws?|philosophy|business administration|fine arts|education|technology|commerce|architecture|medicine|social work|public health|music|nursing))?"
    r"|b\.?\s?sc\.?|m\.?\s?sc\.?|b\.?a\.?|m\.?a\.?|b\.?s\.?|m\.?s\.?|b\.?\s?eng\.?|m\.?\s?eng\.?|b\.?\s?tech\.?|m\.?\s?tech\.?|b\.?ed\.?|m\.?ed\.?|b\.?com\.?|m\.?com\.?|emba|mba|bba|bca|mca|llb|llm|ph\.?\s?d\.?|d\.?phil|mphil|m\.?res\.?|pgce|hnd|hnc|m\.?d\.?|j\.?d\.?|a\.?a\.?s?\.?)"
    r"(?:\s*\(\s*hon(?:our)?s?\.?\s*\)|\s+hons\.?)?)(?=[\s,(:]|$)\s*[,:–—-]?\s*(?:in\s+|of\s+|en\s+)?(?P<area>.*)$",
    re.IGNORECASE,
)


@cache
def _territories() -> dict[str, str]:
    from babel import Locale

    known = dict(_ALSO)
    for name in _LOCALES:
        for code, territory in Locale(name).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "XA", "XB", "QO", "EU", "EZ", "UN"):
                known.setdefault(territory.casefold(), code)
    return known


def country_of(text: str) -> str | None:
    """The two letters of ISO 3166 for a country's name in one of many languages."""
    return _territories().get(text.strip(" .,()").casefold())


@cache
def languages() -> dict[str, str]:
    """Names of languages in small letters with their codes."""
    from babel import Locale

    known: dict[str, str] = {}
    for name in _LOCALES:
        for code, language in Locale(name).languages.items():
            if 2 <= len(code) <= 3:
                known.setdefault(language.casefold(), code)
    return known | {"mandarin": "zh", "mandarin chinese": "zh", "cantonese": "yue", "farsi": "fa", "flemish": "nl", "gaelic": "ga", "irish gaelic": "ga", "castilian": "es",
                    "tagalog": "tl", "filipino": "fil", "valencian": "ca", "twi": "tw", "british sign language": "bfi", "american sign language": "ase", "bsl": "bfi", "asl": "ase"}  # fmt: skip


def phone(text: str, region: str | None = None) -> str | None:
    """In the form of E.164; None where the number is none, or its country is not known."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def url(text: str) -> str:
    """With its scheme, without what ends the sentence."""
    bare = text.strip(" .,;)>")
    return bare if re.match(r"[a-z]+:", bare, re.IGNORECASE) else f"https://{bare}"


def split_degree(text: str) -> tuple[str, str | None]:
    """Kind of degree and its subject, both as printed; the subject is None where the text names none."""
    if (match := _KIND.match(text)) is not None:
        return match["kind"].strip(" ,"), match["area"].strip(" ,()") or None
    parts = re.split(r"\s+(?:in|en|für)\s+", text, maxsplit=1)
    return (parts[0].strip(), parts[1].strip()) if len(parts) == 2 and len(parts[0].split()) <= 6 else (text, None)


def dates(span: Span | None) -> tuple[str | None, str | None]:
    """Start and end in ISO 8601, with the precision that was written; no end where it goes on."""
    if span is None or span.start is None:
        return None, None
    return str(span.start), None if span.present or span.end is None else str(span.end)
