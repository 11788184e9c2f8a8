"""A calendar for one's own program: days without names, under a secret address that can be taken back."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from wegbuch.access.models import User
from wegbuch.core import clock, tenant

from ..models import CalendarFeed, Deadline

SECRET_BYTES = 32
ORGANISATION_DIGITS = 32
LONGEST_LINE = 75
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wegbuch//Fristen//DE", "X-WR-CALNAME:Wegbuch")


def make(user: User) -> str:
    """A new secret for the address, shown once and kept nowhere; the one before ends."""
    secret = secrets.token_urlsafe(SECRET_BYTES) + tenant.current().hex
    with transaction.atomic():
        revoke(user)
        CalendarFeed(user=user, token_hash=_hash(secret), made_at=clock.now()).save()
    return secret


def revoke(user: User) -> None:
    """Let the address lead nowhere from now on."""
    for feed in CalendarFeed.objects.visible_to(user):
        feed.revoked_at = clock.now()
        feed.save()


def reader(secret: str) -> User | None:
    """Whose calendar lies under this address; None for unknown and revoked ones alike.

    The address ends in the id of the organisation, so that the search stays within its walls. It goes by the hash:
    how long it takes tells nothing about the secret.
    """
    try:
        organisation = UUID(hex=secret[-ORGANISATION_DIGITS:])
    except ValueError:
        return None
    with tenant.acting_for(organisation):
        found = CalendarFeed.objects.filter(token_hash=_hash(secret), revoked_at=None).select_related("user").first()
    return found.user if found else None


def calendar_of(user: User) -> str:
    """The open deadlines this person answers for or stands in for, as text/calendar (RFC 5545)."""
    lines = [*HEAD]
    for deadline in Deadline.objects.for_the_day_of(user).only("safe_day", "counts_on", "earliest_day"):
        lines += _events(deadline, clock.now())
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + "\r\n" for line in lines)


def _events(deadline: Deadline, at: datetime) -> Iterator[str]:
    """The day to act by and the last day, or the end of a waiting time; no names, no acts, no numbers, no alarm."""
    if deadline.safe_day is None and deadline.earliest_day:
        days: dict[str, tuple[date | None, str]] = {
            "earliest": (deadline.earliest_day, _("Ab diesem Tag geht es weiter. Näheres steht in Wegbuch."))
        }
    else:
        days = {
            "safe": (deadline.safe_day, _("Bis zu diesem Tag handeln. Näheres steht in Wegbuch.")),
            "last": (deadline.counts_on, _("Letzter Tag. Näheres steht in Wegbuch.")),
        }
    for name, (day, text) in days.items():
        if day:
            yield from _event(f"{deadline.pk}-{name}@wegbuch", day, text, at)


def _event(uid: str, day: date, text: str, at: datetime) -> tuple[str, ...]:
    return (
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(_('Frist'))}",
        f"DESCRIPTION:{_escaped(text)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _escaped(text: str) -> str:
    """Text as RFC 5545, 3.3.11 wants it."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes, each further one behind a space; RFC 5545, 3.1."""
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > LONGEST_LINE:
            pieces.append(piece)
            piece = " "
        piece += sign
    return "\r\n".join([*pieces, piece])


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
