"""Kurzkontakt: who, what, how long."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from wegbuch.access import services as access
from wegbuch.access.models import ReadEvent
from wegbuch.cases.services.cases import add_to_team, close_case, open_case
from wegbuch.core import clock
from wegbuch.counselling.models import Contact, FollowUp

PAGE = "/eintrag/"


def newest() -> Contact:
    return Contact.objects.order_by("-entered_at").first()


def test_a_contact_of_a_known_person_is_entered(bruecke, signed_in, quick):
    answer = signed_in("jana").post(PAGE, quick(case=bruecke.mariams_case.pk, note="Brief erklärt."), follow=True)
    contact = newest()
    assert (contact.minutes, contact.task_area, contact.language, contact.channel) == (10, 3, "prs", "video")
    assert contact.note == "Brief erklärt."
    assert [row.case_id for row in contact.participations.all()] == [bruecke.mariams_case.pk]
    assert "Eingetragen: Mariam Habibi, 10 Minuten." in answer.content.decode()


def test_after_an_entry_from_a_file_the_file_is_shown_again(bruecke, signed_in, quick):
    answer = signed_in("jana").post(PAGE, quick(case=bruecke.mariams_case.pk, from_case=1))
    assert answer["Location"] == bruecke.mariams_case.get_absolute_url()


def test_for_the_next_person_the_task_stays(bruecke, signed_in, quick):
    answer = signed_in("jana").post(PAGE, quick(case=bruecke.mariams_case.pk, task_area=7, next_person=1))
    assert answer["Location"] == f"{PAGE}?aufgabe=7"
    form = signed_in("jana").get(answer["Location"]).context["form"]
    assert (form["task_area"].value(), form["minutes"].value(), form["case"].value()) == ("7", "10", None)


def test_the_beginning_of_a_name_offers_the_person_and_keeps_the_rest(bruecke, signed_in, quick):
    page = signed_in("jana").post(PAGE, quick(who="Maria", minutes="20", note="Schule"))
    form = page.context["form"]
    assert [case.pk for case in form.hits] == [bruecke.mariams_case.pk]
    assert "Mariam Habibi, 34 · B14" in page.content.decode()
    assert (form["minutes"].value(), form["note"].value()) == ("20", "Schule")
    assert Contact.objects.count() == 1


def test_the_offered_person_is_entered_with_the_second_click(bruecke, signed_in, quick):
    signed_in("jana").post(PAGE, quick(who="Maryam Habiby", case=bruecke.mariams_case.pk))
    assert newest().participations.get().case_id == bruecke.mariams_case.pk


def test_several_people_who_may_be_meant_ask_for_a_choice(bruecke, signed_in, quick):
    page = signed_in("jana").post(PAGE, quick(who="Habibi"))
    errors = page.context["form"].errors["case"]
    assert errors == ["Bitte wählen Sie die Person und tragen Sie noch einmal ein."]


def test_a_name_that_means_one_person_alone_is_entered_at_once(bruecke, signed_in, quick):
    signed_in("jana").post(PAGE, quick(who="Sahra"))
    assert newest().participations.get().case_id == bruecke.zahras_case.pk


def test_a_name_that_means_one_person_alone_asks_only_for_what_is_missing(bruecke, signed_in, quick):
    form = signed_in("jana").post(PAGE, quick(who="Maryam Habiby", task_area="")).context["form"]
    assert form.visitor.case.pk == bruecke.mariams_case.pk
    assert list(form.errors) == ["task_area"]


@pytest.mark.parametrize("text", ["Zah", "Zahr"])
def test_a_name_that_is_only_like_hers_is_asked_about(bruecke, signed_in, quick, text):
    form = signed_in("jana").post(PAGE, quick(who=text)).context["form"]
    assert form["case"].value() == str(bruecke.zahras_case.pk)
    assert form.errors["case"] == ["Ist das die Person? Dann bitte noch einmal eintragen."]
    assert Contact.objects.count() == 1


def test_a_name_nobody_has_says_what_to_try(bruecke, signed_in, quick):
    page = signed_in("jana").post(PAGE, quick(who="Zzyzx"))
    assert "Niemand gefunden. Versuchen Sie Vorname, Geburtsjahr oder Zimmer." in page.content.decode()


def test_without_any_person_the_form_asks_who_it_was(bruecke, signed_in, quick):
    page = signed_in("jana").post(PAGE, quick())
    assert page.context["form"].errors["who"] == ["Bitte eintragen: Name, Zimmer oder „anonym“."]


def test_hits_appear_while_typing_without_a_look_at_closed_files(bruecke, signed_in):
    before = ReadEvent.objects.count()
    part = signed_in("jana").post(
        reverse("counselling:quick_search"), {"who": "Hodan Warsame"}, headers={"HX-Request": "true"}
    )
    assert "Warsame" not in part.content.decode()
    assert ReadEvent.objects.count() == before


def test_hits_while_typing_show_name_age_and_room(bruecke, signed_in):
    part = signed_in("jana").post(reverse("counselling:quick_search"), {"who": "مریم"}, headers={"HX-Request": "true"})
    assert "Mariam Habibi, 34 · B14" in part.content.decode()


def test_hits_are_initials_while_others_look_on(bruecke, signed_in):
    jana = signed_in("jana")
    jana.post("/konto/blickschutz/", {"next": "/"})
    part = jana.post(
        reverse("counselling:quick_search"), {"who": "Mariam"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "MH, 34 · B14" in part
    assert "Habibi" not in part


def test_a_chosen_person_brings_household_and_languages(bruecke, signed_in):
    part = (
        signed_in("jana").post(reverse("counselling:quick_person"), {"case": bruecke.mariams_case.pk}).content.decode()
    )
    assert "Zahra Habibi, 9" in part
    assert "Dari, Video" in part


@pytest.mark.parametrize("typed", [{"is_anonymous": "on"}, {"who": "Anonym"}])
def test_an_anonymous_contact_has_no_participant(bruecke, signed_in, quick, typed):
    answer = signed_in("jana").post(PAGE, quick(**typed), follow=True)
    assert not newest().participations.exists()
    assert "Eingetragen: anonym, 10 Minuten." in answer.content.decode()


def test_an_anonymous_contact_is_read_by_its_author_alone(bruecke, signed_in, quick):
    signed_in("jana").post(PAGE, quick(is_anonymous="on", note="fragte nach Kita"))
    address = reverse("counselling:contact", args=[newest().pk])
    assert "fragte nach Kita" in signed_in("jana").get(address).content.decode()
    assert signed_in("thomas").get(address).status_code == 404


def test_a_stranger_can_enter_nothing_in_a_file(bruecke, signed_in, quick):
    signed_in("thomas").post(PAGE, quick(case=bruecke.mariams_case.pk))
    assert Contact.objects.count() == 1


def test_a_link_to_a_file_that_is_not_open_is_not_found(bruecke, signed_in):
    assert signed_in("thomas").get(PAGE, {"fall": bruecke.mariams_case.pk}).status_code == 404


@pytest.mark.parametrize("text", ["keine", "", "3f0d1c1e-5d0b-4a55-9d53-5a0f3e6f0b11"])
def test_a_link_that_names_no_file_is_not_found(bruecke, signed_in, text):
    assert signed_in("jana").get(PAGE, {"fall": text}).status_code == 404


def test_a_lead_has_no_quick_entry(bruecke, signed_in):
    assert signed_in("lead").get(PAGE).status_code == 404


def test_a_deputy_enters_for_the_absent_colleague(bruecke, signed_in, quick):
    access.name_deputy(
        absent=bruecke.jana,
        deputy=bruecke.katja,
        starts_on=date(2026, 11, 26),
        ends_on=date(2026, 11, 27),
        reason="Urlaub",
    )
    signed_in("katja").post(PAGE, quick(case=bruecke.mariams_case.pk))
    assert newest().author_id == bruecke.katja.pk


def test_several_people_are_one_contact_whose_minutes_count_once(bruecke, signed_in, quick):
    signed_in("jana").post(
        PAGE, quick(case=bruecke.mariams_case.pk, members=[str(bruecke.zahras_case.pk)], minutes="30")
    )
    rows = Contact.objects.filter(held_on=bruecke.today)
    assert [row.minutes for row in rows] == [30]
    assert rows[0].participations.count() == 2


def test_the_form_names_who_reads_a_note_about_several_people(bruecke, signed_in):
    page = signed_in("jana").get(PAGE, {"fall": bruecke.mariams_case.pk}).content.decode()
    assert "Die Notiz lesen dann die Fallteams aller: Jana Roth." in page


def test_of_somebody_with_two_files_only_the_team_of_the_offered_one_reads(bruecke, signed_in):
    zahra = bruecke.zahras_case
    add_to_team(zahra, bruecke.katja)
    open_case(zahra.person, user=bruecke.jana, team=bruecke.muehlenau, form="msa_ii", opened_on=date(2026, 11, 2))
    page = signed_in("jana").get(PAGE, {"fall": bruecke.mariams_case.pk}).content.decode()
    assert "Die Notiz lesen dann die Fallteams aller: Jana Roth." in page


@pytest.mark.parametrize(
    ("length", "sentence"),
    [
        ("0", "Bitte mindestens 1 Minute eintragen."),
        ("601", "Höchstens 600 Minuten."),
        ("abc", "Bitte eine Zahl eintragen, zum Beispiel 45."),
        ("", "Bitte eintragen"),
    ],
)
def test_minutes_that_cannot_be_are_refused_with_a_sentence(bruecke, signed_in, quick, length, sentence):
    typed = quick(case=bruecke.mariams_case.pk, minutes="other", minutes_other=length)
    assert sentence in signed_in("jana").post(PAGE, typed).content.decode()
    assert Contact.objects.count() == 1


def test_other_minutes_form_and_language_are_entered(bruecke, signed_in, quick):
    other = {"minutes": "other", "form": "other", "language": "other"}
    shown = {"minutes_other": "45", "form_other": "home_visit", "language_other": "tir", "channel_other": "phone"}
    signed_in("jana").post(PAGE, quick(case=bruecke.mariams_case.pk, **other, **shown))
    contact = newest()
    assert (contact.minutes, contact.form, contact.language, contact.channel) == (45, "home_visit", "tir", "phone")


def test_a_language_that_does_not_exist_is_refused(bruecke, signed_in, quick):
    page = signed_in("jana").post(PAGE, quick(case=bruecke.mariams_case.pk, language="xxx:video"))
    assert page.context["form"].errors["language"]


def test_a_topic_of_another_task_is_refused_with_a_sentence(bruecke, signed_in, quick):
    page = signed_in("jana").post(PAGE, quick(case=bruecke.mariams_case.pk, task_area=4, topic=bruecke.topic.pk))
    assert page.context["form"].errors["topic"] == [
        "Dieses Thema gehört zu Aufgabe 3. Bitte ändern Sie Aufgabe oder Thema."
    ]


def test_a_name_of_two_hundred_letters_is_searched_and_a_longer_one_refused(bruecke, signed_in, quick):
    jana = signed_in("jana")
    assert jana.post(PAGE, quick(who="a" * 200)).status_code == 200
    page = jana.post(PAGE, quick(who="a" * 201))
    assert page.context["form"].errors["who"] == ["Bitte kürzen: höchstens 200 Zeichen."]


def test_the_same_form_sent_twice_is_one_contact(bruecke, signed_in, quick):
    typed = quick(case=bruecke.mariams_case.pk, follow_up="tomorrow")
    jana = signed_in("jana")
    first, second = jana.post(PAGE, typed), jana.post(PAGE, typed)
    assert first.status_code == second.status_code == 302
    assert Contact.objects.filter(held_on=bruecke.today).count() == 1
    assert FollowUp.objects.filter(due_on=date(2026, 11, 27)).count() == 1


def test_a_follow_up_in_one_week_comes_on_that_day(bruecke, signed_in, quick):
    signed_in("jana").post(PAGE, quick(case=bruecke.mariams_case.pk, follow_up="week", follow_up_text="Kita"))
    follow_up = FollowUp.objects.get(due_on=date(2026, 12, 3))
    assert (follow_up.text, follow_up.case_id) == ("Kita", bruecke.mariams_case.pk)


def test_a_follow_up_on_a_day_that_has_passed_is_refused(bruecke, signed_in, quick):
    page = signed_in("jana").post(
        PAGE, quick(case=bruecke.mariams_case.pk, follow_up="date", follow_up_on="24.11.2026")
    )
    assert "Der Tag ist schon vorbei." in page.content.decode()


def test_language_and_length_are_as_the_last_time_with_this_person(bruecke, signed_in):
    form = signed_in("jana").get(PAGE, {"fall": bruecke.mariams_case.pk}).context["form"]
    assert (form["language"].value(), form["minutes"].value(), form["task_area"].value()) == ("prs:video", "20", None)
    assert form.fields["language"].choices[0] == ("prs:video", "Dari, Video")


def test_changing_the_person_keeps_what_was_typed(bruecke, signed_in, quick):
    page = signed_in("jana").post(PAGE, quick(case=bruecke.mariams_case.pk, note="Kita", other_person=1))
    form = page.context["form"]
    assert (form.visitor, form["note"].value(), form["task_area"].value()) == (None, "Kita", "3")


def test_a_closed_file_is_not_offered(bruecke, signed_in, quick):
    close_case(
        bruecke.mariams_case, closed_on=date(2026, 11, 25), reason="moved_away", version=bruecke.mariams_case.version
    )
    page = signed_in("jana").post(PAGE, quick(who="Mariam Habibi"))
    assert bruecke.mariams_case.pk not in [case.pk for case in page.context["form"].hits]


def test_an_entry_is_taken_back_within_ten_minutes(bruecke, signed_in, quick):
    jana = signed_in("jana")
    jana.post(PAGE, quick(case=bruecke.mariams_case.pk, follow_up="week"))
    answer = jana.post(reverse("counselling:contact_undo", args=[newest().pk]))
    assert answer["Location"] == f"{PAGE}?fall={bruecke.mariams_case.pk}"
    assert Contact.objects.count() == 1
    assert not FollowUp.objects.filter(due_on=date(2026, 12, 3)).exists()


def test_after_ten_minutes_and_a_second_an_entry_stays(bruecke, signed_in, quick):
    jana = signed_in("jana")
    jana.post(PAGE, quick(case=bruecke.mariams_case.pk))
    with clock.travelled(timedelta(minutes=10, seconds=1)):
        page = jana.post(reverse("counselling:contact_undo", args=[newest().pk]), follow=True)
    assert "Zurücknehmen geht nur zehn Minuten lang." in page.content.decode()
    assert Contact.objects.count() == 2


def test_a_colleague_cannot_take_an_entry_back(bruecke, signed_in, quick):
    signed_in("jana").post(PAGE, quick(case=bruecke.mariams_case.pk))
    assert signed_in("thomas").post(reverse("counselling:contact_undo", args=[newest().pk])).status_code == 404


def test_the_list_of_today_shows_initials_only(bruecke, signed_in, quick):
    jana = signed_in("jana")
    jana.post(PAGE, quick(case=bruecke.mariams_case.pk))
    jana.post(PAGE, quick(case=bruecke.mariams_case.pk, members=[str(bruecke.zahras_case.pk)]))
    jana.post(PAGE, quick(is_anonymous="on"))
    jana.get(PAGE)
    page = jana.get(PAGE)
    assert [row["who"] for row in page.context["entered"]] == ["anonym", "H., 2 Personen", "M. H."]
    assert "Habibi" not in page.content.decode()


def test_no_name_stands_in_an_address_or_a_log_line(bruecke, signed_in, quick, caplog):
    jana = signed_in("jana")
    with caplog.at_level("DEBUG"):
        answers = [
            jana.post(PAGE, quick(who="Mariam Habibi")),
            jana.post(PAGE, quick(who="Mariam Habibi", case=bruecke.mariams_case.pk, next_person=1)),
            jana.post(PAGE, quick(case=bruecke.mariams_case.pk, from_case=1)),
        ]
    addresses = " ".join(answer.headers.get("Location", "") for answer in answers)
    lines = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert "abibi" not in addresses + lines
