"""Access tokens as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from checker.adapters.server_state.database import ServerDatabase, cell_of, moment_of
from checker.domain.access_token import AccessToken
from checker.domain.namespace import Namespace
from checker.domain.principal import Role
from checker.errors import ConflictError, NotFoundError
from checker.formats.canonical import canonical_bytes
from checker.formats.strict_json import read_json

_COLUMNS = "number, label, namespace, projects, roles, made, expires, revoked"
_FIND = f"SELECT {_COLUMNS}, proof FROM tokens WHERE number = ?"  # noqa: S608 - the columns are ours
_LIST = f"SELECT {_COLUMNS} FROM tokens ORDER BY seq DESC"  # noqa: S608 - as above
_KEEP = f"INSERT INTO tokens ({_COLUMNS}, proof) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - as above
_REVOKE = "UPDATE tokens SET revoked = ? WHERE number = ? AND revoked IS NULL"


class SqliteAccessTokens:
    """The port `AccessTokens` in the state of a server."""

    def __init__(self, database: ServerDatabase) -> None:
        self._database = database

    def keep(self, token: AccessToken, *, proof: bytes) -> None:
        """See `ports.access_tokens.AccessTokens`."""
        with self._database.deciding() as connection:
            if connection.execute(_FIND, (token.number,)).fetchone():
                raise ConflictError(f"there is a token {token.number} already", hint="make it again")
            connection.execute(_KEEP, (*_cells(token), proof))

    def find(self, number: str) -> tuple[AccessToken, bytes] | None:
        """See `ports.access_tokens.AccessTokens`."""
        with self._database.reading() as connection:
            found = connection.execute(_FIND, (number,)).fetchone()
            return (_token(found[:-1]), found[-1]) if found else None

    def list_tokens(self) -> tuple[AccessToken, ...]:
        """See `ports.access_tokens.AccessTokens`."""
        with self._database.reading() as connection:
            return tuple(map(_token, connection.execute(_LIST).fetchall()))

    def revoke(self, number: str, *, at: datetime) -> AccessToken:
        """See `ports.access_tokens.AccessTokens`."""
        with self._database.deciding() as connection:
            connection.execute(_REVOKE, (cell_of(at), number))
            found = connection.execute(_FIND, (number,)).fetchone()
            if found is None:
                raise NotFoundError(f"there is no token {number!a}", hint="clean-release token list shows them")
            return _token(found[:-1])


def _cells(token: AccessToken) -> tuple[Any, ...]:
    return (
        token.number,
        token.label,
        str(token.namespace),
        canonical_bytes(list(token.projects)).decode(),
        canonical_bytes(sorted(token.roles)).decode(),
        cell_of(token.made),
        cell_of(token.expires),
        None if token.revoked is None else cell_of(token.revoked),
    )


def _token(row: Sequence[Any]) -> AccessToken:
    number, label, namespace, projects, roles, made, expires, revoked = row
    return AccessToken(
        number=number,
        label=label,
        namespace=Namespace(namespace),
        projects=tuple(_words(projects)),
        roles=frozenset(map(Role, _words(roles))),
        made=moment_of(made),
        expires=moment_of(expires),
        revoked=None if revoked is None else moment_of(revoked),
    )


def _words(cell: str) -> list[str]:
    found = read_json(cell.encode(), source="a token")
    return [str(word) for word in found] if isinstance(found, list) else []
