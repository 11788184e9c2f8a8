"""The server may die at any moment: what it acknowledged is there, and nothing is there by halves."""

from concurrent.futures import ThreadPoolExecutor
from threading import Semaphore

import pytest

from .conftest import IS_LONG
from .desk import Desk, Gone
from .server import running

KILLS = 100 if IS_LONG else 10
CLIENTS, BETWEEN = 4, 12
pytestmark = pytest.mark.crash


def enter_until_gone(desk: Desk, entered: Semaphore) -> list[str]:
    notes = []
    try:
        while True:
            notes.append(desk.enter())
            entered.release()
    except Gone:
        return notes


def test_killed_at_any_moment_the_server_loses_nothing_it_acknowledged(place):
    case = (place.root / "case").read_text()
    acknowledged: list[str] = []
    with running(place) as server, ThreadPoolExecutor(CLIENTS) as clients:
        desks = [Desk(server.port, "jana@example.org") for _ in range(CLIENTS)]
        for desk in desks:
            desk.open_form(case)
        for kill in range(KILLS):
            if kill:
                server.start_again()
            entered = Semaphore(0)
            work = [clients.submit(enter_until_gone, desk, entered) for desk in desks]
            for _ in range(BETWEEN + kill):
                entered.acquire()
            server.kill()
            acknowledged += [note for one in work for note in one.result()]
    found = place.look()
    assert len(acknowledged) >= KILLS * BETWEEN
    assert set(acknowledged) - set(found["notes"]) == set()
    assert (found["half"], found["breaks"], found["closed"], found["integrity"]) == ([], [], 0, "ok")


def test_a_server_that_is_asked_to_stop_stops(place):
    with running(place) as server:
        assert server.stop() == 0
