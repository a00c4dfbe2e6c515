"""Writes the README's figures: from benchmarks/results/*.json, and from what `make rjdb` builds and `judge` says of it.

    python -m benchmarks.readme           # write
    python -m benchmarks.readme --check   # exit 1 if the README would change

A block begins with `<!-- python -m benchmarks.readme: NAME -->` and ends with `<!-- end -->`.
"""

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path

from tabulate import tabulate

from benchmarks import build, demo, evaluate, llm, nano, publish, train, transcript
from benchmarks.figures import read, render

README = Path(__file__).parents[1] / "README.md"
COMPARED = ("original release", "paper", "facts")
BLOCK = re.compile(r"(<!-- python -m benchmarks\.readme: (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def comparison(results: dict) -> str:
    gates = [results["gates"][name] for name in COMPARED]
    rows = [[name, *(gate[name] for gate in gates)] for name in gates[0] if name != "triples"]
    shown = [[name, *(f"{v:,}" if isinstance(v, int) else f"{v:.3f}" for v in values)] for name, *values in rows]
    heads = [f"{name} ({gate['triples']:,} triples)" for name, gate in zip(COMPARED, gates)]
    heads[1:] = [f"RJDB, recipe {head}" for head in heads[1:]]
    align = ["left", "right", "right", "right"]
    return tabulate(shown, ["what tells them apart", *heads], "github", colalign=align, disable_numparse=True)


def graph(results: dict) -> str:
    return f"```\n{results['table1']}\n```"


def students(results: dict) -> str:
    return f"{nano.training_table(results['training'])}\n\n{nano.verdict(results['splits']['test'])}"


def printed() -> dict[str, str]:
    """The end of what `make rjdb` prints, the gate and where the dataset is; what `judge` prints of that dataset with
    the tests' double of a server as the judge; and what the commands for another teacher print with it."""
    from dataset_builder.pipeline.build import BuildConfig, build

    with tempfile.TemporaryDirectory() as scratch:
        report = build(BuildConfig(out=str(Path(scratch) / "rjdb"), quiet=True))
        judged = judgement(report.folder, Path(scratch))
    taught = transcript.transcripts()
    gate, end = report.text().split("\n\n")[-2:]
    end = end.replace(str(report.folder), "rjdb").partition(", build ")[0]  # the hash changes with every line of code
    return {"make rjdb": f"```\n…\n{gate}\n\n{end}, build …\n```", "judge": judged} | taught


def judgement(folder: Path, scratch: Path) -> str:
    from dataset_builder.quality.llm_judge.judge import JudgeConfig, run_judge
    from tests.doubles.openai_server import Behaviour, Double

    files = {"store": str(scratch / "requests.sqlite"), "out": str(scratch / "judgement")}
    with Double(Behaviour(model="M", unfit=0.02)) as double:
        config = JudgeConfig((str(folder),), model="M", base_url=double.base_url, triples=30, quiet=True, **files)
        return f"```\n{run_judge(config).text()}\n```"


def written(text: str, blocks: dict[str, str]) -> str:
    """The text with each named block filled anew; a name that is not there is an error."""
    missing = set(blocks) - {match[2] for match in BLOCK.finditer(text)}
    if missing:
        raise ValueError(f"{README.name} has no block named {', '.join(sorted(missing))}")
    return BLOCK.sub(
        lambda match: f"{match[1]}{blocks[match[2]]}\n{match[3]}" if match[2] in blocks else match[0], text
    )


def stored() -> dict[str, str]:
    """The blocks whose figures lie in benchmarks/results/*.json."""
    results = json.loads(build.RESULTS.read_text(encoding="utf-8"))
    scores = json.loads(evaluate.RESULTS.read_text(encoding="utf-8"))
    return {
        "comparison": comparison(results),
        "graph": graph(results),
        "build": render(read(build.RESULTS)),
        "evaluate": evaluate.table(scores),
        **publish.readme_blocks(),
        "demo": render(read(demo.RESULTS)),
        "llm": render(read(llm.RESULTS), questions=False),
        "train": render(read(train.RESULTS)),
        "students": students(json.loads(nano.RESULTS.read_text(encoding="utf-8"))),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--check", action="store_true", help="only say whether the README is current")
    args = parser.parse_args()
    old = README.read_text(encoding="utf-8")
    new = written(old, stored() | printed())
    if args.check:
        print("README.md is current" if new == old else "README.md is not current: run python -m benchmarks.readme")
        return int(new != old)
    README.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
