"""The pages of applications: who reaches them, what they keep, and what the lists show."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.procedures import making as procedures
from wegbuch.access import services as access
from wegbuch.access.models import AuditEvent, ReadEvent
from wegbuch.cases import next_steps
from wegbuch.cases.models import Case, Office
from wegbuch.cases.services import cases, merges, people
from wegbuch.entitlements.models import Application
from wegbuch.entitlements.services import applications

from . import making_applications as making
from .making_applications import seen, url

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
READING = ["application", "applications_of_case"]
STEPS = ["filed", "proven", "decided", "deadline", "objected", "closed", "back", "change", "asked", "paper_new"]


@pytest.fixture
def planned(world, bruecke) -> Application:
    return making.planned(world)


@pytest.fixture
def filed(world, bruecke) -> Application:
    return making.filed(world)


def text(answer) -> str:  # type: ignore[no-untyped-def]
    return answer.content.decode()


def new_url(world, rule: str = "") -> str:  # type: ignore[no-untyped-def]
    address = reverse("entitlements:application_new", args=[world.mariams_case.pk])
    return f"{address}?regel={rule}" if rule else address


def address_of(row: Application, name: str, case: Case) -> str:
    return url(name, case if name == "applications_of_case" else row)


def test_the_whole_way_from_a_rule_to_the_objection(world, bruecke, signed_in):
    jana = signed_in("jana")
    sent = {"title": "Kindergeld", "authority": "Familienkasse", "papers": ["Haushaltsbescheinigung"]}
    sent |= {"responsible": str(world.jana.pk), "look_again_on": "10.12.2026"}
    made = jana.post(new_url(world, making.RULE), sent)
    row = Application.objects.get()
    assert made["Location"] == url("application", row)
    jana.post(url("application_paper_new", row), {"name": "Mietvertrag"})
    jana.post(url("application_paper", making.paper(row, "Mietvertrag")), {"da": "1"})
    row.refresh_from_db()
    jana.post(url("application_filed", row), seen(row, on="2.11.2026", papers=making.upload()))
    row.refresh_from_db()
    jana.post(url("application_decided", row), seen(row, on="20.11.2026", outcome="refused"))
    row.refresh_from_db()
    page = text(jana.get(url("application", row)))
    assert reverse("procedures:letter_of_case", args=[world.mariams_case.pk]) in page
    deadline = procedures.deadline(world)
    jana.post(url("application_deadline", row), seen(row, deadline=str(deadline.pk)))
    row.refresh_from_db()
    assert reverse("procedures:deadline", args=[deadline.pk]) in text(jana.get(url("application", row)))
    jana.post(url("application_objected", row), seen(row, on="heute"))
    assert making.states(row) == ["claimed", "papers", "filed", "decided", "objection"]


def test_a_rule_fills_in_its_authority_its_papers_and_the_only_office_of_its_kind(world, bruecke, signed_in):
    office = Office(name="Familienkasse Havelbruch", kind="family_benefits_office")
    office.save()
    Office(name="Jobcenter Havelbruch", kind="jobcenter").save()
    form = signed_in("jana").get(new_url(world, making.RULE)).context["form"]
    assert (form["title"].value(), form["office"].value()) == ("Kindergeld", office.pk)
    assert [row.name for row in form.fields["office"].queryset] == ["Familienkasse Havelbruch"]
    assert form["papers"].value()


def test_the_day_to_ask_is_proposed_in_two_weeks(world, bruecke, signed_in):
    assert "10.12.2026" in text(signed_in("jana").get(new_url(world)))


@pytest.mark.parametrize("rule", ["trafficking_victim_permit", "return_information_asylum", "no_such_rule"])
def test_a_rule_of_the_sealed_page_and_an_unknown_one_are_both_not_found(world, bruecke, signed_in, rule):
    assert signed_in("jana").get(new_url(world, rule)).status_code == 404
    assert signed_in("jana").post(new_url(world, rule), {"title": "Antrag"}).status_code == 404


def test_where_one_is_running_the_page_leads_to_it(world, planned, signed_in):
    page = text(signed_in("jana").get(new_url(world, making.RULE)))
    assert url("application", planned) in page
    assert "läuft schon ein Antrag" in page


def test_what_was_typed_stays_where_a_colleague_was_faster(world, planned, signed_in):
    sent = {"title": "Kindergeld", "responsible": str(world.jana.pk), "note": "Geburt im Oktober"}
    page = text(signed_in("jana").post(new_url(world, making.RULE), sent))
    assert url("application", planned) in page
    assert "Geburt im Oktober" in page


def test_bad_input_keeps_what_was_typed(world, bruecke, signed_in):
    page = text(signed_in("jana").post(new_url(world), {"title": "Fahrkarte", "look_again_on": "31.2."}))
    assert "existiert nicht" in page
    assert 'value="Fahrkarte"' in page


def test_a_photo_is_kept_while_another_field_is_put_right(planned, signed_in):
    page = text(signed_in("jana").post(url("application_filed", planned), seen(planned, papers=making.upload())))
    assert "stempel.pdf" in page
    assert Application.objects.get().state == "claimed"


def test_filing_without_proof_and_without_saying_so_is_asked_again(planned, signed_in):
    page = text(signed_in("jana").post(url("application_filed", planned), seen(planned, on="heute")))
    assert "noch kein Nachweis" in page
    assert Application.objects.get().state == "claimed"


def test_filed_without_a_proof_the_page_keeps_warning(planned, signed_in):
    jana = signed_in("jana")
    jana.post(url("application_filed", planned), seen(planned, on="heute", without_proof="on"))
    assert "Noch kein Nachweis." in text(jana.get(url("application", planned)))


def test_the_photo_opens_with_the_file_and_for_nobody_else(world, planned, signed_in):
    stored = making.kept_upload(world)
    applications.file(planned, by=world.jana, version=planned.version, on=making.TODAY, papers=[stored])
    photo = reverse("cases:file", args=[stored])
    assert photo in text(signed_in("jana").get(url("application", planned)))
    assert signed_in("jana").get(photo).status_code == 200
    assert signed_in("thomas").get(photo).status_code == 404


def test_what_was_granted_leads_to_the_facts_of_the_file(world, bruecke, signed_in):
    row = making.decided(world, "granted")
    assert reverse("cases:benefits", args=[world.mariams_case.pk]) in text(
        signed_in("jana").get(url("application", row))
    )


def test_a_deadline_of_another_person_cannot_be_chosen(world, bruecke, signed_in):
    row, other = making.decided(world), procedures.deadline(world)
    other.person = world.zahras_case.person
    other.save()
    page = text(signed_in("jana").post(url("application_deadline", row), seen(row, deadline=str(other.pk))))
    assert "Möglichkeiten" in page
    assert Application.objects.get().deadline is None


def test_two_windows_do_not_overwrite_each_other(world, filed, signed_in):
    old = seen(filed, title="Kindergeld", responsible=str(world.jana.pk), note="meine Notiz")
    applications.change(filed, version=filed.version, note="andere Notiz")
    page = text(signed_in("jana").post(url("application_change", filed), old))
    assert "nichts ist verloren" in page
    assert Application.objects.get().note == "andere Notiz"


def test_a_step_in_a_second_window_says_who_saved_and_keeps_the_words(world, filed, signed_in):
    old = seen(filed, on="20.11.2026", outcome="partly", note="Nur für ein Kind.")
    applications.change(filed, version=filed.version, note="neu")
    page = text(signed_in("jana").post(url("application_decided", filed), old))
    assert "hat inzwischen gespeichert" in page
    assert "Nur für ein Kind." in page
    assert Application.objects.get().state == "filed"


def test_asked_again_in_one_click(filed, signed_in):
    signed_in("jana").post(url("application_asked", filed), {"look_again_on": "10.12.2026"})
    assert Application.objects.get().look_again_on == date(2026, 12, 10)


def test_a_day_to_ask_that_has_passed_is_refused(filed, signed_in):
    page = text(signed_in("jana").post(url("application_asked", filed), {"look_again_on": "25.11.2026"}))
    assert "schon vorbei" in page


def test_a_paper_is_taken_off_the_list(planned, signed_in):
    signed_in("jana").post(url("application_paper_remove", making.paper(planned)))
    assert [paper.name for paper in planned.papers.all()] == ["Geburtsurkunde"]


@pytest.mark.parametrize("who", ["thomas", "olga", "lead"])
def test_strangers_find_nothing(world, filed, signed_in, who):
    client, paper = signed_in(who), filed.papers.first()
    for name in READING:
        assert client.get(address_of(filed, name, world.mariams_case)).status_code == 404
    for name in STEPS:
        assert client.post(url(f"application_{name}", filed), seen(filed)).status_code == 404
    for name in ("application_paper", "application_paper_remove"):
        assert client.post(url(name, paper), {"da": "1"}).status_code == 404
    assert client.get(new_url(world)).status_code == 404


def test_an_id_that_does_not_exist_is_not_found(bruecke, signed_in):
    address = reverse("entitlements:application", args=[uuid4()])
    assert signed_in("jana").get(address).status_code == 404


def test_who_opened_the_file_with_a_reason_reads_and_changes_nothing(world, filed, signed_in):
    cases.break_glass(world.mariams_case, user=world.katja, reason="Anruf der Familienkasse heute")
    katja = signed_in("katja")
    page = text(katja.get(url("application", filed)))
    assert "Kindergeld" in page
    assert url("application_decided", filed) not in page
    for name in STEPS:
        assert katja.post(url(f"application_{name}", filed), seen(filed)).status_code == 404
    for name in ("application_paper", "application_paper_remove"):
        assert katja.post(url(name, filed.papers.first()), {"da": "1"}).status_code == 404


def stand_in(world) -> None:  # type: ignore[no-untyped-def]
    access.name_deputy(
        absent=world.jana,
        deputy=world.katja,
        starts_on=date(2026, 11, 26),
        ends_on=date(2026, 11, 27),
        reason="Urlaub",
    )


def test_a_deputy_sees_it_today_and_goes_on_with_it(world, filed, signed_in):
    applications.ask_again(filed, by=world.jana, look_again_on=making.TODAY)
    today = reverse("entitlements:applications_today")
    assert url("application", filed) not in text(signed_in("katja").get(today, headers=HTMX))
    stand_in(world)
    katja = signed_in("katja")
    assert url("application", filed) in text(katja.get(today, headers=HTMX))
    assert ReadEvent.objects.filter(user=world.katja.pk, what="application").exists()
    katja.post(url("application_decided", filed), seen(filed, on="20.11.2026", outcome="granted"))
    assert Application.objects.get().outcome == "granted"


def test_today_shows_what_is_due_and_what_has_no_proof_and_nothing_else(world, bruecke, signed_in):
    later, due, unproven = (making.planned(world, rule="", title=title) for title in ("Später", "Heute", "Ohne"))
    applications.ask_again(later, by=world.jana, look_again_on=date(2026, 11, 27))
    applications.ask_again(due, by=world.jana, look_again_on=making.TODAY)
    applications.file(unproven, by=world.jana, version=unproven.version, on=making.TODAY, without_proof=True)
    rows = signed_in("jana").get(reverse("entitlements:applications_today"), headers=HTMX).context["rows"]
    assert [row.title for row in rows] == ["Heute", "Ohne"]


def test_today_takes_as_many_queries_for_ten_as_for_one(world, bruecke, signed_in, django_assert_num_queries):
    jana, today = signed_in("jana"), reverse("entitlements:applications_today")
    due = [making.planned(world, rule="", title=f"Antrag {number}") for number in range(10)]
    applications.ask_again(due[0], by=world.jana, look_again_on=making.TODAY)
    jana.get(today, headers=HTMX)
    with CaptureQueriesContext(connection) as one:
        jana.get(today, headers=HTMX)
    for row in due[1:]:
        applications.ask_again(row, by=world.jana, look_again_on=making.TODAY)
    with django_assert_num_queries(len(one)):
        assert len(jana.get(today, headers=HTMX).context["rows"]) == 10


def test_the_panels_are_links_without_script(world, filed, signed_in):
    jana = signed_in("jana")
    assert jana.get(reverse("entitlements:applications_today"))["Location"] == reverse("entitlements:applications")
    assert "Kindergeld" in text(jana.get(url("applications_of_case", world.mariams_case)))


def test_the_list_shows_mine_by_day_and_those_of_my_files(world, filed, signed_in):
    other = making.planned(world, rule="", title="Fahrkarte", responsible=world.thomas)
    applications.ask_again(other, by=world.jana, look_again_on=date(2026, 11, 30))
    jana, address = signed_in("jana"), reverse("entitlements:applications")
    assert [row.title for row in jana.get(address).context["page"].object_list] == ["Kindergeld"]
    found = jana.get(f"{address}?wessen=team").context["page"].object_list
    assert [row.title for row in found] == ["Fahrkarte", "Kindergeld"]
    found = jana.get(f"{address}?wessen=team&stand=filed").context["page"].object_list
    assert [row.title for row in found] == ["Kindergeld"]


def test_what_has_ended_stands_in_the_file_only(world, filed, signed_in):
    applications.close(filed, by=world.jana, version=filed.version)
    jana = signed_in("jana")
    assert url("application", filed) not in text(jana.get(reverse("entitlements:applications")))
    assert url("application", filed) in text(jana.get(url("applications_of_case", world.mariams_case)))


def test_an_application_to_ask_about_is_a_next_step(world, bruecke):
    mine = Case.objects.filter(pk=world.zahras_case.pk)
    assert next_steps.without(mine).exists()
    row = making.planned(world, person=world.zahras_case.person)
    assert next_steps.without(mine).exists()
    applications.ask_again(row, by=world.jana, look_again_on=date(2026, 12, 10))
    assert not next_steps.without(mine).exists()


def test_neither_log_says_what_was_applied_for(world, filed, signed_in):
    signed_in("jana").get(url("application", filed))
    kept = [str(vars(event)) for model in (AuditEvent, ReadEvent) for event in model.objects.all()]
    words = ("Kindergeld", making.RULE, "Eingangsstempel", "Geburtsurkunde")
    assert [line for line in kept if any(word in line for word in words)] == []
    assert any("entitlements.application" in line for line in kept)


def test_a_merge_keeps_applications(world, filed):
    given = {"given_name": "Maryam", "surname": "Habiby", "sex": "f", "form": "housing_based_msa"}
    double = people.take_in(user=world.jana, team=world.muehlenau, opened_on=date(2026, 11, 2), **given)
    merges.merge(kept=double.person, merged=world.mariam, user=world.jana)
    filed.refresh_from_db()
    assert filed.person == double.person
    assert making.states(filed) == ["claimed", "filed"]
