"""Reads an uploaded list apart from the server, one at a time on this machine."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings

from wegbuch.access.services import NotPossible
from wegbuch.cases.apart import run_apart
from wegbuch.cases.lists.__main__ import SECONDS, UNREADABLE

TOO_MUCH = (
    "Die Datei ließ sich nicht lesen: Sie braucht zu viel Zeit oder Speicher. "
    "Kopieren Sie nur die Liste in eine neue Mappe."
)
BUSY = "Gerade wird schon eine Liste gelesen. Bitte in zwei Minuten noch einmal."
LOCK = "lists.lock"
# A short list is read in less: two that come at the same moment are both read.
PATIENCE = 3.0
PAUSE = 0.05


def read_apart(content: bytes, file_name: str, *, max_rows: int) -> str:
    """The workbook of a file, packed as text.

    raises  NotPossible with a German sentence for whatever the bytes are, and while another list is read
    """
    name = " ".join(file_name.split()).encode("utf-8", "replace")
    told = b"%d\n%s\n%s" % (max_rows, name, content)
    with _alone():
        return run_apart("wegbuch.cases.lists", told, seconds=SECONDS, refused=UNREADABLE, too_much=TOO_MUCH).decode()


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the one place for reading: lists need a lot of memory and time, and pages have to be answered meanwhile.

    raises  NotPossible if it does not become free soon
    """
    with (settings.ENVIRONMENT.data / LOCK).open("a") as file:
        until = time.monotonic() + PATIENCE
        while not _takes(file):
            if time.monotonic() >= until:
                raise NotPossible(BUSY)
            time.sleep(PAUSE)
        yield


def _takes(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
