"""Draws a sheet or reads one, as the options of the verb `graph` say."""

from pathlib import Path

from dataset_builder.errors import BadInput
from dataset_builder.graph import storage
from dataset_builder.graph.make_graph import embedded, read_graph
from dataset_builder.llm.ask_many import ask_many
from dataset_builder.llm.request import Conversation, Failure, Message, Request
from dataset_builder.llm.request_config import RequestConfig
from dataset_builder.prompts import prompts
from dataset_builder.quality.graph_labels.config import LabelsConfig
from dataset_builder.quality.graph_labels.results import as_json, read_judged, render
from dataset_builder.quality.graph_labels.sheet import CRITERIA, Entry, draw, instructions, key_of, write_sheet


def run_labels(config: LabelsConfig, out: str | None, seed: int, judge: RequestConfig | None, quiet: bool) -> str:
    """What to print. `judge` fills the sheet's column `label_model`.

    Raises:
        BadInput: an option is missing, or a sheet cannot be read; names file and row.
    """
    if config.judged:
        return _table(Path(config.judged), config.graph)
    if out is None:
        raise BadInput("--sample writes a sheet; say where with --out labels.tsv")
    sheet = Path(out)
    for file in (sheet, key_of(sheet)):
        if file.exists():
            raise BadInput(f"{file}: is there already, and may hold judgements; give another --out")
    release = Path(config.release) if config.release else None
    entries = draw(read_graph(config.graph), embedded(), release, config.sample or 0, seed)
    labels = _labels_of_model(entries, judge, quiet) if judge else ()
    write_sheet(entries, sheet, labels)
    return f"{instructions()}\n\n{sheet}: {len(entries)} entries; {key_of(sheet)} says which is which, keep it from the judges"


def _table(sheet: Path, graph: str | None) -> str:
    shares, notes = read_judged(sheet)
    if graph:
        storage.save_labels(as_json(shares), graph)
    return render(shares, notes)


def _labels_of_model(entries: list[Entry], judge: RequestConfig, quiet: bool) -> list[str]:
    answers = ask_many(judge, label_by_model, entries, "entries", quiet)
    return ["" if isinstance(answer, Failure) else answer for answer in answers]


def label_by_model(entry: Entry) -> Conversation[str | Failure]:
    """One letter, asked for twice at most."""
    criteria = CRITERIA[entry.kind]
    listed = "\n".join(f"{label}: {meaning}" for label, meaning in criteria.items())
    shown = f"{entry.name} (occupation: {entry.occupation})" if entry.occupation else entry.name
    messages = [Message("user", prompts.fill("judge/graph_label", kind=entry.kind, criteria=listed, entry=shown))]
    for _ in range(2):
        (reply,) = yield (Request(tuple(messages), 10, f"label of {shown}"),)
        if isinstance(reply, Failure):
            return reply
        label = reply.text.strip().strip(".:'\"").upper()[:1]
        if label in criteria:
            return label
        messages += [
            Message("assistant", reply.text[:200]),
            Message("user", prompts.fill("repair", reason=f"give one of {', '.join(criteria)}")),
        ]
    return Failure(reply.address, f"{reply.text[:20]!r} is no label")
