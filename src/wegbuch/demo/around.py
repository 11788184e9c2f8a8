"""What lies around the log: what comes back, who stands in, who looked, what is specially protected."""

from datetime import date, timedelta
from typing import Any

from wegbuch.access.log import chain_name
from wegbuch.access.models import Deputyship, ReadEvent
from wegbuch.cases.models import CaseAccess, CaseAccessKind, ContactWay, HousingPeriod
from wegbuch.counselling.models import Contact, FollowUp, Participation, Topic
from wegbuch.protection.models import ProtectedEntry

from . import files
from .contacts import NETWORK, instant
from .register import Home, Register, Resident
from .source import read
from .staff import Staff
from .times import is_working_day, working_day

READS_KEPT_FOR = timedelta(days=30)
LONGEST_WAIT = 150


def running(register: Register) -> list[tuple[Home, Resident]]:
    """People whose cases run."""
    return [(home, one) for home in register.homes if home.group.closed_on is None for one in home.residents]


def add_follow_ups(register: Register, staff: Staff, workers: list[str]) -> None:
    _add_finished(register)
    _add_coming(register, staff)
    named = {row["owner"] for row in read("personas")["follow_ups"]}
    for worker in workers:
        if worker not in named:
            _add_due(register, staff, worker)


def _add_finished(register: Register) -> None:
    """What contacts of the past months brought back, and what is done by now."""
    dice, demo_day, texts = register.dice, read("shares")["demo_day"], read("sentences")["follow_ups"]
    first = {row.contact_id: row.case for row in reversed(register.rows[Participation])}
    for contact in register.rows[Contact]:
        due_on = working_day(contact.held_on + timedelta(days=dice.randint(5, 30)))
        if contact.task_area == NETWORK or contact.pk not in first or due_on >= demo_day:
            continue
        if dice.chance(read("shares")["with_follow_up"]):
            register.add(
                FollowUp,
                case=first[contact.pk],
                contact=contact,
                owner=contact.author,
                due_on=due_on,
                text=dice.choice(texts[contact.task_area]),
                done_at=instant(due_on, dice.randint(8, 15), dice.randint(0, 59)),
            )


def _add_coming(register: Register, staff: Staff) -> None:
    """The next step of most cases."""
    dice, words = register.dice, read("sentences")
    for home, resident in running(register):
        if dice.chance(read("shares")["with_next_step"]):
            register.add(
                FollowUp,
                case=resident.case,
                owner=staff.users[home.group.workers[0]],
                due_on=_coming_day(register),
                text=dice.choice(words["usual_next_step"]),
            )


def _coming_day(register: Register) -> date:
    day = read("shares")["demo_day"] + timedelta(days=register.dice.randint(1, LONGEST_WAIT))
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _add_due(register: Register, staff: Staff, worker: str) -> None:
    """A few for the demo day and a few that were left lying."""
    dice, demo_day = register.dice, read("shares")["demo_day"]
    mine = [one for home, one in running(register) if worker in home.group.workers and one.member.is_adult]
    days = [demo_day] * dice.randint(1, 3)
    days += [working_day(demo_day - timedelta(days=dice.randint(1, 20))) for _ in range(dice.randint(0, 3))]
    for day in days:
        text = dice.choice(read("sentences")["follow_ups"][dice.randint(1, 7)])
        register.add(FollowUp, case=dice.choice(mine).case, owner=staff.users[worker], due_on=day, text=text)


def hide_some(register: Register, count: int) -> None:
    """Women living alone whose address nobody may learn, and whose name no search shows."""
    dice = register.dice
    women = [(home, one) for home, one in running(register) if one.person.sex == "f" and not one.member.facts]
    alone = [one for home, one in women if len(home.residents) == 1]
    for resident in dice.sample(alone, min(count, len(alone))):
        resident.person.is_hidden = True
        for period in register.rows[HousingPeriod]:
            if period.person_id == resident.person.pk:
                period.is_hidden, period.facility, period.room, period.own_municipality = True, None, "", ""
                period.address = files.address(dice)
        for way in register.rows[ContactWay]:
            if way.person_id == resident.person.pk:
                way.rule = read("sentences")["never_rules"][0]


def add_protected(register: Register, staff: Staff) -> None:
    dice, demo_day = register.dice, read("shares")["demo_day"]
    for home, resident in running(register):
        if resident.member.is_adult and dice.chance(read("shares")["protected"]):
            first = max(resident.case.opened_on, demo_day - timedelta(days=300))
            day = working_day(dice.day(first, demo_day - timedelta(days=1)))
            register.add(
                ProtectedEntry,
                person=resident.person,
                author=staff.users[home.group.workers[0]],
                written_at=instant(day, dice.randint(9, 15), dice.randint(0, 59)),
                text=dice.choice(read("sentences")["protected"]),
            )


def add_reads(register: Register) -> None:
    """The looks at files of the last 30 days: who writes an entry has opened the file."""
    first = read("shares")["demo_day"] - READS_KEPT_FOR
    rows = [row for row in register.rows[Participation] if row.held_on >= first]
    chain = chain_name(ReadEvent, register.organisation.pk)
    for row in sorted(rows, key=lambda one: (one.contact.entered_at, one.pk)):
        register.reads.append(
            ReadEvent(
                chain=chain,
                at=row.contact.entered_at,
                user=row.contact.author_id,
                subject=row.case.person_id,
                what="case",
                object_id=str(row.case_id),
                purpose="case.read",
            )
        )


def add_persona_rows(register: Register, staff: Staff) -> None:
    """What the named people of the district have in the log and on their desks."""
    homes = {home.group.key: home for home in register.homes if home.group.key}
    topics = {row.label: row for row in register.rows[Topic]}
    for row in read("personas")["follow_ups"]:
        case = homes[row["household"]].residents[row["member"]].case
        register.add(FollowUp, case=case, owner=staff.users[row["owner"]], due_on=row["due_on"], text=row["text"])
    for row in read("personas")["contacts"]:
        _add_persona_contact(register, staff, homes, topics, row)
    _add_deputyship(register, staff)
    _add_glass(register, staff)


def _add_persona_contact(
    register: Register, staff: Staff, homes: dict[str, Home], topics: dict[str, Any], row: dict[str, Any]
) -> None:
    hour, minute = map(int, row["at"].split(":"))
    contact = register.add(
        Contact,
        team=staff.team_of(row["author"]),
        author=staff.users[row["author"]],
        entered_at=instant(row["held_on"], hour, minute),
        task_area=row["task"],
        topic=topics.get(row.get("topic", "")),
        note=row.get("note", ""),
        **{name: row[name] for name in ("held_on", "form", "minutes", "language", "channel")},
    )
    for number in row.get("members", ()):
        case = homes[row["household"]].residents[number].case
        register.add(Participation, contact=contact, case=case, held_on=contact.held_on)


def _add_deputyship(register: Register, staff: Staff) -> None:
    row = read("personas")["deputyship"]
    people = {name: staff.users[row[name]] for name in ("absent", "deputy")}
    register.add(Deputyship, **people, **{name: row[name] for name in ("starts_on", "ends_on", "reason")})


def _add_glass(register: Register, staff: Staff) -> None:
    """One file opened with a reason and looked at afterwards."""
    row = read("personas")["break_glass"]
    home = next(home for home in register.homes if home.group.workers == [row["team_member"]] and not home.group.key)
    starts_at = instant(row["day"], 9, 40)
    register.add(
        CaseAccess,
        case=home.residents[0].case,
        user=staff.users[row["user"]],
        kind=CaseAccessKind.BREAK_GLASS,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        reason=row["reason"],
        reviewed_at=starts_at + timedelta(days=1),
        reviewed_by=staff.users[row["reviewed_by"]],
    )
