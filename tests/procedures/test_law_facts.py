"""What proceedings tell the rules: stations that were noted, never what a period that ran out might mean."""

from datetime import date

import pytest
from django.urls import reverse

from tests.procedures import making
from wegbuch.procedures import law_facts
from wegbuch.procedures.services import proceedings

TODAY = date(2026, 11, 26)


@pytest.fixture
def told(bruecke):
    """What Jana is told of Mariam."""

    def ask(user=bruecke.jana, day=TODAY):
        return law_facts.known([bruecke.mariam], user, day).get(bruecke.mariam.pk, {})

    return ask


def proceed(world, *steps, kind="first", lodged_on=date(2025, 4, 2), **fields):
    """A proceeding of Mariam with the stations it reached."""
    row = proceedings.open_proceeding(
        user=world.jana, person=world.mariam, kind=kind, lodged_on=lodged_on, registered_on=date(2025, 3, 28), **fields
    )
    for stage, since in steps:
        proceedings.add_step(row, stage=stage, since=since, user=world.jana, shown_by="Papier")
    return row


def values(facts):
    return {name: known.value for name, known in facts.items()}


def test_days_of_the_proceeding_are_told_with_their_place(bruecke, told):
    row = proceed(bruecke)
    lodged = told()["asylum_lodged_on"]
    assert (lodged.value, lodged.url) == (date(2025, 4, 2), reverse("procedures:proceeding", args=[row.pk]))
    assert told()["asylum_registered_on"].value == date(2025, 3, 28)


def test_proceeding_without_a_station_says_nothing_about_a_decision(bruecke, told):
    proceed(bruecke)
    assert not {"asylum_final", "bamf_decision", "protection_granted"} & set(told())


def test_interview_lies_before_any_decision(bruecke, told):
    proceed(bruecke, ("interview", date(2025, 9, 1)))
    facts = values(told())
    assert (facts["bamf_decision"], facts["asylum_final"], facts["protection_granted"]) == ("none", False, False)


def test_refusal_is_not_final_because_time_has_passed(bruecke, told):
    proceed(bruecke, ("interview", date(2025, 9, 1)), ("decision_rejected", date(2025, 10, 1)))
    facts = values(told())
    assert (facts["bamf_decision"], facts["protection_granted"]) == ("rejected_simple", False)
    assert "asylum_final" not in facts


def test_court_keeps_the_end_away_and_the_protection_open(bruecke, told):
    proceed(bruecke, ("decision_rejected", date(2025, 10, 1)), ("court", date(2025, 10, 12)))
    facts = values(told())
    assert facts["asylum_final"] is False
    assert "protection_granted" not in facts


def test_final_refusal_is_final(bruecke, told):
    proceed(bruecke, ("decision_rejected", date(2025, 10, 1)), ("final_negative", date(2026, 3, 1)))
    facts = values(told())
    assert (facts["asylum_final"], facts["protection_granted"]) == (True, False)


def test_recognition_is_final_from_the_day_of_its_paper(bruecke, told):
    proceed(bruecke, ("decision_refugee", date(2026, 9, 14)), ("final_positive", date(2026, 9, 30)))
    facts = values(told())
    assert (facts["bamf_decision"], facts["protection_granted"]) == ("refugee", True)
    assert (facts["protection_final_on"], facts["protection_or_permit_on"]) == (date(2026, 9, 30), date(2026, 9, 14))


def test_stations_still_to_come_count_from_their_day(bruecke, told):
    proceed(bruecke, ("interview", date(2025, 9, 1)), ("decision_refugee", date(2026, 9, 14)))
    assert told(day=date(2026, 9, 13))["bamf_decision"].value == "none"
    assert told(day=date(2026, 9, 14))["bamf_decision"].value == "refugee"


def test_further_application_leaves_open_which_one_is_meant(bruecke, told):
    proceed(bruecke, ("decision_rejected", date(2025, 10, 1)))
    proceed(bruecke, kind="subsequent", lodged_on=date(2026, 5, 4))
    assert told() == {}


def test_review_of_protection_leaves_it_open(bruecke, told):
    proceed(bruecke, ("decision_refugee", date(2025, 10, 1)))
    proceed(bruecke, kind="withdrawal", lodged_on=None, review_started_on=date(2026, 5, 4))
    assert "protection_granted" not in told()


def test_transfer_decision_tells_that_another_state_was_asked(bruecke, told):
    proceed(bruecke, ("national_procedure", date(2025, 4, 20)))
    proceed(bruecke, ("transfer_decision", date(2025, 6, 1)), kind="transfer")
    facts = values(told())
    assert (facts["transfer_request"], facts["bamf_decision"]) == (True, "inadmissible_transfer")


def test_accelerated_track_ends_with_the_regular_one(bruecke, told):
    row = proceed(bruecke, ("track_accelerated", date(2026, 8, 1)), lodged_on=date(2026, 7, 20))
    assert told()["accelerated_procedure"].value is True
    proceedings.add_step(row, stage="track_regular", since=date(2026, 9, 1), user=bruecke.jana)
    assert told()["accelerated_procedure"].value is False


def test_letter_that_may_mean_two_kinds_of_protection_names_none(bruecke, told):
    making.letter(bruecke, kind="bamf_partly_granted")
    facts = told()
    assert facts["protection_granted"].value is True
    assert not {"bamf_decision", "protection_or_permit_on"} & set(facts)


def test_day_on_the_envelope_is_told_of_the_last_decision(bruecke, told):
    letter = making.letter(bruecke, kind="bamf_rejected")
    served = told()["decision_served_on"]
    assert (served.value, served.url) == (letter.item.served_on, reverse("procedures:letter", args=[letter.pk]))


def test_proceeding_in_a_file_of_others_tells_nothing(bruecke, told):
    proceed(bruecke, ("interview", date(2025, 9, 1)))
    assert told(user=bruecke.katja) == {}


def test_facts_of_many_people_take_two_queries(bruecke, django_assert_num_queries):
    proceed(bruecke, ("interview", date(2025, 9, 1)))
    proceed(bruecke, ("transfer_decision", date(2025, 6, 1)), kind="transfer")
    with django_assert_num_queries(2):
        law_facts.known([bruecke.mariam, bruecke.zahras_case.person], bruecke.jana, TODAY)
