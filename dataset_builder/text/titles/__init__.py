"""Job titles as names of jobs: heads, ranks, short forms, and whether one held meets one asked."""
