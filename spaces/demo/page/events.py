"""What the page's buttons do: values of components in, values out. What a visitor did wrong becomes a line, not a crash."""

from html import escape
from pathlib import Path
from typing import Any

import gradio as gr
from documents.intake import MOST_BYTES
from documents.uploads import read_file
from release_data import Release
from service.changes import read_request
from service.service import DemoService
from views import answers, data, edits
from views.graph import Map, draw
from views.markup import problem

from dataset_builder.errors import BadInput
from dataset_builder.text.requirement_status import Status

WAITING = '<p class="rj-none">Paste or pick a job and a resume, then press Check.</p>'
# A default by which gradio knows that a function wants to tell how far it is.
PROGRESS = gr.Progress()


class Events:
    def __init__(self, service: DemoService, release: Release, graph: Map) -> None:
        self._service, self._release, self._graph = service, release, graph

    # ---------------------------------------------------------------------------- job and resume

    @staticmethod
    def pair_of(release: Release, chosen: str) -> tuple[str, str]:
        """Job and resume of an example like "test-000063 unmatched"."""
        name, _, kind = chosen.partition(" ")
        row = release.triple(name)
        return row["job_description"], row[f"resume_{kind}"]

    def pick(self, chosen: str):
        return self.pair_of(self._release, chosen) if chosen else (gr.skip(), gr.skip())

    def upload_job(self, path: str) -> str:
        return self._upload(path, "Job")

    def upload_resume(self, path: str) -> str:
        return self._upload(path, "Resume")

    def _upload(self, path: str, name: str) -> str:
        """The text into the field, and the file off the disk."""
        file = Path(path)
        try:
            with file.open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
            pages = read_file(content, name, MOST_BYTES)
        except BadInput as error:
            raise gr.Error(escape(str(error)), print_exception=False, title="This file was not read") from None
        finally:
            file.unlink(missing_ok=True)
        for note in pages.notes:
            gr.Info(escape(note), title=f"{name}: what was left out")
        return pages.text

    def clear(self):
        empty = gr.update(choices=[], value=[])
        return "", "", None, WAITING, WAITING, WAITING, empty, gr.update(choices=[], value=None)

    # ---------------------------------------------------------------------------- match, explain, extract

    def check(self, job: str, resume: str, system: str, document_type: str = "resume", progress=PROGRESS):
        """Match, Explain and Extract, and what Edit offers: skills that no line shows, and the jobs that can be changed."""
        progress((0, 3), desc=f"{system}: matching")
        matched = self._shown(lambda: answers.match(self._service.match(job, resume, system)))
        missing: list[str] = []

        def explained() -> str:
            pair, found = self._service.explain(job, resume, system)
            missing.extend(
                one.asked
                for one in pair.requirements
                if one.kind == "skill" and one.status in (Status.MISSING, Status.UNCLEAR)
            )
            return answers.explain(pair, found)

        progress((1, 3), desc=f"{system}: explaining, and looking for the smallest change")
        explanation = self._shown(explained) if "rj-problem" not in matched else matched
        progress((2, 3), desc=f"{system}: extracting")
        held = [one for one in self._service.jobs(resume) if one.end_year]
        jobs = [f"{one.title} ({one.start_year} - {one.end_year})" for one in held]
        return (
            matched, explanation, self.extract(job, resume, system, document_type),
            gr.update(choices=missing, value=[]), gr.update(choices=jobs, value=None),
        )  # fmt: skip

    def extract(self, job: str, resume: str, system: str, document_type: str) -> str:
        document = resume if document_type == "resume" else job
        return self._shown(lambda: answers.extraction(self._service.extract(document, document_type, system)))

    def compare(self, job: str, resume: str) -> str:
        return self._shown(lambda: answers.comparison(self._service.compare(job, resume)))

    @staticmethod
    def _shown(answer) -> str:
        try:
            return answer()
        except BadInput as error:
            return problem(str(error))

    # ---------------------------------------------------------------------------- edit

    def job_fields(self, kind: str):
        return gr.update(visible=kind != "none"), gr.update(visible=kind == "replace")

    def fill_job(self, job: str | None):
        title, _, years = (job or "").rpartition(" (")
        first, _, last = years.removesuffix(")").partition(" - ")
        return title, first, last

    def propose(self, resume, system, missing, skills, kind, old_job, title, first, last):
        """The changes, all accepted to begin with."""
        nothing = (None, gr.update(choices=[], value=[], visible=False))
        hidden = (gr.update(visible=False), "", gr.update(visible=False))
        try:
            wanted = "\n".join([*missing, skills or ""])
            request = read_request(wanted, kind, title, first, last, old_job or "")
            proposed = self._service.edit(resume, request, system)
        except BadInput as error:
            return *nothing, problem(str(error)), *hidden
        offered = edits.offered(proposed)
        shown = gr.update(visible=bool(offered))
        return (
            edits.pack(proposed), gr.update(choices=offered, value=offered, visible=bool(offered)),
            edits.show(proposed, offered), shown, edits.result(proposed, offered), shown,
        )  # fmt: skip

    def accept(self, packed: dict[str, Any], accepted: list[str]):
        proposed = edits.unpack(packed)
        return edits.show(proposed, accepted), edits.result(proposed, accepted)

    def use_edited(self, text: str) -> str:
        return text

    # ---------------------------------------------------------------------------- data

    def open_occupation(self, title: str) -> str:
        return self._shown(lambda: draw(self._graph, self._graph.around(title)))

    def open_node(self, event: gr.EventData):
        kind = event.kind
        drawing = self._shown(lambda: draw(self._graph, self._graph.around(event.node, kind)))
        return drawing, event.node if kind == "occupation" else gr.skip()

    def another_triple(self):
        row = self._release.random_triple()
        return row["id"], data.triple(row)

    def use_matched(self, triple_id: str):
        return self.pair_of(self._release, f"{triple_id} matched")

    def use_unmatched(self, triple_id: str):
        return self.pair_of(self._release, f"{triple_id} unmatched")
