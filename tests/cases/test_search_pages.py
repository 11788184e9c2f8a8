"""Search by post, hits at an address that tells nothing."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wegbuch.access.models import ReadEvent
from wegbuch.access.services import name_deputy
from wegbuch.cases import finding, kept_searches, search
from wegbuch.cases.hits import find
from wegbuch.cases.models import HousingPeriod, Spelling
from wegbuch.cases.services import cases, people


def hits(client, text: str) -> str:
    """The page after a search, also where it leads straight to a file."""
    return client.post("/suche/", {"q": text}, follow=True).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        "Habibi",
        "Habiby Maryam",
        "حبیبی",
        "Хабиби",
        "14.03.1992",
        "9010679-604",
        "HB-0417",
        "B14",
        "KW-00001",
    ],
)
def test_a_person_is_found_by(typed, signed_in):
    assert "Mariam Habibi" in hits(signed_in("jana"), typed)


def test_no_name_stands_in_an_address(signed_in):
    answer = signed_in("jana").post("/suche/", {"q": "Habibi"}, follow=True)
    assert all("abibi" not in address for address, _status in answer.redirect_chain)


def test_the_session_keeps_the_query_sealed(signed_in):
    client = signed_in("jana")
    client.post("/suche/", {"q": "Habibi"})
    assert "abibi" not in str(dict(client.session))


def test_ten_searches_are_kept(signed_in):
    client = signed_in("jana")
    for number in range(12):
        client.post("/suche/", {"q": f"Habibi {number}"})
    assert len(client.session[kept_searches.SESSION_KEY]) == 10


def test_one_person_beyond_doubt_opens_at_once(signed_in, world):
    answer = signed_in("jana").post("/suche/", {"q": "Mariam Habibi"})
    assert answer.headers["Location"].startswith(world.mariams_case.get_absolute_url())


def test_who_came_straight_to_a_file_gets_back_to_the_hits(signed_in):
    client = signed_in("jana")
    address = client.post("/suche/", {"q": "Mariam Habibi"}).headers["Location"]
    token = address.partition("suche=")[2]
    assert f"/suche/{token}/" in client.get(address).content.decode()


def test_two_of_one_name_are_shown_as_a_list(signed_in, world, bruecke):
    people.take_in(
        user=world.jana,
        team=world.muehlenau,
        form="msa_ii",
        opened_on=date(2026, 1, 7),
        given_name="Mariam",
        surname="Habibi",
        birth_date=date(1965, 7, 1),
    )
    answer = signed_in("jana").post("/suche/", {"q": "Mariam Habibi"})
    assert answer.headers["Location"].startswith("/suche/")


def test_a_file_of_another_team_never_opens_at_once(signed_in):
    answer = signed_in("jana").post("/suche/", {"q": "Hodan Warsame"})
    assert answer.headers["Location"].startswith("/suche/")


@pytest.fixture
def many_namesakes(world, bruecke, monkeypatch):
    """More people of another team with one name than a search looks at."""
    monkeypatch.setattr(search, "CANDIDATES", 1)
    for name in ("Asad", "Bahar", "Cyra", "Dana", "Ebru", "Farid", "Gul", "Hila"):
        people.take_in(
            user=world.katja,
            team=world.seedorf,
            form="msa_ii",
            opened_on=date(2026, 1, 7),
            given_name=name,
            surname="Habibi",
        )


def test_own_people_are_found_before_many_namesakes_of_another_team(many_namesakes, world):
    assert find("Habibi", world.jana).hits


def test_own_people_are_offered_for_an_entry_before_many_namesakes(many_namesakes, world):
    assert finding.found("Habibi", world.jana)


def test_a_hidden_person_of_the_same_name_makes_no_difference(signed_in, world, bruecke):
    people.take_in(
        user=world.katja,
        team=world.seedorf,
        form="msa_ii",
        opened_on=date(2026, 1, 7),
        given_name="Mariam",
        surname="Habibi",
        is_hidden=True,
    )
    answer = signed_in("jana").post("/suche/", {"q": "Mariam Habibi"})
    assert answer.headers["Location"].startswith("/akte/")


def test_the_spelling_that_was_found_is_told(signed_in, world, bruecke):
    Spelling(person=world.mariam, text="Mariam Noori").save()
    people.search.index([world.mariam])
    assert "gefunden über „<bdi>Mariam Noori</bdi>“" in hits(signed_in("jana"), "Noori")


def test_a_birth_date_beside_the_name_leaves_no_doubt(signed_in, world):
    answer = signed_in("jana").post("/suche/", {"q": "Habibi 02.05.2017"})
    assert answer.headers["Location"].startswith(world.zahras_case.get_absolute_url())


def test_a_hit_shows_age_and_room(signed_in):
    page = hits(signed_in("jana"), "Habibi")
    assert "34 Jahre" in page
    assert "GU Am Kiefernweg, B14" in page


@pytest.mark.parametrize(("closed", "opens"), [(None, True), (date(2026, 11, 2), False)], ids=["running", "closed"])
def test_of_two_files_the_running_one_is_opened_and_the_newer_of_two(closed, opens, world, bruecke):
    newer = cases.open_case(
        world.mariam, user=world.jana, team=world.muehlenau, form="msa_ii", opened_on=date(2026, 10, 1)
    )
    if closed:
        cases.close_case(newer, closed_on=closed, reason="independent", version=newer.version)
    hit = next(hit for hit in find("Habibi", world.jana).hits if hit.person.pk == world.mariam.pk)
    assert (hit.case_id == newer.pk) is opens


def test_a_hit_whose_only_file_is_closed_says_since_when(signed_in, world, bruecke):
    case = world.mariams_case
    cases.close_case(case, closed_on=date(2026, 11, 2), reason="independent", version=case.version)
    assert "34 Jahre · Akte beendet am Mo 02.11.2026" in hits(signed_in("jana"), "Habibi").replace(
        " · GU Am Kiefernweg, B14", ""
    )


def test_a_hit_leads_to_the_quick_entry_of_its_case(signed_in, world):
    assert f"/eintrag/?fall={world.mariams_case.pk}" in hits(signed_in("jana"), "Habibi")


def test_a_hidden_address_is_not_in_the_list(signed_in, world, bruecke):
    for row in HousingPeriod.objects.all():
        row.facility, row.room, row.is_hidden, row.address = None, "", True, "Ahornweg 3, Seedorf"
        row.save()
    page = hits(signed_in("jana"), "Habibi")
    assert "Ahornweg" not in page
    assert "Kiefernweg" not in page


def test_a_person_of_another_team_is_a_stub_with_name_year_and_team(signed_in, world):
    page = hits(signed_in("jana"), "Warsame")
    assert all(part in page for part in ("Hodan Warsame", "*1999", "Team Seedorf", "Mit Grund öffnen"))
    assert world.katjas_case.get_absolute_url() + '"' not in page


def test_a_stub_that_was_shown_is_logged_once(signed_in, world):
    hits(signed_in("jana"), "Warsame")
    looks = ReadEvent.objects.filter(user=world.jana.pk, what="stub", subject=world.hodan.pk)
    assert looks.count() == 1


def test_a_hidden_person_gives_no_stub(signed_in):
    page = hits(signed_in("jana"), "Tekle")
    assert "Niemand gefunden. Versuchen Sie Vorname, Geburtsjahr oder Zimmer." in page


def test_another_organisation_finds_nobody(signed_in):
    assert "Niemand gefunden." in hits(signed_in("olga"), "Habibi")


def test_a_deputy_finds_the_file_open(signed_in, world, bruecke):
    name_deputy(
        absent=world.jana, deputy=world.katja, starts_on=date(2026, 11, 26), ends_on=date(2026, 11, 30), reason="Urlaub"
    )
    assert world.mariams_case.get_absolute_url() in hits(signed_in("katja"), "Habibi")


@pytest.mark.parametrize("typed", ["", "H", " . "])
def test_less_than_two_letters_are_not_searched(typed, signed_in):
    answer = signed_in("jana").post("/suche/", {"q": typed})
    assert answer.status_code == 200
    assert "wb-errors" in answer.content.decode()


def test_a_short_search_keeps_what_was_typed(signed_in):
    assert 'value="H"' in signed_in("jana").post("/suche/", {"q": "H"}).content.decode()


def test_the_top_bar_shows_the_query(signed_in):
    page = hits(signed_in("jana"), "Habibi")
    assert 'value="Habibi"' in page[page.index("<header") : page.index("</header>")]


def test_an_unknown_token_leads_to_the_people(signed_in):
    assert signed_in("jana").get(f"/suche/{uuid4()}/").headers["Location"] == "/menschen/"


def test_a_token_of_somebody_else_is_unknown(signed_in):
    address = signed_in("jana").post("/suche/", {"q": "Habibi"}).headers["Location"]
    assert signed_in("thomas").get(address).headers["Location"] == "/menschen/"


def test_search_by_get_is_refused(signed_in):
    assert signed_in("jana").get("/suche/?q=Habibi").status_code == 405


@pytest.mark.parametrize("name", ["lead", "dpo", "settlement", "coordination", "admin"])
def test_search_is_only_for_counsellors(name, signed_in):
    assert signed_in(name).post("/suche/", {"q": "Habibi"}).status_code == 404


def test_blickschutz_leaves_only_initials_in_the_hits(signed_in):
    client = signed_in("jana")
    client.post("/konto/blickschutz/")
    page = hits(client, "Habibi").partition('id="h-found"')[2]
    assert "MH" in page
    assert "Mariam" not in page
    assert "حبیبی" not in page


def test_blickschutz_leaves_only_initials_of_stubs(signed_in):
    client = signed_in("jana")
    client.post("/konto/blickschutz/")
    page = hits(client, "Warsame").partition('id="h-stubs"')[2]
    assert "HW" in page
    assert "Hodan" not in page


def test_more_hits_take_no_more_queries(signed_in, world, bruecke, django_assert_max_num_queries):
    client = signed_in("jana")
    address = client.post("/suche/", {"q": "Habibi"}).headers["Location"]
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for year in range(1970, 1990):
        people.take_in(
            user=world.jana,
            team=world.muehlenau,
            form="msa_ii",
            opened_on=date(2026, 1, 7),
            given_name="Omid",
            surname="Habibi",
            birth_year=year,
        )
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_no_more_than_five_stubs_are_shown_for_one_name(bruecke, signed_in):
    for year in range(1990, 1998):
        people.take_in(
            user=bruecke.katja,
            team=bruecke.seedorf,
            form="housing_based_msa",
            opened_on=date(2026, 1, 2),
            given_name="Baran",
            surname="Yildiz",
            birth_year=year,
        )
    page = signed_in("jana").post("/suche/", {"q": "Baran Yildiz"}, follow=True).content.decode()
    assert page.count("Mit Grund öffnen") == 5
    assert ReadEvent.objects.filter(what="stub").count() == 5
