"""What surrounds the demands of a job post: about the employer, what is offered, the law. It asks nothing of an applicant."""

import re

from dataset_builder.teachers.template.english import MONTHS, phrases
from dataset_builder.teachers.template.keyed_random import Draw, Mixture
from dataset_builder.teachers.template.style import bulleted

_AROUND = phrases("around")
_SLOT = re.compile(r"\{[a-z]+\}")
_ABOUT_SHARE, _OFFERS_SHARE, _LAW_SHARE = 0.35, 0.45, 0.35
_OFFERS = Mixture({2: 20, 3: 35, 4: 30, 5: 15})


def sections_around(field: str, employer: str, bullet: str, draw: Draw) -> tuple[dict[str, str], dict[str, str]]:
    """(sections before the demands, sections behind them), by heading; `bullet` is that of the post."""
    slots = _slots(draw.child("slots"))
    before, behind = {}, {}
    if draw.chance(_ABOUT_SHARE):
        pool = (*_AROUND["about"][field], *_AROUND["about"]["general"])
        text = _filled(" ".join(_unlike(draw.some(pool, 1 + draw.below(2)))), slots, employer)
        place = before if draw.chance(0.5) else behind
        place[draw.pick(_AROUND["about_heads"])] = text
    if draw.chance(_OFFERS_SHARE):
        offers = _offers(field, draw.of(_OFFERS), draw)
        behind[draw.pick(_AROUND["offer_heads"])] = "\n".join(
            bulleted([_filled(offer, slots, employer) for offer in offers], bullet)
        )
    if draw.chance(_LAW_SHARE):
        said = draw.some(_AROUND["law"], 1 + draw.below(3))
        behind[draw.pick(_AROUND["law_heads"])] = _filled(" ".join(said), slots, employer)
    return before, behind


def _unlike(sentences: list[str]) -> list[str]:
    """Without a second one that would give the same number or year again."""
    first, *rest = sentences
    return [first, *(one for one in rest if not set(_SLOT.findall(one)) & set(_SLOT.findall(first)) - {"{company}"})]


def _offers(field: str, count: int, draw: Draw) -> list[str]:
    """Of each kind one at most: a post states its pay once, and no welder works two days a week at home."""
    lists = [*_AROUND["offers"]["general"].items(), *_AROUND["offers"][_AROUND["kinds_of_work"][field]].items()]
    single = [draw.pick(offers) for kind, offers in lists if kind != "more"]
    more = [offer for kind, offers in lists if kind == "more" for offer in offers]
    return draw.some([*single, *draw.some(more, 3)], count)


def _slots(draw: Draw) -> dict[str, str]:
    hourly, salary = 15 + draw.below(30), 38 + draw.below(90)
    return {
        "year": str(1948 + draw.below(70)),
        "staff": str((12, 30, 45, 60, 85, 120, 240, 400, 900)[draw.below(9)]),
        "sites": str(2 + draw.below(8)),
        "hourly": f"${hourly}.{('00', '25', '50', '75')[draw.below(4)]}",
        "raised": f"${hourly + 2}.00",
        "salary": f"${salary},000",
        "more": f"${salary + 8 + draw.below(20)},000",
        "tuition": f"${1 + draw.below(5)},500",
        "bonus": f"${1 + draw.below(5)},000",
        "closing": f"{1 + draw.below(28)} {draw.pick(MONTHS)}",
        "email": draw.pick(("jobs@example.com", "hiring@example.org", "people@example.net")),
    }


def _filled(text: str, slots: dict[str, str], employer: str) -> str:
    for name, value in slots.items():
        text = text.replace(f"{{{name}}}", value)
    return text.replace("{company}", employer)
