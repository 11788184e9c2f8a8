"""Proceedings: which law, where they stand, what can come, and how they end."""

from datetime import date

import pytest
from django.urls import reverse

from wegbuch.access.models import AuditEvent
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import ResidencePeriod
from wegbuch.core import tenant
from wegbuch.procedures import proceeding_page, regimes, stage_map
from wegbuch.procedures.models import Deadline, Proceeding, ProceedingStep
from wegbuch.procedures.services import proceedings

from . import making

pytestmark = pytest.mark.django_db


def opened(world, **fields):
    given = {"kind": "first", "lodged_on": date(2026, 7, 6)} | fields
    return proceedings.open_proceeding(user=world.jana, person=given.pop("person", world.mariam), **given)


def address(name, row):
    return reverse(f"procedures:{name}", args=[row.pk])


# ---------- which law


@pytest.mark.parametrize(
    ("lodged_on", "regime"),
    [(date(2026, 6, 11), "pre_geas"), (date(2026, 6, 12), "geas")],
    ids=["day before", "border"],
)
def test_the_day_of_lodging_chooses_the_law(bruecke, lodged_on, regime):
    assert opened(bruecke, lodged_on=lodged_on).regime == regime


def test_without_its_day_the_law_stays_open_and_says_what_is_missing(bruecke):
    ground = regimes.ground_of("first", {})
    assert (ground.is_open, "Antrag eingereicht am" in ground.sentence) == (True, True)


def test_who_asked_for_asylum_after_the_border_lodges_under_new_law(bruecke):
    assert opened(bruecke, lodged_on=None, made_on=date(2026, 6, 20)).regime == "geas"


def test_who_asked_for_asylum_before_the_border_may_lodge_under_either(bruecke):
    assert opened(bruecke, lodged_on=None, made_on=date(2026, 6, 1)).regime == "general"


def test_the_weeks_in_which_the_texts_leave_a_gap_are_not_certain(bruecke):
    ground = regimes.ground_of("transfer", {"registered_on": date(2026, 6, 20)})
    assert (ground.is_certain, "nicht eindeutig" in ground.sentence) == (False, True)


def test_a_proceeding_about_money_has_no_asylum_law(bruecke):
    assert opened(bruecke, kind="benefits").regime == "general"


def test_a_letter_gives_an_open_proceeding_its_law(world, bruecke):
    standing = opened(world, lodged_on=None)
    making.letter(world)
    standing.refresh_from_db()
    assert (standing.regime, standing.lodged_on) == ("geas", making.LODGED)


def test_days_out_of_order_are_refused_with_a_sentence(bruecke):
    with pytest.raises(NotPossible, match="bevor Asyl verlangt war"):
        opened(bruecke, made_on=date(2026, 7, 7))


# ---------- the map


def labels(proceeding):
    reached = stage_map.reached_by(proceeding, proceeding.steps.all())
    return [(stop.label, stop.when) for stop in stage_map.stops(proceeding, reached)]


def test_the_map_shows_what_was_where_it_is_and_what_can_come(world, bruecke):
    assert labels(making.letter(world).proceeding) == [
        ("Ankommen", "past"),
        ("Prüfung und Anhörung", "past"),
        ("Entscheidung", "now"),
        ("Gericht", "next"),
        ("Ergebnis", "next"),
        ("Wie es weitergeht", "next"),
    ]


def test_the_days_of_a_proceeding_put_it_on_the_map_without_a_step(bruecke):
    reached = stage_map.reached_by(opened(bruecke), [])
    assert [(each.stage, each.since) for each in reached] == [("application_lodged", date(2026, 7, 6))]


def test_what_lies_beside_the_straight_line_is_shown_where_it_may_be_next(bruecke):
    assert ("Zuständigkeit", "next") in labels(opened(bruecke))


def test_a_withdrawal_starts_with_a_dot_of_its_own(bruecke):
    row = opened(bruecke, kind="withdrawal", lodged_on=None, review_started_on=date(2026, 8, 3))
    assert [label for label, _when in labels(row)][:2] == ["Entzug oder Widerruf wird geprüft", "Gericht"]


@pytest.mark.parametrize("list_name", ["procedure_stages_old", "procedure_stages_new"])
def test_every_stage_of_the_law_finds_its_place_on_the_map(bruecke, list_name):
    row = Proceeding(person=bruecke.mariam, kind="first", regime=regimes.OF_STAGES[list_name])
    lost = []
    for stage in stage_map.stages(list_name).entries:
        reached = stage_map.reached_by(row, [ProceedingStep(proceeding=row, stage=stage, since=date(2026, 9, 1))])
        now = [stop for stop in stage_map.stops(row, reached) if stop.when == "now"]
        if [each.stage for stop in now for each in stop.reached] != [stage]:
            lost.append(stage)
    assert lost == []


def test_the_page_says_where_she_is_in_one_plain_sentence(world, bruecke, signed_in):
    made = making.letter(world)
    page = signed_in("jana").get(address("proceeding", made.proceeding)).content.decode()
    assert "Sie sind hier" in page
    assert "Das BAMF hat abgelehnt, und Sie haben nur eine Woche Zeit." in page
    assert "Ab dem 12.06.2026 gilt neues Recht." in page


def test_a_page_about_a_proceeding_costs_the_same_however_much_is_known(
    world, bruecke, signed_in, django_assert_max_num_queries
):
    made = making.letter(world)
    for number in range(3):
        making.letter(world, item=making.post_item(world, number=f"2026-100{number}"), kind="bamf_rejected")
    client = signed_in("jana")
    client.get(address("proceeding", made.proceeding))
    with django_assert_max_num_queries(34):
        client.get(address("proceeding", made.proceeding))


# ---------- panel and list


def test_the_panel_names_stage_and_next_deadline(world, bruecke, signed_in):
    making.letter(world)
    path = address("proceedings_of_case", world.mariams_case)
    page = signed_in("jana").get(path, headers={"HX-Request": "true"}).content.decode()
    assert "Ablehnung als offensichtlich unbegründet, seit Mi 25.11.2026" in page
    assert "letzter Tag Mi 02.12.2026" in page


def test_several_proceedings_stand_beside_each_other(world, bruecke, signed_in):
    making.letter(world)
    opened(world, kind="benefits", lodged_on=date(2026, 10, 1))
    page = signed_in("jana").get(address("proceedings_of_case", world.mariams_case)).content.decode()
    assert ("Asylverfahren" in page, "Leistungen" in page) == (True, True)


@pytest.mark.parametrize("name", ["thomas", "olga", "lead", "house"])
def test_outsiders_are_not_told_that_a_proceeding_exists(world, bruecke, signed_in, name):
    row = opened(world)
    assert signed_in(name).get(address("proceeding", row)).status_code == 404


def test_a_proceeding_without_a_letter_is_entered_and_shown(world, bruecke, signed_in):
    answer = signed_in("jana").post(
        address("proceeding_new", world.mariams_case),
        {"kind": "residence", "authority": "Ausländerbehörde"},
        follow=True,
    )
    assert "Aufenthaltstitel oder Duldung" in answer.content.decode()


# ---------- changing


def typed(row, **fields):
    return {"seen_version": row.version, "lodged_on": "06.07.2026"} | fields


def test_a_day_across_the_border_is_asked_about_and_nothing_is_saved(world, bruecke, signed_in):
    row = opened(world)
    answer = signed_in("jana").post(
        address("proceeding_change", row), typed(row, lodged_on="01.06.2026", authority="BAMF Eisenhüttenstadt")
    )
    page = answer.content.decode()
    row.refresh_from_db()
    assert (row.regime, "Mit diesem Tag gilt altes Recht." in page, "BAMF Eisenhüttenstadt" in page) == (
        "geas",
        True,
        True,
    )


def test_a_confirmed_day_across_the_border_changes_the_law(world, bruecke, signed_in):
    row = opened(world)
    fields = typed(row, lodged_on="01.06.2026", confirms_law="on")
    answer = signed_in("jana").post(address("proceeding_change", row), fields, follow=True)
    row.refresh_from_db()
    assert (row.regime, "Jetzt gilt altes Recht" in answer.content.decode()) == ("pre_geas", True)


def test_a_letter_that_counts_with_another_day_of_lodging_is_named(world, bruecke):
    made = making.letter(world)
    proceedings.change_proceeding(made.proceeding, version=made.proceeding.version, lodged_on=date(2026, 7, 7))
    page = proceeding_page.proceeding_page(made.proceeding, world.jana)
    assert [row.has_other_day for row in page.letters] == [True]


def test_wrong_order_of_days_is_said_at_the_later_day(world, bruecke, signed_in):
    row = opened(world)
    answer = signed_in("jana").post(address("proceeding_change", row), typed(row, registered_on="01.08.2026"))
    assert "Eingereicht wird der Antrag nach der Registrierung. Bitte prüfen Sie beide Tage." in answer.content.decode()


def test_what_a_colleague_saved_meanwhile_is_not_lost(world, bruecke, signed_in):
    row = opened(world)
    seen = row.version
    proceedings.change_proceeding(row, version=seen, authority="BAMF Berlin")
    fields = typed(row, seen_version=seen, authority="BAMF Frankfurt")
    answer = signed_in("jana").post(address("proceeding_change", row), fields)
    page = answer.content.decode()
    assert ("Berlin" in page, "Frankfurt" in page, "nichts ist verloren" in page) == (True, True, True)


# ---------- steps


def test_a_stage_by_hand_moves_the_proceeding(world, bruecke, signed_in):
    row = opened(world)
    fields = {"stage": "interview", "since": "20.11.2026", "shown_by": "Ladung vom 02.11."}
    signed_in("jana").post(address("step_new", row), fields)
    row.refresh_from_db()
    assert row.stage == "interview"


def test_a_stage_that_is_sent_twice_stands_once(world, bruecke, signed_in):
    row, jana = opened(world), signed_in("jana")
    fields = {"stage": "interview", "since": "20.11.2026", "shown_by": "Ladung vom 02.11."}
    jana.post(address("step_new", row), fields)
    again = jana.post(address("step_new", row), fields)
    assert ("steht an diesem Tag schon da" in again.text, row.steps.count()) == (True, 1)


def test_a_proceeding_that_is_sent_twice_stands_once(bruecke, signed_in):
    jana, url = signed_in("jana"), reverse("procedures:proceeding_new", args=[bruecke.mariams_case.pk])
    fields = {"kind": "benefits", "lodged_on": "20.10.2026", "authority": "Sozialamt"}
    jana.post(url, fields)
    again = jana.post(url, fields)
    assert "Dieses Verfahren steht schon da." in again.text
    assert Proceeding.objects.filter(person=bruecke.mariam, kind="benefits").count() == 1


def test_a_final_stage_without_a_paper_is_refused_and_the_form_keeps_the_day(world, bruecke, signed_in):
    row = opened(world)
    answer = signed_in("jana").post(address("step_new", row), {"stage": "final_negative", "since": "20.11.2026"})
    page = answer.content.decode()
    assert ("Bitte nennen Sie das Papier" in page, "20.11.2026" in page) == (True, True)


def test_a_removed_stage_leaves_the_one_before_and_stands_in_the_audit(world, bruecke, signed_in):
    made = making.letter(world)
    wrong = proceedings.add_step(made.proceeding, stage="tolerated", since=date(2026, 11, 26), user=world.jana)
    signed_in("jana").post(address("step_remove", wrong))
    made.proceeding.refresh_from_db()
    deleted = AuditEvent.objects.filter(action="deleted", object_id=str(wrong.pk))
    assert (made.proceeding.stage, deleted.count()) == ("decision_rejected_mu", 1)


def test_a_removed_stage_comes_back_with_its_letter_and_words(world, bruecke, signed_in):
    made = making.letter(world)
    step = ProceedingStep.objects.get(proceeding=made.proceeding)
    client = signed_in("jana")
    client.post(address("step_remove", step))
    client.post(address("step_back", made.proceeding))
    back = ProceedingStep.objects.get(proceeding=made.proceeding)
    assert (back.stage, back.since, back.shown_by, back.letter_id) == (
        step.stage,
        step.since,
        step.shown_by,
        made.pk,
    )


def test_where_the_law_names_no_stations_a_word_of_ones_own_is_enough(world, bruecke, signed_in):
    row = opened(world, kind="benefits")
    fields = {"stage": "Widerspruch eingelegt", "since": "20.11.2026"}
    page = signed_in("jana").post(address("step_new", row), fields, follow=True).content.decode()
    assert "Widerspruch eingelegt" in page


# ---------- status


def test_a_status_is_offered_once_and_written_with_the_day_of_the_decision(world, bruecke, signed_in):
    made = making.letter(world, kind="bamf_refugee", court="")
    client = signed_in("jana")
    before = client.get(address("proceeding", made.proceeding)).content.decode()
    client.post(address("letter_status", made))
    client.post(address("letter_status", made))
    after = client.get(address("proceeding", made.proceeding)).content.decode()
    rows = ResidencePeriod.objects.filter(person=world.mariam, status="S06")
    offer = "Status aus diesem Bescheid eintragen"
    assert (offer in before, offer in after, [row.since for row in rows]) == (True, False, [date(2026, 11, 25)])


def test_a_new_status_ends_the_former_on_the_day_before(world, bruecke):
    made = making.letter(world, kind="bamf_refugee", court="")
    proceedings.note_status(made, since=date(2026, 11, 25))
    assert ResidencePeriod.objects.get(person=world.mariam, status="S04").until == date(2026, 11, 24)


def test_a_status_noted_late_ends_before_the_one_that_followed(world, bruecke):
    ResidencePeriod(person=world.mariam, status="S12", since=date(2026, 11, 26)).save()
    made = making.letter(world, kind="bamf_partly_granted")
    assert proceedings.note_status(made, since=date(2026, 11, 20)).until == date(2026, 11, 25)


# ---------- the end


def test_a_proceeding_ends_with_its_outcome_and_its_paper(world, bruecke, signed_in):
    made = making.letter(world)
    fields = {"stage": "final_negative", "closed_on": "26.11.2026", "shown_by": "Mitteilung des BAMF vom 25.11."}
    signed_in("jana").post(address("proceeding_close", made.proceeding), fields)
    made.proceeding.refresh_from_db()
    assert (made.proceeding.stage, made.proceeding.closed_on) == ("final_negative", date(2026, 11, 26))


def test_open_deadlines_are_named_before_a_proceeding_ends_and_run_on(world, bruecke, signed_in):
    made = making.letter(world)
    client = signed_in("jana")
    page = client.get(address("proceeding_close", made.proceeding)).content.decode()
    running = Deadline.objects.open().count()
    fields = {"stage": "departed", "closed_on": "26.11.2026"}
    client.post(address("proceeding_close", made.proceeding), fields)
    assert ("Diese Fristen laufen noch" in page, Deadline.objects.open().count()) == (True, running)


def test_an_end_before_the_last_station_is_refused(world, bruecke, signed_in):
    made = making.letter(world)
    fields = {"stage": "departed", "closed_on": "01.11.2026"}
    answer = signed_in("jana").post(address("proceeding_close", made.proceeding), fields)
    assert "Das Ende liegt vor der letzten Station." in answer.content.decode()


def test_a_proceeding_that_ended_can_go_on(world, bruecke, signed_in):
    row = opened(world, closed_on=date(2026, 11, 1))
    signed_in("jana").post(address("proceeding_reopen", row))
    with tenant.acting_for(world.bruecke.pk):
        assert Proceeding.objects.running().filter(pk=row.pk).exists()
