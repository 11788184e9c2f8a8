"""The lead's list: days and who answers for them, without names and without content."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wegbuch.access.models import ReadEvent
from wegbuch.access.services import NotPossible
from wegbuch.cases.services.cases import add_to_team, close_case, open_case
from wegbuch.procedures import team_deadlines
from wegbuch.procedures.deadline_page import case_team
from wegbuch.procedures.models import Deadline
from wegbuch.procedures.services.assigning import assign
from wegbuch.procedures.services.deadlines import open_by_hand

from .making import letter

URL = "/team/fristen/"


def by_hand(world, day: date = date(2026, 12, 1), *, user=None, person=None) -> Deadline:  # type: ignore[no-untyped-def]
    user = user or world.jana
    return open_by_hand(user=user, person=person or world.mariam, act="Geheime Handlung", counts_on=day)


def test_the_lead_sees_number_days_and_who_answers(bruecke, signed_in):
    by_hand(bruecke)
    page = signed_in("lead").get(URL).content.decode()
    for words in (bruecke.mariams_case.number, "Fr 27.11.2026", "Di 01.12.2026", "Jana Roth", "unbestätigt"):
        assert words in page


def test_neither_name_nor_act_nor_kind_stands_there(bruecke, signed_in):
    letter(bruecke)
    by_hand(bruecke)
    page = signed_in("lead").get(URL).content.decode()
    for words in ("Habibi", "Mariam", "Geheime Handlung", "Klage", "AsylG", "Asyl"):
        assert words not in page


def test_overdue_ones_stand_first(bruecke):
    by_hand(bruecke)
    late = by_hand(bruecke, date(2026, 11, 20))
    assert team_deadlines.open_deadlines().first() == late


def test_the_list_may_show_one_team(bruecke, signed_in):
    by_hand(bruecke)
    by_hand(bruecke, user=bruecke.katja, person=bruecke.hodan)
    page = signed_in("lead").get(URL, {"team": str(bruecke.seedorf.pk)}).content.decode()
    assert bruecke.katjas_case.number in page
    assert bruecke.mariams_case.number not in page


def test_another_organisation_is_not_on_the_list(bruecke, signed_in):
    by_hand(bruecke)
    assert bruecke.mariams_case.number not in signed_in("other_lead").get(URL).content.decode()


@pytest.mark.parametrize("name", ["jana", "dpo", "house"])
def test_nobody_but_the_lead_sees_it(bruecke, signed_in, name):
    assert signed_in(name).get(URL).status_code == 404


def test_the_lead_lets_another_person_of_the_case_team_answer(bruecke, signed_in):
    row = by_hand(bruecke)
    add_to_team(bruecke.mariams_case, bruecke.thomas)
    url = reverse("procedures:team_deadline", args=[row.pk])
    answer = signed_in("lead").post(url, {"responsible": str(bruecke.thomas.pk)}, follow=True)
    row.refresh_from_db()
    assert row.responsible == bruecke.thomas
    assert "Thomas Ihde ist jetzt zuständig" in answer.content.decode()


def test_the_form_offers_the_case_team_alone(bruecke, signed_in):
    row = by_hand(bruecke)
    url = reverse("procedures:team_deadline", args=[row.pk])
    page = signed_in("lead").post(url, {"responsible": str(bruecke.katja.pk)}).content.decode()
    assert "Bitte wählen Sie eine der Möglichkeiten." in page
    assert "Katja Brandt" not in page


def test_somebody_outside_the_case_team_cannot_answer(bruecke):
    with pytest.raises(NotPossible, match="Fallteam"):
        assign(by_hand(bruecke), responsible=bruecke.katja)


def test_the_team_of_an_ended_file_does_not_answer_while_another_file_runs(bruecke):
    ended = open_case(
        bruecke.mariam, user=bruecke.katja, team=bruecke.seedorf, form="housing_based_msa", opened_on=date(2025, 1, 7)
    )
    close_case(ended, closed_on=date(2025, 5, 30), reason="moved_away", version=ended.version)
    assert [user.name for user in case_team(bruecke.mariam.pk)] == ["Jana Roth"]


def test_the_page_of_one_deadline_shows_no_content_and_its_look_is_noted(bruecke, signed_in):
    row = by_hand(bruecke)
    page = signed_in("lead").get(reverse("procedures:team_deadline", args=[row.pk])).content.decode()
    assert "Geheime Handlung" not in page
    assert "Habibi" not in page
    assert ReadEvent.objects.get().purpose == "deadline.without_content"


def test_a_closed_deadline_is_not_there(bruecke, signed_in):
    row = by_hand(bruecke)
    row.state = "kept"
    row.save()
    assert signed_in("lead").get(reverse("procedures:team_deadline", args=[row.pk])).status_code == 404


def test_the_lead_of_another_organisation_reaches_none(bruecke, signed_in):
    row = by_hand(bruecke)
    assert signed_in("other_lead").get(reverse("procedures:team_deadline", args=[row.pk])).status_code == 404


def test_the_list_takes_the_same_number_of_queries_for_one_and_for_many(bruecke, signed_in):
    lead = signed_in("lead")
    by_hand(bruecke)
    lead.get(URL)
    with CaptureQueriesContext(connection) as few:
        lead.get(URL)
    for _number in range(9):
        by_hand(bruecke)
    with CaptureQueriesContext(connection) as many:
        lead.get(URL)
    assert len(many) == len(few)
