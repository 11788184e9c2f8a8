"""The database of a start: one SQLite file unless a PostgreSQL address is given."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from .environment import Environment

# FULL: an acknowledged row survives a power cut. IMMEDIATE: a writer waits its turn instead of failing half-way.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"


def database(environment: Environment) -> dict[str, Any]:
    """Django's settings for the one database.

    raises  ImproperlyConfigured for an address that is not PostgreSQL's
    """
    if not environment.database_url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": environment.database_file,
            "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS},
            # A file in tests too, so that a browser's parallel requests meet the locks they would meet in the house.
            "TEST": {"NAME": environment.data / "test.sqlite3"},
        }
    parts = urlsplit(environment.database_url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "WEGBUCH_DATABASE versteht nur PostgreSQL. Beispiel: postgresql://name:passwort@rechner:5432/wegbuch"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
