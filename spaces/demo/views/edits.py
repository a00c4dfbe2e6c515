"""Edits as a diff, and the resume that the accepted changes make. Plain data, so that a page can carry it around."""

from collections.abc import Collection
from typing import Any

from documents.resume_sections import find_section, put_section
from service.changes import Change, apply, lines_of
from service.service import Edited, Edits

from views.markup import notes, text


def offered(edits: Edits) -> list[str]:
    """What the user accepts or rejects, one line each, numbered since two may say the same."""
    found = [(edited.section, change) for edited in edits.sections for change in edited.changes if not change.invented]
    return [f"{number}. {section.capitalize()} – {change.says}" for number, (section, change) in enumerate(found, 1)]


def result(edits: Edits, accepted: Collection[str]) -> str:
    """The whole resume with the accepted changes."""
    resume, taken = edits.resume, {int(line.partition(".")[0]) for line in accepted}
    number = 0
    for edited in edits.sections:
        own = set()
        for at, change in enumerate(edited.changes):
            number += not change.invented
            if not change.invented and number in taken:
                own.add(at)
        if own:
            place = find_section(resume, edited.section, edited.before)
            resume = put_section(resume, edited.section, apply(edited.before, edited.changes, own), place)
    return resume


def show(edits: Edits, accepted: Collection[str]) -> str:
    """The sections line by line: kept, added, removed; what was rejected is struck out, what was invented is named."""
    if not any(edited.changes for edited in edits.sections):
        return notes(
            [*edits.notes, f"{edits.system} changed nothing that was asked for; everything may be there already."]
        )
    taken = {int(line.partition(".")[0]) for line in accepted}
    parts, number = [notes(edits.notes)], 0
    for edited in edits.sections:
        rows, at = [], 0
        lines = lines_of(edited.before)
        for change in edited.changes:
            rows += [_row("kept", " ", line) for line in lines[at : change.start]]
            number += not change.invented
            rows += _changed(change, not change.invented and number in taken)
            at = change.end
        rows += [_row("kept", " ", line) for line in lines[at:]]
        parts.append(
            f'<section><h3>{text(edited.section.capitalize())}</h3><div class="rj-diff" tabindex="0" role="group" '
            f'aria-label="Changes of the {text(edited.section)} section">{"".join(rows)}</div>{_invented(edited.changes)}</section>'
        )
    return "".join(parts)


def _changed(change: Change, taken: bool) -> list[str]:
    if change.invented:
        return [_row("kept", " ", line) for line in change.old]
    old = [_row("removed" if taken else "kept", "−" if taken else " ", line) for line in change.old]
    return old + [_row("added" if taken else "rejected", "+" if taken else "×", line) for line in change.new]


def _row(kind: str, sign: str, line: str) -> str:
    spoken = {"added": "added: ", "removed": "removed: ", "rejected": "rejected: ", "kept": ""}[kind]
    return f'<div class="rj-{kind}"><span aria-hidden="true">{sign}</span><span class="rj-sr">{spoken}</span>{text(line)}</div>'


def _invented(found: Collection[Change]) -> str:
    lines = [
        f"Left out, since nobody said “{', '.join(change.invented[:5])}”: {' / '.join(change.new)}"
        for change in found
        if change.invented
    ]
    return notes(lines)


def pack(edits: Edits) -> dict[str, Any]:
    """What `unpack` needs, for the browser to hold: the server keeps nothing."""
    return {
        "resume": edits.resume,
        "system": edits.system,
        "notes": list(edits.notes),
        "sections": [
            {"section": one.section, "before": one.before, "changes": [vars(change) for change in one.changes]}
            for one in edits.sections
        ],
    }


def unpack(packed: dict[str, Any]) -> Edits:
    tupled = lambda change: Change(**{k: tuple(v) if isinstance(v, list | tuple) else v for k, v in change.items()})  # noqa: E731
    sections = tuple(
        Edited(one["section"], one["before"], tuple(map(tupled, one["changes"]))) for one in packed["sections"]
    )
    return Edits(packed["resume"], packed["system"], sections, tuple(packed["notes"]))
