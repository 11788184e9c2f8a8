"""What comes after a month was closed, and what is not meant for others, is said where numbers are looked at."""

from datetime import date

import pytest
from django.urls import reverse

from wegbuch.core import tenant
from wegbuch.counselling.models import GroupOffer
from wegbuch.reporting.models import ClosedMonth
from wegbuch.reporting.periods import half_year_of, month_of
from wegbuch.reporting.services.late import entered_late

OCTOBER = date(2026, 10, 1)
LATE = "Eingetragen, nachdem der Monat abgeschlossen war"
OWN_ONLY = "Nur für Ihren Träger: Hier stehen auch kleine Zahlen."
IN_FILES = "nur für den eigenen Träger, mit kleinen Zahlen"


@pytest.fixture
def october(november, close):
    close(month_of(OCTOBER), "bruecke")
    return november


def offer(world, day):
    """A group offer of this day, entered today."""
    with tenant.acting_for(world.bruecke.pk):
        closed_at = ClosedMonth.objects.get().closed_at
        GroupOffer(
            author=world.jana, team=world.jana.team, held_on=day, entered_at=closed_at.replace(year=2027),
            theme="Nähen", kind="creative", task_area=4, language="deu", channel="none", minutes=60, women=6,
        ).save()  # fmt: skip


def late(world):
    with tenant.acting_for(world.bruecke.pk):
        return entered_late({row.first: row.closed_at for row in ClosedMonth.objects.all()})


def page(client, name, *args, **query):
    return client.get(reverse(f"reporting:{name}", args=args), query).content.decode()


def test_what_was_there_when_the_month_was_closed_is_not_late(october):
    assert late(october) == {}


def test_what_came_after_is_counted_for_its_month_alone(october):
    offer(october, date(2026, 10, 31))
    offer(october, date(2026, 11, 1))
    assert late(october) == {OCTOBER: 1}


def test_the_list_of_months_and_the_report_name_it(october, signed_in):
    lead, query = signed_in("lead"), {"von": "2026-10", "bis": "2026-10"}
    assert "danach ein Eintrag" not in page(lead, "months")
    assert LATE not in page(lead, "report", "monthly", **query)
    offer(october, date(2026, 10, 31))
    assert "danach ein Eintrag" in page(lead, "months")
    assert LATE in page(lead, "report", "monthly", **query)
    assert reverse("reporting:month", args=["2026-10"]) in page(lead, "report", "monthly", **query)


def test_a_report_that_the_district_gets_without_small_numbers_is_marked(november, signed_in):
    lead = signed_in("lead")
    assert OWN_ONLY in page(lead, "report", "half_year")
    assert OWN_ONLY not in page(lead, "report", "monthly")
    path = reverse("reporting:report_file", args=["half_year", "csv"])
    assert IN_FILES in lead.post(path, {"von": "2026-07", "bis": "2026-12"}).content.decode()


def test_what_the_district_gets_is_not_marked(november, five, close, signed_in):
    close(half_year_of(date(2026, 1, 1)))
    coordination = signed_in("coordination")
    assert OWN_ONLY not in page(coordination, "report", "half_year")
    path = reverse("reporting:report_file", args=["half_year", "csv"])
    assert IN_FILES not in coordination.post(path, {"von": "2026-01", "bis": "2026-06"}).content.decode()
