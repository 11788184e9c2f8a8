"""Arithmetic of periods: §§ 187, 188, 193 BGB in plain functions of days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from .calendars import Calendar

UNITS = ("days", "working days", "weeks", "months", "years")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as a law names it; negative ones count back.

    unit  one of `UNITS`, or "years back" (whole years before 1 January) or "end of month"
    """

    value: int
    unit: str

    def in_german(self) -> str:
        """1 Woche, 30 Tage"""
        one, many = GERMAN[self.unit]
        return f"{abs(self.value)} {one if abs(self.value) == 1 else many}"


GERMAN = {
    "days": ("Tag", "Tage"),
    "working days": ("Werktag", "Werktage"),
    "weeks": ("Woche", "Wochen"),
    "months": ("Monat", "Monate"),
    "years": ("Jahr", "Jahre"),
    "years back": ("Jahr zurück", "Jahre zurück"),
    "end of month": ("Monatsende", "Monatsende"),
}


def read(text: str) -> Duration:
    """„2 weeks“, „3 working days“, „7 months before“, „1 year back“, „end of month“.

    raises  ValueError for anything else
    """
    if text == "end of month":
        return Duration(0, text)
    number, _, rest = text.partition(" ")
    rest, is_back = (rest.removesuffix(" before"), True) if rest.endswith(" before") else (rest, False)
    unit = "years back" if rest in ("year back", "years back") else rest if rest.endswith("s") else f"{rest}s"
    if not number.isdigit() or unit not in (*UNITS, "years back"):
        raise ValueError(f"no duration: {text!r}")
    return Duration(-int(number) if is_back else int(number), unit)


def end_of(event: date, duration: Duration, calendar: Calendar) -> date:
    """The last day of a period that starts with an event; the day of the event is not counted.

    Weeks end on the same weekday, months and years on the same number, or on the last day of a shorter month.
    Nothing is moved here: whether a free day moves the end is another question.
    """
    value, unit = duration.value, duration.unit
    if unit == "days":
        return event + timedelta(days=value)
    if unit == "weeks":
        return event + timedelta(weeks=value)
    if unit == "working days":
        return calendar.working_days_after(event, value)
    if unit == "end of month":
        return event.replace(day=monthrange(event.year, event.month)[1])
    return add_months(event, value * 12 if unit == "years" else value)


def add_months(day: date, months: int) -> date:
    """The same number in another month, or the last day of it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= 28:
        return day.replace(year=year, month=month + 1)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
