"""Entries of a file: written at length, changed, read."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from wegbuch.access import services as access
from wegbuch.access.models import Draft, ReadEvent
from wegbuch.cases.services.cases import add_to_team, close_case
from wegbuch.core import clock
from wegbuch.counselling.models import Contact
from wegbuch.counselling.services import record_contact


@pytest.fixture
def new_page(bruecke) -> str:
    return reverse("counselling:contact_new", args=[bruecke.mariams_case.pk])


@pytest.fixture
def change_page(bruecke) -> str:
    return reverse("counselling:contact_change", args=[bruecke.contact.pk])


@pytest.fixture
def thomas_too(bruecke):
    """Thomas is in Mariam's case team as well."""
    add_to_team(bruecke.mariams_case, bruecke.thomas)
    return bruecke.thomas


def change(long, **fields):
    typed = long(**fields)
    del typed["entry_key"]
    return {"read_version": "1", "held_on": "24.11.2026", "minutes": "20", "note": "Brief vom Schulamt erklärt."} | {
        name: value for name, value in typed.items() if name in fields or name not in ("held_on", "minutes", "note")
    }


def test_a_long_entry_of_an_earlier_day_is_saved(bruecke, signed_in, long, new_page):
    answer = signed_in("jana").post(new_page, long(held_on="23.11.", note="Ausführlich besprochen.", minutes="30"))
    contact = Contact.objects.get(held_on=date(2026, 11, 23))
    assert (contact.note, contact.minutes) == ("Ausführlich besprochen.", 30)
    assert answer["Location"] == bruecke.mariams_case.get_absolute_url()


def test_a_day_to_come_is_refused_with_the_likely_one(bruecke, signed_in, long, new_page):
    page = signed_in("jana").post(new_page, long(held_on="27.11.2026"))
    assert "Das Datum liegt in der Zukunft. Meinen Sie den 27.11.2025?" in page.content.decode()


def test_a_day_long_ago_is_refused(bruecke, signed_in, long, new_page):
    page = signed_in("jana").post(new_page, long(held_on="01.01.1900"))
    assert "Eintragen lassen sich Tage ab dem 01.01.2000." in page.content.decode()


def test_a_day_after_the_file_was_closed_is_refused(bruecke, signed_in, long, new_page):
    case = bruecke.mariams_case
    close_case(case, closed_on=date(2026, 11, 20), reason="moved_away", version=case.version)
    page = signed_in("jana").post(new_page, long(held_on="24.11.2026"))
    assert "Diese Akte war an dem Tag schon beendet." in page.content.decode()


def test_a_long_entry_into_a_strangers_file_is_not_found(bruecke, signed_in, new_page, long):
    assert signed_in("thomas").get(new_page).status_code == 404
    assert signed_in("thomas").post(new_page, long()).status_code == 404


def test_an_entry_is_changed(bruecke, signed_in, long, change_page):
    signed_in("jana").post(change_page, change(long, minutes="30", note="Neu."))
    contact = Contact.objects.get(pk=bruecke.contact.pk)
    assert (contact.minutes, contact.note, contact.held_on) == (30, "Neu.", date(2026, 11, 24))


def test_the_form_of_a_change_shows_what_was_entered(bruecke, signed_in, change_page):
    form = signed_in("jana").get(change_page).context["form"]
    assert form["note"].value() == "Brief vom Schulamt erklärt."
    assert (form["minutes"].value(), form["language"].value(), form["topic"].value()) == (
        "20",
        "prs:video",
        str(bruecke.topic.pk),
    )


def test_a_stranger_cannot_change_an_entry(bruecke, signed_in, change_page):
    assert signed_in("thomas").get(change_page).status_code == 404


def saved_by_thomas_first(signed_in, long, change_page):
    """Jana and Thomas opened the same entry; Thomas saved first."""
    signed_in("thomas").post(change_page, change(long, note="Brief vom Schulamt erklärt. Termin am Montag."))
    return signed_in("jana").post(change_page, change(long, note="Brief vom Schulamt übersetzt."))


def test_two_texts_stand_side_by_side_and_nothing_is_lost(bruecke, signed_in, long, change_page, thomas_too):
    page = saved_by_thomas_first(signed_in, long, change_page).content.decode()
    assert "Thomas Ihde hat inzwischen gespeichert." in page
    assert "Beide Texte stehen nebeneinander; nichts ist verloren." in page
    assert "<mark>übersetzt.</mark>" in page
    assert "<mark>erklärt. Termin am Montag.</mark>" in page
    assert Contact.objects.get(pk=bruecke.contact.pk).note == "Brief vom Schulamt erklärt. Termin am Montag."


def test_who_saved_twice_is_not_told_that_a_colleague_did(bruecke, signed_in, long, change_page):
    jana = signed_in("jana")
    jana.post(change_page, change(long, note="Erstes Fenster."))
    page = jana.post(change_page, change(long, note="Zweites Fenster.")).content.decode()
    assert "Sie haben in einem anderen Fenster gespeichert." in page
    assert "Jana Roth hat inzwischen" not in page
    assert "Den gespeicherten behalten" in page


def test_my_text_is_taken_when_i_say_so(bruecke, signed_in, long, change_page, thomas_too):
    page = saved_by_thomas_first(signed_in, long, change_page)
    version = page.context["form"]["read_version"].value()
    typed = change(long, note="Brief vom Schulamt übersetzt.") | {"read_version": version, "keep": "mine"}
    signed_in("jana").post(change_page, typed)
    assert Contact.objects.get(pk=bruecke.contact.pk).note == "Brief vom Schulamt übersetzt."


def test_the_others_text_stays_when_i_say_so(bruecke, signed_in, long, change_page, thomas_too):
    saved_by_thomas_first(signed_in, long, change_page)
    page = signed_in("jana").post(change_page, change(long, note="Meins.") | {"keep": "theirs"}, follow=True)
    assert "Ihre Änderung ist verworfen. Es gilt der Text von Thomas Ihde." in page.content.decode()
    assert Contact.objects.get(pk=bruecke.contact.pk).note == "Brief vom Schulamt erklärt. Termin am Montag."


def test_both_texts_can_be_worked_on_together(bruecke, signed_in, long, change_page, thomas_too):
    saved_by_thomas_first(signed_in, long, change_page)
    form = signed_in("jana").post(change_page, change(long, note="Meins.") | {"keep": "both"}).context["form"]
    assert form["note"].value() == "Meins.\n\nBrief vom Schulamt erklärt. Termin am Montag."


def test_a_text_survives_a_locked_session(bruecke, signed_in, long, new_page):
    jana = signed_in("jana")
    jana.get(new_page)
    with clock.travelled(timedelta(minutes=16)):
        locked = jana.post(new_page, long(note="Lange geschrieben.", minutes="30"))
        assert locked["Location"].startswith(reverse("access:unlock"))
        assert Contact.objects.count() == 1
        jana.post(locked["Location"], {"password": bruecke.password})
        assert "Ihr Text ist noch da." in jana.get(new_page).content.decode()
        form = jana.get(new_page, {"entwurf": "1"}).context["form"]
    assert (form["note"].value(), form["minutes"].value()) == ("Lange geschrieben.", "30")


def test_a_saved_text_leaves_no_draft(bruecke, signed_in, long, new_page):
    jana = signed_in("jana")
    jana.post(reverse("access:keep_draft"), long(note="Lang", path=new_page))
    assert Draft.objects.filter(user=bruecke.jana).count() == 1
    jana.post(new_page, long(note="Lang"))
    assert not Draft.objects.filter(user=bruecke.jana).exists()


def test_a_draft_of_a_change_still_notices_that_somebody_saved(bruecke, signed_in, long, change_page, thomas_too):
    jana = signed_in("jana")
    jana.post(reverse("access:keep_draft"), change(long, note="Meins.") | {"path": change_page})
    signed_in("thomas").post(change_page, change(long, note="Thomas schrieb."))
    form = jana.get(change_page, {"entwurf": "1"}).context["form"]
    assert (form["note"].value(), form["read_version"].value()) == ("Meins.", "1")


def test_a_note_is_read_on_its_own_page_and_the_look_is_logged(bruecke, signed_in):
    page = signed_in("jana").get(reverse("counselling:contact", args=[bruecke.contact.pk]))
    assert "Brief vom Schulamt erklärt." in page.content.decode()
    look = ReadEvent.objects.order_by("-pk").first()
    assert (look.what, look.purpose, look.subject) == ("contact", "contact.read", bruecke.mariam.pk)


def test_the_list_of_a_file_shows_no_note(bruecke, signed_in):
    page = (
        signed_in("jana").get(reverse("counselling:contacts_of_case", args=[bruecke.mariams_case.pk])).content.decode()
    )
    assert "3 Ankommen &amp; Leistungen · Schulplatz" in page
    assert "Dari, Video" in page
    assert "Brief vom Schulamt" not in page


def test_the_panel_shows_the_newest_five(bruecke, signed_in, long, new_page):
    jana = signed_in("jana")
    for _time in range(6):
        jana.post(new_page, long())
    address = reverse("counselling:contacts_of_case", args=[bruecke.mariams_case.pk])
    part = jana.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.count("<li>") == 5
    assert "<html" not in part


def test_a_file_without_contacts_says_what_to_do_next(bruecke, signed_in):
    page = (
        signed_in("jana").get(reverse("counselling:contacts_of_case", args=[bruecke.zahras_case.pk])).content.decode()
    )
    assert "Noch kein Kontakt." in page


@pytest.mark.parametrize("name", ["contacts_of_case", "follow_ups_of_case", "contact_new"])
def test_a_deputy_reads_and_a_stranger_does_not(bruecke, signed_in, name):
    address = reverse(f"counselling:{name}", args=[bruecke.mariams_case.pk])
    assert signed_in("katja").get(address).status_code == 404
    access.name_deputy(
        absent=bruecke.jana,
        deputy=bruecke.katja,
        starts_on=date(2026, 11, 26),
        ends_on=date(2026, 11, 27),
        reason="Urlaub",
    )
    assert signed_in("katja").get(address).status_code == 200


def test_each_participants_team_reads_the_note_and_sees_no_other_name(bruecke, signed_in):
    contact = record_contact(
        author=bruecke.jana,
        team=bruecke.muehlenau,
        cases=[bruecke.mariams_case, bruecke.katjas_case],
        held_on=bruecke.today,
        task_area=4,
        form="conversation",
        minutes=15,
        language="deu",
        channel="none",
        note="Streit in der Küche geklärt.",
    )
    page = signed_in("katja").get(reverse("counselling:contact", args=[contact.pk])).content.decode()
    assert "Streit in der Küche geklärt." in page
    assert "<bdi>Hodan Warsame</bdi> und 1 weitere Person" in page
    assert "Habibi" not in page


@pytest.mark.parametrize("name", ["lead", "olga", "dpo", "thomas"])
def test_nobody_else_reads_a_note(bruecke, signed_in, name):
    assert signed_in(name).get(reverse("counselling:contact", args=[bruecke.contact.pk])).status_code == 404
