"""Where somebody lives, in the words of the rules."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.core import codes, dates

from ..fact_sources import Facts, Known
from ..models import Facility, HousingPeriod, Person
from .files import File
from .history import DAY, History

LIST = "housing_forms"
RECEPTION = "reception_centre"
# What a house with flats can be; which of them changes the amount of benefits (decision 25).
OF_HOUSES = ("flat", "shared")


def rule_accommodation(form: str) -> str:
    """The kind of lodging as the rules name it, "" where the form of housing leaves it open."""
    return str(_extra(form).get("rule_accommodation") or "")


def _extra(form: str) -> Any:
    entries = codes.book().list(LIST)
    return entries.get(form).extra if form in entries else {}


def facts(file: File, day: date) -> Facts:
    now = History(file.housing, "form").now(day)
    if now is None:
        return {}
    form, period = now
    url, since = file.url("housing"), _since(file.housing, period)
    shown = _("Wohnen: %(form)s") % {"form": codes.label(LIST, form)}
    if since:
        shown = _("%(shown)s seit %(day)s") % {"shown": shown, "day": dates.in_figures(since)}
    found = {}
    kind = rule_accommodation(form)
    if kind:
        found["accommodation"] = Known(kind, shown, since, url)
    elif asked_of(form, period.facility) and period.facility.rule_accommodation:
        found["accommodation"] = _of_house(file, period.facility)
    if _extra(form).get("is_provisional"):
        # Lodgings of the municipalities are assigned; with that the duty to live in the reception centre has ended.
        found["must_live_in_rc"] = Known(False, shown, since, url)
    if since:
        found["moved_in_on"] = Known(since, shown, since, url)
        if kind == RECEPTION:
            found["rc_since"] = Known(since, shown, since, url)
    return found


def _of_house(file: File, house: Facility) -> Known:
    """An answer that counts for everybody who lives there; it is changed where it was asked."""
    page = reverse("entitlements:fact", args=[file.case_id, "accommodation"])
    return Known(house.rule_accommodation, _("für das ganze Haus beantwortet"), url=page)


def _since(periods: Any, period: HousingPeriod) -> date | None:
    """Day of moving in: another room of the same house is no move."""
    first = period.since
    for earlier in periods:
        same = earlier.facility_id and earlier.facility_id == period.facility_id and earlier.form == period.form
        if first and same and earlier.since and earlier.since < first and (earlier.until or first) >= first - DAY:
            first = earlier.since
    return first


def asked_of(form: str, facility: Facility | None) -> bool:
    """Whether the kind of lodging is asked once for the house: its form leaves it open."""
    return facility is not None and bool(_extra(form)) and not rule_accommodation(form)


def house_of(person: Person, day: date) -> Facility | None:
    """The house somebody lives in on this day, where its kind of lodging is asked for everybody at once."""
    now = History(HousingPeriod.objects.filter(person=person).select_related("facility"), "form").now(day)
    return now[1].facility if now and asked_of(now[0], now[1].facility) else None
