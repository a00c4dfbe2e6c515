"""Ways to write a job title: as it is, in the singular, in another order, reworded.

BLS titles are plurals of occupations ("Bakers", "Accountants and Auditors"); a resume holds one person. Titles
of ads are kept mostly as they are, noise and all. The title's words always stay recognisable.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from dataset_builder.teachers.marks import Marks
from dataset_builder.teachers.template.english import is_people, is_plural_head, lowered, singular
from dataset_builder.teachers.template.keyed_random import Draw, Mixture

_HEAD = re.compile(r"^(.*?)(?=\s+(?:of|for|in|with|at|to)\s|\s*[,(\[:|]|\s+[-–]\s|\s*--|$)")
_BUT = re.compile(r",?\s*(?:-\s*)?\b(?:except|all other|including|other)\b", re.I)
_PERSON = re.compile(r"(?:er|or|ist|ian|ant|ect|yst|lead|admin|ic)$", re.I)
_RANK = re.compile(r"^(Senior|Sr\.?|Junior|Jr\.?|Lead|Principal|Chief|Associate|Head)\s+(.+)$")


@dataclass(frozen=True, slots=True)
class Title:
    """`one` names one person; `plural`: whether `name` does not."""

    name: str
    one: str
    plural: bool
    reordered: str
    reworded: tuple[str, ...]


def _singular_head(head: str) -> str:
    """ "Accountants and Auditors" -> "Accountant and Auditor"; "Sales" and "Systems" stay."""
    words = re.split(r"(\s+|/)", head)
    last = max(i for i, word in enumerate(words) if word.strip())
    for i, word in enumerate(words):
        ends_part = i == last or any(follows.lower() in ("and", "or", "/", "&") for follows in words[i + 1 : i + 3])
        if (i == last and is_plural_head(word)) or (ends_part and is_people(word)):
            words[i] = singular(word)
    return "".join(words)


def _series(name: str) -> tuple[list[str], str]:
    """ "Molders, Shapers, and Casters, Except Metal" -> the parts of the series with their commas, and the rest."""
    but = _BUT.search(name)
    series, rest = (name[: but.start()], name[but.start() :]) if but and but.start() else (name, "")
    if last := re.match(r"(.*, and [^,]+)(,.*)", series):  # "Setters, Operators, and Tenders, Metal and Plastic"
        series, rest = last[1], last[2] + rest
    return re.split(r"(,\s*(?:and\s+)?|--)", series), rest


def _singular(name: str) -> str:
    parts, rest = _series(name)
    if (len(parts) >= 5 and parts[-2].startswith(", and")) or (len(parts) >= 3 and "--" in parts):
        ends = [part.split()[-1] for part in parts[::2] if part.split()]
        if all(map(is_plural_head, ends)) or (is_plural_head(ends[-1]) and " of " not in name):
            return (
                "".join(part if i % 2 or not part.strip() else _singular_head(part) for i, part in enumerate(parts))
                + rest
            )
    head = _HEAD.match(name).group(1)
    return _singular_head(head) + name[len(head) :]


def _is_plural(name: str) -> bool:
    head = _HEAD.match(name).group(1).split()
    if head and is_plural_head(head[-1]):
        return True
    parts, _ = _series(name)
    return (
        len(parts) >= 5
        and parts[-2].startswith(", and")
        and bool(parts[-1].split())
        and is_people(parts[-1].split()[-1])
    )


def _reordered(one: str, plural: bool) -> str:
    if match := _RANK.match(one):
        return f"{match[2]}, {match[1]}" if not re.search(r"[,(]|\s-\s", one) else one
    if not plural:
        return one
    head, comma, rest = one.partition(", ")
    if (
        comma
        and "," not in rest
        and not _BUT.match(one[len(head) :])
        and " and " not in rest
        and len(rest.split()) <= 2
    ):
        return f"{rest} {head}"
    head, of, rest = one.partition(" of ")
    if of and "," not in one and len(head.split()) <= 2 and " and " not in one and "(" not in one:
        return f"{rest} {head}"
    return one


def _reworded(one: str) -> tuple[str, ...]:
    found = [lowered(one)]
    if one.count(" and ") == 1 and "," not in one:
        found += [one.replace(" and ", " & "), one.replace(" and ", "/") if len(one.split()) == 3 else one]
    found += [
        re.sub(r"^Sr\.?\s", "Senior ", one),
        re.sub(r"^Senior\s", "Sr. ", one),
        re.sub(r"^Jr\.?\s", "Junior ", one),
    ]
    for sign in (" - ", " (", " / ", "--"):
        head = one.partition(sign)[0].strip()
        if len(head.split()) >= 2 and _PERSON.search(head):
            found.append(head)
    found.append(re.sub(r",?\s*(?:-\s*)?all other$", "", one, flags=re.I))
    return tuple(dict.fromkeys(text for text in found if text != one)) or (one,)


@lru_cache(maxsize=100_000)
def title(name: str) -> Title:
    plural = _is_plural(name)
    one = _singular(name) if plural else name
    return Title(name, one, plural, _reordered(one, plural), _reworded(one))


_NOISY = Mixture({"verbatim": 89, "reordered": 4, "reworded": 7})
RESUME_KEPT = {True: Mixture({"verbatim": 94, "one": 4, "reworded": 2}), False: _NOISY}
# A resume keeps its plural titles or makes persons of them: 55 % of plural titles are kept as they are, 33 % are in the
# singular, 6 % reordered, 7 % reworded.
RESUME_SINGULAR = {True: Mixture({"one": 70, "reordered": 14, "reworded": 16}), False: _NOISY}
JOB_DESCRIPTION = {
    True: Mixture({"verbatim": 31, "one": 39, "reordered": 9, "reworded": 21}),
    False: Mixture({"verbatim": 67, "reordered": 13, "reworded": 18}),
}
# Of the design `facts`: an employer looks for a person, under the title that the occupation has.
RICH_JOB_DESCRIPTION = {
    True: Mixture({"one": 82, "reordered": 9, "reworded": 9}),
    False: Mixture({"verbatim": 84, "reordered": 8, "reworded": 8}),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A title as one document writes it; `plural` ones take no article. `way`: how `text` came from `name`."""

    name: str
    way: str
    text: str
    one: str
    plural: bool

    def form_kind(self, form: str) -> str:
        """Where a form of this title comes from; `form` is `text` or `one`, in any case."""
        if form.casefold() == self.name.casefold():
            return "name"
        return "singular" if self.way in ("verbatim", "one") else self.way

    def marked(self, form: str, marks: Marks, item: int | None, role: str | None = None) -> str:
        """A form of this title with marks around it."""
        return marks.around(form, "title", self.name, self.form_kind(form), item, role)


def wording(name: str, mixture: dict[bool, Mixture], draw: Draw) -> Wording:
    found = title(name)
    way = draw.of(mixture[found.plural])
    if way == "verbatim":
        return Wording(name, way, found.name, found.one, found.plural)
    text = {"one": found.one, "reordered": found.reordered}.get(way) or draw.pick(found.reworded)
    return Wording(name, way, text, text, False)
