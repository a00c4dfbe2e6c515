"""From the graph to facts: who comes next, a walk, a career, and what both resumes of a triple show."""
