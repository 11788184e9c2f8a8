"""Residence status and what its history shows."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from wegbuch.core import codes, dates

from ..fact_sources import Facts, Known
from .files import File
from .history import History, Spell

LIST = "residence_statuses"
# Kinds of status that are a permit, and those that are none: who changes from one to the other gets the first permit.
PERMITS = frozenset({"protection", "humanitarian", "family", "permanent"})
BEFORE_PERMITS = frozenset({"procedure", "toleration", "departure"})
TOLERATION = "toleration"
# Names in the rules.
IDENTITY_OPEN, EMPLOYMENT, TEMPORARY = "duldung_60b", "duldung_60d", "leave_24"
RECOGNISED = frozenset({"leave_25_1", "leave_25_2_refugee", "leave_25_2_subsidiary"})
PROTECTED = RECOGNISED | {"leave_25_3"}
CARD, APPLIED_PAPER = "doc_eat", "doc_fiktion"
VALID_ON, TOLERATED_ON = "permit_24_valid_on_2026_02_01", "tolerated_on_2025_05_06"


def rule_status(code: str) -> str:
    """The status as the rules name it, "" where none fits."""
    return str(_extra(code).get("rule_status") or "")


def group(code: str) -> str:
    """Kind of a status: procedure, protection, toleration …"""
    return str(_extra(code).get("group") or "")


def _extra(code: str) -> Any:
    entries = codes.book().list(LIST)
    return entries.get(code).extra if code in entries else {}


def day_in(fact: str) -> date:
    """The day a fact is about, which its name ends with."""
    year, month, day = fact.split("_")[-3:]
    return date(int(year), int(month), int(day))


def facts(file: File, day: date) -> Facts:
    history, url = History(file.residence, "status"), file.url("residence")
    now = history.now(day)
    found: dict[str, Known | None] = {
        **_toleration(history, day, url),
        "permit_first_issued_on": (first := _first_permit(history, day, url)),
        VALID_ON: _had_temporary_permit(history, url),
        "first_24_document_on": _first_temporary_paper(history, url),
    }
    if now and rule_status(now[0]):
        status, shown = rule_status(now[0]), _shown(now[0], now[1].since)
        # A paper that ran out changes no status.
        found["status"] = Known(status, shown, now[1].since, url)
        if status in PROTECTED:
            found["protection_granted"] = Known(True, shown, now[1].since, url)
        if status not in RECOGNISED and group(now[0]) == "humanitarian":
            found["protection_or_permit_on"] = first
    return {name: known for name, known in found.items() if known is not None}


def _shown(code: str, since: date | None) -> str:
    """Statusverlauf: Duldung seit 03.05.2025"""
    words = {"status": codes.label(LIST, code), "day": dates.in_figures(since) if since else ""}
    return (_("Statusverlauf: %(status)s seit %(day)s") if since else _("Statusverlauf: %(status)s")) % words


def _shown_on(code: str, day: date) -> str:
    """Statusverlauf: Duldung am 06.05.2025"""
    words = {"status": codes.label(LIST, code), "day": dates.in_figures(day)}
    return _("Statusverlauf: %(status)s am %(day)s") % words


def _since(spell: Spell, url: str) -> Known:
    return Known(spell.since, _shown(spell.code, spell.since), spell.since, url)


def _toleration(history: History, day: date, url: str) -> dict[str, Known | None]:
    """Since when somebody is tolerated; nothing where a time that may not count lies in between."""
    spells = history.unbroken(day, lambda code: group(code) == TOLERATION)
    counts = bool(spells) and all(rule_status(spell.code) != IDENTITY_OPEN for spell in spells)
    employed = history.unbroken(day, lambda code: rule_status(code) == EMPLOYMENT)
    then = day_in(TOLERATED_ON)
    code = history.surely_on(then)
    tolerated = Known(group(code) == TOLERATION, _shown_on(code, then), then, url)
    return {
        "duldung_since": _since(spells[-1], url) if counts else None,
        "status_60d_since": _since(employed[-1], url) if employed else None,
        TOLERATED_ON: tolerated if group(code) not in ("", "other") else None,
    }


def _first_permit(history: History, day: date, url: str) -> Known | None:
    """The first permit, where the file shows what was before it: a file may begin with a later one."""
    permits = [spell for spell in history.spells if _is_permit(spell.code) and spell.since <= day]
    if not permits or any(_is_permit(code) for code, _row in history.undated):
        return None
    before = [spell for spell in history.spells if spell.since < permits[0].since]
    is_first = bool(before) and group(before[-1].code) in BEFORE_PERMITS
    return _since(permits[0], url) if is_first else None


def _is_permit(code: str) -> bool:
    """Whether a status is a permit the rules name; the time between recognition and card is none yet."""
    return group(code) in PERMITS and bool(rule_status(code))


def _had_temporary_permit(history: History, url: str) -> Known | None:
    """Whether the card of temporary protection was valid on the day: by its own last day, not by the status."""
    day = day_in(VALID_ON)
    code = history.surely_on(day)
    if code and rule_status(code) != TEMPORARY and group(code) not in ("fiction", "other"):
        return Known(False, _shown_on(code, day), day, url)
    for spell in history.spells:
        row, is_card = spell.row, rule_status(spell.code) == TEMPORARY and spell.row.document == CARD
        if is_card and spell.since <= day <= spell.until and row.valid_until and row.valid_until >= day:
            return Known(True, _shown_on(spell.code, day), day, url)
    return None


def _first_temporary_paper(history: History, url: str) -> Known | None:
    """The first paper of temporary protection: sure only where it is the one given before any card."""
    spells = [spell for spell in history.spells if rule_status(spell.code) == TEMPORARY]
    if any(rule_status(code) == TEMPORARY for code, _row in history.undated) or not spells:
        return None
    return _since(spells[0], url) if spells[0].row.document == APPLIED_PAPER else None
