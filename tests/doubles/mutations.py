"""Ways in which a teacher's answer can be spoilt; the same seed spoils the same way."""

from random import Random


def mutated(text: str, rng: Random) -> str:
    """The answer after one to three accidents."""
    for _ in range(rng.randint(1, 3)):
        text = rng.choice(_ACCIDENTS)(text, rng)
    return text


def _cut(text: str, rng: Random) -> str:
    return text[: rng.randint(0, len(text))]


def _behead(text: str, rng: Random) -> str:
    return text[rng.randint(0, len(text)) :]


def _shuffle_lines(text: str, rng: Random) -> str:
    lines = text.split("\n")
    rng.shuffle(lines)
    return "\n".join(lines)


def _mangle_headers(text: str, rng: Random) -> str:
    return text.replace("#" * rng.randint(1, 5), rng.choice(("", "*", "# #", "=====", "\t", "####### ")))


def _quotes(text: str, rng: Random) -> str:
    return text.replace(
        rng.choice(('"', "\n", " ", "{")), rng.choice(('""', '\\"', "'\"'", '{"', "\\\\n", "]]")), rng.randint(1, 40)
    )


def _unicode(text: str, rng: Random) -> str:
    place = rng.randint(0, len(text))
    return (
        text[:place]
        + rng.choice(("\u202e", "\x00\x01", "\ud800", "中文字", "\ufeff", "e\u0301" * 30, "🙂" * 9, "\u2028"))
        + text[place:]
    )


def _megabyte_line(text: str, rng: Random) -> str:
    place = rng.randint(0, len(text))
    return (
        text[:place]
        + rng.choice(("a", "- ", "(", "Python, ", "##", "\\", "1. ", '"')) * rng.choice((1_000, 300_000))
        + text[place:]
    )


def _repeat(text: str, rng: Random) -> str:
    return text * rng.randint(2, 9)


def _nest(text: str, rng: Random) -> str:
    return rng.choice(("[", '{"skills":', "(")) * rng.choice((50, 5_000)) + text


def _wrap(text: str, rng: Random) -> str:
    return rng.choice(
        ("```json\n{}\n```", '"{}"', "Sure! Here it is:\n\n{}\n\nLet me know!", "<answer>{}</answer>")
    ).replace("{}", text)


def _other_types(text: str, rng: Random) -> str:
    return rng.choice(("null", "[]", "{}", "0", '""', '{"skills": null, "experience": {"a": [1]}, "last_name": 5, "education": [[]]}',
                       '{"skills": [{"name": "x"}], "summary": [], "experience": true, "responsibilities": "a\\nb"}', "\n" * 50, "#" * 500))  # fmt: skip


_ACCIDENTS = (
    _cut, _behead, _shuffle_lines, _mangle_headers, _quotes, _unicode, _megabyte_line, _repeat, _nest, _wrap, _other_types,
)  # fmt: skip
