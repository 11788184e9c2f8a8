"""The start page of the area: what opens and closes for my people, and what the law changes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.lawbook.entitlements.change_calendar import ANALOG

from .making_affected import SUBSIDIARY, husband, take_in

PAGE = "/rechte/"
ANALOG_OPENS = {**ANALOG, "entry_date": date(2023, 12, 10)}


def test_the_page_names_the_five_doors_that_turn_first(signed_in, bruecke):
    for number in range(7):
        take_in(bruecke, f"Rahel{number}", **{**ANALOG, "entry_date": date(2023, 12, 10 + number)})
    found = signed_in("jana").get(PAGE).context["opening"]
    assert len(found) == 5
    assert [row.first.day for row in found] == sorted(row.first.day for row in found)


def test_a_coming_change_of_the_law_says_how_many_of_my_files_it_concerns(signed_in, bruecke):
    for name in ("Selam", "Rahel"):
        husband(take_in(bruecke, name, status=SUBSIDIARY), bruecke.jana)
    counts = {change.first: count for change, count in signed_in("jana").get(PAGE).context["changes"]}
    assert counts[date(2027, 7, 24)] == 2
    assert counts[date(2027, 3, 5)] == 0


def test_the_changes_of_the_next_twelve_months_are_named(signed_in, bruecke):
    days = [change.first for change, _count in signed_in("jana").get(PAGE).context["changes"]]
    assert days == [date(2026, 12, 5), date(2027, 1, 1), date(2027, 3, 5), date(2027, 7, 24)]


def test_the_page_leads_to_both_lists(signed_in, bruecke):
    page = signed_in("jana").get(PAGE).content.decode()
    assert 'href="/rechte/90-tage/"' in page
    assert 'href="/rechte/betroffen/"' in page


def test_a_stranger_sees_nothing_of_the_files_of_others(signed_in, bruecke):
    take_in(bruecke, "Rahel", **ANALOG_OPENS)
    assert "Rahel" not in signed_in("katja").get(PAGE).content.decode()


def test_who_has_no_file_is_told_what_comes_here(signed_in, bruecke):
    assert "Sie sind in keinem Fallteam." in signed_in("thomas").get(PAGE).content.decode()


@pytest.mark.parametrize("name", ["lead", "settlement", "dpo", "house"])
def test_who_does_no_casework_finds_no_page(signed_in, name):
    assert signed_in(name).get(PAGE).status_code == 404


def test_thirty_people_take_no_more_queries_than_three(signed_in, bruecke):
    client = signed_in("jana")
    counts = []
    for people in (3, 27):
        for number in range(people):
            husband(take_in(bruecke, f"A{people}{number}", **ANALOG_OPENS), bruecke.jana)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as found:
            client.get(PAGE)
        counts.append(len(found))
    assert counts[0] == counts[1]
