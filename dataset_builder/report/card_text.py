"""The sentences of the dataset card that are the same for every build."""

import re

import rjdb

CONFIG_TEXT = {
    "triples": "one row per triple: all facts and the three documents",
    "matching": "does this resume meet every requirement of this job? (job, matched) = 1, (job, unmatched) = 0",
    "explanation": "the same pairs, with the skills and the experience that the resume lacks, and what it meets with the spans of both",
    "extraction": "each document with the skills and the jobs it states",
    "editing": "an unmatched resume, what is to be added, and the section as it should read then",
    "mentions": "where a document of a triple states a fact: its form, from which character to which, and as what",
    "occupations": "the occupations of the graph, with SOC code, category and clusters",
    "skills": "the skills of the graph, with their other names",
    "edges": "which occupation needs which skill, and which source says so",
    "provenance": "how each triple came about",
    "rejected": "triples that failed a check, with the reason",
    "phrases": "a line with which posts ask for a skill, or resumes show it without its name, or one that comes near",
    "handwritten": "a realistic pair written by hand, with the status and evidence of every requirement; `validation` was read while systems were made, `test` by nobody who makes them",
    "assessment": "which requirements of the job does this resume meet, and which lines show it? Six resumes per job, of at most 5,000 jobs of a split",
}

COLUMN_TEXT = {
    "id": "split and number; a task's rows add which document or section they are about",
    "job_title": "the advertised job, which is the newest of `experiences`",
    "category": "one of the paper's five groups: " + ", ".join(rjdb.CATEGORIES),
    "cluster": "the cluster of the graph that the career was sampled from",
    "skills": "what the job asks for (triples), what the document states (extraction), what is missing (explanation; with "
    "`--explain-matches` a match lists what it shares)",
    "extra_skills": "on the matched resume, though the job does not ask for them",
    "experiences": "jobs, newest first; `years` is what the job asks for (0: this job is not asked for), the dates are what the resume shows",
    "first_name": "given name of both resumes",
    "gender": "of the given name; balanced within every cluster",
    "removed_skills": "asked for, and absent from the unmatched resume",
    "unmatched_skills": "all skills of the unmatched resume",
    "experience_edit": "how the newest job of the unmatched resume differs: shortened, dropped, replaced or kept",
    "unmatched_experiences": "all jobs of the unmatched resume",
    "negative_kind": "`deletion`, or `neighbour` where near skills of the graph stand in for the removed ones",
    "removed_kinds": "what each of `removed_skills` is: task, tool, software, method, knowledge, licence, certificate or "
    "language; skill where it is not known; empty in the imported release",
    "optional_skills": "skills that the post welcomes and does not require; each resume holds some of them",
    "alternatives": "`other` would do in place of the required `skill`; a resume holds `skill` or neither",
    "denied_skills": "skills that the post says it does not need",
    "job_description": "text of the job description",
    "resume_matched": "text of the resume that meets every requirement",
    "resume_unmatched": "text of the resume that does not",
    "resume": "text of the resume",
    "label": "1 match, 0 no match",
    "document_type": "`job description` or `resume`",
    "document": "text of the document; in mentions the column of `triples` that holds it",
    "section": "`skills` or `experience`",
    "add_skills": "skills to add to the section",
    "experience_change": "what is to change in the experience",
    "target": "the section after the change",
    "variant": "whose resume it is: matched, unmatched, jobs changed, skills changed, near (a job alike) or far",
    "fit": "share of the required points that are met",
    "line_numbers": "the lines of the resume that the prompt shows, counted from 1; name and contact block are left out",
    "matches": "what the resume meets: kind (skill, experience), name, and its characters in the job description (`job_start` to "
    "`job_end`) and in the resume; empty offsets where it was not located",
    "prompt": "input text, ready for a model, with a line break at its end: `rjdb.prompt(config, **row)`",
    "completion": "answer text: `rjdb.parse(config, completion)` gives the labels back",
    "title": "name of the occupation",
    "soc_code": "code of the Standard Occupational Classification 2018, where the source has one",
    "clusters": "the clusters that hold the occupation; they overlap",
    "source": "where the row comes from; its licence is in the table of licences",
    "feeders": "occupations that commonly lead to it",
    "duties": "what is done in it, base verb first",
    "licence": "licence of the row, that of its source",
    "skill": "name of the skill",
    "name": "the fact as the columns of `triples` have it (dates as `2013 - 2016`, years as `3 years`); empty for a description",
    "form": "the words of the document: its characters `start` to `end`",
    "form_kind": "what the form is to the name: `name`, `alias`, `inflection` or `phrase`; of titles also `singular`, `reordered`, "
    "`reworded`; of years `digits` or `words`; of dates `year` or `month`",
    "start": "offset of the first character",
    "end": "offset behind the last character",
    "item": "which job of the document, from 0 and newest first, or which degree",
    "kind": "of mentions: skill, title, years, dates, start_date, end_date, company, description, name, first_name, last_name, email, "
    "degree, field, school, graduated; of skills: task, tool, software, method, knowledge, licence, certificate or language; empty where only ads name the skill",
    "aliases": "other names of the same skill, or of the same occupation",
    "weight": "share of the occupation's ads that name the skill; 1 where a list does",
    "support": "what the edge rests on: ads, a task, technology or knowledge of O*NET, or its author's word (`written`)",
    "occupation": "name of the occupation",
    "recipe": "how facts were sampled: `facts` or `paper`",
    "teacher": "who wrote the text",
    "seed": "seed of the build",
    "walk": "occupations in the order the walk met them",
    "attempt": "how many earlier drafts of this id were rejected",
    "model": "the model that answered; empty for the offline teacher, like all columns about requests",
    "fingerprint": "the server's word for the state of the model",
    "parameters": "what was sent with the messages, as JSON",
    "requests": "addresses of the requests in the store",
    "prompt_hash": "hash of the teacher's prompt",
    "usage": "tokens the teacher read and wrote",
    "cost_usd": "what the teacher cost",
    "role": "of mentions: `required`, `optional`, `alternative` or `denied` by the job, `advertised` (its own title), `held` in a "
    "resume; of phrases: `asked`, `shown`, `near_miss`; of credentials also `written`, `expired`, `in_progress`, `too_low`; of titles "
    "`sounds_alike`",
    "text": "the line",
    "note": "why a line that comes near does not count",
    "pair_id": "name of the pair",
    "field": "field of work",
    "reasons": "why the label is what it is",
    "requirements": "what the post asks, as quoted, with its offsets, kind, whether it is optional, its status "
    "(met, too short, missing, unclear), months asked and held, and the lines of the resume that show it",
    "code_version": "version and digest of the code",
    "reason": "the check that failed",
}

RECIPE_TEXT = {
    "facts": (
        "Recipe `facts`: every label is fixed before a word is written. The skills belong to the advertised job; both "
        "resumes are written independently, in the same mixture of styles; a removed skill appears nowhere in the "
        "unmatched resume, not even in a job title; three quarters of the negatives get near neighbours of the graph "
        "in place of what was removed, so that they are not shorter; resumes carry skills and years that no job asks for. "
        "Some skills are asked for and shown by phrases that do not name them; posts name skills that are welcome, that would do "
        "in place of another, or that are not needed, and resumes have profiles, certificates, languages and projects."
    ),
    "paper": (
        "Recipe `paper`: as the paper and its release do it. The skills are those of the oldest job of the career, the "
        "years are those held, and the unmatched resume is the matched one with skills deleted and the newest job "
        "shortened, dropped or kept. It shows the shortcuts that the gate below measures; train on `facts` instead."
    ),
    "original": (
        "Imported from the original release (Megagon Labs, 2023) as it is: text by GPT-4, labels from its "
        "metadata. Its label noise and its surface cues are measured below, not fixed."
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

# The way from nothing to a published student, and how Colab is asked to open it.
NOTEBOOK = "docs/notebooks/train_and_publish.ipynb"
_BADGE = "https://colab.research.google.com/assets/colab-badge.svg"
_COLAB = "https://colab.research.google.com/github"
_GITHUB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?")

# The part of a card that says where the code is from; `publish` writes it anew with the address. `extra` is that of the package.
CODE_BLOCK = re.compile(r"<!-- code: (?P<extra>\w*) -->\n.*?<!-- end of code -->", re.DOTALL)


def code_block(extra: str = "", code: str | None = None) -> str:
    """How to install this project; `code` is the address of its repository, None where it is published nowhere."""
    package = f"[{extra}]" if extra else ""
    if code:
        text = f'The code is at <{code}>:\n\n```bash\npip install "rjdb{package} @ git+{code}"\n```'
    else:
        text = f"The code is the project RJDB; in a checkout of it, `pip install --editable '.{package}'` installs it."
    if extra == "train":
        text += f"\n\n{_notebook_text(code)}"
    return f"<!-- code: {extra} -->\n{text}\n<!-- end of code -->"


def _notebook_text(code: str | None) -> str:
    """Where the notebook is: Colab opens what lies on GitHub, so there it has the badge."""
    what = f"`{NOTEBOOK}` there trains a student on one GPU, a free one too, and publishes it."
    if found := _GITHUB.fullmatch(code or ""):
        return f"[![Open in Colab]({_BADGE})]({_COLAB}/{found[1]}/blob/main/{NOTEBOOK}) {what}"
    return what


def use_text(repository: str | None = None, code: str | None = None) -> str:
    """How to load the dataset: by its name on the Hub, or from the folder that it is on this machine (`repository` None)."""
    place = "" if repository else "         # next to the folder `rjdb`, or anywhere after `import rjdb`"
    return f"""\
```python
from datasets import load_dataset

matching = load_dataset("{repository or "rjdb"}", "matching"){place}
row = matching["test"][0]
print(row["prompt"], row["completion"])
```

`prompt` and `completion` are plain text, the same for every model, and are joined as they stand: a prompt ends with a
line break and holds no other, so that no token of a byte-level BPE belongs to both, and TRL's SFTTrainer takes its loss on
the completion alone. T5's tokenizer drops the break. `datasets` refuses a config without rows, such as `rejected` where no
draft failed, unless `rjdb` is imported or it is streamed. `rjdb.parse` reads an answer back:

```python
import rjdb

print(rjdb.parse("matching", "no match"))
```

{code_block("", code)}"""


def command_needs(settings: dict) -> str:
    """What the command that builds a dataset again asks for besides the code; "" where that is nothing. `settings` of build.json."""
    if settings["recipe"] == "original":
        return "It needs the file of the original release (Megagon Labs, 2023) in this folder."
    if settings["teacher"] != "template":
        return "It needs a server with the teacher's model and its key, or the store of its requests, and then asks nothing."
    return ""


SPLITS = """\
A triple's split is decided by its facts: a career (the set of its job titles) and a demand (the advertised title
with its set of skills) that appear in validation or test do not appear in train. `test_unseen` advertises only
occupations that no other split shows anywhere, their junior and senior forms included. An imported release keeps the
split it was given."""

USES = """\
Intended: research on matching, explaining, extracting and editing; training and comparing models; tests of software
that reads resumes and job descriptions.

Prohibited: decisions about people. Nothing here measures how well a person does a job. Do not use this data, or a model
trained on it, to rank, filter or reject applicants."""

BIAS = """\
Names are balanced by gender within every cluster, and drawn uniformly, so a name says nothing about the job: a model
that learns from names here learns noise. The column `gender` lets one measure whether a model's answers depend on the
name. Occupations, skills, their categories and their wording follow job markets of English-speaking countries and the
years 2015–2023; the categories are not equally large (see Statistics). The graph has no wages, no employers, no
seniority beyond words in titles."""
