"""The history of a server's state: the changes of what decides who may call, held against the mark beside it.

A state is the newest one if the change that its mark names is in it. A copy that was put back lacks it, and so does a
state with another history, since each change has a random seal.
"""

import secrets
import sqlite3

from checker.adapters.server_state.mark import ACCEPT, NOTHING, Change, StateMark
from checker.errors import StoreError

_KEPT = 1000
"""How many changes are kept: more than are made between the writing of a mark and its reading."""
_SEAL_BYTES = 16

_LAST = "SELECT number, seal FROM changes ORDER BY number DESC LIMIT 1"
_IS_THERE = "SELECT 1 FROM changes WHERE number = ? AND seal = ?"
_CHANGE = "INSERT INTO changes (number, seal) VALUES (?, ?)"
_FORGET = "DELETE FROM changes WHERE number <= ?"


def begin_to_mark(connection: sqlite3.Connection, mark: StateMark) -> None:
    """Make the mark of a state that has none because nothing was ever changed in it, or whose last change it missed.

    Raises:
        StoreError: the state is not what its mark says.
    """
    refuse_older(connection, mark)
    mark.make()
    if (last := last_change(connection)).number:
        mark.move(last)


def refuse_older(connection: sqlite3.Connection, mark: StateMark) -> None:
    """Make sure that the state is the newest that there was; the mark is read first, so a change may only be newer.

    Raises:
        StoreError: it is older than its mark, has another history, or has no mark.
    """
    if fault := fault_of(connection, mark.read()):
        raise StoreError(fault, hint=ACCEPT)


def fault_of(connection: sqlite3.Connection, marked: Change | None) -> str:
    """Why a state is not what this mark says, in one sentence; empty where it is.

    NOTE: an empty mark was made with the state; whoever was stopped before they wrote into it made the first change.
    """
    number = last_change(connection).number
    if marked is None:
        return f"the state of the server has no mark, expected one of its change {number}" if number else ""
    if marked.number > number:
        return f"the state of the server is older than its mark: its last change is {number}, expected {marked.number}"
    is_there = connection.execute(_IS_THERE, (marked.number, marked.seal)).fetchone() or (
        not marked.number and number <= 1
    )
    return "" if is_there else "the state of the server has another history than its mark says, expected the same one"


def last_change(connection: sqlite3.Connection) -> Change:
    """The last change; of number 0 where nothing was ever changed."""
    found = connection.execute(_LAST).fetchone()
    return Change(number=found[0], seal=found[1]) if found else NOTHING


def sealed(connection: sqlite3.Connection, *, after: int) -> Change:
    """The next change, recorded within the transaction that makes it."""
    change = Change(number=after + 1, seal=secrets.token_hex(_SEAL_BYTES))
    connection.execute(_CHANGE, (change.number, change.seal))
    connection.execute(_FORGET, (change.number - _KEPT,))
    return change
