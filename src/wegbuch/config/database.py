"""The database of a start: one SQLite file unless a PostgreSQL address is given."""

import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from wegbuch.core import replica

from .environment import Environment

# FULL: an acknowledged row survives a power cut. IMMEDIATE: a writer waits its turn instead of failing half-way.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
# Seconds. Opening costs a page more than most questions; the last one to close a SQLite file writes its log back.
KEPT_OPEN = 60

ADDRESS = (
    "Die Adresse der Datenbank (WEGBUCH_DATABASE, DATABASE_URL) versteht Wegbuch nicht. Es kann nur PostgreSQL.\n"
    "Ein Rechner: postgresql://name:passwort@rechner:5432/wegbuch\n"
    "Mehrere Rechner: postgresql://name:passwort@eins:5432,zwei:5432/wegbuch?target_session_attrs=read-write"
)
# What may follow the question mark, by the names of libpq.
OPTIONS = {
    *("host", "port", "target_session_attrs", "connect_timeout", "application_name"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey"),
}


def databases(environment: Environment) -> dict[str, dict[str, Any]]:
    """The database, and a replica of it where one is named.

    raises  ImproperlyConfigured for a replica of SQLite
    """
    found = {"default": database(environment)}
    if environment.replica_url and not environment.database_url:
        raise ImproperlyConfigured("WEGBUCH_REPLICA braucht eine PostgreSQL-Datenbank in WEGBUCH_DATABASE.")
    if environment.replica_url:
        found[replica.ALIAS] = postgresql(environment.replica_url) | {"TEST": {"MIRROR": "default"}}
        found[replica.ALIAS]["OPTIONS"].setdefault("connect_timeout", "2")
    return found


def database(environment: Environment) -> dict[str, Any]:
    """Django's settings for the one database.

    raises  ImproperlyConfigured for an address that is not PostgreSQL's
    """
    if not environment.database_url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": environment.database_file,
            "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS},
            "CONN_MAX_AGE": KEPT_OPEN,
            # A file in tests too, so that a browser's parallel requests meet the locks they would meet in the house.
            "TEST": {"NAME": environment.data / "test.sqlite3"},
        }
    return postgresql(environment.database_url)


def postgresql(url: str) -> dict[str, Any]:
    """Django's settings for a server; `a:5432,b:5432` names several, of which one takes what is written.

    raises  ImproperlyConfigured for an address that is not PostgreSQL's
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ImproperlyConfigured(ADDRESS) from None
    options = dict(parse_qsl(parts.query))
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/") or options.keys() - OPTIONS:
        raise ImproperlyConfigured(ADDRESS)
    name_and_password, _, places = parts.netloc.rpartition("@")
    name, _, password = name_and_password.partition(":")
    hosts = [_host_and_port(place) for place in places.split(",")]
    return {
        "ENGINE": "wegbuch.core.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(name),
        "PASSWORD": unquote(password),
        "HOST": options.pop("host", ",".join(host for host, _ in hosts)),
        "PORT": options.pop("port", ",".join(port for _, port in hosts).strip(",")),
        "OPTIONS": options,
        "CONN_MAX_AGE": KEPT_OPEN,
        "CONN_HEALTH_CHECKS": True,
    }


def _host_and_port(place: str) -> tuple[str, str]:
    """`rechner:5432`, `rechner` or `[::1]:5432` in its two parts."""
    host, _, port = place.rpartition(":") if re.search(r":\d+$", place) else (place, "", "")
    return unquote(host.strip("[]")), port
