"""The fifth task: requirement by requirement, does a resume meet a job, and which lines show it?

`question` numbers what is asked and the lines of the resume, `answer` is the grammar of what is said about them, `gold` makes
the right answer from facts and places, `rows` the rows of the config `assessment`.
"""
