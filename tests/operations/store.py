"""The database of a place: one SQLite file, or one database on the server that the tests were given."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

GIVEN = os.environ.get("WEGBUCH_DATABASE", "")
# Whoever looks past the program wants to see everything.
NO_WALL = "-c wegbuch.wall=lifted"
made: list[str] = []


def new(copy_of: str = "") -> str:
    """The address of a new database, empty or like another one; nothing where the tests run on SQLite."""
    if not GIVEN:
        return ""
    made.append(f"place_{uuid4().hex}")
    on_server(f"CREATE DATABASE {made[-1]}" + (f" TEMPLATE {urlsplit(copy_of).path.strip('/')}" if copy_of else ""))
    return urlsplit(GIVEN)._replace(path=f"/{made[-1]}").geturl()


def drop_all() -> None:
    while made:
        on_server(f"DROP DATABASE {made.pop()} WITH (FORCE)")


def on_server(statement: str) -> None:
    with psycopg.connect(GIVEN, dbname="postgres", autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def opened(file: Path, url: str) -> Iterator[Any]:
    """A connection past the program, as somebody with the right to the disk has it; committed at the end."""
    if url:
        with psycopg.connect(url, options=NO_WALL) as connection:
            yield connection
    else:
        with closing(sqlite3.connect(file)) as connection, connection:
            yield connection
