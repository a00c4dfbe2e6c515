"""One leaderboard: every system on every input that RJDB did not write, and on what it did."""
