"""Teachers write the three documents of a triple from its facts."""
