"""Access tokens: what a caller of the server shows to be a principal, `crt_` with a number, a secret and a check sum.

The number finds the token without a search by the secret; the secret is 256 random bits, of which only the SHA-256 of
the whole text is kept; the check sum lets a scanner of leaked secrets know the form from chance. The form of GitHub's
tokens, https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats, shows why.
"""

import hashlib
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from checker.domain.identity import Method
from checker.domain.namespace import Namespace
from checker.domain.principal import Principal, Role
from checker.errors import UsageError

NUMBER_BYTES, SECRET_BYTES = 6, 32
LONGEST_LIFE = timedelta(days=365)
ISSUER = "clean-release"
"""Who vouches for a principal that showed one: this server itself."""

MOST_PROJECTS = 100
_BEGINNING = "crt_"
_NUMBER = re.compile(r"[0-9a-f]{12}")
_FORM = re.compile(r"crt_([0-9a-f]{12})_[0-9a-f]{64}([0-9a-f]{8})")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """A token as it is kept: whom it makes of its bearer, and from when until when; the secret is not in it."""

    number: str
    label: str
    namespace: Namespace
    projects: tuple[str, ...]
    roles: frozenset[Role]
    made: datetime
    expires: datetime
    revoked: datetime | None = None

    def fault_at(self, now: datetime) -> str:
        """Why it does not count at a moment, in words for the server's own log; empty where it does."""
        if self.revoked is not None:
            return "revoked"
        return "" if now < self.expires else "expired"

    @property
    def principal(self) -> Principal:
        """Whom it makes of its bearer."""
        return Principal(
            label=self.label,
            namespace=self.namespace,
            projects=self.projects,
            roles=self.roles,
            method=Method.TOKEN,
            issuer=ISSUER,
            subject=self.number,
        )


def spell_token(number: bytes, secret: bytes) -> str:
    """The text of a token of these random bytes."""
    body = f"{_BEGINNING}{number.hex()}_{secret.hex()}"
    return body + _check_sum(body)


def number_of(text: str) -> str:
    """The number of the token that a text spells; empty where it spells none, so that nothing is asked for it."""
    found = _FORM.fullmatch(text)
    if found is None or _check_sum(text[: -len(found[2])]) != found[2]:
        return ""
    return found[1]


def is_number(text: str) -> bool:
    """Whether a text has the form of the number of a token."""
    return _NUMBER.fullmatch(text) is not None


def proof_of(text: str) -> bytes:
    """What is kept of a token: the SHA-256 (32 bytes) of its text, which nobody turns back into 256 random bits."""
    return hashlib.sha256(text.encode()).digest()


def refuse_no_life(life: timedelta) -> None:
    """Refuse a token that counts for no time, or for longer than somebody remembers that it exists.

    Raises:
        UsageError: it is so.
    """
    if not timedelta(0) < life <= LONGEST_LIFE:
        raise UsageError(
            f"a token that counts for {life / timedelta(days=1):g} days was asked for, "
            "expected more than nothing and at most 365 days",
            hint="give --expires-in 30d, for example, and make another one in time",
        )


def refuse_nothing_given(projects: Sequence[str], roles: Sequence[Role]) -> None:
    """Refuse a token for no project, for more than a person can oversee, or without a role.

    Raises:
        UsageError: it is so.
    """
    if not 1 <= len(set(projects)) <= MOST_PROJECTS:
        raise UsageError(
            f"a token for {len(set(projects))} projects was asked for, expected 1 to {MOST_PROJECTS}",
            hint="give --project NAME, once for each",
        )
    if not roles:
        raise UsageError("a token without a role was asked for", hint=f"give --role {'|'.join(Role)}")


def _check_sum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"
