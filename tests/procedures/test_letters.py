"""Letters and the deadlines that follow from them."""

from datetime import date

import pytest

from wegbuch.procedures import law, letter_page
from wegbuch.procedures.models import Deadline, Letter, Proceeding
from wegbuch.procedures.services import closing, proceedings
from wegbuch.procedures.services.letters import Contradiction, change_letter

from . import making

pytestmark = pytest.mark.django_db


def test_action_and_urgent_application_are_two_tasks_with_one_day(world, bruecke):
    made = making.letter(world)
    rows = Deadline.objects.filter(letter=made, rule="appeal_manifestly_unfounded_geas")
    assert [(row.is_companion, row.counts_on) for row in rows] == [
        (False, date(2026, 12, 2)),
        (True, date(2026, 12, 2)),
    ]


def test_the_reasons_are_due_a_month_after_delivery_and_move_over_christmas(world, bruecke):
    made = making.letter(world)
    assert Deadline.objects.get(letter=made, rule="appeal_reasons").counts_on == date(2026, 12, 28)


def test_an_earlier_day_in_the_letter_counts_and_both_stay(world, bruecke):
    made = making.letter(world, kind="bamf_rejected", instructed_period="1 week")
    row = Deadline.objects.get(letter=made, rule="appeal_ordinary_geas")
    assert (row.last_day, row.instructed_day, row.counts_on) == (
        date(2026, 12, 9),
        date(2026, 12, 2),
        date(2026, 12, 2),
    )


def test_a_letter_opens_the_proceeding_and_moves_it_on(world, bruecke):
    made = making.letter(world)
    proceeding = Proceeding.objects.get(person=world.mariam)
    assert (proceeding.kind, proceeding.regime, proceeding.stage, proceeding.lodged_on) == (
        "first",
        "geas",
        "decision_rejected_mu",
        making.LODGED,
    )
    assert made.proceeding_id == proceeding.pk


def test_days_that_contradict_each_other_are_refused_with_a_sentence(world, bruecke):
    with pytest.raises(Contradiction, match="nicht vor dem Bescheid"):
        making.letter(world, events={"lodged_on": making.LODGED, "decided_on": date(2026, 11, 26)})
    assert not Deadline.objects.exists()


def test_a_delivery_in_the_future_is_refused_with_a_sentence(world, bruecke):
    item = making.post_item(world, served_on=date(2026, 11, 27))
    with pytest.raises(Contradiction, match="liegt in der Zukunft"):
        making.letter(world, item=item)


def test_a_corrected_letter_moves_its_deadlines_and_asks_again(world, bruecke):
    made = making.letter(world)
    for row in Deadline.objects.filter(letter=made):
        row.confirmation = "confirmed"
        row.save()
    made.item.served_on = date(2026, 11, 24)
    made.item.save()
    change_letter(made, user=world.jana, court="vg_potsdam")
    row = Deadline.objects.get(letter=made, rule="appeal_manifestly_unfounded_geas", is_companion=False)
    assert (row.counts_on, row.confirmation) == (date(2026, 12, 1), "unconfirmed")


def test_the_act_a_letter_is_about_stands_first_and_the_others_by_their_day(world, bruecke):
    boxes = letter_page.standing(making.letter(world, kind="bamf_rejected"))
    assert [box.answer["rule"] for box in boxes] == ["appeal_ordinary_geas", "interim_entry_ban", "appeal_reasons"]


def test_what_is_only_computed_stands_in_the_same_order(world, bruecke):
    made = making.letter(world, kind="bamf_rejected")
    boxes = letter_page.computed(made, law.answers_of(made))
    assert [box.answer["rule"] for box in boxes] == ["appeal_ordinary_geas", "interim_entry_ban", "appeal_reasons"]


def test_an_act_that_is_done_stands_last(world, bruecke):
    made = making.letter(world, kind="bamf_rejected")
    for row in Deadline.objects.filter(letter=made, rule="appeal_ordinary_geas"):
        closing.withdraw(row, by=world.jana, reason="Klage ist nicht gewollt")
    assert letter_page.standing(made)[-1].answer["rule"] == "appeal_ordinary_geas"


def test_a_letter_that_was_another_kind_moves_its_stage(world, bruecke):
    made = making.letter(world)
    change_letter(made, user=world.jana, kind="bamf_rejected")
    assert [step.stage for step in made.steps.all()] == ["decision_rejected"]
    assert Proceeding.objects.get(pk=made.proceeding_id).stage == "decision_rejected"


def test_a_letter_of_another_proceeding_takes_its_stage_along(world, bruecke):
    made = making.letter(world)
    first = made.proceeding
    change_letter(made, user=world.jana, kind="social_decision")
    first.refresh_from_db()
    assert (first.stage, made.proceeding.kind) == ("", law.letter_kind("social_decision")["proceeding"])


def test_a_stage_that_was_taken_back_stays_away_when_the_letter_is_corrected(world, bruecke):
    made = making.letter(world)
    proceedings.remove_step(made.steps.get())
    change_letter(Letter.objects.get(pk=made.pk), user=world.jana, note="Kopie liegt bei der Kanzlei")
    assert not made.steps.exists()
