"""A topic stays one topic when it is renamed, in a report and beside a closed month."""

from datetime import date

import pytest

from wegbuch.core import tenant
from wegbuch.counselling.models import Contact, Topic
from wegbuch.reporting.catalogue import book
from wegbuch.reporting.counting.ledger import ContactRow, Ledger, Month
from wegbuch.reporting.counting.records import records_of
from wegbuch.reporting.counting.topics import called_as_in, names, parted, written
from wegbuch.reporting.models import ClosedMonth
from wegbuch.reporting.periods import from_months, month_of
from wegbuch.reporting.services.corrections import changed_since, moved
from wegbuch.reporting.services.ledgers import ledger_of

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
ONE, OTHER = "0" * 15 + "1", "0" * 15 + "2"
SCHOOL, SCHOOLING, RENT = written(ONE, "Schulplatz"), written(ONE, "Schule"), written(OTHER, "Miete")


def month(first: date, *topics: str) -> Month:
    """A month of one contact for each topic."""
    rows = (
        ContactRow(f"{first:%m}{number}", str(first), "w", "3", topic, "conversation", "deu", "none", 10, 1)
        for number, topic in enumerate(topics)
    )
    return Month(first, first, contacts=tuple(rows))


def counted(*months: Month) -> list[str]:
    return [record["topic"] for record in records_of(Ledger(months))["contacts"]]


@pytest.mark.parametrize("label", ["Schulplatz", "Schule: Platz", ": \nSchule", ""])
def test_what_is_written_is_parted_again(label):
    assert parted(written(ONE, label)) == (ONE, label)


@pytest.mark.parametrize("label", ["Schulplatz", "Schule: Platz", "0123: Schule", ""])
def test_a_label_of_a_month_closed_before_has_no_sign(label):
    assert parted(label) == ("", label)


def test_the_label_of_the_newest_month_counts():
    assert counted(month(OCTOBER, SCHOOL), month(NOVEMBER, SCHOOLING)) == ["Schule", "Schule"]


def test_a_label_kept_alone_goes_with_the_topic_that_bore_it():
    assert counted(month(OCTOBER, "Schulplatz"), month(NOVEMBER, SCHOOL)) == ["Schulplatz", "Schulplatz"]
    assert names([month(OCTOBER, "Schulplatz", SCHOOL), month(NOVEMBER, SCHOOLING)])["Schulplatz"] == "Schule"


def test_a_label_that_two_topics_bear_goes_with_neither():
    months = [month(OCTOBER, "Schulplatz", SCHOOL, written(OTHER, "Schulplatz")), month(NOVEMBER, SCHOOLING)]
    assert names(months)["Schulplatz"] == "Schulplatz"


def test_a_label_kept_alone_goes_with_the_topic_that_bore_it_first():
    namesake = written(OTHER, "Schulplatz")
    months = [month(OCTOBER, "Schulplatz"), month(NOVEMBER, SCHOOL), month(DECEMBER, SCHOOLING, namesake)]
    assert counted(*months) == ["Schule", "Schule", "Schule", "Schulplatz"]


def test_a_label_kept_alone_stays_with_the_first_also_where_nobody_calls_that_one_so():
    months = [month(OCTOBER, "Schulplatz", SCHOOL), month(NOVEMBER, written(OTHER, "Schulplatz"), SCHOOLING)]
    assert names(months)["Schulplatz"] == "Schule"


def test_two_topics_stay_two_and_none_is_none():
    assert counted(month(OCTOBER, SCHOOL, RENT, "")) == ["Schulplatz", "Miete", "unknown"]


def test_a_renamed_topic_is_one_row_of_the_year(november):
    with tenant.acting_for(november.bruecke.pk):
        for contact in Contact.objects.exclude(topic=november.topic):
            contact.topic = november.topic
            contact.save()
        kept = ledger_of(month_of(OCTOBER)).months
        topic = Topic.objects.get(pk=november.topic.pk)
        topic.label = "Schule"
        topic.save()
        now = ledger_of(month_of(NOVEMBER)).months
    assert set(counted(*kept, *now)) == {"Schule"}


@pytest.mark.parametrize("kept", ["Schulplatz", SCHOOL])
def test_a_contact_is_not_changed_by_the_form_its_topic_is_kept_in(kept):
    closed = month(OCTOBER, kept, "Miete")
    assert moved(closed, called_as_in(closed, month(OCTOBER, SCHOOL, RENT))) == []


def test_a_contact_with_another_topic_is_changed():
    closed = month(OCTOBER, "Schulplatz")
    [found] = moved(closed, called_as_in(closed, month(OCTOBER, RENT)))
    assert (found.kind, found.changed) == ("contacts", 1)


def test_to_rename_a_topic_corrects_no_closed_month(november, close):
    with tenant.acting_for(november.bruecke.pk):
        contact = Contact.objects.get(held_on=date(2026, 10, 20))
        contact.topic = november.topic
        contact.save()
    close(from_months(OCTOBER, OCTOBER), "bruecke")
    with tenant.acting_for(november.bruecke.pk):
        topic = Topic.objects.get(pk=november.topic.pk)
        topic.label = "Schule"
        topic.save()
        changed = changed_since(ClosedMonth.objects.get(first=OCTOBER), book().reports["monthly"])
    assert (changed.moved, changed.numbers) == ([], [])
