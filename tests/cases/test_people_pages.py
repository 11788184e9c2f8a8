"""Menschen, and somebody new."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wegbuch.access.models import Draft, ReadEvent
from wegbuch.cases import frame
from wegbuch.cases.models import Case, HouseholdMember, HousingPeriod, Person
from wegbuch.cases.services import cases, people

NEW = "/menschen/neu/"


def take_in(world, **fields):
    fields = {"given_name": "Omid", "surname": "Karimi", **fields}
    return people.take_in(user=world.jana, team=world.muehlenau, form="msa_ii", opened_on=date(2026, 1, 7), **fields)


def typed(world, **fields) -> dict[str, str]:
    """A filled form."""
    usual = {"given_name": "Adam", "surname": "Duale", "sex": "m", "form": "msa_ii", "opened_on": "heute"}
    return {**usual, "team": str(world.muehlenau.pk), **fields}


# Menschen


def test_my_people_are_listed_with_room(signed_in):
    page = signed_in("jana").get("/menschen/").content.decode()
    assert "Mariam Habibi" in page
    assert "GU Am Kiefernweg, B14" in page


def test_people_of_other_teams_are_not_listed(signed_in):
    assert "Hodan" not in signed_in("jana").get("/menschen/").content.decode()


def test_a_closed_case_is_not_listed(signed_in, world, bruecke):
    case = world.mariams_case
    cases.close_case(case, closed_on=date(2026, 11, 1), reason="independent", version=case.version)
    assert "Mariam" not in signed_in("jana").get("/menschen/").content.decode()


def test_nobody_yet_says_what_to_do(signed_in):
    assert "Noch niemand. Suchen Sie eine Person" in signed_in("thomas").get("/menschen/").content.decode()


def test_the_files_opened_last_are_listed_newest_first(signed_in, world):
    client = signed_in("jana")
    for case in (world.mariams_case, world.zahras_case):
        client.get(case.get_absolute_url())
    recent = client.get("/menschen/").content.decode().partition('id="h-recent"')[2]
    assert 0 < recent.index("Zahra") < recent.index("Mariam")


def test_a_file_opened_by_somebody_else_is_not_among_them(signed_in, world, bruecke):
    cases.add_to_team(world.mariams_case, world.thomas)
    signed_in("thomas").get(world.mariams_case.get_absolute_url())
    assert "Noch keine Akte." in signed_in("jana").get("/menschen/").content.decode()


def test_a_file_one_may_no_longer_open_is_not_among_them(signed_in, world, bruecke):
    client = signed_in("jana")
    client.get(world.mariams_case.get_absolute_url())
    cases.set_team(world.mariams_case, [world.thomas])
    assert "Mariam" not in client.get("/menschen/").content.decode()


def test_twenty_five_people_stand_on_a_page(signed_in, world, bruecke):
    for year in range(1970, 1995):
        take_in(world, birth_year=year)
    page = signed_in("jana").get("/menschen/")
    assert len(page.context["page"].object_list) == 25
    assert "?seite=2" in page.content.decode()


def test_more_people_take_no_more_queries(signed_in, world, bruecke):
    client = signed_in("jana")
    client.get("/menschen/")
    with CaptureQueriesContext(connection) as few:
        client.get("/menschen/")
    for year in range(1970, 1990):
        take_in(world, birth_year=year)
    with CaptureQueriesContext(connection) as many:
        client.get("/menschen/")
    assert len(many) == len(few)


def test_blickschutz_leaves_only_initials_in_the_list(signed_in):
    client = signed_in("jana")
    client.post("/konto/blickschutz/")
    page = client.get("/menschen/").content.decode()
    assert "MH" in page
    assert "Mariam" not in page
    assert "Habibi" not in page


@pytest.mark.parametrize("name", ["lead", "dpo", "house", "coordination"])
def test_menschen_is_only_for_counsellors(name, signed_in):
    assert signed_in(name).get("/menschen/").status_code == 404


# somebody new


def test_nobody_is_made_before_a_search(signed_in):
    assert signed_in("jana").get(NEW).headers["Location"] == "/menschen/"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("adam duale 1999", ("Adam", "Duale", "", "1999")),
        ("Duale, Adam", ("Adam", "Duale", "", "")),
        ("آدم", ("", "", "آدم", "")),
    ],
)
def test_the_words_of_the_search_are_carried_over(text, names, signed_in):
    client = signed_in("jana")
    token = client.post("/suche/", {"q": text}).headers["Location"].rstrip("/").rpartition("/")[2]
    form = client.get(f"{NEW}?suche={token}").context["form"]
    shown = tuple(form[name].value() or "" for name in ("given_name", "surname", "native_name", "born"))
    assert shown == names


def test_a_new_person_comes_with_case_and_room(signed_in, world, bruecke):
    form = typed(world, born="1999", language="som", nationality="SOM", facility=str(world.kiefernweg.pk), room="A2")
    answer = signed_in("jana").post(NEW, form)
    case = Case.objects.get(person__surname="Duale")
    assert answer.headers["Location"] == case.get_absolute_url()
    assert (case.person.birth_year, case.opened_on, case.team) == (1999, date(2026, 11, 26), world.muehlenau)
    assert HousingPeriod.objects.get(person=case.person).room == "A2"
    assert Case.objects.visible_to(world.jana).filter(pk=case.pk).exists()


def test_a_new_person_is_found_by_room_at_once(signed_in, world):
    client = signed_in("jana")
    client.post(NEW, typed(world, facility=str(world.kiefernweg.pk), room="A2"))
    assert "Adam Duale" in client.post("/suche/", {"q": "A2"}, follow=True).content.decode()


def test_a_person_without_any_name_is_refused(signed_in, world):
    page = signed_in("jana").post(NEW, typed(world, given_name="", surname="", born="1999"))
    assert "Vorname oder Nachname genügt" in page.content.decode()
    assert 'value="1999"' in page.content.decode()


def test_a_room_needs_its_house(signed_in, world):
    page = signed_in("jana").post(NEW, typed(world, room="A2")).content.decode()
    assert "Bitte wählen Sie auch das Haus." in page


def test_a_new_person_joins_the_household_she_was_made_from(signed_in, world, bruecke):
    client = signed_in("jana")
    client.post(f"{NEW}?haushalt={world.habibi.pk}", typed(world, surname="Habibi", relation="child"))
    member = HouseholdMember.objects.get(person__given_name="Adam")
    assert (member.household, member.relation) == (world.habibi, "child")


def test_a_household_of_closed_files_is_not_joined(signed_in, world, bruecke):
    signed_in("thomas").post(f"{NEW}?haushalt={world.habibi.pk}", typed(world))
    assert not HouseholdMember.objects.filter(person__given_name="Adam").exists()


def test_a_likely_double_is_shown_before_anything_is_saved(signed_in, world, bruecke):
    form = typed(world, given_name="Zohra", surname="Habibi", born="02.05.2017", sex="f")
    page = signed_in("jana").post(NEW, form).content.decode()
    assert "Diese Person gibt es vielleicht schon: gleiches Geburtsdatum, ähnlicher Name." in page
    assert world.zahras_case.get_absolute_url() in page
    assert not Person.objects.filter(given_name="Zohra").exists()


def test_a_double_is_made_once_it_was_seen(signed_in, world, bruecke):
    client = signed_in("jana")
    form = typed(world, given_name="Maryam", surname="Habiby", born="14.03.1992", sex="f")
    token = client.post(NEW, form).context["doubles"].token
    client.post(NEW, {**form, "confirm": token})
    assert Person.objects.filter(surname="Habiby").count() == 1


def test_other_data_need_another_look(signed_in, world, bruecke):
    client = signed_in("jana")
    form = typed(world, given_name="Maryam", surname="Habiby", born="14.03.1992", sex="f")
    token = client.post(NEW, form).context["doubles"].token
    client.post(NEW, {**form, "given_name": "Mariam", "confirm": token})
    assert not Person.objects.filter(surname="Habiby").exists()


def test_a_double_of_another_team_is_a_stub_and_logged(signed_in, world):
    form = typed(world, given_name="Hodan", surname="Warsame", born="1999", sex="f")
    page = signed_in("jana").post(NEW, form).content.decode()
    assert "Team Seedorf" in page
    assert world.katjas_case.get_absolute_url() + '"' not in page
    assert ReadEvent.objects.filter(user=world.jana.pk, what="stub", subject=world.hodan.pk).exists()


def test_of_a_hidden_double_only_the_lead_is_named(signed_in, world):
    form = typed(world, given_name="Selam", surname="Tekle", sex="f")
    doubles = (
        signed_in("jana").post(NEW, form).content.decode().partition('id="h-doubles"')[2].partition("</section>")[0]
    )
    assert "Bitte fragen Sie Ihre Leitung" in doubles
    assert not any(part in doubles for part in ("Selam", "Tekle", "Seedorf", "ähnlicher", "gleicher"))


def test_a_double_of_another_organisation_is_not_shown(signed_in, world, bruecke):
    signed_in("jana").post(NEW, typed(world, given_name="Samir", surname="Osman", sex="u"))
    assert Person.objects.filter(surname="Osman").exists()


def test_a_draft_of_a_new_person_can_be_taken_up_again(signed_in, world, bruecke):
    client = signed_in("jana")
    client.post("/entwurf/", {"path": NEW, **typed(world)})
    assert "Ihr Text ist noch da." in client.get(NEW).content.decode()
    assert client.get(f"{NEW}?entwurf=1").context["form"]["surname"].value() == "Duale"


def test_the_draft_goes_when_the_person_is_made(signed_in, world, bruecke):
    client = signed_in("jana")
    client.post("/entwurf/", {"path": NEW, **typed(world)})
    client.post(NEW, typed(world))
    assert not Draft.objects.filter(user=world.jana).exists()


# the frame


def test_an_open_break_glass_stands_on_every_page_without_a_name(signed_in, world, bruecke):
    cases.break_glass(world.katjas_case, user=world.jana, reason="Katja ist krank, Anruf der Schule.")
    page = signed_in("jana").get("/menschen/").content.decode()
    bar = page.partition('class="wb-glass"')[2].partition("</section>")[0]
    assert f"Akte {world.katjas_case.number}" in bar
    assert "Hodan" not in bar


def test_a_closed_break_glass_is_gone(signed_in, world, bruecke):
    cases.break_glass(world.katjas_case, user=world.jana, reason="Katja ist krank, Anruf der Schule.")
    cases.close_glass(world.katjas_case, user=world.jana)
    assert "wb-glass" not in signed_in("jana").get("/menschen/").content.decode()


def test_the_log_finds_a_person_by_case_number(world, bruecke):
    assert frame.people_with_number(f" {world.mariams_case.number.lower()} ") == [world.mariam.pk]
    assert frame.numbers_of([world.mariam.pk]) == {world.mariam.pk: world.mariams_case.number}


def test_the_log_finds_nobody_of_another_organisation(world, bruecke):
    assert frame.people_with_number(world.olgas_case.number) == []
    assert frame.numbers_of([world.olgas_case.person_id]) == {}


def test_draft_with_half_a_day_is_shown_as_typed(signed_in, world):
    client = signed_in("jana")
    client.post("/entwurf/", {"path": "/menschen/neu/", "surname": "Noori", "born": "x", "entered_on": "3."})
    page = client.get("/menschen/neu/?entwurf=1").content.decode()
    assert ('name="born" value="x"' in page, 'name="entered_on" value="3."' in page) == (True, True)
