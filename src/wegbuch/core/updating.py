"""Changed rows written with one statement for all of them: the quick way under `bulk_update`."""

from collections.abc import Sequence
from typing import Any

from django.db import connections, models


def update_rows(model: type[models.Model], rows: Sequence[models.Model], names: Sequence[str], *, using: str) -> int:
    """Write the named fields of these rows as they stand. Returns how many rows there were."""
    connection = connections[using]
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    pairs = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {pairs} WHERE id = %s"  # noqa: S608 -- our own names
    fields.append(model._meta.pk)
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows]
    if not values:
        return 0
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
        return int(cursor.rowcount)
