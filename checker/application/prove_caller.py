"""Prove who calls a server, by the one header that says it.

Every failure is the same answer; what it was, only the server's own log says. An access token that counts proves its
principal wherever it comes from: to look it up costs one read, and 256 random bits are not guessed, so that nobody is
shut out by whoever shares their address, or knows the number of their token. Whatever else comes from where calls
failed often is not looked at for a while, so that nothing is written, and no signature computed, at a guesser's pace. A
call without any proof counts for nothing: there was nothing to look at.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from checker.domain.access_token import AccessToken, number_of, proof_of
from checker.domain.call_limit import CallLimits, Counted
from checker.domain.job_token import JobTrust
from checker.domain.principal import Principal
from checker.errors import ForbiddenError, TooManyRequestsError, UnauthenticatedError
from checker.formats.job_token import MOST_CHARACTERS, read_job_token, verify_job_token
from checker.ports.access_tokens import AccessTokens
from checker.ports.call_tally import CallTally
from checker.ports.issuer_keys import IssuerKeys
from checker.ports.used_tokens import UsedTokens

_BEARER = re.compile(r"[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9._~+/=-]+)")
_NO_PROOF = bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedIssuer:
    """Whose tokens of jobs are taken, and its keys."""

    trust: JobTrust
    keys: IssuerKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofServices:
    """What a proof is held against; without an issuer no job is known."""

    tokens: AccessTokens
    used: UsedTokens
    tally: CallTally
    limits: CallLimits
    issuer: TrustedIssuer | None = None


def prove_caller(authorization: str, *, address: str, now: datetime, services: ProofServices) -> Principal:
    """The principal that the header `Authorization` proves.

    Args:
        authorization: the header's value; empty where there is none.
        address: who is at the other end; whose failures are counted.
        now: the present moment.
        services: what it is held against.

    Raises:
        UnauthenticatedError: it proves nobody.
        ForbiddenError: it proves a job that the configuration has no entry for.
        TooManyRequestsError: it proves nobody by itself, and too many calls from this address, or with this token,
            proved nobody lately.
        IssuerUnavailableError: whether it proves somebody cannot be known now.
    """
    if not authorization:
        raise UnauthenticatedError(reason="nothing was shown")
    found = _BEARER.fullmatch(authorization) if len(authorization) <= MOST_CHARACTERS else None
    text = found[1] if found else ""
    token, fault = _token_of(text, now=now, services=services)
    if token and not fault:
        return token.principal
    _refuse_locked_out(Counted.FAILURE_OF_ADDRESS, address, now=now, services=services)
    try:
        if "." in text:
            return _of_job(text, now=now, services=services)
        raise _failure(text, token, fault, now=now, services=services)
    except (UnauthenticatedError, ForbiddenError):
        services.tally.count(Counted.FAILURE_OF_ADDRESS, address, limit=services.limits.failures, now=now)
        raise


def _token_of(text: str, *, now: datetime, services: ProofServices) -> tuple[AccessToken | None, str]:
    """The token of the number that a text spells, and why it does not count; how long it takes does not tell which."""
    number = number_of(text)
    if not number:
        return None, ""
    token, proof = services.tokens.find(number) or (None, _NO_PROOF)
    is_shown = hmac.compare_digest(proof_of(text), proof)
    fault = token.fault_at(now) if token else ""
    return token, fault if is_shown else "shown with another secret"


def _failure(
    text: str, token: AccessToken | None, fault: str, *, now: datetime, services: ProofServices
) -> UnauthenticatedError:
    """Why a text proves nobody, counted for its token where it spells one.

    Raises:
        TooManyRequestsError: the token of its number was shown too often without counting.
    """
    if not text:
        return UnauthenticatedError(reason="what was shown is not `Bearer` with a token")
    number = number_of(text)
    if not number:
        return UnauthenticatedError(reason="it has not the form of a token")
    _refuse_locked_out(Counted.FAILURE_OF_TOKEN, number, now=now, services=services)
    if token is None:
        return UnauthenticatedError(reason=f"there is no token {number}")
    services.tally.count(Counted.FAILURE_OF_TOKEN, number, limit=services.limits.failures, now=now)
    return UnauthenticatedError(reason=f"the token {number} is {fault}")


def _of_job(text: str, *, now: datetime, services: ProofServices) -> Principal:
    if services.issuer is None:
        raise UnauthenticatedError(reason="a token of a job was shown, and no issuer is configured")
    issuer, trust = services.issuer, services.issuer.trust
    token = read_job_token(text, issuer=trust.issuer)
    key = issuer.keys.find(token.key_name, now=now)
    if key is None:
        raise UnauthenticatedError(reason="it names a key that the issuer does not have")
    claims = verify_job_token(token, key=key, audience=trust.audience, now=now)
    principal = trust.principal_of(claims)
    if not services.used.use(
        issuer=trust.issuer, number=claims.number, issued=claims.issued, until=claims.expires, now=now
    ):
        raise UnauthenticatedError(reason="the token of the job was used before")
    return principal


def _refuse_locked_out(counted: Counted, name: str, *, now: datetime, services: ProofServices) -> None:
    limit = services.limits.failures
    oldest = services.tally.oldest_of_full(counted, name, limit=limit, now=now)
    if oldest is not None:
        raise TooManyRequestsError(
            f"{limit.most} calls in {limit.seconds} seconds did not prove who calls",
            retry_after=limit.retry_after(oldest, now=now),
        )
