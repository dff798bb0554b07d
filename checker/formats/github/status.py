"""What an answer's status means: the table "where absence lies".

"Could not read" looks like "absent" in many places: a 404 may be authoritative, may hide for want of a permission, or
may contradict another answer. Only the provider's own words, or a permission that this very capture proves, turn a
404 into an absence. Source: GitHub's REST documentation and recorded answers (`tests/data/github`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from checker.domain.observation import Detail, Status

_SAYS_ABSENT = re.compile(r"Branch not protected|Vulnerability alerts are disabled\.|.+ not enabled")
_UPGRADE = re.compile(r"Upgrade to GitHub (Pro|Team|Enterprise)\b.*")
_SWITCHED_OFF = re.compile(
    r"(Dependabot alerts are|Secret scanning is) disabled (for|on) this repository.*"
    r"|((Advanced|Code) Security must be|Code scanning is not) enabled for this repository.*"
    r"|GitHub Code Security or GitHub Advanced Security is not enabled.*"
)
_RATE_LIMIT = re.compile(r"secondary rate limit|abuse detection|rate limit exceeded", re.IGNORECASE)
_BARE = "Not Found"

OK, NO_CONTENT, NOT_MODIFIED = 200, 204, 304
UNAUTHORISED, FORBIDDEN, MISSING, TOO_MANY = 401, 403, 404, 429
REDIRECTS = frozenset({301, 302, 307, 308})
_FIRST_SERVER_ERROR = 500
RETRIED = frozenset({502, 503, 504})


class Absence(StrEnum):
    """What a 404 can come to on an endpoint."""

    NEVER = "never"
    """An empty thing is answered with 200 (`[]`), so a 404 is never absence: keys, hooks, everything listed."""
    WHEN_SAID_OR_PROVEN = "when_said_or_proven"
    """The message says so, or a permission this capture proves leaves no other reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an answer says about itself, without its content; `failure` says why there is none."""

    http: int
    message: str = ""
    headers: Mapping[str, str]
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What else a capture knows about the thing that was asked for.

    `proven`: another answer needed the same permission and was given. `contradicted`: another answer says that the
    thing exists. `needs`: the permission this endpoint takes.
    """

    absence: Absence = Absence.NEVER
    proven: bool = False
    contradicted: bool = False
    needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What an answer comes to; `is_absent` is an authoritative absence and goes with `collected`."""

    status: Status
    is_absent: bool = False
    detail: Detail = field(default_factory=Detail)


def meaning_of(answered: Answered, known: Circumstances) -> Meaning:
    """What one REST answer means under the circumstances; whatever is not known to be read is not collected."""
    if answered.failure:
        return _unread(Status.ERROR, answered, answered.failure, retryable=True)
    if answered.http in (OK, NO_CONTENT):
        return Meaning(status=Status.COLLECTED)
    if answered.http == MISSING:
        return _missing(answered, known)
    if is_rate_limited(answered):
        return _unread(Status.ERROR, answered, "the rate limit was reached", retryable=True)
    if answered.http in (UNAUTHORISED, FORBIDDEN):
        return _refused(answered, known)
    return _unread(Status.ERROR, answered, _failure(answered.http), retryable=answered.http in RETRIED)


def _refused(answered: Answered, known: Circumstances) -> Meaning:
    if answered.http == FORBIDDEN and _UPGRADE.match(answered.message):
        plan = "a plan that has this feature, or a public repository"
        return _unread(Status.UNSUPPORTED, answered, "the plan does not have it", needs=plan)
    if _SWITCHED_OFF.fullmatch(answered.message):
        return _switched_off(answered)
    needs = _needs(answered, known)
    return _unread(Status.DENIED, answered, "the credential may not read it", needs=needs)


def _switched_off(answered: Answered) -> Meaning:
    """No permission would settle it, and nothing was found because nobody looked."""
    return _unread(Status.UNSUPPORTED, answered, "the repository has it switched off", needs="the feature switched on")


def _missing(answered: Answered, known: Circumstances) -> Meaning:
    can_be_absent = known.absence is Absence.WHEN_SAID_OR_PROVEN
    if can_be_absent and _SAYS_ABSENT.fullmatch(answered.message):
        return Meaning(status=Status.COLLECTED, is_absent=True)
    if _SWITCHED_OFF.fullmatch(answered.message):
        return _switched_off(answered)
    needs = _needs(answered, known)
    if known.contradicted:
        why = "another answer says that it exists, so this one hides it"
        return _unread(Status.DENIED, answered, why, needs=needs)
    if can_be_absent and known.proven and is_bare(answered.message):
        return Meaning(status=Status.COLLECTED, is_absent=True)
    return _unread(Status.NOT_FOUND, answered, "it is not there, or the credential may not see it", needs=needs)


def _needs(answered: Answered, known: Circumstances) -> str:
    """What would settle it, in the provider's own words where it says so: a permission, or the scope a token lacks.

    Only classic tokens have scopes, and their answers name both those they have and those that would do.
    """
    if permission := answered.headers.get("x-accepted-github-permissions"):
        return permission
    had, enough = (_scopes(answered.headers.get(name, "")) for name in ("x-oauth-scopes", "x-accepted-oauth-scopes"))
    is_lacking = "x-oauth-scopes" in answered.headers and enough and not had & enough
    return f"{known.needs} (scope {' or '.join(sorted(enough))})" if is_lacking else known.needs


def _scopes(text: str) -> frozenset[str]:
    return frozenset(scope.strip() for scope in text.split(",")) - {""}


def is_bare(message: str) -> bool:
    """Whether a 404 says nothing but that."""
    return message == _BARE


def is_rate_limited(answered: Answered) -> bool:
    """Whether the provider refused because of too many requests, by status, header or words; never a permission."""
    if answered.http not in (FORBIDDEN, TOO_MANY):
        return False
    exhausted = answered.headers.get("x-ratelimit-remaining") == "0" or "retry-after" in answered.headers
    return answered.http == TOO_MANY or exhausted or names_limit(answered.message)


def names_limit(message: str) -> bool:
    """Whether the provider's words are those of a limit."""
    return _RATE_LIMIT.search(message) is not None


def _failure(http: int) -> str:
    if http == NOT_MODIFIED:
        return "not modified, but no earlier answer is stored"
    if http in REDIRECTS:
        return "the redirect was not followed"
    if http >= _FIRST_SERVER_ERROR:
        return "the provider failed"
    return f"the answer's status is {http}" if http else "nothing says which status the answer had"


def _unread(status: Status, answered: Answered, why: str, *, needs: str = "", retryable: bool = False) -> Meaning:
    detail = Detail(http=answered.http, message=answered.message, needs=needs, why=why, retryable=retryable)
    return Meaning(status=status, detail=detail)
