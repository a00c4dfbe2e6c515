"""Publishes folders: compare with the Hub, refuse, send in one commit, tag, read back.

    python -m dataset_builder publish rjdb --org me                    # what would be sent, and why it would not
    python -m dataset_builder publish rjdb --org me --yes
    python -m dataset_builder publish rjdb students/matcher spaces/demo --org me --collection RJDB --yes

One verb for datasets, students, leaderboards and Spaces, since all that matters is the same for them: all folders are judged before
the first is sent, each repository changes in one commit on the head it was compared with, or not at all. A run that is
cut off is completed by the same command.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from huggingface_hub import get_token
from huggingface_hub.utils import disable_progress_bars

from dataset_builder.errors import BadInput
from dataset_builder.hub import repository
from dataset_builder.hub.card_addresses import Addresses, addressed, base_folder
from dataset_builder.hub.card_rules import card_refusals
from dataset_builder.hub.changes import PublishPlan
from dataset_builder.hub.configs import PublishConfig
from dataset_builder.hub.dataset_checks import dataset_refusals
from dataset_builder.hub.leaderboard_checks import leaderboard_refusals
from dataset_builder.hub.model_checks import adapter_refusals, model_refusals
from dataset_builder.hub.personal_data import personal_data
from dataset_builder.hub.planning import plans_for
from dataset_builder.hub.refusal import Refusal, render
from dataset_builder.hub.release import Release
from dataset_builder.hub.repository import Account
from dataset_builder.hub.send import collect, send

# Labels of a project's links in the package's metadata that say where its code is.
CODE_LABELS = ("repository", "source", "source code", "code")


def publish(config: PublishConfig) -> int:
    """Prints the plan of every folder and, with `yes`, carries all of them out. 1 if a folder was refused.

    Raises:
        BadInput: a folder, the token, the network or the Hub cannot be used; what is done is done whole.
    """
    releases = [Release.open(folder) for folder in config.folders]
    together = frozenset(release.folder.resolve() for release in releases if release.kind == "model")
    refused = False
    for release in releases:
        if refusals := refusals_of(release, config.terms_accepted, together):
            refused = True
            print(f"{release.folder}: {release.form}, {len(refusals)} reasons not to publish it\n{render(refusals)}")
    if refused:
        print("nothing was sent")
        return 1
    if config.yes and get_token() is None:
        raise BadInput("no token: `hf auth login`, or set HF_TOKEN; nothing was sent")
    if config.quiet or not sys.stderr.isatty():
        disable_progress_bars()
    api = repository.open_hub()
    user = repository.account(api)
    config = replace(config, code=config.code or code_address())
    plans = plans_for(api, releases, config, user)
    for plan in plans:
        print(plan.text())
    for note in _notes(plans, config, user):
        print(f"note: {note}")
    for plan in plans:
        plan.check_tag()
    if not config.yes:
        print("nothing was sent; --yes sends it" if any(not p.nothing_to_do for p in plans) else "nothing to send")
        return 0
    for plan in plans:
        if not plan.nothing_to_do:
            print(send(api, plan, config))
    if config.collection:
        print(collect(api, config.collection, plans, config.private))
    return 0


def refusals_of(
    release: Release, terms_accepted: bool = False, together: frozenset[Path] = frozenset()
) -> list[Refusal]:
    """All that speaks against a release, independent of what the Hub holds. `together` are the students of the same command."""
    base = base_folder(release)
    by_form = {
        "dataset": lambda: dataset_refusals(release, terms_accepted),
        "leaderboard": lambda: leaderboard_refusals(release),
        "model": lambda: (*model_refusals(release), *adapter_refusals(release, base, together)),
        "space": lambda: iter(()),
    }
    # as it is sent: a base that goes along is named by its repository then, and no more by its folder
    sent = addressed(release, Addresses("org/name", base="org/base" if base in together else None))
    held = personal_data(sent.files.values())
    return [*release.refusals, *by_form[release.form](), *card_refusals(release), *held]


def code_address() -> str | None:
    """Where this project's code can be installed from, by the metadata of the package; None where they do not say."""
    try:
        links = metadata("rjdb").get_all("Project-URL") or []
    except PackageNotFoundError:
        return None
    named = {label.strip().lower(): url.strip() for label, _, url in (link.partition(",") for link in links)}
    return next((named[label] for label in CODE_LABELS if named.get(label, "").startswith("https://")), None)


def _notes(plans: list[PublishPlan], config: PublishConfig, user: Account | None) -> Iterator[str]:
    """What does not hinder a release, and may still not be what is wanted."""
    plans = [plan for plan in plans if not plan.nothing_to_do]
    if not config.code and plans:
        yield "no address of the code is known, so the cards name none; --code https://… writes it"
    for owner in dict.fromkeys(plan.repo_id.split("/")[0] for plan in plans):
        if user and owner != user.name and owner not in user.organisations:
            yield f"the token of {user.name} names no organisation {owner}; the Hub says whether it may write there"
    builds = {plan.repo_id: plan.release.facts.get("hash") for plan in plans if plan.release.form == "dataset"}
    for plan in plans:
        build = (plan.release.facts.get("dataset") or {}).get("build") if plan.release.kind == "model" else None
        if build and builds and build not in builds.values():
            others = ", ".join(f"{name} {held}" for name, held in builds.items())
            yield f"{plan.repo_id} was trained on build {build}, and the dataset given with it is {others}"
