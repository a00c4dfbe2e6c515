"""What a job post asks of an applicant, clause by clause."""
