"""The reminders run beside the server: they start with it, rise after a fall and end with it."""

import os
import signal
from pathlib import Path
from threading import Event

import pytest

from .server import LOOKS_EVERY, running

WITHIN = 60.0
pytestmark = pytest.mark.crash


def until(wanted):
    """What `wanted` gives once it gives something."""
    for _ in range(int(WITHIN / LOOKS_EVERY)):
        if found := wanted():
            return found
        Event().wait(LOOKS_EVERY)
    raise AssertionError(f"{wanted.__name__}: nothing within {WITHIN} s")


def workers(place) -> set[int]:
    """Process ids of the reminders that run in this place."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            here = f"WEGBUCH_DATA={place.data}".encode() in (process / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if here and b"worker" in words and b"--beside" in words:
            found.add(int(process.name))
    return found


def last_beat(place) -> str:
    rows = place.sql("SELECT at FROM procedures_heartbeat WHERE part = 'reminders'")
    return str(rows[0][0]) if rows else ""


def test_the_server_starts_the_reminders_raises_them_and_takes_them_along(place):
    with running(place) as server:
        before = until(lambda: last_beat(place))
        (fallen,) = workers(place)
        os.kill(fallen, signal.SIGKILL)
        until(lambda: workers(place) - {fallen})
        until(lambda: last_beat(place) > before)
        assert server.stop() == 0
    until(lambda: not workers(place))


def test_reminders_without_a_database_say_how_to_make_one(original, tmp_path):
    result = original.run("worker", "--once", WEGBUCH_DATA=str(tmp_path / "data"), WEGBUCH_KEYS=str(tmp_path / "keys"))
    assert result.returncode == 1
    assert "./wegbuch migrate" in result.stderr or "WEGBUCH_DATA" in result.stderr
    assert "Traceback" not in result.stderr
