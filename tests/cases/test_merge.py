"""Two records of one person become one, and nothing of either is lost."""

import json
from datetime import date

import pytest
from django.urls import reverse

from wegbuch.access import services as access
from wegbuch.access.models import ReadEvent
from wegbuch.access.services import NotPossible
from wegbuch.cases import hits, search
from wegbuch.cases.models import ContactWay, FileNumber, LanguageSkill, Merge, Person, RelativeAbroad, ResidencePeriod
from wegbuch.cases.services import cases, merges, people
from wegbuch.counselling.models import Contact
from wegbuch.protection.models import ProtectedEntry
from wegbuch.protection.services import add_entry


@pytest.fixture
def double(bruecke):
    """Mariam a second time, as another list wrote her, with facts of her own."""
    case = people.take_in(
        user=bruecke.jana,
        team=bruecke.muehlenau,
        form="housing_based_msa",
        opened_on=date(2026, 11, 2),
        given_name="Maryam",
        surname="Habiby",
        spoken_name="Maryo",
        birth_date=date(1992, 3, 14),
        sex="f",
        entered_on=date(2025, 3, 12),
        languages=["prs"],
    )
    ContactWay(person=case.person, kind="phone", value="0151 0000 417").save()
    FileNumber(person=case.person, kind="azr", number="000123").save()
    RelativeAbroad(person=case.person, name="Farid", relation="spouse").save()
    ResidencePeriod(person=case.person, status="S01", until=date(2025, 4, 1)).save()
    return case


def preview(case, other):
    return reverse("cases:merge_preview", args=[case.pk, other.pk])


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def rows_of(person):
    """Everything that points at a person, with the numbers that tell one row from another."""
    return {
        *person.cases.values_list("number", flat=True),
        *person.file_numbers.values_list("number", flat=True),
        *person.relatives_abroad.values_list("name", flat=True),
        *person.residence_periods.values_list("status", flat=True),
        *person.languages.values_list("language", flat=True),
        *person.contact_ways.values_list("kind", flat=True),
        *person.memberships.values_list("household__number", flat=True),
        *person.housing_periods.values_list("room", flat=True),
    }


# choosing


def test_likely_double_is_offered_with_its_reasons(bruecke, signed_in, double):
    page = signed_in("jana").get(reverse("cases:merge", args=[bruecke.mariams_case.pk])).content.decode()
    assert preview(bruecke.mariams_case, double) in page
    assert "gleiches Geburtsdatum" in page


def test_other_record_is_found_by_its_case_number(bruecke, signed_in, double):
    url = reverse("cases:merge", args=[bruecke.mariams_case.pk])
    assert signed_in("jana").post(url, {"number": double.number.lower()}).url == preview(bruecke.mariams_case, double)


def test_closed_file_is_not_found_by_its_number(bruecke, signed_in):
    url = reverse("cases:merge", args=[bruecke.mariams_case.pk])
    page = signed_in("jana").post(url, {"number": bruecke.katjas_case.number}).content.decode()
    assert "Zu dieser Fallnummer gibt es keine Akte, die Sie öffnen dürfen." in page
    assert bruecke.katjas_case.number in page


def test_double_of_another_team_is_a_logged_stub_without_a_link(bruecke, signed_in):
    other = people.take_in(
        user=bruecke.katja,
        team=bruecke.seedorf,
        form="housing_based_msa",
        opened_on=date(2026, 11, 2),
        given_name="Maryam",
        surname="Habibi",
        birth_date=date(1992, 3, 14),
    )
    page = signed_in("jana").get(reverse("cases:merge", args=[bruecke.mariams_case.pk])).content.decode()
    assert "Team Seedorf" in page
    assert str(other.pk) not in page
    assert ReadEvent.objects.filter(what="stub", subject=other.person_id).exists()


# comparing


def test_stranger_compares_nothing(bruecke, signed_in, double):
    assert signed_in("katja").get(preview(bruecke.mariams_case, double)).status_code == 404
    assert signed_in("jana").get(preview(bruecke.mariams_case, bruecke.katjas_case)).status_code == 404


def test_preview_shows_both_records_and_what_moves(bruecke, signed_in, double):
    page = signed_in("jana").get(preview(bruecke.mariams_case, double)).content.decode()
    assert "Maryam" in page
    assert "<dt>Aktenzeichen</dt><dd>1</dd>" in page


def test_preview_is_a_look_at_both_files(bruecke, signed_in, double):
    signed_in("jana").get(preview(bruecke.mariams_case, double))
    seen = set(ReadEvent.objects.filter(purpose="person.merge").values_list("subject", flat=True))
    assert seen == {bruecke.mariam.pk, double.person_id}


def test_preview_says_nothing_about_the_sealed_box(bruecke, signed_in, double):
    client, url = signed_in("jana"), preview(bruecke.mariams_case, double)
    before = client.get(url).content
    add_entry(double, author=bruecke.jana, text="nur hier")
    assert len(client.get(url).content) == len(before)


# merging


def test_all_rows_of_both_records_stay(bruecke, signed_in, double):
    wanted = rows_of(bruecke.mariam) | rows_of(double.person)
    signed_in("jana").post(preview(bruecke.mariams_case, double), {"given_name": "kept", "surname": "kept"})
    assert rows_of(fresh(bruecke.mariam)) == wanted


def test_both_spellings_are_found(bruecke, signed_in, double):
    signed_in("jana").post(preview(bruecke.mariams_case, double), {"given_name": "kept", "surname": "kept"})
    for name in ("Mariam Habibi", "Maryam Habiby", "Maryo"):
        assert [hit.person.pk for hit in hits.find(name, bruecke.jana).hits][:1] == [bruecke.mariam.pk]


def test_own_spoken_name_is_found_after_the_other_was_chosen(bruecke, double):
    people.change(bruecke.mariam, version=bruecke.mariam.version, spoken_name="Marjana")
    merges.merge(
        kept=bruecke.mariam, merged=double.person, user=bruecke.jana, take_from_merged=frozenset({"spoken_name"})
    )
    assert fresh(bruecke.mariam).spoken_name == "Maryo"
    assert bruecke.mariam.spellings.filter(text="Marjana").exists()


def test_what_was_chosen_holds_and_gaps_are_filled(bruecke, signed_in, double):
    signed_in("jana").post(preview(bruecke.mariams_case, double), {"given_name": "merged", "surname": "kept"})
    person = fresh(bruecke.mariam)
    assert (person.given_name, person.surname, person.entered_on) == ("Maryam", "Habibi", date(2025, 3, 12))


def test_missing_choice_is_asked_for(bruecke, signed_in, double):
    page = signed_in("jana").post(preview(bruecke.mariams_case, double), {"given_name": "kept"}).content.decode()
    assert "Bitte ändern Sie eine Angabe" in page
    assert not Merge.objects.exists()


def test_two_rules_that_keep_safe_both_stay(bruecke, signed_in, double):
    people.change(bruecke.mariam, version=bruecke.mariam.version, never_contact_rule="nie auf Mailbox")
    people.change(double.person, version=double.person.version, never_contact_rule="nie Briefe")
    sent = {"given_name": "kept", "surname": "kept", "never_contact_rule": "both"}
    signed_in("jana").post(preview(bruecke.mariams_case, double), sent)
    assert fresh(bruecke.mariam).never_contact_rule == "nie auf Mailbox\nnie Briefe"


def test_who_was_hidden_once_stays_hidden(bruecke, double):
    people.change(double.person, version=double.person.version, is_hidden=True)
    merges.merge(kept=bruecke.mariam, merged=fresh(double.person), user=bruecke.jana)
    assert fresh(bruecke.mariam).is_hidden


def test_language_of_both_keeps_what_only_one_record_knew(bruecke, double):
    skill = LanguageSkill.objects.get(person=double.person)
    skill.reading, skill.level = "reads", "C1"
    skill.save()
    merges.merge(kept=bruecke.mariam, merged=double.person, user=bruecke.jana)
    kept = bruecke.mariam.languages.get()
    assert (kept.reading, kept.level) == ("reads", "C1")


def test_sealed_box_moves_with_its_person(bruecke, double):
    entry = add_entry(double, author=bruecke.jana, text="braucht ein Zimmer, das sich abschließen lässt")
    merges.merge(kept=bruecke.mariam, merged=double.person, user=bruecke.jana)
    assert fresh(entry).person_id == bruecke.mariam.pk
    assert ProtectedEntry.objects.get().text == "braucht ein Zimmer, das sich abschließen lässt"


def test_state_before_opens_and_holds_both_records_without_the_sealed_box(bruecke, double):
    add_entry(double, author=bruecke.jana, text="nur hier")
    record = merges.merge(kept=bruecke.mariam, merged=double.person, user=bruecke.jana)
    before = json.loads(fresh(record).before)
    assert before["merged"]["person"]["given_name"] == "Maryam"
    assert before["merged"]["cases.contactway"][0]["value"] == "0151 0000 417"
    assert "nur hier" not in fresh(record).before


def test_address_of_the_other_case_still_works(bruecke, signed_in, double):
    client = signed_in("jana")
    client.post(preview(bruecke.mariams_case, double), {"given_name": "kept", "surname": "kept"})
    assert client.get(double.get_absolute_url()).status_code == 200
    assert fresh(double).person_id == bruecke.mariam.pk


def test_contacts_stay_with_their_case(bruecke, double):
    merges.merge(kept=double.person, merged=bruecke.mariam, user=bruecke.jana)
    assert Contact.objects.visible_to(bruecke.jana).get().participations.get().case.person_id == double.person_id


def test_merged_record_is_no_hit_any_more(bruecke, double):
    merges.merge(kept=bruecke.mariam, merged=double.person, user=bruecke.jana)
    assert double.person_id not in search.candidates("Maryam Habiby")
    assert not Person.objects.present().filter(pk=double.person_id).exists()


def test_file_of_another_team_stops_the_merge(bruecke, signed_in, double):
    people.open_case(
        double.person, user=bruecke.katja, team=bruecke.seedorf, form="housing_based_msa", opened_on=date(2026, 11, 3)
    )
    answer = signed_in("jana").post(preview(bruecke.mariams_case, double), {"given_name": "kept", "surname": "kept"})
    assert "Zusammenführen darf nur, wer im Fallteam beider Akten ist." in answer.content.decode()
    assert not Merge.objects.exists()


def test_deputy_of_the_team_does_not_merge(bruecke, double):
    access.name_deputy(
        absent=bruecke.jana,
        deputy=bruecke.katja,
        starts_on=date(2026, 11, 26),
        ends_on=date(2026, 11, 27),
        reason="Urlaub",
    )
    with pytest.raises(NotPossible, match="Fallteam beider Akten"):
        merges.merge(kept=bruecke.mariam, merged=double.person, user=bruecke.katja)


def test_file_opened_with_a_reason_is_not_merged(bruecke, signed_in):
    cases.break_glass(bruecke.katjas_case, user=bruecke.jana, reason="Hodan steht vor der Tür und Katja ist krank.")
    page = signed_in("jana").post(preview(bruecke.mariams_case, bruecke.katjas_case), {}).content.decode()
    assert "Zusammenführen darf nur, wer im Fallteam beider Akten ist." in page
    assert not Merge.objects.exists()
