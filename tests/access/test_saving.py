"""What a request leaves behind is written with what it saved."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wegbuch.counselling import services
from wegbuch.counselling.models import FollowUp

SAID = "Wiedervorlage erledigt."


@pytest.fixture
def follow_up(bruecke) -> FollowUp:
    return services.set_follow_up(owner=bruecke.jana, due_on=bruecke.today, case=bruecke.mariams_case)


@pytest.fixture
def jana(signed_in):
    """Signed in for a while: her session stands."""
    client = signed_in("jana")
    client.get("/heute/")
    return client


def settle(client, follow_up: FollowUp):
    return client.post(reverse("counselling:follow_up_done", args=[follow_up.pk]))


def test_the_session_is_written_before_the_one_step_ends(jana, follow_up):
    with CaptureQueriesContext(connection) as asked:
        settle(jana, follow_up)
    words = [query["sql"].split('"')[0] + query["sql"].partition('"')[2].partition('"')[0] for query in asked]
    steps = [number for number, word in enumerate(words) if word.startswith("RELEASE SAVEPOINT")]
    written = [number for number, word in enumerate(words) if word == "UPDATE django_session"]
    assert len(written) == 1
    assert written[0] < steps[-1] == len(words) - 1


def test_what_was_said_stands_on_the_next_page_once(jana, follow_up):
    settle(jana, follow_up)
    assert SAID in jana.get("/heute/").content.decode()
    assert SAID not in jana.get("/heute/").content.decode()


def test_two_things_said_one_after_the_other_both_stand_there(jana, follow_up, bruecke):
    second = services.set_follow_up(owner=bruecke.jana, due_on=bruecke.today, case=bruecke.mariams_case)
    settle(jana, follow_up)
    settle(jana, second)
    assert jana.get("/heute/").content.decode().count(SAID) == 2


def test_of_what_was_not_saved_nothing_is_said(jana, follow_up, monkeypatch):
    monkeypatch.setattr("wegbuch.counselling.views.follow_ups.way_back", lambda *_: 1 / 0)
    jana.raise_request_exception = False
    assert settle(jana, follow_up).status_code == 500
    assert SAID not in jana.get("/heute/").content.decode()
    follow_up.refresh_from_db()
    assert follow_up.done_at is None


def test_a_session_that_ended_meanwhile_takes_nothing_with_it(jana, follow_up, monkeypatch):
    finish = services.finish

    def finish_and_end(row: FollowUp) -> None:
        finish(row)
        Session.objects.all().delete()

    monkeypatch.setattr(services, "finish", finish_and_end)
    assert settle(jana, follow_up).status_code == 400
    follow_up.refresh_from_db()
    assert follow_up.done_at


def test_a_session_that_changes_its_key_sends_its_cookie(jana, follow_up, monkeypatch):
    before = jana.cookies["wegbuch"].value
    keys = []

    def with_a_new_key(request, otherwise):
        request.session.cycle_key()
        keys.append(request.session.session_key)
        return otherwise

    monkeypatch.setattr("wegbuch.counselling.views.follow_ups.way_back", with_a_new_key)
    settle(jana, follow_up)
    assert keys == [jana.cookies["wegbuch"].value] != [before]
    assert SAID in jana.get("/heute/").content.decode()
