"""Access tokens for people and for programs; what a bearer shows is in the document of a new one alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from checker.domain.accepted_state import AcceptedState
from checker.domain.access_token import AccessToken
from checker.domain.json_value import JsonLike
from checker.domain.moment import format_moment
from checker.formats.text_safety import escape_for_terminal

if TYPE_CHECKING:
    from checker.application.issue_token import IssuedToken

_SCHEMA = "clean-release/tokens/v1"


def token_document(token: AccessToken, *, now: datetime) -> dict[str, JsonLike]:
    """Everything that is kept of a token but the proof of its text."""
    return {
        "id": token.number,
        "principal": token.label,
        "namespace": str(token.namespace),
        "projects": list(token.projects),
        "roles": sorted(token.roles),
        "made_at": format_moment(token.made),
        "expires_at": format_moment(token.expires),
        "state": token.fault_at(now) or "counts",
    }


def issued_document(issued: "IssuedToken") -> dict[str, JsonLike]:
    """A token that was just made, with its text."""
    return {"schema": _SCHEMA, "token": issued.text, **token_document(issued.token, now=issued.token.made)}


def tokens_document(
    tokens: Sequence[AccessToken], accepted: Sequence[AcceptedState], *, now: datetime
) -> dict[str, JsonLike]:
    """All tokens, and the older states that were accepted."""
    return {
        "schema": _SCHEMA,
        "tokens": [token_document(token, now=now) for token in tokens],
        "accepted": [_accepted_fields(one) for one in accepted],
    }


def accepted_document(accepted: AcceptedState) -> dict[str, JsonLike]:
    """An older state that was just accepted."""
    return {"schema": _SCHEMA, **_accepted_fields(accepted)}


def _accepted_fields(accepted: AcceptedState) -> dict[str, JsonLike]:
    return {
        "accepted_at": format_moment(accepted.moment),
        "change": accepted.found,
        "expected_change": accepted.expected,
        "revoked": accepted.revoked,
    }


def accepted_line(accepted: AcceptedState) -> str:
    """One line for people."""
    at = format_moment(accepted.moment.replace(microsecond=0))
    seen = f"change {accepted.found}, expected {accepted.expected}"
    were = (
        "1 token that counted in it was"
        if accepted.revoked == 1
        else f"{accepted.revoked} tokens that counted in it were"
    )
    return f"older state accepted {at} ({seen}): {were} revoked"


def line_of(token: AccessToken, *, now: datetime) -> str:
    """One line for people."""
    state = token.fault_at(now) or "counts"
    until = format_moment(token.expires.replace(microsecond=0))
    what = f"{','.join(sorted(token.roles))} of {', '.join(token.projects)} in {token.namespace}"
    return escape_for_terminal(f"{token.number}  {state:<7}  until {until}  {token.label}: {what}")
