"""The Space: paste answers and references, read the measures. Start it from its own folder: `python app.py`."""

import sys
from pathlib import Path

try:
    import evaluate
    import gradio as gr
except ModuleNotFoundError as error:
    sys.exit(
        f"error: {error.name} is not installed for {sys.executable}; run `make .venv/dev` at the top of the project, or "
        "install gradio and what requirements.txt lists"
    )

HERE = Path(__file__).parent
TASKS = ("matching", "explanation", "extraction", "editing")
COLUMNS = {"extraction": ("document_type",), "editing": ("section", "resume")}


def lines(text: str) -> list[str]:
    """One answer a line; an empty line is an answer without content, one at the very end is none."""
    return text.removesuffix("\n").split("\n") if text else []


def measure(task: str, predictions: str, references: str, document_type: str, section: str, resume: str):
    """Rows of (measure, value) for the table; raises gr.Error with one line where columns differ in length."""
    given = {"document_type": lines(document_type), "section": lines(section), "resume": lines(resume)}
    columns = {name: given[name] for name in COLUMNS.get(task, ())}
    expected = lines(references)
    if not expected:
        raise gr.Error("Give at least one reference: a line of the dataset's completion column.")
    for name, values in columns.items():
        if len(values) != len(expected):
            raise gr.Error(f"{name} has {len(values)} lines, references have {len(expected)}; give one line for each.")
    metric = evaluate.load(str(HERE / "rjdb_metric.py"), task)
    try:
        result = metric.compute(predictions=lines(predictions), references=expected, **columns)
    except ValueError as error:  # more predictions than references
        raise gr.Error(str(error)) from error
    return [[name, round(value, 2)] for name, value in result.items()]


def build() -> gr.Blocks:
    """The page; texts of several lines go in one, joined by " | " as in the dataset."""
    with gr.Blocks(title="RJDB metric") as page:
        gr.Markdown(
            "# RJDB metric\nOne answer a line, as in the dataset's `completion` column; lines of a text are joined by ` | `."
        )
        task = gr.Dropdown(TASKS, value="matching", label="Task", elem_id="task")
        with gr.Row():
            predictions = gr.Textbox(lines=6, label="Predictions", value="match\nno match", elem_id="predictions")
            references = gr.Textbox(lines=6, label="References", value="match\nmatch", elem_id="references")
        with gr.Row():
            document_type = gr.Textbox(lines=2, label="document_type (extraction)", elem_id="document_type")
            section = gr.Textbox(lines=2, label="section (editing)", elem_id="section")
            resume = gr.Textbox(lines=2, label="resume (editing)", elem_id="resume")
        button = gr.Button("Measure", variant="primary", elem_id="measure")
        table = gr.Dataframe(headers=["measure", "value"], label="Measures", elem_id="measures")
        button.click(measure, [task, predictions, references, document_type, section, resume], table)
    return page


if __name__ == "__main__":
    build().launch()
