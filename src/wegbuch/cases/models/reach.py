"""Which cases somebody reaches, as one piece of SQL: nearly every page asks it, and building it was dearer than asking.

The texts are constant; every value goes as a parameter.
"""

from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.expressions import RawSQL

from wegbuch.access.models import User
from wegbuch.core import clock
from wegbuch.core.one_go import Given

# First by user, as the index case_access_of_user goes.
OPEN_PLACES = """SELECT case_id FROM cases_caseaccess
    WHERE organisation_id = %s AND starts_at <= %s AND (ends_at IS NULL OR ends_at > %s) AND user_id """
HER_OWN = OPEN_PLACES + "= %s AND kind = 'team'"
STANDING_IN = """IN (SELECT %s UNION ALL SELECT absent_id FROM access_deputyship
    WHERE organisation_id = %s AND deputy_id = %s AND starts_on <= %s AND ends_on >= %s)"""
HERS = OPEN_PLACES + STANDING_IN + " AND kind = 'team'"
HERS_OR_OPENED = OPEN_PLACES + STANDING_IN + " AND (kind = 'team' OR (kind = 'break_glass' AND user_id = %s))"


def her_own(user: User) -> RawSQL:
    """Ids of the cases in whose team this user is."""
    return RawSQL(HER_OWN, [*_places(user), _id(user.pk)])  # noqa: S611


def hers(user: User) -> RawSQL:
    """Also those of colleagues this user stands in for today."""
    return RawSQL(HERS, [*_places(user), *_standing_in(user)])  # noqa: S611


def hers_or_opened(user: User) -> RawSQL:
    """Also those this user opened with a reason."""
    return _reached(*_known(user))


def reached_by(user: Given, organisation: Given, now: Given, today: Given) -> RawSQL:
    """As `hers_or_opened`, in a question that is built once and asked for many."""
    return _reached(user, organisation, now, today)


def _reached(user: Any, organisation: Any, now: Any, today: Any) -> RawSQL:
    values = [*_in_places(organisation, now), *_in_standing_in(user, organisation, today), user]
    return RawSQL(HERS_OR_OPENED, values)  # noqa: S611


def _places(user: User) -> list[Any]:
    _user, organisation, now, _today = _known(user)
    return _in_places(organisation, now)


def _standing_in(user: User) -> list[Any]:
    pk, organisation, _now, today = _known(user)
    return _in_standing_in(pk, organisation, today)


def _in_places(organisation: Any, now: Any) -> list[Any]:
    return [organisation, now, now]


def _in_standing_in(user: Any, organisation: Any, today: Any) -> list[Any]:
    return [user, organisation, user, today, today]


def _known(user: User) -> tuple[Any, Any, Any, Any]:
    """User, organisation, this instant and today as the database is given them."""
    now, today = clock.now(), clock.today()
    instant, day = connection.ops.adapt_datetimefield_value(now), connection.ops.adapt_datefield_value(today)
    return _id(user.pk), _id(user.organisation_id), instant, day


def _id(value: UUID | None) -> Any:
    return models.UUIDField().get_db_prep_value(value, connection)
