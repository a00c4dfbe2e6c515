"""Small real-world cases of reading, by kind: what passes, and what was got where it does not.

    python -m training.cases cases/reading.jsonl
    python -m training.cases cases/reading.jsonl --json results.json

A case is a line {id, kind, input, expect}. Prints a table of kinds and the failed ids with what was got; --json writes a list
of {id, kind, passed, got}. Exit codes: 0 all passed, 1 some failed, 2 bad input.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tabulate import tabulate

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser
from dataset_builder.errors import BadInput
from dataset_builder.graph.ads.names import ad_name
from dataset_builder.storage.files import write_json
from dataset_builder.text import qualifications
from dataset_builder.text.dates import Date
from dataset_builder.text.experience import resume_jobs
from dataset_builder.text.names.matching import SkillNames
from dataset_builder.text.posts.post import Point, read_post
from dataset_builder.text.posts.requirement_kinds import Kind, kind_of
from dataset_builder.text.requirement_status import Status
from dataset_builder.text.requirements import asked_in
from dataset_builder.text.resumes.resume import read_resume
from training.rules.judging import Judged, judge, label_of


@cache
def known_names() -> SkillNames:
    """The names of the embedded graph with their aliases."""
    from training.rules.gazetteer import Names

    return SkillNames(Names.embedded().skills)


def _today(given: str | None = None) -> Date:
    if given is None:
        return Date.today()
    year, month, *_ = given.split("-")
    return Date(int(year), int(month))


# ------------------------------------------------------------------------------------------------- what is got


def _span(case: dict) -> object:
    job = next(iter(resume_jobs(case["line"], _today(case.get("on")))), None)
    if job is None:
        return {"title": None, "start": None, "end": None}
    return {"title": job.title, "start": job.dates[0], "end": job.dates[1]}


def _asked(case: dict) -> object:
    found = next(iter(asked_in(case["line"])), None)
    return {"title": None, "months_min": None} if found is None else {"title": found.title, "months_min": found.months}


def _asked_of_job(case: dict) -> object:
    points = read_post(case["job"]).points
    found = [point for point in points if point.title and not point.optional]
    return {"asked": [{"title": point.title, "months_min": point.months} for point in found]}


def _skill_met(case: dict) -> object:
    return {"met": known_names().shows(case["asked"], case["held"])}


def _qualification_met(case: dict) -> object:
    kind = kind_of(case["asked"], False)
    kind = kind if kind in qualifications.KINDS else Kind.CERTIFICATE
    lines = [line for line in case["held"].split("\n") if line.strip()]
    return {"met": qualifications.judge(case["asked"], kind, lines, _today(case.get("on"))).status is Status.MET}


def _requirements(case: dict) -> object:
    points = [
        point
        for point in read_post(case["job"]).points
        if point.kind is not Kind.EXPERIENCE or (point.names and not point.title)
    ]
    groups = [point for point in points if point.least is not None and not point.optional]
    got: dict[str, object] = {
        "required": [name for point in points if point.least is None and not point.optional for name in _names(point)],
        "optional": [name for point in points if point.optional for name in _names(point)],
        "one_of": [list(point.names) for point in groups if point.least == 1],
    }
    if of_n := [[point.least, list(point.names)] for point in groups if point.least != 1]:
        got["n_of"] = of_n
    return got


def _names(point: Point) -> tuple[str, ...]:
    return point.names or (point.text,)


def _entries(case: dict) -> object:
    jobs = read_resume(case["resume"], _today(case.get("on"))).jobs
    return {
        "jobs": [
            {"title": job.title, "company": job.company or None, "start": job.dates[0], "end": job.dates[1]}
            for job in jobs
        ]
    }


def _skills(case: dict) -> object:
    found = read_resume(case["resume"], _today(case.get("on"))).skills
    return {"skills": [skill.name for skill in found]}


def _person(case: dict) -> object:
    return {"name": read_resume(case["resume"]).name or None}


def _ad_name(case: dict) -> object:
    return {"name": ad_name(case["of"], case["text"])}


def _verdict(case: dict) -> object:
    today = _today(case.get("on"))
    judged = judge(read_post(case["job"]), read_resume(case["resume"], today), known_names(), today)
    return {"label": label_of(judged), "status": _statuses(judged)}


def _statuses(judged: tuple[Judged, ...]) -> dict[str, str]:
    """By the line as written, by the names in it and by the title asked."""
    found: dict[str, str] = {}
    for one in judged:
        keys = (one.point.text, one.point.title, one.point.field, *(one.point.names if one.point.least is None else ()))
        found |= {key: one.status.value for key in keys if key}
    return found


# ------------------------------------------------------------------------------------------------- what is right


def _folded(value: object) -> object:
    """Without case; None and "" are the same."""
    if isinstance(value, str):
        return " ".join(value.casefold().split())
    if isinstance(value, dict):
        return {key: _folded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_folded(one) for one in value]
    return value


def _same(got: object, expect: object) -> bool:
    return _folded(got) == _folded(expect)


def _same_asked(got, expect) -> bool:
    def key(one: dict) -> str:
        return json.dumps(_folded(one), sort_keys=True)

    return sorted(map(key, got["asked"])) == sorted(map(key, expect["asked"]))


def _same_requirements(got, expect) -> bool:
    def groups(lists) -> list:
        return sorted(sorted(_folded(group)) for group in lists)

    def of_n(lists) -> list:
        return sorted((number, sorted(_folded(group))) for number, group in lists)

    return (
        sorted(_folded(got["required"])) == sorted(_folded(expect["required"]))
        and sorted(_folded(got["optional"])) == sorted(_folded(expect["optional"]))
        and groups(got["one_of"]) == groups(expect["one_of"])
        and of_n(got.get("n_of", [])) == of_n(expect.get("n_of", []))
    )


def _same_skills(got, expect) -> bool:
    has = got["skills"]
    return all(name in has for name in expect["has"]) and not any(
        name.startswith(no) for name in has for no in expect["has_not"]
    )


def _same_verdict(got, expect) -> bool:
    statuses = {_folded(key): value for key, value in got["status"].items()}
    return got["label"] == expect["label"] and all(
        statuses.get(_folded(key)) == value for key, value in expect["status"].items()
    )


def _same_name(got, expect) -> bool:
    return got["name"] == expect["name"]


KINDS: dict[str, tuple[Callable[[dict], object], Callable[..., bool]]] = {
    "span": (_span, _same), "asked": (_asked, _same), "asked_of_job": (_asked_of_job, _same_asked), "skill_met": (_skill_met, _same),
    "qualification_met": (_qualification_met, _same), "requirements": (_requirements, _same_requirements), "entries": (_entries, _same),
    "skills": (_skills, _same_skills), "person": (_person, _same_name), "ad_name": (_ad_name, _same_name), "verdict": (_verdict, _same_verdict),
}  # fmt: skip


def read_cases(path: Path) -> list[dict]:
    """The cases of a file. Raises BadInput: no such file, a line that is no case."""
    if not path.is_file():
        raise BadInput(f"{path}: no such file; give a file of cases, one JSON object per line")
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except ValueError as error:
            raise BadInput(f"{path}, line {number}: no JSON ({error}); one case per line") from None
        missing = [key for key in ("id", "kind", "input", "expect") if not isinstance(case, dict) or key not in case]
        if missing:
            raise BadInput(f"{path}, line {number}: no field {missing[0]}; a case is {{id, kind, input, expect}}")
        if case["kind"] not in KINDS:
            raise BadInput(f"{path}, line {number}, kind {case['kind']!r}: not known; give one of {', '.join(KINDS)}")
        cases.append(case)
    return cases


def run_case(case: dict) -> dict:
    """{id, kind, passed, got} of a case."""
    read, same = KINDS[case["kind"]]
    try:
        got = read(case["input"])
        passed = same(got, case["expect"])
    except (KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            f"case {case['id']}: {type(error).__name__} {error}; its kind {case['kind']} has other fields"
        ) from error
    return {"id": case["id"], "kind": case["kind"], "passed": passed, "got": got}


def main(arguments: list[str] | None = None) -> int:
    parser = Parser(prog="python -m training.cases", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("file", type=Path, help="a file of cases, one JSON object per line", metavar="FILE")
    parser.add_argument("--json", type=Path, help="where the results go", metavar="OUT")
    args = parser.parse_args(arguments)
    cases = read_cases(args.file)
    results = [run_case(case) for case in cases]
    expected = {case["id"]: case["expect"] for case in cases}
    total, passed = Counter(one["kind"] for one in results), Counter(one["kind"] for one in results if one["passed"])
    rows = [(kind, passed[kind], total[kind]) for kind in KINDS if total[kind]]
    print(tabulate([*rows, ("all", sum(passed.values()), len(results))], ("kind", "passed", "total"), "github"))
    for one in results:
        if not one["passed"]:
            print(
                f"{one['id']}: got {json.dumps(one['got'], ensure_ascii=False)}, expected {json.dumps(expected[one['id']], ensure_ascii=False)}"
            )
    if args.json is not None:
        write_json(args.json, results)
    return int(len(results) > sum(passed.values()))


if __name__ == "__main__":
    sys.exit(exit_code(main))
