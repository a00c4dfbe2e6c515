"""Tables 8 and 9: systems judged on data that RJDB did not write.

python -m training.evaluation.out_of_distribution --pairs FILE --system rules
"""
