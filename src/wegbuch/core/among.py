"""Rows whose id is one of many: the ids go as one value, so thousands cost no more than one to build the question."""

import json
from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

# What one such value holds, by the vendor of the database.
LISTED = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT jsonb_array_elements_text(%s::jsonb)::uuid",
}


def packed(ids: Iterable[str]) -> str:
    """The one value. ids: as the database writes them when they are cast to text"""
    return json.dumps(list(ids))


def among(ids: Iterable[str]) -> RawSQL:
    """What `pk__in` is given."""
    return RawSQL(LISTED[connection.vendor], [packed(ids)])  # noqa: S611 -- our own words, the ids as a parameter
