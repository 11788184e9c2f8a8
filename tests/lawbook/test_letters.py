"""Each kind of letter under each law gives its list of deadlines."""

from datetime import date

import pytest

from lawbook import deadlines
from lawbook.deadlines import Impossible, LetterFacts, after_letter

BOOK = deadlines.load()
SERVED = date(2026, 11, 10)
CHOSEN_ON = {"geas": date(2026, 8, 3), "pre_geas": date(2025, 3, 3)}
KINDS = [(code, law) for code, kind in BOOK.letters.items() for law in kind["rules"]]
OF_TWO_LAWS = [code for code, kind in BOOK.letters.items() if len(kind["rules"]) > 1]


def letter(code, law=None, served=SERVED, **events):
    kind = BOOK.letters[code]
    if law in CHOSEN_ON:
        events[kind.get("hinge", "lodged_on")] = CHOSEN_ON[law]
    return LetterFacts(code, {"served_on": served, **(kind.get("fixed") or {}), **events})


def names(answers):
    return [answer.rule for answer in answers]


@pytest.mark.parametrize(("code", "law"), KINDS)
def test_letter_gives_the_list_of_its_law(code, law):
    assert sorted(names(after_letter(BOOK, letter(code, law)))) == sorted(BOOK.letters[code]["rules"][law])


@pytest.mark.parametrize(("code", "law"), KINDS)
def test_every_period_of_a_letter_has_its_day_from_the_envelope_alone(code, law):
    open_ends = {"reopen_discontinued_pre"}
    for answer in after_letter(BOOK, letter(code, law)):
        if answer.kind == "client_deadline" and answer.duration and answer.rule not in open_ends:
            assert answer.last_day, answer.rule


@pytest.mark.parametrize("code", BOOK.letters)
def test_the_act_of_the_letter_stands_first_and_the_others_by_their_day(code):
    law = next(iter(BOOK.letters[code]["rules"]))
    main, *others = after_letter(BOOK, letter(code, law))
    days = [each.safe_day or each.last_day or each.earliest_day or date.max for each in others]
    assert (main.rule, days) == (BOOK.letters[code]["rules"][law][0], sorted(days))


@pytest.mark.parametrize("code", OF_TWO_LAWS)
def test_unknown_day_of_lodging_gives_the_set_with_the_earlier_day(code):
    def first(law):
        found = after_letter(BOOK, letter(code, law))
        return min((each.last_day for each in found if each.kind == "client_deadline" and each.last_day), default=None)

    found = after_letter(BOOK, letter(code))
    days = [each.last_day for each in found if each.kind == "client_deadline" and each.last_day]
    assert min(days, default=None) == min((day for day in map(first, BOOK.letters[code]["rules"]) if day), default=None)


def test_unknown_day_that_chooses_the_law_is_asked():
    silent = []
    for code in OF_TWO_LAWS:
        asked = {question.event for answer in after_letter(BOOK, letter(code)) for question in answer.ask}
        if BOOK.letters[code].get("hinge", "lodged_on") not in asked:
            silent.append(code)
    assert silent == []


def test_discontinued_procedure_without_day_of_lodging_counts_one_week():
    found = after_letter(BOOK, letter("bamf_discontinued"))
    assert (found[0].rule, found[0].last_day) == ("appeal_implicit_withdrawal_geas", date(2026, 11, 17))


def test_airport_letter_without_day_of_lodging_counts_three_days():
    found = after_letter(BOOK, letter("bamf_border"))
    assert (found[0].rule, found[0].last_day) == ("urgent_application_airport_pre", date(2026, 11, 13))


@pytest.mark.parametrize("law", ["geas", "pre_geas"])
def test_recognition_brings_the_rules_of_residence_and_benefits(law):
    found = {each.rule: each.last_day for each in after_letter(BOOK, letter("bamf_refugee", law))}
    assert found["family_reunification_privilege"] == date(2027, 2, 10)
    assert found["asylblg_end_of_month"] == date(2026, 11, 30)


@pytest.mark.parametrize("law", ["geas", "pre_geas"])
def test_allocation_brings_the_action_and_the_move(law):
    assert names(after_letter(BOOK, letter("allocation", law))) == ["appeal_allocation", "allocation_move"]


@pytest.mark.parametrize("law", ["geas", "pre_geas"])
def test_refused_urgent_application_leaves_a_week_from_the_court_order(law):
    found = {each.rule: each for each in after_letter(BOOK, letter("court_interim_refused", law))}
    assert found[BOOK.letters["court_interim_refused"]["rules"][law][0]].last_day == date(2026, 11, 17)
    assert found["interim_no_complaint"].safe_day == SERVED


def test_transfer_letter_of_someone_registered_before_and_lodged_after_12_june_has_its_week():
    found = after_letter(
        BOOK, letter("bamf_transfer_decision", registered_on=date(2026, 6, 5), lodged_on=date(2026, 6, 22))
    )
    assert found[0].last_day == date(2026, 11, 17)


@pytest.mark.parametrize(("court", "last"), [("vg_potsdam", date(2025, 11, 3)), ("vg_berlin", date(2025, 10, 31))])
def test_court_of_the_instruction_chooses_the_holidays(court, last):
    facts = letter("bamf_partly_granted", "pre_geas", served=date(2025, 10, 17))
    found = after_letter(BOOK, LetterFacts(facts.kind, facts.events, court=court))
    assert found[0].last_day == last


def test_judgment_keeps_the_holidays_of_the_court_that_gets_the_reasons():
    facts = letter("court_judgment_residence", served=date(2027, 1, 8))
    found = {each.rule: each for each in after_letter(BOOK, LetterFacts(facts.kind, facts.events, court="vg_potsdam"))}
    assert found["leave_to_appeal_vwgo"].place_land == "BB"
    assert found["leave_to_appeal_reasons_vwgo"].last_day == date(2027, 3, 9)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (LetterFacts("no_such_letter", {}), "kind"),
        (LetterFacts("bamf_rejected", {"served_on": SERVED}, court="no_such_court"), "court"),
        (LetterFacts("bamf_reopening_refused", {"lodged_on": date(2026, 8, 3), "served_on": SERVED}), "kind"),
    ],
)
def test_letter_that_cannot_be_is_refused_with_its_field(facts, field):
    with pytest.raises(Impossible) as problem:
        after_letter(BOOK, facts)
    assert field in problem.value.fields
