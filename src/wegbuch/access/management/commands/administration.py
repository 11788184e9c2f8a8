"""Invites somebody into the administration; the way in when nobody has an account yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wegbuch.access import invitations, services
from wegbuch.access.roles import Role
from wegbuch.core import audit


class Command(BaseCommand):
    help = "Lädt eine Person in die Verwaltung ein."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="dienstliche Adresse")
        invitations.add_address(parser)

    def handle(self, *, email: str, address: str, **options: Any) -> None:
        try:
            with audit.acting_as(audit.Actor(None, part="administration")):
                secret = services.invite(email=email, role=Role.ADMINISTRATION, organisation=None, invited_by=None)
        except services.NotPossible as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(invitations.shown_once(secret, address))
