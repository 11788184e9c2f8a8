"""The second wall: on PostgreSQL the database itself gives and takes only the rows of the organisation that is meant.

It stands behind the walled managers and catches what passes them by: raw SQL, a join, a forgotten filter. It does not
stop somebody who can run statements of his own: whoever speaks as the program can also say whom he means.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connections, models, transaction

from . import tenant

POLICY = "wegbuch_wall"
TELL = "SELECT set_config('wegbuch.organisation', %s, false), set_config('wegbuch.wall', %s, false)"
LIFTED = "lifted"
ASKED_OFTEN = 20
# Each setting in a query of its own: it is read once for a statement, not once for a row. Without WITH CHECK the same
# condition holds for what is written.
CONDITION = (
    "organisation_id = (SELECT nullif(current_setting('wegbuch.organisation', true), '')::uuid)"
    f" OR (SELECT current_setting('wegbuch.wall', true)) = '{LIFTED}'"
)
STANDING = """
    SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
    WHERE c.oid = ANY (%s::regclass[]) AND c.relrowsecurity AND c.relforcerowsecurity
    GROUP BY c.relname HAVING count(*) = 1 AND bool_and(
        p.polname = %s AND p.polcmd = '*' AND p.polroles = '{0}' AND p.polwithcheck IS NULL
        AND pg_get_expr(p.polqual, p.polrelid) LIKE '%%organisation_id = %%wegbuch.organisation%%wegbuch.wall%%')
"""


class Meant(NamedTuple):
    """Whose rows a statement is about, as the server is told: an id or nothing, and whether the wall is lifted."""

    organisation: str
    wall: str


NOBODY = Meant("", "")


def meant() -> Meant:
    """Whose rows are meant now."""
    return Meant(str(tenant.current_or_none() or ""), LIFTED if tenant.is_lifted() else "")


def must_know(meant: Meant, statement: Any) -> bool:
    """Whether the server has to be told before this statement.

    Where nobody is meant, only statements on walled tables matter: sessions and accounts are read between two
    requests of the same organisation, and the connection need not be told twice for that.
    """
    return meant != NOBODY or _walled_names().search(str(statement)) is not None


@cache
def walled_tables() -> tuple[str, ...]:
    """Every table whose model has a manager with a wall."""
    found = (model for model in apps.get_models(include_auto_created=True) if is_walled(model))
    return tuple(sorted({model._meta.db_table for model in found}))


def is_walled(model: type[models.Model]) -> bool:
    return any(getattr(manager, "is_walled", False) for manager in model._meta.managers)


@cache
def _walled_names() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(walled_tables())})\b", re.IGNORECASE)


def gaps(using: str = "default") -> list[str]:
    """Walled tables of this database that have no wall, or not the one they should have."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = sorted(set(connection.introspection.table_names(cursor)).intersection(walled_tables()))
        cursor.execute(STANDING, [there, POLICY])
        standing = {name for (name,) in cursor.fetchall()}
    return [table for table in there if table not in standing]


def erect(using: str = "default") -> None:
    """Give every walled table its wall; a table that has it is left alone."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for table in gaps(using):
            for statement in _statements(table, cursor):
                cursor.execute(statement)


def _statements(table: str, cursor: Any) -> Iterator[str]:
    """SQL that leaves our policy as the only one. Names are those of our own tables."""
    cursor.execute("SELECT quote_ident(polname) FROM pg_policy WHERE polrelid = %s::regclass", [table])
    yield from [f"DROP POLICY {name} ON {table}" for (name,) in cursor.fetchall()]
    yield f"CREATE POLICY {POLICY} ON {table} USING ({CONDITION})"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"


def erect_after_migrations(using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: a new table has its wall before a row is in it."""
    if connections[using].vendor == "postgresql":
        erect(using)


def passes_walls(using: str = "default") -> bool:
    """Whether our role is bound by no policy: a superuser, or one that may pass them by."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def shares_connections(using: str = "default") -> bool:
    """Whether a pooler deals out the server's sessions anew for each question, with what they were told before.

    Two connections at once have one session each; where they share, both have the same one, or now this, now that.
    """
    one, other = connections[using].copy(), connections[using].copy()
    try:
        seen = [(_session(one), _session(other)) for _ in range(ASKED_OFTEN)]
    finally:
        one.close()
        other.close()
    return len(set(seen)) > 1 or seen[0][0] == seen[0][1]


def _session(connection: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])
