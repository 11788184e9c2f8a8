"""The invented district has the posts and heads of the paper."""

from collections import defaultdict
from decimal import Decimal

import pytest

from wegbuch.cases.heads import heads_on
from wegbuch.cases.models import BenefitPeriod, Case
from wegbuch.core import tenant
from wegbuch.demo.draw import District
from wegbuch.staffing.district import across_district
from wegbuch.staffing.models import Announcement, Holding, Post
from wegbuch.staffing.posts import Plan, needed

FIRST, SECOND, SERVICE = "housing_based_msa", "msa_ii", "specialist_service"


def rows(district: District, model):
    return [row for register in district.registers.values() for row in register.rows[model]]


def plan(district: District, form):
    held = [row for row in rows(district, Holding) if row.post.form == form]
    return Plan(tuple(row for row in rows(district, Post) if row.form == form), tuple(held))


def heads(district: District, day):
    """The definition of `cases.heads`, over rows that are not saved."""
    schemes = defaultdict(list)
    for row in rows(district, BenefitPeriod):
        if row.since <= day and (row.until is None or row.until >= day):
            schemes[row.person_id].append((row.since, row.scheme))
    running = {row.person_id for row in rows(district, Case) if row.form == FIRST and row.closed_on is None}
    return sum(max(schemes[person])[1].startswith("asylblg") for person in running)


def test_894_heads_count_on_the_demo_day(district, demo_day):
    assert heads(district, demo_day) == 894


def test_894_heads_need_11_2_posts():
    assert needed(894, Decimal(80)) == Decimal("11.2")


@pytest.mark.parametrize(("form", "filled"), [(FIRST, "9.8"), (SECOND, "7"), (SERVICE, "3")])
def test_posts_are_filled_as_in_the_paper(district, demo_day, form, filled):
    assert plan(district, form).filled_on(demo_day) == Decimal(filled)


def test_one_post_is_vacant(district, demo_day):
    assert sum(plan(district, form).vacant_on(demo_day) for form in (FIRST, SECOND, SERVICE)) == 1


def test_everybody_holds_the_share_they_work(district, demo_day):
    shares = defaultdict(Decimal)
    for row in rows(district, Holding):
        if row.starts_on <= demo_day and (row.ends_on is None or row.ends_on >= demo_day):
            shares[row.user_id] += row.share
    posts = {district.staff.users[key].pk: Decimal(str(share)) for key, share in district.staff.posts.items()}
    assert shares == posts


def test_the_saved_district_counts_the_same_heads(filled, demo_day):
    with tenant.without_wall("tests"):
        assert heads_on(demo_day).count() == heads(filled, demo_day)


def test_the_saved_district_has_its_posts_filled(filled, demo_day):
    assert across_district(filled.staff.district, demo_day).totals[FIRST].filled == Decimal("9.8")


def test_38_people_are_announced_for_december(filled):
    row = Announcement.objects.get(district=filled.staff.district, direction="arrival")
    assert (row.number, row.children, row.month.month) == (38, 9, 12)
