"""Rows are found by thousands of ids that go as one value."""

import pytest
from django.db.models import TextField
from django.db.models.functions import Cast

from wegbuch.cases.models import Person
from wegbuch.core import tenant
from wegbuch.core.among import among

pytestmark = pytest.mark.django_db


def ids_as_text(rows):
    return list(rows.order_by("pk").values_list(Cast("pk", TextField()), flat=True))


def test_the_same_rows_are_found_as_by_their_ids(bruecke):
    wanted = list(Person.objects.order_by("pk").values_list("pk", flat=True))[:2]
    texts = ids_as_text(Person.objects.filter(pk__in=wanted))
    assert list(Person.objects.filter(pk__in=among(texts)).order_by("pk").values_list("pk", flat=True)) == wanted


def test_of_no_ids_there_are_no_rows(bruecke):
    assert not Person.objects.filter(pk__in=among([])).exists()


def test_ids_of_another_organisation_find_nothing(bruecke):
    texts = ids_as_text(Person.objects.all())
    with tenant.acting_for(bruecke.diakonie.pk):
        assert texts
        assert not Person.objects.filter(pk__in=among(texts)).exists()
