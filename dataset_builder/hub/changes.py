"""What publishing would change on the Hub: files by their hashes, rows and columns by what both sides say of themselves."""

import json
from dataclasses import dataclass, field

from tabulate import tabulate

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.hub.files import File
from dataset_builder.hub.release import Release
from dataset_builder.hub.repository import Head, RemoteFile, read_remote_card, read_text
from dataset_builder.storage.folder import BUILD_FILE

# The Hub's own; a release neither has it nor takes it away.
KEPT = (".gitattributes",)


@dataclass(frozen=True)
class PublishPlan:
    """`head` is None where the repository is still to be created; paths are sorted."""

    release: Release
    repo_id: str
    revision: str
    tag: str | None
    head: Head | None
    added: list[str]
    changed: list[str]
    removed: list[str]
    rows_before: dict[str, int] = field(default_factory=dict)
    columns_before: dict[str, list[str]] = field(default_factory=dict)
    # The address of an open pull request that holds these very files.
    proposed: str | None = None
    # The commit that the tag names, where that is another release, and a version that is free.
    taken_by: str | None = None
    next_tag: str | None = None

    @property
    def same_content(self) -> bool:
        return not (self.added or self.changed or self.removed)

    @property
    def tagged(self) -> bool:
        """The tag is where it should be, or none is wanted."""
        return self.tag is None or (self.head is not None and self.head.tags.get(self.tag) == self.head.sha)

    @property
    def nothing_to_do(self) -> bool:
        return self.head is not None and (self.proposed is not None or (self.same_content and self.tagged))

    def check_tag(self) -> None:
        """Raises BadInput where the tag names another release."""
        if self.taken_by:
            raise BadInput(
                f"{self.repo_id}: tag {self.tag} names another release ({self.taken_by[:7]}), and tags do not move; the next "
                f"version is free: --tag {self.next_tag}"
            )

    def text(self) -> str:
        """The plan as a terminal shows it: a line, then a row for each top-level folder or file that changes."""
        where = f"{self.release.kind} {self.repo_id}"
        if self.proposed:
            return f"{where}: {self.proposed} proposes this already"
        if self.nothing_to_do:
            return f"{where}: {self.revision} is this release already{f', tag {self.tag}' if self.tag else ''}"
        at = f"{self.revision} at {self.head.sha[:7]}" if self.head else "new"
        sent = sum(self.release.files[path].size for path in self.added + self.changed)
        lines = [
            f"{where} ({at}): {len(self.added)} files added, {len(self.changed)} changed, {len(self.removed)} removed, "
            f"{_mib(sent) or 'nothing'} to send" + self._then()
        ]
        if not self.same_content:
            lines.append(self._table())
        lines += [f"{config}: {line}" for config, line in self._column_changes()]
        return "\n".join(lines)

    def _then(self) -> str:
        if self.taken_by:
            return f"; tag {self.tag} is taken"
        return f", then tag {self.tag}" if self.tag else ""

    def _table(self) -> str:
        before = self.head.files if self.head else {}
        tops = sorted({_top(path) for path in self.added + self.changed + self.removed})
        shown, rows_after = [], _rows(self.release.facts) if self.release.kind == "dataset" else {}
        for top in tops:
            files = [[p for p in paths if _top(p) == top] for paths in (self.added, self.changed, self.removed)]
            old = sum(file.size for path, file in before.items() if _top(path) == top)
            new = sum(file.size for path, file in self.release.files.items() if _top(path) == top)
            name = top.removesuffix("/")
            rows = [f"{side[name]:,}" if name in side else "" for side in (self.rows_before, rows_after)]
            shown.append([top, *(len(paths) or "" for paths in files), _mib(old), _mib(new), *rows])
        heads = ["what", "added", "changed", "removed", "size now", "then", "rows now", "then"]
        if not (self.rows_before or rows_after):
            shown, heads = [row[:-2] for row in shown], heads[:-2]
        align = ["left"] + ["right"] * (len(heads) - 1)
        return tabulate(shown, heads, "github", colalign=align, disable_numparse=True)

    def _column_changes(self) -> list[tuple[str, str]]:
        changes = []
        for config, old in self.columns_before.items():
            new = list(rjdb.FEATURES.get(config, ()))
            gone, come = [c for c in old if c not in new], [c for c in new if c not in old]
            parts = [f"{word} {', '.join(names)}" for word, names in (("loses", gone), ("gains", come)) if names]
            if parts:
                changes.append((config, "; ".join(parts)))
        return changes


def compare(release: Release, repo_id: str, revision: str, tag: str | None, head: Head | None) -> PublishPlan:
    """The plan for a release against what the Hub holds. Nothing is downloaded but the card and build.json."""
    before = head.files if head else {}
    added, changed, removed = difference(release.files, before)
    rows, columns = {}, {}
    if release.kind == "dataset" and head and BUILD_FILE in before and (added or changed or removed):
        rows = _rows(json.loads(read_text("dataset", repo_id, BUILD_FILE, head.sha)))
        columns = _columns(read_remote_card("dataset", repo_id, head))
    return PublishPlan(release, repo_id, revision, tag, head, added, changed, removed, rows, columns)


def difference(files: dict[str, File], before: dict[str, RemoteFile]) -> tuple[list[str], list[str], list[str]]:
    """Paths added, changed and removed, sorted."""
    added = sorted(path for path in files if path not in before)
    changed = sorted(path for path in files if path in before and not is_same(files[path], before[path]))
    return added, changed, sorted(path for path in before if path not in files and path not in KEPT)


def is_same(file: File, remote: RemoteFile) -> bool:
    return file.size == remote.size and remote.digest == (file.sha256 if remote.large else file.git_oid)


def _rows(build: dict) -> dict[str, int]:
    return {c: sum(split["rows"] for split in splits.values()) for c, splits in build.get("sizes", {}).items()}


def _columns(card: dict) -> dict[str, list[str]]:
    infos = card.get("dataset_info") or []
    infos = infos if isinstance(infos, list) else [infos]
    return {info.get("config_name", "default"): [f["name"] for f in info.get("features") or []] for info in infos}


def _top(path: str) -> str:
    return path.split("/")[0] + "/" * ("/" in path)


def _mib(size: int) -> str:
    if not size:
        return ""
    return f"{size / 2**20:,.1f} MiB" if size >= 2**20 / 10 else f"{size / 2**10:,.1f} KiB"
