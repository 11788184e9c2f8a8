"""What every row has without asking: audit, version check, sealed fields."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from wegbuch.access.models import AuditEvent
from wegbuch.cases.models import Person
from wegbuch.core import audit, sealed
from wegbuch.core.models import SavedMeanwhile
from wegbuch.counselling.models import Contact


def last_event():
    return AuditEvent.objects.order_by("pk").last()


def test_a_change_is_logged_with_names_of_fields_and_without_values(bruecke):
    person = Person.objects.get(pk=bruecke.mariam.pk)
    person.spoken_name = "Maryam"
    person.save()
    event = last_event()
    assert (event.action, event.model, event.fields) == ("changed", "cases.person", "spoken_name")


def test_saving_what_did_not_change_writes_nothing(bruecke):
    before = AuditEvent.objects.count()
    Person.objects.get(pk=bruecke.mariam.pk).save()
    assert AuditEvent.objects.count() == before


def test_reading_what_was_left_out_forgets_no_change(bruecke):
    person = Person.objects.only("spoken_name").get(pk=bruecke.mariam.pk)
    person.spoken_name = "Maryam"
    assert person.native_name
    person.save()
    assert Person.objects.get(pk=bruecke.mariam.pk).spoken_name == "Maryam"


def test_nothing_is_saved_when_nobody_acts(bruecke):
    person = Person.objects.get(pk=bruecke.mariam.pk)
    person.spoken_name = "Maryam"
    token = audit._actor.set(None)
    with pytest.raises(audit.NoActor):
        person.save()
    audit._actor.reset(token)
    assert Person.objects.get(pk=person.pk).spoken_name == ""


def test_ways_past_the_audit_log_are_closed(bruecke):
    with pytest.raises(TypeError):
        Person.objects.update(sex="m")
    with pytest.raises(TypeError):
        Person.objects.all().delete()


def test_many_rows_at_once_are_logged_too(bruecke):
    before = AuditEvent.objects.count()
    people = Person.objects.bulk_create([Person(given_name=name) for name in ("Ali", "Nour")])
    assert AuditEvent.objects.count() == before + 2
    people[0].sex = "m"
    people[0].save()
    assert last_event().fields == "sex"


def test_the_second_of_two_savers_is_told_and_nothing_is_lost(bruecke):
    first, second = (Person.objects.get(pk=bruecke.mariam.pk) for _ in range(2))
    first.spoken_name = "Maryam"
    first.save()
    second.spoken_name = "Mariamm"
    with pytest.raises(SavedMeanwhile) as told:
        second.save()
    assert (told.value.theirs.spoken_name, told.value.mine.spoken_name) == ("Maryam", "Mariamm")
    assert Person.objects.get(pk=first.pk).spoken_name == "Maryam"


def test_a_note_lies_sealed_in_the_database_and_opens_in_the_program(bruecke):
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM counselling_contact WHERE id = %s", [bruecke.contact.pk.hex])
        stored = cursor.fetchone()[0]
    assert stored.startswith("v1.k1.")
    assert "Schulamt" not in stored
    assert Contact.objects.get(pk=bruecke.contact.pk).note == "Brief vom Schulamt erklärt."


def test_a_sealed_note_does_not_open_in_another_row(bruecke):
    contact = Contact.objects.get(pk=bruecke.contact.pk)
    kept = contact.__dict__["note"]
    other = Contact(author=bruecke.jana)
    other.__dict__["note"] = kept
    with pytest.raises(sealed.CannotOpen):
        _ = other.note


def test_a_changed_byte_is_noticed(bruecke):
    contact = Contact.objects.get(pk=bruecke.contact.pk)
    token = contact.__dict__["note"].token
    contact.__dict__["note"] = sealed.Sealed(token[:-6] + ("A" if token[-6] != "A" else "B") + token[-5:])
    with pytest.raises(sealed.CannotOpen):
        _ = contact.note


def test_sealed_text_is_never_searched(bruecke):
    with pytest.raises(FieldError):
        Contact.objects.filter(note="Brief vom Schulamt erklärt.").exists()


def test_an_unchanged_note_is_not_written_again(bruecke):
    contact = Contact.objects.get(pk=bruecke.contact.pk)
    contact.note = "Brief vom Schulamt erklärt."
    assert contact.changed_fields() == ()
