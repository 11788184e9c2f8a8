"""What the server acknowledged is on the disk, even if the power goes in that moment."""

import sqlite3
import time

import pytest

from . import disk
from .conftest import IS_LONG
from .desk import Desk
from .server import running

CUTS, EVERY = (50, 10) if IS_LONG else (10, 8)
pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(not disk.may_trace(), reason="inconclusive: this machine does not let us record system calls"),
]


def cuts_that_lose(place, tmp_path, **more: str) -> list[int]:
    """Enter contacts, then cut the power after every nth acknowledged one. Returns how many each cut lost."""
    before = {str(path): path.read_bytes() for path in place.data.glob("wegbuch.sqlite3*")}
    acknowledged: list[tuple[float, str]] = []
    with running(place, disk.recorder(tmp_path / "record"), **more) as server:
        desk = Desk(server.port, "jana@example.org")
        desk.open_form((place.root / "case").read_text())
        for _ in range(CUTS * EVERY):
            desk.enter()
            acknowledged.append((time.time(), desk.key))
    calls = disk.recorded(tmp_path / "record", place.database)
    assert len([call for call in calls if call.name == "pwrite64"]) > CUTS * EVERY, (
        "inconclusive: too little was recorded"
    )
    return [
        lost(disk.worst_disk(calls, before, acknowledged[n - 1][0]), acknowledged[:n], place, tmp_path / f"disk{n}")
        for n in range(EVERY, CUTS * EVERY + 1, EVERY)
    ]


def lost(files, acknowledged, place, folder) -> int:
    """How many acknowledged contacts are not on this disk."""
    folder.mkdir()
    for path, content in files.items():
        if not path.endswith("-shm"):
            (folder / path.rsplit("/", 1)[1]).write_bytes(content)
    with sqlite3.connect(folder / place.database.name) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = {key for (key,) in connection.execute("SELECT entry_key FROM counselling_contact")}
    return len({key for _, key in acknowledged} - found)


def test_no_power_cut_loses_an_acknowledged_contact(place, tmp_path):
    assert cuts_that_lose(place, tmp_path) == [0] * CUTS


def test_a_server_that_answers_before_the_disk_is_found_out(place, tmp_path):
    losses = cuts_that_lose(place, tmp_path, DJANGO_SETTINGS_MODULE="tests.operations.careless")
    assert max(losses) > 0


def test_the_connection_waits_for_the_disk(place):
    assert place.look()["pragmas"] == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1}
