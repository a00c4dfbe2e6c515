"""What a resume states: its person, jobs, skills, and which lines are evidence."""
