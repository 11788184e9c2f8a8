"""Twelve months of the counselling log."""

from collections import deque
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from wegbuch.core import clock
from wegbuch.counselling.models import Contact, Participation, Topic

from .register import Home, Register, Resident
from .source import Dice, apportion, read
from .staff import Staff
from .times import working_days

NETWORK = 8
TURN, WHOLE_FAMILY, SPOKEN_BY_WORKER, LATE_ENTRY = 45, 50, 12, 4
REMOTE_FORMS, WITHOUT_VOICE = frozenset({"phone", "chat", "video"}), frozenset({"written", "group", "third_party"})
REMOTE_CHANNELS = frozenset({"video", "phone"})
NEED = {"none": 3.0, "A1": 2.4, "A2": 1.4, "B1": 0.4, "B2": 0.0, "C1": 0.0}
WORLD_LANGUAGES = frozenset({"eng", "fra"})


def instant(day: date, hour: int, minute: int) -> datetime:
    """A time of day in Brandenburg, in UTC."""
    return datetime.combine(day, time(hour, minute), clock.BERLIN).astimezone(UTC)


def add(register: Register, staff: Staff, workers: list[str], scale: float) -> None:
    """The contacts of these workers: 900 for a full post and year, and their work in networks."""
    topics = _add_topics(register)
    shares, made = read("shares"), []
    for worker in workers:
        homes = [home for home in register.homes if worker in home.group.workers]
        count = round(shares["contacts_per_post"] * staff.posts[worker] * scale)
        for day, people in _held(register.dice, homes, count):
            made.append(_contact(register, staff, worker, day, people))
    _give_content(register, made, shares)
    _give_languages(register.dice, made)
    for contact, people in made:
        _give_words(register, contact, topics)
        for resident in people:
            register.add(Participation, contact=contact, case=resident.case, held_on=contact.held_on)
    for worker in workers:
        _add_network(register, staff, worker, round(shares["network_per_post"] * staff.posts[worker] * scale), topics)
    _give_times(register)


def _add_topics(register: Register) -> dict[int, list[Topic]]:
    return {
        area: [register.add(Topic, task_area=area, label=label) for label in labels]
        for area, labels in read("sentences")["topics"].items()
    }


def _held(dice: Dice, homes: list[Home], count: int) -> Iterator[tuple[date, list[Resident]]]:
    """Days and people, in the order of the days; who was long not seen has her turn more often."""
    waiting = deque(dice.shuffled(homes))
    days = sorted(dice.choices(working_days(), k=count))
    anonymous = set(dice.sample(range(count), round(count * read("shares")["anonymous"] / 100)))
    for number, day in enumerate(days):
        home = None if number in anonymous else _next_home(dice, waiting, day)
        yield day, _people(dice, home, day) if home else []


def _next_home(dice: Dice, waiting: deque[Home], day: date) -> Home | None:
    """A household that is counselled on this day: the one whose turn it is, or anyone."""
    start = 0 if dice.chance(TURN) else dice.randrange(len(waiting))
    for step in range(len(waiting)):
        home = waiting[(start + step) % len(waiting)]
        if any(_is_running(resident, day) for resident in home.adults):
            waiting.remove(home)
            waiting.append(home)
            return home
    return None


def _is_running(resident: Resident, day: date) -> bool:
    case = resident.case
    return case.opened_on <= day and (case.closed_on is None or day <= case.closed_on)


def _people(dice: Dice, home: Home, day: date) -> list[Resident]:
    adults = [resident for resident in home.adults if _is_running(resident, day)]
    first = dice.choice(adults)
    if len(home.residents) == 1 or not dice.chance(WHOLE_FAMILY):
        return [first]
    return [first, *(one for one in home.residents if one is not first and _is_running(one, day))]


def _contact(
    register: Register, staff: Staff, worker: str, day: date, people: list[Resident]
) -> tuple[Contact, list[Resident]]:
    contact = register.add(Contact, team=staff.team_of(worker), author=staff.users[worker], held_on=day)
    return contact, people


def _give_content(register: Register, made: list[tuple[Contact, list[Resident]]], shares: dict) -> None:
    """Task, form and minutes, each in its exact share."""
    dice, count = register.dice, len(made)
    packs = zip(
        dice.dealt(count, shares["tasks"]),
        dice.dealt(count, shares["forms"]),
        dice.dealt(count, shares["minutes"]),
        strict=True,
    )
    for (contact, _), (task, form, minutes) in zip(made, packs, strict=True):
        contact.task_area, contact.form, contact.minutes = task, form, minutes


def _give_languages(dice: Dice, made: list[tuple[Contact, list[Resident]]]) -> None:
    """Interpreters for those who need them most; all others in German or in a language the worker speaks."""
    shares = read("shares")

    def need(pair: tuple[Contact, list[Resident]]) -> float:
        contact, people = pair
        if contact.form in WITHOUT_VOICE or not people:
            return -1
        return NEED[people[0].member.german] + dice.uniform(0, 2)

    ranked = sorted(made, key=need, reverse=True)
    interpreted = ranked[: round(len(made) * shares["interpreted"] / 100)]
    pack = apportion(len(interpreted), shares["interpreted_by"])
    for contact, people in sorted(interpreted, key=lambda pair: pair[0].form not in REMOTE_FORMS):
        is_remote = contact.form in REMOTE_FORMS
        fitting = {key: left for key, left in pack.items() if key in REMOTE_CHANNELS or not is_remote}
        contact.channel = dice.one_of(fitting if any(fitting.values()) else pack)
        pack[contact.channel] -= 1
        contact.language = people[0].language
    for contact, people in ranked[len(interpreted) :]:
        own = people[0].language if people else "eng"
        is_spoken = own in WORLD_LANGUAGES or dice.chance(SPOKEN_BY_WORKER)
        contact.language, contact.channel = (own, "worker_speaks") if is_spoken else ("deu", "none")


def _give_words(register: Register, contact: Contact, topics: dict[int, list[Topic]]) -> None:
    """A topic and a note for a part of the entries; the note is sealed when it is saved."""
    dice, shares = register.dice, read("shares")
    if dice.chance(shares["with_topic"]):
        contact.topic = dice.choice(topics[contact.task_area])
    if dice.chance(shares["with_note"]):
        contact.note = dice.choice(read("sentences")["notes"][contact.task_area])


def _add_network(register: Register, staff: Staff, worker: str, count: int, topics: dict[int, list[Topic]]) -> None:
    dice, shares = register.dice, read("shares")
    for day in dice.choices(working_days(), k=count):
        contact, _ = _contact(register, staff, worker, day, [])
        contact.task_area, contact.form = NETWORK, dice.one_of(shares["network_forms"])
        contact.minutes = dice.choice((15, 30, 60, 90))
        contact.language, contact.channel = "deu", "none"
        _give_words(register, contact, topics)


def _give_times(register: Register) -> None:
    """When each entry was written: through the working day, now and then on the next morning."""
    dice, last_day = register.dice, read("shares")["demo_day"] - timedelta(days=1)
    for contact in register.rows[Contact]:
        day = min(contact.held_on + timedelta(days=1 if dice.chance(LATE_ENTRY) else 0), last_day)
        contact.entered_at = instant(day, *divmod(dice.randint(8 * 60, 16 * 60 + 30), 60))
