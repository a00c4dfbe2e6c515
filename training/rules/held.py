"""A resume made ready for many questions, and the answer to one of them."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from dataset_builder.text import words
from dataset_builder.text.amounts import amounts
from dataset_builder.text.dates import Date, covered, read_spans
from dataset_builder.text.evidence import Evidence
from dataset_builder.text.names.families import family
from dataset_builder.text.names.matching import Found, SkillNames, Words, words_of
from dataset_builder.text.names.text_words import short_forms
from dataset_builder.text.posts.post import Point
from dataset_builder.text.qualifications.certificates import CredentialLines
from dataset_builder.text.qualifications.degrees import level_of
from dataset_builder.text.qualifications.validity import has_run_out, is_fresh, is_held, is_held_long, is_planned
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.resumes.entry import is_no_job, is_of_break
from dataset_builder.text.resumes.resume import Resume, ResumeLine, headline_of
from dataset_builder.text.resumes.statements import stating
from dataset_builder.text.titles.roles import is_role, roles_of
from training.rules.certainty import COURSE, content, spelt_out, tells_of_a_course
from training.rules.certainty import stands_in as _stands_in
from training.rules.fields import Fields
from training.rules.occupations import Trades
from training.rules.product_kinds import NOTE

# Every requirement looks at every line: of a longer resume, or a longer line, the start is looked at.
_MOST_LINES, _LONGEST_LINE = 600, 2_000
_LITTLE_BEFORE = re.compile(
    r"\b(?:basic|basics of|beginner(?:s|['’]s)?|a little|little|a bit of|bit of|limited|introductory|intro to|introduction to|some exposure to|exposure to|(?<!machine )(?<!deep )(?<!distance )learning|shadowed|observed|watched|helped with|assisted with|sat in on|rudimentary)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_LITTLE_AFTER = re.compile(
    r"\s*[-–:(]?\s*(?:basics?|beginner|a little|limited|elementary|novice|learning|rusty|at school|school project|self-study)\b",
    re.IGNORECASE,
)


# Words of a line that says one thing.
_SHORT = 20
# Of a credential that is held a line says more than this share of its words.
_SAID = 0.5
# Words of credentials that stand in many other lines.
_COMMON = frozenset(map(family, words("first level class safety care")))
_OTHERS = re.compile(r",?\s+\(?or\s+|;\s+|\s/\s", re.IGNORECASE)
_REASON = re.compile(r",?\s+(?:as|because|since|so that|so)\s+(?:you|we|this|the|it)\b", re.IGNORECASE)
# Endorsements of a licence to drive, which are written by their letters.
_CARRIED = re.compile(r"\b(?:haz-?mat|tanker?|passenger|air ?brakes?|doubles)\b", re.IGNORECASE)
# An abbreviation that is the whole name of a credential.
_CERTIFIED = re.compile(r"\b([A-Z]{3,6})\b(?=\s+(?:certif\w+|cert\b|card|membership|charter\w*))")
_CODE = re.compile(r"\b(?=\w*[A-Z])(?=\w*\d)\w{3,}\b")
# Words before a letter and a number that are a level, not a code.
_LEVELLED = frozenset(("level", "grade", "class", "category", "cat", "german", "english", "french", "spanish", "band", "type"))  # fmt: skip


# Verbs that say of a thing only that it was done.
_LIGHT = frozenset(map(family, words("""
ran run running led kept keep keeping made make making used done did doing been got get handled handle handling worked taken
take taking given give giving know knows knowing seen see write wrote written writing perform performed performing carry
carried carrying out run own owned deal dealt dealing support supporting comfortable confident proven small
"""))) - {"support"}  # fmt: skip
# Of what is counted or must be registered no words show that it is enough.
_MEASURED = re.compile(
    r"\b\d{2,}|\b(?:at least|minimum|min|years?|months?)\b|\b(?:licen[cs]\w*|certif\w*|regist\w*|card|ticket|degree|diploma|award|accredit\w*|qualifi\w*)\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:shadow\w*|observ\w+|assist\w*|help(?:ed|ing)?|sat in|never|not|learning|learn|want(?:ed)?|hop(?:e|ing)|keen|interest\w*|basics?|passed (?:on|to)|course|theory|workshop)\b",
    re.IGNORECASE,
)
# Words of a clause that say how well or how something is done.
_SAYS_HOW = frozenset(map(family, words("""
well enough including prior previous earlier background people others way really some any lot through upfront both front
"""))) | frozenset(("peopl", "includ"))  # fmt: skip
_EXAMPLES = re.compile(
    r"(?:\((?:e\.?g\.?,?|such as|like|including|for example|ideally|preferably)?\s*|\b(?:such as|e\.g\.,?|for example,?|ideally|preferably)\s+)(?P<names>[^()]+)",
    re.IGNORECASE,
)
# "..., with CPR renewed": what a limit behind it is of.
_RENEWED_PART = re.compile(
    r"\b(?:with|and|including)\s+(?P<name>(?:[A-Z]\w+ ?){1,3}) (?:renewed|updated|refreshed|issued|done|taken)\s(?=within|in|no)"
)


@dataclass(frozen=True)
class Judged:
    """A point and what the resume says about it. `evidence`: where in the resume; `held`: months, of experience."""

    point: Point
    status: Status
    evidence: Evidence | None = None
    held: int | None = None


class Held:
    """A resume made ready for many questions: its words, its lines, its jobs with their months."""

    def __init__(self, resume: Resume, names: SkillNames, today: Date, title: str = "") -> None:
        self.resume, self.names, self.today = resume, names, today
        lines = [line for line in resume.lines if line.evidence and line.kind not in ("references", "wishes")]
        self.lines = [_cut(line) for line in lines[:_MOST_LINES]]
        self.whole = resume.plain.text[: _MOST_LINES * 100]
        self.texts = CredentialLines(line.text for line in self.lines)
        hidden = sorted(
            {job.company for job in resume.jobs if len(job.company) > 2} | ({resume.name} if resume.name else set()),
            key=lambda name: -len(name),
        )
        # what each line states, denials and wishes left out
        self.stated = [stating(line.text) for line in self.lines]
        starts, parts, at = [], [], 0
        for text in self.stated:
            for name in hidden:
                # an employer's or a person's name is no skill
                if name in text:
                    text = text.replace(name, " " * len(name))
            starts.append(at)
            parts.append(text)
            at += len(text) + 3
        self.starts = starts
        # the months of each dated line that is not about schools or hobbies
        self._dated = [
            (
                f"{self.lines[at - 1].text} {line.text}"
                if at and is_of_break(self.lines[at - 1].text, line.text)
                else line.text,
                span,
            )
            for at, line in enumerate(self.lines)
            if line.kind not in ("education", "certificates", "interests")
            for found in read_spans(line.text[:300], today)
            if (span := found.months(today)) is not None
        ]
        # a job that names only its employer is the one that the resume is headed by
        titled = [is_role(job.title) for job in resume.jobs]
        headline = "" if all(titled) else headline_of(resume)
        self.titles = [
            job.title if told or not headline else headline for job, told in zip(resume.jobs, titled, strict=True)
        ]
        self.roles = [roles_of(title) for title in self.titles]
        # months that any dates of the resume cover, read as a job or not
        self.dated = covered(span for _, span in self._dated)
        self.roots: dict[str, str] = {}
        self.words: Words = words_of(" \n|".join(parts), self.roots)
        self.trades = Trades()
        self.fields = Fields(resume, self.titles, today, title, self.trades, names.knows, self.roots)
        self.languages = [line.text for line in self.lines if line.kind == "languages"]

    @cached_property
    def unread(self) -> bool:
        """Whether half a year and more is dated and of no job that was read: a job may have been overlooked."""
        worked = (span for text, span in self._dated if level_of(text) is None and not is_no_job(text))
        read = (span for job in self.resume.jobs if (span := job.months(self.today)) is not None)
        return covered(worked) - covered(read) > 6

    @cached_property
    def line_words(self) -> list[tuple[ResumeLine, frozenset[str]]]:
        """Each line with the families of its words."""
        said: list[set[str]] = [set() for _ in self.lines]
        at = 0
        for word in self.words.words:
            while at + 1 < len(self.starts) and word.start >= self.starts[at + 1]:
                at += 1
            said[at].add(word.root)
        return [(line, frozenset(words)) for line, words in zip(self.lines, said, strict=True)]

    def would_list(self, point: Point) -> bool:
        """Whether a skill is asked by its bare name, and the resume lists its skills or is of another trade.

        Who is of the post's trade and lists nothing tells what was done in other words.
        """
        named = any(self.names.find(name, self.words) is not None for name in point.names)
        if not (self.resume.skills or self.fields.is_elsewhere or named):
            return False
        said = {word for name in point.names or (point.text,) for word in content(name)}
        return not set(content(point.text)) - said

    def valid(self, place: Evidence | None) -> bool:
        """Whether the line of a place does not say that what it names has expired or is only planned."""
        text = "" if place is None else self.line_at(place)
        return bool(text) and is_held(text, self.today)

    def place_of(self, text: str) -> Evidence | None:
        """The first line that holds a text, in any case; None where none does."""
        lowered = text.casefold()
        return next((line.place for line in self.lines if lowered in line.text.casefold()), None)

    def _line(self, place: Evidence) -> ResumeLine | None:
        return next((line for line in self.lines if line.place.start <= place.start < line.place.end), None)

    def line_at(self, place: Evidence) -> str:
        """The text of the line that a place stands in; "" where none is."""
        line = self._line(place)
        return "" if line is None else line.text

    def says_more(self, asked: str, place: Evidence) -> bool:
        """Whether the line of a name says another telling word of a clause, too."""
        line = self._line(place)
        if line is None:
            return False
        start, end = place.start - line.place.start, place.end - line.place.start
        name = set(content(line.text[start:end]))
        return bool((set(content(asked)) - name) & set(content(line.text)))

    def is_fresh(self, asked: str, place: Evidence) -> Status | None:
        """Whether a credential is as recent as a clause asks, by the dates of its line; None where that is not told."""
        if (part := _RENEWED_PART.search(asked)) is not None:
            # of what the name stands for alone: "first aid, with CPR renewed within the last 12 months"
            place = self.place_of(part["name"]) or place
        fresh = is_fresh(asked, self.line_at(place), self.today)
        return None if fresh is None else Status.MET if fresh else Status.MISSING

    def is_held_long(self, asked: str, place: Evidence) -> Status:
        """Whether a licence is held for as long as a clause asks, by the dates and years of its line."""
        if not amounts(asked):
            return Status.MET
        long = is_held_long(asked, self.line_at(place), self.today)
        return Status.UNCLEAR if long is None else Status.MET if long else Status.MISSING

    def has_run_out(self, place: Evidence) -> bool:
        """Whether the line of a place says that what it names has expired or lapsed."""
        return has_run_out(self.line_at(place), self.today)

    def is_learnt_later(self, place: Evidence) -> bool:
        """Whether a place stands in a line about learning that says that it is not finished: "AQ Part 1 - in progress"."""
        line = self._line(place)
        return (
            line is not None
            and line.kind in ("education", "certificates")
            and len(line.text.split()) <= _SHORT
            and is_planned(line.text)
        )

    def is_little(self, place: Evidence) -> bool:
        """Whether a resume says right beside a name that there is little of it ("basic SQL", "shadowed the ...")."""
        line = self._line(place)
        if line is None:
            return False
        start, end = place.start - line.place.start, place.end - line.place.start
        before, after = line.text[max(start - 40, 0) : start], line.text[end : end + 24]
        return _LITTLE_BEFORE.search(before) is not None or _LITTLE_AFTER.match(after) is not None

    def is_course(self, place: Evidence) -> bool:
        """Whether a place stands in a line about a course."""
        line = self._line(place)
        if line is None:
            return False
        # what it names is no course: "Color Theory"
        start, end = place.start - line.place.start, min(place.end - line.place.start, len(line.text))
        named = place.start > line.place.start or place.end < line.place.end
        around = f"{line.text[:start]} {line.text[end:]}" if named else line.text
        return COURSE.search(around) is not None

    def is_training(self, place: Evidence) -> bool:
        """Whether a place stands in a line about a course, below a heading of education or training."""
        line = self._line(place)
        return line is not None and tells_of_a_course(line)

    def lacks_credential(self, text: str) -> bool:
        """Whether no line that is still valid says half of what names a credential: people write credentials by their names."""
        if _CARRIED.search(text):
            return False
        for part in filter(str.strip, _OTHERS.split(_REASON.split(text)[0])):
            asked, codes = frozenset(content(part)) - {"endorsement"}, _CODE.findall(part)
            if re.fullmatch(r"[A-Z]{3,6}", part.strip(" .")) and not self._is_named(part.strip(" .")):
                continue
            if len(asked) < 2 and not codes:
                return False
            if (shorts := _CERTIFIED.findall(part)) and not any(self._is_named(short) for short in shorts):
                continue  # "Kubernetes in production, CKA certified"
            if any(_stands_in(number, self.whole) for number in re.findall(r"\b\d{3,5}\b", part)):
                return False  # "EPA 609", "Section 609"
            for line, said in self.line_words:
                named = (
                    len(asked & said) >= _SAID * len(asked) and not asked & said <= _COMMON
                    if len(asked) > 1
                    else any(one in line.text for one in codes)
                )
                if named and is_held(line.text, self.today):
                    return False
        return True

    def shortens(self, text: str) -> bool:
        """Whether a resume shortens a name of a text to its letters: "Property & Casualty", "P&C"."""
        return any(short in self.whole for short in short_forms(text))

    def _is_named(self, short: str) -> bool:
        """Whether an abbreviation stands in the resume by itself, or is written out there."""
        return _stands_in(short, self.whole) or any(spelt_out(short, line.text) for line in self.lines)

    def only_course(self, text: str) -> Evidence | None:
        """The course that is all that a resume says of an abbreviation in a text."""
        shorts = re.findall(r"\b[A-Z][A-Z\d]{2,5}\b", text)
        lines = [line for line in self.lines if any(_stands_in(short, line.text) for short in shorts)]
        return lines[0].place if lines and all(self.is_course(line.place) for line in lines) else None

    def in_one_line(self, text: str) -> Evidence | None:
        """The line that holds every telling word of a clause (of one of its alternatives), two at least."""
        for part in re.split(r"\s+or\s+|;\s+", text):
            telling = frozenset(content(part)) - _LIGHT
            if len(telling) < 2:
                continue
            for line, said in self.line_words:
                if telling <= said:
                    return line.place
        return None

    def mostly_in_one_line(self, text: str, names: Iterable[str], worked: bool) -> Evidence | None:
        """The line that holds half of the telling words of a clause, three at least, and every name that the clause asks for.

        `worked`: experience is asked, which no school and no course shows.
        """
        if _MEASURED.search(text) or any(not set(content(name)) & self.words.places.keys() for name in names):
            return None
        best, most = None, 2
        for part in re.split(r"\s+or\s+|;\s+", NOTE.sub(" ", text)):
            telling = frozenset(content(part)) - _LIGHT - _SAYS_HOW
            for line, said in self.line_words:
                shared = len(telling & said)
                if (
                    shared > most
                    and shared * 2 >= len(telling)
                    and line.kind != "interests"
                    and not (worked and line.kind in ("education", "certificates"))
                    and not _LESS.search(line.text)
                ):
                    best, most = line.place, shared
        return best

    def example(self, text: str) -> Evidence | None:
        """Where the resume shows one of the examples that a clause gives: "webinar platforms (ON24, Zoom or similar)"."""
        match = _EXAMPLES.search(text)
        if match is None:
            return None
        for name in re.split(r"\s*(?:,|;|/|\bor\b|\band\b)\s*", match["names"]):
            if any(letter.isupper() for letter in name) and (found := self.names.find(name, self.words)) is not None:
                return self.place(found)
        return None

    def written_out(self, text: str) -> Evidence | None:
        """The line that writes out an abbreviation that is all that is asked, or one of the alternatives: "CKA or CKS"."""
        parts = [part.strip(" .") for part in re.split(r"\s+or\s+|\s*/\s*", text)]
        if not all(re.fullmatch(r"[A-Z]{3,6}(?: cert\w*)?", part) for part in parts):
            return None
        return next(
            (line.place for line in self.lines for part in parts if spelt_out(part.split()[0], line.text)),
            None,
        )

    def by_code(self, name: str) -> Evidence | None:
        """The line that names a product by its code alone: "P6" for "Primavera P6"."""
        said = name.split()
        codes = [word for word in said if re.fullmatch(r"(?=\w*[A-Z])(?=\w*\d)[A-Z\d]{2,5}", word)]
        if len(said) != 2 or len(codes) != 1 or not said[0][:1].isupper() or said[0].casefold() in _LEVELLED:
            return None
        return next(
            (
                line.place
                for line, stated in zip(self.lines, self.stated, strict=True)
                if _stands_in(codes[0], line.text) and _stands_in(codes[0], stated)
            ),
            None,
        )

    def place(self, found: Found) -> Evidence:
        """Where a find in the joined lines stands in the resume as given."""
        number = bisect_right(self.starts, found.start) - 1
        line = self.lines[number]
        offset = found.start - self.starts[number]
        exact = line.place.start + offset
        end = exact + (found.end - found.start)
        return (
            Evidence(exact, end)
            if end <= line.place.end and line.place.end - line.place.start == len(line.text)
            else line.place
        )


def _cut(line: ResumeLine) -> ResumeLine:
    if len(line.text) <= _LONGEST_LINE:
        return line
    return replace(
        line, text=line.text[:_LONGEST_LINE], place=Evidence(line.place.start, line.place.start + _LONGEST_LINE)
    )
