"""The port for access tokens: what a server keeps of those it gave out."""

from datetime import datetime
from typing import Protocol

from checker.domain.access_token import AccessToken


class AccessTokens(Protocol):
    """The tokens a server gave out; none is ever forgotten, and one that was revoked stays so."""

    def keep(self, token: AccessToken, *, proof: bytes) -> None:
        """Keep a token with the SHA-256 of its text.

        Raises:
            ConflictError: there is one with this number.
        """
        ...

    def find(self, number: str) -> tuple[AccessToken, bytes] | None:
        """The token of a number, with the SHA-256 of its text; None where there is none."""
        ...

    def list_tokens(self) -> tuple[AccessToken, ...]:
        """All of them, the newest first."""
        ...

    def revoke(self, number: str, *, at: datetime) -> AccessToken:
        """The token, which counts no more; one that was revoked before keeps the moment it had.

        Raises:
            NotFoundError: there is none with this number.
        """
        ...
