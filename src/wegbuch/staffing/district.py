"""The key for a whole district: the only place of this room that looks over the walls. Nobody is named."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count

from lawbook import rates
from wegbuch.access.models import District, Organisation
from wegbuch.cases.heads import heads_on
from wegbuch.core import tenant

from . import key
from .key import Line
from .models import Holding, Post
from .posts import Plan

SMALLEST_SHOWN = 5
Heads = dict[str, dict[UUID, int]]


@dataclass(frozen=True)
class DistrictStaffing:
    """lines: form of support → organisations in the order of their names, only those that have posts or heads in it.

    totals   of each form; heads of a total are those shown, so nothing can be worked back
    partial  forms in which a number is not shown
    """

    day: date
    lines: dict[str, list[tuple[str, Line]]]
    totals: dict[str, Line]
    plans: dict[str, Plan]
    partial: frozenset[str]


def across_district(district: District, day: date) -> DistrictStaffing:
    """Heads, posts needed and filled of all organisations of a district, each and together."""
    with tenant.without_wall("staffing key of the district"):
        names = dict(Organisation.objects.filter(district=district).order_by("name").values_list("pk", "short_name"))
        heads = {form: _heads(day, rule.name, names) for form, rule in key.kinds().items()}
        plans = _plans(names)
    forms = (*heads, key.SERVICE)
    lines = {form: _lines(form, day, names, heads, plans[form]) for form in forms}
    together = {form: _together(plans[form]) for form in forms}
    totals = {form: _total(form, day, lines[form], together[form]) for form in forms}
    partial = frozenset(form for form in heads if any(row.heads is None for _, row in lines[form]))
    return DistrictStaffing(day, lines, totals, together, partial)


def _heads(day: date, kind: str, names: dict[UUID, str]) -> dict[UUID, int]:
    """Heads by organisation, only those that may be shown."""
    rows: Any = heads_on(day, kind).filter(organisation__in=list(names)).values("organisation")
    found = {row["organisation"]: row["n"] for row in rows.annotate(n=Count("pk"))}
    return {pk: number for pk, number in found.items() if number >= SMALLEST_SHOWN}


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


def _lines(
    form: str, day: date, names: dict[UUID, str], heads: Heads, plans: dict[UUID, Plan]
) -> list[tuple[str, Line]]:
    counted = heads.get(form, {})
    return [
        (name, key.line(form, day, plans.get(pk, Plan((), ())), heads=counted.get(pk)))
        for pk, name in names.items()
        if pk in counted or pk in plans
    ]


def _together(plans: dict[UUID, Plan]) -> Plan:
    return Plan(
        tuple(post for plan in plans.values() for post in plan.posts),
        tuple(holding for plan in plans.values() for holding in plan.held),
    )


def _total(form: str, day: date, lines: list[tuple[str, Line]], plan: Plan) -> Line:
    if form == key.SERVICE:
        return key.line(form, day, plan, needed=rates.rate_on("fbd_posts_per_district", day).amount)
    return key.line(form, day, plan, heads=sum(row.heads or 0 for _, row in lines))
