"""Release day: from a machine with a GPU and a token to dataset, students, metric, leaderboard and Spaces on the Hub."""
