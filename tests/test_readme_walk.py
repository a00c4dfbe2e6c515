"""The README from top to bottom as a reader follows it: every block as it is pasted, in a fresh clone with an empty cache.

What a reader has to bring, and what would take hours, is in `BROUGHT` and `SUBSTITUTED`, each with its reason; all else is
the text of the README to the letter. The Hub is the tests' double.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
import urllib.request
from pathlib import Path

import pytest

from benchmarks.readme import README, ROOT
from tests.doubles.hub_server import HubDouble
from tests.fixtures.demo_space import free_port
from tests.fixtures.hub_runs import SECRET
from tests.fixtures.pasted_blocks import blocks, environment, run_block

BLOCKS = blocks(README.read_text(encoding="utf-8"))
TARGETS = ("base", "openai", "evaluate", "train", "read", "demo", "dev")
# What is written in place of words of the README, once each, and why.
SUBSTITUTED = {
    "git clone URL rjdb-project && cd rjdb-project": (
        'git clone --quiet "$ORIGIN" rjdb-project && cd rjdb-project && sh "$ENVIRONMENT"',
        "the address of the page is a copy of this checkout; packages are those of this environment, not of a registry",
    ),
    "--triples 52000": ("--triples 520", "the paper's size takes minutes"),
    "make students": ("make --dry-run students", "weights are of a registry, and training takes twenty minutes"),
}
# Variables that make a command small, or that the text says a reader has; and why.
VARIABLES = {
    "TRIPLES": ("416", "what `make rjdb` builds, 2,000 triples, takes half a minute"),
    "HF_TOKEN": (SECRET, "the text says: after `hf auth login`"),
    "BROWSER": ("true", "`make demo` opens one"),
}
# Files that the text asks the reader to bring.
BROUGHT = ("dice.csv", "national_M2022_dl.xlsx", "db_29_0_excel", "sample.jsonl", "resumes", "job.txt")
RELEASE = {
    "Job-Description": "## Job title\nBaker\n\n## Required Skills\n- Kneading\n- Glazing\n\n## Required Experience\n- 3 years as a Baker",
    "Resume-matched": "## Personal Information\nName: Ann Doe\n\n## Skills\n- Kneading\n- Glazing\n\n## Experience\n- Baker (2013 - 2016)",
    "Resume-unmatched": "## Personal Information\nName: Ann Doe\n\n## Skills\n- Kneading\n\n## Experience\n- Baker (2013 - 2014)",
    "Skills": ["Kneading", "Glazing"],
    "Experiences": ["Baker"],
    "Experiences-years": [[["3 years as a Baker"], ["Baker (2013 - 2016)"]], 2016, [3]],
    "Filtered-information": {
        "Skills": ["Glazing"], "Experience": 'instead of "Baker (2013 - 2016)" use "Baker (2013 - 2014)"',
    },
}  # fmt: skip


def substituted(code: str) -> str:
    for words, (instead, _) in SUBSTITUTED.items():
        code = code.replace(words, instead)
    return code


def bring(clone: Path) -> None:
    """The reader's files, small: four ads, one official title, one O*NET occupation, one triple of the original release."""
    ads = "".join(f'Java Developer,"Java, Spring, SQL, Git"\nWelder {number},"MIG Welding"\n' for number in range(4))
    (clone / "dice.csv").write_text(f"jobtitle,skills\n{ads}")
    (clone / "national_M2022_dl.xlsx").write_text("OCC_CODE\tOCC_TITLE\tO_GROUP\n47-2111\tElectricians\tdetailed\n")
    onet = clone / "db_29_0_excel"
    onet.mkdir()
    code = "O*NET-SOC Code"
    (onet / "Occupation Data.txt").write_text(f"{code}\tTitle\tDescription\n15-1252.00\tSoftware Developers\tDevelop\n")
    (onet / "Technology Skills.txt").write_text(
        f"{code}\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n"
        "15-1252.00\tPython\t43232408\tWeb platform development software\tY\tY\n"
    )
    (onet / "Alternate Titles.txt").write_text(
        f"{code}\tAlternate Title\tShort Title\tSource(s)\n15-1252.00\tApp Builder\t\t08\n"
    )
    (clone / "resumes").mkdir()
    (clone / "resumes" / "ann.txt").write_text(
        "Ann Doe\nann@example.com\n\nExperience\nBaker, Mill Lane Bakery\n2013 - 2016\n"
    )
    (clone / "job.txt").write_text("Baker\n\nRequirements\n- Sourdough baking\n- 2 years of experience as a baker\n")
    (clone / "sample.jsonl").write_text(json.dumps(RELEASE) + "\n")


def origin(folder: Path) -> Path:
    """A repository of the files of this checkout as they are now, without those that git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("this is no checkout of git")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-qm", "A"]):  # fmt: skip
        subprocess.run(["git", *words], cwd=folder, check=True)
    return folder


def environment_script(folder: Path) -> Path:
    """What stands for make's environments: a .venv that finds the packages of this one, and the checkout in which it lies."""
    site = sysconfig.get_path("purelib")
    script = folder / "environment.sh"
    script.write_text(
        f'set -e\n"{sys.executable}" -m venv --without-pip .venv\n'
        f"printf '%s\\n' '{site}' \"$PWD\" > .venv/lib/python3.{sys.version_info.minor}/site-packages/here.pth\n"
        f"touch {' '.join(f'.venv/{target}' for target in TARGETS)}\n"
    )
    return script


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A folder, the variables of its shell, and the Hub double that is up meanwhile."""
    place = tmp_path_factory.mktemp("reader")
    (place / "origin").mkdir()
    with HubDouble() as double:
        variables = environment(double, place / "tools", project=False)
        variables.pop("PYTHONPATH")  # a fresh environment has nothing to undo
        for name in ("python", "pip"):
            (place / "tools" / name).unlink()  # `python` is that of .venv once it is activated, and none before
        variables |= {name: value for name, (value, _) in VARIABLES.items()} | {
            "ORIGIN": str(origin(place / "origin")), "ENVIRONMENT": str(environment_script(place)),
            "GRADIO_SERVER_PORT": str(free_port()),
        }  # fmt: skip
        yield place, variables


@pytest.mark.slow
def test_every_block_runs_in_the_order_of_the_page(reader):
    place, variables = reader
    clone = place / "rjdb-project"
    assert "git clone" in BLOCKS[0][1]
    run_block("bash", substituted(BLOCKS[0][1]), place, variables)
    # from here on the shell is in the clone, with .venv activated
    variables = variables | {"PATH": f"{clone}/.venv/bin{os.pathsep}{variables['PATH']}"}
    bring(clone)
    for language, code in BLOCKS[1:]:
        if language == "bash" and (last := code.splitlines()[-1]).startswith("make demo"):
            run_block("bash", substituted(code.removesuffix(f"{last}\n")), clone, variables)
            opened_and_stopped(last, clone, variables)
        elif language == "python":
            assert run_block("bash", f"python - <<'END'\n{code}END\n", clone, variables)
        else:
            run_block("bash", substituted(code), clone, variables)


def opened_and_stopped(code: str, folder: Path, variables: dict[str, str]) -> None:
    """A command that goes on until Ctrl-C: it answers, and ends."""
    with (folder.parent / "demo.log").open("w+") as log:
        process = subprocess.Popen(
            ["bash", "-e", "-c", code], cwd=folder, env=variables, stdout=log, stderr=log, start_new_session=True
        )
        try:
            for _ in range(3_000):
                assert process.poll() is None, (folder.parent / "demo.log").read_text()[-3000:]
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{variables['GRADIO_SERVER_PORT']}", timeout=5).close()
                    break
                except OSError:
                    threading.Event().wait(0.1)
            else:
                raise TimeoutError((folder.parent / "demo.log").read_text())
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(60)


def test_substitutions_are_of_this_page_and_have_a_reason():
    text = "".join(code for _, code in BLOCKS)
    for words, (_, reason) in SUBSTITUTED.items():
        assert text.count(words) == 1 and reason, words
    for name in BROUGHT:
        assert name in text


def test_every_block_follows_the_make_target_that_it_needs():
    """The words before a block name the target, or the block calls it."""
    parts = README.read_text(encoding="utf-8").split("\n```")
    for before, block in zip(parts[::2], parts[1::2]):
        if block.startswith(("bash", "python")):
            assert "make " in block or "`make " in before.rsplit("\n\n", 2)[-2] + before.rsplit("\n\n", 2)[-1], block
