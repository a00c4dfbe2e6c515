"""Writes the generated blocks of README.md and docs/*.md: from benchmarks/results/*.json, and from what commands print.

    python -m benchmarks.readme           # write
    python -m benchmarks.readme --check   # exit 1 if a document would change

A block begins with `<!-- python -m benchmarks.readme: NAME -->` and ends with `<!-- end -->`. Every block that is made here
stands in one document at least, and a document holds no other.
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tabulate import tabulate

from benchmarks import (
    assessor,
    build,
    demo,
    evaluate,
    example,
    first_minutes,
    gpu,
    graph,
    llm,
    phrases,
    pointer,
    pointer_curve,
    publish,
    reader,
    reader_fields,
    train,
    transcript,
)
from benchmarks.figures import read, render

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCUMENTS = (README, *sorted((ROOT / "docs").glob("*.md")))
COMPARED = ("original release", "paper", "facts")
# What the README shows of the comparison; docs/benchmarks.md has all of it.
DECIDING = (
    "resume-only AUC", "shape-only pairwise accuracy", "removed skills surviving", "sampled skills missing",
)  # fmt: skip
# Blocks that `printed` makes.
PRINTED = ("make rjdb", "example", "judge", "teacher", "teacher, batch", "teacher, file")
BLOCK = re.compile(r"(<!-- python -m benchmarks\.readme: (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def comparison(results: dict, names: Iterable[str] = ()) -> str:
    """The gate on the original release and on both recipes: the rows `names`, or all."""
    gates = [results["gates"][name] for name in COMPARED]
    rows = [[name, *(gate[name] for gate in gates)] for name in names or gates[0] if name != "triples"]
    shown = [[name, *(f"{v:,}" if isinstance(v, int) else f"{v:.3f}" for v in values)] for name, *values in rows]
    heads = [f"{name} ({gate['triples']:,} triples)" for name, gate in zip(COMPARED, gates)]
    heads[1:] = [f"RJDB, recipe {head}" for head in heads[1:]]
    align = ["left", "right", "right", "right"]
    return tabulate(shown, ["what tells them apart", *heads], "github", colalign=align, disable_numparse=True)


def printed() -> dict[str, str]:
    """What commands print: `make rjdb` (its end, and one triple), `judge` of that dataset with the tests' double of a server
    as the judge, and the commands for another teacher with the same double."""
    from dataset_builder.pipeline.build import BuildConfig, build

    with tempfile.TemporaryDirectory() as scratch:
        report = build(BuildConfig(out=str(Path(scratch) / "rjdb"), quiet=True))
        shown, judged = example.example(report.folder), judgement(report.folder, Path(scratch))
    taught = transcript.transcripts()
    gate, end = report.text().split("\n\n")[-2:]
    end = end.replace(str(report.folder), "rjdb").partition(", build ")[0]  # the hash changes with every line of code
    return {"make rjdb": f"```\n…\n{gate}\n\n{end}, build …\n```", "example": shown, "judge": judged} | taught


def judgement(folder: Path, scratch: Path) -> str:
    from dataset_builder.quality.llm_judge.judge import JudgeConfig, run_judge
    from tests.doubles.openai_server import Behaviour, Double

    files = {"store": str(scratch / "requests.sqlite"), "out": str(scratch / "judgement")}
    with Double(Behaviour(model="M", unfit=0.02)) as double:
        config = JudgeConfig((str(folder),), model="M", base_url=double.base_url, triples=30, quiet=True, **files)
        return f"```\n{run_judge(config).text()}\n```"


def written(documents: Mapping[Path, str], blocks: Mapping[str, str]) -> dict[Path, str]:
    """The documents with each named block filled anew.

    Raises:
        ValueError: a block that no document holds, or one in a document that is not made here.
    """
    held = {match[2]: path for path, text in documents.items() for match in BLOCK.finditer(text)}
    if missing := sorted(set(blocks) - set(held)):
        raise ValueError(f"no document has a block named {', '.join(missing)}")
    if unknown := sorted(set(held) - set(PRINTED) - set(stored())):
        raise ValueError(f"{held[unknown[0]].name}: block {unknown[0]} is not made by benchmarks.readme")
    return {
        path: BLOCK.sub(lambda m: f"{m[1]}{blocks[m[2]]}\n{m[3]}" if m[2] in blocks else m[0], text)
        for path, text in documents.items()
    }


def stored() -> dict[str, str]:
    """The blocks whose figures lie in benchmarks/results/*.json."""
    results, scores, tables, table1 = map(_json, (build.RESULTS, evaluate.RESULTS, evaluate.TABLES, graph.RESULTS))
    return {
        "gate": comparison(results, DECIDING),
        "comparison": comparison(results),
        "not ours": evaluate.not_ours(scores),
        "paper": evaluate.paper(),
        "students": pointer.short(read(pointer.RESULTS)),
        "graph": f"```\n{table1['table1']}\n```",
        "graph speed": render(read(graph.RESULTS)),
        "first minutes": render(read(first_minutes.RESULTS)),
        "build": render(read(build.RESULTS)),
        "headlines": evaluate.table(scores),
        "baselines": evaluate.document(tables),
        "pointer": pointer.table(read(pointer.RESULTS)),
        "pointer curve": pointer_curve.table(read(pointer_curve.RESULTS)),
        "pointer verdicts": pointer_curve.verdict_table(read(pointer_curve.RESULTS)),
        **assessor.kept_tables(json.loads(assessor.RESULTS.read_text(encoding="utf-8"))),
        "phrases": phrases.table(read(phrases.RESULTS)),
        "phrases, runs": phrases.runs(read(phrases.RESULTS)),
        **publish.blocks(),
        "demo": render(read(demo.RESULTS)),
        "llm": render(read(llm.RESULTS), questions=False),
        "train": render(read(train.RESULTS)),
        "gpu": gpu.kept(),
        **reader.blocks(),
        **reader_fields.blocks(),
    }


def _json(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def texts(paths: Iterable[Path] = DOCUMENTS) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in paths}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--check", action="store_true", help="only say which documents are not current")
    args = parser.parse_args()
    old = texts()
    changed = {path: text for path, text in written(old, stored() | printed()).items() if text != old[path]}
    for path, text in changed.items():
        name = path.relative_to(ROOT)
        print(f"{name} is not current: run python -m benchmarks.readme" if args.check else f"{name} written")
        if not args.check:
            path.write_text(text, encoding="utf-8")
    return int(args.check and bool(changed))


if __name__ == "__main__":
    sys.exit(main())
