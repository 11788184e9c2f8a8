"""How days, numbers, names and signs look on every page; known in each template without loading."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from django import forms, template
from django.contrib.messages import constants as levels
from django.utils.formats import number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wegbuch.core import clock, dates
from wegbuch.core import forms as wegbuch_forms

register = template.Library()

# fmt: off
OWN_ICONS = frozenset({
    "person", "people", "house", "clock", "lock", "envelope", "phone", "video", "talk", "chart",
    "network", "way", "second", "door", "scale", "exit", "shield", "sound", "offline", "ask", "flag",
    "menu", "board", "bus", "book", "stripes",
})
# fmt: on
SOON, IN_MONTHS_AFTER = 7, 90
UNDO = "undo:"


def _day_in_brandenburg(value: date | datetime) -> date:
    return value.astimezone(clock.BERLIN).date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None) -> str:
    """Mi 02.12.2026"""
    return dates.with_weekday(_day_in_brandenburg(value)) if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """24.11."""
    return _day_in_brandenburg(value).strftime("%d.%m.") if value else ""


@register.filter(name="clock")
def clock_time(value: datetime | None) -> str:
    """09:12"""
    return value.astimezone(clock.BERLIN).strftime("%H:%M") if value else ""


@register.filter
def hours(minutes: int | None) -> str:
    """28,5 h of 1710 minutes."""
    tenths = (Decimal(minutes or 0) / 60).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{number_format(tenths, 1)} h"


@register.filter
def days_until(value: date | datetime) -> int:
    """Days from today; below zero when it has passed."""
    return (_day_in_brandenburg(value) - clock.today()).days


@register.filter
def initials(name: str) -> str:
    """MH of „Mariam Habibi“."""
    words = name.split()
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()


@register.filter
def marking(text: str, other: str) -> SafeString:
    """The text with the words marked that differ from the other one."""
    mine, theirs = re.findall(r"\s+|\S+", text), re.findall(r"\s+|\S+", other)
    parts = []
    for kind, start, end, _start, _end in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        words = escape("".join(mine[start:end]))
        parts.append(words if kind == "equal" or not words.strip() else format_html("<mark>{}</mark>", words))
    return mark_safe("".join(parts))  # noqa: S308 each part is escaped above


@register.filter
def error_summary(form: forms.BaseForm) -> wegbuch_forms.ErrorSummary:
    return wegbuch_forms.error_summary(form)


@register.filter
def note_kind(message: Any) -> str:
    """The class of the line that shows a message."""
    if message.level >= levels.ERROR:
        return "wb-note--danger"
    return "wb-note--warn" if message.level >= levels.WARNING else "wb-note--ok"


@register.filter
def note_icon(message: Any) -> str:
    return "ask" if message.level >= levels.WARNING else "second"


@register.filter
def undo_url(message: Any) -> str:
    """Where a post takes back what the message tells; given as extra_tags="undo:<url>"."""
    for tag in (message.extra_tags or "").split():
        if tag.startswith(UNDO):
            return tag.removeprefix(UNDO)
    return ""


@register.simple_tag
@lru_cache
def icon(name: str) -> SafeString:
    """A sign beside a word; our own one, else KERN's."""
    family = "wb-icon" if name in OWN_ICONS else "kern-icon"
    return format_html('<span class="{} {}--{}" aria-hidden="true"></span>', family, family, name)


@register.simple_tag
def badge(kind: str, icon_name: str, text: str) -> SafeString:
    """kind: open, ok, warn, danger, info, seal or nothing."""
    css = f"wb-badge wb-badge--{kind}" if kind else "wb-badge"
    return format_html('<span class="{}">{}{}</span>', css, icon(icon_name), text)


@register.simple_tag
def days_box(value: date | datetime, kind: str = "deadline", is_open: bool = False, note: str = "") -> SafeString:
    """Days left as number and word; the frame grows heavier as the day comes nearer.

    kind     deadline: today is filled, a missed one stays and says „vorbei“;
             follow_up: today is plain, an overdue one says „14 Tage her“
    is_open  not yet confirmed by a second person
    note     second line of today's box, such as „24 Uhr“
    """
    left = days_until(value)
    number, word = _deadline_words(left, note) if kind == "deadline" else _follow_up_words(left, note)
    names = ["wb-days", _weight(left, kind), "wb-days--open" if is_open else ""]
    big = format_html("<b>{}</b>", number) if number.isdecimal() else format_html('<b class="w">{}</b>', number)
    small = format_html("<span>{}</span>", word) if word else ""
    return format_html('<span class="{}">{}{}</span>', " ".join(filter(None, names)), big, small)


def _weight(left: int, kind: str) -> str:
    if kind == "deadline" and left <= 0:
        return "wb-days--today"
    if left < 0 or (kind == "deadline" and left <= SOON):
        return "wb-days--soon"
    return ""


def _deadline_words(left: int, note: str) -> tuple[str, str]:
    return (_("vorbei"), _ago(-left)) if left < 0 else _words_ahead(left, note)


def _follow_up_words(left: int, note: str) -> tuple[str, str]:
    if left < 0:
        return str(-left), ngettext("Tag her", "Tage her", -left)
    return _words_ahead(left, note)


def _ago(count: int) -> str:
    return ngettext("%(count)s Tag", "%(count)s Tage", count) % {"count": count}


def _words_ahead(left: int, note: str) -> tuple[str, str]:
    if left == 0:
        return _("heute"), note
    if left > IN_MONTHS_AFTER:
        return str(left * 12 // 365), _("Monate")
    return str(left), ngettext("Tag", "Tage", left)


@register.simple_tag
def suppressed() -> SafeString:
    """The one sign for a number that is not shown, whatever the reason."""
    return format_html(
        '<span class="wb-supp"><span aria-hidden="true">•</span><span class="kern-sr-only">{}</span></span>',
        _("nicht gezeigt"),
    )


@register.simple_tag(takes_context=True)
def person_name(context: template.Context, person: Any, native: bool = False) -> SafeString:
    """A person's name; only initials while others may look on, except of the person in hand.

    native  also the name in its own script
    """
    frame = context.get("frame")
    if frame and frame.is_shielded and not _is_in_hand(person, context.get("in_hand")):
        return format_html("<bdi>{}</bdi>", person.initials)
    name = _bdi(person.display_name)
    if native and person.native_name:
        return format_html("{} {}", name, _bdi(person.native_name, person.native_language))
    return name


def _bdi(name: str, language: str = "") -> SafeString:
    if language:
        return format_html('<bdi lang="{}">{}</bdi>', language, name)
    return format_html("<bdi>{}</bdi>", name)


def _is_in_hand(person: Any, in_hand: Any) -> bool:
    """in_hand is the person whose file is open, or all people of an open household."""
    return person == in_hand or (isinstance(in_hand, Iterable) and person in in_hand)
