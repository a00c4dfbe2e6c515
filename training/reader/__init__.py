"""Resumes in, data out: files to numbered lines, lines to fields with evidence.

from training.reader import read
found = read("resume.pdf")
found["resume"]["work"][0]["position"]               # JSON Resume
found["evidence"]["/basics/name"]                   # offsets, lines, page, box, what read it

python -m training.reader read resumes/ --out out    # a folder, into out/resumes.jsonl
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training.reader.bulk import read as read

__all__ = ["read"]


def __getattr__(name: str):
    # parsing processes import this package too, and need none of what reads lines
    if name == "read":
        from training.reader.bulk import read

        return read
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
