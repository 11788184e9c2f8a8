"""The post log of the last weeks: mostly letters without a deadline, a few envelopes, and what waits for a reading."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from wegbuch.access.models import User
from wegbuch.cases.models import Facility, HousingPeriod
from wegbuch.procedures.models import HouseKeeper, PostItem

from .around import running
from .contacts import instant
from .register import Home, Register, Resident
from .source import Count, read
from .staff import Staff
from .times import is_working_day, next_working_day, working_day

LYING_SINCE = timedelta(days=3)


def add_keepers(register: Register, staff: Staff) -> None:
    """Who keeps the post log of which house."""
    for key, names in read("letters")["kept_houses"].items():
        for house in register.rows[Facility]:
            if house.name in names and staff.organisations[staff.organisation_of[key]] is register.organisation:
                register.add(HouseKeeper, facility=house, user=staff.users[key])


def add(register: Register, staff: Staff, mine: Count) -> None:
    """Post that nobody reads as a letter."""
    dice, values, demo_day = register.dice, read("letters"), read("shares")["demo_day"]
    people = [(home, one) for home, one in running(register) if one.member.is_adult]
    first = demo_day - timedelta(weeks=values["weeks_of_post"])
    rooms = houses_of(register)
    days = [day for day in _days(first, demo_day) if is_working_day(day)]
    for number in range(mine(values["post_items"])):
        day = demo_day if number == 0 else dice.choice(days)
        fitting = [each for each in people if each[1].case.opened_on <= day]
        if fitting:
            _add_one(register, staff, *dice.choice(fitting), day, rooms)
    _leave_unread(register, mine(values["unread"]), mine(values["not_handed_out"]))
    _add_unknown(register, staff)


def add_waiting(register: Register, staff: Staff, homes: Mapping[str, Home]) -> None:
    """Post of people who have a name, not yet read as a letter."""
    rooms = houses_of(register)
    for row in read("letters")["waiting"]:
        home = homes[row["household"]]
        log(
            register,
            staff,
            home,
            home.residents[0],
            sender=row["sender"],
            channel=row["channel"],
            days={name: row[name] for name in ("served_on", "posted_on", "handed_on") if name in row},
            at=at(row["at"]),
            house=rooms.get(home.residents[0].person.pk),
        )


def log(
    register: Register,
    staff: Staff,
    home: Home,
    one: Resident,
    *,
    sender: str,
    channel: str,
    days: Mapping[str, date],
    at: datetime,
    house: Facility | None = None,
    needs_reading: bool = True,
) -> PostItem:
    """A piece of post: in a kept house its management logs it, elsewhere the worker."""
    keeper = keeper_of(register, house)
    return register.add(
        PostItem,
        person=one.person,
        facility=house if keeper else None,
        team=staff.team_of(home.group.workers[0]),
        sender=sender,
        channel=channel,
        arrived_on=at.date() if keeper else None,
        needs_reading=needs_reading,
        entered_by=keeper or staff.users[home.group.workers[0]],
        entered_at=at,
        **days,
    )


def keeper_of(register: Register, house: Facility | None) -> User | None:
    return next((row.user for row in register.rows[HouseKeeper] if house and row.facility_id == house.pk), None)


def houses_of(register: Register) -> dict[Any, Facility]:
    """The house everybody lives in, by person; nobody whose address is secret."""
    rows = (row for row in register.rows[HousingPeriod] if row.until is None)
    return {row.person_id: row.facility for row in rows if row.facility}


def number(register: Register) -> None:
    """Running numbers in the order of the log, as if the weeks before had been like these."""
    rows = sorted(register.rows[PostItem], key=lambda row: (row.entered_at, row.pk))
    demo_day, weeks = read("shares")["demo_day"], read("letters")["weeks_of_post"]
    before = round(len(rows) * ((demo_day - date(demo_day.year, 1, 1)).days / 7 - weeks) / weeks)
    for count, row in enumerate(rows, start=before + 1):
        row.number = f"{demo_day.year}-{count:04d}"


def at(text: str) -> datetime:
    """2026-11-26 08:09 in Brandenburg, in UTC."""
    known = datetime.fromisoformat(text)
    return instant(known.date(), known.hour, known.minute)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _add_one(
    register: Register, staff: Staff, home: Home, one: Resident, day: date, rooms: Mapping[Any, Facility]
) -> None:
    dice, values = register.dice, read("letters")
    sender = dice.one_of(_senders(home))
    is_yellow = sender in values["yellow_from"] and dice.chance(values["yellow"])
    house = rooms.get(one.person.pk) if dice.chance(values["in_house"]) else None
    counting = {"served_on": day} if is_yellow else {"posted_on": working_day(day - timedelta(days=dice.randint(1, 3)))}
    last = read("shares")["demo_day"]
    handed_on = min(next_working_day(day + timedelta(days=dice.randint(0, 2) if house else 0)), last)
    hour, minute = (
        (dice.randint(7, 8), dice.randint(0, 59)) if day == last else (dice.randint(8, 15), dice.randint(0, 59))
    )
    log(
        register,
        staff,
        home,
        one,
        sender=sender,
        channel="yellow" if is_yellow else "ordinary",
        days={**counting, "handed_on": handed_on},
        at=instant(day, hour, minute),
        house=house,
        needs_reading=False,
    )


def _senders(home: Home) -> dict[str, float]:
    """Who writes to these people: the office that pays them, and all others."""
    other = "social_welfare_office" if home.group.benefit == "sgb2" else "jobcenter"
    return {sender: share for sender, share in read("letters")["senders"].items() if sender != other}


def _leave_unread(register: Register, unread: int, lying: int) -> None:
    """Of the newest post some waits for a reading, and some still lies in its house."""
    dice = register.dice
    since = read("shares")["demo_day"] - LYING_SINCE
    newest = [row for row in register.rows[PostItem] if (row.served_on or row.posted_on) >= since - timedelta(days=4)]
    offices = [row for row in newest if row.sender in read("letters")["yellow_from"]]
    for row in dice.sample(offices, min(unread, len(offices))):
        row.needs_reading = True
    in_house = [row for row in newest if row.facility and row.arrived_on >= since]
    for row in dice.sample(in_house, min(lying, len(in_house))):
        row.handed_on = None


def _add_unknown(register: Register, staff: Staff) -> None:
    """Envelopes of which nobody knows yet whose they are."""
    keepers = register.rows[HouseKeeper]
    if not keepers:
        return
    day = working_day(read("shares")["demo_day"] - timedelta(days=1))
    rooms = houses_of(register)
    for recipient, keeper in zip(read("letters")["unknown_recipients"], keepers, strict=False):
        house = keeper.facility
        near = next(home for home, one in running(register) if rooms.get(one.person.pk) is house)
        register.add(
            PostItem,
            recipient=recipient,
            facility=house,
            team=staff.team_of(near.group.workers[0]),
            sender="immigration_authority",
            channel="yellow",
            served_on=day,
            arrived_on=day,
            entered_by=keeper.user,
            entered_at=instant(day, 10, 5),
        )
