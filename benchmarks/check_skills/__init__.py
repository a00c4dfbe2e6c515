"""`check_skills` of commit 87b9a5b with all that it reads by: a yardstick that does not change with the rules."""
