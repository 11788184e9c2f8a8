"""Heute: what must be today, what must not be lost from sight."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wegbuch.access import services as access
from wegbuch.cases.models import ResidencePeriod
from wegbuch.cases.services import people
from wegbuch.core import areas, clock
from wegbuch.counselling.services import record_contact, set_follow_up
from wegbuch.counselling.views import today as view

PAGE = "/heute/"


def met(bruecke, case, day: date, form: str = "conversation") -> None:
    record_contact(
        author=bruecke.jana, team=bruecke.muehlenau, cases=[case], held_on=day,
        task_area=3, form=form, minutes=10, language="deu", channel="none",
    )  # fmt: skip


def test_todays_follow_up_stands_on_the_page(bruecke, signed_in):
    page = signed_in("jana").get(PAGE).content.decode()
    assert "Schulplatz Zahra nachfragen" in page
    assert "1 heute, 0 überfällig" in page


def test_the_next_morning_it_is_overdue(bruecke, signed_in):
    with clock.travelled(timedelta(days=1)):
        page = signed_in("jana").get(PAGE).content.decode()
    assert "Schulplatz Zahra nachfragen" in page
    assert "0 heute, 1 überfällig" in page


def test_a_follow_up_set_yesterday_for_tomorrow_shows_this_morning(bruecke, signed_in, quick):
    signed_in("jana").post(
        "/eintrag/", quick(case=bruecke.mariams_case.pk, follow_up="tomorrow", follow_up_text="Anruf")
    )
    assert "Anruf" not in signed_in("jana").get(PAGE).content.decode()
    with clock.travelled(timedelta(days=1)):
        assert "Anruf" in signed_in("jana").get(PAGE).content.decode()


@pytest.fixture
def mixed(bruecke):
    """Beside the one contact of the world: a missed appointment, a group and work in networks."""
    for form, task in (("missed", 3), ("group", 3), ("third_party", 8)):
        record_contact(
            author=bruecke.jana, team=bruecke.muehlenau, cases=[bruecke.mariams_case], held_on=date(2026, 11, 25),
            task_area=task, form=form, minutes=60, language="deu", channel="none",
        )  # fmt: skip


def test_the_month_counts_what_the_numbers_count(mixed, signed_in):
    jana = signed_in("jana")
    month, report = jana.get(PAGE).context["month"], jana.get(reverse("reporting:counts")).context["report"]
    assert (month.contacts, month.minutes) == (report.contacts.total, report.minutes.total) == (1, 20)


def test_the_load_counts_what_the_numbers_count(mixed, signed_in):
    lead = signed_in("lead")
    loads, report = lead.get("/team/heute/").context["loads"], lead.get(reverse("reporting:counts")).context["report"]
    sums = sum(load.contacts for load in loads), sum(load.minutes for load in loads)
    assert sums == (report.contacts.total, report.minutes.total) == (1, 20)


@pytest.mark.parametrize(
    ("hour", "words"), [(7, "Guten Morgen"), (10, "Guten Tag"), (16, "Guten Tag"), (17, "Guten Abend")]
)
def test_the_greeting_follows_the_time_of_day_in_brandenburg(monkeypatch, hour, words):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 26, hour, tzinfo=UTC))
    assert view.greeting() == words


def test_the_head_says_day_and_name(bruecke, signed_in):
    page = signed_in("jana").get(PAGE).content.decode()
    assert "Donnerstag, 26. November 2026" in page
    assert ", Jana</h1>" in page


def test_a_colleagues_follow_ups_stay_hers(bruecke, signed_in):
    assert "Schulplatz Zahra" not in signed_in("thomas").get(PAGE).content.decode()


def test_a_deputy_sees_whom_she_stands_in_for_and_what_is_due(bruecke, signed_in):
    access.name_deputy(
        absent=bruecke.jana,
        deputy=bruecke.katja,
        starts_on=date(2026, 11, 26),
        ends_on=date(2026, 11, 27),
        reason="Urlaub",
    )
    page = signed_in("katja").get(PAGE).content.decode()
    assert "Sie vertreten <b>Jana Roth</b> bis Fr 27.11.2026." in page
    assert "Schulplatz Zahra nachfragen" in page


def test_a_person_nobody_met_for_sixty_days_is_not_lost_from_sight(bruecke, signed_in):
    met(bruecke, bruecke.zahras_case, date(2026, 9, 27))
    page = signed_in("jana").get(reverse("counselling:today_unseen")).content.decode()
    assert "Zahra Habibi" in page
    assert "zuletzt So 27.09.2026" in page
    assert "Mariam Habibi" not in page


def test_a_missed_appointment_is_no_meeting(bruecke, signed_in):
    met(bruecke, bruecke.zahras_case, date(2026, 11, 20), form="missed")
    assert signed_in("jana").get(PAGE).context["unseen"] == 1


def test_a_person_met_fifty_nine_days_ago_is_in_sight(bruecke, signed_in):
    met(bruecke, bruecke.zahras_case, date(2026, 9, 28))
    assert signed_in("jana").get(PAGE).context["unseen"] == 0


def test_files_without_a_next_step_are_listed(bruecke, signed_in):
    page = signed_in("jana").get(reverse("counselling:today_without_step")).content.decode()
    assert "Zahra Habibi" in page
    assert "Mariam Habibi" not in page


@pytest.mark.parametrize(("ends", "is_listed"), [(date(2027, 1, 21), True), (date(2027, 1, 22), False)])
def test_papers_that_expire_within_eight_weeks_are_listed(bruecke, signed_in, ends, is_listed):
    paper = ResidencePeriod.objects.get()
    paper.valid_until = ends
    paper.save()
    page = signed_in("jana").get(reverse("counselling:today_papers")).content.decode()
    assert ("Mariam Habibi" in page) is is_listed


def test_the_month_counts_own_contacts_and_hours(bruecke, signed_in):
    met(bruecke, bruecke.mariams_case, date(2026, 10, 31))
    month = signed_in("jana").get(PAGE).context["month"]
    assert (month.contacts, month.minutes) == (1, 20)


def test_a_quiet_day_says_what_comes_next(bruecke, signed_in):
    assert "Heute keine Wiedervorlagen." in signed_in("thomas").get(PAGE).content.decode()


def test_names_are_initials_and_topics_hidden_while_others_look_on(bruecke, signed_in):
    jana = signed_in("jana")
    jana.post("/konto/blickschutz/", {"next": PAGE})
    page = jana.get(PAGE).content.decode()
    assert "Habibi" not in page
    assert "Schulplatz" not in page


def test_the_side_bar_counts_what_is_due(bruecke, signed_in):
    doors = {str(door.label): door for door in signed_in("jana").get(PAGE).context["frame"].areas}
    assert (doors["Heute"].count, doors["Heute"].is_current) == (1, True)


def test_other_rooms_show_what_is_theirs(bruecke, signed_in, monkeypatch):
    panel = areas.Panel(1, "today", "counselling:today_papers", "today.see", "Fristen")
    monkeypatch.setattr(areas, "panels", [*areas.panels, panel])
    assert 'hx-get="/heute/papiere/"' in signed_in("jana").get(PAGE).content.decode()


@pytest.mark.parametrize("name", ["lead", "dpo", "coordination"])
def test_today_belongs_to_counsellors(bruecke, signed_in, name):
    assert signed_in(name).get(PAGE).status_code == 404


def queries_with(count: int, bruecke, client) -> int:
    for number in range(count):
        case = people.take_in(
            user=bruecke.jana, team=bruecke.muehlenau, form="housing_based_msa", opened_on=date(2026, 1, 5),
            given_name=f"Person {number}", surname="Beispiel",
        )  # fmt: skip
        set_follow_up(owner=bruecke.jana, due_on=bruecke.today, case=case, text="Anruf")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return len(queries)


def test_today_takes_the_same_number_of_queries_at_5_and_at_200_files(bruecke, signed_in):
    jana = signed_in("jana")
    few = queries_with(5, bruecke, jana)
    assert queries_with(195, bruecke, jana) == few
    assert few <= 16
