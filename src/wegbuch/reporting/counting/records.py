"""The records of a period: flat rows of keys and numbers, from which every number is counted."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from wegbuch.counselling.models import counselled_areas

from ..catalogue import Dimension, book
from . import topics
from .ledger import ContactRow, Ledger, PersonRow
from .merged import as_one

Record = dict[str, Any]
Records = dict[str, list[Record]]

KINDS = ("people", "contacts", "turns", "offers", "network", "posts")


def records_of(ledger: Ledger) -> Records:
    """Everything that is counted in the months of the ledger, by kind.

    people    one per person: keys of her last month; new and closed over all months, running at the end
    contacts  one per contact; turns: one per person in a contact, with the keys of both
    posts     one per form: hundredths of a post, the average of the days
    """
    ledger = as_one(ledger)
    people = {record["person"]: record for record in _people(ledger)}
    contacts = {record["contact"]: record for record in _contacts(ledger)}
    return {
        "people": list(people.values()),
        "contacts": list(contacts.values()),
        "turns": [
            {**people[turn.person], **contacts[turn.contact]}
            for turn in ledger.rows("turns")
            if turn.person in people and turn.contact in contacts
        ],
        "offers": list(_offers(ledger)),
        "network": list(_network(ledger)),
        "posts": list(_posts(ledger)),
    }


def _people(ledger: Ledger) -> Iterator[Record]:
    courses: dict[str, list[PersonRow]] = defaultdict(list)
    for month in ledger.months:
        for row in month.persons:
            courses[row.person].append(row)
    at_the_end = {row.person for row in ledger.months[-1].persons if row.is_running}
    keys = _keys("people")
    for person, rows in courses.items():
        last = rows[-1]
        supported = [row for row in rows if row.is_supported]
        yield {
            "person": person,
            "household": last.household,
            "supported": _flag([bool(supported)]),
            "new": _flag(row.is_new for row in rows),
            "running": _flag([person in at_the_end]),
            "closed": _flag(row.is_closed for row in supported[-1:]),
            **{name: key(getattr(last, field)) for name, field, key in keys},
        }


def areas_of_counselling() -> set[str]:
    """Tasks whose contacts are counselling, as rows write them."""
    return set(map(str, counselled_areas()))


def _contacts(ledger: Ledger) -> Iterator[Record]:
    keys = _keys("contacts")
    areas = areas_of_counselling()
    key = book().dimensions["topic"].key
    named = {topic: key(name) for topic, name in topics.names(ledger.months).items()}
    for month in ledger.months:
        for row in month.contacts:
            yield {
                "contact": row.contact,
                "month": f"{month.first:%Y-%m}",
                "counselling": _flag([row.task in areas]),
                **_of_row(row, keys),
                "topic": named[row.topic],
                "minutes": row.minutes,
            }


def _of_row(row: ContactRow, keys: Iterable[tuple[str, str, Callable[[Any], str]]]) -> Record:
    return {name: key(getattr(row, field)) for name, field, key in keys}


def _offers(ledger: Ledger) -> Iterator[Record]:
    keys = _keys("offers")
    for month in ledger.months:
        for row in month.offers:
            numbers = {
                name: getattr(row, name) for name in ("minutes", "women", "men", "others", "children", "volunteers")
            }
            yield {
                "offer": row.offer,
                "month": f"{month.first:%Y-%m}",
                **{name: key(getattr(row, field)) for name, field, key in keys},
                **numbers,
                "participants": row.women + row.men + row.others,
            }


def _network(ledger: Ledger) -> Iterator[Record]:
    keys = _keys("network")
    for month in ledger.months:
        for row in month.network:
            yield {
                "entry": row.entry,
                "month": f"{month.first:%Y-%m}",
                **{name: key(getattr(row, field)) for name, field, key in keys},
                "minutes": row.minutes,
                "guests": row.guests,
            }


def _posts(ledger: Ledger) -> Iterator[Record]:
    sums: dict[str, tuple[int, int]] = {}
    for month in ledger.months:
        days = _days(month.first)
        for row in month.posts:
            posts, filled = sums.get(row.form, (0, 0))
            sums[row.form] = (posts + row.posts * days, filled + row.filled * days)
    days = sum(_days(month.first) for month in ledger.months)
    for form, numbers in sorted(sums.items()):
        posts, filled = (round(number / days) for number in numbers)
        yield {"post_form": form, "posts": posts, "filled": filled, "vacant": posts - filled}


def _days(first: date) -> int:
    return monthrange(first.year, first.month)[1]


def _flag(values: Iterable[bool]) -> str:
    return "1" if any(values) else "0"


@cache
def _keys(kind: str) -> list[tuple[str, str, Callable[[Any], str]]]:
    """Dimensions of this kind of records: name, column of the row, and the key of a value; the month is no column."""
    found = (each for each in book().dimensions.values() if kind in each.of and each.order != "period")
    return [(each.id, each.field, _remembered(each)) for each in found]


def _remembered(dimension: Dimension) -> Callable[[Any], str]:
    return cache(dimension.key)
