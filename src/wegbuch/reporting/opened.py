"""What a number was counted from: one line per record, with signs instead of people."""

from collections.abc import Iterable, Sequence
from typing import Any

from .catalogue import Dimension, Measure, book
from .counting.records import Record
from .counting.tables import Place

SIGNS = {
    "people": ("person", "household"),
    "contacts": ("contact",),
    "turns": ("contact", "person"),
    "offers": ("offer",),
    "network": ("entry",),
    "posts": (),
}
NUMBERS = {
    "people": (),
    "contacts": ("minutes",),
    "turns": ("minutes",),
    "offers": ("minutes", "women", "men", "others", "children", "volunteers"),
    "network": ("minutes", "guests"),
    "posts": ("posts", "filled", "vacant"),
}
WORDS = {
    "person": "Person",
    "household": "Haushalt",
    "contact": "Kontakt",
    "offer": "Angebot",
    "entry": "Eintrag",
    "minutes": "Minuten",
    "women": "Frauen",
    "men": "Männer",
    "others": "andere",
    "children": "unter 18",
    "volunteers": "Freiwillige",
    "participants": "Teilnehmende",
    "guests": "Gäste",
    "posts": "Stellen in Hundertsteln",
    "filled": "davon besetzt",
    "vacant": "davon frei",
}


def heads(place: Place) -> list[str]:
    """What stands above the columns of the list."""
    kind = place.measure.of
    return [*map(WORDS.__getitem__, SIGNS[kind]), *(each.title for each in _dimensions(place)), *_numbers(kind)]


def lines(place: Place, records: Iterable[Record]) -> list[tuple[Sequence[str], Sequence[str], Sequence[Any]]]:
    """Signs, words and numbers of each record."""
    kind, dimensions = place.measure.of, _dimensions(place)
    return [
        (
            [record[name] for name in SIGNS[kind]],
            [each.label(record[each.id]) for each in dimensions],
            [record[name] for name in NUMBERS[kind]],
        )
        for record in records
    ]


def how_made(measure: Measure) -> str:
    """How the number comes of the lines."""
    if measure.distinct:
        return f"Gleiche Zeichen in der Spalte „{WORDS[measure.distinct]}“ zählen einmal."
    if measure.sum == "participants":
        return "Zusammengezählt: Frauen, Männer und andere."
    return f"Zusammengezählt: die Spalte „{WORDS[measure.sum]}“." if measure.sum else "Jede Zeile zählt einmal."


def _numbers(kind: str) -> list[str]:
    return [WORDS[name] for name in NUMBERS[kind]]


def _dimensions(place: Place) -> list[Dimension]:
    """One column for each thing that is known of a record, and those by which the table divides."""
    kind = place.measure.of
    asked = [each for each in (place.rows, place.columns) if each is not None]
    seen = {each.field for each in asked} | set(NUMBERS[kind])
    found = list(asked)
    for dimension in book().dimensions.values():
        if kind in dimension.of and dimension.field not in seen:
            seen.add(dimension.field)
            found.append(dimension)
    return found
