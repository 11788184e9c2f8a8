"""Letters with the deadlines that follow from them, counted by an older book: the work a change of law brings."""

from datetime import timedelta
from typing import Any

from django.db import models

from wegbuch.access.models import User
from wegbuch.cases.models import Case
from wegbuch.core import clock, statistics
from wegbuch.procedures import law
from wegbuch.procedures.models import Deadline, Letter, PostItem
from wegbuch.procedures.services import deadlines

from . import bulk
from .people import TODAY

KIND, LODGED, EARLIER = "bamf_rejected_manifestly_unfounded", "2026-07-06", "older book"
MOVED_EVERY = 20


def write_letters(reader: User, cases: list[Case]) -> int:
    """One letter for each of these cases. Returns how many deadlines follow; every twentieth case has another day."""
    bulk.refuse_other_places()
    items = [_item(number, case, reader) for number, case in enumerate(cases)]
    letters = [_letter(item, reader) for item in items]
    rows = [row for number, letter in enumerate(letters) for row in _deadlines(number, letter, reader)]
    for model, made in ((PostItem, items), (Letter, letters), (Deadline, rows)):
        plain: models.QuerySet[Any] = models.QuerySet(model)
        plain.bulk_create(made, batch_size=500)
    statistics.refresh()  # as a server does by itself after so many new rows
    return len(rows)


def _item(number: int, case: Case, reader: User) -> PostItem:
    return PostItem(
        number=f"2026-{number:06d}",
        person=case.person,
        sender="bamf",
        channel="yellow",
        served_on=TODAY - timedelta(days=number % 5),
        entered_by=reader,
        entered_at=clock.now(),
        team_id=case.team_id,
    )


def _letter(item: PostItem, reader: User) -> Letter:
    return Letter(
        item=item,
        person=item.person,
        kind=KIND,
        events={"lodged_on": LODGED},
        instruction="correct",
        court="vg_potsdam",
        entered_by=reader,
        entered_at=clock.now(),
        book=EARLIER,
    )


def _deadlines(number: int, letter: Letter, reader: User) -> list[Deadline]:
    """The deadlines of a letter as an older book may have counted them."""
    rows = []
    for row in deadlines.rows_of(letter, law.answers_of(letter), user=reader, responsible=reader):
        row.book = EARLIER
        if number % MOVED_EVERY == 0 and row.last_day:
            row.last_day, row.counts_on = row.last_day - timedelta(days=1), row.last_day - timedelta(days=1)
        rows.append(row)
    return rows
