"""Older states that somebody accepted, as rows: each leaves a trace, and no token of it counts."""

from contextlib import suppress
from datetime import datetime

from checker.adapters.server_state.database import ServerDatabase, cell_of, moment_of
from checker.adapters.server_state.history import fault_of, last_change
from checker.adapters.server_state.mark import NOTHING, Change
from checker.domain.accepted_state import AcceptedState
from checker.errors import ConflictError, StoreError

_COUNTED = "SELECT count(*) FROM tokens WHERE revoked IS NULL AND expires > ?"
_REVOKE = "UPDATE tokens SET revoked = ? WHERE revoked IS NULL"
_ACCEPT = "INSERT INTO accepted (moment, found, expected, revoked) VALUES (?, ?, ?, ?)"
_LIST = "SELECT moment, found, expected, revoked FROM accepted ORDER BY seq DESC"


def accept_state(database: ServerDatabase, *, at: datetime) -> AcceptedState:
    """Take the state as it is: every token in it is revoked, and tokens of jobs from before are taken for used.

    Raises:
        ConflictError: the state is what its mark says, so there is nothing to accept.
        StoreError: nothing was changed.
    """
    marked = _marked(database)
    expected = (marked or NOTHING).number
    with database.accepting(expected=expected) as connection:
        if not fault_of(connection, marked):
            raise ConflictError("the state of the server is what its mark says", hint="there is nothing to accept")
        (revoked,) = connection.execute(_COUNTED, (cell_of(at),)).fetchone()
        found = last_change(connection).number
        connection.execute(_REVOKE, (cell_of(at),))
        connection.execute(_ACCEPT, (cell_of(at), found, expected, revoked))
    return AcceptedState(moment=at, found=found, expected=expected, revoked=revoked)


def accepted_states(database: ServerDatabase) -> tuple[AcceptedState, ...]:
    """All that were ever accepted, the newest first."""
    with database.reading() as connection:
        rows = connection.execute(_LIST).fetchall()
    return tuple(
        AcceptedState(moment=moment_of(moment), found=found, expected=expected, revoked=revoked)
        for moment, found, expected, revoked in rows
    )


def _marked(database: ServerDatabase) -> Change | None:
    """What the mark names; None where it cannot be read, as where there is none."""
    with suppress(StoreError):
        return database.mark.read()
    return None
