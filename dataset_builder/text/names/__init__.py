"""Names of skills: how they are worded in items, what a clause enumerates, and whether a text shows one."""
