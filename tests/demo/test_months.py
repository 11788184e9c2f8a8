"""The invented district has closed its months, and its half year is counted again by the auditor's script."""

import io
import subprocess
import sys
import zipfile
from datetime import date

import pytest

from wegbuch.access.models import Organisation
from wegbuch.core import tenant
from wegbuch.reporting.catalogue import book
from wegbuch.reporting.counting.ledger import Ledger
from wegbuch.reporting.district_report import district_report
from wegbuch.reporting.models import ClosedMonth
from wegbuch.reporting.periods import half_year_of
from wegbuch.reporting.services.ledgers import ledger_of
from wegbuch.reporting.services.proof import proof_file
from wegbuch.reporting.services.reports import build

SPRING = half_year_of(date(2026, 3, 1))
REPORT = book().reports["half_year"]


@pytest.fixture
def organisations(filled):
    return {
        row.short_name: row
        for row in Organisation.objects.all()
        if row.short_name in {"Brücke e. V.", "Diakonie", "Kreis"}
    }


def test_all_months_are_closed_but_the_last_of_who_closes_late(organisations):
    for name, organisation in organisations.items():
        with tenant.acting_for(organisation.pk):
            closed = set(ClosedMonth.objects.values_list("first", flat=True))
        assert (len(closed), date(2026, 10, 1) in closed) == ((11, False) if name.startswith("Brücke") else (12, True))


def test_the_half_year_of_every_organisation_is_counted_again_to_the_last_cell(organisations, tmp_path):
    for name, organisation in organisations.items():
        with tenant.acting_for(organisation.pk):
            data = proof_file(REPORT, SPRING, whose=organisation.name)
        folder = tmp_path / name
        zipfile.ZipFile(io.BytesIO(data)).extractall(folder)
        words = [sys.executable, "-I", str(folder / "nachzaehlen.py"), str(folder)]
        done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8")
        assert done.stdout.splitlines()[-1].endswith("alle gleich."), done.stdout


def test_what_the_district_sees_is_the_sum_of_its_organisations(organisations, filled):
    parts = []
    for organisation in organisations.values():
        with tenant.acting_for(organisation.pk):
            ledger = ledger_of(SPRING)
            parts.append(_numbers(build(REPORT, SPRING, whose="", ledger=Ledger(ledger.months))))
    district = _numbers(district_report(REPORT, filled.staff.district, SPRING)[0])
    shown = {place: number for place, number in district.items() if number is not None and place[0] != "organisation"}
    assert len(shown) > 10
    assert shown == {place: sum(part.get(place, 0) for part in parts) for place in shown}


def _numbers(built):
    """Every number of the tables of people and contacts, by table, row and measure."""
    return {
        (counted.table.id, line.key, measure.id): number
        for part in built.parts
        for counted in part.tables
        if counted.table.id != "posts"
        for line in counted.lines
        for measure, number in zip(counted.measures, line.numbers, strict=True)
    }
