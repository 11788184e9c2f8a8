"""An invitation: one link, one account, fourteen days."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wegbuch.access import services
from wegbuch.access.models import Invitation, User
from wegbuch.access.roles import Role
from wegbuch.core.clock import travelled

WORDS = "sieben Wege zum ruhigen See"
ACCOUNT = {"name": "Nele Arndt", "password": WORDS, "again": WORDS}


@pytest.fixture
def link(bruecke):
    """A worker's invitation into the Mühlenau team."""
    secret = services.invite(
        email="nele@example.org",
        role=Role.WORKER,
        organisation=bruecke.bruecke,
        team=bruecke.muehlenau,
        invited_by=bruecke.lead,
    )
    return reverse("access:invitation", args=[secret])


def test_lead_invites_and_the_link_is_shown_once(bruecke, signed_in):
    client = signed_in("lead")
    sent = {"email": "nele@example.org", "role": "worker", "team": bruecke.muehlenau.pk}
    page = client.post(reverse("access:invite"), sent).content.decode()
    link = re.search(r"http://testserver(/einladung/[\w-]+/)", page).group(1)
    assert "Dieser Link erscheint nur dieses eine Mal." in page
    assert Client().get(link).status_code == 200
    assert link not in client.get(reverse("access:staff")).content.decode()


def test_worker_needs_a_team_and_the_address_stays(bruecke, signed_in):
    page = (
        signed_in("lead")
        .post(reverse("access:invite"), {"email": "nele@example.org", "role": "worker"})
        .content.decode()
    )
    assert "Ohne Team sieht die Person keine Akten." in page
    assert 'value="nele@example.org"' in page


def test_lead_invites_no_administration(bruecke, signed_in):
    signed_in("lead").post(reverse("access:invite"), {"email": "nele@example.org", "role": "administration"})
    assert not Invitation.objects.exists()


def test_lead_invites_nobody_who_would_review_her(bruecke, signed_in):
    lead = signed_in("lead")
    lead.post(reverse("access:invite"), {"email": "nele@example.org", "role": "data_protection"})
    assert not Invitation.objects.exists()
    assert 'value="data_protection"' not in lead.get(reverse("access:invite")).content.decode()


def test_invitation_that_is_withdrawn_opens_nothing(link, signed_in):
    url = reverse("access:withdraw", args=[Invitation.objects.get().pk])
    lead = signed_in("lead")
    assert url in lead.get(reverse("access:staff")).content.decode()
    assert "Die Einladung ist zurückgezogen." in lead.post(url, follow=True).content.decode()
    assert Client().get(link).status_code == 404
    assert not Invitation.objects.exists()


def test_invitation_of_another_organisation_cannot_be_withdrawn(link, signed_in):
    url = reverse("access:withdraw", args=[Invitation.objects.get().pk])
    assert signed_in("other_lead").post(url).status_code == 404
    assert Client().get(link).status_code == 200


def test_lead_cannot_withdraw_the_invitation_of_data_protection(bruecke, signed_in):
    services.invite(
        email="ds@example.org", role=Role.DATA_PROTECTION, organisation=bruecke.bruecke, invited_by=bruecke.admin
    )
    url = reverse("access:withdraw", args=[Invitation.objects.get().pk])
    lead = signed_in("lead")
    assert lead.post(url).status_code == 404
    assert url not in lead.get(reverse("access:staff")).content.decode()


def test_used_invitation_cannot_be_withdrawn(link, signed_in):
    Client().post(link, ACCOUNT)
    assert signed_in("lead").post(reverse("access:withdraw", args=[Invitation.objects.get().pk])).status_code == 404


def test_address_with_an_account_is_refused(bruecke, signed_in):
    sent = {"email": "katja@example.org", "role": "worker", "team": bruecke.muehlenau.pk}
    page = signed_in("lead").post(reverse("access:invite"), sent).content.decode()
    assert "Für diese Adresse gibt es schon ein Konto." in page


def test_invitation_becomes_an_account_in_its_team(bruecke, link):
    client = Client()
    assert client.post(link, ACCOUNT).status_code == 302
    user = User.objects.get(email="nele@example.org")
    assert (user.roles, user.team, user.organisation) == ({Role.WORKER}, bruecke.muehlenau, bruecke.bruecke)
    assert client.get(reverse("access:account")).status_code == 200


def test_used_invitation_is_gone(link):
    Client().post(link, ACCOUNT)
    assert Client().get(link).status_code == 404
    assert Client().post(link, ACCOUNT).status_code == 404
    assert User.objects.filter(email="nele@example.org").count() == 1


def test_invitation_is_gone_after_fourteen_days(link):
    with travelled(timedelta(days=13, hours=23)):
        assert Client().get(link).status_code == 200
    with travelled(timedelta(days=14, minutes=1)):
        assert Client().get(link).status_code == 404


def test_unknown_link_is_not_found(db):
    assert Client().get(reverse("access:invitation", args=["a" * 43])).status_code == 404


def test_short_password_is_told_how_long_it_must_be_and_the_name_stays(link):
    page = Client().post(link, {**ACCOUNT, "password": "zu kurz", "again": "zu kurz"}).content.decode()
    assert "Es muss mindestens 15 Zeichen enthalten." in page
    assert 'value="Nele Arndt"' in page
    assert not User.objects.filter(email="nele@example.org").exists()


def test_two_different_passwords_are_refused(link):
    page = Client().post(link, {**ACCOUNT, "again": WORDS + "s"}).content.decode()
    assert "Die beiden Passwörter sind verschieden." in page


def test_secret_of_the_link_is_kept_nowhere(link):
    secret = link.rstrip("/").rpartition("/")[2]
    assert secret not in str(Invitation.objects.values().get())
