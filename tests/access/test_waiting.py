"""What waits behind the doors of the side bar is counted anew when something changed, and only then."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wegbuch.access import waiting
from wegbuch.access.models import Membership
from wegbuch.access.roles import Role
from wegbuch.cases.services import cases
from wegbuch.core import clock, tenant
from wegbuch.counselling import services

pytestmark = pytest.mark.keeps_counts


def shown(client) -> int:
    """What the door of Heute says."""
    doors = client.get(reverse("access:account")).context["frame"].areas
    return next(door.count for door in doors if door.url == reverse("counselling:today"))


def set_one(world) -> None:
    with tenant.acting_for(world.bruecke.pk):
        services.set_follow_up(owner=world.jana, due_on=date(2026, 11, 26), case=world.mariams_case)


def talk(world) -> None:
    """A contact with Mariam, without a follow-up."""
    what = {"task_area": 3, "form": "conversation", "minutes": 20, "language": "prs", "channel": "none"}
    with tenant.acting_for(world.bruecke.pk):
        services.record_contact(
            author=world.jana, team=world.muehlenau, cases=[world.mariams_case], held_on=world.today, **what
        )


def test_the_second_page_does_not_count_again(world, signed_in):
    client = signed_in("jana")
    shown(client)
    with CaptureQueriesContext(connection) as asked:
        shown(client)
    assert not [query for query in asked if "counselling_followup" in query["sql"]]


def test_a_new_follow_up_shows_on_the_next_page(world, signed_in):
    client = signed_in("jana")
    before = shown(client)
    set_one(world)
    assert shown(client) == before + 1


def test_a_colleagues_count_is_not_mine(world, signed_in):
    before = shown(signed_in("thomas"))
    set_one(world)
    shown(signed_in("jana"))
    assert shown(signed_in("thomas")) == before


def test_with_the_sign_out_nothing_is_known_of_her(world, signed_in):
    client = signed_in("jana")
    shown(client)
    shown(signed_in("thomas"))
    assert waiting._known(world.jana.pk)
    client.post(reverse("account_logout"))
    assert not waiting._known(world.jana.pk)
    assert waiting._known(world.thomas.pk)


def test_whoever_was_here_longest_ago_is_forgotten(world, signed_in):
    shown(signed_in("jana"))
    for _number in range(waiting.MOST_PEOPLE):
        waiting._known(uuid4())
    assert not waiting._known(world.jana.pk)
    assert waiting._known.cache_info().currsize == waiting.MOST_PEOPLE


def test_after_a_new_contact_nothing_is_counted_again(world, signed_in):
    client = signed_in("jana")
    shown(client)
    talk(world)
    with CaptureQueriesContext(connection) as asked:
        shown(client)
    assert not [query for query in asked if "counselling_followup" in query["sql"]]


def test_a_follow_up_before_a_new_contact_is_counted(world, signed_in):
    client = signed_in("jana")
    before = shown(client)
    set_one(world)
    talk(world)
    assert shown(client) == before + 1


@pytest.mark.parametrize("name", ["jana", "lead", "settlement", "house", "dpo", "coordination", "admin"])
def test_no_question_at_a_glance_reads_what_leaves_answers_standing(world, signed_in, name):
    assert waiting._unasked
    client = signed_in(name)
    waiting.forget()
    with CaptureQueriesContext(connection) as asked:
        for page in ("access:account", "cases:people"):
            client.get(reverse(page))
    questions = " ".join(query["sql"] for query in asked)
    assert not [model for model in waiting._unasked if model.replace(".", "_") in questions]


def test_what_falls_due_over_night_shows_in_the_morning(world, signed_in):
    with tenant.acting_for(world.bruecke.pk):
        services.set_follow_up(owner=world.jana, due_on=date(2026, 11, 27), case=world.mariams_case)
    client = signed_in("jana")
    before = shown(client)
    with clock.travelled(timedelta(days=1)):
        assert shown(signed_in("jana")) == before + 1


def test_a_part_of_a_page_builds_no_frame(bruecke, signed_in):
    client = signed_in("jana")
    address = reverse("counselling:contacts_of_case", args=[bruecke.mariams_case.pk])
    with CaptureQueriesContext(connection) as asked:
        client.get(address, headers={"hx-request": "true"})
    assert not [query for query in asked if "counselling_followup" in query["sql"]]


def test_a_page_without_data_asks_for_session_person_roles_and_the_last_change(world, signed_in):
    client = signed_in("jana")
    client.get(reverse("access:account"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("access:account"))
    assert len(asked) == 5  # with the drafts the page itself shows


def test_a_file_opened_with_a_reason_stands_above_the_next_page(bruecke, signed_in):
    client = signed_in("jana")
    assert b"wb-glass" not in client.get(reverse("access:account")).content
    cases.break_glass(bruecke.katjas_case, user=bruecke.jana, reason="Hodan steht vor der Tür und Katja ist krank.")
    assert b"wb-glass" in client.get(reverse("access:account")).content
    assert b"wb-glass" not in signed_in("thomas").get(reverse("access:account")).content


def test_it_is_gone_with_the_minute_it_closes(bruecke, signed_in, monkeypatch):
    client = signed_in("jana")
    cases.break_glass(bruecke.katjas_case, user=bruecke.jana, reason="Hodan steht vor der Tür und Katja ist krank.")
    client.get(reverse("access:account"))
    monkeypatch.setattr(waiting.Glance, "_mark", waiting.Mark(0, clock.now()))
    client.get(reverse("access:account"))
    with clock.travelled(timedelta(hours=8, seconds=1)):
        assert b"wb-glass" not in signed_in("jana").get(reverse("access:account")).content


def test_a_role_that_ended_takes_its_doors_along(bruecke, signed_in):
    client = signed_in("jana")
    before = {door.url for door in client.get(reverse("access:account")).context["frame"].areas}
    Membership(user=bruecke.jana, role=Role.LEAD, starts_on=date(2026, 11, 1)).save()
    membership = bruecke.jana.memberships.get(role=Role.WORKER)
    membership.ends_on = date(2026, 11, 25)
    membership.save()
    after = {door.url for door in client.get(reverse("access:account")).context["frame"].areas}
    assert reverse("cases:people") in before - after


def test_a_role_of_tomorrow_opens_no_door_today(bruecke, signed_in):
    Membership(user=bruecke.jana, role=Role.LEAD, starts_on=date(2026, 11, 27)).save()
    doors = signed_in("jana").get(reverse("access:account")).context["frame"].areas
    assert reverse("access:staff") not in {door.url for door in doors}
