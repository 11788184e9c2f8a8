"""A month is closed once, keeps its rows for good, and says what changed later."""

from datetime import date

import pytest

from wegbuch.access.services import NotPossible
from wegbuch.core import tenant
from wegbuch.counselling.models import Contact
from wegbuch.reporting.catalogue import book
from wegbuch.reporting.counting.ledger import Month
from wegbuch.reporting.models import ClosedMonth
from wegbuch.reporting.periods import month_of
from wegbuch.reporting.services.closing import close_month, counselling, gaps, month_now
from wegbuch.reporting.services.corrections import Changed, changed_since
from wegbuch.reporting.services.ledgers import ledger_of

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
MONTHLY = book().reports["monthly"]


@pytest.fixture
def october(november, bruecke):
    """November's world, with October closed by the lead."""
    close_month(user=bruecke.lead, first=OCTOBER)
    return bruecke


def change_minutes(minutes):
    contact = Contact.objects.get(held_on=date(2026, 10, 20))
    contact.minutes = minutes
    contact.save()


def since(first):
    return changed_since(ClosedMonth.objects.get(first=first), MONTHLY)


def contacts_in(ledger):
    return [row.minutes for row in ledger.rows("contacts")]


def test_a_closed_month_keeps_its_numbers(october):
    change_minutes(99)
    assert contacts_in(ledger_of(month_of(OCTOBER))) == [15]


def test_a_later_change_is_shown_as_a_correction(october):
    change_minutes(99)
    found = since(OCTOBER).numbers
    overview = next(each for each in found if each.measure.id == "minutes" and not each.table)
    assert (overview.closed, overview.today, overview.difference) == (15, 99, 84)


def test_what_moved_is_counted_in_rows(october, hold):
    change_minutes(99)
    hold("jana", date(2026, 10, 21), task=1, times=2)
    contacts = next(each for each in since(OCTOBER).moved if each.kind == "contacts")
    assert (contacts.came, contacts.went, contacts.changed) == (2, 0, 1)


def test_without_a_change_there_is_no_correction(october):
    assert since(OCTOBER) == Changed([], [])


def test_what_changed_is_read_and_opened_once(october, monkeypatch):
    opened = []
    unpacked = Month.unpacked.__func__
    monkeypatch.setattr(Month, "unpacked", classmethod(lambda cls, text: opened.append(text) or unpacked(cls, text)))
    since(OCTOBER)
    assert len(opened) == 1


def test_a_month_that_runs_is_not_closed(bruecke):
    with pytest.raises(NotPossible, match=r"November 2026 läuft noch. Abschließen können Sie ab 01.12.2026."):
        close_month(user=bruecke.lead, first=NOVEMBER)


def test_a_month_is_closed_once(october):
    with pytest.raises(NotPossible, match="schon abgeschlossen"):
        close_month(user=october.lead, first=OCTOBER)


def test_on_the_first_day_after_its_end_a_month_can_be_closed(bruecke, settings):
    settings.WEGBUCH_TODAY = date(2026, 12, 1)
    assert close_month(user=bruecke.lead, first=NOVEMBER).first == NOVEMBER


def test_a_closed_month_is_not_changed_and_not_deleted(october):
    row = ClosedMonth.objects.get(first=OCTOBER)
    row.rows = row.rows.replace("15", "51")
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


def test_a_closed_month_is_sealed_in_the_database(october):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT rows FROM reporting_closedmonth")
        assert cursor.fetchone()[0].startswith("v1.")


def test_a_new_key_leaves_the_closed_month_as_it_was(october):
    row = ClosedMonth.objects.get(first=OCTOBER)
    before = row.rows
    row.reseal().save()
    assert ClosedMonth.objects.get(first=OCTOBER).rows == before


def test_a_month_of_long_ago_is_not_closed(bruecke):
    with pytest.raises(NotPossible, match=r"Oktober 2023 liegt zu weit zurück."):
        close_month(user=bruecke.lead, first=date(2023, 10, 1))


def test_another_organisation_does_not_see_the_closed_month(october, world):
    with tenant.acting_for(world.diakonie.pk):
        assert not ClosedMonth.objects.filter(first=OCTOBER).exists()


def test_missing_entries_are_named_by_kind(november, bruecke):
    found = {gap.kind: len(gap.signs) for gap in gaps(month_now(NOVEMBER))}
    running = sum(row.is_running for row in month_now(NOVEMBER).persons)
    assert 0 < found["scheme"] <= running
    assert found["topic"] == 3


def test_networking_lacks_no_topic_for_no_list_of_a_counsellor_would_name_it(november, bruecke):
    month = month_now(NOVEMBER)
    assert sum(not row.topic for row in month.contacts) == 4
    assert {row.task for row in month.contacts} - {row.task for row in counselling(month)} == {"8"}
