"""The database knows how its rows are spread."""

import pytest
from django.core.management import call_command
from django.db import connection

from wegbuch.cases.models import CaseAccess
from wegbuch.core import statistics


@pytest.fixture
def counted(bruecke):
    statistics.refresh()


def test_the_indexes_are_counted(counted):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its figures elsewhere")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = %s", [CaseAccess._meta.db_table])
        assert cursor.fetchone()[0]


def test_migrating_counts_too(bruecke, monkeypatch):
    counted = []
    monkeypatch.setattr(statistics, "refresh", lambda: counted.append(True))
    call_command("migrate")
    assert counted
