"""Questions over whole tables that PostgreSQL would misjudge."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction


@contextmanager
def joined_whole(using: str) -> Iterator[None]:
    """Inside, PostgreSQL joins tables whole instead of looking up row by row.

    It takes what a question makes on the way for 200 rows, and of a million it would look up each by itself.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
