"""Thoughts that stand before an answer, in the markup of all models that mark them.

A chat template may hold the opening mark, so the answer begins with thoughts and only their end is marked: everything up to
the last end is thought, the rest is the answer. An opening mark without an end is thought to the last character.
"""

import re

_NAMES = r"(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflection|scratch_?pad|analysis|seed:think|antthinking|internal_monologue)"
_BEGIN = re.compile(
    rf"<{_NAMES}(?:\s[^<>]*)?>|\[THINK\]|◁think▷|<\|begin_of_thought\|>|<\|START_THINKING\|>|<\|inner_prefix\|>|"
    r"<\|channel>\s*thought|<unused94>\s*thought|<\|channel\|>\s*(?:analysis|commentary)|Here is my thought process:",
    re.I,
)
_END = re.compile(
    rf"</{_NAMES}\s*>|\[/THINK\]|◁/think▷|<\|end_of_thought\|>|<\|END_THINKING\|>|<\|inner_suffix\|>|<channel\|>|"
    r"<unused95>|<\|channel\|>\s*final[^<>]*(?:<\|constrain\|>[^<>]*)?<\|message\|>",
    re.I,
)
# gpt-oss where the server drops the special tokens of its channels, and Granite, which thinks in words
_WORDED = re.compile(r"\s*(?:analysis.*assistant\s*final|Here is my thought process:.*?Here is my response:)", re.S)
# What some models put around the answer itself
_WRAPPERS = (
    re.compile(r"\s*<(answer|response|final|final_answer|output|solution)>(.*?)(?:</\1>\s*)?\Z", re.S | re.I),
    re.compile(r"\s*<\|(?:begin_of|start)_(box|solution|response|text)\|>(.*?)(?:<\|end_(?:of_)?\1\|>\s*)?\Z", re.S | re.I),
)  # fmt: skip
_TURN_BEGIN = re.compile(r"<\|start\|>\s*assistant")
# Tokens that end a turn, where the server returns them as text
_TURN_END = re.compile(
    r"(?:\s*(?:<\|(?:im_end|eot_id|end|return|endoftext|end_of_text|eom_id|END_RESPONSE|END_OF_TURN_TOKEN|user|call)\|>|"
    r"<end_of_turn>|<turn\|>|</s>|<eos>|\[/INST\]|<｜end▁of▁sentence｜>))+\s*\Z"
)


def split_thoughts(text: str) -> tuple[str, str]:
    """(thoughts, answer). The answer is empty where the thoughts have no end; both are stripped of markup only if there is any."""
    if _has_no_mark(text):
        return "", _unwrapped(text)
    text = _TURN_END.sub("", text)
    ends = list(_END.finditer(text))
    if ends:
        thoughts, answer = text[: ends[-1].start()], text[ends[-1].end() :]
        begun = _BEGIN.search(text)
        if not answer.strip() and begun and text[: begun.start()].strip():  # thought after the answer
            thoughts, answer = text[begun.end() : ends[-1].start()], text[: begun.start()]
        return thoughts, _unwrapped(answer)
    if worded := _WORDED.match(text):
        return worded[0], _unwrapped(text[worded.end() :])
    if (begun := _BEGIN.search(text)) and not _TURN_BEGIN.sub("", text[: begun.start()]).strip():
        return text[begun.end() :], ""
    return "", _unwrapped(text)


def _has_no_mark(text: str) -> bool:
    """Most answers; a fraction of the time that the patterns take."""
    if "<" in text or "◁" in text:
        return False
    small = text.casefold()
    return not (
        "think]" in small or "[/inst]" in small or small.lstrip().startswith(("analysis", "here is my thought"))
    )


def _unwrapped(answer: str) -> str:
    for wrapper in _WRAPPERS:
        if found := wrapper.match(answer):
            return found[2].strip()
    return answer.strip() if answer[:1].isspace() else answer
