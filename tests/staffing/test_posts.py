"""Posts and who holds them: on a day, over a period, and what cannot be."""

from datetime import date
from decimal import Decimal

import pytest

from wegbuch.access.services import NotPossible
from wegbuch.core.models import SavedMeanwhile
from wegbuch.staffing import posts, services
from wegbuch.staffing.models import Holding, Post

FIRST_FORM = "housing_based_msa"
DAY = date(2026, 11, 26)


@pytest.fixture
def post(bruecke):
    return services.add_post(label="Am Kiefernweg", form=FIRST_FORM, share=Decimal(1), starts_on=date(2026, 1, 1))


def fill(post, user, share="1.00", starts_on=date(2026, 1, 1), ends_on=None):
    return services.fill_post(
        post, user=user, share=Decimal(share), starts_on=starts_on, ends_on=ends_on, qualification="recognised"
    )


def test_a_new_post_is_vacant(post):
    assert posts.plan(FIRST_FORM).vacant_on(DAY) == 1


def test_a_post_that_is_held_is_filled(bruecke, post):
    fill(post, bruecke.jana)
    assert posts.plan(FIRST_FORM).filled_on(DAY) == 1


def test_what_is_not_held_of_a_post_is_vacant(bruecke, post):
    fill(post, bruecke.jana, "0.80")
    assert posts.plan(FIRST_FORM).vacant_on(DAY) == Decimal("0.20")


@pytest.mark.parametrize(
    ("day", "fte"), [(date(2025, 12, 31), 0), (date(2026, 1, 1), 1), (date(2026, 6, 30), 1), (date(2026, 7, 1), 0)]
)
def test_first_and_last_day_of_a_post_count(post, day, fte):
    services.end_post(post, ends_on=date(2026, 6, 30))
    assert posts.plan(FIRST_FORM).fte_on(day) == fte


def test_a_plan_of_one_form_leaves_out_others(post):
    assert posts.plan("msa_ii").fte_on(DAY) == 0


def test_a_period_is_weighted_by_days(bruecke, post):
    fill(post, bruecke.jana, starts_on=date(2026, 11, 16))
    assert posts.plan().filled_over(date(2026, 11, 1), date(2026, 11, 30)) == Decimal("0.5")


def test_posts_of_another_organisation_are_not_counted(world, post):
    from wegbuch.core import tenant

    with tenant.acting_for(world.diakonie.pk):
        assert posts.plan().fte_on(DAY) == 0


@pytest.mark.parametrize(("heads", "needed"), [(894, "11.2"), (560, "7.0"), (0, "0.0"), (4, "0.1"), (3, "0.0")])
def test_posts_needed_are_rounded_half_up(heads, needed):
    assert posts.needed(heads, Decimal(80)) == Decimal(needed)


def test_a_post_is_not_held_above_its_share(bruecke, post):
    fill(post, bruecke.jana, "0.80")
    with pytest.raises(NotPossible, match="0,20 frei"):
        fill(post, bruecke.thomas, "0.25")


def test_a_later_holding_takes_its_share_too(bruecke, post):
    fill(post, bruecke.jana, starts_on=date(2027, 1, 1))
    with pytest.raises(NotPossible, match="0,00 frei"):
        fill(post, bruecke.thomas, "0.50", starts_on=date(2026, 6, 1))


def test_one_after_the_other_is_possible(bruecke, post):
    fill(post, bruecke.jana, ends_on=date(2026, 6, 30))
    assert fill(post, bruecke.thomas, starts_on=date(2026, 7, 1)).pk


def test_nobody_holds_more_than_a_full_post(bruecke, post):
    other = services.add_post(label="Seedorf", form=FIRST_FORM, share=Decimal(1), starts_on=date(2026, 1, 1))
    fill(other, bruecke.jana, "0.50")
    with pytest.raises(NotPossible, match="Jana Roth hätte damit mehr als eine volle Stelle"):
        fill(post, bruecke.jana, "0.55")


def test_nobody_holds_a_post_before_it_begins(bruecke, post):
    with pytest.raises(NotPossible, match=r"ab 01\.01\.2026"):
        fill(post, bruecke.jana, starts_on=date(2025, 12, 31))


def test_a_post_that_ends_takes_its_holder_along(bruecke, post):
    fill(post, bruecke.jana)
    services.end_post(post, ends_on=date(2026, 12, 31))
    assert Holding.objects.get().ends_on == date(2026, 12, 31)


def test_a_holding_that_ended_before_keeps_its_day(bruecke, post):
    fill(post, bruecke.jana, ends_on=date(2026, 6, 30))
    services.end_post(post, ends_on=date(2026, 12, 31))
    assert Holding.objects.get().ends_on == date(2026, 6, 30)


def test_a_post_does_not_end_before_somebody_begins_on_it(bruecke, post):
    fill(post, bruecke.jana, starts_on=date(2027, 1, 1))
    with pytest.raises(NotPossible, match="fängt später noch jemand an"):
        services.end_post(post, ends_on=date(2026, 12, 31))


def test_a_post_does_not_end_before_it_begins(post):
    with pytest.raises(NotPossible, match="liegt vor dem ersten"):
        services.end_post(post, ends_on=date(2025, 12, 31))


def test_an_end_that_is_known_is_not_moved_back(bruecke, post):
    holding = fill(post, bruecke.jana, ends_on=date(2026, 6, 30))
    with pytest.raises(NotPossible, match=r"endet schon am 30\.06\.2026"):
        services.end_holding(holding, ends_on=date(2026, 7, 31))


def test_two_leads_do_not_end_a_post_over_each_other(post):
    same = Post.objects.get(pk=post.pk)
    services.end_post(post, ends_on=date(2026, 12, 31))
    with pytest.raises(SavedMeanwhile):
        services.end_post(same, ends_on=date(2027, 1, 31))
