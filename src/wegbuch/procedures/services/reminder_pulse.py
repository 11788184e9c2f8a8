"""Whether the reminders run: each round leaves the instant it was done."""

from datetime import datetime, timedelta

from ..models import Heartbeat

PART = "reminders"
SILENT_AFTER = timedelta(minutes=5)


def beat(at: datetime) -> None:
    Heartbeat.objects.update_or_create(part=PART, defaults={"at": at})


def last_beat() -> datetime | None:
    return Heartbeat.objects.filter(part=PART).values_list("at", flat=True).first()


def is_running(last: datetime | None, now: datetime) -> bool:
    """Whether the last round is recent; one that lies ahead says nothing, for a clock was wrong."""
    return last is not None and abs(now - last) <= SILENT_AFTER
