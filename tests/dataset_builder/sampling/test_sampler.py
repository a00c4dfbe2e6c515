"""Facts: splits, walks, careers, and the invariants that make labels true."""

from collections import Counter, defaultdict
from itertools import pairwise
from random import Random

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.graph.make_graph import embedded
from dataset_builder.sampling import career, splits
from dataset_builder.sampling.career_steps import CareerSteps
from dataset_builder.sampling.facts import Facts
from dataset_builder.sampling.first_names import read_first_names
from dataset_builder.sampling.labels import DESIGNS, LANGUAGES, kinds_of
from dataset_builder.sampling.round_robin import make_round_robin
from dataset_builder.sampling.sampler import FactSampler
from dataset_builder.sampling.walk import sample_walk
from dataset_builder.sources.authored import CREDENTIALS
from dataset_builder.text.mentions import first_mentioned, stemmed

SPLITS = ("train", "validation", "test", "test_unseen")


@pytest.fixture(scope="module")
def graph():
    return embedded()


@pytest.fixture(scope="module", params=DESIGNS)
def sampler(request, graph):
    return FactSampler(graph, read_first_names(), seed=3, design=request.param)


@pytest.fixture(scope="module")
def sampled(sampler):
    sizes = {"train": 900, "validation": 60, "test": 60, "test_unseen": 60}
    return {split: [sampler.sample(split, i)[0] for i in range(n)] for split, n in sizes.items()}


@pytest.fixture(scope="module")
def every(sampled):
    return [facts for rows in sampled.values() for facts in rows]


# ---------------------------------------------------------------------------------------------- splits


def test_sizes_are_the_papers_at_full_size_and_its_shares_below():
    assert splits.Sizes.of(52_000) == splits.Sizes(50_000, 1_000, 1_000, 1_000)
    assert splits.Sizes.of(2_000) == splits.Sizes(1_924, 38, 38, 38)
    assert splits.Sizes.of(10) == splits.Sizes(8, 1, 1, 1)


def test_no_career_and_no_demand_of_an_evaluation_split_is_in_train(sampled):
    def keys(rows):
        careers = {splits.career_key(e.title for e in f.experiences) for f in rows}
        return careers, {splits.demand_key(f.job_title, f.skills) for f in rows}

    train = keys(sampled["train"])
    for split in SPLITS[1:]:
        for mine, theirs in zip(keys(sampled[split]), train):
            assert mine.isdisjoint(theirs)


def test_unseen_occupations_appear_nowhere_else(sampled):
    unseen = {f.job_title for f in sampled["test_unseen"]}
    assert all(splits.is_held_out(title) for title in unseen)
    for split in SPLITS[:3]:
        for f in sampled[split]:
            shown = {e.title for e in (*f.experiences, *f.unmatched_experiences)}
            assert not any(map(splits.is_held_out, shown))


@pytest.mark.parametrize("other", ["Senior {}", "{} II", "Lead {}", "{}s", "{}".upper()])
def test_ranks_of_an_occupation_are_held_out_together(other):
    titles = ["Data Engineer", "Java Developer", "Baker", "Registered Nurse", "C# Programmer", "Web Designer"] * 1
    for title in [f"{t} {n}" for t in titles for n in ("Alpha", "Beta", "Gamma", "Delta", "Tau", "Rho")]:
        assert splits.is_held_out(title) == splits.is_held_out(other.format(title))


def test_split_of_a_key_ignores_the_seed_and_leaves_most_for_train():
    where = Counter(
        next(s for s in SPLITS[:3] if splits.in_split(s, splits.career_key([f"Job {i}"]))) for i in range(8_000)
    )
    assert 0.85 < where["train"] / 8_000 < 0.9
    assert splits.career_key(["a", "b"]) == splits.career_key(["b", "a"])


# ---------------------------------------------------------------------------------------------- walk and career


def test_walk_stays_in_the_cluster_and_follows_shared_skills(graph):
    for number, members in enumerate(graph.clusters):
        walk = sample_walk(graph, members, members[:3], 4, Random(number))
        assert walk[0] in members[:3] and set(walk) <= set(members) and len(set(walk)) == len(walk)
        for here, there in zip(walk, walk[1:]):
            assert set(graph.edges[here]) & set(graph.edges[there])


def test_every_category_gets_the_share_of_the_square_root_of_its_occupations(graph):
    round_robin = make_round_robin(graph, lambda o: True, seed=0)
    assigned = Counter(one.category for one in round_robin.assignments)
    roots = {c: n**0.5 for c, n in Counter(o.category for o in graph.occupations).items()}
    for category, root in roots.items():
        assert assigned[category] / len(round_robin.assignments) == pytest.approx(root / sum(roots.values()), abs=0.01)
    assert {one.cluster for one in round_robin.assignments} == set(range(len(graph.clusters)))


def test_a_round_of_assignments_alternates_within_each_cluster(graph):
    round_robin = make_round_robin(graph, lambda o: True, seed=0)
    parities = defaultdict(list)
    for index in range(3 * len(round_robin.assignments)):
        parities[round_robin.assignment(index).cluster].append(round_robin.parity(index))
    for seen in parities.values():
        assert all(a != b for a, b in zip(seen, seen[1:]))


def test_categories_of_the_facts_are_the_assigned_ones(sampled, sampler):
    for facts in sampled["train"]:
        assert facts.category == sampler._seen.assignment(int(facts.id[-6:])).category


def test_order_puts_ranks_in_the_order_of_a_life():
    titles = ["Data Analyst", "Junior Data Analyst", "Director of Data", "Senior Data Analyst", "Data Analyst Intern"]
    order = career.order_career(titles, Random(0))
    assert [titles[i] for i in order] == [titles[2], titles[3], titles[0], titles[1], titles[4]]


def test_dates_do_not_overlap():
    assert career.date_jobs([3, 2, 4], 2020, [0, 1, 0]) == [(2017, 2020), (2015, 2017), (2010, 2014)]


def test_careers_have_the_lengths_of_the_release_in_every_split(sampled):
    for rows in sampled.values():
        mean = sum(len(f.experiences) for f in rows) / len(rows)
        assert 1.9 < mean < 3.0


# ---------------------------------------------------------------------------------------------- facts


def test_same_seed_and_id_give_the_same_facts_in_any_order(sampler):
    again = FactSampler(sampler.graph, sampler.names, sampler.seed, sampler.design)
    assert [again.sample("test", i) for i in (7, 0, 3)] == [sampler.sample("test", i) for i in (7, 0, 3)]
    other = FactSampler(sampler.graph, sampler.names, sampler.seed + 1, sampler.design)
    assert other.sample("test", 7) != sampler.sample("test", 7)
    assert sampler.sample("test", 7, attempt=1) != sampler.sample("test", 7)


def test_facts_survive_the_way_through_a_row(every):
    for facts in every[:50]:
        assert Facts.from_row(facts.to_row()) == facts


def test_skills_are_asked_removed_and_shown_consistently(every):
    for f in every:
        assert len(f.skills) == len(set(f.skills)) >= 2
        assert 1 <= len(f.removed_skills) <= 3 and set(f.removed_skills) < set(f.skills)
        assert set(f.skills) - set(f.removed_skills) <= set(f.unmatched_skills)
        assert not set(f.removed_skills) & set(f.unmatched_skills)
        assert not set(f.extra_skills) & set(f.skills)
        assert len(f.unmatched_skills) == len(set(f.unmatched_skills))


def test_the_matched_resume_meets_every_requirement_and_the_unmatched_does_not(every):
    for f in every:
        assert f.job_title == f.experiences[0].title
        assert all(job.held >= job.years >= 0 for job in f.experiences) and f.experiences[0] in f.asked_experiences
        held = {job.title: job.held for job in f.unmatched_experiences}
        met = held.get(f.job_title, 0) >= f.experiences[0].years
        assert met == (f.experience_edit.kind == "kept")
        assert bool(f.missing_experiences) != met


def test_dates_run_backwards_and_end_by_the_last_year(every):
    for f in every:
        for jobs in (f.experiences, f.unmatched_experiences):
            assert all(older.end_year <= newer.start_year for newer, older in zip(jobs, jobs[1:]))
            assert all(job.start_year < job.end_year <= max(career.LAST_YEARS[1], *career.RECENT_YEARS) for job in jobs)


def test_genders_are_balanced_within_every_cluster(sampled):
    balance = Counter()
    for f in sampled["train"]:
        balance[f.cluster] += 1 if f.gender == "female" else -1
    assert max(map(abs, balance.values())) <= 2
    names = read_first_names()
    assert all(f.first_name in names[f.gender] for f in sampled["train"])


def test_design_facts_leaves_no_trace_of_a_removed_skill(graph):
    sampler = FactSampler(graph, read_first_names(), design="facts")
    for i in range(600):
        f, _ = sampler.sample("train", i)
        shown = "  ".join(map(stemmed, (*f.unmatched_skills, *(e.title for e in f.unmatched_experiences))))
        aliases = "  ".join(stemmed(a) for s in f.unmatched_skills for a in graph.aliases.get(s, ()))
        assert first_mentioned(shown + aliases, f.removed_skills, graph.aliases) is None


def test_design_facts_asks_for_skills_of_the_advertised_job_and_paper_for_the_oldest(graph):
    skills_of = {o.title: {graph.skills[i].name for i in e} for o, e in zip(graph.occupations, graph.edges)}
    for design, position in (("facts", 0), ("paper", -1)):
        sampler = FactSampler(graph, read_first_names(), design=design)
        for i in range(100):
            f, _ = sampler.sample("train", i)
            languages = set(f.skills).intersection(LANGUAGES) if design == "facts" else set()
            assert set(f.skills) - languages <= skills_of[f.experiences[position].title] and len(languages) <= 1


def test_design_facts_asks_for_experience_in_jobs_that_lead_to_the_advertised_one(graph):
    at = {occupation.title: i for i, occupation in enumerate(graph.occupations)}
    sampler = FactSampler(graph, read_first_names(), design="facts")
    asked = unasked = 0
    for i in range(200):
        f, _ = sampler.sample("train", i)
        older = f.experiences[1:]
        assert all(graph.leads_to(at[job.title], at[f.job_title]) for job in older if job.years)
        assert sum(bool(job.years) for job in older) <= 1
        asked, unasked = asked + any(job.years for job in older), unasked + (not any(job.years for job in older))
    assert asked > 20 and unasked > 20


def test_a_career_of_design_facts_climbs_within_one_kind_of_work(graph):
    """Each job is one that may lead to the next: listed as such, or of the same major group and no higher in rank."""
    at = {occupation.title: i for i, occupation in enumerate(graph.occupations)}
    sampler = FactSampler(graph, read_first_names(), design="facts")
    foreign = steps = 0
    for i in range(300):
        f, _ = sampler.sample("train", i)
        for newer, older in pairwise(at[job.title] for job in f.experiences):
            codes = graph.occupations[newer].soc_code, graph.occupations[older].soc_code
            listed = older in graph.feeders_of[newer]
            assert listed or career.rank(f"{graph.occupations[older].title}") <= max(
                0, career.rank(graph.occupations[newer].title)
            )
            foreign += not listed and all(codes) and codes[0][:2] != codes[1][:2]
            steps += 1
    assert steps > 200 and foreign / steps < 0.05


def test_a_helper_is_none_after_the_tradesman(graph):
    steps = CareerSteps(graph)
    for at, occupation in enumerate(graph.occupations):
        if occupation.title.endswith(" Helper"):
            older = [graph.occupations[one] for one in steps.before(at)]
            trade = (occupation.soc_code or "")[:2]
            assert all(
                career.rank(one.title) < 0 or "Tender" in one.title
                for one in older
                if (one.soc_code or "")[:2] == trade
            ), occupation.title


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Detective", "Police Officer"),  # what leads to a job is none after it
        ("Senior Accountant", "Staff Accountant"),
        ("Police Sergeant", "Game Warden"),  # a supervisor by the code
        ("Restaurant Manager", "Event Planner"),
        ("Formulation Chemist", "Chemical Technician"),  # takes less preparation
        ("Dental Hygienist", "Radiation Therapist"),  # a licensed profession entered from the side
        ("Psychiatrist", "Psychiatric Nurse Practitioner"),
        ("Registered Dietitian", "Exercise Physiologist"),
        ("Litigation Attorney", "Paralegal"),
        ("Electrician", "Electrician Helper"),
    ],
)
def test_no_job_comes_before_another_against_the_order_of_a_life(graph, earlier, later):
    at = {occupation.title: i for i, occupation in enumerate(graph.occupations)}
    steps = CareerSteps(graph)
    assert not steps.order.holds(at[earlier], at[later])
    if at[earlier] not in graph.feeders_of[at[later]]:
        assert at[earlier] not in steps.before(at[later])


def test_no_job_of_a_career_can_only_be_had_after_a_newer_one(graph):
    at = {occupation.title: i for i, occupation in enumerate(graph.occupations)}
    order, sampler = CareerSteps(graph).order, FactSampler(graph, read_first_names(), design="facts")
    for i in range(300):
        jobs = [at[job.title] for job in sampler.sample("train", i)[0].experiences]
        assert not any(order.is_reversed(older, newer) for n, newer in enumerate(jobs) for older in jobs[n + 1 :])
        for newer, older in pairwise(jobs):
            assert older in graph.feeders_of[newer] or order.of_one_profession(older, newer)


def test_careers_of_design_facts_end_not_long_ago(sampled, request):
    ends = [f.experiences[0].end_year for f in sampled["train"]]
    if ends and max(ends) > career.LAST_YEARS[1]:  # the design facts
        assert sum(year >= 2023 for year in ends) / len(ends) > 0.85


def test_design_facts_shows_no_difference_that_the_job_does_not_explain(graph):
    """Years held, jobs and skills shown have the same distribution on both resumes."""
    sampler = FactSampler(graph, read_first_names(), design="facts")
    rows = [sampler.sample("train", i)[0] for i in range(1_500)]

    def means(skills, jobs):
        return (
            sum(len(getattr(f, skills)) for f in rows) / len(rows),
            sum(getattr(f, jobs)[0].held for f in rows) / len(rows),
            sum(len(getattr(f, jobs)) for f in rows) / len(rows),
        )

    matched, unmatched = means("matched_skills", "experiences"), means("unmatched_skills", "unmatched_experiences")
    for here, there in zip(matched, unmatched):
        assert abs(here - there) / here < 0.12


def test_an_unmatched_resume_lists_what_its_own_jobs_explain(graph):
    """What stands in for a removed skill, what is added, and every certificate or licence that is kept."""
    sampler = FactSampler(graph, read_first_names(), design="facts")
    by_title = {row.title: at for at, row in enumerate(graph.occupations)}
    kinds, kept, explained = kinds_of(graph), 0, 0
    for facts in (sampler.sample("train", i)[0] for i in range(600)):
        jobs = [by_title[job.title] for job in facts.unmatched_experiences]
        own = {graph.skills[skill].name for job in jobs for skill in graph.edges[job]}.union(LANGUAGES)
        for skill in facts.unmatched_skills:
            if skill in facts.skills:
                kept, explained = kept + 1, explained + (skill in own)
                assert skill in own or kinds[skill] not in CREDENTIALS, (facts.id, skill)
            else:
                assert skill in own, (facts.id, skill)
    assert explained / kept > 0.93


def test_no_specialist_stands_where_the_job_before_leads_to_another_specialty(graph):
    steps = CareerSteps(graph)
    specialists = [at for at, row in enumerate(graph.occupations) if (row.soc_code or "").startswith(("25-1", "29-12"))]
    assert specialists
    for one in specialists:
        assert not steps.suits(one, [other for other in specialists if other != one][:1])
        assert all(steps.suits(one, (one, at)) for at in graph.feeders_of[one] if steps.order.holds(at, one))


def test_design_paper_holds_what_it_asks_and_only_deletes(graph):
    sampler = FactSampler(graph, read_first_names(), design="paper", max_removed=5)
    removed = Counter()
    for i in range(600):
        f, _ = sampler.sample("train", i)
        assert not f.extra_skills and f.negative_kind == "deletion"
        assert f.unmatched_skills == tuple(s for s in f.skills if s not in f.removed_skills)
        assert all(job.held == job.years for job in f.experiences)
        assert f.experience_edit.kind in ("shortened", "dropped", "kept")
        removed[len(f.removed_skills)] += 1
    assert set(removed) == {1, 2, 3, 4, 5}


# ---------------------------------------------------------------------------------------------- first names


def test_user_names_replace_the_embedded_list(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("\ufeffname,gender,note\nÅsa,Female,x\nBo,male,y\nÅsa,female,z\nKim,any,\n", encoding="utf-8")
    assert read_first_names(path) == {"female": ("Åsa",), "male": ("Bo",)}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        (b"first,sex\nA,f\n", "row 1: no column name or gender; expected name, gender, found first, sex"),
        (b"name,gender\nA,female\n ,male\n", "row 3, field name: empty"),
        (b"name,gender\nA,female\n", "field gender: no row says male"),
        (b"\xff\xfe\x00", "is cut off or damaged"),
    ],
)
def test_bad_names_are_one_line(tmp_path, content, message):
    path = tmp_path / "names.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput, match=message) as caught:
        read_first_names(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)
