"""Used tokens of jobs as rows."""

from datetime import datetime

from checker.adapters.server_state.database import ServerDatabase, cell_of
from checker.domain.job_token import MOST_SKEW

_FORGET = "DELETE FROM used_tokens WHERE until < ?"
_FIND = "SELECT 1 FROM used_tokens WHERE issuer = ? AND number = ? UNION ALL SELECT 1 FROM accepted WHERE moment >= ?"
_USE = "INSERT INTO used_tokens (issuer, number, until) VALUES (?, ?, ?)"


class SqliteUsedTokens:
    """The port `UsedTokens` in the state of a server."""

    def __init__(self, database: ServerDatabase) -> None:
        self._database = database

    def use(self, *, issuer: str, number: str, issued: datetime, until: datetime, now: datetime) -> bool:
        """See `ports.used_tokens.UsedTokens`."""
        with self._database.deciding() as connection:
            connection.execute(_FORGET, (cell_of(now),))
            if connection.execute(_FIND, (issuer, number, cell_of(issued - MOST_SKEW))).fetchone():
                return False
            connection.execute(_USE, (issuer, number, cell_of(until)))
            return True
