"""Reads an uploaded list apart from the server."""

from wegbuch.cases.apart import run_apart
from wegbuch.cases.lists.__main__ import SECONDS, UNREADABLE

TOO_MUCH = (
    "Die Datei ließ sich nicht lesen: Sie braucht zu viel Zeit oder Speicher. "
    "Kopieren Sie nur die Liste in eine neue Mappe."
)


def read_apart(content: bytes, file_name: str, *, max_rows: int) -> str:
    """The workbook of a file, packed as text.

    raises  NotPossible with a German sentence for whatever the bytes are
    """
    name = " ".join(file_name.split()).encode("utf-8", "replace")
    told = b"%d\n%s\n%s" % (max_rows, name, content)
    return run_apart("wegbuch.cases.lists", told, seconds=SECONDS, refused=UNREADABLE, too_much=TOO_MUCH).decode()
