"""Offices of the district, and what was asked, applied for and ticked for the people who have a name."""

import json
from collections.abc import Mapping
from typing import Any

from wegbuch.cases.models import Office
from wegbuch.entitlements import law
from wegbuch.entitlements.knowledge import written
from wegbuch.entitlements.models import (
    Answer,
    Application,
    ApplicationPaper,
    ApplicationState,
    ApplicationStep,
    ChecklistMark,
    SchemeChange,
    SealedAnswer,
)

from .contacts import instant
from .register import Home, Register, Resident
from .source import read
from .staff import Staff

Row = Mapping[str, Any]


def add(register: Register, staff: Staff) -> None:
    """Offices for every organisation; the rest for the households with a key that live here."""
    values = read("doors")
    for row in values["offices"]:
        register.add(Office, checked_on=values["checked_on"], **row)
    homes = {home.group.key: home for home in register.homes if home.group.key}
    for kind, add_one in KINDS.items():
        for row in values[kind]:
            if home := homes.get(row["household"]):
                add_one(register, staff, home, row)


def _of(staff: Staff, home: Home, row: Row, day: Any) -> dict[str, Any]:
    """Whose row it is, and who entered it when."""
    by = staff.users[row.get("by") or home.group.workers[0]]
    return {"person": _resident(home, row).person, "entered_by": by, "entered_at": instant(day, 15, 20)}


def _resident(home: Home, row: Row) -> Resident:
    return home.residents[row["member"]]


def _add_answer(register: Register, staff: Staff, home: Home, row: Row) -> None:
    register.add(
        Answer,
        fact=row["fact"],
        content=json.dumps({"value": written(row["value"])}),
        origin=row.get("origin", "client"),
        known_on=row["day"],
        **_of(staff, home, row, row["day"]),
    )


def _add_sealed(register: Register, staff: Staff, home: Home, row: Row) -> None:
    content = {"fact": row["fact"], "value": written(row["value"]), "reason": "", "origin": "client"}
    content["known_on"] = row["day"].isoformat()
    register.add(SealedAnswer, content=json.dumps(content), **_of(staff, home, row, row["day"]))


def _add_tick(register: Register, staff: Staff, home: Home, row: Row) -> None:
    register.add(ChecklistMark, item=row["item"], on=row["day"], **_of(staff, home, row, row["day"]))


def _add_scheme(register: Register, staff: Staff, home: Home, row: Row) -> None:
    days = {name: row.get(name) for name in ("right_since", "old_paid_until", "insured_until")}
    named = {"old_scheme": row["old"], "new_scheme": row["new"]}
    register.add(SchemeChange, **named, **days, **_of(staff, home, row, home.group.facts["status_since"]))


def _add_application(register: Register, staff: Staff, home: Home, row: Row) -> None:
    steps = row["steps"]
    offices = {office.name: office for office in register.rows[Office]}
    office = offices.get(row.get("office", ""))
    rule = row.get("rule", "")
    made = _of(staff, home, row, steps["claimed"])
    application = register.add(
        Application,
        rule=rule,
        title=row.get("title") or law.book().rules[rule].title,
        office=office,
        authority=row.get("authority") or (office.name if office else ""),
        state=list(steps)[-1],
        filed_on=steps.get(ApplicationState.FILED),
        proof=row.get("proof", ""),
        has_proof="proof" in row,
        decided_on=steps.get(ApplicationState.DECIDED),
        outcome=row.get("outcome", ""),
        look_again_on=row["look_again_on"],
        responsible=made["entered_by"],
        **made,
    )
    for state, day in steps.items():
        by = {"entered_by": made["entered_by"], "entered_at": instant(day, 15, 20)}
        note = row.get("proof", "") if state == ApplicationState.FILED else ""
        register.add(ApplicationStep, application=application, state=state, on=day, note=note, **by)
    for name, got_on in row.get("papers", {}).items():
        register.add(ApplicationPaper, application=application, name=name, got_on=got_on)


KINDS = {
    "answers": _add_answer,
    "sealed": _add_sealed,
    "ticks": _add_tick,
    "schemes": _add_scheme,
    "applications": _add_application,
}
