"""What a release lacks, found out before it begins: token, rights, base model, GPU, disk. Asked within seconds, nothing is sent."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
from huggingface_hub import constants, get_token, hf_hub_url
from huggingface_hub.errors import HfHubHTTPError
from huggingface_hub.utils import build_hf_headers, get_session

from dataset_builder.hub.repository import line_of, said_by
from training.release.config import ReleaseConfig
from training.release.hardware import Card

# Seconds until a Hub that does not answer counts as not reached.
TIMEOUT = 3.0


@dataclass(frozen=True)
class Lack:
    """`stops`: a release cannot be carried out without it; otherwise it is only slower, or says less."""

    what: str
    stops: bool = True


def lacking(config: ReleaseConfig, card: Card | None, disk_needed: int) -> list[Lack]:
    """All that is missing, in the order in which one would see to it."""
    return [*_account(config), *_base(config), *_machine(config, card, disk_needed), *_optional(config)]


def line(lacks: list[Lack]) -> str:
    """The first line of a release and of its plan."""
    return "missing: " + "; ".join(lack.what for lack in lacks) if lacks else "nothing is missing"


def _account(config: ReleaseConfig) -> Iterator[Lack]:
    if constants.HF_HUB_OFFLINE:
        yield Lack("the Hub (HF_HUB_OFFLINE is set: unset it)")
        return
    if get_token() is None:
        yield Lack("a token (`hf auth login`, or HF_TOKEN)")
        return
    try:
        said = _asked(f"{constants.ENDPOINT}/api/whoami-v2").json()
        name, role = said["name"], (said.get("auth") or {}).get("accessToken", {}).get("role")
        organisations = {one["name"]: one.get("roleInOrg") for one in said.get("orgs") or ()}
    except HfHubHTTPError as error:
        invalid = error.response is not None and error.response.status_code == 401
        yield Lack("a token that is valid (`hf auth login`, or HF_TOKEN)" if invalid else f"the Hub ({said_by(error)})")
        return
    except (httpx2.HTTPError, ValueError, KeyError, TypeError) as error:
        yield Lack(f"the Hub ({constants.ENDPOINT} cannot be asked: {line_of(error)})")
        return
    if role == "read":
        yield Lack(f"rights: the token of {name} may only read; make one that may write")
    elif organisations.get(config.org) == "read":
        yield Lack(f"rights: {name} may only read in {config.org}; ask for the role write or contributor")
    elif config.org != name and config.org not in organisations:
        if role == "write":  # acts as its user, whose organisations are all named
            yield Lack(
                f"rights: {name} is not in {config.org}; ask to be let in, or give --org one of {', '.join([name, *organisations])}"
            )
        else:  # of a fine-grained token not all are
            yield Lack(f"rights, perhaps: the token of {name} names no organisation {config.org}", stops=False)


def _base(config: ReleaseConfig) -> Iterator[Lack]:
    if Path(config.base).is_dir() or constants.HF_HUB_OFFLINE:
        return
    where = f"{config.base} at {config.revision}"
    try:
        _asked(hf_hub_url(config.base, "config.json", revision=config.revision))
    except HfHubHTTPError as error:
        yield Lack(f"the base model: {base_problem(config.base, config.revision, error)}")
    except (httpx2.HTTPError, ValueError) as error:
        yield Lack(f"the base model: {where} cannot be asked for ({line_of(error)})", stops=False)


def base_problem(base: str, revision: str | None, error: HfHubHTTPError) -> str:
    """Why a base model cannot be had, and what to do."""
    code = (error.response.headers.get("X-Error-Code") or "") if error.response is not None else ""
    if code == "GatedRepo":
        return f"{base} is gated; ask for access on {constants.ENDPOINT}/{base}, then run the same command again"
    if code == "RevisionNotFound":
        return f"{base} has no revision {revision}; give --base-revision a commit or tag of it"
    if code in ("RepoNotFound", "EntryNotFound") or (
        error.response is not None and error.response.status_code in (401, 404)
    ):
        return f"{base} is not on the Hub, or not for this token; it may have been renamed: give --base its name of now, or a folder"
    return f"{base}: {said_by(error)}; run the same command again"


def _machine(config: ReleaseConfig, card: Card | None, disk_needed: int) -> Iterator[Lack]:
    if card is None:
        yield Lack("a GPU (nvidia-smi shows none: training Flan-T5-base on a CPU takes weeks)", stops=False)
    elif config.precision == "bf16" and not card.bf16:
        yield Lack(f"bf16 ({card.name} has none; leave --precision out)")
    place = next(path for path in (config.place.absolute(), *config.place.absolute().parents) if path.exists())
    if (free := shutil.disk_usage(place).free) < disk_needed:
        yield Lack(
            f"disk: {config.place} has {free / 1e9:.1f} GB free, {disk_needed / 1e9:.1f} are needed; free some, or give another --out"
        )


def _optional(config: ReleaseConfig) -> Iterator[Lack]:
    if config.original is None:
        yield Lack("the original release (--original FILE; its tables will say not measured)", stops=False)


def _asked(url: str):
    from huggingface_hub.utils import hf_raise_for_status

    response = get_session().get(url, headers=build_hf_headers(), timeout=TIMEOUT, follow_redirects=True)
    hf_raise_for_status(response)
    return response
