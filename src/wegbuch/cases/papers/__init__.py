"""Uploaded bytes → a picture or PDF that harms nobody. Knows no Django and no people.

Meant to run as `python -m wegbuch.cases.papers`, in a process of its own.
"""

MEMORY = 1_500_000_000
SECONDS = 10
REFUSED = 3


class PaperRefused(ValueError):
    """An upload is not kept; the text says in German what to do."""
