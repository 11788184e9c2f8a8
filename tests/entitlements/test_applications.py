"""Applications: noted, filed with a proof, decided, objected to, corrected."""

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.procedures import making as procedures
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import StoredFile
from wegbuch.core import clock
from wegbuch.core.models import SavedMeanwhile
from wegbuch.entitlements.applications_page import page_of
from wegbuch.entitlements.models import Application, ApplicationPaper
from wegbuch.entitlements.services import applications

from . import making_applications as making

pytestmark = pytest.mark.django_db

TODAY = making.TODAY


@pytest.fixture
def planned(world, bruecke) -> Application:
    return making.planned(world)


@pytest.fixture
def filed(world, bruecke) -> Application:
    return making.filed(world)


@pytest.fixture
def refused(world, bruecke) -> Application:
    return making.decided(world)


def file(world, row, **given):  # type: ignore[no-untyped-def]
    applications.file(row, **{"by": world.jana, "version": row.version, "on": TODAY, **given})


def test_a_new_application_is_noted_with_its_papers_and_its_first_step(world, planned):
    planned.refresh_from_db()
    assert (planned.state, planned.responsible, making.states(planned)) == ("claimed", world.jana, ["claimed"])
    assert [paper.name for paper in page_of(planned, world.jana).papers] == ["Ausweis", "Geburtsurkunde"]


def test_a_second_application_for_the_same_rule_is_refused(world, planned):
    with pytest.raises(NotPossible, match="läuft schon"):
        making.planned(world)


def test_after_the_end_the_same_may_be_applied_for_again(world, planned):
    applications.close(planned, by=world.jana, version=planned.version)
    assert making.planned(world).state == "claimed"


def test_applications_in_ones_own_words_do_not_hinder_each_other(world, bruecke):
    for title in ("Fahrkarte", "Schulranzen"):
        making.planned(world, rule="", title=title)
    assert Application.objects.count() == 2


def test_the_same_words_twice_within_a_minute_are_a_button_pressed_twice(world, bruecke):
    making.planned(world, rule="", title="Fahrkarte")
    with pytest.raises(NotPossible, match="eben schon"):
        making.planned(world, rule="", title="Fahrkarte")


def test_the_same_words_may_be_noted_again_later(world, bruecke):
    making.planned(world, rule="", title="Fahrkarte")
    with clock.travelled(timedelta(minutes=2)):
        making.planned(world, rule="", title="Fahrkarte")
    assert Application.objects.count() == 2


@pytest.mark.parametrize("rule", ["trafficking_victim_permit", "return_information_asylum"])
def test_a_rule_of_the_sealed_page_is_refused(world, bruecke, rule):
    with pytest.raises(NotPossible, match="kein Antrag"):
        making.planned(world, rule=rule)


def test_the_name_of_a_paper_does_not_lie_open(world, planned):
    applications.add_paper(planned, name="Attest vom Zahnarzt")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM {ApplicationPaper._meta.db_table}")
        assert {row[0][:3] for row in cursor.fetchall()} == {"v1."}


def test_papers_stand_in_order_of_their_names(world, planned):
    applications.add_paper(planned, name="beglaubigte Kopie")
    names = [paper.name for paper in page_of(planned, world.jana).papers]
    assert names == ["Ausweis", "beglaubigte Kopie", "Geburtsurkunde"]


def test_with_the_first_paper_collecting_begins(world, planned):
    applications.tick_paper(making.paper(planned), by=world.thomas, is_there=True)
    planned.refresh_from_db()
    assert (planned.state, making.states(planned)) == ("papers", ["claimed", "papers"])
    assert [paper.got_on for paper in page_of(planned, world.jana).papers] == [TODAY, None]


def test_a_paper_that_is_there_keeps_its_day(world, planned):
    paper = planned.papers.first()
    paper.got_on = date(2026, 11, 3)
    paper.save()
    applications.tick_paper(paper, by=world.jana, is_there=True)
    assert ApplicationPaper.objects.get(pk=paper.pk).got_on == date(2026, 11, 3)


def test_the_same_paper_stands_on_the_list_once(planned):
    with pytest.raises(NotPossible, match="schon auf der Liste"):
        applications.add_paper(planned, name="ausweis")


def test_filing_needs_something_that_shows_it(world, planned):
    with pytest.raises(NotPossible, match="Nachweis"):
        file(world, planned, proof="  ")


def test_words_are_a_proof(world, planned):
    file(world, planned, proof="per Fax, Sendebericht")
    assert (planned.state, planned.filed_on, planned.is_unproven) == ("filed", TODAY, False)


def test_a_photo_is_a_proof(world, planned):
    stored = making.kept_upload(world)
    file(world, planned, papers=[stored])
    assert (planned.proof_file_id, planned.is_unproven) == (stored, False)
    assert StoredFile.objects.get().person == world.mariam


def test_without_a_proof_somebody_must_say_so_and_the_warning_stays(world, planned):
    file(world, planned, without_proof=True)
    assert planned.is_unproven


def test_a_proof_found_later_ends_the_warning(world, planned):
    file(world, planned, without_proof=True)
    applications.prove(planned, by=world.jana, version=planned.version, proof="Bestätigung per E-Mail")
    planned.refresh_from_db()
    assert (planned.is_unproven, planned.proof, planned.filed_on) == (False, "Bestätigung per E-Mail", TODAY)


def test_a_proof_found_later_is_words_or_a_photo(world, filed):
    with pytest.raises(NotPossible, match="Nachweis"):
        applications.prove(filed, by=world.jana, version=filed.version, proof="")


def test_a_day_ahead_is_refused(world, planned):
    with pytest.raises(NotPossible, match="Zukunft"):
        file(world, planned, proof="Stempel", on=date(2026, 11, 27))


def test_nothing_is_decided_before_it_was_filed(world, planned):
    with pytest.raises(NotPossible, match="passt nicht"):
        applications.decide(planned, by=world.jana, version=planned.version, on=TODAY, outcome="granted")


def test_the_decision_does_not_come_before_the_application(world, filed):
    with pytest.raises(NotPossible, match="beide Tage"):
        applications.decide(filed, by=world.jana, version=filed.version, on=date(2026, 11, 1), outcome="granted")


def test_what_was_granted_is_not_asked_about_any_more(world, filed):
    applications.ask_again(filed, by=world.jana, look_again_on=date(2026, 12, 10))
    applications.decide(filed, by=world.jana, version=filed.version, on=TODAY, outcome="granted")
    assert filed.look_again_on is None


def test_the_deadline_of_this_person_is_linked(world, refused):
    row = procedures.deadline(world)
    applications.link_deadline(refused, by=world.jana, version=refused.version, deadline=row.pk)
    assert page_of(refused, world.jana).due.pk == row.pk


def test_the_deadline_of_another_person_is_refused(world, refused):
    row = procedures.deadline(world)
    row.person = world.zahras_case.person
    row.save()
    with pytest.raises(NotPossible, match="nicht zu dieser Person"):
        applications.link_deadline(refused, by=world.jana, version=refused.version, deadline=row.pk)


def test_an_objection_needs_a_deadline_or_a_proof(world, refused):
    with pytest.raises(NotPossible, match="Frist"):
        applications.object_to(refused, by=world.jana, version=refused.version, on=TODAY)


def test_with_a_linked_deadline_an_objection_needs_no_other_proof(world, refused):
    row = procedures.deadline(world)
    applications.link_deadline(refused, by=world.jana, version=refused.version, deadline=row.pk)
    applications.object_to(refused, by=world.jana, version=refused.version, on=TODAY)
    assert refused.state == "objection"


def test_a_linked_deadline_that_has_gone_counts_for_nothing(world, refused):
    row = procedures.deadline(world)
    applications.link_deadline(refused, by=world.jana, version=refused.version, deadline=row.pk)
    row.delete()
    with pytest.raises(NotPossible, match="Frist"):
        applications.object_to(refused, by=world.jana, version=refused.version, on=TODAY)


def test_the_proof_of_an_objection_leaves_the_proof_of_the_application(world, refused):
    given = {"on": date(2026, 11, 24), "proof": "Fax vom 24.11."}
    applications.object_to(refused, by=world.jana, version=refused.version, **given)
    assert (refused.proof, refused.steps.last().note) == ("Eingangsstempel", "Fax vom 24.11.")


def test_after_an_objection_it_is_decided_again(world, refused):
    applications.object_to(refused, by=world.jana, version=refused.version, on=TODAY, proof="Fax")
    applications.decide(refused, by=world.jana, version=refused.version, on=TODAY, outcome="granted")
    assert (refused.state, refused.outcome) == ("decided", "granted")
    labels = [stop.label for stop in page_of(refused, world.jana).way]
    assert labels == ["vorgemerkt", "gestellt", "entschieden", "Widerspruch läuft", "entschieden"]


def test_a_correction_goes_back_and_keeps_the_history(world, refused):
    applications.put_back(refused, by=world.thomas, version=refused.version, state="filed", reason="falscher Brief")
    refused.refresh_from_db()
    assert (refused.state, refused.filed_on, refused.proof) == ("filed", date(2026, 11, 2), "Eingangsstempel")
    assert (refused.decided_on, refused.outcome) == (None, "")
    assert making.states(refused) == ["claimed", "filed", "decided", "filed"]
    assert refused.steps.last().entered_by == world.thomas


def test_a_correction_to_before_it_was_filed_takes_day_and_proof_away(world, filed):
    applications.put_back(filed, by=world.jana, version=filed.version, state="claimed", reason="verwechselt")
    assert (filed.state, filed.filed_on, filed.proof, filed.has_proof) == ("claimed", None, "", False)
    assert filed.steps.all()[1].note == "Eingangsstempel"


def test_a_correction_after_a_second_decision_goes_back_to_the_first_outcome(world, refused):
    applications.object_to(refused, by=world.jana, version=refused.version, on=TODAY, proof="Fax")
    applications.decide(refused, by=world.jana, version=refused.version, on=TODAY, outcome="granted")
    applications.put_back(refused, by=world.jana, version=refused.version, state="objection", reason="noch offen")
    assert (refused.state, refused.outcome) == ("objection", "refused")


@pytest.mark.parametrize(("state", "reason"), [("objection", "x"), ("decided", "x"), ("filed", " ")])
def test_a_correction_leads_to_an_earlier_state_with_a_reason(world, refused, state, reason):
    with pytest.raises(NotPossible):
        applications.put_back(refused, by=world.jana, version=refused.version, state=state, reason=reason)


def test_what_has_ended_is_opened_again_by_a_correction(world, filed):
    applications.close(filed, by=world.jana, version=filed.version, note="weggezogen")
    applications.put_back(filed, by=world.jana, version=filed.version, state="filed", reason="doch noch da")
    assert (filed.state, filed.filed_on) == ("filed", date(2026, 11, 2))


def test_what_has_ended_is_not_opened_again_beside_another_for_the_same_rule(world, filed):
    applications.close(filed, by=world.jana, version=filed.version)
    making.planned(world)
    with pytest.raises(NotPossible, match="läuft schon"):
        applications.put_back(filed, by=world.jana, version=filed.version, state="filed", reason="doch noch da")


def test_asking_is_kept_in_the_history_and_changes_no_state(world, filed):
    applications.ask_again(filed, by=world.jana, look_again_on=date(2026, 12, 10))
    assert (filed.state, filed.look_again_on) == ("filed", date(2026, 12, 10))
    assert filed.steps.last().note == "nachgefragt"
    assert [stop.label for stop in page_of(filed, world.jana).way] == ["vorgemerkt", "gestellt", "entschieden"]


def test_another_day_to_ask_is_no_step(world, filed):
    applications.ask_again(filed, by=world.jana, look_again_on=date(2026, 12, 10), was_asked=False)
    assert making.states(filed) == ["claimed", "filed"]


def test_a_step_over_an_older_version_is_refused_and_leaves_nothing(world, filed):
    with pytest.raises(SavedMeanwhile):
        applications.decide(filed, by=world.jana, version=filed.version - 1, on=TODAY, outcome="granted")
    assert making.states(Application.objects.get()) == ["claimed", "filed"]
