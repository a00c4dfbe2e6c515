"""Whatever breaks on the way, a repository holds the old release or the new one, and a second call completes it.

`python -m benchmarks.publish --faults` runs every kind; here are those that take no waiting.
"""

import pytest

from benchmarks.publish import KINDS, Case, fault_table, faults, stage


@pytest.mark.parametrize("kind", ["drop", "drop-after", "html"])
def test_every_request_of_two_releases(tmp_path, kind):
    with stage(tmp_path) as set_up:
        cases = list(faults(set_up, (kind,), (True,)))
    assert {case.release for case in cases} == {"first", "second"}
    asked = [case.asked for case in cases if case.release == "second"]
    for part in ("whoami", "refs", "tree", "preupload", "lfs/objects", "PUT", "lfs/verify", "commit", "tag"):
        assert any(part in request for request in asked), part
    assert all(case.after in ("old", "new") for case in cases), cases
    assert all(case.second == "complete" for case in cases), cases
    assert {case.after for case in cases} == {"old", "new"}


@pytest.mark.parametrize("kind", ["drop-after", "429"])
def test_what_happens_once_does_not_stop_the_first_call(tmp_path, kind):
    with stage(tmp_path) as set_up:
        cases = list(faults(set_up, (kind,), (False,)))
    assert all(case.first == "done" and case.after == "new" for case in cases), cases


def test_slow_commit_is_not_sent_twice(tmp_path):
    with stage(tmp_path) as set_up:
        set_up.publish(set_up.old, "v1")
        before = len(set_up.repository().commits)
        set_up.double.fault = None
        requests = set_up.double.asked
        from tests.doubles.hub_server import Fault

        set_up.double.fault = Fault("slow", at=9)  # the commit, after nine requests of the second release
        assert set_up.publish(set_up.new, "v2")
        assert any("/commit/" in request for request in requests)
        assert len(set_up.repository().commits) == before + 1 and set_up.held() == "new"


def test_the_table_counts_what_is_wrong():
    good = Case("first", "drop", 0, "GET x", True, "stopped", "old", "complete")
    bad = Case("first", "drop", 1, "GET y", True, "stopped", "BETWEEN", "INCOMPLETE")
    row = fault_table([good, bad]).splitlines()[2].split("|")
    assert row[1].strip() == KINDS["drop"]
    assert [cell.strip() for cell in row[4:10]] == ["2", "0", "1", "0", "1", "1"]
