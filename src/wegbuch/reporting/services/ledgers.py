"""The ledger of a period: closed months as they were kept, the others as they are now."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.conf import settings

from wegbuch.core import clock, tenant

from ..counting import reading
from ..counting.ledger import Ledger, Month
from ..counting.pseudonyms import Pseudonyms
from ..models import ClosedMonth, CountingSecret
from ..periods import Period, month_after


def pseudonyms() -> Pseudonyms:
    """The signs of the organisation that acts."""
    kept = CountingSecret.objects.filter(organisation_id=tenant.current()).first()
    return Pseudonyms(kept.value if kept else _first_secret())


def lasting_pseudonyms() -> Pseudonyms:
    """The same, kept from now on, also when the key of the program changes; inside a transaction."""
    kept, _is_new = CountingSecret.objects.get_or_create(
        organisation_id=tenant.current(), defaults={"value": _first_secret()}
    )
    return Pseudonyms(kept.value)


def _first_secret() -> str:
    """The same at every call, so that signs hold before a month is closed."""
    return hmac.new(settings.SECRET_KEY.encode(), f"counting:{tenant.current()}".encode(), hashlib.sha256).hexdigest()


def ledger_of(period: Period) -> Ledger:
    """The months of a period that have begun, in their order; of a period that has not, one empty month."""
    begun = [first for first in period.months if first <= clock.today()]
    if not begun:
        return Ledger((Month(period.first, clock.today()),), frozenset(period.months))
    kept = {row.first: row.month for row in ClosedMonth.objects.between(period.first, period.last)}
    closed = frozenset(kept)
    missing = [first for first in begun if first not in kept]
    signs = pseudonyms()
    for run in _runs(missing):
        kept |= {month.first: month for month in reading.read(run, signs)}
    return Ledger(tuple(kept[first] for first in begun), frozenset(period.months) - closed)


def _runs(months: list[date]) -> Iterator[list[date]]:
    """Months that follow each other are read in one go."""
    for _start, run in groupby(enumerate(months), key=lambda pair: month_after(pair[1], -pair[0])):
        yield [first for _place, first in run]
