"""How good the documents of a dataset are: by a model that judges them, and by people.

geval.py        a document scored by a judge          real_jobs.py  job ads that people wrote
assessment.py   the verb assess: datasets scored      export.py     study export: blind sheets, and their key
scores.py       means, intervals, tables              sheets.py     what annotators send back, checked
figure.py       Figure 2 of the paper                 results.py    study import: Table 2, agreement

python -m dataset_builder assess rjdb --base-url http://127.0.0.1:8000/v1 --model M
python -m dataset_builder study export rjdb --jobs dice.csv --out study
python -m dataset_builder study import study
"""
