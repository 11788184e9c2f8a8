"""The reasons of an answer in German, line by line."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from .answers import Step
from .rules import Rule

if TYPE_CHECKING:
    from .engine import Count

SHIFT_BASIS = {
    "social": "§ 64 Abs. 3 SGG, § 26 Abs. 3 SGB X",
    "asylum": "§ 57 Abs. 2 VwGO, § 222 Abs. 2 ZPO",
    "administration": "§ 57 Abs. 2 VwGO, § 222 Abs. 2 ZPO; § 31 Abs. 3 VwVfG",
}
LAND_NAMES = {
    "BB": "Brandenburg", "BE": "Berlin", "BW": "Baden-Württemberg", "BY": "Bayern", "HB": "Bremen", "HE": "Hessen",
    "HH": "Hamburg", "MV": "Mecklenburg-Vorpommern", "NI": "Niedersachsen", "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz", "SH": "Schleswig-Holstein", "SL": "Saarland", "SN": "Sachsen", "ST": "Sachsen-Anhalt",
    "TH": "Thüringen",
}  # fmt: skip


def steps(rule: Rule, count: "Count", last: date | None, earliest: date | None) -> tuple[Step, ...]:
    """How the day was found: start, first counted day, length, moves, answer."""
    version, start = count.version, count.start
    if start is None or version.duration is None or count.last is None:
        return start.steps if start else ()
    lines = [*start.steps]
    if version.duration.unit == "years back":
        return (
            *lines,
            Step(f"zurück bis zum 1. Januar, {version.duration.in_german()}", version.basis, earliest, "now"),
        )
    if version.duration.value > 0 and version.calc != "C4":
        text = "erster Tag der Frist: der Tag davor wird nicht mitgezählt"
        lines.append(Step(text, "§ 187 Abs. 1 BGB", start.day + timedelta(days=1)))
    if version.duration.value:
        sign = "+" if version.duration.value > 0 else "−"
        lines.append(Step(f"{sign} {version.duration.in_german()}: {rule.title}", version.basis, count.nominal))
    lines += _moves(rule, count)
    return (*lines, _result(rule, count, last, earliest))


def _moves(rule: Rule, count: "Count") -> list[Step]:
    """One line for every free day the end moves over; one line that says so where it stays."""
    nominal, calendar = count.nominal, count.calendar
    if nominal is None or count.last is None:
        return []
    if count.version.calc == "C1":
        lines, day = [], nominal
        while day < count.last and calendar.is_free(day):
            lines.append(Step(f"{calendar.why_free(day)}: weiter", SHIFT_BASIS[rule.delivery], day, "shift"))
            day += timedelta(days=1)
        if lines or count.last < nominal:
            return lines
        return [Step(f"kein Wochenende, kein Feiertag in {LAND_NAMES[calendar.land]}", "", nominal)]
    if calendar.is_free(nominal):
        return [Step(f"{calendar.why_free(nominal)}: das Ende verschiebt sich nicht", "", nominal)]
    return []


def _result(rule: Rule, count: "Count", last: date | None, earliest: date | None) -> Step:
    if rule.kind == "waiting_time":
        return Step("ab diesem Tag möglich", count.version.basis, earliest, "now")
    if rule.kind == "authority_deadline":
        return Step("letzter Tag für die Behörde", count.version.basis, last, "now")
    if rule.kind == "delivery":
        return Step("gilt als zugestellt", count.version.basis, last, "now")
    return Step("letzter Tag, Eingang bis 24 Uhr", count.version.basis, last, "now")


def not_in_force(rule: Rule, hinge: date | None) -> str:
    day = f" am {hinge:%d.%m.%Y}" if hinge else ""
    return f"Die Regel „{rule.id}“ galt{day} nicht. Bitte prüfen Sie diesen Tag oder wählen Sie die andere Fassung."


def no_version(rule: Rule) -> str:
    return f"Für diese Angaben hat die Regel „{rule.id}“ keine Frist. Bitte prüfen Sie die Ja-Nein-Angaben."
