"""Job titles as names of jobs: is a phrase one, and does a job that was held meet the one that is asked?

    is_role("Salesforce, Dublin")                        # False
    compare("Store Manager", "Assistant Store Manager")  # Status.MISSING: a rank below
    compare("Ward Nurse", "RN")                          # Status.UNCLEAR or MET

Titles are compared by their words: short forms written out, words for the same work joined, ranks apart. Where words leave
it open, the answer is UNCLEAR and never a guess.
"""

import re
from dataclasses import dataclass

from dataset_builder.text.requirement_status import Status
from dataset_builder.text.titles.role_words import (
    BESIDE,
    DONE,
    HEADS,
    NO_DOER,
    NO_PERSON,
    NO_TRADE,
    OWN_TRADES,
    PERSON,
    PLACED,
    PLAIN,
    RANKS,
    SAME,
    SAME_TITLES,
    SHIFTS,
    SHORT,
    TRADE_BEFORE,
    TRAILING_RANKS,
)  # fmt: skip

_WORD = re.compile(r"\.?[^\W_]+(?:[.&'’][^\W_]+)*[+#]*")
_PIECE = re.compile(r"[^\s,/|()–—]+")
# "Chef, Head"
_TURNED = re.compile(r"\s*([\w' -]+),\s+([\w' -]+)\s*")
_LINKS = frozenset(("of", "for", "in", "to", "de"))
_ROLES = re.compile(r"\s*(?:/|\||\s&\s|\s+and\s+|\s+cum\s+|\s+then\s+|;)\s*", re.IGNORECASE)
_NOTES = re.compile(
    r"\((?:m|w|f|h|d|x|div|all genders?|gn|mwd)(?:\s?[/|,]\s?(?:m|w|f|h|d|x|i|div|\*))+\)|\([^)]*\)|\[[^]]*\]|\b[mwf]/[mwf](?:/[dx])?\b",
    re.IGNORECASE,
)
_LONGEST = 120
# "Executive Assistant to the Chief Financial Officer and General Counsel": whose, and no part of the title's words.
_TO_WHOM = re.compile(r"(?<=\w)\s+to\s+(?:the|our)\s", re.IGNORECASE)
_TRAILING = frozenset(("i", "ii", "iii", "iv", "v", "sr", "jr", "senior", "junior", "snr"))
# Heads whose holders do each other's work: a Java developer may have been the software developer that is asked.
_BROAD = frozenset(("developer", "cook", "chef"))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("men"):
        return word[:-3] + "man"
    if len(word) > 6 and word.endswith("sses"):
        return word[:-2]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ops", "sales", "operations")):
        return word[:-1]
    return word


def is_head(word: str) -> bool:
    """Whether a word is one for a person at work: "nurse", "drivers", "physiotherapist"."""
    word = word.casefold().strip(".,:;")
    if word in NO_PERSON:
        return False
    one = _singular(word)
    if word in HEADS or one in HEADS or (word in SHORT and SHORT[word].split()[-1] in HEADS):
        return True
    return len(one) > 5 and one.endswith(PERSON) and one not in NO_PERSON


def is_role(text: str) -> bool:
    """Whether a phrase reads as a job title: it ends in a word for a person, or has one before "of", "in", "-"."""
    words = _WORD.findall(_TO_WHOM.split(_NOTES.sub(" ", text[:_LONGEST]), maxsplit=1)[0])
    if (
        not words
        or len(words) > 9
        or (words[0].casefold().endswith("ed") and len(words[0]) > 4 and words[0].casefold() not in DONE)
    ):
        return False
    while words and (words[-1].isdigit() or words[-1].casefold().strip(".") in _TRAILING):
        words.pop()
    if not words:
        return False
    if is_head(words[-1]) or (
        1 < len(words) <= 9 and words[-1][:1].isupper() == words[0][:1].isupper() and _is_doer(words[-1])
    ):
        return True
    lowered = [word.casefold() for word in words]
    return any(is_head(word) and lowered[at + 1] in _LINKS for at, word in enumerate(lowered[:-1])) or (
        len(words) > 1 and any(is_head(word) for word in re.split(r"\s[-–—,]\s?|,\s", text)[0].split()[-1:])
    )


def _is_doer(word: str) -> bool:
    """Whether a word at the end of a title may be a person though no table has it: "Door Repairer", "Medical Biller"."""
    one = _singular(word.casefold())
    return len(one) > 5 and one.endswith(("er", "or")) and one not in NO_DOER


@dataclass(frozen=True)
class Role:
    """One title as words: `rank` (see RANKS), `head` (the word for the person) and the words that say which.

    `shifts`: when the work is done, which is no word of the trade.
    """

    rank: int
    head: str
    words: frozenset[str]
    plain: str
    shifts: frozenset[str] = frozenset()


def roles_of(title: str) -> tuple[Role, ...]:
    """The jobs that a title names: "Mathematics Teacher / Netball Coach" has two."""
    text = _NOTES.sub(" ", title[:_LONGEST])
    if (
        (turned := _TURNED.fullmatch(text))
        and turned[1].split()
        and is_head(turned[1].split()[-1])
        and len(turned[2].split()) <= 2
    ):
        text = f"{turned[2]} {turned[1]}"  # "Chef, Head"
    parts = [part for part in _ROLES.split(text) if part.strip()]
    whole = _role(" ".join(parts))
    if len(parts) < 2:
        return (whole,) if whole else ()
    heads = [any(is_head(word) for word in _WORD.findall(part)) for part in parts]
    found = [role for part in parts if (role := _role(part))] if all(heads) else []
    if not found and len(parts) == 2 and not heads[0]:  # "Sales / Marketing Manager"
        head = parts[1].split()[-1]
        found = [role for part in (f"{parts[0]} {head}", parts[1]) if (role := _role(part))]
    return (*found, *([whole] if whole and whole not in found else []))


def _role(text: str) -> Role | None:
    words = [word.casefold().strip(".") for word in _PIECE.findall(text)]
    words = [word for word in (word.strip(".:;-'’\"") for word in words) if word]
    words = [part for word in words for part in SHORT.get(word, word).split()]
    if not words:
        return None
    rank, kept = PLAIN, []
    ranked = False
    for at, word in enumerate(words):
        one = _singular(word)
        leading = (
            at < len(words) - 1
            and (one in RANKS)
            and one not in ("executive", "chief", "head", "staff", "principal", "graduate", "student")
        )
        top = at == 0 and one in ("chief", "head", "principal", "student", "graduate") and len(words) > 1
        trailing = at == len(words) - 1 and one in TRAILING_RANKS and len(words) > 1
        if (
            (leading and not (one in ("assistant", "associate", "lead") and at > 0 and not ranked and kept))
            or top
            or trailing
        ):
            rank = RANKS[one] if not ranked else min(rank, RANKS[one])
            ranked = True
            if one in ("head", "chief", "principal"):
                kept.append(one)
            continue
        kept.append(one)
    if not kept:  # ranks alone: "Graduate trainee"
        return Role(rank, "", frozenset(), "")
    shifts = frozenset(word for word in kept if word in SHIFTS)
    kept = [PLACED.get(pair, pair[0]) for pair in zip(kept, [*kept[1:], ""], strict=True)]
    kept = [word for word, after in zip(kept, [*kept[1:], ""], strict=True) if word not in BESIDE or after in TRADE_BEFORE.get(word, ())]  # fmt: skip
    plain = " ".join(kept)
    kept = [word for word in kept if word != "-"]
    kept = [part for word in kept for part in ([word] if word in SAME else word.split("-"))]
    if not kept:
        return Role(rank, "", frozenset(), "")
    head = next((word for word in reversed(kept) if is_head(word)), kept[-1])
    same = {SAME.get(word, word) for word in kept}
    return Role(rank, SAME.get(head, head), frozenset(same - {SAME.get(head, head)}), plain, shifts)


_GROUPS = {title: number for number, titles in enumerate(SAME_TITLES) for title in titles}


_GROUP_FORMS: dict[tuple[str, frozenset[str]], set[int]] = {}
for _title, _number in _GROUPS.items():
    if _found := _role(_title):
        _GROUP_FORMS.setdefault((_found.head, _found.words), set()).add(_number)


def _same_job(asked: Role, held: Role) -> Status:
    if not asked.head or not held.head:
        return Status.MISSING
    groups = _GROUP_FORMS.get((asked.head, asked.words), set()), _GROUP_FORMS.get((held.head, held.words), set())
    if asked.head == held.head:
        if not asked.words and held.words - NO_TRADE and not asked.shifts <= held.shifts:
            return Status.UNCLEAR  # a weekend driver is asked: whether a bus driver is one, the title does not say
        if asked.words <= held.words:
            return Status.MET
        if groups[0] & groups[1]:
            return Status.MET
        if held.words <= asked.words:  # a nurse where a ward nurse is asked: which one is not said
            return Status.UNCLEAR
        common = _stems(asked.words) & _stems(held.words)
        if common == _stems(asked.words):
            return Status.MET
        return Status.UNCLEAR if common or asked.head in _BROAD else Status.MISSING
    if groups[0] & groups[1]:
        return Status.MET
    mine, other = _stems(asked.words | {asked.head}), _stems(held.words | {held.head})
    if asked.words and mine <= other:
        return Status.MET
    return Status.UNCLEAR if len(_stems(asked.words) & _stems(held.words)) >= 1 else Status.MISSING


def is_other_trade(asked: Role, held: Role) -> bool:
    """Whether two titles with one word for the person name different trades in front of it: kitchen porter, night porter."""
    mine, other = asked.words - NO_TRADE, held.words - NO_TRADE
    if asked.words and not mine and held.words & OWN_TRADES.get(held.head, frozenset()):
        return asked.head == held.head  # a staff nurse is asked, a dental nurse held
    return (
        asked.head == held.head
        and asked.head not in _BROAD
        and bool(mine and other)
        and not _stems(mine) & _stems(other)
    )


def _stem(word: str) -> str:
    for ending in ("ing", "ment", "ion", "al", "er", "or", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(_stem(word) for word in words)


def compare(asked: str, held: str) -> Status:
    """Does a job held under one title meet the one asked under another? MET, MISSING or UNCLEAR.

    "Or" between titles asked is the caller's. A rank below the asked one is MISSING.
    """
    return compare_roles(roles_of(asked), roles_of(held))


def compare_roles(asked: tuple[Role, ...], held: tuple[Role, ...]) -> Status:
    """The same of titles that were read before."""
    best = Status.MISSING
    for wanted in asked:
        for one in held:
            same = _same_job(wanted, one)
            if same is Status.MET and one.rank < wanted.rank:
                # without a rank where a senior is asked: the title does not say; below the plain job is no such job
                same = Status.MISSING if one.rank < PLAIN else Status.UNCLEAR
            elif same is Status.UNCLEAR and one.rank < min(wanted.rank, PLAIN):
                same = Status.MISSING
            if same is Status.MET:
                return same
            if same is Status.UNCLEAR:
                best = same
    return best
