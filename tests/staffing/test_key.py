"""The key of an organisation, of a district, and how heads fall on those who counsel."""

from datetime import date
from decimal import Decimal

import pytest

from wegbuch.cases.services.cases import workers
from wegbuch.core import clock, tenant
from wegbuch.counselling.models import Contact
from wegbuch.procedures.models import Deadline
from wegbuch.staffing.district import across_district
from wegbuch.staffing.key import staffing_on
from wegbuch.staffing.load import balance

DAY = date(2026, 11, 26)
FIRST, SECOND, SERVICE = "housing_based_msa", "msa_ii", "specialist_service"


@pytest.fixture
def found(world):
    def find():
        return across_district(world.district, DAY)

    return find


def test_the_own_key_sets_heads_against_posts(bruecke, take_in, fill):
    take_in("bruecke", 12)
    fill("jana", "0.10")
    line = staffing_on(DAY).lines[0]
    assert (line.heads, line.needed, line.filled, line.missing) == (12, Decimal("0.2"), Decimal("0.1"), Decimal("0.1"))


def test_a_vacant_post_is_missing_too(bruecke, take_in, fill):
    take_in("bruecke", 12)
    fill(None, "0.20")
    line = staffing_on(DAY).lines[0]
    assert (line.vacant, line.missing) == (Decimal("0.2"), Decimal("0.2"))


def test_the_service_has_no_key(bruecke, fill):
    fill("jana", form=SERVICE)
    line = staffing_on(DAY).lines[-1]
    assert (line.form, line.needed, line.missing, line.filled) == (SERVICE, None, None, 1)


def test_the_district_adds_its_organisations(take_in, found):
    take_in("bruecke", 6)
    take_in("diakonie", 5)
    assert found().totals[FIRST].heads == 11


@pytest.mark.parametrize(("count", "shown"), [(4, None), (5, 5)])
def test_heads_are_shown_from_five_on(count, shown, take_in, found):
    take_in("diakonie", count)
    assert found().totals[FIRST].heads == shown


def test_posts_needed_are_hidden_with_their_heads(take_in, found):
    take_in("diakonie", 4)
    assert found().totals[FIRST].needed is None


def test_heads_of_one_organisation_are_not_shown_to_the_district(take_in, fill, found):
    fill("olga", "0.80", organisation="diakonie")
    take_in("diakonie", 40)
    line = dict(found().posts[FIRST])["Havelbruch"]
    assert (line.heads, line.needed, line.filled) == (None, None, Decimal("0.80"))


def test_the_district_needs_the_posts_of_the_service_the_land_pays_for(found):
    assert found().totals[SERVICE].needed == Decimal("3.0")


def test_the_wall_stands_again_afterwards(found):
    found()
    with pytest.raises(tenant.NoTenant):
        Contact.objects.count()


def test_the_district_is_asked_in_a_fixed_number_of_queries(take_in, fill, found, django_assert_num_queries):
    fill("jana")
    take_in("bruecke", 7)
    with django_assert_num_queries(5):
        found()


def test_heads_fall_on_a_full_post(bruecke, take_in, fill):
    take_in("bruecke", 6)
    fill("jana", "0.50")
    jana = next(load for load in balance(workers(), DAY).loads if load.user == bruecke.jana)
    assert (jana.heads, jana.share, jana.per_post) == (8, Decimal("0.50"), 16)


def test_without_a_post_there_is_no_average(bruecke):
    assert balance(workers(), DAY).average is None


def test_who_is_more_than_a_fifth_above_the_average_is_marked(bruecke, take_in, fill):
    take_in("bruecke", 6)
    fill("jana")
    fill("thomas")
    assert {load.user.name for load in balance(workers(), DAY).loads if load.is_above} == {"Jana Roth"}


def test_a_fifth_above_the_average_is_not_yet_marked(bruecke, take_in, fill):
    take_in("bruecke", 1)
    fill("jana")
    fill("katja")
    average = (3 + 2) / 2
    assert 3 / average == 1.2
    assert not any(load.is_above for load in balance(workers(), DAY).loads)


def test_everybody_stands_by_name(bruecke):
    names = [load.user.name for load in balance(workers(), DAY).loads]
    assert names == sorted(names)


def test_cases_of_this_month_are_new(bruecke):
    bruecke.mariams_case.opened_on = date(2026, 11, 1)
    bruecke.mariams_case.save()
    jana = next(load for load in balance(workers(), DAY).loads if load.user == bruecke.jana)
    assert (jana.cases, jana.new) == (2, 1)


def test_an_open_deadline_is_counted_for_who_answers_for_the_case(bruecke):
    Deadline(
        person=bruecke.mariam,
        responsible=bruecke.jana,
        act="Antrag",
        entered_by=bruecke.jana,
        entered_at=clock.now(),
        earliest_day=date(2026, 12, 1),
        counts_on=date(2026, 12, 1),
        safe_day=date(2026, 12, 1),
    ).save()
    by_name = {load.user.name: load.open_due for load in balance(workers(), DAY).loads}
    assert (by_name["Jana Roth"], by_name["Katja Brandt"]) == (1, 0)
