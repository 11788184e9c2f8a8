"""Money that follows heads: who counts on a reference day, times the rate that is known for the day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lawbook import rates
from wegbuch.access.models import District
from wegbuch.cases.heads import heads_on
from wegbuch.staffing.district import across_district
from wegbuch.staffing.key import SERVICE
from wegbuch.staffing.posts import plan

from ..suppression import alone
from .ledgers import pseudonyms

HOUSING_BASED = "housing_based_msa"
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
    """heads: people on the reference day; posts: those of the specialist service."""

    day: date
    heads: Amount
    posts: Amount

    @property
    def is_outdated(self) -> bool:
        return self.heads.rate.is_outdated_guess or self.posts.rate.is_outdated_guess


def of_organisation(day: date, *, sees_people: bool) -> Settlement:
    """The organisation that acts.

    sees_people  whoever may not gets no number under five
    """
    heads = heads_on(day).count()
    return _settlement(day, heads if sees_people else alone(heads), plan(SERVICE).fte_on(day))


def of_district(district: District, day: date) -> Settlement:
    """All organisations of a district together; numbers under five of one of them are in no sum."""
    found = across_district(district, day)
    return _settlement(day, alone(found.totals[HOUSING_BASED].heads or 0), found.totals[SERVICE].posts)


def _settlement(day: date, heads: int | None, posts: Decimal) -> Settlement:
    return Settlement(day, Amount(heads, rates.rate_on(PER_HEAD, day)), Amount(posts, rates.rate_on(PER_POST, day)))


def signs_of_heads(day: date) -> list[str]:
    """Everybody who counts on the day, as signs, in their order."""
    signs = pseudonyms()
    return sorted(signs.of("person", pk) for pk in heads_on(day).values_list("pk", flat=True))
