"""What the files tell the rules: only what an entry shows, only from files the user may open."""

from datetime import date

import pytest
from django.urls import reverse

from lawbook.entitlements import Between
from wegbuch.cases import law_facts
from wegbuch.cases.models import (
    BenefitPeriod,
    Facility,
    HouseholdMember,
    HousingPeriod,
    Nationality,
    ResidencePeriod,
)
from wegbuch.cases.services import households, people
from wegbuch.core import tenant

TODAY = date(2026, 11, 26)


@pytest.fixture
def told(bruecke):
    """What Jana is told of a person."""

    def ask(person, user=bruecke.jana, day=TODAY):
        return law_facts.known([person], user, day).get(person.pk, {})

    return ask


def values(facts):
    return {name: known.value for name, known in facts.items()}


def admit(world, name, relation="", **fields):
    """Somebody new in the household of Mariam, in a file of Jana."""
    case = people.take_in(
        user=world.jana,
        team=world.muehlenau,
        form="housing_based_msa",
        opened_on=date(2025, 6, 3),
        given_name=name,
        surname="Habibi",
        **fields,
    )
    households.join(world.habibi, case.person, since=date(2025, 6, 3), relation=relation)
    return case.person


def stay(person, status, since=None, until=None, **fields):
    ResidencePeriod(person=person, status=status, since=since, until=until, **fields).save()


def get(person, scheme, since=None, until=None):
    BenefitPeriod(person=person, scheme=scheme, since=since, until=until).save()


def test_what_stands_in_the_file_is_told_with_its_place(bruecke, told):
    facts = told(bruecke.mariam)
    status = facts["status"]
    assert (status.value, status.on) == ("gestattung", date(2025, 4, 2))
    assert status.shown_by == "Statusverlauf: Aufenthaltsgestattung seit 02.04.2025"
    assert status.url == reverse("cases:residence", args=[bruecke.mariams_case.pk])
    assert facts["birth_date"].value == date(1992, 3, 14)
    assert (facts["nationality"].value, facts["accommodation"].value) == ("AFG", "shared")


def test_person_with_name_and_year_of_birth_tells_the_year_and_nothing_else(bruecke, told):
    facts = told(bruecke.hodan, user=bruecke.katja)
    assert values(facts) == {"birth_date": Between(date(1999, 1, 1), date(1999, 12, 31))}


def test_file_of_another_team_tells_nothing(bruecke, told):
    assert told(bruecke.hodan) == {}


def test_file_of_another_organisation_tells_nothing(bruecke, told):
    with tenant.acting_for(bruecke.diakonie.pk):
        person = bruecke.olgas_case.person
    assert told(person) == {}


def test_two_nationalities_leave_it_open(bruecke, told):
    Nationality(person=bruecke.mariam, country="DEU").save()
    assert "nationality" not in told(bruecke.mariam)


def test_unclear_nationality_leaves_it_open(bruecke, told):
    person = admit(bruecke, "Farid", nationalities=["XXX"])
    assert "nationality" not in told(person)


def test_expired_paper_changes_no_status(bruecke, told):
    person = admit(bruecke, "Farid")
    stay(person, "S50", date(2025, 5, 3), valid_until=date(2026, 1, 31))
    assert told(person)["status"].value == "duldung_60a"


def test_status_without_a_word_in_the_rules_is_left_out(bruecke, told):
    person = admit(bruecke, "Farid")
    stay(person, "S99", date(2025, 5, 3))
    assert "status" not in told(person)


def test_two_statuses_from_the_same_day_are_left_out(bruecke, told):
    person = admit(bruecke, "Farid")
    stay(person, "S50", date(2025, 5, 3))
    stay(person, "S13", date(2025, 5, 3))
    assert "status" not in told(person)


# toleration


def test_toleration_counts_from_the_first_of_unbroken_periods(bruecke, told):
    person = admit(bruecke, "Farid")
    stay(person, "S04", date(2023, 1, 9), date(2025, 5, 2))
    stay(person, "S50", date(2025, 5, 3), date(2025, 11, 2))
    stay(person, "S51", date(2025, 11, 3))
    facts = told(person)
    assert facts["duldung_since"].value == date(2025, 5, 3)
    assert facts["duldung_since"].shown_by == "Statusverlauf: Duldung – Abschiebung unmöglich seit 03.05.2025"


def test_toleration_before_an_unexplained_gap_leaves_the_beginning_open(bruecke, told):
    person = admit(bruecke, "Farid")
    stay(person, "S50", date(2024, 5, 3), date(2024, 11, 2))
    stay(person, "S50", date(2025, 2, 1))
    assert "duldung_since" not in told(person)


def test_other_status_between_breaks_the_toleration(bruecke, told):
    person = admit(bruecke, "Farid")
    stay(person, "S50", date(2024, 5, 3), date(2024, 11, 2))
    stay(person, "S04", date(2024, 11, 3), date(2025, 1, 31))
    stay(person, "S50", date(2025, 2, 1))
    assert told(person)["duldung_since"].value == date(2025, 2, 1)


def test_time_with_open_identity_leaves_the_toleration_open(bruecke, told):
    person = admit(bruecke, "Farid")
    stay(person, "S53", date(2024, 5, 3), date(2024, 11, 2))
    stay(person, "S50", date(2024, 11, 3))
    assert "duldung_since" not in told(person)


def test_toleration_without_a_first_day_leaves_it_open(bruecke, told):
    person = admit(bruecke, "Farid")
    stay(person, "S50")
    facts = told(person)
    assert facts["status"].value == "duldung_60a"
    assert "duldung_since" not in facts


@pytest.mark.parametrize(
    ("status", "since", "expected"),
    [
        ("S50", date(2025, 5, 6), True),
        ("S50", date(2025, 5, 7), None),
        ("S04", date(2025, 1, 7), False),
        ("S50", None, None),
    ],
)
def test_toleration_on_the_day_of_the_law_is_told_only_where_sure(bruecke, told, status, since, expected):
    person = admit(bruecke, "Farid")
    stay(person, status, since)
    known = told(person).get("tolerated_on_2025_05_06")
    assert (known.value if known else None) is expected


def test_employment_toleration_counts_apart(bruecke, told):
    person = admit(bruecke, "Farid")
    stay(person, "S50", date(2024, 5, 3), date(2025, 5, 2))
    stay(person, "S55", date(2025, 5, 3))
    facts = values(told(person))
    assert (facts["duldung_since"], facts["status_60d_since"]) == (date(2024, 5, 3), date(2025, 5, 3))


# permits


def test_first_permit_is_known_where_the_file_shows_what_was_before(bruecke, told):
    person = admit(bruecke, "Farid")
    stay(person, "S04", date(2024, 1, 9), date(2025, 5, 2))
    stay(person, "S11", date(2025, 5, 3))
    facts = values(told(person))
    assert (facts["permit_first_issued_on"], facts["protection_granted"]) == (date(2025, 5, 3), True)


def test_permit_with_nothing_before_may_not_be_the_first(bruecke, told):
    person = admit(bruecke, "Farid")
    stay(person, "S11", date(2025, 5, 3))
    assert "permit_first_issued_on" not in told(person)


@pytest.mark.parametrize(("valid_until", "expected"), [(date(2026, 2, 1), True), (date(2026, 1, 31), None)])
def test_card_of_temporary_protection_counts_by_its_own_last_day(bruecke, told, valid_until, expected):
    person = admit(bruecke, "Oksana")
    stay(person, "S24", date(2022, 5, 3), document="doc_eat", valid_until=valid_until)
    known = told(person).get("permit_24_valid_on_2026_02_01")
    assert (known.value if known else None) is expected


def test_first_paper_of_temporary_protection_is_the_one_before_the_card(bruecke, told):
    person = admit(bruecke, "Oksana")
    stay(person, "S24", date(2022, 4, 3), date(2022, 6, 1), document="doc_fiktion")
    stay(person, "S24", date(2022, 6, 2), document="doc_eat")
    assert told(person)["first_24_document_on"].value == date(2022, 4, 3)


# benefits


def test_change_to_the_job_centre_is_told_with_its_months(bruecke, told):
    person = admit(bruecke, "Farid")
    get(person, "asylblg_3", date(2024, 3, 1), date(2026, 1, 31))
    get(person, "sgb2", date(2026, 2, 1))
    facts = values(told(person))
    assert (facts["moved_to_sgb2_on"], facts["months_on_sgb2"]) == (date(2026, 2, 1), 9)
    assert (facts["asylblg_recipient"], facts["receives_transfer"]) == (False, True)


def test_basic_benefits_do_not_say_that_nothing_is_cut(bruecke, told):
    person = admit(bruecke, "Farid")
    get(person, "asylblg_3", date(2024, 3, 1))
    facts = values(told(person))
    assert facts["asylblg_recipient"] is True
    assert "reduced_1a" not in facts


def test_unknown_scheme_leaves_everything_open(bruecke, told):
    person = admit(bruecke, "Farid")
    get(person, "unknown", date(2024, 3, 1))
    assert not {"asylblg_recipient", "receives_transfer", "reduced_1a"} & set(told(person))


@pytest.mark.parametrize(("until", "expected"), [(date(2024, 2, 26), True), (date(2024, 2, 25), None)])
def test_analogous_benefits_count_on_the_last_day_of_the_old_time(bruecke, told, until, expected):
    person = admit(bruecke, "Farid")
    get(person, "asylblg_2", date(2023, 3, 1), until)
    known = told(person).get("analog_before_2024_02_27")
    assert (known.value if known else None) is expected


# housing


def test_house_with_flats_is_unknown_until_somebody_answers_for_it(bruecke, told):
    house = Facility(name="Wohnverbund 2", form="apartment_cluster")
    house.save()
    person = admit(bruecke, "Farid")
    HousingPeriod(person=person, form="apartment_cluster", facility=house, since=date(2026, 11, 23)).save()
    assert "accommodation" not in told(person)
    house.rule_accommodation = "flat"
    house.save()
    assert told(person)["accommodation"].value == "flat"


def test_another_room_of_the_same_house_is_no_move(bruecke, told):
    last = HousingPeriod.objects.get(person=bruecke.mariam)
    last.until = date(2026, 9, 30)
    last.save()
    again = {"form": "shared_accommodation", "facility": bruecke.kiefernweg, "room": "B15"}
    HousingPeriod(person=bruecke.mariam, since=date(2026, 10, 1), **again).save()
    assert told(bruecke.mariam)["moved_in_on"].value == date(2025, 6, 3)


# the household


def test_parent_and_child_are_known_from_their_roles(bruecke, told):
    mother, child = values(told(bruecke.mariam)), values(told(bruecke.zahras_case.person))
    assert {mother[name] for name in ("child_in_household", "family_with_minor", "has_child_in_household")} == {True}
    assert (child["lives_with_parent"], child["unaccompanied"], child["lives_outside_parents"]) == (True, False, False)


def test_missing_entries_prove_nothing(bruecke, told):
    mother, child = told(bruecke.mariam), told(bruecke.zahras_case.person)
    assert not {"partner_in_household", "married", "has_child_under_3_in_household"} & set(mother)
    assert not {"single_parent_household", "parent_status"} & set(child)


def test_missing_role_stays_unknown(bruecke, told):
    person = admit(bruecke, "Farid", birth_date=date(1988, 1, 1))
    assert not {"partner_in_household", "child_in_household", "lives_with_parent"} & set(told(person))


def test_family_in_files_of_others_is_unknown(bruecke, told):
    row = HouseholdMember.objects.get(person=bruecke.zahras_case.person)
    row.until = date(2026, 1, 1)
    row.save()
    kept_by_katja = people.take_in(
        user=bruecke.katja,
        team=bruecke.seedorf,
        form="housing_based_msa",
        opened_on=date(2025, 6, 3),
        given_name="Yusuf",
        surname="Habibi",
        birth_date=date(2020, 1, 1),
    )
    households.join(bruecke.habibi, kept_by_katja.person, since=date(2025, 6, 3), relation="child")
    assert "child_in_household" not in told(bruecke.mariam)
    assert "lives_with_parent" not in told(kept_by_katja.person, user=bruecke.katja)


def test_better_status_is_told_where_both_parents_are_known(bruecke, told):
    father = admit(bruecke, "Farid", "parent")
    stay(father, "S11", date(2026, 9, 30))
    child = values(told(bruecke.zahras_case.person))
    assert (child["parent_status"], child["single_parent_household"]) == ("leave_25_2_refugee", False)
    assert (child["family_member_protected"], child["relation_in_germany"]) == (True, "minor_child")


def test_child_on_her_eighteenth_birthday_is_no_minor(bruecke, told):
    son = admit(bruecke, "Yonas", "child", birth_date=date(2009, 2, 14))
    assert told(son, day=date(2027, 2, 13))["family_with_minor"].value is True
    assert "family_with_minor" not in told(son, day=date(2027, 2, 14))


def test_facts_of_many_people_take_seven_queries(bruecke, told, django_assert_num_queries):
    family = [bruecke.mariam, bruecke.zahras_case.person, *(admit(bruecke, name) for name in ("Farid", "Yonas"))]
    with django_assert_num_queries(7):
        law_facts.known(family, bruecke.jana, TODAY)
