"""The verbs of the dataset: graph, build, import, stats.

Exit codes: 0 done, 1 the built dataset failed the gate, 2 bad input, 130 stopped by Ctrl-C.
"""

import argparse
import os
import sys
from dataclasses import fields
from pathlib import Path

from dataset_builder.errors import BadInput


def _graph(args: argparse.Namespace) -> int:
    from dataset_builder.graph import table1
    from dataset_builder.graph.assembly import GraphConfig, run_graph

    graph = run_graph(_config(GraphConfig, args))
    print(table1.render(graph))
    if args.graphml:
        import networkx

        from dataset_builder.folder import replacing

        with replacing(Path(args.graphml)) as temporary:
            networkx.write_graphml(graph.to_networkx(), temporary)
    return 0


def _build(args: argparse.Namespace) -> int:
    from dataset_builder.build import BuildConfig, build

    return _print(build(_config(BuildConfig, args)))


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


def _config(config_class, args: argparse.Namespace):
    return config_class(**{field.name: getattr(args, field.name) for field in fields(config_class)})


def _print(report) -> int:
    print(report.text())
    return 0 if report.passed is not False else 1


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

    build = verb("build", _build, "Build the dataset: a folder that is a Hugging Face dataset repository.")
    build.add_argument("--out", default="rjdb", metavar="FOLDER", help="where the dataset goes")
    build.add_argument("--triples", type=int, default=2_000, help="train, validation and test together; 52000 in the paper")  # fmt: skip
    build.add_argument("--recipe", default="facts", help="facts, or paper: as the paper and its release do it")
    build.add_argument("--graph", metavar="FOLDER", help="a graph made by the graph verb; the embedded one otherwise")
    build.add_argument("--names", metavar="CSV", help="given names (columns name, gender); the embedded list otherwise")
    build.add_argument("--max-removed", type=int, default=3, help="skills removed at most: 3 as in the release, 5 as in the paper's text")  # fmt: skip
    build.add_argument("--seed", type=int, default=0, help="another seed, other triples")
    build.add_argument("--workers", type=int, help="processes; as many as cores by default. Does not change the result")
    build.add_argument(
        "--overwrite", action="store_true", help="replace another dataset, or an unfinished build, there"
    )

    release = verb("import", _import, "Import the original release (JSON lines) into the same folder format.")
    release.add_argument("path", metavar="JSONL", help="a file of the original release")
    release.add_argument("--out", required=True, metavar="FOLDER", help="where the dataset goes")
    release.add_argument("--split", help="train, validation or test; the file's name decides otherwise, else test")
    release.add_argument("--clean", action="store_true", help="strip debris around the documents")
    release.add_argument("--overwrite", action="store_true", help="replace another dataset there")

    stats = verb("stats", _stats, "Measure a dataset folder again: the paper's tables, the gate, figures as PNG.")
    stats.add_argument("folder", nargs="?", default="rjdb", metavar="FOLDER")
    stats.add_argument("--figures", metavar="FOLDER", help="write the PNG here instead of FOLDER/figures")
    stats.add_argument("--tokenizer", metavar="JSON", help="a tokenizer.json: also print token lengths")
    stats.add_argument(
        "--duplicates", action="store_true", help="also look for near-duplicates across splits (minutes)"
    )
    return main


def main(argv: list[str] | None = None) -> int:
    args = parser().parse_args(argv)
    try:
        return args.run(args)
    except BadInput as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; the same command continues where it was", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"error: {where}{error.strerror or error}; mend that and run the same command again", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
