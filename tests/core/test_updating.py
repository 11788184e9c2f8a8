"""Many rows written at once: what is written, what the log says, and what is left alone where they are held."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from wegbuch.access.models import AuditEvent
from wegbuch.cases.models import Person
from wegbuch.procedures.models import Letter

from ..procedures.making import letter, post_item

NAMES = ("spoken_name", "sex", "merged_into")


@pytest.fixture
def people(bruecke):
    """Two people as they were read; one of them is called otherwise now."""
    Person.objects.bulk_create([Person(given_name=name, sex="m") for name in ("Ali", "Nour")])
    rows = list(Person.objects.filter(given_name__in=("Ali", "Nour")).order_by("given_name"))
    rows[0].spoken_name = "Aliko"
    return rows


def written(rows, **how):
    """The columns in the statement, and the fields in the log."""
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        Person.objects.bulk_update(rows, NAMES, **how)
    statement = next(each["sql"] for each in asked if "UPDATE" in each["sql"] and "cases_person" in each["sql"])
    columns = {name for name in ("spoken_name", "sex", "merged_into_id", "version") if f'"{name}" =' in statement}
    return columns, AuditEvent.objects.order_by("pk").last().fields


def test_every_named_field_is_written(people):
    columns, fields = written(people)
    assert columns == {"spoken_name", "sex", "merged_into_id", "version"}
    assert fields == "spoken_name sex merged_into"


def test_of_rows_that_are_held_only_what_one_of_them_changed_is_written_and_the_log_says_the_same(people):
    columns, fields = written(people, are_held=True)
    assert columns == {"spoken_name", "version"}
    assert fields == "spoken_name sex merged_into"


def test_a_field_that_was_not_read_is_written(people):
    rows = list(Person.objects.only("organisation", "version").filter(pk__in=[row.pk for row in people]))
    for row in rows:
        row.__dict__["sex"] = "f"
    columns, _fields = written(rows, are_held=True)
    assert {row.sex for row in Person.objects.filter(pk__in=[row.pk for row in people])} == {"f"}
    assert "sex" in columns


@pytest.mark.parametrize("how", [{}, {"are_held": True}])
def test_the_rows_are_the_same_either_way(people, how):
    Person.objects.bulk_update(people, NAMES, **how)
    kept = Person.objects.filter(pk__in=[row.pk for row in people]).order_by("given_name")
    assert [(row.spoken_name, row.sex, row.version) for row in kept] == [("Aliko", "m", 2), ("", "m", 2)]


def test_what_rows_share_is_written_to_each_and_what_differs_stays_different(bruecke):
    rows = [letter(bruecke, item=post_item(bruecke, number=f"2026-000{number}")) for number in (1, 2, 3)]
    rows[0].events = rows[1].events = {"lodged_on": "2026-07-07"}
    rows[2].events = {"lodged_on": "2026-07-08"}
    Letter.objects.bulk_update(rows, ["events"])
    kept = {row.pk: row.events["lodged_on"] for row in Letter.objects.all()}
    assert [kept[row.pk] for row in rows] == ["2026-07-07", "2026-07-07", "2026-07-08"]
