"""Who sees which pair, and what of it."""

from datetime import date

import pytest
from django.urls import reverse

from wegbuch.access import policy
from wegbuch.access.models import ReadEvent
from wegbuch.cases.models import CaseAccess, PossibleDouble
from wegbuch.cases.services import cases, merges, twin_decisions

from .test_batch_doubles_kept import State, find, pair, take_in

LIST = reverse("cases:doubles")


def text(client, url=LIST):
    return client.get(url).content.decode()


def url_of(name="double"):
    return reverse(f"cases:{name}", args=[pair().pk])


@pytest.fixture
def own(bruecke):
    """Mariam a second time, in Jana's own cases."""
    case = take_in(bruecke, bruecke.jana, bruecke.muehlenau, given="Maryam", surname="Habiby")
    find()
    return case


@pytest.fixture
def foreign(bruecke):
    """Mariam a second time, with Katja; of another nationality, which Jana is not to learn."""
    case = take_in(bruecke, bruecke.katja, bruecke.seedorf, nationalities=["IRN"], entered_on=date(2025, 3, 12))
    bruecke.mariam.entered_on = date(2025, 3, 12)
    bruecke.mariam.save()
    find()
    return case


@pytest.fixture
def hidden(bruecke):
    """Mariam a second time, with Katja and hidden from others."""
    case = take_in(bruecke, bruecke.katja, bruecke.seedorf, is_hidden=True)
    find()
    return case


# who sees what


def test_own_pair_is_shown_with_reasons_and_spellings(bruecke, own, signed_in):
    page = text(signed_in("jana"))
    assert "sehr wahrscheinlich" in page
    one, other = sorted([bruecke.mariams_case, own], key=lambda case: case.person_id)
    assert f"Name klingt gleich: <bdi>{one.person}</bdi> – <bdi>{other.person}</bdi>" in page
    assert "gleiche Staatsangehörigkeit" in page


def test_points_are_not_shown(own, signed_in):
    page = text(signed_in("jana"), url_of())
    assert not any(word in page for word in ("Punkt", "Prozent", " %"))


def test_pair_of_strangers_is_not_shown(own, signed_in):
    client = signed_in("thomas")
    assert "Habib" not in text(client)
    assert client.get(url_of()).status_code == 404
    assert client.post(url_of("double_different")).status_code == 404
    assert client.post(url_of("double_again")).status_code == 404


def test_pair_of_another_organisation_is_not_there(own, signed_in):
    assert signed_in("olga").get(url_of()).status_code == 404


def test_lead_sees_numbers_and_no_pair(own, signed_in):
    client = signed_in("lead")
    assert client.get(LIST).status_code == client.get(url_of()).status_code == 404
    page = text(client, reverse("cases:double_counts"))
    assert "<dt>sehr wahrscheinlich</dt><dd>1</dd>" in page
    assert "Habib" not in page


def test_lead_is_told_of_pairs_that_nobody_can_look_at(own, signed_in):
    client, url = signed_in("lead"), reverse("cases:double_counts")
    assert "kann niemand prüfen" not in text(client, url)
    for access in CaseAccess.objects.filter(case__person__in=[pair().first_id, pair().second_id]):
        access.delete()
    assert "1 Paar kann niemand prüfen" in text(client, url)


def test_worker_has_no_page_of_numbers(own, signed_in):
    assert signed_in("jana").get(reverse("cases:double_counts")).status_code == 404


def test_person_of_another_team_is_a_stub_that_is_logged(foreign, signed_in):
    page = text(signed_in("jana"))
    assert "Team Seedorf" in page
    assert foreign.number not in page
    assert foreign.get_absolute_url() not in page
    assert ReadEvent.objects.filter(what="stub", subject=foreign.person_id).count() == 1


def test_stub_tells_neither_nationality_nor_entry(foreign, signed_in):
    assert {"other_nationality", "same_entry"} <= set(pair().reasons)
    for url in (LIST, url_of()):
        page = text(signed_in("jana"), url)
        assert "Staatsangehörigkeit" not in page
        assert "Einreise" not in page
        assert "14.03.1992" not in page


def test_pair_with_another_team_names_whom_to_ask(foreign, signed_in):
    page = text(signed_in("jana"), url_of())
    assert "Für die andere Akte ist Team Seedorf zuständig." in page
    assert "Nicht dieselbe Person" not in page
    assert reverse("cases:break_glass", args=[foreign.pk]) in page


def test_both_teams_see_the_pair(foreign, signed_in):
    assert "Team Muehlenau" in text(signed_in("katja"))


def test_stub_cannot_be_decided(foreign, signed_in):
    client = signed_in("jana")
    client.post(url_of("double_different"), {"note": ""})
    assert pair().state == State.OPEN


def test_opening_with_a_reason_lets_decide(bruecke, foreign, signed_in):
    cases.break_glass(foreign, user=bruecke.jana, reason="Zwei Einträge mit demselben Namen, Frist läuft heute ab.")
    signed_in("jana").post(url_of("double_different"), {"note": ""})
    assert pair().state == State.DIFFERENT


def test_hidden_person_is_listed_to_her_own_team_only(hidden, signed_in):
    assert "Kein offenes Paar" in text(signed_in("jana"))
    assert signed_in("jana").get(url_of()).status_code == 404
    assert "Maryam" in text(signed_in("katja"))
    assert signed_in("katja").get(url_of()).status_code == 200


def test_person_hidden_later_disappears_from_the_other_team(foreign, signed_in):
    person = foreign.person
    person.is_hidden = True
    person.save()
    assert signed_in("jana").get(url_of()).status_code == 404


# deciding


def test_pair_leads_to_comparing(bruecke, own, signed_in):
    page = text(signed_in("jana"), url_of())
    first, second = (bruecke.mariams_case, own) if pair().first_id == bruecke.mariam.pk else (own, bruecke.mariams_case)
    assert reverse("cases:merge_preview", args=[first.pk, second.pk]) in page


def test_two_people_are_said_with_a_note_that_is_sealed(own, signed_in):
    answer = signed_in("jana").post(url_of("double_different"), {"note": "Schwestern"})
    assert answer.url == LIST
    assert (pair().state, pair().note) == (State.DIFFERENT, "Schwestern")
    assert "Schwestern" not in str(PossibleDouble.objects.extra(select={"raw": "note"}).values_list("raw"))


def test_seeing_a_pair_is_not_deciding_about_it(own, signed_in, monkeypatch):
    monkeypatch.setitem(policy.POLICY, "double.decide", frozenset())
    client = signed_in("jana")
    page = text(client, url_of())
    assert ("sehr wahrscheinlich" in page, "Es sind zwei Personen?" in page) == (True, False)
    assert client.post(url_of("double_different"), {"note": ""}).status_code == 404
    assert client.post(url_of("double_again")).status_code == 404
    assert pair().state == State.OPEN


def test_note_that_is_too_long_is_kept_in_the_form(own, signed_in):
    answer = signed_in("jana").post(url_of("double_different"), {"note": "Schwestern " * 50})
    assert "Schwestern Schwestern" in answer.content.decode()
    assert pair().state == State.OPEN


def test_second_tab_is_told_that_somebody_decided(bruecke, own, signed_in):
    client = signed_in("jana")
    text(client, url_of())
    twin_decisions.say_different(pair(), user=bruecke.jana)
    answer = client.post(url_of("double_different"), {"note": "zu spät"}, follow=True)
    assert "Über dieses Paar wurde inzwischen entschieden." in answer.content.decode()
    assert pair().note == ""


def test_second_tab_is_told_that_the_two_were_merged(bruecke, own, signed_in):
    client = signed_in("jana")
    text(client, url_of())
    merges.merge(kept=bruecke.mariam, merged=own.person, user=bruecke.jana)
    answer = client.post(url_of("double_different"), {"note": ""}, follow=True).content.decode()
    assert "inzwischen entschieden" in answer
    assert "schon zusammengeführt" in answer
    assert pair().state == State.OPEN


def test_merged_pair_leaves_the_list_at_once(bruecke, own, signed_in):
    merges.merge(kept=bruecke.mariam, merged=own.person, user=bruecke.jana)
    assert "Kein offenes Paar" in text(signed_in("jana"))


def test_decided_pair_can_be_looked_at_and_opened_again(bruecke, own, signed_in):
    client = signed_in("jana")
    client.post(url_of("double_different"), {"note": "Schwestern"})
    assert "Habiby" in text(client, LIST + "?was=entschieden")
    assert "Entschieden von Jana Roth" in text(client, url_of())
    client.post(url_of("double_again"))
    assert pair().state == State.OPEN


# the list


def test_pairs_are_filtered_by_word(own, signed_in):
    client = signed_in("jana")
    assert "Habiby" in text(client, LIST + "?was=sehr")
    assert "Habiby" not in text(client, LIST + "?was=moeglich")


def test_list_is_paged(bruecke, own, signed_in):
    for _number in range(4):
        take_in(bruecke, bruecke.jana, bruecke.muehlenau)
    find()
    assert PossibleDouble.objects.count() == 15
    page = text(signed_in("jana"))
    assert "Seite 1 von 2" in page
    assert "Paar 11</h2>" in text(signed_in("jana"), LIST + "?seite=2")


def test_shield_leaves_initials(own, signed_in):
    client = signed_in("jana")
    client.post(reverse("access:shield"), {"next": "/"})
    page = text(client)
    assert "Habib" not in page
    assert "Name klingt gleich" in page


def test_people_page_counts_the_open_pairs_of_this_worker(own, signed_in):
    assert "1 möglicher Doppelter" in text(signed_in("jana"), reverse("cases:people"))
    assert "möglicher Doppelter" not in text(signed_in("thomas"), reverse("cases:people"))


def test_questions_do_not_grow_with_the_pairs(bruecke, own, signed_in, django_assert_max_num_queries):
    for _number in range(3):
        take_in(bruecke, bruecke.jana, bruecke.muehlenau)
    find()
    client = signed_in("jana")
    text(client)
    with django_assert_max_num_queries(30):
        text(client)
