"""A place on the disk for measuring: made for one run, thrown away afterwards."""

import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

# Neither may import Django here: the process that starts the others stays free of it.
MARKER, DATABASE = "bench.marker", "wegbuch_bench_"
DAY = "2026-11-26"
SOURCES = Path(__file__).absolute().parents[1]


@dataclass(frozen=True)
class BenchPlace:
    """Data, keys and, with PostgreSQL, a database of its own."""

    root: Path
    database_url: str

    def environment(self, mode: str = "manage", settings: str = "bench.settings") -> dict[str, str]:
        """The surroundings of a process that works in this place; nothing of the caller's own gets in."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEGBUCH_", "DJANGO_"))}
        return kept | {
            "PYTHONPATH": f"{SOURCES}:{SOURCES.parent}",
            "DJANGO_SETTINGS_MODULE": settings,
            "WEGBUCH_MODE": mode,
            "WEGBUCH_DATA": str(self.root / "data"),
            "WEGBUCH_KEYS": str(self.root / "keys"),
            "WEGBUCH_TODAY": DAY,
            "WEGBUCH_DATABASE": self.database_url,
        }


def python(*words: str) -> list[str]:
    """The words of a command of our own Python."""
    return [sys.executable, "-P", "-m", *words]


@contextmanager
def made(server_url: str = "") -> Iterator[BenchPlace]:
    """A place for the block.

    server_url  a database on a PostgreSQL server whose role may make databases; SQLite where empty
    """
    with tempfile.TemporaryDirectory(prefix="wegbuch-bench-") as folder, _database(server_url) as url:
        place = BenchPlace(Path(folder), url)
        for name in ("data", "keys"):
            (place.root / name).mkdir(mode=0o700)
        (place.root / "data" / MARKER).touch()
        yield place


@contextmanager
def _database(server_url: str) -> Iterator[str]:
    """A new database beside the given one, dropped after the block."""
    if not server_url:
        yield ""
        return
    import psycopg

    name = DATABASE + secrets.token_hex(4)
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
