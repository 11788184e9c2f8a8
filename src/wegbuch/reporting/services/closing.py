"""A month is closed: what is still missing is shown first, then its rows are kept for good."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.core import clock, dates

from ..counting.ledger import ContactRow, Month, PersonRow
from ..counting.pseudonyms import Pseudonyms
from ..counting.reading import read
from ..counting.records import areas_of_counselling
from ..models import ClosedMonth, digest_of
from ..periods import month_after, month_name
from .ledgers import lasting_pseudonyms


@dataclass(frozen=True)
class Gap:
    """A kind of entry that is missing, and the signs of the people or contacts that lack it."""

    kind: str
    signs: frozenset[str]

    @property
    def label(self) -> Any:
        return KINDS_OF_GAP[self.kind]


KINDS_OF_GAP = {
    "age": gettext_lazy("Geburtsdatum oder Jahr"),
    "sex": gettext_lazy("Geschlecht"),
    "nationality": gettext_lazy("Staatsangehörigkeit"),
    "status": gettext_lazy("Aufenthaltsstatus"),
    "scheme": gettext_lazy("Leistung"),
    "housing": gettext_lazy("Wohnform"),
    "stay": gettext_lazy("Tag der Einreise"),
    "topic": gettext_lazy("Thema des Kontakts"),
}
# How long a month may stay open.
MONTHS_BACK = 36
EMPTY = {"sex": "u", "scheme": "unknown", "housing": "unknown"}


def gaps(month: Month) -> list[Gap]:
    """What people with a running case and contacts of the month lack; kinds without a gap are left out."""
    running = [row for row in month.persons if row.is_running]
    found = [Gap(kind, frozenset(_lacking(running, kind))) for kind in KINDS_OF_GAP if kind != "topic"]
    found.append(Gap("topic", frozenset(row.contact for row in counselling(month) if not row.topic)))
    return [gap for gap in found if gap.signs]


def counselling(month: Month) -> list[ContactRow]:
    """The contacts of the month as a report counts them: those about a task of counselling."""
    areas = areas_of_counselling()
    return [row for row in month.contacts if row.task in areas]


def _lacking(rows: Iterable[PersonRow], kind: str) -> Iterable[str]:
    return (row.person for row in rows if getattr(row, kind) in {None, "", EMPTY.get(kind, "")})


def month_now(first: date, signs: Pseudonyms | None = None) -> Month:
    """The rows of a month as they would be closed now; inside a transaction where no signs are given."""
    (month,) = read([first], signs or lasting_pseudonyms())
    return month


def earliest() -> date:
    """The first month that can still be closed."""
    return month_after(clock.today().replace(day=1), -MONTHS_BACK)


def closed_from(first: date) -> date:
    """The first day on which a month may be closed."""
    return month_after(first, 1)


@transaction.atomic
def close_month(*, user: User, first: date) -> ClosedMonth:
    """Keep the rows of a month for good.

    raises  NotPossible before its end, for a month long ago, and for one that is closed already
    """
    if clock.today() < closed_from(first):
        sentence = _("%(month)s läuft noch. Abschließen können Sie ab %(day)s.")
        raise NotPossible(sentence % {"month": month_name(first), "day": dates.in_figures(closed_from(first))})
    if first < earliest():
        raise NotPossible(_("%(month)s liegt zu weit zurück.") % {"month": month_name(first)})
    if ClosedMonth.objects.filter(first=first).exists():
        raise NotPossible(_("%(month)s ist schon abgeschlossen.") % {"month": month_name(first)})
    month = month_now(first)
    row = ClosedMonth(first=first, closed_at=clock.now(), closed_by=user, **kept(month))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise NotPossible(_("%(month)s ist schon abgeschlossen.") % {"month": month_name(first)}) from None
    return row


def kept(month: Month) -> dict[str, Any]:
    """What a closed month keeps of its rows."""
    packed = month.packed()
    return {
        "rows": packed,
        "digest": digest_of(packed),
        "missing": {gap.kind: len(gap.signs) for gap in gaps(month)},
    }
