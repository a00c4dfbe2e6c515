"""G-eval (Liu et al. 2023): a judge fills in a form with a score from 1 to 5, for one document and one criterion.

The score is the expected one. Where the server returns token probabilities, one answer is enough: the sum of
score times probability over the scores 1 to 5. Where it does not, `samples` answers at temperature 1 are averaged,
the first of them being the one that was asked in hope of probabilities. An answer that is no score is kept with its
reason; a document without any score has none, it is never given a middle one.
"""

import math
import re
from dataclasses import dataclass
from string import ascii_uppercase

from dataset_builder.llm.request import Answer, Conversation, Failure, Message, Reply, Request, Token
from dataset_builder.prompts import prompts
from dataset_builder.sampling.facts import Facts
from dataset_builder.sampling.facts_in_words import asked_text, held_text

CRITERIA = ("consistency", "factuality")
# Columns of `triples`, and which prompt they are judged by.
DOCUMENTS = {"job_description": "job", "resume_matched": "resume", "resume_unmatched": "resume"}
TYPES = {"job": "job description", "resume": "resume"}
LOWEST, HIGHEST = 1, 5
# Tokens returned for each place: the most that servers return, and enough for five scores written several ways.
ALTERNATIVES = 20
# An answer has two; a model that thinks aloud needs the rest.
ANSWER_TOKENS = 2_000
# Characters of a line that may still be the form.
LONGEST_FORM = 80
_FORM = re.compile(
    r"[\W_]*(?:(?:assessor [A-Z]|overall|final|my|the|consistency|factuality|score|rating|is)[\s*_]*)*(?:\(1\s?[-–]\s?5\))?"
    r"[\s*_]*[:=]?[\s*_(\[]*(?<!-)(?P<score>-?[0-9]+(?:[.,][0-9]+)?)[\s*_(]*(?:(?:/|out of)\s*(?P<of>[0-9]+))?[\W_]*",
    re.IGNORECASE,
)
_REFUSAL = re.compile(r"\W*(?:i['’]?m sorry|sorry|i apologi[sz]e|(?:as an ai[^.]*?, )?i (?:can(?:no|['’])t|am unable|won['’]t))", re.I)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One document to be judged by one criterion."""

    facts: Facts
    # Which column of `triples`.
    document: str
    text: str
    criterion: str

    def prompt(self, assessor: str) -> str:
        kind, facts = DOCUMENTS[self.document], self.facts
        values = {"document": self.text, "assessor": assessor}
        if self.criterion == "factuality" and kind == "job":
            jobs = map(asked_text, facts.asked_experiences)
            values |= {
                "job_title": facts.job_title,
                "skills": prompts.listed(facts.skills),
                "jobs": prompts.listed(jobs),
            }
        elif self.criterion == "factuality":
            matched = self.document == "resume_matched"
            skills = facts.matched_skills if matched else facts.unmatched_skills
            jobs = map(held_text, facts.experiences if matched else facts.unmatched_experiences)
            values |= {"first_name": facts.first_name, "skills": prompts.listed(skills), "jobs": prompts.listed(jobs)}
        return prompts.fill(f"judge/{self.criterion}_{kind}", **values)

    def request(self, number: int) -> Request:
        """The `number`-th reading. A letter in the prompt sets readings apart, because servers may ignore a seed."""
        message = Message("user", self.prompt(ascii_uppercase[number]))
        label = f"{self.facts.id} {self.document} {self.criterion} {ascii_uppercase[number]}"
        return Request((message,), ANSWER_TOKENS, label, alternatives=0 if number else ALTERNATIVES)


@dataclass(frozen=True)
class Score:
    """What the judge makes of an item."""

    item: Item
    # Expected score, 1 to 5; None where no answer was a score.
    value: float | None
    # "probabilities" or "samples".
    method: str
    # Share of the probability that lay on the five scores; None for samples.
    mass: float | None
    # The scores that were answered.
    readings: tuple[int, ...]
    # Why other answers were none.
    reasons: tuple[str, ...]
    answers: tuple[Answer, ...]


def judge_item(item: Item, samples: int) -> Conversation[Score]:
    """Asks once, and as often as it takes where the server returns no token probabilities."""
    replies = yield (item.request(0),)
    if isinstance(replies[0], Answer) and (score := score_by_probabilities(item, replies[0])):
        return score
    if samples > 1:
        replies += yield tuple(item.request(number) for number in range(1, samples))
    return _by_samples(item, replies)


def _by_samples(item: Item, replies: tuple[Reply, ...]) -> Score:
    read = [read_score(reply) for reply in replies]
    readings = tuple(score for score in read if isinstance(score, int))
    value = sum(readings) / len(readings) if readings else None
    reasons = tuple(reason for reason in read if isinstance(reason, str))
    answers = tuple(reply for reply in replies if isinstance(reply, Answer))
    return Score(item, value, "samples", None, readings, reasons, answers)


def score_by_probabilities(item: Item, answer: Answer) -> Score | None:
    """None where the server returns no token probabilities, or none of the very token that is the score."""
    if not answer.tokens:
        return None
    score = read_score(answer)
    if isinstance(score, str):
        return Score(item, None, "probabilities", None, (), (score,), (answer,))
    shares = probabilities(answer)
    if not (mass := sum(shares.values())):
        return None
    value = sum(value * share for value, share in shares.items()) / mass
    return Score(item, value, "probabilities", mass, (score,), (), (answer,))


def probabilities(answer: Answer) -> dict[int, float]:
    """What each score had of the probability in the place of the answer's score; ways of writing it are added up."""
    shares = dict.fromkeys(range(LOWEST, HIGHEST + 1), 0.0)
    token = _token_at(answer, _forms(answer.text)[0][0])
    for text, logarithm in token.alternatives if _bare(token.text).isdecimal() else ():
        if (bare := _bare(text)).isdecimal() and int(bare) in shares:
            shares[int(bare)] += math.exp(logarithm)
    return shares


def _token_at(answer: Answer, place: int) -> Token:
    end = -"".join(token.text for token in answer.tokens).rfind(answer.text)
    for token in answer.tokens:
        end += len(token.text)
        if end > place:
            break
    return token


def read_score(reply: Reply) -> int | str:
    """The score an answer gives, or why it gives none.

    A line that is the form and nothing else counts ("4", "- Consistency: 4", "**4/5**"); a number in a sentence does
    not, since it may count anything.
    """
    if isinstance(reply, Failure):
        return f"no answer: {reply.cause}"
    if reply.finish in ("refusal", "content_filter"):
        return "refused"
    forms = [form for _, form in _forms(reply.text)]
    if not forms:
        return _no_score(reply)
    if len({form["score"] for form in forms}) > 1:
        return "several scores"
    number, scales = forms[0]["score"], {form["of"] for form in forms} - {None, str(HIGHEST)}
    if scales or not number.isdecimal() or not LOWEST <= int(number) <= HIGHEST:
        return "not on the scale"
    return int(number)


def _forms(text: str) -> list[tuple[int, re.Match[str]]]:
    """Lines that are a filled-in form, with the place of the score in the text."""
    lines = ((line.start(), line[0]) for line in re.finditer(r"[^\r\n]+", text))
    found = ((start, _FORM.fullmatch(line)) for start, line in lines if len(line) <= LONGEST_FORM)
    return [(start + form.start("score"), form) for start, form in found if form]


def _no_score(answer: Answer) -> str:
    if not answer.text.strip():
        return "empty"
    if answer.finish == "length":
        return f"no end within {ANSWER_TOKENS:,} tokens"
    return "refused" if _REFUSAL.match(answer.text) else "prose: no line is a score"


def _bare(text: str) -> str:
    """A token without the space, bracket or star that stands at its side."""
    return text.strip(" \t\n*_-([:▁Ġ").rstrip(").]/")
