"""LLM-elicited skill counts and career order (prompts 2.2 and 2.3 of the paper).

    python -m dataset_builder build --recipe paper --teacher openai --knowledge teacher --model M …

Both are asked at once, before any text, and only about walks that may still become a career. The question for the same
jobs has the same words, so one stored answer serves every triple that needs it. Where two answers could not be used, the
offline defaults decide: the number of skills in the occupation's postings, the order by rank words.
"""

from collections.abc import Iterator

from dataset_builder.llm.elicitation import career_order, typical_skill_count
from dataset_builder.llm.request import Conversation, Failure, gather
from dataset_builder.sampling import splits
from dataset_builder.sampling.facts import Facts
from dataset_builder.sampling.sampler import FactSampler, Proposal


def sample_with_llm(
    sampler: FactSampler, split: str, index: int, attempt: int
) -> Conversation[tuple[Facts, tuple[int, ...]]]:
    """Like `FactSampler.sample`. Raises BadInput."""
    for proposal in _promising(sampler, split, index, attempt):
        count, order = yield from _elicit(proposal)
        if isinstance(order, Failure):
            order = sampler.default_order(proposal)
        facts = sampler.facts_of(proposal, order, None if isinstance(count, Failure) else count)
        if facts is not None:
            return facts, proposal.walk
    raise AssertionError("proposals end with BadInput")


def _promising(sampler: FactSampler, split: str, index: int, attempt: int) -> Iterator[Proposal]:
    """Proposals that fit in at least one order of their jobs."""
    for proposal in sampler.proposals(split, index, attempt):
        categories = {sampler.graph.occupations[job].category for job in proposal.walk}
        held_out = list(map(splits.is_held_out, proposal.titles))
        fits = any(held_out) if split == "test_unseen" else not any(held_out)
        if (
            fits
            and proposal.assignment.category in categories
            and splits.in_split(split, splits.career_key(proposal.titles))
        ):
            yield proposal


def _elicit(proposal: Proposal) -> Conversation[tuple[int | Failure, tuple[int, ...] | Failure]]:
    """The number of skills for the walk's start, and positions of its jobs, newest first. A single job is not asked about."""
    titles = sorted(proposal.titles)  # the walk's own order would be a hint, and would differ from walk to walk
    questions = [typical_skill_count(proposal.titles[0])]
    if len(titles) == 1:
        (count,) = yield from gather(questions)
        return count, (0,)
    count, order = yield from gather([*questions, career_order(titles)])
    if not isinstance(order, Failure):
        order = tuple(proposal.titles.index(titles[place]) for place in order)
    return count, order
