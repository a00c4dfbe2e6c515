"""A teacher behind any OpenAI-compatible server: which prompts it gets, how its answers become documents.

Nothing is sent from here. `write` is a conversation: it yields requests and is sent replies, so that live runs, batches and
replays are one code. The design `paper` sends figure 7's prompt, one call per triple; `facts` asks for each document
from its own facts, whole or section by section (figure 2 compares both), as JSON; header, bullets and section
styles are drawn from the measured mixture, the same one for both resumes.

A draft that fails is repaired: the reason is sent back, at most `repairs` times per answer. A truncated answer is
requested once more with twice the tokens, and a third time where the server cut it below that. A refusal is final.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from dataset_builder.llm.request import Answer, Conversation, Failure, Message, Request, gather
from dataset_builder.prompts import prompts
from dataset_builder.quality.triple_checks import reason_to_reject
from dataset_builder.sampling.facts import Documents, Facts, Triple
from dataset_builder.sampling.facts_in_words import asked_text, change_text, held_text
from dataset_builder.teachers.fields import FIELDS, JOB, MATCHED, UNMATCHED, described, read_fields, schema_of
from dataset_builder.teachers.layout import Layout
from dataset_builder.teachers.locate import locate
from dataset_builder.text.documents import clean, split_parts
from dataset_builder.text.mentions import Aliases, mentions, stemmed
from dataset_builder.text.sections import body, sections

# Characters. Three real documents have some 3,000; more is a loop.
LONGEST_ANSWER = 60_000
# Characters of a bad answer that are sent back with the reason.
LONGEST_QUOTE = 12_000
_REFUSAL = re.compile(
    r"\W*(?:i['’]?m|i am|we are|i)? ?(?:very )?(?:sorry|apologi[sz]e|can(?:no|['’])t|unable|not able|won['’]t)\b", re.I
)


@dataclass(frozen=True)
class Draft:
    """What came of one set of facts: documents that pass (`reason` is None), or the reason to reject them."""

    documents: Documents
    reason: str | None
    # All answers, also those that were repaired.
    answers: tuple[Answer, ...]


@dataclass
class _Part:
    """One conversation about fields of one document, and what it has brought so far."""

    document: str
    fields: tuple[str, ...]
    messages: list[Message]
    repairs: int
    values: dict[str, Any] = field(default_factory=dict)


# Gets an answer, and why it cannot be read; None where it can.
OnAnswer = Callable[[Answer, str | None], None]


@dataclass
class _Answers:
    """All answers of a draft, and who is told how each was read."""

    on_answer: OnAnswer
    all: list[Answer] = field(default_factory=list)

    def read(self, reason: str | None) -> None:
        """Of the last one."""
        self.on_answer(self.all[-1], reason)


class _Rejected(Exception):
    """Ends a draft from within, with the reason; never leaves this module."""


@dataclass(frozen=True)
class LLMTeacher:
    """Prompts and parsing for one design (see `sampling.labels`). `granularity`: "whole" documents or "section" by section."""

    design: str = "facts"
    aliases: Aliases = field(default_factory=dict)
    seed: int = 0
    granularity: str = "whole"
    answer_tokens: int = 2_000
    repairs: int = 2
    structured: bool = True
    name: str = "openai"
    # A vendor's model output has the vendor's terms.
    licence: str = "other"

    def prompt_hash(self) -> str:
        """Twelve digits for the prompts of this design, before facts are filled in."""
        names = (
            ("triple",)
            if self.design == "paper"
            else ("job_description", "resume", f"answer_format_{self.granularity}")
        )
        texts = [prompts.text(name) for name in (*names, "writer", "repair")] + [json.dumps(prompts.section_styles())]
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]

    def write(
        self, facts: Facts, attempt: int = 0, on_answer: OnAnswer = lambda answer, reason: None
    ) -> Conversation[Draft]:
        """A draft for these facts; another attempt draws other section styles. `on_answer` gets every answer, and why it
        cannot be read, if so."""
        answers = _Answers(on_answer)
        written = [Documents("", "", "", "", "")]
        try:
            yield from (self._paper if self.design == "paper" else self._facts)(facts, attempt, answers, written)
        except _Rejected as end:
            return Draft(written[0], str(end), tuple(answers.all))
        return Draft(written[0], None, tuple(answers.all))

    # ------------------------------------------------------------------------------------------ conversations

    def _paper(self, facts: Facts, attempt: int, answers: _Answers, written: list[Documents]) -> Conversation[None]:
        messages = [Message("user", triple_prompt(facts))]
        for repairs_left in range(self.repairs, -1, -1):
            text = yield from self._complete(messages, 2 * self.answer_tokens, f"{facts.id} triple", None, answers)
            parts = split_parts(text)
            answers.read(parts if isinstance(parts, str) else None)
            if isinstance(parts, str):
                reason: str | None = parts
                written[0] = Documents(clean(text), "", "", "", "")
            else:
                found = sections(parts.resume_matched)
                bodies = (clean(body(found, name) or "") for name in ("skills", "experience"))
                three = parts.job_description, parts.resume_matched, parts.resume_unmatched
                written[0] = self._located(facts, Documents(*three, *bodies))
                reason = reason_to_reject(Triple(facts, written[0]), self.design, self.aliases)
            if reason is None:
                return
            if not repairs_left:
                raise _Rejected(reason)
            messages += self._repair(text, reason)

    def _facts(self, facts: Facts, attempt: int, answers: _Answers, written: list[Documents]) -> Conversation[None]:
        style = Layout(Random(f"{self.seed}/{facts.id}/{attempt}/style"))
        parts = self._parts(facts, style)
        yield from gather([self._ask(part, facts, answers) for part in parts])
        while True:
            values = {document: {} for document in FIELDS}
            for part in parts:
                values[part.document] |= part.values
            written[0] = self._located(facts, style.documents(facts, values, self.aliases))
            reason = reason_to_reject(Triple(facts, written[0]), self.design, self.aliases)
            if reason is None:
                return
            part = self._blamed(reason, parts, facts)
            if not part.repairs:
                raise _Rejected(reason)
            yield from self._ask(part, facts, answers, reason)

    def _located(self, facts: Facts, documents: Documents) -> Documents:
        return replace(documents, mentions=locate(facts, documents, self.aliases))

    def _parts(self, facts: Facts, style: "Layout") -> list[_Part]:
        parts = []
        for document, fields in FIELDS.items():
            prompt = self._prompt(document, facts, style)
            for own in [fields] if self.granularity == "whole" else [(name,) for name in fields]:
                answer_format = prompts.fill(
                    f"answer_format_{self.granularity}", fields="\n".join(described(document, name) for name in own)
                )
                messages = [Message("system", prompts.text("writer")), Message("user", prompt(answer_format))]
                parts.append(_Part(document, own, messages, self.repairs))
        return parts

    def _prompt(self, document: str, facts: Facts, style: "Layout") -> Callable[[str], str]:
        section_styles = "\n".join(style.section_styles(document))
        if document == JOB:
            return lambda answer_format: prompts.fill(
                "job_description", job_title=facts.job_title, skills=_lines(facts.skills),
                asked=_lines(map(asked_text, facts.asked_experiences)), manner=section_styles, wanted=answer_format,
            )  # fmt: skip
        skills, jobs = {
            MATCHED: (facts.matched_skills, facts.experiences),
            UNMATCHED: (facts.unmatched_skills, facts.unmatched_experiences),
        }[document]
        return lambda answer_format: prompts.fill(
            "resume", first_name=facts.first_name, skills=_lines(skills),
            held=_lines(style.dated(job) for job in jobs), manner=section_styles, wanted=answer_format,
        )  # fmt: skip

    def _ask(self, part: _Part, facts: Facts, answers: _Answers, reason: str | None = None) -> Conversation[None]:
        """Fills the part's values; `reason` is what was wrong with those it has."""
        label = f"{facts.id} {part.document}" + (f" {part.fields[0]}" if len(part.fields) == 1 else "")
        schema = schema_of(part.fields) if self.structured else None
        text = json.dumps(part.values, ensure_ascii=False) if reason else ""
        while True:
            if reason:
                if not part.repairs:
                    raise _Rejected(reason)
                part.repairs -= 1
                part.messages += self._repair(text, reason)
            text = yield from self._complete(part.messages, self.answer_tokens, label, schema, answers)
            values = read_fields(text, part.fields)
            answers.read(None if isinstance(values, dict) else values)
            if isinstance(values, dict):
                part.values = values
                return
            reason = f"{part.document}: {values}"

    def _repair(self, text: str, reason: str) -> list[Message]:
        return [Message("assistant", text[:LONGEST_QUOTE]), Message("user", prompts.fill("repair", reason=reason))]

    def _complete(
        self, messages: list[Message], max_tokens: int, label: str, schema: dict | None, answers: _Answers
    ) -> Conversation[str]:
        """The text of a whole answer. Raises _Rejected where there will be none."""
        for cap in (max_tokens, 2 * max_tokens, 3 * max_tokens):
            (reply,) = yield (Request(tuple(messages), cap, label, schema),)
            if isinstance(reply, Failure):
                raise _Rejected(f"no answer: {reply.cause}")
            answers.all.append(reply)
            if reply.finish != "length":
                break
            answers.read("truncated")
            if cap > max_tokens and reply.completion_tokens >= cap:  # else the server cut it, not the cap
                raise _Rejected(f"truncated: {cap} tokens were not enough")
        else:
            raise _Rejected(f"truncated: the server cut it at {reply.completion_tokens} of {cap} tokens")
        if reply.finish in ("refusal", "content_filter") or (len(reply.text) < 600 and _REFUSAL.match(reply.text)):
            answers.read("refused")
            raise _Rejected(f"refused: {' '.join(reply.text.split())[:200] or reply.finish}")
        if len(reply.text) > LONGEST_ANSWER:
            raise _Rejected(f"gibberish: an answer of {len(reply.text)} characters")
        return reply.text

    def _blamed(self, reason: str, parts: list[_Part], facts: Facts) -> _Part:
        """The conversation that gets the reason: a check names the document, and the section by what is missing."""
        document = next(
            (d for d in (UNMATCHED, MATCHED, JOB) if d in reason.partition(": ")[0] + ":" + reason[:60]), None
        )
        own = [part for part in parts if part.document == (document or UNMATCHED)]
        if reason.startswith("removed skill survives"):
            survivor = [s for s in facts.removed_skills if reason.endswith(f": {s}")]
            own.sort(key=lambda part: not any(mentions(stemmed(str(part.values)), s, self.aliases) for s in survivor))
            return own[0]
        field = "experience" if reason.startswith(("years", "dates", "experience")) else "skills"
        return next((part for part in own if field in part.fields), own[0])


def _lines(values: Iterable[str]) -> str:
    return "\n".join(f"- {value}" for value in values) or "- none"


def triple_prompt(facts: Facts) -> str:
    """Figure 7: all three documents in one answer."""
    return prompts.fill(
        "triple",
        job_title=facts.job_title,
        skills=prompts.listed(facts.skills),
        asked=prompts.listed(asked_text(job) for job in facts.asked_experiences),
        first_name=facts.first_name,
        held=prompts.listed(held_text(job) for job in facts.experiences),
        removed=prompts.listed(facts.removed_skills),
        change=change_text(facts),
    )
