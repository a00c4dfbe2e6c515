"""How a student is trained: recipe, run, the two trainers, checkpoints, the folder that it leaves."""
