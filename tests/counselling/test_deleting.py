"""An entry is deleted by the person who wrote it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from wegbuch.access.models import AuditEvent
from wegbuch.cases.services.cases import add_to_team
from wegbuch.core import clock
from wegbuch.counselling.models import Contact, FollowUp, Participation


@pytest.fixture
def page(bruecke) -> str:
    return reverse("counselling:contact_delete", args=[bruecke.contact.pk])


def test_an_entry_is_deleted_two_days_later_with_what_hangs_on_it(bruecke, signed_in, page):
    with clock.travelled(timedelta(days=2)):
        answer = signed_in("jana").post(page)
    assert answer["Location"] == bruecke.mariams_case.get_absolute_url()
    assert [model.objects.count() for model in (Contact, Participation, FollowUp)] == [0, 0, 0]


def test_the_log_keeps_that_it_was_there(bruecke, signed_in, page):
    signed_in("jana").post(page)
    event = AuditEvent.objects.filter(object_id=str(bruecke.contact.pk)).order_by("-number").first()
    assert (event.user, "Schulamt" in str(vars(event))) == (bruecke.jana.pk, False)


def test_it_is_asked_first_and_nothing_is_gone_by_looking(bruecke, signed_in, page):
    text = signed_in("jana").get(page).content.decode()
    assert "Diesen Eintrag löschen?" in text
    assert "Der Vorgang bleibt im Protokoll, der Text nicht." in text
    assert "Schulplatz Zahra nachfragen" in text
    assert Contact.objects.count() == 1


def test_the_way_there_stands_on_the_page_of_a_change(bruecke, signed_in, page):
    change = reverse("counselling:contact_change", args=[bruecke.contact.pk])
    add_to_team(bruecke.mariams_case, bruecke.thomas)
    assert page in signed_in("jana").get(change).content.decode()
    assert page not in signed_in("thomas").get(change).content.decode()


@pytest.mark.parametrize("name", ["thomas", "lead", "olga"])
def test_nobody_else_deletes_it_also_not_of_the_case_team(bruecke, signed_in, page, name):
    add_to_team(bruecke.mariams_case, bruecke.thomas)
    assert signed_in(name).post(page).status_code == 404
    assert Contact.objects.count() == 1
