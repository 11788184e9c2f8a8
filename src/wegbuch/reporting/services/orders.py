"""A report that takes long is ordered, made in the background and left as a file."""

from django.db import transaction

from wegbuch.access.models import User
from wegbuch.core import clock
from wegbuch.counselling.models import Contact
from wegbuch.jobs import services as jobs
from wegbuch.jobs.models import Job

from ..catalogue import Report
from ..models import ReportOrder
from ..periods import Period
from ..report_jobs import MAKE_PROOF, MAKE_REPORT
from .files import PROOF

# Contacts of a period from which on nobody waits for the file.
LONG = 5_000


def takes_long(report: Report, period: Period) -> bool:
    """A report of a year always does."""
    return report.period == "year" or Contact.objects.between(period.first, period.last).count() > LONG


def order(report: Report, period: Period, ending: str, *, user: User) -> Job:
    """Let the file be made. Ordered again while it is being made, it is the same job.

    ending  of `OUTPUTS`, or PROOF
    """
    which = {"report": report.id, "first": period.first, "last": period.last, "ending": ending}
    with transaction.atomic():
        row = ReportOrder.objects.visible_to(user).filter(**which).first() or ReportOrder(ordered_by=user, **which)
        row.ordered_at = clock.now()
        row.save()
    return jobs.start(MAKE_PROOF if ending == PROOF else MAKE_REPORT, owner=user, subject=row.pk)
