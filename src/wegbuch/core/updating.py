"""Changed rows written with one statement for all of them: the quick way under `bulk_update`."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections, models

from .inserting import prepare_for


def update_rows(model: type[models.Model], rows: Sequence[models.Model], names: Sequence[str], *, using: str) -> int:
    """Write the named fields of these rows as they stand. Returns how many rows there were."""
    connection = connections[using]
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    pairs = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {pairs} WHERE id = %s"  # noqa: S608 -- our own names
    prepared = [(field.attname, _prepare(field, connection)) for field in (*fields, model._meta.pk)]
    values = [[prepare(getattr(row, name)) for name, prepare in prepared] for row in rows]
    if not values:
        return 0
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
        return int(cursor.rowcount)


def _prepare(field: Any, connection: Any) -> Callable[[Any], Any]:
    """What the database is given for a value; what many rows share is put into JSON once."""
    prepare = prepare_for(field, connection)
    if not isinstance(field, models.JSONField):
        return prepare
    # The rows hold every value until all are ready, so no two have one id.
    ready: dict[int, Any] = {}

    def once(value: Any) -> Any:
        if id(value) not in ready:
            ready[id(value)] = prepare(value)
        return ready[id(value)]

    return once
