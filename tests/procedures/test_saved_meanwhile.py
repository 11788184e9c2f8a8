"""A colleague saves a deadline in the moment in which somebody else does: the page says so and keeps what was typed."""

from datetime import date

import pytest
from django.urls import reverse

from wegbuch.cases.services.cases import add_to_team
from wegbuch.core import clock
from wegbuch.procedures.models import Deadline
from wegbuch.procedures.services import by_hand, closing, deadlines

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(bruecke):
    return deadlines.open_by_hand(
        user=bruecke.jana, person=bruecke.mariam, act="Unterlagen nachreichen", counts_on=date(2026, 12, 1)
    )


@pytest.fixture
def overtaken(monkeypatch):
    """Lets a colleague save the deadline just before this service does."""

    def overtake(module, name):
        act = getattr(module, name)

        def late(row, *given, **named):
            theirs = Deadline.objects.get(pk=row.pk)
            theirs.touched_at = clock.now()
            theirs.save()
            return act(row, *given, **named)

        monkeypatch.setattr(module, name, late)

    return overtake


def address(name, row):
    return reverse(f"procedures:{name}", args=[row.pk])


def test_opening_again_says_so_and_keeps_the_reason(bruecke, signed_in, overtaken, row):
    closing.withdraw(row, by=bruecke.jana, reason="erledigt")
    overtaken(closing, "reopen")
    page = signed_in("jana").post(address("deadline_reopen", row), {"reason": "Der Bescheid kam zurück."})
    assert ("inzwischen" in page.text, "Der Bescheid kam zurück." in page.text) == (True, True)


def test_a_day_found_again_says_so_and_keeps_the_day(bruecke, signed_in, overtaken, row):
    add_to_team(bruecke.mariams_case, bruecke.thomas)
    overtaken(by_hand, "find_again")
    page = signed_in("thomas").post(address("deadline_confirm", row), {"day": "01.12.2026"})
    assert ("inzwischen" in page.text, 'value="01.12.2026"' in page.text) == (True, True)


def test_another_responsible_person_says_so_and_is_not_saved(bruecke, signed_in, overtaken, row):
    add_to_team(bruecke.mariams_case, bruecke.thomas)
    overtaken(by_hand, "give_to")
    page = signed_in("jana").post(address("deadline_responsible", row), {"responsible": str(bruecke.thomas.pk)})
    assert "inzwischen" in page.text
    assert Deadline.objects.get(pk=row.pk).responsible == bruecke.jana


def test_a_button_says_so_on_the_next_page(signed_in, overtaken, row):
    overtaken(by_hand, "take_on")
    page = signed_in("jana").post(address("deadline_touched", row), follow=True)
    assert "inzwischen" in page.text
