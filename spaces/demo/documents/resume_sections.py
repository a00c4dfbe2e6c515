"""One section of a document taken out and put back: everything around it stays to the letter."""

from dataclasses import dataclass

from dataset_builder.text.sections import BULLET, Section, sections


@dataclass(frozen=True)
class Place:
    """Where a section's body stands: `document[start:end]`."""

    start: int
    end: int


def find_section(document: str, name: str, holding: str = "") -> Place | None:
    """The section of that name, of several the first that holds a text. Lines must not end in blanks."""
    found: list[tuple[Section, Place]] = []
    at = 0
    for section in sections(document):
        at = max(document.find(section.header, at), at) + len(section.header)
        start = document.find(section.body, at) if section.body else at
        if start < 0:
            continue
        at = start + len(section.body)
        if section.name == name:
            found.append((section, Place(start, at)))
    held = [place for section, place in found if holding and holding.casefold() in section.body.casefold()]
    return next(iter(held or [place for _, place in found]), None)


def put_section(document: str, name: str, text: str, place: Place | None) -> str:
    """The document with the section's body replaced; a section that is not there comes last."""
    if place is None:
        head = "## " if "\n## " in f"\n{document}" else ""
        return f"{document.rstrip()}\n\n{head}{name.capitalize()}\n{text}"
    if place.start == place.end and not document[: place.start].endswith("\n"):
        text = f"\n{text}"
    return f"{document[: place.start]}{text}{document[place.end :]}"


def only_section(document: str, name: str, place: Place | None) -> str:
    """The document without other sections of the name, so that what edits "the section" edits this one."""
    if place is None:
        return document
    return f"## {name.capitalize()}\n{document[place.start : place.end]}"


def unmarked(line: str) -> str:
    """A list item without its sign or number."""
    match = BULLET.match(line)
    return line[match.end() :] if match else line
