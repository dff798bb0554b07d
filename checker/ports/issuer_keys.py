"""The port for the public keys of an issuer of tokens."""

from datetime import datetime
from typing import Protocol

from checker.domain.job_token import IssuerKey


class IssuerKeys(Protocol):
    """The keys that an issuer signs with now."""

    def find(self, name: str, *, now: datetime) -> IssuerKey | None:
        """The key of a name; None where the issuer was asked lately and has none.

        Raises:
            IssuerUnavailableError: the issuer did not say; nothing is known of who calls then.
        """
        ...
