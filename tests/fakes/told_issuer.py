"""An issuer whose keys a test names; it counts how often it is asked."""

from datetime import datetime

from joserfc.jwk import ECKey, RSAKey

from checker.domain.job_token import IssuerKey
from checker.errors import IssuerUnavailableError
from checker.formats.issuer_keys import read_issuer_keys
from tests.job_issuer import key_set


class ToldIssuerKeys:
    def __init__(self, *keys: RSAKey | ECKey, issuer: str) -> None:
        self._keys = read_issuer_keys(key_set(*keys), issuer=issuer)
        self.is_down = False
        self.asked: list[tuple[str, datetime]] = []

    def find(self, name: str, *, now: datetime) -> IssuerKey | None:
        self.asked.append((name, now))
        if self.is_down:
            raise IssuerUnavailableError("the issuer did not give its keys")
        return self._keys.get(name)
