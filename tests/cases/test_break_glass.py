"""A file opened outside one's case team: with a reason, for a while, and seen by those who look after it."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from wegbuch.access import policy, words
from wegbuch.access import services as access
from wegbuch.access.checks import patterns
from wegbuch.access.services import NotPossible
from wegbuch.cases import readings
from wegbuch.cases.fact_pages import KINDS
from wegbuch.cases.models import Case, CaseAccess, Household, HouseholdMember, RelativeAbroad
from wegbuch.cases.services import cases, households
from wegbuch.core import clock
from wegbuch.core.clock import travelled
from wegbuch.counselling.models import Contact, FollowUp

REASON = "Hodan steht vor der Tür und Katja ist krank."


def opening(case):
    return reverse("cases:break_glass", args=[case.pk])


def opened(world):
    return cases.break_glass(world.katjas_case, user=world.jana, reason=REASON)


def test_file_opens_with_a_reason_and_leads_to_the_case(bruecke, signed_in):
    client = signed_in("jana")
    assert client.get(bruecke.katjas_case.get_absolute_url()).status_code == 404
    answer = client.post(opening(bruecke.katjas_case), {"reason": REASON})
    assert answer.url == bruecke.katjas_case.get_absolute_url()
    assert client.get(answer.url).status_code == 200


def test_page_says_until_when_the_file_opens(bruecke, signed_in, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 26, 7, 30, tzinfo=UTC))
    assert "Öffnen bis 16:30" in signed_in("jana").get(opening(bruecke.katjas_case)).content.decode()


def test_short_reason_is_refused_and_stays_in_the_field(bruecke, signed_in):
    page = signed_in("jana").post(opening(bruecke.katjas_case), {"reason": "dringend"}).content.decode()
    assert "Bitte schreiben Sie einen ganzen Satz: mindestens 20 Zeichen." in page
    assert ">\ndringend</textarea>" in page


def test_file_is_closed_after_eight_hours_and_a_minute(bruecke):
    opened(bruecke)
    with travelled(timedelta(hours=7, minutes=59)):
        assert bruecke.katjas_case in Case.objects.visible_to(bruecke.jana)
    with travelled(timedelta(hours=8, minutes=1)):
        assert bruecke.katjas_case not in Case.objects.visible_to(bruecke.jana)


def test_fourth_opening_in_a_month_is_refused_on_the_page(bruecke, signed_in):
    for _ in range(3):
        opened(bruecke)
        cases.close_glass(bruecke.katjas_case, user=bruecke.jana)
    page = signed_in("jana").post(opening(bruecke.katjas_case), {"reason": REASON}).content.decode()
    assert "Sie haben in 30 Tagen schon dreimal so geöffnet." in page


def test_reviewed_openings_no_longer_count(bruecke):
    for _ in range(3):
        cases.review_glass(opened(bruecke), reviewer=bruecke.dpo)
    assert opened(bruecke)


def test_hidden_person_cannot_be_opened(bruecke, signed_in):
    client = signed_in("jana")
    assert client.get(opening(bruecke.hidden_case)).status_code == 404
    assert client.post(opening(bruecke.hidden_case), {"reason": REASON}).status_code == 404


@pytest.mark.parametrize("name", ["lead", "dpo", "settlement", "olga"])
def test_nobody_else_can_open(bruecke, signed_in, name):
    assert signed_in(name).get(opening(bruecke.katjas_case)).status_code == 404


def test_opening_is_ended_by_hand(bruecke, signed_in):
    opened(bruecke)
    client = signed_in("jana")
    client.post(reverse("cases:close_glass", args=[bruecke.katjas_case.pk]))
    assert client.get(bruecke.katjas_case.get_absolute_url()).status_code == 404


def test_second_click_on_open_leads_to_the_case(bruecke, signed_in):
    client = signed_in("jana")
    client.post(opening(bruecke.katjas_case), {"reason": REASON})
    assert client.post(opening(bruecke.katjas_case), {"reason": REASON}).url == bruecke.katjas_case.get_absolute_url()
    assert CaseAccess.objects.filter(user=bruecke.jana, kind="break_glass").count() == 1


# reading, not changing

CHANGING = ("person_edit", "case_close", "merge", *(kind.name for kind in KINDS))


@pytest.mark.parametrize("name", CHANGING)
def test_opened_file_is_not_changed(bruecke, signed_in, name):
    opened(bruecke)
    assert signed_in("jana").get(reverse(f"cases:{name}", args=[bruecke.katjas_case.pk])).status_code == 404


def test_opened_file_that_has_ended_is_not_reopened(bruecke, signed_in):
    cases.close_case(bruecke.katjas_case, closed_on=date(2026, 11, 25), reason="other", version=1)
    opened(bruecke)
    answer = signed_in("jana").post(reverse("cases:case_reopen", args=[bruecke.katjas_case.pk]), {"seen_version": "2"})
    assert answer.status_code == 404


def changing_links(page):
    """Every link of a page that leads to something that changes the file."""
    names = [*CHANGING, "case_reopen"]
    return [name for name in names if re.search(rf'(?:href|action)="{pattern_of(name)}"', page)]


def pattern_of(name):
    return re.escape(reverse(f"cases:{name}", args=[UUID(int=0)])).replace(re.escape(str(UUID(int=0))), "[^/]+")


def furnished(case):
    """The case with a household, a relative abroad and a sealed number, so that its page shows all it can."""
    households.join(households.found_household(number="HB-1"), case.person)
    households.join(households.found_household(number="BG-1", kind="benefit"), case.person)
    RelativeAbroad(person=case.person, name="Ayaan", relation="spouse").save()
    return case


def test_page_of_an_opened_file_offers_no_change(bruecke, signed_in):
    opened(bruecke)
    case = furnished(bruecke.katjas_case)
    page = signed_in("jana").get(case.get_absolute_url()).content.decode()
    assert (changing_links(page), "Ändern<" in page, "Ayaan" in page) == ([], False, True)


def test_page_of_an_own_file_offers_the_change(bruecke, signed_in):
    page = signed_in("katja").get(furnished(bruecke.katjas_case).get_absolute_url()).content.decode()
    assert set(CHANGING) - set(changing_links(page)) == {"membership"}


def test_household_of_an_opened_file_offers_no_change_of_its_days(bruecke, signed_in):
    opened(bruecke)
    household = households.household_of(furnished(bruecke.katjas_case).person)
    page = signed_in("jana").get(reverse("cases:household", args=[household.pk])).content.decode()
    assert ("Hodan" in page, "/zugehoerigkeit/" in page) == (True, False)


def test_person_of_an_opened_file_is_not_put_into_a_household(bruecke, signed_in):
    opened(bruecke)
    url = reverse("cases:household_add", args=[bruecke.habibi.pk])
    signed_in("jana").post(url, {"person": str(bruecke.hodan.pk)})
    assert not HouseholdMember.objects.filter(person=bruecke.hodan).exists()


@pytest.mark.parametrize("name", ["contact_new", "follow_ups_of_case", "contacts_of_case"])
def test_what_happens_is_entered_in_an_opened_file(bruecke, signed_in, name):
    opened(bruecke)
    assert signed_in("jana").get(reverse(f"counselling:{name}", args=[bruecke.katjas_case.pk])).status_code == 200


def test_deputy_changes_the_file(bruecke, signed_in):
    access.name_deputy(
        absent=bruecke.katja,
        deputy=bruecke.jana,
        starts_on=date(2026, 11, 26),
        ends_on=date(2026, 11, 27),
        reason="Urlaub",
    )
    url = reverse("cases:person_edit", args=[bruecke.katjas_case.pk])
    assert signed_in("jana").get(url).status_code == 200


# who looks after it


@pytest.mark.parametrize("name", ["lead", "dpo"])
def test_opening_is_seen_without_the_name_of_the_person(bruecke, signed_in, name):
    opened(bruecke)
    page = signed_in(name).get(reverse("cases:glasses")).content.decode()
    assert bruecke.katjas_case.number in page
    assert REASON in page
    assert "Warsame" not in page


def test_count_of_openings_to_review_stands_in_the_side_bar(bruecke, signed_in):
    opened(bruecke)
    page = signed_in("dpo").get(reverse("cases:glasses")).content.decode()
    assert '<span class="wb-nav__n">1<' in page


def test_data_protection_officer_notes_the_review(bruecke, signed_in):
    access = opened(bruecke)
    signed_in("dpo").post(reverse("cases:glass_review", args=[access.pk]))
    assert CaseAccess.objects.get(pk=access.pk).reviewed_by == bruecke.dpo


def test_lead_does_not_review(bruecke, signed_in):
    access = opened(bruecke)
    assert signed_in("lead").post(reverse("cases:glass_review", args=[access.pk])).status_code == 404


def test_own_place_in_a_team_is_no_opening(bruecke, signed_in):
    row = CaseAccess.objects.get(case=bruecke.katjas_case)
    assert signed_in("dpo").post(reverse("cases:glass_review", args=[row.pk])).status_code == 404


def test_workers_and_other_organisations_see_no_openings(bruecke, signed_in):
    opened(bruecke)
    assert signed_in("jana").get(reverse("cases:glasses")).status_code == 404
    assert REASON not in signed_in("other_dpo").get(reverse("cases:glasses")).content.decode()


# the person's own list


def test_person_reads_who_opened_her_file_and_why(bruecke, signed_in):
    signed_in("jana").post(opening(bruecke.katjas_case), {"reason": REASON})
    signed_in("jana").get(bruecke.katjas_case.get_absolute_url())
    page = signed_in("katja").get(reverse("cases:readers", args=[bruecke.katjas_case.pk])).content.decode()
    assert "Jana Roth" in page
    assert f"„{REASON}“" in page
    assert "Akte lesen" in page


def test_looks_older_than_90_days_are_not_shown(bruecke, signed_in):
    signed_in("jana").get(bruecke.mariams_case.get_absolute_url())
    assert readings.readings_of(bruecke.mariam)
    with travelled(timedelta(days=91)):
        assert readings.readings_of(bruecke.mariam) == []


def test_stranger_does_not_see_who_read(bruecke, signed_in):
    assert signed_in("katja").get(reverse("cases:readers", args=[bruecke.mariams_case.pk])).status_code == 404


def test_every_look_at_a_file_has_a_german_purpose():
    views = [pattern.callback for _route, pattern in patterns()]
    files = {Case, Household, Contact, FollowUp}
    actions = {view.gate_action for view in views if getattr(view, "gate_model", None) in files}
    assert actions <= set(words.PURPOSES)
    assert set(words.PURPOSES) <= set(policy.POLICY)


def test_opening_without_any_reason_is_not_possible(bruecke):
    with pytest.raises(NotPossible):
        cases.break_glass(bruecke.katjas_case, user=bruecke.jana, reason=" " * 40)
