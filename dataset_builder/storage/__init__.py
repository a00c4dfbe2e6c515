"""Files that appear whole or not at all, and the dataset folder, which is the Hub repository."""
