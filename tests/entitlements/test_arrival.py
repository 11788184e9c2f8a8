"""Arriving: family B. gets four lists, each ticks its own, and nothing sealed shows."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from uuid import uuid4

import pytest
from django.urls import reverse

from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Person
from wegbuch.core import clock
from wegbuch.entitlements import arrival_page, arrival_sealed
from wegbuch.entitlements.models import ChecklistMark, MarkState, SealedAnswer
from wegbuch.entitlements.services import arrival as services

from .making_arrival import answer, family, member, office

SEALED_WORDS = ("Hebamme", "Schwanger", "Mutterpass", "Bundesstiftung", "Erstausstattung")


@pytest.fixture
def barzani(bruecke):
    return family(bruecke)


@pytest.fixture
def jana(signed_in):
    return signed_in("jana")


def page_of(client, name, row, **query):
    return client.get(reverse(f"entitlements:{name}", args=[row.pk]), query)


def tick(client, case, item="bank_account", state="done", **more):
    return client.post(reverse("entitlements:arrival_mark", args=[case.pk]), {"item": item, "state": state} | more)


def not_needed(client, case, note, item="bank_account", **more):
    return client.post(reverse("entitlements:arrival_not_needed", args=[case.pk, item]), {"note": note} | more)


def open_codes(case, user):
    return [line.step.code for line in arrival_page.of_case(case, user).open]


def steps_of(world, barzani):
    """Codes of the open steps of each member of the household."""
    lists = arrival_page.of_household(barzani.household, world.jana)
    return {each.person.given_name: [line.step.code for line in each.open] for each in lists}


def settle_sealed(world, case, done=(), was_open=(), was_done=()):
    services.settle_sealed(case.person, by=world.jana, done=done, was_open=was_open, was_done=was_done)


def text_of(page):
    return re.sub(r"\s+", " ", page.content.decode())


# ---- the scenario T3(d)


def test_family_b_gets_a_list_of_its_own_for_every_kind_of_person(bruecke, barzani):
    lists = arrival_page.of_household(barzani.household, bruecke.jana)
    kinds = {each.person.given_name: each.kind.title for each in lists}
    assert kinds == {"Azad": "Erwachsene:r", "Rojin": "Erwachsene:r", "Dilan": "Schulkind", "Naze": "Kita-Kind"}


def test_only_the_boy_has_the_task_of_school(bruecke, barzani):
    assert [name for name, codes in steps_of(bruecke, barzani).items() if "school_place" in codes] == ["Dilan"]


def test_only_the_girl_has_the_task_of_day_care(bruecke, barzani):
    assert [name for name, codes in steps_of(bruecke, barzani).items() if "kita_place" in codes] == ["Naze"]


def test_only_the_mother_has_the_midwife_and_only_where_the_sealed_facts_are(bruecke, barzani):
    known = {barzani.father: {"pregnant": False}, barzani.mother: {"pregnant": True}, barzani.boy: {}}
    found = {
        case.person.given_name: [each.line.step.code for each in arrival_sealed.of_person(case.person, facts, {})]
        for case, facts in known.items()
    }
    assert [name for name, codes in found.items() if "midwife" in codes] == ["Rojin"]


def test_the_four_lists_differ_once_the_sealed_page_of_the_mother_is_open(bruecke, barzani):
    lists = {name: tuple(codes) for name, codes in steps_of(bruecke, barzani).items()}
    sealed = arrival_sealed.of_person(barzani.mother.person, {"pregnant": True}, {})
    lists["Rojin"] += tuple(each.line.step.code for each in sealed)
    assert len(set(lists.values())) == 4


def test_the_address_must_be_registered_two_weeks_after_the_assignment(bruecke, barzani):
    lines = arrival_page.of_case(barzani.father, bruecke.jana).open
    assert next(line.by for line in lines if line.step.code == "register_address") == date(2026, 12, 7)


def test_the_page_of_the_household_shows_all_four_with_their_kind(jana, barzani):
    words = text_of(page_of(jana, "arrival_of_household", barzani.household))
    assert all(word in words for word in ("Azad", "Rojin", "Dilan", "Naze", "Schulkind", "Kita-Kind"))


def test_the_page_of_a_person_leads_to_the_page_of_the_household(jana, barzani):
    assert reverse("entitlements:arrival_of_household", args=[barzani.household.pk]) in text_of(
        page_of(jana, "arrival", barzani.boy)
    )


def test_a_step_shows_the_place_of_the_own_municipality(jana, barzani):
    office(name="Schulamt Rathsow", municipality="Rathsow")
    office(address="Markt 1, 15999 Mühlenau", hours="Di 9–12 Uhr", way="Bus 618", phone="03377 000")
    words = text_of(page_of(jana, "arrival", barzani.boy))
    assert all(word in words for word in ("Grundschule am Markt", "Markt 1", "Di 9–12", "Bus 618", "03377 000"))
    assert "Schulamt Rathsow" not in words


def test_a_step_without_a_place_links_to_the_directory(jana, barzani):
    words = text_of(page_of(jana, "arrival", barzani.boy))
    assert "noch keine Stelle im Verzeichnis" in words
    assert "stellen/neu/?art=school_office" in words


def test_what_only_experts_can_say_is_marked(jana, barzani):
    assert "Mit Fachstelle klären" in text_of(page_of(jana, "arrival", barzani.boy))


# ---- what is not known


def test_an_unknown_birth_date_gives_a_question_and_no_list(bruecke, jana, barzani):
    case = member(bruecke, barzani, "Zîn", "child")
    words = text_of(page_of(jana, "arrival", case))
    assert "Wie alt ist Zîn?" in words
    assert "Konto eröffnen" not in words


def test_while_the_age_is_not_known_no_step_is_named_that_needs_no_age(bruecke, barzani):
    case = member(bruecke, barzani, "Zîn", "child")
    answer(bruecke, case, "accommodation", "shared")
    assert open_codes(case, bruecke.jana) == []


# ---- ticks


def test_a_tick_moves_the_step_to_the_settled_ones_with_name_and_day(jana, barzani):
    tick(jana, barzani.father)
    words = text_of(page_of(jana, "arrival", barzani.father))
    assert "1 Punkt erledigt" in words
    assert "Jana Roth, Do 26.11.2026" in words


def test_a_tick_of_one_person_is_none_of_another(bruecke, jana, barzani):
    tick(jana, barzani.father)
    assert "bank_account" in open_codes(barzani.mother, bruecke.jana)


def test_ticking_twice_leaves_one_tick(jana, barzani):
    assert [tick(jana, barzani.father).status_code for _again in range(2)] == [302, 302]
    assert ChecklistMark.objects.count() == 1


def test_a_tick_can_be_taken_back(bruecke, jana, barzani):
    tick(jana, barzani.father)
    tick(jana, barzani.father, state="", seen_version=1)
    assert "bank_account" in open_codes(barzani.father, bruecke.jana)


def test_taking_back_what_a_colleague_changed_meanwhile_says_so_and_changes_nothing(jana, barzani):
    tick(jana, barzani.father)
    sent = tick(jana, barzani.father, state="", seen_version=7)
    assert "hat das inzwischen geändert" in text_of(jana.get(sent.url))
    assert ChecklistMark.objects.count() == 1


def test_a_step_that_is_not_needed_shows_its_note(jana, barzani):
    not_needed(jana, barzani.father, "Konto ist schon da.")
    assert "nicht nötig: Konto ist schon da." in text_of(page_of(jana, "arrival", barzani.father))


@pytest.mark.parametrize("note", ["", "Konto " * 50], ids=["empty", "too long"])
def test_a_bad_note_keeps_the_text_and_saves_nothing(jana, barzani, note):
    sent = not_needed(jana, barzani.father, note)
    assert "wb-errors" in text_of(sent)
    assert note.strip() in text_of(sent)
    assert not ChecklistMark.objects.exists()


def test_two_tabs_that_settle_a_step_differently_keep_the_text_of_the_second(jana, barzani):
    tick(jana, barzani.father)
    words = text_of(not_needed(jana, barzani.father, "Konto ist schon da."))
    assert "hat das inzwischen geändert" in words
    assert "Konto ist schon da." in words
    assert ChecklistMark.objects.get().state == MarkState.DONE


def test_a_tick_on_the_page_of_the_household_leads_back_there(jana, barzani):
    sent = tick(jana, barzani.father, haushalt=str(barzani.household.pk))
    assert sent.url == reverse("entitlements:arrival_of_household", args=[barzani.household.pk])


def test_a_broken_household_in_a_tick_leads_back_to_the_own_list(jana, barzani):
    sent = tick(jana, barzani.father, haushalt="//evil.example")
    assert sent.url == reverse("entitlements:arrival", args=[barzani.father.pk])


def test_a_step_nobody_knows_gives_a_sentence(jana, barzani):
    sent = tick(jana, barzani.father, item="no_such_step")
    assert "Diesen Punkt gibt es nicht mehr" in text_of(jana.get(sent.url))


def test_a_new_step_of_the_book_is_open_and_the_ticks_stay(bruecke, jana, barzani, monkeypatch):
    tick(jana, barzani.father)
    book = arrival_page.book()
    new = replace(book.steps["family_doctor"], code="library_card")
    grown = arrival_page.ArrivalBook(MappingProxyType({**book.steps, new.code: new}), book.kinds, book.checked_on)
    monkeypatch.setattr(arrival_page, "book", lambda: grown)
    codes = open_codes(barzani.father, bruecke.jana)
    assert ("library_card" in codes, "bank_account" in codes) == (True, False)


def settle_all(world, case):
    for code in open_codes(case, world.jana):
        services.settle(case.person, by=world.jana, item=code, state=MarkState.DONE)


def test_a_file_with_nothing_open_says_that_all_is_done(bruecke, jana, barzani):
    answer(bruecke, barzani.girl, "accommodation", "flat")
    settle_all(bruecke, barzani.girl)
    assert "alles erledigt" in text_of(page_of(jana, "arrival", barzani.girl))


def test_a_file_with_a_question_open_does_not_say_that_all_is_done(bruecke, jana, barzani):
    settle_all(bruecke, barzani.girl)
    words = text_of(page_of(jana, "arrival", barzani.girl))
    assert "Noch zu fragen" in words
    assert "alles erledigt" not in words


def test_after_a_year_nothing_is_called_late(bruecke, barzani):
    with clock.travelled(timedelta(days=366)):
        assert arrival_page.of_case(barzani.father, bruecke.jana).is_long_ago


# ---- the panel on the page of the case


def test_the_panel_shows_the_next_steps_in_the_first_half_year(jana, barzani):
    sent = jana.get(reverse("entitlements:arrival", args=[barzani.boy.pk]), headers={"HX-Request": "true"})
    assert "Liste öffnen" in text_of(sent)
    assert "<html" not in text_of(sent)


def test_the_panel_goes_away_half_a_year_after_the_arrival(jana, bruecke, barzani):
    with clock.travelled(timedelta(days=184)):
        jana.logout()
        jana.force_login(bruecke.jana)
        sent = jana.get(reverse("entitlements:arrival", args=[barzani.boy.pk]), headers={"HX-Request": "true"})
    assert (sent.headers.get("HX-Reswap"), sent.content) == ("delete", b"")


# ---- sealed


@pytest.mark.parametrize("name", ["arrival", "arrival_print"])
def test_a_page_of_the_mother_is_the_same_with_and_without_sealed_answers(jana, bruecke, barzani, name):
    before = text_of(page_of(jana, name, barzani.mother))
    _say_pregnant(bruecke, barzani.mother.person)
    settle_sealed(bruecke, barzani.mother, done=["midwife"], was_open=["midwife"])
    assert _plain(text_of(page_of(jana, name, barzani.mother))) == _plain(before)


@pytest.mark.parametrize("name", ["arrival_of_household", "arrival_print_of_household"])
def test_no_page_of_the_household_names_a_sealed_step(jana, bruecke, barzani, name):
    _say_pregnant(bruecke, barzani.mother.person)
    words = text_of(page_of(jana, name, barzani.household))
    assert [word for word in SEALED_WORDS if word in words] == []


def test_a_sealed_step_cannot_be_ticked_on_the_ordinary_page(jana, barzani):
    tick(jana, barzani.mother, item="midwife")
    assert not ChecklistMark.objects.exists()


def test_a_sealed_step_has_no_address_of_its_own(jana, barzani):
    assert not_needed(jana, barzani.mother, "gibt es schon", item="midwife").status_code == 404


def opened(client, case):
    content = {"reason": "Hebamme für die Geburt suchen"}
    return text_of(client.post(reverse("entitlements:sealed", args=[case.pk]), content))


def ticked(words):
    """Codes of the sealed steps that an opened page shows as done."""
    return re.findall(r'value="(\w+)" id="step-\d+" checked', words)


def test_the_opened_page_of_the_mother_names_the_midwife(jana, bruecke, barzani):
    _say_pregnant(bruecke, barzani.mother.person)
    assert "Hebamme suchen" in opened(jana, barzani.mother)


def test_the_opened_page_of_somebody_without_sealed_facts_names_no_step(jana, barzani):
    assert "h-arrival-sealed" not in opened(jana, barzani.father)


def test_a_sealed_tick_shows_on_the_opened_page(jana, bruecke, barzani):
    _say_pregnant(bruecke, barzani.mother.person)
    jana.post(
        reverse("entitlements:arrival_sealed_mark", args=[barzani.mother.pk]),
        {"done": ["midwife"], "was_open": ["midwife", "prenatal_care"]},
    )
    assert ticked(opened(jana, barzani.mother)) == ["midwife"]


def test_a_sealed_tick_can_be_taken_back(jana, bruecke, barzani):
    _say_pregnant(bruecke, barzani.mother.person)
    settle_sealed(bruecke, barzani.mother, done=["midwife"], was_open=["midwife"])
    settle_sealed(bruecke, barzani.mother, was_done=["midwife"])
    assert ticked(opened(jana, barzani.mother)) == []


def test_an_ordinary_step_is_no_sealed_tick(bruecke, barzani):
    with pytest.raises(NotPossible):
        settle_sealed(bruecke, barzani.mother, done=["bank_account"], was_open=["bank_account"])


# ---- who may


@pytest.mark.parametrize("name", ["katja", "olga", "lead"])
@pytest.mark.parametrize("page", ["arrival", "arrival_print"])
def test_who_may_not_open_the_file_meets_no_list(signed_in, barzani, name, page):
    assert page_of(signed_in(name), page, barzani.father).status_code == 404


@pytest.mark.parametrize("name", ["katja", "lead"])
def test_who_may_not_open_the_file_ticks_nothing(signed_in, barzani, name):
    assert tick(signed_in(name), barzani.father).status_code == 404
    assert not_needed(signed_in(name), barzani.father, "gibt es schon").status_code == 404
    sealed = reverse("entitlements:arrival_sealed_mark", args=[barzani.father.pk])
    assert signed_in(name).post(sealed, {}).status_code == 404


def test_a_household_nobody_knows_is_not_found(jana, world):
    assert jana.get(reverse("entitlements:arrival_of_household", args=[uuid4()])).status_code == 404


def test_the_page_of_the_household_leaves_out_whose_file_is_closed_to_the_reader(bruecke, barzani):
    from wegbuch.cases.models import CaseAccess

    for access in CaseAccess.objects.filter(case=barzani.mother):
        access.ends_at = clock.now()
        access.save()
    assert "Rojin" not in steps_of(bruecke, barzani)


def test_the_slip_has_a_sheet_for_every_person(jana, barzani):
    words = text_of(page_of(jana, "arrival_print_of_household", barzani.household))
    assert words.count("Was jetzt zu tun ist") == 4


def test_the_slip_leaves_out_what_the_workers_do(jana, barzani):
    words = text_of(page_of(jana, "arrival_print", barzani.father))
    assert "Konto eröffnen" in words
    assert "Notrufnummern zeigen" not in words


def test_more_people_take_no_more_queries(bruecke, barzani, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as before:
        arrival_page.of_household(barzani.household, bruecke.jana)
    member(bruecke, barzani, "Zîn", "child", birth_date=date(2026, 6, 1))
    with django_assert_num_queries(len(before)):
        arrival_page.of_household(barzani.household, bruecke.jana)


def _say_pregnant(world, person: Person) -> None:
    content = json.dumps({"fact": "pregnant", "value": True, "origin": "client", "known_on": "2026-11-24"})
    SealedAnswer(person=person, entered_by=world.jana, entered_at=clock.now(), content=content).save()


def _plain(words: str) -> str:
    """A page without the tokens that differ at every call."""
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", words)
