"""The command line: verbs, options made from dataclasses, exit codes."""
