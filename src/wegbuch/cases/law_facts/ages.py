"""Ages that are certain, also of people of whom only the year of birth is known."""

from datetime import date

from lawbook.entitlements import Between
from lawbook.entitlements.scope import completed_years

from ..models import Person

ADULT = 18


def year(number: int) -> Between:
    """A birth date of which only the year is known."""
    return Between(date(number, 1, 1), date(number, 12, 31))


def birth(day: date | None, birth_year: int | None) -> date | Between | None:
    """A birth date as the lawbook takes it; None where nothing is known."""
    return day or (year(birth_year) if birth_year else None)


def is_surely_under(years: int, born: date | Between | None, day: date) -> bool:
    """Whether somebody has not reached an age on a day, on every birth date that is possible."""
    return born is not None and completed_years(born.low if isinstance(born, Between) else born, day) < years


def is_minor(person: Person, day: date) -> bool:
    return is_surely_under(ADULT, birth(person.birth_date, person.birth_year), day)
