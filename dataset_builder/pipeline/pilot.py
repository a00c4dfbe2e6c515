"""A pilot for a build with a teacher that has to be asked: a few of its triples, and what all of them will cost.

    python -m dataset_builder plan --base-url http://127.0.0.1:8000/v1 --model M --price 0.15,0.60 --triples 52000

What the pilot pays for is in the store, so the build does not pay it again.
"""

from random import Random

from dataset_builder.llm.cost_plan import CostPlan, Spent, forecast
from dataset_builder.llm.pricing import needed_price
from dataset_builder.llm.request_store import Store
from dataset_builder.pipeline.build import open_author
from dataset_builder.pipeline.configs import BuildConfig, PlanConfig
from dataset_builder.pipeline.llm_author import AuthoredTriple
from dataset_builder.pipeline.llm_session import Session
from dataset_builder.pipeline.shards import plan_shards
from dataset_builder.teachers.llm_config import TeacherConfig


def run_plan(config: BuildConfig, teacher: TeacherConfig, plan: PlanConfig) -> CostPlan:
    """Asks for a random part of the build's triples and says what all of them will cost.

    Raises:
        BadInput: no price is known for the model, or the server cannot be used.
        Stop: a cap or Ctrl-C.
    """
    needed_price(teacher.model, teacher.price, teacher.prices)
    author = open_author(config, teacher)
    everything = [id for shard in plan_shards(config.triples) for id in shard.ids]
    ids = Random(f"{config.seed}/pilot").sample(everything, min(plan.pilot, len(everything)))
    spent: list[Spent] = []

    def finished(authored: AuthoredTriple) -> None:
        answers = authored.answers
        spent.append(
            Spent(
                prompt_tokens=sum(a.prompt_tokens for a in answers),
                completion_tokens=sum(a.completion_tokens for a in answers),
                seconds=sum(a.seconds for a in answers),
                rounds=authored.rounds,
            )
        )

    with Store(teacher.store) as store:
        Session(author, teacher, store, len(ids), config.quiet).ask(iter(ids), finished)
    return forecast(spent, len(everything), author.price, teacher.concurrency)
