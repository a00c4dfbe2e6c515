"""What servers send, in the shapes that they are known to use: thoughts, finish reasons, usage, errors, fields to add."""

import json

import pytest

from dataset_builder.errors import BadInput
from dataset_builder.llm.protocol.completion import read_answer
from dataset_builder.llm.protocol.finish_reasons import read_finish
from dataset_builder.llm.protocol.reasoning import split_thoughts
from dataset_builder.llm.protocol.refusals import (
    about_content,
    about_context,
    about_money,
    sort_of,
    wanted_field,
    without_echo,
)
from dataset_builder.llm.protocol.stream import joined_stream
from dataset_builder.llm.protocol.usage import read_usage
from dataset_builder.llm.request import Answer, Endpoint, Message, Request
from dataset_builder.llm.server_errors import NO_CHAT_SERVER, error_in_body

ANSWER = '{"skills": ["Ovens {gas}", "a < b"]}'
BODY = {"messages": [{"role": "user", "content": "Write a resume. Skills:\n- Medical Billing\n- Grammar and Temperature Control\n- Seed Selection of Plants"}]}  # fmt: skip
CALL = Endpoint("http://127.0.0.1:1/v1", "m").call(Request((Message("user", "u" * 400),), 100, "l"))


@pytest.mark.parametrize(
    "text",
    [
        "<think>{a}</think>" + ANSWER,
        "{a}</think>\n\n" + ANSWER,
        "<think>\n\n</think>\n\n" + ANSWER,
        "<Thinking>a</Thinking>" + ANSWER,
        "<thought>a</thought>\n" + ANSWER + "<end_of_turn>\n",
        '<reasoning effort="high">a</reasoning>' + ANSWER,
        "<seed:think>a</seed:think>" + ANSWER,
        "[THINK]a[/THINK]" + ANSWER + "</s>",
        "◁think▷a◁/think▷" + ANSWER,
        "<|begin_of_thought|>a<|end_of_thought|><|begin_of_solution|>" + ANSWER + "<|end_of_solution|>",
        "<|START_THINKING|>a<|END_THINKING|><|START_RESPONSE|>" + ANSWER + "<|END_RESPONSE|>",
        "<|channel|>analysis<|message|>{a}<|end|><|start|>assistant<|channel|>final<|message|>" + ANSWER + "<|return|>",
        "<|channel|>final<|message|>" + ANSWER,
        "<scratch_pad>{a}</scratch_pad>" + ANSWER,
        "<analysis>{a}</analysis><output>" + ANSWER + "</output>",
        "<|channel>thought\n{a}<channel|>" + ANSWER + "<turn|>",
        "<unused94>thought\n{a}<unused95>" + ANSWER,
        "analysisI see {a}. assistantfinal is near.assistantfinal" + ANSWER,
        "Here is my thought process:\n{a}\nHere is my response:\n" + ANSWER,
        "<think>a</think>\n<answer>\n" + ANSWER + "\n</answer>",
        "<think>a</think><|begin_of_box|>" + ANSWER + "<|end_of_box|>",
        ANSWER + "<think>was that right?</think>",
        ANSWER + "<|im_end|>",
        ANSWER,
    ],
)
def test_the_answer_stands_behind_the_thoughts(text):
    assert split_thoughts(text)[1] == ANSWER


@pytest.mark.parametrize("text", ["<think>and then", "[THINK]and then", "<|channel|>analysis<|message|>and", "<|start|>assistant<|channel|>analysis<|message|>x"])  # fmt: skip
def test_thoughts_without_an_end_leave_no_answer(text):
    thoughts, answer = split_thoughts(text)
    assert thoughts and not answer


@pytest.mark.parametrize(
    "text", ["Analysis of data\n- thinks ahead", "  we think\n", "## Summary\nThe <b>answer</b>", "x <y> z"]
)
def test_text_without_thoughts_is_left_as_it_is(text):
    assert (
        split_thoughts(text) == ("", text.lstrip() if text[:1].isspace() else text)
        or split_thoughts(text)[1] == text.strip()
    )


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("stop", "stop"), ("end_turn", "stop"), ("STOP", "stop"), ("FinishReason.MAX_TOKENS", "length"), ("max_tokens", "length"),
     ("COMPLETE", "stop"), ("model_length", "length"), ("FINISH_REASON_SAFETY", "content_filter"), ("content-filter", "content_filter"),
     ("RECITATION", "content_filter"), ("refusal", "refusal"), ("insufficient_system_resource", "broken off"), ("error", "broken off"),
     ("content_filter: OTHER", "content_filter"),
     ("something new", None), (None, None), ("", None)],
)  # fmt: skip
def test_finish_reasons_of_all_vendors(word, meaning):
    assert read_finish(word) == meaning


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ({"usage": {"prompt_tokens": 10, "completion_tokens": 5}}, (10, 5, False, None)),
        ({"usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 95}}, (10, 85, False, None)),
        ({"usage": {"prompt_tokens": "10", "completion_tokens": 5.0}}, (10, 5, False, None)),
        ({"usage": {"total_tokens": 95, "prompt_tokens": 10}}, (10, 85, False, None)),
        ({"usage": {"total_tokens": 95, "completion_tokens": 5}}, (90, 5, False, None)),
        ({"x_groq": {"usage": {"prompt_tokens": 10, "completion_tokens": 5}}}, (10, 5, False, None)),
        ({"timings": {"prompt_n": 10, "predicted_n": 5}}, (10, 5, False, None)),
        ({"prompt_eval_count": 10, "eval_count": 5}, (10, 5, False, None)),
        ({"meta": {"tokens": {"input_tokens": 10, "output_tokens": 5}}}, (10, 5, False, None)),
        ({"usage": {"prompt_tokens": 10, "completion_tokens": 5, "cost": {"total_cost": 0.5}}}, (10, 5, False, 0.5)),
        ({"usage": {"prompt_tokens": 10, "completion_tokens": 5, "cost_in_usd_ticks": 5_000_000_000}}, (10, 5, False, 0.5)),
        ({"usage": {"prompt_tokens": 10, "completion_tokens": 5, "cost": 0.1, "is_byok": True, "cost_details": {"upstream_inference_cost": 0.4}}}, (10, 5, False, 0.5)),
        ({"usage": {"prompt_tokens": 10, "completion_tokens": 5, "cost": 0}}, (10, 5, False, None)),
        ({"usage": {"inputTokens": 10, "outputTokens": 5, "totalTokens": 15}}, (10, 5, False, None)),
        ({"usage": None}, (100, 25, True, None)),
        ({"usage": {"prompt_tokens": -1, "completion_tokens": float("nan")}}, (100, 25, True, None)),
        ({}, (100, 25, True, None)),
    ],
)  # fmt: skip
def test_usage_wherever_it_stands(payload, found):
    usage = read_usage(payload, {}, prompt_characters=400, written_characters=100)
    assert (usage.prompt_tokens, usage.completion_tokens, usage.estimated, usage.usd) == found


def completion(message: dict, finish: str | None = "stop", **payload) -> Answer | str:
    return read_answer(
        {"choices": [{"message": message, "finish_reason": finish}]} | payload, CALL, batch=False, seconds=0.0
    )


def test_where_answers_and_refusals_are_found():
    assert completion({"content": None, "reasoning_content": "x</think>" + ANSWER}).text == ANSWER
    assert completion({"content": None, "reasoning": "I think {a}."}).text == ""
    assert completion({"content": None, "reasoning_content": ANSWER}, "length").text == "", "cut thoughts are no answer"
    assert completion({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "a"}]}, {"type": "text", "text": ANSWER}]}).text == ANSWER  # fmt: skip
    assert completion({"content": None, "refusal": "No."}).finish == "refusal"
    assert completion({"content": ""}, "SAFETY").finish == "content_filter"
    assert "broke off" in completion({"content": "ab"}, "insufficient_system_resource")
    blocked = read_answer({"choices": [], "promptFeedback": {"blockReason": "SAFETY"}}, CALL, batch=False, seconds=0.0)
    assert blocked.finish == "content_filter" and not blocked.text
    for counted in ({"completion_tokens": 0, "total_tokens": 110}, {"completion_tokens": 100, "completion_tokens_details": {"reasoning_tokens": 100}}):  # fmt: skip
        silent = completion({"role": "assistant"}, "length", usage={"prompt_tokens": 10} | counted)
        assert (silent.completion_tokens, silent.reasoning, silent.text) == (100, 400, ""), "only the usage shows them"
    thought = completion({"content": "a", "reasoning_content": "b" * 400})
    assert thought.completion_tokens == 101 and thought.estimated, "thoughts are estimated too"


@pytest.mark.parametrize(
    ("cause", "code", "content", "context", "money"),
    [
        ('403 Your input was flagged for "violence". No credits were charged.', "", True, False, False),
        ("400 Output data may contain inappropriate content.", "data_inspection_failed", True, False, False),
        ("400 This model's maximum context length is 2048 tokens.", "", False, True, False),
        ("400 prompt is too long: 200251 tokens > 200000 maximum", "", False, True, False),
        ("400 Range of max_tokens should be [1, 8192]", "", False, True, False),
        (
            "400 The input token count (40000) exceeds the maximum number of tokens allowed (32768).",
            "",
            False,
            True,
            False,
        ),
        ("402 Insufficient Balance", "", False, False, True),
        ("429 You exceeded your current quota, please check your plan and billing details.", "", False, False, True),
        ("429 Rate limit reached for requests", "rate_limit_exceeded", False, False, False),
        ("422 unexpected text: '- Medical Billing - Grammar and Temperature Control'", "", False, False, False),
        ("400 Skills: - Medical Billing - Grammar and Temperature Control cannot be read", "", False, False, False),
    ],
)
def test_an_error_is_read_by_what_the_server_says_itself(cause, code, content, context, money):
    status = int(cause[:3])
    assert (about_content(cause, code, BODY), about_context(cause, code, BODY), about_money(status, cause, code, BODY)) == (content, context, money)  # fmt: skip


def test_what_an_error_repeats_of_the_request_is_left_out():
    said = without_echo(
        "400 cannot read: Skills: - Medical Billing - Grammar and Temperature Control in message 1", BODY
    )
    assert said == "400 cannot read: in message 1"
    assert without_echo("400 json_schema is not supported", BODY) == "400 json_schema is not supported"
    for own in ("'temperature' does not support 0.2", "role 'system' is not supported"):
        body = {"messages": [{"role": "system", "content": "Heating system: temperature control"}], "temperature": 0.2}
        assert without_echo(own, body) == own, "the name of a field is no echo of a prompt that has the word"
    assert sort_of('400 request req_12ab: "x" has 17 tokens') == sort_of('400 request req_99: "y z" has 4 tokens')


@pytest.mark.parametrize(
    ("cause", "field"),
    [
        ("400 parameter.enable_thinking must be set to false for non-streaming calls", {"enable_thinking": False}),
        ("400 `reasoning_effort` must be none", {"reasoning_effort": "none"}),
        ("400 'top_k' should be 20", {"top_k": 20}),
        (
            "400 Unsupported value: 'reasoning_effort' must be one of 'none' for this model.",
            {"reasoning_effort": "none"},
        ),
        ("400 `max_tokens` must be greater than `thinking.budget_tokens`.", None),
        ("400 `top_k` must be at least 1", None),
        ("400 the request must be shorter", None),
    ],
)
def test_the_field_that_a_server_wants(cause, field):
    assert (json.loads(wanted_field(cause)) if field else wanted_field(cause)) == field


def test_pages_and_wrapped_errors_with_status_200():
    page = error_in_body("<!DOCTYPE html><title>\n Sign  in </title>", "")
    assert page.code == NO_CHAT_SERVER and page.final and "a web page (Sign" in page.cause
    assert error_in_body({"error": {"code": "429", "message": "busy"}}, "").overload
    assert error_in_body({"choices": [{"error": {"code": 502, "message": "upstream"}}]}, "").status == 502
    assert error_in_body({"error": "model is loading"}, "").cause == "error model is loading"
    assert error_in_body({"base_resp": {"status_code": 1004, "status_msg": "login"}}, "").cause == "error 1004 login"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('data: {"choices": [{"delta": {"content": "a"}}]}\n\n: ping\n\ndata: {"choices": [{"delta": {"content": "b"}, "finish_reason": "length"}]}\r\n\r\ndata: {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2}}\n\ndata: [DONE]', ("ab", "length", 3, 2)),
        ('event: x\ndata: {"choices": [{"delta": {"reasoning_content": "t"}}], "model": "n"}\ndata: {"choices": [{"delta": {"content": "b\u2028c"}, "finish_reason": "stop"}]}', ("b\u2028c", "stop", 100, 1)),
        ('data: {"choices": [{"delta": {"content": "a"}}]}\n\ndata: {"error": {"message": "gone", "code": 502}}', "502 gone"),
        ('data: {"choices": [{"delta": {"content": "a"}}]}\n\n', "error the stream ends before the answer does"),
        ('data: {"choices": [{"delta": {"content": "a', "200 with text that is no JSON ('data: {\"choices\": [{\"delta\": {\"content\": \"a')"),
    ],
)  # fmt: skip
def test_a_stream_is_put_together(text, found):
    payload = joined_stream(text)
    answer = read_answer(payload, CALL, batch=False, seconds=0.0)
    if isinstance(found, str):
        assert error_in_body(payload, str(answer)).cause == found
    else:
        assert (answer.text, answer.finish, answer.prompt_tokens, answer.completion_tokens) == found


@pytest.mark.parametrize(
    "message",
    [
        {"content": [ANSWER[:9], ANSWER[9:]]}, {"content": {"type": "text", "text": ANSWER}},
        {"content": "", "tool_calls": [{"function": {"name": "f", "arguments": ANSWER}}]},
        {"content": None, "function_call": {"name": "f", "arguments": ANSWER}},
    ],
)  # fmt: skip
def test_answers_in_other_shapes(message):
    assert completion(message).text == ANSWER


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "is not JSON"), ("[1]", "is not a JSON object"), ('{"messages": []}', "messages is what is asked"),
     ('{"max_tokens": 5}', "give --answer-tokens"), ('{"temperature": 0}', "has an option of its own")],
)  # fmt: skip
def test_extra_fields_are_checked_before_anything_is_asked(text, message):
    with pytest.raises(BadInput, match=message):
        Endpoint("http://127.0.0.1:1/v1", "m", extra_body=text)


def test_extra_fields_are_sent_and_part_of_the_address():
    request, plain = Request((Message("user", "u"),), 10, "l"), Endpoint("http://127.0.0.1:1/v1", "m")
    one, same = (
        Endpoint(plain.base_url, "m", extra_body=text) for text in ('{"b": 1, "a": {"c": 2}}', '{"a":{"c":2},"b":1}')
    )
    assert one.call(request).body["a"] == {"c": 2} and one.call(request).address == same.call(request).address
    assert one.call(request).address != plain.call(request).address
    assert Endpoint(plain.base_url, "m", extra_body="{}").call(request).address == plain.call(request).address
    moved = Endpoint("http://127.0.0.1:2/v1", "m", same_as=f"{plain.base_url}/")
    assert moved.call(request).address == plain.call(request).address
