"""The sealed box: closed for everybody, opened once with a reason, and every opening told to the person."""

import pytest
from django.urls import reverse

from wegbuch.access.log import breaks
from wegbuch.access.models import AuditEvent, ReadEvent
from wegbuch.core import areas
from wegbuch.protection.models import ProtectedEntry, ProtectedOpening
from wegbuch.protection.services import add_entry

SECRET = "Fenster im Erdgeschoss machen ihr Angst."
REASON = "Zimmerwechsel mit der Heimleitung vorbereiten."


@pytest.fixture
def box(bruecke):
    add_entry(bruecke.mariams_case, author=bruecke.jana, text=SECRET)
    return reverse("protection:box", args=[bruecke.mariams_case.pk])


@pytest.fixture
def entry(bruecke):
    return reverse("protection:entry_new", args=[bruecke.mariams_case.pk])


def test_closed_box_looks_the_same_whether_something_is_there_or_not(bruecke, signed_in):
    client, url = signed_in("jana"), reverse("protection:box", args=[bruecke.mariams_case.pk])
    empty = client.get(url, headers={"HX-Request": "true"}).content
    add_entry(bruecke.mariams_case, author=bruecke.jana, text=SECRET)
    assert client.get(url, headers={"HX-Request": "true"}).content == empty


def test_box_opens_with_a_reason(signed_in, box):
    answer = signed_in("jana").post(box, {"reason": REASON})
    assert SECRET in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_box_is_closed_again_with_the_next_page(signed_in, box):
    client = signed_in("jana")
    client.post(box, {"reason": REASON})
    assert SECRET not in client.get(box).content.decode()


def test_short_reason_opens_nothing(signed_in, box):
    page = signed_in("jana").post(box, {"reason": "nur so"}).content.decode()
    assert "Bitte schreiben Sie einen ganzen Satz: mindestens 10 Zeichen." in page
    assert SECRET not in page
    assert ">\nnur so</textarea>" in page
    assert not ProtectedOpening.objects.exists()


@pytest.mark.parametrize("name", ["katja", "lead", "dpo", "house", "olga", "admin"])
def test_box_is_there_for_nobody_else(signed_in, box, name):
    client = signed_in(name)
    assert client.get(box).status_code == 404
    assert client.post(box, {"reason": REASON}).status_code == 404


def test_opening_is_in_both_logs_without_the_text(bruecke, signed_in, box):
    signed_in("jana").post(box, {"reason": REASON})
    assert ReadEvent.objects.filter(what="protected", subject=bruecke.mariam.pk, user=bruecke.jana.pk).count() == 1
    event = AuditEvent.objects.get(model="protection.protectedopening")
    assert "reason" in event.fields.split()
    assert REASON not in event.fields
    assert list(breaks()) == []


def test_reason_lies_sealed(signed_in, box):
    signed_in("jana").post(box, {"reason": REASON})
    row = ProtectedOpening.objects.get()
    assert row.__dict__["reason"].token.startswith("v1.")
    assert row.reason == REASON


def test_person_reads_the_reason_and_not_the_entry(bruecke, signed_in, box):
    client = signed_in("jana")
    client.post(box, {"reason": REASON})
    page = client.get(reverse("cases:readers", args=[bruecke.mariams_case.pk])).content.decode()
    assert f"„{REASON}“" in page
    assert "Besonders Geschütztes lesen" in page
    assert SECRET not in page


def test_closed_box_is_no_reading_of_what_lies_in_it(bruecke, signed_in, box):
    client = signed_in("jana")
    client.get(box)
    page = client.get(reverse("cases:readers", args=[bruecke.mariams_case.pk])).content.decode()
    assert "Besonders Geschütztes lesen" not in page


# putting something in


def test_entry_is_added_without_opening_the_box(bruecke, signed_in, entry):
    assert signed_in("jana").post(entry, {"text": SECRET}).status_code == 302
    row = ProtectedEntry.objects.get(person=bruecke.mariam)
    assert (row.text, row.author) == (SECRET, bruecke.jana)
    assert not ProtectedOpening.objects.exists()


def test_entry_lies_sealed(signed_in, entry):
    signed_in("jana").post(entry, {"text": SECRET})
    assert ProtectedEntry.objects.get().__dict__["text"].token.startswith("v1.")


def test_empty_entry_is_refused(signed_in, entry):
    page = signed_in("jana").post(entry, {"text": "  "}).content.decode()
    assert "Bitte eintragen" in page
    assert not ProtectedEntry.objects.exists()


def test_too_long_entry_is_refused_and_kept_in_the_field(signed_in, entry):
    page = signed_in("jana").post(entry, {"text": "a" * 4001}).content.decode()
    assert "Bitte kürzen: höchstens 4000 Zeichen." in page
    assert "a" * 4001 in page


def test_stranger_adds_nothing(signed_in, entry):
    assert signed_in("katja").post(entry, {"text": SECRET}).status_code == 404
    assert not ProtectedEntry.objects.exists()


def test_page_with_the_entries_names_neither_them_nor_the_person_in_its_title(signed_in, box):
    page = signed_in("jana").post(box, {"reason": REASON}).content.decode()
    assert "<title>Besonders geschützt · Wegbuch</title>" in page


def test_case_page_offers_the_box_as_a_panel():
    panels = [panel for panel in areas.panels if panel.page == "case_sealed"]
    assert [(panel.url_name, panel.action) for panel in panels] == [("protection:box", "protected.open")]
