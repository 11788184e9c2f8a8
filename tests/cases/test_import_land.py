"""A list as a whole Land sends it: every broken line is explained, every sound one is right, twice is once."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cases.broken_list import as_text, as_workbook
from tests.cases.list_files import import_list
from wegbuch.cases import search
from wegbuch.cases.models import Person, SearchToken
from wegbuch.cases.services.list_portions import fates_of_list

LINES = 10_000 if os.environ.get("WEGBUCH_TEST_LONG") else 2_000


@pytest.fixture(params=[("liste.csv", as_text), ("liste.xlsx", as_workbook)], ids=["text", "workbook"])
def broken(request):
    name, write = request.param
    content, expected = write(LINES)
    return (lambda: SimpleUploadedFile(name, content)), expected


def came_in():
    return Person.objects.filter(given_name__startswith="Ama")


def test_every_broken_line_is_told_and_every_sound_one_is_right(bruecke, signed_in, broken):
    file, expected = broken
    jana = signed_in("jana")
    run = import_list(jana, file())
    told = {fate.line: " ".join(fate.sentences) for fate in fates_of_list(run) if fate.kind == "refused"}
    assert told.keys() == expected.refused.keys()
    unexplained = [
        (line, told[line])
        for line, (column, reason) in expected.refused.items()
        if f"Zeile {line}, Spalte „{column}“: " not in told[line] or reason not in told[line]
    ]
    assert unexplained == []
    found = {each.given_name: (each.surname, each.birth_date, each.birth_year) for each in came_in()}
    assert found == expected.people
    import_list(jana, file())
    assert came_in().count() == len(expected.people)


def test_people_of_a_list_are_found_as_if_they_were_indexed_anew(bruecke, signed_in):
    content, _expected = as_text(60)
    import_list(signed_in("jana"), SimpleUploadedFile("liste.csv", content))
    keys = ("person_id", "kind", "token")
    written = set(SearchToken.objects.values_list(*keys))
    search.index(came_in())
    assert set(SearchToken.objects.values_list(*keys)) == written
