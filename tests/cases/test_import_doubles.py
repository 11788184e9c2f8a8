"""Who is there already: left alone if certain, asked about if alike, never shown to whom she is closed."""

from datetime import date

import pytest
from django.db import connection, models
from django.urls import reverse

from tests.cases.list_files import check, import_list, take, text_list, upload
from wegbuch.access.models import ReadEvent
from wegbuch.cases import search, spelling
from wegbuch.cases.lists import RowReading
from wegbuch.cases.models import Case, FileNumber, Household, HouseholdMember, HousingPeriod, ImportRun, Person
from wegbuch.cases.services import households, list_candidates, people
from wegbuch.cases.services.list_fates import Comparison, Fate
from wegbuch.cases.services.list_portions import fates_of_list

MARIAM = "HB-0417;Habibi;Mariam;w;14.03.1992;Afghanistan;Dari;Gestattung;GU Am Kiefernweg / B14;9010679-604;"


@pytest.fixture
def jana(bruecke, signed_in):
    return signed_in("jana")


def only_fate(run: ImportRun) -> Fate:
    (fate,) = fates_of_list(run)
    return fate


def checked(client, line: str) -> ImportRun:
    return check(client, upload(client, text_list(line)))


def test_same_file_number_and_name_is_there_already(jana, bruecke):
    fate = only_fate(checked(jana, MARIAM))
    assert (fate.outcome, fate.person, fate.reasons) == ("there", str(bruecke.mariam.pk), "gleiches Aktenzeichen")


def test_same_name_and_birth_date_without_a_number_is_there_already(jana, bruecke):
    fate = only_fate(checked(jana, "HB-0417;HABIBI;Mariam;w;14.03.1992;;;;;;"))
    assert (fate.kind, fate.person) == ("there", str(bruecke.mariam.pk))


def test_child_under_the_mothers_file_number_is_new(jana):
    fate = only_fate(checked(jana, "HB-0417;Habibi;Yasna;w;02.09.2021;Afghanistan;Dari;Gestattung;;9010679-604;"))
    assert (fate.kind, fate.person) == ("take", "")


def test_same_file_number_and_birth_date_under_another_name_is_asked(jana):
    fate = only_fate(checked(jana, "HB-0417;Rostami;Leila;w;14.03.1992;Afghanistan;Dari;;;9010679-604;"))
    assert (fate.kind, fate.choice, fate.reasons) == ("similar", "leave", "gleiches Aktenzeichen, anderer Name")


def test_similar_name_and_same_birth_date_is_left_until_somebody_decides(jana, bruecke):
    fate = only_fate(checked(jana, "HB-9;Habiby;Maryam;w;14.03.1992;Afghanistan;Dari;;;;"))
    assert (fate.kind, fate.outcome, fate.person) == ("similar", "left", str(bruecke.mariam.pk))


def crowd_on(day: date) -> None:
    """More people of one birth day than a line is compared with."""
    born = [
        Person(surname=f"Vorobjov{'abcdefghij'[n % 10]}", given_name=f"Piotr {n}", birth_date=day) for n in range(25)
    ]
    models.QuerySet(Person).bulk_create(born)
    search.index(born)


def test_of_a_crowded_birth_day_only_those_with_a_name_in_common_are_read(jana, bruecke):
    crowd_on(date(1992, 3, 14))
    reading = RowReading(
        line=2, kind="person", household_key="", surname="Habiby", given_name="Maryam", birth_date=date(1992, 3, 14)
    )
    assert {person.pk for person in list_candidates.candidates([reading], ())} == {bruecke.mariam.pk}


def test_a_similar_name_is_found_on_a_crowded_birth_day(jana, bruecke):
    crowd_on(date(1992, 3, 14))
    fate = only_fate(checked(jana, "HB-9;Habiby;Maryam;w;14.03.1992;Afghanistan;Dari;;;;"))
    assert (fate.kind, fate.outcome, fate.person) == ("similar", "left", str(bruecke.mariam.pk))


def test_without_a_name_everybody_of_a_crowded_birth_day_is_read(jana, bruecke):
    crowd_on(date(1992, 3, 14))
    reading = RowReading(line=2, kind="person", household_key="", birth_date=date(1992, 3, 14))
    assert len(list(list_candidates.candidates([reading], ()))) == 26


@pytest.mark.parametrize(
    ("theirs", "line"),
    [({"birth_year": 1992}, date(1992, 7, 4)), ({"birth_date": date(1992, 7, 4)}, date(1992, 1, 1))],
    ids=["a person with a year alone", "a line with a year alone"],
)
def test_of_a_birth_year_alone_only_those_with_a_name_in_common_are_read(theirs, line, bruecke):
    near, far = Person(surname="Habibi", given_name="Omid", **theirs), Person(surname="Vorobjov", **theirs)
    models.QuerySet(Person).bulk_create([near, far])
    search.index([near, far])
    reading = RowReading(line=2, kind="person", household_key="", surname="Habiby", given_name="Omed", birth_date=line)
    read = {person.pk for person in list_candidates.candidates([reading], ())}
    assert (near.pk in read, far.pk in read) == (True, False)


def test_similar_row_chosen_as_new_is_taken(jana):
    run = checked(jana, "HB-9;Habiby;Maryam;w;14.03.1992;Afghanistan;Dari;;;;")
    assert take(jana, run, line_2="new").counts == {"take": 1}


def test_similar_row_chosen_as_the_same_person_makes_nobody(jana):
    run = checked(jana, "HB-9;Habiby;Maryam;w;14.03.1992;Afghanistan;Dari;;;;")
    jana.post(reverse("cases:list_choose", args=[run.pk]), {"line_2": "same"})
    assert ImportRun.objects.get(pk=run.pk).counts == {"there": 1}


def test_choice_is_kept_when_the_list_is_taken_over_from_another_page(jana):
    run = checked(jana, "HB-9;Habiby;Maryam;w;14.03.1992;Afghanistan;Dari;;;;")
    jana.post(reverse("cases:list_choose", args=[run.pk]), {"line_2": "new"})
    assert take(jana, run).counts == {"take": 1}


def test_two_people_of_one_name_and_day_with_two_numbers_are_asked_about(jana):
    fate = only_fate(checked(jana, "HB-9;Habibi;Mariam;w;14.03.1992;Afghanistan;Dari;;;5550679-111;"))
    assert fate.kind == "similar"


def test_person_of_unknown_sex_is_recognised(jana, bruecke):
    people.take_in(
        user=bruecke.jana,
        team=bruecke.muehlenau,
        form="housing_based_msa",
        opened_on=date(2025, 6, 3),
        given_name="Dima",
        surname="Haddad",
        birth_date=date(1989, 6, 5),
    )
    assert only_fate(checked(jana, "HB-9;Haddad;Dima;w;05.06.1989;;;;;;")).kind == "there"


def test_line_that_repeats_one_above_without_its_number_is_there_already(jana):
    run = check(
        jana,
        upload(jana, text_list("1;Haddad;Dima;w;05.06.1989;;;;;9938664-477;", "1;Haddad;Dima;w;05.06.1989;;;;;;")),
    )
    assert [fate.kind for fate in fates_of_list(run)] == ["take", "there"]


def test_room_that_changed_is_told_and_not_written(jana, bruecke):
    run = import_list(jana, text_list(MARIAM.replace("B14", "C2")))
    assert only_fate(run).changes == ["In der Liste steht jetzt: GU Am Kiefernweg, C2."]
    assert HousingPeriod.objects.get(person=bruecke.mariam).room == "B14"


def test_status_that_changed_is_told(jana):
    run = checked(jana, MARIAM.replace("Gestattung", "AE § 25 II S.2 subs. Schutz"))
    assert len(only_fate(run).changes) == 1


def test_hidden_address_is_not_compared(jana, bruecke):
    housing = HousingPeriod.objects.get(person=bruecke.mariam)
    housing.facility, housing.room, housing.is_hidden = None, "", True
    housing.save()
    assert only_fate(checked(jana, MARIAM)).changes == []


def test_compared_person_is_in_the_read_log(jana, bruecke):
    run = checked(jana, MARIAM)
    assert ReadEvent.objects.filter(what="list", object_id=str(run.pk), subject=bruecke.mariam.pk).count() == 1


def test_person_of_another_case_team_is_not_named(jana, bruecke):
    FileNumber(person=bruecke.hodan, kind="bamf", number="4444444-001").save()
    run = checked(jana, "1;Warsami;Hoden;w;1999;;;;GU Nord / 1;4444444-001;")
    page = jana.get(run.get_absolute_url()).content.decode()
    assert ("Bitte Leitung fragen." in page, "Warsame" in page, bruecke.katjas_case.number in page) == (
        True,
        False,
        False,
    )


def test_hidden_person_is_not_named_to_a_lead_either(bruecke, signed_in):
    lead = signed_in("lead")
    FileNumber(person=bruecke.hidden_case.person, kind="azr", number="777").save()
    run = check(lead, upload(lead, text_list("Tekle;Selam;777", headings="Name;Vorname;AZR-Nr.")))
    page = lead.get(run.get_absolute_url()).content.decode()
    assert (only_fate(run).kind, bruecke.hidden_case.number in page) == ("there", False)


def test_lead_is_told_number_and_team_of_a_file_that_may_be_meant(bruecke, signed_in):
    lead = signed_in("lead")
    run = check(lead, upload(lead, text_list(MARIAM)))
    assert f"Akte {bruecke.mariams_case.number}, Team Muehlenau" in lead.get(run.get_absolute_url()).content.decode()


def test_what_the_list_says_otherwise_is_not_shown_of_a_closed_file(bruecke, signed_in):
    lead = signed_in("lead")
    run = check(lead, upload(lead, text_list(MARIAM.replace("B14", "C2"))))
    assert "In der Liste steht jetzt" not in lead.get(run.get_absolute_url()).content.decode()


def test_people_of_another_organisation_are_not_matched(bruecke, signed_in):
    olga = signed_in("olga")
    from wegbuch.core import tenant

    with tenant.acting_for(bruecke.diakonie.pk):
        run = check(olga, upload(olga, text_list(MARIAM)))
        assert (only_fate(run).kind, only_fate(run).person) == ("take", "")


def test_somebody_made_since_the_dry_run_is_not_made_twice(jana, bruecke):
    run = checked(jana, "HB-9;Haddad;Dima;w;05.06.1989;;;;;;")
    people.take_in(
        user=bruecke.katja,
        team=bruecke.seedorf,
        form="housing_based_msa",
        opened_on=date(2025, 6, 3),
        given_name="Dima",
        surname="Haddad",
        sex="f",
        birth_date=date(1989, 6, 5),
    )
    assert take(jana, run).counts == {"there": 1}
    assert (
        Person.objects.filter(given_name="Dima").count() == Case.objects.filter(person__given_name="Dima").count() == 1
    )


# how many are compared


def made(world, **fields):
    return people.take_in(
        user=world.jana, team=world.muehlenau, form="housing_based_msa", opened_on=date(2025, 6, 3), **fields
    )


@pytest.fixture
def compared(monkeypatch):
    """Counts the pairs that are compared."""
    pairs = []
    alike = spelling.likely_same
    monkeypatch.setattr(spelling, "likely_same", lambda a, b: pairs.append((a, b)) or alike(a, b))
    return pairs


def test_a_birth_year_alone_is_no_reason_to_compare(jana, bruecke, compared):
    made(bruecke, given_name="Dima", surname="Haddad", birth_date=date(1990, 1, 1))
    checked(jana, "1;Rostami;Leila;w;01.01.1990;;;;;;")
    assert compared == []


def test_no_line_is_compared_with_more_than_the_twenty_likeliest(jana, bruecke, compared):
    for number in range(30):
        made(bruecke, given_name=f"{'Ka' * (1 + number % 9)}bir", surname="Haddad", birth_date=date(1990, 1, 1))
    checked(jana, "1;Haddad;Dima;w;01.01.1990;;;;;;")
    assert len(compared) == 20


def test_likeliest_is_found_among_many_of_one_surname(jana, bruecke):
    for number in range(30):
        made(bruecke, given_name=f"{'Ka' * (1 + number % 9)}bir", surname="Haddad", birth_date=date(1990, 1, 1))
    case = made(bruecke, given_name="Dima", surname="Haddad", birth_date=date(1990, 1, 1))
    assert only_fate(checked(jana, "1;Haddad;Dima;w;01.01.1990;;;;;;")).person == str(case.person_id)


def test_same_day_is_compared_though_no_word_of_the_name_is_shared(jana, bruecke, compared):
    made(bruecke, given_name="Dima", surname="Haddad", birth_date=date(1990, 5, 17))
    checked(jana, "1;Rostami;Leila;w;17.05.1990;;;;;;")
    assert len(compared) == 1


def test_shared_number_and_first_of_january_under_another_name_is_a_new_person(jana, bruecke):
    case = made(bruecke, given_name="Dima", surname="Haddad", birth_date=date(1990, 1, 1))
    FileNumber(person=case.person, kind="bamf", number="5550679-111").save()
    people.search.index([case.person])
    assert only_fate(checked(jana, "1;Rostami;Leila;w;01.01.1990;;;;;5550679-111;")).kind == "take"


def test_long_work_holds_no_transaction(jana, monkeypatch):
    depth = []
    monkeypatch.setattr(Comparison, "fates", lambda *_arguments: depth.append(len(connection.savepoint_ids)) or [])
    run = upload(jana, text_list(MARIAM))
    check(jana, run)
    assert depth == [0]


def test_list_that_was_pointed_elsewhere_meanwhile_keeps_no_report(jana, bruecke, monkeypatch):
    run = upload(jana, text_list(MARIAM))

    def report_late(*_arguments):
        other = ImportRun.objects.get(pk=run.pk)
        other.header_row = 2
        other.save()
        return []

    monkeypatch.setattr(Comparison, "fates", report_late)
    assert check(jana, run).state == "mapping"


# households of others


def test_number_of_another_teams_household_is_a_question(jana, bruecke):
    households.join(households.found_household(number="HB-0500"), bruecke.hodan)
    run = checked(jana, "HB-0500;Haddad;Dima;w;05.06.1989;;;;;;")
    question = "Den Haushalt HB-0500 gibt es schon bei einem anderen Team. Bitte Leitung fragen."
    assert only_fate(run).sentences == [f"Zeile 2: {question}"]


def test_nobody_joins_the_household_of_another_team(jana, bruecke):
    households.join(households.found_household(number="HB-0500"), bruecke.hodan)
    import_list(jana, text_list("HB-0500;Haddad;Dima;w;05.06.1989;;;;;;"))
    assert not HouseholdMember.objects.filter(person__given_name="Dima").exists()
    assert Household.objects.filter(number="HB-0500").count() == 1


def test_own_household_is_joined_by_its_number(jana, bruecke):
    import_list(jana, text_list("HB 0417;Habibi;Yasna;w;02.09.2021;;;;;;"))
    assert HouseholdMember.objects.get(person__given_name="Yasna").household == bruecke.habibi


def test_name_of_the_file_lies_sealed(jana):
    run = upload(jana, text_list(MARIAM, name="Habibi Mariam.csv"))
    assert run.__dict__["file_name"].token.startswith("v1.")
    assert run.file_name == "Habibi Mariam.csv"
