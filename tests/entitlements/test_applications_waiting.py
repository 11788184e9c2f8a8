"""How long an authority may take: counted from the day on which something came in."""

from datetime import date

import pytest

from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Office
from wegbuch.entitlements.applications_page import page_of
from wegbuch.entitlements.models import Application
from wegbuch.entitlements.services import applications

from . import making_applications as making
from .making_applications import seen, url

pytestmark = pytest.mark.django_db

TODAY = making.TODAY
RECEIVED = date(2026, 11, 5)


@pytest.fixture
def filed(world, bruecke) -> Application:
    return making.filed(world)


@pytest.fixture
def refused(world, bruecke) -> Application:
    return making.decided(world)


def office(row: Application, kind: str) -> Application:
    """The application goes to an office of this kind."""
    row.office = Office(name="Amt", kind=kind)
    row.office.save()
    row.save()
    return row


def text(answer) -> str:  # type: ignore[no-untyped-def]
    return " ".join(answer.text.split())


def test_waiting_too_long_is_told_in_the_words_of_the_deadline_rules(world, filed):
    filed.rule = ""
    found = [(answer.rule, answer.earliest_day) for answer in page_of(filed, world.jana).silence]
    assert found == [
        ("inaction_action_vwgo", date(2027, 2, 3)),
        ("inaction_action_sgg_application", date(2027, 5, 3)),
    ]


@pytest.mark.parametrize(
    ("kind", "rules"),
    [
        ("jobcenter", ["inaction_action_sgg_application"]),
        ("immigration_authority", ["inaction_action_vwgo"]),
        ("family_benefits_office", []),
    ],
)
def test_the_office_says_which_court_is_asked_about_its_silence(world, filed, kind, rules):
    assert [answer.rule for answer in page_of(office(filed, kind), world.jana).silence] == rules


def test_after_an_objection_the_waiting_time_counts_from_the_objection(world, refused):
    applications.object_to(refused, by=world.jana, version=refused.version, on=TODAY, proof="Fax")
    refused.rule = ""
    found = {answer.rule: answer.earliest_day for answer in page_of(refused, world.jana).silence}
    assert set(found) == {"inaction_action_vwgo", "inaction_action_sgg_objection"}
    assert min(found.values()) == date(2027, 2, 27)


def test_nobody_waits_for_what_was_decided(world, refused):
    assert page_of(refused, world.jana).silence == []


def test_where_the_day_of_receipt_is_known_waiting_counts_from_it(world, filed):
    given = {"proof": "Eingangsstempel", "received_on": RECEIVED}
    applications.prove(office(filed, "immigration_authority"), by=world.jana, version=filed.version, **given)
    assert page_of(filed, world.jana).silence[0].earliest_day == date(2027, 2, 6)


def test_where_it_is_not_known_the_page_says_from_what_waiting_counts(filed, signed_in):
    page = text(signed_in("jana").get(url("application", office(filed, "immigration_authority"))))
    assert "frühestens ab Mi 03.02.2027, gezählt ab Eingang" in page


def test_a_known_day_of_receipt_stands_beside_the_day_from_which_one_may_act(filed, signed_in):
    jana = signed_in("jana")
    sent = seen(office(filed, "immigration_authority"), received_on="5.11.2026", proof="Stempel")
    jana.post(url("application_proven", filed), sent)
    assert "möglich ab Sa 06.02.2027, gezählt ab Eingang am Do 05.11.2026" in text(jana.get(url("application", filed)))


def test_the_day_of_receipt_is_asked_for_when_an_application_is_filed(world, bruecke, signed_in):
    row = making.planned(world)
    sent = seen(row, on="2.11.2026", received_on="5.11.2026", proof="Sendebericht")
    signed_in("jana").post(url("application_filed", row), sent)
    assert Application.objects.get().received_on == RECEIVED


def test_a_day_of_receipt_once_entered_is_shown_when_the_proof_is_written_again(world, filed, signed_in):
    applications.prove(filed, by=world.jana, version=filed.version, proof="Stempel", received_on=RECEIVED)
    assert 'value="05.11.2026"' in text(signed_in("jana").get(url("application_proven", filed)))


def test_an_objection_has_a_day_of_receipt_of_its_own(world, refused):
    given = {"on": date(2026, 11, 23), "received_on": date(2026, 11, 25), "proof": "Fax"}
    applications.object_to(refused, by=world.jana, version=refused.version, **given)
    page = page_of(office(refused, "immigration_authority"), world.jana)
    assert (page.silence[0].earliest_day, refused.received_on) == (date(2027, 2, 26), None)


@pytest.mark.parametrize(
    ("received_on", "says"), [(date(2026, 11, 1), "vor dem Absenden"), (date(2026, 11, 27), "Zukunft")]
)
def test_a_day_of_receipt_that_cannot_be_right_is_refused(world, filed, received_on, says):
    with pytest.raises(NotPossible, match=says):
        applications.prove(filed, by=world.jana, version=filed.version, proof="Stempel", received_on=received_on)


def test_nobody_is_said_to_have_waited_too_long_while_the_day_of_receipt_is_unknown(world, bruecke):
    row = office(making.filed(world, on=date(2026, 5, 4)), "immigration_authority")
    assert (page_of(row, world.jana).may_be_silent, page_of(row, world.jana).is_silent) == (True, False)


def test_a_correction_to_before_it_was_filed_takes_the_day_of_receipt_away(world, filed):
    applications.prove(filed, by=world.jana, version=filed.version, proof="Stempel", received_on=RECEIVED)
    applications.put_back(filed, by=world.jana, version=filed.version, state="claimed", reason="verwechselt")
    assert filed.received_on is None
