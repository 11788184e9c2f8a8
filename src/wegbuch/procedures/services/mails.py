"""Neutral mails: that something waits, and nothing else. Called by the worker alone; a page never sends."""

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.mail import EmailMessage
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from wegbuch.access.models import Organisation
from wegbuch.core import clock, tenant

from ..models import DeadlineState, Reminder
from .reminder_recipients import staff_on

EARLIEST_HOUR = 6
logger = logging.getLogger("wegbuch.worker")


def send_waiting(connection: Any, *, sender: str, now: datetime) -> int:
    """One mail for everybody for whom a reminder waits, from six in the morning on. Returns how many left.

    A mail is noted right after it left. Killed in between, the worker sends that one once more, with the same
    Message-ID; what a relay refused goes out in a later round. So nothing is lost.

    connection  a mail connection of Django; it is opened only where a mail waits
    """
    if now.astimezone(clock.BERLIN).hour < EARLIEST_HOUR:
        return 0
    sent = 0
    for organisation in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        with tenant.acting_for(organisation):
            for address, ids in _waiting(now):
                if not _is_open(connection):
                    return sent
                sent += _send(connection, sender, address, ids)
    connection.close()
    return sent


def _waiting(now: datetime) -> Iterator[tuple[str, list[int]]]:
    """Addresses of those who still work here, with their unmailed reminders of open deadlines, oldest first."""
    waiting = Reminder.objects.filter(is_told=True, mailed_at=None, deadline__state=DeadlineState.OPEN)
    here = staff_on(now.astimezone(clock.BERLIN).date()).everybody
    rows = waiting.filter(recipient__in=here).order_by("recipient__email", "pk").values_list("recipient__email", "pk")
    for address, group in groupby(list(rows), key=lambda row: row[0]):
        yield address, [pk for _address, pk in group]


def _is_open(connection: Any) -> bool:
    try:
        connection.open()
    except OSError as problem:
        logger.warning("Der Mailserver ist nicht zu erreichen (%s).", type(problem).__name__)
        return False
    return True


def _send(connection: Any, sender: str, address: str, ids: list[int]) -> bool:
    try:
        _mail(connection, sender, address, ids[0]).send()
    except OSError as problem:
        logger.warning("Der Mailserver hat eine Mail abgelehnt (%s).", type(problem).__name__)
        connection.close()
        return False
    Reminder.objects.filter(pk__in=ids).update(mailed_at=clock.now())
    return True


def _mail(connection: Any, sender: str, address: str, oldest: int) -> EmailMessage:
    """The same words for everybody. The oldest reminder in it names the mail: sent again it has the same name."""
    name = salted_hmac("wegbuch.mail", str(oldest)).hexdigest()
    return EmailMessage(
        subject=_("Wegbuch: Etwas wartet auf Sie"),
        body=_(
            "Guten Tag,\n\n"
            "in Wegbuch wartet etwas auf Sie. Bitte melden Sie sich an und sehen Sie nach.\n\n"
            "Diese Nachricht nennt mit Absicht keine Einzelheiten. Bitte antworten Sie nicht darauf.\n"
        ),
        from_email=sender,
        to=[address],
        headers={"Message-ID": f"<{name}@{sender.rpartition('@')[2]}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
