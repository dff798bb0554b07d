"""Access tokens for people and for programs; what a bearer shows is in the document of a new one alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

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


def tokens_document(tokens: Sequence[AccessToken], *, now: datetime) -> dict[str, JsonLike]:
    """All tokens."""
    return {"schema": _SCHEMA, "tokens": [token_document(token, now=now) for token in tokens]}


def line_of(token: AccessToken, *, now: datetime) -> str:
    """One line for people."""
    state = token.fault_at(now) or "counts"
    until = format_moment(token.expires.replace(microsecond=0))
    what = f"{','.join(sorted(token.roles))} of {', '.join(token.projects)} in {token.namespace}"
    return escape_for_terminal(f"{token.number}  {state:<7}  until {until}  {token.label}: {what}")
