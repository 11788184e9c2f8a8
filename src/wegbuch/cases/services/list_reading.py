"""Reads an uploaded list apart from the server: in a process with little memory and little time."""

import subprocess
import sys
from pathlib import Path

from wegbuch.access.services import NotPossible
from wegbuch.cases.lists.__main__ import SECONDS, UNREADABLE

SOURCE = Path(__file__).resolve().parents[3]
TOO_MUCH = (
    "Die Datei ließ sich nicht lesen: Sie braucht zu viel Zeit oder Speicher. "
    "Kopieren Sie nur die Liste in eine neue Mappe."
)


def read_apart(content: bytes, file_name: str) -> str:
    """The workbook of a file, packed as text.

    raises  NotPossible with a German sentence for whatever the bytes are
    """
    name = " ".join(file_name.split()).encode("utf-8", "replace")
    try:
        # The command is fixed; what people send goes in by standard input only.
        done = subprocess.run(
            [sys.executable, "-m", "wegbuch.cases.lists"],
            input=name + b"\n" + content,
            capture_output=True,
            timeout=2 * SECONDS,
            env={"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotPossible(TOO_MUCH) from None
    if done.returncode == UNREADABLE:
        raise NotPossible(done.stdout.decode())
    if done.returncode:
        raise NotPossible(TOO_MUCH)
    return done.stdout.decode()
