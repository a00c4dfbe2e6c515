"""The page, what its buttons do, and the same for programs."""
