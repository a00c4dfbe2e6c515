"""What surrounds the demands of a job post: about the employer, what is offered, the law. It asks nothing of an applicant."""

import re
from dataclasses import dataclass
from functools import lru_cache

from dataset_builder.teachers.template.english import MONTHS, capitalised, phrases
from dataset_builder.teachers.template.keyed_random import Draw, Mixture
from dataset_builder.teachers.template.style import bulleted

_AROUND = phrases("around")
_SLOT = re.compile(r"\{[a-z]+\}")
_ABOUT_SHARE, _OFFERS_SHARE, _LAW_SHARE = 0.35, 0.45, 0.35
# The kind of employer's own sentences; of the public ones none that says who owns it.
_ABOUT_OF = {kind: group for group, kinds in _AROUND["about_kinds"].items() for kind in kinds}
_NOT_OWNED = ("public", "military", "school", "college")
_OFFERS = Mixture({2: 20, 3: 35, 4: 30, 5: 15})


@dataclass(frozen=True, slots=True)
class Terms:
    """What a post of an occupation offers: the kind of day, the yearly wage in thousands from and to, whether it is by the hour."""

    day: str
    low: int
    high: int
    hourly: bool

    @property
    def hours(self) -> list[str]:
        """When one works, in mid-sentence."""
        return _AROUND["hours"][self.day]


@lru_cache(maxsize=10_000)
def terms_of(soc_code: str) -> Terms:
    """By the longest part of the code that the table has; without a code, of computing."""
    code = soc_code or "15"
    row = next(
        (_AROUND["wages"][code[:end]] for end in range(len(code), 1, -1) if code[:end] in _AROUND["wages"]), None
    )
    return Terms(*(row or _AROUND["wages"]["13"]), code.startswith(tuple(_AROUND["hourly"])))


def sections_around(
    kind: str, terms: Terms, employer: str, bullet: str, draw: Draw
) -> tuple[dict[str, str], dict[str, str]]:
    """(sections before the demands, sections behind them), by heading; `kind` is of the employer, `bullet` that of the post."""
    slots = _slots(terms, draw.child("slots"))
    before, behind = {}, {}
    if draw.chance(_ABOUT_SHARE):
        own = _ABOUT_OF.get(kind, "")
        pool = (*_AROUND["about"].get(own, ()), *(() if own in _NOT_OWNED else _AROUND["about"]["general"]))
        text = _filled(" ".join(_unlike(draw.some(pool, 1 + draw.below(2)))), slots, employer)
        place = before if draw.chance(0.5) else behind
        place[draw.pick(_AROUND["about_heads"])] = text
    if draw.chance(_OFFERS_SHARE):
        offers = _offers(terms, draw.of(_OFFERS), draw)
        behind[draw.pick(_AROUND["offer_heads"])] = "\n".join(
            bulleted([capitalised(_filled(offer, slots, employer)) for offer in offers], bullet)
        )
    if draw.chance(_LAW_SHARE):
        said = draw.some(_AROUND["law"], 1 + draw.below(3))
        behind[draw.pick(_AROUND["law_heads"])] = _filled(" ".join(said), slots, employer)
    return before, behind


def _unlike(sentences: list[str]) -> list[str]:
    """Without a second one that would give the same number or year again."""
    first, *rest = sentences
    return [first, *(one for one in rest if not set(_SLOT.findall(one)) & set(_SLOT.findall(first)) - {"{company}"})]


def _offers(terms: Terms, count: int, draw: Draw) -> list[str]:
    """Of each kind one at most: a post states its pay once, and no welder works two days a week at home."""
    general = _AROUND["offers"]["general"]
    single = [draw.pick(offers) for kind, offers in general.items() if kind != "more"]
    single += [draw.pick(_AROUND["pay"]["hourly" if terms.hourly else "yearly"]), draw.pick(terms.hours)]
    more = [*general["more"], *_AROUND["offers"][terms.day]["more"]]
    return draw.some([*single, *draw.some(more, 3)], count)


def _slots(terms: Terms, draw: Draw) -> dict[str, str]:
    yearly = terms.low + draw.below(max(1, (terms.high - terms.low) * 2 // 3))
    more = yearly + max(2, yearly // 8) + draw.below(max(2, yearly // 8))
    pay, top = f"${yearly},000", f"${more},000"
    if terms.hourly:
        cents = draw.pick(("00", "25", "50", "75"))
        pay, top = f"${yearly * 10 // 21}.{cents}", f"${yearly * 10 // 21 + 1 + draw.below(3)}.{cents}"
    return {
        "year": str(1948 + draw.below(70)),
        "staff": str((30, 45, 60, 85, 120, 150, 240, 400, 650)[draw.below(9)]),
        "sites": str(2 + draw.below(8)),
        "pay": pay,
        "more": top,
        "tuition": f"${1 + draw.below(5)},500",
        "bonus": f"${1 + draw.below(5)},000",
        "closing": f"{1 + draw.below(28)} {draw.pick(MONTHS)}",
        "email": draw.pick(("jobs@example.com", "hiring@example.org", "people@example.net")),
    }


def _filled(text: str, slots: dict[str, str], employer: str) -> str:
    for name, value in slots.items():
        text = text.replace(f"{{{name}}}", value)
    return text.replace("{company}", employer)
