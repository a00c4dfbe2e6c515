"""The page's questions for programs: named endpoints with typed answers, and MCP tools from the same functions.

from gradio_client import Client
Client("http://127.0.0.1:7860").predict(job, resume, "Rules", api_name="/match")
"""

from typing import Any

import gradio as gr
from documents.json_resume import to_json_job, to_json_resume
from release_data import Release
from service.changes import read_request
from service.counterfactual import Counterfactual
from service.service import DemoService, DocumentPair
from views.edits import offered, result
from views.graph import Map

from dataset_builder.errors import BadInput
from training.rules.reading import read_job
from training.systems.protocol import Requirement


class Api:
    """Each method is an endpoint of its name. Errors come as gr.Error with the line that a visitor would see."""

    NAMES = ("match", "explain", "extract", "edit", "graph", "triple", "systems")

    def __init__(self, service: DemoService, release: Release, graph: Map) -> None:
        self._service, self._release, self._graph = service, release, graph

    def match(self, job: str, resume: str, system: str = "Rules") -> dict[str, Any]:
        """Does a resume meet every requirement of a job? Gives the verdict, its chance, and the evidence line by line.

        Args:
            job: The text of the job description.
            resume: The text of the resume.
            system: Who answers, one of the names that /systems gives.

        Returns:
            label ("match" or "no match"), score (0 to 1, or null), requirements (asked, status, line of the resume), notes,
            and a reason where the requirements alone would say otherwise.
        """
        return _verdict(_answered(self._service.match, job, resume, system))

    def explain(self, job: str, resume: str, system: str = "Rules") -> dict[str, Any]:
        """What does a resume lack for a job, and what is the smallest change that would flip the verdict?

        Args:
            job: The text of the job description.
            resume: The text of the resume.
            system: Who answers, one of the names that /systems gives.

        Returns:
            What /match gives, with missing skills and jobs, and the counterfactual: changes, the changed resume, tries.
        """
        pair, found = _answered(self._service.explain, job, resume, system)
        flip = found if isinstance(found, Counterfactual) else None
        return _verdict(pair) | {
            "missing_skills": list(pair.answer.skills),
            "missing_experiences": [dict(vars(job)) for job in pair.answer.experiences],
            "counterfactual": None if flip is None else {
                "label": _label(flip.label), "changes": list(flip.changes), "resume": flip.resume, "tried": flip.tried,
            },
        }  # fmt: skip

    def extract(self, document: str, document_type: str = "resume", system: str = "Rules") -> dict[str, Any]:
        """Which skills and jobs does a document state?

        Args:
            document: The text of a resume or a job description.
            document_type: "resume" or "job description".
            system: Who answers, one of the names that /systems gives.

        Returns:
            skills, experiences (title, years, start_year, end_year), and the same as a JSON Resume document.
        """
        found = _answered(self._service.extract, document, document_type, system)
        skills, jobs = list(found.answer.skills), found.answer.experiences
        if document_type == "resume":
            written = to_json_resume(found.document, skills, jobs)
        else:
            written = to_json_job(read_job(found.document).title, skills, jobs)
        return {
            "skills": skills, "experiences": [dict(vars(job)) for job in jobs], "json_resume": written, "system": found.system,
            "notes": list(found.notes),
        }  # fmt: skip

    def edit(
        self,
        resume: str,
        add_skills: str = "",
        job_title: str = "",
        first_year: str = "",
        last_year: str = "",
        replaces: str = "",
        system: str = "Rules",
    ) -> dict[str, Any]:
        """Puts skills and a job that a person really has into the sections of their resume. Invents nothing.

        Args:
            resume: The text of the resume.
            add_skills: Skills to add, one a line or with commas between.
            job_title: A job to add, or the new title of a job to change; empty for none.
            first_year: The year that the job began, like 2013.
            last_year: The year that the job ended, like 2016.
            replaces: The job to change as it stands, like "Baker (2013 - 2016)"; empty to add the job.
            system: Who answers, one of the names that /systems gives.

        Returns:
            The changes in words, and the whole resume with all of them made.
        """
        kind = "none" if not job_title else "replace" if replaces else "add"
        request = _answered(read_request, add_skills, kind, job_title, first_year, last_year, replaces)
        edits = _answered(self._service.edit, resume, request, system)
        accepted = offered(edits)
        return {
            "changes": accepted, "resume": result(edits, accepted), "system": edits.system, "notes": list(edits.notes)
        }  # fmt: skip

    def graph(self, node: str, kind: str = "occupation") -> dict[str, Any]:
        """What is around an occupation or a skill in the skill-occupation graph?

        Args:
            node: The name of an occupation, like "Budget Analyst", or of a skill.
            kind: "occupation" or "skill".

        Returns:
            links (of the other kind), and neighbours of the same kind with the number of links that they share.
        """
        view = _answered(self._graph.around, node, kind)
        near = [{"name": name, "shared": shared} for name, shared in view.neighbours]
        return {
            "node": view.node,
            "kind": view.kind,
            "category": view.category,
            "links": list(view.links),
            "neighbours": near,
        }

    def triple(self, triple_id: str = "") -> dict[str, Any]:
        """A job description, a resume that meets it and one that does not, with the facts that were fixed before.

        Args:
            triple_id: The id of a triple; empty for a random one.

        Returns:
            The columns of the dataset's config "triples".
        """
        return _answered(self._release.triple, triple_id) if triple_id else self._release.random_triple()

    def systems(self) -> list[str]:
        """Who can answer here: the rules, and the students or the teacher that the operator set up.

        Returns:
            The names that the other endpoints take as system.
        """
        return self._service.systems.names


def _answered(function, *arguments):
    try:
        return function(*arguments)
    except BadInput as error:
        raise gr.Error(str(error), print_exception=False) from None


def _label(label: int | None) -> str | None:
    return None if label is None else ("no match", "match")[label]


def _verdict(pair: DocumentPair) -> dict[str, Any]:
    return {
        "label": _label(pair.answer.label),
        "score": pair.chance,
        "system": pair.system,
        "requirements": [_requirement(one, pair.resume.text) for one in pair.requirements],
        "reason": pair.reason,
        "notes": list(pair.notes),
        "prompt": pair.answer.prompt,
        "raw_output": pair.answer.answer,
    }


def _requirement(one: Requirement, resume: str) -> dict[str, Any]:
    place = one.evidence
    return {
        "kind": one.kind, "asked": one.asked, "status": str(one.status), "optional": one.optional,
        "line": place and place.line(resume), "line_number": place and place.line_number(resume),
        "years_asked": one.years_asked, "years_held": one.years_held,
    }  # fmt: skip
