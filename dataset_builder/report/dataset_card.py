"""The dataset card, README.md of the folder: YAML that the Hub reads, text that people read.

Everything in it comes from `build.json` and the files next to it; no figure is typed.
"""

import hashlib

from datasets import DatasetInfo, SplitDict, SplitInfo
from datasets.info import DatasetInfosDict
from huggingface_hub import DatasetCardData
from tabulate import tabulate

import rjdb
from dataset_builder.quality.graph_labels.results import Share
from dataset_builder.quality.graph_labels.results import tables as render_labels
from dataset_builder.quality.shortcut_gate import GateReport
from dataset_builder.report import fact_tables
from dataset_builder.report.card_text import (
    BIAS,
    CITATION,
    COLUMN_TEXT,
    CONFIG_TEXT,
    RECIPE_TEXT,
    SPLITS,
    TEACHER_LICENCE,
    USES,
    command_needs,
    use_text,
)
from dataset_builder.report.datasheet import EVIDENCE, changelog


def write_card(build: dict, download_bytes: dict[str, int], statistics: str, gate: list[list[str]]) -> str:
    """The whole README.md.

    `build` is the content of build.json, `download_bytes` the file bytes of each config, `statistics` and `gate`
    the rendered tables.
    """
    text = "\n\n".join(
        [
            "# RJDB: Resume–Job Description Benchmark",
            _introduction(build),
            "## Use\n\n" + use_text(),
            "## Configs\n\n" + _configs(build),
            "## How it was made\n\n" + _making(build),
            "## Splits\n\n" + SPLITS,
            "## Quality\n\n" + _quality(build, gate),
            "## Statistics\n\n" + statistics,
            "## Baselines\n\n" + _baselines(build),
            "## Licences\n\n" + _licences(build),
            "## Intended and prohibited uses\n\n" + USES,
            "## Personal and sensitive information\n\n" + _personal(build),
            "## Bias\n\n" + BIAS,
            "## Evidence for obligations of high-risk systems\n\n" + _evidence(),
            "## Build it again\n\n" + _again(build),
            "## Changes\n\n" + changelog(),
            "## Citation\n\n```bibtex\n" + CITATION + "\n```",
        ]
    )
    return f"---\n{_yaml(build, download_bytes)}\n---\n\n{text}\n"


def _yaml(build: dict, download_bytes: dict[str, int]) -> str:
    sizes = build["sizes"]
    rows = sum(split["rows"] for split in sizes["triples"].values())
    infos = DatasetInfosDict()
    for config, splits in sizes.items():
        num_bytes = sum(split["num_bytes"] for split in splits.values())
        infos[config] = DatasetInfo(
            features=rjdb.FEATURES[config],
            config_name=config,
            splits=_split_infos(splits),
            download_size=download_bytes[config],
            dataset_size=num_bytes,
        )
    card = DatasetCardData(
        language="en",
        license=build["licence"],
        pretty_name="RJDB: Resume–Job Description Benchmark",
        size_categories=[size_category(rows)],
        task_categories=["text-classification", "text-generation", "token-classification"],
        tags=["human-resources", "resumes", "job-descriptions", "skill-extraction", "synthetic", "knowledge-graph"],
        arxiv="2311.06383",
        configs=[_config_yaml(config, splits, build["hash"]) for config, splits in sizes.items()],
    )
    infos.to_dataset_card_data(card)
    return card.to_yaml().rstrip()


def _split_infos(splits: dict) -> SplitDict:
    infos = SplitDict()
    for name, size in splits.items():
        infos.add(SplitInfo(name, size["num_bytes"], size["rows"]))
    return infos


def _config_yaml(config: str, splits: dict, build_hash: str) -> dict:
    # the hash makes datasets' cache see a rebuilt folder as new
    entry = {
        "config_name": config,
        "description": f"{CONFIG_TEXT[config]} (build {build_hash})",
        "data_files": [{"split": split, "path": f"{config}/{split}-*"} for split in splits],
    }
    return entry | ({"default": True} if config == "triples" else {})


def size_category(rows: int) -> str:
    """The Hub's word for a number of rows."""
    bounds = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
    return next((name for bound, name in bounds if rows < bound), "1M<n<10M")


def _introduction(build: dict) -> str:
    return (
        "Triples of a job description, a resume that meets it and a resume that does not, with every label that "
        "decides which is which, cut into four tasks: match, explain, extract, edit. The text is synthetic: careers "
        "are sampled from a skill–occupation graph, then written down by a teacher "
        f"(`{build['settings']['teacher']}`). The design follows [arXiv 2311.06383](https://arxiv.org/abs/2311.06383)."
    )


def _configs(build: dict) -> str:
    splits = [s for s in rjdb.SPLITS if any(s in counts for counts in build["sizes"].values())]
    rows = [
        [f"`{config}`", CONFIG_TEXT[config], *(f"{counts[s]['rows']:,}" if s in counts else "" for s in splits)]
        for config, counts in build["sizes"].items()
    ]
    align = ["left", "left", *["right"] * len(splits)]
    columns = dict.fromkeys(name for features in rjdb.FEATURES.values() for name in features)
    column_rows = [
        [f"`{name}`", COLUMN_TEXT[name], ", ".join(c for c, f in rjdb.FEATURES.items() if name in f)]
        for name in columns
    ]
    return (
        tabulate(rows, ["config", "a row is", *splits], "github", colalign=align)
        + "\n\n"
        + tabulate(column_rows, ["column", "what it holds", "in"], "github")
    )


def _making(build: dict) -> str:
    settings = build["settings"]
    sources = ", ".join(f"{s['title']} ({s['licence']})" for s in build["sources"])
    steps = (
        f"Sources: {sources}.\n\n"
        "1. Graph: occupations and skills, bipartite; overlapping clusters are two-hop balls around random seeds.\n"
        "2. Walk: clusters take turns (a category gets turns by the square root of its occupations), one to five jobs along "
        "shared skills.\n"
        "3. Career: a plausible order, one to five years a job, the last year 2015–2023, dates that do not overlap.\n"
        "4. Facts: a given name (genders balanced within a cluster), skills removed, the newest job edited.\n"
        "5. Text by the teacher; 6. checks that keep a triple or reject it with a reason (config `rejected`).\n\n"
        if settings["recipe"] != "original"
        else f"Sources: {sources}.\n\n"
    )
    return steps + RECIPE_TEXT[settings["recipe"]]


def _quality(build: dict, gate: list[list[str]]) -> str:
    rejected = build["rejected"]
    reasons = "".join(f"\n- {reason}: {count:,}" for reason, count in sorted(rejected["reasons"].items()))
    return (
        tabulate(gate, ["measure", "value", "limit", "verdict", "strongest cue"], "github", disable_numparse=True)
        + "\n\nA cue that tells the matched from the unmatched resume without reading the job is a shortcut; measures "
        "with a limit must stay within it for the dataset to be published. The others are baselines: reading is the task."
        + f"\n\nRejected by checks: {rejected['rows']:,} drafts, {100 * rejected['share']:.2f} % of all written "
        f"(config `rejected`{'' if rejected['rows'] else ', here without rows'}).{reasons}"
        + _facts(build)
        + ("\n\n" + noise_table(build["label_noise"]) if "label_noise" in build else "")
        + ("\n\n" + _graph_labels(build["graph_labels"]) if "graph_labels" in build else "")
    )


def _facts(build: dict) -> str:
    """Spans and forms, of a build with mentions."""
    gate = GateReport.from_dict(build["gate"])
    return "\n\n" + fact_tables.tables(gate.facts, gate.forms) if gate.facts else ""


def _graph_labels(rows: list[dict]) -> str:
    """What blind judges said of the graph's names and pairs."""
    shares = [Share(**row) for row in rows]
    return f"Names and pairs of the graph, judged blindly, percent of judgements:\n\n{render_labels(shares, 'github')}"


def noise_table(noise: dict) -> str:
    """How well the released text holds its labels, as shares."""
    rows = [
        [name.replace("_", " "), "" if share is None else f"{100 * share:.1f} %"]
        for name, share in noise.items()
        if name != "rows"
    ]
    return tabulate(rows, ["label noise", "share"], "github", colalign=["left", "right"], disable_numparse=True)


def _licences(build: dict) -> str:
    by_source = [[s["name"], s["title"], s["licence"], s["url"]] for s in build["sources"]]
    graph_configs = ("occupations", "skills", "edges")
    by_config = [
        [f"`{c}`", "of the row's source" if c in graph_configs and len(by_source) > 1 else build["licence"]]
        for c in build["sizes"]
    ]
    return (
        tabulate(by_source, ["source", "title", "licence", "origin"], "github")
        + "\n\n"
        + tabulate(by_config, ["config", "licence"], "github")
        + f"\n\nText names skills and titles of all sources, so it carries the strictest of their licences. The teacher's "
        f"own words {TEACHER_LICENCE.get(build['teacher_licence'], 'are ' + build['teacher_licence'])}."
    )


def _personal(build: dict) -> str:
    if build["settings"]["recipe"] == "original":
        return (
            "Text by a model about invented people, as it was released; names and e-mail addresses are the model's own and "
            "were not checked against real ones. No special categories of personal data are known to be in it."
        )
    return (
        "No person is described. Given names come from a list, surnames are drawn at random, e-mail addresses use reserved "
        "domains and telephone numbers the reserved 555-01xx, places are invented, and there are no street addresses. "
        "Publishing scans every text column for what looks like personal data or a key, and refuses what it finds. Special categories of personal data (health, belief, origin, "
        "union membership) are not among the facts; `gender` is that of an invented given name."
    )


def _baselines(build: dict) -> str:
    """Rules that do not understand, as the gate measured them; the rest comes from a command."""
    rows = [
        [r["name"], "" if r["value"] is None else f"{r['value']:.3f}"]
        for r in build["gate"]["rows"]
        if r["limit"] is None
    ]
    return (
        "Matching by rules that do not understand, over all triples of this build (pairwise: which of two resumes; "
        "accuracy: yes or no, threshold set on half of the triples):\n\n"
        + tabulate(rows, ["rule", "share right"], "github", colalign=["left", "right"], disable_numparse=True)
        + "\n\nMajority, length, overlap, reading rules and gradient boosting on all four tasks, with intervals: "
        "`python -m training.evaluate --data rjdb`, in the paper's tables."
    )


def _evidence() -> str:
    return (
        "For providers of systems under Regulation (EU) 2024/1689, articles 9 to 15; `DATASHEET.md` says more:\n\n"
        + tabulate(EVIDENCE, ["article", "question", "evidence"], "github")
    )


def config_hash(files: dict[str, dict], config: str) -> str:
    """One hash for the files of a config: SHA-256 over the lines `sha256  path`, as sha256sum prints them."""
    lines = "".join(
        f"{file['sha256']}  {path}\n" for path, file in sorted(files.items()) if path.startswith(f"{config}/")
    )
    return hashlib.sha256(lines.encode()).hexdigest()


def _again(build: dict) -> str:
    environment = ", ".join(f"{name} {version}" for name, version in build["environment"].items())
    hashes = [[f"`{config}`", f"`{config_hash(build['files'], config)}`"] for config in build["sizes"]]
    needs = command_needs(build["settings"])
    return (
        f"{needs}{needs and chr(10) * 2}```bash\n{build['command']}\npython -m dataset_builder verify rjdb\n```\n\n"
        f"Build `{build['hash']}`, code `{build['settings']['code_version']}`, with {environment}. The same command with the "
        "same code, libraries and inputs gives the same bytes; `verify` builds again and compares file by file, here or "
        "at a revision on the Hub. Expected, SHA-256 over the lines of `sha256sum CONFIG/*`:\n\n"
        + tabulate(hashes, ["config", "SHA-256"], "github")
    )
