"""The log page of the data protection officer."""

import pytest
from django.urls import reverse

from wegbuch.access import log
from wegbuch.access.models import ReadEvent

LOG = reverse("access:log")


@pytest.fixture
def read(bruecke, signed_in):
    """Jana looked at Mariam's file."""
    signed_in("jana").get(bruecke.mariams_case.get_absolute_url())
    return bruecke


def filtered(client, **content):
    """The page as it stands after filtering; the filter never stands in the address."""
    answer = client.post(LOG, content)
    assert answer.url == LOG
    return client.get(LOG).content.decode()


@pytest.mark.parametrize("name", ["jana", "lead", "settlement", "admin", "coordination"])
def test_log_is_for_data_protection_alone(signed_in, name):
    assert signed_in(name).get(LOG).status_code == 404


def test_look_is_told_with_name_case_number_and_purpose(read, signed_in):
    page = signed_in("dpo").get(LOG).content.decode()
    assert "Jana Roth" in page
    assert read.mariams_case.number in page
    assert "Akte lesen" in page


def test_log_names_nobody_who_is_counselled(read, signed_in):
    client = signed_in("dpo")
    assert "Habibi" not in client.get(LOG).content.decode() + filtered(client, kind="changes")


def test_other_organisation_sees_nothing_of_it(read, signed_in):
    page = signed_in("other_dpo").get(LOG).content.decode()
    assert read.mariams_case.number not in page


def test_changes_are_told_in_german_with_names_of_fields(read, signed_in):
    page = filtered(signed_in("dpo"), kind="changes")
    assert "Aufenthalt angelegt" in page
    assert "given_name" in page


def test_filter_by_case_number_shows_this_file_alone(read, signed_in):
    signed_in("katja").get(read.katjas_case.get_absolute_url())
    page = filtered(signed_in("dpo"), subject=read.katjas_case.number)
    assert "Katja Brandt</td>" in page
    assert "Jana Roth</td>" not in page


def test_filter_by_days_leaves_out_other_days(read, signed_in):
    assert "Kein Eintrag in dieser Auswahl." in filtered(signed_in("dpo"), last="25.11.2026")


def test_impossible_day_in_the_filter_is_told_and_stays(read, signed_in):
    page = filtered(signed_in("dpo"), first="31.2.2026")
    assert "Der 31. Februar existiert nicht." in page
    assert 'value="31.2.2026"' in page


def test_filter_is_cleared(read, signed_in):
    client = signed_in("dpo")
    filtered(client, last="25.11.2026")
    assert "Jana Roth</td>" in filtered(client, clear="1")


def test_page_holds_fifty_entries(bruecke, signed_in):
    looks = [log.Look("case", str(bruecke.mariams_case.pk), bruecke.mariam.pk, "case.read")] * 51
    log.keep_reads(bruecke.jana.pk, bruecke.bruecke.pk, looks)
    page = signed_in("dpo").get(LOG).content.decode()
    assert page.count("Akte lesen") + page.count("Protokoll ansehen") == 50
    assert "Seite 1 von 2" in page


def test_who_watches_is_seen_too(bruecke, signed_in):
    page = signed_in("dpo").get(LOG).content.decode()
    look = ReadEvent.objects.get()
    assert (look.user, look.what, look.purpose, look.subject) == (bruecke.dpo.pk, "log", "log.see", None)
    assert "Protokoll ansehen" in page


def test_new_key_stands_in_the_log(bruecke, signed_in):
    assert "Schlüssel angelegt" in filtered(signed_in("dpo"), kind="changes")


def test_sign_in_is_told_with_name(bruecke, signed_in):
    signed_in("jana")
    assert "Konto Jana Roth angemeldet" in filtered(signed_in("dpo"), kind="changes")
