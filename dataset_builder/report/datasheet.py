"""DATASHEET.md of the dataset folder: the questions of "Datasheets for Datasets" (arXiv 1803.09010), answered.

Also the map from obligations of high-risk AI systems to the files that hold evidence. Figures come from build.json.
"""

from collections.abc import Callable

from tabulate import tabulate

# What each version changed for those who use the data; the newest first.
CHANGES = {
    "1.0.0": (
        "First release with code: the graph, two recipes, four tasks, a gate against surface cues. Labels are fixed before "
        "text is written, so they cannot be compared row by row with the release of 2023. The config `mentions` says where each "
        "document states each fact; datasets that were built before it have none and load as before."
    ),
}

# (article of Regulation (EU) 2024/1689, question, where the evidence is).
EVIDENCE = [
    (
        "9, risk management",
        "Which misuse is foreseeable, and what is done about it?",
        "README.md, sections Intended and prohibited uses, Quality",
    ),
    ("10, data: design", "Which choices made this data, and why?", "README.md, section How it was made; build.json, `settings`"),
    ("10, data: origin", "Where does it come from, and under which terms?", "README.md, section Licences; build.json, `sources`"),
    ("10, data: preparation", "How was it labelled, checked, cleaned?", "README.md, section Quality; config `rejected`"),
    ("10, data: bias", "Which groups could be harmed, and what was measured?", "README.md, section Bias; columns gender, category"),
    ("10, data: gaps", "What is missing for the intended use?", "this file, Composition; README.md, section Intended and prohibited uses"),
    ("11, technical documentation", "What does a system's provider get to document the data?", "README.md; this file; build.json"),
    ("12, records", "Can each row be traced?", "config `provenance`: recipe, teacher, seed, walk, requests, code version"),
    ("13, transparency", "What must who deploys it know?", "README.md, sections Quality, Baselines, Statistics"),
    ("14, human oversight", "What must a person decide?", "README.md, section Intended and prohibited uses: no decision about people"),
    ("15, accuracy and robustness", "What do scores on it mean?", "README.md, sections Quality, Baselines; split test_unseen; eval.yaml"),
    ("15, cybersecurity", "Is this the data that was released?", "build.json, `files` (SHA-256); `python -m dataset_builder verify`"),
]  # fmt: skip


def write_datasheet(build: dict) -> str:
    """The whole file. `build` is the content of build.json."""
    sections = [f"## {title}\n\n{write(build)}" for title, write in _SECTIONS.items()]
    return "\n\n".join(["# Datasheet", _INTRODUCTION, *sections]) + "\n"


def changelog() -> str:
    return "\n".join(f"- {version}: {text}" for version, text in CHANGES.items())


_INTRODUCTION = (
    "The questions of [Datasheets for Datasets](https://arxiv.org/abs/1803.09010), in its order. Figures are those of "
    "`build.json` in the same folder; the card, `README.md`, has the tables."
)


def _motivation(build: dict) -> str:
    return (
        "To train and compare models that read resumes and job descriptions, with labels that are true by construction "
        "and without shortcuts that let a model score without reading. Real resumes are personal data and cannot be "
        "shared; the release of 2023 came without code, and its labels can be guessed from surface cues. Made by the "
        "RJDB developers; no one paid for it."
    )


def _composition(build: dict) -> str:
    sizes, rejected = build["sizes"], build["rejected"]
    splits = ", ".join(f"{split} {size['rows']:,}" for split, size in sizes["triples"].items())
    return (
        f"A row is a triple of documents with all its facts ({splits}), cut into {_tasks(sizes)} rows of four tasks. The "
        f"graph behind it is in the configs {_names(sizes, ('occupations', 'skills', 'edges'))}. It is a sample without "
        f"end: another seed makes other triples. Drafts that a check rejected ({rejected['rows']:,}) are kept apart with "
        "the reason. Labels are the facts that the text was written from. Splits share no career and no demand. It "
        "contains nothing that might be offensive by intent, refers to no living person, and needs no other resource. "
        "Missing on purpose: real employers, addresses, dates of birth, photographs, any measure of how well somebody "
        "works. Missing by nature: the variety of real writing, languages other than English, job markets outside the "
        "United States."
    )


def _tasks(sizes: dict) -> str:
    tasks = [sizes[config] for config in ("matching", "explanation", "extraction", "editing") if config in sizes]
    return f"{sum(size['rows'] for splits in tasks for size in splits.values()):,}"


def _names(sizes: dict, configs: tuple[str, ...]) -> str:
    return ", ".join(f"`{config}`" for config in configs if config in sizes)


def _collection(build: dict) -> str:
    sources = "; ".join(f"{s['title']} ({s['licence']}, {s['url']})" for s in build["sources"])
    if build["settings"]["recipe"] == "original":
        return f"Imported from {sources}. No one was asked, observed or paid for it here."
    return (
        f"Occupations and skills come from {sources}. Careers are sampled from the graph of both; the text was written by "
        f"the teacher `{build['settings']['teacher']}`. No person was asked, observed or paid; no consent was needed, for no "
        "data is about a person. Sampling: seed, recipe and size are in `build.json`."
    )


def _processing(build: dict) -> str:
    return (
        "Titles and skills of the sources are normalised and merged, other names kept as aliases. Every draft is read back "
        "and checked against its facts; what fails is rejected with a reason and published in the config `rejected`, where "
        "there is any. No text was edited by hand. The software is open; `verify` repeats the whole build."
    )


def _uses(build: dict) -> str:
    return (
        "See the card for intended and prohibited uses. No decision about a person may rest on this data or on a model "
        "trained on it: it holds no evidence of how well anybody does a job, and selection of applicants is a high-risk use "
        "under Regulation (EU) 2024/1689, Annex III. Scores here do not say how a model fares on real resumes."
    )


def _distribution(build: dict) -> str:
    return (
        f"As Parquet on the Hugging Face Hub, licence {build['licence']}; the card lists the licence of each config and of "
        f"each source. The teacher's words: {build['teacher_licence']}. No export control or other restriction is known."
    )


def _maintenance(build: dict) -> str:
    return (
        "By the developers of the software, through its repository. A release is a tag that does not move; earlier ones "
        "stay loadable with `revision=`. Errors: open a discussion at the dataset's page. Others may extend it: the same "
        f"code builds from other graphs and teachers.\n\nChanges:\n\n{changelog()}"
    )


def _evidence(build: dict) -> str:
    return (
        "Who builds a high-risk system has the obligations of Regulation (EU) 2024/1689, articles 9 to 15; this dataset is "
        "no such system. What it can contribute to their evidence:\n\n"
        + tabulate(EVIDENCE, ["article", "question", "evidence"], "github")
    )


_SECTIONS: dict[str, Callable[[dict], str]] = {
    "Motivation": _motivation,
    "Composition": _composition,
    "Collection": _collection,
    "Processing": _processing,
    "Uses": _uses,
    "Distribution": _distribution,
    "Maintenance": _maintenance,
    "Evidence for obligations of high-risk systems": _evidence,
}
