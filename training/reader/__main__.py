"""Resumes of any layout to data with evidence.

    python -m training.reader read resume.pdf                       # JSON Resume, printed
    python -m training.reader read resumes/ --out out               # out/resumes.jsonl, one row per file
    python -m training.reader read resumes/ --out out --system pointer --model students/pointer
    python -m training.reader read resumes/ --json | jq .resume
    python -m training.reader evaluate resumes/ --system rules      # against NAME.truth.json next to the files
    python -m training.reader draw resume.pdf --out pictures        # boxes and numbers of its lines

Exit codes: 0 done, 2 bad input, 130 stopped; the same command continues where it stopped.
"""

import sys
from dataclasses import replace

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options, read_config
from training.reader.bulk import ReadConfig, read_all
from training.reader.draw import DrawConfig, draw
from training.reader.evaluate import add_evaluate, run_evaluate
from training.reader.extraction import pointed_to
from training.reader.extraction.server import ServerOptions


def parser() -> Parser:
    made = Parser(prog="python -m training.reader", description=__doc__.split("\n")[0])
    verbs = made.add_subparsers(dest="verb", required=True, metavar="VERB")
    read = verbs.add_parser("read", help="files to JSON Resume with evidence")
    add_options(read, ReadConfig)
    add_options(read.add_argument_group("--system server, and --model DIR of --system pointer"), ServerOptions)
    add_options(verbs.add_parser("draw", help="pages with the boxes of their lines"), DrawConfig)
    add_evaluate(verbs.add_parser("evaluate", help="how well files are read, against truths written by hand"))
    return made


def main(argv: list[str] | None = None) -> int:
    def run() -> int:
        args = parser().parse_args(argv)
        if args.verb == "read":
            config = read_config(ReadConfig, args)
            server = read_config(ServerOptions, args) if config.system == "server" else None
            return read_all(replace(config, system=pointed_to(config.system, getattr(args, "model", None))), server)
        if args.verb == "evaluate":
            return run_evaluate(args)
        for path in draw(read_config(DrawConfig, args)):
            print(path)
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
