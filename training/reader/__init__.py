"""Resumes in, data out: files to numbered lines, lines to fields with evidence."""
