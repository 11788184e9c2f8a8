"""What a lead sees: numbers of the team, and the organisation's own words."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wegbuch.access import services as access
from wegbuch.access.roles import Role
from wegbuch.counselling.models import Topic

PAGE = "/team/heute/"


def test_a_lead_sees_the_load_in_numbers(bruecke, signed_in):
    loads = {load.user.name: load for load in signed_in("lead").get(PAGE).context["loads"]}
    jana = loads["Jana Roth"]
    assert (jana.cases, jana.contacts, jana.minutes, jana.due, jana.overdue, jana.unseen) == (2, 1, 20, 1, 0, 1)


def test_a_lead_sees_no_name_of_a_person_and_no_content(bruecke, signed_in):
    page = signed_in("lead").get(PAGE).content.decode()
    assert not [word for word in ("Habibi", "Warsame", "Tekle", "Schulplatz") if word in page]


def test_a_lead_sees_who_is_away(bruecke, signed_in):
    access.name_deputy(
        absent=bruecke.jana,
        deputy=bruecke.katja,
        starts_on=date(2026, 11, 26),
        ends_on=date(2026, 11, 27),
        reason="Urlaub",
    )
    assert "Katja Brandt vertritt bis Fr 27.11.2026" in signed_in("lead").get(PAGE).content.decode()


def test_the_way_to_hand_out_files_is_one_click(bruecke, signed_in):
    assert f'href="{reverse("cases:assignments")}"' in signed_in("lead").get(PAGE).content.decode()


def test_only_a_lead_sees_the_load(bruecke, signed_in):
    assert [signed_in(name).get(PAGE).status_code for name in ("jana", "dpo", "coordination")] == [404, 404, 404]


def test_the_load_of_another_organisation_is_not_there(bruecke, signed_in):
    names = [load.user.name for load in signed_in("other_lead").get(PAGE).context["loads"]]
    assert names == ["Olga Petersen"]


def test_the_load_takes_the_same_number_of_queries_for_more_people(bruecke, signed_in):
    lead = signed_in("lead")
    lead.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        lead.get(PAGE)
    for number in range(5):
        access.add_account(
            email=f"neu{number}@example.org", name=f"Neu {number}", password=None,
            role=Role.WORKER, organisation=bruecke.bruecke, team=bruecke.seedorf,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        lead.get(PAGE)
    assert len(many) == len(few)


def test_a_topic_is_added_under_its_task(bruecke, signed_in):
    signed_in("lead").post(reverse("counselling:topics"), {"task_area": "4", "label": " Umzug  "})
    assert Topic.objects.get(task_area=4).label == "Umzug"


def test_a_topic_that_is_there_is_not_added_again(bruecke, signed_in):
    page = signed_in("lead").post(reverse("counselling:topics"), {"task_area": "3", "label": "schulplatz"})
    assert "Dieses Thema gibt es unter dieser Aufgabe schon." in page.content.decode()


def test_a_topic_is_renamed(bruecke, signed_in):
    signed_in("lead").post(reverse("counselling:topic_rename", args=[bruecke.topic.pk]), {"label": "Schule"})
    assert Topic.objects.get().label == "Schule"


def test_a_topic_switched_off_is_no_longer_offered_and_stays_in_entries(bruecke, signed_in):
    signed_in("lead").post(reverse("counselling:topic_switch", args=[bruecke.topic.pk]))
    jana = signed_in("jana")
    assert "topic" not in jana.get("/eintrag/").context["form"].fields
    assert "Schulplatz" in jana.get(reverse("counselling:contact", args=[bruecke.contact.pk])).content.decode()


def test_a_topic_added_again_comes_back(bruecke, signed_in):
    lead = signed_in("lead")
    lead.post(reverse("counselling:topic_switch", args=[bruecke.topic.pk]))
    lead.post(reverse("counselling:topics"), {"task_area": "3", "label": "Schulplatz"})
    assert Topic.objects.get().is_active


@pytest.mark.parametrize("who", ["jana", "dpo"])
def test_only_a_lead_changes_topics(bruecke, signed_in, who):
    assert signed_in(who).get(reverse("counselling:topics")).status_code == 404


def test_another_organisations_topic_is_not_found(bruecke, signed_in):
    address = reverse("counselling:topic_rename", args=[bruecke.topic.pk])
    assert signed_in("other_lead").post(address, {"label": "Fremd"}).status_code == 404
