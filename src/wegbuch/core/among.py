"""Rows whose id is one of many: the ids go as one value, so thousands cost no more than one to build the question."""

import json
from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

SQLITE = "SELECT value FROM json_each(%s)"
POSTGRESQL = "SELECT jsonb_array_elements_text(%s::jsonb)::uuid"


def among(ids: Iterable[str]) -> RawSQL:
    """What `pk__in` is given. ids: as the database writes them when they are cast to text"""
    text = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    return RawSQL(text, [json.dumps(list(ids))])  # noqa: S611 -- our own words, the ids as a parameter
