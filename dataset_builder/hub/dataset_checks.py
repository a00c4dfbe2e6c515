"""Why a dataset must not be sent: its gate, its labels, its licences, or files that are not those that were judged."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import rjdb
from dataset_builder.errors import command
from dataset_builder.hub.card_rules import values
from dataset_builder.hub.refusal import Refusal
from dataset_builder.hub.release import Release
from dataset_builder.quality.label_noise import label_noise
from dataset_builder.quality.shortcut_gate import GateReport
from dataset_builder.quality.triple_checks import CHECKS, reason_to_reject
from dataset_builder.sampling.facts import Documents, Facts, Mention, Triple
from dataset_builder.storage import folder as folders

# What counts as noise of a label or a text, as shares; 0 is the limit.
NOISE = {
    "removed_in_unmatched": "removed skills are still in the unmatched resume",
    "gibberish_rows": "rows hold gibberish",
    "edit_talk_rows": "rows talk about the edit",
    "debris_rows": "rows end in debris",
}
GRAPH_CONFIGS = ("occupations", "skills", "edges")


def dataset_refusals(release: Release, terms_accepted: bool) -> Iterator[Refusal]:
    for path in release.files:
        if path.endswith(".py"):
            what = "a Python file in a dataset repository makes load_dataset raise"
            yield Refusal(path, None, what, "remove it; code is released with the project")
    build = release.facts
    missing = [name for name in ("gate", "sizes", "settings", "sources", "licence", "files") if name not in build]
    if missing:
        what = f"has no {', '.join(missing)}: written by another version, or not whole"
        yield Refusal("build.json", None, what, "build again with this version")
        return
    yield from _gate(release)
    yield from _noise(release)
    yield from _files(release)
    yield from _licences(release, terms_accepted)


# ------------------------------------------------------------------------------------------------- quality


def _gate(release: Release) -> Iterator[Refusal]:
    gate, recipe = GateReport.from_dict(release.facts["gate"]), release.facts["settings"]["recipe"]
    for row, line in zip([row for row in gate.rows if row.passed is False], gate.failures):
        counted = row.name in ("removed skills surviving", "sampled skills missing")
        example = _first(release.folder, lambda t: reason_to_reject(t, "facts", _aliases(release))) if counted else None
        remedy = "build with --recipe facts" if recipe != "facts" else "change what the cue names, then build again"
        yield Refusal("triples", f"row {example}" if example else None, f"gate failed: {line}", remedy)
    for row in gate.rows:
        if row.limit is not None and row.passed is None:
            what = f"gate: {row.name} was not judged, {gate.triples} triples are too few"
            yield Refusal("triples", None, what, "build with more --triples")


def _noise(release: Release) -> Iterator[Refusal]:
    noise = release.facts.get("label_noise") or {}
    for name, what in NOISE.items():
        if noise.get(name):
            example = _first(release.folder, lambda t, name=name: getattr(label_noise([t]), name))
            yield Refusal(
                "triples", f"row {example}", f"label noise: {100 * noise[name]:.1f} % of {what}",
                f"publish a build whose labels hold: {command('build')}",
            )  # fmt: skip


def _triples(paths: list[Path]) -> Iterator[Triple]:
    """The triples of Parquet files, with their mentions; targets are not in the config and not judged again."""
    for path in paths:
        mentions = _mentions(path)
        for row in pq.read_table(path).to_pylist():
            texts = (row[name] for name in ("job_description", "resume_matched", "resume_unmatched"))
            yield Triple(Facts.from_row(row), Documents(*texts, "", "", mentions=tuple(mentions.get(row["id"], ()))))


def _mentions(path: Path) -> dict[str, list[Mention]]:
    """By id, of the file of `mentions` with the same name; empty where an older build has none."""
    beside = path.parent.with_name("mentions") / path.name
    found: dict[str, list[Mention]] = {}
    if beside.is_file():
        for row in pq.read_table(beside, columns=["id", *Mention._fields]).to_pylist():
            found.setdefault(row.pop("id"), []).append(Mention(**row))
    return found


def _first(folder: Path, wrong: Callable[[Triple], object]) -> str | None:
    """The id of the first triple that `wrong` holds of."""
    return next((t.facts.id for t in _triples(folders.shards(folder, "triples")) if wrong(t)), None)


def _aliases(release: Release) -> dict[str, tuple[str, ...]]:
    return folders.read_aliases(release.folder)


# ------------------------------------------------------------------------------------- files that were judged


def _files(release: Release) -> Iterator[Refusal]:
    """Files are those that the build measured; an edited one is read again, so that a row can be named."""
    recorded = release.facts["files"]
    held = {path: file for path, file in release.files.items() if path in recorded or path.endswith(".parquet")}
    for path in sorted(set(recorded) - set(held)):
        yield Refusal(path, None, "is missing", "build again with --overwrite")
    for path in sorted(set(held) - set(recorded)):
        yield Refusal(path, None, "was not written by this build", "remove it")
    for path in sorted(set(held) & set(recorded)):
        if held[path].sha256 != recorded[path]["sha256"]:
            yield Refusal(
                path, None, "was changed after the build, so nothing has judged it", "build again with --overwrite"
            )
            if path.startswith("triples/"):
                yield from _bad_rows(release, path)
    for path in sorted(set(release.files) - set(held) - {"README.md", folders.BUILD_FILE}):
        if not path.startswith("."):
            yield Refusal(path, None, "is no file of a dataset", "remove it")


def _bad_rows(release: Release, path: str) -> Iterator[Refusal]:
    recipe = release.facts["settings"]["recipe"]
    if recipe not in CHECKS:
        return
    aliases = _aliases(release)
    try:
        for triple in _triples([release.folder / path]):
            if reason := reason_to_reject(triple, recipe, aliases):
                yield Refusal(path, f"row {triple.facts.id}", f"check failed: {reason}", "build again with --overwrite")
                return
    except (pa.ArrowInvalid, KeyError, TypeError) as error:
        yield Refusal(path, None, f"cannot be read ({' '.join(str(error).split())})", "build again with --overwrite")


# ------------------------------------------------------------------------------------------------ licences


def _licences(release: Release, terms_accepted: bool) -> Iterator[Refusal]:
    build = release.facts
    configs = [config for config in rjdb.FEATURES if config in build["sizes"]]
    for source in build["sources"]:
        if source["licence"] not in values()["publishable"]:
            in_graph = ", ".join(config for config in GRAPH_CONFIGS if config in configs)
            what = f"{source['title']} has licence {source['licence']}, which does not let it be passed on"
            remedy = "build from a graph without this source; the other configs name its skills and titles too"
            yield Refusal(in_graph, f"source {source['name']}", what, remedy)
    teacher = build["teacher_licence"]
    if teacher not in values()["publishable"] and not terms_accepted:
        in_text = ", ".join(config for config in configs if config not in GRAPH_CONFIGS)
        what = f"the text of {build['settings'].get('teacher')} has the terms of its vendor"
        yield Refusal(in_text, None, what, "read them; where they let you publish, add --terms-accepted")
