"""How a command shows the link of an invitation."""

from django.core.management.base import CommandParser
from django.urls import reverse

from .services import INVITATION_OPEN_FOR


def add_address(parser: CommandParser) -> None:
    parser.add_argument("--address", default="http://127.0.0.1:8000", help="Adresse, unter der Wegbuch erreichbar ist")


def shown_once(secret: str, address: str) -> str:
    """The link with what its reader must know."""
    link = address.rstrip("/") + reverse("access:invitation", args=[secret])
    return (
        f"Einladung, {INVITATION_OPEN_FOR.days} Tage gültig:\n{link}\n"
        "Der Link wird nur einmal gezeigt. Geben Sie ihn persönlich weiter."
    )
