"""Rows written past the models and their log: only for invented people, only into a place made for this."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, models

from wegbuch.core.inserting import insert_ready

from .place import DATABASE, MARKER

# Of SQLite while it loads; a cache that begins with a minus is counted in KiB.
HASTY = {"synchronous": "OFF", "cache_size": -1_000_000}


class NotABenchPlace(RuntimeError):
    """Rows were to be written past the log into a place that was not made for measuring."""


def refuse_other_places() -> None:
    """raises NotABenchPlace unless data folder and database were made by `./wegbuch bench`"""
    if not (settings.ENVIRONMENT.data / MARKER).exists():
        raise NotABenchPlace("this data folder was not made for measuring")
    if connection.vendor == "postgresql" and not str(connection.settings_dict["NAME"]).startswith(DATABASE):
        raise NotABenchPlace("this database was not made for measuring")


def write(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], **same: Any) -> None:
    """Add rows; columns that are not named hold what a new row of the model holds.

    same  values of columns that are the same in every row
    """
    refuse_other_places()
    rest = {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.column not in columns and not isinstance(field, models.AutoField)
    } | same
    tail = tuple(rest.values())
    # COPY would be quicker on PostgreSQL, but passes no wall between organisations.
    insert_ready(model, [str(name) for name in (*columns, *rest)], [(*row, *tail) for row in rows])


@contextmanager
def hasty() -> Iterator[None]:
    """SQLite keeps much in memory and waits for no disk: what is lost here is loaded again."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            yield
            return
        before = [(name, cursor.execute(f"PRAGMA {name}").fetchone()[0]) for name in HASTY]
        for name, value in HASTY.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        yield
        for name, known in before:
            cursor.execute(f"PRAGMA {name} = {known}")


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """Indexes of SQLite that only speed up are made once, after the rows; what must be unique stays watched."""
    found: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE sql LIKE 'CREATE INDEX%'")
            found = [(name, sql) for name, sql, table in cursor.fetchall() if table in tables]
        for name, _sql in found:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, sql in found:
            cursor.execute(sql)
