"""What a database and a folder of files hold, in figures that can be compared."""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

BLOCK = 1024 * 1024


def of_database(connection: sqlite3.Connection, notes: Mapping[str, str]) -> dict[str, Any]:
    """Rows and checksum of every table, the applied migrations, and the answers to the named questions.

    notes  SQL by name; kept as lists of rows
    """
    migrations = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return {
        "tables": {table: _of_table(connection, table) for table in _tables(connection)},
        "migrations": [f"{app}.{name}" for app, name in migrations],
        "notes": {name: [list(row) for row in connection.execute(sql)] for name, sql in notes.items()},
    }


def of_file(path: Path) -> str:
    """SHA-256 of a file, hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def differences(promised: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    """Names of tables and files that are not as promised."""
    for part in ("tables", "files"):
        names = {*promised[part], *found[part]}
        yield from sorted(name for name in names if promised[part].get(name) != found[part].get(name))


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows if not name.startswith("sqlite_")]


def _of_table(connection: sqlite3.Connection, table: str) -> dict[str, Any]:
    """Rows in the order of their key, so that the same content has the same checksum."""
    columns = list(connection.execute(f'PRAGMA table_info("{table}")'))
    key = [f'"{column[1]}"' for column in sorted(columns, key=lambda one: one[5]) if column[5]]
    digest, count = hashlib.sha256(), 0
    for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY {", ".join(key) or "rowid"}'):  # noqa: S608 - own tables
        digest.update(repr(row).encode())
        count += 1
    return {"rows": count, "sha256": digest.hexdigest()}
