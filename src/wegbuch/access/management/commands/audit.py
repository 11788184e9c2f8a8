"""Proves that both logs of every organisation are whole."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wegbuch.access import heads, log
from wegbuch.access.models import ChainHead, Organisation

SHOWN = 5


class Command(BaseCommand):
    help = "Prüft, ob das Protokoll lückenlos ist, und merkt sich sein Ende außerhalb der Datenbank."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--heads", dest="shows_heads", action="store_true", help="zeigt zu jeder Kette den letzten Fingerabdruck"
        )

    def handle(self, *, shows_heads: bool, **options: Any) -> None:
        breaks = _found()
        names = dict(Organisation.objects.values_list("pk", "short_name"))
        for head in ChainHead.objects.order_by("chain"):
            state = "in Ordnung" if head.chain not in breaks else "beschädigt"
            digest = f"  {head.digest}" if shows_heads else ""
            self.stdout.write(f"{_title(head.chain, names)}: {head.number} Einträge, {state}{digest}")
        if breaks:
            raise CommandError(_sentences(breaks, names))
        heads.keep()
        self.stdout.write("Das Protokoll ist lückenlos.")


def _found() -> dict[str, list[log.Break]]:
    """What does not hold, by chain: within the chains, and against the heads kept before."""
    found: dict[str, list[log.Break]] = {}
    for one in [*log.breaks(), *heads.lost()]:
        found.setdefault(one.chain, []).append(one)
    return found


def _title(chain: str, names: dict[UUID, str]) -> str:
    kind, _, owner = chain.partition(":")
    what = "Änderungen" if kind == "changes" else "Einsichten"
    return f"{what}, Betrieb" if owner == log.SYSTEM else f"{what}, {names.get(UUID(owner), owner)}"


def _sentences(breaks: dict[str, list[log.Break]], names: dict[UUID, str]) -> str:
    lines = ["Das Protokoll hält nicht. Bitte sichern Sie den Stand und holen Sie die Leitung."]
    for chain, found in breaks.items():
        lines += [f"– {_title(chain, names)}, Eintrag {one.number}: {one.reason}" for one in found[:SHOWN]]
        lines += [f"– und {len(found) - SHOWN} weitere Stellen"] if len(found) > SHOWN else []
    return "\n".join(lines)
