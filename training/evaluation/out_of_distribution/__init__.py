"""Tables 8 and 9: systems judged on data that RJDB did not write. The run command stands in `__main__`."""
