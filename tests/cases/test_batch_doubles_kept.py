"""Pairs are found among the people of one organisation, kept, and never asked twice once decided."""

from datetime import date

import pytest

from wegbuch.access.services import NotPossible
from wegbuch.cases.models import FileNumber, PossibleDouble
from wegbuch.cases.services import merges, people, twin_decisions, twin_entries
from wegbuch.cases.services.twins import find_doubles
from wegbuch.core import tenant
from wegbuch.jobs.work import AtOnce

BORN = date(1992, 3, 14)
State = PossibleDouble.State


def take_in(world, user, team, given="Maryam", surname="Habiby", **fields):
    known = {"birth_date": BORN, "sex": "f", "nationalities": ["AFG"], **fields}
    return people.take_in(
        user=user, team=team, form="housing_based_msa", opened_on=date(2026, 11, 2), given_name=given, surname=surname,
        **known,
    )  # fmt: skip


class Telling(AtOnce):
    """Work within the test that tells each step to a function."""

    def __init__(self, tell):
        self._tell = tell

    def step(self, done, total, word=""):
        self._tell(done, total)


def find(tell=lambda done, total: None):
    return find_doubles(pace=Telling(tell))


def pair():
    return PossibleDouble.objects.get()


@pytest.fixture
def double(bruecke):
    """Mariam a second time, in Jana's own cases."""
    return take_in(bruecke, bruecke.jana, bruecke.muehlenau)


def test_pair_is_kept_with_its_reasons(bruecke, double):
    assert find().new == 1
    assert {pair().first_id, pair().second_id} == {bruecke.mariam.pk, double.person_id}
    assert pair().reasons == ["same_birth", "same_sound", "same_nationality"]
    assert pair().get_strength_display() == "sehr wahrscheinlich"


def test_reasons_hold_no_name_and_no_day(double):
    find()
    assert not any(word in str(pair().reasons) for word in ("Habib", "Mar", "1992"))


def test_second_search_adds_nothing(double):
    find()
    assert (find().new, PossibleDouble.objects.count()) == (0, 1)


def test_person_of_another_organisation_is_never_compared(world):
    with tenant.acting_for(world.diakonie.pk):
        take_in(world, world.olga, world.rathsow)
    with tenant.acting_for(world.bruecke.pk):
        assert find().pairs == 0
    with tenant.acting_for(world.diakonie.pk):
        assert find().pairs == 0


def test_what_is_no_longer_alike_is_closed_and_comes_back(double):
    find()
    people.change(double.person, version=double.person.version, birth_date=date(1970, 5, 5))
    assert find().gone == 1
    assert pair().state == State.GONE
    double.person.refresh_from_db()
    people.change(double.person, version=double.person.version, birth_date=BORN)
    assert find().new == 1
    assert pair().state == State.OPEN


def test_changed_reasons_are_mended(bruecke, double):
    find()
    for person in (bruecke.mariam, double.person):
        FileNumber(person=person, kind="azr", number="000 123").save()
    find()
    assert pair().reasons[0] == "same_azr"


def test_decided_pair_never_comes_again(bruecke, double):
    find()
    twin_decisions.say_different(pair(), user=bruecke.jana, note="Schwestern")
    assert find().new == 0
    assert (pair().state, pair().note) == (State.DIFFERENT, "Schwestern")


def test_decision_goes_with_a_record_that_is_merged(bruecke, double):
    find()
    twin_decisions.say_different(pair(), user=bruecke.jana)
    third = take_in(bruecke, bruecke.jana, bruecke.muehlenau, given="Mariam", surname="Habibi")
    merges.merge(kept=third.person, merged=double.person, user=bruecke.jana)
    assert find().new == 0
    assert not PossibleDouble.objects.filter(state=State.OPEN).exists()


def test_merged_pair_is_closed_as_merged(bruecke, double):
    find()
    merges.merge(kept=bruecke.mariam, merged=double.person, user=bruecke.jana)
    find()
    assert pair().state == State.MERGED


def test_shared_number_finds_people_of_different_birth_years(bruecke):
    other = take_in(bruecke, bruecke.jana, bruecke.muehlenau, birth_date=date(1991, 3, 14))
    for person in (bruecke.mariam, other.person):
        FileNumber(person=person, kind="azr", number="77").save()
    people.search.index([bruecke.mariam, other.person])
    find()
    assert pair().reasons == ["same_azr", "other_birth", "same_sound", "same_nationality"]


def test_numbers_are_read_whole_over_the_edge_of_a_page(bruecke, double, monkeypatch):
    for person in (bruecke.mariam, double.person):
        FileNumber(person=person, kind="azr", number="77").save()
    people.search.index([bruecke.mariam, double.person])
    for size in (1, 2, 3, 5):
        monkeypatch.setattr(twin_entries, "TOKENS", size)
        groups = [set(group) for group in twin_entries._number_groups()]
        assert groups.count({bruecke.mariam.pk, double.person_id}) == 1


def test_birth_that_nobody_knows_is_compared_by_the_day_of_entry(bruecke):
    day = date(2025, 3, 12)
    known = {"birth_date": None, "entered_on": day}
    take_in(bruecke, bruecke.jana, bruecke.muehlenau, given="Aster", surname="Gebre", **known)
    take_in(bruecke, bruecke.jana, bruecke.muehlenau, given="Aster", surname="Gebre", entered_on=day)
    find()
    assert "same_entry" in pair().reasons


def test_progress_ends_with_all_steps(double):
    told = []
    find(lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    assert [done for done, _steps in told] == sorted(done for done, _steps in told)


def test_search_that_was_stopped_goes_on_without_doubles(double):
    class Stopped(Exception):
        pass

    def stop(done, steps):
        if PossibleDouble.objects.exists():
            raise Stopped

    with pytest.raises(Stopped):
        find(stop)
    assert pair().state == State.OPEN
    assert (find().new, PossibleDouble.objects.count()) == (0, 1)


def test_only_who_may_open_both_files_decides(bruecke):
    take_in(bruecke, bruecke.katja, bruecke.seedorf)
    find()
    with pytest.raises(NotPossible, match="beide Akten"):
        twin_decisions.say_different(pair(), user=bruecke.jana)
    assert pair().state == State.OPEN


def test_second_decision_is_told_that_one_was_made(bruecke, double):
    find()
    twin_decisions.say_different(pair(), user=bruecke.jana)
    with pytest.raises(NotPossible, match="inzwischen entschieden"):
        twin_decisions.say_different(pair(), user=bruecke.jana)


def test_decision_can_be_taken_back(bruecke, double):
    find()
    twin_decisions.say_different(pair(), user=bruecke.jana, note="Schwestern")
    twin_decisions.ask_again(pair(), user=bruecke.jana)
    assert (pair().state, pair().note, pair().decided_by) == (State.OPEN, "", None)
