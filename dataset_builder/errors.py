"""The one error a user is meant to read: what is wrong, where, and what to do next."""


class BadInput(ValueError):
    """Input that cannot be used. The message is one line: what, where (file, row, field), what to do.

    The command line prints it as ``error: …`` and exits with 2.
    """
