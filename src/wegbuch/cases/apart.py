"""Runs what reads other people's bytes apart from the server: in a process with little memory and little time."""

import subprocess
import sys
from pathlib import Path

from wegbuch.access.services import NotPossible

SOURCE = Path(__file__).resolve().parents[2]


def run_apart(module: str, content: bytes, *, seconds: int, refused: int, too_much: str) -> bytes:
    """What a module of ours prints about these bytes; it limits its own memory and processor time.

    seconds   processor time the module allows itself; twice that is the time it may take
    refused   exit status with which it prints a sentence for the person
    too_much  sentence where it was ended or fell
    raises    NotPossible with a German sentence, whatever the bytes are
    """
    try:
        # The module is one of ours; what people send goes in by standard input only.
        done = subprocess.run(  # noqa: S603 -- our own module, no shell
            [sys.executable, "-m", module],
            input=content,
            capture_output=True,
            timeout=2 * seconds,
            env={"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotPossible(too_much) from None
    if done.returncode == refused:
        raise NotPossible(done.stdout.decode())
    if done.returncode:
        raise NotPossible(too_much)
    return done.stdout
