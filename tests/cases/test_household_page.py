"""The page of a household: what is the same for all, and who belongs to it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wegbuch.access.models import ReadEvent
from wegbuch.cases.models import Household, HouseholdMember, LanguageSkill, ResidencePeriod
from wegbuch.cases.services import households, people


def page_of(client, household: Household) -> str:
    return client.get(f"/haushalt/{household.pk}/").content.decode()


def part(page: str, heading: str) -> str:
    return page.partition(f'id="{heading}"')[2].partition("</section>")[0]


def child(world, name: str):
    case = people.take_in(
        user=world.jana,
        team=world.muehlenau,
        form="housing_based_msa",
        opened_on=date(2026, 1, 7),
        given_name=name,
        surname="Habibi",
    )
    return case.person


def test_the_heading_is_the_household(signed_in, world):
    page = page_of(signed_in("jana"), world.habibi)
    assert "<h1>Haushalt <bdi>Habibi</bdi></h1>" in page
    assert "HB-0417" in page


def test_what_is_the_same_is_marked(signed_in, world):
    facts = part(page_of(signed_in("jana"), world.habibi), "h-common")
    assert 'GU Am Kiefernweg, B14 <span class="wb-count">für beide gleich</span>' in facts


def test_three_of_a_kind_are_told_in_words(signed_in, world, bruecke):
    omid = child(world, "Omid")
    households.join(world.habibi, omid)
    for person in (world.mariam, world.zahras_case.person, omid):
        LanguageSkill.objects.filter(person=person, language="prs").first() or LanguageSkill(
            person=person, language="prs"
        ).save()
    assert 'Dari <span class="wb-count">für alle drei gleich' in page_of(signed_in("jana"), world.habibi)


def test_what_differs_is_told_for_each_person(signed_in, world, bruecke):
    ResidencePeriod(person=world.zahras_case.person, status="S03", since=date(2025, 3, 12)).save()
    facts = part(page_of(signed_in("jana"), world.habibi), "h-common")
    assert "<bdi>Mariam Habibi</bdi>: Aufenthaltsgestattung" in facts
    assert "<bdi>Zahra Habibi</bdi>: Ankunftsnachweis" in facts


def test_what_nobody_knows_is_not_the_same(signed_in, world):
    facts = part(page_of(signed_in("jana"), world.habibi), "h-common")
    assert "<dt>Leistungen</dt>\n              <dd>nicht bekannt</dd>" in facts


@pytest.mark.parametrize("name", ["thomas", "katja", "olga", "lead", "dpo", "house", "coordination"])
def test_without_an_open_file_in_it_the_household_does_not_exist(name, signed_in, world):
    assert signed_in(name).get(f"/haushalt/{world.habibi.pk}/").status_code == 404


def test_a_member_with_a_closed_file_is_not_told(signed_in, world, bruecke):
    households.join(world.habibi, world.hodan)
    page = page_of(signed_in("jana"), world.habibi)
    assert "Hodan" not in page
    assert "Warsame" not in page
    assert "für beide gleich" in page


def test_the_name_of_the_household_tells_no_surname_of_a_closed_file(signed_in, world, bruecke):
    mixed = households.found_household(name="Habibi / Warsame")
    households.join(mixed, world.mariam)
    households.join(mixed, world.hodan)
    assert "Warsame" not in page_of(signed_in("jana"), mixed)


def test_a_look_is_logged_for_each_member(signed_in, world):
    page_of(signed_in("jana"), world.habibi)
    assert ReadEvent.objects.filter(user=world.jana.pk, what="household").count() == 2


def test_a_person_is_added(signed_in, world, bruecke):
    omid = child(world, "Omid")
    answer = signed_in("jana").post(
        f"/haushalt/{world.habibi.pk}/person/", {"person": str(omid.pk), "relation": "child", "since": "heute"}
    )
    member = HouseholdMember.objects.get(person=omid)
    assert answer.status_code == 302
    assert (member.household, member.relation, member.since) == (world.habibi, "child", date(2026, 11, 26))


def test_who_was_added_is_found_by_the_number_of_the_household(signed_in, world, bruecke):
    client = signed_in("jana")
    client.post(f"/haushalt/{world.habibi.pk}/person/", {"person": str(child(world, "Omid").pk)})
    assert "Omid Habibi" in client.post("/suche/", {"q": "HB-0417"}, follow=True).content.decode()


def test_a_person_with_a_closed_file_cannot_be_added(signed_in, world, bruecke):
    page = signed_in("jana").post(f"/haushalt/{world.habibi.pk}/person/", {"person": str(world.hodan.pk)})
    assert page.status_code == 200
    assert "wb-errors" in page.content.decode()
    assert not HouseholdMember.objects.filter(person=world.hodan).exists()


def test_a_stranger_adds_nobody(signed_in, world):
    answer = signed_in("katja").post(f"/haushalt/{world.habibi.pk}/person/", {"person": str(world.hodan.pk)})
    assert answer.status_code == 404


def test_the_benefit_household_stands_beside_it(signed_in, world, bruecke):
    benefit = households.found_household(number="BG-77", kind="benefit")
    households.join(benefit, world.mariam)
    page = page_of(signed_in("jana"), world.habibi)
    assert "BG-77" in page
    assert f"/haushalt/{benefit.pk}/" in page


def test_a_benefit_household_has_a_page_of_its_own(signed_in, world, bruecke):
    benefit = households.found_household(number="BG-77", kind="benefit")
    households.join(benefit, world.mariam)
    assert "<h1>Bedarfsgemeinschaft <bdi>Habibi</bdi></h1>" in page_of(signed_in("jana"), benefit)


def test_blickschutz_keeps_the_names_of_the_open_household(signed_in, world):
    client = signed_in("jana")
    client.post("/konto/blickschutz/")
    assert "Zahra Habibi" in page_of(client, world.habibi)


def test_more_members_take_no_more_queries(signed_in, world, bruecke):
    client = signed_in("jana")
    page_of(client, world.habibi)
    with CaptureQueriesContext(connection) as few:
        page_of(client, world.habibi)
    for number in range(6):
        households.join(world.habibi, child(world, f"Kind {number}"))
    with CaptureQueriesContext(connection) as many:
        page_of(client, world.habibi)
    assert len(many) == len(few)


# names on other pages


@pytest.fixture
def mixed(world, bruecke):
    """A household of Mariam and of somebody whose file is closed to Jana."""
    household = households.found_household(name="Habibi / Warsame", number="HB-0500")
    households.join(household, world.mariam)
    households.join(household, world.hodan)
    return household


def test_list_of_memberships_tells_no_surname_of_a_closed_file(signed_in, world, mixed):
    page = signed_in("jana").get(f"/akte/{world.mariams_case.pk}/zugehoerigkeit/").content.decode()
    assert ("Haushalt <bdi>Habibi</bdi>" in page, "Warsame" in page) == (True, False)


def test_choice_of_households_tells_no_surname_of_a_closed_file(signed_in, world, mixed):
    page = signed_in("jana").get(f"/akte/{world.zahras_case.pk}/zugehoerigkeit/").content.decode()
    assert (f'value="{mixed.pk}"' in page, "Haushalt Habibi" in page, "Warsame" in page) == (True, True, False)


def test_new_person_page_tells_no_surname_of_a_closed_file(signed_in, world, mixed):
    page = signed_in("jana").get(f"/menschen/neu/?haushalt={mixed.pk}").content.decode()
    assert ("Gehört zu Haushalt Habibi." in page, "Warsame" in page) == (True, False)


def test_household_that_one_has_left_is_called_by_its_number(signed_in, world, mixed):
    households.leave(HouseholdMember.objects.get(person=world.mariam, household=mixed), on=date(2026, 11, 1))
    page = signed_in("jana").get(f"/akte/{world.mariams_case.pk}/zugehoerigkeit/").content.decode()
    assert ("Haushalt <bdi>HB-0500</bdi>" in page, "Warsame" in page) == (True, False)


def test_household_without_a_number_and_known_members_has_no_name(signed_in, world, bruecke):
    household = households.found_household(name="Habibi / Warsame")
    households.join(household, world.mariam)
    households.leave(HouseholdMember.objects.get(household=household), on=date(2026, 11, 1))
    page = signed_in("jana").get(f"/akte/{world.mariams_case.pk}/zugehoerigkeit/").content.decode()
    assert ("<strong>Haushalt</strong>" in page, "Warsame" in page) == (True, False)


def test_household_as_text_is_no_surname(bruecke, mixed):
    assert str(mixed) == "HB-0500"
