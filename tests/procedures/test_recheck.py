"""The lawbook changed: deadlines that would come out otherwise are shown, and nothing moves by itself."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wegbuch.access.services import NotPossible
from wegbuch.cases.models import ResidencePeriod
from wegbuch.core import clock
from wegbuch.procedures import law
from wegbuch.procedures.models import Confirmation, CrossCheck, Deadline
from wegbuch.procedures.services import by_hand, checks, papers, rechecks

from .changed_book import ACTION, changed_book
from .making import letter, post_item

PAGE = "/fristen/neu-gerechnet/"


def in_two_weeks(raw) -> None:  # type: ignore[no-untyped-def]
    for version in raw["versions"]:
        version["duration"] = "2 weeks"


def only_doubtful(raw) -> None:  # type: ignore[no-untyped-def]
    for version in raw["versions"]:
        version |= {"confidence": "uncertain", "doubt": "Das Gericht hat noch nicht entschieden."}


@pytest.fixture
def action(bruecke) -> Deadline:
    letter(bruecke)
    return Deadline.objects.get(rule=ACTION, is_companion=False)


@pytest.fixture
def new_book(monkeypatch):
    """Let the program work with another state of the law."""

    def work_with(rule, change):  # type: ignore[no-untyped-def]
        other = changed_book(rule, change)
        monkeypatch.setattr(law, "book", lambda: other)

    return work_with


def mark_of(action: Deadline) -> str:
    return rechecks.change_of(action).mark


def test_without_another_book_nothing_is_counted_again(bruecke, action, monkeypatch):
    monkeypatch.setattr(law, "answers_of", None)
    assert rechecks.changes(bruecke.jana) == []


def test_a_book_that_comes_to_the_same_days_lists_nothing(bruecke, action, new_book):
    new_book(ACTION, lambda raw: raw.update(note="Anders gesagt."))
    assert rechecks.changes(bruecke.jana) == []


def test_old_and_new_day_stand_side_by_side_with_the_reason(bruecke, action, new_book, signed_in):
    new_book(ACTION, in_two_weeks)
    page = signed_in("jana").get(PAGE).content.decode()
    assert "Mi 02.12.2026" in page
    assert "Mi 09.12.2026" in page
    assert "In der Regel hat sich geändert: Dauer." in page


def test_an_act_and_what_is_due_with_it_are_one_row(bruecke, action, new_book):
    new_book(ACTION, in_two_weeks)
    [change] = rechecks.changes(bruecke.jana)
    assert [row.act for row in change.rows] == ["Klage", "Eilantrag nach § 80 Abs. 5 VwGO"]


def test_a_rule_that_became_doubtful_is_listed_though_its_day_stays(bruecke, action, new_book, signed_in):
    new_book(ACTION, only_doubtful)
    page = signed_in("jana").get(PAGE).content.decode()
    assert "gleicher Tag" in page
    assert "Mit Fachstelle klären: Die Regel ist unsicher." in page


def test_looking_moves_nothing(bruecke, action, new_book, signed_in):
    new_book(ACTION, in_two_weeks)
    signed_in("jana").get(PAGE)
    action.refresh_from_db()
    assert action.counts_on == date(2026, 12, 2)


def test_the_new_day_taken_over_waits_for_confirmation_again(bruecke, action, new_book, signed_in):
    confirmed(bruecke, action)
    new_book(ACTION, in_two_weeks)
    signed_in("jana").post(reverse("procedures:recheck_take", args=[action.pk]), {"seen": mark_of(action)})
    rows = Deadline.objects.filter(rule=ACTION)
    assert {(row.counts_on, row.confirmation) for row in rows} == {(date(2026, 12, 9), Confirmation.UNCONFIRMED)}


def confirmed(world, action: Deadline) -> None:
    check = checks.ask(action.letter, by=world.jana, asked=world.thomas)
    checks.answer(check, by=world.thomas, days={"served_on": date(2026, 11, 25)})
    action.refresh_from_db()
    assert action.is_confirmed


def test_what_was_taken_over_is_no_longer_listed(bruecke, action, new_book, signed_in):
    new_book(ACTION, in_two_weeks)
    jana = signed_in("jana")
    jana.post(reverse("procedures:recheck_take", args=[action.pk]), {"seen": mark_of(action)})
    assert "Keine. Alle Fristen stehen so, wie das Regelbuch sie heute rechnet." in jana.get(PAGE).content.decode()


def test_who_stays_with_the_old_day_says_why_and_is_not_asked_again(bruecke, action, new_book, signed_in):
    new_book(ACTION, in_two_weeks)
    url = reverse("procedures:recheck_stay", args=[action.pk])
    signed_in("jana").post(url, {"reason": "Die Kanzlei rechnet mit einer Woche."})
    action.refresh_from_db()
    assert action.counts_on == date(2026, 12, 2)
    assert action.reason == "26.11.2026, Jana Roth, beim alten Tag geblieben: Die Kanzlei rechnet mit einer Woche."
    assert rechecks.changes(bruecke.jana) == []


def test_without_a_reason_the_row_asks_for_one_and_nothing_is_kept(bruecke, action, new_book, signed_in):
    new_book(ACTION, in_two_weeks)
    page = signed_in("jana").post(reverse("procedures:recheck_stay", args=[action.pk]), {"reason": " "})
    assert "Bitte eintragen" in page.content.decode()
    assert len(rechecks.changes(bruecke.jana)) == 1


def test_a_deadline_of_today_s_book_cannot_be_taken_over(bruecke, action):
    with pytest.raises(NotPossible, match="schon geprüft"):
        rechecks.take_over(action, user=bruecke.jana, seen="")


def test_a_day_that_nobody_was_shown_is_not_taken_over(bruecke, action, new_book, signed_in):
    new_book(ACTION, in_two_weeks)
    jana, seen = signed_in("jana"), mark_of(action)
    assert f'name="seen" value="{seen}"' in jana.get(PAGE).content.decode()
    by_hand.give_to(action, bruecke.thomas)
    page = jana.post(reverse("procedures:recheck_take", args=[action.pk]), {"seen": seen}, follow=True)
    assert rechecks.OTHER_BY_NOW in page.content.decode()
    action.refresh_from_db()
    assert action.counts_on == date(2026, 12, 2)


def test_an_act_that_the_law_adds_is_opened_with_the_new_day(bruecke, action, new_book):
    new_book(ACTION, lambda raw: raw["together"].append({"act": "Antrag auf Anhörung", "basis": "§ 1 Mustergesetz"}))
    [change] = rechecks.changes(bruecke.jana)
    rows = rechecks.take_over(change.row, user=bruecke.jana, seen=change.mark)
    assert [row.act for row in rows] == ["Klage", "Eilantrag nach § 80 Abs. 5 VwGO", "Antrag auf Anhörung"]


def test_who_stays_where_a_colleague_has_settled_it_is_told(bruecke, action, signed_in):
    url = reverse("procedures:recheck_stay", args=[action.pk])
    page = signed_in("jana").post(url, {"reason": "Wir bleiben dabei."})
    assert "Diese Frist ist schon geprüft." in page.text


def test_a_deadline_that_no_longer_follows_can_only_stay(bruecke, action, new_book, signed_in):
    Deadline.objects.filter(rule=ACTION, is_companion=True).first().delete()
    action.rule = "interim_departure_request_unknown"
    action.save()
    new_book(ACTION, in_two_weeks)
    page = signed_in("jana").get(PAGE).content.decode()
    assert "Aus dem Brief folgt diese Frist nicht mehr." in page
    assert reverse("procedures:recheck_take", args=[action.pk]) not in page


def test_what_newly_follows_from_a_letter_is_named_and_opened(bruecke, action, new_book):
    for row in Deadline.objects.filter(rule="appeal_reasons"):
        row.delete()
    new_book(ACTION, in_two_weeks)
    [change] = [one for one in rechecks.changes(bruecke.jana) if one.also]
    rechecks.take_over(change.row, user=bruecke.jana, seen=change.mark)
    assert Deadline.objects.get(rule="appeal_reasons").counts_on == date(2026, 12, 28)


def test_where_two_people_read_different_days_the_earlier_goes_on_counting(bruecke, action, new_book):
    check = checks.ask(action.letter, by=bruecke.jana, asked=bruecke.thomas)
    checks.answer(check, by=bruecke.thomas, days={"served_on": date(2026, 11, 24)})
    new_book(ACTION, in_two_weeks)
    rechecks.take_over(action, user=bruecke.jana, seen=mark_of(action))
    action.refresh_from_db()
    assert (action.counts_on, action.confirmation) == (date(2026, 12, 8), Confirmation.DISPUTED)
    assert CrossCheck.objects.count() == 1


def test_a_deadline_of_a_paper_is_counted_from_the_day_on_the_paper(bruecke, new_book):
    paper = ResidencePeriod.objects.get()
    paper.status, paper.document, paper.valid_until = "S50", "doc_duldung", date(2026, 12, 15)
    paper.save()
    row = papers.open_deadline(papers.paper_of(bruecke.mariams_case, paper.pk, clock.today()), user=bruecke.jana)
    new_book("toleration_renewal", lambda raw: raw["versions"][0].update(duration="7 days before"))
    [change] = rechecks.changes(bruecke.jana)
    assert change.row == row
    assert change.fresh["last_day"] == date(2026, 12, 8)
    assert change.fresh["instructed_day"] == date(2026, 12, 15)


def test_a_colleague_without_the_file_sees_none_of_it(bruecke, action, new_book, signed_in):
    new_book(ACTION, in_two_weeks)
    thomas = signed_in("thomas")
    assert "Keine. Alle Fristen" in thomas.get(PAGE).content.decode()
    assert thomas.post(reverse("procedures:recheck_take", args=[action.pk])).status_code == 404


def test_another_organisation_cannot_settle_it(bruecke, action, new_book, signed_in):
    new_book(ACTION, in_two_weeks)
    url = reverse("procedures:recheck_stay", args=[action.pk])
    assert signed_in("olga").post(url, {"reason": "Wir bleiben dabei."}).status_code == 404


def test_counting_again_takes_the_same_number_of_queries_for_one_and_for_many(bruecke, action, monkeypatch):
    one = queries_of_changes(bruecke, monkeypatch, rows=1)
    for number in range(2, 8):
        letter(bruecke, item=post_item(bruecke, number=f"2026-000{number}"))
    assert queries_of_changes(bruecke, monkeypatch, rows=7) == one


def queries_of_changes(world, monkeypatch, *, rows: int) -> int:
    """How many queries it takes to find this many changes under another book."""
    other = changed_book(ACTION, in_two_weeks)
    with monkeypatch.context() as patched, CaptureQueriesContext(connection) as asked:
        patched.setattr(law, "book", lambda: other)
        assert len(rechecks.changes(world.jana)) == rows
    return len(asked)
