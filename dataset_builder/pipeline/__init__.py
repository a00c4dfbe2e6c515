"""From facts to the dataset folder: the pipeline, who writes a triple, shards, task rows, the original release."""
