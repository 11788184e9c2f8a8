"""Rows of other rooms: group offers and networking of the day, posts of the staffing plan."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from wegbuch.core import codes
from wegbuch.counselling.models import GroupOffer, NetworkEntry
from wegbuch.staffing.posts import Plan, plan

from ..periods import Period
from .ledger import NetworkRow, OfferRow, PostRow
from .pseudonyms import Pseudonyms

HUNDREDTHS = 100


def offers(period: Period, signs: Pseudonyms) -> Sequence[OfferRow]:
    columns = ("held_on", "kind", "task_area", "language", "channel", "minutes")
    people = ("women", "men", "diverse", "children", "volunteers")
    rows = GroupOffer.objects.counted(period.first, period.last).values_list("pk", *columns, *people)
    return [OfferRow(signs.of("offer", pk), str(day), kind, str(task), *rest) for pk, day, kind, task, *rest in rows]


def network(period: Period, signs: Pseudonyms) -> Sequence[NetworkRow]:
    columns = ("held_on", "kind", "result", "minutes", "organisations")
    rows = NetworkEntry.objects.counted(period.first, period.last).values_list("pk", *columns)
    return [NetworkRow(signs.of("entry", pk), str(day), *rest) for pk, day, *rest in rows]


def plans() -> dict[str, Plan]:
    """Posts and who holds them, by form; read once for all months."""
    return {form: plan(form) for form in codes.book().list("case_forms").versions}


def posts(period: Period, plans: Mapping[str, Plan]) -> Sequence[PostRow]:
    """Forms that have a post or a holding in the month."""
    found = []
    for form, each in plans.items():
        full = _hundredths(each.fte_over(period.first, period.last))
        filled = _hundredths(each.filled_over(period.first, period.last))
        if full or filled:
            found.append(PostRow(form, full, filled, full - filled))
    return found


def _hundredths(share: Decimal) -> int:
    return round(share * HUNDREDTHS)
