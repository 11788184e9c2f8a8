"""The directory of places: who reads and changes it, what it shows, and which place is the best one."""

from datetime import date

import pytest
from django.urls import reverse

from wegbuch.cases.models import Office
from wegbuch.core import tenant
from wegbuch.entitlements import offices_page
from wegbuch.entitlements.services import offices

from .making_arrival import office

NEW = {"name": "Sozialamt Havelbruch", "kind": "social_welfare_office", "municipality": "", "hours": "Di 9–12 Uhr"}


def of(client, name, *arguments, **query):
    return client.get(reverse(f"entitlements:{name}", args=arguments), query)


def send(client, name, content, *arguments):
    return client.post(reverse(f"entitlements:{name}", args=arguments), content)


def change(client, row, **content):
    typed = {"name": row.name, "kind": row.kind, "municipality": row.municipality, "seen_version": row.version}
    return send(client, "office_change", typed | content, row.pk)


def words_of(page):
    return page.content.decode()


@pytest.fixture
def jana(signed_in):
    return signed_in("jana")


# ---- the best place


def test_a_place_of_the_own_municipality_comes_first(bruecke):
    office(name="A-Schule", municipality="")
    near = office(name="Z-Schule", municipality="Mühlenau")
    assert offices_page.offices_by_kind("Mühlenau")["school_office"] == near


def test_a_place_for_the_whole_district_comes_before_one_of_another_municipality(bruecke):
    office(name="A-Schule", municipality="Rathsow")
    everywhere = office(name="Z-Schule", municipality="")
    assert offices_page.offices_by_kind("Mühlenau")["school_office"] == everywhere


def test_a_place_elsewhere_is_better_than_none(bruecke):
    far = office(municipality="Rathsow")
    assert offices_page.offices_by_kind()["school_office"] == far


def test_every_kind_has_its_own_best_place(bruecke):
    office(), office(name="Bank am Markt", kind="bank")
    assert set(offices_page.offices_by_kind("Mühlenau")) == {"school_office", "bank"}


def test_places_of_another_organisation_are_not_known(bruecke):
    with tenant.acting_for(bruecke.diakonie.pk):
        office(name="Schule der anderen")
    assert offices_page.offices_by_kind("Mühlenau") == {}


# ---- who may


@pytest.mark.parametrize(("name", "status"), [("jana", 200), ("lead", 200), ("house", 404), ("dpo", 404)])
def test_workers_and_leads_read_the_directory(signed_in, bruecke, name, status):
    assert of(signed_in(name), "offices").status_code == status


def test_a_place_of_another_organisation_is_not_found(signed_in, bruecke):
    row = office()
    assert of(signed_in("olga"), "office_change", row.pk).status_code == 404
    assert send(signed_in("olga"), "office_checked", {"seen_version": 1}, row.pk).status_code == 404


# ---- the list


def test_an_empty_directory_says_what_to_do_next(jana):
    assert "Noch keine Stelle eingetragen" in words_of(of(jana, "offices"))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"Grundschule am Markt", "Bank am Markt", "Bank Rathsow"}),
        ({"art": "bank"}, {"Bank am Markt", "Bank Rathsow"}),
        ({"ort": "Mühlenau"}, {"Grundschule am Markt", "Bank am Markt"}),
        ({"art": "bank", "ort": "Rathsow"}, {"Bank Rathsow"}),
        ({"art": "castle"}, {"Grundschule am Markt", "Bank am Markt", "Bank Rathsow"}),
    ],
)
def test_the_list_is_narrowed_to_kind_and_municipality(jana, bruecke, query, names):
    office(), office(name="Bank am Markt", kind="bank")
    office(name="Bank Rathsow", kind="bank", municipality="Rathsow")
    page = words_of(of(jana, "offices", **query))
    assert {row.name for row in Office.objects.all() if row.name in page} == names


@pytest.mark.parametrize(
    ("checked_on", "is_old"), [(None, True), (date(2025, 11, 25), True), (date(2025, 11, 26), False)]
)
def test_a_place_nobody_checked_for_a_year_says_so(bruecke, checked_on, is_old):
    assert offices_page.is_old(office(checked_on=checked_on), date(2026, 11, 26)) is is_old


# ---- new and change


def test_a_lead_enters_a_place(signed_in, bruecke):
    assert send(signed_in("lead"), "office_new", NEW).status_code == 302
    assert Office.objects.get().hours == "Di 9–12 Uhr"


def test_the_link_of_a_list_without_a_place_names_the_kind(jana, bruecke):
    assert '<option value="bank" selected>' in words_of(of(jana, "office_new", art="bank"))


def test_the_form_asks_for_no_names_of_people(jana, bruecke):
    assert "keine Namen" in words_of(of(jana, "office_new"))


def test_a_place_without_a_kind_keeps_what_was_typed(jana, bruecke):
    page = words_of(send(jana, "office_new", NEW | {"kind": ""}))
    assert "wb-errors" in page
    assert "Sozialamt Havelbruch" in page
    assert not Office.objects.exists()


def test_a_name_that_stands_already_gives_a_sentence_and_keeps_what_was_typed(jana, bruecke):
    office(name="Sozialamt Havelbruch")
    page = words_of(send(jana, "office_new", NEW))
    assert "Diesen Namen gibt es schon" in page
    assert "Di 9–12 Uhr" in page


def test_a_place_renamed_to_one_that_stands_gives_a_sentence(jana, bruecke):
    office(name="Sozialamt Havelbruch")
    page = words_of(change(jana, office(), name="Sozialamt Havelbruch"))
    assert "Diesen Namen gibt es schon" in page


def test_a_day_ahead_is_no_day_on_which_somebody_checked(jana, bruecke):
    page = words_of(send(jana, "office_new", NEW | {"checked_on": "27.11.2026"}))
    assert "liegt in der Zukunft" in page
    assert not Office.objects.exists()


def test_a_change_is_saved(jana, bruecke):
    row = office()
    assert change(jana, row, hours="Do 13–18 Uhr").status_code == 302
    row.refresh_from_db()
    assert row.hours == "Do 13–18 Uhr"


def test_two_who_change_a_place_see_both_texts(signed_in, bruecke):
    row = office()
    change(signed_in("lead"), row, hours="Do 13–18 Uhr")
    page = words_of(change(signed_in("jana"), row, hours="Mo 8–10 Uhr"))
    row.refresh_from_db()
    assert "Miriam Vogt hat inzwischen gespeichert" in page
    assert "Mo 8–10 Uhr" in page
    assert row.hours == "Do 13–18 Uhr"


def test_somebody_has_checked_a_place_today(jana, bruecke):
    row = office()
    send(jana, "office_checked", {"seen_version": row.version}, row.pk)
    row.refresh_from_db()
    assert row.checked_on == date(2026, 11, 26)


def test_a_place_that_was_changed_meanwhile_is_not_called_checked(jana, bruecke):
    row = office()
    send(jana, "office_checked", {"seen_version": 7}, row.pk)
    row.refresh_from_db()
    assert row.checked_on is None


def test_a_place_saved_in_the_moment_of_checking_is_not_called_checked(jana, bruecke, monkeypatch):
    row, look_again = office(), offices.look_again

    def late(seen):
        theirs = Office.objects.get(pk=seen.pk)
        theirs.hours = "Do 13–18 Uhr"
        theirs.save()
        return look_again(seen)

    monkeypatch.setattr(offices, "look_again", late)
    answer = jana.post(
        reverse("entitlements:office_checked", args=[row.pk]), {"seen_version": row.version}, follow=True
    )
    row.refresh_from_db()
    assert ("inzwischen" in words_of(answer), row.checked_on) == (True, None)
