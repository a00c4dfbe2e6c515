"""From public job data to a graph, to careers, to triples, to a Hugging Face dataset."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older one that is called by hand is told so, not shown a traceback
    _LINE = "Python 3.11 or newer is needed, and this is " + sys.version.split()[0] + " (" + sys.executable + ")"
    if sys.argv[:1] == ["-m"]:
        sys.exit("error: " + _LINE)
    raise ImportError(_LINE)
