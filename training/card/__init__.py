"""The model card of a student, written from what was measured."""
