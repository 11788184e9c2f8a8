"""Who lives together, where, since when and on what ground: households drawn so that all shares hold at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .source import Dice, apportion, read

OF_AGE = 18
NAMED_BEFOREHAND = ("key", "place", "kind", "status", "benefit", "entered_on", "moved_in_on")
MOST_IN_HOUSEHOLD = 9
SMALLEST_KIEFERNWEG = 24


@dataclass
class Member:
    """A person before she has a name. role: head, partner, child, or how an adult belongs to the head."""

    role: str
    age: int = -1
    sex: str = ""
    german: str = ""
    literacy: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_adult(self) -> bool:
        return self.age >= OF_AGE


@dataclass(eq=False)
class Group:
    """A household. place: key of a facility or of own flats; kind: asylblg or recognised; origin as in shares.yaml.

    closed_on  the day on which its cases ended, None while they run
    """

    size: int
    place: str = ""
    kind: str = ""
    origin: tuple[str, ...] = ()
    status: str = ""
    benefit: str = ""
    key: str = ""
    entered_on: date = date.min
    moved_in_on: date = date.min
    opened_on: date = date.min
    closed_on: date | None = None
    workers: list[str] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    facts: Mapping[str, Any] = field(default_factory=dict)


def places() -> dict[str, dict[str, Any]]:
    """Facilities and own flats by key."""
    district = read("district")
    return {place["key"]: place for place in (*district["facilities"], *district["own_flats"])}


def scaled(scale: float) -> dict[str, int]:
    """How many people live in each place of a smaller district."""
    people = {key: max(1, round(place["people"] * scale)) for key, place in places().items()}
    people["kiefernweg"] = max(people["kiefernweg"], SMALLEST_KIEFERNWEG)
    return people


def sizes(people: int, households: int) -> list[int]:
    """Household sizes in their shares that add up to these people."""
    counts = apportion(households, read("shares")["household_sizes"])
    while (large := people - sum(size * count for size, count in counts.items() if size < 6)) < 6 * counts[6]:
        counts[6] -= 1
    while large > MOST_IN_HOUSEHOLD * counts[6]:
        counts[6] += 1
    evenly = [large // counts[6] + (number < large % counts[6]) for number in range(counts[6])] if counts[6] else []
    small = [size for size, count in counts.items() if size < 6 for _ in range(count)]
    return [*small, *evenly, *([1] * (0 if counts[6] else large))]


def deal(
    groups: Iterable[Group], people: Mapping[Any, int], dice: Dice, *, of: Callable[[Group], Any], give: Callable
) -> None:
    """Give every group without one a key, so that each key gets its number of people; large groups choose first."""
    left, waiting = dict(people), []
    for group in groups:
        if key := of(group):
            left[key] = left.get(key, 0) - group.size
        else:
            waiting.append(group)
    for group in sorted(dice.shuffled(waiting), key=lambda one: -one.size):
        fitting = {key: number for key, number in left.items() if number >= group.size}
        key = dice.one_of(fitting) if fitting else max(left, key=lambda one: left[one])
        left[key] -= group.size
        give(group, key)


def persona_groups() -> list[Group]:
    """The households that stand before chance begins."""
    day = read("shares")["demo_day"]
    return [
        Group(
            size=len(facts["members"]),
            members=[Member(fact["role"], _age(fact, day), fact["sex"], facts=fact) for fact in facts["members"]],
            origin=tuple(facts["origin"]),
            facts=facts,
            workers=list(facts["workers"]),
            **{name: facts[name] for name in NAMED_BEFOREHAND},
        )
        for facts in read("personas")["households"]
    ]


def _age(facts: Mapping[str, Any], day: date) -> int:
    if "birth_year" in facts:
        return day.year - facts["birth_year"]
    born = facts["born"]
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def provisional(dice: Dice, scale: float) -> list[Group]:
    """Households in provisional housing, personas first."""
    shares, people = read("shares"), scaled(scale)
    houses = {place["key"]: people[place["key"]] for place in read("district")["facilities"]}
    groups = persona_groups()
    households = round(sum(houses.values()) / shares["mean_household"])
    first = _kiefernweg_sizes(houses["kiefernweg"], scale)
    taken = [group.size for group in groups if group.place == "kiefernweg"]
    for size in taken:
        first.remove(size)
    groups += [Group(size=size, place="kiefernweg") for size in first]
    elsewhere = sizes(sum(houses.values()) - houses["kiefernweg"], households - len(first) - len(taken))
    for group in groups:
        if group.place != "kiefernweg":
            elsewhere.remove(group.size)
    groups += [Group(size=size) for size in elsewhere]
    deal(groups, houses, dice, of=lambda group: group.place, give=lambda group, key: setattr(group, "place", key))
    _give_kinds(groups, dice, round(shares["asylblg_people"] * sum(houses.values()) / 1136))
    return groups


def _kiefernweg_sizes(people: int, scale: float) -> list[int]:
    if scale == 1:
        return [size for size, count in read("shares")["kiefernweg_sizes"].items() for _ in range(count)]
    return [5, 3, 3, 2, *([1] * (people - 13))]


def own_flats(dice: Dice, scale: float) -> list[Group]:
    """Households in flats of their own."""
    people = scaled(scale)
    flats = {place["key"]: people[place["key"]] for place in read("district")["own_flats"]}
    total = sum(flats.values())
    households = round(total / read("shares")["mean_household"])
    groups = [Group(size=size, kind="recognised") for size in sizes(total, households)]
    deal(groups, flats, dice, of=lambda group: group.place, give=lambda group, key: setattr(group, "place", key))
    _give_recognised(groups, dice)
    return groups


def departed(dice: Dice, scale: float) -> list[Group]:
    """Households whose cases have ended within the year."""
    shares, people = read("shares"), scaled(scale)
    houses = {place["key"]: people[place["key"]] for place in read("district")["facilities"]}
    groups = [Group(size=size) for size in dice.dealt(round(shares["departed_households"] * scale), {1: 80, 3: 20})]
    deal(groups, houses, dice, of=lambda group: group.place, give=lambda group, key: setattr(group, "place", key))
    for group in groups:
        group.kind, group.closed_on = "asylblg", dice.day(*shares["departed_between"])
    _give_asylblg(groups, dice)
    return groups


def _give_kinds(groups: list[Group], dice: Dice, asylblg: int) -> None:
    people = {"asylblg": asylblg, "recognised": sum(group.size for group in groups) - asylblg}
    deal(groups, people, dice, of=lambda group: group.kind, give=lambda group, key: setattr(group, "kind", key))
    _give_asylblg([group for group in groups if group.kind == "asylblg"], dice)
    _give_recognised([group for group in groups if group.kind == "recognised"], dice)


def _give_recognised(groups: list[Group], dice: Dice) -> None:
    shares = read("shares")
    _give(groups, "origin", _origins(shares["origins_recognised"]), dice)
    _give(groups, "status", shares["statuses_recognised"], dice)
    for group in groups:
        group.benefit = shares["benefit_recognised"]


def _give_asylblg(groups: list[Group], dice: Dice) -> None:
    shares = read("shares")
    _give(groups, "origin", _origins(shares["origins_asylblg"]), dice)
    for group in groups:
        if group.origin[0] == "UKR":
            group.status = shares["status_of_ukraine"]
    others = [group for group in groups if group.origin[0] != "UKR"]
    _give(others, "status", shares["statuses_asylblg"], dice)
    for group in groups:
        group.benefit = group.benefit or shares["benefit_of_status"].get(group.status, "")
    _give(groups, "benefit", shares["benefits_asylblg"], dice)


def _origins(rows: list[list[Any]]) -> dict[tuple[str, ...], float]:
    return {tuple(row[:4]): row[4] for row in rows}


def _give(groups: list[Group], name: str, shares: Mapping[Any, float], dice: Dice) -> None:
    people = apportion(sum(group.size for group in groups), shares)
    deal(groups, people, dice, of=lambda group: getattr(group, name), give=lambda group, key: setattr(group, name, key))
