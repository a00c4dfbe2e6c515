"""Is the graph true? A blind sheet of its names and pairs for people to label, and the table of their labels.

python -m dataset_builder graph --sample 200 --graph graph --out labels.tsv
python -m dataset_builder graph --judged labels.tsv --graph graph
"""
