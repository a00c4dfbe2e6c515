"""How much a file may cost, and the lines that say that one costs more or cannot be read."""

import math

MOST_PAGES = 20
# Of a file; scans have some megabytes.
MOST_BYTES = 20 * 2**20
# Of a processor; a resume takes a tenth.
MOST_SECONDS = 5
# By the clock: a busy machine may need more than the processor's time.
LONGEST_WAIT = 30.0
MOST_MEMORY = 300 * 2**20
# Characters of a document that are handed on.
MOST_TEXT = 200_000
ADVICE = {
    "encrypted": "is encrypted; save a copy without password and use that",
    "damaged": "is damaged, or no {kind} at all; save it again from where it was written and use that",
    "pages": "has {pages:,} pages and at most {most} are read; keep only the pages that count",
    "no text": "holds no text, only images or nothing; use a file made from text, or paste its text",
    "image": "is an image, which is not read yet; use a file made from text, or its text",
    "old word": "is a Word file of the format before 2007; save it as .docx or PDF and use that",
    "encrypted docx": "is encrypted, or a Word file of the format before 2007; save it as .docx without password and use that",
    "unknown": "is neither PDF, DOCX, HTML nor text; save it as one of these and use that",
    "defect": "was not read because this program failed on it ({error}); report that with the file",
    "too much": "takes too long or too much memory to read; save it again as a plain PDF, or use its text",
}


class Refused(Exception):
    """A file that is not read; the message says why and what to do, without the file's name."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(ADVICE[reason].format(**values))


def limit_memory() -> None:
    """Where the system knows such limits (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_seconds() -> None:
    """From now on; the kernel ends the process after that (SIGXCPU)."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime) + MOST_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
