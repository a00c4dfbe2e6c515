"""LLM elicitation: an occupation's skills, their usual number, the order of a career (prompts 2.1, 2.2 and 2.3).

Each is a conversation; drive it with `llm.client.Client.converse` or `llm.request_store.replay`. Each
returns its value, or a `Failure` with the reason where two answers could not be used.
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from dataset_builder.llm.request import Conversation, Failure, Message, Request
from dataset_builder.prompts import prompts
from dataset_builder.text.sections import BULLET, items

REPAIRS = 1
MOST_SKILLS = 60
LONGEST_NAME = 80
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
Value = TypeVar("Value")


def occupation_skills(occupation: str, n: int) -> Conversation[tuple[str, ...] | Failure]:
    """Prompt 2.1: names of `n` skills the occupation needs."""

    def read(answer: str) -> tuple[str, ...] | str:
        names = dict.fromkeys(_name(line) for line in items(answer))
        found = tuple(name for name in names if 0 < len(name) <= LONGEST_NAME)
        return found[:n] if len(found) >= n else f"there are {len(found)} skills, not {n}"

    return _answered(prompts.skills(n, occupation), f"{occupation}: skills", 40 * n + 100, read)


def typical_skill_count(title: str) -> Conversation[int | Failure]:
    """Prompt 2.2: how many skills a resume with this title lists; the middle of "8-12"."""

    def read(answer: str) -> int | str:
        numbers = [float(number) for number in _NUMBER.findall(answer)[:2]]
        if not numbers:
            return "there is no number"
        count = (
            round(sum(numbers) / len(numbers)) if re.search(r"\d\s*(?:-|–|to|and)\s*\d", answer) else round(numbers[0])
        )
        return count if 1 <= count <= MOST_SKILLS else f"{count} is no number of skills on a resume"

    return _answered(prompts.skill_count(title), f"{title}: skill count", 100, read)


def career_order(titles: Sequence[str]) -> Conversation[tuple[int, ...] | Failure]:
    """Prompt 2.3: positions of the titles, newest job first, as `career.order_career` gives them."""

    def read(answer: str) -> tuple[int, ...] | str:
        places = {_key(title): place for place, title in reversed(list(enumerate(titles)))}
        found = [places[key] for line in answer.split("\n") if (key := _key(_name(line))) in places]
        if sorted(found) != list(range(len(titles))):
            missing = [title for place, title in enumerate(titles) if place not in found]
            return f"not every name stands there once{': ' + missing[0] if missing else ''}"
        return tuple(reversed(found))

    return _answered(prompts.order(titles), f"order of {len(titles)} jobs", 40 * len(titles) + 100, read)


def _name(line: str) -> str:
    return BULLET.sub("", line.strip(), count=1).strip().strip("*\"'.").strip()


def _key(title: str) -> str:
    return " ".join(title.casefold().split())


def _answered(
    prompt: str, label: str, max_tokens: int, read: Callable[[str], Value | str]
) -> Conversation[Value | Failure]:
    """Asks, and sends a reason back once; `read` gives a value, or the reason as a string."""
    messages = [Message("user", prompt)]
    for _ in range(REPAIRS + 1):
        (reply,) = yield (Request(tuple(messages), max_tokens, label),)
        if isinstance(reply, Failure):
            return reply
        value = read(reply.text[:20_000])
        if not isinstance(value, str):
            return value
        messages += [Message("assistant", reply.text[:2_000]), Message("user", prompts.fill("repair", reason=value))]
    return Failure(reply.address, value)
