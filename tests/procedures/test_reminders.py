"""Reminders: what is told when, to whom, and that nothing is lost or told twice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from wegbuch.access.services import end_membership, name_deputy
from wegbuch.cases.services.cases import set_team
from wegbuch.core import clock, tenant
from wegbuch.procedures.models import Deadline, Reminder
from wegbuch.procedures.services import reminders
from wegbuch.procedures.services.deadlines import open_by_hand

pytestmark = pytest.mark.django_db
DAY, LAST = timedelta(days=1), date(2026, 12, 18)
SAFE = date(2026, 12, 16)


@pytest.fixture
def deadline(bruecke) -> Deadline:
    """The world's day is 26.11.2026; day to act by 16.12., last day 18.12.; counted again and begun."""
    return make(bruecke)


def make(world, *, is_quiet: bool = True, **fields) -> Deadline:
    row = open_by_hand(**({"user": world.jana, "person": world.mariam, "act": "ZQact", "counts_on": LAST} | fields))
    if is_quiet:
        row.confirmation, row.touched_at = "confirmed", clock.now()
        row.save()
    return row


def at(day: date, hour: int = 7) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 40, tzinfo=clock.BERLIN).astimezone(UTC)


def told(deadline: Deadline, *people) -> list[tuple[str, str]]:
    """Steps that were told and to whom, in the order of telling."""
    rows = Reminder.objects.filter(deadline=deadline, is_told=True).order_by("pk")
    return [
        (row.step, row.recipient.name.split()[0]) for row in rows.select_related("recipient")
        if not people or row.recipient in people
    ]  # fmt: skip


def run(first: date, last: date) -> None:
    for number in range((last - first).days + 1):
        reminders.tick(at(first + number * DAY))


def test_the_responsible_person_is_told_at_every_step_on_its_day(deadline):
    run(date(2026, 11, 26), date(2026, 12, 31))
    days = {row.step: row.made_at.astimezone(clock.BERLIN).date() for row in Reminder.objects.filter(deadline=deadline)}
    assert days == {
        "14": date(2026, 12, 2),
        "7": date(2026, 12, 9),
        "3": date(2026, 12, 13),
        "1": date(2026, 12, 15),
        "0": date(2026, 12, 16),
        "last_day": date(2026, 12, 18),
        "over": date(2026, 12, 19),
    }


def test_many_rounds_on_one_day_tell_once(deadline):
    for hour in range(24):
        reminders.tick(at(date(2026, 12, 9), hour))
    assert told(deadline) == [("7", "Jana")]


def test_a_round_says_what_it_did(deadline):
    assert reminders.tick(at(date(2026, 12, 9))) == reminders.Done(deadlines=1, told=1, overtaken=1)
    assert reminders.tick(at(date(2026, 12, 9))) == reminders.Done(deadlines=1, told=0, overtaken=0)


@pytest.mark.parametrize("pause", [timedelta(hours=1), timedelta(hours=24), timedelta(days=10)])
def test_after_a_pause_the_newest_step_is_told_once_and_the_others_are_noted(deadline, pause):
    reminders.tick(at(date(2026, 12, 7), 12))
    with clock.travelled(at(date(2026, 12, 7), 12) + pause - clock.now()):
        reminders.tick(clock.now())
        reminders.tick(clock.now())
        today = clock.today()
    due = [step for step, day in (("14", 2), ("7", 9), ("3", 13), ("1", 15), ("0", 16)) if date(2026, 12, day) <= today]
    rows = Reminder.objects.filter(deadline=deadline).values_list("step", "is_told")
    assert sorted(rows) == sorted((step, step in ("14", due[-1])) for step in due)


def test_a_closed_deadline_is_not_told(deadline):
    deadline.state = "kept"
    deadline.save()
    run(date(2026, 12, 1), date(2026, 12, 20))
    assert told(deadline) == []


def test_a_deadline_moved_later_is_told_again_for_its_new_day(deadline):
    reminders.tick(at(date(2026, 12, 9)))
    deadline.safe_day, deadline.counts_on = date(2026, 12, 23), date(2026, 12, 28)
    deadline.save()
    run(date(2026, 12, 9), date(2026, 12, 16))
    assert told(deadline) == [("7", "Jana"), ("14", "Jana"), ("7", "Jana")]


def test_a_reopened_deadline_is_told_from_where_it_stands(deadline):
    reminders.tick(at(date(2026, 12, 9)))
    deadline.state = "kept"
    deadline.save()
    run(date(2026, 12, 10), date(2026, 12, 14))
    deadline.state = "open"
    deadline.save()
    run(date(2026, 12, 14), date(2026, 12, 15))
    assert told(deadline) == [("7", "Jana"), ("3", "Jana"), ("1", "Jana")]


def test_a_waiting_time_calls_once_when_it_has_run_out(deadline):
    deadline.safe_day, deadline.earliest_day = None, date(2026, 12, 21)
    deadline.save()
    run(date(2026, 12, 1), date(2026, 12, 24))
    assert told(deadline) == [("0", "Jana")]


def test_who_is_away_is_stood_in_for_and_told_when_back(world, deadline):
    name_deputy(
        absent=world.jana, deputy=world.katja, starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 14), reason="Urlaub"
    )
    run(date(2026, 12, 1), date(2026, 12, 15))
    assert told(deadline) == [("14", "Jana"), ("14", "Katja"), ("7", "Katja"), ("3", "Katja"), ("1", "Jana")]


def test_a_deputy_who_steps_in_late_is_told_what_runs(world, deadline):
    reminders.tick(at(date(2026, 12, 9)))
    name_deputy(
        absent=world.jana, deputy=world.katja, starts_on=date(2026, 12, 10), ends_on=date(2026, 12, 11), reason="krank"
    )
    run(date(2026, 12, 10), date(2026, 12, 11))
    assert told(deadline) == [("7", "Jana"), ("7", "Katja")]


def test_where_the_deputy_is_away_too_the_lead_is_told(world, deadline):
    for absent, deputy in ((world.jana, world.katja), (world.katja, world.thomas)):
        name_deputy(
            absent=absent, deputy=deputy, starts_on=date(2026, 12, 9), ends_on=date(2026, 12, 9), reason="krank"
        )
    reminders.tick(at(date(2026, 12, 9)))
    assert told(deadline) == [("7", "Jana"), ("7", "Miriam")]


@pytest.mark.parametrize("way", ["role", "account", "file"])
def test_for_somebody_who_left_the_lead_is_told(world, deadline, way):
    if way == "role":
        end_membership(world.jana.memberships.get(), ended_by=world.lead)
    elif way == "account":
        world.jana.is_active = False
        world.jana.save()
    else:
        set_team(world.mariams_case, [world.thomas])
    reminders.tick(at(date(2026, 12, 9)))
    assert told(deadline) == [("7", "Miriam")]


def test_the_lead_hears_of_an_unconfirmed_deadline_after_one_working_day(world, bruecke):
    row = make(bruecke, is_quiet=False)
    reminders.tick(at(date(2026, 11, 26), 23))
    assert told(row, world.lead) == []
    run(date(2026, 11, 27), date(2026, 11, 30))
    assert told(row, world.lead) == [("unconfirmed", "Miriam")]


def test_the_lead_hears_of_an_unconfirmed_deadline_at_once_where_three_days_are_left(world, bruecke):
    row = make(bruecke, is_quiet=False, counts_on=date(2026, 12, 1))
    reminders.tick(at(date(2026, 11, 26), 12))
    assert ("unconfirmed", "Miriam") in told(row, world.lead)


def test_the_lead_hears_of_what_nobody_began_the_day_before(world, deadline):
    deadline.touched_at = None
    deadline.save()
    run(date(2026, 12, 1), date(2026, 12, 14))
    assert told(deadline, world.lead) == []
    run(date(2026, 12, 15), date(2026, 12, 17))
    assert told(deadline, world.lead) == [("untouched", "Miriam")]


def test_a_team_without_a_lead_turns_to_the_lead_of_the_organisation(world, bruecke):
    row = make(bruecke, is_quiet=False, user=world.katja, person=world.hodan)
    reminders.tick(at(date(2026, 11, 27)))
    assert told(row) == [("unconfirmed", "Miriam")]


def test_every_organisation_is_served_within_its_own_walls(world, bruecke, deadline):
    with tenant.acting_for(world.diakonie.pk):
        theirs = make(world, user=world.olga, person=world.olgas_case.person)
    with tenant.closed():
        reminders.tick(at(date(2026, 12, 9)))
    assert told(deadline) == [("7", "Jana")]
    with tenant.acting_for(world.diakonie.pk):
        assert told(theirs) == [("7", "Olga")]
