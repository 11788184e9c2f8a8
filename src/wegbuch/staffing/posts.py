"""How many posts there are, filled and vacant: on a day, or over a period weighted by days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from django.db.models import QuerySet

from .models import Holding, Post

ZERO = Decimal(0)
TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")


class Share(Protocol):
    """A share of a full post from a day to a day."""

    share: Decimal
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Plan:
    """Posts and who holds them; numbers of full posts."""

    posts: tuple[Share, ...]
    held: tuple[Share, ...]

    def fte_on(self, day: date) -> Decimal:
        return _on(self.posts, day)

    def filled_on(self, day: date) -> Decimal:
        return _on(self.held, day)

    def vacant_on(self, day: date) -> Decimal:
        return self.fte_on(day) - self.filled_on(day)

    def fte_over(self, first: date, last: date) -> Decimal:
        """Average of the days of a period, not rounded."""
        return _over(self.posts, first, last)

    def filled_over(self, first: date, last: date) -> Decimal:
        return _over(self.held, first, last)


def plan(*forms: str) -> Plan:
    """The posts of these forms in the organisation one acts for; of every form where none is named."""
    posts: QuerySet[Post] = Post.objects.all()
    held: QuerySet[Holding] = Holding.objects.all()
    if forms:
        posts, held = posts.filter(form__in=forms), held.filter(post__form__in=forms)
    return Plan(tuple(posts), tuple(held))


def needed(heads: int, key: Decimal) -> Decimal:
    """Posts for so many heads, to one decimal, half up: 894 heads at 80 are 11.2."""
    return (heads / key).quantize(TENTH, ROUND_HALF_UP)


def _on(shares: Iterable[Share], day: date) -> Decimal:
    return sum((one.share for one in shares if _days(one, day, day)), ZERO)


def _over(shares: Iterable[Share], first: date, last: date) -> Decimal:
    weighted = sum((one.share * _days(one, first, last) for one in shares), ZERO)
    return weighted / ((last - first).days + 1)


def _days(one: Share, first: date, last: date) -> int:
    """Days of the period on which it holds."""
    end = min(one.ends_on or last, last)
    return max(0, (end - max(one.starts_on, first)).days + 1)
