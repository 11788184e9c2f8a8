"""Group offers, networking and texts for the report: one of each a week for a full post.

They have a dice of their own, so that everything drawn beside them falls as it would without them.
"""

from datetime import date
from typing import Any

from wegbuch.access.models import Organisation
from wegbuch.cases.models import Facility, Office
from wegbuch.core.models import TenantModel
from wegbuch.counselling.models import GroupOffer, NetworkEntry, ReportNote

from .contacts import instant
from .register import Register
from .source import Dice, read
from .staff import Staff
from .times import working_days

AFTERNOON = (14 * 60, 17 * 60)
MOST_ORGANISATIONS, MOST_VOLUNTEERS, HALF = 14, 3, 50


def add(register: Register, staff: Staff, key: str, *, seed: int, scale: float) -> None:
    """The year of the workers of this organisation who have files."""
    dice = Dice(seed, f"{key}:offers")
    busy = {worker for home in register.homes for worker in home.group.workers}
    for worker in staff.posts:
        if worker in busy:
            _add_year(register, staff, worker, dice, scale)


def _add_year(register: Register, staff: Staff, worker: str, dice: Dice, scale: float) -> None:
    values, full = read("offers"), staff.posts[worker] * scale
    for day in dice.choices(working_days(), k=round(values["weeks"] * full)):
        _put(register, dice, GroupOffer, **_work(staff, worker, day, dice), **_offer(register, dice))
    for day in dice.choices(working_days(), k=round(values["weeks"] * full)):
        _put(register, dice, NetworkEntry, **_work(staff, worker, day, dice), **_networking(register, dice))
    for day in dice.choices(working_days(), k=round(values["texts_per_post"] * full)):
        text = _text(staff, worker, day, dice)
        if all(text["text"] != there.text for there in register.rows[ReportNote]):
            _put(register, dice, ReportNote, **text)


def _put(register: Register, dice: Dice, model: type[TenantModel], **fields: Any) -> None:
    """A row of this organisation whose id falls from this dice."""
    organisation: Organisation = register.organisation
    register.rows[model].append(model(id=dice.identity(), organisation=organisation, **fields))


def _work(staff: Staff, worker: str, day: date, dice: Dice) -> dict[str, Any]:
    entered = instant(day, *divmod(dice.randint(*AFTERNOON), 60))
    return {"team": staff.team_of(worker), "author": staff.users[worker], "held_on": day, "entered_at": entered}


def _offer(register: Register, dice: Dice) -> dict[str, Any]:
    values = read("offers")
    theme, kind, area, minutes, least, most, women, children = dice.choice(values["offers"])
    people = dice.randint(least, most)
    female, young = (round(people * share / 100) for share in (women, children))
    houses = register.rows[Facility]
    in_house = bool(houses) and not dice.chance(values["without_house"])
    language = dice.one_of(values["languages"])
    return {
        "theme": theme,
        "kind": kind,
        "task_area": area,
        "minutes": minutes,
        "women": female,
        "men": people - female,
        "children": young,
        "facility": dice.choice(houses) if in_house else None,
        "place": "" if in_house else dice.choice(values["places"]),
        "language": language,
        "channel": "none" if language == "deu" else dice.one_of(values["channels"]),
        "colleagues": int(dice.chance(HALF)),
        "volunteers": dice.randint(0, MOST_VOLUNTEERS),
        "note": _now_and_then(dice, values["with_note"], values["notes_of_offers"]),
    }


def _networking(register: Register, dice: Dice) -> dict[str, Any]:
    values = read("offers")
    wanted = dice.one_of(values["kinds_of_networking"])
    kind, partner, topics = dice.choice([row for row in values["networking"] if row[0] == wanted])
    result = dice.one_of(values["results"])
    return {
        "kind": kind,
        "partner": partner,
        "office": None if partner else dice.choice(register.rows[Office]),
        "topic": dice.choice(topics),
        "minutes": dice.choice((30, 60, 90, 120)),
        "result": result,
        "agreed": dice.choice(values["agreed"].get(result, [""])),
        "next_step": _now_and_then(dice, values["with_next_step"], values["next_steps"]),
        "organisations": dice.randint(3, MOST_ORGANISATIONS) if kind == "round_table" else 1,
        "note": _now_and_then(dice, values["with_note"], values["notes_of_networking"]),
    }


def _text(staff: Staff, worker: str, day: date, dice: Dice) -> dict[str, Any]:
    values = read("offers")
    area = dice.choice(list(values["texts"]))
    return {
        "author": staff.users[worker],
        "team": staff.team_of(worker),
        "written_at": instant(day, *divmod(dice.randint(*AFTERNOON), 60)),
        "month": day.replace(day=1),
        "task_area": area,
        "text": dice.choice(values["texts"][area]),
        "state": dice.one_of(values["states"]),
    }


def _now_and_then(dice: Dice, percent: float, sentences: list[str]) -> str:
    return dice.choice(sentences) if dice.chance(percent) else ""
