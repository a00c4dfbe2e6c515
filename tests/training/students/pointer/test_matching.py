"""What the pointer family makes of a pair: points by the nearest line, verdicts and explanations that follow from parts."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")

from dataset_builder.errors import BadInput
from dataset_builder.text.requirement_status import Status
from tests.fixtures.pointer_parts import LETTER, POST, RESUME, Vectors, decision
from training.baselines.features import FEATURES
from training.evaluation.matchers import Forms
from training.rules.gazetteer import Gazetteer, Lookup, Names
from training.rules.reading import Reader
from training.rules.rule_system import Rules
from training.students.pointer.context import context_numbers
from training.students.pointer.decision import Decision, Weighed
from training.students.pointer.likeness import Likeness
from training.students.pointer.matching import Matcher
from training.students.pointer.trees import Trees
from training.trainers.pointer.matcher import Read, explaining


def test_an_item_that_no_line_shows_fails_the_pair_and_is_named():
    matcher = Matcher(Likeness(Vectors()), decision())
    match, explanation = matcher.match(POST, RESUME), matcher.explain(POST, RESUME)
    assert match.label == 0 and match.score < 0.1
    assert explanation.skills == ("Kubernetes",) and explanation.experiences == ()
    assert explanation.requirements == match.requirements and explanation.reason == match.reason == ""
    assert matcher.match(POST.replace("Kubernetes", "bread baking"), RESUME).label == 1


def test_a_post_that_asks_for_more_than_lists_is_judged_by_its_points():
    """Its list alone would fail the pair, of which one item stands on no line in these words."""
    resume = f"{RESUME}\n\nOther\nFull driving licence\nHigh school diploma, 2009"
    post = "Job title\nBaker\n\nRequired skills\n- SQL\n- Bread baking\n- Patience with the public\n- {}\n- {}\n"
    matcher = Matcher(Likeness(Vectors()), replace(decision(), cut=0.5))
    weighed = matcher.match(post.format("Kubernetes", "Excel"), resume)
    more = matcher.match(post.format("Full driving licence", "High school diploma"), resume)
    assert weighed.score < 0.1
    assert more.label == 1 and [one.status for one in more.requirements].count(Status.MET) == 4


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("Kubernetes", "“Kubernetes”: not shown, but weighed with all the rest it counts for little."),
        ("Full driving licence", "“Full driving licence”: the resume does not say, so ask;"),
    ],
)
def test_a_verdict_that_its_points_do_not_explain_gives_its_reason(wanted, says):
    matcher = Matcher(Likeness(Vectors()), replace(decision(), cut=0.0))
    match = matcher.match(POST.replace("Kubernetes", wanted), RESUME)
    assert match.label == 1 and match.reason.startswith(says)


def test_a_pair_that_meets_all_that_is_required_is_a_match_whatever_is_weighed():
    matcher = Matcher(Likeness(Vectors()), replace(decision(), cut=0.99))
    met = matcher.match(POST.replace("Kubernetes", "bread baking"), RESUME)
    assert met.label == 1 and met.score == 0.99 and met.reason == ""


def test_the_encoder_is_asked_only_where_it_can_decide():
    class Asked:
        def vectors(self, texts):
            raise AssertionError(f"asked for {texts}")

    named = Rules(Lookup(Gazetteer.of(skills=["SQL", "Bread Baking", "Kubernetes"]), Reader()))
    matcher = Matcher(Likeness(Asked()), decision(), named=named)
    assert matcher.match(POST.replace("Kubernetes", "bread baking"), RESUME).label == 1
    assert matcher.match(POST.replace("Kubernetes", "bread baking\n\nNice to have\n- Patience"), RESUME).label == 1
    assert [one.status for one in matcher.match(POST, RESUME).requirements].count(Status.MET) == 2, (
        "no line stands for a name"
    )
    with pytest.raises(AssertionError, match="Patience"):
        matcher.match(POST.replace("Kubernetes", "Patience with the public"), RESUME)


def test_a_pair_that_meets_all_only_by_likeness_is_weighed_and_says_so():
    matcher = Matcher(Likeness(Vectors(("patience", "calm"))), replace(decision(), cut=0.99))
    post = POST.replace("Kubernetes", "patience with the public")
    match = matcher.match(post, f"{RESUME}\n- Kept calm with visitors")
    assert {one.status for one in match.requirements} == {Status.MET}
    assert match.label == 0 and match.reason.startswith("No single point fails")


def test_a_point_in_other_words_is_decided_by_the_line_that_comes_nearest():
    resume = "Experience\nPorter (2013 - 2016)\nCarried crates up four floors daily\nKept calm with visitors"
    alike = Vectors(("lift", "crates"), ("patience", "calm"))
    by_words = Matcher(Likeness(Vectors()), decision()).read(LETTER, resume).points
    assert {one.status for one in by_words} == {Status.UNCLEAR}
    points = Matcher(Likeness(alike), decision()).read(LETTER, resume).points
    assert {one.evidence.line(resume) for one in points} <= {
        "Carried crates up four floors daily",
        "Kept calm with visitors",
    }
    assert (
        all(one.status is Status.MET for one in points)
        and Matcher(Likeness(alike), decision()).match(LETTER, resume).label == 1
    )
    nowhere = Matcher(Likeness(Vectors()), decision(missing=0.3)).read(LETTER, resume).points
    assert {one.status for one in nowhere} == {Status.MISSING}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("Observability: Prometheus, Grafana and Loki", Status.UNCLEAR),
        ("Observability: Prometheus and Grafana", Status.MET),
        ("Observability: Prometheus, Grafana or Loki", Status.MET),
        ("Hands-on HPLC and GC", Status.UNCLEAR),
        ("Observability with Datadog or New Relic", Status.UNCLEAR),
        ("Observability and experience with the Dynatrace platform", Status.UNCLEAR),
    ],
)
def test_likeness_does_not_stand_in_for_a_name_that_is_asked_with_others(asked, status):
    resume = "Experience\nSite engineer, Boxwerk (2018 - 2022)\nWatched clusters with Prometheus, made Grafana boards\nRan HPLC"
    matcher = Matcher(Likeness(Vectors(("observability", "watched"), ("hands-on", "hplc"))), decision())
    (point,) = matcher.read(f"Requirements\n- {asked}", resume).points
    assert point.status is status


@pytest.mark.parametrize(
    ("where", "status"),
    [
        ("Skills\n- Mortgage listings", Status.UNCLEAR),
        ("Projects\nKept the listings of forty homes up to date", Status.MET),
    ],
)
def test_a_skill_that_is_asked_by_its_name_is_not_shown_by_another_name_in_a_list(where, status):
    named = Rules(Lookup(Gazetteer.of(Names.embedded()), Reader()))
    matcher = Matcher(Likeness(Vectors(("mls", "listings"))), decision(), named=named)
    post = "Requirements\n- Experience with MLS listings\n- Full driving licence\n- High school diploma"
    assert matcher.read(post, f"Ann Lee\n\n{where}\n").points[0].status is status


def test_a_line_that_is_like_what_is_asked_counts_for_a_person_who_shows_more_of_it():
    """One of another trade has such a line somewhere too."""
    post = "You have patience with the public. You can bake sourdough bread. You know SQL."
    likeness, beside = Likeness(Vectors(("patience", "calm"))), Weighed((0.0, 10.0, 0.0), -3.0)
    matcher = Matcher(likeness, replace(decision(), context=beside, in_context=0.5))

    def said(resume: str) -> Status:
        return next(one for one in matcher.read(post, resume).points if "patience" in one.point.text).status

    assert said("Skills\n- SQL\n- Sourdough bread\n\nOther\nKept calm with visitors") is Status.MET
    assert said("Skills\n- Welding\n- Lathes\n\nOther\nKept calm with visitors") is Status.UNCLEAR


def test_what_stands_beside_a_line_is_counted_without_the_point_itself():
    likely, required = [0.5, 0.5, 0.9], [True, True, False]
    first, second, optional = context_numbers(likely, required, shown=2, asked=5)
    assert first == second == (0.0, pytest.approx(2.5 / 6), pytest.approx(-2 / 3))
    assert optional[1:] == (pytest.approx(2.5 / 7), pytest.approx(-2 / 4))
    assert context_numbers([0.5], [True], shown=0, asked=1) == [(0.0, 0.25, -1.0)]


def test_years_are_not_decided_by_likeness():
    post = "Requirements\n- 9 years of experience as a zookeeper"
    matcher = Matcher(Likeness(Vectors(("zookeeper", "baker"))), decision())
    assert all(one.status is not Status.MET for one in matcher.read(post, RESUME).points)


def test_trees_with_signs_follow_them():
    """Whatever the training rows say: here they say the opposite of the second sign."""
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(400, 2))
    trees = Trees.fitted(numbers, (numbers[:, 0] + numbers[:, 1] > 0).astype(int), (1, -1))
    line = np.linspace(-2, 2, 9)
    more, less = (trees.probability(np.stack(pair, axis=1)) for pair in ((line, 0 * line), (0 * line, line)))
    assert (np.diff(more) >= 0).all() and more[-1] > 0.7 > 0.3 > more[0] and (np.diff(less) <= 0).all()


def test_an_explanation_asks_what_is_missing_where_the_pair_is_no_match():
    """Of pairs at large nearly all items are shown; where the pair is no match, one that no line names is rather the reason."""
    post = "Job title\nBaker\n\nRequired skills\n- SQL\n- Kubernetes\n- Terraform\n\nRequired experience\n- 2 years as a Baker"
    no_match = replace(decision(), cut=1.0)
    found = Matcher(Likeness(Vectors(())), no_match).explain(post, RESUME)
    assert found.label == 0 and set(found.skills) == {"Kubernetes", "Terraform"}


def test_an_explanation_names_the_least_shown_skills_and_no_more_than_training_rows_lacked():
    post = "Job title\nBaker\n\nRequired skills\n- Kubernetes\n- Terraform\n- Ansible\n\nRequired experience\n- 2 years as a Baker"
    matcher = Matcher(Likeness(Vectors(())), replace(decision(), cut=1.0, most_skills=2))
    assert len(matcher.explain(post, RESUME).skills) == 2


@pytest.mark.parametrize(
    ("asked", "same_job", "told"),
    [("Head Baker", 55.0, ()), ("Head Baker", 99.0, ("Head Baker",)), ("zoo keeper", 55.0, ("zoo keeper",)),
     ("busy kitchen", 55.0, ()), ("Cook", 99.0, ())],
)  # fmt: skip
def test_a_job_of_another_title_is_missing_where_the_pair_is_no_match(asked, same_job, told):
    """How alike titles must be is the decision's; words in small letters are a title where years are asked and they name a role."""
    post = f"Job title\nBaker\n\nRequired skills\n- SQL\n\nRequired experience\n- 2 years as a {asked}"
    matcher = Matcher(Likeness(Vectors(())), replace(decision(), cut=1.0, same_job=same_job))
    assert tuple(job.title for job in matcher.explain(post, RESUME).experiences) == told


def test_the_likeness_of_titles_is_the_one_that_explains_training_pairs_best():
    post, resume = POST.replace("as a Baker", "as a Bar Keeper"), "Skills\n- SQL\n\nExperience\nBaker (2013 - 2016)"
    row = {"job_description": post, "resume": resume, "label": 0, "skills": ["Kubernetes"],
           "experiences": [{"title": "Bar Keeper", "years": 2}]}  # fmt: skip
    likeness = Likeness(Vectors())
    matcher = Matcher(likeness, decision())
    pair = matcher.listed(post, resume)
    read = Read(row, pair, *matcher.item_numbers([pair]))
    fitted = explaining(decision(), likeness, [read], Forms())
    assert fitted.same_job > 70 and fitted.most_skills == 1
    held = replace(read, row=row | {"experiences": []})
    assert explaining(decision(), likeness, [held], Forms()).same_job == 55


def test_pairs_that_are_read_together_are_judged_as_each_alone():
    pairs = [(POST, RESUME), (LETTER, RESUME), (POST.replace("SQL", "Java"), "Skills\n- Java"), (POST, RESUME)]
    matcher = Matcher(Likeness(Vectors(("lift", "cook"))), decision())
    assert matcher.matched(pairs) == [matcher.match(*one) for one in pairs]
    assert matcher.explained(pairs) == [matcher.explain(*one) for one in pairs]
    assert matcher.matched([]) == []


def test_trees_asked_side_by_side_answer_as_one_after_another():
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(300, 3))
    trees = Trees.fitted(numbers, (numbers[:, 0] * numbers[:, 1] > 0).astype(int))

    def value(tree, row):
        feature, threshold, left, right, of = tree
        at = 0
        while feature[at] != -2:
            at = left[at] if row[feature[at]] <= threshold[at] else right[at]
        return of[at]

    rows = numbers[:20].astype(np.float32)
    totals = np.array([trees.start + sum(value(tree, row) for tree in trees.nodes) for row in rows])
    assert np.allclose(trees.probability(rows), 1 / (1 + np.exp(-totals)))
    assert Trees(0.0, []).probability(np.zeros((2, 3))).tolist() == [0.5, 0.5]


def test_a_decision_is_read_as_it_was_written(tmp_path):
    beside = Weighed((1.0, 2.0, 3.0), 4.0)
    replace(decision(met=0.7), same_job=85.0, named_below=0.4, most_skills=3, context=beside, in_context=0.6).write(
        tmp_path
    )
    again = Decision.read(tmp_path)
    assert (again.met, again.same_job, again.named_below, again.most_skills) == (0.7, 85.0, 0.4, 3) and again.match(
        np.zeros((1, len(FEATURES)))
    ) > 0.9
    assert (again.context, again.in_context) == (beside, 0.6)
    replace(decision(), facts={"pair": [*FEATURES, "least cosine"]}).write(tmp_path)
    with pytest.raises(BadInput, match="mine: decision.json weighs other numbers than this version reads; remove"):
        Decision.read(tmp_path, "mine")
    (tmp_path / "decision.json").write_text('{"line": 1}')
    with pytest.raises(BadInput, match="decision.json cannot be read"):
        Decision.read(tmp_path, "mine")
