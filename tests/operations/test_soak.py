"""Many people at one server, again and again: nothing fails and nothing grows (R-12).

Counts only, so that a slow machine is no fault. The whole hour, with times, is `./wegbuch soak`.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.watching import held

from .conftest import IS_LONG
from .desk import Desk
from .server import Server, running

DESKS, WORKERS = 6, 2
WARM, MORE = (8, 40) if IS_LONG else (2, 4)
MEBIBYTE = 1024 * 1024
# Eight threads may each open the database late: the file, its log and the log's index.
MOST_HANDLES, MOST_MEMORY, MOST_WAL = 8 * 3, 24 * MEBIBYTE, 64 * MEBIBYTE
PATHS = ("/heute/", "/menschen/", "/zahlen/")
pytestmark = pytest.mark.crash


@pytest.fixture
def server(place) -> Iterator[Server]:
    with running(place, workers=WORKERS) as server:
        yield server


@pytest.fixture
def case(place) -> str:
    return (place.root / "case").read_text()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(DESKS) as pool:
        yield pool


def some_rounds(desk: Desk, case: str, rounds: int) -> tuple[list[int], list[str]]:
    """What was answered to every look, and the notes that were acknowledged."""
    answers, notes = [], []
    for _ in range(rounds):
        answers += [desk.get(path)[0] for path in (*PATHS, f"/akte/{case}/")]
        desk.open_form(case)
        notes.append(desk.enter())
    return answers, notes


def test_nothing_fails_is_lost_or_grows(place, server, case, pool):
    desks = list(pool.map(lambda _: Desk(server.port, "jana@example.org"), range(DESKS)))
    seen, kept = set(), {"Brief vom Schulamt erklärt."}
    sizes = []
    for rounds in (WARM, MORE):
        for answers, notes in pool.map(lambda desk, rounds=rounds: some_rounds(desk, case, rounds), desks):
            seen.update(answers)
            kept.update(notes)
        sizes.append(held(server.session, place.database))
    warm, end = sizes
    assert seen == {200}
    assert not [line for line in server.log.read_text().splitlines() if " ERROR " in line]
    assert end.handles - warm.handles <= MOST_HANDLES
    assert end.memory - warm.memory <= MOST_MEMORY
    assert max(warm.wal, end.wal) <= MOST_WAL
    assert server.stop() == 0
    found = place.look()
    assert (set(found["notes"]), found["half"], found["breaks"]) == (kept, [], [])
