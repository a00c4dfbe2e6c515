"""Parts of the drawn resumes: headings in the person's language, lists, entries."""

from collections.abc import Callable, Iterable

from benchmarks.drawn_people import Job, Person, School

GERMAN = {
    "Experience": "Berufserfahrung",
    "Education": "Ausbildung",
    "Skills": "Kenntnisse",
    "Languages": "Sprachen",
    "Profile": "Profil",
    "Contact": "Kontakt",
}
FRENCH = {
    "Experience": "Expérience professionnelle",
    "Education": "Formation",
    "Skills": "Compétences",
    "Languages": "Langues",
    "Profile": "Profil",
    "Contact": "Coordonnées",
}


def words(person: Person) -> dict[str, str]:
    """Headings in the language of the person's resume."""
    return GERMAN if person.email.endswith(".de") else FRENCH if person.email.endswith(".fr") else {}


def head(person: Person, name: str) -> str:
    return words(person).get(name, name)


def bullets(items: Iterable[str], sign: str = "") -> str:
    return (
        "".join(f"<p>{sign} {one}</p>" for one in items)
        if sign
        else "<ul>" + "".join(f"<li>{one}</li>" for one in items) + "</ul>"
    )


def jobs(person: Person, shape: Callable[[Job], str]) -> str:
    return "".join(map(shape, person.jobs))


def schools(person: Person, shape: Callable[[School], str]) -> str:
    return "".join(map(shape, person.schools))


def others(person: Person, tag: str = "h2") -> str:
    return "".join(
        f"<{tag}>{title}</{tag}>" + "".join(f"<p>{line}</p>" for line in lines) for title, lines in person.other.items()
    )


def spoken(person: Person, shape: str = "<p>{} ({})</p>") -> str:
    return "".join(shape.format(*one) for one in person.languages)


def contact(person: Person, sign: str = " | ") -> str:
    return sign.join((person.place, person.phone, person.email))


def section(person: Person, name: str, body: str, tag: str = "h2") -> str:
    return f"<{tag}>{head(person, name)}</{tag}>{body}" if body else ""
