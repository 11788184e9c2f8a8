"""A person's own record and the facts about her: changed with history, never over a colleague's head."""

from datetime import date

import pytest
from django.urls import reverse

from wegbuch.access.models import AuditEvent, Draft
from wegbuch.cases import hits, search
from wegbuch.cases.fact_pages import KINDS
from wegbuch.cases.forms.person_edit import PersonEditForm, filled_from
from wegbuch.cases.models import (
    ContactWay,
    FileNumber,
    HouseholdMember,
    HousingPeriod,
    LanguageSkill,
    Nationality,
    RelativeAbroad,
    ResidencePeriod,
)
from wegbuch.cases.services import households, people


def address(name, case, *more):
    return reverse(f"cases:{name}", args=[case.pk, *more])


def typed(person, **changed):
    """What the browser sends back of an untouched form, with some fields typed anew."""
    form = PersonEditForm(initial=filled_from(person))
    fields = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in fields.items() if value is not False}
    return {**sent, "seen_version": person.version, **changed}


def fresh(row):
    return type(row).objects.get(pk=row.pk)


RESIDENCE = {"status": "S04", "since": "2.4.2025", "origin": "document", "seen_version": "1"}


# the person


def test_person_is_changed_and_found_under_the_new_spelling(bruecke, signed_in):
    sent = typed(bruecke.mariam, spoken_name="Maryam", spellings="Marjam Habiby", never_contact_rule="nie auf Mailbox")
    answer = signed_in("jana").post(address("person_edit", bruecke.mariams_case), sent)
    assert answer.status_code == 302
    person = fresh(bruecke.mariam)
    assert (person.spoken_name, person.never_contact_rule) == ("Maryam", "nie auf Mailbox")
    assert hits.find("Marjam Habiby", bruecke.jana).hits[0].person.pk == person.pk


def test_year_of_birth_alone_is_enough(bruecke, signed_in):
    signed_in("jana").post(address("person_edit", bruecke.mariams_case), typed(bruecke.mariam, birth="1992"))
    assert (fresh(bruecke.mariam).birth_date, fresh(bruecke.mariam).birth_year) == (None, 1992)


def test_person_without_any_name_is_refused_and_nothing_typed_is_lost(bruecke, signed_in):
    sent = typed(bruecke.mariam, given_name="", surname="", contact_rule="Nachricht ab 15 Uhr")
    page = signed_in("jana").post(address("person_edit", bruecke.mariams_case), sent).content.decode()
    assert "Vorname oder Nachname genügt." in page
    assert "Nachricht ab 15 Uhr" in page


def test_entry_before_birth_is_asked_about(bruecke, signed_in):
    sent = typed(bruecke.mariam, entered_on="1.1.1990")
    page = signed_in("jana").post(address("person_edit", bruecke.mariams_case), sent).content.decode()
    assert "Die Einreise liegt vor der Geburt. Bitte prüfen Sie beide Tage." in page


def test_switch_that_hides_says_what_it_means(bruecke, signed_in):
    page = signed_in("jana").get(address("person_edit", bruecke.mariams_case)).content.decode()
    assert "Die Suche anderer Teams zeigt dann nichts." in page


# a colleague saved meanwhile


@pytest.fixture
def late(bruecke, signed_in):
    """Jana sends what she typed after the lead of another window saved a different rule."""
    sent = typed(bruecke.mariam, contact_rule="Nachricht ab 15 Uhr")
    person = fresh(bruecke.mariam)
    people.change(person, version=person.version, contact_rule="nur vormittags anrufen")
    return signed_in("jana"), address("person_edit", bruecke.mariams_case), sent


def test_second_of_two_savers_sees_both_texts(bruecke, late):
    client, url, sent = late
    page = client.post(url, sent).content.decode()
    assert "hat inzwischen gespeichert." in page
    assert "<mark>" in page
    assert "So sicher erreichen" in page
    assert fresh(bruecke.mariam).contact_rule == "nur vormittags anrufen"


def test_own_text_is_taken_after_both_were_seen(bruecke, late):
    client, url, sent = late
    client.post(url, {**sent, "seen_version": fresh(bruecke.mariam).version, "keep": "mine"})
    assert fresh(bruecke.mariam).contact_rule == "Nachricht ab 15 Uhr"


def test_text_of_the_colleague_stays_if_wanted(bruecke, late):
    client, url, sent = late
    assert client.post(url, {**sent, "keep": "theirs"}).status_code == 302
    assert fresh(bruecke.mariam).contact_rule == "nur vormittags anrufen"


def test_both_texts_can_be_edited_together(bruecke, late):
    client, url, sent = late
    page = client.post(url, {**sent, "keep": "both"}).content.decode()
    assert "nur vormittags anrufen\n\nNachricht ab 15 Uhr" in page
    assert f'name="seen_version" value="{fresh(bruecke.mariam).version}"' in page


def test_spelling_a_colleague_added_meanwhile_stays(bruecke, signed_in):
    sent = typed(bruecke.mariam, spellings="Marjam Habiby")
    people.set_spellings(bruecke.mariam, ["Meryem Habibi"])
    signed_in("jana").post(address("person_edit", bruecke.mariams_case), sent)
    assert {row.text for row in bruecke.mariam.spellings.all()} == {"Marjam Habiby", "Meryem Habibi"}


def test_late_change_of_a_fact_is_told_too(bruecke, signed_in):
    row = bruecke.mariam.residence_periods.get()
    other = fresh(row)
    other.authority = "Ausländerbehörde Seelow"
    other.save()
    sent = {**RESIDENCE, "valid_until": "14.1.2027", "authority": "Ausländerbehörde Mühlenau"}
    page = signed_in("jana").post(address("residence_row", bruecke.mariams_case, row.pk), sent).content.decode()
    assert "Ausländerbehörde <mark>Seelow</mark>" in page
    assert fresh(row).authority == "Ausländerbehörde Seelow"


@pytest.mark.parametrize("seen", [None, "", "x", "9" * 12])
def test_change_that_does_not_say_what_it_saw_shows_both_texts(bruecke, signed_in, seen):
    sent = typed(bruecke.mariam, contact_rule="Nachricht ab 15 Uhr", seen_version=seen or "")
    sent = {name: value for name, value in sent.items() if seen is not None or name != "seen_version"}
    page = signed_in("jana").post(address("person_edit", bruecke.mariams_case), sent).content.decode()
    assert "hat inzwischen gespeichert." in page
    assert fresh(bruecke.mariam).contact_rule == ""


# drafts


def test_draft_with_half_a_day_and_a_broken_version_is_shown_as_typed(bruecke, signed_in):
    client, url = signed_in("jana"), address("person_edit", bruecke.mariams_case)
    sent = typed(bruecke.mariam, birth="x", entered_on="3.", seen_version="x", path=url)
    client.post(reverse("access:keep_draft"), sent)
    page = client.get(f"{url}?entwurf=1").content.decode()
    assert ('name="birth" value="x"' in page, 'name="entered_on" value="3."' in page) == (True, True)
    assert 'name="seen_version" value="0"' in page


def test_draft_is_offered_taken_up_and_gone_after_saving(bruecke, signed_in):
    client, url = signed_in("jana"), address("person_edit", bruecke.mariams_case)
    client.post(reverse("access:keep_draft"), typed(bruecke.mariam, contact_rule="Entwurf der Regel", path=url))
    assert "Ihr Text ist noch da." in client.get(url).content.decode()
    assert "Entwurf der Regel" in client.get(f"{url}?entwurf=1").content.decode()
    client.post(url, typed(bruecke.mariam))
    assert not Draft.objects.exists()


def test_draft_from_before_a_colleagues_change_does_not_overwrite_it(bruecke, signed_in):
    client, url = signed_in("jana"), address("person_edit", bruecke.mariams_case)
    before = fresh(bruecke.mariam).version
    client.post(reverse("access:keep_draft"), typed(bruecke.mariam, path=url))
    people.change(fresh(bruecke.mariam), version=before, contact_rule="nur vormittags")
    assert f'name="seen_version" value="{before}"' in client.get(f"{url}?entwurf=1").content.decode()


# facts


@pytest.mark.parametrize(
    ("name", "sent", "model"),
    [
        ("residence", {**RESIDENCE, "status": "S01"}, ResidencePeriod),
        (
            "housing",
            {"form": "own_flat", "address": "Lindenweg 3", "since": "1.11.2026", "origin": "client"},
            HousingPeriod,
        ),
        ("contact_ways", {"kind": "phone", "value": "0151 0000 417", "rule": "ab 15 Uhr", "is_safe": "on"}, ContactWay),
        ("languages", {"language": "deu", "level": "A1", "reading": "reads", "rank": "2"}, LanguageSkill),
        ("nationalities", {"country": "IRN"}, Nationality),
        ("file_numbers", {"kind": "azr", "number": " 000  123 "}, FileNumber),
        ("relatives", {"name": "Farid", "relation": "spouse", "birth": "1988", "note": "in Kabul"}, RelativeAbroad),
    ],
)
def test_fact_is_entered(bruecke, signed_in, name, sent, model):
    before = model.objects.filter(person=bruecke.mariam).count()
    answer = signed_in("jana").post(address(name, bruecke.mariams_case), sent)
    assert answer.status_code == 302
    assert model.objects.filter(person=bruecke.mariam).count() == before + 1


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_stranger_gets_no_fact_page(bruecke, signed_in, kind):
    assert signed_in("katja").get(address(kind.name, bruecke.mariams_case)).status_code == 404


def test_row_of_another_person_is_not_there(bruecke, signed_in):
    row = bruecke.mariam.residence_periods.get()
    client = signed_in("jana")
    assert client.get(address("residence_row", bruecke.zahras_case, row.pk)).status_code == 404
    assert client.post(address("residence_delete", bruecke.zahras_case, row.pk)).status_code == 404
    assert fresh(row)


def test_end_before_the_beginning_is_refused(bruecke, signed_in):
    sent = {
        "scheme": "asylblg_3",
        "since": "2.4.2025",
        "until": "1.4.2025",
        "origin": "client",
        "authority": "Sozialamt X",
    }
    page = signed_in("jana").post(address("benefits", bruecke.mariams_case), sent).content.decode()
    assert "Das Ende liegt vor dem Anfang. Bitte prüfen Sie beide Tage." in page
    assert "Sozialamt X" in page


def test_expired_paper_is_no_mistake(bruecke, signed_in):
    sent = {**RESIDENCE, "status": "S01", "valid_until": "1.5.2025"}
    assert signed_in("jana").post(address("residence", bruecke.mariams_case), sent).status_code == 302


def test_former_status_ends_the_day_before(bruecke, signed_in):
    sent = {**RESIDENCE, "status": "S11", "since": "1.11.2026", "ends_former": "on"}
    signed_in("jana").post(address("residence", bruecke.mariams_case), sent)
    assert ResidencePeriod.objects.get(status="S04").until == date(2026, 10, 31)


def test_former_status_goes_on_without_the_tick(bruecke, signed_in):
    signed_in("jana").post(
        address("residence", bruecke.mariams_case), {**RESIDENCE, "status": "S11", "since": "1.11.2026"}
    )
    assert ResidencePeriod.objects.get(status="S04").until is None


def test_new_status_cannot_end_one_that_begins_later(bruecke, signed_in):
    sent = {**RESIDENCE, "status": "S01", "since": "1.3.2025", "ends_former": "on"}
    page = signed_in("jana").post(address("residence", bruecke.mariams_case), sent).content.decode()
    assert "Der bisherige Eintrag beginnt am 02.04.2025." in page
    assert ResidencePeriod.objects.get(status="S04").until is None


def test_question_about_the_former_entry_names_it(bruecke, signed_in):
    page = signed_in("jana").get(address("residence", bruecke.mariams_case)).content.decode()
    assert "Der bisherige Eintrag endet am Tag davor: „Aufenthaltsgestattung“" in page


def test_hidden_address_takes_neither_house_nor_room(bruecke, signed_in):
    place = {"facility": bruecke.kiefernweg.pk, "room": "B14", "own_municipality": "Mühlenau"}
    sent = {"form": "other", "is_hidden": "on", "origin": "client", **place}
    page = signed_in("jana").post(address("housing", bruecke.mariams_case), sent).content.decode()
    assert page.count("Bitte leer lassen: Die Anschrift ist geheim.") == 6
    assert HousingPeriod.objects.filter(is_hidden=True).count() == 0


def test_where_no_house_says_it_the_municipality_is_entered(bruecke, signed_in):
    sent = {"form": "own_flat", "own_municipality": "Mühlenau", "since": "1.11.2026", "origin": "client"}
    signed_in("jana").post(address("housing", bruecke.mariams_case), sent)
    row = HousingPeriod.objects.get(form="own_flat")
    assert (row.municipality, row.place) == ("Mühlenau", "Mühlenau")


def test_the_municipality_of_the_house_goes_before_the_own_one(bruecke):
    row = HousingPeriod(facility=bruecke.kiefernweg, own_municipality="Anderswo", room="B14")
    assert row.municipality == bruecke.kiefernweg.municipality != ""


def test_hidden_address_lies_sealed(bruecke, signed_in):
    sent = {
        "form": "other",
        "address": "Am geheimen Ort 1",
        "is_hidden": "on",
        "since": "1.11.2026",
        "origin": "client",
    }
    signed_in("jana").post(address("housing", bruecke.mariams_case), sent)
    row = HousingPeriod.objects.get(is_hidden=True)
    assert row.__dict__["address"].token.startswith("v1.")
    assert row.address == "Am geheimen Ort 1"


def test_number_is_asked_for_unless_no_contact_is_wished(bruecke, signed_in):
    client, url = signed_in("jana"), address("contact_ways", bruecke.mariams_case)
    assert "Bitte eintragen" in client.post(url, {"kind": "phone"}).content.decode()
    assert client.post(url, {"kind": "none"}).status_code == 302


def test_same_language_twice_is_refused_with_a_sentence(bruecke, signed_in):
    sent = {"language": "prs", "reading": "reads", "rank": "1"}
    page = signed_in("jana").post(address("languages", bruecke.mariams_case), sent).content.decode()
    assert "Das steht schon da." in page


def test_new_room_is_found_by_the_search(bruecke, signed_in):
    sent = {"form": "shared_accommodation", "facility": bruecke.kiefernweg.pk, "room": "C07", "since": "1.11.2026"}
    signed_in("jana").post(address("housing", bruecke.mariams_case), {**sent, "origin": "client", "ends_former": "on"})
    assert bruecke.mariam.pk in search.candidates("C07")


def test_row_is_deleted_and_the_deletion_stays_in_the_log(bruecke, signed_in):
    row = bruecke.mariam.file_numbers.get()
    url = address("file_numbers_delete", bruecke.mariams_case, row.pk)
    signed_in("jana").post(url, {"seen_version": row.version})
    assert not FileNumber.objects.filter(pk=row.pk).exists()
    assert AuditEvent.objects.filter(action="deleted", object_id=str(row.pk)).exists()


@pytest.mark.parametrize("sent", [{"seen_version": "1"}, {}])
def test_row_that_was_saved_since_it_was_seen_is_not_deleted(bruecke, signed_in, sent):
    row = bruecke.mariam.file_numbers.get()
    row.number = "9010679-605"
    row.save()
    url = address("file_numbers_delete", bruecke.mariams_case, row.pk)
    page = signed_in("jana").post(url, sent, follow=True).content.decode()
    assert "hat inzwischen gespeichert. Bitte sehen Sie noch einmal nach." in page
    assert FileNumber.objects.filter(pk=row.pk).exists()


def test_button_that_deletes_carries_the_version(bruecke, signed_in):
    row = bruecke.mariam.file_numbers.get()
    page = signed_in("jana").get(address("file_numbers_row", bruecke.mariams_case, row.pk)).content.decode()
    assert page.count(f'name="seen_version" value="{row.version}"') == 2


def test_open_question_about_a_status_lies_sealed(bruecke, signed_in):
    sent = {**RESIDENCE, "status": "S01", "question": "Passt das zum Bescheid vom Mai?"}
    signed_in("jana").post(address("residence", bruecke.mariams_case), sent)
    row = ResidencePeriod.objects.get(status="S01")
    assert row.__dict__["question"].token.startswith("v1.")
    assert row.question == "Passt das zum Bescheid vom Mai?"


# households


def test_person_moves_into_a_new_household_and_leaves_the_former(bruecke, signed_in):
    signed_in("jana").post(address("membership", bruecke.mariams_case), {"kind": "living", "since": "1.11.2026"})
    assert households.household_of(bruecke.mariam) != bruecke.habibi
    assert HouseholdMember.objects.get(person=bruecke.mariam, household=bruecke.habibi).until == date(2026, 11, 1)


def test_household_without_an_open_file_is_not_offered(bruecke, signed_in):
    foreign = households.found_household(name="Warsame")
    households.join(foreign, bruecke.hodan)
    sent = {"household": foreign.pk, "since": "1.11.2026"}
    assert signed_in("jana").post(address("membership", bruecke.mariams_case), sent).status_code == 200
    assert not HouseholdMember.objects.filter(person=bruecke.mariam, household=foreign).exists()


def test_person_leaves_a_household_with_a_day(bruecke, signed_in):
    row = bruecke.mariam.memberships.get()
    sent = {"relation": "parent", "since": "3.6.2025", "until": "1.11.2026", "seen_version": row.version}
    signed_in("jana").post(address("membership_row", bruecke.mariams_case, row.pk), sent)
    assert fresh(row).until == date(2026, 11, 1)
