"""Proceedings: where each stands, how it came there, and the interviews that lie ahead."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from wegbuch.cases.models import FileNumber, ResidencePeriod
from wegbuch.core import codes
from wegbuch.procedures import regimes
from wegbuch.procedures.models import PreparationPoint, Proceeding, ProceedingStep
from wegbuch.procedures.models.proceedings import Regime

from .around import running
from .contacts import instant
from .register import Home, Register, Resident
from .source import Count, read
from .staff import Staff
from .times import next_working_day, working_day

IN_PROCEDURE = ("S03", "S04")
COURT_STAGES = ("court", "judgment")
NEWS = timedelta(days=28)
# A rejection that became final only after a court had judged: from this many days on.
LONG = 300


def add(register: Register, staff: Staff, mine: Count) -> None:
    """Proceedings of everybody whose case runs."""
    papers: dict[Any, list[ResidencePeriod]] = defaultdict(list)
    for period in register.rows[ResidencePeriod]:
        papers[period.person_id].append(period)
    numbers = {row.person_id: row.number for row in register.rows[FileNumber] if row.kind == "bamf"}
    for home, one in running(register):
        _add_first(register, staff, home, one, papers[one.person.pk], numbers.get(home.residents[0].person.pk, ""))
    _add_interviews(register, staff, mine)
    for row in read("letters")["further"]:
        _add_further(register, staff, row, mine(row["count"]))


def open_for(register: Register, home: Home, one: Resident, kind: str) -> Proceeding:
    """The running proceeding of this kind; made where there is none."""
    return register.proceedings.get((one.person.pk, kind)) or _add(register, home, one, kind, {})


def add_step(
    register: Register,
    staff: Staff,
    home: Home,
    one: Resident,
    proceeding: Proceeding,
    stage: str,
    since: date,
    **more: Any,
) -> ProceedingStep:
    """A stage that was reached; the proceeding stands there."""
    proceeding.stage = stage
    noted_on = working_day(min(max(since, one.case.opened_on), read("shares")["demo_day"] - timedelta(days=1)))
    given = {
        "shown_by": _shown_by(stage),
        "entered_by": staff.users[home.group.workers[0]],
        "entered_at": instant(noted_on, 16, 10),
    }
    return register.add(ProceedingStep, proceeding=proceeding, stage=stage, since=since, **(given | more))


def _add_first(
    register: Register, staff: Staff, home: Home, one: Resident, periods: list[ResidencePeriod], number: str
) -> None:
    status = home.group.status
    begun = next((row for row in periods if row.status in IN_PROCEDURE), None)
    if begun is None or status not in (*IN_PROCEDURE, *read("letters")["ended"]):
        return
    proceeding = _add(register, home, one, "first", _days(register, one, begun), file_number=number)
    if status not in IN_PROCEDURE:
        proceeding.closed_on = next(row.since for row in periods if row.status == status)
        del register.proceedings[one.person.pk, "first"]
    way = dict(_way(register, home, proceeding))
    for stage, since in way.items():
        add_step(register, staff, home, one, proceeding, stage, since)
    if judged := {*COURT_STAGES} & way.keys():
        _give_court(register, proceeding, max(way[stage] for stage in judged).year)


def _add(
    register: Register, home: Home, one: Resident, kind: str, days: Mapping[str, date | None], **fields: Any
) -> Proceeding:
    values = read("letters")
    authority = values["authorities"][kind]
    if kind == "benefits" and home.group.benefit == "sgb2":
        authority = values["job_centre"]
    regime = regimes.ground_of(kind, days).regime
    given = {"authority": authority, "regime": regime} | dict(days) | fields
    row = register.proceedings[one.person.pk, kind] = register.add(Proceeding, person=one.person, kind=kind, **given)
    return row


def _days(register: Register, one: Resident, begun: ResidencePeriod) -> dict[str, date | None]:
    """Asylum is sought on arrival and lodged with the first paper; a child born here has the last day only."""
    made_on, since = one.person.entered_on, begun.since
    if made_on is None or since is None or made_on > since:
        return {"lodged_on": since}
    registered_on = min(since, next_working_day(register.dice.day(made_on, made_on + timedelta(days=10))))
    if begun.status == "S03":
        return {"made_on": made_on, "registered_on": since}
    return {"made_on": made_on, "registered_on": registered_on, "lodged_on": since}


def _way(register: Register, home: Home, proceeding: Proceeding) -> Iterator[tuple[str, date]]:
    """Stages behind a procedure, with the day of each."""
    if proceeding.closed_on:
        yield from _ended(register, proceeding, home.group.status)
    elif proceeding.lodged_on:
        yield from _under_way(register, home, proceeding, proceeding.lodged_on)
    elif proceeding.registered_on:
        yield "application_registered", proceeding.registered_on


def _under_way(register: Register, home: Home, proceeding: Proceeding, lodged_on: date) -> Iterator[tuple[str, date]]:
    """Stages as the values name them, else by chance and some weeks ago: what is newer comes with a letter."""
    demo_day, named = read("shares")["demo_day"], home.group.facts.get("stages")
    first = register.proceedings[home.residents[0].person.pk, "first"]
    stages = named or _drawn_way(register, proceeding, first, (demo_day - lodged_on).days)
    last = demo_day - (timedelta(days=1) if named else NEWS)
    for stage, after in stages.items():
        since = working_day(lodged_on + timedelta(days=after))
        if lodged_on <= since <= last:
            yield stage, since


def _drawn_way(register: Register, proceeding: Proceeding, first: Proceeding, age: int) -> dict[str, int]:
    """Stages with the days after lodging; a family that came together goes one way."""
    ways = [row for row in read("letters")["running"] if row["law"] == proceeding.regime]
    fitting = [row for row in ways if row["age"][0] <= max(age, 0) <= row["age"][1]]
    same = [row for row in fitting if [*row["stages"]][-1] == first.stage]
    number = register.dice.one_of({number: row["share"] for number, row in enumerate(same or fitting)})
    return dict((same or fitting)[number]["stages"])


def _ended(register: Register, proceeding: Proceeding, status: str) -> Iterator[tuple[str, date]]:
    """Stages behind a procedure that has ended."""
    decision, end = read("letters")["ended"][status]
    lodged_on, closed_on = proceeding.lodged_on, proceeding.closed_on
    assert lodged_on is not None
    assert closed_on is not None
    length = (closed_on - lodged_on).days
    if end == "final_negative" and length > LONG and proceeding.regime == Regime.OLD:
        decided_on = working_day(lodged_on + timedelta(days=length * register.dice.randint(25, 40) // 100))
        judged_on = working_day(closed_on - timedelta(days=register.dice.randint(40, 70)))
        yield from ((decision, decided_on), ("court", decided_on + timedelta(days=7)), ("judgment", judged_on))
    else:
        yield decision, max(lodged_on, working_day(closed_on - timedelta(days=register.dice.randint(25, 60))))
    yield end, closed_on


def _give_court(register: Register, proceeding: Proceeding, year: int) -> None:
    """The court with its number and, often, a lawyer."""
    dice, values = register.dice, read("letters")
    proceeding.court = values["courts"][proceeding.kind]
    proceeding.court_file_number = f"VG {dice.randint(1, 12)} K {dice.randint(100, 2400)}/{year % 100:02d}.A"
    if dice.chance(values["with_lawyer"]):
        proceeding.lawyer = dice.choice(values["lawyers"])


def _shown_by(stage: str) -> str:
    words = read("letters")["shown_by"]
    return words.get(stage) or (words["decision"] if stage.startswith("decision_") else "")


def _add_interviews(register: Register, staff: Staff, mine: Count) -> None:
    """Interviews of the next weeks, with the points of the preparation that are done."""
    dice, values = register.dice, read("letters")
    waiting = [
        (home, one, proceeding)
        for home, one in running(register)
        if one.member.is_adult and not home.group.key
        if (proceeding := register.proceedings.get((one.person.pk, "first"))) and _is_unheard(proceeding)
    ]
    for worker, count in values["interviews_ahead"].items():
        hers = [each for each in waiting if worker in ("others", each[0].group.workers[0])]
        wanted = mine(count) if worker == "others" else count
        for home, one, proceeding in dice.sample(hers, min(wanted, len(hers))):
            waiting.remove((home, one, proceeding))
            _invite(register, staff, home, one, proceeding)


def _is_unheard(proceeding: Proceeding) -> bool:
    return proceeding.stage in ("track_regular", "track_accelerated", "national_procedure")


def _invite(register: Register, staff: Staff, home: Home, one: Resident, proceeding: Proceeding) -> None:
    dice, values, demo_day = register.dice, read("letters"), read("shares")["demo_day"]
    day = working_day(demo_day + timedelta(days=dice.randint(6, 40)))
    proceeding.interview_at = instant(day, dice.choice((8, 9, 10, 13)), dice.choice((0, 30)))
    proceeding.interview_place = dice.choice(values["places_of_interview"])
    points = [entry.code for entry in codes.entries("interview_points")][:-1]
    for point in dice.sample(points, dice.randint(*values["points_done"])):
        done_on = max(one.case.opened_on, working_day(demo_day - timedelta(days=dice.randint(1, 20))))
        done_by = staff.users[home.group.workers[0]]
        register.add(PreparationPoint, proceeding=proceeding, point=point, done_on=done_on, done_by=done_by)


def _add_further(register: Register, staff: Staff, row: Mapping[str, Any], count: int) -> None:
    """Proceedings of one kind beside the first."""
    dice = register.dice
    fitting = [(home, one) for home, one in running(register) if _fits(register, home, one, row)]
    for home, one in dice.sample(fitting, min(count, len(fitting))):
        since = working_day(max(one.case.opened_on, read("shares")["demo_day"] - timedelta(days=dice.randint(12, 260))))
        days = _days_of(row["kind"], since, register.proceedings.get((one.person.pk, "first")))
        proceeding = _add(register, home, one, row["kind"], days)
        since = days.get("registered_on") or since
        add_step(register, staff, home, one, proceeding, row["stages"][str(proceeding.regime)], since)


def _fits(register: Register, home: Home, one: Resident, row: Mapping[str, Any]) -> bool:
    if home.group.key or not one.member.is_adult or home.group.status not in row["statuses"]:
        return False
    if "first_at" not in row:
        return True
    first = register.proceedings.get((one.person.pk, "first"))
    return first is not None and first.stage in row["first_at"] and first.registered_on is not None


def _days_of(kind: str, since: date, first: Proceeding | None) -> dict[str, date | None]:
    """The days that choose the law of a further proceeding."""
    if kind == "transfer" and first:
        return {"made_on": first.made_on, "registered_on": first.registered_on, "lodged_on": first.lodged_on}
    hinge = {"subsequent": "lodged_on", "withdrawal": "review_started_on"}.get(kind)
    return {hinge: since} if hinge else {}
