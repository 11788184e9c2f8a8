"""The first look at plain rows against looking at everything as a whole, and the rights of both."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from wegbuch.access.models import Deputyship
from wegbuch.cases.models import Case, CaseAccess
from wegbuch.core import clock, tenant
from wegbuch.procedures import law
from wegbuch.procedures.models import Confirmation, Deadline, Letter
from wegbuch.procedures.services import recheck_all, recheck_sieve, rechecks
from wegbuch.procedures.services.deadlines import DAYS, open_by_hand

from .changed_book import ACTION, changed_book
from .making import letter, post_item

REASONS = "appeal_reasons"


def every_version(rule, **new):
    def change(raw):
        for version in raw["versions"]:
            version.update(new)

    return changed_book(rule, change)


BOOKS = {
    "a note": lambda: changed_book(ACTION, lambda raw: raw.update(note="Anders gesagt.")),
    "two weeks": lambda: every_version(ACTION, duration="2 weeks"),
    "doubt": lambda: every_version(ACTION, confidence="uncertain", doubt="Das Gericht hat noch nicht entschieden."),
    "basis": lambda: every_version(ACTION, basis="§ 1 Mustergesetz"),
    "another act": lambda: changed_book(ACTION, lambda raw: raw["together"].append({"act": "Antrag", "basis": "§ 1"})),
    "fewer acts": lambda: changed_book(ACTION, lambda raw: raw["together"].clear()),
    "reasons": lambda: every_version(REASONS, duration="2 months"),
}


@pytest.fixture
def caseload(bruecke):
    """Letters that say different things and the same, deadlines changed since, and one that is closed."""
    for number in range(12):
        item = post_item(bruecke, number=f"2026-{number:04d}", served_on=date(2026, 11, 25 - number % 3))
        period = {"instructed_period": "1 week"} if number % 4 == 1 else {}
        letter(bruecke, item=item, instruction=("correct", "missing")[number % 6 == 5], **period)
    rows = list(Deadline.objects.filter(rule=ACTION).order_by("letter__item__number", "is_companion"))
    earlier(rows[0])
    changed(rows[6], confirmation=Confirmation.DISPUTED)
    changed(rows[8], answer=rows[8].answer | {"basis": "§ 2 Mustergesetz"})
    changed(rows[10], state="withdrawn")
    rows[12].delete()
    changed(Letter.objects.order_by("item__number").last(), events={"lodged_on": "2026-05-06"})
    open_by_hand(user=bruecke.jana, person=bruecke.mariam, act="Widerspruch", counts_on=date(2026, 12, 4))
    return Deadline.objects.open().exclude(rule="")


def earlier(row):
    changed(row, last_day=row.last_day - timedelta(days=1), counts_on=row.counts_on - timedelta(days=1))


def changed(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def seen(found):
    return [(change.rows, change.fresh, change.problem, change.also, change.mark) for change in found]


@pytest.mark.parametrize("book", BOOKS)
def test_the_first_look_comes_to_what_looking_at_everything_comes_to(caseload, bruecke, monkeypatch, book):
    other = BOOKS[book]()
    monkeypatch.setattr(law, "book", lambda: other)
    everything = rechecks.different(rechecks.of_older_books(bruecke.jana))
    assert everything
    assert seen(rechecks.changes(bruecke.jana)) == seen(everything)


def test_reading_fewer_columns_finds_the_same(caseload, bruecke, monkeypatch):
    other = BOOKS["two weeks"]()
    monkeypatch.setattr(law, "book", lambda: other)
    assert seen(rechecks.changes(bruecke.jana, *recheck_all.READ)) == seen(rechecks.changes(bruecke.jana))


def test_what_hangs_together_stays_together_in_the_first_look(caseload, bruecke, monkeypatch):
    other = BOOKS["two weeks"]()
    monkeypatch.setattr(law, "book", lambda: other)
    groups = recheck_sieve.may_differ(rechecks.of_older_books(bruecke.jana))
    letters = [{Deadline.objects.get(pk=pk).letter_id for pk in group} for group in groups]
    assert all(len(each) == 1 for each in letters)
    assert sum(map(len, groups)) == len({pk for group in groups for pk in group})


def stand_in(world, **days):
    Deputyship(absent=world.jana, deputy=world.katja, reason="Urlaub", **days).save()


def in_the_team(world, user, **times):
    case = Case.objects.get(person=world.mariam)
    CaseAccess(case=case, user=user, **({"starts_at": clock.now() - timedelta(hours=1)} | times)).save()


HOUR = timedelta(hours=1)
RIGHTS = {
    "nothing more": lambda world: None,
    "stands in": lambda world: stand_in(world, starts_on=clock.today(), ends_on=clock.today()),
    "stood in": lambda world: stand_in(
        world, starts_on=clock.today() - timedelta(days=9), ends_on=clock.today() - timedelta(days=1)
    ),
    "in the team": lambda world: in_the_team(world, world.katja),
    "was in the team": lambda world: in_the_team(world, world.katja, ends_at=clock.now() - HOUR / 2),
    "opened with a reason": lambda world: in_the_team(
        world, world.katja, kind="break_glass", ends_at=clock.now() + HOUR
    ),
}


@pytest.mark.parametrize("right", RIGHTS)
def test_a_batch_is_whose_the_whole_is(caseload, bruecke, monkeypatch, right):
    other = BOOKS["two weeks"]()
    monkeypatch.setattr(law, "book", lambda: other)
    RIGHTS[right](bruecke)
    ids = list(Deadline.objects.values_list("pk", flat=True))
    for user in (bruecke.jana, bruecke.katja, bruecke.thomas):
        batch = rechecks.these_of_older_books(user, ids)
        assert set(batch) == set(rechecks.of_older_books(user))
    assert rechecks.these_of_older_books(bruecke.jana, ids).exists()
    katjas = rechecks.these_of_older_books(bruecke.katja, ids)
    assert katjas.exists() is (right in {"stands in", "in the team"})


def test_a_batch_holds_none_but_the_rows_named(caseload, bruecke, monkeypatch):
    other = BOOKS["two weeks"]()
    monkeypatch.setattr(law, "book", lambda: other)
    one = caseload.filter(rule=ACTION).first()
    assert list(rechecks.these_of_older_books(bruecke.jana, [one.pk])) == [one]
    assert not rechecks.these_of_older_books(bruecke.jana, []).exists()


def test_a_batch_of_another_organisation_is_empty(caseload, bruecke, monkeypatch):
    other = BOOKS["two weeks"]()
    monkeypatch.setattr(law, "book", lambda: other)
    ids = list(caseload.values_list("pk", flat=True))
    with tenant.acting_for(bruecke.diakonie.pk):
        assert not rechecks.these_of_older_books(bruecke.jana, ids).exists()


def test_answers_opened_together_are_those_of_each_row(caseload, bruecke, monkeypatch):
    other = BOOKS["two weeks"]()
    monkeypatch.setattr(law, "book", lambda: other)
    rows = [row for change in rechecks.changes(bruecke.jana) for row in change.rows]
    assert [row.answer for row in rows] == [Deadline.objects.get(pk=row.pk).answer for row in rows]


def test_an_answer_taken_over_alone_is_written_and_others_stay(caseload, bruecke, monkeypatch):
    other = BOOKS["two weeks"]()
    monkeypatch.setattr(law, "book", lambda: other)
    change = next(each for each in rechecks.changes(bruecke.jana) if each.fresh)
    others = Deadline.objects.exclude(pk__in=[row.pk for row in change.rows])
    before = list(others.order_by("pk").values_list("pk", "answer", "version"))
    taken = rechecks.take_over(change.row, user=bruecke.jana, seen=change.mark)
    opened = {row.pk for row in taken} - {row.pk for row in change.rows}
    kept = Deadline.objects.filter(pk__in=[row.pk for row in change.rows])
    assert [row.answer for row in kept] == [change.fresh["answer"]] * len(change.rows)
    assert list(others.exclude(pk__in=opened).order_by("pk").values_list("pk", "answer", "version")) == before


def test_an_answer_looked_at_and_kept_is_not_written(caseload, bruecke, monkeypatch):
    other = BOOKS["two weeks"]()
    monkeypatch.setattr(law, "book", lambda: other)
    change = rechecks.changes(bruecke.jana)[0]
    assert "answer" not in change.row.changed_fields()
    rechecks.stay(change.row, user=bruecke.jana, reason="Die Kanzlei rechnet anders.")
    assert Deadline.objects.get(pk=change.row.pk).answer == change.row.answer


def test_taken_over_all_at_once_the_rows_are_as_taken_over_one_by_one(caseload, bruecke, monkeypatch):
    other = BOOKS["another act"]()
    monkeypatch.setattr(law, "book", lambda: other)
    with transaction.atomic():
        shown = recheck_all.outlook(bruecke.jana).shown
        recheck_all.take_over_all(bruecke.jana, shown=shown)
        at_once = written()
        transaction.set_rollback(True)
    while change := next((each for each in rechecks.changes(bruecke.jana) if each.fresh), None):
        rechecks.take_over(change.row, user=bruecke.jana, seen=change.mark)
    assert written() == at_once


def written():
    """Every deadline but its id, which is another for what is newly opened."""
    names = ("letter", "rule", "is_companion", "answer", "book", "confirmation", "state", "version")
    rows = Deadline.objects.order_by("letter", "rule", "is_companion", "version", "counts_on", "pk")
    told = [(*values, row.act) for row, values in zip(rows, rows.values_list(*names, *DAYS), strict=True)]
    return sorted(map(repr, told))
