"""From the graph to facts: round-robin assignment, a walk, a career, and what both resumes of a triple show."""
