"""Why a leaderboard must not be sent: figures or pages that are not those that were measured."""

from collections.abc import Iterator

from dataset_builder.hub.refusal import Refusal
from dataset_builder.hub.release import CARD_REMEDY, LEADERBOARD_FILE, Release


def leaderboard_refusals(release: Release) -> Iterator[Refusal]:
    again = CARD_REMEDY["leaderboard"].format(folder=release.folder)
    measured = release.facts.get("files")
    if not isinstance(measured, dict):
        yield Refusal(LEADERBOARD_FILE, "field files", "is missing", again)
        return
    held = release.files.keys() - {LEADERBOARD_FILE, "README.md"}
    for path in sorted(measured.keys() - held):
        yield Refusal(path, None, "is missing", again)
    for path in sorted(held - measured.keys()):
        yield Refusal(path, None, "is no file of this leaderboard", "remove it")
    for path in sorted(held & measured.keys()):
        if release.files[path].sha256 != measured[path]:
            yield Refusal(path, None, "was changed after it was measured", again)
