"""Words to numbered lines in reading order, by geometry."""
