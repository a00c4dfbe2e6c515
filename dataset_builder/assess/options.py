"""The options of the verbs `assess` and `study`."""

import argparse


def add_assess_options(verb: argparse.ArgumentParser) -> None:
    """Options of `AssessConfig`, but for those of the server."""
    verb.add_argument("folders", nargs="+", metavar="FOLDER", help="a dataset, or several to compare")
    verb.add_argument("--out", default="assessment", metavar="FOLDER", help="where scores, table and figure go")
    verb.add_argument("--split", default="test", help="whose triples are judged")
    verb.add_argument("--triples", type=int, default=100, help="how many of each dataset, the same ids of all")
    verb.add_argument("--samples", type=int, default=20, help="answers a score where the server tells no probabilities")
    verb.add_argument("--seed", type=int, default=0, help="another seed, other triples")


def add_study_options(verb: argparse.ArgumentParser) -> None:
    """The actions export, annotate and import; options of `StudyConfig`."""
    actions = verb.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, text: str) -> argparse.ArgumentParser:
        return actions.add_parser(
            name, help=text, description=text, formatter_class=argparse.ArgumentDefaultsHelpFormatter
        )

    export = action("export", "Write blind sheets, one an annotator, and the key to them.")
    export.add_argument("folder", metavar="FOLDER", help="a dataset")
    export.add_argument(
        "--jobs",
        required=True,
        metavar="REAL",
        help="real ads: CSV, TSV, xlsx or JSON lines with jobtitle and jobdescription, a folder of them, or an RJDB folder",
    )
    export.add_argument("--out", default="study", metavar="FOLDER", help="where the study goes")
    export.add_argument("--n", type=int, default=100, help="generated job descriptions, each with the nearest real one")
    export.add_argument("--annotators", type=int, default=3, help="sheets to write")
    export.add_argument("--split", default="test", help="whose job descriptions are read")
    export.add_argument("--seed", type=int, default=0, help="another seed, other job descriptions in another order")
    export.add_argument(
        "--similarity", default="ngrams", help="how titles are compared: ngrams, or sentence-transformers:MODEL"
    )
    page = action("annotate", "Fill in a sheet in the browser.")
    page.add_argument("sheet", metavar="SHEET", help="a sheet that export wrote")
    page.add_argument("--port", type=int, default=7860, help="where the page is served, on this machine alone")
    back = action("import", "Check the sheets that came back; means, intervals and agreement.")
    back.add_argument("folder", metavar="STUDY", help="what export wrote")
    back.add_argument("sheets", nargs="*", metavar="SHEET", help="CSV or xlsx; those in STUDY/sheets otherwise")
