"""The emergency list on paper: why, who made it, and a note for every file it shows."""

from datetime import date

import pytest

from wegbuch.access.models import ReadEvent
from wegbuch.procedures import lists
from wegbuch.procedures.models import Deadline
from wegbuch.procedures.services.deadlines import open_by_hand

from .making import letter

URL = "/fristen/notfall/"
REASON = {"reason": "Stromausfall am Freitag angekündigt."}


def by_hand(world, day: date, *, user=None, person=None) -> Deadline:  # type: ignore[no-untyped-def]
    user = user or world.jana
    return open_by_hand(user=user, person=person or world.mariam, act="Unterlagen nachreichen", counts_on=day)


def test_before_the_reason_no_name_is_shown(bruecke, signed_in):
    letter(bruecke)
    page = signed_in("jana").get(URL).content.decode()
    assert "Warum auf Papier?" in page
    assert "Habibi" not in page
    assert not ReadEvent.objects.exists()


def test_without_a_reason_nothing_is_shown(bruecke, signed_in):
    letter(bruecke)
    page = signed_in("jana").post(URL, {"reason": " "}).content.decode()
    assert "Bitte eintragen" in page
    assert "Habibi" not in page


def test_the_sheet_says_days_person_file_act_and_court(bruecke, signed_in):
    letter(bruecke)
    page = signed_in("jana").post(URL, REASON).content.decode()
    for words in ("Mi 02.12.2026", "Mariam Habibi", bruecke.mariams_case.number, "Klage", "Verwaltungsgericht Potsdam"):
        assert words in page


def test_the_sheet_says_who_made_it_when_and_why(bruecke, signed_in):
    letter(bruecke)
    page = signed_in("jana").post(URL, REASON).content.decode()
    assert "Erstellt von Jana Roth am Do 26.11.2026" in page
    assert "Grund: Stromausfall am Freitag angekündigt." in page
    assert "Vertraulich. Nach Gebrauch vernichten." in page


def test_every_deadline_on_the_sheet_is_noted_with_its_purpose(bruecke, signed_in):
    row = by_hand(bruecke, date(2026, 12, 1))
    signed_in("jana").post(URL, REASON)
    look = ReadEvent.objects.get()
    assert (look.user, look.subject, look.object_id) == (bruecke.jana.pk, bruecke.mariam.pk, str(row.pk))
    assert look.purpose == "deadline.emergency_list"


@pytest.mark.parametrize(("day", "is_shown"), [(date(2026, 12, 14), True), (date(2026, 12, 15), False)])
def test_the_sheet_reaches_fourteen_days_ahead(bruecke, day, is_shown):
    by_hand(bruecke, day)
    assert bool(lists.emergency_sheets(bruecke.jana)) is is_shown


def test_what_is_over_and_still_open_stands_first(bruecke):
    by_hand(bruecke, date(2026, 12, 1))
    late = by_hand(bruecke, date(2026, 11, 2))
    [sheet] = lists.emergency_sheets(bruecke.jana)
    assert sheet.rows[0].deadline == late


def test_a_sheet_takes_twenty_rows(bruecke):
    for _number in range(21):
        by_hand(bruecke, date(2026, 12, 1))
    assert [len(sheet.rows) for sheet in lists.emergency_sheets(bruecke.jana)] == [20, 1]


def test_files_of_others_are_not_on_the_sheet(bruecke, signed_in):
    by_hand(bruecke, date(2026, 12, 1))
    page = signed_in("katja").post(URL, REASON).content.decode()
    assert "Habibi" not in page
    assert not ReadEvent.objects.exists()


def test_the_name_of_somebody_who_hides_stays_off_paper(bruecke, signed_in):
    by_hand(bruecke, date(2026, 12, 1), user=bruecke.katja, person=bruecke.hidden_case.person)
    page = signed_in("katja").post(URL, REASON).content.decode()
    assert "Tekle" not in page
    assert bruecke.hidden_case.number in page


def test_the_lead_makes_no_list_with_names(bruecke, signed_in):
    assert signed_in("lead").post(URL, REASON).status_code == 404
