"""Zu spät: the days for reinstatement."""

from datetime import date

import pytest
from django.urls import reverse

from wegbuch.access.services import NotPossible
from wegbuch.procedures.models import Deadline
from wegbuch.procedures.services import late
from wegbuch.procedures.services.letters import Contradiction

from . import making

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)


@pytest.fixture
def missed(world, bruecke) -> Deadline:
    """The action whose last day was 23.11.2026."""
    return making.deadline(world, item=making.post_item(world, served_on=date(2026, 11, 16)))


def ask(world, row, **given):  # type: ignore[no-untyped-def]
    facts = {"rule": "reinstatement_vwgo", "obstacle_removed_on": TODAY, "reason": "Der Brief lag im Büro.", **given}
    return late.ask_for_reinstatement(row, by=world.jana, **facts)


def test_two_weeks_from_the_day_the_obstacle_fell_away(world, missed):
    made = ask(world, missed)
    assert (made.act, made.last_day, made.rule) == (
        "Antrag auf Wiedereinsetzung",
        date(2026, 12, 10),
        "reinstatement_vwgo",
    )


def test_the_social_court_gives_a_month(world, missed):
    assert ask(world, missed, rule="reinstatement_sgg").last_day == date(2026, 12, 28)


def test_an_obstacle_that_fell_away_earlier_leaves_less_time(world, missed):
    assert ask(world, missed, obstacle_removed_on=date(2026, 11, 24)).last_day == date(2026, 12, 8)


def test_the_missed_act_is_made_up_for_in_the_same_time(world, missed):
    made = ask(world, missed)
    second = Deadline.objects.get(rule="reinstatement_vwgo", is_companion=True)
    assert (second.act, second.counts_on) == ("Versäumte Handlung nachholen: Klage", made.counts_on)


def test_the_missed_deadline_stays_with_its_reason(world, missed):
    ask(world, missed)
    missed.refresh_from_db()
    assert (missed.state, missed.counts_on) == ("missed", date(2026, 11, 23))
    assert "Der Brief lag im Büro." in missed.reason


def test_the_court_of_the_letter_chooses_the_rule(world, missed):
    assert late.rule_for(missed) == "reinstatement_vwgo"


def test_a_letter_of_the_social_office_leads_to_the_authority(world, bruecke):
    item = making.post_item(
        world, channel="ordinary", served_on=None, posted_on=date(2026, 10, 1), sender="social_office"
    )
    row = making.deadline(world, kind="social_decision", item=item, events={}, court="")
    assert late.rule_for(row) in ("reinstatement_sgg", "reinstatement_authority")


def test_while_there_is_time_nothing_is_reinstated(world, bruecke):
    with pytest.raises(NotPossible, match="noch nicht vorbei"):
        ask(world, making.deadline(world))


def test_an_obstacle_in_the_future_is_refused(world, missed):
    with pytest.raises(Contradiction, match="Zukunft"):
        ask(world, missed, obstacle_removed_on=date(2026, 11, 27))


def test_when_the_time_for_reinstatement_is_over_too_nothing_is_opened(world, bruecke):
    old = making.deadline(world, item=making.post_item(world, served_on=date(2026, 9, 1)))
    with pytest.raises(NotPossible, match="Auch die Zeit"):
        ask(world, old, obstacle_removed_on=date(2026, 11, 2))
    assert Deadline.objects.get(pk=old.pk).is_open


def test_the_page_puts_legal_help_first_and_names_the_day(signed_in, missed):
    page = signed_in("jana").get(reverse("procedures:deadline_late", args=[missed.pk])).content.decode()
    assert page.index("Heute Rechtsrat holen") < page.index("Antrag auf Wiedereinsetzung")
    assert "Do 10.12.2026" in page


def test_the_page_opens_the_deadline(signed_in, missed):
    sent = {"obstacle_removed_on": "heute", "rule": "reinstatement_vwgo", "reason": "Der Brief lag im Büro."}
    signed_in("jana").post(reverse("procedures:deadline_late", args=[missed.pk]), sent)
    assert Deadline.objects.filter(rule="reinstatement_vwgo").count() == 2


def test_the_page_asks_why_and_keeps_what_was_typed(signed_in, missed):
    sent = {"obstacle_removed_on": "25.11.2026", "rule": "reinstatement_vwgo", "reason": ""}
    page = signed_in("jana").post(reverse("procedures:deadline_late", args=[missed.pk]), sent).content.decode()
    assert "Bitte eintragen" in page
    assert 'value="25.11.2026"' in page
    assert not Deadline.objects.filter(rule="reinstatement_vwgo").exists()


def test_before_the_last_day_the_page_says_that_there_is_time(world, bruecke, signed_in):
    page = signed_in("jana").get(reverse("procedures:deadline_late", args=[making.deadline(world).pk])).content.decode()
    assert "Noch ist Zeit" in page
