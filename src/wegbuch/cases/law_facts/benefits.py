"""Which benefits somebody gets and got."""

from datetime import date

from django.utils.translation import gettext as _

from wegbuch.core import codes, dates

from ..fact_sources import Facts, Known
from .files import File
from .history import DAY, History
from .residence import day_in

LIST = "benefit_schemes"
ASYLUM, ANALOG, REDUCED = frozenset({"asylblg_3", "asylblg_2", "asylblg_1a"}), "asylblg_2", "asylblg_1a"
JOB_CENTRE = "sgb2"
TRANSFERS = ASYLUM | {JOB_CENTRE, "sgb12"}
# What says nothing about the other schemes.
OPEN = frozenset({"unknown", "own_income", "bafoeg", "sgb8"})
ANALOG_BEFORE = "analog_before_2024_02_27"


def facts(file: File, day: date) -> Facts:
    history, url = History(file.benefits, "scheme"), file.url("benefits")
    running: dict[str, date | None] = {
        spell.code: spell.since for spell in history.spells if spell.since <= day <= spell.until
    }
    if not running:
        running = dict.fromkeys(code for code, row in history.undated if row.until is None or row.until >= day)
    found: dict[str, Known | None] = {ANALOG_BEFORE: _analog_before(history, url)}
    if running and not OPEN & set(running):
        found |= _now(running, url)
    found |= _job_centre(history, day, url)
    return {name: known for name, known in found.items() if known is not None}


def gets_analog(file: File, day: date) -> bool:
    """Whether benefits like those of social assistance are entered for this day."""
    now = History(file.benefits, "scheme").now(day)
    return now is not None and now[0] == ANALOG


def _now(running: dict[str, date | None], url: str) -> dict[str, Known | None]:
    """Which kinds of benefit run. „AsylbLG“ in a list is kept as basic benefits, so these say nothing of a cut."""
    code, since = next(iter(running.items()))
    known = {
        "asylblg_recipient": bool(ASYLUM & set(running)),
        "receives_transfer": bool(TRANSFERS & set(running)),
    }
    if REDUCED in running or not ASYLUM & set(running) or ANALOG in running:
        known["reduced_1a"] = REDUCED in running
    return {name: Known(value, _shown(code, since), since, url) for name, value in known.items()}


def _shown(code: str, since: date | None) -> str:
    words = {"scheme": codes.label(LIST, code), "day": dates.in_figures(since) if since else ""}
    return (_("Leistungen: %(scheme)s seit %(day)s") if since else _("Leistungen: %(scheme)s")) % words


def _analog_before(history: History, url: str) -> Known | None:
    """Whether the benefits after the first months were paid on the last day of the old time."""
    last = day_in(ANALOG_BEFORE) - DAY
    code = history.surely_on(last)
    if not code or code in OPEN or (code in ASYLUM and code != ANALOG):
        return None
    words = {"scheme": codes.label(LIST, code), "day": dates.in_figures(last)}
    return Known(code == ANALOG, _("Leistungen: %(scheme)s am %(day)s") % words, last, url)


def _job_centre(history: History, day: date, url: str) -> dict[str, Known | None]:
    """Since when the job centre pays, and whether it was the social office before."""
    spells = history.unbroken(day, lambda code: code == JOB_CENTRE)
    if not spells:
        return {}
    first = spells[-1]
    shown = _shown(JOB_CENTRE, first.since)
    months = (day.year - first.since.year) * 12 + day.month - first.since.month - (day.day < first.since.day)
    before = history.surely_on(first.since - DAY)
    moved = Known(first.since, shown, first.since, url) if before in ASYLUM else None
    return {"months_on_sgb2": Known(months, shown, first.since, url), "moved_to_sgb2_on": moved}
