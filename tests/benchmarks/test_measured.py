"""What running a command in a process of its own measures."""

import pytest

from benchmarks.measured import run

WORK = """
import subprocess, sys
work = "import time; held = b'x' * (300 * 2**20)\\nwhile time.process_time() < 0.5: pass"
subprocess.run([sys.executable, "-c", work])
print(sys.stdin.read())
sys.exit(3)
"""


def test_a_run_and_its_children_are_measured():
    ran = run("-c", WORK, given="said")
    assert (ran.exit_code, ran.output.strip()) == (3, "said")
    assert ran.cpu_seconds >= 0.5 and ran.seconds >= 0.3 and ran.peak_mib > 300
    with pytest.raises(SystemExit) as ended:
        ran.checked()
    assert ended.value.code == 3
