"""Heads divided by the key: posts needed, filled, vacant, missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lawbook import rates
from wegbuch.cases.heads import heads_on, without_benefit

from . import posts

SERVICE = "specialist_service"


@dataclass(frozen=True)
class Line:
    """One form of support on a day; numbers of full posts.

    heads   None is a number that is not shown, or a form without a key
    needed  by the key, or by what the Land pays for; None where neither is known
    """

    form: str
    heads: int | None
    rate: rates.Rate | None
    needed: Decimal | None
    posts: Decimal
    filled: Decimal

    @property
    def vacant(self) -> Decimal:
        return self.posts - self.filled

    @property
    def missing(self) -> Decimal | None:
        """Below zero where more is filled than needed."""
        return None if self.needed is None else self.needed - self.filled

    @property
    def spare(self) -> Decimal:
        """Filled beyond what is needed."""
        return max(Decimal(0), -(self.missing or Decimal(0)))


@dataclass(frozen=True)
class Staffing:
    """One organisation on a day. without_benefit: people who would count if somebody entered who pays."""

    day: date
    lines: tuple[Line, ...]
    without_benefit: int


def kinds() -> Mapping[str, rates.HeadRule]:
    """Forms of support whose posts follow heads, with the rule that counts them."""
    return {form: rule for rule in rates.load().heads.values() for form in rule.case_forms}


def staffing_on(day: date) -> Staffing:
    """The organisation one acts for."""
    lines = [
        line(form, day, posts.plan(form), heads=heads_on(day, rule.name).count()) for form, rule in kinds().items()
    ]
    return Staffing(day, (*lines, line(SERVICE, day, posts.plan(SERVICE))), without_benefit(day).count())


def line(form: str, day: date, plan: posts.Plan, *, heads: int | None = None, needed: Decimal | None = None) -> Line:
    """needed: said by the Land for a form without a key."""
    rule = kinds().get(form)
    rate = rates.rate_on(rule.key, day) if rule else None
    if rate and heads is not None:
        needed = posts.needed(heads, rate.amount)
    return Line(form, heads, rate, needed, plan.fte_on(day), plan.filled_on(day))


def used_rates(day: date) -> tuple[rates.Rate, ...]:
    """What the page of the key reckons with or names, to be shown with its source."""
    names = (*(rule.key for rule in kinds().values()), "msa_per_head", "fbd_per_post")
    return tuple(rates.rate_on(name, day) for name in names)
