"""New rows written in one statement: the quick way under `bulk_create`, for rows whose keys are made in Python."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connections, models

Prepare = Callable[[Any], Any]


def insert_rows(model: type[models.Model], rows: Sequence[models.Model], *, using: str = "default") -> None:
    """Write rows of one model as they are; a number that the database counts itself is left to it."""
    fields = _fields(model)
    getters = [_getter(field) for field in fields]
    values = ([get(row) for get in getters] for row in rows)
    insert_values(model, [field.attname for field in fields], values, using=using)
    for row in rows:
        row._state.adding, row._state.db = False, using


def insert_values(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], *, using: str = "default"
) -> None:
    """Write values of the named fields; every other field must be one that the database fills itself."""
    connection = connections[using]
    known = {field.attname: field for field in model._meta.local_concrete_fields}
    fields = [known[name] for name in names]
    prepares = [prepare_for(field, connection) for field in fields]
    ready = [[prepare(value) for prepare, value in zip(prepares, row, strict=True)] for row in rows]
    insert_ready(model, [str(field.column) for field in fields], ready, using=using)


def insert_ready(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, using: str = "default"
) -> None:
    """Write values of the named columns as the database takes them."""
    quote = connections[using].ops.quote_name
    named, marks = ", ".join(map(quote, columns)), ", ".join("%s" for _column in columns)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({named}) VALUES ({marks})"  # noqa: S608 -- our own names
    with connections[using].cursor() as cursor:
        cursor.executemany(statement, rows)


@cache
def _fields(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.local_concrete_fields if not isinstance(field, models.AutoField))


@cache
def _getter(field: Any) -> Callable[[Any], Any]:
    """The value to write: as it stands in the row, unless the field works it out on saving."""
    if type(field).pre_save is models.Field.pre_save:
        name = field.attname
        return lambda row: row.__dict__[name]
    return lambda row: field.pre_save(row, True)


def prepare_for(field: Any, connection: Any) -> Prepare:
    """What the database is given for a value; text and nothing need no second look."""
    if type(field) in (models.CharField, models.TextField):
        return _as_it_is
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)


def _as_it_is(value: Any) -> Any:
    return value
