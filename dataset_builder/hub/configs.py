"""What the verbs `publish` and `verify` take. Imports nothing that a help text does not need."""

import re
from dataclasses import dataclass, field

from dataset_builder.errors import BadInput

# The branch that a release goes to, unless another is named.
MAIN = "main"


# What `git check-ref-format` refuses anywhere in a name.
_NO_REF = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|/\.|\.lock(/|$)|[/.]$|^[-./]|^@$|^$")


def is_ref_name(name: str) -> bool:
    """Whether git takes it as the name of a branch or a tag."""
    return _NO_REF.search(name) is None


@dataclass(frozen=True)
class PublishConfig:
    """What goes where. Without `yes` nothing is changed."""

    folders: tuple[str, ...] = field(
        metadata={"help": "what build, training.sft or spaces/ left", "metavar": "FOLDER", "positional": True}
    )
    # The folder's name becomes the repository's.
    org: str | None = field(default=None, metadata={"help": "user or organisation; the token's own user by default"})
    repo: str | None = field(default=None, metadata={"help": "the whole name, for one folder", "metavar": "ORG/NAME"})
    revision: str = field(default=MAIN, metadata={"help": "branch to commit to"})
    tag: str | None = field(
        default=None, metadata={"help": "tag for the release; v and the version on main by default"}
    )
    private: bool = field(default=False, metadata={"help": "a new repository is private"})
    create_branch: bool = field(default=False, metadata={"help": "make the branch of --revision where it is not there"})
    pr: bool = field(default=False, metadata={"help": "a pull request in place of a commit"})
    collection: str | None = field(
        default=None, metadata={"help": "a collection that holds all of them", "metavar": "TITLE"}
    )
    code: str | None = field(
        default=None,
        metadata={
            "help": "where the project's code is, for the cards; by the package's links by default",
            "metavar": "URL",
        },
    )
    terms_accepted: bool = field(
        default=False,
        metadata={"help": "you read the terms of the vendor whose model wrote the text, and they let you publish it"},
    )
    yes: bool = field(default=False, metadata={"help": "send it"})
    quiet: bool = False

    def __post_init__(self) -> None:
        if self.repo and len(self.folders) > 1:
            raise BadInput(
                f"--repo {self.repo}: names one repository, but {len(self.folders)} folders were given; use --org"
            )
        if self.repo and self.repo.count("/") != 1:
            raise BadInput(f"--repo {self.repo}: give it as org/name")
        for option, name in (("--tag", self.tag), ("--revision", self.revision)):
            if name is not None and not is_ref_name(name):
                raise BadInput(f"{option} {name!r}: is no name that git takes; give one such as v1.1.0 or next")
        if self.code and not re.fullmatch(r"https://[^\s\"'@`<>]+", self.code):
            raise BadInput(
                f"--code {self.code}: give an address that begins with https:// and holds no name or password"
            )
        if self.pr and self.tag:
            raise BadInput("--pr with --tag: a tag names what is merged; run the command again after the merge")


@dataclass(frozen=True)
class VerifyConfig:
    """What is verified, and with what it is built again."""

    release: str = field(
        metadata={"help": "a folder, or org/name on the Hub", "metavar": "FOLDER_OR_REPO", "positional": True}
    )
    revision: str | None = field(default=None, metadata={"help": "a tag, branch or commit on the Hub; main by default"})
    graph: str | None = field(
        default=None,
        metadata={"help": "the graph it was built from, where that is not the embedded one", "metavar": "FOLDER"},
    )
    names: str | None = field(
        default=None,
        metadata={"help": "the given names it was built with, where they are not the embedded ones", "metavar": "CSV"},
    )
    rebuilt: str | None = field(
        default=None,
        metadata={"help": "compare with this folder in place of a build made now", "metavar": "FOLDER"},
    )
    workers: int | None = field(default=None, metadata={"help": "processes; as many as cores by default"})
    quiet: bool = False
