"""The worker: one round, one at a time, its sign of life, and what the pages say when it is silent."""

import fcntl
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from wegbuch.config.environment import Relay, from_environment
from wegbuch.core import clock
from wegbuch.procedures import notices
from wegbuch.procedures.management.commands import worker
from wegbuch.procedures.models import Heartbeat, Reminder
from wegbuch.procedures.services import reminder_pulse

from .test_reminders import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_beat_yet(world):
    Heartbeat.objects.all().delete()


def notice(user):
    request = RequestFactory().get("/")
    request.user = user
    return notices.reminders(request)


def with_relay(settings, monkeypatch, relay: Relay | None) -> None:
    """The relay of this place, and mails that stay in memory."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, relay=relay)
    monkeypatch.setattr(worker, "SMTP", "django.core.mail.backends.locmem.EmailBackend")


def test_one_round_tells_what_is_due_and_leaves_a_sign_of_life(bruecke, capsys):
    make(bruecke, counts_on=date(2026, 12, 1))
    call_command("worker", "--once")
    assert "1 offene Fristen angesehen, 1 Erinnerungen neu." in capsys.readouterr().out
    assert reminder_pulse.is_running(reminder_pulse.last_beat(), clock.now())


def test_a_second_worker_is_sent_away(settings, world):
    with (settings.ENVIRONMENT.data / "worker.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="laufen schon"):
            call_command("worker", "--once")


def test_without_a_relay_no_mail_leaves(bruecke, settings, monkeypatch):
    with_relay(settings, monkeypatch, None)
    make(bruecke, counts_on=date(2026, 12, 1))
    call_command("worker", "--once")
    assert Reminder.objects.filter(mailed_at=None, is_told=True).count() == 1
    assert mail.outbox == []


def test_with_a_relay_the_mail_comes_from_its_sender(bruecke, settings, monkeypatch):
    with_relay(settings, monkeypatch, Relay("localhost", 25, "wegbuch@example.org"))
    make(bruecke, counts_on=date(2026, 12, 1))
    noon = clock.now().astimezone(clock.BERLIN).replace(hour=12) - clock.now()
    with clock.travelled(noon):
        call_command("worker", "--once")
    assert [one.from_email for one in mail.outbox] == ["wegbuch@example.org"]


def test_a_relay_is_read_from_the_surroundings():
    found = from_environment({"WEGBUCH_MAIL_HOST": "mail.example.org", "WEGBUCH_MAIL_SENDER": "w@example.org"})
    assert found.relay == Relay("mail.example.org", 25, "w@example.org")


def test_nothing_named_means_no_relay():
    assert from_environment({}).relay is None


@pytest.mark.parametrize("half", [{"WEGBUCH_MAIL_HOST": "mail.example.org"}, {"WEGBUCH_MAIL_SENDER": "w@example.org"}])
def test_half_a_relay_is_refused(half):
    with pytest.raises(ImproperlyConfigured, match="WEGBUCH_MAIL_HOST"):
        from_environment(half)


def test_a_live_worker_is_a_line_at_the_foot(world):
    reminder_pulse.beat(clock.now() - timedelta(minutes=4))
    assert not notice(world.jana).is_alarm
    assert notice(world.jana).text.startswith("Erinnerungen laufen · ")


@pytest.mark.parametrize("name", ["jana", "lead"])
def test_five_silent_minutes_are_an_alarm(world, name):
    last = clock.now().astimezone(clock.BERLIN).replace(hour=7, minute=40)
    reminder_pulse.beat(last)
    with clock.travelled(last - clock.now() + timedelta(minutes=5, seconds=1)):
        found = notice(getattr(world, name))
    assert found.is_alarm
    assert found.text == "Erinnerungen laufen seit 07:40 nicht. Bitte sehen Sie selbst nach Fristen."


def test_an_alarm_since_another_day_names_the_day(world):
    reminder_pulse.beat(clock.now().astimezone(clock.BERLIN).replace(day=24, hour=7, minute=40))
    assert "seit 24.11., 07:40 nicht" in notice(world.jana).text


def test_a_worker_that_never_ran_is_an_alarm(world):
    assert notice(world.jana).text == "Erinnerungen laufen nicht. Bitte sehen Sie selbst nach Fristen."


def test_a_sign_of_life_from_the_future_is_none(world):
    reminder_pulse.beat(clock.now() + timedelta(hours=1))
    assert notice(world.jana).is_alarm


@pytest.mark.parametrize("name", ["settlement", "house", "dpo", "coordination", "admin"])
def test_who_has_no_deadlines_reads_nothing_of_it(world, name):
    assert notice(getattr(world, name)) is None


def test_the_alarm_stands_on_a_page_and_costs_one_query(world, signed_in, django_assert_num_queries):
    assert 'role="alert"' in signed_in("jana").get("/konto/").content.decode()
    assert world.lead.roles
    with django_assert_num_queries(1):
        notice(world.lead)
