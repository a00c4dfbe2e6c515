"""The yardstick of what resumes show of the asked skills."""

from benchmarks.shown import known_names, shares, table


def test_shares_of_each_resume_sum_to_one_and_matched_resumes_show_more(built):
    found = shares(built, known_names(built), most=60)
    for resume in ("matched", "unmatched"):
        assert abs(sum(share for (which, _), share in found.items() if which == resume) - 1) < 1e-9
    assert found["matched", "in full"] > found["unmatched", "in full"]
    assert "| matched   | in full" in table(found, found)
