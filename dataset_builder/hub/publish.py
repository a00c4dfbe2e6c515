"""Publishes folders: compare with the Hub, refuse, send in one commit, tag, read back.

    python -m dataset_builder publish rjdb --org me                    # what would be sent, and why it would not
    python -m dataset_builder publish rjdb --org me --yes
    python -m dataset_builder publish rjdb students/matcher spaces/demo --org me --collection RJDB --yes

One verb for datasets, students and Spaces, since all that matters is the same for them: all folders are judged before
the first is sent, each repository changes in one commit on the head it was compared with, or not at all. A run that is
cut off is completed by the same command.
"""

import sys
from collections.abc import Iterator

from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi, get_token
from huggingface_hub.utils import disable_progress_bars

import rjdb
from dataset_builder.errors import BadInput
from dataset_builder.hub import repository
from dataset_builder.hub.card_rules import card_refusals
from dataset_builder.hub.changes import PublishPlan, compare, difference
from dataset_builder.hub.configs import MAIN, PublishConfig
from dataset_builder.hub.dataset_checks import dataset_refusals
from dataset_builder.hub.model_checks import model_refusals
from dataset_builder.hub.personal_data import personal_data
from dataset_builder.hub.refusal import Refusal, render
from dataset_builder.hub.release import MARKS, Release
from dataset_builder.hub.repository import Account, Head, Repeatable, one_line, read_head, repeated


def publish(config: PublishConfig) -> int:
    """Prints the plan of every folder and, with `yes`, carries all of them out. 1 if a folder was refused.

    Raises:
        BadInput: a folder, the token, the network or the Hub cannot be used; what is done is done whole.
    """
    releases = [Release.open(folder) for folder in config.folders]
    refused = False
    for release in releases:
        if refusals := refusals_of(release, config.terms_accepted):
            refused = True
            print(f"{release.folder}: {release.kind}, {len(refusals)} reasons not to publish it\n{render(refusals)}")
    if refused:
        print("nothing was sent")
        return 1
    if config.yes and get_token() is None:
        raise BadInput("no token: `hf auth login`, or set HF_TOKEN; nothing was sent")
    if config.quiet or not sys.stderr.isatty():
        disable_progress_bars()
    api = repository.open_hub()
    user = repository.account(api)
    plans = [plan_for(api, release, config, user) for release in releases]
    for plan in plans:
        print(plan.text())
    if not config.yes:
        print("nothing was sent; --yes sends it" if any(not p.nothing_to_do for p in plans) else "nothing to send")
        return 0
    for plan in plans:
        if not plan.nothing_to_do:
            print(send(api, plan, config))
    if config.collection:
        print(collect(api, config.collection, plans, config.private))
    return 0


def refusals_of(release: Release, terms_accepted: bool = False) -> list[Refusal]:
    """All that speaks against a release, independent of what the Hub holds."""
    by_kind = {
        "dataset": lambda: dataset_refusals(release, terms_accepted),
        "model": lambda: model_refusals(release),
        "space": lambda: iter(()),
    }
    held = personal_data(release.files.values())
    return [*release.refusals, *by_kind[release.kind](), *card_refusals(release), *held]


# ------------------------------------------------------------------------------------------------ planning


def plan_for(api: HfApi, release: Release, config: PublishConfig, user: Account | None) -> PublishPlan:
    """Raises BadInput where the name is not ours to take, or the tag already names something else."""
    repo_id = config.repo or f"{_namespace(config, user)}/{repository_name(release)}"
    if user is not None:
        _check_rights(user, repo_id, config)
    head = read_head(api, release.kind, repo_id, config.revision)
    if head is None:
        if (other := repository.other_kind(api, release.kind, repo_id)) is not None:
            raise BadInput(
                f"{repo_id}: is a {other} on the Hub, {release.folder} is a {release.kind}; give --repo another name"
            )
    elif is_foreign(release, repo_id, head):
        raise BadInput(f"{repo_id}: holds a {release.kind} that is none of this project's; give --repo another name")
    tag = None if config.pr else config.tag or (f"v{rjdb.VERSION}" if config.revision == MAIN else None)
    plan = compare(release, repo_id, config.revision, tag, head)
    taken = head.tags.get(tag) if head and tag else None
    if taken and (taken != head.sha or not plan.same_content):
        raise BadInput(
            f"{repo_id}: tag {tag} names another release ({taken[:7]}), and tags do not move; give --tag a new one"
        )
    return plan


def repository_name(release: Release) -> str:
    """The folder's name, with rjdb in it, so that it can be found."""
    name = release.folder.resolve().name
    return name if name.startswith("rjdb") else f"rjdb-{name}"


def _namespace(config: PublishConfig, user: Account | None) -> str:
    if config.org or user:
        return config.org or user.name
    raise BadInput("no token, so no user whose repositories to compare with; give --org or --repo, or `hf auth login`")


def _check_rights(user: Account, repo_id: str, config: PublishConfig) -> None:
    owner = repo_id.split("/")[0]
    if owner != user.name and owner not in user.organisations and not config.pr:
        raise BadInput(f"{repo_id}: {user.name} is no member of {owner}; give --org one that is, or send --pr")
    if config.yes and user.role == "read":
        raise BadInput(f"{repo_id}: the token may only read; make one that may write; nothing was sent")


def is_foreign(release: Release, repo_id: str, head: Head) -> bool:
    """Whether a repository holds something that this project did not put there."""
    if set(head.files) <= set(repository.INITIAL):
        return False
    if mark := MARKS.get(release.kind):
        return mark not in head.files
    return repository.read_remote_card(release.kind, repo_id, head).get("title") != release.card.get("title")


# ------------------------------------------------------------------------------------------------- sending


def send(api: HfApi, plan: PublishPlan, config: PublishConfig) -> str:
    """One commit (or pull request), the tag, and a look at what the Hub then holds. Says where it is."""
    kind, repo_id = plan.release.kind, plan.repo_id
    head = _ready(api, plan, config)
    if config.pr:
        if (url := _proposed(api, plan, head)) is not None:
            return f"{kind} {repo_id}: {url} proposes this already"
        return f"{kind} {repo_id}: {_commit(api, plan, head, as_request=True)}"
    sha = head.sha if plan.head and plan.same_content else _commit(api, plan, head)
    if plan.tag:
        repeated(
            f"tagging {repo_id}",
            lambda: api.create_tag(repo_id, tag=plan.tag, revision=sha, repo_type=kind, exist_ok=True),
        )
    held = repeated(f"reading {repo_id} back", lambda: repository.read_files(api, kind, repo_id, plan.tag or sha))
    if any(difference(plan.release.files, held)):
        raise BadInput(f"{repo_id}: {plan.tag or sha[:7]} does not hold what was sent; run the same command again")
    size = sum(file.size for file in held.values()) / 2**20
    return f"{kind} {repo_id}: published {plan.tag or plan.revision} at {sha[:7]}, {len(held)} files, {size:,.1f} MiB read back the same"


def _ready(api: HfApi, plan: PublishPlan, config: PublishConfig) -> Head:
    """The head to commit on: the one compared with, or that of a repository or branch made just now."""
    kind, repo_id = plan.release.kind, plan.repo_id
    if plan.head is None:
        sdk = {"space_sdk": plan.release.card["sdk"]} if kind == "space" else {}
        repeated(
            f"creating {repo_id}",
            lambda: api.create_repo(repo_id, repo_type=kind, private=config.private or None, exist_ok=True, **sdk),
        )
        head = read_head(api, kind, repo_id, MAIN)
        if head is None or is_foreign(plan.release, repo_id, head):
            raise BadInput(f"{repo_id}: somebody else has taken the name since the comparison; give --repo another")
    else:
        head = plan.head
    if config.revision not in head.branches and not config.pr:
        repeated(
            f"making branch {config.revision}",
            lambda: api.create_branch(
                repo_id, branch=config.revision, revision=head.sha, repo_type=kind, exist_ok=True
            ),
        )
    return head


def _proposed(api: HfApi, plan: PublishPlan, head: Head) -> str | None:
    """The address of a pull request that holds these very files."""
    for ref in head.requests:
        files = repeated(
            f"reading {ref}", lambda ref=ref: repository.read_files(api, plan.release.kind, plan.repo_id, ref)
        )
        if not any(difference(plan.release.files, files)):
            return f"pull request {ref.removeprefix('refs/pr/')}"
    return None


def _operations(plan: PublishPlan, head: Head) -> Iterator[CommitOperationAdd | CommitOperationDelete]:
    added, changed, removed = difference(plan.release.files, head.files)
    for path in added + changed:
        file = plan.release.files[path]
        operation = CommitOperationAdd(path, file.source if file.content is None else file.content)
        operation.upload_info.sha256 = bytes.fromhex(file.sha256)  # not hashed again
        yield operation
    for path in removed:
        yield CommitOperationDelete(path)


def _commit(api: HfApi, plan: PublishPlan, head: Head, as_request: bool = False) -> str:
    """The commit's SHA, or the pull request's address.

    A connection that breaks while the Hub commits leaves open what it did, so the head is read again before another
    try: it is the old one, or it holds this release, or somebody else moved it.
    """
    kind, repo_id = plan.release.kind, plan.repo_id
    operations = list(_operations(plan, head))
    additions = [operation for operation in operations if isinstance(operation, CommitOperationAdd)]
    revision = None if as_request else plan.revision
    repeated(
        f"uploading to {repo_id}",
        lambda: api.preupload_lfs_files(repo_id, additions, repo_type=kind, revision=revision, create_pr=as_request),
    )
    title = f"Release {plan.tag or plan.revision}"
    for attempt in range(repository.TRIES):
        try:
            with one_line(f"committing to {repo_id}"):
                done = api.create_commit(
                    repo_id, operations, commit_message=title, repo_type=kind, revision=revision, create_pr=as_request,
                    parent_commit=head.sha,
                )  # fmt: skip
                return done.pr_url if as_request else done.oid
        except (Repeatable, BadInput) as error:
            again = isinstance(error, Repeatable)
            if not as_request and (again or attempt):
                now = read_head(api, kind, repo_id, plan.revision)
                if now and now.sha != head.sha and not any(difference(plan.release.files, now.files)):
                    return now.sha
            if not again:
                raise
            if attempt == repository.TRIES - 1 or as_request:
                raise BadInput(f"{error}, then run the same command again") from error
            repository.wait_for(error, attempt)
    raise AssertionError("unreachable")


def collect(api: HfApi, title: str, plans: list[PublishPlan], private: bool) -> str:
    """Puts what was published into one collection of the first repository's owner."""
    owner = plans[0].repo_id.split("/")[0]
    collection = repeated(
        f"making collection {title}",
        lambda: api.create_collection(title, namespace=owner, private=private, exists_ok=True),
    )
    held = {(item.item_type, item.item_id) for item in collection.items}
    for plan in plans:
        if (plan.release.kind, plan.repo_id) not in held:
            repeated(
                f"adding {plan.repo_id} to collection {title}",
                lambda plan=plan: api.add_collection_item(
                    collection.slug, item_id=plan.repo_id, item_type=plan.release.kind, exists_ok=True
                ),
            )
    return f"collection {collection.slug}: {len({*held, *((p.release.kind, p.repo_id) for p in plans)})} items"
