"""How the database looks for a name where very many people share a birth year."""

from datetime import date

import pytest
from django.db import connection, models

from wegbuch.cases import search
from wegbuch.cases.models import Person, SearchToken
from wegbuch.core import statistics

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks at rows all over a table")
SAME_YEAR, LOOKED_AT = 1_200, 400


def test_a_name_is_looked_up_and_not_every_key_read(bruecke, monkeypatch):
    people = [
        Person(surname="Vielfach", given_name=f"Nummer {number}", birth_date=date(1950, 1, 1 + number % 28))
        for number in range(SAME_YEAR)
    ]
    models.QuerySet(Person).bulk_create(people)
    search.index_new((person, {("year", "1950"), ("word", f"x{number}")}) for number, person in enumerate(people))
    monkeypatch.setattr(statistics, "LOOKED_AT", LOOKED_AT)
    statistics.refresh()
    wanted = search._wanted(search.spelling.parse_query("Zarinkhelzada"))
    plan = SearchToken.objects.filter(wanted).values("person_id").explain()
    assert "kind=? AND token=?" in plan
