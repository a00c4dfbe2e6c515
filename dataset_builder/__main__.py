"""The verbs of the dataset: graph, build, plan, requests, import, judge, study, stats, publish, verify.

Exit codes: 0 done, 1 the built dataset failed the gate, 2 bad input, 3 a cap on dollars or tokens was reached, 130
stopped by Ctrl-C.
"""

import sys

from dataset_builder.cli.verbs import main

if __name__ == "__main__":
    sys.exit(main())
