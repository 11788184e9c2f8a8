"""The wall between organisations."""

import ast
from pathlib import Path

import pytest

from wegbuch.cases.models import Case, Person
from wegbuch.core import tenant

# Who may lift the wall, and nobody else.
MAY_LIFT = {"core/management/commands/migrate.py", "reporting/district.py", "staffing/district.py"}


def test_people_cannot_be_asked_for_without_an_organisation(world):
    with pytest.raises(tenant.NoTenant):
        Person.objects.count()


def test_an_organisation_sees_only_its_own_people(world):
    with tenant.acting_for(world.diakonie.pk):
        assert [str(person) for person in Person.objects.all()] == ["Samir Osman"]


def test_a_row_of_another_organisation_is_not_saved(world):
    with tenant.acting_for(world.bruecke.pk):
        case = Case.objects.get(pk=world.mariams_case.pk)
    with tenant.acting_for(world.diakonie.pk), pytest.raises(tenant.NoTenant):
        case.save()


def test_a_foreign_row_is_not_reached_through_a_relation(world):
    with tenant.acting_for(world.bruecke.pk):
        case = Case.objects.get(pk=world.mariams_case.pk)
    with tenant.acting_for(world.diakonie.pk), pytest.raises(Person.DoesNotExist):
        _ = case.person


def test_the_wall_is_lifted_only_where_it_is_listed():
    found = set()
    for path in Path("src/wegbuch").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr == "without_wall":
                found.add(str(path.relative_to("src/wegbuch")))
    assert found == MAY_LIFT
