"""The invented district, drawn whole from one seed: rows that are not saved yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from . import (
    around,
    contacts,
    deadlines,
    doors,
    families,
    files,
    groups,
    letters,
    offers,
    post,
    posts,
    proceedings,
    skills,
    staff,
    times,
)
from .groups import Group
from .register import Register
from .source import Count, Dice, apportion, read
from .staff import Staff

SEED = 2026


@dataclass(frozen=True)
class District:
    """Everything to be saved. registers: by the keys of district.yaml."""

    staff: Staff
    registers: dict[str, Register]


def draw(seed: int = SEED, scale: float = 1) -> District:
    """Throw the dice for the whole district.

    scale  1 is the district of the paper, 0.1 one with a tenth of its people
    """
    everybody = _households(seed, scale)
    people = staff.draw(Dice(seed, "staff"))
    registers = {}
    for key, organisation in people.organisations.items():
        register = registers[key] = Register(organisation, Dice(seed, key))
        files.add_facilities(register, key)
        mine = [group for group in everybody if groups.places()[group.place]["organisation"] == key]
        _add_homes(register, mine, people)
    hidden = apportion(read("shares")["hidden_people"], {key: len(one.homes) for key, one in registers.items()})
    for key, register in registers.items():
        around.hide_some(register, hidden[key])
        _add_log(register, people, key, scale)
        _add_procedures(register, people, _part_of(key, registers, scale))
        if register.homes:
            doors.add(register, people)
            offers.add(register, people, key, seed=seed, scale=scale)
        posts.add(register, people, key)
    return District(people, registers)


def _households(seed: int, scale: float) -> list[Group]:
    """All households with their people, days and workers."""
    dice = Dice(seed, "households")
    everybody = []
    for part in (groups.provisional(dice, scale), groups.own_flats(dice, scale), groups.departed(dice, scale)):
        times.give(part, dice)
        families.fill(part, dice)
        skills.give(part, dice)
        everybody += part
    times.give_workers(everybody, dice)
    return everybody


def _add_homes(register: Register, households: list[Group], people: Staff) -> None:
    """Households in the order in which they came, so that case numbers grow with the years."""
    for group, number in _numbered(sorted(households, key=lambda one: one.opened_on)):
        files.add(register, group, people, number)


def _numbered(households: list[Group]) -> Iterator[tuple[Group, int]]:
    """Households with the number of their first case; some have theirs beforehand."""
    reserved = {group.facts["number"]: group for group in households if "number" in group.facts}
    taken = {first + offset for first, group in reserved.items() for offset in range(group.size)}
    number = 1
    for group in households:
        if "number" in group.facts:
            yield group, group.facts["number"]
            continue
        while taken & set(range(number, number + group.size)):
            number += 1
        yield group, number
        number += group.size


def _add_log(register: Register, people: Staff, key: str, scale: float) -> None:
    busy = {worker for home, _ in around.running(register) for worker in home.group.workers}
    workers = [worker for worker in people.posts if worker in busy]
    if not workers:
        return
    contacts.add(register, people, workers, scale)
    around.add_follow_ups(register, people, workers)
    around.add_protected(register, people)
    if key == people.organisation_of[read("personas")["deputyship"]["deputy"]]:
        around.add_persona_rows(register, people)
    around.add_reads(register)


def _add_procedures(register: Register, people: Staff, mine: Count) -> None:
    """Proceedings, post, letters and deadlines, people who have a name first."""
    if not register.homes:
        return
    homes = {home.group.key: home for home in register.homes if home.group.key}
    post.add_keepers(register, people)
    proceedings.add(register, people, mine)
    post.add(register, people, mine)
    letters.add(register, people, mine)
    if homes:
        post.add_waiting(register, people, homes)
        deadlines.add_by_hand(register, people, homes)
    deadlines.add_of_papers(register, people, mine)
    post.number(register)


def _part_of(key: str, registers: dict[str, Register], scale: float) -> Count:
    """Gives an organisation its part of a number of the district, by how many households it has."""
    homes = {name: len(one.homes) for name, one in registers.items()}
    return lambda count: apportion(round(count * scale), homes)[key]
