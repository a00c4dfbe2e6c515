"""Skill spans that people marked in job ads, as rows of the extraction task (Table 9).

skillspan    Zhang et al. 2022, JSON lines {idx, tokens, tags_skill, tags_knowledge, source}; an id names its ad
sayfullina   Sayfullina et al. 2018, CoNLL token<TAB>tag: soft skills, one a sentence
green2022    Green et al. 2022, CSV sentence_id, word, pos, tag, or CoNLL; of its entities only Skill is read

A row is a sentence, as the corpora are made, and its skills are the marked words as they stand, each once: RJDB names
skills instead, so an exact match asks more here than in Table 6. SkillSpan's knowledge ("Docker") counts as a skill
too, for that is what job boards call one. No corpus marks jobs, so `experiences` is empty. Files are read where the
user has them.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.sources.table import cell_text, columns, read_table
from dataset_builder.sources.text_files import read_text_file

SPLITS = ("train", "dev", "test")
_TAG = re.compile(r"O|[BI]-\S+")


@dataclass(frozen=True)
class Sentence:
    """`ad` groups the sentences of one job ad; where a corpus does not say, every sentence stands alone."""

    ad: str
    tokens: tuple[str, ...]
    skills: tuple[str, ...]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    yield from enumerate(read_text_file(path).splitlines(), 1)


def spans(tokens: Sequence[str], tags: Sequence[str], entity: str | None = None) -> list[str]:
    """The words of each BIO span (of one entity), in order. An `I` that continues nothing starts a span."""
    found: list[list[str]] = []
    before = "O"
    for token, tag in zip(tokens, tags):
        kind, _, name = tag.partition("-")
        if kind != "O" and (entity is None or not name or name == entity):
            if kind == "I" and before != "O" and before.partition("-")[2] == name:
                found[-1].append(token)
            else:
                found.append([token])
        before = tag
    return [" ".join(words) for words in found]


def _check_tag(tag: object, where: str) -> str:
    """The tag, if it is BIO; SkillSpan writes a bare B and I."""
    if not isinstance(tag, str) or not (tag in ("B", "I") or _TAG.fullmatch(tag)):
        raise BadInput(f"{where}: {tag!r} is no BIO tag; give O, B-NAME or I-NAME")
    return tag


def read_skillspan(path: Path) -> Iterator[Sentence]:
    for number, line in _lines(path):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadInput(
                f"{where}: is not JSON ({error.msg}); give SkillSpan's JSON files, a sentence a line"
            ) from error
        if not isinstance(record, dict) or not isinstance(record.get("tokens"), list):
            raise BadInput(f"{where}, field tokens: is not a list; give SkillSpan's JSON files")
        tokens, skills = [str(token) for token in record["tokens"]], []
        for name in ("tags_skill", "tags_knowledge"):
            tags = record.get(name)
            if not isinstance(tags, list) or len(tags) != len(tokens):
                raise BadInput(
                    f"{where}, field {name}: needs a tag for each of the {len(tokens)} tokens; correct the row"
                )
            skills += spans(tokens, [_check_tag(tag, f"{where}, field {name}") for tag in tags])
        yield Sentence(f"{record.get('source', '')}{record.get('idx', number)}", tuple(tokens), tuple(skills))


def read_conll(path: Path) -> Iterator[Sentence]:
    """Blank lines end a sentence; the first word of a line is the token, the last one its tag."""
    for blank, block in groupby(_lines(path), key=lambda line: not line[1].strip()):
        if blank:
            continue
        tokens, tags = [], []
        for number, line in block:
            words = line.split()
            if len(words) < 2:
                raise BadInput(f"{path}, line {number}: needs a token and a tag; found {line.strip()[:40]!r}")
            tokens.append(words[0])
            tags.append(_check_tag(words[-1], f"{path}, line {number}"))
        yield Sentence(str(number), tuple(tokens), tuple(spans(tokens, tags, "Skill")))


def read_green2022(path: Path) -> Iterator[Sentence]:
    if path.suffix.lower() != ".csv":
        yield from read_conll(path)
        return
    names = ("sentence_id", "word", "tag")
    header, *rows = read_table(path, names)
    id_at, word_at, tag_at = columns(header, names, str(path))
    for sentence_id, words_of in groupby(enumerate(rows, 2), key=lambda row: cell_text(row[1], id_at)):
        words, tags = [], []
        for number, row in words_of:
            words.append(cell_text(row, word_at))
            tags.append(_check_tag(cell_text(row, tag_at), f"{path}, row {number}, column tag"))
        yield Sentence(str(sentence_id), tuple(words), tuple(spans(words, tags, "Skill")))


@dataclass(frozen=True)
class Corpus:
    """`files`: what each split is called, in a folder as the corpus was published."""

    read: Callable[[Path], Iterator[Sentence]]
    files: dict[str, tuple[str, ...]]


CORPORA = {
    "skillspan": Corpus(read_skillspan, {split: (f"{split}.json",) for split in SPLITS}),
    "sayfullina": Corpus(read_conll, {split: (f"sayfullina_{split}.conll", f"{split}.conll") for split in SPLITS}),
    "green2022": Corpus(read_green2022, {"test": ("df_testset.csv", "testset.txt"), "train": ("answers.txt",)}),
}


def skill_rows(corpus: str, path: str | Path, split: str = "test") -> list[dict]:
    """The sentences of a split in the columns of the extraction config. `path`: a file, which is that split, or a folder.

    Raises:
        BadInput: no such corpus or file, or a line that is not what the corpus has.
    """
    if corpus not in CORPORA:
        raise BadInput(f"{corpus}: no such skill corpus; give one of {', '.join(CORPORA)}")
    path = find_split(corpus, Path(path), split)
    rows = [_row(f"{corpus}_{split}_{s.ad}", at, s) for at, s in enumerate(CORPORA[corpus].read(path))]
    if not rows:
        raise BadInput(f"{path}: holds no sentence; give {corpus} as published")
    return rows


def find_split(corpus: str, path: Path, split: str) -> Path:
    """The split's file in a folder; a file stands for itself."""
    if not path.is_dir():
        if not path.is_file():
            raise BadInput(f"{path}: no such file or folder; give where {corpus} lies")
        return path
    names = CORPORA[corpus].files.get(split, ())
    found = next((path / name for name in names if (path / name).is_file()), None)
    if found is None:
        raise BadInput(
            f"{path}: has no {' or '.join(names) or split + ' split'}; give the folder of {corpus}, or one file"
        )
    return found


def _row(ad: str, at: int, sentence: Sentence) -> dict:
    row = {
        "id": f"{ad}-{at}",  # what stands before the hyphen is drawn as one by `intervals`
        "document_type": "job description",
        "document": " ".join(sentence.tokens),
        "skills": list(dict.fromkeys(sentence.skills)),
        "experiences": [],
    }
    return row | {"prompt": rjdb.prompt("extraction", **row), "completion": rjdb.completion("extraction", **row)}
