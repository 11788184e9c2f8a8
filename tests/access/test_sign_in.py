"""Signing in, being braked, being locked, being signed out."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from wegbuch.access.models import AuditEvent, Draft, Membership
from wegbuch.core import clock

SIGN_IN = "/anmelden/"


@pytest.fixture(autouse=True)
def _fresh_brake():
    cache.clear()


def attempt(client: Client, world, password: str, email: str = "jana@example.org", **extra):
    return client.post(SIGN_IN, {"login": email, "password": password}, **extra)


def test_a_counsellor_signs_in_and_lands_on_her_start_page(world):
    client = Client()
    answer = attempt(client, world, world.password)
    assert answer.status_code == 302
    assert client.get("/", follow=True).status_code == 200


def test_wrong_password_and_unknown_address_get_the_same_answer(world):
    wrong = attempt(Client(), world, "falsch")
    unknown = attempt(Client(), world, "falsch", email="niemand@example.org")
    for answer in (wrong, unknown):
        assert "Adresse oder Passwort stimmt nicht." in answer.content.decode()


def last_event(chain: str) -> AuditEvent:
    return AuditEvent.objects.filter(chain=chain).order_by("number").last()


def test_a_sign_in_stands_in_the_log_of_the_organisation(world):
    attempt(Client(), world, world.password)
    event = last_event(f"changes:{world.bruecke.pk}")
    assert (event.action, event.user, event.part) == ("signed_in", world.jana.pk, "sign-in")
    assert (event.model, event.object_id) == ("access.user", str(world.jana.pk))


def test_a_failed_sign_in_stands_in_the_log_without_the_address(world):
    attempt(Client(), world, "falsch", email="JANA@example.org")
    event = last_event(f"changes:{world.bruecke.pk}")
    assert (event.action, event.user, event.part) == ("sign_in_failed", None, "sign-in")
    assert event.object_id == str(world.jana.pk)
    assert "example.org" not in repr(vars(event))


def test_an_attempt_with_an_unknown_address_leaves_no_trace_of_it(world):
    before = AuditEvent.objects.count()
    attempt(Client(), world, "falsch", email="niemand@example.org")
    assert AuditEvent.objects.count() == before


def test_a_sign_in_above_the_organisations_stands_in_the_log_of_the_system(world):
    attempt(Client(), world, world.password, email="admin@example.org")
    assert last_event("changes:system").object_id == str(world.admin.pk)


def test_guessing_is_braked_by_the_tenth_try(world):
    client = Client()
    for _ in range(9):
        attempt(client, world, "falsch")
    answer = attempt(client, world, world.password)
    assert "_auth_user_id" not in client.session
    assert "Zu viele Versuche" in answer.content.decode()


def test_nobody_can_lock_a_colleague_out_from_elsewhere(world):
    for _ in range(20):
        attempt(Client(), world, "falsch", REMOTE_ADDR="192.0.2.7")
    assert attempt(Client(), world, world.password).status_code == 302


def test_what_a_foreign_page_sends_to_a_locked_session_is_not_kept(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.jana)
    client.get("/konto/")
    with clock.travelled(timedelta(minutes=16)):
        client.post("/eintrag/", {"note": "von anderswo"})
    assert not Draft.objects.exists()


def test_a_colleague_behind_the_same_address_still_signs_in(world):
    for _ in range(9):
        attempt(Client(), world, "falsch")
    assert attempt(Client(), world, world.password, email="thomas@example.org").status_code == 302


def test_the_session_gets_a_new_id_at_sign_in(world):
    client = Client()
    client.get(SIGN_IN)
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["wegbuch"] = before = session.session_key
    attempt(client, world, world.password)
    assert client.session.session_key != before


def test_nobody_can_sign_up():
    assert Client().get("/anmelden/neu/").status_code == 404


def test_an_ended_role_ends_at_the_next_click(world, signed_in):
    client = signed_in("jana")
    assert client.get("/konto/").status_code == 200
    membership = Membership.objects.get(user=world.jana)
    membership.ends_on = clock.today() - timedelta(days=1)
    membership.save()
    assert client.get("/konto/").url.startswith(SIGN_IN)


def test_an_idle_session_locks_and_opens_with_the_password(world, signed_in):
    client = signed_in("jana")
    client.get("/konto/")
    with clock.travelled(timedelta(minutes=16)):
        answer = client.get("/konto/")
        assert answer.url.startswith("/entsperren/")
        assert "Jana Roth" in client.get(answer.url).content.decode()
        assert client.get("/konto/").status_code == 302
        assert client.post(answer.url, {"password": "falsch"}).status_code == 200
        assert client.post(answer.url, {"password": world.password}).url == "/konto/"
        assert client.get("/konto/").status_code == 200


def test_a_working_session_does_not_lock(signed_in):
    client = signed_in("jana")
    client.get("/konto/")
    for minutes in (10, 20, 30):
        with clock.travelled(timedelta(minutes=minutes)):
            assert client.get("/konto/").status_code == 200


def test_autosave_does_not_keep_a_session_awake(signed_in):
    client = signed_in("jana")
    client.get("/konto/")
    for minutes in (5, 10, 14):
        with clock.travelled(timedelta(minutes=minutes)):
            client.post("/entwurf/", {"path": "/eintrag/"}, headers={"X-Wegbuch-Autosave": "1"})
    with clock.travelled(timedelta(minutes=16)):
        assert client.get("/konto/").url.startswith("/entsperren/")


def test_after_ten_hours_the_session_ends(signed_in):
    client = signed_in("jana")
    client.get("/konto/")
    for step in range(1, 45):
        with clock.travelled(timedelta(minutes=14 * step)):
            answer = client.get("/konto/")
            if answer.status_code != 200:
                break
    assert answer.url.startswith(SIGN_IN)


def test_a_session_whose_time_is_over_is_nobodys(signed_in):
    client = signed_in("jana")
    Session.objects.update(expire_date=timezone.now())
    assert client.get("/menschen/").headers["Location"].startswith(SIGN_IN)


@pytest.mark.django_db
def test_a_session_that_never_was_is_nobodys():
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert client.get("/menschen/").headers["Location"].startswith(SIGN_IN)


def test_an_account_that_was_closed_is_signed_out_at_the_next_click(world, signed_in):
    client = signed_in("jana")
    world.jana.is_active = False
    world.jana.save()
    assert client.get("/menschen/").headers["Location"].startswith(SIGN_IN)


def test_every_page_names_where_somebody_works(world, signed_in):
    assert world.bruecke.short_name in signed_in("jana").get("/konto/").content.decode()


def test_locking_by_hand_locks_at_once(signed_in):
    client = signed_in("jana")
    client.post("/sperren/")
    assert client.get("/konto/").url.startswith("/entsperren/")


def test_signing_out_clears_the_device(signed_in):
    client = signed_in("jana")
    answer = client.post("/abmelden/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/konto/").url.startswith(SIGN_IN)


def test_a_redirect_after_unlocking_stays_in_the_house(world, signed_in):
    client = signed_in("jana")
    client.post("/sperren/")
    answer = client.post("/entsperren/?next=https://example.net/", {"password": world.password})
    assert answer.url == "/"


def test_a_password_never_becomes_part_of_a_draft(signed_in):
    client = signed_in("jana")
    client.post("/sperren/")
    client.post("/konto/passwort/", {"oldpassword": "a", "password1": "b", "password2": "b"})
    assert not Draft.objects.exists()


def test_the_log_of_a_failed_request_names_no_value(caplog):
    from wegbuch.core.logs import QuietFormatter

    try:
        raise ValueError("Mariam Habibi")
    except ValueError as problem:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "x", 1, "Habibi", (), (ValueError, problem, problem.__traceback__)
        )
    assert "Habibi" not in QuietFormatter().format(record)
