"""Carries a plan out: one commit (or pull request) on the head it was compared with, a tag, and a look at what is there then."""

from collections.abc import Iterator

from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi
from huggingface_hub.errors import RevisionNotFoundError

from dataset_builder.errors import BadInput
from dataset_builder.hub import repository
from dataset_builder.hub.changes import PublishPlan, difference
from dataset_builder.hub.configs import MAIN, PublishConfig
from dataset_builder.hub.planning import is_foreign, open_proposal
from dataset_builder.hub.repository import Head, RemoteFile, Repeatable, one_line, read_head, repeated


def send(api: HfApi, plan: PublishPlan, config: PublishConfig) -> str:
    """One commit (or pull request), the tag, and a look at what the Hub then holds. Says where it is."""
    kind, repo_id = plan.release.kind, plan.repo_id
    head = _ready(api, plan, config)
    if config.pr:
        return f"{kind} {repo_id}: {_commit(api, plan, head, as_request=True)}"
    sha = head.sha if plan.head and plan.same_content else _commit(api, plan, head)
    if plan.tag:
        held = repeated(f"tagging {repo_id}", lambda: _tagged(api, plan, sha))
    else:
        held = repeated(f"reading {repo_id} back", lambda: repository.read_files(api, kind, repo_id, sha))
    if any(difference(plan.release.files, held)):
        raise BadInput(f"{repo_id}: {plan.tag or sha[:7]} does not hold what was sent; run the same command again")
    size = sum(file.size for file in held.values()) / 2**20
    return f"{kind} {repo_id}: published {plan.tag or plan.revision} at {sha[:7]}, {len(held)} files, {size:,.1f} MiB read back the same"


def _tagged(api: HfApi, plan: PublishPlan, sha: str) -> dict[str, RemoteFile]:
    """Sets the tag and reads it back, since a page that stands in for the Hub's answer looks like success."""
    kind, repo_id = plan.release.kind, plan.repo_id
    api.create_tag(repo_id, tag=plan.tag, revision=sha, repo_type=kind, exist_ok=True)
    try:
        return repository.read_files(api, kind, repo_id, plan.tag)
    except RevisionNotFoundError as error:
        raise Repeatable(f"tagging {repo_id}: the Hub took tag {plan.tag} and does not have it; try later") from error


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
    repeated(
        f"uploading to {repo_id}",
        lambda: api.preupload_lfs_files(
            repo_id, additions, repo_type=kind, revision=plan.revision, create_pr=as_request
        ),
    )
    title = f"Release {plan.tag or plan.revision}"
    for attempt in range(repository.TRIES):
        try:
            with one_line(f"committing to {repo_id}"):
                done = api.create_commit(
                    repo_id, operations, commit_message=title, repo_type=kind, revision=plan.revision, create_pr=as_request,
                    parent_commit=head.sha,
                )  # fmt: skip
                return done.pr_url if as_request else done.oid
        except (Repeatable, BadInput) as error:
            again = isinstance(error, Repeatable)
            if (again or attempt) and (done := _done_already(api, plan, head, as_request)):
                return done
            if not again:
                raise
            if attempt == repository.TRIES - 1:
                raise BadInput(f"{error}, then run the same command again") from error
            repository.wait_for(error, attempt)
    raise AssertionError("unreachable")


def _done_already(api: HfApi, plan: PublishPlan, head: Head, as_request: bool) -> str | None:
    """The commit or pull request that an attempt made though its answer was lost."""
    if as_request:
        return open_proposal(api, plan.release, plan.repo_id)
    now = read_head(api, plan.release.kind, plan.repo_id, plan.revision)
    return now.sha if now and now.sha != head.sha and not any(difference(plan.release.files, now.files)) else None


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
