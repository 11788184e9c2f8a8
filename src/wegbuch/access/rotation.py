"""New data keys while the program is in use: every sealed text is written again, then the old key goes.

A run that is broken off is simply started again; the keys it left behind are removed by the next one.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from wegbuch.core import audit, tenant
from wegbuch.core.models import TenantModel
from wegbuch.core.sealed import Sealed, SealedMixin

from . import keys
from .models import Organisation, OrganisationKey

PART = "rotate-keys"
AT_ONCE = 50


def sealed_models() -> list[type[Any]]:
    """Every model with sealed fields."""
    return [model for model in apps.get_models() if issubclass(model, SealedMixin) and model.sealed_fields()]


def begin(organisation: Organisation) -> list[str]:
    """Give the organisation a new key. Returns the ids of those that are now old."""
    with audit.acting_as(audit.Actor(None, part=PART)), transaction.atomic():
        old = list(OrganisationKey.objects.filter(organisation=organisation).values_list("key_id", flat=True))
        keys.add_key(organisation)
    return old


def reseal(organisation: Organisation, old: Sequence[str]) -> int:
    """Write every text again that is sealed with an old key. Returns how many rows that were."""
    done = 0
    with tenant.acting_for(organisation.pk), audit.acting_as(audit.Actor(None, part=PART)):
        for model in sealed_models():
            stale = _stale(model, organisation, old)
            for start in range(0, len(stale), AT_ONCE):
                done += _reseal_rows(model, organisation, stale[start : start + AT_ONCE])
    return done


def finish(organisation: Organisation, old: Sequence[str]) -> bool:
    """Remove the old keys if no row needs them any more. Returns whether they are gone."""
    with tenant.acting_for(organisation.pk), audit.acting_as(audit.Actor(None, part=PART)), transaction.atomic():
        _keep_writers_out()
        if any(_stale(model, organisation, old) for model in sealed_models()):
            return False
        for row in OrganisationKey.objects.filter(organisation=organisation, key_id__in=old):
            row.delete()
            keys.note("deleted", row)
    keys.provider.forget()
    return True


def _rows(model: type[Any], organisation: Organisation) -> models.QuerySet:
    """The organisation's rows: behind the wall, or by their column where a model stands outside it."""
    rows = model._default_manager.all()
    return rows if issubclass(model, TenantModel) else rows.filter(organisation=organisation)


def _stale(model: type[Any], organisation: Organisation, old: Sequence[str]) -> list[object]:
    """Keys of the rows in which some text is sealed with an old key."""
    rows = _rows(model, organisation).order_by("pk").values_list("pk", *model.sealed_fields())
    return [
        pk
        for pk, *values in rows.iterator(2000)
        if any(isinstance(value, Sealed) and value.key_id in old for value in values)
    ]


def _reseal_rows(model: type[Any], organisation: Organisation, pks: Sequence[object]) -> int:
    """A few rows in one transaction of their own, so that nobody waits for long."""
    with transaction.atomic():
        rows = list(_rows(model, organisation).select_for_update().filter(pk__in=pks))
        for row in rows:
            row.reseal().save()
    return len(rows)


def _keep_writers_out() -> None:
    """SQLite has one writer anyway; PostgreSQL lets others write unless the tables are locked."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in sealed_models())
            cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
