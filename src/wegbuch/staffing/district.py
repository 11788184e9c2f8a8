"""The key for a whole district: the only place of this room that looks over the walls. Nobody is named."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from lawbook import rates
from wegbuch.access.models import District, Organisation
from wegbuch.cases.heads import heads_on
from wegbuch.core import tenant
from wegbuch.core.small_numbers import SMALLEST_SHOWN

from . import key
from .key import Line
from .models import Holding, Post
from .posts import Plan


@dataclass(frozen=True)
class DistrictStaffing:
    """Heads of the whole district only: by organisation they would tell from day to day who came and who left.

    posts   form of support → posts and who holds them, by organisation in the order of their names
    totals  of each form; heads is None where there are too few to be shown
    """

    day: date
    posts: dict[str, list[tuple[str, Line]]]
    totals: dict[str, Line]
    plans: dict[str, Plan]


def across_district(district: District, day: date) -> DistrictStaffing:
    """Posts of all organisations of a district, each and together, and their heads together."""
    with tenant.without_wall("staffing key of the district"):
        names = dict(Organisation.objects.filter(district=district).order_by("name").values_list("pk", "short_name"))
        heads = {form: _heads(day, rule.name, names) for form, rule in key.kinds().items()}
        plans = _plans(names)
    forms = (*heads, key.SERVICE)
    together = {form: _together(plans[form]) for form in forms}
    return DistrictStaffing(
        day=day,
        posts={form: _lines(form, day, names, plans[form]) for form in forms},
        totals={form: _total(form, day, heads, together[form]) for form in forms},
        plans=together,
    )


def _heads(day: date, kind: str, names: dict[UUID, str]) -> int | None:
    """Heads of all organisations, if there are enough to be shown; who has two organisations counts at both."""
    number = heads_on(day, kind).filter(organisation__in=list(names)).count()
    return number if number >= SMALLEST_SHOWN else None


def _plans(names: dict[UUID, str]) -> dict[str, dict[UUID, Plan]]:
    """Posts and who holds them by form and organisation."""
    posts: Any = defaultdict(lambda: defaultdict(list))
    held: Any = defaultdict(lambda: defaultdict(list))
    for post in Post.objects.filter(organisation__in=list(names)):
        posts[post.form][post.organisation_id].append(post)
    for holding in Holding.objects.filter(organisation__in=list(names)).select_related("post"):
        held[holding.post.form][holding.organisation_id].append(holding)
    plans: dict[str, dict[UUID, Plan]] = defaultdict(dict)
    for form, by_organisation in posts.items():
        for pk, rows in by_organisation.items():
            plans[form][pk] = Plan(tuple(rows), tuple(held[form][pk]))
    return plans


def _lines(form: str, day: date, names: dict[UUID, str], plans: dict[UUID, Plan]) -> list[tuple[str, Line]]:
    return [(name, key.line(form, day, plans[pk])) for pk, name in names.items() if pk in plans]


def _together(plans: dict[UUID, Plan]) -> Plan:
    return Plan(
        tuple(post for plan in plans.values() for post in plan.posts),
        tuple(holding for plan in plans.values() for holding in plan.held),
    )


def _total(form: str, day: date, heads: dict[str, int | None], plan: Plan) -> Line:
    if form == key.SERVICE:
        return key.line(form, day, plan, needed=rates.rate_on("fbd_posts_per_district", day).amount)
    return key.line(form, day, plan, heads=heads[form])
