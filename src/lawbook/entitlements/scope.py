"""What an expression sees of one person on one day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from .. import periods
from . import logic
from .expressions import Scope
from .logic import UNKNOWN, Between
from .rules import EntitlementBook


class PersonScope(Scope):
    """Facts of a person, the day, the sets and helper words of the book.

    unlisted_is_no  facts not given count as their default instead of unknown: for worked examples only
    """

    def __init__(
        self, book: EntitlementBook, facts: Mapping[str, Any], day: date, *, unlisted_is_no: bool = False
    ) -> None:
        self.book, self.facts, self.day, self.unlisted_is_no = book, facts, day, unlisted_is_no

    def value(self, name: str) -> Any:
        if name == "D":
            return self.day
        if name in self.facts:
            return self.facts[name]
        if name == "age":
            return self._age()
        if name in self.book.sets:
            return self.book.sets[name]
        if name in self.book.helpers:
            return self.book.helpers[name].body.value(self)
        return self.book.facts[name].default if self.unlisted_is_no else UNKNOWN

    def call(self, name: str, arguments: Sequence[Any]) -> Any:
        if name in self.book.helpers:
            helper = self.book.helpers[name]
            return helper.body.value(Bound(self, dict(zip(helper.given, arguments, strict=True))))
        if any(argument is UNKNOWN for argument in arguments):
            return UNKNOWN
        return FUNCTIONS[name](self.book, *arguments)

    def _age(self) -> Any:
        born = self.value("birth_date")
        if born is UNKNOWN:
            return UNKNOWN
        if born is None:
            return self.book.facts["age"].default if self.unlisted_is_no else UNKNOWN
        if isinstance(born, Between):
            young, old = completed_years(born.high, self.day), completed_years(born.low, self.day)
            return young if young == old else Between(young, old)
        return completed_years(born, self.day)


class Bound(PersonScope):
    """A helper word with the values it was called with; everything else is the person's."""

    def __init__(self, around: PersonScope, bound: Mapping[str, Any]) -> None:
        super().__init__(around.book, around.facts, around.day, unlisted_is_no=around.unlisted_is_no)
        self.around, self.bound = around, bound

    def value(self, name: str) -> Any:
        return self.bound[name] if name in self.bound else self.around.value(name)


def completed_years(born: date, day: date) -> int:
    """Years completed on a day; a birthday on 29 February is reached on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _shifted(change: Callable[..., Any]) -> Callable[..., Any]:
    """A change of a day that leaves none as none and moves both bounds."""

    def apply(book: EntitlementBook, day: Any, *rest: Any) -> Any:
        if day is None or any(value is None for value in rest):
            return None
        if isinstance(day, Between):
            return day.apply(lambda one: change(book, one, *rest))
        return change(book, day, *rest)

    return apply


def _add(book: EntitlementBook, day: date, months: int) -> date:
    return periods.add_months(day, months)


def _add_days(book: EntitlementBook, day: date, days: int) -> date:
    return day + timedelta(days=days)


def _deadline_days(book: EntitlementBook, day: date, days: int) -> date:
    return book.calendar.working_day_from(day + timedelta(days=days))


def _deadline_months(book: EntitlementBook, day: date, months: int) -> date:
    return book.calendar.working_day_from(periods.add_months(day, months))


def _end_of_month(book: EntitlementBook, day: date) -> date:
    return periods.end_of(day, periods.Duration(0, "end of month"), book.calendar)


def _amount(book: EntitlementBook, table: str, day: date, *keys: Any) -> Any:
    """A dated amount: by year, or the newest row begun by the day. Unknown where the book has none yet."""
    values = book.amounts[table]
    begun = [key for key in values if isinstance(key, date) and key <= day]
    row: Any = values.get(day.year) if not begun else values[max(begun)]
    for key in keys:
        if row is None or isinstance(key, Between):
            return UNKNOWN
        row = row[key] if isinstance(row, list) else row.get(key)
    return UNKNOWN if row is None else row


def _minus(book: EntitlementBook, one: Any, other: Any) -> Any:
    return None if one is None or other is None else one - other


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "add": _shifted(_add),
    "add_days": _shifted(_add_days),
    "deadline_days": _shifted(_deadline_days),
    "deadline_months": _shifted(_deadline_months),
    "end_of_month": _shifted(_end_of_month),
    "date": lambda book, text: date.fromisoformat(text),
    "bool": lambda book, value: logic.truth(value),
    "amount": _amount,
    "minus": _minus,
    "earliest": lambda book, *days: min((day for day in days if day is not None), default=None),
}
