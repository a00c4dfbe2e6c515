"""The page: job and resume once, four tabs that use them, and the data behind. What a button does is in `events.py`."""

from dataclasses import dataclass
from pathlib import Path

import gradio as gr
from documents.intake import MOST_BYTES
from release_data import Release
from service.service import DemoService
from views import data
from views.graph import Map, draw
from views.markup import text

from page.api import Api
from page.events import Events
from training.reader.files import ENDINGS
from training.reader.sandbox.limits import MOST_PAGES

NOTICE = (
    "A research demo. It decides nothing about people: do not rank, filter or reject applicants with it. "
    "What you type is read in memory, never stored or logged."
)
FILES = f"PDF, Word, HTML or text (≤ {MOST_BYTES // 2**20} MB, {MOST_PAGES} pages)"
# Requests that wait at most, and that are answered at once.
QUEUE, AT_ONCE = 128, 8
CLICKED = """
const open = (event) => {
  const node = event.target.closest('[data-node]');
  if (!node) return;
  event.preventDefault();
  trigger('click', {node: node.dataset.node, kind: node.dataset.kind});
};
element.addEventListener('click', open);
element.addEventListener('keydown', (event) => { if (event.key === 'Enter' || event.key === ' ') open(event); });
"""
SPOKEN = "element.setAttribute('aria-live', 'polite');"


@dataclass(frozen=True)
class Documents:
    """What is entered once and used by every tab."""

    example: gr.Dropdown
    job: gr.Textbox
    resume: gr.Textbox
    job_file: gr.UploadButton
    resume_file: gr.UploadButton
    system: gr.Dropdown
    check: gr.Button
    stop: gr.Button
    swap: gr.Button
    clear: gr.Button


def examples_of(release: Release) -> list[tuple[str, str]]:
    """What the list shows, and the value behind: a triple and which of its resumes."""
    named = [(release.by_id[name]["job_title"], name) for name in release.examples]
    said = {"unmatched": "a resume that falls short", "matched": "a resume that meets it"}
    return [(f"{title}: {says}", f"{name} {kind}") for title, name in named for kind, says in said.items()]


def build(service: DemoService, release: Release) -> gr.Blocks:
    """The first example is answered before the page is sent, so that it explains itself at first sight."""
    graph = Map(release.occupations, release.edges)
    events = Events(service, release, graph)
    with gr.Blocks(
        title="RJDB: does this resume meet this job?", analytics_enabled=False, delete_cache=(60, 60)
    ) as page:
        api = Api(service, release, graph)
        for name in api.NAMES:  # first, so that no button takes the name of an endpoint
            gr.api(getattr(api, name), api_name=name)
        gr.HTML(
            '<header class="rj-head"><h1>Does this resume meet this job?</h1><p>Every verdict with its evidence: what the '
            "job asks, which line of the resume answers, what is missing, and the smallest change that would turn it.</p>"
            f'<p class="rj-notice" role="note">{NOTICE}</p></header>',
            elem_id="head",
        )
        with gr.Row(equal_height=False):
            with gr.Column(scale=4, min_width=320):
                documents = _documents(service, release)
            with gr.Column(scale=7, min_width=320), gr.Tabs(elem_id="tabs", overflow_behavior="wrap"):
                outputs, changed = _tabs(documents, events)
                changed += _data_tab(documents, events, release, graph)
        _wire(documents, outputs, events, changed)
        _for_programs()
    page.queue(max_size=QUEUE, default_concurrency_limit=AT_ONCE)
    return page


def _documents(service: DemoService, release: Release) -> Documents:
    chosen = examples_of(release)
    job, resume = Events.pair_of(release, chosen[0][1])
    example = gr.Dropdown(chosen, value=chosen[0][1], label="Example from the dataset", elem_id="example")
    job_box = gr.Textbox(job, label="Job description", lines=8, max_lines=8, elem_id="job", elem_classes="rj-input")
    job_file = gr.UploadButton(f"Upload the job: {FILES}", file_types=list(ENDINGS), size="sm", elem_id="job_file")
    resume_box = gr.Textbox(resume, label="Resume", lines=8, max_lines=8, elem_id="resume", elem_classes="rj-input")
    resume_file = gr.UploadButton(
        f"Upload the resume: {FILES}", file_types=list(ENDINGS), size="sm", elem_id="resume_file"
    )
    names = service.systems.names
    gr.HTML(f'<p class="rj-note">{text(service.systems.notice)}</p>', elem_id="who")
    system = gr.Dropdown(
        names, value=service.systems.default, label="Who answers", elem_id="system", visible=len(names) > 1
    )
    with gr.Row():
        check = gr.Button("Check", variant="primary", elem_id="check", min_width=90, scale=2)
        stop = gr.Button("Cancel", elem_id="cancel", min_width=70, visible=len(names) > 1)
        swap = gr.Button("Swap", elem_id="swap", min_width=70)
        clear = gr.Button("Clear", elem_id="clear", min_width=70)
    return Documents(example, job_box, resume_box, job_file, resume_file, system, check, stop, swap, clear)


@dataclass(frozen=True)
class Outputs:
    """Where each tab's answer goes."""

    match: gr.HTML
    explain: gr.HTML
    extract: gr.HTML
    document: gr.Radio
    missing: gr.CheckboxGroup
    old_job: gr.Dropdown


def _tabs(documents: Documents, events: Events) -> tuple[Outputs, list]:
    """The four tabs, and the events that change job or resume."""
    first = events.check(documents.job.value, documents.resume.value, documents.system.value)
    with gr.Tab("Match", id="match"):
        match = gr.HTML(first[0], elem_id="match", js_on_load=SPOKEN)
        with gr.Accordion("Side by side: every system on this pair", open=False, elem_id="compare_box"):
            compare = gr.Button("Compare", elem_id="compare_button")
            compared = gr.HTML(elem_id="compared", js_on_load=SPOKEN)
            compare.click(events.compare, [documents.job, documents.resume], compared, api_visibility="private")
    with gr.Tab("Explain", id="explain"):
        explain = gr.HTML(first[1], elem_id="explain", js_on_load=SPOKEN)
    with gr.Tab("Extract", id="extract"):
        document = gr.Radio(["resume", "job description"], value="resume", label="Document", elem_id="document")
        extract = gr.HTML(first[2], elem_id="extract", js_on_load=SPOKEN)
    with gr.Tab("Edit", id="edit"):
        missing, old_job, used = _edit_tab(documents, events, first[3], first[4])
    return Outputs(match, explain, extract, document, missing, old_job), [used]


def _edit_tab(documents: Documents, events: Events, missing_update: dict, job_update: dict) -> tuple:
    gr.HTML("<p>Say what is true and missing from the resume. Only that is put in: nothing is invented.</p>")
    missing = gr.CheckboxGroup(
        missing_update["choices"], label="Asked for and not listed: tick what the person really has", elem_id="missing"
    )
    skills = gr.Textbox(
        label="Other skills to add", placeholder="one a line, or with commas", lines=1, elem_id="skills"
    )
    kind = gr.Radio(
        [("leave the jobs", "none"), ("add a job", "add"), ("change a job", "replace")], value="none",
        label="Experience", elem_id="kind",
    )  # fmt: skip
    with gr.Row(visible=False, elem_id="job_fields") as fields:
        old_job = gr.Dropdown(
            job_update["choices"], label="Job to change", elem_id="old_job", visible=False, min_width=200
        )
        title = gr.Textbox(label="Title", elem_id="title", min_width=160)
        first_year = gr.Textbox(label="First year", placeholder="2013", elem_id="first_year", min_width=90)
        last_year = gr.Textbox(label="Last year", placeholder="2016", elem_id="last_year", min_width=90)
    propose = gr.Button("Propose changes", variant="primary", elem_id="propose")
    accepted = gr.CheckboxGroup([], label="Accept", visible=False, elem_id="accepted")
    diff = gr.HTML(elem_id="diff", js_on_load=SPOKEN)
    with gr.Row(visible=False) as done:
        edited = gr.Textbox(
            label="Edited resume", lines=10, max_lines=14, buttons=["copy"], elem_id="edited", interactive=False
        )
    use = gr.Button("Use it as the resume", visible=False, elem_id="use_edited")
    held = gr.JSON(visible=False)
    private = {"api_visibility": "private"}
    kind.change(events.job_fields, kind, [fields, old_job], show_progress="hidden", **private)
    old_job.change(events.fill_job, old_job, [title, first_year, last_year], show_progress="hidden", **private)
    wanted = [documents.resume, documents.system, missing, skills, kind, old_job, title, first_year, last_year]
    propose.click(events.propose, wanted, [held, accepted, diff, done, edited, use], **private)
    accepted.input(events.accept, [held, accepted], [diff, edited], show_progress="hidden", **private)
    return missing, old_job, use.click(events.use_edited, edited, documents.resume, **private)


def _data_tab(documents: Documents, events: Events, release: Release, graph: Map) -> list:
    """The events that put a triple into the fields."""
    private = {"api_visibility": "private"}
    start = release.by_id[release.examples[0]]["job_title"]
    start = start if start in graph.categories else graph.titles[0]
    with gr.Tab("Data", id="data"), gr.Tabs(overflow_behavior="wrap"):
        with gr.Tab("Graph"):
            title = gr.Dropdown(graph.titles, value=start, label="Occupation", elem_id="occupation", filterable=True)
            view = gr.HTML(draw(graph, graph.around(start)), elem_id="graph", js_on_load=CLICKED)
            title.input(events.open_occupation, title, view, show_progress="hidden", **private)
            view.click(events.open_node, None, [view, title], show_progress="hidden", **private)
        with gr.Tab("Triples"):
            with gr.Row():
                another = gr.Button("Another triple", size="md", elem_id="another")
                use_matched = gr.Button("Try the matched resume", size="md", elem_id="use_matched")
                use_unmatched = gr.Button("Try the unmatched resume", size="md", elem_id="use_unmatched")
            shown = gr.Textbox(release.examples[0], visible=False)
            triple = gr.HTML(data.triple(release.by_id[release.examples[0]]), elem_id="triple", js_on_load=SPOKEN)
            another.click(events.another_triple, None, [shown, triple], **private)
            pair = [documents.job, documents.resume]
            used = [
                use_matched.click(events.use_matched, shown, pair, **private),
                use_unmatched.click(events.use_unmatched, shown, pair, **private),
            ]
        with gr.Tab("Quality, gate, results"):
            gr.HTML(data.figures(release), elem_id="figures")
    return used


def _wire(documents: Documents, outputs: Outputs, events: Events, changed: list) -> None:
    private = {"api_visibility": "private"}
    d, o = documents, outputs
    pair = [d.job, d.resume, d.system]
    answers = [o.match, o.explain, o.extract, o.missing, o.old_job]
    check = gr.on([d.check.click, d.job.submit, d.resume.submit], events.check, [*pair, o.document], answers, **private)
    swap = [[d.job, d.resume], [d.resume, d.job]]
    changed = [
        *changed,
        d.example.input(events.pick, d.example, [d.job, d.resume], show_progress="hidden", **private),
        d.swap.click(lambda job, resume: (job, resume), *swap, show_progress="hidden", **private),
        d.job_file.upload(events.upload_job, d.job_file, d.job, **private),
        d.resume_file.upload(events.upload_resume, d.resume_file, d.resume, **private),
    ]
    asked = [check, *(one.success(events.check, [*pair, o.document], answers, **private) for one in changed)]
    d.clear.click(events.clear, None, [d.job, d.resume, d.example, *answers], show_progress="hidden", **private)
    o.document.input(events.extract, [*pair, o.document], o.extract, **private)
    d.stop.click(None, None, None, cancels=asked)


def _for_programs() -> None:
    with gr.Accordion("For programs: endpoints and tools", open=False, elem_id="programs"):
        gr.Markdown(
            "The same questions as named endpoints, documented under *Use via API* below and in `README.md`, and as MCP "
            "tools at `/gradio_api/mcp/` where `gradio[mcp]` is installed.\n\n```python\nfrom gradio_client import Client\n\n"
            'Client("http://127.0.0.1:7860").predict(job, resume, "Rules", api_name="/match")\n```'
        )


STYLE = (Path(__file__).parents[1] / "style.css").read_text(encoding="utf-8")
