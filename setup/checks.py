"""Everything that `./wegbuch test` runs, in order."""

import subprocess
import time
from collections.abc import Sequence

from setup import cluster, debian, environment
from setup.messages import seconds_since
from setup.place import Place

SOURCES = ("src", "tests", "setup", "tools", "wegbuch")
CHECKS: dict[str, tuple[str, ...]] = {
    "Regeln des Quelltexts": ("-m", "ruff", "check", "--quiet", *SOURCES),
    "Form des Quelltexts": ("-m", "ruff", "format", "--check", "--quiet", *SOURCES),
    "Typen": ("-m", "mypy"),
    "Richtung der Importe": ("-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"),
    "Vorlagen": ("-m", "djlint", "--lint", "--quiet", "src"),
    "Einstellungen": ("-m", "wegbuch", "manage", "check"),
    "Datenbankschritte": ("-m", "wegbuch", "manage", "makemigrations", "--check", "--dry-run"),
}
# tests/sharing.py says which of them gets what.
WORKERS = ("-n", "2")
SQLITE, POSTGRESQL = "--sqlite", "--postgresql"
# Hundreds of tests start the program anew: what is compiled once stays on the disk.
COMPILED_ONCE = {"PYTHONDONTWRITEBYTECODE": ""}
ADDRESSES = ("WEGBUCH_DATABASE", "WEGBUCH_REPLICA", "DATABASE_URL")
# The journeys in a browser prove pages, not the database: once is enough.
ONLY_ON_SQLITE = ("--ignore=tests/system",)


def run(place: Place, arguments: Sequence[str]) -> int:
    """Exit status of the checks: the first failure stops them.

    arguments  `--long` for the long runs; `--sqlite` or `--postgresql` for the tests on one database alone;
               anything else goes to pytest, which then runs alone, on SQLite if no database is named
    """
    is_long = "--long" in arguments
    databases = [word for word in (SQLITE, POSTGRESQL) if word in arguments]
    for_pytest = [word for word in arguments if word not in ("--long", SQLITE, POSTGRESQL)]
    debian.ensure()
    environment.prepare(place, with_tests=True)
    if for_pytest:
        return _test(place, databases or [SQLITE], for_pytest, is_long=is_long)
    if not databases and not all(_passes(place, title, command) for title, command in CHECKS.items()):
        return 1
    return _test(place, databases or [SQLITE, POSTGRESQL], WORKERS, is_long=is_long)


def _test(place: Place, databases: Sequence[str], words: Sequence[str], *, is_long: bool) -> int:
    """Exit status of the tests on one database after the other; what pytest says stays the last word."""
    more = {"WEGBUCH_TEST_LONG": "1"} if is_long else {}
    if SQLITE in databases:
        print("── Tests auf SQLite", flush=True)
        if status := _python(place, ("-m", "pytest", *words), **more):
            return status
    if POSTGRESQL in databases:
        print("── Tests auf PostgreSQL", flush=True)
        with cluster.running() as server:
            return _python(place, ("-m", "pytest", *words, *ONLY_ON_SQLITE), WEGBUCH_DATABASE=server.url, **more)
    return 0


def _passes(place: Place, title: str, command: Sequence[str]) -> bool:
    print(f"── {title}", flush=True)
    start = time.monotonic()
    status = _python(place, command)
    word = "Nicht bestanden: " + title if status else "in Ordnung"
    print(f"{word} ({seconds_since(start)})", flush=True)
    return status == 0


def _python(place: Place, command: Sequence[str], **more: str) -> int:
    """Exit status of a command that meets no database of the caller's."""
    surroundings = place.command_environment() | dict.fromkeys(ADDRESSES, "") | COMPILED_ONCE | more
    return subprocess.run([str(place.python), *command], cwd=place.root, env=surroundings).returncode
