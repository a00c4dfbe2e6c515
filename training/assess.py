"""Which requirements of a job does a resume meet, and which lines show it?

    python -m training.assess job.txt resume.txt
    python -m training.assess job.txt resumes/*.txt --system assessors/tiny-grpo
    python -m training.assess job.txt resume.txt --system students/pointer
    python -m training.assess job.txt resume.txt --no-joint                  # every point by itself
    python -m training.assess job.txt resume.txt --json

Every requirement with its status and the lines of the resume that the system cites; fit and verdict are computed from them. Several
resumes come in the order of their fit, each with all its reasons. Names and contact details are not read. Exit codes: 0
done, also where a resume got no verdict, 2 bad input.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options, read_config
from dataset_builder.errors import BadInput
from training.assessor.assessment import Assessment, load

__all__ = ["load", "main"]


@dataclass(frozen=True)
class AssessConfig:
    job: str = field(metadata={"help": "the job description", "metavar": "JOB", "positional": True})
    resumes: tuple[str, ...] = field(
        metadata={
            "help": "text, PDF, DOCX or HTML files (all but text need the extra read)",
            "metavar": "RESUME",
            "positional": True,
        }
    )
    system: str = field(
        default="rules",
        metadata={"help": "rules, or a folder: students/pointer, a trained assessor", "metavar": "NAME"},
    )
    joint: bool = field(
        default=True, metadata={"help": "rules and pointer: what words leave open is read with the rest of the pair"}
    )
    json: bool = field(default=False, metadata={"help": "one JSON object per resume and line"})


# What the first bytes say of a file that holds more than its text.
_PACKED = (b"%PDF", b"PK")


def read_text(name: str) -> str:
    """The text of a file: as it is, or as the resume reader puts its lines in order.

    Raises:
        BadInput: no such file, or no text in it.
    """
    path = Path(name)
    if not path.is_file():
        raise BadInput(f"{name}: no such file; give a text, PDF, DOCX or HTML file")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{name}: cannot be read ({error.strerror}); check its permissions") from error
    if content.startswith(_PACKED) or path.suffix.lower() in (".html", ".htm"):
        from training.reader.files import read_pages

        return read_pages(path).text
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"{name}: is not UTF-8 text; save it as a text file in UTF-8") from None
    if not text.strip():
        raise BadInput(f"{name}: is empty; give a file with text")
    return text


def as_dict(name: str, found: Assessment) -> dict:
    """An assessment as plain data."""
    return {
        "resume": name,
        "label": found.label,
        "fit": found.fit,
        "sure": found.sure,
        "problem": found.problem,
        "requirements": [
            {
                "number": number,
                "text": one.asked,
                "optional": one.optional,
                "status": one.status.value,
                "months_asked": one.months_asked,
                "months_held": one.months_held,
                "evidence": [{"start": place.start, "end": place.end} for place in found.places(number)],
            }
            for number, one in enumerate(found.requirements, start=1)
        ],
    }


def assess(config: AssessConfig) -> list[tuple[str, Assessment]]:
    """(file, assessment) of each resume, the best fit first.

    Raises:
        BadInput: a file or the system cannot be used.
    """
    job, texts = read_text(config.job), [read_text(name) for name in config.resumes]
    found = load(config.system, config.joint).assess(job, texts)
    pairs = list(zip(config.resumes, found, strict=True))
    return sorted(pairs, key=lambda pair: (pair[1].fit is None, -(pair[1].fit or 0.0)))


def parser() -> Parser:
    main = Parser(prog="python -m training.assess", description=(__doc__ or "").split("\n")[0])
    add_options(main, AssessConfig)
    return main


def main(argv: Sequence[str] | None = None) -> int:
    def run() -> int:
        config = read_config(AssessConfig, parser().parse_args(argv))
        found = assess(config)
        if config.json:
            for name, one in found:
                print(json.dumps(as_dict(name, one), ensure_ascii=False))
        else:
            print("\n\n".join(f"{name}: {one}" for name, one in found))
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
