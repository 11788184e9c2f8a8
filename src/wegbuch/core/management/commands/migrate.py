"""Brings the database to the state this program needs."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.core.management.commands import migrate

from wegbuch.core import statistics, tenant


class Command(migrate.Command):
    help = "Legt die Datenbank an oder bringt sie auf den neuen Stand."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(verbosity=0)

    def handle(self, *args: Any, **options: Any) -> None:
        settings.ENVIRONMENT.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tenant.without_wall("a step of the database is for the rows of every organisation"):
            super().handle(*args, **options)
        call_command("createcachetable", database=options["database"], verbosity=0)
        statistics.refresh()
        if options["verbosity"] == 0 and options["interactive"]:
            self.stdout.write("Die Datenbank ist auf dem neuen Stand.")
