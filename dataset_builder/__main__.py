"""The verbs of the dataset: graph, build, plan, requests, import, assess, study, stats.

Exit codes: 0 done, 1 the built dataset failed the gate, 2 bad input, 3 a cap on dollars or tokens was reached, 130
stopped by Ctrl-C.
"""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from pathlib import Path

from dataset_builder.assess.options import add_assess_options, add_study_options
from dataset_builder.exits import exit_code


def _graph(args: argparse.Namespace) -> int:
    from dataset_builder.graph import table1
    from dataset_builder.graph.assembly import GraphConfig, run_graph

    ask = None
    if args.teacher:
        from dataset_builder.sources import teacher
        from dataset_builder.taught import TeacherConfig

        ask = partial(teacher.read, teacher=_config(TeacherConfig, args), quiet=args.quiet)
    graph = run_graph(_config(GraphConfig, args), ask)
    print(table1.render(graph))
    if args.graphml:
        import networkx

        from dataset_builder.folder import replacing

        with replacing(Path(args.graphml)) as temporary:
            networkx.write_graphml(graph.to_networkx(), temporary)
    return 0


def _build(args: argparse.Namespace) -> int:
    from dataset_builder.pipeline import BuildConfig, build
    from dataset_builder.taught import TeacherConfig

    teacher = None if args.teacher == "template" else _config(TeacherConfig, args)
    return _print(build(_config(BuildConfig, args), teacher))


def _plan(args: argparse.Namespace) -> int:
    from dataset_builder.pilot import PlanConfig, run_plan
    from dataset_builder.pipeline import BuildConfig
    from dataset_builder.taught import TeacherConfig

    print(run_plan(_config(BuildConfig, args), _config(TeacherConfig, args), _config(PlanConfig, args)).text())
    return 0


def _requests(args: argparse.Namespace) -> int:
    from dataset_builder.engine.listing import RequestsConfig, run_requests

    print(run_requests(_config(RequestsConfig, args)))
    return 0


def _import(args: argparse.Namespace) -> int:
    from dataset_builder.import_release import ImportConfig, import_release

    report = import_release(_config(ImportConfig, args))
    kept, rejected = sum(s["rows"] for s in report.build["sizes"]["triples"].values()), report.build["rejected"]["rows"]
    _print(report)
    print(f"\n{args.path}: {kept + rejected:,} rows = {kept:,} kept + {rejected:,} rejected")
    return 0  # the gate judges what a release is, not whether it was imported


def _stats(args: argparse.Namespace) -> int:
    from dataset_builder.report import measure_again

    return _print(measure_again(Path(args.folder), args.tokenizer, args.duplicates, args.figures, os.cpu_count() or 1))


def _assess(args: argparse.Namespace) -> int:
    from dataset_builder.assess.assessment import AssessConfig, run_assess

    args.folders = tuple(args.folders)
    print(run_assess(_config(AssessConfig, args)).text())
    return 0


def _publish(args: argparse.Namespace) -> int:
    from dataset_builder.hub.publish import PublishConfig, publish

    return publish(_config(PublishConfig, args))


def _verify(args: argparse.Namespace) -> int:
    from dataset_builder.hub.verify import VerifyConfig, verify

    return verify(_config(VerifyConfig, args))


def _study(args: argparse.Namespace) -> int:
    if args.action == "export":
        from dataset_builder.assess.export import StudyConfig, export_study

        print(export_study(_config(StudyConfig, args)))
        return 0
    if args.action == "annotate":
        from dataset_builder.assess.page import annotate

        annotate(Path(args.sheet), args.port)
        return 0
    from dataset_builder.assess.results import import_study

    print(import_study(Path(args.folder), [Path(sheet) for sheet in args.sheets]))
    return 0


def _config(config_class, args: argparse.Namespace):
    """The config of the options that the verb has; others keep their defaults."""
    given = vars(args)
    return config_class(**{field.name: given[field.name] for field in fields(config_class) if field.name in given})


def _print(report) -> int:
    print(report.text())
    return 0 if report.passed is not False else 1


def _add_build_options(build: argparse.ArgumentParser) -> None:
    """Options of `BuildConfig`."""
    build.add_argument("--out", default="rjdb", metavar="FOLDER", help="where the dataset goes")
    build.add_argument("--triples", type=int, default=2_000, help="train, validation and test; 52000 in the paper")
    build.add_argument("--recipe", default="facts", help="facts, or paper: as the paper and its release do it")
    build.add_argument("--graph", metavar="FOLDER", help="a graph made by the graph verb; the embedded one otherwise")
    build.add_argument("--names", metavar="CSV", help="given names (columns name, gender); the embedded list otherwise")
    build.add_argument("--max-removed", type=int, default=3, help="skills removed at most: 3 as in the release, 5 as in the paper's text")  # fmt: skip
    build.add_argument("--seed", type=int, default=0, help="another seed, other triples")
    build.add_argument("--workers", type=int, help="processes; as many as cores by default. Does not change the result")
    build.add_argument(
        "--overwrite", action="store_true", help="replace another dataset, or an unfinished build, there"
    )


def _add_server_options(add) -> None:
    """How a server is reached, and what it may cost."""
    add("--base-url", default="https://api.openai.com/v1", metavar="URL", help="where /chat/completions answers")
    add("--model", default="", help="a model the server knows")
    add("--api-key-env", default="OPENAI_API_KEY", metavar="NAME", help="environment variable that holds the key")
    add("--store", default="rjdb-requests.sqlite", metavar="FILE", help="every answer, so that nothing is paid twice")
    add("--concurrency", type=int, default=32, help="requests in flight at most")
    add("--timeout", type=float, default=600.0, help="seconds until a request counts as failed")
    add("--max-usd", type=float, help="stop when this command has spent so much")
    add("--max-tokens", type=int, help="stop when this command has used so many tokens")
    add("--price", metavar="IN,OUT", help="USD a million tokens")
    add("--prices", metavar="FILE", help="a YAML file like dataset_builder/engine/prices.yaml")


def _add_writing_options(sub: argparse.ArgumentParser) -> None:
    """Options of `TeacherConfig` that decide what a triple says."""
    add = sub.add_argument_group("how the teacher writes").add_argument
    add("--granularity", default="whole", help="facts recipe: whole documents, or section by section")
    add("--answer-tokens", type=int, default=2_000, help="cap for one document; a truncated one gets twice that, once")
    add("--repairs", type=int, default=2, help="times a failed answer is told its reason")
    add("--structured", action=argparse.BooleanOptionalAction, default=True, help="JSON by schema where the server can")
    add(
        "--knowledge", default="offline", help="teacher: it is also asked how many skills a job has, and how careers go"
    )


def _add_teacher_options(sub: argparse.ArgumentParser) -> None:
    """The other options of `TeacherConfig`."""
    add = sub.add_argument_group("a teacher behind an OpenAI-compatible server").add_argument
    _add_server_options(add)
    add("--temperature", type=float, help="the server's own by default")
    add("--top-p", type=float, help="the server's own by default")
    add("--sampling-seed", type=int, help="seed sent with every request")
    add(
        "--batch",
        default="off",
        help="off; submit: the server's batch API; cancel: collect what is done, the rest live",
    )
    add("--batch-file", metavar="FILE", help="write what is to be asked next for `vllm run-batch`, and end")
    add("--batch-results", metavar="FILE", help="read what `vllm run-batch` wrote")
    add(
        "--batch-wait",
        type=float,
        metavar="SECONDS",
        help="how long to wait for batches; all the time they take otherwise",
    )


def _add_release_verbs(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Options of `PublishConfig` and `VerifyConfig`."""
    publish = verb("publish", _publish, "Release datasets, students and Spaces on the Hub; shows what it would do without --yes.")  # fmt: skip
    publish.add_argument("folders", nargs="+", metavar="FOLDER", help="what build, training.sft or spaces/ left")
    publish.add_argument("--org", help="user or organisation; the token's own user by default")
    publish.add_argument("--repo", metavar="ORG/NAME", help="the whole name, for one folder")
    publish.add_argument("--revision", default="main", help="branch to commit to")
    publish.add_argument("--tag", help="tag for the release; v and the version on main by default")
    publish.add_argument("--private", action="store_true", help="a new repository is private")
    publish.add_argument("--pr", action="store_true", help="a pull request in place of a commit")
    publish.add_argument("--collection", metavar="TITLE", help="a collection that holds all of them")
    publish.add_argument("--terms-accepted", action="store_true", help="you read the terms of the vendor whose model wrote the text, and they let you publish it")  # fmt: skip
    publish.add_argument("--yes", action="store_true", help="send it")
    verify = verb("verify", _verify, "Build a release again from its recorded recipe and compare every file's hash.")
    verify.add_argument("release", metavar="FOLDER_OR_REPO", help="a folder, or org/name on the Hub")
    verify.add_argument("--revision", help="a tag, branch or commit on the Hub; main by default")
    verify.add_argument(
        "--graph", metavar="FOLDER", help="the graph it was built from, where that is not the embedded one"
    )
    verify.add_argument("--names", metavar="CSV", help="the given names it was built with, where they are not the embedded ones")  # fmt: skip
    verify.add_argument("--rebuilt", metavar="FOLDER", help="compare with this folder in place of a build made now")
    verify.add_argument("--workers", type=int, help="processes; as many as cores by default")


def parser() -> argparse.ArgumentParser:
    main = argparse.ArgumentParser(prog="python -m dataset_builder", description="Build the RJDB dataset.")
    verbs = main.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, run, text: str) -> argparse.ArgumentParser:
        sub = verbs.add_parser(
            name, help=text, description=text, formatter_class=argparse.ArgumentDefaultsHelpFormatter
        )
        sub.set_defaults(run=run)
        sub.add_argument("--quiet", action="store_true", help="no progress bars")
        return sub

    graph = verb("graph", _graph, "Make a skill-occupation graph from public job data.")
    graph.add_argument("--dice", metavar="CSV", help="job ads with columns jobtitle and skills (path or URL)")
    graph.add_argument("--bls", metavar="XLSX", help="BLS OEWS national workbook (path or URL)")
    graph.add_argument("--onet", metavar="FOLDER", help="O*NET database, xlsx or tab text (path or URL of the zip)")
    graph.add_argument("--onet-threshold", type=float, default=3.0, help="importance (1-5) a skill or knowledge needs")
    graph.add_argument(
        "--seed-graph",
        action=argparse.BooleanOptionalAction,
        help="merge the embedded graph in; without the flag only where no other source is given",
    )
    graph.add_argument("--min-cluster-size", type=int, default=10, help="smaller clusters go")
    graph.add_argument("--similarity", default="ngrams", help="how BLS titles find their nearest: ngrams, or sentence-transformers:MODEL")  # fmt: skip
    graph.add_argument("--seed", type=int, default=0, help="decides where clusters start")
    graph.add_argument("--out", required=True, metavar="FOLDER", help="where the graph goes")
    graph.add_argument("--graphml", metavar="FILE", help="also write the graph as GraphML")
    graph.add_argument("--overwrite", action="store_true", help="replace another graph there")
    graph.add_argument("--teacher", choices=["openai"], help="who names skills of occupations that no source gives any")
    _add_teacher_options(graph)

    build = verb("build", _build, "Build the dataset: a folder that is a Hugging Face dataset repository.")
    _add_build_options(build)
    build.add_argument(
        "--teacher", default="template", choices=["template", "openai"], help="who writes: offline, or a server"
    )
    _add_writing_options(build)
    _add_teacher_options(build)

    plan = verb("plan", _plan, "Ask a teacher for a pilot; tokens, dollars and hours for the whole, with an interval.")
    _add_build_options(plan)
    plan.add_argument(
        "--pilot", type=int, default=50, help="triples to write; kept, so a build does not pay them again"
    )
    _add_writing_options(plan)
    _add_teacher_options(plan)

    requests = verb("requests", _requests, "Look into the store of requests: ls, show ID, export FILE.")
    requests.add_argument("action", choices=["ls", "show", "export"])
    requests.add_argument("target", nargs="?", help="an ID for show, a file for export")
    requests.add_argument("--store", default="rjdb-requests.sqlite", metavar="FILE", help="the store of a build")
    requests.add_argument("--failed", action="store_true", help="failures only")
    requests.add_argument("--limit", type=int, default=20, help="rows that ls shows")

    release = verb("import", _import, "Import the original release (JSON lines) into the same folder format.")
    release.add_argument("path", metavar="JSONL", help="a file of the original release")
    release.add_argument("--out", required=True, metavar="FOLDER", help="where the dataset goes")
    release.add_argument("--split", help="train, validation or test; the file's name decides otherwise, else test")
    release.add_argument("--clean", action="store_true", help="strip debris around the documents")
    release.add_argument("--overwrite", action="store_true", help="replace another dataset there")

    assess = verb("assess", _assess, "Have a judge score documents: consistency and factuality, Figure 2.")
    add_assess_options(assess)
    _add_server_options(assess.add_argument_group("a judge behind an OpenAI-compatible server").add_argument)

    add_study_options(verb("study", _study, "Have people score job descriptions, Table 2: sheets out, results in."))

    stats = verb("stats", _stats, "Measure a dataset folder again: the paper's tables, the gate, figures as PNG.")
    stats.add_argument("folder", nargs="?", default="rjdb", metavar="FOLDER")
    stats.add_argument("--figures", metavar="FOLDER", help="write the PNG here instead of FOLDER/figures")
    stats.add_argument("--tokenizer", metavar="JSON", help="a tokenizer.json: also print token lengths")
    stats.add_argument(
        "--duplicates", action="store_true", help="also look for near-duplicates across splits (minutes)"
    )
    _add_release_verbs(verb)
    return main


def main(argv: list[str] | None = None) -> int:
    args = parser().parse_args(argv)
    return exit_code(lambda: args.run(args))


if __name__ == "__main__":
    sys.exit(main())
