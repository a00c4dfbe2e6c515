"""The Hub as publishing sees it: who asks, what a repository holds, and errors in one line that name no token.

Calls that huggingface_hub does not repeat by itself are repeated here, with the wait that the Hub asks for.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import httpx2
from huggingface_hub import HfApi, constants, get_token, hf_hub_download, hf_hub_url
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    LocalTokenNotFoundError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.hf_api import RepoFile
from huggingface_hub.repocard import RepoCard
from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status, logging, set_client_factory

from dataset_builder.errors import BadInput
from dataset_builder.network import certificate_advice, usable_network

TRIES = 4
# Seconds without a byte until a call counts as failed; huggingface_hub would wait for ever.
TIMEOUT = 60.0
LONGEST_WAIT = 60.0
KINDS = ("dataset", "model", "space")
# What the Hub itself puts into a new repository.
INITIAL = (".gitattributes", "README.md")
T = TypeVar("T")
_NO_HUB = "answers, but not as a Hub does (a login page of the network? another server?)"
_SETTLE = "settle that, then run the same command again"
# How huggingface_hub words what the Hub says of one large file.
_LFS_REFUSAL = re.compile(r"Encountered error for file with OID \w+: [`']?(.+?)[`']?$", re.MULTILINE)


@dataclass(frozen=True)
class Account:
    """Whose token it is. What it may do is not written here: the Hub says so when it is tried."""

    name: str
    organisations: tuple[str, ...]


@dataclass(frozen=True)
class RemoteFile:
    """`digest` is SHA-256 for a large file, git's id otherwise."""

    size: int
    digest: str
    large: bool


@dataclass(frozen=True)
class Head:
    """A revision of a repository; `tags` are those of the whole repository, by name."""

    sha: str
    files: dict[str, RemoteFile]
    tags: dict[str, str]
    branches: dict[str, str]
    requests: dict[str, str] = field(default_factory=dict)


class Repeatable(Exception):
    """A call failed in a way that may pass: the connection broke, or the Hub was busy or broken."""

    def __init__(self, line: str, wait: float | None = None) -> None:
        super().__init__(line)
        self.wait = wait


def line_of(error: Exception) -> str:
    """The first line of an error, without the token, whoever repeated it."""
    text = " ".join(str(error).strip().splitlines()[0].split()) if str(error).strip() else type(error).__name__
    token = get_token()
    return text.replace(token, "(token)") if token else text


@contextmanager
def one_line(doing: str) -> Iterator[None]:
    """Errors of the Hub and of the network as BadInput, or as Repeatable where a second try may help."""
    where = f"{constants.ENDPOINT}, {doing}"
    try:
        yield
    except (LocalTokenNotFoundError, OfflineModeIsEnabled) as error:
        offline = isinstance(error, OfflineModeIsEnabled)
        remedy = "HF_HUB_OFFLINE is set: unset it" if offline else "no token: `hf auth login`, or set HF_TOKEN"
        raise BadInput(f"{where}: {remedy}") from error
    except GatedRepoError as error:  # a RepositoryNotFoundError too
        raise BadInput(
            f"{where}: {said_by(error)}; ask for access on its page, then run the same command again"
        ) from error
    except (RepositoryNotFoundError, RevisionNotFoundError) as error:
        raise BadInput(f"{where}: is not there, or not for this token; run the same command again") from error
    except HfHubHTTPError as error:
        raise _of_status(error, where) from error
    except httpx2.HTTPError as error:
        if advice := certificate_advice(str(error)):
            raise BadInput(f"{where}: {advice}") from error
        raise Repeatable(f"{where}: cannot be reached ({line_of(error)}); fix the connection") from error
    except RuntimeError as error:  # huggingface_hub wraps what an upload thread met
        if not isinstance(error.__cause__, (HfHubHTTPError, httpx2.HTTPError)):
            raise
        raise Repeatable(f"{where}: {line_of(error)} ({line_of(error.__cause__)})") from error
    except json.JSONDecodeError as error:  # a page that is there for a moment, or for good
        raise Repeatable(f"{where}: {_NO_HUB}; check HF_ENDPOINT and the network") from error
    except (KeyError, TypeError) as error:
        raise BadInput(f"{where}: {_NO_HUB}; check HF_ENDPOINT and the network") from error
    except ValueError as error:
        if refused := _LFS_REFUSAL.search(str(error)):
            raise BadInput(f"{where}: the Hub says {line_of(Exception(refused[1]))!r}; {_SETTLE}") from error
        raise BadInput(f"{where}: {line_of(error)}; fix that") from error


def said_by(error: HfHubHTTPError) -> str:
    """The Hub's own sentence with its status, in the one wording that all of them get."""
    status = error.response.status_code if error.response is not None else 0
    reason = error.response.reason_phrase if error.response is not None else ""
    if error.server_message:
        return f"the Hub says {line_of(Exception(error.server_message))!r} ({status})"
    return f"the Hub answers {status} {reason}".rstrip()


def _of_status(error: HfHubHTTPError, where: str) -> Exception:
    status = error.response.status_code if error.response is not None else 0
    if status == 429 or status >= 500:
        wait = error.response.headers.get("Retry-After", "")
        return Repeatable(f"{where}: {said_by(error)}; try later", float(wait) if wait.isdigit() else None)
    lines = {
        401: "the token is not valid; `hf auth login`, or set HF_TOKEN",
        412: "somebody else has committed since the comparison; run the same command again to compare anew",
    }
    return BadInput(f"{where}: {lines.get(status, f'{said_by(error)}; {_SETTLE}')}")


def repeated(doing: str, call: Callable[[], T]) -> T:
    """The call's result, after a few tries where that may help.

    Raises:
        BadInput: it does not work, or not today.
    """
    for attempt in range(TRIES):
        try:
            with one_line(doing):
                return call()
        except Repeatable as error:
            if attempt == TRIES - 1:
                raise BadInput(f"{error}, then run the same command again") from error
            wait_for(error, attempt)
    raise AssertionError("unreachable")


def wait_for(error: Repeatable, attempt: int) -> None:
    time.sleep(min(error.wait if error.wait is not None else 0.5 * 2**attempt, LONGEST_WAIT))


def open_hub() -> HfApi:
    """The API with the user's token, calls that end, and no warnings of its own (they show signed addresses).

    Raises:
        BadInput: a proxy or a file of certificates that the environment names cannot be used.
    """
    with usable_network(constants.ENDPOINT):
        hooks = get_session().event_hooks

    def client() -> httpx2.Client:
        return httpx2.Client(event_hooks=hooks, follow_redirects=True, timeout=TIMEOUT)

    set_client_factory(client)
    logging.set_verbosity_error()
    return HfApi(library_name="rjdb")


def account(api: HfApi) -> Account | None:
    """Who the token belongs to; None without one."""
    if get_token() is None:
        return None
    said = repeated("asking whose token this is", api.whoami)
    with one_line("asking whose token this is"):
        return Account(said["name"], tuple(org["name"] for org in said.get("orgs") or ()))


def read_head(api: HfApi, kind: str, repo_id: str, revision: str) -> Head | None:
    """What a revision holds; None where there is no such repository for this token."""

    def ask() -> Head | None:
        try:
            refs = api.list_repo_refs(repo_id, repo_type=kind, include_pull_requests=True)
        except GatedRepoError:
            raise
        except RepositoryNotFoundError:
            return None
        branches = {ref.name: ref.target_commit for ref in refs.branches}
        tags = {ref.name: ref.target_commit for ref in refs.tags}
        requests = {ref.ref: ref.target_commit for ref in refs.pull_requests or []}
        sha = branches.get(revision) or tags.get(revision) or requests.get(revision) or branches["main"]
        return Head(sha, read_files(api, kind, repo_id, sha), tags, branches, requests)

    return repeated(f"reading {kind} {repo_id}", ask)


def read_files(api: HfApi, kind: str, repo_id: str, revision: str) -> dict[str, RemoteFile]:
    """Raises RevisionNotFoundError, and what `repeated` and `one_line` turn into BadInput."""
    entries = api.list_repo_tree(repo_id, recursive=True, revision=revision, repo_type=kind)
    return {
        entry.path: RemoteFile(entry.size, entry.lfs.sha256 if entry.lfs else entry.blob_id, entry.lfs is not None)
        for entry in entries
        if isinstance(entry, RepoFile)
    }


def open_requests(api: HfApi, kind: str, repo_id: str) -> dict[str, str]:
    """The address of each pull request that is neither merged nor closed, by its ref."""
    asked = {"repo_type": kind, "discussion_type": "pull_request", "discussion_status": "open"}
    found = repeated(
        f"reading the pull requests of {repo_id}", lambda: list(api.get_repo_discussions(repo_id, **asked))
    )
    return {one.git_reference: one.url for one in found}


def read_text(kind: str, repo_id: str, path: str, revision: str) -> str:
    """A small file of a repository."""

    def ask() -> str:
        url = hf_hub_url(repo_id, path, repo_type=kind, revision=revision)
        response = get_session().get(url, headers=build_hf_headers())
        hf_raise_for_status(response)
        if "html" in response.headers.get("Content-Type", ""):  # the Hub sends files as plain text
            raise Repeatable(f"{constants.ENDPOINT}, reading {path} of {kind} {repo_id}: {_NO_HUB}; check the network")
        return response.text

    return repeated(f"reading {path} of {kind} {repo_id}", ask)


def fetch(kind: str, repo_id: str, path: str, revision: str) -> Path:
    """A file of a repository, in the cache of this machine."""
    return Path(
        repeated(
            f"downloading {path} of {kind} {repo_id}",
            lambda: hf_hub_download(repo_id, path, repo_type=kind, revision=revision),
        )
    )


def read_remote_card(kind: str, repo_id: str, head: Head) -> dict:
    """The YAML of a repository's card; empty where it has none that can be read."""
    if "README.md" not in head.files:
        return {}
    try:
        return RepoCard(read_text(kind, repo_id, "README.md", head.sha), ignore_metadata_errors=True).data.to_dict()
    except ValueError:
        return {}


def other_kind(api: HfApi, kind: str, repo_id: str) -> str | None:
    """The kind of a repository that has the name but is not of `kind`."""
    for other in KINDS:
        if other != kind and repeated(f"reading {repo_id}", lambda other=other: _exists(api, other, repo_id)):
            return other
    return None


def _exists(api: HfApi, kind: str, repo_id: str) -> bool:
    try:
        api.repo_info(repo_id, repo_type=kind)
    except GatedRepoError:
        return True
    except RepositoryNotFoundError:
        return False
    return True
