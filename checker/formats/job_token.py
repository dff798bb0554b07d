"""The token of a job: a JSON Web Token (RFC 7519) of an issuer that the server's configuration names.

The best current practice (RFC 8725) as rules: the algorithm is the key's, from a list of two; the key is the issuer's,
never one that the token brings; issuer, audience and times are always there and always compared; what is not known is
refused. GitHub's claims: https://docs.github.com/en/actions/reference/security/oidc.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from checker.domain.job_token import ALGORITHMS, LONGEST_LIFE, MOST_SKEW, IssuerKey, JobClaims
from checker.domain.limits import DocumentLimits
from checker.errors import InputRefusedError, UnauthenticatedError
from checker.formats.issuer_keys import native_key
from checker.formats.strict_json import read_json

MOST_CHARACTERS = 16 * 1024
_LIMITS = DocumentLimits(bytes=MOST_CHARACTERS, depth=4, nodes=500)
_FORM = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_HEADER = frozenset({"alg", "kid", "typ", "x5t"})
_LONGEST_CLAIM = 1024
_TEXTS = ("sub", "jti", "job_workflow_ref", "ref", "event_name")
_NUMBERS = ("repository_id", "repository_owner_id")
_DIGITS = re.compile(r"[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnverifiedToken:
    """What a token says of itself; nothing of it is believed, but it tells which key to ask for."""

    text: str = field(repr=False)
    algorithm: str
    key_name: str
    claims: Mapping[str, Any]


def is_job_token(text: str) -> bool:
    """Whether a text has the form of such a token."""
    return len(text) <= MOST_CHARACTERS and _FORM.fullmatch(text) is not None


def read_job_token(text: str, *, issuer: str) -> UnverifiedToken:
    """A token that says it is of an issuer, signed in one of our ways.

    Raises:
        UnauthenticatedError: it is none, or says something else.
    """
    if not is_job_token(text):
        raise _refused("it has not the form of a token of a job")
    head, body, _ = text.split(".")
    header, claims = _object(head, "header"), _object(body, "claims")
    name = header.get("kid")
    if not header.keys() <= _HEADER or header.get("typ", "JWT") != "JWT":
        raise _refused("its header has fields or a type that are not known")
    if header.get("alg") not in ALGORITHMS:
        raise _refused(f"it is signed in another way than {' or '.join(ALGORITHMS)}")
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_CLAIM:
        raise _refused("it does not name a key")
    if claims.get("iss") != issuer:
        raise _refused("it is of another issuer")
    return UnverifiedToken(text=text, algorithm=str(header["alg"]), key_name=name, claims=claims)


def verify_job_token(token: UnverifiedToken, *, key: IssuerKey, audience: str, now: datetime) -> JobClaims:
    """What the issuer says of the job, signed with one of its keys, for this server, and at this time.

    Raises:
        UnauthenticatedError: any of that is not so, or a claim is missing, empty or of another kind.
    """
    if token.algorithm != key.algorithm:
        raise _refused("it is signed in another way than its key signs")
    try:
        jws.deserialize_compact(token.text.encode(), native_key(key), algorithms=[key.algorithm])
    except (JoseError, ValueError, TypeError):
        raise _refused("its signature is not of the issuer's key") from None
    claims = token.claims
    if claims.get("aud") != audience:
        raise _refused("it was made for another audience")
    issued, expires = _refuse_other_time(claims, now=now)
    texts = {name: _text(claims, name) for name in _TEXTS}
    numbers = {name: _number(claims, name) for name in _NUMBERS}
    return JobClaims(
        subject=texts["sub"],
        number=texts["jti"],
        repository_id=numbers["repository_id"],
        owner_id=numbers["repository_owner_id"],
        workflow_ref=texts["job_workflow_ref"],
        ref=texts["ref"],
        event=texts["event_name"],
        environment=_text(claims, "environment") if "environment" in claims else "",
        issued=issued,
        expires=expires,
    )


def _refuse_other_time(claims: Mapping[str, Any], *, now: datetime) -> tuple[datetime, datetime]:
    """When the token was issued, and from when on it counts no more, where it counts now."""
    issued, begins, expires = (_moment(claims, name) for name in ("iat", "nbf", "exp"))
    if now >= expires + MOST_SKEW:
        raise _refused("it is over")
    if max(issued, begins) > now + MOST_SKEW:
        raise _refused("it does not count yet")
    if not begins <= expires or not issued < expires <= issued + LONGEST_LIFE:
        raise _refused("it counts for longer than a job")
    return issued, expires + MOST_SKEW


def _moment(claims: Mapping[str, Any], name: str) -> datetime:
    seconds = claims.get(name)
    if type(seconds) is not int or not 0 < seconds < 2**33:
        raise _refused(f"its claim {name} is missing or no time")
    return datetime.fromtimestamp(seconds, tz=UTC)


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_CLAIM or not value.isprintable():
        raise _refused(f"its claim {name} is missing, empty or no text")
    return value


def _number(claims: Mapping[str, Any], name: str) -> int:
    value = claims.get(name)
    if not isinstance(value, str) or _DIGITS.fullmatch(value) is None:
        raise _refused(f"its claim {name} is missing or no number")
    return int(value)


def _object(part: str, what: str) -> dict[str, Any]:
    try:
        data = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        document = read_json(data, source=what, limits=_LIMITS)
    except (binascii.Error, ValueError, InputRefusedError):
        raise _refused(f"its {what} cannot be read") from None
    if not isinstance(document, dict):
        raise _refused(f"its {what} cannot be read")
    return document


def _refused(reason: str) -> UnauthenticatedError:
    return UnauthenticatedError(reason=reason)
