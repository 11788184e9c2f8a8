"""What was entered in a month after it was closed: a number on every list of months, its page says what it changes."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Count, Q

from wegbuch.counselling.models import Contact, GroupOffer, NetworkEntry

from ..periods import month_of

KINDS = (Contact, GroupOffer, NetworkEntry)


def entered_late(closed: Mapping[date, datetime]) -> dict[date, int]:
    """Entries that came after their month was closed, for months that have any.

    closed  first day of each closed month, and when it was closed
    """
    months = {f"late_{first:%Y_%m}": (month_of(first), at) for first, at in closed.items()}
    if not months:
        return {}
    numbers = {
        name: Count("pk", filter=Q(held_on__gte=month.first, held_on__lte=month.last, entered_at__gt=at))
        for name, (month, at) in months.items()
    }
    days = (min(closed), month_of(max(closed)).last)
    found = [kind.objects.counted(*days).aggregate(**numbers) for kind in KINDS]
    sums = {month.first: sum(each[name] for each in found) for name, (month, _at) in months.items()}
    return {first: number for first, number in sums.items() if number}
