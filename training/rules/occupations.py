"""What kind of work a title names, by the written occupations: their titles, other titles of the same job, and their SOC codes.

    trades = Trades()
    trades.same("Shop Assistant", "Retail Sales Associate")    # whether one occupation is called both
    trades.near("DevOps Engineer", "Linux Administrator")      # of one SOC minor group: evidence, no proof
    trades.far("Warehouse Picker", "Staff Nurse")              # of lines of work that share nobody

Ranks are left to `titles.roles`: an occupation is the same at every rank here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from dataset_builder.text.titles.roles import roles_of

# Lines of work by SOC major groups, or by longer codes where a group belongs to several: who has worked in one and looks for
# work in another has changed trades. Managers (11) are in every line of work.
_LINES = (
    ("15", "17", "19", "27-1", "29-2"),
    ("13", "23", "27", "41", "43", "15-1211", "15-2"),
    ("19-3", "19-4", "21", "25", "29", "31", "39"),
    ("35", "39", "51-3", "43-4081", "37-2"),
    ("17-3", "37", "43-5", "45", "47", "49", "51", "53"),
    ("33",),
)
_MANAGERS = "11"
# Words of a title that are looked at.
_LONGEST = 8
# Professions, and those who assist in them: years as an aide are none as a nurse.
_AIDES = ((("29-1",), ("31",)), (("25-1", "25-2"), ("25-9",)), (("23-1",), ("23-2", "43")))


@dataclass(frozen=True)
class Occupations:
    """Occupations that a title may name, and their SOC codes."""

    titles: frozenset[str]
    codes: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.codes)


_NONE = Occupations(frozenset(), frozenset())
_Key = frozenset[str]


@cache
def _by_words() -> dict[_Key, tuple[set[str], set[str]]]:
    """Occupations and codes by the words of their titles."""
    from dataset_builder.graph.make_graph import embedded

    found: dict[_Key, tuple[set[str], set[str]]] = {}
    for occupation in embedded().occupations:
        if not occupation.soc_code:
            continue
        for title in (occupation.title, *occupation.aliases):
            for key in _keys(title)[:1]:
                titles, codes = found.setdefault(key, (set(), set()))
                titles.add(occupation.title)
                codes.add(occupation.soc_code)
    return found


def _keys(title: str) -> list[_Key]:
    return [role.words | {role.head} for role in roles_of(title) if role.head]


def _joined(found: Iterable[tuple[set[str], set[str]]]) -> Occupations:
    titles: set[str] = set()
    codes: set[str] = set()
    for some, of in found:
        titles |= some
        codes |= of
    return Occupations(frozenset(titles), frozenset(codes))


class Trades:
    """What is written of the titles of one request, each looked up once; goes with the request."""

    def __init__(self) -> None:
        self._exact: dict[str, Occupations] = {}
        self._broad: dict[str, Occupations] = {}

    def exact(self, title: str) -> Occupations:
        """The occupations that are called by a title, at any rank; none where no occupation is."""
        if title not in self._exact:
            known = _by_words()
            self._exact[title] = _joined(known[key] for key in _keys(title) if key in known)
        return self._exact[title]

    def broad(self, title: str) -> Occupations:
        """Those of the title, else by the words that its kind of work is known by, else of its last words."""
        if title not in self._broad:
            self._broad[title] = self.exact(title) or self._by_kind(title)
        return self._broad[title]

    def _by_kind(self, title: str) -> Occupations:
        lowered = title.casefold()
        for pattern, codes in _KINDS:
            if pattern.search(lowered):
                return Occupations(frozenset(), frozenset(codes))
        words = title.split()[:_LONGEST]
        found = (self.exact(" ".join(words[start:])) for start in range(1, len(words) - 1))
        return next((one for one in found if one), _NONE)

    def same(self, asked: str, held: str) -> bool:
        """Whether one written occupation bears both titles."""
        return bool(self.exact(asked).titles & self.exact(held).titles)

    def near(self, asked: str, held: str) -> bool:
        """Whether two titles are of one SOC minor group (the first four digits): evidence, no proof."""
        mine, other = self.broad(asked), self.broad(held)
        return bool({code[:4] for code in mine.codes} & {code[:4] for code in other.codes})

    def apart(self, asked: str, held: str) -> bool:
        """Whether both titles are known and of different SOC major groups: a nurse, a dental nurse."""
        mine, other = self.broad(asked), self.broad(held)
        return bool(mine and other) and not {code[:2] for code in mine.codes} & {code[:2] for code in other.codes}

    def far(self, asked: str, held: str) -> bool:
        """Whether both titles are known and of lines of work that share nothing."""
        mine, other = self.broad(asked), self.broad(held)
        if not mine or not other:
            return False
        if any(_all_start(mine, of) and _all_start(other, aides) for of, aides in _AIDES):
            return True
        return not _lines(mine.codes) & _lines(other.codes)

    def of_trade(self, word: str, title: str) -> bool:
        """Whether whoever bears a title works in the trade or at the place that a word names: a chef in kitchens."""
        codes = _CODES.get(word)
        if codes is None:
            return False
        of = self.broad(title)
        return bool(of) and _all_start(of, codes)


def _all_start(of: Occupations, starts: tuple[str, ...]) -> bool:
    return all(code.startswith(starts) for code in of.codes)


def _lines(codes: Iterable[str]) -> set[int]:
    lines: set[int] = set()
    for code in codes:
        if code.startswith(_MANAGERS):
            return set(range(len(_LINES)))
        lines |= {at for at, starts in enumerate(_LINES) if code.startswith(starts)}
    return lines


# Titles that no written occupation has, by words that tell their kind of work; the first that is found counts.
_KINDS = tuple(
    (re.compile(rf"\b(?:{words})\b"), tuple(codes.split()))
    for words, codes in (
        (r"teaching assistant|classroom assistant|teacher['’]?s? aide|learning support assistant", "25-9"),
        (r"teachers?|headteacher|lecturer|professor|tutor", "25-1 25-2 25-3"),
        (r"dental nurse|dental assistant", "31-9091"), (r"nursery nurse", "39-9011 25-2011"), (r"veterinary nurse|vet nurse", "31-9096 29-2056"),
        (r"nurse(?! aides?\b| assistants?\b)|midwife|rn|rgn|lpn|lvn", "29-1141 29-1171 29-2061"),
        (r"care (?:assistant|worker|aide)|carers?|caregiver|support worker|health ?care assistant|hca|cna|nursing assistant|nurse aide", "31-1122 31-1131"),
        (r"childcare|child ?minder|nanny|early years|nursery (?:assistant|practitioner)|crèche|playworker", "39-9011 25-2011"),
        (r"chef|cook|commis|sous", "35-1 35-2"), (r"kitchen (?:porter|assistant|hand|helper)|dishwasher", "35-9"),
        (r"waiter|waitress|bar ?tender|barista|bar (?:staff|person)|waiting staff|food (?:and|&) beverage (?:assistant|attendant)", "35-3"),
        (r"(?:night|hotel|hall) porter|bell (?:boy|hop|attendant)", "39-6"), (r"(?:hospital|theatre|patient) porter", "31-9 53-7"),
        (r"guest (?:service|relations?)|front (?:desk|office)|hotel receptionist|night auditor", "43-4081"),
        (r"sales (?:assistant|associate|advisor|adviser|consultant)|shop (?:assistant|worker)|retail|cashier|checkout|store (?:assistant|associate)|customer assistant|merchandiser", "41-1 41-2"),
        (r"sales|technico-commercial\w*|account (?:executive|manager)|business development", "41"),
        (r"door supervisor|security|bouncer", "33-9"), (r"police|firefighter|prison officer|correctional", "33"),
        (r"hairdresser|stylist|barber|beautician|nail technician", "39-5"),
        (r"accountants?|accounts|book-?keeper|auditor|payroll|accounting|credit controller", "13-2011 43-3"),
        (r"hr|human resources|recruiter|recruitment|talent acquisition", "13-1071 43-4161"),
        (r"marketing|seo|social media|brand|content (?:writer|creator|manager)", "13-1161 11-2021"),
        (r"legal secretary|paralegal|solicitor|lawyer|attorney|conveyancer", "23 43-6012"),
        (r"pharmacist|pharmacy", "29-1051 29-2052"), (r"social worker|case ?worker|youth worker|counsell?or", "21"),
        (r"web|software|frontend|backend|full-?stack|devops|sre|programmer|mobile developer|(?:java|python|php|ios|android) developer|qa engineer|test engineer", "15-125"),
        (r"it support|help ?desk|service desk|desktop support|systems? admin\w*|network (?:engineer|admin\w*)|linux admin\w*", "15-12"),
        (r"data (?:analyst|scientist|engineer)|bi (?:analyst|developer)|machine learning", "15-2051 15-1243"),
        (r"civil engineer|site engineer|structural engineer|quantity surveyor", "17-2051"),
        (r"lab(?:oratory)? (?:assistant|technician|analyst)", "19-4 29-2"),
        (r"receptionist|secretary|typist|clerk|office (?:assistant|manager|administrator)|admin(?:istrative)? (?:assistant|officer)|personal assistant|virtual assistant|data entry", "43"),
        (r"customer (?:service|support|care)|call cent(?:re|er)", "43-4051"),
        (r"electrician", "47-2111"), (r"plumber|pipefitter", "47-2152"), (r"carpenter|joiner", "47-2031"),
        (r"bricklayer|mason|plasterer|roofer|scaffolder|tiler|groundworker|construction (?:worker|labou?rer)|site (?:labou?rer|operative)|builder", "47-20 47-21"),
        (r"welder", "51-4121"), (r"machinist|cnc", "51-4041 51-9161"), (r"mechanic|vehicle technician|mot tester", "49-3"), (r"hvac|refrigeration", "49-9021"),
        (r"warehouse|order picker|picker|packer|forklift|flt|stock handler|storeman", "53-7 43-5071"),
        (r"driver|courier|chauffeur|trucker", "53-3"),
        (r"cleaner|housekeeper|housekeeping|janitor|custodian", "37-2"), (r"gardener|landscaper|groundskeeper", "37-3"),
        (r"production|machine operat\w+|press operat\w+|assembl\w+|factory|process operat\w+", "51"),
        (r"farm", "45"), (r"graphic designer|photographer|illustrator", "27-1"),
    )
)  # fmt: skip


# Words for a trade or a kind of workplace, and the SOC codes of those who work there.
_TRADES = (
    ("kitchen kitchens", "35-1 35-2"),
    ("retail shop shops store stores", "41-1 41-2"),
    ("sales selling", "41"),
    ("warehouse warehousing", "53-7 43-5 53-1"),
    ("logistics", "53 43-5 13-1081 11-3071"),
    ("hospitality", "35 43-4081 39-6 11-9051 11-9081"),
    ("restaurant restaurants", "35"),
    ("hotel hotels", "43-4081 39-6 11-9081"),
    ("care caring social-care", "31-11 29-1141 29-2061 39-9"),
    ("nursing", "29-1141 29-1171 29-2061 29-1151"),
    ("healthcare health clinical", "29 31"),
    ("teaching classroom teach", "25-1 25-2 25-3"),
    ("education", "25"),
    ("childcare nursery early-years", "39-9011 25-2011 25-2051"),
    ("driving drive", "53-3"),
    ("construction building site sites", "47 11-9021"),
    ("accounting accountancy accounts bookkeeping", "13-2011 43-3031 43-3011"),
    ("finance financial", "13-2 43-3 11-3031"),
    ("customer-facing", "35-3 39 41 43-4 25 29 31"),
    ("customer-service", "43-4 41-2 35-3"),
    ("office administration administrative admin clerical", "43"),
    ("hr human-resources", "13-107 11-3121 43-4161"),
    ("recruitment recruiting", "13-1071"),
    ("it", "15"),
    ("software programming", "15-125"),
    ("data", "15-205 15-1243 15-1242"),
    ("marketing", "13-1161 11-2021"),
    ("legal law", "23 43-6012"),
    ("security guarding", "33-9"),
    ("cleaning housekeeping", "37-2"),
    ("laboratory lab", "19-4 29-2 19-1 19-2"),
    ("engineering", "17-2 17-3"),
    ("electrical", "47-2111 49-2 17-2071 17-3023"),
    ("welding", "51-4121"),
    ("plumbing", "47-2152"),
    ("hvac heating refrigeration", "49-9021"),
    ("manufacturing production factory", "51 17-2112"),
    ("maintenance", "49"),
    ("hairdressing salon barbering", "39-5"),
    ("farm farming agricultural agriculture", "45 11-9013"),
    ("landscaping gardening", "37-3"),
)
_CODES = {word: tuple(codes.split()) for words, codes in _TRADES for word in words.split()}
