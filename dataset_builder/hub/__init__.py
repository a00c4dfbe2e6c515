"""From a folder to a release on the Hub and back: what is sent, what is refused, one commit, a tag, a check.

    python -m dataset_builder publish rjdb --org me          # shows what would be sent; --yes sends it
    python -m dataset_builder verify me/rjdb --revision v1.0.0

A folder is a dataset (build.json), a student (training.json) or a Space (README with `sdk:`); all go the same way.
"""
