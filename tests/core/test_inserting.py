"""Rows written in one go are the same as rows saved, and their events are one chain."""

import pytest
from django.db import IntegrityError, transaction

from wegbuch.access import log
from wegbuch.access.models import AuditEvent
from wegbuch.cases.models import Household, HousingPeriod, Person
from wegbuch.core import audit

pytestmark = pytest.mark.django_db


def test_a_row_written_with_others_is_the_row_that_was_given(bruecke):
    row = Person(surname="Haddad", interpreter_note="nur am Vormittag")
    Person.objects.bulk_create([row])
    kept = Person.objects.get(pk=row.pk)
    assert (kept.surname, kept.interpreter_note, kept.organisation_id) == (
        "Haddad",
        "nur am Vormittag",
        row.organisation_id,
    )
    assert not row._state.adding


def test_a_sealed_field_is_sealed(bruecke):
    Person.objects.bulk_create([row := Person(surname="Haddad", contact_rule="nur am Vormittag")])
    assert row.__dict__["contact_rule"].token.startswith("v1.")


def test_what_the_database_refuses_is_refused(bruecke):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.bulk_create([Person()])


def test_events_of_a_block_are_kept_together_and_hold(bruecke):
    before = AuditEvent.objects.count()
    with transaction.atomic(), audit.together():
        Household.objects.bulk_create([Household(name="eins"), Household(name="zwei")])
        HousingPeriod(person=bruecke.mariam, form="unknown").save()
        assert AuditEvent.objects.count() == before
    assert AuditEvent.objects.count() == before + 3
    assert list(log.breaks()) == []


def _make_one_and_fail():
    with transaction.atomic(), audit.together():
        Household.objects.bulk_create([Household(name="eins")])
        raise ZeroDivisionError


def test_a_block_that_fails_keeps_no_events(bruecke):
    before = AuditEvent.objects.count()
    with pytest.raises(ZeroDivisionError):
        _make_one_and_fail()
    assert AuditEvent.objects.count() == before
