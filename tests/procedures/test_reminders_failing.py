"""Reminders under what goes wrong: kills, two workers at once, clocks, thousands of deadlines."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wegbuch.core import clock
from wegbuch.procedures.models import Deadline, Reminder
from wegbuch.procedures.services import reminders
from wegbuch.procedures.services.reminder_steps import DAYS_BEFORE

from .test_reminders import at, make, run, told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DUE = {
    "14": date(2026, 12, 2),
    "7": date(2026, 12, 9),
    "3": date(2026, 12, 13),
    "1": date(2026, 12, 15),
    "0": date(2026, 12, 16),
    "last_day": date(2026, 12, 18),
    "over": date(2026, 12, 19),
}


class Killed(Exception):
    """Stands for the end of the process at this point."""


def many(world, count: int, *, first: date = date(2026, 12, 1), over: int = 40) -> None:
    """Deadlines of Mariam, spread over some weeks, with the warnings to the lead open."""
    rows = []
    for number in range(count):
        day = first + (number % over) * DAY
        people = {"person": world.mariam, "responsible": world.jana, "entered_by": world.jana}
        rows.append(Deadline(act="ZQact", counts_on=day + 2 * DAY, safe_day=day, entered_at=clock.now(), **people))
    Deadline.objects.bulk_create(rows)


def ledger() -> list[tuple]:
    fields = ("deadline_id", "step", "for_day", "recipient_id", "is_told")
    return sorted(Reminder.objects.values_list(*fields), key=str)


@pytest.mark.parametrize("seed", range(20))
def test_a_round_killed_anywhere_is_caught_up_by_the_next(bruecke, monkeypatch, seed):
    many(bruecke, 30)
    monkeypatch.setattr(reminders, "BATCH", 7)
    now, points = at(date(2026, 12, 10)), random.Random(seed)
    die_at = points.randrange(1, 25)
    execute = _dying(die_at)
    with pytest.raises(Killed), connection.execute_wrapper(execute):
        reminders.tick(now)
    reminders.tick(now)
    after_the_kill = ledger()
    Reminder.objects.all().delete()
    reminders.tick(now)
    assert after_the_kill == ledger()


def _dying(at_statement: int):
    """Lets statements through up to one; that one was the last."""
    left = [at_statement]

    def execute(next_one, sql, params, many, context):
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return next_one(sql, params, many, context)

    return execute


def test_two_workers_at_once_tell_once(bruecke, monkeypatch):
    row = make(bruecke)
    look = reminders._noted

    def look_and_meanwhile_the_other(*words):
        found = look(*words)
        monkeypatch.setattr(reminders, "_noted", look)
        reminders.tick(at(date(2026, 12, 9)))
        return found

    monkeypatch.setattr(reminders, "_noted", look_and_meanwhile_the_other)
    reminders.tick(at(date(2026, 12, 9)))
    assert told(row) == [("7", "Jana")]


def test_ten_days_of_silence_over_many_deadlines_lose_nothing_and_double_nothing(bruecke):
    many(bruecke, 80)
    run(date(2026, 11, 26), date(2026, 12, 1))
    run(date(2026, 12, 11), date(2027, 1, 20))
    for row in Deadline.objects.all():
        steps = list(Reminder.objects.filter(deadline=row, recipient=bruecke.jana).values_list("step", flat=True))
        assert sorted(steps) == sorted([*map(str, DAYS_BEFORE), "last_day", "over"])


@pytest.mark.parametrize(("count", "batches"), [(10, 1), (500, 1), (1000, 2)])
def test_a_batch_takes_the_same_queries_with_ten_deadlines_and_with_five_hundred(bruecke, count, batches):
    many(bruecke, count, over=4)
    reminders.tick(at(date(2026, 11, 27)))
    with CaptureQueriesContext(connection) as queries:
        reminders.tick(at(date(2026, 11, 27), 8))
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    in_the_other_organisation = 3
    assert len(asked) == 1 + in_the_other_organisation + 3 + 3 * batches


@pytest.mark.parametrize(
    ("safe_day", "before", "after"),
    [
        # 25.10.2026, 02:30 happens twice; 29.03.2026, 02:30 never.
        (date(2026, 10, 26), datetime(2026, 10, 24, 21, 59, tzinfo=UTC), datetime(2026, 10, 24, 22, 1, tzinfo=UTC)),
        (date(2026, 10, 27), datetime(2026, 10, 25, 22, 59, tzinfo=UTC), datetime(2026, 10, 25, 23, 1, tzinfo=UTC)),
        (date(2026, 3, 30), datetime(2026, 3, 28, 22, 59, tzinfo=UTC), datetime(2026, 3, 28, 23, 1, tzinfo=UTC)),
        (date(2026, 3, 31), datetime(2026, 3, 29, 21, 59, tzinfo=UTC), datetime(2026, 3, 29, 22, 1, tzinfo=UTC)),
        (date(2028, 3, 1), datetime(2028, 2, 28, 22, 59, tzinfo=UTC), datetime(2028, 2, 28, 23, 1, tzinfo=UTC)),
        (date(2027, 1, 2), datetime(2026, 12, 31, 22, 59, tzinfo=UTC), datetime(2026, 12, 31, 23, 1, tzinfo=UTC)),
    ],
)
def test_a_step_begins_at_midnight_in_brandenburg_whatever_the_clocks_do(bruecke, safe_day, before, after):
    row = make(bruecke)
    row.safe_day, row.counts_on = safe_day, None
    row.save()
    reminders.tick(before)
    assert ("1", "Jana") not in told(row)
    reminders.tick(after)
    assert told(row)[-1] == ("1", "Jana")


@pytest.mark.parametrize(
    "instants",
    [
        [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)],
        [datetime(2026, 3, 29, 0, 59, tzinfo=UTC), datetime(2026, 3, 29, 1, 1, tzinfo=UTC)],
    ],
)
def test_the_hour_that_comes_twice_or_never_tells_once(bruecke, instants):
    row = make(bruecke)
    row.safe_day, row.counts_on = instants[0].date() + 7 * DAY, None
    row.save()
    for instant in instants:
        reminders.tick(instant)
    assert told(row) == [("7", "Jana")]


@pytest.mark.parametrize("jump", [timedelta(hours=1), DAY, 3 * DAY, 10 * DAY, 365 * DAY])
def test_a_clock_that_ran_ahead_for_a_while_loses_no_step_and_tells_none_late(bruecke, jump):
    row = make(bruecke)
    run(date(2026, 11, 26), date(2026, 12, 2))
    reminders.tick(at(date(2026, 12, 2), 23) + jump)
    run(date(2026, 12, 2), date(2026, 12, 31))
    rows = Reminder.objects.filter(deadline=row, is_told=True).values_list("step", "made_at")
    early = {step: DUE[step] - made_at.astimezone(clock.BERLIN).date() for step, made_at in rows}
    assert early.keys() == DUE.keys()
    assert set(early.values()) <= {timedelta(0), DAY}


def test_a_step_that_a_wrong_clock_skipped_is_told(bruecke):
    row = make(bruecke)
    reminders.tick(at(date(2026, 12, 15)))
    reminders.tick(at(date(2026, 12, 14), 12))
    assert sorted(told(row)) == [("1", "Jana"), ("3", "Jana")]


@pytest.mark.parametrize("jump", [timedelta(hours=1), DAY, 3 * DAY, 365 * DAY])
def test_a_clock_that_fell_behind_tells_nothing_again(bruecke, jump):
    row = make(bruecke)
    run(date(2026, 11, 26), date(2026, 12, 9))
    reminders.tick(at(date(2026, 12, 9)) - jump)
    run(date(2026, 12, 9), date(2026, 12, 12))
    assert told(row) == [("14", "Jana"), ("7", "Jana")]
