"""Where each folder goes and what that would change: names, addresses for cards, the plan against the Hub. Nothing is sent."""

import re
from dataclasses import replace

from huggingface_hub import HfApi

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.hub import repository
from dataset_builder.hub.card_addresses import Addresses, addressed, base_folder, names_dataset
from dataset_builder.hub.changes import PublishPlan, compare, difference
from dataset_builder.hub.configs import MAIN, PublishConfig
from dataset_builder.hub.release import MARKS, Release, adapter_base
from dataset_builder.hub.repository import Account, Head, read_head

DATASET_NAME = "rjdb"


def plans_for(api: HfApi, releases: list[Release], config: PublishConfig, user: Account | None) -> list[PublishPlan]:
    """
    Raises:
        BadInput: a name is not ours to take or is taken twice, a base model is nowhere, or there is no such branch.
    """
    names = [config.repo or f"{_namespace(config, user)}/{repository_name(release)}" for release in releases]
    check_distinct(releases, names)
    sent = _addressed(api, releases, names, config.code)
    return [_plan(api, release, name, config) for release, name in zip(sent, names)]


# ---------------------------------------------------------------------------------------------------- names


def repository_name(release: Release) -> str:
    """The folder's name, with rjdb in it, so that it can be found; of students that make a family also the family's.

    Two families have students of the same names, as matcher and matcher, and both are published.
    """
    name, family = release.folder.resolve().name, release.facts.get("family") if release.kind == "model" else None
    if isinstance(family, str) and re.fullmatch(r"[\w-]+", family) and family not in name:
        name = f"{family}-{name}"
    return name if name.startswith("rjdb") else f"rjdb-{name}"


def _namespace(config: PublishConfig, user: Account | None) -> str:
    if config.org or user:
        return config.org or user.name
    raise BadInput("no token, so no user whose repositories to compare with; give --org or --repo, or `hf auth login`")


def check_distinct(releases: list[Release], names: list[str]) -> None:
    """Raises BadInput where two folders would go to one repository; the Hub's names are the same in any case."""
    taken: dict[str, Release] = {}
    for release, name in zip(releases, names):
        if (first := taken.setdefault(name.casefold(), release)) is not release:
            raise BadInput(
                f"{first.folder} and {release.folder} would both be {name}; rename one of the folders, or publish it by "
                "itself with --repo; nothing was sent"
            )


# ------------------------------------------------------------------------------------------- names within cards


def _addressed(api: HfApi, releases: list[Release], names: list[str], code: str | None) -> list[Release]:
    """The releases with cards that name repositories in place of folders."""
    models = {r.folder.resolve(): name for r, name in zip(releases, names) if r.kind == "model"}
    datasets = {name: r for r, name in zip(releases, names) if r.form == "dataset"}
    sent = []
    for release, name in zip(releases, names):
        base = models.get(base_folder(release))
        if base is None and (given := adapter_base(release)):
            _check_base(api, release, given)
        dataset = _dataset_of(api, release, name, datasets) if names_dataset(release) else rjdb.HUB_ID
        sent.append(addressed(release, Addresses(name, dataset, code, base)))
    return sent


def _dataset_of(api: HfApi, release: Release, name: str, datasets: dict[str, Release]) -> str:
    """The dataset that a card names: of the same command (of the same build first), of the same owner, or the project's."""
    build = (release.facts.get("dataset") or {}).get("build")
    for repo_id, dataset in datasets.items():
        if dataset.facts.get("hash") == build:
            return repo_id
    if datasets:
        return next(iter(datasets))
    near = f"{name.split('/')[0]}/{DATASET_NAME}"
    head = read_head(api, "dataset", near, MAIN) if near != rjdb.HUB_ID else None
    return near if head and MARKS["dataset"] in head.files else rjdb.HUB_ID


def _check_base(api: HfApi, release: Release, base: str) -> None:
    if read_head(api, "model", base, MAIN) is None:
        raise BadInput(
            f"{release.folder}: is an adapter of {base}, which is neither on the Hub nor given here, so no one could load it; "
            "give its folder in the same command, or train with --merge_adapter true"
        )


# ------------------------------------------------------------------------------------------------- the plan


def _plan(api: HfApi, release: Release, repo_id: str, config: PublishConfig) -> PublishPlan:
    """Raises BadInput where the name is not ours to take, or there is no such branch."""
    head = read_head(api, release.kind, repo_id, config.revision)
    if head is None:
        if (other := repository.other_kind(api, release.kind, repo_id)) is not None:
            raise BadInput(
                f"{repo_id}: is a {other} on the Hub, {release.folder} is a {release.kind}; give --repo another name"
            )
    elif is_foreign(release, repo_id, head):
        raise BadInput(f"{repo_id}: holds a {release.kind} that is none of this project's; give --repo another name")
    _check_branch(repo_id, head, config)
    tag = None if config.pr else config.tag or (f"v{rjdb.VERSION}" if config.revision == MAIN else None)
    if head and tag in head.branches:
        raise BadInput(f"{repo_id}: has a branch {tag}, so a tag of this name would be ambiguous; give --tag another")
    plan = compare(release, repo_id, config.revision, tag, head)
    if config.pr and head:
        plan = replace(plan, proposed=open_proposal(api, release, repo_id))
    taken = head.tags.get(tag) if head and tag else None
    if taken and (taken != head.sha or not plan.same_content):
        plan = replace(plan, taken_by=taken, next_tag=next_version(tag, plan, head))
    return plan


def _check_branch(repo_id: str, head: Head | None, config: PublishConfig) -> None:
    branches = head.branches if head else {MAIN: ""}
    if config.revision in branches or (config.create_branch and not config.pr):
        return
    if head and config.revision in head.tags:
        raise BadInput(f"{repo_id}: {config.revision} is a tag, and tags do not move; give --revision a branch")
    remedy = "give one that is there" if config.pr else "--create-branch makes it"
    raise BadInput(f"{repo_id}: has no branch {config.revision}, only {', '.join(sorted(branches))}; {remedy}")


def next_version(tag: str, plan: PublishPlan, head: Head) -> str:
    """The first free one: the next minor version where rows change, the next patch where only what describes them does."""
    parts = re.fullmatch(r"(.*?)(\d+)\.(\d+)\.(\d+)", tag)
    number = 0
    while True:
        number += 1
        if parts is None:
            name = f"{tag}.{number}"
        elif any(path.endswith((".parquet", ".safetensors")) for path in plan.added + plan.changed + plan.removed):
            name = f"{parts[1]}{parts[2]}.{int(parts[3]) + number}.0"
        else:
            name = f"{parts[1]}{parts[2]}.{parts[3]}.{int(parts[4]) + number}"
        if name not in head.tags:
            return name


def is_foreign(release: Release, repo_id: str, head: Head) -> bool:
    """Whether a repository holds something that this project did not put there."""
    if set(head.files) <= set(repository.INITIAL):
        return False
    if release.mark:
        return release.mark not in head.files
    return repository.read_remote_card(release.kind, repo_id, head).get("title") != release.card.get("title")


def open_proposal(api: HfApi, release: Release, repo_id: str) -> str | None:
    """The address of an open pull request that holds these very files."""
    for ref, url in repository.open_requests(api, release.kind, repo_id).items():
        files = repository.repeated(
            f"reading {ref}", lambda ref=ref: repository.read_files(api, release.kind, repo_id, ref)
        )
        if not any(difference(release.files, files)):
            return url
    return None
