"""Money that follows heads: who counts on a reference day, times the rate that is known for the day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from lawbook import rates
from wegbuch.access.models import District
from wegbuch.cases.heads import heads_on
from wegbuch.core import audit
from wegbuch.staffing.district import across_district
from wegbuch.staffing.key import SERVICE
from wegbuch.staffing.posts import plan

from ..counting.ledger import Month
from ..district import closed_ledgers
from ..models import ClosedMonth
from ..periods import month_of
from ..suppression import alone
from .ledgers import pseudonyms

HOUSING_BASED, KIND = "housing_based_msa", "msa_i"
PER_HEAD, PER_POST = "msa_per_head", "fbd_per_post"


@dataclass(frozen=True)
class Amount:
    """A number times a rate, for a year.

    number  heads or posts; None is a number that is not shown
    """

    number: Decimal | int | None
    rate: rates.Rate

    @property
    def euros(self) -> Decimal | None:
        return None if self.number is None else self.number * self.rate.amount


@dataclass(frozen=True)
class Settlement:
    """heads: people on the reference day; posts: those of the specialist service.

    is_open  the month of the day is not closed, and the heads of a day that runs are shown to the lead alone
    """

    day: date
    heads: Amount
    posts: Amount
    is_open: bool = False

    @property
    def is_outdated(self) -> bool:
        return self.heads.rate.is_outdated_guess or self.posts.rate.is_outdated_guess


def earliest() -> date:
    """The first day for which all rates are known."""
    known = rates.load().rates
    return max(known[name][0].valid_from for name in (PER_HEAD, PER_POST))


def of_lead(day: date) -> Settlement:
    """The organisation that acts, as it is known now."""
    return _settlement(day, heads_on(day).count(), plan(SERVICE).fte_on(day))


def of_closed_month(day: date) -> Settlement:
    """The organisation that acts on the last day of a closed month, for who must not see people."""
    row = ClosedMonth.objects.filter(first=day.replace(day=1)).first()
    heads = alone(_heads_in(row.month)) if row else None
    return _settlement(day, heads, plan(SERVICE).fte_on(day), is_open=row is None)


def of_district(district: District, day: date, today: date) -> Settlement:
    """All organisations together: on the present day as known now, on earlier ones when all have closed the month."""
    found = across_district(district, day)
    posts = found.totals[SERVICE].posts
    if day == today:
        return _settlement(day, found.totals[HOUSING_BASED].heads, posts)
    kept = closed_ledgers(district, month_of(day))
    heads = sum(_heads_in(month) for ledger in kept.ledgers.values() for month in ledger.months)
    return _settlement(day, None if kept.waiting else alone(heads), posts, is_open=bool(kept.waiting))


def _heads_in(month: Month) -> int:
    rule = rates.heads(KIND)
    return sum(
        row.is_running and row.scheme in rule.schemes and row.case_form in rule.case_forms for row in month.persons
    )


def _settlement(day: date, heads: int | None, posts: Decimal, *, is_open: bool = False) -> Settlement:
    per_head, per_post = rates.rate_on(PER_HEAD, day), rates.rate_on(PER_POST, day)
    return Settlement(day, Amount(heads, per_head), Amount(posts, per_post), is_open)


def note_taken_out(day: date, ending: str, *, organisation: UUID | None) -> None:
    """Write down which settlement left the house, and as what; inside a transaction."""
    audit.write([audit.Event("exported", "reporting.settlement", f"{day} {ending}", organisation)])


def signs_of_heads(day: date) -> list[str]:
    """Everybody who counts on the day, as signs, in their order."""
    signs = pseudonyms()
    return sorted(signs.of("person", pk) for pk in heads_on(day).values_list("pk", flat=True))
