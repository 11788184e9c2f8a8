"""Who answers for a case, and how a case ends and goes on."""

from datetime import date

import pytest
from django.urls import reverse

from wegbuch.access import services
from wegbuch.access.models import Membership
from wegbuch.cases.models import Case, HousingPeriod
from wegbuch.cases.services import assignment, cases

ASSIGNMENTS = reverse("cases:assignments")


def fresh(case):
    return Case.objects.get(pk=case.pk)


def team_address(case):
    return reverse("cases:case_team", args=[case.pk])


# assigning


def test_lead_sees_running_cases_without_names(bruecke, signed_in):
    page = signed_in("lead").get(ASSIGNMENTS).content.decode()
    assert f"{bruecke.mariams_case.number}</bdi> · MH" in page
    assert "GU Am Kiefernweg" in page
    assert "Habibi" not in page


def test_lead_sees_of_a_hidden_person_the_number_only(bruecke, signed_in):
    case = bruecke.hidden_case
    HousingPeriod(person=case.person, form="shared_accommodation", facility=bruecke.kiefernweg, room="A1").save()
    client = signed_in("lead")
    for page in (client.get(ASSIGNMENTS, {"wer": bruecke.katja.pk}), client.get(team_address(case))):
        text = page.content.decode()
        assert case.number in text
        assert f"{case.number}</bdi> ·  ST" not in text
        assert " ST" not in text
        assert "Kiefernweg" not in text


def test_workers_have_no_assignment_page(bruecke, signed_in):
    assert signed_in("jana").get(ASSIGNMENTS).status_code == 404
    assert signed_in("jana").get(team_address(bruecke.mariams_case)).status_code == 404


def test_lead_cannot_read_the_case_itself(bruecke, signed_in):
    assert signed_in("lead").get(bruecke.mariams_case.get_absolute_url()).status_code == 404


def test_cases_of_one_worker_are_filtered(bruecke, signed_in):
    page = signed_in("lead").get(ASSIGNMENTS, {"wer": bruecke.katja.pk}).content.decode()
    assert bruecke.katjas_case.number in page
    assert bruecke.mariams_case.number not in page


def test_case_whose_only_worker_has_left_counts_as_without_a_team(bruecke, signed_in):
    services.end_membership(Membership.objects.get(user=bruecke.katja), ended_by=bruecke.lead)
    page = signed_in("lead").get(ASSIGNMENTS, {"wer": "ohne"}).content.decode()
    assert bruecke.katjas_case.number in page
    assert bruecke.mariams_case.number not in page


def test_lead_sets_the_case_team(bruecke, signed_in):
    sent = {"users": [bruecke.thomas.pk, bruecke.katja.pk], "seen": bruecke.jana.pk}
    assert signed_in("lead").post(team_address(bruecke.mariams_case), sent).url == ASSIGNMENTS
    assert assignment.team_of(bruecke.mariams_case) == [bruecke.katja, bruecke.thomas]
    assert bruecke.mariams_case not in Case.objects.visible_to(bruecke.jana)


def test_case_team_that_was_set_meanwhile_is_not_overwritten(bruecke, signed_in):
    cases.set_team(bruecke.mariams_case, [bruecke.thomas])
    sent = {"users": [bruecke.katja.pk], "seen": bruecke.jana.pk}
    page = signed_in("lead").post(team_address(bruecke.mariams_case), sent, follow=True).content.decode()
    assert "Das Fallteam wurde inzwischen gespeichert. Bitte sehen Sie noch einmal nach." in page
    assert assignment.team_of(bruecke.mariams_case) == [bruecke.thomas]


def test_form_of_the_case_team_carries_who_is_in_it(bruecke, signed_in):
    page = signed_in("lead").get(team_address(bruecke.mariams_case)).content.decode()
    assert f'name="seen" value="{bruecke.jana.pk}"' in page


def test_case_team_of_nobody_is_refused(bruecke, signed_in):
    sent = {"users": [], "seen": bruecke.jana.pk}
    page = signed_in("lead").post(team_address(bruecke.mariams_case), sent).content.decode()
    assert "Eine Akte braucht jemanden, der zuständig ist." in page
    assert assignment.team_of(bruecke.mariams_case) == [bruecke.jana]


def test_worker_of_another_organisation_cannot_be_chosen(bruecke, signed_in):
    signed_in("lead").post(team_address(bruecke.mariams_case), {"users": [bruecke.olga.pk]})
    assert assignment.team_of(bruecke.mariams_case) == [bruecke.jana]


def test_lead_of_another_organisation_gets_nothing(bruecke, signed_in):
    assert signed_in("other_lead").get(team_address(bruecke.mariams_case)).status_code == 404


def test_number_of_queries_does_not_grow_with_the_cases(bruecke, signed_in, django_assert_max_num_queries):
    client = signed_in("lead")
    client.get(ASSIGNMENTS)
    with django_assert_max_num_queries(22):
        client.get(ASSIGNMENTS)


# ending


def closing(case):
    return reverse("cases:case_close", args=[case.pk])


def test_case_ends_on_a_day_for_a_reason(bruecke, signed_in):
    signed_in("jana").post(
        closing(bruecke.mariams_case), {"reason": "independent", "closed_on": "gestern", "seen_version": "1"}
    )
    case = fresh(bruecke.mariams_case)
    assert (case.closed_on, case.closing_reason) == (date(2026, 11, 25), "independent")


def test_end_before_the_beginning_is_refused_and_stays_in_the_form(bruecke, signed_in):
    sent = {"reason": "independent", "closed_on": "1.6.2025"}
    page = signed_in("jana").post(closing(bruecke.mariams_case), sent).content.decode()
    assert "Das Ende liegt vor dem Anfang. Bitte prüfen Sie beide Tage." in page
    assert 'value="1.6.2025"' in page
    assert fresh(bruecke.mariams_case).closed_on is None


def test_end_in_the_future_is_refused(bruecke, signed_in):
    sent = {"reason": "independent", "closed_on": "1.12.2026"}
    page = signed_in("jana").post(closing(bruecke.mariams_case), sent).content.decode()
    assert "Das Datum liegt in der Zukunft." in page


def test_missing_reason_is_asked_for(bruecke, signed_in):
    page = signed_in("jana").post(closing(bruecke.mariams_case), {"closed_on": "heute"}).content.decode()
    assert "Grund: Bitte eintragen" in page


def test_closed_case_goes_on(bruecke, signed_in):
    client = signed_in("jana")
    client.post(closing(bruecke.mariams_case), {"reason": "independent", "closed_on": "heute", "seen_version": "1"})
    assert "Beendet am Do 26.11.2026" in client.get(closing(bruecke.mariams_case)).content.decode()
    client.post(reverse("cases:case_reopen", args=[bruecke.mariams_case.pk]), {"seen_version": "2"})
    case = fresh(bruecke.mariams_case)
    assert (case.closed_on, case.closing_reason) == (None, "")


def test_second_of_two_who_close_is_told(bruecke, signed_in):
    client = signed_in("jana")
    client.post(closing(bruecke.mariams_case), {"reason": "independent", "closed_on": "gestern", "seen_version": "1"})
    sent = {"reason": "no_contact", "closed_on": "heute", "seen_version": "1"}
    page = client.post(closing(bruecke.mariams_case), sent).content.decode()
    assert "Sie haben in einem anderen Fenster gespeichert." in page
    assert fresh(bruecke.mariams_case).closing_reason == "independent"


def test_case_that_was_saved_since_it_was_seen_does_not_go_on(bruecke, signed_in):
    client = signed_in("jana")
    client.post(closing(bruecke.mariams_case), {"reason": "independent", "closed_on": "heute", "seen_version": "1"})
    url = reverse("cases:case_reopen", args=[bruecke.mariams_case.pk])
    page = client.post(url, {"seen_version": "1"}, follow=True).content.decode()
    assert "Jana Roth hat inzwischen gespeichert. Bitte sehen Sie noch einmal nach." in page
    assert fresh(bruecke.mariams_case).closing_reason == "independent"


@pytest.mark.parametrize("page", ["case", "case_close"])
def test_button_that_reopens_carries_the_version(bruecke, signed_in, page):
    cases.close_case(bruecke.mariams_case, closed_on=date(2026, 11, 25), reason="other", version=1)
    text = signed_in("jana").get(reverse(f"cases:{page}", args=[bruecke.mariams_case.pk])).content.decode()
    assert 'name="seen_version" value="2"' in text


def test_stranger_closes_and_reopens_nothing(bruecke, signed_in):
    client = signed_in("katja")
    assert client.post(closing(bruecke.mariams_case), {"reason": "other", "closed_on": "heute"}).status_code == 404
    assert client.post(reverse("cases:case_reopen", args=[bruecke.mariams_case.pk])).status_code == 404
