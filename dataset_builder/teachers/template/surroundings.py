"""What surrounds the demands of a job post: about the employer, what is offered, the law. It asks nothing of an applicant."""

import re
from dataclasses import dataclass
from functools import lru_cache

from dataset_builder.sources.preparation import preparation
from dataset_builder.teachers.template.english import MONTHS, NUMBERS, capitalised, phrases
from dataset_builder.teachers.template.keyed_random import Draw, Mixture
from dataset_builder.teachers.template.style import bulleted

_AROUND, _CLOSINGS = phrases("around"), phrases("post")["closing"]
_TOPICS = {name: re.compile(words) for name, words in phrases("post")["topics"].items()}
_SLOT, _SUBJECT = re.compile(r"\{[a-z]+\}"), re.compile(r"(^|, )\{company\}(?= )")
_OWNER = re.compile(r"owned|family|privately held|run by|for-profit|nonprofit")
_ABOUT_SHARE, _OFFERS_SHARE, _CLOSINGS_SHARE, _HOURS_SHARE, _THEN_SHARE = 0.35, 0.45, 0.35, 0.12, 0.4
# The kind of employer's own sentences; of the public ones none that says who owns it.
_ABOUT_OF = {kind: group for group, kinds in _AROUND["about_kinds"].items() for kind in kinds}
_NOT_OWNED = ("public", "military", "school", "college", "charity", "health", "software")
_PUBLIC = ("public", "military", "school", "college")
# The highest level of preparation of work that people are trained for on the job.
_TAUGHT = 2
# Months between the last day of applications and the first of work.
_NOTICE = 2
_STAFF = (30, 45, 60, 85, 120, 150, 240, 400, 650)
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


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when the work of a post is: the kind of its employer, a town, the month (0 to 11) in which it begins."""

    terms: Terms
    kind: str = ""
    town: str = ""
    start: int = 0
    soc_code: str = ""

    @property
    def comes_trained(self) -> bool:
        """By a degree or years of practice, so that no post says that training is given."""
        return not self.soc_code or preparation(self.soc_code) > _TAUGHT


@lru_cache(maxsize=10_000)
def terms_of(soc_code: str) -> Terms:
    """By the longest part of the code that the table has; without a code, of computing."""
    code = soc_code or "15"
    row = next(
        (_AROUND["wages"][code[:end]] for end in range(len(code), 1, -1) if code[:end] in _AROUND["wages"]), None
    )
    return Terms(*(row or _AROUND["wages"]["13"]), code.startswith(tuple(_AROUND["hourly"])))


def group_of(kind: str) -> str:
    """What a kind of employer is of, as `about_kinds` has it; "" for one that may be anything."""
    return _ABOUT_OF.get(kind, "")


def sections_around(
    setting: Setting, employer: str, timed: bool, bullet: str, draw: Draw
) -> tuple[dict[str, str], dict[str, str]]:
    """(sections before the demands, sections behind them), by heading; `bullet` is that of the post. `timed`: the
    post says elsewhere when one works."""
    terms, slots = setting.terms, _slots(setting, draw.child("slots"))
    before, behind = {}, {}
    own = group_of(setting.kind)
    if draw.chance(_ABOUT_SHARE):
        pool = (*_AROUND["about"].get(own, ()), *(() if own in _NOT_OWNED else _AROUND["about"]["general"]))
        first, *then = _unlike(draw.some(pool, 5))[:2]
        text = _filled(" ".join([first, *(_again(one) for one in then)]), slots, employer)
        place = before if draw.chance(0.5) else behind
        place[draw.pick(_AROUND["about_heads"])] = text
    if not timed and draw.chance(_HOURS_SHARE):
        behind[draw.pick(_AROUND["hours_heads"])] = capitalised(draw.pick(terms.hours))
    if draw.chance(_OFFERS_SHARE):
        offers, paid = _offers(terms, own in _PUBLIC, draw.of(_OFFERS), draw)
        behind[draw.pick(_AROUND["paid_heads" if paid else "offer_heads"])] = "\n".join(
            bulleted([capitalised(_filled(offer, slots, employer)) for offer in offers], bullet)
        )
    if draw.chance(_CLOSINGS_SHARE):
        for name in draw.pick(_AROUND["closing_sets"]):
            closing = _AROUND["closings"][name]
            said = [draw.pick(closing["first"])]
            if closing["then"] and draw.chance(_THEN_SHARE):
                said.append(draw.pick(closing["then"]))
            behind[draw.pick(closing["heads"])] = _filled(" ".join(said), slots, employer)
    return before, behind


def _again(sentence: str) -> str:
    """A second sentence on the employer, who is named in the first."""
    return capitalised(_SUBJECT.sub(r"\1it", sentence))


def _unlike(sentences: list[str]) -> list[str]:
    """Without those that would give the same number, year or town again, or once more say whose it is."""
    found, said = [], set()
    for sentence in sentences:
        slots = {*_SLOT.findall(sentence), *("owner" for _ in _OWNER.findall(sentence))} - {"{company}"}
        if not slots & said:
            found.append(sentence)
            said |= slots
    return found


def _offers(terms: Terms, public: bool, count: int, draw: Draw) -> tuple[list[str], bool]:
    """What is offered, and whether pay is among it. Of each kind one at most: a post states its pay once, and no welder works two
    days a week at home."""
    general = {**_AROUND["offers"]["general"], **(_AROUND["offers"]["public"] if public else {})}
    single = [draw.pick(offers) for kind, offers in general.items() if kind != "more"]
    pay = draw.pick(_AROUND["pay"]["hourly" if terms.hourly else "yearly"])
    more = [*general["more"], *_AROUND["offers"][terms.day]["more"]]
    chosen = draw.some([*single, pay, *draw.some(more, 3)], count)
    if pay in chosen:  # it stands first
        chosen = [pay, *(offer for offer in chosen if offer != pay)]
    return chosen, pay in chosen


def _slots(setting: Setting, draw: Draw) -> dict[str, str]:
    terms = setting.terms
    staff = draw.pick(_STAFF)
    yearly = terms.low + draw.below(max(1, (terms.high - terms.low) * 2 // 3))
    more = yearly + max(2, yearly // 8) + draw.below(max(2, yearly // 8))
    pay, top = f"${yearly},000", f"${more},000"
    if terms.hourly:
        cents = draw.pick(("00", "25", "50", "75"))
        pay, top = f"${yearly * 10 // 21}.{cents}", f"${yearly * 10 // 21 + 2 + draw.below(4)}.{cents}"
    return {
        "year": str(1988 + draw.below(30) if group_of(setting.kind) == "software" else 1948 + draw.below(70)),
        "staff": str(staff),
        "sites": str(2 + draw.below(min(8, staff // 15))),
        "pay": pay,
        "more": top,
        "tuition": f"${1 + draw.below(5)},500",
        "bonus": f"${1 + draw.below(5)},000",
        "closing": f"{MONTHS[(setting.start - _NOTICE) % 12]} {1 + draw.below(28)}",
        "refs": NUMBERS[2 + draw.below(2)],
        "town": setting.town,
        "email": draw.pick(("jobs", "hiring", "careers", "hr", "recruiting", "apply"))
        + draw.pick(("@example.com", "@example.org", "@example.net")),
    }


def _filled(text: str, slots: dict[str, str], employer: str) -> str:
    for name, value in slots.items():
        text = text.replace(f"{{{name}}}", value)
    return text.replace("{company}", employer)


@lru_cache(maxsize=1_000)
def topics(sentence: str) -> frozenset[str]:
    """The subjects that a post says once at most, of those that a sentence is on."""
    return frozenset(name for name, words in _TOPICS.items() if words.search(sentence))


def closing_sentences(opening: str, count: int, setting: Setting, draw: Draw) -> list[str]:
    """Of a summary, on other subjects than the opening and each other: a town, a number, hours, the interview. None says
    that people who come trained are trained."""
    found, said = [], {*topics(opening), *(("taught",) if setting.comes_trained else ())}
    pool = (*_CLOSINGS["any"], *_CLOSINGS[setting.terms.day])
    for sentence in draw.some(pool, 3 * count + 3 if count > 0 else 0):
        own = topics(sentence)
        if len(found) < count and not own & said:
            found.append(sentence)
            said |= own
    return found
