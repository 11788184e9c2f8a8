"""A connection that tells the server for which organisation each statement is asked.

The server keeps what it was told for as long as the session lives and forgets it with a rollback; so does this.
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from wegbuch.core import row_security


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection; before a statement it says whose data are meant, if that is not what it said last."""

    _told: row_security.Meant | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told = None
        self.execute_wrappers.append(self._tell_first)

    def get_new_connection(self, conn_params: Any) -> Any:
        self._told = None
        return super().get_new_connection(conn_params)

    def init_connection_state(self) -> None:
        super().init_connection_state()
        # The server takes the walls between rows for so much work that it would compile its way through a page: of
        # a second for the report of a year, seven tenths.
        self.connection.execute("SET jit = off")
        # Days that are read as text are read as 2026-11-26, whatever the server's own habit.
        self.connection.execute("SET datestyle = 'ISO, YMD'")

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self._told = None

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._told = None

    def _tell_first(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        meant = row_security.meant()
        if meant != self._told and row_security.must_know(meant, sql) and not self._is_broken():
            self.tell(meant)
        return execute(sql, params, many, context)

    def _is_broken(self) -> bool:
        """Whether the server takes nothing but a rollback now."""
        return self.connection.info.transaction_status == TransactionStatus.INERROR

    def tell(self, meant: row_security.Meant) -> None:
        """Say whose rows the following statements are about."""
        with self.wrap_database_errors:
            self.connection.execute(row_security.TELL, meant)
        self._told = meant
