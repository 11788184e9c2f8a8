"""Für den Sachbericht: no name and no number gets in, the lead reads these texts and no other."""

from datetime import date

import pytest
from django.db import connection

from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Spelling
from wegbuch.counselling import report_notes
from wegbuch.counselling.models import ReportNote, ReportNoteState
from wegbuch.counselling.services import delete_contact

NEW = "/sachbericht/texte/neu/"
LIST = "/sachbericht/texte/"
PLAIN = "Seit Oktober fehlen Abendkurse; drei Familien fahren nach Rathsow."


def typed(**fields):
    return {"task_area": "3", "month": "2026-11-01", "text": PLAIN} | fields


def note(author, **fields) -> ReportNote:
    plain = {"month": date(2026, 11, 1), "task_area": 3, "text": PLAIN}
    return report_notes.write(author=author, **(plain | fields))


def test_a_text_is_offered_for_its_month(bruecke, signed_in):
    signed_in("jana").post(NEW, typed())
    row = ReportNote.objects.get()
    assert (row.text, row.month, row.task_area, row.state) == (PLAIN, date(2026, 11, 1), 3, "offered")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mariam hat einen Kurs.", "Vorname"),
        ("Mariams Kurs fällt aus.", "Vorname"),
        ("Familie HABIBI wartet.", "Nachname"),
        ("مریم wartet.", "andere Schreibweise"),
        ("Maryam wartet.", "andere Schreibweise"),
    ],
)
def test_a_name_in_any_spelling_is_refused_and_the_kind_is_named(bruecke, signed_in, text, kind):
    Spelling(person=bruecke.mariam, text="Maryam").save()
    page = signed_in("jana").post(NEW, typed(text=text)).content.decode()
    assert kind in page
    assert not ReportNote.objects.exists()


@pytest.mark.parametrize("text", ["Akte 9010679-604 ruht.", "Akte 9010679 604 ruht.", "Siehe {number}."])
def test_a_number_is_refused_also_with_the_box_ticked(bruecke, text):
    with pytest.raises(NotPossible, match=r"Aktenzeichen|Fallnummer"):
        note(bruecke.jana, text=text.format(number=bruecke.mariams_case.number), is_no_name=True)


def test_the_sentence_does_not_repeat_the_name(bruecke):
    with pytest.raises(NotPossible) as refused:
        note(bruecke.jana, text="Mariam Habibi wartet.")
    assert not {"mariam", "habibi"} & set(str(refused.value).casefold().split())


def test_what_is_no_name_may_stand_once_the_box_is_ticked(bruecke, signed_in):
    client, text = signed_in("jana"), "Die Zahra-Moschee lädt ein."
    asked = client.post(NEW, typed(text=text)).content.decode()
    assert 'name="is_no_name"' in asked
    assert 'name="is_no_name"' not in client.get(NEW).content.decode()
    client.post(NEW, typed(text=text, is_no_name="on"))
    assert ReportNote.objects.get().text == text


def test_people_of_other_files_are_not_looked_up(bruecke):
    assert note(bruecke.jana, text="Hodan ist ein Ort.").pk


def test_who_took_part_is_looked_up_beyond_the_own_files(bruecke):
    with pytest.raises(NotPossible):
        note(bruecke.katja, text="Mariam wartet.", contact=bruecke.contact)


def test_the_note_stands_beside_and_is_not_copied(bruecke, signed_in):
    address = f"/kontakt/{bruecke.contact.pk}/sachbericht/"
    page = signed_in("jana").get(address)
    assert "Brief vom Schulamt erklärt." in page.content.decode()
    assert page.context["form"]["text"].value() is None
    signed_in("jana").post(address, typed())
    row = ReportNote.objects.get()
    assert (row.text, row.contact) == (PLAIN, bruecke.contact)


def test_a_contact_can_go_and_its_text_stays(bruecke):
    row = note(bruecke.jana, contact=bruecke.contact)
    delete_contact(bruecke.contact, user=bruecke.jana)
    row.refresh_from_db()
    assert (row.contact, row.text) == (None, PLAIN)


def test_the_lead_reads_every_text_and_a_colleague_none(bruecke, signed_in):
    note(bruecke.jana)
    assert PLAIN in signed_in("lead").get(LIST).content.decode()
    assert PLAIN not in signed_in("thomas").get(LIST).content.decode()


def test_the_lead_is_not_led_to_the_contact(bruecke, signed_in):
    note(bruecke.jana, contact=bruecke.contact)
    assert str(bruecke.contact.pk) not in signed_in("lead").get(LIST).content.decode()


def test_the_lead_decides_and_the_author_changes_no_more(bruecke, signed_in):
    row = note(bruecke.jana)
    signed_in("lead").post(f"{LIST}{row.pk}/stand/", {"state": "taken", "seen_version": "1"})
    page = signed_in("jana").post(f"{LIST}{row.pk}/", typed(text="Anders.", seen_version="2"))
    assert "Ihre Leitung hat über diesen Text schon entschieden." in page.content.decode()
    row.refresh_from_db()
    assert (row.state, row.text) == (ReportNoteState.TAKEN, PLAIN)


def test_the_lead_does_not_decide_about_a_text_she_has_not_read(bruecke, signed_in):
    row = note(bruecke.jana)
    report_notes.change(row, version=1, month=row.month, task_area=3, text="Ganz anders.")
    signed_in("lead").post(f"{LIST}{row.pk}/stand/", {"state": "taken", "seen_version": "1"})
    row.refresh_from_db()
    assert row.state == ReportNoteState.OFFERED


def test_a_counsellor_decides_nothing(bruecke, signed_in):
    row = note(bruecke.jana)
    assert signed_in("jana").post(f"{LIST}{row.pk}/stand/", {"state": "taken"}).status_code == 404


def test_a_text_is_changed_and_deleted_by_its_author_only(bruecke, signed_in):
    row = note(bruecke.jana)
    assert signed_in("thomas").get(f"{LIST}{row.pk}/").status_code == 404
    assert signed_in("lead").post(f"{LIST}{row.pk}/loeschen/").status_code == 404
    signed_in("jana").post(f"{LIST}{row.pk}/", typed(text="Kürzer.", seen_version="1"))
    assert ReportNote.objects.get().text == "Kürzer."
    signed_in("jana").post(f"{LIST}{row.pk}/loeschen/")
    assert not ReportNote.objects.exists()


def test_a_text_lies_sealed(bruecke):
    note(bruecke.jana)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM counselling_reportnote")
        assert cursor.fetchone()[0].startswith("v1.")


def test_for_period_gives_the_texts_of_these_months(bruecke):
    kept = [note(bruecke.jana, month=date(2026, month, 1), task_area=area) for month, area in ((10, 2), (11, 1))]
    note(bruecke.jana, month=date(2026, 9, 1))
    assert list(ReportNote.objects.for_period(date(2026, 10, 1), date(2026, 12, 31))) == kept[::-1]


# the lead decides


def decided(client, row, **fields) -> str:
    """What the lead reads after pressing „In den Bericht“; her answer stands in the row."""
    typed = {"state": "taken", "seen_version": str(row.version)} | fields
    page = client.post(f"{LIST}{row.pk}/stand/", typed, follow=True).content.decode()
    row.refresh_from_db()
    return page


ASKED = "Im Text steht vielleicht ein Name aus den Akten Ihres Trägers."


@pytest.mark.parametrize("text", ["Hodan wartet.", "Hodans Kurs fällt aus.", "Bei Familie warsame fehlt Platz."])
def test_a_name_of_another_team_is_found_when_the_text_is_taken(bruecke, signed_in, text):
    row = note(bruecke.jana, text=text)
    assert ASKED in decided(signed_in("lead"), row)
    assert row.state == ReportNoteState.OFFERED


@pytest.mark.parametrize("text", ["Familie Warsamee wartet.", "Warsamees Kurs fällt aus."])
def test_a_name_of_another_team_is_found_however_it_is_spelled(bruecke, signed_in, text):
    assert ASKED in decided(signed_in("lead"), note(bruecke.jana, text=text))


def test_the_lead_is_told_of_a_hidden_person_without_being_told_of_whom(bruecke, signed_in):
    page = decided(signed_in("lead"), note(bruecke.jana, text="Selam wartet."))
    assert ASKED in page
    assert ("Tekle" in page, "Seedorf" in page, bruecke.hidden_case.number in page) == (False, False, False)


def test_what_the_lead_says_is_no_name_is_taken(bruecke, signed_in):
    row, client = note(bruecke.jana, text="Hodan ist ein Ort."), signed_in("lead")
    page = decided(client, row)
    assert ('name="is_no_name"' in page, "Es ist kein Name: in den Bericht" in page) == (True, True)
    decided(client, row, is_no_name="on")
    assert row.state == ReportNoteState.TAKEN


def test_only_the_text_in_question_is_asked_about(bruecke, signed_in):
    row, _other = note(bruecke.jana, text="Hodan ist ein Ort."), note(bruecke.jana)
    page = decided(signed_in("lead"), row)
    assert (page.count(ASKED), page.count('name="is_no_name"')) == (1, 1)


def test_a_plain_text_is_taken_without_a_question(bruecke, signed_in):
    row = note(bruecke.jana)
    assert ASKED not in decided(signed_in("lead"), row)
    assert row.state == ReportNoteState.TAKEN


def test_a_name_of_another_organisation_is_no_name_here(bruecke, signed_in):
    row = note(bruecke.jana, text="Samir ist ein Ort, Osman auch.")
    decided(signed_in("lead"), row)
    assert row.state == ReportNoteState.TAKEN


def test_a_text_with_a_name_is_left_out_without_a_question(bruecke, signed_in):
    row = note(bruecke.jana, text="Hodan wartet.")
    assert ASKED not in decided(signed_in("lead"), row, state="left_out")
    assert row.state == ReportNoteState.LEFT_OUT


def test_a_number_of_another_team_is_refused_whatever_the_lead_says(bruecke, signed_in):
    row = note(bruecke.jana, text=f"Siehe {bruecke.katjas_case.number}.")
    assert "Im Text steht eine Nummer aus einer Akte." in decided(signed_in("lead"), row, is_no_name="on")
    assert row.state == ReportNoteState.OFFERED


@pytest.mark.parametrize("name", ["other_lead", "jana", "katja", "coordination"])
def test_a_stranger_is_asked_nothing(bruecke, signed_in, name):
    row = note(bruecke.jana, text="Hodan wartet.")
    answer = signed_in(name).post(f"{LIST}{row.pk}/stand/", {"state": "taken", "seen_version": "1"})
    assert answer.status_code == 404


# the report is closed


@pytest.fixture
def november_closed(monkeypatch):
    monkeypatch.setattr(report_notes, "closers", [lambda month: month == date(2026, 11, 1)])


@pytest.mark.parametrize("state", ReportNoteState.values)
def test_about_a_text_of_a_closed_report_nothing_is_decided(bruecke, signed_in, state, monkeypatch):
    row = note(bruecke.jana)
    report_notes.decide(row, by=bruecke.lead, state=ReportNoteState.TAKEN, version=1)
    monkeypatch.setattr(report_notes, "closers", [lambda month: True])
    page = decided(signed_in("lead"), row, state=state)
    assert "Der Sachbericht für diese Zeit ist abgeschlossen." in page
    assert (row.state, 'name="state"' in page) == (ReportNoteState.TAKEN, False)


def test_for_a_closed_report_no_text_is_written(bruecke, signed_in, november_closed):
    page = signed_in("jana").post(NEW, typed()).content.decode()
    assert "Der Sachbericht für diese Zeit ist abgeschlossen." in page
    assert not ReportNote.objects.exists()


@pytest.mark.parametrize(("of", "to"), [(11, 10), (10, 11), (11, 11)])
def test_no_text_is_moved_out_of_a_closed_report_or_into_one(bruecke, monkeypatch, of, to):
    row = note(bruecke.jana, month=date(2026, of, 1))
    monkeypatch.setattr(report_notes, "closers", [lambda month: month == date(2026, 11, 1)])
    with pytest.raises(NotPossible, match="abgeschlossen"):
        report_notes.change(row, version=1, month=date(2026, to, 1), task_area=3, text="Kürzer.")
