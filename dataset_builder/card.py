"""The dataset card, README.md of the folder: YAML that the Hub reads, text that people read.

Everything in it comes from `build.json` and the files beside it; no figure is typed.
"""

from datasets import DatasetInfo, SplitDict, SplitInfo
from datasets.info import DatasetInfosDict
from huggingface_hub import DatasetCardData
from tabulate import tabulate

import rjdb

CONFIG_TEXT = {
    "triples": "one row a triple: all facts and the three documents",
    "matching": "does this resume meet every requirement of this job? (job, matched) = 1, (job, unmatched) = 0",
    "explanation": "the same pairs, with the skills and the experience that the resume lacks",
    "extraction": "each document with the skills and the jobs it states",
    "editing": "an unmatched resume, what is to be added, and the section as it should read then",
    "occupations": "the occupations of the graph, with SOC code, category and clusters",
    "skills": "the skills of the graph, with their other names",
    "edges": "which occupation needs which skill, and which source says so",
    "provenance": "how each triple came about",
    "rejected": "triples that failed a check, with the reason",
}

COLUMN_TEXT = {
    "id": "split and number; a task's rows add which document or section they are about",
    "job_title": "the advertised job, which is the newest of `experiences`",
    "category": "one of the paper's five groups: " + ", ".join(rjdb.CATEGORIES),
    "cluster": "the cluster of the graph that the career was sampled from",
    "skills": "what the job asks for (triples), what the document states (extraction), what is missing (explanation)",
    "extra_skills": "on the matched resume, though the job does not ask for them",
    "experiences": "jobs, newest first; `years` is what the job asks for, the dates are what the resume shows",
    "first_name": "given name of both resumes",
    "gender": "of the given name; balanced within every cluster",
    "removed_skills": "asked for, and absent from the unmatched resume",
    "unmatched_skills": "all skills of the unmatched resume",
    "experience_edit": "how the newest job of the unmatched resume differs: shortened, dropped, replaced or kept",
    "unmatched_experiences": "all jobs of the unmatched resume",
    "negative_kind": "`deletion`, or `neighbour` where near skills of the graph stand in for the removed ones",
    "job_description": "text of the job description",
    "resume_matched": "text of the resume that meets every requirement",
    "resume_unmatched": "text of the resume that does not",
    "resume": "text of the resume",
    "label": "1 match, 0 no match",
    "document_type": "`job description` or `resume`",
    "document": "text of the document",
    "section": "`skills` or `experience`",
    "add_skills": "skills to add to the section",
    "experience_change": "what is to change in the experience",
    "target": "the section after the change",
    "prompt": "input text, ready for a model: `rjdb.prompt(config, **row)`",
    "completion": "answer text: `rjdb.parse(config, completion)` gives the labels back",
    "title": "name of the occupation",
    "soc_code": "code of the Standard Occupational Classification 2018, where the source has one",
    "clusters": "the clusters that hold the occupation; they overlap",
    "source": "where the row comes from; its licence is in the table of licences",
    "skill": "name of the skill",
    "aliases": "other names of the same skill",
    "occupation": "name of the occupation",
    "recipe": "how facts were sampled: `facts` or `paper`",
    "teacher": "who wrote the text",
    "seed": "seed of the build",
    "walk": "occupations in the order the walk met them",
    "attempt": "how many earlier drafts of this id were rejected",
    "model": "the model that answered; empty for the offline teacher, like all columns about requests",
    "fingerprint": "the server's word for the state of the model",
    "parameters": "what was sent beside the messages, as JSON",
    "requests": "addresses of the requests in the store",
    "prompt_hash": "hash of the teacher's prompt",
    "usage": "tokens the teacher read and wrote",
    "cost_usd": "what the teacher cost",
    "code_version": "version and digest of the code",
    "reason": "the check that failed",
}

RECIPE_TEXT = {
    "facts": (
        "Recipe `facts`: every label is fixed before a word is written. The skills belong to the advertised job; both "
        "resumes are written independently, in the same mixture of styles; a removed skill appears nowhere in the "
        "unmatched resume, not even in a job title; three quarters of the negatives get near neighbours of the graph "
        "in place of what was removed, so that they are not shorter; resumes carry skills and years that nobody asked for."
    ),
    "paper": (
        "Recipe `paper`: as the paper and its release do it. The skills are those of the oldest job of the career, the "
        "years are those held, and the unmatched resume is the matched one with skills deleted and the newest job "
        "shortened, dropped or kept. It shows the shortcuts that the gate below measures; train on `facts` instead."
    ),
    "original": (
        "Imported from the original release (Megagon Labs, 2023) as it is: text by GPT-4, labels from its "
        "metadata. Its label noise and its surface cues are measured below, not mended."
    ),
}

TEACHER_LICENCE = {"other": "have the terms of the model's vendor: read them before you publish"}

CITATION = """\
@misc{rjdb_software,
  title  = {RJDB: the Resume--Job Description Benchmark as software},
  author = {{The RJDB developers}},
  year   = {2026}
}
@misc{rjdb_paper,
  title  = {Distilling Large Language Models using Skill-Occupation Graph Context for HR-Related Tasks},
  author = {Pezeshkpour, Pouya and Iso, Hayate and Lake, Thom and Bhutani, Nikita and Hruschka, Estevam},
  year   = {2023},
  eprint = {2311.06383},
  archivePrefix = {arXiv}
}"""


def write_card(build: dict, download_bytes: dict[str, int], statistics: str, gate: list[list[str]]) -> str:
    """The whole README.md.

    `build` is the content of build.json, `download_bytes` the file bytes of each config, `statistics` and `gate`
    the rendered tables.
    """
    text = "\n\n".join(
        [
            "# RJDB: Resume–Job Description Benchmark",
            _introduction(build),
            "## Use\n\n" + _USE,
            "## Configs\n\n" + _configs(build),
            "## How it was made\n\n" + _making(build),
            "## Splits\n\n" + _SPLITS,
            "## Quality\n\n" + _quality(build, gate),
            "## Statistics\n\n" + statistics,
            "## Baselines\n\nNot part of this build; the gate above lists the rules that were measured with it.",
            "## Licences\n\n" + _licences(build),
            "## Intended and prohibited uses\n\n" + _USES,
            "## Personal data and bias\n\n" + _PERSONAL,
            "## Build it again\n\n" + _again(build),
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
        size_categories=[_size_category(rows)],
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


def _size_category(rows: int) -> str:
    bounds = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
    return next((name for bound, name in bounds if rows < bound), "1M<n<10M")


def _introduction(build: dict) -> str:
    return (
        "Triples of a job description, a resume that meets it and a resume that does not, with every label that "
        "decides which is which, cut into four tasks: match, explain, extract, edit. The text is synthetic: careers "
        "are sampled from a skill–occupation graph, then written down by a teacher "
        f"(`{build['settings']['teacher']}`). The design follows [arXiv 2311.06383](https://arxiv.org/abs/2311.06383)."
    )


_USE = """\
```python
from datasets import load_dataset

matching = load_dataset("rjdb", "matching")         # beside the folder `rjdb`, or anywhere after `import rjdb`
row = matching["test"][0]
print(row["prompt"], row["completion"])
```

`prompt` and `completion` are plain text, the same for every model; `rjdb.parse` reads an answer back."""


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


_SPLITS = """\
A triple's split is decided by its facts: a career (the set of its job titles) and a demand (the advertised title
with its set of skills) that appear in validation or test do not appear in train. `test_unseen` advertises only
occupations that no other split shows anywhere, their junior and senior forms included. An imported release keeps the
split it was given."""


def _quality(build: dict, gate: list[list[str]]) -> str:
    rejected = build["rejected"]
    reasons = "".join(f"\n- {reason}: {count:,}" for reason, count in sorted(rejected["reasons"].items()))
    return (
        tabulate(gate, ["measure", "value", "limit", "verdict", "strongest cue"], "github", disable_numparse=True)
        + "\n\nA cue that tells the matched from the unmatched resume without reading the job is a shortcut; measures "
        "with a limit must stay within it for the dataset to be published. The others are baselines: reading is the task."
        + f"\n\nRejected by checks: {rejected['rows']:,} drafts, {100 * rejected['share']:.2f} % of all written "
        f"({'config `rejected`' if rejected['rows'] else 'so there is no config `rejected`'}).{reasons}"
        + ("\n\n" + noise_table(build["label_noise"]) if "label_noise" in build else "")
    )


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


_USES = """\
Intended: research on matching, explaining, extracting and editing; training and comparing models; tests of software
that reads resumes and job descriptions.

Prohibited: decisions about people. Nothing here measures how well a person does a job. Do not use this data, or a model
trained on it, to rank, filter or reject applicants."""

_PERSONAL = """\
No person is described. Given names come from a list, surnames are drawn at random, e-mail addresses use reserved domains
(an imported release keeps its own). Names are balanced by gender within every cluster, and drawn uniformly, so a name says
nothing about the job. Occupations, skills and their wording follow job markets of English-speaking countries."""


def _again(build: dict) -> str:
    return (
        f"```bash\n{build['command']}\n```\n\nBuild `{build['hash']}`, code `{build['settings']['code_version']}`. The "
        "same command with the same code and inputs gives the same bytes."
    )
