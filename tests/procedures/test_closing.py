"""Deadlines end with a proof or a reason, and open again."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wegbuch.access.services import NotPossible
from wegbuch.cases import files
from wegbuch.cases.models import StoredFile
from wegbuch.core import clock
from wegbuch.counselling.models import FollowUp
from wegbuch.procedures.models import Deadline
from wegbuch.procedures.services import closing

from . import making

pytestmark = pytest.mark.django_db

YESTERDAY, TODAY = date(2026, 11, 25), date(2026, 11, 26)
OVER = {"served_on": date(2026, 11, 16)}  # last day 23.11.2026


def upload(name: str = "fax.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF")


@pytest.fixture
def row(world, bruecke) -> Deadline:
    return making.deadline(world)


@pytest.fixture
def missed(world, bruecke) -> Deadline:
    return making.deadline(world, item=making.post_item(world, **OVER))


def keep(world, row, **given):  # type: ignore[no-untyped-def]
    return closing.keep(
        row, **{"by": world.jana, "sent_on": TODAY, "proof": "handed_in", "sentence": "Pforte", **given}
    )


def url(row: Deadline) -> str:
    return reverse("procedures:deadline_close", args=[row.pk])


def test_a_fax_report_keeps_the_deadline(world, row):
    stored = files.keep(upload(), by=world.jana)
    keep(world, row, proof="fax", papers=[stored.pk], sentence="")
    row.refresh_from_db()
    assert (row.state, row.sent_on, row.proof, row.proof_file_id) == ("kept", TODAY, "fax", stored.pk)


@pytest.mark.parametrize("proof", ["fax", "receipt", "lawyer"])
def test_a_proof_on_paper_needs_its_paper(world, row, proof):
    with pytest.raises(NotPossible, match="Foto oder PDF"):
        keep(world, row, proof=proof)


@pytest.mark.parametrize("proof", ["recorded", "handed_in"])
def test_a_proof_without_paper_needs_a_sentence(world, row, proof):
    with pytest.raises(NotPossible, match="einen Satz"):
        keep(world, row, proof=proof, sentence=" ")


def test_a_day_ahead_is_refused(world, row):
    with pytest.raises(NotPossible, match="Zukunft"):
        keep(world, row, sent_on=date(2026, 11, 27))


def test_sent_after_the_last_day_is_not_kept(world, missed):
    with pytest.raises(closing.TooLate, match=r"Mo 23\.11\.2026"):
        keep(world, missed, sent_on=date(2026, 11, 24))


def test_sent_on_the_last_day_is_kept_also_when_noted_later(world, missed):
    assert keep(world, missed, sent_on=date(2026, 11, 23)).state == "kept"


def test_of_two_different_days_the_earlier_decides_whether_it_was_kept(world, row):
    row.counts_on, row.confirmation = date(2026, 11, 24), "disputed"
    row.save()
    with pytest.raises(closing.TooLate):
        keep(world, row, sent_on=YESTERDAY)


def test_action_and_urgent_application_are_closed_together_where_ticked(world, row):
    other = closing.companions(row).get()
    keep(world, row, together=[other])
    other.refresh_from_db()
    assert (other.act, other.state, other.sent_on) == ("Eilantrag nach § 80 Abs. 5 VwGO", "kept", TODAY)


def test_what_was_not_ticked_stays_open(world, row):
    keep(world, row)
    assert closing.companions(row).get().is_open


def test_the_companion_finds_the_main_act(world, row):
    other = closing.companions(row).get()
    assert closing.companions(other).get() == row


def test_missed_and_no_longer_needed_want_a_reason(world, missed):
    for end in (closing.miss, closing.withdraw):
        with pytest.raises(NotPossible, match="Grund"):
            end(missed, by=world.jana, reason="  ")


def test_nothing_is_missed_before_its_last_day_is_over(world, row):
    with pytest.raises(NotPossible, match="noch nicht vorbei"):
        closing.miss(row, by=world.jana, reason="Das klappt nicht mehr.")


def test_a_closed_deadline_is_not_closed_again(world, row):
    closing.withdraw(row, by=world.jana, reason="Bescheid aufgehoben")
    with pytest.raises(NotPossible, match="schon abgeschlossen"):
        keep(world, row)


def test_opening_again_keeps_every_reason(world, row):
    closing.withdraw(row, by=world.jana, reason="Bescheid aufgehoben")
    closing.reopen(row, by=world.thomas, reason="doch nicht aufgehoben")
    row.refresh_from_db()
    assert row.is_open
    assert row.reason.splitlines() == [
        "26.11.2026, Jana Roth, nicht mehr nötig: Bescheid aufgehoben",
        "26.11.2026, Thomas Ihde, wieder geöffnet: doch nicht aufgehoben",
    ]


def test_opening_again_wants_a_reason(world, row):
    closing.withdraw(row, by=world.jana, reason="Bescheid aufgehoben")
    with pytest.raises(NotPossible, match="Grund"):
        closing.reopen(row, by=world.jana, reason="")


def test_the_page_takes_the_paper_and_closes_both(signed_in, row):
    other = closing.companions(row).get()
    sent = {"sent_on": "heute", "proof": "fax", "papers": upload(), "together": [str(other.pk)]}
    assert signed_in("jana").post(url(row), sent).status_code == 302
    assert set(Deadline.objects.filter(pk__in=(row.pk, other.pk)).values_list("state", flat=True)) == {"kept"}
    assert StoredFile.objects.get().attached


def test_the_page_keeps_the_upload_where_another_field_is_wrong(signed_in, row):
    page = signed_in("jana").post(url(row), {"sent_on": "31.2.", "proof": "fax", "papers": upload()}).content.decode()
    assert "existiert nicht" in page
    assert "fax.pdf" in page
    assert Deadline.objects.get(pk=row.pk).is_open


def test_two_papers_at_once_are_refused_with_a_sentence(signed_in, row):
    sent = {"sent_on": "heute", "proof": "fax", "papers": [upload(), upload("zwei.pdf")]}
    assert "Bitte eine Datei" in signed_in("jana").post(url(row), sent).content.decode()


def test_too_late_on_the_page_leads_to_what_can_be_done(signed_in, missed):
    sent = {"sent_on": "24.11.2026", "proof": "handed_in", "sentence": "Pforte"}
    page = signed_in("jana").post(url(missed), sent).content.decode()
    assert "Der letzte Tag war Mo 23.11.2026" in page
    assert reverse("procedures:deadline_late", args=[missed.pk]) in page


def test_the_page_closes_without_a_proof_but_not_without_a_reason(signed_in, row):
    client = signed_in("jana")
    answered = client.post(url(row), {"art": "ohne", "state": "withdrawn", "reason": ""})
    assert "Bitte eintragen" in answered.content.decode()
    client.post(url(row), {"art": "ohne", "state": "withdrawn", "reason": "Bescheid aufgehoben"})
    assert Deadline.objects.get(pk=row.pk).state == "withdrawn"


def test_the_page_opens_again(world, signed_in, row):
    closing.withdraw(row, by=world.jana, reason="Bescheid aufgehoben")
    signed_in("jana").post(reverse("procedures:deadline_reopen", args=[row.pk]), {"reason": "doch nicht"})
    assert Deadline.objects.get(pk=row.pk).is_open


@pytest.mark.parametrize("name", ["deadline_close", "deadline_reopen", "deadline_late"])
@pytest.mark.parametrize("who", ["thomas", "olga", "lead"])
def test_strangers_find_no_page(signed_in, row, name, who):
    address = reverse(f"procedures:{name}", args=[row.pk])
    assert signed_in(who).get(address).status_code == 404
    assert signed_in(who).post(address, {}).status_code == 404


def test_an_id_that_does_not_exist_is_not_found(signed_in):
    assert signed_in("jana").get(reverse("procedures:deadline_close", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("later", [0, 7])
def test_what_was_kept_asks_for_nothing_any_more(world, row, signed_in, later):
    keep(world, row, together=closing.companions(row))
    with clock.travelled(timedelta(days=later)):
        answer = signed_in("jana").get(reverse("procedures:letter", args=[row.letter_id]))
        box = answer.context["result"].boxes[-1]
        assert (box.answer["rule"], box.when, box.is_over) == (row.rule, "gewahrt", False)


def test_what_was_missed_still_says_what_is_left(world, missed, signed_in):
    closing.miss(missed, by=world.jana, reason="Brief lag beim Nachbarn.")
    page = signed_in("jana").get(reverse("procedures:deadline", args=[missed.pk])).content.decode()
    assert "Der letzte Tag ist vorbei." in page


def test_who_ends_a_file_with_an_open_deadline_is_told(bruecke, signed_in):
    jana, url = signed_in("jana"), reverse("cases:case_close", args=[bruecke.mariams_case.pk])
    FollowUp.objects.get().delete()
    assert "steht noch etwas an" not in jana.get(url).content.decode()
    making.letter(bruecke)
    assert "steht noch etwas an" in jana.get(url).content.decode()
