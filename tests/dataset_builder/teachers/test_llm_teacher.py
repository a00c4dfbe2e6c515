"""The teacher behind a server: its prompts, what it makes of answers, what it repairs and what it rejects."""

import json
import re
import time
from dataclasses import replace
from random import Random

import pytest

pytest.importorskip("openai")

from dataset_builder.llm.request import Answer, Failure, drive
from dataset_builder.prompts import prompts
from dataset_builder.quality.triple_checks import reason_to_reject
from dataset_builder.sampling.facts import Experience, ExperienceEdit, Facts
from dataset_builder.teachers import editing_targets
from dataset_builder.teachers.fields import FIELDS, JOB, MATCHED, read_fields
from dataset_builder.teachers.llm_teacher import Draft, LLMTeacher, triple_prompt
from dataset_builder.text.mentions import mentions, stemmed
from tests.doubles.mutations import mutated
from tests.doubles.openai_answers import write_fields, write_triple
from tests.doubles.openai_server import Behaviour, Double
from tests.fixtures.llm_runs import write_triples

JOBS = (Experience("Baker", 3, 2016, 2020), Experience("Cook", 2, 2013, 2015))
FACTS = Facts(
    id="train-000007",
    job_title="Baker",
    category="manual labor",
    cluster=1,
    skills=("Kneading", "Ovens", "Cost Control"),
    extra_skills=("French",),
    experiences=JOBS,
    first_name="Ada",
    gender="female",
    removed_skills=("Ovens",),
    unmatched_skills=("Kneading", "Grilling", "Cost Control"),
    experience_edit=ExperienceEdit("shortened", "Baker", 2016, 2020, 2016, 2018, "Baker"),
    unmatched_experiences=(Experience("Baker", 2, 2016, 2018), Experience("Cook", 2, 2013, 2015)),
    negative_kind="neighbour",
)
PAPER = replace(FACTS, extra_skills=(), unmatched_skills=("Kneading", "Cost Control"))


def draft_of(teacher: LLMTeacher, facts: Facts, answer) -> tuple[Draft, list]:
    """The draft, and the requests on the way; `answer(request, number)` is a text, an Answer or a Failure."""
    asked: list = []

    def reply(request):
        given = answer(request, len(asked))
        asked.append(request)
        return Answer("a", given, "stop", 10, 10, False, "m", None, False, 0.1) if isinstance(given, str) else given

    return drive(teacher.write(facts), lambda requests: tuple(map(reply, requests))), asked


def good(request, number: int = 0) -> str:
    prompt = next(m.content for m in request.messages if m.role == "user")
    return write_triple(prompt, False) if "three documents" in prompt else write_fields(prompt, Random(number), False)


# ---------------------------------------------------------------------------------------------- prompts


def test_figure_7_names_every_fact():
    prompt = triple_prompt(PAPER)
    for fact in (
        "Baker",
        "Kneading",
        "Ovens",
        "Cost Control",
        "3 years as Baker",
        "Baker (2016 - 2020)",
        "Cook (2013 - 2015)",
        "Ada",
    ):
        assert fact in prompt
    assert 'instead of "Baker (2016 - 2020)" use "Baker (2016 - 2018)"' in prompt
    for head in (
        "##### Job-description",
        "##### Resume 1",
        "##### Resume 2",
        "Personal Information",
        "Responsibilities",
    ):
        assert head in prompt
    dropped = replace(PAPER, experience_edit=ExperienceEdit("dropped", "Baker", 2016, 2020, None, None, None))
    assert 'without including "Baker (2016 - 2020)"' in triple_prompt(dropped)
    same = replace(PAPER, experience_edit=ExperienceEdit("kept", "Baker", 2016, 2020, 2016, 2020, "Baker"))
    assert "the same job experience as before" in triple_prompt(same)


def test_the_other_prompts_of_the_paper():
    assert "Generate 6 required skills" in prompts.skills(6, "Baker") and "Baker" in prompts.skills(6, "Baker")
    assert "'Baker'" in prompts.skill_count("Baker")
    assert "- Baker\n- Cook" in prompts.order(["Baker", "Cook"])


def test_prompts_refuse_wrong_fields_and_leave_braces_alone():
    with pytest.raises(TypeError, match="has the fields"):
        prompts.fill("occupation_skills", n=3)
    with pytest.raises(TypeError, match="has the fields"):
        prompts.fill("occupation_skills", n=3, occupation="x", more="y")
    assert "{n} {x}" in prompts.skills(3, "{n} {x}")


def test_the_prompt_for_the_unmatched_resume_does_not_name_what_was_removed():
    _, asked = draft_of(LLMTeacher(), FACTS, good)
    unmatched = next(r for r in asked if "unmatched" in r.label)
    assert "Ovens" not in unmatched.messages[-1].content and "2020" not in unmatched.messages[-1].content
    matched = next(r for r in asked if r.label.endswith(" matched resume"))
    assert "Ovens" in matched.messages[-1].content and "French" in matched.messages[-1].content


def test_the_prompt_hash_follows_the_prompts(monkeypatch):
    one = LLMTeacher().prompt_hash()
    assert one == LLMTeacher().prompt_hash()
    assert len({one, LLMTeacher("paper").prompt_hash(), LLMTeacher(granularity="section").prompt_hash()}) == 3
    real = prompts.text
    monkeypatch.setattr(prompts, "text", lambda name: real(name) + " please")
    assert LLMTeacher().prompt_hash() != one


# ---------------------------------------------------------------------------------------------- drafts


@pytest.mark.parametrize(
    ("design", "granularity", "requests"), [("facts", "whole", 3), ("facts", "section", 12), ("paper", "whole", 1)]
)
def test_good_answers_become_a_draft_that_passes(design, granularity, requests):
    facts = PAPER if design == "paper" else FACTS
    draft, asked = draft_of(LLMTeacher(design, granularity=granularity), facts, good)
    assert draft.reason is None and len(asked) == len(draft.answers) == requests
    texts = draft.documents
    assert mentions(stemmed(texts.resume_matched), "Ovens") and not mentions(stemmed(texts.resume_unmatched), "Ovens")
    assert (
        mentions(stemmed(texts.target_skills), "Ovens")
        and "2016" in texts.target_experience
        and "2020" in texts.target_experience
    )
    assert (request.schema is None) == (design == "paper") if (request := asked[0]) else False


@pytest.mark.parametrize("design", ["facts", "paper"])
def test_a_failed_check_is_told_back_to_the_document_that_fails(design):
    facts = PAPER if design == "paper" else FACTS

    def forgetful(request, number):
        text = good(request, number)
        spoil = len(request.messages) <= 2 and (design == "paper" or "job description" in request.label)
        return text.replace("Kneading", "Resting") if spoil else text

    draft, asked = draft_of(LLMTeacher(design), facts, forgetful)
    assert draft.reason is None
    assert len(asked) == (2 if design == "paper" else 4), "only the document that failed is written again"
    *_, said, told = asked[-1].messages
    assert said.role == "assistant" and "Resting" in said.content
    assert told.role == "user" and "skill missing in the job description: Kneading" in told.content


def test_a_surviving_skill_is_told_to_the_section_that_names_it():
    def leaky(request, number):
        text = good(request, number)
        if "unmatched resume education" in request.label and len(request.messages) == 2:
            return json.dumps({"education": ["Diploma in ovens"]})
        return text

    draft, asked = draft_of(LLMTeacher(granularity="section"), FACTS, leaky)
    assert draft.reason is None and len(asked) == 13
    assert "removed skill survives in the unmatched resume: Ovens" in asked[-1].messages[-1].content
    assert asked[-1].label.endswith("unmatched resume education")


@pytest.mark.parametrize("design", ["facts", "paper"])
@pytest.mark.parametrize("repairs", [0, 2])
def test_repairs_are_bounded_and_the_draft_keeps_its_reason(design, repairs):
    draft, asked = draft_of(
        LLMTeacher(design, repairs=repairs), PAPER, lambda request, number: "Let me think about that."
    )
    assert draft.reason and len(asked) == repairs + 1 if design == "paper" else len(asked) <= 3 * (repairs + 1)
    assert len(draft.answers) == len(asked)
    assert "missing part" in draft.reason or "is not the JSON object" in draft.reason


def test_a_truncated_answer_gets_twice_the_tokens_once():
    cut = Answer("a", '{"summary": "We', "length", 10, 100, False, "m", None, False, 0.1)
    draft, asked = draft_of(
        LLMTeacher(answer_tokens=100), FACTS, lambda r, n: cut if r.max_tokens == 100 else good(r, n)
    )
    assert draft.reason is None and sorted(r.max_tokens for r in asked) == [100] * 3 + [200] * 3
    draft, asked = draft_of(LLMTeacher("paper", answer_tokens=100), PAPER, lambda r, n: cut)
    assert draft.reason == "truncated: the server cut it at 100 of 600 tokens" and len(asked) == 3


@pytest.mark.parametrize(
    "refusal",
    [
        "I'm sorry, but I can't help with that.",
        "I cannot write fake resumes.",
        Answer("a", "", "content_filter", 10, 0, False, "m", None, False, 0.1),
        Answer("a", "No.", "refusal", 10, 1, False, "m", None, False, 0.1),
    ],
)
def test_a_refusal_is_not_argued_with(refusal):
    draft, asked = draft_of(LLMTeacher("paper"), PAPER, lambda *_: refusal)
    assert draft.reason.startswith("refused: ") and len(asked) == 1


def test_a_request_without_an_answer_rejects_the_draft():
    draft, _ = draft_of(LLMTeacher(), FACTS, lambda *_: Failure("a", "400 content policy"))
    assert draft.reason == "no answer: 400 content policy" and draft.answers == ()


def test_headers_are_shared_and_both_resumes_come_from_one_mixture():
    styles = {"matched": [], "unmatched": []}
    for number in range(150):
        draft, _ = draft_of(LLMTeacher(), replace(FACTS, id=f"train-{number:06d}"), good)
        assert draft.reason is None
        texts = draft.documents
        heads = {
            re.sub(r"[A-Za-z ]+", "X", text.split("\n")[0])
            for text in (texts.job_description, texts.resume_matched, texts.resume_unmatched)
        }
        assert len(heads) == 1
        for name, text in (("matched", texts.resume_matched), ("unmatched", texts.resume_unmatched)):
            styles[name].append(sum(line.startswith("- ") for line in text.split("\n")) > 0)
    matched, unmatched = (sum(styles[name]) / 150 for name in styles)
    assert 0.55 < matched < 0.85 and 0.55 < unmatched < 0.85


# ---------------------------------------------------------------------------------------------- edit targets


def test_missing_skills_are_put_where_the_job_names_them_in_the_teachers_words():
    unmatched = ["Good at kneading", "Grilling well", "Cost control"]
    matched = ["Knead dough, kneading", "Handles ovens with care", "Cost control and French"]
    lines = editing_targets.skill_lines(unmatched, matched, FACTS, {})
    assert lines == ["Good at kneading", "Handles ovens with care", "Grilling well", "Cost control"]
    assert editing_targets.skill_lines(unmatched, ["Ovens and kneading"], FACTS, {})[1] == "Ovens", (
        "a line that says more is not taken"
    )


@pytest.mark.parametrize(
    ("edit", "unmatched", "expected"),
    [
        (ExperienceEdit("shortened", "Baker", 2016, 2020, 2016, 2018, "Baker"), ["Baker (2016 - 2018), 2 years of bread", "Cook (2013 - 2015)"],
         ["Baker (2016 - 2020), 4 years of bread", "Cook (2013 - 2015)"]),
        (ExperienceEdit("dropped", "Baker", 2016, 2020, None, None, None), ["Cook (2013 - 2015)"], ["Baker, 2016 to 2020: made bread", "Cook (2013 - 2015)"]),
        (ExperienceEdit("replaced", "Baker", 2016, 2020, 2016, 2020, "Florist"), ["Florist (2016 - 2020): flowers", "Cook (2013 - 2015)"],
         ["Baker, 2016 to 2020: made bread", "Cook (2013 - 2015)"]),
        (ExperienceEdit("kept", "Baker", 2016, 2020, 2016, 2021, "Baker"), ["Baker (2016 - 2021)"], []),
        (ExperienceEdit("shortened", "Baker", 2016, 2020, 2016, 2018, "Baker"), ["No dates here"], ["Baker, 2016 to 2020: made bread", "No dates here"]),
    ],
)  # fmt: skip
def test_the_newest_job_is_mended(edit, unmatched, expected):
    facts = replace(FACTS, experience_edit=edit)
    assert editing_targets.experience_lines(unmatched, ["Baker, 2016 to 2020: made bread"], facts) == expected


# ---------------------------------------------------------------------------------------------- answers as fields

WHOLE = {"last_name": "Lee", "education": ["Diploma"], "skills": ["a", "b"], "experience": ["c (2013 - 2016)"]}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(WHOLE),
        f"Here it is:\n```json\n{json.dumps(WHOLE, indent=2)}\n```\nDone.",
        json.dumps(WHOLE | {"skills": "- a\n- b", "education": "Diploma", "note": "x"}),
        json.dumps(WHOLE | {"skills": ["- a", "2. b"], "experience": [{"job": "c (2013 - 2016)"}]}),
        json.dumps(WHOLE).replace('"Diploma"', '"Dip\nloma"').replace("Dip\nloma", "Diploma\n"),
        "## Personal Information\nName: Ann Lee\nEmail: a@example.com\n\n## Education\nDiploma\n\n## Skills\n- a\n- b\n\n## Experience\nc (2013 - 2016)",
    ],
)
def test_fields_are_read_from_what_models_write(text):
    assert read_fields(text, FIELDS[MATCHED]) == WHOLE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Hello.", "the answer is not the JSON object that was asked for"),
        ("[1, 2]", "the answer is not the JSON object that was asked for"),
        ('{"summary": "x"', "the answer is not the JSON object that was asked for"),
        ('{"summary": "x", "skills": ["a"]}', "the JSON object has no field experience"),
        ('{"summary": "", "skills": ["a"], "experience": [], "responsibilities": ["x"]}', "the field summary is empty"),
        (
            '{"summary": null, "skills": [null], "experience": [], "responsibilities": ["x"]}',
            "the field summary is empty",
        ),
    ],
)
def test_missing_fields_are_told(text, reason):
    assert read_fields(text, FIELDS[JOB]) == reason


@pytest.mark.parametrize("design", ["facts", "paper"])
def test_spoilt_answers_are_kept_or_rejected_with_a_reason_quickly(design):
    facts, longest = PAPER if design == "paper" else FACTS, 0.0
    teacher = LLMTeacher(design, repairs=1)
    for number in range(150):
        rng = Random(number)
        begun = time.process_time()
        draft, _ = draft_of(teacher, facts, lambda request, n, rng=rng: mutated(good(request, n), rng))
        longest = max(longest, time.process_time() - begun)
        if draft.reason is None:
            from dataset_builder.sampling.facts import Triple

            assert reason_to_reject(Triple(facts, draft.documents), design, {}) is None
        else:
            assert "\n" not in draft.reason and len(draft.reason) < 400
    assert longest < 1.5


# ---------------------------------------------------------------------------------------------- with servers


@pytest.mark.parametrize("like", ["clean", "vllm", "llama.cpp", "ollama", "cloud"])
@pytest.mark.parametrize("design", ["facts", "paper"])
def test_every_kind_of_server_can_teach(tmp_path, like, design):
    with Double(Behaviour(like=like)) as double:
        composed, session = write_triples(tmp_path, double.base_url, recipe=design)
    assert len(composed) == 12 and not session.reasons
    assert all(c.provenance["usage"]["prompt_tokens"] > 100 for c in composed)


def test_what_fails_is_rejected_published_and_drawn_again(tmp_path):
    with Double(Behaviour(refusals=0.2, careless=0.2, malformed=0.1, truncated=0.1)) as double:
        composed, session = write_triples(tmp_path, double.base_url, 40, price="1,2")
        rejected = [row for c in composed for row in c.rejected]
        assert rejected and all(row["reason"].startswith("refused") for row in rejected)
        redrawn = [c for c in composed if c.rejected]
        assert all(c.provenance["attempt"] == len(c.rejected) for c in composed)
        assert all(c.triple.facts != Facts.from_row(c.rejected[0]) for c in redrawn)
        usage = [sum(c.provenance["usage"][name] for c in composed) for name in ("prompt_tokens", "completion_tokens")]
        assert usage == [double.prompt_tokens, double.completion_tokens], "the sum of provenance is what was paid"
        assert sum(c.provenance["cost_usd"] for c in composed) == pytest.approx((usage[0] + 2 * usage[1]) / 1e6)
        assert session.budget.usd == pytest.approx((usage[0] + 2 * usage[1]) / 1e6)
