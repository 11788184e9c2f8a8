"""Applications: what does not belong there, who is offered changes, and two who save at once."""

import re

import pytest
from django.urls import reverse

from tests.procedures import making as procedures
from wegbuch.cases.services import cases, merges, people
from wegbuch.entitlements.models import Application
from wegbuch.entitlements.services import applications

from . import making_applications as making
from .making_applications import url

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
ELSEWHERE = "Nichts zu Gesundheit, Gewalt oder Rückkehr. Das gehört auf die geschützte Seite."
# Addresses of pages and buttons that change something.
CHANGING = re.compile(r"/antrag/[^/]+/.+|/antrag/$|/unterlage/|/leistungen|/aufenthalt|/wohnen|/brief|/post")


@pytest.fixture
def planned(world, bruecke) -> Application:
    return making.planned(world)


@pytest.fixture
def overtaken(monkeypatch):
    """Lets a colleague save the row just before this service does."""

    def overtake(name: str) -> None:
        act = getattr(applications, name)

        def late(row, **given):
            theirs = type(row).objects.get(pk=row.pk)
            field = "note" if isinstance(row, Application) else "name"
            setattr(theirs, field, "von Thomas")
            theirs.save()
            return act(row, **given)

        monkeypatch.setattr(applications, name, late)

    return overtake


def new_url(world):
    return reverse("entitlements:application_new", args=[world.mariams_case.pk])


# ---- what does not belong there


@pytest.mark.parametrize(("page", "times"), [("new", 2), ("change", 2), ("paper", 1), ("decided", 1), ("closed", 1)])
def test_beside_every_free_text_stands_what_belongs_on_the_sealed_page(world, bruecke, signed_in, page, times):
    row = making.filed(world)
    address = {"new": new_url(world), "paper": url("application", row)}
    answer = signed_in("jana").get(address.get(page) or url(f"application_{page}", row))
    assert answer.text.count(ELSEWHERE) == times


@pytest.mark.parametrize("page", ["new", "change"])
def test_in_the_field_of_the_office_stands_only_the_office(world, planned, signed_in, page):
    address = new_url(world) if page == "new" else url("application_change", planned)
    assert "Nur die Stelle, nichts zur Person." in signed_in("jana").get(address).text


def test_the_same_words_sent_twice_are_noted_once_and_the_page_says_so(world, bruecke, signed_in):
    jana, sent = signed_in("jana"), {"title": "Fahrkarte", "responsible": str(world.jana.pk)}
    jana.post(new_url(world), sent)
    assert "eben schon vorgemerkt" in jana.post(new_url(world), sent).text
    assert Application.objects.count() == 1


def test_a_merge_keeps_two_running_applications_for_the_same_rule(world, planned):
    given = {"given_name": "Maryam", "surname": "Habiby", "sex": "f", "form": "housing_based_msa"}
    double = people.take_in(user=world.jana, team=world.muehlenau, opened_on=making.TODAY, **given)
    making.planned(world, person=double.person)
    merges.merge(kept=double.person, merged=world.mariam, user=world.jana)
    assert Application.objects.filter(person=double.person).count() == 2


# ---- two who save at once


def test_a_day_to_ask_that_was_overtaken_says_who_saved_and_stays_typed(planned, signed_in, overtaken):
    overtaken("ask_again")
    page = signed_in("jana").post(url("application_asked", planned), {"look_again_on": "10.12.2026"}).text
    assert ("inzwischen" in page, 'value="10.12.2026"' in page) == (True, True)


def test_a_tick_that_was_overtaken_says_who_saved(planned, signed_in, overtaken):
    overtaken("tick_paper")
    sent = {"da": "1"}
    page = signed_in("jana").post(url("application_paper", making.paper(planned)), sent, follow=True).text
    assert "inzwischen" in page


def test_what_was_overtaken_leaves_no_step(planned, signed_in, overtaken):
    overtaken("ask_again")
    signed_in("jana").post(url("application_asked", planned), {"look_again_on": "10.12.2026"})
    assert making.states(planned) == ["claimed"]


# ---- who opened the file with a reason


def offered(page: str) -> list[str]:
    """Forms and links of the main part that lead to a change."""
    main = page[page.index("<main") : page.index("</main>")]
    found = re.findall(r'(?:href|action)="([^"]+)"', main)
    return [address for address in found if CHANGING.search(address)]


def test_who_only_reads_is_offered_no_change_on_the_page_of_an_application(world, bruecke, signed_in):
    row = making.decided(world, "partly")
    deadline = procedures.deadline(world)
    applications.link_deadline(row, by=world.jana, version=row.version, deadline=deadline.pk)
    assert offered(signed_in("jana").get(url("application", row)).text)
    cases.break_glass(world.mariams_case, user=world.katja, reason="Anruf der Familienkasse heute")
    page = signed_in("katja").get(url("application", row)).text
    assert (offered(page), "tragen Sie dort ein" in page) == ([], False)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_who_only_reads_is_offered_no_new_application(world, planned, signed_in, headers):
    cases.break_glass(world.mariams_case, user=world.katja, reason="Anruf der Familienkasse heute")
    page = signed_in("katja").get(url("applications_of_case", world.mariams_case), headers=headers).text
    assert new_url(world) not in page
