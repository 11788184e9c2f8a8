"""Thousands of deadlines take the day of a changed lawbook at once, as each would alone."""

import re
from datetime import date

import pytest

from tests.jobs.conftest import queued  # noqa: F401
from wegbuch.access.models import AuditEvent
from wegbuch.core import clock
from wegbuch.core.models import SavedMeanwhile
from wegbuch.jobs import queue
from wegbuch.jobs.models import Job
from wegbuch.jobs.work import AtOnce
from wegbuch.procedures import law
from wegbuch.procedures.models import Confirmation, Deadline
from wegbuch.procedures.services import recheck_all, recheck_sieve, rechecks

from .changed_book import ACTION, changed_book
from .making import letter, post_item

PAGE = "/fristen/neu-gerechnet/alle/"


@pytest.fixture
def actions(bruecke):
    """The action and its urgent application, counted before the law changed."""
    letter(bruecke)
    return Deadline.objects.filter(rule=ACTION)


@pytest.fixture
def second_letter(actions, bruecke):
    """Another that says the same, from before the law changed."""
    return letter(bruecke, item=post_item(bruecke, number="2026-0002"))


@pytest.fixture
def in_two_weeks(actions, monkeypatch):
    def change(raw):
        for version in raw["versions"]:
            version["duration"] = "2 weeks"

    other = changed_book(ACTION, change)
    monkeypatch.setattr(law, "book", lambda: other)


@pytest.fixture
def with_a_new_act(actions, monkeypatch):
    added = {"act": "Antrag auf Anhörung", "basis": "§ 1 Mustergesetz"}
    other = changed_book(ACTION, lambda raw: raw["together"].append(added))
    monkeypatch.setattr(law, "book", lambda: other)


def take_all(user, pace=None):
    """Take over what the page would show now."""
    return recheck_all.take_over_all(user, shown=recheck_all.outlook(user).shown, pace=pace)


def test_every_deadline_of_the_rule_has_the_new_day(in_two_weeks, actions, bruecke):
    take_all(bruecke.jana)
    assert {row.last_day for row in actions} == {date(2026, 12, 9)}


def test_they_wait_for_confirmation_again(in_two_weeks, actions, bruecke):
    take_all(bruecke.jana)
    assert {row.confirmation for row in actions} == {Confirmation.UNCONFIRMED}


def test_each_is_in_the_audit_log(in_two_weeks, actions, bruecke):
    before = AuditEvent.objects.filter(model="procedures.deadline", action="changed").count()
    taken = take_all(bruecke.jana).written
    after = AuditEvent.objects.filter(model="procedures.deadline", action="changed").count()
    assert after - before == taken == 2


def test_a_second_time_there_is_nothing_to_do(in_two_weeks, actions, bruecke):
    take_all(bruecke.jana)
    assert take_all(bruecke.jana) == (0, 0)


def test_deadlines_of_others_stay(in_two_weeks, actions, bruecke):
    assert take_all(bruecke.katja) == (0, 0)


def test_an_act_that_the_law_adds_is_opened(with_a_new_act, actions, bruecke):
    take_all(bruecke.jana)
    assert "Antrag auf Anhörung" in [row.act for row in actions]


def test_a_row_taken_over_can_be_saved_by_who_read_it_afterwards(in_two_weeks, actions, bruecke):
    before = actions.first()
    take_all(bruecke.jana)
    with pytest.raises(SavedMeanwhile):
        saved(before)
    assert saved(actions.first()).last_day == date(2026, 12, 9)


def saved(row):
    row.touched_at = clock.now()
    row.save()
    return row


def unsieved(user):
    """Every change without the first look at plain rows."""
    return rechecks.different(rechecks.of_older_books(user))


@pytest.mark.parametrize("law", ["in_two_weeks", "with_a_new_act"])
def test_the_first_look_leaves_nothing_out(request, law, actions, bruecke):
    request.getfixturevalue(law)
    assert rechecks.changes(bruecke.jana) == unsieved(bruecke.jana) != []


def test_the_first_look_leaves_out_what_is_the_same(actions, bruecke, monkeypatch):
    other = changed_book(ACTION, lambda raw: raw.update(note="Anders gesagt."))
    monkeypatch.setattr(law, "book", lambda: other)
    assert recheck_sieve.may_differ(rechecks.of_older_books(bruecke.jana)) == []


def test_letters_that_say_the_same_are_counted_once(second_letter, in_two_weeks, bruecke, monkeypatch):
    asked = []
    answers_of = law.answers_of
    monkeypatch.setattr(law, "answers_of", lambda each: asked.append(each) or answers_of(each))
    assert len(recheck_sieve.may_differ(rechecks.of_older_books(bruecke.jana))) == 2
    assert len(asked) == 1


def test_what_two_people_read_differently_is_looked_at_as_a_whole(actions, bruecke, monkeypatch):
    for row in actions:
        row.confirmation = Confirmation.DISPUTED
        row.save()
    other = changed_book(ACTION, lambda raw: raw.update(note="Anders gesagt."))
    monkeypatch.setattr(law, "book", lambda: other)
    [ids] = recheck_sieve.may_differ(rechecks.of_older_books(bruecke.jana))
    assert set(ids) == {row.pk for row in actions}


def test_what_a_colleague_settles_meanwhile_stays(in_two_weeks, actions, bruecke):
    class Meanwhile(AtOnce):
        def step(self, done, total, word=""):
            row = Deadline.objects.get(rule=ACTION, is_companion=False)
            rechecks.stay(row, user=bruecke.thomas, reason="Die Anwältin hat nachgezählt.")

    assert take_all(bruecke.jana, Meanwhile()) == (0, 0)
    assert {row.last_day for row in actions} == {date(2026, 12, 2)}


def test_page_says_in_numbers_what_will_change(in_two_weeks, actions, signed_in):
    page = signed_in("jana").get(PAGE).content.decode()
    assert "<b>2 Fristen</b> laufen später ab als bisher." in page
    assert "2 Fristen übernehmen" in page


def test_worker_takes_all_over(in_two_weeks, actions, signed_in):
    client = signed_in("jana")
    answer = client.post(PAGE, {"seen": seen_on(client)}, follow=True)
    assert "Übernommen: 2 Fristen." in answer.content.decode()
    assert {row.last_day for row in actions} == {date(2026, 12, 9)}


def seen_on(client):
    return re.search(r'name="seen" value="([^"]+)"', client.get(PAGE).content.decode())[1]


@pytest.mark.parametrize("seen", ["", "2", "something else"])
def test_nothing_moves_without_what_was_seen(in_two_weeks, actions, signed_in, seen):
    answer = signed_in("jana").post(PAGE, {"seen": seen})
    assert "Bitte sehen Sie noch einmal hin." in answer.content.decode()
    assert {row.last_day for row in actions} == {date(2026, 12, 2)}


@pytest.mark.parametrize("stranger", ["lead", "settlement", "house", "dpo", "coordination"])
def test_page_is_for_those_who_work_on_files(in_two_weeks, actions, signed_in, stranger):
    client = signed_in(stranger)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"seen": "x"}).status_code == 404


def test_worker_takes_nothing_of_files_that_are_not_hers(in_two_weeks, actions, signed_in):
    client = signed_in("olga")
    assert "Es gibt keine Frist" in client.get(PAGE).content.decode()
    client.post(PAGE, {"seen": "x"})
    assert {row.last_day for row in actions} == {date(2026, 12, 2)}


@pytest.fixture
def ordered(second_letter, in_two_weeks, queued, signed_in, monkeypatch):  # noqa: F811
    """Many deadlines are to be taken over in the background, one letter in each chunk; nobody does it yet."""
    monkeypatch.setattr("wegbuch.procedures.views.rechecks.LONG", 1)
    monkeypatch.setattr(recheck_all, "batches", lambda groups: iter(groups))
    client = signed_in("jana")
    client.post(PAGE, {"seen": seen_on(client)})
    return Job.objects.get()


def test_many_are_taken_over_in_the_background(ordered, actions):
    assert {row.last_day for row in actions.all()} == {date(2026, 12, 2)}
    queue.carry_out_ready(lambda: True)
    assert {row.last_day for row in actions.all()} == {date(2026, 12, 9)}
    assert Job.objects.get().state == Job.State.DONE


def test_ordered_again_it_is_the_same_job(ordered, signed_in):
    client = signed_in("jana")
    client.post(PAGE, {"seen": seen_on(client)})
    assert Job.objects.get() == ordered


def test_taken_up_again_in_the_middle_nothing_is_written_twice(ordered, actions, monkeypatch):
    goes_on = iter([True] * 3)
    queue.carry_out_ready(lambda: next(goes_on, False))
    assert sorted(row.last_day for row in actions.all()) == [date(2026, 12, 2)] * 2 + [date(2026, 12, 9)] * 2
    queue.carry_out_ready(lambda: True)
    assert {row.last_day for row in actions.all()} == {date(2026, 12, 9)}
    written = AuditEvent.objects.filter(model="procedures.deadline", action="changed").values_list(
        "object_id", flat=True
    )
    assert sorted(written) == sorted(str(row.pk) for row in actions.all())
