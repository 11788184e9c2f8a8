"""Nobody confirms her own day, nothing is counted later than the law, and a correction breaks no page."""

from datetime import date
from types import SimpleNamespace

import pytest

from wegbuch.access.services import NotPossible
from wegbuch.cases.services import cases
from wegbuch.procedures.models import CrossCheck, Deadline, Letter, PostItem
from wegbuch.procedures.services import by_hand, checks, closing, deadlines, letters, papers, post, rechecks
from wegbuch.procedures.services.deadlines import open_by_hand

from . import making

DAY_BEFORE = date(2026, 11, 24)


@pytest.fixture
def letter(bruecke: SimpleNamespace) -> Letter:
    """Entered by Jana, with Thomas in the case team."""
    cases.add_to_team(bruecke.mariams_case, bruecke.thomas)
    return making.letter(bruecke)


def the_action(letter: Letter, *, is_open: bool = False) -> Deadline | None:
    """The action against the decision; the open one where there is one, if asked so."""
    rows = Deadline.objects.open() if is_open else Deadline.objects.all()
    return next((row for row in rows.filter(letter=letter) if row.act == "Klage"), None)


def correct_the_envelope(letter: Letter, user: object, **days: date) -> Letter:
    found = Letter.objects.select_related("item").get(pk=letter.pk)
    post.change_post(found.item, user=user, version=found.item.version, days=making.NO_DAYS | days)
    return Letter.objects.get(pk=letter.pk)


def disputed(letter: Letter, world: SimpleNamespace) -> CrossCheck:
    """Thomas reads 23.11. where Jana read 25.11."""
    check = checks.ask(letter, by=world.jana, asked=world.thomas)
    return checks.answer(check, by=world.thomas, days={"served_on": date(2026, 11, 23)}, instructed_period="1 week")


def counted_with_an_older_book(letter: Letter) -> Deadline:
    row = the_action(letter)
    row.book = "an older one"
    row.save()
    return row


def test_who_opened_the_file_with_a_reason_is_not_asked_with_the_case_team(bruecke, letter):
    check = checks.ask(letter, by=bruecke.jana)
    cases.break_glass(bruecke.mariams_case, user=bruecke.katja, reason="Frau Roth ist krank und die Frist läuft.")
    assert not CrossCheck.objects.visible_to(bruecke.katja).filter(pk=check.pk).exists()


def test_whoever_corrected_the_envelope_cannot_confirm_its_day(bruecke, letter):
    checks.ask(letter, by=bruecke.jana, asked=bruecke.thomas)
    letter = correct_the_envelope(letter, bruecke.thomas, served_on=DAY_BEFORE)
    check = CrossCheck.objects.open().get(letter=letter)
    with pytest.raises(NotPossible, match="zweite Person"):
        checks.answer(check, by=bruecke.thomas, days={"served_on": DAY_BEFORE}, instructed_period="1 week")


def test_the_first_reader_is_asked_after_a_colleague_corrected_the_envelope(bruecke, letter):
    checks.ask(letter, by=bruecke.jana, asked=bruecke.thomas)
    correct_the_envelope(letter, bruecke.thomas, served_on=DAY_BEFORE)
    assert CrossCheck.objects.visible_to(bruecke.jana).count() == 1


def test_a_note_in_the_letter_does_not_open_again_what_was_closed(bruecke, letter):
    for row in Deadline.objects.filter(letter=letter):
        closing.withdraw(row, by=bruecke.jana, reason="Der Bescheid ist aufgehoben.")
    letters.change_letter(Letter.objects.get(pk=letter.pk), user=bruecke.jana, note="Kopie liegt beim Anwalt.")
    assert not Deadline.objects.open().filter(letter=letter).exists()


def test_what_was_withdrawn_opens_again_where_its_day_moved(bruecke, letter):
    for row in Deadline.objects.filter(letter=letter):
        closing.withdraw(row, by=bruecke.jana, reason="Der Bescheid ist aufgehoben.")
    correct_the_envelope(letter, bruecke.jana, served_on=DAY_BEFORE)
    assert the_action(letter, is_open=True).counts_on == date(2026, 12, 1)


def test_what_stands_anew_is_not_opened_a_second_time(bruecke, letter):
    row = the_action(letter)
    closing.withdraw(row, by=bruecke.jana, reason="Der Bescheid ist aufgehoben.")
    correct_the_envelope(letter, bruecke.jana, served_on=DAY_BEFORE)
    with pytest.raises(NotPossible, match="steht seit der Korrektur"):
        closing.reopen(row, by=bruecke.jana, reason="Doch nicht aufgehoben.")


def test_what_no_longer_follows_from_a_corrected_letter_loses_its_confirmation(bruecke, letter):
    check = checks.ask(letter, by=bruecke.jana, asked=bruecke.thomas)
    checks.answer(check, by=bruecke.thomas, days={"served_on": date(2026, 11, 25)}, instructed_period="1 week")
    letter = letters.change_letter(Letter.objects.get(pk=letter.pk), user=bruecke.jana, kind="bamf_rejected")
    left = deadlines.left_over(letter)
    assert {(row.act, row.confirmation) for row in left if not row.is_companion} >= {("Klage", "unconfirmed")}


@pytest.mark.parametrize(("sent_on", "opens"), [(date(2026, 11, 26), False), (date(2026, 12, 2), True)])
def test_what_was_kept_opens_again_only_where_it_was_too_late(bruecke, letter, sent_on, opens):
    row = the_action(letter)
    row.sent_on, row.proof, row.state = sent_on, "fax", "kept"
    row.save()
    correct_the_envelope(letter, bruecke.jana, served_on=DAY_BEFORE)
    assert bool(the_action(letter, is_open=True)) is opens


def test_a_second_reading_that_no_longer_fits_the_letter_breaks_no_page(bruecke, letter, signed_in):
    check = disputed(letter, bruecke)
    correct_the_envelope(letter, bruecke.jana, served_on=date(2026, 11, 25), posted_on=DAY_BEFORE)
    row = counted_with_an_older_book(letter)
    pages = [("jana", f"/frist/{row.pk}/"), ("thomas", f"/gegenrechnen/{check.pk}/"), ("jana", "/fristen/listen/")]
    assert [signed_in(who).get(page).status_code for who, page in pages] == [200, 200, 200]


def test_the_earlier_day_goes_on_counting_where_the_second_reading_no_longer_fits(bruecke, letter, signed_in):
    disputed(letter, bruecke)
    correct_the_envelope(letter, bruecke.jana, served_on=date(2026, 11, 25), posted_on=DAY_BEFORE)
    row = counted_with_an_older_book(letter)
    seen = {"seen": rechecks.change_of(row).mark}
    page = signed_in("jana").post(f"/fristen/neu-gerechnet/{row.pk}/uebernehmen/", seen, follow=True)
    assert "Übernommen" in page.text
    assert Deadline.objects.get(pk=row.pk).counts_on == date(2026, 11, 30)


def test_a_closed_deadline_keeps_its_day(bruecke):
    row = open_by_hand(user=bruecke.jana, person=bruecke.mariam, act="Antrag", counts_on=date(2026, 12, 10))
    closing.withdraw(row, by=bruecke.jana, reason="Das Amt verzichtet.")
    with pytest.raises(NotPossible, match="abgeschlossen"):
        by_hand.find_again(row, by=bruecke.thomas, day=date(2026, 12, 1))


def test_two_people_who_read_a_later_day_on_a_paper_do_not_move_the_day_of_the_law(bruecke):
    period = bruecke.mariam.residence_periods.get()
    period.status, period.document, period.valid_until = "S24", "doc_eat", date(2027, 8, 16)
    period.save()
    paper = papers.running_out([bruecke.mariams_case], date(2027, 7, 1))[0]
    row = papers.open_deadline(paper, user=bruecke.jana)
    by_hand.find_again(row, by=bruecke.thomas, day=date(2027, 8, 16))
    assert (row.last_day, row.counts_on) == (date(2027, 3, 4), date(2027, 3, 4))


def test_a_deadline_that_a_colleague_closed_meanwhile_says_so(bruecke, letter, signed_in, monkeypatch):
    row = the_action(letter)
    withdraw = closing.withdraw

    def overtaken(late: Deadline, **given: object) -> Deadline:
        withdraw(Deadline.objects.get(pk=row.pk), by=bruecke.thomas, reason="Der Bescheid ist aufgehoben.")
        return withdraw(late, **given)

    monkeypatch.setattr(closing, "withdraw", overtaken)
    sent = {"art": "ohne", "state": "withdrawn", "reason": "Frau Habibi zieht weg."}
    page = signed_in("jana").post(f"/frist/{row.pk}/abschliessen/", sent)
    assert "inzwischen" in page.text


def test_a_correction_does_not_overwrite_what_a_colleague_noted_on_the_envelope(bruecke, letter, signed_in):
    jana, page = signed_in("jana"), f"/brief/{letter.pk}/aendern/"
    seen = jana.get(page).context["version"]
    post.hand_out(PostItem.objects.get(pk=letter.item_id), handed_on=bruecke.today)
    typed = {"kind": letter.kind, "channel": "yellow", "served_on": "25.11.2026", "instruction": "correct"}
    answer = jana.post(page, typed | {"lodged_on": "06.07.2026", "court": "vg_potsdam", "seen_version": seen})
    assert "inzwischen" in answer.text
    assert PostItem.objects.get(pk=letter.item_id).handed_on == bruecke.today


def test_reinstatement_sent_twice_is_entered_once(bruecke, signed_in):
    row = open_by_hand(user=bruecke.jana, person=bruecke.mariam, act="Widerspruch", counts_on=date(2026, 11, 20))
    sent = {"obstacle_removed_on": "25.11.2026", "rule": "reinstatement_authority", "reason": "Sie lag im Krankenhaus."}
    for _ in range(2):
        signed_in("jana").post(f"/frist/{row.pk}/zu-spaet/", sent)
    assert Deadline.objects.filter(rule="reinstatement_authority", is_companion=False).count() == 1


def test_who_notes_the_handing_out_that_moves_a_day_is_not_asked_to_confirm_it(bruecke, signed_in):
    cases.add_to_team(bruecke.mariams_case, bruecke.thomas)
    item = making.post_item(bruecke, channel="reception_centre", served_on=None, arrived_on=date(2026, 11, 23))
    read = making.letter(bruecke, item=item)
    check = checks.ask(read, by=bruecke.jana, asked=bruecke.thomas)
    signed_in("thomas").post(f"/post/{item.pk}/ausgehaendigt/", {"handed_on": "24.11.2026"})
    assert not CrossCheck.objects.visible_to(bruecke.thomas).filter(letter=read).exists()
    assert Letter.objects.get(pk=read.pk).entered_by == bruecke.thomas
    assert check.letter_id == read.pk
