"""The verbs `study skills` and `study import` for Table 9's human columns: are extracted skills right, and how many are extra?

    python -m training.evaluation.out_of_distribution --skills skillspan=FOLDER --system rules --system FOLDER --out ood
    python -m dataset_builder study skills ood/answers/*.jsonl --n 100 --annotators 3 --out study-skills
    python -m dataset_builder study import study-skills

Each line of an answers file is {"system", "id", "text", "skills", "gold"}. A row of a sheet is a text and a skill that one or more
systems list; it shows neither the systems nor whether the corpus marks the skill. Accuracy is the share of a system's listed skills
that annotators find stated; extra are those of them that the corpus does not mark, per text. The paper counts the same two and
says no more of the protocol; each skill is judged once however many systems list it.
"""

import csv
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from random import Random

import numpy as np
from tabulate import tabulate

from dataset_builder.errors import BadInput, command
from dataset_builder.quality.human_study.export import item_names, new_study, write_csv
from dataset_builder.quality.human_study.results import Mean
from dataset_builder.quality.human_study.sheets import annotator_of, cell_of, is_blank
from dataset_builder.quality.human_study.study_config import SkillStudyConfig
from dataset_builder.quality.llm_judge.scores import ratio_interval
from dataset_builder.sources.table import read_table
from dataset_builder.storage.files import replacing, write_json
from dataset_builder.text.mentions import stemmed

KIND = "skills"
COLUMNS = ("annotator", "item", "text", "skill", "stated", "comment")
KEY = ("item", "id", "skill", "marked", "systems")
_VERDICTS = {"yes": 1.0, "y": 1.0, "1": 1.0, "no": 0.0, "n": 0.0, "0": 0.0}


@dataclass(frozen=True)
class Listed:
    """A skill that `systems` list of a text. `marked`: the corpus marks it too, by the same stems."""

    id: str
    text: str
    skill: str
    marked: bool
    systems: tuple[str, ...]


def export_skill_study(config: SkillStudyConfig) -> str:
    """Writes the study and says what it is.

    Raises:
        BadInput: an answers file cannot be used, or `out` holds something.
    """
    out = Path(config.out)
    with new_study(out) as folder:
        listed = listed_skills([line for path in config.answers for line in _lines(Path(path))], config.n, config.seed)
        _write(folder, config, listed)
    texts, systems = len({one.id for one in listed}), len({name for one in listed for name in one.systems})
    return (
        f"{out}: {len(listed)} skills that {systems} systems list of {texts} texts\nsend instructions.txt and one of "
        f"sheets/annotator-1.csv to annotator-{config.annotators}.csv to each annotator, keep key.csv\nthen: "
        f"{command('study import')} {out}"
    )


def _lines(path: Path) -> list[dict]:
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise BadInput(f"{path}: is no file of answers ({error}); give what out_of_distribution wrote") from error
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or (missing := {"system", "id", "text", "skills", "gold"} - row.keys()):
            lacks = min(missing) if isinstance(row, dict) else "system"
            raise BadInput(f"{path}, row {number}: has no {lacks}; give what out_of_distribution wrote")
    return rows


def listed_skills(lines: Sequence[dict], n: int, seed: int) -> list[Listed]:
    """The skills of `n` random texts that all systems have answered, each once per text.

    Raises:
        BadInput: too few texts are answered by all systems, or nothing is listed.
    """
    by_text: dict[str, dict[str, dict]] = {}
    for line in lines:
        by_text.setdefault(line["id"], {})[line["system"]] = line
    systems = {line["system"] for line in lines}
    common = sorted(name for name, answers in by_text.items() if answers.keys() == systems)
    if len(common) < n:
        raise BadInput(
            f"--n {n}: {len(common)} texts are answered by all of {len(systems)} systems; give a smaller --n"
        )
    found = []
    for name in Random(f"{seed}/texts").sample(common, n):
        answers = by_text[name]
        one = next(iter(answers.values()))
        gold = {stemmed(skill) for skill in one["gold"]}
        skills: dict[str, list[str]] = {}
        written: dict[str, str] = {}
        for system, answer in sorted(answers.items()):
            for skill in answer["skills"]:
                written.setdefault(skill.casefold(), skill)
                if system not in skills.setdefault(skill.casefold(), []):
                    skills[skill.casefold()].append(system)
        found += [Listed(name, one["text"], written[k], stemmed(k) in gold, tuple(who)) for k, who in skills.items()]
    if not found:
        raise BadInput("no system lists a skill of these texts; give other answers")
    return found


def _write(folder: Path, config: SkillStudyConfig, listed: list[Listed]) -> None:
    (folder / "sheets").mkdir(parents=True)
    items = dict(zip(item_names(len(listed), config.seed), listed))
    key = (
        (name, one.id, one.skill, "yes" if one.marked else "no", "; ".join(one.systems)) for name, one in items.items()
    )
    write_csv(folder / "key.csv", KEY, sorted(key))
    for annotator in range(1, config.annotators + 1):
        rng = Random(f"{config.seed}/order/{annotator}")
        places = {text: rng.random() for text in sorted({one.id for one in listed})}
        order = sorted(items, key=lambda name: (places[items[name].id], rng.random()))
        rows = ((annotator, name, items[name].text, items[name].skill, "", "") for name in order)
        write_csv(folder / "sheets" / f"annotator-{annotator}.csv", COLUMNS, rows)
    text = files(__package__).joinpath("instructions_skills.txt").read_text(encoding="utf-8")
    with replacing(folder / "instructions.txt") as temporary:
        temporary.write_text(text.replace("{items}", f"{len(items):,}"), encoding="utf-8")
    settings = asdict(config) | {"answers": [Path(path).name for path in config.answers]}
    write_json(folder / "study.json", {"kind": KIND, "settings": settings})


def import_skill_study(folder: Path, paths: Sequence[Path], study: dict) -> str:
    """Checks the sheets, writes `results.json`, and gives the table.

    Raises:
        BadInput: the key or a sheet cannot be used.
    """
    key = _read_key(folder)
    sheets: dict[str, dict[str, float]] = {}
    for path in paths:
        annotator, verdicts = _read_sheet(path, key, study["settings"]["annotators"])
        if annotator in sheets:
            raise BadInput(
                f"{path}, row 2, annotator: is {annotator}, as in another sheet; give one sheet an annotator"
            )
        sheets[annotator] = verdicts
    stated = {item: float(np.mean([verdicts[item] for verdicts in sheets.values()])) for item in key}
    measured = {
        system: _measured(system, key, stated) for system in sorted({s for row in key.values() for s in row.systems})
    }
    agreement = _alpha(np.array([[verdicts[item] for item in sorted(key)] for verdicts in sheets.values()]))
    content = {"study": study, "annotators": len(sheets), "alpha": agreement}
    systems = {name: {"listed": n, "accuracy": asdict(a), "extra": asdict(e)} for name, (n, a, e) in measured.items()}
    write_json(folder / "results.json", content | {"systems": systems})
    rows = [(name, listed, accuracy.text(), extra.text()) for name, (listed, accuracy, extra) in measured.items()]
    texts = len({row.id for row in key.values()})
    agreed = "none" if agreement is None else f"{agreement:.2f}"
    title = (
        f"Table 9, by people: skills listed of {texts} texts, {len(sheets)} annotators, Krippendorff's alpha {agreed}; 95 % "
        "intervals over texts"
    )
    headers = ("system", "skills listed", "accuracy, percent", "extra skills per text")
    return f"{title}\n\n{tabulate(rows, headers, 'github', disable_numparse=True)}"


def _measured(system: str, key: dict[str, Listed], stated: dict[str, float]) -> tuple[int, Mean, Mean]:
    """Skills listed, the share that is stated, and stated ones that the corpus does not mark, per text."""
    texts = sorted({row.id for row in key.values()})
    own = {item: row for item, row in key.items() if system in row.systems}
    listed, right, extra = Counter(), Counter(), Counter()
    for item, row in own.items():
        listed[row.id] += 1
        right[row.id] += stated[item]
        extra[row.id] += 0 if row.marked else stated[item]
    counts = [np.array([count[text] for text in texts], dtype=float) for count in (listed, right, extra)]
    accuracy = Mean(100 * counts[1].sum() / counts[0].sum(), *ratio_interval(100 * counts[1], counts[0]))
    return len(own), accuracy, Mean(counts[2].mean(), *ratio_interval(counts[2], np.ones(len(texts))))


def _alpha(verdicts: np.ndarray) -> float | None:
    import krippendorff

    if len(verdicts) < 2 or len(np.unique(verdicts)) < 2:
        return None
    return float(krippendorff.alpha(reliability_data=verdicts, level_of_measurement="nominal"))


def _read_key(folder: Path) -> dict[str, Listed]:
    path = folder / "key.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        return {
            row["item"]: Listed(row["id"], "", row["skill"], row["marked"] == "yes", tuple(row["systems"].split("; ")))
            for row in rows
        }
    except (OSError, KeyError, AttributeError, ValueError) as error:
        raise BadInput(f"{path}: is no key of a study ({error}); keep the one that export wrote") from error


def _read_sheet(path: Path, key: dict[str, Listed], annotators: int) -> tuple[str, dict[str, float]]:
    needed = ("annotator", "item", "stated")
    rows = read_table(path, needed)
    header = [str(name).strip().lower() for name in rows[0]]
    if missing := [name for name in needed if name not in header]:
        raise BadInput(f"{path}, row 1: no column {', '.join(missing)}; send back the sheet with its header")
    annotator = annotator_of(rows, header, path, annotators)
    verdicts: dict[str, float] = {}
    for number, row in enumerate(rows[1:], start=2):
        if is_blank(row):
            continue
        item, said = cell_of(row, header, "item"), cell_of(row, header, "stated").casefold()
        if item not in key or item in verdicts:
            what = "stands twice" if item in verdicts else "is no item of this study"
            raise BadInput(f"{path}, row {number}, item: {item[:40]!r} {what}; fix it and import again")
        if said not in _VERDICTS:
            raise BadInput(f"{path}, row {number}, stated: is {said[:40]!r}; give yes or no and import again")
        verdicts[item] = _VERDICTS[said]
    if left := [item for item in key if item not in verdicts]:
        raise BadInput(f"{path}, item: {left[0]} is missing, of {len(left)} that are; fix it and import again")
    return annotator, verdicts
