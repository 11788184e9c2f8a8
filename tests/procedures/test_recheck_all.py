"""Thousands of deadlines take the day of a changed lawbook at once, as each would alone."""

from datetime import date

import pytest

from wegbuch.access.models import AuditEvent
from wegbuch.procedures import law
from wegbuch.procedures.models import Confirmation, Deadline
from wegbuch.procedures.services import rechecks

from .changed_book import ACTION, changed_book
from .making import letter


@pytest.fixture
def actions(bruecke):
    """The action and its urgent application, counted before the law changed."""
    letter(bruecke)
    return Deadline.objects.filter(rule=ACTION)


@pytest.fixture
def in_two_weeks(actions, monkeypatch):
    def change(raw):
        for version in raw["versions"]:
            version["duration"] = "2 weeks"

    other = changed_book(ACTION, change)
    monkeypatch.setattr(law, "book", lambda: other)


@pytest.fixture
def with_a_new_act(actions, monkeypatch):
    added = {"act": "Antrag auf Anhörung", "basis": "§ 1 Mustergesetz"}
    other = changed_book(ACTION, lambda raw: raw["together"].append(added))
    monkeypatch.setattr(law, "book", lambda: other)


def test_every_deadline_of_the_rule_has_the_new_day(in_two_weeks, actions, bruecke):
    rechecks.take_over_all(bruecke.jana)
    assert {row.last_day for row in actions} == {date(2026, 12, 9)}


def test_they_wait_for_confirmation_again(in_two_weeks, actions, bruecke):
    rechecks.take_over_all(bruecke.jana)
    assert {row.confirmation for row in actions} == {Confirmation.UNCONFIRMED}


def test_each_is_in_the_audit_log(in_two_weeks, actions, bruecke):
    before = AuditEvent.objects.filter(model="procedures.deadline", action="changed").count()
    rows = rechecks.take_over_all(bruecke.jana)
    after = AuditEvent.objects.filter(model="procedures.deadline", action="changed").count()
    assert after - before == len(rows) == 2


def test_a_second_time_there_is_nothing_to_do(in_two_weeks, actions, bruecke):
    rechecks.take_over_all(bruecke.jana)
    assert rechecks.take_over_all(bruecke.jana) == []


def test_deadlines_of_others_stay(in_two_weeks, actions, bruecke):
    assert rechecks.take_over_all(bruecke.katja) == []


def test_an_act_that_the_law_adds_is_opened(with_a_new_act, actions, bruecke):
    assert "Antrag auf Anhörung" in [row.act for row in rechecks.take_over_all(bruecke.jana)]


def test_a_row_taken_over_can_be_saved_afterwards(in_two_weeks, actions, bruecke):
    row, *_ = rechecks.take_over_all(bruecke.jana)
    row.is_companion = not row.is_companion
    row.save()
    assert Deadline.objects.get(pk=row.pk).version == row.version
