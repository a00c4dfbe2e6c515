"""What an answer is worth: five rewards of GRPO, each 0 to 1, all from one parse, all checked against facts.

    criteria, evidence, verdict, years, calibration            # f(completions, **columns) -> list[float], as TRL calls them
    check(rewards, rows)                                       # before a run: columns are there, the right answer is worth 1

A completion that does not parse is worth 0 everywhere, so form needs no reward of its own; there is no term for length. A
requirement that is not there, one that is answered twice and a line that nothing has cost, so naming more is no way to gain.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from dataset_builder.assessment.answer import Answer, Finding, Outcome, outcome, parse
from dataset_builder.errors import BadInput
from dataset_builder.text.requirement_status import Status

Reward = Callable[..., list[float]]
COLUMNS = ("requirements", "line_numbers", "label")
_parsed = lru_cache(maxsize=4_096)(parse)


def criteria(completions: Sequence[str], requirements, line_numbers, **_) -> list[float]:
    """Recall on what is met and recall on what is not, their mean, less the share of lines about nothing or about one thing twice.

    Met counts with its evidence (half of the cited lines at least), so neither "all met" on any line nor "all missing" pays.
    """
    return [_of_row(_criteria, *row) for row in zip(completions, requirements, line_numbers, strict=True)]


def evidence(completions: Sequence[str], requirements, line_numbers, **_) -> list[float]:
    """F1 of the (requirement, line) pairs that are cited against those that show it; 1 where there are none on both sides."""
    return [_of_row(_evidence, *row) for row in zip(completions, requirements, line_numbers, strict=True)]


def verdict(completions: Sequence[str], requirements, line_numbers, label, log_metric=None, **_) -> list[float]:
    """Whether the computed verdict is right; a wrong match and a wrong rejection cost the same.

    Logs the shares that parse and that are selected: a policy that learns to say one thing shows there first.
    """
    if log_metric is not None:
        found = [_outcome(*row) for row in zip(completions, requirements, line_numbers, strict=True)]
        log_metric("share_parsed", sum(one is not None for one in found) / len(found))
        log_metric("share_selected", sum(one is not None and one.label == 1 for one in found) / len(found))
    return [
        float(_is_right(text, *row)) for text, *row in zip(completions, requirements, line_numbers, label, strict=True)
    ]


def years(completions: Sequence[str], requirements, line_numbers, **_) -> list[float]:
    """Of jobs held too short, or said to be: the share whose months are right; 1 where there are none.

    "Sep 2010 to Sep 2012" is 24 months or 25, as one counts: one month is no error.
    """
    return [_of_row(_years, *row) for row in zip(completions, requirements, line_numbers, strict=True)]


def calibration(completions: Sequence[str], requirements, line_numbers, label, **_) -> list[float]:
    """1 - (stated probability - whether the verdict is right)², a proper score: it pays to say what one believes."""
    worth = []
    for text, *row in zip(completions, requirements, line_numbers, label, strict=True):
        answer = _parsed(text)
        right = _is_right(text, *row)
        worth.append(0.0 if answer is None else 1 - (answer.probability - right) ** 2)
    return worth


REWARDS: dict[str, Reward] = {
    "criteria": criteria, "evidence": evidence, "verdict": verdict, "years": years, "calibration": calibration,
}  # fmt: skip


def _of_row(worth: Callable[[Answer, list[dict], frozenset[int]], float], text, requirements, lines) -> float:
    answer = _parsed(text)
    return 0.0 if answer is None else worth(answer, requirements, frozenset(lines))


def _about(answer: Answer, requirements: list[dict]) -> dict[int, Finding]:
    """The first finding about each requirement that is there."""
    return {number: one for number, one in answer.first.items() if number <= len(requirements)}


def _criteria(answer: Answer, requirements: list[dict], lines: frozenset[int]) -> float:
    about, recalls = _about(answer, requirements), []
    for of_met in (True, False):
        asked = [n for n, one in enumerate(requirements, 1) if (one["status"] == Status.MET) is of_met]
        if asked:
            recalls.append(sum(_says(about.get(n), requirements[n - 1]) for n in asked) / len(asked))
    surplus = len(answer.findings) - len(about)
    return max(0.0, sum(recalls) / max(len(recalls), 1) - surplus / max(len(requirements), 1))


def _says(finding: Finding | None, gold: dict) -> bool:
    """Whether the status is right and, where lines show it, half of the cited ones do: a status without a reason is a guess."""
    if finding is None or finding.status != gold["status"]:
        return False
    return not gold["lines"] or 2 * len(set(gold["lines"]) & set(finding.lines)) >= len(finding.lines) > 0


def _evidence(answer: Answer, requirements: list[dict], lines: frozenset[int]) -> float:
    gold = {(n, line) for n, one in enumerate(requirements, 1) for line in one["lines"]}
    cited = [(one.number, line) for one in answer.findings for line in one.lines]
    if not gold and not cited:
        return 1.0
    return 2 * len(gold & set(cited)) / (len(gold) + len(cited))  # a pair cited twice counts twice


def _years(answer: Answer, requirements: list[dict], lines: frozenset[int]) -> float:
    about = _about(answer, requirements)
    short = {n for n, one in enumerate(requirements, 1) if one["status"] == Status.TOO_SHORT}
    said = {n for n, one in about.items() if one.status is Status.TOO_SHORT}
    if not short | said:
        return 1.0
    exact = [n for n in short & said if abs((about[n].months or 0) - requirements[n - 1]["months_held"]) <= 1]
    return len(exact) / len(short | said)


def _outcome(text: str, requirements: list[dict], lines: list[int]) -> Outcome | None:
    required = [n for n, one in enumerate(requirements, 1) if not one["optional"]]
    return outcome(_parsed(text), required, frozenset(lines))


def _is_right(text: str, requirements: list[dict], lines: list[int], label: int) -> bool:
    found = _outcome(text, requirements, lines)
    return found is not None and found.label == label


# ------------------------------------------------------------------------------------------------- before a run


def named(name: str, reward: Reward) -> Reward:
    """The reward under its name in the log; what it raises is one line that says which reward and which row."""

    def checked(completions, **columns) -> list[float]:
        try:
            return reward(completions=completions, **columns)
        except Exception as error:
            ids = columns.get("id") or ["?"]
            raise BadInput(
                f"reward {name}: raised {type(error).__name__} ({error}) on rows {', '.join(map(str, ids[:3]))}; correct it"
            ) from error

    checked.__name__ = name
    return checked


def check(rewards: dict[str, Reward], rows: Sequence[dict], where: str) -> None:
    """Tries each reward on the right answers of some rows, and on none.

    Raises:
        BadInput: a column that a reward needs is not there, a reward raises, or is not a number from 0 to 1.
    """
    if not rows:
        raise BadInput(f"{where}: has no row; build more triples")
    for column in COLUMNS:
        if column not in rows[0]:
            raise BadInput(f"{where}: has no column {column}, which rewards need; give the config assessment")
    columns = {name: [row[name] for row in rows] for name in rows[0] if name not in ("prompt", "completion")}
    for name, reward in rewards.items():
        for completions in ([row["completion"] for row in rows], [""] * len(rows)):
            worth = named(name, reward)(completions, **columns)
            if len(worth) != len(rows) or not all(isinstance(one, float) and 0 <= one <= 1 for one in worth):
                raise BadInput(f"reward {name}: gave {worth[:3]}; give one number from 0 to 1 per completion")
