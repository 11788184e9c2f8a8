"""Founds an organisation and invites its first lead."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from wegbuch.access import invitations, keys, services
from wegbuch.access.models import District, Organisation, User
from wegbuch.access.roles import Role
from wegbuch.core import audit
from wegbuch.core.keyring import KeyRingUnusable

ACTOR = audit.Actor(None, part="organisation")


class Command(BaseCommand):
    help = "Legt eine Organisation an und lädt ihre erste Leitung ein."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="voller Name des Trägers")
        parser.add_argument("--short", required=True, help="Kurzname, wie er auf den Seiten steht")
        parser.add_argument("--prefix", required=True, help="Kürzel der Fallnummern, bis zu 4 Zeichen")
        parser.add_argument("--lead-email", required=True, help="dienstliche Adresse der Leitung")
        parser.add_argument("--dpo-email", default="", help="dienstliche Adresse für den Datenschutz")
        parser.add_argument("--district", default="", help="Landkreis oder kreisfreie Stadt")
        parser.add_argument("--team", default="Team", help="Name des ersten Teams")
        invitations.add_address(parser)

    def handle(self, *, name: str, address: str, **options: Any) -> None:
        if Organisation.objects.filter(name=name).exists():
            raise CommandError("Eine Organisation mit diesem Namen gibt es schon.")
        if options["lead_email"].lower() == options["dpo_email"].lower():
            raise CommandError("Leitung und Datenschutz brauchen zwei Adressen: Niemand prüft sich selbst.")
        if User.objects.filter(email__iexact=options["lead_email"]).exists():
            raise CommandError("Für diese Adresse gibt es schon ein Konto.")
        try:
            with audit.acting_as(ACTOR), transaction.atomic():
                keys.make_ring_once()
                secrets = _found(name, options)
        except (services.NotPossible, KeyRingUnusable) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Die Organisation {name} ist angelegt.")
        for role, secret in secrets.items():
            self.stdout.write(f"{role.label}. {invitations.shown_once(secret, address)}")


def _found(name: str, options: dict[str, Any]) -> dict[Role, str]:
    """Returns the secret of each invitation."""
    district = None
    if options["district"]:
        district = District.objects.filter(name=options["district"]).first() or District(name=options["district"])
        district.save()
    organisation = services.found_organisation(
        name=name, short_name=options["short"], case_prefix=options["prefix"], district=district
    )
    team = services.add_team(organisation, name=options["team"])
    invited = {Role.LEAD: (options["lead_email"], team), Role.DATA_PROTECTION: (options["dpo_email"], None)}
    return {
        role: services.invite(email=email, role=role, organisation=organisation, team=its_team, invited_by=None)
        for role, (email, its_team) in invited.items()
        if email
    }
