"""How a model is trained: recipe, run, the two trainers of students, stopping and resuming, the folder of a run."""
