"""Sessions as Django keeps them in the database, read with a question that is not built anew on every page."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connections, router

from wegbuch.core import clock

CONTENT = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        """What this session holds; nothing, and no key any more, if there is none or it has ended."""
        connection = connections[router.db_for_read(self.model)]
        with connection.cursor() as cursor:
            cursor.execute(CONTENT, [self.session_key, connection.ops.adapt_datetimefield_value(clock.real_now())])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found[0])
