"""Periods counted day by day: a second way to every last day, slow and plain, from the text of the rules."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import holidays
import yaml

import lawbook
from lawbook.book import Loader
from lawbook.deadlines import Facts

DAY = timedelta(days=1)
FOLDER = Path(lawbook.__file__).parent / "rules"


def _read(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)


EVENTS = _read(FOLDER / "events.yaml")["events"]
RULES = {rule["id"]: rule for path in sorted((FOLDER / "deadlines").glob("*.yaml")) for rule in _read(path)["rules"]}
# Days that put a case under one law, wherever a rule looks for them.
LAW_DAYS = {
    "geas": {"lodged_on": date(2026, 7, 20), "registered_on": date(2026, 7, 3), "review_started_on": date(2026, 7, 1)},
    "pre_geas": {
        "lodged_on": date(2025, 3, 3), "registered_on": date(2025, 2, 20), "review_started_on": date(2025, 4, 1),
    },
    "general": {},
}  # fmt: skip


class Situation(NamedTuple):
    """A rule with every fact known, so that just one of its versions holds."""

    rule: str
    version: dict[str, Any]
    land: str
    started_by: str
    facts: Facts

    def key(self) -> tuple[str, int, str, str, str | None]:
        return self.rule, id(self.version), self.land, self.started_by, self.facts.regime


@cache
def _holidays(land: str) -> set[date]:
    return set(holidays.Germany(subdiv=land, years=range(2000, 2070)))


def is_free(day: date, land: str) -> bool:
    return day.weekday() in (5, 6) or day in _holidays(land)


def next_working_day(day: date, land: str) -> date:
    while is_free(day, land):
        day += DAY
    return day


@cache
def end(start: date, text: str, land: str) -> date:
    """Where a length of time ends that begins the day after the start; nothing moved yet."""
    if text == "end of month":
        return _to_number(start, 31)
    number, unit = text.split(" ", 1)
    count = int(number)
    if unit.endswith(" before"):
        return _months_back(start, count)
    if unit.startswith("working"):
        return _working_days(start, count, land)
    if unit.startswith(("day", "week")):
        return _days(start, count * (7 if unit.startswith("week") else 1))
    return _months(start, count * (12 if unit.startswith("year") else 1))


def _days(day: date, count: int) -> date:
    for _ in range(count):
        day += DAY
    return day


def _working_days(day: date, count: int, land: str) -> date:
    while count:
        day += DAY
        count -= not is_free(day, land)
    return day


def _months(start: date, count: int) -> date:
    day = start
    while count:
        day += DAY
        count -= day.day == 1
    return _to_number(day, start.day)


def _months_back(start: date, count: int) -> date:
    day = start
    while count:
        count -= day.day == 1
        day -= DAY
    while day.day > start.day:
        day -= DAY
    return day


def _to_number(day: date, number: int) -> date:
    """On to this number, or to the last day of a month that is too short."""
    while day.day < number and (day + DAY).day != 1:
        day += DAY
    return day


def last_day(situation: Situation, start: date) -> date:
    """The last day of a situation, moved over free days where the rule counts by C1."""
    version = situation.version
    if version["duration"].endswith("back"):
        return date(start.year, 12, 31)
    found = end(start, version["duration"], situation.land)
    if version.get("day_before"):
        found -= DAY
    return next_working_day(found, situation.land) if version["calc"] == "C1" else found


def situations(day: date, lands: tuple[str, ...] = ("BB", "BE")) -> Iterator[Situation]:
    """Every version of every rule, under each of its laws, started by each of its events on this day."""
    for rule in RULES.values():
        for version in rule["versions"]:
            for law in version.get("regimes") or rule["regimes"]:
                for name in version.get("start") or rule["start"]:
                    yield from _situations(rule, version, law, name, day, lands)


def _situations(
    rule: dict[str, Any], version: dict[str, Any], law: str, name: str, day: date, lands: tuple[str, ...]
) -> Iterator[Situation]:
    started_by = "served_on" if name == "service" else name
    hinge = rule.get("hinge")
    events: dict[str, Any] = {hinge: LAW_DAYS[law][hinge]} if hinge in LAW_DAYS[law] else {}
    events |= {fact: False for each in rule["versions"] for fact in each.get("when", {}) if is_yes_no(fact)}
    events |= {fact: value if is_yes_no(fact) else day for fact, value in version.get("when", {}).items() if value}
    events[started_by] = day
    if (
        version["duration"] is None
        or not _in_force(version, events.get(hinge))
        or _is_outside(law, hinge, started_by, day)
    ):
        return
    for land in (rule["seat"],) if "seat" in rule else lands:
        yield Situation(rule["id"], version, land, started_by, Facts(events, law, land))


def is_yes_no(fact: str) -> bool:
    return EVENTS[fact]["type"] == "yes_no"


def _in_force(version: dict[str, Any], day: date | None) -> bool:
    return day is None or version.get("since", date.min) <= day <= version.get("until", date.max)


def _is_outside(law: str, hinge: str | None, started_by: str, day: date) -> bool:
    """The start itself chooses the law, and chooses the other one."""
    border = date(2026, 6, 12)
    return hinge == started_by and hinge in LAW_DAYS["geas"] and law != "general" and (day >= border) != (law == "geas")
