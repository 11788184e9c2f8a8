"""Neutral mails: who gets one, what it does not say, and what a kill leaves behind."""

from datetime import date

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.core.mail.backends.locmem import EmailBackend

from wegbuch.core import tenant
from wegbuch.procedures.models import Reminder
from wegbuch.procedures.services import mails, reminders

from .test_reminders import at, make

pytestmark = pytest.mark.django_db
DAY_SEVEN = date(2026, 12, 9)
SENDER = "wegbuch@example.org"


def send(hour: int = 7, connection=None) -> int:
    return mails.send_waiting(connection or get_connection(), sender=SENDER, now=at(DAY_SEVEN, hour))


@pytest.fixture
def told(bruecke):
    """Jana has two deadlines of which a step is due."""
    rows = [make(bruecke), make(bruecke, act="ZQother")]
    reminders.tick(at(DAY_SEVEN))
    return rows


def test_everybody_gets_one_mail_however_much_waits(told):
    assert send() == 1
    assert [one.to for one in mail.outbox] == [["jana@example.org"]]


def test_what_was_mailed_is_not_mailed_again(told):
    send()
    assert send() == 0
    assert not Reminder.objects.filter(is_told=True, mailed_at=None).exists()


def test_a_mail_says_nothing_about_whom_what_or_where(world, told):
    with tenant.acting_for(world.bruecke.pk):
        person = world.mariam
        seeded = ["ZQ", person.given_name, person.surname, world.mariams_case.number, "9010679", "Jana", "Roth"]
    seeded += ["Brücke", "Mühlenau", "Kiefernweg", "Frist", "Klage", "Brief", "Bescheid", "Gericht", "Asyl", "2026"]
    send()
    message = mail.outbox[0].message()
    content = " ".join([mail.outbox[0].subject, mail.outbox[0].body, *(f"{k}: {v}" for k, v in message.items())])
    content = content.replace(message["Date"], "").replace("jana@example.org", "").casefold()
    assert [word for word in seeded if word.casefold() in content] == []


def test_two_people_get_the_same_words(world, bruecke, told):
    make(bruecke, user=world.katja, person=world.hodan)
    reminders.tick(at(DAY_SEVEN))
    send()
    assert len({(one.subject, one.body) for one in mail.outbox}) == 1
    assert len(mail.outbox) == 2


def test_nobody_is_mailed_at_night_and_everything_in_the_morning(told):
    assert send(hour=5) == 0
    assert send(hour=6) == 1


def test_a_closed_deadline_sends_no_mail(told):
    for row in told:
        row.state = "kept"
        row.save()
    assert send() == 0


def test_who_left_since_is_not_mailed(world, told):
    world.jana.is_active = False
    world.jana.save()
    assert send() == 0


class Killed(BaseException):
    """The end of the process: nothing may catch it."""


class KilledAfterSending(EmailBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        raise Killed


def test_a_kill_after_sending_repeats_that_one_mail_under_the_same_name(bruecke, told):
    with pytest.raises(Killed):
        send(connection=KilledAfterSending())
    make(bruecke, act="ZQthird")
    reminders.tick(at(DAY_SEVEN))
    send()
    send()
    assert len(mail.outbox) == 2
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == 1


def test_another_reminder_has_another_name(bruecke, told):
    send()
    make(bruecke, act="ZQthird")
    reminders.tick(at(DAY_SEVEN))
    send()
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == 2


class Refusing(EmailBackend):
    """A relay that does not take mails for one person."""

    def send_messages(self, messages):
        if messages[0].to == ["jana@example.org"]:
            raise OSError("refused")
        return super().send_messages(messages)


class Silent(EmailBackend):
    def open(self):
        raise ConnectionRefusedError


def test_a_refused_mail_holds_up_nobody_else_and_is_tried_again(world, bruecke, told):
    make(bruecke, user=world.katja, person=world.hodan)
    reminders.tick(at(DAY_SEVEN))
    assert send(connection=Refusing()) == 1
    assert send() == 1
    assert [one.to[0] for one in mail.outbox] == ["katja@example.org", "jana@example.org"]


def test_a_silent_relay_loses_nothing(told):
    assert send(connection=Silent()) == 0
    assert send() == 1
