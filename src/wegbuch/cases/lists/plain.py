"""A reading as plain values that can be kept as text, and back; what says nothing is left out."""

from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from .readings import Complaint, RowReading

_SAYS_NOTHING = {field.name: None if field.default is MISSING else field.default for field in fields(RowReading)}
_DAYS = ("birth_date", "entered_on", "assigned_on")


def to_plain(reading: RowReading) -> dict[str, Any]:
    values = ((name, getattr(reading, name)) for name in _SAYS_NOTHING)
    plain = {name: value for name, value in values if value != _SAYS_NOTHING[name]}
    for name in _DAYS:
        if name in plain:
            plain[name] = plain[name].isoformat()
    if reading.complaints:
        plain["complaints"] = [
            [each.level, each.column, each.value, each.text, each.hint] for each in reading.complaints
        ]
    return plain


def from_plain(plain: dict[str, Any]) -> RowReading:
    values = dict(plain)
    for name in _DAYS:
        if name in values:
            values[name] = date.fromisoformat(values[name])
    if "languages" in values:
        values["languages"] = tuple(values["languages"])
    if "complaints" in values:
        values["complaints"] = tuple(Complaint(*each) for each in values["complaints"])
    return RowReading(**values)
