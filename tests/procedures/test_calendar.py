"""The calendar feed: what a foreign program reads there, and when it reads nothing."""

from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from wegbuch.access.services import end_membership, name_deputy
from wegbuch.core import tenant
from wegbuch.procedures.models import CalendarFeed
from wegbuch.procedures.services import calendar_feed

from .test_reminders import LAST, SAFE, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(bruecke) -> str:
    return calendar_feed.make(bruecke.jana)


def read(client, secret: str):
    return client.get(reverse("procedures:calendar_feed", args=[secret]))


def events(client, secret: str) -> list[tuple[str, date, date]]:
    answer = read(client, secret)
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    return [(str(one["SUMMARY"]), one["DTSTART"].dt, one["DTEND"].dt) for one in calendar.walk("VEVENT")]


def test_a_deadline_is_two_whole_days_without_content(bruecke, client, secret):
    make(bruecke)
    assert events(client, secret) == [
        ("Frist", SAFE, date(2026, 12, 17)),
        ("Frist", LAST, date(2026, 12, 19)),
    ]


def test_the_feed_names_nobody_and_nothing(bruecke, client, secret):
    make(bruecke)
    text = read(client, secret).content.decode()
    marks = ["ZQ", "Mariam", "Habibi", bruecke.mariams_case.number, "Jana", "Roth", "Brücke", "VALARM", "LOCATION"]
    assert [mark for mark in marks if mark in text] == []


def test_a_waiting_time_is_one_day(bruecke, client, secret):
    row = make(bruecke)
    row.safe_day, row.earliest_day = None, date(2026, 12, 21)
    row.save()
    assert [day for _summary, day, _end in events(client, secret)] == [date(2026, 12, 21)]


def test_names_of_events_stay_when_a_day_moves(bruecke, client, secret):
    row = make(bruecke)
    before = {str(one["UID"]) for one in Calendar.from_ical(read(client, secret).content).walk("VEVENT")}
    row.safe_day = date(2026, 12, 15)
    row.save()
    after = {str(one["UID"]) for one in Calendar.from_ical(read(client, secret).content).walk("VEVENT")}
    assert len(before) == 2
    assert before == after


def test_closed_deadlines_leave_the_calendar(bruecke, client, secret):
    row = make(bruecke)
    row.state = "kept"
    row.save()
    assert events(client, secret) == []


def test_deadlines_of_the_one_stood_in_for_are_there(world, bruecke, client):
    make(bruecke)
    secret = calendar_feed.make(world.katja)
    assert events(client, secret) == []
    name_deputy(absent=world.jana, deputy=world.katja, starts_on=world.today, ends_on=world.today, reason="krank")
    assert len(events(client, secret)) == 2


def test_no_other_organisation_looks_in(world, bruecke, client):
    make(bruecke)
    with tenant.acting_for(world.diakonie.pk):
        theirs = calendar_feed.make(world.olga)
    assert events(client, theirs) == []


def test_the_address_of_another_organisation_finds_nobody(world, client, secret):
    assert read(client, secret[:-32] + world.diakonie.pk.hex).status_code == 404


@pytest.mark.parametrize("wrong", ["x", "x" * 75, "0" * 32, "ü" * 40])
def test_an_address_nobody_made_is_not_found(world, client, wrong):
    assert read(client, wrong).status_code == 404


def test_a_revoked_address_is_not_found(world, client, secret, signed_in):
    assert signed_in("jana").post(reverse("procedures:calendar_revoke")).status_code == 302
    assert read(client, secret).status_code == 404


def test_a_new_address_ends_the_old_one(bruecke, client, secret):
    fresh = calendar_feed.make(bruecke.jana)
    assert (read(client, secret).status_code, read(client, fresh).status_code) == (404, 200)


def test_who_left_has_no_calendar(world, client, secret):
    end_membership(world.jana.memberships.get(), ended_by=world.lead)
    assert read(client, secret).status_code == 404


def test_the_answer_is_a_calendar_that_nobody_keeps(client, secret):
    answer = read(client, secret)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"


def test_the_secret_is_long_shown_once_and_kept_as_a_hash(world, signed_in):
    page = signed_in("jana").post(reverse("procedures:calendar"))
    with tenant.acting_for(world.bruecke.pk):
        kept = CalendarFeed.objects.get().token_hash
    address = page.content.decode().partition("/kalender/")[2].partition(".ics")[0]
    assert len(address) - 32 >= 43  # 256 bits in base64
    assert kept not in page.content.decode()
    assert address not in signed_in("jana").get(reverse("procedures:calendar")).content.decode()


def test_lines_are_folded_and_end_as_the_format_wants(bruecke, client, secret):
    make(bruecke)
    content = read(client, secret).content
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_long_text_with_signs_comes_back_whole():
    text = "Größe, Weg; Ende\\ " + "ä" * 120
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
    lines += calendar_feed._event("1", date(2026, 12, 1), text, calendar_feed.clock.now())
    content = "".join(calendar_feed._folded(line) + "\r\n" for line in [*lines, "END:VCALENDAR"])
    assert str(Calendar.from_ical(content).walk("VEVENT")[0]["DESCRIPTION"]) == text


def test_the_account_leads_there(signed_in):
    assert reverse("procedures:calendar") in signed_in("jana").get("/konto/").content.decode()
    assert reverse("procedures:calendar") not in signed_in("lead").get("/konto/").content.decode()
