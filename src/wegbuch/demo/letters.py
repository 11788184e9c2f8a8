"""Post that was read as letters: of people who have a name as values/letters.yaml says, of others by chance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from wegbuch.procedures import law
from wegbuch.procedures.models import Instruction, Letter, PostItem, Proceeding

from . import deadlines, post, proceedings
from .around import running
from .contacts import instant
from .register import Home, Register, Resident
from .source import Count, read
from .staff import Staff
from .times import next_working_day, working_day

GENERAL = ("residence", "benefits", "temporary_protection")
DAYS = ("served_on", "posted_on", "handed_on")


@dataclass(frozen=True)
class Reading:
    """How a letter was read. reader, asks, checked: keys of district.yaml.

    days        of the post, by name of the column
    asks        who is asked to look again; checked: who has done so
    other_day   day of delivery that she read instead
    closed      what became of an act: a day of sending, missed or withdrawn, by rule; None closes what is due
    reinstated  day on which nothing held the person back any more
    """

    kind: str
    reader: str
    days: Mapping[str, date]
    entered_at: datetime
    way: str = "yellow"
    keeper: str = ""
    period: str = ""
    note: str = ""
    asks: str = ""
    checked: str = ""
    other_day: date | None = None
    closed: Mapping[str, Any] | None = field(default_factory=dict)
    reinstated: date | None = None
    has_photo: bool = False


def add(register: Register, staff: Staff, mine: Count) -> None:
    """Letters with their deadlines."""
    taken = {row.person_id for row in _add_named(register, staff)}
    for row in read("letters")["drawn"]:
        fitting = [each for each in _fitting(register, row) if each[1].person.pk not in taken]
        count = min(mine(row["count"]), len(fitting))
        for home, one in register.dice.sample(fitting, count):
            taken.add(one.person.pk)
            read_letter(register, staff, home, one, _drawn(register, staff, home, row))


def read_letter(register: Register, staff: Staff, home: Home, one: Resident, reading: Reading) -> Letter:
    """A letter with its post, its stage, its deadlines and whoever looked again."""
    kind = law.letter_kind(reading.kind)
    proceeding = proceedings.open_for(register, home, one, kind["proceeding"])
    letter = register.add(
        Letter,
        person=one.person,
        item=_log(register, staff, home, one, reading),
        proceeding=proceeding,
        kind=reading.kind,
        events=_events(register, one, kind, proceeding, reading),
        instruction=Instruction.CORRECT if reading.period else Instruction.UNKNOWN,
        instructed_period=reading.period,
        court=_court(kind, proceeding),
        file_number=proceeding.file_number,
        note=reading.note,
        entered_by=staff.users[reading.reader],
        entered_at=reading.entered_at,
        book=law.book().fingerprint,
    )
    deadlines.add_for(register, staff, letter, reading)
    _move_on(register, staff, home, one, letter)
    return letter


def _log(register: Register, staff: Staff, home: Home, one: Resident, reading: Reading) -> PostItem:
    kind = law.letter_kind(reading.kind)
    item = post.log(
        register,
        staff,
        home,
        one,
        sender="jobcenter" if _is_job_centre(home, kind) else kind["sender"],
        channel=reading.way,
        days=reading.days,
        at=_logged_at(reading),
        house=post.houses_of(register).get(one.person.pk) if reading.keeper else None,
    )
    if reading.has_photo:
        register.photographed.append(item)
    return item


def _add_named(register: Register, staff: Staff) -> Iterator[Letter]:
    """Letters that stand in the values; of a person somebody looks after where such a one lives here."""
    homes = {home.group.key: home for home in register.homes if home.group.key}
    taken: set[Any] = set()
    for row in read("letters")["named"]:
        reader = staff.users[row["reader"]]
        if reader.organisation_id != register.organisation.pk:
            continue
        found = (
            [(homes[row["household"]], homes[row["household"]].residents[0])]
            if "household" in row
            else [each for each in _fitting(register, row, of=row["of"]) if each[1].person.pk not in taken]
        )
        if found:
            home, one = found[0]
            taken.add(one.person.pk)
            yield read_letter(register, staff, home, one, _named(row))


def _named(row: Mapping[str, Any]) -> Reading:
    given = {name: row[name] for name in Reading.__dataclass_fields__ if name in row}
    days = {name: row[name] for name in DAYS if name in row}
    return Reading(**(given | {"days": days, "entered_at": post.at(row["entered_at"])}))


def _fitting(register: Register, row: Mapping[str, Any], of: str = "") -> list[tuple[Home, Resident]]:
    """Whom such a letter may reach: by the stage of the proceeding, or by status where it opens one.

    of  only people whom this worker looks after; without it, nobody of those whose letters stand in the values
    """
    named = _named_workers()
    return [
        (home, one)
        for home, one in running(register)
        if one.member.is_adult and not home.group.key
        if (home.group.workers[0] == of if of else home.group.workers[0] not in named)
        if _may_come(register, home, one, row)
    ]


def _named_workers() -> set[str]:
    """Whose desk stands in the values: chance adds nothing to it."""
    return {row["of"] for row in read("letters")["named"] if "of" in row}


def _may_come(register: Register, home: Home, one: Resident, row: Mapping[str, Any]) -> bool:
    proceeding = register.proceedings.get((one.person.pk, law.letter_kind(row["kind"])["proceeding"]))
    if "at" in row:
        return proceeding is not None and proceeding.stage in row["at"] and proceeding.interview_at is None
    return home.group.status in row["statuses"]


def _drawn(register: Register, staff: Staff, home: Home, row: Mapping[str, Any]) -> Reading:
    dice, values, demo_day = register.dice, read("letters"), read("shares")["demo_day"]
    reader = home.group.workers[0]
    day = working_day(demo_day - timedelta(days=dice.randint(*row["days"])))
    way = row.get("way") or "yellow"
    handed_on = min(next_working_day(day + timedelta(days=dice.randint(1, 2))), demo_day - timedelta(days=1))
    counting = {"served_on": day} if way == "yellow" else {"posted_on": working_day(day - timedelta(days=2))}
    colleagues = [key for key in staff.colleagues(reader) if key not in _named_workers()]
    is_open = dice.chance(values["unconfirmed"]) or not colleagues
    return Reading(
        kind=row["kind"],
        reader=reader,
        days={**counting, "handed_on": handed_on},
        entered_at=instant(handed_on, dice.randint(12, 14), dice.randint(0, 59)),
        way=way,
        keeper="" if dice.chance(40) else "house",
        period=values["periods"].get(row["kind"], ""),
        asks=dice.choice(colleagues) if is_open and colleagues else "",
        checked="" if is_open else dice.choice(colleagues),
        closed=None,
    )


def _logged_at(reading: Reading) -> datetime:
    """The house logs an envelope on the day it came, everybody else with the letter."""
    came_on = reading.days.get("served_on")
    if not reading.keeper or came_on is None:
        return reading.entered_at - timedelta(minutes=6)
    return min(instant(next_working_day(came_on), 10, 15), reading.entered_at - timedelta(minutes=6))


def _court(kind: Mapping[str, Any], proceeding: Proceeding) -> str:
    """Where an answer to this letter has to arrive."""
    values = read("letters")
    return str(values["social_court"] if kind["sender"] == "social_court" else values["courts"][proceeding.kind])


def _is_job_centre(home: Home, kind: Mapping[str, Any]) -> bool:
    return bool(kind["sender"] == "social_welfare_office" and home.group.benefit == "sgb2")


def _events(
    register: Register, one: Resident, kind: Mapping[str, Any], proceeding: Proceeding, reading: Reading
) -> dict[str, str]:
    """Days the letter hangs on beside its delivery, as the file knows them."""
    first = register.proceedings.get((one.person.pk, "first"), proceeding)
    found = {}
    for name in kind.get("ask", ()):
        day = getattr(proceeding, name, None) or getattr(first, name, None)
        if name == "decided_on" and "served_on" in reading.days:
            day = working_day(reading.days["served_on"] - timedelta(days=3))
        if day:
            found[name] = day.isoformat()
    return found


def _move_on(register: Register, staff: Staff, home: Home, one: Resident, letter: Letter) -> None:
    """The stage that a letter shows, on the day it was delivered."""
    kind, proceeding = law.letter_kind(letter.kind), letter.proceeding
    assert proceeding is not None
    if not proceeding.court and proceeding.kind not in GENERAL and kind["group"] == "bamf":
        proceeding.court = letter.court
    stage = (kind.get("stage") or {}).get(proceeding.regime)
    since = letter.item.served_on or letter.item.handed_on
    if stage and since and stage != proceeding.stage:
        more = {"letter": letter, "shown_by": kind["label"], "entered_by": letter.entered_by}
        proceedings.add_step(register, staff, home, one, proceeding, stage, since, entered_at=letter.entered_at, **more)
