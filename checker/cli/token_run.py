"""What the `clean-release token` commands do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from checker.bootstrap.calling import accept_older_state, opened_tokens
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import PASSED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.where import namespace_named
from checker.domain.access_token import is_number
from checker.domain.principal import Role
from checker.errors import UsageError
from checker.formats.canonical import pretty_bytes
from checker.output.token_view import (
    accepted_document,
    accepted_line,
    issued_document,
    line_of,
    token_document,
    tokens_document,
)

_LIFE = re.compile(r"([0-9]{1,6})([mhd])")
_UNIT = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedToken:
    """A token as a command line asks for it."""

    principal: str
    projects: Sequence[str]
    roles: Sequence[str]
    expires_in: str
    namespace: str


def run_create(asked: NamedToken, *, format_name: str) -> int:
    """Make a token.

    Raises:
        UsageError: a word that means nothing, or a token that would count too long or for nothing.
    """
    refuse_unknown_format(format_name)
    life, roles = _life(asked.expires_in), [_role(word) for word in asked.roles]
    namespace = namespace_named(asked.namespace)
    with opened_tokens() as tokens:
        issued = tokens.create_token(
            label=asked.principal, namespace=namespace, projects=asked.projects, roles=roles, life=life
        )
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(issued_document(issued)))
    else:
        show(issued.text)
    tell(line_of(issued.token, now=issued.token.made))
    tell("this is the only time it is shown; whoever has it is this principal until it expires or is revoked")
    return PASSED


def run_list(*, format_name: str) -> int:
    """Show every token."""
    refuse_unknown_format(format_name)
    with opened_tokens() as tokens:
        found, accepted, now = tokens.tokens(), tokens.accepted_states(), tokens.clock.now()
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(tokens_document(found, accepted, now=now)))
        return PASSED
    if not found:
        show("no token was made yet; clean-release token create makes one")
    for token in found:
        show(line_of(token, now=now))
    for one in accepted:
        show(accepted_line(one))
    return PASSED


def run_accept(*, format_name: str) -> int:
    """Take an older state as it is, without any token in it.

    Raises:
        NotFoundError, ConflictError: there is no state, or none to accept.
    """
    refuse_unknown_format(format_name)
    accepted = accept_older_state()
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(accepted_document(accepted)))
    else:
        show(accepted_line(accepted))
        tell("no token counts now; clean-release token create makes new ones")
    return PASSED


def run_revoke(number: str, *, format_name: str) -> int:
    """Let a token count no more.

    Raises:
        NotFoundError: there is none of this number.
        UsageError: that is no number; it is not repeated, for it may be the token itself.
    """
    refuse_unknown_format(format_name)
    if not is_number(number):
        raise UsageError(
            "a token is named by its id, 12 hex digits, never by what its bearer shows",
            hint="clean-release token list shows the ids",
        )
    with opened_tokens() as tokens:
        token, now = tokens.revoke_token(number), tokens.clock.now()
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(token_document(token, now=now)))
    else:
        show(line_of(token, now=now))
    return PASSED


def _life(text: str) -> timedelta:
    found = _LIFE.fullmatch(text)
    if found is None:
        raise UsageError(f"--expires-in is {text[:40]!a}, expected a time like 30d, 12h or 90m", hint="give 30d")
    return int(found[1]) * _UNIT[found[2]]


def _role(word: str) -> Role:
    if word not in tuple(Role):
        raise UsageError(f"unknown role {word[:40]!a}, expected one of {', '.join(Role)}", hint="choose one of them")
    return Role(word)
