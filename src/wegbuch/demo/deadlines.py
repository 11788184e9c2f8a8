"""Deadlines of letters and papers as the lawbook counts them, who looked again, and how some of them ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from lawbook.deadlines import Facts, compute
from wegbuch.access.models import User
from wegbuch.cases.models import ResidencePeriod
from wegbuch.core import clock, dates
from wegbuch.procedures import law
from wegbuch.procedures.models import Confirmation, CrossCheck, CrossCheckWay, Deadline, DeadlineState, Letter
from wegbuch.procedures.models.proceedings import Regime
from wegbuch.procedures.services import checks, late, papers
from wegbuch.procedures.services.deadlines import counted, days_before, rows_of

from . import proceedings
from .around import running
from .contacts import instant
from .register import Home, Register, Resident
from .source import Count, read
from .staff import Staff
from .times import working_day

if TYPE_CHECKING:
    from .letters import Reading

EXPIRES_WITHIN = (3, 56)


def add_for(register: Register, staff: Staff, letter: Letter, reading: Reading) -> None:
    """Everything that follows from a letter; it is looked at again, and what was due is closed."""
    answers = law.answers_of(letter)
    found = rows_of(letter, answers, user=letter.entered_by, responsible=letter.entered_by)
    rows = [_take(register, row, letter.entered_at) for row in found]
    if reading.asks or reading.checked:
        _add_check(register, staff, letter, rows, reading)
    for row in rows:
        _end(register, row, reading)
    if reading.reinstated:
        missed = next(row for row in rows if row.state == DeadlineState.MISSED and row.rule.startswith("appeal"))
        _reinstate(register, missed, reading.reinstated, letter.entered_at)


def add_by_hand(register: Register, staff: Staff, homes: Mapping[str, Home]) -> None:
    """Days that an authority named without a letter of the book."""
    for row in read("letters")["by_hand"]:
        home = homes[row["household"]]
        deadline = Deadline(
            person=home.residents[0].person,
            act=row["act"],
            instructed_day=row["counts_on"],
            counts_on=row["counts_on"],
            safe_day=days_before(row["counts_on"]),
            responsible=staff.users[row["reader"]],
            entered_by=staff.users[row["reader"]],
            proceeding=proceedings.open_for(register, home, home.residents[0], row["kind"]),
        )
        _take(register, deadline, instant(working_day(row["counts_on"] - timedelta(days=21)), 11, 20))
        _find_again(deadline, staff.users[row["checked"]], row["counts_on"])


def add_of_papers(register: Register, staff: Staff, mine: Count) -> None:
    """Papers that run out within weeks, people who have a name first."""
    dice, demo_day = register.dice, read("shares")["demo_day"]
    first, last = (demo_day + timedelta(days=days) for days in EXPIRES_WITHIN)
    lives = {one.person.pk: (home, one) for home, one in running(register) if one is home.residents[0]}
    expiring = [
        period
        for period in register.rows[ResidencePeriod]
        if period.person_id in lives and period.until is None and first <= (period.valid_until or date.max) <= last
    ]
    expiring.sort(key=lambda period: not lives[period.person_id][0].group.key)
    named = [period for period in expiring if lives[period.person_id][0].group.key]
    others = expiring[len(named) :]
    for period in [*named, *dice.sample(others, min(mine(read("letters")["papers"]), len(others)))]:
        _add_of_paper(register, staff, *lives[period.person_id], period)


def _add_of_paper(register: Register, staff: Staff, home: Home, one: Resident, period: ResidencePeriod) -> None:
    proceeding = register.proceedings.get((one.person.pk, "first"))
    rule = papers.rule_for(period, proceeding.regime if proceeding else Regime.NEW)
    worker = home.group.workers[0]
    if not rule or period.valid_until is None:
        return
    answer = compute(law.book(), rule, Facts({"valid_until": period.valid_until}))
    row = Deadline(
        person=one.person,
        rule=answer.rule,
        kind=answer.kind,
        act=answer.act,
        responsible=staff.users[worker],
        entered_by=staff.users[worker],
        **counted(answer, period.valid_until),
    )
    entered_on = max(
        one.case.opened_on, working_day(read("shares")["demo_day"] - timedelta(days=register.dice.randint(2, 12)))
    )
    _take(register, row, instant(entered_on, 15, 20))
    if colleagues := staff.colleagues(worker):
        _find_again(row, staff.users[register.dice.choice(colleagues)], period.valid_until)


def _take(register: Register, row: Deadline, entered_at: datetime) -> Deadline:
    row.entered_at = entered_at
    return register.take(row)


def _find_again(row: Deadline, other: User, day: date) -> None:
    """Another person found the same day."""
    row.answer = row.answer | {"second": {"day": day.isoformat(), "by": str(other.pk), "name": other.name}}
    row.confirmation, row.confirmed_by = Confirmation.CONFIRMED, other
    row.confirmed_at = row.entered_at + timedelta(minutes=35)


def _add_check(register: Register, staff: Staff, letter: Letter, rows: list[Deadline], reading: Reading) -> None:
    """The question to a second person, with what she read where she has answered."""
    check = register.add(
        CrossCheck,
        letter=letter,
        asked=staff.users[reading.asks or reading.checked],
        asked_by=letter.entered_by,
        asked_at=letter.entered_at + timedelta(minutes=1),
    )
    if not reading.checked:
        return
    if register.dice.chance(read("letters")["by_phone"]):
        check.way = CrossCheckWay.PHONE
    events = letter.all_events() | ({"served_on": reading.other_day} if reading.other_day else {})
    days = {name: events.get(name) for name in checks.asked_days(letter)}
    check.answers = {
        "days": {name: day.isoformat() if day else None for name, day in days.items()},
        "instructed_period": letter.instructed_period,
        "instructed_day": None,
    }
    check.answered_by, check.answered_at = check.asked, check.asked_at + timedelta(minutes=register.dice.randint(5, 90))
    found = checks.comparison(check)
    check.is_equal = all(each.is_equal for each in found)
    by_key = {(each.rule, each.act): each for each in found}
    for row in rows:
        checks.settle(row, by_key[row.rule, row.act], check)


def _end(register: Register, row: Deadline, reading: Reading) -> None:
    """Close an act as the values say; of a drawn letter whatever is due."""
    end = _drawn_end(register, row) if reading.closed is None else reading.closed.get(row.rule)
    if isinstance(end, date):
        _keep(register, row, end)
    elif end:
        word = (
            read("letters")["missed"]
            if end == DeadlineState.MISSED
            else register.dice.choice(read("letters")["not_needed"])
        )
        _close(row, DeadlineState(end), row.entered_at.astimezone(clock.BERLIN).date(), word)


def _drawn_end(register: Register, row: Deadline) -> date | str | None:
    demo_day = read("shares")["demo_day"]
    due = row.safe_day or row.counts_on
    if due is None or due > demo_day:
        return None
    if row.counts_on is None or row.rule == "interim_entry_ban":
        return str(DeadlineState.WITHDRAWN)
    last = min(row.counts_on, demo_day - timedelta(days=1))
    return working_day(register.dice.day(row.entered_at.astimezone(clock.BERLIN).date(), last))


def _keep(register: Register, row: Deadline, sent_on: date) -> None:
    row.sent_on = max(sent_on, row.entered_at.astimezone(clock.BERLIN).date())
    row.proof = register.dice.one_of(read("letters")["proofs"])
    _close(row, DeadlineState.KEPT, row.sent_on, read("letters")["kept"][row.proof])


def _close(row: Deadline, state: DeadlineState, day: date, sentence: str) -> None:
    row.state, row.closed_by, row.closed_at = state, row.responsible, instant(day, 17, 30)
    row.reason = f"{dates.in_figures(day)}, {row.responsible.name}, {state.label}: {sentence}"


def _reinstate(register: Register, missed: Deadline, obstacle_removed_on: date, entered_at: datetime) -> None:
    """What can still be done for an act that was missed without fault."""
    events = {"obstacle_removed_on": obstacle_removed_on, "missed_period_end_on": missed.counts_on}
    answer = compute(law.book(), late.rule_for(missed), Facts(events, None, missed.answer["place_land"]))
    for row in late.rows_of(missed, answer, by=missed.responsible):
        _take(register, row, entered_at + timedelta(minutes=20))
