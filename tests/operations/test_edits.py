"""Eight people change one entry at the same time: nobody's text is lost without a word."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest

from .conftest import IS_LONG
from .desk import Desk, FormReader
from .server import running

CLIENTS, ROUNDS = 8, (200 if IS_LONG else 4)
pytestmark = [pytest.mark.crash, pytest.mark.on_both]


def edit(desk: Desk, path: str, text: str, together: Barrier) -> tuple[int, str, str]:
    """Open the form, wait for the others, save. Returns status, page and text."""
    status, page = desk.get(path)
    assert status == 200
    fields = FormReader(page, "note").fields
    together.wait()
    return *desk.post(path, {**fields, "note": text}), text


def test_of_eight_who_save_at_once_one_wins_and_seven_see_both_texts(place):
    together = Barrier(CLIENTS)
    ((pk,),) = place.sql("SELECT id FROM counselling_contact")
    with running(place) as server, ThreadPoolExecutor(CLIENTS) as clients:
        desks = [Desk(server.port, "jana@example.org") for _ in range(CLIENTS)]
        for turn in range(ROUNDS):
            jobs = [
                clients.submit(edit, desk, f"/kontakt/{UUID(str(pk))}/aendern/", f"ZQ{turn}Text{n}", together)
                for n, desk in enumerate(desks)
            ]
            answers = [job.result() for job in jobs]
            (winner,) = [text for status, _, text in answers if status == 302]
            for status, page, text in answers:
                assert status == 302 or (winner in page and text in page)
    assert place.look()["notes"] == [winner]
