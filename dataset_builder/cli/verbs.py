"""The verbs of `rjdb`, which is `python -m dataset_builder`. Each function adds a verb's options to its parser and sets what runs.

The configuration of a verb is imported where its options are added, for the one verb that is called, and what it works
with where it runs: help, and options that cannot be read, take no pyarrow, datasets or scikit-learn.
"""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dataset_builder.cli.exit_codes import exit_code
from dataset_builder.cli.options import Parser, add_options, names_of, read_config
from dataset_builder.errors import BadInput, check_choices, command

if TYPE_CHECKING:
    from dataset_builder.quality.human_study.study_config import SkillStudyConfig, StudyConfig

_TEACHER_GROUP = "a teacher behind an OpenAI-compatible server"


@dataclass(frozen=True)
class GraphOptions:
    teacher: Literal["openai"] | None = field(
        default=None,
        metadata={"help": "who names skills of occupations that no source gives any, or labels the sheet of --sample"},
    )
    graphml: str | None = field(default=None, metadata={"help": "also write the graph as GraphML", "metavar": "FILE"})

    def __post_init__(self) -> None:
        check_choices(self)


def graph(parser: Parser) -> None:
    """Make a skill-occupation graph from public job data."""
    from dataset_builder.graph.graph_config import GraphConfig
    from dataset_builder.llm.request_config import RequestConfig
    from dataset_builder.quality.graph_labels.config import LabelsConfig

    add_options(parser, GraphConfig)
    add_options(parser, GraphOptions)
    add_options(parser.add_argument_group("is the graph true?"), LabelsConfig)
    add_options(parser.add_argument_group(_TEACHER_GROUP), RequestConfig)

    def run(args: argparse.Namespace) -> int:
        config, options, labels = (read_config(one, args) for one in (GraphConfig, GraphOptions, LabelsConfig))
        server = read_config(RequestConfig, args) if options.teacher else None
        if labels.sample or labels.judged:
            from dataset_builder.quality.graph_labels.run import run_labels

            return _print_text(run_labels(labels, config.out, config.seed, server, config.quiet))
        if config.out is None:
            raise BadInput("--out is missing; say where the graph goes")
        ask = None
        from dataset_builder.graph import graph_size
        from dataset_builder.graph.make_graph import run_graph

        if server:
            from dataset_builder.sources import llm_skills

            ask = partial(llm_skills.read, teacher=server, quiet=config.quiet)
        made = run_graph(config, ask)
        for counts in made.row_counts:
            print(counts, file=sys.stderr)
        print(graph_size.render(made))
        if options.graphml:
            import networkx

            from dataset_builder.storage.files import replacing

            with replacing(Path(options.graphml)) as temporary:
                networkx.write_graphml(made.to_networkx(), temporary)
        return 0

    parser.set_defaults(run=run)


@dataclass(frozen=True)
class BuildOptions:
    teacher: Literal["template", "openai"] = field(
        default="template", metadata={"help": "who writes: offline, or a server"}
    )

    def __post_init__(self) -> None:
        check_choices(self)


def build(parser: Parser) -> None:
    """Build the dataset: a folder that is a Hugging Face dataset repository."""
    from dataset_builder.pipeline.configs import BuildConfig
    from dataset_builder.teachers.llm_config import TeacherConfig

    add_options(parser, BuildConfig)
    add_options(parser, BuildOptions)
    _add_teacher(parser, TeacherConfig)

    def run(args: argparse.Namespace) -> int:
        by_template = read_config(BuildOptions, args).teacher == "template"
        teacher = None if by_template else read_config(TeacherConfig, args)
        config = read_config(BuildConfig, args)
        from dataset_builder.pipeline.build import build as build_dataset

        return _print_report(build_dataset(config, teacher))

    parser.set_defaults(run=run)


def _add_teacher(parser: Parser, config_class: type) -> None:
    from dataset_builder.llm.request_config import RequestConfig

    asking = names_of(RequestConfig)
    add_options(parser.add_argument_group("how the teacher writes"), config_class, but=asking)
    add_options(parser.add_argument_group(_TEACHER_GROUP), config_class, only=asking)


def plan(parser: Parser) -> None:
    """Ask a teacher for a pilot; tokens, dollars and hours for the whole, with an interval."""
    from dataset_builder.pipeline.configs import BuildConfig, PlanConfig
    from dataset_builder.teachers.llm_config import TeacherConfig

    add_options(parser, BuildConfig)
    add_options(parser, PlanConfig)
    _add_teacher(parser, TeacherConfig)

    def run(args: argparse.Namespace) -> int:
        configs = [read_config(config_class, args) for config_class in (BuildConfig, TeacherConfig, PlanConfig)]
        from dataset_builder.pipeline.pilot import run_plan

        return _print_text(run_plan(*configs).text())

    parser.set_defaults(run=run)


def requests(parser: Parser) -> None:
    """Look into the store of requests: ls, show ID, export FILE."""
    from dataset_builder.llm.request_listing import RequestsConfig, run_requests

    add_options(parser, RequestsConfig)
    parser.set_defaults(run=lambda args: _print_text(run_requests(read_config(RequestsConfig, args))))


def import_(parser: Parser) -> None:
    """Import the original release (JSON lines) into the same folder format."""
    from dataset_builder.pipeline.configs import ImportConfig

    add_options(parser, ImportConfig)

    def run(args: argparse.Namespace) -> int:
        config = read_config(ImportConfig, args)
        from dataset_builder.pipeline.import_original import import_release

        report = import_release(config)
        kept = sum(size["rows"] for size in report.build["sizes"]["triples"].values())
        rejected = report.build["rejected"]["rows"]
        _print_report(report)
        print(f"\n{config.path}: {kept + rejected:,} rows = {kept:,} kept + {rejected:,} rejected")
        return 0  # the gate judges what a release is, not whether it was imported

    parser.set_defaults(run=run)


def judge(parser: Parser) -> None:
    """Have a language model score documents: consistency and factuality, Figure 2."""
    from dataset_builder.llm.server import ServerConfig
    from dataset_builder.quality.llm_judge.judge_config import JudgeConfig

    server = names_of(ServerConfig)
    add_options(parser, JudgeConfig, but=server)
    add_options(parser.add_argument_group("a judge behind an OpenAI-compatible server"), JudgeConfig, only=server)

    def run(args: argparse.Namespace) -> int:
        config = read_config(JudgeConfig, args)
        from dataset_builder.quality.llm_judge.judge import run_judge

        return _print_text(run_judge(config).text())

    parser.set_defaults(run=run)


@dataclass(frozen=True)
class AnnotateOptions:
    sheet: str = field(metadata={"help": "a sheet that export wrote", "metavar": "SHEET", "positional": True})
    port: int = field(default=7860, metadata={"help": "where the page is served, on this machine alone"})


@dataclass(frozen=True)
class StudyImportOptions:
    folder: str = field(metadata={"help": "what export wrote", "metavar": "STUDY", "positional": True})
    sheets: tuple[str, ...] = field(
        default=(),
        metadata={"help": "CSV or xlsx; those in STUDY/sheets otherwise", "metavar": "SHEET", "positional": True},
    )


def study(parser: Parser) -> None:
    """Have people score job descriptions, Table 2, or extracted skills, Table 9: sheets out, results in."""
    from dataset_builder.quality.human_study.study_config import SkillStudyConfig, StudyConfig

    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, config_class: type, text: str, run: Callable) -> None:
        sub = actions.add_parser(name, help=text, description=text)
        add_options(sub, config_class)
        sub.set_defaults(run=lambda args: run(read_config(config_class, args)))

    action("export", StudyConfig, "Write blind sheets, one per annotator, and the key to them.", _run_export)
    action("skills", SkillStudyConfig, "Write blind sheets of the skills that systems list.", _run_skills)
    action("annotate", AnnotateOptions, "Fill in a sheet in the browser.", _run_annotate)
    action("import", StudyImportOptions, "Check the sheets that came back; means, intervals, agreement.", _run_import)


def _run_export(config: "StudyConfig") -> int:
    from dataset_builder.quality.human_study.export import export_study

    return _print_text(export_study(config))


def _run_skills(config: "SkillStudyConfig") -> int:
    from dataset_builder.quality.human_study.skill_study import export_skill_study

    return _print_text(export_skill_study(config))


def _run_annotate(options: AnnotateOptions) -> int:
    from dataset_builder.quality.human_study.annotation_page import annotate

    annotate(Path(options.sheet), options.port)
    return 0


def _run_import(options: StudyImportOptions) -> int:
    from dataset_builder.quality.human_study import results, skill_study
    from dataset_builder.quality.human_study.export import read_study

    folder = Path(options.folder)
    study = read_study(folder)
    sheets = results.sheets_of(folder, options.sheets)
    if study.get("kind") == skill_study.KIND:
        return _print_text(skill_study.import_skill_study(folder, sheets, study))
    return _print_text(results.import_study(folder, sheets))


@dataclass(frozen=True)
class StatsOptions:
    folder: str = field(default="rjdb", metadata={"help": "a dataset", "metavar": "FOLDER", "positional": True})
    figures: str | None = field(
        default=None, metadata={"help": "write the PNG here instead of FOLDER/figures", "metavar": "FOLDER"}
    )
    tokenizer: str | None = field(
        default=None, metadata={"help": "a tokenizer.json: also print token lengths", "metavar": "JSON"}
    )
    duplicates: bool = field(default=False, metadata={"help": "also look for near-duplicates across splits (minutes)"})


def stats(parser: Parser) -> None:
    """Measure a dataset folder again: the paper's tables, the gate, figures as PNG."""
    add_options(parser, StatsOptions)

    def run(args: argparse.Namespace) -> int:
        from dataset_builder.report.dataset_report import measure_again

        given = read_config(StatsOptions, args)
        folder, workers = Path(given.folder), os.cpu_count() or 1
        return _print_report(measure_again(folder, given.tokenizer, given.duplicates, given.figures, workers))

    parser.set_defaults(run=run)


def publish(parser: Parser) -> None:
    """Release datasets, students and Spaces on the Hub; shows what it would do without --yes."""
    from dataset_builder.hub.configs import PublishConfig

    add_options(parser, PublishConfig)

    def run(args: argparse.Namespace) -> int:
        config = read_config(PublishConfig, args)
        from dataset_builder.hub.publish import publish as publish_folders

        return publish_folders(config)

    parser.set_defaults(run=run)


def verify(parser: Parser) -> None:
    """Build a release again from its recorded recipe and compare every file's hash."""
    from dataset_builder.hub.configs import VerifyConfig

    add_options(parser, VerifyConfig)

    def run(args: argparse.Namespace) -> int:
        from dataset_builder.hub.verify import verify as verify_release

        return verify_release(read_config(VerifyConfig, args))

    parser.set_defaults(run=run)


def _print_report(report) -> int:
    print(report.text())
    return 0 if report.passed is not False else 1


def _print_text(text: str) -> int:
    print(text)
    return 0


VERBS: dict[str, Callable[[Parser], None]] = {
    "graph": graph,
    "build": build,
    "plan": plan,
    "requests": requests,
    "import": import_,
    "judge": judge,
    "study": study,
    "stats": stats,
    "publish": publish,
    "verify": verify,
}


def command_parser(verb: str | None) -> Parser:
    """The parser of the command line, with the options of one verb and the names of the others."""
    main = Parser(prog=command(), description="Build the RJDB dataset.")
    verbs = main.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, add in VERBS.items():
        sub = verbs.add_parser(name, help=add.__doc__, description=add.__doc__)
        if name == verb:
            sub.add_argument("--quiet", action="store_true", help="no progress bars")
            add(sub)
    return main


def main(argv: list[str] | None = None) -> int:
    words = sys.argv[1:] if argv is None else argv

    def run() -> int:
        args = command_parser(next((word for word in words if not word.startswith("-")), None)).parse_args(words)
        return args.run(args)

    return exit_code(run)
