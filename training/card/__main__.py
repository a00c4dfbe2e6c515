"""Writes the model card of a student.

python -m training.card students/matcher --evaluation evaluation/test
"""

import sys
from pathlib import Path

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser
from dataset_builder.errors import BadInput
from dataset_builder.storage.files import replacing
from training.card.results import read_evaluations
from training.card.student_card import read_facts, save, write_card


def main(argv: list[str] | None = None) -> int:
    parser = Parser(prog="python -m training.card", description="Write the card of a student.")
    parser.add_argument("student", help="a finished student's folder, or the recipe of one that is not trained")
    parser.add_argument("--evaluation", action="append", default=[], metavar="OUT", help="once or more: what training.evaluate wrote")  # fmt: skip
    parser.add_argument("--repository", metavar="ORG/NAME", help="how the snippets load it (default: the folder's name)")  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="FILE", help="the card alone, there; needed for a recipe")
    args = parser.parse_args(argv)

    def run() -> int:
        facts = read_facts(args.student, args.repository)
        evaluations = read_evaluations(args.evaluation)
        if args.out:
            text = write_card(facts, evaluations)
            with replacing(args.out) as temporary:
                temporary.write_text(text, encoding="utf-8")
            print(f"{args.out}: written")
            return 0
        if facts.identity is None:
            raise BadInput(f"{args.student}: is a recipe and has no folder for its card; give --out FILE")
        for path in save(Path(args.student), facts, evaluations):
            print(f"{path}: written")
        return 0

    return exit_code(run)


if __name__ == "__main__":
    sys.exit(main())
