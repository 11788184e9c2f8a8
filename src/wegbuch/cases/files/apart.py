"""Checks an upload apart from the server: in a process with little memory and little time."""

import subprocess
import sys
from pathlib import Path

from wegbuch.access.services import NotPossible
from wegbuch.cases.papers import REFUSED, SECONDS

SOURCE = Path(__file__).resolve().parents[3]
TOO_MUCH = "Die Datei lässt sich nicht lesen. Bitte fotografieren Sie das Papier noch einmal."


def harmless_apart(content: bytes) -> tuple[str, bytes]:
    """Content type and bytes to keep.

    raises  NotPossible with a German sentence for whatever the bytes are
    """
    try:
        # The command is fixed; what people send goes in by standard input only.
        done = subprocess.run(
            [sys.executable, "-m", "wegbuch.cases.papers"],
            input=content,
            capture_output=True,
            timeout=2 * SECONDS,
            env={"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotPossible(TOO_MUCH) from None
    if done.returncode == REFUSED:
        raise NotPossible(done.stdout.decode())
    content_type, _break, kept = done.stdout.partition(b"\n")
    if done.returncode or not kept:
        raise NotPossible(TOO_MUCH)
    return content_type.decode(), kept
