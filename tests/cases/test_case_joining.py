"""After a merge one file runs, with the contacts, the follow-ups and the team of both."""

from datetime import date

import pytest

from wegbuch.cases.models import Case
from wegbuch.cases.services import cases, merges, people
from wegbuch.counselling.models import FollowUp
from wegbuch.counselling.services import record_contact


@pytest.fixture
def double(bruecke):
    case = people.take_in(
        user=bruecke.jana,
        team=bruecke.muehlenau,
        form="housing_based_msa",
        opened_on=date(2026, 11, 2),
        given_name="Maryam",
        surname="Habiby",
    )
    cases.add_to_team(case, bruecke.thomas)
    entry = {"author": bruecke.jana, "team": bruecke.muehlenau, "task_area": 1, "form": "phone", "minutes": 5}
    speech = {"language": "prs", "channel": "phone"}
    record_contact(
        cases=[case],
        held_on=date(2026, 11, 20),
        follow_up_on=date(2026, 12, 1),
        follow_up_text="anrufen",
        **entry,
        **speech,
    )
    record_contact(cases=[case, bruecke.mariams_case], held_on=date(2026, 11, 21), **entry, **speech)
    return case


@pytest.fixture
def merged(bruecke, double):
    merges.merge(kept=bruecke.mariam, merged=double.person, user=bruecke.jana)
    return double


def test_one_file_runs_and_the_other_is_closed(bruecke, merged):
    assert list(Case.objects.running().filter(person=bruecke.mariam)) == [bruecke.mariams_case]
    closed = Case.objects.get(pk=merged.pk)
    assert (closed.person_id, closed.closing_reason) == (bruecke.mariam.pk, "entered_in_error")


def test_contacts_and_follow_ups_of_both_stand_in_it(bruecke, merged):
    assert bruecke.mariams_case.participations.count() == 3
    assert merged.participations.count() == 0
    assert FollowUp.objects.filter(case=bruecke.mariams_case).count() == 2


def test_the_colleague_of_the_other_file_is_in_its_team(bruecke, merged):
    assert Case.objects.visible_to(bruecke.thomas).filter(pk=bruecke.mariams_case.pk).exists()


def test_files_of_different_forms_both_go_on(bruecke, double):
    double.form = "specialist_service"
    double.save()
    merges.merge(kept=bruecke.mariam, merged=double.person, user=bruecke.jana)
    assert Case.objects.running().filter(person=bruecke.mariam).count() == 2
