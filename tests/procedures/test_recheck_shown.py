"""In the background just that is taken over which somebody was shown; the rest stays and is counted."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.jobs.conftest import queued  # noqa: F401
from wegbuch.core import clock
from wegbuch.jobs import queue, running
from wegbuch.jobs import services as jobs
from wegbuch.jobs.models import Job
from wegbuch.procedures import law
from wegbuch.procedures.models import Deadline, RecheckOrder
from wegbuch.procedures.recheck_jobs import TAKE_ALL
from wegbuch.procedures.services import recheck_all

from .changed_book import ACTION, changed_book
from .making import letter, post_item
from .test_recheck_all import PAGE, actions, in_two_weeks, ordered, saved, second_letter, seen_on  # noqa: F401

OLD, NEW = date(2026, 12, 2), date(2026, 12, 9)
present_book = law.book


def days() -> list[date | None]:
    return sorted(Deadline.objects.filter(rule=ACTION).values_list("counts_on", flat=True))


def do_what_waits() -> Job:
    queue.carry_out_ready(lambda: True)
    return Job.objects.get()


def let_it_last(monkeypatch, words: str, fingerprint: str = "another book") -> None:
    """The lawbook changes once more."""

    def change(raw):
        for version in raw["versions"]:
            version["duration"] = words

    other = changed_book(ACTION, change)
    monkeypatch.setattr(law, "book", lambda: other)


def test_as_many_with_another_day_are_asked_about_again(in_two_weeks, actions, signed_in, monkeypatch):  # noqa: F811
    client = signed_in("jana")
    seen = seen_on(client)
    let_it_last(monkeypatch, "3 months")
    answer = client.post(PAGE, {"seen": seen})
    assert "Bitte sehen Sie noch einmal hin." in answer.content.decode()
    assert set(days()) == {OLD}


def test_another_book_moves_nothing_that_was_ordered_before(ordered, monkeypatch):  # noqa: F811
    let_it_last(monkeypatch, "3 months")
    job = do_what_waits()
    assert (job.state, set(days())) == (Job.State.DONE, {OLD})
    assert job.note == "4 Fristen haben sich inzwischen geändert. Sie bleiben, wie sie sind. Bitte ansehen."


def test_what_somebody_saved_since_stays_and_is_counted(ordered, second_letter):  # noqa: F811
    saved(Deadline.objects.get(letter=second_letter, rule=ACTION, is_companion=False))
    assert do_what_waits().note.startswith("2 Fristen haben sich inzwischen geändert.")
    assert days() == [OLD] * 2 + [NEW] * 2


def test_what_a_corrected_letter_says_was_shown_to_nobody(ordered, second_letter):  # noqa: F811
    second_letter.instructed_day = date(2026, 12, 1)
    second_letter.save()
    assert do_what_waits().note.startswith("2 Fristen haben sich inzwischen geändert.")
    assert days() == [OLD] * 2 + [NEW] * 2


def test_what_came_in_since_stays(in_two_weeks, actions, bruecke, monkeypatch):  # noqa: F811
    shown, book = recheck_all.outlook(bruecke.jana).shown, law.book
    monkeypatch.setattr(law, "book", present_book)
    letter(bruecke, item=post_item(bruecke, number="2026-0002"))
    monkeypatch.setattr(law, "book", book)
    assert recheck_all.take_over_all(bruecke.jana, shown=shown) == (2, 2)
    assert days() == [OLD] * 2 + [NEW] * 2


def test_a_new_act_is_opened_only_where_it_was_shown(in_two_weeks, actions, bruecke, monkeypatch):  # noqa: F811
    shown = recheck_all.outlook(bruecke.jana).shown
    added = {"act": "Antrag auf Anhörung", "basis": "§ 1 Mustergesetz"}
    other = changed_book(ACTION, lambda raw: raw["together"].append(added))
    monkeypatch.setattr(law, "book", lambda: other)
    assert recheck_all.take_over_all(bruecke.jana, shown=shown) == (0, 2)
    assert days() == [OLD] * 2


def test_taken_up_again_all_that_stayed_is_counted(ordered, second_letter):  # noqa: F811
    saved(Deadline.objects.get(letter=second_letter, rule=ACTION, is_companion=False))
    goes_on = iter([True] * 3)
    queue.carry_out_ready(lambda: next(goes_on, False))
    assert Job.objects.get().is_open
    assert do_what_waits().note.startswith("2 Fristen haben sich inzwischen geändert.")
    assert days() == [OLD] * 2 + [NEW] * 2


def test_once_stopped_it_is_looked_at_before_it_starts_again(ordered, signed_in):  # noqa: F811
    jobs.stop(ordered)
    answer = signed_in("jana").post(reverse("jobs:job_again", args=[ordered.pk]))
    assert answer.url == PAGE
    assert do_what_waits().state == Job.State.CANCELLED
    assert set(days()) == {OLD}


@pytest.mark.parametrize("stranger", ["katja", "olga", "lead"])
def test_strangers_start_nothing_again(ordered, signed_in, stranger):  # noqa: F811
    jobs.stop(ordered)
    assert signed_in(stranger).post(reverse("jobs:job_again", args=[ordered.pk])).status_code == 404


def test_what_a_colleague_was_shown_is_not_mine_to_take(ordered, bruecke):  # noqa: F811
    jobs.stop(ordered)
    hers = jobs.start(TAKE_ALL, owner=bruecke.thomas, subject=ordered.subject)
    queue.carry_out_ready(lambda: True)
    hers.refresh_from_db()
    assert (hers.state, hers.error, set(days())) == (Job.State.FAILED, running.NOT_YOURS, {OLD})


def test_without_an_order_nothing_moves(in_two_weeks, actions, bruecke):  # noqa: F811
    job = jobs.start(TAKE_ALL, owner=bruecke.jana)
    job.refresh_from_db()
    assert (job.state, set(days())) == (Job.State.FAILED, {OLD})


def test_an_order_names_nobody(ordered):  # noqa: F811
    shown = RecheckOrder.objects.get().shown
    assert len(shown) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in shown)


def test_what_was_ordered_weeks_ago_is_forgotten(ordered, second_letter, bruecke):  # noqa: F811
    jobs.stop(ordered)
    saved(Deadline.objects.get(letter=second_letter, rule=ACTION, is_companion=False))
    with clock.travelled(timedelta(days=15)):
        recheck_all.order(recheck_all.outlook(bruecke.jana), user=bruecke.jana)
    assert RecheckOrder.objects.get().pk != ordered.subject


def test_what_stayed_is_said_on_the_page_and_waits_in_the_list(ordered, second_letter, signed_in):  # noqa: F811
    saved(Deadline.objects.get(letter=second_letter, rule=ACTION, is_companion=False))
    job, client = do_what_waits(), signed_in("jana")
    assert "2 Fristen haben sich inzwischen geändert." in client.get(job.get_absolute_url()).content.decode()
    assert job.result_url == reverse("procedures:recheck")
    assert client.get(job.result_url).context["count"] == 1
