"""What comes in: text made safe to read, refused where it cannot be read, with notes on what a reader should know.

A refusal is a BadInput of one line that says what to do. A note comes with the answer and does not stop it.
"""

import re
import unicodedata
from dataclasses import dataclass

from dataset_builder.errors import BadInput
from dataset_builder.text.documents import clean
from dataset_builder.text.experience import resume_jobs
from dataset_builder.text.requirements import required_jobs
from dataset_builder.text.sections import sections

# The longest real document of the release has some 4,500; the rules read no more than this.
MOST_CHARACTERS = 20_000
# Of an uploaded file.
MOST_BYTES = 5 * 2**20
# Share of control and replacement characters from which a text is no text.
_BINARY = 0.01
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\U000e0000-\U000e007f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff]")
_COMMAND = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}\b(?:instructions?|prompts?|jobs?|rules?|requirements?|above|previous|everything)\b"
    r"|\b(?:answer|respond|reply|output|print|return|say)\b(?: \w+){0,3}? ?[:,]? ?[\"'“‘]?(?:no )?match\b"
    r"|\byou are (?:now )?(?:an? )?(?:\w+ )?(?:ai|assistant|language model|llm|chatbot|recruiter)\b"
    r"|\bsystem prompt\b|\b(?:mark|rate|classify|label)\b[^.!?\n]{0,30}\bas (?:an? )?(?:perfect |good )?match\b",
    re.IGNORECASE,
)
_ENDS = ".!?\n"
_ENGLISH = re.compile(r"\b(?:the|and|of|to|in|for|with|a|is|are|we|you|as|on|our|an|at|will|be|or|from|by)\b", re.I)
_OTHERS = re.compile(
    r"\b(?:und|der|die|das|mit|für|von|ist|zur|im|den|ein|eine|auf|et|les|des|une|pour|dans|avec|est|sur|aux|du|le|la|el"
    r"|los|las|y|en|con|para|una|del|por|que|il|di|e|per|non|della|gli|een|het|van|voor|met|op|zijn|de|da|em|com|não|os"
    r"|og|til|av|på|att|som|är|och|jest|na|z|w|się|oraz)\b",
    re.I,
)


@dataclass(frozen=True)
class Document:
    """Text ready to be read, and what was noticed on the way, one line each."""

    text: str
    notes: tuple[str, ...] = ()


def read_text(given: str | None, name: str) -> Document:
    """`name` is "Job" or "Resume". Raises BadInput where there is nothing to read, too much, or no text."""
    if not isinstance(given, str) or not given.strip():
        raise BadInput(f"{name}: is empty; paste its text, upload a file or pick an example")
    if len(given) > MOST_CHARACTERS:
        raise BadInput(
            f"{name}: has {len(given):,} characters and at most {MOST_CHARACTERS:,} are read; paste only the part that counts"
        )
    strange = len(_CONTROL.findall(given))
    if "\x00" in given or strange > max(_BINARY * len(given), 2):
        raise BadInput(f"{name}: is not text but binary data; paste the text itself, or upload the PDF it came from")
    hidden = len(_HIDDEN.findall(given))
    text = clean(_CONTROL.sub("", _HIDDEN.sub("", unicodedata.normalize("NFC", given)))).strip("\n")
    if not any(character.isalpha() for character in text):
        raise BadInput(f"{name}: has no words; paste its text, upload a file or pick an example")
    notes = [f"{name}: {hidden} invisible characters were left out."] * bool(hidden)
    text, commands = without_commands(text)
    notes += [f"{name}: speaks to the model, which was left out: “{_short(line)}”" for line in commands]
    notes += [note.format(name=name) for note in (_language(text),) if note]
    return Document(text, tuple(notes))


def without_commands(text: str) -> tuple[str, list[str]]:
    """The text without sentences that tell a model what to answer, and those sentences."""
    kept, commands, at = [], [], 0
    for match in _COMMAND.finditer(text):
        if match.start() < at:
            continue  # in the sentence before
        start = max(text.rfind(sign, at, match.start()) + 1 for sign in _ENDS)
        ends = (text.find(sign, match.end()) for sign in _ENDS)
        end = min((end for end in ends if end >= 0), default=len(text))
        kept.append(text[at : max(start, at)])
        commands.append(text[max(start, at) : end].strip())
        at = end if text[end : end + 1] == "\n" else end + 1
    return (clean("".join([*kept, text[at:]])) if commands else text), commands


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:87]}…"


def _language(text: str) -> str | None:
    letters = [character for character in text if character.isalpha()]
    latin = sum(one.isascii() or unicodedata.name(one, "").startswith("LATIN") for one in letters[:2_000])
    if latin < 0.7 * len(letters[:2_000]):
        return "{name}: is not in Latin script; all systems here read English only, so do not trust this answer."
    english, other = (len(known.findall(text)) for known in (_ENGLISH, _OTHERS))
    if other >= 4 and other > 1.5 * english:
        return "{name}: does not look like English; all systems here read English only, so do not trust this answer."
    return None


def read_pair(job: str | None, resume: str | None) -> tuple[Document, Document]:
    """Both documents. Raises BadInput where one cannot be read or they stand in each other's place."""
    documents = read_text(job, "Job"), read_text(resume, "Resume")
    kinds = [kind_of(document.text) for document in documents]
    if kinds == ["resume", "job"]:
        raise BadInput(
            "Job and resume: look swapped, the job reads like a resume and the resume like a job; press Swap"
        )
    notes = [
        f"{name}: reads like a {found}; check that it is in the right field."
        for name, found, wanted in zip(("Job", "Resume"), kinds, ("job", "resume"))
        if found not in (wanted, None)
    ]
    first = Document(documents[0].text, (*documents[0].notes, *notes))
    return first, documents[1]


def kind_of(text: str) -> str | None:
    """ "job" or "resume" by its sections, dates and years; None where they do not say."""
    names = {section.name for section in sections(text)}
    resume = 2 * ("personal information" in names) + ("education" in names)
    job = 2 * ("responsibilities" in names) + ("job title" in names)
    if abs(resume - job) < 3:  # else dates and years change nothing
        resume, job = resume + any(_dated(text)), job + any(_asked(text))
    return "resume" if resume >= job + 2 else "job" if job >= resume + 2 else None


def _dated(text: str):
    return (job.start_year is not None and job.end_year is not None for job in resume_jobs(text))


def _asked(text: str):
    return (job.years is not None for job in required_jobs(text))
