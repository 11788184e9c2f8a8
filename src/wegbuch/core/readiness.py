"""What stands in the way of daily work, each as a sentence that says what to do."""

import stat
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from . import row_security

SHORTEST_SECRET = 50
STAYS_OUT = "Die tägliche Arbeit läuft nicht mit {name}. Bitte nehmen Sie {name} aus der Umgebung."


def obstacles_of_the_place() -> Iterator[str]:
    """What is wrong with settings, folders and key files."""
    environment = settings.ENVIRONMENT
    if environment.is_debug:
        yield STAYS_OUT.format(name="WEGBUCH_DEBUG")
    if environment.fixed_today:
        yield STAYS_OUT.format(name="WEGBUCH_TODAY")
    if len(settings.SECRET_KEY) < SHORTEST_SECRET or len(set(settings.SECRET_KEY)) < 12:
        yield "Der Schlüssel in secret.key ist zu schwach. Löschen Sie die Datei und rufen Sie ./wegbuch migrate auf."
    if environment.keys.is_relative_to(environment.data):
        yield "Die Schlüssel liegen im Datenordner. Bitte setzen Sie WEGBUCH_KEYS auf einen Ordner außerhalb."
    if environment.demo_marker.exists():
        yield "In diesem Datenordner liegen Demodaten. Bitte setzen Sie WEGBUCH_DATA auf einen anderen Ordner."
    for folder in (environment.data, environment.keys):
        if folder.exists() and folder.stat().st_mode & 0o777 != 0o700:
            yield f"Der Ordner {folder} darf nur für den Dienst offen sein. Abhilfe: chmod 700 {folder}"
    for path in sorted(environment.keys.glob("*")):
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) != 0o600:
            yield f"{path.name} darf nur für den Dienst lesbar sein. Abhilfe: chmod 600 {path}"


def obstacles_of_the_address(host: str) -> Iterator[str]:
    """Whether passwords and files would travel in the clear."""
    if not settings.ENVIRONMENT.is_behind_tls and not _is_this_machine(host):
        yield (
            f"Auf {host} wäre Wegbuch im Netz ohne Verschlüsselung zu erreichen. "
            "Bitte stellen Sie einen Proxy mit TLS davor und setzen Sie WEGBUCH_TLS=1."
        )


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def obstacles_of_the_database() -> Iterator[str]:
    """Whether the database is older or newer than this program."""
    executor = MigrationExecutor(connection)
    known, applied = set(executor.loader.disk_migrations), set(executor.loader.applied_migrations)
    if not applied:
        yield "Es gibt hier noch keine Datenbank. Bitte legen Sie sie an: ./wegbuch migrate"
        return
    ours = {app for app, _ in known}
    if any(app in ours and (app, name) not in known for app, name in applied):
        yield "Die Datenbank ist neuer als dieses Programm. Bitte starten Sie die neuere Fassung."
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "Die Datenbank ist älter als dieses Programm. Bitte erst ./wegbuch backup, dann ./wegbuch migrate."
    if connection.vendor == "postgresql":
        yield from obstacles_of_the_wall()


def obstacles_of_the_wall() -> Iterator[str]:
    """Whether PostgreSQL itself keeps the organisations apart."""
    if row_security.passes_walls():
        yield (
            "Die Rolle in WEGBUCH_DATABASE ist Superuser oder hat BYPASSRLS: Für sie gilt keine Mauer zwischen den "
            "Trägern. Abhilfe: ALTER ROLE … NOSUPERUSER NOBYPASSRLS, oder eine eigene Rolle."
        )
    if row_security.shares_connections():
        yield (
            "Zwischen Wegbuch und PostgreSQL teilen sich mehrere eine Verbindung: So gilt eine Mauer für den falschen "
            "Träger. Bitte stellen Sie pgbouncer auf pool_mode = session."
        )
    if gaps := row_security.gaps():
        yield f"Die Mauer zwischen den Trägern fehlt an: {', '.join(gaps)}. Bitte rufen Sie ./wegbuch migrate auf."


def collect_static_files() -> bool:
    """Gather styles, scripts and fonts where they are missing or older than the program's. Returns whether it did."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    sources = (storage.path(path) for finder in get_finders() for path, storage in finder.list([]))
    if manifest.exists() and all(Path(path).stat().st_mtime <= manifest.stat().st_mtime for path in sources):
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    return True
