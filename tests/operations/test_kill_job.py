"""Whoever does the jobs may die at any moment: the list is taken up, nobody is missing, nobody comes twice (R-06)."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from threading import Event

import pytest

from .conftest import IS_LONG

KILLS = 50 if IS_LONG else 6
PEOPLE = min(100 * KILLS, 2900)
LOOKS_EVERY, WITHIN = 0.02, 60.0
pytestmark = pytest.mark.crash


def people_in(place) -> int:
    with sqlite3.connect(place.database, timeout=20) as connection:
        return connection.execute("SELECT count(*) FROM cases_person WHERE surname LIKE 'Saleh%'").fetchone()[0]


def state_of_job(place) -> str:
    with sqlite3.connect(place.database, timeout=20) as connection:
        return connection.execute("SELECT state FROM jobs_job").fetchone()[0]


def kill_at_work(place, after: float) -> None:
    """Let somebody work until more people are in, and end them a moment later, in the middle of whatever they do."""
    before = people_in(place)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "wegbuch", "worker", "--only", "jobs"],
        env=place.environment(),
        cwd=place.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in range(int(WITHIN / LOOKS_EVERY)):
        if people_in(place) > before:
            break
        Event().wait(LOOKS_EVERY)
    Event().wait(after)
    assert process.poll() is None, "the worker ended by itself"
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_killed_at_any_moment_a_list_goes_in_once_and_whole(place):
    place.inside("start_list", PEOPLE=str(PEOPLE))
    for kill in range(KILLS):
        if state_of_job(place) not in ("waiting", "running"):
            break
        kill_at_work(place, (kill % 7) * 0.03)
    place.done("worker", "--once", "--only", "jobs")
    found = json.loads(place.inside("look_at_list"))
    assert found.pop("attempts") > KILLS // 3
    assert found == {
        "job": "done",
        "list": "done",
        "counts": {"take": PEOPLE},
        "people": PEOPLE,
        "twice": 0,
        "cases": PEOPLE,
        "households": -(-PEOPLE // 3),
        "members": PEOPLE,
        "unfound": 0,
        "breaks": [],
    }
