"""Follow-ups: set, done, open again, moved."""

from datetime import date

import pytest
from django.urls import reverse

from wegbuch.counselling.models import FollowUp


@pytest.fixture
def due(bruecke) -> FollowUp:
    return FollowUp.objects.get()


def address(name: str, row) -> str:
    return reverse(f"counselling:{name}", args=[row.pk])


def test_a_follow_up_is_done_and_opened_again(bruecke, signed_in, due):
    jana = signed_in("jana")
    page = jana.post(address("follow_up_done", due), {"next": "/heute/"}, follow=True)
    assert FollowUp.objects.get().done_at is not None
    assert address("follow_up_reopen", due) in page.content.decode()
    jana.post(address("follow_up_reopen", due))
    assert FollowUp.objects.get().done_at is None


def test_a_follow_up_is_moved(bruecke, signed_in, due):
    signed_in("jana").post(address("follow_up_move", due), {"moved_to": "date", "due_on": "5.12."})
    assert FollowUp.objects.get().due_on == date(2026, 12, 5)


@pytest.mark.parametrize(("chip", "day"), [("tomorrow", date(2026, 11, 27)), ("week", date(2026, 12, 3))])
def test_a_follow_up_is_moved_with_one_chip(bruecke, signed_in, due, chip, day):
    signed_in("jana").post(address("follow_up_move", due), {"moved_to": chip})
    assert FollowUp.objects.get().due_on == day


def test_a_follow_up_cannot_be_moved_into_the_past(bruecke, signed_in, due):
    page = signed_in("jana").post(address("follow_up_move", due), {"moved_to": "date", "due_on": "25.11.2026"})
    assert "Der Tag ist schon vorbei." in page.content.decode()
    assert FollowUp.objects.get().due_on == date(2026, 11, 26)


def test_a_new_one_is_set_in_a_file(bruecke, signed_in):
    signed_in("jana").post(
        address("follow_ups_of_case", bruecke.zahras_case), {"due_on": "in 1 Woche", "text": "Impfpass"}
    )
    row = FollowUp.objects.get(case=bruecke.zahras_case)
    assert (row.due_on, row.text, row.owner_id) == (date(2026, 12, 3), "Impfpass", bruecke.jana.pk)


def test_the_way_back_leads_nowhere_else(bruecke, signed_in, due):
    answer = signed_in("jana").post(address("follow_up_done", due), {"next": "https://example.org/"})
    assert answer["Location"] == "/heute/"


@pytest.mark.parametrize("name", ["follow_up_done", "follow_up_reopen", "follow_up_move"])
@pytest.mark.parametrize("who", ["thomas", "lead", "olga"])
def test_a_stranger_changes_no_follow_up(bruecke, signed_in, due, name, who):
    assert signed_in(who).post(address(name, due), {"due_on": "5.12."}).status_code == 404


def test_the_panel_of_a_file_lists_what_is_open(bruecke, signed_in):
    part = signed_in("jana").get(address("follow_ups_of_case", bruecke.mariams_case), headers={"HX-Request": "true"})
    assert "Schulplatz Zahra nachfragen" in part.content.decode()
    assert "<html" not in part.content.decode()
