"""Months that the organisations of the demo district have closed."""

from wegbuch.access.models import Organisation, User
from wegbuch.core import clock
from wegbuch.reporting.counting.reading import read
from wegbuch.reporting.models import ClosedMonth
from wegbuch.reporting.periods import month_after
from wegbuch.reporting.services.closing import kept
from wegbuch.reporting.services.ledgers import lasting_pseudonyms

MONTHS = 12
# Who closes late leaves her last month open, so that the list before closing has something to show.
LATE = "Brücke"


def close(organisation: Organisation, leads: list[User]) -> None:
    """Close the months before the demo day, in the organisation that acts; without a lead nobody closes them."""
    if not leads:
        return
    today = clock.today()
    months = [month_after(today, -count) for count in range(MONTHS, 0, -1)]
    if organisation.short_name.startswith(LATE):
        months.pop()
    ClosedMonth.objects.bulk_create(
        [
            ClosedMonth(first=month.first, closed_at=clock.now(), closed_by=leads[0], **kept(month))
            for month in read(months, lasting_pseudonyms())
        ]
    )
