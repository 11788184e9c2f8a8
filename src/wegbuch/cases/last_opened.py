"""Which files somebody had open last, from the read log."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Max

from wegbuch.access.log import chain_name
from wegbuch.access.models import ReadEvent, User
from wegbuch.core import clock

from .listed import Read, read
from .models import Case

SHOWN = 8
LOOKED_THROUGH = 30
BACK = timedelta(days=30)


def last_opened(user: User) -> list[Read]:
    """The last eight files this user opened within 30 days and may still open, newest first."""
    reads = ReadEvent.objects.filter(
        chain=chain_name(ReadEvent, user.organisation_id), at__gt=clock.now() - BACK, user=user.pk, what="case"
    )
    newest = reads.values("object_id").annotate(last=Max("number")).order_by("-last")[:LOOKED_THROUGH]
    order = [UUID(row["object_id"]) for row in newest]
    files = {row[0]: row for row in read(Case.objects.visible_to(user).filter(pk__in=order))}
    return [files[pk] for pk in order if pk in files][:SHOWN]
