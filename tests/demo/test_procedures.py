"""Proceedings, post and deadlines of the invented district."""

from collections import Counter
from datetime import date

import pytest

from wegbuch.core import clock
from wegbuch.procedures import law, regimes, stage_map
from wegbuch.procedures.models import (
    CrossCheck,
    Deadline,
    HouseKeeper,
    Letter,
    PostItem,
    PreparationPoint,
    Proceeding,
    ProceedingStep,
)
from wegbuch.procedures.post_days import DAYS, IN_ORDER
from wegbuch.procedures.services.deadlines import rows_of


def rows(district, model):
    return [row for register in district.registers.values() for row in register.rows[model]]


def open_acts(district, worker=None):
    """Open deadlines without what is filed together with them."""
    found = [row for row in rows(district, Deadline) if row.is_open and not row.is_companion]
    return [row for row in found if worker in (None, row.responsible.name)]


def letter_of(district, surname):
    return next(row for row in rows(district, Letter) if row.person.surname == surname)


def local_day(instant):
    return instant.astimezone(clock.BERLIN).date()


def test_every_deadline_of_a_letter_is_what_the_lawbook_answers(district):
    wrong = []
    for letter in rows(district, Letter):
        answers = law.answers_of(letter)
        fresh = {(row.rule, row.act): row for row in rows_of(letter, answers, user=None, responsible=None)}
        mine = {(row.rule, row.act): row for row in rows(district, Deadline) if row.letter_id == letter.pk}
        same = mine.keys() == fresh.keys() and all(
            mine[key].counts_on == fresh[key].counts_on or mine[key].confirmation == "disputed" for key in mine
        )
        wrong += [] if same else [letter.kind]
    assert wrong == []


def test_about_sixty_acts_are_open(district):
    assert len(open_acts(district)) == pytest.approx(65, abs=10)


def test_most_open_acts_are_confirmed(district):
    found = Counter(row.confirmation for row in open_acts(district))
    assert found["confirmed"] > found["unconfirmed"] > 5


def test_most_open_acts_have_time(district, demo_day):
    late = [row for row in open_acts(district) if (row.safe_day or row.counts_on) <= demo_day]
    assert 0 < len(late) < len(open_acts(district)) / 4


def test_two_files_of_jana_have_their_last_day_today(district, demo_day):
    due = {row.person.surname for row in open_acts(district, "Jana Roth") if row.counts_on == demo_day}
    assert due == {"Norouzi", "Osman"}


def test_nino_was_rejected_in_the_fast_procedure_under_new_law(district):
    letter = letter_of(district, "Kvarelidze")
    acts = [
        row for row in rows(district, Deadline) if row.letter is letter and row.rule.startswith("appeal_manifestly")
    ]
    assert [(row.counts_on, row.confirmation) for row in acts] == [(date(2026, 12, 2), "unconfirmed")] * 2
    assert (letter.events, letter.court) == ({"lodged_on": "2026-09-14"}, "vg_potsdam")


@pytest.mark.parametrize(("asked", "by"), [("Thomas Ihde", "Jana Roth"), ("Jana Roth", "Thomas Ihde")])
def test_jana_and_thomas_ask_each_other_once(district, asked, by):
    checks = [row for row in rows(district, CrossCheck) if row.answered_at is None and row.asked.name == asked]
    assert [row.asked_by.name for row in checks] == [by]


def test_nobody_looks_again_at_her_own_letter(district):
    assert [row for row in rows(district, CrossCheck) if row.asked == row.letter.entered_by] == []


def test_confirmed_deadlines_were_confirmed_by_somebody_else(district):
    wrong = [row for row in rows(district, Deadline) if row.is_confirmed and row.confirmed_by in (None, row.entered_by)]
    assert wrong == []


def test_of_two_days_the_earlier_one_counts(district):
    (row,) = [row for row in rows(district, Deadline) if row.confirmation == "disputed"]
    assert (row.last_day, row.counts_on) == (date(2026, 12, 21), date(2026, 12, 17))


def test_one_letter_names_an_earlier_day_than_the_law(district):
    odd = [
        row for row in open_acts(district) if row.instructed_day and row.last_day and row.instructed_day < row.last_day
    ]
    assert [(row.counts_on, row.safe_day < row.counts_on) for row in odd] == [(odd[0].instructed_day, True)]


def test_without_an_envelope_the_lawbook_asks(district):
    asked = [row for row in open_acts(district) if "served_on" in [each["event"] for each in row.answer.get("ask", ())]]
    assert asked
    assert {row.letter.item.served_on for row in asked} == {None}


def test_what_was_missed_can_be_made_up_for(district):
    missed = {row.person_id for row in rows(district, Deadline) if row.state == "missed"}
    again = {row.person_id for row in open_acts(district) if row.rule == "reinstatement_vwgo"}
    assert len(missed) == 1
    assert again == missed


def test_old_and_new_law_stand_side_by_side(district):
    assert {row.answer["regime"] for row in rows(district, Deadline) if row.letter} >= {"geas", "pre_geas", "general"}


def test_kept_deadlines_were_kept_in_time_and_have_a_proof(district):
    kept = [row for row in rows(district, Deadline) if row.state == "kept"]
    assert len(kept) > 5
    assert [row.rule for row in kept if row.sent_on > row.counts_on or not (row.proof and row.reason)] == []


def test_one_deadline_was_kept_after_its_safe_day(district):
    kept = [row for row in rows(district, Deadline) if row.state == "kept" and row.person.surname == "Ali"]
    assert [row.safe_day < row.sent_on == row.counts_on for row in kept] == [True]


def test_deadlines_close_after_they_were_entered(district):
    closed = [row for row in rows(district, Deadline) if row.closed_at]
    assert [row.rule for row in closed if row.closed_at < row.entered_at] == []


def test_about_600_letters_came_in_eight_weeks(district, demo_day):
    recent = [row for row in rows(district, PostItem) if (demo_day - local_day(row.entered_at)).days <= 56]
    assert len(recent) == pytest.approx(640, abs=30)


def test_most_post_holds_no_deadline(district):
    found = rows(district, PostItem)
    assert sum(not row.needs_reading for row in found) / len(found) > 0.85


def test_some_post_of_jana_waits_for_a_reading(district):
    read = {row.item_id for row in rows(district, Letter)}
    waiting = [
        row.person.surname
        for row in rows(district, PostItem)
        if row.person and row.needs_reading and row.pk not in read
    ]
    assert set(waiting) >= {"Achmadow", "Tekle", "Habibi"}


def test_some_post_still_lies_in_its_house(district):
    assert 5 < sum(row.facility is not None and row.handed_on is None for row in rows(district, PostItem)) < 20


def test_post_came_today_and_yesterday(district, demo_day):
    days = {(demo_day - local_day(row.entered_at)).days for row in rows(district, PostItem)}
    assert {0, 1} <= days


def test_days_of_post_stand_in_the_order_that_can_be(district):
    wrong = []
    for row in rows(district, PostItem):
        known = {name: getattr(row, name) for name in DAYS}
        wrong += [row.channel for a, b in IN_ORDER if known[a] and known[b] and known[a] > known[b]]
    assert wrong == []


def test_nothing_of_post_and_proceedings_lies_ahead(district, demo_day):
    days = [getattr(row, name) for row in rows(district, PostItem) for name in DAYS]
    days += [local_day(row.entered_at) for model in (PostItem, Letter, Deadline) for row in rows(district, model)]
    days += [row.since for row in rows(district, ProceedingStep)]
    days += [day for row in rows(district, Proceeding) for day in (*regimes.days_of(row).values(), row.closed_on)]
    assert max(day for day in days if day) == demo_day


def test_post_numbers_run_with_the_log(district):
    for register in district.registers.values():
        items = sorted(register.rows[PostItem], key=lambda row: row.number)
        assert [row.entered_at for row in items] == sorted(row.entered_at for row in items)
        assert len({row.number for row in items}) == len(items)


def test_house_management_keeps_the_houses_of_its_operator(district):
    houses = {row.facility.name for row in rows(district, HouseKeeper) if row.user.name == "Renate Kolb"}
    assert houses == {"GU Am Kiefernweg", "GU Neue Schäferei", "GU Waldblick"}


def test_house_management_logs_post_of_its_houses_only(district):
    kept = {row.facility_id for row in rows(district, HouseKeeper)}
    assert {row.facility_id for row in rows(district, PostItem) if row.entered_by.name == "Renate Kolb"} <= kept


def test_hidden_people_have_no_post_in_a_house(district):
    assert [row for row in rows(district, PostItem) if row.person and row.person.is_hidden and row.facility] == []


def test_everybody_in_the_procedure_has_a_proceeding_that_runs(district):
    asked = {
        one.person.pk
        for register in district.registers.values()
        for home in register.homes
        if home.group.closed_on is None and home.group.status in ("S03", "S04")
        for one in home.residents
    }
    assert asked <= {row.person_id for row in rows(district, Proceeding) if row.kind == "first" and not row.closed_on}


def test_law_of_every_proceeding_follows_from_its_days(district):
    odd = [
        row
        for row in rows(district, Proceeding)
        if row.regime != regimes.ground_of(row.kind, regimes.days_of(row)).regime
    ]
    assert odd == []


def test_days_of_proceedings_stand_in_the_order_that_can_be(district):
    assert [row for row in rows(district, Proceeding) if list(regimes.out_of_order(regimes.days_of(row)))] == []


def test_every_proceeding_stands_at_its_newest_stage(district):
    newest = {}
    for step in sorted(rows(district, ProceedingStep), key=lambda row: (row.since, row.entered_at)):
        newest[step.proceeding_id] = step.stage
    assert [(row.kind, row.stage) for row in rows(district, Proceeding) if newest.get(row.pk, "") != row.stage] == []


def test_every_stage_is_one_of_its_law(district):
    lists = {row.stage_list for row in rows(district, Proceeding)} - {""}
    known = {name: set(stage_map.stages(name).entries) for name in lists}
    steps = [row for row in rows(district, ProceedingStep) if row.proceeding.stage_list]
    assert {row.stage for row in steps if row.stage not in known[row.proceeding.stage_list]} == set()


def test_final_stages_name_their_paper(district):
    assert {row.shown_by for row in rows(district, ProceedingStep) if row.stage.startswith("final_")} == {
        "Mitteilung über die Bestandskraft"
    }


@pytest.mark.parametrize("kind", ["first", "transfer", "subsequent", "withdrawal", "residence", "benefits"])
def test_every_kind_of_proceeding_runs_somewhere(district, kind):
    assert any(row.kind == kind and not row.closed_on for row in rows(district, Proceeding))


def test_some_interviews_lie_ahead_and_are_half_prepared(district, demo_day):
    invited = {row.pk: row.interview_at for row in rows(district, Proceeding) if row.interview_at}
    points = Counter(row.proceeding_id for row in rows(district, PreparationPoint))
    assert 8 <= len(invited) <= 14
    assert min(map(local_day, invited.values())) > demo_day
    assert points.keys() == invited.keys()


def test_every_letter_lies_in_the_papers_of_its_person(district):
    wrong = [row for row in rows(district, Letter) if {row.item.person_id, row.proceeding.person_id} != {row.person_id}]
    assert wrong == []


def test_deadlines_of_papers_count_from_the_day_on_the_paper(district):
    papers = [
        row for row in rows(district, Deadline) if row.rule and row.letter is None and row.rule != "reinstatement_vwgo"
    ]
    assert "Habibi" in {row.person.surname for row in papers}
    assert {row.counts_on for row in papers} == {row.instructed_day for row in papers}
