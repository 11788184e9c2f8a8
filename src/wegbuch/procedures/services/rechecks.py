"""The lawbook changed: which open deadlines it would count otherwise now. Nothing moves before somebody says so."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from lawbook.deadlines import Answer, Facts, Impossible, compute
from lawbook.deadlines.safety import earlier
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Case

from .. import law
from ..deadline_page import urgency
from ..models import Confirmation, CrossCheck, Deadline, Letter
from ..models.deadlines import DeadlineQuerySet
from . import by_hand, checks, deadlines
from .closing import refuse_silence, with_line
from .deadlines import has_day, unconfirm
from .equal_letters import EqualLetters
from .recheck_change import Change
from .recheck_sieve import ITEM_DAYS, batches, may_differ

GONE = "Aus dem Brief folgt diese Frist nicht mehr."
NOT_COUNTED = "Das Programm kann diese Frist nicht neu rechnen. Bitte prüfen Sie sie selbst."
SETTLED = "Diese Frist ist schon geprüft."
OTHER_BY_NOW = "Inzwischen kommt etwas anderes heraus. Bitte sehen Sie noch einmal hin."

# What a letter is counted by, told apart by and opened more by.
OF_LETTER = (
    *("version", "organisation", "person", "proceeding"),
    *("kind", "court", "events", "instruction", "instructed_period", "instructed_day"),
    *("item__version", "item__organisation", "item__channel", *(f"item__{name}" for name in ITEM_DAYS)),
)


def changes(user: User, *columns: str) -> list[Change]:
    """Deadlines this user works on that the present book counts otherwise, the most urgent first.

    columns  what is read of them at once; everything where none is named
    """
    rows = Deadline.objects.only(*columns) if columns else Deadline.objects.all()
    pieces = batches(may_differ(of_older_books(user)))
    found = (change for ids in pieces for change in different(rows.filter(pk__in=ids)))
    return sorted(found, key=lambda change: urgency(change.row))


def of_older_books(user: User) -> QuerySet[Deadline]:
    """Open deadlines this user works on that another book counted."""
    return _of_another_book(Deadline.objects.changeable_by(user))


def these_of_older_books(user: User, ids: Sequence[UUID]) -> QuerySet[Deadline]:
    """The same among a few ids. The file is looked for with each row: a database that begins with her files would walk
    through all of her deadlines again for every batch."""
    hers = Case.objects.changeable_by(user).filter(person=OuterRef("person"))
    return _of_another_book(Deadline.objects.filter(Exists(hers), pk__in=ids))


def _of_another_book(rows: DeadlineQuerySet) -> QuerySet[Deadline]:
    found: QuerySet[Deadline] = rows.open().exclude(rule="").exclude(book=law.book().fingerprint)
    return found


def different(rows: QuerySet[Deadline]) -> list[Change]:
    return [change for change in _recounted(rows) if change.is_different]


def change_of(deadline: Deadline) -> Change:
    """What the present book makes of one deadline and of what is due with it.

    raises  NotPossible where it was counted with the present book
    """
    same = Deadline.objects.open().filter(person=deadline.person_id, rule=deadline.rule, letter=deadline.letter_id)
    for change in _recounted(same.exclude(rule="").exclude(book=law.book().fingerprint)):
        if deadline in change.rows:
            return change
    raise NotPossible(SETTLED)


def take_over(deadline: Deadline, *, user: User, seen: str) -> list[Deadline]:
    """Let the new day stand; it waits for confirmation again. What follows newly from the letter is opened too.

    seen    the mark of the change that somebody looked at
    raises  NotPossible where it was counted with the present book already, where no new day follows, and where it is
            not as it was looked at
    """
    change = change_of(deadline)
    if change.mark != seen:
        raise NotPossible(OTHER_BY_NOW)
    if change.fresh is None:
        raise NotPossible(change.problem)
    with transaction.atomic():
        for row in change.rows:
            renewed(row, change.fresh).save()
        return [*change.rows, *open_new(change, user=user)]


def stay(deadline: Deadline, *, user: User, reason: str) -> None:
    """Let the old day stand, with the reason; the present book is not asked again.

    raises  NotPossible where it was counted with the present book already, and without a reason
    """
    refuse_silence(reason)
    with transaction.atomic():
        for row in change_of(deadline).rows:
            row.reason = with_line(row, f"beim alten Tag geblieben: {reason.strip()}", by=user)
            row.book = law.book().fingerprint
            row.save()


def _recounted(rows: QuerySet[Deadline]) -> list[Change]:
    """What becomes of these rows, grouped by letter and rule. Thousands come here, so each letter is read once."""
    read = _with_answers(rows)
    letters = _Letters(read)
    groups: dict[tuple[Any, ...], list[Deadline]] = {}
    for row in read:
        if row.letter_id in letters.by_id:
            row.letter = letters.by_id[row.letter_id]
        groups.setdefault((row.letter_id or row.entered_at, row.person_id, row.rule), []).append(row)
    found = [tuple(sorted(group, key=lambda row: row.is_companion)) for group in groups.values()]
    in_order = sorted(found, key=lambda rows: (*urgency(rows[0]), rows[0].pk))
    letters.say_with(in_order)
    return [letters.change(group) for group in in_order]


def _with_answers(rows: QuerySet[Deadline]) -> list[Deadline]:
    """The rows as the database has them; answers that are the same are one object, opened once. Nobody changes it."""
    told: QuerySet[Any] = rows.defer("answer").annotate(told_answer=Cast("answer", TextField()))
    read: list[Deadline] = list(told)
    opened: dict[str, dict[str, Any]] = {}
    for row in read:
        text = row.__dict__.pop("told_answer")
        if text not in opened:
            opened[text] = json.loads(text)
        row.answer = opened[text]
        row.remember()
    return read


class _Letters:
    """Letters counted with the present book, each once."""

    def __init__(self, rows: Sequence[Deadline]) -> None:
        ids = {row.letter_id for row in rows if row.letter_id}
        self.by_id: dict[UUID | None, Letter] = {
            letter.pk: letter for letter in Letter.objects.filter(pk__in=ids).select_related("item").only(*OF_LETTER)
        }
        equal = EqualLetters()
        self.counted = {letter.pk: equal.of(letter) for letter in self.by_id.values()}
        self.saying: dict[UUID, str] = {}
        self.known = self._known(rows)
        disputed = {row.letter_id for row in rows if row.confirmation == Confirmation.DISPUTED and row.letter_id}
        disputes = CrossCheck.objects.filter(letter__in=disputed, is_equal=False).select_related("letter__item")
        self.disputes = {check.letter_id: check for check in disputes.order_by("answered_at")}

    def _known(self, rows: Sequence[Deadline]) -> dict[UUID, set[str]]:
        """Rules that ever led to a deadline of a letter, at least those of the rows; where these are all that follow
        from it now, nobody else is asked for."""
        known: dict[UUID, set[str]] = {pk: set() for pk in self.counted}
        for row in rows:
            if row.letter_id in known:
                known[row.letter_id].add(row.rule)
        short = [pk for pk, rules in known.items() if not self.counted[pk].rules <= rules]
        for letter, rule in Deadline.objects.filter(letter__in=short).order_by().values_list("letter_id", "rule"):
            known[letter].add(rule)
        return known

    def say_with(self, groups: Iterable[tuple[Deadline, ...]]) -> None:
        """What follows newly is said once for each letter, with the first rule that can be taken over.

        Said with one that cannot, it would not be opened where all are taken over at once.
        """
        for row, *_rest in groups:
            if row.letter_id in self.counted:
                is_first = row.letter_id not in self.saying
                counted = self.counted[row.letter_id]
                if is_first or (counted.fresh(row.rule) and not counted.fresh(self.saying[row.letter_id])):
                    self.saying[row.letter_id] = row.rule

    def change(self, rows: tuple[Deadline, ...]) -> Change:
        if rows[0].letter is None:
            return _without_letter(rows)
        counted = self.counted[rows[0].letter.pk]
        if counted.problem is not None:
            return Change(rows, None, counted.problem)
        also = self._also(rows[0], counted.answers)
        fresh = counted.fresh(rows[0].rule)
        if fresh is None:
            return Change(rows, None, GONE, also)
        return Change(rows, fresh | self._second_reading(rows[0], fresh), "", also)

    def _also(self, row: Deadline, answers: Sequence[Answer]) -> tuple[str, ...]:
        """Titles of what follows newly, said with one rule of the letter."""
        letter = row.letter_id
        if letter is None or self.saying[letter] != row.rule:
            return ()
        return tuple(each.title for each in answers if has_day(each) and each.rule not in self.known[letter])

    def _second_reading(self, row: Deadline, fresh: dict[str, Any]) -> dict[str, date | None]:
        """Where two people read different days, the earlier ones go on counting.

        What nobody can count again, because the letter was corrected since, stays where it is not later.
        """
        if row.letter_id is None or row.confirmation != Confirmation.DISPUTED:
            return {}
        check = self.disputes.get(row.letter_id)
        found = checks.compared_now(check) if check else []
        mine = next((each for each in found if (each.rule, each.act) == (row.rule, row.act)), None)
        return mine.days if mine else {name: earlier(getattr(row, name), fresh[name]) for name in checks.EARLIER_DAYS}


def _without_letter(rows: tuple[Deadline, ...]) -> Change:
    """Count a deadline anew that came from a paper or from another deadline: by the day its period started."""
    row = rows[0]
    rule, start = law.book().rules.get(row.rule), row.answer.get("start_on")
    if rule is None or not start:
        return Change(rows, None, NOT_COUNTED)
    events = {rule.start[0]: date.fromisoformat(start)} if rule.start[0] in law.book().events else {}
    facts = Facts(events, row.answer.get("regime"), row.answer.get("place_land") or None)
    try:
        answer = compute(law.book(), row.rule, facts)
    except Impossible as problem:
        return Change(rows, None, str(problem))
    if not has_day(answer):
        return Change(rows, None, NOT_COUNTED)
    return Change(rows, _with_second_reading(row, deadlines.counted(answer, row.instructed_day)))


def _with_second_reading(row: Deadline, fresh: dict[str, Any]) -> dict[str, Any]:
    """Where a second person read an earlier day from the paper, it goes on counting."""
    second = by_hand.second_reading(row)
    if second is None or row.confirmation != Confirmation.DISPUTED:
        return fresh
    fresh = fresh | {"answer": fresh["answer"] | {"second": row.answer["second"]}}
    if fresh["counts_on"] is None or second < fresh["counts_on"]:
        fresh |= {"counts_on": second, "safe_day": deadlines.days_before(second)}
    return fresh


def renewed(row: Deadline, fresh: dict[str, Any]) -> Deadline:
    """The row with its new days, not saved."""
    for name, value in fresh.items():
        setattr(row, name, value)
    if row.confirmation != Confirmation.DISPUTED:
        unconfirm(row)
    return row


def open_new(change: Change, *, user: User) -> Iterator[Deadline]:
    """Open what follows from the letter now and has no deadline yet: acts of this rule, and rules that are new."""
    letter = change.row.letter
    if letter is None:
        return
    known = {(row.rule, row.act) for row in Deadline.objects.filter(letter=letter)}
    rules = {rule for rule, _act in known}
    for row in deadlines.rows_of(letter, law.answers_of(letter), user=user, responsible=change.row.responsible):
        is_new_act = row.rule == change.row.rule and row.is_companion and (row.rule, row.act) not in known
        if is_new_act or (row.rule not in rules and change.also):
            row.save()
            yield row
