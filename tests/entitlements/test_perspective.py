"""The perspective page: Selam's family, days before and after, what stays sealed, who may see it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wegbuch.access.models.log import ReadEvent
from wegbuch.cases.models import HouseholdMember
from wegbuch.entitlements import doors, law, perspective_page

from . import making_perspective as making

PRIVILEGED, AFTER = "reunification_refugee_privileged", "reunification_refugee_after_window"
SUSPENDED, RESUMES = "reunification_subsidiary_suspended", "reunification_subsidiary_resumes"


@pytest.fixture
def selam(bruecke):
    return making.selam(bruecke)


def rows_of(world, case, path=""):
    return {row.rule.id: row for row in perspective_page.page_of(case, world.jana, path).rows}


def page_of(signed_in, case, query=""):
    return signed_in("jana").get(reverse("entitlements:perspective", args=[case.pk]) + query)


def test_three_month_notice_of_a_refugee_is_due_on_30_december_in_red(bruecke, signed_in, selam):
    row = rows_of(bruecke, selam)[PRIVILEGED]
    assert (row.badge.kind, row.day) == ("danger", date(2026, 12, 30))
    assert "letzter Tag 30.12.2026" in page_of(signed_in, selam).content.decode()


def test_safe_day_of_the_notice_stands_first(bruecke, selam):
    row = rows_of(bruecke, selam)[PRIVILEGED]
    assert (row.badge.text, row.days_left) == ("sicher bis 28.12.2026", 32)


@pytest.mark.parametrize(
    ("today", "says"), [(27, "sicher bis 28.12.2026"), (28, "sicher: heute"), (30, "sicher: heute")]
)
def test_from_the_safe_day_up_to_the_last_one_today_is_the_day_to_act(bruecke, signed_in, selam, settings, today, says):
    settings.WEGBUCH_TODAY = date(2026, 12, today)
    assert rows_of(bruecke, selam)[PRIVILEGED].badge.text == says
    assert "letzter Tag 30.12.2026" in page_of(signed_in, selam).content.decode()


def test_door_for_husband_and_son_is_one_row_with_both_names_where_both_have_the_same(bruecke, signed_in, selam):
    page = page_of(signed_in, selam, "?weg=family").content.decode()
    assert "für <bdi>Dawit Kidane</bdi>" in page
    assert "für <bdi>Yonas Dawit</bdi>" in page


def test_page_says_first_which_door_closes(signed_in, selam):
    page = page_of(signed_in, selam).content.decode()
    assert "Eine Tür schließt bald." in page
    assert "sicher bis Mo 28.12.2026, letzter Tag Mi 30.12.2026." in page


def test_last_day_of_the_notice_is_the_day_before_the_door_changes(bruecke, selam, settings):
    settings.WEGBUCH_TODAY = date(2026, 12, 30)
    assert rows_of(bruecke, selam)[PRIVILEGED].days_left == 0
    settings.WEGBUCH_TODAY = date(2026, 12, 31)
    assert rows_of(bruecke, selam)[PRIVILEGED].badge.text == "noch unklar"


def test_discretion_opens_on_the_day_after_where_nobody_applied(bruecke, selam):
    for relative in selam.person.relatives_abroad.all():
        making.tell(bruecke, selam.person, relative, reunification_applied_on=None)
    row = rows_of(bruecke, selam)[AFTER]
    assert (row.state, row.badge.text) == ("opening", "öffnet 31.12.2026")


def test_subsidiary_protection_shows_the_door_closed_until_24_july_2027(bruecke, signed_in):
    case = making.selam(bruecke, "leave_25_2_subsidiary")
    page = page_of(signed_in, case, "?weg=family").content.decode()
    assert "öffnet 24.07.2027" in page
    assert "bis zum 24.07.2027 geschlossen" in page


def test_refugee_case_knows_nothing_of_the_suspension(bruecke, selam):
    assert not {SUSPENDED, RESUMES} & set(rows_of(bruecke, selam))


def test_suspension_ends_on_its_last_day(bruecke, settings):
    case = making.selam(bruecke, "leave_25_2_subsidiary")
    case.person.relatives_abroad.get(name="Yonas Dawit").delete()
    making.tell(bruecke, case.person, case.person.relatives_abroad.get(), visa_pickup_invited=False)
    settings.WEGBUCH_TODAY = date(2027, 7, 23)
    before = rows_of(bruecke, case)
    assert (before[SUSPENDED].state, before[RESUMES].state) == ("barred", "opening")
    settings.WEGBUCH_TODAY = date(2027, 7, 24)
    after = rows_of(bruecke, case)
    assert SUSPENDED not in after
    assert after[RESUMES].state == "open"


def test_residence_rule_ends_after_its_last_day(bruecke, settings):
    told = {"job_15h_lives": False, "training_or_study": False, "protection_or_permit_on": making.FINAL_ON}
    case = making.selam(bruecke, **told)
    row = rows_of(bruecke, case)["residence_rule_12a"]
    assert row.state == "duty"
    settings.WEGBUCH_TODAY = row.day
    assert rows_of(bruecke, case)["residence_rule_12a"].state == "duty"
    settings.WEGBUCH_TODAY = row.day + timedelta(days=1)
    assert "residence_rule_12a" not in rows_of(bruecke, case)


def test_18th_birthday_of_the_son_abroad_stands_below_in_red(signed_in, selam):
    page = page_of(signed_in, selam).content.decode()
    assert '<b class="wb-soon">Am So 14.02.2027 wird Yonas 18.</b>' in page


def test_18th_birthday_makes_unclear_what_asks_for_a_minor_child(bruecke, selam):
    birthday = perspective_page.page_of(selam, bruecke.jana).birthdays[0]
    assert PRIVILEGED in [rule.id for rule in birthday.unclear]


def test_birthday_of_a_child_in_the_household_counts_only_where_her_file_may_be_opened(bruecke, selam):
    making.child_at_home(bruecke, selam, "Feven", date(2010, 5, 1))
    making.child_at_home(bruecke, selam, "Robel", date(2011, 5, 1), bruecke.katja)
    assert HouseholdMember.objects.filter(household__members__person=selam.person).count() == 3
    names = [each.called for each in perspective_page.page_of(selam, bruecke.jana).birthdays]
    assert names == ["Yonas", "Feven"]


def test_door_that_does_not_apply_and_never_opens_is_not_shown(bruecke, selam):
    assert "work_asylum_outside_new_claim" not in rows_of(bruecke, selam)


def test_of_a_person_of_whom_nothing_is_known_the_page_asks_first(bruecke, signed_in):
    case = bruecke.zahras_case
    page = page_of(signed_in, case, "?weg=onward").content.decode()
    assert "Dazu ist noch zu wenig bekannt." in page


def test_every_tab_shows_its_own_way_only(bruecke, selam):
    assert set(rows_of(bruecke, selam, "family")) & {PRIVILEGED}
    assert PRIVILEGED not in rows_of(bruecke, selam, "stay")


def test_return_leads_everybody_to_the_sealed_page_and_shows_nothing_here(signed_in, selam):
    page = page_of(signed_in, selam, "?weg=return").content.decode()
    assert reverse("entitlements:sealed", args=[selam.pk]) in page
    assert page.count('aria-current="page"') == page_of(signed_in, selam).content.decode().count('aria-current="page"')


def test_sealed_answers_change_nothing_on_the_page(bruecke, signed_in, selam):
    before = page_of(signed_in, selam).content.decode()
    making.tell_sealed(bruecke, selam.person, "pregnant", True)
    making.tell_sealed(bruecke, selam.person, "wants_return", True)
    assert without_token(page_of(signed_in, selam).content.decode()) == without_token(before)


def without_token(page):
    return [line for line in page.splitlines() if "csrf" not in line.casefold()]


def test_no_sealed_fact_is_named(bruecke, selam):
    sealed = {fact.label for fact in law.book().facts.values() if fact.level >= law.SEALED}
    assert not sealed & {name for row in rows_of(bruecke, selam).values() for name in row.asked}


def test_no_chance_is_put_in_figures(signed_in, selam):
    page = page_of(signed_in, selam).content.decode()
    assert "Wahrscheinlichkeit" not in page
    assert "Information, keine Rechtsberatung." in page


@pytest.mark.parametrize("name", ["katja", "olga"])
def test_stranger_is_not_told_that_the_page_exists(signed_in, selam, name):
    assert signed_in(name).get(reverse("entitlements:perspective", args=[selam.pk])).status_code == 404


def test_number_of_queries_does_not_grow_with_the_family(bruecke, signed_in, selam, django_assert_max_num_queries):
    client = signed_in("jana")
    url = reverse("entitlements:perspective", args=[selam.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(4):
        making.relative(bruecke, selam, f"Kind Nummer{number}", "child", born=date(2015, 1, 1 + number))
    with django_assert_max_num_queries(len(few)):
        client.get(url)


def test_door_behind_a_wait_that_lacks_only_what_can_be_reached_names_the_gap_and_the_earliest_day(bruecke):
    told = {"livelihood_mostly_secured": True, "civic_knowledge": True, "enough_housing": True}
    case = making.selam(bruecke, asylum_lodged_on=date(2025, 2, 10), german_a2=False, revocation_notice=False, **told)
    row = rows_of(bruecke, case)["settlement_refugee_5_years"]
    assert (row.badge.text, row.gaps, row.asked) == ("frühestens 11.02.2030", ("Deutsch A2",), ())


def test_door_that_needs_another_status_is_not_within_reach(bruecke):
    case = making.selam(bruecke, "leave_25_3", asylum_lodged_on=date(2025, 2, 10), german_a2=False)
    assert "settlement_refugee_5_years" not in rows_of(bruecke, case)


def test_claim_names_what_restricts_it_and_what_still_may(bruecke):
    row = rows_of(bruecke, making.on_benefits(bruecke))["asylblg_basic_benefits_cash_level"]
    assert [rule.id for rule in row.shut_by] == [making.REDUCED]
    assert "asylblg_reduction_missed_cooperation" in [rule.id for rule in row.maybe_shut]
    assert making.REDUCED not in [rule.id for rule in row.maybe_shut]


def test_of_what_may_restrict_a_claim_two_are_named_and_the_others_counted(bruecke, signed_in):
    case = making.on_benefits(bruecke)
    row = rows_of(bruecke, case)["asylblg_basic_benefits_cash_level"]
    named = "; ".join(rule.title for rule in row.maybe_shut[:2])
    page = page_of(signed_in, case).content.decode()
    assert f"<b>Noch zu klären, ob eingeschränkt:</b> {named} und {len(row.maybe_shut) - 2} weitere</p>" in page


def test_restriction_that_is_not_known_is_no_row_of_its_own(bruecke):
    rows = rows_of(bruecke, making.on_benefits(bruecke))
    assert "asylblg_reduction_missed_cooperation" not in rows
    assert making.REDUCED in rows


def test_restriction_counts_from_the_day_on_which_a_door_opens(bruecke):
    row = rows_of(bruecke, making.on_benefits(bruecke))["work_no_ba_consent_after_4_years"]
    assert row.state == "opening"
    assert [rule.id for rule in row.maybe_shut] == ["work_asylum_accelerated_barred"]


def test_ribbon_says_like_the_other_pages_what_hangs_on_the_sealed_box(bruecke, monkeypatch):
    case = making.on_benefits(bruecke)
    monkeypatch.setattr(doors, "hangs_on_sealed", lambda rule: rule == "gestattung_document_claim")
    assert [name for name, row in rows_of(bruecke, case).items() if row.is_sealed] == ["gestattung_document_claim"]


def test_behind_the_shield_only_the_person_in_hand_has_a_name(bruecke, signed_in, selam):
    making.child_at_home(bruecke, selam, "Feven", date(2010, 5, 1))
    client = signed_in("jana")
    client.post(reverse("access:shield"))
    page = client.get(reverse("entitlements:perspective", args=[selam.pk])).content.decode()
    assert [name for name in ("Dawit", "Yonas", "Feven") if name in page] == []
    assert [words for words in ("für DK, für YD", "wird YD 18", "wird FT 18", "Selam") if words not in page] == []


def test_birthday_in_the_household_is_a_look_at_that_file(bruecke, signed_in, selam):
    soon = making.child_at_home(bruecke, selam, "Feven", date(2010, 5, 1))
    grown = making.child_at_home(bruecke, selam, "Liya", date(2005, 5, 1))
    page_of(signed_in, selam)
    looks = ReadEvent.objects.filter(purpose="entitlement.read").values_list("subject", flat=True)
    assert soon.person_id in looks
    assert grown.person_id not in looks
