"""The place of the demo: made at the first start, completed if that was interrupted, left alone afterwards."""

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from wegbuch.access import keys
from wegbuch.access.models import Organisation
from wegbuch.core import readiness

from . import sign_ins
from .fill import fill

Tell = Callable[[str], None]


class NotADemo(RuntimeError):
    """The folder holds the data of somebody else."""


def prepare(tell: Tell) -> list[sign_ins.SignIn]:
    """Do what is not done yet, and give the sign-ins.

    The fill is one transaction, so after an interruption there is either a whole district or none.
    raises  NotADemo, and KeyRingUnusable if the keys of a filled demo are gone
    """
    settings.ENVIRONMENT.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    _mark()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    keys.make_ring_once()
    if not Organisation.objects.exists():
        tell("Der erfundene Landkreis Havelbruch entsteht. Das dauert etwa eine halbe Minute.")
        sign_ins.forget()
        fill()
    rows = sign_ins.ensure()
    readiness.collect_static_files()
    return rows


def _mark() -> None:
    """Mark the folder as invented before anything lies in it, so that daily work never starts there."""
    marker = settings.ENVIRONMENT.demo_marker
    if not marker.exists() and Organisation._meta.db_table in connection.introspection.table_names():
        raise NotADemo(
            f"In {settings.ENVIRONMENT.data} liegt eine Datenbank, die nicht zur Vorführung gehört. "
            "Bitte setzen Sie WEGBUCH_DATA auf einen anderen Ordner."
        )
    marker.touch()
