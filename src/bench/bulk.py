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


# Name, text and table of indexes that keep nothing unique.
INDEXES = {
    "sqlite": "SELECT name, sql, tbl_name FROM sqlite_master WHERE sql LIKE 'CREATE INDEX%'",
    "postgresql": "SELECT indexname, indexdef, tablename FROM pg_indexes WHERE schemaname = current_schema()"
    " AND indexdef LIKE 'CREATE INDEX%'",
}
POINTING = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint"
    " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
)
_open_tables: set[str] = set()


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
    tail, names = tuple(rest.values()), [str(name) for name in (*columns, *rest)]
    whole = [(*row, *tail) for row in rows]
    if model._meta.db_table in _open_tables:
        _copy(model._meta.db_table, names, whole)
    else:
        insert_ready(model, names, whole)


def _copy(table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def without_second_wall(tables: Sequence[str]) -> Iterator[None]:
    """PostgreSQL takes whole columns at once, but not through the wall between organisations: it opens for the block.

    Everybody but the owner of these tables still stands before it.
    """
    refuse_other_places()
    if connection.vendor != "postgresql":
        yield
        return
    _force(tables, "NO FORCE")
    _open_tables.update(tables)
    try:
        yield
    finally:
        _open_tables.clear()
        _force(tables, "FORCE")


def _force(tables: Sequence[str], word: str) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" {word} ROW LEVEL SECURITY')


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
    """Indexes that only speed up are made once, after the rows; what must be unique stays watched.

    PostgreSQL looks once, at the end, whether every row points to one that is there.
    """
    with connection.cursor() as cursor:
        cursor.execute(INDEXES[connection.vendor])
        found = [(name, sql) for name, sql, table in cursor.fetchall() if table in tables]
        pointing = _pointing(cursor, tables) if connection.vendor == "postgresql" else []
        for table, name, _sql in pointing:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        for name, _sql in found:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, sql in found:
            cursor.execute(sql)
        for table, name, sql in pointing:
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {sql}')


def _pointing(cursor: Any, tables: Sequence[str]) -> list[tuple[str, str, str]]:
    """Table, name and text of what says that a row points to another."""
    cursor.execute(POINTING)
    return [(table, name, sql) for table, name, sql in cursor.fetchall() if table in tables]
