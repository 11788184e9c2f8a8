"""The invented world, built once and laid again into the database of every test: the same rows in milliseconds."""

from copy import deepcopy
from dataclasses import dataclass
from time import monotonic
from types import SimpleNamespace
from typing import Any

from django.db import connection, transaction

from wegbuch.core import tenant

from . import world

# The rows carry the time at which they were made; older than this they would no longer be of just now.
FRESH = 60.0
WHOLE = "the rows of the whole world"
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Kept:
    """The objects of a world, and the rows in which they lie, by table."""

    world: SimpleNamespace
    rows: Rows
    made_at: float


kept: list[Kept] = []


def build() -> SimpleNamespace:
    """A world of one's own, like that of every other test."""
    if not kept or monotonic() - kept[0].made_at > FRESH:
        before = _rows()
        built = world.build()
        made = {table: [row for row in rows if row not in before[table]] for table, rows in _rows().items()}
        kept[:] = [Kept(deepcopy(built), {table: rows for table, rows in made.items() if rows}, monotonic())]
        return built
    with tenant.without_wall(WHOLE), transaction.atomic(), connection.cursor() as cursor:
        for table, rows in kept[0].rows.items():
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({places})", rows)
    return deepcopy(kept[0].world)


def _rows() -> Rows:
    """Every row of every table."""
    found: Rows = {}
    with tenant.without_wall(WHOLE), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchall()
    return found
