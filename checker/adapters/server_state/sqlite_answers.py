"""Kept answers as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from checker.adapters.server_state.database import ServerDatabase, cell_of, moment_of
from checker.domain.asked_once import KEPT, AskedKey, AskedRequest, KeptAnswer
from checker.errors import NotFoundError
from checker.formats.canonical import canonical_bytes
from checker.formats.strict_json import read_json

_WHICH = "WHERE label = ? AND namespace = ? AND project = ? AND key = ?"
_FORGET_OLD = "DELETE FROM answers WHERE begun <= ?"
_FIND = f"SELECT request, begun, status, headers, body, holder FROM answers {_WHICH}"  # noqa: S608 - the columns are ours
_BEGIN = "INSERT INTO answers (label, namespace, project, key, request, begun, holder) VALUES (?, ?, ?, ?, ?, ?, ?)"
_TAKE = f"UPDATE answers SET holder = ? {_WHICH} AND request = ? AND holder = ? AND status IS NULL"  # noqa: S608 - as above
_ANSWER = f"UPDATE answers SET status = ?, headers = ?, body = ? {_WHICH} AND status IS NULL"  # noqa: S608 - as above
_FORGET = f"DELETE FROM answers {_WHICH} AND status IS NULL"  # noqa: S608 - as above


class SqliteAnswers:
    """The port `KeptAnswers` in the state of a server."""

    def __init__(self, database: ServerDatabase) -> None:
        self._database = database

    def begin(self, key: AskedKey, *, request: str, holder: str, now: datetime) -> AskedRequest | None:
        """See `ports.kept_answers.KeptAnswers`."""
        with self._database.changing() as connection:
            connection.execute(_FORGET_OLD, (cell_of(now - KEPT),))
            if found := connection.execute(_FIND, _cells(key)).fetchone():
                return _request(found)
            connection.execute(_BEGIN, (*_cells(key), request, cell_of(now), holder))
            return None

    def take_over(self, key: AskedKey, *, request: str, holder: str, left_by: str) -> bool:
        """See `ports.kept_answers.KeptAnswers`."""
        with self._database.changing() as connection:
            return connection.execute(_TAKE, (holder, *_cells(key), request, left_by)).rowcount == 1

    def answer(self, key: AskedKey, *, request: str, answer: KeptAnswer) -> None:
        """See `ports.kept_answers.KeptAnswers`."""
        headers = canonical_bytes([list(header) for header in answer.headers]).decode()
        with self._database.changing() as connection:
            found = connection.execute(_FIND, _cells(key)).fetchone()
            if found is None or found[0] != request:
                raise NotFoundError("no such request was begun with this key")
            connection.execute(_ANSWER, (answer.status, headers, answer.body, *_cells(key)))

    def forget(self, key: AskedKey) -> None:
        """See `ports.kept_answers.KeptAnswers`."""
        with self._database.changing() as connection:
            connection.execute(_FORGET, _cells(key))


def _cells(key: AskedKey) -> tuple[str, str, str, str]:
    return (key.label, str(key.namespace), key.project, key.key)


def _request(row: Sequence[Any]) -> AskedRequest:
    request, begun, status, headers, body, holder = row
    answer = None if status is None else KeptAnswer(status=status, headers=_headers(headers), body=body)
    return AskedRequest(request=request, begun=moment_of(begun), holder=holder, answer=answer)


def _headers(cell: str) -> tuple[tuple[str, str], ...]:
    found = read_json(cell.encode(), source="a kept answer")
    pairs = found if isinstance(found, list) else []
    return tuple((str(pair[0]), str(pair[1])) for pair in pairs if isinstance(pair, list))
