"""How long a person has worked in a field: the months of the jobs that are in it by their own words or by their trade.

A field is what years are asked of where no title is ("3 years in professional kitchens", "residential service experience"). A
job is surely in it where each word of the field stands in its title, its employer or its lines, or where its title is of the
trade that the word names. It is surely outside where its line of work and that of the post share nobody; between, it may be.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from dataset_builder.text.amounts import amounts
from dataset_builder.text.dates import Date, covered
from dataset_builder.text.job_titles import bare_title
from dataset_builder.text.names.families import akin, family
from dataset_builder.text.names.matching import words_of
from dataset_builder.text.posts.points import Point, without_where
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.resume import Resume, ResumeLine
from dataset_builder.text.titles.role_words import PLAIN, RANKS, SAME, SHORT
from dataset_builder.text.titles.roles import compare, compare_roles, roles_of
from dataset_builder.text.titles.workplaces import shown_by
from training.rules.certainty import content
from training.rules.occupations import Trades

# Words that say nothing about the field.
_GENERAL = frozenset(map(family, (
    "roles", "role", "living", "paid", "total", "trade", "someone", "career", "business", "sector", "industry", "industries", "field", "fields", "setting", "settings", "verifiable", "recent",
    "regulated", "running", "similar", "job", "jobs", "post", "closing", "busy", "large", "small", "progressive", "progressively", "proven", "demonstrable",
    "work", "working", "worked", "relevant", "related", "solid", "several", "least", "minimum", "better", "somewhere", "full-time", "part-time", "following", "company", "environment", "capacity", "comparable", "equivalent",
    "or", "more", "some", "within", "across", "same", "years", "year", "months", "qualifying", "qualified", "post-qualification", "post-registration", "post-apprenticeship", "registration",
    "floor", "hands", "hands-on", "responsible", "responsibility", "track", "record", "position", "positions", "department", "team", "since", "over", "office-based",
    "world", "area", "areas", "particularly", "especially", "ideally", "preferably", "specifically", "including", "direct", "real", "actual", "overall", "previous",
    "fast-paced", "corporate", "after", "another", "professionally", "really", "anywhere", "any", "sort", "kind", "type", "independently", "minimum", "high-volume", "extensive", "clear", "behind", "them", "exp", "counts", "count", "it", "last", "end", "min", "ur", "out", "done", "against", "directly", "generalist", "uk", "us", "customer", "client", "people", "professional",
))) - frozenset(map(family, ("customer", "client")))  # fmt: skip
# Words for work above the plain job; a rank or a word for leading in the job's lines answers them.
_LEADING = re.compile(
    r"^(?:supervis\w*|leadership|leading|lead|managerial|manag\w+|team-lead\w*|senior)$", re.IGNORECASE
)
_LEADS = re.compile(
    r"\b(?:supervis\w+|team lead\w*|led (?:a|the|\w+ ?(?:people|staff|cooks|nurses|engineers))|line manag\w+|managed (?:a|the|\d+)|manager|under me|in charge|foreman|head|director|charge nurse|deputy)\b",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(r"\b(?:people|staff|line|team|direct reports)\b", re.IGNORECASE)
_LED = re.compile(
    r"\b(?:led|lead|leading|managed|manag(?:e|ing)|supervis(?:ed|e|ing)|line[- ]manag\w+|headed|ran|run|in charge of|responsible for|mentored|coached)\s+(?:a |an |the |my |our |up to |about |over )*(?:\w+ ){0,2}?(?:team|people|staff|direct reports|reports|\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|crew|nurses|engineers|cooks|drivers|colleagues|analysts|developers)\b|\b(?:team of|direct reports|reporting to me|report to me|under me)\b",
    re.IGNORECASE,
)
# "From March 2026 managing two": a part of the job.
_SINCE = re.compile(r"\b(?:from|since|as of)\s+(?:\w+\s+)?(?:19|20)\d\d\W*$", re.IGNORECASE)
# Work in training is none of the years after it.
_TRAINED = re.compile(r"\b(?:professional|commercial|post[- ]\w+|since qualif\w+|qualified|industry)\b", re.IGNORECASE)
# Years since somebody qualified are years in the profession itself: a paralegal's are none of a solicitor.
_QUALIFIED = re.compile(
    r"\b(?:post[- ]qualif\w*|pqe|since qualif\w*|post[- ]regist\w*|post[- ]licens\w*)\b", re.IGNORECASE
)
_TRAINING = re.compile(
    r"\b(?:apprentice\w*|trainee|student|intern(?:ship)?|placement|working student|werkstudent\w*)\b", re.IGNORECASE
)
_PARTS = re.compile(r",?\s+or\s+|\s*,\s*|\s*/\s*")
_AMOUNT_NOTES = re.compile(
    r"\b(?:(?:full|part)[- ]time|post[- ](?:qualif|regist|licens)\w+|at least|a minimum of|minimum(?: of)?|min\.?|over|more than|around|about|two or more|three or more|one or more)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\s*[(;]|,\s*(?:including|with|of which|ideally|preferably|at least|particularly|agency|plus)\b|\s+(?:is|are)\s+(?:required|essential|preferred|a must)|,?\s+(?:but )?not\b|\s+of which\b|\s+since\b|\s+to date\b|,\s*(?:for|that|which|so that|because|recent|where|paid|whether|some|any|apprentice\w*)\b|\s+after\b|\s+of any (?:sort|kind|type)\b",
    re.IGNORECASE,
)


# What follows an amount and says what it is of.
_OF_FIELD = re.compile(r"\W*(?:of|in|with|on|as|at)\s", re.IGNORECASE)
# Where the work was: "in Ireland or abroad", "in the UK".
_ANYWHERE = re.compile(
    r"\s+(?:in|within)\s+(?:the\s+)?(?:(?-i:[A-Z]\w+(?: [A-Z]\w+)?)\s+or\s+(?:abroad|overseas|elsewhere)|uk|us|usa|eu|gcc|ireland|canada|australia|new zealand|germany|india|south africa|united (?:kingdom|states))\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Worked:
    """Months of the jobs that are in a field (`sure`), and of those that may be too (`at_most`, None: not all have dates).

    `at`: the first job that is, else that may be; None where none is.
    """

    sure: int
    at_most: int | None
    at: int | None
    any_sure: bool = False
    # whether the job at `at` bears a title that may be the one of the post
    related: bool = False


def field_of(point: Point) -> str:
    """What the experience of a point is of, without the amount and the words around it; "" where it is any."""
    text = point.text
    found = amounts(text)
    behind = text[found[0].place[1] : found[1].place[0] if len(found) > 1 else None] if found else ""
    for amount in reversed(found):
        text = f"{text[: amount.place[0]]} ; {text[amount.place[1] :]}"
    pieces = [piece.strip(" ,.:+-–—'’") for piece in text.split(";")]
    said = max(pieces, key=lambda piece: len(content(piece)), default="")
    if _OF_FIELD.match(behind) and content(behind):
        said = behind.strip(" ,.:+-–—'’")  # "You've done two years of ...", "out of which 3 years in ..."
    said = _ANYWHERE.sub("", _CLAUSE.split(_AMOUNT_NOTES.sub(" ", without_where(said)))[0])
    return re.sub(r"\b(?:work(?:ing)?\s+)?experience(?:d)?\b", " ", said, flags=re.IGNORECASE)


# Words of a job from which on its lines tell what it was about.
_TOLD = 15
# Lines that are looked at, of the sections that may tell of work.
_MOST_LINES = 300
_APART = ("education", "certificates", "languages", "interests", "references", "wishes", "volunteering")


class Fields:
    """The jobs of a resume with the words of their title, their employer and their lines."""

    def __init__(
        self,
        resume: Resume,
        titles: Sequence[str],
        today: Date,
        title: str = "",
        trades: Trades | None = None,
        knows: Callable[[str], bool] = lambda name: False,
        roots: dict[str, str] | None = None,
    ) -> None:
        self._roots: dict[str, str] = {} if roots is None else roots
        self.knows = knows
        self.trades = trades or Trades()
        self.resume, self.titles, self.today, self.title = resume, titles, today, bare_title(title)
        self._texts: list[tuple[str, frozenset[str]]] | None = None
        self._said: frozenset[str] | None = None

    @property
    def texts(self) -> list[tuple[str, frozenset[str]]]:
        """Of each job its text, and the families of its words."""
        if self._texts is None:
            self._texts = [self._text(at) for at in range(len(self.resume.jobs))]
        return self._texts

    def _text(self, at: int) -> tuple[str, frozenset[str]]:
        job = self.resume.jobs[at]
        starts = sorted(place.start for place in self.resume.job_places)
        first = self.resume.job_places[at].start
        last = next((start for start in starts if start > first), None)
        own: list[ResumeLine] = []
        before = ""
        for line in self.resume.lines:
            if not own and line.place.start < first:
                before = line.text
            if first <= line.place.start and (last is None or line.place.start < last):
                if own and line.kind != own[0].kind:
                    break
                own.append(line)
        company = before if job.company and job.company in before else job.company  # with what it says of the employer
        text = f"{self.titles[at]} , {company} , {job.line} \n " + " \n ".join(
            line.text for line in own if line.evidence
        )
        return text, frozenset(words_of(text, self._roots).places)

    def worked(self, point: Point) -> Worked | None:
        """Months in the field of a point; None where it names none and the post has no title either."""
        field = field_of(point)
        asked = _asked_words(field)
        generic = not any(asked)
        exacts = [word.casefold() for word in re.findall(r"\b[\w-]*\d[\w-]*\b", field)]
        named = [
            word.casefold()
            for word in re.findall(r"\b[A-Z][\w+#]*", field)
            if not point.text.isupper() and (self.knows(word) or self._is_kind(word))
        ]
        people = _OF_PEOPLE.search(field) is not None and all(_LEADING.match(word) for words in asked for word in words)
        if generic and not self.title:
            return None
        trained = _TRAINED.search(point.text) is not None
        outside = self._outside_profession() if _QUALIFIED.search(f"{point.text} {self.title}") else frozenset()
        sure, open_ones, undated, first = [], [], False, None
        any_sure = False
        answers = [self._in(at, asked, generic, exacts, people, named) for at in range(len(self.resume.jobs))]
        for at, job in enumerate(self.resume.jobs):
            if at in outside or (trained and _TRAINING.search(self.titles[at])):
                continue
            answer = answers[at]
            if answer is Status.MISSING or (answer is Status.UNCLEAR and self._is_without(at, named)):
                continue
            span = job.months(self.today)
            if answer is Status.MET:
                if not any_sure:
                    first = at
                any_sure = True
            elif first is None:
                first = at
            if span is None:
                undated = True
                continue
            (sure if answer is Status.MET else open_ones).append(span)
        related = first is not None and self._is_related(self.titles[first])
        return Worked(covered(sure), None if undated else covered([*sure, *open_ones]), first, any_sure, related)

    def _outside_profession(self) -> frozenset[int]:
        """The jobs whose titles have another word for the person than the post's, where one has the same."""
        wanted = {role.head for role in roles_of(self.title)}
        same = [bool(wanted & {role.head for role in roles_of(title)}) for title in self.titles]
        return frozenset(at for at, one in enumerate(same) if not one) if any(same) else frozenset()

    def _is_kind(self, word: str) -> bool:
        """Whether a name in capitals tells the post's job from others with the same word for the person: Android Developer."""
        roles = roles_of(self.title)
        return any(word.casefold() in role.words and word.casefold() != role.head for role in roles)

    def _is_without(self, at: int, named: Sequence[str]) -> bool:
        """Whether a job that its lines tell about is another than the post's and names none of the products asked for."""
        text, said = self.texts[at]
        title = self.titles[at]
        if not named or len(text.split()) < _TOLD or (self.title and self._is_same(self.title, title)):
            return False
        return not any(self._answers(name, title, text, said) for name in named)

    @property
    def is_elsewhere(self) -> bool:
        """Whether all the jobs are of lines of work that share nothing with the post's."""
        return all(self.trades.far(self.title, title) for title in self.titles)

    def _is_related(self, title: str) -> bool:
        return bool(self.title) and (
            compare(self.title, title) is not Status.MISSING or self.trades.near(self.title, title)
        )

    def _in(
        self,
        at: int,
        asked: list[list[str]],
        generic: bool,
        exacts: Sequence[str] = (),
        people: bool = False,
        named: Sequence[str] = (),
    ) -> Status:
        """Whether a job is in the field: MET, MISSING or, where it may be, UNCLEAR."""
        title = self.titles[at]
        text, said = self.texts[at]
        if people:
            led = _LED.search(text)  # a manager's title alone may lead nobody
            since = led is not None and _SINCE.search(text[max(led.start() - 30, 0) : led.start()])
            return Status.UNCLEAR if led is None or since else Status.MET
        exact = all(one in text.casefold() for one in exacts)
        if exact and any(words and all(self._answers(word, title, text, said) for word in words) for words in asked):
            return Status.MET
        if self.title and (self._is_same(self.title, title) or (generic and self._is_below(title))):
            # of the job itself, half of what it is to have been is enough
            # said of the job, or in a section of its own
            own = compare(self.title, title) is Status.MET
            answered = max((sum(self._answers(word, title, text, said) or (own and self._is_said(word)) for word in words) / len(words) for words in asked if words), default=1.0)  # fmt: skip
            if generic or (answered >= 0.5 and exact):
                return Status.MET
        if exact and not generic and self._mostly(at, asked, named):
            return Status.MET
        if asked and all(_LEADING.match(word) for words in asked for word in words):
            return Status.MISSING  # nothing in it tells of leading
        if self.title and self.trades.far(self.title, title):
            told = any(self._answers(word, title, text, said) for words in asked for word in words)
            return Status.UNCLEAR if told and not self._is_of_post(asked) else Status.MISSING
        return Status.UNCLEAR

    def _mostly(self, at: int, asked: list[list[str]], named: Sequence[str]) -> bool:
        """Whether a job that may be the post's answers most of a field, two words at least, and each name in it."""
        title = self.titles[at]
        if not self.title or self.trades.far(self.title, title) or not self._is_related(title):
            return False
        text, said = self.texts[at]
        for words in asked:
            answered = sum(self._answers(word, title, text, said) for word in words)
            if answered >= 2 and answered * 3 >= len(words) * 2:
                return all(self._answers(name, title, text, said) for name in named)
        return False

    def _is_said(self, word: str) -> bool:
        """Whether a word stands anywhere in the resume where it can show something."""
        if self._said is None:
            lines = [line.text for line in self.resume.lines if line.evidence and line.kind not in _APART]
            self._said = frozenset(words_of(" | ".join(lines[:_MOST_LINES]), self._roots).places)
        return family(word) in self._said

    def named(self, point: Point) -> int | None:
        """The first job whose title, employer or trade is of the field of a point; None where none says so."""
        asked = _asked_words(field_of(point))
        for at, job in enumerate(self.resume.jobs):
            header = f"{self.titles[at]} , {job.company}"
            said = frozenset(words_of(header, self._roots).places)
            if any(
                words and all(self._answers(word, self.titles[at], header, said) for word in words) for words in asked
            ):
                return at
        return None

    def leads(self, point: Point) -> Status | None:
        """Whether a job tells of leading others, where that is all that is asked; None where more is."""
        asked = _asked_words(field_of(point))
        if not asked or not all(_LEADING.match(word) and word != "senior" for words in asked for word in words):
            return None
        told = any(_LEADS.search(text) for text, _ in self.texts) or any(
            _LEADS.search(line.text) for line in self.resume.lines if line.evidence
        )
        return Status.MET if told else Status.MISSING

    def says(self, at: int, words: Iterable[str]) -> bool:
        """Whether the text of a job holds each of some words."""
        text, said = self.texts[at]
        title = self.titles[at]
        return all(self._answers(word, title, text, said) for word in words)

    def _is_of_post(self, asked: list[list[str]]) -> bool:
        """Whether a field is the trade of the post, so that another line of work is outside of it."""
        own = frozenset(words_of(self.title).places)
        return any(
            any(akin(family(word), other) for other in own) or self.trades.of_trade(word, self.title)
            for words in asked
            for word in words
        )

    def _is_same(self, asked: str, held: str) -> bool:
        if compare(asked, held) is Status.MET:
            return True
        if not self.trades.same(asked, held):
            return False
        ranks = [max((role.rank for role in roles_of(title)), default=0) for title in (asked, held)]
        return ranks[1] >= ranks[0]

    def _is_below(self, held: str) -> bool:
        """Whether a title is the post's own, a rank below: who asks a senior nurse for years asks for years as a nurse."""
        plain = tuple(replace(role, rank=min(role.rank, PLAIN)) for role in roles_of(self.title))
        return bool(plain) and compare_roles(plain, roles_of(held)) is Status.MET

    def _answers(self, word: str, title: str, text: str, said: frozenset[str]) -> bool:
        """Whether a job's text, or its trade, answers one word of a field."""
        own = [family(part) for part in re.split(r"[-/&]", word) if part]
        if all(
            part in said or any(akin(part, other) for other in said if other[:4] == part[:4]) for part in own
        ) or self.trades.of_trade(word, title):
            return True
        if (shown := shown_by(word)) is not None and shown.search(text):
            return True
        one = word[:-3] + "y" if word.endswith("ies") else word.rstrip("s")
        if any(
            SAME.get(form, form) in role.words | {role.head}
            for role in roles_of(title)
            for form in SHORT.get(one, one).split()
        ):
            return True
        if _LEADING.match(word):
            return _LEADS.search(text) is not None or any(role.rank > RANKS["senior"] - 1 for role in roles_of(title))
        return False


def _asked_words(field: str) -> list[list[str]]:
    """The telling words of each alternative of a field."""
    listed = field.split(",")
    either = re.search(r"\bor\b|/", field) or (len(listed) > 2 and all(len(part.split()) <= 3 for part in listed[:3]))
    parts = _PARTS.split(field) if either and not re.search(r",\s+and\b", field) else [field]
    found = []
    for part in parts:
        words = [word.strip(".'’-") for word in re.findall(r"[^\W\d_][\w+#.&'’-]*", part.casefold())]
        telling = [
            word for word in words if word and (content(word) or word in _SHORT) and family(word) not in _GENERAL
        ]
        if telling:
            found.append(telling)
    return found


_SHORT = frozenset(("hr", "it", "care", "b2b", "b2c", "pr", "qa", "ui", "ux"))
