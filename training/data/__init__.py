"""Rows of the dataset as a student reads them: shortened, tokenised, in batches."""
