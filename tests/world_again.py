"""Invented worlds, built once and laid again into the database of every test: the same rows in milliseconds."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from types import SimpleNamespace
from typing import Any

from django.db import connection, transaction

from wegbuch.core import tenant

from . import world

# The rows carry the time at which they were made; older than this they would no longer be of just now.
FRESH = 60.0
# SQLite takes some ten thousand values in one statement.
AT_ONCE = 200
WHOLE = "the rows of the whole world"
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Kept:
    """The objects of a world, folded, and the rows in which they lie, by table."""

    world: bytes
    rows: Rows
    made_at: float


_kept: dict[str, Kept] = {}


def build() -> SimpleNamespace:
    """A world of one's own, like that of every other test."""
    return again("world", world.build)


def again(name: str, build: Callable[[], Any]) -> Any:
    """What `build` makes in an empty database: made by it, or laid in from when it was last made under this name."""
    kept = _kept.get(name)
    if kept is None or monotonic() - kept.made_at > FRESH:
        before = _rows()
        built = build()
        made = {table: [row for row in rows if row not in before[table]] for table, rows in _rows().items()}
        _kept[name] = Kept(pickle.dumps(built), {table: rows for table, rows in made.items() if rows}, monotonic())
        return built
    with tenant.without_wall(WHOLE), transaction.atomic(), connection.cursor() as cursor:
        for table, rows in kept.rows.items():
            for first in range(0, len(rows), AT_ONCE):
                part = rows[first : first + AT_ONCE]
                places = ", ".join([f"({', '.join(['%s'] * len(part[0]))})"] * len(part))
                values = [value for row in part for value in row]
                cursor.execute(f"INSERT INTO {connection.ops.quote_name(table)} VALUES {places}", values)
    return pickle.loads(kept.world)


def _rows() -> Rows:
    """Every row of every table."""
    found: Rows = {}
    with tenant.without_wall(WHOLE), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchall()
    return found
