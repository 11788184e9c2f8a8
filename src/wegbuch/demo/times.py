"""When a household came, moved in and was taken on, and who answers for it since."""

from collections import Counter
from datetime import date, timedelta

from .groups import Group, places
from .source import Dice, read

FIRST_CASE = date(2022, 1, 10)
FIRST_FLAT_CASE = date(2023, 12, 4)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in read("shares")["closed_days"]


def working_day(day: date) -> date:
    """This day, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def next_working_day(day: date) -> date:
    """This day, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days() -> list[date]:
    """The days of the twelve months on which somebody works, without the demo day itself."""
    shares = read("shares")
    length = (shares["demo_day"] - shares["first_day"]).days
    days = (shares["first_day"] + timedelta(days=number) for number in range(length))
    return [day for day in days if is_working_day(day)]


def give(groups: list[Group], dice: Dice) -> None:
    """Days of arrival, moving in and first case."""
    for group in groups:
        if group.entered_on == date.min:
            _arrive(group, dice)
        if group.place in {place["key"] for place in read("district")["own_flats"]}:
            earliest = max(FIRST_FLAT_CASE, group.entered_on + timedelta(days=200))
            latest = read("shares")["demo_day"] - timedelta(days=20)
            group.opened_on = group.moved_in_on = working_day(dice.day(earliest, latest))
        else:
            taken_on = group.moved_in_on + timedelta(days=dice.randint(0, 9))
            group.opened_on = working_day(max(FIRST_CASE, min(taken_on, _last_day(group))))


def _arrive(group: Group, dice: Dice) -> None:
    ranges = read("shares")["entered"]
    first, last = ranges.get(group.status) or ranges[group.benefit]
    group.entered_on = dice.day(first, last)
    if group.closed_on:
        group.entered_on = min(group.entered_on, group.closed_on - timedelta(days=240))
    after = timedelta(days=dice.randint(30, 120))
    group.moved_in_on = working_day(min(group.entered_on + after, _last_day(group)))


def _last_day(group: Group) -> date:
    return (group.closed_on or read("shares")["demo_day"]) - timedelta(days=6)


def give_workers(groups: list[Group], dice: Dice) -> None:
    """Share the households of each place among its workers, evenly by people; a few have two."""
    load: Counter[str] = Counter()
    for group in groups:
        for worker in group.workers[:1]:
            load[worker] += group.size
    for group in sorted((group for group in groups if not group.workers), key=lambda one: -one.size):
        first = min(places()[group.place]["workers"], key=lambda worker: load[worker])
        load[first] += 0 if group.closed_on else group.size
        has_two = dice.chance(read("shares")["second_worker"])
        group.workers = [first, *([dice.choice(_colleagues(first))] if has_two and _colleagues(first) else [])]


def _colleagues(worker: str) -> list[str]:
    """The other workers of her team."""
    teams = {row["key"]: row["team"] for row in read("district")["staff"] if row["role"] == "worker"}
    return [key for key, team in teams.items() if team == teams[worker] and key != worker]
