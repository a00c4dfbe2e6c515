"""The verb `study annotate`: one sheet in a browser instead of a spreadsheet, an item at a time.

    python -m dataset_builder study annotate study/sheets/annotator-1.csv

Runs on this machine alone and needs gradio. Each item is saved into the sheet as it is scored, so that the page can be
closed at any time; it opens again at the first item without scores.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dataset_builder.errors import BadInput
from dataset_builder.extras import require
from dataset_builder.quality.human_study.export import COLUMNS, CRITERIA, instructions, write_csv
from dataset_builder.sources.table import cell_text, read_table
from dataset_builder.storage.files import replacing

if TYPE_CHECKING:
    from gradio import Blocks

HIGHEST = 100


@dataclass
class Annotation:
    """A sheet that is being filled in. Positions count from 0.

    Raises:
        BadInput: the file is no sheet of a study.
    """

    path: Path
    rows: list[dict[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        header, *rows = read_table(self.path, COLUMNS)
        names = [str(name).strip().lower() for name in header]
        self.rows = [{name: cell_text(row, at) for at, name in enumerate(names)} for row in rows if any(row)]
        if self.path.suffix.lower() != ".csv" or not self.rows or not set(COLUMNS) <= set(names):
            raise BadInput(f"{self.path}: is no sheet; give one that `study export` wrote, as CSV")

    def first_left(self) -> int:
        """The first item without scores, or the last one."""
        left = (at for at, row in enumerate(self.rows) if not all(row[criterion] for criterion in CRITERIA))
        return next(left, len(self.rows) - 1)

    def done(self) -> int:
        return sum(all(row[criterion] for criterion in CRITERIA) for row in self.rows)

    def keep(self, at: int, scores: list[float | None], comment: str) -> str | None:
        """Writes the sheet with these scores, or says what is wrong with them."""
        for criterion, score in zip(CRITERIA, scores):
            if score is None or not 0 <= score <= HIGHEST:
                return f"{criterion}: please give a number from 0 to {HIGHEST}"
        given = {criterion: f"{score:g}" for criterion, score in zip(CRITERIA, scores)}
        self.rows[at] |= given | {"comment": " ".join(comment.split())}
        with replacing(self.path) as temporary:
            write_csv(temporary, COLUMNS, ([row[name] for name in COLUMNS] for row in self.rows))
        return None


def page(annotation: Annotation) -> "Blocks":
    """The page; `save` and `back` are its two moves."""
    import gradio as gr

    total = len(annotation.rows)

    def shown(at: int) -> list:
        row = annotation.rows[at]
        head = f"**Item {at + 1:,} of {total:,}**, {annotation.done():,} scored"
        numbers = [float(row[criterion]) if row[criterion] else None for criterion in CRITERIA]
        return [at, head, row["title"], row["job_description"], *numbers, row["comment"]]

    def save(at: int, realism: float | None, consistency: float | None, comment: str) -> list:
        if problem := annotation.keep(at, [realism, consistency], comment or ""):
            gr.Warning(problem)  # an error would blank the page
            return [*shown(at)[:4], realism, consistency, comment]
        return shown(min(at + 1, total - 1))

    with gr.Blocks(title="Job descriptions", analytics_enabled=False) as blocks:
        with gr.Accordion("Instructions", open=annotation.done() == 0):
            gr.Textbox(instructions(total), lines=12, show_label=False, interactive=False)
        place, head = gr.State(0), gr.Markdown(elem_id="head")
        title = gr.Textbox(label="Title", interactive=False, elem_id="title")
        text = gr.Textbox(label="Job description", lines=14, max_lines=40, interactive=False, elem_id="text")
        with gr.Row():
            numbers = [gr.Number(label=f"{criterion}, 0 to {HIGHEST}", elem_id=criterion) for criterion in CRITERIA]
        comment = gr.Textbox(label="comment", elem_id="comment")
        with gr.Row():
            back = gr.Button("Back", elem_id="back")
            forward = gr.Button("Save, next", variant="primary", elem_id="save")
        view = [place, head, title, text, *numbers, comment]
        forward.click(save, [place, *numbers, comment], view, api_name="save")
        back.click(lambda at: shown(max(at - 1, 0)), place, view, api_name="back")
        blocks.load(lambda: shown(annotation.first_left()), None, view, api_name="open")
    return blocks


def annotate(sheet: Path, port: int) -> None:
    """Serves the page on this machine until Ctrl-C. Raises BadInput."""
    annotation = Annotation(sheet)
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    require("study annotate", "gradio")
    try:
        with TemporaryDirectory(prefix="rjdb-study-") as scratch:  # gradio's own may be another user's
            os.environ.setdefault("GRADIO_TEMP_DIR", scratch)
            page(annotation).launch(server_name="127.0.0.1", server_port=port)
    except (OSError, ValueError) as error:  # the port is taken; nothing answers on it, says gradio
        raise BadInput(f"--port {port}: {error}; give another one") from error
